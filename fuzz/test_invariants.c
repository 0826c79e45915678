/*
 * Every law can fail: a machine is booted for real, its observation damaged in one place, and the
 * law that this place belongs to must speak up.
 */
#include <stdio.h>
#include <string.h>

#include "damage.h"

static void add_e820(uint64_t addr, uint64_t size, uint32_t type)
{
	s.e820[s.nr_e820++] = (struct sc_e820_entry){.addr = addr, .size = size, .type = type};
}

static void add_reserve(uint64_t start, uint64_t size)
{
	s.ops[s.nr_ops++] = (struct sc_op){
	    .kind = SC_OP_RESERVE, .nid = SC_NID_ANY, .range = {.start = start, .size = size}};
}

/* A tiny machine with two nodes, holes, reservations, an allocation and operations after boot. */
static int boot(void **state)
{
	(void)state;
	scenario_clear(&s);
	s.geometry = SC_TINY;
	strcpy(s.cmdline, "movablecore=1M");
	add_e820(0, 0x9fc00, 1);
	add_e820(0xf0000, 0x10000, 2);
	add_e820(0x100000, 0x700000, 1);
	for (uint32_t nid = 0; nid < 2; nid++)
		s.srat[s.nr_srat++] = (struct sc_srat){
		    .range = {.start = nid * 0x400000, .size = 0x400000}, .nid = nid};
	s.ops[s.nr_ops++] = (struct sc_op){.kind = SC_OP_NUMA};
	add_reserve(0x200000, 0x23000);
	add_reserve(0x500800, 0x1000);
	s.ops[s.nr_ops++] = (struct sc_op){
	    .kind = SC_OP_ALLOC, .nid = SC_NID_ANY, .range = {.size = 0x2000}, .align = 0x1000};
	s.late_ops[s.nr_late_ops++] = (struct sc_late_op){
	    .kind = SC_LATE_ALLOC_PAGES, .order = 1, .zone = 3, .migratetype = 1};
	boot_scenario();
	return 0;
}

static void firmware(void **state)
{
	(void)state;
	ROW(e820_entry, 1)->addr = 0;
	assert_broken("sanitized_map_ascends", STAGE_E820);
	boot(NULL);
	ROW(e820_entry, 0)->type = 1; /* page 0, right below RAM */
	assert_broken("equal_neighbours_merged", STAGE_E820);
	boot(NULL);
	for (uint64_t i = 0; i < 400; i++)
		*OBS_ADD(o, e820_entry) = (struct obs_e820_entry){
		    .addr = (1ull << 40) + i * 0x2000, .size = 0x1000, .type = 2};
	assert_broken("firmware_map_within_bounds", STAGE_E820);
	boot(NULL);
	ROW(e820_scalars, 0)->max_pfn--;
	assert_broken("last_pfn_is_end_of_ram", STAGE_E820);
	boot(NULL);
	ROW(e820_entry, 0)->type = 1;
	ROW(e820_entry, 0)->size = 0x800;
	assert_broken("bios_ranges_not_ram", STAGE_E820);
	boot(NULL);
	ROW(nosave_range, 0)->end_pfn += 2;
	assert_broken("nosave_avoids_ram", STAGE_E820);
}

static void memblock_regions(void **state)
{
	(void)state;
	ROW(memory_region, 1)->base = 0;
	assert_broken("memory_regions_ascend", STAGE_MEMBLOCK);
	boot(NULL);
	ROW(reserved_region, 1)->base = 0;
	assert_broken("reserved_regions_ascend", STAGE_MEMBLOCK);
	boot(NULL);
	ROW(memblock_state, 0)->memory_cnt++;
	assert_broken("region_counts_bounded", STAGE_MEMBLOCK);
	boot(NULL);
	ROW(memblock_state, 0)->reserved_total++;
	assert_broken("total_size_sums_up", STAGE_MEMBLOCK);
}

/* A table that has grown, and then seems to lie elsewhere: where nothing is reserved, and where no
 * memory is. */
