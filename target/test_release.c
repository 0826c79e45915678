/* Rules of 6.1 and 6.12 that differ from 4.9's, one by one, worked out by hand. */
#include "test_machine.h"

static const struct e820_entry boot_map[] = {
    {0, 0x9f000, E820_RAM},
    {0x100000, 0xff00000, E820_RAM},
};

static void power_off_x86(enum kernel_release_name release)
{
	power_off_release(GEOMETRY_X86_64, release);
}

static void setup_map(const struct e820_entry *map, uint32_t nr)
{
	e820_setup_memory_map(&m->e820, map, nr, 0, 0x4000);
}

static void expect_entry(uint32_t index, uint64_t addr, uint64_t size, uint32_t type)
{
	assert_in_range(index, 0, m->e820.table.nr_map - 1);
	assert_int_equal(m->e820.table.map[index].addr, addr);
	assert_int_equal(m->e820.table.map[index].size, size);
	assert_int_equal(m->e820.table.map[index].type, type);
}

static void parse(const char *cmdline)
{
	assert_true(early_param_parse(&m->early_param, &m->e820, &m->memblock, cmdline));
}

/*
 * e820
 */

static void two_raw_entries_are_a_table(void **state)
{
	static const struct e820_entry halves[] = {{0, 0x1000000, E820_RAM},
						   {0x1000000, 0x1000000, E820_RAM}};

	(void)state;
	power_off_x86(KERNEL_4_9);
	setup_map(halves, 2);
	expect_entry(0, 0, 0x9f000, E820_RAM);
	power_off_x86(KERNEL_6_1);
	setup_map(halves, 2);
	assert_int_equal(m->e820.table.nr_map, 1);
	expect_entry(0, 0, 0x2000000, E820_RAM);
	assert_int_equal(m->e820.calls[0].type, E820_BOOT_APPEND);
	assert_int_equal(m->e820.calls[1].type, E820_BOOT_SANITIZE);
	setup_map(halves, 1);
	expect_entry(0, 0, 0x9f000, E820_RAM);
	expect_entry(1, 0x100000, 0x1000000, E820_RAM);
}

/* An entry that ends at 2^64 is appended; the sanitizing that it prevents is not missed. */
static void unsanitized_table_is_taken(void **state)
{
	static const struct e820_entry map[] = {{0x200000, 0x100000, E820_RAM},
						{0, 0x100000, E820_RAM},
						{UINT64_MAX - 0xfff, 0x1000, E820_RESERVED}};

	(void)state;
	power_off_x86(KERNEL_6_12);
	setup_map(map, 3);
	assert_int_equal(m->e820.table.nr_map, 3);
	expect_entry(0, 0x200000, 0x100000, E820_RAM);
	assert_int_equal(m->e820.calls[1].result, UINT64_MAX);
}

static void soft_reserved_is_not_merged(void **state)
{
	static const struct e820_entry map[] = {{0, 0x100000, E820_SOFT_RESERVED},
						{0x100000, 0x100000, E820_SOFT_RESERVED},
						{0x200000, 0x100000, E820_RAM}};

	(void)state;
	power_off_x86(KERNEL_4_9);
	setup_map(map, 3);
	assert_int_equal(m->e820.table.nr_map, 2);
	power_off_x86(KERNEL_6_1);
	setup_map(map, 3);
	assert_int_equal(m->e820.table.nr_map, 3);
	memblock_x86_fill(&m->e820, &m->memblock);
	assert_int_equal(m->memblock.reserved.total_size, 0x200000);
	assert_int_equal(m->memblock.reserved.cnt, 1);
	assert_int_equal(m->memblock.memory.total_size, 0x100000);
}

