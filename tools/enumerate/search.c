/* The cases of each pass, and the loop of the processes that boot them. */
#include "search.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "tools/shared_memory.h"

const char *const pass_names[NR_PASSES] = {
    [PASS_TABLES] = "tables",
    [PASS_MAPS] = "maps",
    [PASS_SEQUENCES] = "sequences",
    [PASS_MACHINES] = "machines",
};

/* Keys of struct distinct: two masks, of what is usable and of what is reserved. A map with a
 * border that is none of a cell's (of the fallback table) has its digest for a key. */
#define KEY_MASKS   (UINT64_C(1) << 63)
#define KEY_OUTSIDE (UINT64_C(1) << 62)

enum { CHUNK_OF_TABLES = 4096, CHUNK_OF_MAPS = 256, CHUNK_OF_MACHINES = 2048, HANG_SECONDS = 20 };

bool search_open(struct search *search)
{
	uint32_t mask = 0;
	uint64_t nr = 0;

	search->shared = shared_memory(sizeof(*search->shared));
	search->nr_unions = space_nr_unions(&search->space);
	search->unions = malloc(search->nr_unions * sizeof(search->unions[0]));
	if (!search->unions)
		return false;
	do
		search->unions[nr++] = mask;
	while (space_next_union(&search->space, &mask));
	if (nr != search->nr_unions)
		abort(); /* the number of them is known */
	return true;
}

void search_begin(struct search *search, enum pass pass)
{
	struct shared *shared = search->shared;

	search->pass = pass;
	search->chunk = CHUNK_OF_TABLES;
	switch (pass) {
	case PASS_TABLES:
		search->nr_cases[pass] = space_nr_tables(&search->space);
		break;
	case PASS_MAPS:
		search->maps = distinct_list(&shared->maps, &search->nr_maps);
		search->nr_cases[pass] = search->nr_maps;
		search->chunk = CHUNK_OF_MAPS;
		break;
	case PASS_SEQUENCES:
		search->nr_cases[pass] = space_nr_sequences(&search->space);
		search->chunk = CHUNK_OF_MAPS;
		break;
	default:
		search->memories = distinct_list(&shared->memories, &search->nr_memories);
		search->nr_cases[pass] = search->nr_memories * search->nr_unions;
		search->chunk = CHUNK_OF_MACHINES;
	}
	search->done = shared_memory(search_nr_chunks(search) * sizeof(search->done[0]));
	atomic_store(&shared->next_chunk, 0);
	atomic_store(&shared->nr_done, 0);
}

void search_end(struct search *search)
{
	uint64_t nr = search_nr_chunks(search);

	search->nr_whole[search->pass] = 0;
	for (uint64_t i = 0; i < nr; i++)
		if (search->done[i])
			search->nr_whole[search->pass] += search->done[i] - 1;
}

void search_scenario(const struct search *search, uint64_t number, struct scenario *s,
		     enum stage *last)
{
	const struct space *space = &search->space;

	*last = STAGE_MEM_INIT;
	switch (search->pass) {
	case PASS_TABLES:
		*last = STAGE_E820;
		space_table(space, number, s);
		break;
	case PASS_MAPS:
		space_table(space, search->maps[number].first, s);
		break;
	case PASS_SEQUENCES:
		*last = STAGE_MEMBLOCK;
		space_table(space, search->maps[0].first, s);
		space_sequence(space, number, s);
		break;
	default:
		space_table(space, search->memories[number / search->nr_unions].first, s);
		space_union(space, search->unions[number % search->nr_unions], s);
	}
}

/* What a finished case adds to a set. */

static bool add(struct search *search, struct distinct *set, uint64_t key, uint64_t number)
{
	if (distinct_add(set, key, number))
		return true;
	atomic_store(&search->shared->crowded, true);
	atomic_store(&search->shared->stop, true);
	return false;
}

/* Of the rows of a table, and of a number. */
static uint64_t outside_key(const struct obs_rows *table, uint32_t nr_columns, uint64_t number)
{
	uint64_t hash = number;

	for (uint64_t i = 0; i < table->nr_rows * nr_columns; i++) {
		hash = (hash ^ table->rows[i]) * UINT64_C(0x9e3779b97f4a7c15);
		hash ^= hash >> 29;
	}
	return hash >> 2 | KEY_OUTSIDE;
}

static bool note_map(struct search *search, const struct observation *o, uint64_t number)
{
	const struct obs_e820_entry *rows = ROWS(o, e820_entry);
	uint32_t usable = 0, reserved = 0;
	uint64_t key;

	for (uint64_t i = 0; i < NR_ROWS(o, e820_entry); i++) {
		if (rows[i].type > 2 || !space_paint(&search->space, rows[i].addr, rows[i].size,
						     rows[i].type == 1 ? &usable : &reserved)) {
			key = outside_key(&o->tables[OBS_e820_entry],
					  obs_table_info[OBS_e820_entry].nr_columns, 0);
			return add(search, &search->shared->maps, key, number);
		}
	}
	key = KEY_MASKS | (uint64_t)reserved << SPACE_MAX_CELLS | usable;
	return add(search, &search->shared->maps, key, number);
}