static void grown_tables(void **state)
{
	static const uint64_t elsewhere[] = {0x700000, 0xa0000};

	(void)state;
	for (int i = 0; i < 2; i++) {
		scenario_clear(&s);
		s.geometry = SC_TINY;
		s.memblock_regions = 8;
		add_e820(0, 0x9fc00, 1);
		add_e820(0x100000, 0x700000, 1);
		add_reserve(0xa0000, 0x10000);
		for (uint64_t n = 0; n < 12; n++)
			add_reserve(0x200000 + n * 0x2000, 0x1000);
		boot_scenario();
		assert_int_equal(LAST(memblock_event)->event, EVENT_RESERVED_DOUBLED);
		LAST(memblock_event)->addr = elsewhere[i];
		assert_broken("grown_tables_are_kept", STAGE_MEMBLOCK);
	}
}

static void memblock_walks(void **state)
{
	(void)state;
	ROW(free_range_rev, 0)->end++;
	assert_broken("reverse_is_reversal", STAGE_MEMBLOCK);
	boot(NULL);
	o->tables[OBS_free_range].nr_rows--;
	o->tables[OBS_free_range_rev].rows += 2;
	o->tables[OBS_free_range_rev].nr_rows--;
	assert_broken("free_is_memory_less_reserved", STAGE_MEMBLOCK);
	o->tables[OBS_free_range_rev].rows -= 2;
	boot(NULL);
	ROW(mem_pfn_range, 0)->end_pfn++;
	assert_broken("pfn_ranges_round_inward", STAGE_MEMBLOCK);
	boot(NULL);
	LAST(memblock_op)->result++;
	assert_broken("allocation_is_aligned", STAGE_MEMBLOCK);
}

static void zones(void **state)
{
	(void)state;
	ROW(zone_limit, 1)->low_pfn++;
	assert_broken("zone_limits_contiguous", STAGE_ZONES);
	boot(NULL);
	ROW(zone, 0)->present = ROW(zone, 0)->spanned + 1;
	assert_broken("present_within_spanned", STAGE_ZONES);
	boot(NULL);
	ROW(zone, 1)->start_pfn--;
	assert_broken("zones_of_node_disjoint", STAGE_ZONES);
	boot(NULL);
	ROW(node, 0)->present--;
	assert_broken("present_counts_ram", STAGE_ZONES);
	boot(NULL);
	ROW(node, 1)->spanned--;
	assert_broken("node_is_sum_of_zones", STAGE_ZONES);
	boot(NULL);
	ROW(zone, 0)->managed = ROW(zone, 0)->present + 1;
	assert_broken("estimate_below_present", STAGE_ZONES);
	boot(NULL);
	ROW(node, 1)->movable_pfn++;
	assert_broken("movable_start_aligned", STAGE_ZONES);
	boot(NULL);
	LAST(section)->section++;
	assert_broken("sections_cover_ram", STAGE_ZONES);
	boot(NULL);
	ROW(zones_scalars, 0)->vm_total_pages++;
	assert_broken("zonelist_pages_add_up", STAGE_ZONES);
}

static void memmap(void **state)
{
	(void)state;
	LAST(page_run)->nr++;
	assert_broken("memmap_covers_sections", STAGE_MEMMAP);
	boot(NULL);
	ROW(page_run, 1)->flags = 1 << 10;
	assert_broken("struct_page_is_fresh", STAGE_MEMMAP);
	boot(NULL);
	ROW(page_run, 1)->zone ^= 1;
	assert_broken("page_lies_in_its_zone", STAGE_MEMMAP);
	boot(NULL);
	ROW(pageblock_run, 1)->migratetype ^= 1;
	assert_broken("movable_block_rule", STAGE_MEMMAP);
}

static void release(void **state)
{
	(void)state;
	ROW(final_memory_region, 1)->base = 0;
	assert_broken("final_regions_ascend", STAGE_MEM_INIT);
	boot(NULL);
	ROW(release, 0)->returned++;
	assert_broken("released_pages_are_free_ranges", STAGE_MEM_INIT);
	boot(NULL);
	ROW(chunk, 0)->order++;
	assert_broken("chunks_partition_release", STAGE_MEM_INIT);
	boot(NULL);
	ROW(zone_free, 0)->managed++;
	assert_broken("release_counts_agree", STAGE_MEM_INIT);
	boot(NULL);
	ROW(free_area, 0)->nr_free++;
	assert_broken("nr_free_is_list_length", STAGE_MEM_INIT);
	boot(NULL);
	ROW(free_block, 0)->pfn ^= 1;
	assert_broken("free_blocks_well_formed", STAGE_MEM_INIT);
	boot(NULL);
	ROW(release, 0)->reserved_kib++;
	assert_broken("memory_line_adds_up", STAGE_MEM_INIT);
}

