/* 32-bit ARM: zones, struct pages and mem_init of one node with FLATMEM and high memory. */
#include "test_machine.h"

static struct geometry arm_geometry;
static struct mm_config arm_config;

/* Pages of 1 << page_shift bytes, low memory up to lowmem_limit, no ZONE_DMA. */
static void arm_power_off(unsigned int page_shift, uint64_t lowmem_limit)
{
	power_off(GEOMETRY_ARM_FLATMEM);
	arm_geometry = geometries[GEOMETRY_ARM_FLATMEM];
	arm_geometry.page_shift = page_shift;
	arm_geometry.max_arch_pfn = (UINT64_C(1) << 32) >> page_shift;
	arm_config = m->config;
	arm_config.geometry = &arm_geometry;
	arm_config.arm =
	    (struct mm_arm_config){.zones = {.page_size = 32}, .lowmem_limit = lowmem_limit};
	arm_config.slub.word = 4;
	arm_config.slub.kmalloc_min_size = 64;
	arm_config.slub.sizeof_cache = 116;
	arm_config.slub.sizeof_cache_node = 32;
	arm_config.slub.sizeof_cache_cpu = 16;
	arm_config.slub.zone_dma = false;
	arm_config.sizeof_vmap_area = 48;
	arm_config.sizeof_vm_struct = 32;
}

/* Takes the configuration over, with what a test has changed in it. */
static void arm_start(void)
{
	struct mm_config config = arm_config;

	mm_machine_reset(m, &config);
	mm_lowmem_limit(m);
}

static void add(uint64_t base, uint64_t size)
{
	assert_int_equal(memblock_add(&m->memblock, base, size), 0);
}

static void take(uint64_t base, uint64_t size)
{
	assert_int_equal(memblock_reserve(&m->memblock, base, size), 0);
}

static void arm_zones(void)
{
	mm_paging_init(m);
	assert_int_equal(m->page_alloc.fault, PAGE_ALLOC_OK);
}

static void arm_boot(void)
{
	arm_zones();
	mm_memmap_init(m);
	boot_mem_init();
	assert_false(mm_has_fault(m));
}

/* [16 MiB, 48 MiB) and [64 MiB, 96 MiB), low memory up to 80 MiB. */
static void add_two_banks(void)
{
	add(16 << 20, 32 << 20);
	add(64 << 20, 32 << 20);
}

static void zones_with_high_memory(void **state)
{
	(void)state;
	arm_power_off(12, 80 << 20);
	arm_start();
	add_two_banks();
	arm_zones();
	expect_zone(0, ZONE_DMA, 0, 0, 0);
	expect_zone(0, ARM_ZONE_NORMAL, 0x1000, 0x4000, 0x3000);
	expect_zone(0, ARM_ZONE_HIGHMEM, 0x5000, 0x1000, 0x1000);
	/* 0x4000 struct pages of 32 bytes are 128 pages, those of high memory 32. */
	assert_int_equal(zone_of(0, ARM_ZONE_NORMAL)->managed_pages, 0x3000 - 128);
	assert_int_equal(zone_of(0, ARM_ZONE_HIGHMEM)->managed_pages, 0x1000);
	assert_int_equal(m->page_alloc.nr_kernel_pages, 0x3000 - 128 - 32);
	assert_int_equal(m->page_alloc.nr_all_pages, 0x4000 - 128);
	assert_ptr_equal(m->page_alloc.node_data[0].zonelist[0], zone_of(0, ARM_ZONE_HIGHMEM));
	assert_int_equal(m->arm.limits.max_low_pfn, 0x5000);
	assert_int_equal(m->arm.limits.max_pfn, 0x6000);
}