/* What a map hands down: whole pages of memory, and the end of RAM, which counts pages that are
 * RAM in part only. number: of a table. */
static bool note_memory(struct search *search, const struct observation *o, uint64_t number)
{
	const struct obs_memory_region *rows = ROWS(o, memory_region);
	const struct obs_e820_scalars *e820 = ROWS(o, e820_scalars);
	const struct space *space = &search->space;
	uint64_t end = e820->max_pfn - (space->base >> 12);
	uint32_t usable = 0;
	bool inside = e820->max_low_pfn == e820->max_pfn &&
		      e820->max_possible_pfn == e820->max_pfn && end <= SPACE_MAX_CELLS;
	uint64_t key = KEY_MASKS | end << SPACE_MAX_CELLS;

	for (uint64_t i = 0; i < NR_ROWS(o, memory_region); i++)
		if (rows[i].size && !space_paint(space, rows[i].base, rows[i].size, &usable))
			inside = false;
	if (inside)
		key |= usable;
	else
		key = outside_key(&o->tables[OBS_memory_region],
				  obs_table_info[OBS_memory_region].nr_columns, e820->max_pfn);
	return add(search, &search->shared->memories, key, number);
}

/* Whether the reserved regions are the union of what was asked for. A law, in the form of one. */
static bool is_union(struct search *search, const struct observation *o, uint64_t number,
		     struct difference *d)
{
	static struct scenario scratch;
	const struct obs_reserved_region *rows = ROWS(o, reserved_region);
	uint32_t reserved = 0, expected;

	scenario_clear(&scratch);
	expected = space_sequence(&search->space, number, &scratch);
	for (uint64_t i = 0; i < NR_ROWS(o, reserved_region); i++)
		if (!space_paint(&search->space, rows[i].base, rows[i].size, &reserved) &&
		    rows[i].size)
			reserved |= UINT32_C(1) << 31;
	if (reserved == expected)
		return true;
	*d = (struct difference){.stage = STAGE_MEMBLOCK,
				 .finding_class = "reserved_is_the_union",
				 .field = "cells",
				 .value = {reserved, expected}};
	return false;
}

static void report(struct search *search, uint64_t number, const struct difference *d)
{
	struct shared *shared = search->shared;
	struct finding *f = &shared->finding;

	while (atomic_flag_test_and_set(&shared->lock))
		;
	if (!f->found || number < f->number) {
		*f = (struct finding){
		    .found = true, .pass = search->pass, .number = number, .difference = *d};
	}
	atomic_flag_clear(&shared->lock);
	atomic_store(&shared->stop, true);
}

/* Whether the boot came to its end. */
static bool run_case(struct search *search, struct machine_pair *pair, uint64_t number)
{
	static struct scenario s;
	struct boot_result result;
	const struct observation *o = &pair->observation[0];
	enum stage last;

	search_scenario(search, number, &s, &last);
	pair_boot(pair, &s, last, NR_STAGES, &result);
	if (!result.differs && search->pass == PASS_SEQUENCES)
		result.differs = !is_union(search, o, number, &result.difference);
	if (result.differs)
		report(search, number, &result.difference);
	else if (search->pass == PASS_TABLES)
		note_map(search, o, number);
	else if (search->pass == PASS_MAPS)
		note_memory(search, o, search->maps[number].first);
	return result.complete;
}

_Noreturn void search_work(struct search *search, unsigned int job)
{
	static struct machine_pair pair;
	struct shared *shared = search->shared;
	uint64_t nr_chunks = search_nr_chunks(search);
	uint64_t nr_cases = search->nr_cases[search->pass];
	/* Processor time, not the time of day: the machine may be busy. */
	const struct itimerval limit = {.it_value.tv_sec = HANG_SECONDS};

	pair_open(&pair);
	while (!atomic_load(&shared->stop)) {
		uint64_t chunk = atomic_fetch_add(&shared->next_chunk, 1);
		uint64_t number = chunk * search->chunk, end = number + search->chunk;
		uint32_t nr_whole = 0;

		if (chunk >= nr_chunks)
			break;
		if (search->done[chunk])
			continue;
		if (end > nr_cases)
			end = nr_cases;
		setitimer(ITIMER_VIRTUAL, &limit, NULL);
		for (; number < end && !atomic_load(&shared->stop); number++) {
			atomic_store(&shared->at[job], number);
			nr_whole += run_case(search, &pair, number);
		}
		if (number < end)
			break;
		atomic_fetch_add(&shared->nr_done, end - chunk * search->chunk);
		search->done[chunk] = 1 + nr_whole;
	}
	atomic_store(&shared->at[job], UINT64_MAX);
	_exit(0);
}
