/*
 * The mutators as libFuzzer wants them, part of every driver whose bytes are a scenario. An engine
 * that does not know these functions passes them over.
 *
 * libFuzzer leaves all mutation to a custom mutator if there is one; its own, which knows what the
 * comparisons and its dictionary have taught it, keeps a share.
 */
#include <stdint.h>
#include <string.h>

#include "mutate.h"

/* Of 16 mutations so many are libFuzzer's own. */
enum { PLAIN_OF_16 = 5 };

/* By so many bytes at most they grow: libFuzzer does not control the length any more. */
enum { GROWTH = 32 };

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *data1, size_t size1, const uint8_t *data2,
				 size_t size2, uint8_t *out, size_t max_out_size,
				 unsigned int seed);

/* Not there with engines that have no such thing, and of no effect with others. */
__attribute__((weak)) size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed)
{
	struct random r = {.state = seed};

	if (LLVMFuzzerMutate && random_below(&r, 16) < PLAIN_OF_16) {
		size_t most = max_size - size > GROWTH ? size + GROWTH : max_size;
		size_t plain = LLVMFuzzerMutate(data, size, most);

		if (plain)
			return plain;
	}
	return mutate_bytes(data, size, max_size, random_next(&r));
}

size_t LLVMFuzzerCustomCrossOver(const uint8_t *data1, size_t size1, const uint8_t *data2,
				 size_t size2, uint8_t *out, size_t max_out_size, unsigned int seed)
{
	return mutate_cross(data1, size1, data2, size2, out, max_out_size, seed);
}