static void memmap_retypes(void **state)
{
	(void)state;
	power_off_x86(KERNEL_6_1);
	setup_map(boot_map, 2);
	parse("memmap=1M%1M-1+2,1M%2M-1,64K%0,4K%0x100000000+7,1M%4M-2");
	e820_finish_parsing(&m->e820);
	assert_int_equal(m->e820.table.nr_map, 4);
	expect_entry(0, 0x10000, 0x8f000, E820_RAM);
	expect_entry(1, 0x100000, 0x100000, E820_RESERVED);
	expect_entry(2, 0x300000, 0xfd00000, E820_RAM);
	expect_entry(3, 0x100000000, 0x1000, 7);
}

/* Trailing characters make it void; before 6.x it was a limit. */
static void memmap_percent_otherwise(void **state)
{
	(void)state;
	power_off_x86(KERNEL_6_1);
	setup_map(boot_map, 2);
	parse("memmap=1M%1M-1+2x");
	expect_entry(1, 0x100000, 0xff00000, E820_RAM);
	assert_true(m->e820.userdef);
	parse("memmap=1M%1M-3+3,64K");
	assert_int_equal(m->e820.fault, E820_BUG_UPDATE_SAME_TYPE);
	expect_entry(0, 0, 0x9f000, E820_RAM);
	power_off_x86(KERNEL_4_9);
	setup_map(boot_map, 2);
	parse("memmap=1M%1M-1+2");
	expect_entry(1, 0, 0, 0);
}

static void acpi_data_ends_ram(void **state)
{
	static const struct e820_entry map[] = {{0, 0x1000000, E820_RAM},
						{0x1000000, 0x3000, E820_ACPI}};

	(void)state;
	for (int release = KERNEL_4_9; release < NR_KERNEL_RELEASES; release++) {
		power_off_x86((enum kernel_release_name)release);
		setup_map(map, 2);
		e820_end_of_ram(&m->e820, m->config.geometry);
		assert_int_equal(m->e820.max_pfn, release == KERNEL_6_12 ? 0x1003 : 0x1000);
	}
}

/*
 * memblock
 */

static void one_pass_warns_once(void **state)
{
	(void)state;
	for (int release = KERNEL_4_9; release < NR_KERNEL_RELEASES; release++) {
		power_off_x86((enum kernel_release_name)release);
		memory(16, 32, 3);
		memory(8, 17, 2);
		assert_int_equal(m->memblock.warnings.nid_mismatch, release == KERNEL_4_9 ? 2 : 1);
		assert_int_equal(m->memblock.memory.cnt, 2);
		assert_int_equal(m->memblock.memory.total_size, PFN_PHYS(24));
	}
}

/* 2 * cnt + 1 is 127 at 63 regions: below max. */
static void many_regions_take_two_passes(void **state)
{
	(void)state;
	power_off_x86(KERNEL_6_1);
	for (uint64_t i = 0; i < 64; i++)
		memory(16 * i + 16, 16 * i + 24, 3);
	memory(8, 17, 2);
	assert_int_equal(m->memblock.warnings.nid_mismatch, 2);
	power_off_x86(KERNEL_6_1);
	for (uint64_t i = 0; i < 63; i++)
		memory(16 * i + 16, 16 * i + 24, 3);
	memory(8, 17, 2);
	assert_int_equal(m->memblock.warnings.nid_mismatch, 1);
}

static void empty_table_has_no_region(void **state)
{
	struct memblock_cursor cursor = {0}, reserved = {0};
	struct memblock_region region;
	uint64_t start, last;

	(void)state;
	power_off_x86(KERNEL_6_12);
	assert_int_equal(m->memblock.memory.cnt, 0);
	assert_false(memblock_next_region(&m->memblock.memory, &cursor, &region));
	assert_false(memblock_next_reserved_range(&m->memblock, &reserved, &start, &last));
	memory(16, 32, 0);
	assert_int_equal(m->memblock.memory.cnt, 1);
	assert_int_equal(memblock_remove(&m->memblock, 0, UINT64_MAX), 0);
	assert_int_equal(m->memblock.memory.cnt, 0);
	assert_int_equal(memblock_remove(&m->memblock, 0, UINT64_MAX), 0);
	memory(16, 32, 0);
	assert_int_equal(m->memblock.warnings.total_size, 0);
	assert_int_equal(m->memblock.warnings.nonempty_dummy, 0);
	power_off_x86(KERNEL_6_1);
	assert_int_equal(m->memblock.memory.cnt, 1);
}

