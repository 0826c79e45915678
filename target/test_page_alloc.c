/* The release to the buddy allocator, allocation and freeing. */
#include "test_machine.h"

#include <string.h>

/* The worked example of the specification, 04 section 9. */
static void boot_example(void)
{
	power_off(GEOMETRY_X86_64);
	memory(1, 159, 0);
	memory(256, 4096, 0);
	reserve(1, 16);
	reserve(1024, 1100);
	boot(4096);
}

static void example_chunks(void **state)
{
	static const uint64_t chunks[][2] = {{16, 4},   {32, 5},    {64, 6},   {128, 4},  {144, 3},
					     {152, 2},  {156, 1},   {158, 0},  {256, 8},  {512, 9},
					     {1100, 2}, {1104, 4},  {1120, 5}, {1152, 7}, {1280, 8},
					     {1536, 9}, {2048, 10}, {3072, 10}};

	(void)state;
	boot_example();
	assert_int_equal(m->nobootmem.nr_chunks, 18);
	for (int i = 0; i < 18; i++) {
		assert_int_equal(m->nobootmem.chunks[i].pfn, chunks[i][0]);
		assert_int_equal(m->nobootmem.chunks[i].order, chunks[i][1]);
	}
	assert_int_equal(m->nobootmem.nr_marks, 2);
	assert_int_equal(m->nobootmem.marks[1].start_pfn, 1024);
	assert_int_equal(m->nobootmem.marks[1].end_pfn, 1100);
}

static void example_lists(void **state)
{
	const struct zone *zone = zone_of(0, ZONE_DMA);

	(void)state;
	boot_example();
	expect_list(zone, 0, MIGRATE_UNMOVABLE, "158");
	expect_list(zone, 1, MIGRATE_UNMOVABLE, "156");
	expect_list(zone, 2, MIGRATE_UNMOVABLE, "152");
	expect_list(zone, 2, MIGRATE_MOVABLE, "1100");
	expect_list(zone, 3, MIGRATE_UNMOVABLE, "144");
	expect_list(zone, 4, MIGRATE_UNMOVABLE, "128 16");
	expect_list(zone, 4, MIGRATE_MOVABLE, "1104");
	expect_list(zone, 5, MIGRATE_UNMOVABLE, "32");
	expect_list(zone, 5, MIGRATE_MOVABLE, "1120");
	expect_list(zone, 6, MIGRATE_UNMOVABLE, "64");
	expect_list(zone, 7, MIGRATE_MOVABLE, "1152");
	expect_list(zone, 8, MIGRATE_UNMOVABLE, "256");
	expect_list(zone, 8, MIGRATE_MOVABLE, "1280");
	expect_list(zone, 9, MIGRATE_MOVABLE, "1536 512");
	expect_list(zone, 10, MIGRATE_MOVABLE, "3072 2048");
}

static void example_pages_and_counts(void **state)
{
	(void)state;
	boot_example();
	expect_page(158, 0, 0, -128, 0, 0, LINKED);
	expect_page(2048, 0, 0, -128, 10, 0, LINKED);
	expect_page(2049, 0, 0, -1, 0, 0, SELF);
	expect_page(1024, PG_RESERVED, 1, -1, 0, 0, SELF);
	expect_page(200, 0, 1, -1, 0, 0, SELF); /* a hole within the zone */
	expect_page(0, 0, 0, 0, 0, 0, ZERO);
	assert_int_equal(m->mem_init.info.returned, 3907);
	assert_int_equal(m->page_alloc.totalram_pages, 3907);
	assert_int_equal(m->page_alloc.nr_free_pages, 3907);
	assert_int_equal(m->page_alloc.nr_pgfree, 3907);
	assert_int_equal(zone_of(0, ZONE_DMA)->managed_pages, 3907);
	assert_int_equal(m->mem_init.info.available_kib, 3907 * 4);
	assert_int_equal(m->mem_init.info.total_kib, 3998 * 4);
	assert_int_equal(m->mem_init.info.reserved_kib, 91 * 4);
}

