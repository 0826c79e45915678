/* The lists of regions and the nodes: the rules and quirks of spec 02. */
#include "testing.h"

static void assert_region(const struct memblock_type *t, uint64_t i, uint64_t base, uint64_t size,
			  uint32_t flags, int nid)
{
	assert_true(i < t->cnt);
	assert_pair(t->regions[i].base, t->regions[i].size, base, size);
	assert_pair(t->regions[i].flags, t->regions[i].nid, flags, nid);
}

static void ranges_are_capped(void **state)
{
	const struct memblock_type *memory = &m->memblock.memory;

	(void)state;
	model_memblock_add(m, UINT64_MAX, 1);
	assert_region(memory, 0, 0, 0, 0, 0);
	model_memblock_add(m, UINT64_MAX - 10, 100);
	assert_region(memory, 0, UINT64_MAX - 10, 10, 0, MAX_NUMNODES);
}

static void add_fills_gaps_and_merges(void **state)
{
	const struct memblock_type *memory = &m->memblock.memory;

	(void)state;
	model_memblock_add_node(m, 100, 100, 1);
	model_memblock_add_node(m, 300, 100, 1);
	model_memblock_add(m, 0, 500);
	/* Both gaps that end at a region warn, in each of two walks. */
	assert_int_equal(m->memblock.warn.nid_mismatch, 4);
	assert_int_equal(m->memblock.warn.flags_mismatch, 0);
	assert_int_equal(memory->cnt, 5);
	assert_region(memory, 0, 0, 100, 0, MAX_NUMNODES);
	assert_region(memory, 1, 100, 100, 0, 1);
	assert_int_equal(memory->total_size, 500);
	model_memblock_add_node(m, 500, 100, MAX_NUMNODES);
	assert_region(memory, 4, 400, 200, 0, MAX_NUMNODES);
}

static void removal_to_nothing(void **state)
{
	const struct memblock_type *memory = &m->memblock.memory;

	(void)state;
	model_memblock_add(m, 0x1800, 0x1000);
	model_memblock_trim_memory(m, 0x800);
	model_memblock_add(m, 0x10800, 0x2000);
	model_memblock_trim_memory(m, 0x1000);
	/* The first region had no whole page; the total keeps what the second lost. */
	assert_region(memory, 0, 0x11000, 0x1000, 0, MAX_NUMNODES);
	assert_int_equal(memory->total_size, 0x2000);
	assert_int_equal(model_memblock_remove(m, 0, UINT64_MAX), 0);
	assert_int_equal(m->memblock.warn.total_size, 1);
	assert_region(memory, 0, 0, 0, 0, MAX_NUMNODES);
	assert_int_equal(memory->total_size, 0x1000);
	model_memblock_add(m, 0, 10);
	assert_int_equal(m->memblock.warn.nonempty_dummy, 1);
	assert_int_equal(memory->total_size, 10);
}

/* 128 reserved pages with gaps, from PAGES(first) on. */
static void reserve_every_second_page(uint64_t first)
{
	for (uint64_t i = 0; i < 128; i++)
		assert_int_equal(model_memblock_reserve(m, (first + 2 * i) << 12, PAGE_SIZE), 0);
}

static void full_table_needs_resize(void **state)
{
	(void)state;
	model_memblock_add(m, 0, M(64));
	reserve_every_second_page(0x1000);
	assert_int_equal(model_memblock_reserve(m, M(32), PAGE_SIZE), -12);
	/* Even what needs no split is refused, for want of two free places. */
	assert_int_equal(model_memblock_free(m, M(63), PAGE_SIZE), -12);
	assert_int_equal(m->memblock.events.nr, 0);
	m->memblock.can_resize = true;
	assert_int_equal(model_memblock_reserve(m, M(48), M(16)), 0);
	/* The array lies outside what is being reserved: below it there is nothing above M(64). */
	assert_int_equal(m->memblock.reserved.max, 256);
	assert_int_equal(m->memblock.events.nr, 1);
	assert_pair(m->memblock.events.rows[0].a, m->memblock.events.rows[0].b, RESERVED_DOUBLED,
		    256);
	assert_int_equal(m->memblock.events.rows[0].c, M(48) - 8192);
	/* Both touch and look the same. */
	assert_region(&m->memblock.reserved, 128, M(48) - 8192, M(16) + 8192, 0, MAX_NUMNODES);
}