static void bottom_up_ignores_the_kernel(void **state)
{
	struct memblock *mb = &m->memblock;

	(void)state;
	for (int release = KERNEL_4_9; release < NR_KERNEL_RELEASES; release++) {
		power_off_x86((enum kernel_release_name)release);
		mb->movable_node_config = true;
		mb->kernel_end = PFN_PHYS(64);
		memory(16, 128, 0);
		memblock_set_bottom_up(mb, true);
		assert_int_equal(
		    memblock_find_in_range_node(mb, PAGE_SIZE, PAGE_SIZE, 0, 0, NUMA_NO_NODE, 0),
		    PFN_PHYS(release == KERNEL_4_9 ? 64 : 16));
		assert_int_equal(
		    memblock_find_in_range_node(mb, PFN_PHYS(80), PAGE_SIZE, 0, 0, NUMA_NO_NODE, 0),
		    PFN_PHYS(release == KERNEL_4_9 ? 48 : 16));
		assert_int_equal(mb->warnings.bottom_up, release == KERNEL_4_9);
	}
}

/* Node 1's memory [16, 32) is mirrored, node 0's [64, 128) is not; min is 48. 4.9 gives up min
 * before it gives up mirrored memory; later it is the other way round. */
static void mirror_goes_before_min(void **state)
{
	struct memblock *mb = &m->memblock;

	(void)state;
	for (int release = KERNEL_4_9; release < NR_KERNEL_RELEASES; release++) {
		power_off_x86((enum kernel_release_name)release);
		mb->mirrored_kernelcore = true;
		memory(16, 32, 1);
		memory(64, 128, 0);
		memblock_mark_mirror(mb, PFN_PHYS(16), PFN_PHYS(16));
		assert_int_equal(memblock_virt_alloc_try_nid_nopanic(mb, PAGE_SIZE, PAGE_SIZE,
								     PFN_PHYS(48), 0, 1),
				 PFN_PHYS(release == KERNEL_4_9 ? 31 : 127));
	}
}

/* Without kernelcore=mirror nothing is mirrored. */
static void mirror_if_asked_for(void **state)
{
	(void)state;
	power_off_x86(KERNEL_6_1);
	memory(16, 32, 0);
	assert_int_equal(memblock_mark_mirror(&m->memblock, PFN_PHYS(16), PFN_PHYS(8)), 0);
	assert_false(m->memblock.has_mirror);
	assert_int_equal(m->memblock.memory.cnt, 1);
}

/* A region has 24 bytes: the first growth takes 6144 bytes, two pages as in 4.9; the second 12288,
 * three pages and not four. */
static void regions_are_smaller(void **state)
{
	struct memblock *mb = &m->memblock;

	(void)state;
	power_off_x86(KERNEL_6_1);
	memory(0x1000, 0x2000, 0);
	memblock_allow_resize(mb);
	for (uint64_t i = 0; i < 257; i++)
		reserve(2 * i + 1, 2 * i + 2);
	assert_int_equal(mb->nr_events, 2);
	assert_int_equal(mb->events[0].addr, PFN_PHYS(0x1ffe));
	assert_int_equal(mb->events[1].addr, PFN_PHYS(0x1ffb));
}

/*
 * Nodes and zones
 */

/* The start is rounded up behind the node's end. */
static void movable_start_stays_in_node(void **state)
{
	(void)state;
	for (int release = KERNEL_4_9; release < NR_KERNEL_RELEASES; release++) {
		power_off_x86((enum kernel_release_name)release);
		memory(0x2000, 0x2402, 0);
		m->early_param.required_kernelcore = 0x401;
		boot_zones(0x2402);
		assert_int_equal(m->page_alloc.zone_movable_pfn[0],
				 release == KERNEL_4_9 ? 0x2800 : 0);
		expect_zone(0, ZONE_MOVABLE, 0, 0, release == KERNEL_4_9 ? 0x3fe : 0);
	}
}

