/* The release and the buddy lists: the worked examples of spec 04, 9, its quirks, its closed form;
 * allocations of spec 06, 7. */
#include "testing.h"

/* Whole pages [start, end) of memory, resp. reserved. */
static void memory(uint64_t start, uint64_t end)
{
	model_memblock_add(m, start << 12, (end - start) << 12);
}

static void reserved(uint64_t start, uint64_t end)
{
	model_memblock_reserve(m, start << 12, (end - start) << 12);
}

/* A list holds exactly these blocks, head first; 0 ends them. */
static void assert_list(uint32_t zone_id, unsigned int order, int type, const uint64_t *pfns)
{
	uint64_t head = model_free_list(zone_id, order, type);
	uint64_t place = model_list_next(&m->buddy, head);

	for (; *pfns; pfns++, place = model_list_next(&m->buddy, place))
		assert_int_equal(place, *pfns);
	assert_int_equal(place, head);
}

#define LIST(...) ((const uint64_t[]){__VA_ARGS__ __VA_OPT__(, ) 0})

static void worked_example(void **state)
{
	static const uint64_t chunks[][2] = {
	    {16, 4},   {32, 5},   {64, 6},   {128, 4},  {144, 3},   {152, 2},
	    {156, 1},  {158, 0},  {256, 8},  {512, 9},  {1100, 2},  {1104, 4},
	    {1120, 5}, {1152, 7}, {1280, 8}, {1536, 9}, {2048, 10}, {3072, 10},
	};
	const int u = MIGRATE_UNMOVABLE, v = MIGRATE_MOVABLE;

	(void)state;
	memory(1, 159);
	memory(256, 4096);
	reserved(1, 16);
	reserved(1024, 1100);
	boot_to_release();
	assert_int_equal(m->release.chunks.nr, 18);
	for (size_t i = 0; i < 18; i++)
		assert_pair(m->release.chunks.rows[i].a, m->release.chunks.rows[i].b, chunks[i][0],
			    chunks[i][1]);
	assert_list(ZONE_DMA, 0, u, LIST(158));
	assert_list(ZONE_DMA, 1, u, LIST(156));
	assert_list(ZONE_DMA, 2, u, LIST(152));
	assert_list(ZONE_DMA, 2, v, LIST(1100));
	assert_list(ZONE_DMA, 3, u, LIST(144));
	assert_list(ZONE_DMA, 4, u, LIST(128, 16));
	assert_list(ZONE_DMA, 4, v, LIST(1104));
	assert_list(ZONE_DMA, 5, u, LIST(32));
	assert_list(ZONE_DMA, 5, v, LIST(1120));
	assert_list(ZONE_DMA, 6, u, LIST(64));
	assert_list(ZONE_DMA, 7, v, LIST(1152));
	assert_list(ZONE_DMA, 8, u, LIST(256));
	assert_list(ZONE_DMA, 8, v, LIST(1280));
	assert_list(ZONE_DMA, 9, v, LIST(1536, 512));
	assert_list(ZONE_DMA, 10, v, LIST(3072, 2048));
	assert_int_equal(m->buddy.totalram_pages, 159 - 16 + 768 + 2996);
	assert_int_equal(m->mmzone.nodes[0].zones[ZONE_DMA].managed, m->buddy.nr_free_pages);
	assert_false(bit_test(m->memmap.index_movable, 158));
}

static void tail_insertion(void **state)
{
	(void)state;
	memory(4096, 8192);
	reserved(4096, 4100);
	reserved(4104, 4112);
	reserved(4120, 4124);
	reserved(4128, 8192);
	boot_to_release();
	assert_list(ZONE_DMA32, 2, MIGRATE_MOVABLE, LIST(4100, 4124));
	assert_list(ZONE_DMA32, 3, MIGRATE_MOVABLE, LIST(4112));
}

