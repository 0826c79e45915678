/* memblock by hand: the dummy entry, the limits of 64 bits, warnings, growth, the quirks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "memblock.h"

#define MIB (UINT64_C(1) << 20)

static struct memblock mb;

static struct memblock_region region(const struct memblock_type *type, uint32_t index)
{
	struct memblock_cursor cursor = {0};
	struct memblock_region r = {0};

	for (uint32_t i = 0; i <= index; i++)
		assert_true(memblock_next_region(type, &cursor, &r));
	return r;
}

static void assert_region(const struct memblock_type *type, uint32_t index, uint64_t base,
			  uint64_t size, uint32_t flags, int nid)
{
	struct memblock_region r = region(type, index);

	assert_int_equal(r.base, base);
	assert_int_equal(r.size, size);
	assert_int_equal(r.flags, flags);
	assert_int_equal(r.nid, nid);
}

static int reset(void **state)
{
	(void)state;
	memblock_reset(&mb);
	return 0;
}

static void empty_tables_hold_a_dummy(void **state)
{
	struct memblock_cursor cursor = {0};
	uint64_t start, last;

	(void)state;
	assert_int_equal(mb.memory.cnt, 1);
	assert_int_equal(mb.memory.max, 128);
	assert_region(&mb.memory, 0, 0, 0, 0, 0);
	assert_true(memblock_next_reserved_range(&mb, &cursor, &start, &last));
	assert_int_equal(start, 0);
	assert_int_equal(last, UINT64_MAX);
	assert_false(memblock_next_reserved_range(&mb, &cursor, &start, &last));

	/* What is left when the last region goes is another dummy. */
	assert_int_equal(memblock_reserve(&mb, 0x1000, 0x1000), 0);
	assert_int_equal(memblock_free(&mb, 0, UINT64_MAX), 0);
	assert_int_equal(mb.reserved.cnt, 1);
	assert_region(&mb.reserved, 0, 0, 0, 0, MAX_NUMNODES);
	assert_int_equal(memblock_end_of_dram(&mb), 0);
}

static void last_byte_is_never_covered(void **state)
{
	(void)state;
	assert_int_equal(memblock_add(&mb, 0x1000, UINT64_MAX), 0);
	assert_region(&mb.memory, 0, 0x1000, UINT64_MAX - 0x1000, 0, MAX_NUMNODES);
	assert_int_equal(memblock_add(&mb, UINT64_MAX, 1), 0);
	assert_int_equal(mb.memory.cnt, 1);
	assert_false(memblock_is_memory(&mb, UINT64_MAX));
	assert_true(memblock_is_memory(&mb, UINT64_MAX - 1));
}

static void only_gaps_are_filled(void **state)
{
	(void)state;
	memblock_add_node(&mb, 0x2000, 0x1000, 1);
	memblock_add_node(&mb, 0x5000, 0x1000, 64);
	/* Gaps below both regions and above the second; two warnings for each that differs. */
	memblock_add(&mb, 0x1000, 0x7000);
	assert_int_equal(mb.memory.cnt, 3);
	assert_region(&mb.memory, 0, 0x1000, 0x1000, 0, 64);
	assert_region(&mb.memory, 1, 0x2000, 0x1000, 0, 1);
	assert_region(&mb.memory, 2, 0x3000, 0x5000, 0, 64);
	assert_int_equal(mb.memory.total_size, 0x7000);
	assert_int_equal(mb.warnings.nid_mismatch, 2);
	assert_int_equal(mb.warnings.flags_mismatch, 0);
	/* From within a region there is no gap below it, and nothing to warn of. */
	memblock_add_node(&mb, 0x2800, 0x100, 7);
	assert_int_equal(mb.warnings.nid_mismatch, 2);
}

static void trim_forgets_total_size(void **state)
{
	(void)state;
	memblock_add(&mb, 0x1800, 0x2000);
	memblock_add(&mb, 0x5100, 0x200);
	memblock_trim_memory(&mb, 0x1000);
	assert_int_equal(mb.memory.cnt, 1);
	assert_region(&mb.memory, 0, 0x2000, 0x1000, 0, MAX_NUMNODES);
	assert_int_equal(mb.memory.total_size, 0x2000);
	assert_int_equal(memblock_remove(&mb, 0, MIB), 0);
	assert_int_equal(mb.memory.total_size, 0x1000);
	assert_int_equal(mb.warnings.total_size, 1);
	memblock_add(&mb, 0, 1);
	assert_int_equal(mb.warnings.nonempty_dummy, 1);
	assert_int_equal(mb.memory.total_size, 1);
	assert_int_equal(mb.fault, MEMBLOCK_OK);

	memblock_add(&mb, UINT64_MAX - 0x800, 0x100);
	memblock_trim_memory(&mb, 0x1000);
	assert_int_equal(mb.fault, MEMBLOCK_TRIM_WRAPPED);
}

