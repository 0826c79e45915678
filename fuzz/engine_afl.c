/*
 * The mutators as AFL++ wants them: a shared library of its own, which afl-fuzz loads
 * (AFL_CUSTOM_MUTATOR_LIBRARY). AFL++ calls it for every input it works on, and goes on to its own
 * havoc and splicing, so that plain bytes keep their share.
 *
 * Trimming goes by records: runs of them are left out, half as long at each turn; what AFL++ would
 * cut by itself would change the meaning of all that follows.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mutate.h"
#include "scenario_bytes.h"

enum { MAX_INPUT = SC_MAX_BYTES };

struct mutator {
	struct random random;
	uint8_t *out; /* what was handed to AFL++ last */
	char last[64];

	/* Trimming: the input as it is so far, and which records to leave out next. */
	uint8_t *trimmed;
	size_t trimmed_size;
	uint32_t nr_records;
	uint32_t first;
	uint32_t run;
	size_t candidate_size;
};

struct mutator *afl_custom_init(void *afl, unsigned int seed);
void afl_custom_deinit(struct mutator *m);
size_t afl_custom_fuzz(struct mutator *m, uint8_t *data, size_t size, uint8_t **out, uint8_t *other,
		       size_t other_size, size_t max_size);
const char *afl_custom_describe(struct mutator *m, size_t max_length);
int32_t afl_custom_init_trim(struct mutator *m, uint8_t *data, size_t size);
size_t afl_custom_trim(struct mutator *m, uint8_t **out);
int32_t afl_custom_post_trim(struct mutator *m, unsigned char success);

struct mutator *afl_custom_init(void *afl, unsigned int seed)
{
	struct mutator *m = calloc(1, sizeof(*m));

	(void)afl;
	if (!m)
		return NULL;
	m->random.state = seed;
	m->out = malloc(MAX_INPUT);
	m->trimmed = malloc(MAX_INPUT);
	if (!m->out || !m->trimmed) {
		afl_custom_deinit(m);
		return NULL;
	}
	return m;
}

void afl_custom_deinit(struct mutator *m)
{
	free(m->out);
	free(m->trimmed);
	free(m);
}

size_t afl_custom_fuzz(struct mutator *m, uint8_t *data, size_t size, uint8_t **out, uint8_t *other,
		       size_t other_size, size_t max_size)
{
	size_t capacity = max_size < MAX_INPUT ? max_size : MAX_INPUT;
	uint64_t seed = random_next(&m->random);

	*out = m->out;
	if (size > capacity)
		size = capacity;
	if (other && other_size && random_below(&m->random, 8) == 0) {
		snprintf(m->last, sizeof(m->last), "cross-%016" PRIx64, seed);
		return mutate_cross(data, size, other, other_size, m->out, capacity, seed);
	}
	snprintf(m->last, sizeof(m->last), "structure-%016" PRIx64, seed);
	memcpy(m->out, data, size);
	return mutate_bytes(m->out, size, capacity, seed);
}

const char *afl_custom_describe(struct mutator *m, size_t max_length)
{
	if (strlen(m->last) >= max_length)
		m->last[max_length ? max_length - 1 : 0] = '\0';
	return m->last;
}

/* Turns that are left, one for each run of records; AFL++ wants a number that grows to this one. */
int32_t afl_custom_init_trim(struct mutator *m, uint8_t *data, size_t size)
{
	if (size > MAX_INPUT)
		return 0;
	memcpy(m->trimmed, data, size);
	m->trimmed_size = size;
	m->nr_records = mutate_nr_records(data, size);
	m->first = 0;
	m->run = (m->nr_records + 1) / 2;
	return m->nr_records ? 1 : 0;
}

size_t afl_custom_trim(struct mutator *m, uint8_t **out)
{
	*out = m->out;
	m->candidate_size =
	    mutate_without_records(m->trimmed, m->trimmed_size, m->first, m->run, m->out);
	return m->candidate_size;
}

/* What AFL++ found the same without the records stays without them. Returns 0 to go on, 1 at the
 * end: the number of turns that afl_custom_init_trim() announced. */
int32_t afl_custom_post_trim(struct mutator *m, unsigned char success)
{
	if (success) {
		memcpy(m->trimmed, m->out, m->candidate_size);
		m->trimmed_size = m->candidate_size;
		m->nr_records = mutate_nr_records(m->trimmed, m->trimmed_size);
	} else {
		m->first += m->run;
	}
	while (m->first >= m->nr_records) {
		if (m->run <= 1 || m->nr_records == 0)
			return 1;
		m->first = 0;
		m->run = (m->run + 1) / 2;
	}
	return 0;
}