static void array_within_the_request(void **state)
{
	(void)state;
	model_memblock_add(m, 0, M(64));
	reserve_every_second_page(0x3e00);
	model_memblock_reserve(m, M(62), M(1));
	m->memblock.can_resize = true;
	m->memblock.current_limit = M(32);
	/* [Q] A request from 0 is not avoided. */
	assert_int_equal(model_memblock_reserve(m, 0, M(40)), 0);
	assert_int_equal(m->memblock.events.rows[0].c, M(32) - 8192);
	assert_region(&m->memblock.reserved, 0, 0, M(40), 0, MAX_NUMNODES);
}

static void failed_doubling(void **state)
{
	(void)state;
	model_memblock_add(m, 0, PAGES(1));
	m->memblock.can_resize = true;
	reserve_every_second_page(0x1000);
	assert_int_equal(model_memblock_reserve(m, M(64), 1), -12);
	assert_pair(m->memblock.events.rows[0].a, m->memblock.events.rows[0].b, RESERVED_FULL, 128);
}

static void regrown_array_frees_the_old(void **state)
{
	(void)state;
	model_memblock_add(m, 0, M(64));
	m->memblock.can_resize = true;
	reserve_every_second_page(0x100);
	reserve_every_second_page(0x300);
	assert_int_equal(m->memblock.reserved.max, 512);
	assert_int_equal(m->memblock.events.nr, 2);
	assert_int_equal(m->memblock.events.rows[0].c, M(64) - PAGES(2));
	assert_int_equal(m->memblock.events.rows[1].c, M(64) - PAGES(6));
	assert_false(model_memblock_search(&m->memblock.reserved, M(64) - PAGES(1)));
	assert_true(model_memblock_search(&m->memblock.reserved, M(64) - PAGES(3)));
}

static void add_one_more(struct machine *machine, void *argument)
{
	(void)argument;
	model_memblock_add(machine, M(128), PAGE_SIZE);
}

static void array_that_cannot_be_reserved(void **state)
{
	(void)state;
	/* 127 single pages, and room for one array of two pages. */
	model_memblock_add(m, M(1), PAGES(2));
	for (uint64_t i = 0; i < 127; i++)
		model_memblock_add(m, PAGES(0x1000) + i * PAGES(2), PAGE_SIZE);
	reserve_every_second_page(0x10000);
	m->memblock.can_resize = true;
	assert_int_equal(model_run(m, add_one_more, NULL), STOP_DOUBLE_RESERVE);
	assert_pair(m->memblock.memory.max, m->memblock.memory.cnt, 256, 128);
	assert_int_equal(m->memblock.reserved.max, 128);
	assert_int_equal(m->memblock.events.nr, 2);
	assert_pair(m->memblock.events.rows[0].a, m->memblock.events.rows[1].a, MEMORY_DOUBLED,
		    RESERVED_FULL);
}

struct range {
	uint64_t start, end;
};

static void assert_free_ranges(const struct range *expected, size_t nr)
{
	struct free_cursor forward = {0};
	struct free_cursor backward = {0};
	uint64_t start, end;

	for (size_t i = 0; i < nr; i++) {
		assert_true(model_next_free_range(m, &forward, NUMA_NO_NODE, 0, &start, &end));
		assert_pair(start, end, expected[i].start, expected[i].end);
	}
	assert_false(model_next_free_range(m, &forward, NUMA_NO_NODE, 0, &start, &end));
	for (size_t i = nr; i-- > 0;) {
		assert_true(model_prev_free_range(m, &backward, NUMA_NO_NODE, 0, &start, &end));
		assert_pair(start, end, expected[i].start, expected[i].end);
	}
	assert_false(model_prev_free_range(m, &backward, NUMA_NO_NODE, 0, &start, &end));
}