static void touching_reservations_leave_an_empty_range(void **state)
{
	struct memblock_cursor forward = {0}, backward = {0};
	static const uint64_t expected[][2] = {
	    {0x1000, 0x2000}, {0x3000, 0x3000}, {0x4000, 0x9000}};
	uint64_t start, end;

	(void)state;
	memblock_add(&mb, 0x1000, 0x8000);
	memblock_reserve(&mb, 0x2000, 0x2000);
	memblock_set_node(&mb, 0x2000, 0x1000, &mb.reserved, 1);
	for (int i = 0; i < 3; i++) {
		assert_true(memblock_next_free_range(&mb, &forward, -1, 0, &start, &end));
		assert_int_equal(start, expected[i][0]);
		assert_int_equal(end, expected[i][1]);
	}
	assert_false(memblock_next_free_range(&mb, &forward, -1, 0, &start, &end));
	for (int i = 3; i-- > 0;) {
		assert_true(memblock_prev_free_range(&mb, &backward, -1, 0, &start, &end));
		assert_int_equal(start, expected[i][0]);
		assert_int_equal(end, expected[i][1]);
	}
	assert_false(memblock_prev_free_range(&mb, &backward, -1, 0, &start, &end));
}

static void hotplug_memory_is_left_out_with_movable_node(void **state)
{
	struct memblock_cursor cursor = {0};
	uint64_t start, end;

	(void)state;
	memblock_add(&mb, 0x1000, 0x8000);
	memblock_mark_hotplug(&mb, 0x4000, 0x1000);
	mb.movable_node_enabled = true;
	assert_true(memblock_next_free_range(&mb, &cursor, -1, 0, &start, &end));
	assert_int_equal(end, 0x4000);
	assert_true(memblock_next_free_range(&mb, &cursor, -1, 0, &start, &end));
	assert_int_equal(start, 0x5000);
	assert_false(memblock_next_free_range(&mb, &cursor, -1, 0, &start, &end));
}

/* 128 disjoint regions of memory of one page, from 16 MiB on; reserved full likewise. */
static void fill_tables(void)
{
	for (uint64_t i = 0; i < 128; i++) {
		assert_int_equal(memblock_add(&mb, 16 * MIB + i * 0x2000, 0x1000), 0);
		assert_int_equal(memblock_reserve(&mb, 16 * MIB + i * 0x2000, 0x1000), 0);
	}
}

static void full_tables(void **state)
{
	(void)state;
	fill_tables();
	/* Neither may grow yet; removing asks for room too. */
	assert_int_equal(memblock_add(&mb, MIB, 0x1000), -12);
	assert_int_equal(memblock_remove(&mb, MIB, 0x1000), -12);
	assert_int_equal(mb.nr_events, 0);
	/* What lies within a region needs no room. */
	assert_int_equal(memblock_add(&mb, 16 * MIB, 0x1000), 0);
	memblock_allow_resize(&mb);
	assert_int_equal(memblock_add(&mb, MIB, 0x1000), -12);
	assert_int_equal(mb.nr_events, 1);
	assert_int_equal(mb.events[0].type, MEMBLOCK_MEMORY_FULL);
	assert_int_equal(mb.events[0].max, 128);
	assert_int_equal(mb.fault, MEMBLOCK_OK);
}