static void percent_of_all_pages(void **state)
{
	(void)state;
	power_off_x86(KERNEL_6_1);
	parse("kernelcore=25%");
	assert_int_equal(m->early_param.required_kernelcore, 0);
	memory(0x2000, 0x6000, 0);
	boot_zones(0x6000);
	assert_int_equal(m->page_alloc.zone_movable_pfn[0], 0x3000);
	power_off_x86(KERNEL_6_1);
	parse("kernelcore=25% kernelcore=32M");
	assert_int_equal(m->early_param.required_kernelcore_percent, 0);
	assert_int_equal(m->early_param.required_kernelcore, 0x2000);
}

/* Memory starts in the midst of page 2; whole is page 3. */
static void lowest_pfn_is_rounded_down(void **state)
{
	(void)state;
	for (int release = KERNEL_4_9; release < NR_KERNEL_RELEASES; release++) {
		power_off_x86((enum kernel_release_name)release);
		assert_int_equal(memblock_add(&m->memblock, 0x2800, 0xd800), 0);
		boot_zones(16);
		assert_int_equal(m->page_alloc.arch_zone_lowest_possible_pfn[ZONE_DMA],
				 release == KERNEL_4_9 ? 3 : 2);
		expect_zone(0, ZONE_DMA, 3, 13, 13);
	}
}

static void estimate_is_present(void **state)
{
	(void)state;
	for (int release = KERNEL_6_1; release < NR_KERNEL_RELEASES; release++) {
		bool is_6_12 = release == KERNEL_6_12;

		power_off_x86((enum kernel_release_name)release);
		memory(16, 0x1000, 0);
		reserve(16, 32);
		boot_zones(0x1000);
		assert_int_equal(m->page_alloc.dma_reserve, is_6_12 ? 0 : 16);
		assert_int_equal(zone_of(0, ZONE_DMA)->memmap_pages, is_6_12 ? 0 : 64);
		assert_int_equal(zone_of(0, ZONE_DMA)->managed_pages,
				 is_6_12 ? 0xff0 : 0xff0 - 16 - 64);
		assert_int_equal(m->page_alloc.nr_all_pages, is_6_12 ? 0xff0 - 16 : 0xff0 - 80);
	}
}

/* kernelcore=mirror: 4.9 counts ZONE_NORMAL and ZONE_MOVABLE, which overlap, both. */
static void node_span_by_ends(void **state)
{
	(void)state;
	for (int release = KERNEL_4_9; release < NR_KERNEL_RELEASES; release++) {
		power_off_x86((enum kernel_release_name)release);
		m->early_param.mirrored_kernelcore = m->memblock.mirrored_kernelcore = true;
		memory(0x100000, 0x102000, 0);
		memblock_mark_mirror(&m->memblock, PFN_PHYS(0x100000), PFN_PHYS(0x1000));
		boot_zones(0x102000);
		expect_zone(0, ZONE_NORMAL, 0x100000, 0x2000, 0x1000);
		expect_zone(0, ZONE_MOVABLE, 0x101000, 0x1000, 0x1000);
		assert_int_equal(m->page_alloc.node_data[0].node_spanned_pages,
				 release == KERNEL_6_12 ? 0x2000 : 0x3000);
	}
}

static void small_nodes_are_online(void **state)
{
	static const struct numa_srat_entry srat[] = {{0, 0x1000000, 0, false},
						      {0x1000000, 0x1000, 1, false}};

	(void)state;
	for (int release = KERNEL_4_9; release < NR_KERNEL_RELEASES; release++) {
		power_off_x86((enum kernel_release_name)release);
		assert_int_equal(memblock_add(&m->memblock, 0x1000, 0x1000000), 0);
		reserve(0, 1);
		numa_init(&m->numa, &m->memblock, srat, 2, false, 0x1001);
		assert_int_equal(m->numa.node_online_map, release == KERNEL_4_9 ? 1 : 3);
	}
}