static void ranges_that_touch_merge(void **state)
{
	(void)state;
	memory(4096, 8192);
	model_memblock_mark_mirror(m, PAGES(4100), PAGES(4));
	reserved(4104, 8192);
	boot_to_release();
	assert_list(ZONE_DMA32, 2, MIGRATE_MOVABLE, LIST());
	assert_list(ZONE_DMA32, 3, MIGRATE_MOVABLE, LIST(4096));
	assert_true(bit_test(m->memmap.buddy[3], 4096));
	assert_true(bit_test(m->memmap.lru_self, 4100));
	assert_false(bit_test(m->memmap.lru_poison, 4100));
}

static void pages_freed_late(void **state)
{
	static const uint64_t order[] = {4097, 4096, 4098, 4099};

	(void)state;
	memory(4096, 8192);
	reserved(4096, 8192);
	boot_to_release();
	for (int i = 0; i < 4; i++)
		assert_int_equal(model_free_memblock_late(m, order[i] << 12, PAGE_SIZE), 1);
	assert_list(ZONE_DMA32, 2, MIGRATE_MOVABLE, LIST(4096));
	for (uint64_t pfn = 4096; pfn < 4100; pfn++)
		assert_true(bit_test(m->memmap.index_movable, pfn));
	for (uint64_t pfn = 4097; pfn < 4100; pfn++)
		assert_true(bit_test(m->memmap.lru_poison, pfn));
	assert_int_equal(m->buddy.totalram_pages, 4);
}

struct late_range {
	uint64_t base, size;
};

static void free_late(struct machine *machine, void *argument)
{
	const struct late_range *r = argument;

	model_free_memblock_late(machine, r->base, r->size);
}

static void only_reserved_pages_are_freed_late(void **state)
{
	struct late_range beyond = {PAGES(8190), PAGES(3)};
	struct late_range twice = {PAGES(8190), PAGES(1)};
	struct late_range empty = {PAGES(9000) + 1, PAGES(2) - 2};

	(void)state;
	memory(4096, 8192);
	reserved(8000, 8192);
	boot_to_release();
	assert_int_equal(model_run(m, free_late, &beyond), STOP_FREE_LATE);
	assert_int_equal(model_run(m, free_late, &twice), STOP_NONE);
	assert_int_equal(model_run(m, free_late, &twice), STOP_FREE_LATE);
	assert_int_equal(model_run(m, free_late, &empty), STOP_NONE);
	empty.size = PAGES(2);
	assert_int_equal(model_run(m, free_late, &empty), STOP_FREE_LATE);
}

static void limbo_and_holes(void **state)
{
	(void)state;
	memory(4096, 4112);
	memory(4120, 4128);
	model_memblock_reserve(m, PAGES(4097), PAGES(1) + 1);
	model_memblock_reserve(m, PAGES(4100), 1);
	model_memblock_reserve(m, PAGES(4103) - 1, 2);
	model_memblock_mark_nomap(m, PAGES(4120), PAGES(4));
	boot_to_release();
	/* [Q] The page of a last byte that is its first: neither reserved nor free. */
	assert_true(bit_test(m->memmap.reserved, 4097));
	assert_false(bit_test(m->memmap.reserved, 4098));
	assert_true(bit_test(m->memmap.refcount_one, 4098));
	assert_true(bit_test(m->memmap.refcount_one, 4100));
	assert_true(bit_test(m->memmap.reserved, 4102));
	assert_true(bit_test(m->memmap.refcount_one, 4103));
	/* The empty row of the one-byte region is not there. */
	assert_int_equal(m->release.reserved_ranges.nr, 2);
	assert_true(bit_test(m->memmap.refcount_one, 4115));
	assert_true(bit_test(m->memmap.refcount_one, 4120));
	assert_true(bit_test(m->memmap.buddy[2], 4124));
	assert_int_equal(m->release.returned, 16 - 5 + 4);
}

static void reserved_outside_of_zones(void **state)
{
	(void)state;
	memory(1, 4096);
	reserved(0, 1);
	reserved(5000, 5001);
	boot_to_release();
	assert_true(bit_test(m->memmap.reserved, 0));
	assert_true(bit_test(m->memmap.lru_self, 5000));
	assert_false(bit_test(m->memmap.mapcount_reset, 5000));
	assert_false(bit_test(m->memmap.lru_self, 5001));
}

