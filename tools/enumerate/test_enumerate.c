/* The space: its numbers against closed forms and against a naive count; and a whole small search.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "run.h"
#include "state.h"

static struct scenario s;

static struct space space_of(uint32_t cells, uint32_t regions, uint32_t reservations)
{
	return (struct space){.base = 0x4ff000,
			      .cell = 2048,
			      .nr_cells = cells,
			      .max_regions = regions,
			      .max_reservations = reservations};
}

static void closed_forms(void **state)
{
	struct space space = space_of(16, 3, 2);

	(void)state;
	assert_int_equal(space_nr_ranges(&space), 136);
	assert_int_equal(space_nr_tables(&space), 272 + 272 * 272 + 272 * 272 * 272);
	assert_int_equal(space_nr_sequences(&space), 1 + 136 + 136 * 136);
	assert_int_equal(space_nr_unions(&space), 1 + 136 + 2380);
	space = space_of(1, 4, 3);
	assert_int_equal(space_nr_tables(&space), 2 + 4 + 8 + 16);
	assert_int_equal(space_nr_sequences(&space), 4);
	assert_int_equal(space_nr_unions(&space), 2);
}

static bool same_table(const struct scenario *a, const struct scenario *b)
{
	return a->nr_e820 == b->nr_e820 &&
	       !memcmp(a->e820, b->e820, a->nr_e820 * sizeof(a->e820[0]));
}

/* No table has two numbers, and each is within the window. */
static void tables_are_distinct(void **state)
{
	static struct scenario *all;
	struct space space = space_of(3, 2, 0);
	uint64_t nr = space_nr_tables(&space);

	(void)state;
	assert_int_equal(nr, 12 + 144);
	all = calloc(nr, sizeof(*all));
	assert_non_null(all);
	for (uint64_t i = 0; i < nr; i++) {
		space_table(&space, i, &all[i]);
		assert_null(scenario_check(&all[i]));
		for (uint32_t k = 0; k < all[i].nr_e820; k++) {
			uint32_t mask = 0;

			assert_true(
			    space_paint(&space, all[i].e820[k].addr, all[i].e820[k].size, &mask));
			assert_int_not_equal(mask, 0);
			assert_in_range(all[i].e820[k].type, 1, 2);
		}
		for (uint64_t k = 0; k < i; k++)
			assert_false(same_table(&all[i], &all[k]));
	}
	free(all);
}

/* The unions are just what the sequences come to. */
static void unions_are_those_of_sequences(void **state)
{
	static uint8_t seen[1 << 10];
	struct space space = space_of(10, 1, 2);
	uint64_t nr_seen = 0;
	uint32_t mask = 0;

	(void)state;
	for (uint64_t i = 0; i < space_nr_sequences(&space); i++) {
		scenario_clear(&s);
		mask = space_sequence(&space, i, &s);
		nr_seen += !seen[mask];
		seen[mask] = 1;
	}
	assert_int_equal(nr_seen, space_nr_unions(&space));
	mask = 0;
	do {
		uint32_t painted = 0;

		assert_true(seen[mask]);
		scenario_clear(&s);
		space_union(&space, mask, &s);
		for (uint32_t i = 0; i < s.nr_ops; i++)
			assert_true(space_paint(&space, s.ops[i].range.start, s.ops[i].range.size,
						&painted));
		assert_int_equal(painted, mask);
		nr_seen--;
	} while (space_next_union(&space, &mask));
	assert_int_equal(nr_seen, 0);
}

static void paint_knows_the_borders(void **state)
{
	struct space space = space_of(4, 1, 1);
	uint32_t mask = 0;

	(void)state;
	assert_true(space_paint(&space, 0x4ff800, 2048, &mask));
	assert_int_equal(mask, 2);
	assert_true(space_paint(&space, 0x4ff000, 8192, &mask));
	assert_int_equal(mask, 15);
	assert_false(space_paint(&space, 0x4ff801, 2047, &mask));
	assert_false(space_paint(&space, 0x4fe800, 2048, &mask));
	assert_false(space_paint(&space, 0x500800, 4096, &mask));
}

static int nr_runs(uint32_t mask)
{
	return __builtin_popcount(mask & ~(mask << 1));
}

/* The maps that tables come to, and the memories (whole pages, and where RAM ends), counted by
 * painting: reserved goes before usable. A table of which one region is left is not taken: for all
 * of these the fallback's map and memory count once. */