static void free_ranges(void **state)
{
	static const struct range whole[] = {{100, 200}, {200, 300}, {500, 600}};
	static const struct range parts[] = {
	    {100, 120}, {140, 140}, {160, 200}, {200, 250}, {510, 600}};

	(void)state;
	assert_free_ranges(NULL, 0);
	model_memblock_add(m, 100, 100);
	model_memblock_add_node(m, 200, 100, 1);
	model_memblock_add(m, 500, 100);
	assert_free_ranges(whole, 3);
	model_memblock_reserve(m, 120, 20);
	model_memblock_reserve(m, 140, 20);
	model_memblock_set_node(m, &m->memblock.reserved, 140, 20, 1);
	model_memblock_reserve(m, 250, 260);
	/* [Q] The empty range where two reserved regions touch. */
	assert_free_ranges(parts, 5);
	model_memblock_mark_nomap(m, 200, 100);
	assert_free_ranges((const struct range[]){parts[0], parts[1], parts[2], parts[4]}, 4);
	m->movable_node_enabled = true;
	model_memblock_mark_hotplug(m, 0, 200);
	assert_free_ranges(&parts[4], 1);
}

static void allocation_top_down(void **state)
{
	(void)state;
	model_memblock_add_node(m, 0, M(1), 0);
	model_memblock_add_node(m, M(1), M(1), 1);
	assert_int_equal(model_memblock_alloc(m, 100, 0, 0, 0, NUMA_NO_NODE), M(2) - 128);
	assert_int_equal(model_memblock_alloc(m, 100, 0x1000, 0, M(1), 1), M(1) - 0x1000);
	assert_int_equal(model_memblock_alloc(m, 0x1000, 0x1000, 0, 0, MAX_NUMNODES),
			 M(2) - 0x2000);
	assert_int_equal(m->memblock.warn.alloc_nid, 1);
	/* Page 0 is never given; a min that fails is dropped. */
	model_memblock_reserve(m, M(1), PAGES(1));
	assert_int_equal(model_memblock_alloc(m, M(1) - PAGES(2), 0x1000, M(1), 0, 0), 0x1000);
	assert_int_equal(model_memblock_alloc(m, M(2), 1, 0, 0, 0), 0);
	m->memblock.current_limit = M(1);
	assert_int_equal(model_memblock_alloc(m, 1, 1, 0, UINT64_MAX, 1), M(1) - 1);
}

static void allocation_bottom_up(void **state)
{
	(void)state;
	m->config.kernel_end = M(4);
	model_memblock_add(m, 0, M(8));
	model_memblock_set_bottom_up(m, true);
	assert_int_equal(model_memblock_alloc(m, M(1), 0x1000, 0, 0, NUMA_NO_NODE), M(4));
	assert_int_equal(model_memblock_alloc(m, M(1), 0x1000, 0, M(4), NUMA_NO_NODE), M(3));
	assert_int_equal(m->memblock.warn.bottom_up_failed, 0);
	assert_int_equal(model_memblock_alloc(m, M(4), 0x1000, 0, 0, NUMA_NO_NODE), 0);
	assert_int_equal(m->memblock.warn.bottom_up_failed, 1);
}

static void allocation_prefers_mirror(void **state)
{
	(void)state;
	model_memblock_add(m, 0, M(8));
	model_memblock_mark_mirror(m, M(2), M(1));
	assert_int_equal(model_memblock_alloc(m, M(1), 0x1000, 0, 0, NUMA_NO_NODE), M(2));
	assert_int_equal(model_memblock_alloc(m, M(1), 0x1000, 0, 0, NUMA_NO_NODE), M(7));
}

static void limit_cuts_reservations(void **state)
{
	(void)state;
	model_memblock_add(m, M(1), M(1));
	model_memblock_add(m, M(4), M(1));
	model_memblock_reserve(m, M(16), M(1));
	model_memblock_enforce_memory_limit(m, M(3));
	assert_int_equal(m->memblock.reserved.total_size, M(1));
	/* [Q] Exactly all memory stays, yet reservations above it go. */
	model_memblock_enforce_memory_limit(m, M(2));
	assert_int_equal(m->memblock.reserved.total_size, 0);
	model_memblock_enforce_memory_limit(m, M(1) + 4096);
	assert_region(&m->memblock.memory, 1, M(4), 4096, 0, MAX_NUMNODES);
}

static void trim(struct machine *machine, void *argument)
{
	(void)argument;
	model_memblock_trim_memory(machine, PAGE_SIZE);
}

static void trim_stops_at_the_top(void **state)
{
	(void)state;
	model_memblock_add(m, UINT64_MAX - 0x7ff, 0x100);
	assert_int_equal(model_run(m, trim, NULL), STOP_TRIM_WRAP);
}