static void pages_of_no_node_are_bad(void **state)
{
	(void)state;
	model_memblock_add_node(m, PAGES(4096), PAGES(4096), 0);
	model_setup_end_of_memory(m);
	model_numa_from_regions(m);
	memory(1, 8);
	model_setup_zones(m);
	model_memmap_init(m);
	model_mem_init(m);
	/* Chunks 1:0, 2:1, 4:2 are counted in node 0, zone 0, and lost. */
	assert_int_equal(m->release.returned, 4096 + 7);
	assert_int_equal(m->mmzone.nodes[0].zones[ZONE_DMA].managed, 7);
	assert_int_equal(m->mmzone.nodes[0].zones[ZONE_DMA].free, 0);
	assert_int_equal(m->buddy.pgfree, 4096 + 1);
	assert_int_equal(m->buddy.bad_pages.nr, 7);
	/* The tails are looked at before the head. */
	assert_pair(m->buddy.bad_pages.rows[1].a, m->buddy.bad_pages.rows[1].b, 3, BAD_MAPCOUNT);
	assert_int_equal(m->buddy.bad_pages.rows[2].a, 2);
	assert_true(bit_test(m->memmap.mapcount_reset, 1));
}

static void release(struct machine *machine, void *argument)
{
	(void)argument;
	model_mem_init(machine);
}

static void page_without_struct_page(void **state)
{
	(void)state;
	/* Pageblocks of 8, sections of 64 pages; page 0x440 is half unpluggable. */
	memory(0x400, 0x440);
	model_memblock_add(m, PAGES(0x440), PAGE_SIZE);
	model_memblock_mark_hotplug(m, PAGES(0x440), 0x800);
	model_setup_end_of_memory(m);
	model_numa_from_regions(m);
	model_setup_zones(m);
	model_memmap_init(m);
	assert_false(model_pfn_valid(m, 0x440));
	assert_int_equal(model_run(m, release, NULL), STOP_NO_STRUCT_PAGE);
	assert_int_equal(m->buddy.nr_free_pages, 0x40);
}

static void print_info(void **state)
{
	struct image_range image[NR_IMAGE_PARTS] = {
	    [IMAGE_TEXT] = {K(16), K(64)},      [IMAGE_DATA] = {K(128), K(64)},
	    [IMAGE_RODATA] = {K(48), K(8)},     [IMAGE_INIT_DATA] = {K(136), K(16)},
	    [IMAGE_INIT_TEXT] = {K(140), K(4)}, [IMAGE_BSS] = {K(256), K(32)},
	};
	struct mem_info info;

	(void)state;
	memory(4096, 8192);
	reserved(4096, 4196);
	boot_to_release();
	info = model_mem_init_print_info(m, image);
	assert_pair(info.physpages, info.total_kib, 4096, 16384);
	assert_pair(info.available_kib, info.reserved_kib, 16384 - 400, 400);
	/* init_text is in init_data: 12 and 4; that is in data, of which 52 are left; rodata is in
	 * text. */
	assert_pair(info.init_kib, info.rwdata_kib, 16, 52);
	assert_pair(info.code_kib, info.rodata_kib, 56, 8);
	assert_int_equal(info.bss_kib, 32);
	/* What is as large as the part around it is not taken off. */
	image[IMAGE_RODATA] = image[IMAGE_TEXT];
	info = model_mem_init_print_info(m, image);
	assert_pair(info.code_kib, info.rodata_kib, 64, 64);
}

static bool is_released(const uint64_t *released, uint64_t pfn, unsigned int order)
{
	const uint8_t *id = m->memmap.zone_id;

	for (uint64_t p = pfn; p < pfn + (UINT64_C(1) << order); p++)
		if (!bit_test(released, p) || id[p] != id[pfn])
			return false;
	return true;
}

