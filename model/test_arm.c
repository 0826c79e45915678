/* 32-bit ARM: spec 05, 3, by hand. */
#include "testing.h"

static struct geometry geometry;

/* An ARM machine without memory; low memory ends at `limit`. */
static void arm(unsigned int page_shift, bool has_zone_dma, uint64_t limit)
{
	struct config config = m->config;

	geometry = model_geometry_arm_flatmem;
	geometry.page_shift = page_shift;
	geometry.has_zone_dma = has_zone_dma;
	config.slub.kmem_cache_node_size = 32;
	config.slub.kmem_cache_node_offset = 116;
	config.slub.kmem_cache_cpu_size = 16;
	model_machine_reset(m, &geometry, &config);
	m->memblock.current_limit = limit;
}

static void boot(const struct arm_params *params)
{
	model_arm_bootmem_init(m, params);
	model_memmap_init(m);
	model_arm_mem_init(m);
}

/* 64 MiB, a hole of 64, 128 MiB of which the upper half is high; 1 MiB of that is reserved. */
static void holes_and_highmem(void **state)
{
	/* struct pages of 32 bytes: those of the hole are 0x4000 * 32 = 512 KiB from 0x600c0000 on.
	 */
	const struct arm_params params = {
	    .phys_offset = 0x60000000, .has_mem_map = true, .mem_map = 0x60040000};
	const struct zone *low, *high;

	(void)state;
	arm(12, false, 0x6c000000);
	model_memblock_add(m, 0x60000000, M(64));
	model_memblock_add(m, 0x68000000, M(128));
	model_memblock_reserve(m, 0x60000000, M(4));
	model_memblock_reserve(m, 0x6d000000, M(1));
	boot(&params);
	low = &m->mmzone.nodes[0].zones[ARM_ZONE_NORMAL];
	high = &m->mmzone.nodes[0].zones[ARM_ZONE_HIGHMEM];
	assert_pair(low->spanned, low->present, 0xc000, 0x8000);
	assert_pair(high->start_pfn, high->present, 0x6c000, 0x4000);
	/* The whole map takes 0x10000 * 32 bytes, 512 pages; of low memory 384 are its own. */
	assert_int_equal(low->memmap_pages, 384);
	assert_int_equal(m->mem_init.freed_memmap.nr, 1);
	assert_pair(m->mem_init.freed_memmap.rows[0].a, m->mem_init.freed_memmap.rows[0].b, 0x64000,
		    0x68000);
	assert_pair(m->mem_init.freed_memmap.rows[0].c, m->mem_init.freed_memmap.rows[0].d,
		    0x600c0000, 0x60140000);
	/* 4 MiB are reserved but for the 128 pages of the map that were freed. */
	assert_int_equal(low->managed, 0x8000 - 1024 + 128);
	assert_pair(high->managed, m->mem_init.totalhigh_pages, 0x4000 - 256, 0x4000 - 256);
	assert_int_equal(m->buddy.totalram_pages, low->managed + high->managed);
	assert_pair(m->mem_init.max_mapnr, m->mem_init.overcommit_memory, 0x10000, 0);
	/* Who lost his struct page is in no run. */
	uint64_t start = 0, end = 0;

	assert_true(model_next_memmap_run(m, 0, UINT64_MAX, &start, &end));
	assert_pair(start, end, 0x60000, 0x64000);
	assert_true(model_next_memmap_run(m, end, UINT64_MAX, &start, &end));
	assert_pair(start, end, 0x68000, 0x70000);
}

/* A range across the limit of low memory is cut there; highmem is freed page by page, reserved
 * pages in between excepted. */
static void range_across_the_limit(void **state)
{
	const struct arm_params params = {0};

	(void)state;
	arm(12, false, M(32) + 4096);
	model_memblock_add(m, 0, M(64));
	model_memblock_reserve(m, M(48), 1);
	boot(&params);
	assert_int_equal(m->release.returned, 0x2001);
	assert_int_equal(m->mem_init.totalhigh_pages, 0x2000 - 1 - 1);
	/* Page 0 is free here. */
	assert_pair(m->release.chunks.rows[0].a, m->release.chunks.rows[0].b, 0, 10);
}

