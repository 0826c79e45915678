/* Nodes by hand: good tables, refused ones, and what they do to memblock. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "geometry.h"
#include "numa.h"

#define MIB (UINT64_C(1) << 20)

static struct memblock mb;
static struct numa numa;

static int reset(void **state)
{
	(void)state;
	memblock_reset(&mb);
	mb.movable_node_config = true;
	numa_reset(&numa, NODE_MEMBLKS);
	return 0;
}

static void assert_region(const struct memblock_type *type, uint32_t index, uint64_t base,
			  uint64_t end, uint32_t flags, int nid)
{
	struct memblock_cursor cursor = {0};
	struct memblock_region r = {0};

	for (uint32_t i = 0; i <= index; i++)
		assert_true(memblock_next_region(type, &cursor, &r));
	assert_int_equal(r.base, base);
	assert_int_equal(r.base + r.size, end);
	assert_int_equal(r.flags, flags);
	assert_int_equal(r.nid, nid);
}

static void init(const struct numa_srat_entry *srat, uint32_t nr)
{
	numa_init(&numa, &mb, srat, nr, false, PFN_DOWN(memblock_end_of_dram(&mb)));
}

static void dummy_node(void **state)
{
	(void)state;
	memblock_add(&mb, MIB, 63 * MIB);
	memblock_reserve(&mb, 63 * MIB, 2 * MIB);
	memblock_mark_hotplug(&mb, MIB, MIB);
	mb.bottom_up = true;
	init(NULL, 0);
	assert_int_equal(numa.node_online_map, 1);
	assert_int_equal(mb.memory.cnt, 1);
	assert_region(&mb.memory, 0, MIB, 64 * MIB, 0, 0);
	/* What is reserved beyond the end of memory belongs to no node. */
	assert_region(&mb.reserved, 0, 63 * MIB, 64 * MIB, 0, 0);
	assert_region(&mb.reserved, 1, 64 * MIB, 65 * MIB, 0, MAX_NUMNODES);
	assert_false(mb.bottom_up);
}

static void dummy_node_below_minimum(void **state)
{
	(void)state;
	memblock_add(&mb, MIB, MIB);
	init(NULL, 0);
	assert_int_equal(numa.node_online_map, 0);
	assert_region(&mb.memory, 0, MIB, 2 * MIB, 0, 0);
}

static void two_nodes(void **state)
{
	static const struct numa_srat_entry srat[] = {
	    {0, 32 * MIB, 0, false},
	    {32 * MIB, 32 * MIB, 3, true},
	    {64 * MIB, 32 * MIB, 5, true}, /* no memory there */
	    {80 * MIB, 0, 7, false},
	};

	(void)state;
	memblock_add(&mb, MIB, 63 * MIB);
	memblock_reserve(&mb, 2 * MIB, MIB);
	init(srat, 4);
	assert_int_equal(numa.node_online_map, 1 << 0 | 1 << 3);
	assert_int_equal(numa.numa_nodes_parsed, 1 << 0 | 1 << 3 | 1 << 5 | 1 << 7);
	assert_region(&mb.memory, 0, MIB, 32 * MIB, 0, 0);
	assert_region(&mb.memory, 1, 32 * MIB, 64 * MIB, MEMBLOCK_HOTPLUG, 3);
	assert_region(&mb.reserved, 0, 2 * MIB, 3 * MIB, 0, 0);
}

/* A node that holds something reserved cannot be unplugged; reserved regions are cut at its end. */
static void reserved_memory_pins_a_node(void **state)
{
	static const struct numa_srat_entry srat[] = {{0, 32 * MIB, 0, true},
						      {32 * MIB, 32 * MIB, 1, true}};

	(void)state;
	memblock_add(&mb, 0, 64 * MIB);
	memblock_reserve(&mb, 31 * MIB, 2 * MIB);
	init(srat, 2);
	assert_region(&mb.memory, 0, 0, 32 * MIB, 0, 0);
	assert_region(&mb.memory, 1, 32 * MIB, 64 * MIB, 0, 1);
	assert_region(&mb.reserved, 0, 31 * MIB, 32 * MIB, 0, 0);
	assert_region(&mb.reserved, 1, 32 * MIB, 33 * MIB, 0, 1);

	/* With nothing reserved the dummy entry, of node 0, pins node 0 alone. */
	reset(NULL);
	memblock_add(&mb, 0, 64 * MIB);
	init(srat, 2);
	assert_region(&mb.memory, 0, 0, 32 * MIB, 0, 0);
	assert_region(&mb.memory, 1, 32 * MIB, 64 * MIB, MEMBLOCK_HOTPLUG, 1);
}

static void blocks_join_across_holes(void **state)
{
	static const struct numa_srat_entry srat[] = {
	    {0, 8 * MIB, 0, false},
	    {48 * MIB, 16 * MIB, 1, false},
	    {24 * MIB, 8 * MIB, 0, false},
	    {40 * MIB, 16 * MIB, 1, false},
	};

	(void)state;
	memblock_add(&mb, 0, 64 * MIB);
	init(srat, 4);
	/* 8 MiB of RAM between 32 and 40 MiB are on no node: refused. */
	assert_int_equal(numa.node_online_map, 1);
	assert_int_equal(mb.memory.cnt, 1);

	reset(NULL);
	memblock_add(&mb, 0, 64 * MIB);
	memblock_remove(&mb, 32 * MIB, 8 * MIB);
	init(srat, 4);
	assert_int_equal(numa.node_online_map, 3);
	assert_int_equal(numa.nr_blks, 2);
	assert_region(&mb.memory, 0, 0, 32 * MIB, 0, 0);
	assert_region(&mb.memory, 1, 40 * MIB, 64 * MIB, 0, 1);
}