/* Spec 04, 5: what is a free block, from the pages alone, without any order of events. */
static bool is_free_block(const uint64_t *released, uint64_t pfn, unsigned int order)
{
	return is_released(released, pfn, order) &&
	       (order == m->geometry->max_order - 1 ||
		!is_released(released, pfn & ~(UINT64_C(1) << order), order + 1));
}

static void assert_closed_form(void)
{
	uint64_t released[0x800 / 64] = {0};

	for (size_t i = 0; i < m->release.chunks.nr; i++)
		bits_set(released, m->release.chunks.rows[i].a,
			 UINT64_C(1) << m->release.chunks.rows[i].b);
	for (unsigned int order = 0; order < m->geometry->max_order; order++)
		for (uint64_t pfn = 0; pfn < 0x800; pfn += UINT64_C(1) << order)
			assert_int_equal(model_pfn_valid(m, pfn) &&
					     bit_test(m->memmap.buddy[order], pfn),
					 is_free_block(released, pfn, order));
}

static uint64_t next_random(uint64_t *x)
{
	*x ^= *x << 13;
	*x ^= *x >> 7;
	*x ^= *x << 17;
	return *x >> 20;
}

static void closed_form_of_random_machines(void **state)
{
	uint64_t x = 88172645463325252;

	for (int round = 0; round < 300; round++) {
		tiny(state);
		memory(1, 0x800);
		for (int i = 0; i < 12; i++) {
			uint64_t base = next_random(&x) % M(8);
			uint64_t size = next_random(&x) % K(256);

			if (i < 3)
				model_memblock_remove(m, base & ~UINT64_C(0xfff), size);
			else if (i < 6)
				model_memblock_mark_mirror(m, base & ~UINT64_C(0xfff), PAGES(100));
			else
				model_memblock_reserve(m, base, size);
		}
		m->options.required_kernelcore = next_random(&x) % 0x1000;
		boot_to_release();
		assert_closed_form();
	}
}

static void allocation_takes_the_head(void **state)
{
	uint64_t pfn;

	(void)state;
	memory(4096, 8192);
	boot_to_release();
	assert_list(ZONE_DMA32, 10, MIGRATE_MOVABLE, LIST(7168, 6144, 5120, 4096));
	assert_true(model_alloc_pages(m, 0, ZONE_MOVABLE, 0, MIGRATE_MOVABLE, &pfn));
	assert_int_equal(pfn, 7168);
	assert_list(ZONE_DMA32, 0, MIGRATE_MOVABLE, LIST(7169));
	assert_list(ZONE_DMA32, 9, MIGRATE_MOVABLE, LIST(7680));
	assert_true(bit_test(m->memmap.refcount_one, 7168));
	assert_true(bit_test(m->memmap.lru_poison, 7168));
	assert_false(model_alloc_pages(m, 11, ZONE_MOVABLE, 0, MIGRATE_MOVABLE, &pfn));
	assert_false(model_alloc_pages(m, 0, ZONE_DMA, 0, MIGRATE_MOVABLE, &pfn));
	assert_false(model_alloc_pages(m, 0, ZONE_MOVABLE, 1, MIGRATE_MOVABLE, &pfn));
	model_free_pages(m, 7168, 0);
	assert_list(ZONE_DMA32, 10, MIGRATE_MOVABLE, LIST(7168, 6144, 5120, 4096));
	assert_int_equal(m->buddy.nr_free_pages, 4096);
}

static void stealing_whole_pageblocks(void **state)
{
	uint64_t pfn;

	(void)state;
	memory(4096, 8192);
	boot_to_release();
	assert_true(model_alloc_pages(m, 3, ZONE_NORMAL, 0, MIGRATE_UNMOVABLE, &pfn));
	assert_int_equal(pfn, 7168);
	assert_int_equal(model_pageblock_type(m, 7168), MIGRATE_UNMOVABLE);
	assert_int_equal(model_pageblock_type(m, 7680), MIGRATE_UNMOVABLE);
	assert_list(ZONE_DMA32, 9, MIGRATE_UNMOVABLE, LIST(7680));
	assert_list(ZONE_DMA32, 3, MIGRATE_UNMOVABLE, LIST(7176));
}