static void questions(void **state)
{
	uint64_t start_pfn, end_pfn;

	(void)state;
	model_memblock_add_node(m, 0x1800, 0x2800, 3);
	model_memblock_add(m, 0x8400, 0x400);
	model_memblock_reserve(m, 0x2000, 0x1000);
	assert_int_equal(model_memblock_search_pfn_nid(m, 1, &start_pfn, &end_pfn), -1);
	assert_int_equal(model_memblock_search_pfn_nid(m, 2, &start_pfn, &end_pfn), 3);
	assert_pair(start_pfn, end_pfn, 1, 4);
	/* [Q] 2 pages, less one for the region without a whole page. */
	assert_int_equal(model_memblock_mem_size(m, 100), PAGES(1));
	assert_int_equal(model_memblock_reserved_within(m, 0x3000, 0x4000), 0x1000);
	assert_true(model_memblock_is_region_reserved(m, 0x2800, 0));
	assert_false(model_memblock_is_region_reserved(m, 0x2000, 0));
	assert_true(model_memblock_is_region_memory(m, 0x1800, 0x2800));
	assert_false(model_memblock_is_region_memory(m, 0x1800, 0x2801));
	assert_int_equal(model_memblock_end_of_dram(m), 0x8800);
}

static void numa_tags_and_splits(void **state)
{
	const struct srat_entry srat[] = {
	    {0, M(16), 0, false}, {M(16), M(16), 1, true}, {M(32), M(2), 2, true}};
	const struct memblock *mb = &m->memblock;

	(void)state;
	model_memblock_add(m, 0, M(34));
	model_memblock_reserve(m, M(15), M(2));
	m->max_pfn = M(34) >> 12;
	model_memblock_set_bottom_up(m, true);
	model_x86_numa_init(m, srat, 3);
	assert_false(mb->bottom_up);
	assert_int_equal(mb->reserved.cnt, 2);
	assert_region(&mb->reserved, 0, M(15), M(1), 0, 0);
	assert_region(&mb->reserved, 1, M(16), M(1), 0, 1);
	/* Node 1 holds a reservation; node 2 is too small to go online, but keeps its memory. */
	assert_region(&mb->memory, 1, M(16), M(16), 0, 1);
	assert_region(&mb->memory, 2, M(32), M(2), MEMBLOCK_HOTPLUG, 2);
	assert_int_equal(model_num_online_nodes(m), 2);
	assert_false(m->numa.online[2]);
}

static void numa_refuses_overlaps(void **state)
{
	const struct srat_entry srat[] = {{0, M(9), 0, false}, {M(8), M(8), 1, true}};

	(void)state;
	model_memblock_add(m, 0, M(16));
	m->max_pfn = M(16) >> 12;
	model_x86_numa_init(m, srat, 2);
	assert_region(&m->memblock.memory, 0, 0, M(16), 0, 0);
	assert_int_equal(model_num_online_nodes(m), 1);
}

static void numa_must_cover_memory(void **state)
{
	const struct srat_entry srat[] = {{0, M(15) + PAGES(1), 1, false}};

	(void)state;
	model_memblock_add(m, 0, M(16));
	m->max_pfn = M(16) >> 12;
	model_x86_numa_init(m, srat, 1);
	/* 255 pages may be missing. */
	assert_true(m->numa.online[1]);
	model_x86_numa_init(m, &(struct srat_entry){0, M(15), 1, false}, 1);
	assert_true(m->numa.online[0]);
	assert_false(m->numa.online[1]);
}

/* 129 entries: 128 of node 0 in the lower half, all of the upper half in the last. */
static void numa_takes_so_many_entries(void **state)
{
	struct srat_entry srat[NR_NODE_MEMBLKS + 1];

	(void)state;
	for (uint64_t i = 0; i < NR_NODE_MEMBLKS; i++)
		srat[i] = (struct srat_entry){i * M(1) / 4, M(1) / 4, 0, false};
	srat[NR_NODE_MEMBLKS] = (struct srat_entry){M(32), M(32), 1, false};
	model_memblock_add(m, 0, M(64));
	m->max_pfn = M(64) / PAGE_SIZE;
	model_x86_numa_init(m, srat, NR_NODE_MEMBLKS + 1);
	assert_region(&m->memblock.memory, 0, 0, M(64), 0, 0);
	assert_false(m->numa.online[1]);
	m->config.nr_node_memblks = NR_NODE_MEMBLKS_MAXSMP;
	model_x86_numa_init(m, srat, NR_NODE_MEMBLKS + 1);
	assert_region(&m->memblock.memory, 1, M(32), M(32), 0, 1);
	assert_true(m->numa.online[1]);
}