static void dma_zone(void **state)
{
	const struct arm_params params = {.dma_zone_size = M(16)};
	const struct zone *zones = m->mmzone.nodes[0].zones;

	(void)state;
	arm(12, true, M(64));
	model_memblock_add(m, 0, M(8));
	model_memblock_add(m, M(12), M(52));
	boot(&params);
	assert_pair(zones[ARM_ZONE_DMA].spanned, zones[ARM_ZONE_DMA].present, 0x1000, 0x1000);
	/* The hole is in the DMA zone, and counted in the other [Q]. */
	assert_pair(zones[ARM_ZONE_NORMAL].spanned, zones[ARM_ZONE_NORMAL].present, 0x3000, 0x2c00);
}

/* Always overcommit: with pages of 16 KiB or more, and no more than 128 of them. */
static void overcommit(void **state)
{
	static const struct {
		unsigned int page_shift;
		uint64_t pages;
		uint64_t overcommit;
	} rows[] = {{14, 128, 1}, {14, 129, 0}, {13, 128, 0}, {16, 1, 1}, {12, 128, 0}};
	const struct arm_params params = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		arm(rows[i].page_shift, false, M(768));
		model_memblock_add(m, 0, rows[i].pages << rows[i].page_shift);
		boot(&params);
		assert_int_equal(m->mem_init.overcommit_memory, rows[i].overcommit);
	}
}

static void bootmem_init(struct machine *machine, void *argument)
{
	model_arm_bootmem_init(machine, argument);
}

static void no_low_memory(void **state)
{
	struct arm_params params = {0};

	(void)state;
	arm(12, false, M(16));
	model_memblock_add(m, M(16), M(16));
	assert_int_equal(model_run(m, bootmem_init, &params), STOP_NO_LOWMEM);
}

/* A table for 0x1001 pages, and 1024 more as the end is no multiple of that, 4 bytes each: 5 pages
 * of entries and a bit, from the top of low memory. */
static void page_ext(void **state)
{
	const struct arm_params params = {0};

	(void)state;
	arm(12, false, M(768));
	model_memblock_add(m, 0, M(16) + 4096);
	model_arm_bootmem_init(m, &params);
	model_page_ext_init_flatmem(m, 4, 0x3fffffff);
	assert_pair(m->page_ext.size, m->page_ext.addr, 0x1401 * 4, M(16) + 4096 - 6 * 4096);
	assert_true(model_memblock_is_region_reserved(m, m->page_ext.addr, m->page_ext.size));
}

/* Ends of the address space are those of 32 bits. */
static void address_space(void **state)
{
	(void)state;
	arm(12, false, M(768));
	model_memblock_add(m, 0xfffff000, UINT64_MAX);
	assert_pair(m->memblock.memory.regions[0].base, m->memblock.memory.regions[0].size,
		    0xfffff000, 0xfff);
	assert_int_equal(m->memblock.memory.regions[0].nid, 0);
}

/* Objects are aligned to 64: no cache below, none of 96; 15 caches less those five. */
static void caches(void **state)
{
	const struct arm_params params = {0};

	(void)state;
	arm(12, true, M(768));
	model_memblock_add(m, 0, M(16));
	boot(&params);
	model_setup_first_chunk(m, &(struct percpu_params){0x4000, 0x2000, 0x5000});
	model_kmem_cache_init(m);
	assert_int_equal(m->slub.nr_caches, 2 + 9 + 9);
	assert_pair(m->slub.kmalloc_caches[5], m->slub.kmalloc_caches[1], NO_CACHE, NO_CACHE);
	assert_pair(m->slub.size_index[0], m->slub.size_index[11], 6, 7);
	/* offsetof 116 and a node pointer are 120: two cache lines. */
	assert_int_equal(m->slub.caches[BOOT_CACHE].size, 128);
	/* 16 to 17 bytes of name: nine objects of kmalloc-64. */
	assert_int_equal(m->slub.caches[m->slub.kmalloc_caches[6]].objects_out, 9);
	/* 20 objects of kmem_cache are less than 32; kmem_cache_node: 32 bytes; kmalloc-64. */
	assert_int_equal(0x1000 - m->buddy.nr_free_pages, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(holes_and_highmem, x86_64),
	    cmocka_unit_test_setup(range_across_the_limit, x86_64),
	    cmocka_unit_test_setup(dma_zone, x86_64),
	    cmocka_unit_test_setup(overcommit, x86_64),
	    cmocka_unit_test_setup(no_low_memory, x86_64),
	    cmocka_unit_test_setup(page_ext, x86_64),
	    cmocka_unit_test_setup(address_space, x86_64),
	    cmocka_unit_test_setup(caches, x86_64),
	};

	return cmocka_run_group_tests(tests, open_machine, close_machine);
}