static void stealing_parts_of_a_pageblock(void **state)
{
	uint64_t pfn;

	(void)state;
	/* Pageblocks are of 8 pages: 0x400 has 2 free pages, 0x408 has 6. */
	memory(0x400, 0x480);
	reserved(0x402, 0x408);
	reserved(0x40c, 0x40e);
	reserved(0x410, 0x480);
	boot_to_release();
	assert_false(m->mmzone.grouping_disabled);
	assert_list(ZONE_NORMAL, 1, MIGRATE_MOVABLE, LIST(0x400, 0x40e));
	assert_list(ZONE_NORMAL, 2, MIGRATE_MOVABLE, LIST(0x408));
	/* The largest block goes first, and the rest of its pageblock with it. */
	assert_true(model_alloc_pages(m, 1, ZONE_NORMAL, 0, MIGRATE_RECLAIMABLE, &pfn));
	assert_int_equal(pfn, 0x408);
	assert_int_equal(model_pageblock_type(m, 0x408), MIGRATE_RECLAIMABLE);
	assert_list(ZONE_NORMAL, 1, MIGRATE_RECLAIMABLE, LIST(0x40a, 0x40e));
	/* Half of a pageblock is enough to own it, */
	assert_true(model_alloc_pages(m, 1, ZONE_NORMAL, 0, MIGRATE_UNMOVABLE, &pfn));
	assert_int_equal(pfn, 0x40a);
	assert_int_equal(model_pageblock_type(m, 0x408), MIGRATE_UNMOVABLE);
	assert_true(model_alloc_pages(m, 1, ZONE_NORMAL, 0, MIGRATE_UNMOVABLE, &pfn));
	/* less is not. */
	assert_true(model_alloc_pages(m, 0, ZONE_NORMAL, 0, MIGRATE_UNMOVABLE, &pfn));
	assert_int_equal(pfn, 0x400);
	assert_int_equal(model_pageblock_type(m, 0x400), MIGRATE_MOVABLE);
	assert_list(ZONE_NORMAL, 0, MIGRATE_UNMOVABLE, LIST(0x401));
}

static void grouping_disabled(void **state)
{
	uint64_t pfn;

	(void)state;
	memory(0x400, 0x410);
	boot_to_release();
	assert_true(m->mmzone.grouping_disabled);
	assert_true(model_alloc_pages(m, 0, ZONE_NORMAL, 0, MIGRATE_RECLAIMABLE, &pfn));
	assert_int_equal(model_pageblock_type(m, pfn), MIGRATE_UNMOVABLE);
	assert_list(ZONE_NORMAL, 0, MIGRATE_UNMOVABLE, LIST(0x401));
}