/* A machine of which nothing but the given page frames is free: [4096, 8192), all reserved. */
static void boot_reserved(void)
{
	power_off(GEOMETRY_X86_64);
	memory(4096, 8192, 0);
	reserve(4096, 8192);
}

static void unreserve(uint64_t start_pfn, uint64_t end_pfn)
{
	assert_int_equal(
	    memblock_free(&m->memblock, PFN_PHYS(start_pfn), PFN_PHYS(end_pfn - start_pfn)), 0);
}

static void tail_insertion(void **state)
{
	(void)state;
	boot_reserved();
	unreserve(4100, 4104);
	unreserve(4112, 4120);
	unreserve(4124, 4128);
	boot(8192);
	expect_list(zone_of(0, ZONE_DMA32), 2, MIGRATE_MOVABLE, "4100 4124");
	expect_list(zone_of(0, ZONE_DMA32), 3, MIGRATE_MOVABLE, "4112");
}

static void touching_ranges_merge(void **state)
{
	(void)state;
	boot_reserved();
	unreserve(4096, 4104);
	memblock_mark_mirror(&m->memblock, PFN_PHYS(4100), PFN_PHYS(4));
	boot(8192);
	assert_int_equal(m->nobootmem.nr_chunks, 2);
	expect_list(zone_of(0, ZONE_DMA32), 2, MIGRATE_MOVABLE, "");
	expect_list(zone_of(0, ZONE_DMA32), 3, MIGRATE_MOVABLE, "4096");
	expect_page(4096, 0, 0, -128, 3, 0, LINKED);
	expect_page(4100, 0, 0, -1, 0, 0, SELF);
}

static void single_pages_merge(void **state)
{
	static const uint64_t order[] = {4097, 4096, 4098, 4099};

	(void)state;
	boot_reserved();
	boot(8192);
	for (int i = 0; i < 4; i++)
		assert_int_equal(
		    free_memblock_late(&m->page_alloc, &m->memblock, PFN_PHYS(order[i]), PAGE_SIZE),
		    1);
	expect_list(zone_of(0, ZONE_DMA32), 2, MIGRATE_MOVABLE, "4096");
	expect_page(4096, 0, 0, -128, 2, MIGRATE_MOVABLE, LINKED);
	for (uint64_t pfn = 4097; pfn < 4100; pfn++)
		expect_page(pfn, 0, 0, -1, 0, MIGRATE_MOVABLE, POISONED);
	assert_int_equal(m->page_alloc.totalram_pages, 4);
	assert_int_equal(m->page_alloc.nr_pgfree, 4);
}

static void late_release_wants_reserved_pages(void **state)
{
	(void)state;
	boot_reserved();
	unreserve(4100, 4101);
	boot(8192);
	assert_int_equal(
	    free_memblock_late(&m->page_alloc, &m->memblock, PFN_PHYS(4099), 2 * PAGE_SIZE), 0);
	assert_int_equal(m->page_alloc.fault, PAGE_ALLOC_FREE_LATE);
	expect_page(4099, PG_RESERVED, 1, -1, 0, 0, SELF);
}

/* A reservation that ends with the first byte of a page: the page is neither marked nor free. */
static void limbo_page(void **state)
{
	(void)state;
	power_off(GEOMETRY_TINY);
	memory(512, 1024, 0);
	memblock_reserve(&m->memblock, PFN_PHYS(600), PAGE_SIZE + 1);
	boot(1024);
	expect_page(600, PG_RESERVED, 1, -1, 0, 0, SELF);
	expect_page(601, 0, 1, -1, 0, 0, SELF);
	assert_int_equal(m->page_alloc.nr_free_pages, 510);
}

