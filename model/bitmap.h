/*
 * Bitmaps: one bit for each page frame (or section, or pageblock), 64 to a word.
 *
 * first, n and limit are bit numbers, nr a number of bits. Nothing here checks bounds: the caller's
 * map covers what it names.
 */
#ifndef MODEL_BITMAP_H
#define MODEL_BITMAP_H

#include <stdbool.h>
#include <stdint.h>

static inline bool bit_test(const uint64_t *map, uint64_t n)
{
	return map[n / 64] >> (n % 64) & 1;
}

static inline void bit_set(uint64_t *map, uint64_t n)
{
	map[n / 64] |= UINT64_C(1) << (n % 64);
}

static inline void bit_clear(uint64_t *map, uint64_t n)
{
	map[n / 64] &= ~(UINT64_C(1) << (n % 64));
}

/* The bits of word number `word` that lie within [first, end). */
static inline uint64_t bits_of_word(uint64_t word, uint64_t first, uint64_t end)
{
	uint64_t mask = UINT64_MAX;

	if (word == first / 64)
		mask &= UINT64_MAX << (first % 64);
	if (word == end / 64)
		mask &= (UINT64_C(1) << (end % 64)) - 1;
	return mask;
}

static inline void bits_set(uint64_t *map, uint64_t first, uint64_t nr)
{
	for (uint64_t word = first / 64; word * 64 < first + nr; word++)
		map[word] |= bits_of_word(word, first, first + nr);
}

static inline void bits_clear(uint64_t *map, uint64_t first, uint64_t nr)
{
	for (uint64_t word = first / 64; word * 64 < first + nr; word++)
		map[word] &= ~bits_of_word(word, first, first + nr);
}

/* Whether all of the bits are set. */
static inline bool bits_all(const uint64_t *map, uint64_t first, uint64_t nr)
{
	for (uint64_t word = first / 64; word * 64 < first + nr; word++)
		if (~map[word] & bits_of_word(word, first, first + nr))
			return false;
	return true;
}

/* Whether any of the bits is set. */
static inline bool bits_any(const uint64_t *map, uint64_t first, uint64_t nr)
{
	for (uint64_t word = first / 64; word * 64 < first + nr; word++)
		if (map[word] & bits_of_word(word, first, first + nr))
			return true;
	return false;
}

/* The first bit of [from, limit) that has the given value; limit if there is none. */
static inline uint64_t bits_next(const uint64_t *map, uint64_t from, uint64_t limit, bool value)
{
	for (uint64_t word = from / 64; word * 64 < limit; word++) {
		uint64_t found = (value ? map[word] : ~map[word]) & bits_of_word(word, from, limit);

		if (found)
			return word * 64 + (uint64_t)__builtin_ctzll(found);
	}
	return limit;
}

#endif