static void holes_are_reserved(void **state)
{
	const struct memmap *mm = &m->memmap;

	(void)state;
	model_memblock_add_node(m, PAGES(0x210), PAGES(0x10), 0);
	model_memblock_add_node(m, PAGES(0x228), PAGES(0x10), 1);
	/* [0x250, 0x260), in the same section, and the tail of the next one. */
	model_memblock_add_node(m, PAGES(0x250), PAGES(0x10), 1);
	model_memblock_mark_nomap(m, PAGES(0x250), PAGES(8));
	model_memblock_reserve(m, PAGES(0x22a), PAGES(1) + 1);
	boot_to_release();
	assert_int_equal(m->sparse.nr_present, 2);
	/* A hole belongs to the region behind it, the tail to the last one. */
	assert_true(bits_all(mm->reserved, 0x200, 0x10));
	assert_int_equal(mm->zone_id[0x200], zone_id(0, ZONE_DMA32));
	assert_true(bits_all(mm->reserved, 0x220, 8));
	assert_int_equal(mm->zone_id[0x220], zone_id(1, ZONE_DMA32));
	assert_true(bits_all(mm->reserved, 0x260, 0x20));
	assert_int_equal(mm->zone_id[0x27f], zone_id(1, ZONE_DMA32));
	assert_true(bits_all(mm->refcount_one, 0x260, 0x20));
	assert_true(bits_all(mm->mapcount_reset, 0x260, 0x20));
	/* No page in limbo; NOMAP memory is marked behind the reserved regions. */
	assert_true(bits_all(mm->reserved, 0x22a, 2));
	assert_true(bits_all(mm->reserved, 0x250, 8));
	assert_pair(m->release.reserved_ranges.rows[0].a, m->release.reserved_ranges.rows[0].b,
		    0x22a, 0x22c);
	assert_pair(m->release.reserved_ranges.rows[1].a, m->release.reserved_ranges.rows[1].b,
		    0x250, 0x258);
	assert_int_equal(m->release.returned, 0x10 + 0xe + 8);
	assert_int_equal(m->memmap.highest_memmap_pfn, 0x25f);
}

static void pageblocks_begin_in_memory(void **state)
{
	(void)state;
	memory(0x210, 0x214);
	memory(0x21c, 0x22c);
	boot_to_release();
	assert_int_equal(model_pageblock_type(m, 0x210), MIGRATE_MOVABLE);
	/* 4.9 would call these two movable as well: the zone spans them. */
	assert_int_equal(model_pageblock_type(m, 0x218), MIGRATE_UNMOVABLE);
	assert_int_equal(model_pageblock_type(m, 0x230), MIGRATE_UNMOVABLE);
	assert_int_equal(model_pageblock_type(m, 0x228), MIGRATE_MOVABLE);
}

static void every_valid_page_is_reserved_or_free(void **state)
{
	(void)state;
	model_memblock_add(m, 0x1800, PAGES(0x60));
	model_memblock_add(m, M(1) + 1, PAGES(0x100));
	model_memblock_reserve(m, PAGES(0x10) + 0x10, PAGES(0x20));
	model_memblock_reserve(m, PAGES(0x7f), 1);
	boot_to_release();
	for (uint64_t pfn = 0; pfn < 0x800; pfn++) {
		bool released = false;

		for (size_t i = 0; i < m->release.chunks.nr; i++)
			released |= pfn - m->release.chunks.rows[i].a <
				    UINT64_C(1) << m->release.chunks.rows[i].b;
		if (model_pfn_valid(m, pfn))
			assert_int_equal(bit_test(m->memmap.reserved, pfn), !released);
	}
}

static void reserved_regions_learn_their_node(void **state)
{
	const struct memblock_type *list = &m->memblock.reserved;

	(void)state;
	model_memblock_add_node(m, M(1), M(1), 0);
	model_memblock_add_node(m, M(2), M(1), 1);
	model_memblock_reserve(m, M(2) - PAGES(1), PAGES(2));
	model_memblock_reserve(m, M(4), PAGES(1));
	m->memblock.can_resize = true;
	reserved(0x280, 0x281);
	/* Room for the two of isolate_range is only in a grown table. */
	m->memblock.reserved.max = 4;
	boot_to_release();
	assert_int_equal(list->max, 8);
	assert_int_equal(m->memblock.events.nr, 1);
	assert_int_equal(list->regions[0].nid, 0);
	assert_int_equal(list->regions[1].base, M(2));
	for (uint64_t i = 1; i + 1 < list->cnt; i++)
		assert_int_equal(list->regions[i].nid, 1);
	assert_int_equal(list->regions[list->cnt - 1].nid, MAX_NUMNODES);
}