/* Memory of no node is a free range, but no zone has initialised its pages. */
static void bad_pages(void **state)
{
	(void)state;
	power_off(GEOMETRY_TINY);
	memory(16, 64, 0);
	memory(64, 80, MAX_NUMNODES);
	memory(81, 82, MAX_NUMNODES);
	boot(82);
	assert_int_equal(m->page_alloc.fault, PAGE_ALLOC_OK);
	assert_int_equal(m->page_alloc.nr_bad_pages, 17);
	assert_int_equal(m->page_alloc.bad_pages[0].pfn, 65); /* the head is looked at last */
	assert_int_equal(m->page_alloc.bad_pages[15].pfn, 64);
	assert_int_equal(m->page_alloc.bad_pages[16].pfn, 81);
	assert_int_equal(m->page_alloc.bad_pages[16].reason, BAD_MAPCOUNT);
	expect_page(70, 0, 0, -1, 0, 0, ZERO);
	expect_page(81, 0, 0, -1, 0, MIGRATE_UNMOVABLE, POISONED);
	assert_int_equal(zone_of(0, ZONE_DMA)->managed_pages, 48 + 17);
	assert_int_equal(m->page_alloc.nr_free_pages, 48);
	assert_int_equal(m->page_alloc.nr_pgfree, 49);
	assert_int_equal(m->page_alloc.totalram_pages, 65);
}

static void page_of_an_offline_node(void **state)
{
	(void)state;
	power_off(GEOMETRY_TINY);
	memory(16, 64, 1);
	memory(64, 80, MAX_NUMNODES);
	boot(80);
	assert_int_equal(m->page_alloc.fault, PAGE_ALLOC_OFFLINE_NODE);
}

static void free_range_in_the_last_page(void **state)
{
	(void)state;
	power_off(GEOMETRY_TINY);
	memory(16, 64, 0);
	memblock_add_node(&m->memblock, UINT64_MAX - 8191, 8000, 0);
	memblock_reserve(&m->memblock, UINT64_MAX - 8191, 5000);
	boot(64);
	assert_int_equal(m->page_alloc.fault, PAGE_ALLOC_PFN_WRAP);
	assert_int_equal(m->nobootmem.nr_marks, 0);
}

static uint64_t take(unsigned int order, enum migratetype type)
{
	return alloc_pages(&m->page_alloc, order, ZONE_MOVABLE, 0, type);
}

static void smallest_block_is_split(void **state)
{
	const struct zone *zone = zone_of(0, ZONE_DMA);

	(void)state;
	boot_example();
	assert_int_equal(take(0, MIGRATE_UNMOVABLE), 158);
	expect_page(158, 0, 1, -1, 0, 0, POISONED);
	assert_int_equal(take(4, MIGRATE_MOVABLE), 1104);
	assert_int_equal(take(4, MIGRATE_MOVABLE), 1120);
	expect_list(zone, 4, MIGRATE_MOVABLE, "1136");
	expect_page(1136, 0, 0, -128, 4, 0, LINKED);
	assert_int_equal(m->page_alloc.nr_free_pages, 3907 - 33);
	free_pages(&m->page_alloc, 1120, 4);
	expect_list(zone, 5, MIGRATE_MOVABLE, "1120");
	free_pages(&m->page_alloc, 1104, 4);
	free_pages(&m->page_alloc, 158, 0);
	expect_page(158, 0, 0, -128, 0, MIGRATE_UNMOVABLE, LINKED);
	assert_int_equal(zone->nr_free_pages, 3907);
}

/* A request finds none of its type: it takes over the pageblocks of the largest block there is. */
static void fallback_takes_whole_pageblocks(void **state)
{
	(void)state;
	boot_example();
	assert_int_equal(take(3, MIGRATE_RECLAIMABLE), 3072);
	assert_int_equal(*pageblock_type(&m->sparse, 3072, 0), MIGRATE_RECLAIMABLE);
	assert_int_equal(*pageblock_type(&m->sparse, 3584, 0), MIGRATE_RECLAIMABLE);
	assert_int_equal(*pageblock_type(&m->sparse, 2048, 0), MIGRATE_MOVABLE);
	expect_list(zone_of(0, ZONE_DMA), 3, MIGRATE_RECLAIMABLE, "3080");
	expect_list(zone_of(0, ZONE_DMA), 9, MIGRATE_RECLAIMABLE, "3584");
}