/* 6.1 refuses what it has no room for; an empty entry takes none. */
static void numa_refuses_too_many_blocks(void **state)
{
	struct srat_entry srat[NR_NODE_MEMBLKS + 1];

	(void)state;
	for (uint64_t i = 0; i <= NR_NODE_MEMBLKS; i++)
		srat[i] = (struct srat_entry){i * M(1) / 4, M(1) / 4, 2, true};
	model_memblock_add(m, 0, M(33));
	m->max_pfn = M(33) / PAGE_SIZE;
	model_x86_numa_init(m, srat, NR_NODE_MEMBLKS + 1);
	assert_true(m->numa.online[0] && !m->numa.online[2]);
	assert_region(&m->memblock.memory, 0, 0, M(33), 0, 0);
	srat[NR_NODE_MEMBLKS - 1].size = M(2);
	srat[NR_NODE_MEMBLKS].size = 0;
	model_x86_numa_init(m, srat, NR_NODE_MEMBLKS + 1);
	assert_true(!m->numa.online[0] && m->numa.online[2]);
}

static void one_walk_warns_once(void **state)
{
	(void)state;
	model_memblock_add_node(m, 100, 100, 1);
	model_memblock_add_node(m, 300, 100, 1);
	model_memblock_add(m, 0, 500);
	assert_int_equal(m->memblock.warn.nid_mismatch, 2);
	assert_int_equal(m->memblock.memory.cnt, 5);
}

/* Reserves every second page until cnt regions are there, then adds one below them all. */
static uint64_t warnings_at(const struct rules *rules, uint64_t cnt)
{
	power_on(&model_geometry_x86_64, rules);
	for (uint64_t i = 1; i <= cnt; i++)
		model_memblock_reserve(m, PAGES(2) * i, PAGE_SIZE);
	model_memblock_set_node(m, &m->memblock.reserved, PAGES(2), 1, 1);
	model_memblock_reserve(m, 0, PAGES(2) + 1);
	return m->memblock.warn.nid_mismatch;
}

static void one_walk_if_there_is_room(void **state)
{
	(void)state;
	/* set_node makes one region more: 62 and 63 of 128. */
	assert_int_equal(warnings_at(&model_rules_4_9, 61), 2);
	assert_int_equal(warnings_at(&model_rules_6_1, 62), 1);
	assert_int_equal(warnings_at(&model_rules_6_1, 63), 2);
	assert_int_equal(warnings_at(&model_rules_6_12, 62), 1);
	assert_int_equal(warnings_at(&model_rules_6_12, 63), 2);
}

static void empty_lists_are_empty(void **state)
{
	struct free_cursor cursor = {0};
	const struct memblock_type *memory = &m->memblock.memory;
	uint64_t start, end;

	(void)state;
	assert_pair(memory->cnt, m->memblock.reserved.cnt, 0, 0);
	assert_int_equal(model_memblock_end_of_dram(m), 0);
	assert_false(model_next_free_range(m, &cursor, NUMA_NO_NODE, 0, &start, &end));
	model_memblock_add(m, 100, 100);
	assert_int_equal(memory->cnt, 1);
	assert_int_equal(m->memblock.warn.nonempty_dummy, 0);
	cursor = (struct free_cursor){0};
	assert_true(model_prev_free_range(m, &cursor, NUMA_NO_NODE, 0, &start, &end));
	assert_pair(start, end, 100, 200);
	assert_int_equal(model_memblock_remove(m, 0, 1000), 0);
	assert_int_equal(memory->cnt, 0);
	model_memblock_add(m, 0, 10);
	assert_int_equal(m->memblock.warn.nonempty_dummy, 0);
}

static void bottom_up_is_plain(void **state)
{
	(void)state;
	m->config.kernel_end = M(4);
	model_memblock_add(m, M(1), M(7));
	model_memblock_set_bottom_up(m, true);
	assert_int_equal(model_memblock_alloc(m, PAGE_SIZE, 0, 0, 0, NUMA_NO_NODE), M(1));
	/* There is no other way to find it. */
	assert_int_equal(model_memblock_alloc(m, M(8), 0, 0, 0, NUMA_NO_NODE), 0);
	assert_int_equal(m->memblock.warn.bottom_up_failed, 0);
}