static void zones_with_dma(void **state)
{
	(void)state;
	arm_power_off(12, 80 << 20);
	arm_config.arm.zones.zone_dma = true;
	arm_config.arm.zones.dma_zone_size = 32 << 20;
	arm_start();
	add_two_banks();
	arm_zones();
	/* All holes are taken to be above ZONE_DMA. */
	expect_zone(0, ZONE_DMA, 0x1000, 0x2000, 0x2000);
	expect_zone(0, ARM_ZONE_NORMAL, 0x3000, 0x2000, 0x1000);

	/* Holes where ZONE_DMA is: ZONE_NORMAL has fewer pages than none. */
	arm_config.arm.zones.dma_zone_size = 60 << 20;
	arm_start();
	add_two_banks();
	arm_zones();
	expect_zone(0, ARM_ZONE_NORMAL, 0x4c00, 0x400, UINT32_MAX - 0xbff);

	arm_config.arm.zones.dma_zone_size = 0;
	arm_start();
	add_two_banks();
	arm_zones();
	expect_zone(0, ZONE_DMA, 0x1000, 0x4000, 0x3000);
	expect_zone(0, ARM_ZONE_NORMAL, 0, 0, 0);
}

static void machines_without_low_memory(void **state)
{
	(void)state;
	arm_power_off(12, 16 << 20);
	arm_start();
	add_two_banks();
	mm_paging_init(m);
	assert_int_equal(m->page_alloc.fault, PAGE_ALLOC_NO_LOWMEM);
	arm_power_off(12, UINT32_MAX);
	arm_start();
	add(16 << 20, 32 << 20);
	add(0xfffff001, 0x800);
	mm_paging_init(m);
	assert_int_equal(m->page_alloc.fault, PAGE_ALLOC_PFN_WRAP);
}

/* A hole in low memory, a reservation in each, and the mem_map in memory: [17 MiB, ...). */
static void boot_with_holes(bool has_mem_map)
{
	arm_power_off(12, 80 << 20);
	arm_config.arm.phys_offset = 16 << 20;
	arm_config.arm.has_mem_map = has_mem_map;
	arm_config.arm.mem_map = 17 << 20;
	arm_start();
	add_two_banks();
	take(17 << 20, 0x5000 * 32);
	take(40 << 20, 1 << 20);
	take((50 << 20) + 1, 4096); /* in the hole */
	take((84 << 20) + 1, 4096); /* two pages of high memory */
	arm_boot();
}

static void unused_memmap_is_freed(void **state)
{
	const struct unused_memmap *unused = m->mem_init.unused;
	const uint64_t freed = 0x1000 * 32 >> 12;

	(void)state;
	boot_with_holes(true);
	assert_int_equal(m->mem_init.nr_unused, 1);
	assert_int_equal(unused->start_pfn, 0x3000);
	assert_int_equal(unused->end_pfn, 0x4000);
	assert_true(unused->freed);
	assert_int_equal(unused->start, (17 << 20) + 0x2000 * 32);
	assert_int_equal(unused->end, (17 << 20) + 0x3000 * 32);
	/* mem_map has 0x5000 struct pages, 160 pages, of which 32 are free again. */
	assert_int_equal(m->mem_init.info.returned, 0x3000 - 160 - 256 + freed);
	assert_int_equal(m->mem_init.totalhigh_pages, 0x1000 - 2);
	assert_int_equal(m->page_alloc.totalram_pages, 0x4000 - 160 - 256 + freed - 2);
	expect_page((17 << 8) + 0x2000 * 32 / 4096, 0, 0, -128, 5, 0, LINKED);
	assert_int_equal(m->mem_init.max_mapnr, 0x5000);
	assert_int_equal(m->mem_init.info.physpages, 0x4000);
	assert_int_equal(m->mem_init.info.highmem_kib, (0x1000 - 2) * 4);
	assert_int_equal(m->mem_init.overcommit_memory, 0);
	boot_with_holes(false);
	assert_false(unused->freed);
	assert_int_equal(unused->start, 0x2000 * 32);
	assert_int_equal(m->mem_init.info.returned, 0x3000 - 160 - 256);
}