/* One pageblock of 8 page frames, [8, 16), of which some are reserved. */
static void boot_pageblock(uint64_t reserved_start, uint64_t reserved_end)
{
	power_off(GEOMETRY_TINY);
	memory(8, 16, 0);
	memory(256, 512, 0); /* so much that grouping by mobility is on */
	reserve(256, 512);
	reserve(reserved_start, reserved_end);
	boot(512);
}

static void fallback_takes_the_free_part(void **state)
{
	const struct zone *zone = zone_of(0, ZONE_DMA);

	(void)state;
	boot_pageblock(12, 14);
	assert_int_equal(take(0, MIGRATE_UNMOVABLE), 8);
	expect_list(zone, 0, MIGRATE_UNMOVABLE, "9");
	expect_list(zone, 1, MIGRATE_UNMOVABLE, "10 14");
	assert_int_equal(*pageblock_type(&m->sparse, 8, 0), MIGRATE_UNMOVABLE);

	boot_pageblock(10, 16);
	assert_int_equal(take(0, MIGRATE_UNMOVABLE), 8);
	expect_list(zone, 0, MIGRATE_UNMOVABLE, "9");
	assert_int_equal(*pageblock_type(&m->sparse, 8, 0), MIGRATE_MOVABLE);
}

static void exhaustion_and_return(void **state)
{
	static uint64_t pfns[512];
	uint64_t nr = 0;

	(void)state;
	power_off(GEOMETRY_TINY);
	memory(1, 512, 0);
	boot(512);
	while ((pfns[nr] = take(0, MIGRATE_MOVABLE)) != UINT64_MAX)
		nr++;
	assert_int_equal(nr, 511);
	assert_int_equal(m->page_alloc.nr_free_pages, 0);
	for (uint64_t i = 0; i < nr; i++)
		free_pages(&m->page_alloc, pfns[i], 0);
	assert_int_equal(zone_of(0, ZONE_DMA)->free_area[4].nr_free, 31);
	assert_int_equal(m->page_alloc.nr_free_pages, 511);
	assert_int_equal(alloc_pages(&m->page_alloc, 0, ZONE_MOVABLE, 5, MIGRATE_MOVABLE),
			 UINT64_MAX);
	assert_int_equal(take(5, MIGRATE_MOVABLE), UINT64_MAX);
}

/* The pages, the lists and the pageblocks are those of so many single requests. */
static void single_pages_at_once(void **state)
{
	static uint64_t one_by_one[300], at_once[300];
	struct page after[512];
	uint64_t nr_free[5];

	(void)state;
	for (int turn = 0; turn < 2; turn++) {
		power_off(GEOMETRY_TINY);
		memory(1, 512, 0);
		reserve(100, 340);
		boot(512);
		assert_int_not_equal(take(1, MIGRATE_UNMOVABLE), UINT64_MAX);
		if (turn == 1) {
			assert_int_equal(alloc_single_pages(&m->page_alloc, ZONE_MOVABLE, 0,
							    MIGRATE_UNMOVABLE, 300, at_once),
					 269);
			break;
		}
		for (int i = 0; i < 269; i++)
			one_by_one[i] = take(0, MIGRATE_UNMOVABLE);
		for (int i = 0; i < 5; i++)
			nr_free[i] = zone_of(0, ZONE_DMA)->free_area[i].nr_free;
		memcpy(after, pfn_to_page(&m->sparse, 0), sizeof(after));
	}
	assert_memory_equal(one_by_one, at_once, 269 * sizeof(at_once[0]));
	for (int i = 0; i < 5; i++)
		assert_int_equal(zone_of(0, ZONE_DMA)->free_area[i].nr_free, nr_free[i]);
	assert_memory_equal(after, pfn_to_page(&m->sparse, 0), sizeof(after));
	assert_int_equal(m->page_alloc.nr_free_pages, 0);
}