static void growth_takes_memory(void **state)
{
	(void)state;
	memblock_add(&mb, MIB, MIB);
	for (uint64_t i = 0; i < 127; i++)
		memblock_add(&mb, 16 * MIB + i * 0x2000, 0x1000);
	memblock_allow_resize(&mb);
	assert_int_equal(memblock_add(&mb, 8 * MIB, 0x1000), 0);
	assert_int_equal(mb.memory.max, 256);
	assert_int_equal(mb.memory.cnt, 129);
	assert_int_equal(mb.events[0].type, MEMBLOCK_MEMORY_DOUBLED);
	assert_int_equal(mb.events[0].max, 256);
	assert_int_equal(mb.events[0].addr, 2 * MIB - 0x2000);
	assert_region(&mb.reserved, 0, 2 * MIB - 0x2000, 0x2000, 0, MAX_NUMNODES);
	/* The second array is two times as large; the first one is given back. */
	for (uint64_t i = 0; i < 128; i++)
		memblock_add(&mb, 32 * MIB + i * 0x2000, 0x1000);
	assert_int_equal(mb.events[1].addr, 2 * MIB - 0x6000);
	assert_region(&mb.reserved, 0, 2 * MIB - 0x6000, 0x4000, 0, MAX_NUMNODES);
	assert_int_equal(mb.reserved.cnt, 1);
}

static void growth_without_room_to_reserve_it(void **state)
{
	(void)state;
	/* The only free range takes the array of memory; none is left for that of reserved. */
	memblock_add(&mb, MIB, 0x2000);
	for (uint64_t i = 0; i < 127; i++)
		memblock_add(&mb, 16 * MIB + i * 0x2000, 0x1000);
	for (uint64_t i = 0; i < 128; i++)
		memblock_reserve(&mb, 16 * MIB + i * 0x2000, 0x1000);
	memblock_allow_resize(&mb);
	assert_int_equal(memblock_add(&mb, 8 * MIB, 0x1000), -12);
	assert_int_equal(mb.fault, MEMBLOCK_BUG_DOUBLE_RESERVE);
	assert_int_equal(mb.nr_events, 2);
	assert_int_equal(mb.events[1].type, MEMBLOCK_RESERVED_FULL);
}

/* The array of reserved avoids what is about to be reserved, but not from address 0 on. */
static void growth_into_the_request(void **state)
{
	(void)state;
	memblock_add(&mb, 0, 4 * MIB);
	for (uint64_t i = 0; i < 128; i++)
		memblock_reserve(&mb, 16 * MIB + i * 0x2000, 0x1000);
	memblock_allow_resize(&mb);
	assert_int_equal(memblock_reserve(&mb, 0, 4 * MIB), 0);
	assert_int_equal(mb.events[0].type, MEMBLOCK_RESERVED_DOUBLED);
	assert_int_equal(mb.events[0].addr, 4 * MIB - 0x2000);
}

static void allocation(void **state)
{
	(void)state;
	memblock_add_node(&mb, 0, MIB, 0);
	memblock_add_node(&mb, MIB, MIB, 1);
	assert_int_equal(memblock_virt_alloc_try_nid_nopanic(&mb, 100, 0, 0, 0, -1), 2 * MIB - 128);
	assert_int_equal(memblock_virt_alloc_try_nid_nopanic(&mb, 0x1000, 0x1000, 0, 0, 0),
			 MIB - 0x1000);
	assert_int_equal(memblock_virt_alloc_try_nid_nopanic(&mb, MIB, 1, 0, 0, -1), 0);
	/* Never the first page. */
	assert_int_equal(memblock_virt_alloc_try_nid_nopanic(&mb, MIB - 0x1000, 1, 0, MIB, 0), 0);
	assert_int_equal(memblock_virt_alloc_try_nid_nopanic(&mb, 1, 1, 0, 0, MAX_NUMNODES),
			 2 * MIB - 1);
	assert_int_equal(mb.warnings.alloc_nid, 1);
	/* Size 0 is found, and reserves nothing. */
	assert_int_equal(memblock_virt_alloc_try_nid_nopanic(&mb, 0, 1, 0, MIB / 2, -1), MIB / 2);
	/* Nothing above min: from anywhere. */
	assert_int_equal(memblock_virt_alloc_try_nid_nopanic(&mb, 64, 64, 3 * MIB, 0, -1),
			 2 * MIB - 192);
}

static void bottom_up(void **state)
{
	(void)state;
	memblock_add(&mb, 0, 4 * MIB);
	memblock_set_bottom_up(&mb, true);
	assert_false(mb.bottom_up);
	mb.movable_node_config = true;
	memblock_set_bottom_up(&mb, true);
	mb.kernel_end = 3 * MIB - 1;
	assert_int_equal(memblock_virt_alloc_try_nid_nopanic(&mb, 0x1000, 0x1000, 0, 0, -1),
			 3 * MIB);
	assert_int_equal(mb.warnings.bottom_up, 0);
	assert_int_equal(memblock_virt_alloc_try_nid_nopanic(&mb, MIB, 0x1000, 0, 0, -1), 2 * MIB);
	assert_int_equal(mb.warnings.bottom_up, 1);
}