static void pages_of_holes_and_high_memory(void **state)
{
	(void)state;
	boot_with_holes(true);
	/* Only memory can be marked: the hole's pages are initialised, and nothing else. */
	expect_page(50 << 8, 0, 1, -1, 0, 0, SELF);
	expect_page(40 << 8, PG_RESERVED, 1, -1, 0, 0, SELF);
	expect_page(84 << 8, PG_RESERVED, 1, -1, 0, 0, SELF);
	/* A byte of it is reserved: not freed, though not marked either. */
	expect_page((84 << 8) + 1, 0, 1, -1, 0, 0, SELF);
	/* Blocks of high memory are merged from single pages. */
	expect_page(0x5000, 0, 0, -128, 10, MIGRATE_MOVABLE, LINKED);
	expect_page(0x5001, 0, 0, -1, 0, MIGRATE_MOVABLE, POISONED);
	assert_int_equal(page_zonenum(page_at(0x5000)), ARM_ZONE_HIGHMEM);
	assert_int_equal(zone_of(0, ARM_ZONE_HIGHMEM)->nr_free_pages, 0x1000 - 2);
	assert_int_equal(zone_of(0, ARM_ZONE_HIGHMEM)->managed_pages, 0x1000 - 2);
}

/* Low memory ends within a pageblock: it has a type in either zone. */
static void pageblock_of_two_zones(void **state)
{
	(void)state;
	arm_power_off(12, (80 << 20) + 0x100000);
	arm_start();
	add_two_banks();
	arm_boot();
	assert_int_equal(*pageblock_type(&m->sparse, 0x5000, ARM_ZONE_NORMAL), MIGRATE_MOVABLE);
	assert_int_equal(*pageblock_type(&m->sparse, 0x5000, ARM_ZONE_HIGHMEM), MIGRATE_UNMOVABLE);
	assert_int_equal(*pageblock_type(&m->sparse, 0x5400, ARM_ZONE_HIGHMEM), MIGRATE_MOVABLE);
	expect_list(zone_of(0, ARM_ZONE_NORMAL), 8, MIGRATE_MOVABLE, "20480");
	expect_list(zone_of(0, ARM_ZONE_HIGHMEM), 8, MIGRATE_UNMOVABLE, "20736");
	expect_list(zone_of(0, ARM_ZONE_HIGHMEM), 9, MIGRATE_UNMOVABLE, "20992");
}

static void overcommit_of_small_machines(void **state)
{
	static const struct {
		unsigned int page_shift;
		uint64_t pages;
		uint32_t overcommit;
	} cases[] = {{14, 128, 1}, {14, 129, 0}, {13, 100, 0}, {16, 128, 1}, {12, 64, 0}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		arm_power_off(cases[i].page_shift, 0x30000000);
		arm_start();
		add(0, cases[i].pages << cases[i].page_shift);
		arm_boot();
		assert_int_equal(m->mem_init.info.physpages, cases[i].pages);
		assert_int_equal(m->mem_init.overcommit_memory, cases[i].overcommit);
		assert_int_equal(m->mem_init.info.total_kib,
				 cases[i].pages << (cases[i].page_shift - 10));
	}
}

/* Page 0 is free, and the first block as large as can be. */
static void memory_from_address_0(void **state)
{
	(void)state;
	arm_power_off(12, 0x30000000);
	arm_start();
	add(0, 8 << 20);
	arm_boot();
	assert_int_equal(m->nobootmem.nr_chunks, 2);
	assert_int_equal(m->nobootmem.chunks[0].order, 10);
	expect_list(zone_of(0, ARM_ZONE_NORMAL), 10, MIGRATE_MOVABLE, "1024 0");
}

/* The last page of memory is there in part: it can be marked, if it has a struct page. */
static void partial_last_page(void **state)
{
	(void)state;
	arm_power_off(12, 0x30000000);
	arm_start();
	add(0, (6 << 20) + 0x800);
	take((6 << 20) - 4096, 0x1801);
	arm_boot();
	expect_page(0x5ff, PG_RESERVED, 1, -1, 0, 0, SELF);
	expect_page(0x600, PG_RESERVED, 0, 0, 0, 0, SELF);
	arm_start();
	add(0, (4 << 20) + 0x800);
	take(4 << 20, 0x800);
	arm_zones();
	mm_memmap_init(m);
	boot_mem_init();
	assert_int_equal(m->page_alloc.fault, PAGE_ALLOC_NO_STRUCT_PAGE);
}