/* 129 blocks: 4.9 does not look at the last, later kernels find no room for it. */
static void tables_too_long_are_refused(void **state)
{
	static struct numa_srat_entry srat[129];

	(void)state;
	for (uint32_t i = 0; i < 129; i++)
		srat[i] = (struct numa_srat_entry){i * 0x100000ull, 0x100000, 1, true};
	for (int release = KERNEL_4_9; release < NR_KERNEL_RELEASES; release++) {
		power_off_x86((enum kernel_release_name)release);
		assert_int_equal(memblock_add(&m->memblock, 0, 0x8000000), 0);
		reserve(0, 1);
		numa_init(&m->numa, &m->memblock, srat, 129, false, 0x8000);
		assert_int_equal(m->numa.node_online_map, release == KERNEL_4_9 ? 2 : 1);
	}
}

/* 6.12: no block reaches below memory, so that page 0 has no node. */
static void blocks_are_cut_to_memory(void **state)
{
	struct memblock_cursor cursor = {0};
	struct memblock_region region;

	(void)state;
	power_off_x86(KERNEL_6_12);
	memory(1, 0x1000, 0);
	reserve(0, 2);
	numa_init(&m->numa, &m->memblock, NULL, 0, false, 0x1000);
	assert_true(memblock_next_region(&m->memblock.reserved, &cursor, &region));
	assert_int_equal(region.size, PAGE_SIZE);
	assert_int_equal(region.nid, NUMA_NO_NODE);
	assert_true(memblock_next_region(&m->memblock.reserved, &cursor, &region));
	assert_int_equal(region.nid, 0);
}

/*
 * The memmap and the release
 */

/* [1, 159) and [256, 4096) of node 0, [8200, 8500) of node 1. */
static void boot_with_holes(enum kernel_release_name release)
{
	power_off_x86(release);
	memory(1, 159, 0);
	memory(256, 4096, 0);
	memory(8200, 8500, 1);
	boot_memmap(8500);
}

static void expect_hole(uint64_t pfn, unsigned int nid, enum zone_type zone)
{
	const struct page *page = page_at(pfn);

	assert_int_equal(page->flags, page_flags_of(zone, nid) | PG_RESERVED);
	assert_int_equal(page->_refcount, 1);
	assert_int_equal(page->_mapcount, -1);
}

static void holes_belong_to_what_follows(void **state)
{
	(void)state;
	for (int release = KERNEL_6_1; release < NR_KERNEL_RELEASES; release++) {
		boot_with_holes((enum kernel_release_name)release);
		expect_hole(0, 0, ZONE_DMA);
		expect_hole(159, 0, ZONE_DMA);
		expect_hole(255, 0, ZONE_DMA);
		expect_hole(4096, 1, ZONE_DMA32);
		expect_hole(8199, 1, ZONE_DMA32);
		expect_hole(8500, 1, ZONE_DMA32);
		expect_hole(32767, 1, ZONE_DMA32);
		expect_page(158, 0, 1, -1, 0, 0, SELF);
		assert_false(pfn_valid(&m->sparse, 32768));
		assert_int_equal(m->page_alloc.highest_memmap_pfn, 8499);
		boot_mem_init();
		expect_hole(8500, 1, ZONE_DMA32);
		assert_int_equal(m->mem_init.info.returned, 158 + 3840 + 300);
	}
}

static void pageblocks_of_memory_are_movable(void **state)
{
	(void)state;
	boot_with_holes(KERNEL_6_1);
	assert_int_equal(*pageblock_type(&m->sparse, 0, 0), MIGRATE_UNMOVABLE);
	assert_int_equal(*pageblock_type(&m->sparse, 512, 0), MIGRATE_MOVABLE);
	assert_int_equal(*pageblock_type(&m->sparse, 4096, 0), MIGRATE_UNMOVABLE);
	assert_int_equal(*pageblock_type(&m->sparse, 8192, 0), MIGRATE_UNMOVABLE);
	assert_int_equal(*pageblock_type(&m->sparse, 8704, 0), MIGRATE_UNMOVABLE);
}