static void lists_ascend(void **state)
{
	(void)state;
	memory(4096, 8192);
	reserved(4096, 4100);
	reserved(4104, 4112);
	reserved(4120, 4124);
	reserved(4125, 4126);
	reserved(4128, 6144);
	boot_to_release();
	assert_list(ZONE_DMA32, 0, MIGRATE_MOVABLE, LIST(4124));
	assert_list(ZONE_DMA32, 2, MIGRATE_MOVABLE, LIST(4100));
	assert_list(ZONE_DMA32, 10, MIGRATE_MOVABLE, LIST(6144, 7168));
	/* A single page is freed like any other block. */
	assert_false(bit_test(m->memmap.index_movable, 4124));
	assert_false(bit_test(m->memmap.lru_poison, 4124));
	assert_int_equal(m->buddy.pgfree, m->buddy.nr_free_pages);
	assert_int_equal(model_free_memblock_late(m, PAGES(4125), PAGE_SIZE), 1);
	assert_list(ZONE_DMA32, 2, MIGRATE_MOVABLE, LIST(4100, 4124));
	assert_false(bit_test(m->memmap.index_movable, 4125));
}

/* Two pageblocks become one block of order 10; the upper one was there first and is of another
 * type. */
static void release_across_types(const struct rules *rules)
{
	power_on(&model_geometry_x86_64, rules);
	memory(0x1400, 0x1c00);
	reserved(0x1800, 0x1a00);
	model_setup_end_of_memory(m);
	model_numa_from_regions(m);
	model_setup_zones(m);
	model_memmap_init(m);
	model_set_pageblock_type(m, 0x1a00, MIGRATE_UNMOVABLE);
	model_mem_init(m);
	for (uint64_t pfn = 0x1800; pfn < 0x1a00; pfn++)
		model_free_memblock_late(m, pfn << 12, PAGE_SIZE);
	assert_true(bit_test(m->memmap.buddy[10], 0x1800));
}

static void absorbed_pageblocks_are_retyped(void **state)
{
	(void)state;
	release_across_types(&model_rules_6_1);
	assert_int_equal(model_pageblock_type(m, 0x1a00), MIGRATE_UNMOVABLE);
	release_across_types(&model_rules_6_12);
	assert_int_equal(model_pageblock_type(m, 0x1a00), MIGRATE_MOVABLE);
	assert_list(ZONE_DMA32, 10, MIGRATE_MOVABLE, LIST(0x1400, 0x1800));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(worked_example, x86_64),
	    cmocka_unit_test_setup(tail_insertion, x86_64),
	    cmocka_unit_test_setup(ranges_that_touch_merge, x86_64),
	    cmocka_unit_test_setup(pages_freed_late, x86_64),
	    cmocka_unit_test_setup(only_reserved_pages_are_freed_late, x86_64),
	    cmocka_unit_test_setup(limbo_and_holes, x86_64),
	    cmocka_unit_test_setup(reserved_outside_of_zones, x86_64),
	    cmocka_unit_test_setup(pages_of_no_node_are_bad, x86_64),
	    cmocka_unit_test_setup(page_without_struct_page, tiny),
	    cmocka_unit_test_setup(print_info, x86_64),
	    cmocka_unit_test_setup(closed_form_of_random_machines, tiny),
	    cmocka_unit_test_setup(allocation_takes_the_head, x86_64),
	    cmocka_unit_test_setup(stealing_whole_pageblocks, x86_64),
	    cmocka_unit_test_setup(stealing_parts_of_a_pageblock, tiny),
	    cmocka_unit_test_setup(grouping_disabled, tiny),
	    cmocka_unit_test_setup(holes_are_reserved, tiny_6_1),
	    cmocka_unit_test_setup(pageblocks_begin_in_memory, tiny_6_1),
	    cmocka_unit_test_setup(every_valid_page_is_reserved_or_free, tiny_6_1),
	    cmocka_unit_test_setup(every_valid_page_is_reserved_or_free, tiny_6_12),
	    cmocka_unit_test_setup(reserved_regions_learn_their_node, tiny_6_12),
	    cmocka_unit_test_setup(lists_ascend, release_6_1),
	    cmocka_unit_test(absorbed_pageblocks_are_retyped),
	};

	return cmocka_run_group_tests(tests, open_machine, close_machine);
}