/* The first run behind the release of which `wanted` says yes. */
static struct obs_released_page_run *find_run(bool (*wanted)(const struct obs_released_page_run *))
{
	for (uint64_t i = 0; i < o->tables[OBS_released_page_run].nr_rows; i++)
		if (wanted(ROW(released_page_run, i)))
			return ROW(released_page_run, i);
	fail_msg("no such page");
	return NULL;
}

static bool is_inside_block(const struct obs_released_page_run *run)
{
	return !run->refcount && run->mapcount == UINT64_MAX;
}

static bool is_reserved(const struct obs_released_page_run *run)
{
	return run->flags != 0;
}

static void pages_after_release(void **state)
{
	(void)state;
	find_run(is_inside_block)->refcount = 1;
	assert_broken("free_pages_in_one_block", STAGE_MEM_INIT);
	boot(NULL);
	find_run(is_inside_block)->private = 3;
	assert_broken("page_state_is_known", STAGE_MEM_INIT);
	boot(NULL);
	find_run(is_reserved)->flags = 0;
	assert_broken("reserved_flag_matches_list", STAGE_MEM_INIT);
}

/* Two halves of a block stand on a list as blocks of their own, and every count agrees. */
static void unmerged_buddies(void **state)
{
	struct obs_late_page_run head = {.nr = 2, .mapcount = (uint64_t)-128, .lru = LRU_LINKED};

	(void)state;
	head.pfn = ROW(free_block, 0)->pfn & ~UINT64_C(1);
	o->tables[OBS_late_free_block].nr_rows = 2;
	for (uint64_t i = 0; i < 2; i++)
		*ROW(late_free_block, i) = (struct obs_late_free_block){.pfn = head.pfn + i};
	o->tables[OBS_late_page_run].nr_rows = 1;
	*ROW(late_page_run, 0) = head;
	o->tables[OBS_late_zone_free].nr_rows = 1;
	*ROW(late_zone_free, 0) = (struct obs_late_zone_free){.free = 2};
	o->tables[OBS_late_free_area].nr_rows = 1;
	*ROW(late_free_area, 0) = (struct obs_late_free_area){.nr_free = 2};
	assert_broken("late_buddies_are_merged", STAGE_LATE);
}

/* The same right after the release, where every other law of the stage must hold as well: the
 * block is split in all tables. */
static void unmerged_buddies_after_release(void **state)
{
	struct difference d;
	uint64_t nr = 0;

	(void)state;
	/* The law of x86_64 knows higher orders: by it the largest blocks of a tiny machine, which
	 * lie side by side, ought to have been merged. */
	s.geometry = SC_X86_64;
	for (uint64_t i = 0; i < o->tables[OBS_free_block].nr_rows; i++)
		nr += ROW(free_block, i)->order == 4;
	assert_true(nr > 1);
	assert_true(invariants_check(o, &s, STAGE_MEM_INIT, &d));
	assert_string_equal(d.finding_class, "buddies_are_merged");
}

static void after_boot(void **state)
{
	(void)state;
	ROW(late, 0)->free--;
	assert_broken("pages_conserved", STAGE_LATE);
	boot(NULL);
	ROW(late_free_area, 0)->nr_free++;
	assert_broken("late_nr_free_is_list_length", STAGE_LATE);
	boot(NULL);
	ROW(late_free_block, 0)->pfn ^= 1;
	assert_broken("late_free_blocks_well_formed", STAGE_LATE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(firmware, boot),
	    cmocka_unit_test_setup(memblock_regions, boot),
	    cmocka_unit_test(grown_tables),
	    cmocka_unit_test_setup(memblock_walks, boot),
	    cmocka_unit_test_setup(zones, boot),
	    cmocka_unit_test_setup(memmap, boot),
	    cmocka_unit_test_setup(release, boot),
	    cmocka_unit_test_setup(pages_after_release, boot),
	    cmocka_unit_test_setup(unmerged_buddies, boot),
	    cmocka_unit_test_setup(unmerged_buddies_after_release, boot),
	    cmocka_unit_test_setup(after_boot, boot),
	};

	return cmocka_run_group_tests(tests, open_pair, close_pair);
}