/* Mirrored memory is left alone to its last page, where 4.9 leaves one more. */
static void mirrored_memory_is_skipped_exactly(void **state)
{
	(void)state;
	for (int release = KERNEL_4_9; release < KERNEL_6_12; release++) {
		power_off_x86((enum kernel_release_name)release);
		m->early_param.mirrored_kernelcore = m->memblock.mirrored_kernelcore = true;
		memory(0x100000, 0x102000, 0);
		memblock_mark_mirror(&m->memblock, PFN_PHYS(0x101000), PFN_PHYS(0x10));
		boot_memmap(0x102000);
		assert_int_equal(page_zonenum(page_at(0x100fff)), ZONE_MOVABLE);
		assert_int_equal(page_at(0x101000)->_refcount, 0);
		assert_int_equal(page_at(0x10100f)->_refcount, 0);
		assert_int_equal(page_at(0x101010)->_refcount, release != KERNEL_4_9);
	}
}

/* The first byte of a page is reserved with the page; 4.9 forgets it. */
static void no_page_in_limbo(void **state)
{
	(void)state;
	for (int release = KERNEL_4_9; release < NR_KERNEL_RELEASES; release++) {
		power_off_x86((enum kernel_release_name)release);
		memory(256, 4096, 0);
		assert_int_equal(memblock_reserve(&m->memblock, PFN_PHYS(512), 0x1001), 0);
		boot(4096);
		expect_page(512, PG_RESERVED, 1, -1, 0, 0, SELF);
		expect_page(513, release == KERNEL_4_9 ? 0 : PG_RESERVED, 1, -1, 0, 0, SELF);
	}
}

static void nomap_memory_is_reserved(void **state)
{
	(void)state;
	for (int release = KERNEL_6_1; release < NR_KERNEL_RELEASES; release++) {
		uint32_t nomap = release == KERNEL_6_12 ? 0 : 1;

		power_off_x86((enum kernel_release_name)release);
		memory(256, 4096, 0);
		reserve(256, 260);
		memblock_mark_nomap(&m->memblock, PFN_PHYS(1024), PFN_PHYS(16));
		boot(4096);
		assert_int_equal(m->nobootmem.nr_marks, 2);
		assert_int_equal(m->nobootmem.marks[nomap].start_pfn, 1024);
		assert_int_equal(m->nobootmem.marks[nomap].end_pfn, 1040);
		expect_page(1039, PG_RESERVED, 1, -1, 0, 0, SELF);
		assert_int_equal(m->mem_init.info.returned, 4096 - 256 - 4 - 16);
	}
}

/* A reserved region across two nodes is split between them. */
static void reserved_regions_get_nids(void **state)
{
	struct memblock_cursor cursor = {0};
	struct memblock_region region;

	(void)state;
	power_off_x86(KERNEL_6_12);
	memory(256, 1024, 0);
	memory(1024, 4096, 1);
	reserve(1000, 1030);
	boot(4096);
	assert_int_equal(m->memblock.reserved.cnt, 2);
	assert_true(memblock_next_region(&m->memblock.reserved, &cursor, &region));
	assert_int_equal(region.nid, 0);
	assert_int_equal(region.size, PFN_PHYS(24));
	assert_true(memblock_next_region(&m->memblock.reserved, &cursor, &region));
	assert_int_equal(region.nid, 1);
	assert_int_equal(m->nobootmem.nr_marks, 2);
}

/*
 * The buddy allocator
 */