static void zones_above_the_highest_are_left_alone(void **state)
{
	(void)state;
	power_off(GEOMETRY_TINY);
	memory(1, 2048, 0);
	boot(2048);
	assert_in_range(take(0, MIGRATE_MOVABLE), 1024, 2047);
	assert_in_range(alloc_pages(&m->page_alloc, 0, ZONE_DMA32, 0, MIGRATE_MOVABLE), 512, 1023);
	assert_in_range(alloc_pages(&m->page_alloc, 4, ZONE_DMA, 0, MIGRATE_MOVABLE), 1, 511);
}

/* All struct pages of the machine, and the lists, as one number that moving the memmap would not
 * change: each machine has it at its own place. */
static uint64_t digest(void)
{
	uint64_t hash = 0;

	memmap_populate_all(&m->sparse);
	for (uint64_t pfn = 0; (pfn = next_valid_pfn(&m->sparse, pfn)) != UINT64_MAX; pfn++) {
		const struct page *page = pfn_to_page(&m->sparse, pfn);
		uint64_t words[8];

		memcpy(words, page, sizeof(words));
		words[4] -= (uintptr_t)&page->lru;
		words[5] -= (uintptr_t)&page->lru;
		for (int i = 0; i < 8; i++)
			hash = (hash ^ words[i]) * UINT64_C(0x100000001b3);
		hash ^= *pageblock_type(&m->sparse, pfn, 0);
	}
	return hash;
}

static void machine_a(void)
{
	power_off(GEOMETRY_X86_64);
	memory(1, 0x9f, 0);
	memory(0x100, 0x8000, 0);
	memory(0x9000, 0x18000, 1);
	reserve(0x1000, 0x2345);
	reserve(0x9800, 0x9801);
}

static void machine_b(void)
{
	power_off(GEOMETRY_TINY);
	memory(3, 0x9f, 2);
	memory(0x100, 0x7f1, 0);
	reserve(0x123, 0x234);
}

/* What an earlier machine left behind plays no part. */
static void reset_forgets(void **state)
{
	uint64_t a, b;

	(void)state;
	machine_a();
	boot(0x18000);
	a = digest();
	machine_b();
	boot(0x800);
	b = digest();
	machine_a();
	boot(0x18000);
	assert_int_equal(digest(), a);
	machine_b();
	boot(0x800);
	assert_int_equal(digest(), b);
}

/* Looking at the struct pages before mem_init, or not, makes no difference to it. */
static void populated_early_or_late(void **state)
{
	uint64_t late;

	(void)state;
	machine_a();
	boot(0x18000);
	late = digest();
	machine_a();
	boot_memmap(0x18000);
	memmap_populate_all(&m->sparse);
	expect_page(0x4000, 0, 1, -1, 0, 0, SELF);
	boot_mem_init();
	assert_int_equal(digest(), late);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(example_chunks),
	    cmocka_unit_test(example_lists),
	    cmocka_unit_test(example_pages_and_counts),
	    cmocka_unit_test(tail_insertion),
	    cmocka_unit_test(touching_ranges_merge),
	    cmocka_unit_test(single_pages_merge),
	    cmocka_unit_test(late_release_wants_reserved_pages),
	    cmocka_unit_test(limbo_page),
	    cmocka_unit_test(bad_pages),
	    cmocka_unit_test(page_of_an_offline_node),
	    cmocka_unit_test(free_range_in_the_last_page),
	    cmocka_unit_test(smallest_block_is_split),
	    cmocka_unit_test(fallback_takes_whole_pageblocks),
	    cmocka_unit_test(fallback_takes_the_free_part),
	    cmocka_unit_test(exhaustion_and_return),
	    cmocka_unit_test(single_pages_at_once),
	    cmocka_unit_test(zones_above_the_highest_are_left_alone),
	    cmocka_unit_test(reset_forgets),
	    cmocka_unit_test(populated_early_or_late),
	};

	return cmocka_run_group_tests(tests, machine_open, machine_close);
}