static void mirror_gives_way_before_the_minimum(void **state)
{
	(void)state;
	model_memblock_add(m, M(1), M(7));
	/* Without kernelcore=mirror the mark is not made. */
	model_memblock_mark_mirror(m, M(1), M(1));
	assert_false(m->memblock.has_mirror);
	m->options.mirrored_kernelcore = true;
	model_memblock_mark_mirror(m, M(1), M(1));
	/* 4.9 would rather go below the minimum than take what is not mirrored. */
	assert_int_equal(model_memblock_alloc(m, PAGE_SIZE, PAGE_SIZE, M(4), 0, NUMA_NO_NODE),
			 M(8) - PAGE_SIZE);
	assert_int_equal(model_memblock_alloc(m, PAGE_SIZE, PAGE_SIZE, M(8), 0, NUMA_NO_NODE),
			 M(2) - PAGE_SIZE);
}

static void what_cannot_be_reserved_is_not_found(void **state)
{
	(void)state;
	model_memblock_add(m, 0, M(16));
	reserve_every_second_page(0x100);
	assert_int_equal(model_memblock_alloc(m, 64, 64, 0, M(8), NUMA_NO_NODE), 0);
	m->config.rules = &model_rules_4_9;
	assert_int_equal(model_memblock_alloc(m, 64, 64, 0, M(8), NUMA_NO_NODE), M(8) - 64);
}

static void node_blocks_end_with_memory(void **state)
{
	const struct memblock_type *reserved = &m->memblock.reserved;

	(void)state;
	model_memblock_add(m, PAGES(1), M(8) - PAGES(1));
	model_memblock_reserve(m, 0, M(1));
	model_setup_end_of_memory(m);
	model_x86_numa_init(m, NULL, 0);
	/* Page 0 is nobody's. */
	assert_int_equal(reserved->cnt, 2);
	assert_region(reserved, 0, 0, PAGES(1), 0, NUMA_NO_NODE);
	assert_region(reserved, 1, PAGES(1), M(1) - PAGES(1), 0, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(ranges_are_capped, x86_64),
	    cmocka_unit_test_setup(add_fills_gaps_and_merges, x86_64),
	    cmocka_unit_test_setup(removal_to_nothing, x86_64),
	    cmocka_unit_test_setup(full_table_needs_resize, x86_64),
	    cmocka_unit_test_setup(array_within_the_request, x86_64),
	    cmocka_unit_test_setup(failed_doubling, x86_64),
	    cmocka_unit_test_setup(regrown_array_frees_the_old, x86_64),
	    cmocka_unit_test_setup(array_that_cannot_be_reserved, x86_64),
	    cmocka_unit_test_setup(free_ranges, x86_64),
	    cmocka_unit_test_setup(allocation_top_down, x86_64),
	    cmocka_unit_test_setup(allocation_bottom_up, x86_64),
	    cmocka_unit_test_setup(allocation_prefers_mirror, x86_64),
	    cmocka_unit_test_setup(limit_cuts_reservations, x86_64),
	    cmocka_unit_test_setup(trim_stops_at_the_top, x86_64),
	    cmocka_unit_test_setup(questions, x86_64),
	    cmocka_unit_test_setup(numa_tags_and_splits, x86_64),
	    cmocka_unit_test_setup(numa_refuses_overlaps, x86_64),
	    cmocka_unit_test_setup(numa_must_cover_memory, x86_64),
	    cmocka_unit_test_setup(numa_takes_so_many_entries, x86_64),
	    cmocka_unit_test_setup(numa_refuses_too_many_blocks, tiny_6_1),
	    cmocka_unit_test_setup(one_walk_warns_once, release_6_1),
	    cmocka_unit_test(one_walk_if_there_is_room),
	    cmocka_unit_test_setup(empty_lists_are_empty, release_6_12),
	    cmocka_unit_test_setup(bottom_up_is_plain, release_6_1),
	    cmocka_unit_test_setup(mirror_gives_way_before_the_minimum, release_6_1),
	    cmocka_unit_test_setup(what_cannot_be_reserved_is_not_found, release_6_1),
	    cmocka_unit_test_setup(node_blocks_end_with_memory, release_6_12),
	};

	return cmocka_run_group_tests(tests, open_machine, close_machine);
}