static void refused_tables(void **state)
{
	static const struct numa_srat_entry overlap[] = {{0, 33 * MIB, 0, false},
							 {32 * MIB, 32 * MIB, 1, true}};
	static const struct numa_srat_entry short_by[] = {{0, 63 * MIB, 1, false}};

	(void)state;
	memblock_add(&mb, 0, 64 * MIB);
	init(overlap, 2);
	assert_int_equal(numa.node_online_map, 1);
	assert_region(&mb.memory, 0, 0, 64 * MIB, 0, 0);

	/* One MiB may not be missing, less may. */
	init(short_by, 1);
	assert_int_equal(numa.node_online_map, 1);
	memblock_remove(&mb, 64 * MIB - 0x1000, 0x1000);
	init(short_by, 1);
	assert_int_equal(numa.node_online_map, 2);
	assert_region(&mb.memory, 1, 63 * MIB, 64 * MIB - 0x1000, 0, MAX_NUMNODES);

	numa_init(&numa, &mb, short_by, 1, true, 0x4000);
	assert_int_equal(numa.node_online_map, 1);
	assert_int_equal(numa.failed_warnings, 0);
}

/* ACPI hands on the first 128 entries. */
static void long_tables(void **state)
{
	static struct numa_srat_entry srat[256];

	(void)state;
	memblock_add(&mb, 0, 64 * MIB);
	for (uint32_t i = 0; i < 256; i++)
		srat[i] = (struct numa_srat_entry){i * MIB / 4, MIB / 4, i < 128 ? 0 : 1, false};
	init(srat, 256);
	assert_int_equal(numa.numa_nodes_parsed, 1);
	/* Half of the memory is on no node. */
	assert_int_equal(mb.memory.cnt, 1);
	srat[127].size = 64 * MIB;
	init(srat, 256);
	assert_int_equal(numa.node_online_map, 1);
	assert_int_equal(numa.nr_blks, 1);
}

/* With room for 2048 blocks all of them count. */
static void long_tables_of_maxsmp(void **state)
{
	static struct numa_srat_entry srat[200];

	(void)state;
	numa_reset(&numa, NODE_MEMBLKS_MAXSMP);
	memblock_add(&mb, 0, 50 * MIB);
	for (uint32_t i = 0; i < 200; i++)
		srat[i] = (struct numa_srat_entry){i * MIB / 4, MIB / 4, i < 160 ? 3 : 5, false};
	init(srat, 200);
	assert_int_equal(numa.node_online_map, 1 << 3 | 1 << 5);
	assert_int_equal(numa.nr_blks, 2);
	assert_region(&mb.memory, 1, 40 * MIB, 50 * MIB, 0, 5);
}

static void failures_warn(void **state)
{
	(void)state;
	for (uint64_t i = 0; i < 127; i++)
		memblock_reserve(&mb, i * 0x2000, 0x1000);
	memblock_add(&mb, 0, 64 * MIB);
	init(NULL, 0);
	/* Forgetting the nodes of reserved, and setting them. */
	assert_int_equal(numa.failed_warnings, 2);
	assert_int_equal(numa.node_online_map, 1);
	assert_region(&mb.reserved, 0, 0, 0x1000, 0, MAX_NUMNODES);
	/* The second of these is warned of once. */
	init(NULL, 0);
	assert_int_equal(numa.failed_warnings, 3);
}

static void nodes_of_memblock(void **state)
{
	(void)state;
	memblock_add_node(&mb, 0, MIB, 2);
	memblock_add_node(&mb, 4 * MIB, MIB, 63);
	memblock_add_node(&mb, 8 * MIB, MIB, NUMA_NO_NODE);
	numa_init_from_memblock(&numa, &mb);
	assert_int_equal(numa.node_online_map, UINT64_C(1) << 2 | UINT64_C(1) << 63);

	reset(NULL);
	memblock_add(&mb, 0, MIB);
	numa_init_from_memblock(&numa, &mb);
	assert_int_equal(numa.node_online_map, 1);
	assert_region(&mb.memory, 0, 0, MIB, 0, 0);
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
	    cmocka_unit_test_setup(dummy_node, reset),
	    cmocka_unit_test_setup(dummy_node_below_minimum, reset),
	    cmocka_unit_test_setup(two_nodes, reset),
	    cmocka_unit_test_setup(reserved_memory_pins_a_node, reset),
	    cmocka_unit_test_setup(blocks_join_across_holes, reset),
	    cmocka_unit_test_setup(refused_tables, reset),
	    cmocka_unit_test_setup(long_tables, reset),
	    cmocka_unit_test_setup(long_tables_of_maxsmp, reset),
	    cmocka_unit_test_setup(failures_warn, reset),
	    cmocka_unit_test_setup(nodes_of_memblock, reset),
	};

	return cmocka_run_group_tests(tests, open_memblock, close_memblock);
}