/* A reservation that ends within the last page of all is not looked at: high memory is freed. */
static void reservation_at_the_end(void **state)
{
	(void)state;
	arm_power_off(12, 0xf0000000);
	arm_start();
	add(0xe0000000, 0x1ffff000);
	take(0xfff00000, 0xfefff);
	take(0xfffff000, 0x800);
	arm_boot();
	assert_int_equal(m->memblock.reserved.cnt, 2);
	assert_int_equal(m->mem_init.totalhigh_pages, 0xff00);
	expect_page(0xfff00, PG_RESERVED, 1, -1, 0, 0, SELF);
	arm_start();
	add(0xe0000000, 0x1ffff000);
	take(0xfff00000, 0xff800);
	arm_boot();
	assert_int_equal(m->mem_init.totalhigh_pages, 0xffff);
}

static void table_of_page_extensions(void **state)
{
	(void)state;
	arm_power_off(12, 80 << 20);
	arm_config.page_extension = true;
	arm_config.sizeof_page_ext = 4;
	arm_start();
	add_two_banks();
	arm_boot();
	/* Both ends of the node are aligned: 0x5000 entries. It lies in low memory, highest first.
	 */
	assert_int_equal(m->page_ext.size, 0x5000 * 4);
	assert_int_equal(m->page_ext.addr, (80 << 20) - 0x5000 * 4);
	assert_true(memblock_is_reserved(&m->memblock, m->page_ext.addr));
	arm_start();
	add((16 << 20) + 4096, 16 << 20);
	take((16 << 20) + 4096, (16 << 20) - 4096);
	arm_zones();
	mm_memmap_init(m);
	boot_mem_init();
	assert_true(m->page_ext.panicked);
}

/* Caches from 64 bytes on; no DMA caches without ZONE_DMA. */
static void slabs_of_arm(void **state)
{
	static const uint32_t sizes[][2] = {{1, 64}, {64, 64}, {65, 128}, {129, 192}, {193, 256}};

	(void)state;
	arm_power_off(12, 80 << 20);
	arm_start();
	add_two_banks();
	arm_zones();
	mm_memmap_init(m);
	mm_init(m);
	assert_false(mm_has_fault(m));
	assert_int_equal(m->slub.nr_caches, 2 + 9);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		assert_int_equal(kmalloc_slab(&m->slub, sizes[i][0])->size, sizes[i][1]);
	assert_null(m->slub.kmalloc_caches[5]);
	assert_int_equal(m->slub.kmem_cache_node->size, 64);
	assert_int_equal(m->slub.kmem_cache->object_size, 120);
	/* High memory is for vmalloc, low memory for slabs. */
	assert_int_equal(page_zonenum(page_at(m->slub.events[0].pfn)), ARM_ZONE_NORMAL);
	assert_int_equal(vmalloc(&m->vmalloc, 4096), 0xc5800000);
	assert_int_equal(zone_of(0, ARM_ZONE_HIGHMEM)->nr_free_pages, 0x1000 - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(zones_with_high_memory),
	    cmocka_unit_test(zones_with_dma),
	    cmocka_unit_test(machines_without_low_memory),
	    cmocka_unit_test(unused_memmap_is_freed),
	    cmocka_unit_test(pages_of_holes_and_high_memory),
	    cmocka_unit_test(pageblock_of_two_zones),
	    cmocka_unit_test(overcommit_of_small_machines),
	    cmocka_unit_test(memory_from_address_0),
	    cmocka_unit_test(partial_last_page),
	    cmocka_unit_test(reservation_at_the_end),
	    cmocka_unit_test(table_of_page_extensions),
	    cmocka_unit_test(slabs_of_arm),
	};

	return cmocka_run_group_tests(tests, machine_open, machine_close);
}
