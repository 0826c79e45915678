/* The comparison names the first difference: which table, which page frame, which field. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "compare.h"
#include "invariants.h"

static struct observation a, b;
static struct difference d;

static int set_up(void **state)
{
	(void)state;
	observation_clear(&a);
	observation_clear(&b);
	a.pageblock_nr_pages = b.pageblock_nr_pages = 8;
	return 0;
}

/* Any one value changed in any table of any stage is a difference in just that column. */
static void every_column_counts(void **state)
{
	(void)state;
	for (int t = 0; t < OBS_NR_TABLES; t++) {
		const struct obs_table_info *info = &obs_table_info[t];

		for (uint32_t c = 0; c < info->nr_columns; c++) {
			uint64_t *ra = observation_row(&a, (enum obs_table)t);
			uint64_t *rb = observation_row(&b, (enum obs_table)t);

			memset(ra, 0, info->nr_columns * sizeof(*ra));
			memset(rb, 0, info->nr_columns * sizeof(*rb));
			assert_false(compare_stage(&a, &b, info->stage, &d));
			rb[c] = 5;
			assert_true(compare_stage(&a, &b, info->stage, &d));
			assert_string_equal(d.table, info->name);
			if (!info->is_run || c > 1)
				assert_string_equal(d.field, info->columns[c]);
			assert_int_not_equal(observation_digest(&a), observation_digest(&b));
			set_up(NULL);
		}
	}
}

/* The tables of a stage stand together, so that a look at one need not pass over the others. */
static void stages_hold_their_tables(void **state)
{
	int nr = 0;

	(void)state;
	for (int stage = 0; stage < NR_STAGES; stage++) {
		struct obs_stage_tables tables = observation_stage_tables((enum stage)stage);

		assert_true(tables.first < tables.end);
		for (int t = tables.first; t < tables.end; t++)
			assert_int_equal(obs_table_info[t].stage, stage);
		nr += tables.end - tables.first;
	}
	assert_int_equal(nr, OBS_NR_TABLES);
}

static void a_missing_row_is_a_difference(void **state)
{
	(void)state;
	OBS_ADD(&a, free_range)->start = 1;
	assert_true(compare_stage(&a, &b, STAGE_MEMBLOCK, &d));
	assert_string_equal(d.field, "row");
	assert_true(d.present[0]);
	assert_false(d.present[1]);
	assert_true(compare_stage(&b, &a, STAGE_MEMBLOCK, &d));
	assert_false(d.present[0]);
}

static void add_run(struct observation *o, uint64_t pfn, uint64_t nr, uint64_t flags)
{
	struct obs_page_run run = {.pfn = pfn, .nr = nr, .flags = flags};

	observation_run(o, OBS_page_run, &run, 1);
}

static void runs_are_maximal(void **state)
{
	(void)state;
	add_run(&a, 0, 4, 1);
	add_run(&a, 4, 4, 1);
	add_run(&a, 9, 1, 1);
	add_run(&b, 0, 8, 1);
	add_run(&b, 9, 1, 1);
	assert_int_equal(a.tables[OBS_page_run].nr_rows, 2);
	assert_false(compare_stage(&a, &b, STAGE_MEMMAP, &d));
}

static void a_run_names_the_page(void **state)
{
	(void)state;
	add_run(&a, 0, 8, 1);
	add_run(&a, 8, 8, 2);
	add_run(&b, 0, 6, 1);
	add_run(&b, 6, 10, 2);
	assert_true(compare_stage(&a, &b, STAGE_MEMMAP, &d));
	assert_int_equal(d.pfn, 6);
	assert_string_equal(d.field, "flags");
	assert_int_equal(d.value[0], 1);
	assert_int_equal(d.value[1], 2);
}

static void a_page_that_one_side_lacks(void **state)
{
	(void)state;
	add_run(&a, 0, 8, 1);
	add_run(&b, 0, 7, 1);
	assert_true(compare_stage(&a, &b, STAGE_MEMMAP, &d));
	assert_int_equal(d.pfn, 7);
	assert_false(d.present[1]);
	set_up(NULL);
	add_run(&a, 4, 8, 1);
	add_run(&b, 0, 2, 1);
	assert_true(compare_stage(&a, &b, STAGE_MEMMAP, &d));
	assert_int_equal(d.pfn, 0);
	assert_false(d.present[0]);
}

static void pageblocks_count_in_pages(void **state)
{
	struct obs_pageblock_run one = {.pfn = 0, .nr = 4, .migratetype = 1};
	struct obs_pageblock_run two = {.pfn = 0, .nr = 3, .migratetype = 1};
	struct obs_pageblock_run three = {.pfn = 24, .nr = 1, .migratetype = 0};

	(void)state;
	observation_run(&a, OBS_pageblock_run, &one, 8);
	observation_run(&b, OBS_pageblock_run, &two, 8);
	observation_run(&b, OBS_pageblock_run, &three, 8);
	assert_true(compare_stage(&a, &b, STAGE_MEMMAP, &d));
	assert_int_equal(d.pfn, 24);
	assert_string_equal(d.field, "migratetype");
}

static void outcomes(void **state)
{
	char line[512];

	(void)state;
	assert_false(compare_outcome(OUTCOME_OK, OUTCOME_OK, STAGE_ZONES, &d));
	assert_true(compare_outcome(OUTCOME_OK, PANIC_USER_MAP, STAGE_E820, &d));
	difference_describe(&d, line, sizeof(line));
	assert_non_null(strstr(line, "target ok, model panic"));
}

static void classes_are_unlike_each_other(void **state)
{
#define NAME_OF_LAW(name, stage, where) #name,
	static const char *const laws[] = {INVARIANTS(NAME_OF_LAW)};

	(void)state;
	for (int i = 0; i < OBS_NR_TABLES; i++) {
		for (int j = 0; j < i; j++)
			assert_string_not_equal(obs_table_info[i].finding_class,
						obs_table_info[j].finding_class);
		for (size_t j = 0; j < sizeof(laws) / sizeof(laws[0]); j++)
			assert_string_not_equal(obs_table_info[i].finding_class, laws[j]);
	}
}

static void the_key_is_two_words(void **state)
{
	char key[160];

	(void)state;
	d.finding_class = "some_law";
	d.field = "start of free range";
	difference_key(&d, key, sizeof(key));
	assert_string_equal(key, "some_law start_of_free_range");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(every_column_counts, set_up),
	    cmocka_unit_test(stages_hold_their_tables),
	    cmocka_unit_test_setup(a_missing_row_is_a_difference, set_up),
	    cmocka_unit_test_setup(runs_are_maximal, set_up),
	    cmocka_unit_test_setup(a_run_names_the_page, set_up),
	    cmocka_unit_test_setup(a_page_that_one_side_lacks, set_up),
	    cmocka_unit_test_setup(pageblocks_count_in_pages, set_up),
	    cmocka_unit_test_setup(outcomes, set_up),
	    cmocka_unit_test(classes_are_unlike_each_other),
	    cmocka_unit_test(the_key_is_two_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
