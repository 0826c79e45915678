/*
 * multiply SEED NR FROM... TO: many findings from a few, for tools/triage-check.
 *
 * Mutates the scenarios in the files FROM, again and again, and what it has found by then, and
 * writes as bytes to the folder TO each distinct input that fails in this build, until there are
 * NR. All choices follow from SEED.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../output.h"
#include "given.h"
#include "mutate.h"
#include "scenario_bytes.h"
#include "tryout.h"

enum {
	MAX_INPUTS = 8192,
	MAX_MUTATIONS = 6, /* of one input at once */
	LIMIT_MS = 100,    /* what takes longer hangs */
	MAX_TRIES = 1000,  /* for each that is wanted */
};

struct input {
	uint8_t *data;
	size_t size;
};

static struct input inputs[MAX_INPUTS];
static uint32_t nr_inputs;

static bool add_input(const uint8_t *data, size_t size)
{
	struct input *input = &inputs[nr_inputs];

	for (uint32_t i = 0; i < nr_inputs; i++)
		if (inputs[i].size == size && !memcmp(inputs[i].data, data, size))
			return false;
	if (nr_inputs == MAX_INPUTS)
		return false;
	input->data = malloc(size + 1);
	if (!input->data)
		exit(2);
	memcpy(input->data, data, size);
	input->size = size;
	nr_inputs++;
	return true;
}

static void read_inputs(char **paths, int nr)
{
	static struct scenario s;
	static uint8_t bytes[SC_MAX_BYTES];

	for (int i = 0; i < nr; i++) {
		struct given given;
		size_t size;

		if (!given_load_all(paths[i], &s, &given))
			exit(2);
		size = given.bytes ? 0 : scenario_encode(&s, bytes, sizeof(bytes));
		if (given.bytes)
			add_input(given.bytes, given.size);
		else if (size)
			add_input(bytes, size);
		given_free(&given);
	}
}

static size_t mutated(struct random *r, uint8_t *out, size_t capacity)
{
	const struct input *from = &inputs[random_below(r, nr_inputs)];
	uint64_t mutations = 1 + random_below(r, MAX_MUTATIONS);
	size_t size = from->size < capacity ? from->size : capacity;

	memcpy(out, from->data, size);
	while (mutations--)
		size = mutate_bytes(out, size, capacity, random_next(r));
	return size;
}

static bool fails(struct tryout *t, const uint8_t *data, size_t size)
{
	static struct scenario s;
	static struct tryout_result result;
	struct tryout_limits limits;

	scenario_decode(data, size, &s);
	limits = tryout_limits_of(&s);
	limits.cpu_ms = LIMIT_MS;
	tryout_run(t, &s, HOW_PLAIN, false, &limits, &result);
	return result.end != TRYOUT_AGREE;
}

static void write_input(const char *folder, uint64_t seed, uint32_t number, const uint8_t *data,
			size_t size)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/%" PRIu64 "-%05" PRIu32 ".bin", folder, seed, number);
	if (!output_write(path, data, size)) {
		perror(path);
		exit(2);
	}
}

int main(int argc, char **argv)
{
	static uint8_t bytes[1 << 16];
	struct tryout *t = tryout_open();
	uint32_t wanted, found = 0;
	struct random r;
	uint64_t seed;

	if (argc < 5)
		return 2;
	r.state = seed = strtoull(argv[1], NULL, 10);
	wanted = (uint32_t)strtoul(argv[2], NULL, 10);
	read_inputs(argv + 3, argc - 4);
	for (uint64_t tries = 0;
	     nr_inputs && found < wanted && tries < MAX_TRIES * (uint64_t)wanted; tries++) {
		size_t size = mutated(&r, bytes, sizeof(bytes));

		if (fails(t, bytes, size) && add_input(bytes, size))
			write_input(argv[argc - 1], seed, found++, bytes, size);
	}
	tryout_close(t);
	return found == wanted ? 0 : 1;
}