static void naive_count(const struct space *space, uint64_t *nr_maps, uint64_t *nr_memories,
			uint64_t *nr_with_pages)
{
	static uint8_t maps[1 << 12];             /* 6 cells, usable and reserved */
	static uint8_t memories[1 << 3][4], none; /* 3 pages, where RAM ends */

	*nr_maps = *nr_memories = 1;
	*nr_with_pages = 0;
	for (uint64_t i = 0; i < space_nr_tables(space); i++) {
		uint32_t usable = 0, reserved = 0, whole = 0, end = 0;
		uint8_t *memory = &none;

		space_table(space, i, &s);
		for (uint32_t k = 0; k < s.nr_e820; k++)
			space_paint(space, s.e820[k].addr, s.e820[k].size,
				    s.e820[k].type == 1 ? &usable : &reserved);
		usable &= ~reserved;
		if (nr_runs(usable) + nr_runs(reserved) < 2)
			continue;
		for (uint32_t page = 0; page < 3; page++) {
			whole |= (uint32_t)((usable >> 2 * page & 3) == 3) << page;
			if (usable >> (2 * page + 1))
				end = page + 1;
		}
		if (usable)
			memory = &memories[whole][end];
		*nr_maps += !maps[usable | reserved << 6];
		*nr_memories += !*memory;
		*nr_with_pages += whole && !*memory;
		maps[usable | reserved << 6] = *memory = 1;
	}
}

static void small_search_is_complete(void **state)
{
	static struct search search;
	uint64_t nr_maps, nr_memories, nr_with_pages;
	const char *wrong = NULL;

	(void)state;
	search = (struct search){.space = space_of(6, 2, 1), .jobs = 2};
	assert_true(search_open(&search));
	search_begin(&search, PASS_TABLES);
	assert_int_equal(run_search(&search, NULL, &wrong), RUN_COMPLETE);
	assert_null(wrong);
	assert_int_equal(search.nr_cases[PASS_TABLES], 42 + 42 * 42);
	naive_count(&search.space, &nr_maps, &nr_memories, &nr_with_pages);
	assert_int_equal(search.nr_maps, nr_maps);
	assert_int_equal(search.nr_memories, nr_memories);
	assert_int_equal(search.nr_cases[PASS_MACHINES], search.nr_memories * 22);
	/* Without a whole page of memory, and on the fallback's few, no node is brought online. */
	assert_int_equal(search.nr_whole[PASS_MACHINES], nr_with_pages * 22);
}

/* A state is taken up by the same search only, and not if a byte of it is missing. */
static void state_comes_back(void **state)
{
	static struct search search, again;
	char file[] = "/tmp/mminit-state-XXXXXX";
	const char *wrong = NULL;
	int fd = mkstemp(file);

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	unlink(file);
	search = (struct search){.space = space_of(6, 2, 1), .jobs = 1};
	assert_true(search_open(&search));
	assert_null(state_load(&search, file)); /* there is none yet */
	assert_int_equal(run_search(&search, file, &wrong), RUN_COMPLETE);

	again = (struct search){.space = search.space, .jobs = 2};
	assert_true(search_open(&again));
	assert_null(state_load(&again, file));
	assert_int_equal(again.pass, PASS_MACHINES);
	assert_int_equal(again.nr_maps, search.nr_maps);
	assert_int_equal(again.nr_memories, search.nr_memories);
	assert_int_equal(atomic_load(&again.shared->nr_done), search.nr_cases[PASS_MACHINES]);
	assert_int_equal(run_search(&again, NULL, &wrong), RUN_COMPLETE);

	free(again.unions);
	again = (struct search){.space = space_of(6, 2, 0), .jobs = 1};
	assert_true(search_open(&again));
	assert_non_null(state_load(&again, file));
	free(again.unions);
	again = (struct search){.space = search.space, .jobs = 1};
	assert_true(search_open(&again));
	assert_int_equal(truncate(file, 100), 0);
	assert_non_null(state_load(&again, file));
	unlink(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(closed_forms),
	    cmocka_unit_test(tables_are_distinct),
	    cmocka_unit_test(unions_are_those_of_sequences),
	    cmocka_unit_test(paint_knows_the_borders),
	    cmocka_unit_test(small_search_is_complete),
	    cmocka_unit_test(state_comes_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
