/* The machines that are booted before another one: what they are good for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "boot.h"
#include "others.h"

static struct scenario s;
static struct machine_pair pair;
static struct boot_result boot;

/* The columns of a table's first row, by what the target says; 0 if there is none. */
static uint64_t first_row(enum obs_table table, const char *column)
{
	const struct obs_table_info *info = &obs_table_info[table];

	for (uint32_t i = 0; i < info->nr_columns && pair.observation[0].tables[table].nr_rows; i++)
		if (!strcmp(info->columns[i], column))
			return pair.observation[0].tables[table].rows[i];
	return 0;
}

/* Each boots as it should, or what it leaves behind would not be what is looked for. */
static void all_agree(void **state)
{
	static const enum sc_geometry geometries[] = {SC_X86_64, SC_TINY, SC_ARM_FLATMEM};

	(void)state;
	for (size_t g = 0; g < sizeof(geometries) / sizeof(geometries[0]); g++) {
		uint32_t nr = 0;

		for (; other_machine(nr, geometries[g], &s); nr++) {
			pair_boot(&pair, &s, STAGE_FREED, NR_STAGES, &boot);
			assert_false(boot.differs);
		}
		assert_in_range(nr, 4, 100);
	}
}

/* What can be set in a machine is set in one of them, and the last that looks up nodes of page
 * frames ends with one that has them all. */
static void all_is_set(enum sc_geometry geometry)
{
	uint64_t mirror = 0, user_map = 0, drops = 0, warned = 0, marks = 0, last_node = 0;

	for (uint32_t nr = 0; other_machine(nr, geometry, &s); nr++) {
		pair_boot(&pair, &s, STAGE_FREED, NR_STAGES, &boot);
		mirror |= first_row(OBS_memblock_state, "has_mirror");
		user_map |= first_row(OBS_e820_scalars, "userdef");
		drops += pair.observation[0].tables[OBS_e820_dropped].nr_rows;
		warned |= first_row(OBS_zones_scalars, "section_limit_warned");
		if (first_row(OBS_memory_region, "size"))
			last_node = first_row(OBS_memory_region, "nid");
		else
			marks = first_row(OBS_reserve_mark, "end_pfn");
	}
	assert_true(mirror && user_map && drops && warned);
	if (geometry == SC_ARM_FLATMEM)
		return; /* neither nodes nor page frames without memory to be marked */
	assert_int_equal(last_node, 63);
	assert_true(marks >= 0x800); /* of all page frames, none of which is there */
}

static void all_is_set_before_a_small_one(void **state)
{
	(void)state;
	all_is_set(SC_TINY);
}

static void all_is_set_before_a_large_one(void **state)
{
	(void)state;
	all_is_set(SC_X86_64);
}

static void all_is_set_before_one_of_arm(void **state)
{
	(void)state;
	all_is_set(SC_ARM_FLATMEM);
}

static int open_pair(void **state)
{
	(void)state;
	pair_open(&pair);
	return 0;
}

static int close_pair(void **state)
{
	(void)state;
	pair_close(&pair);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(all_agree),
	    cmocka_unit_test(all_is_set_before_a_small_one),
	    cmocka_unit_test(all_is_set_before_a_large_one),
	    cmocka_unit_test(all_is_set_before_one_of_arm),
	};

	return cmocka_run_group_tests(tests, open_pair, close_pair);
}