static void blocks_are_listed_ascending(void **state)
{
	const struct zone *zone = zone_of(0, ZONE_DMA);

	(void)state;
	power_off_x86(KERNEL_6_1);
	memory(1, 159, 0);
	memory(256, 4096, 0);
	reserve(1, 16);
	reserve(1024, 1100);
	boot(4096);
	expect_list(zone, 4, MIGRATE_UNMOVABLE, "16 128");
	expect_list(zone, 9, MIGRATE_MOVABLE, "512 1536");
	expect_list(zone, 10, MIGRATE_MOVABLE, "2048 3072");
}

/* Pageblocks are MOVABLE: 4.9 leaves that in the index of a page that was released alone. */
static void single_pages_keep_their_index(void **state)
{
	(void)state;
	for (int release = KERNEL_4_9; release < NR_KERNEL_RELEASES; release++) {
		power_off_x86((enum kernel_release_name)release);
		memory(4096, 8192, 0);
		reserve(4096, 4099);
		reserve(4100, 8192);
		boot(8192);
		expect_page(4099, 0, 0, -128, 0, release == KERNEL_4_9 ? MIGRATE_MOVABLE : 0,
			    LINKED);
		assert_int_equal(m->page_alloc.nr_pgfree, 1);
	}
}

/* Two pageblocks of different types, released late, page by page: the whole is of the type of the
 * last. */
static void merged_pageblocks_are_retyped(void **state)
{
	(void)state;
	for (int release = KERNEL_6_1; release < NR_KERNEL_RELEASES; release++) {
		power_off_x86((enum kernel_release_name)release);
		memory(4096, 8192, 0);
		reserve(4096, 8192);
		boot(8192);
		*pageblock_type(&m->sparse, 4096, 0) = MIGRATE_RECLAIMABLE;
		assert_int_equal(free_memblock_late(&m->page_alloc, &m->memblock, PFN_PHYS(4096),
						    PFN_PHYS(1024)),
				 1024);
		expect_list(zone_of(0, ZONE_DMA32), 10, MIGRATE_MOVABLE, "4096");
		assert_int_equal(*pageblock_type(&m->sparse, 4096, 0),
				 release == KERNEL_6_12 ? MIGRATE_MOVABLE : MIGRATE_RECLAIMABLE);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(two_raw_entries_are_a_table),
	    cmocka_unit_test(unsanitized_table_is_taken),
	    cmocka_unit_test(soft_reserved_is_not_merged),
	    cmocka_unit_test(memmap_retypes),
	    cmocka_unit_test(memmap_percent_otherwise),
	    cmocka_unit_test(acpi_data_ends_ram),
	    cmocka_unit_test(one_pass_warns_once),
	    cmocka_unit_test(many_regions_take_two_passes),
	    cmocka_unit_test(empty_table_has_no_region),
	    cmocka_unit_test(bottom_up_ignores_the_kernel),
	    cmocka_unit_test(mirror_goes_before_min),
	    cmocka_unit_test(mirror_if_asked_for),
	    cmocka_unit_test(regions_are_smaller),
	    cmocka_unit_test(movable_start_stays_in_node),
	    cmocka_unit_test(percent_of_all_pages),
	    cmocka_unit_test(lowest_pfn_is_rounded_down),
	    cmocka_unit_test(estimate_is_present),
	    cmocka_unit_test(node_span_by_ends),
	    cmocka_unit_test(small_nodes_are_online),
	    cmocka_unit_test(tables_too_long_are_refused),
	    cmocka_unit_test(blocks_are_cut_to_memory),
	    cmocka_unit_test(holes_belong_to_what_follows),
	    cmocka_unit_test(pageblocks_of_memory_are_movable),
	    cmocka_unit_test(mirrored_memory_is_skipped_exactly),
	    cmocka_unit_test(no_page_in_limbo),
	    cmocka_unit_test(nomap_memory_is_reserved),
	    cmocka_unit_test(reserved_regions_get_nids),
	    cmocka_unit_test(blocks_are_listed_ascending),
	    cmocka_unit_test(single_pages_keep_their_index),
	    cmocka_unit_test(merged_pageblocks_are_retyped),
	};

	return cmocka_run_group_tests(tests, machine_open, machine_close);
}