static void limits(void **state)
{
	(void)state;
	memblock_add(&mb, MIB, MIB);
	memblock_add(&mb, 4 * MIB, MIB);
	memblock_reserve(&mb, 8 * MIB, MIB);
	memblock_enforce_memory_limit(&mb, 3 * MIB);
	assert_int_equal(mb.reserved.total_size, MIB);
	/* Just all of memory: what is reserved above it goes all the same. */
	memblock_enforce_memory_limit(&mb, 2 * MIB);
	assert_int_equal(memblock_end_of_dram(&mb), 5 * MIB);
	assert_int_equal(mb.reserved.total_size, 0);
	memblock_enforce_memory_limit(&mb, MIB);
	assert_int_equal(memblock_end_of_dram(&mb), 2 * MIB);
}

static void pages_of_memory(void **state)
{
	struct memblock_cursor cursor = {0};
	uint64_t start_pfn, end_pfn;
	int nid;

	(void)state;
	memblock_add_node(&mb, 0x1800, 0x2000, 1);
	memblock_add_node(&mb, 0x6800, 0x1000, 2);
	memblock_mark_nomap(&mb, 0x1800, 0x2000);
	assert_true(memblock_next_mem_pfn_range(&mb, &cursor, 64, &start_pfn, &end_pfn, &nid));
	assert_int_equal(start_pfn, 2);
	assert_int_equal(end_pfn, 3);
	assert_int_equal(nid, 1);
	assert_false(memblock_next_mem_pfn_range(&mb, &cursor, 64, &start_pfn, &end_pfn, &nid));
	assert_false(memblock_is_map_memory(&mb, 0x1800));
	assert_int_equal(memblock_search_pfn_nid(&mb, 3, &start_pfn, &end_pfn), 1);
	assert_int_equal(start_pfn, 1);
	assert_int_equal(end_pfn, 3);
	assert_int_equal(memblock_search_pfn_nid(&mb, 6, &start_pfn, &end_pfn), -1);
	assert_int_equal(memblock_search_pfn_nid(&mb, 7, &start_pfn, &end_pfn), 2);
	/* The second region has no whole page, and counts as none: [7, 7). One within a page
	 * counts as -1. */
	assert_int_equal(memblock_mem_size(&mb, 100), 0x1000);
	memblock_add(&mb, 0x9100, 0x100);
	assert_int_equal(memblock_mem_size(&mb, 100), 0);
}

static void two_machines(void **state)
{
	struct memblock other = {0};

	(void)state;
	memblock_create(&other);
	memblock_add(&mb, MIB, MIB);
	assert_int_equal(other.memory.total_size, 0);
	memblock_add(&other, 0, 1);
	assert_int_equal(mb.memory.total_size, MIB);
	memblock_destroy(&other);
}

static int open_memblock(void **state)
{
	(void)state;
	memblock_create(&mb);
	return 0;
}

static int close_memblock(void **state)
{
	(void)state;
	memblock_destroy(&mb);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(empty_tables_hold_a_dummy, reset),
	    cmocka_unit_test_setup(last_byte_is_never_covered, reset),
	    cmocka_unit_test_setup(only_gaps_are_filled, reset),
	    cmocka_unit_test_setup(trim_forgets_total_size, reset),
	    cmocka_unit_test_setup(touching_reservations_leave_an_empty_range, reset),
	    cmocka_unit_test_setup(hotplug_memory_is_left_out_with_movable_node, reset),
	    cmocka_unit_test_setup(full_tables, reset),
	    cmocka_unit_test_setup(growth_takes_memory, reset),
	    cmocka_unit_test_setup(growth_without_room_to_reserve_it, reset),
	    cmocka_unit_test_setup(growth_into_the_request, reset),
	    cmocka_unit_test_setup(allocation, reset),
	    cmocka_unit_test_setup(bottom_up, reset),
	    cmocka_unit_test_setup(limits, reset),
	    cmocka_unit_test_setup(pages_of_memory, reset),
	    cmocka_unit_test_setup(two_machines, reset),
	};

	return cmocka_run_group_tests(tests, open_memblock, close_memblock);
}
