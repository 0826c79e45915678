/* What else mm_init does on x86-64: percpu, vmalloc, ioremap, kaiser, bootmem info, the figures
 * printed; and struct pages initialised late. */
#include "test_machine.h"

#include <string.h>

/* [16, 16384), one node, all free. */
static void boot_small(void)
{
	memory(16, 16384, 0);
	boot_memmap(16384);
}

/*
 * percpu.
 */

static void expect_map(const struct pcpu_chunk *chunk, const int32_t *map, uint32_t used)
{
	assert_int_equal(chunk->map_used, used);
	for (uint32_t i = 0; i <= used; i++)
		assert_int_equal(chunk->map[i], map[i]);
	for (uint32_t i = used + 1; i < PCPU_EARLY_SLOTS; i++)
		assert_int_equal(chunk->map[i], 0);
}

static void chunks_at_the_start(void **state)
{
	struct percpu *percpu = &m->percpu;

	(void)state;
	percpu_reset(percpu);
	pcpu_setup_first_chunk(percpu, 100, 0, 12288);
	expect_map(percpu->first_chunk, (const int32_t[]){1, 100, 12389}, 2);
	assert_null(percpu->reserved_chunk);
	percpu_reset(percpu);
	pcpu_setup_first_chunk(percpu, 100, 8192, 12288);
	expect_map(percpu->reserved_chunk, (const int32_t[]){1, 100, 8293}, 2);
	expect_map(percpu->first_chunk, (const int32_t[]){1, 8292, 20581}, 2);
	assert_int_equal(percpu->first_chunk->free_size, 12288);
}

/* 28 areas of 32 bytes, aligned to 16, behind `used` bytes. */
static void expect_areas(int32_t used, int32_t padding, bool own_area)
{
	const struct pcpu_chunk *chunk = m->percpu.first_chunk;
	int32_t map[40] = {1};
	uint32_t n = 1;
	const int32_t dyn = 12288;

	percpu_reset(&m->percpu);
	pcpu_setup_first_chunk(&m->percpu, used, 0, dyn);
	chunk = m->percpu.first_chunk;
	for (int i = 0; i < 28; i++)
		assert_int_equal(alloc_percpu(&m->percpu, 32, 16), used + padding + 32 * i);
	if (own_area)
		map[n++] = used;
	for (int i = 0; i < 28; i++)
		map[n++] = (used + padding + 32 * i) | 1;
	map[n++] = used + padding + 32 * 28;
	map[n] = (used + dyn) | 1;
	expect_map(chunk, map, n);
	assert_int_equal(chunk->free_size, dyn - 32 * 28 - (own_area ? 0 : padding));
	assert_int_equal(chunk->contig_hint, dyn);
	assert_int_equal(chunk->first_free, own_area ? 1 : 29);
}

static void areas_of_the_caches(void **state)
{
	(void)state;
	expect_areas(1600, 0, false);
	expect_areas(1598, 2, false); /* too little for an area: it goes to the one before */
	expect_areas(1596, 4, true);
	expect_areas(1586, 14, true);
}

static void area_map_rules(void **state)
{
	struct pcpu_chunk *chunk;

	(void)state;
	percpu_reset(&m->percpu);
	pcpu_setup_first_chunk(&m->percpu, 16, 0, 66);
	chunk = m->percpu.first_chunk;
	assert_int_equal(alloc_percpu(&m->percpu, 128, 2), -1);
	/* A tail of 2 bytes is swallowed, and the hint is what the whole map has. */
	assert_int_equal(alloc_percpu(&m->percpu, 64, 16), 16);
	expect_map(chunk, (const int32_t[]){1, 17, 83}, 2);
	assert_int_equal(chunk->free_size, 0);
	assert_int_equal(chunk->contig_hint, 0);
	assert_int_equal(alloc_percpu(&m->percpu, 2, 2), -1);
	/* An area that is too small stays the first one free. */
	percpu_reset(&m->percpu);
	pcpu_setup_first_chunk(&m->percpu, 8, 0, 200);
	chunk = m->percpu.first_chunk;
	assert_int_equal(alloc_percpu(&m->percpu, 32, 16), 16);
	assert_int_equal(alloc_percpu(&m->percpu, 16, 8), 48);
	assert_int_equal(alloc_percpu(&m->percpu, 8, 8), 8);
	expect_map(chunk, (const int32_t[]){1, 9, 17, 49, 64, 209}, 5);
	assert_int_equal(chunk->first_free, 2);
}

static void maps_are_moved(void **state)
{
	int32_t before[PCPU_EARLY_SLOTS];
	const struct pcpu_chunk *chunk;

	(void)state;
	power_off(GEOMETRY_X86_64);
	boot_small();
	for (int step = 0; step < MM_PERCPU_INIT_LATE; step++)
		mm_init_step(m, (enum mm_init_step)step);
	chunk = m->percpu.first_chunk;
	memcpy(before, chunk->map, sizeof(before));
	assert_ptr_equal(chunk->map, chunk->static_map);
	mm_init_step(m, MM_PERCPU_INIT_LATE);
	assert_memory_equal(before, chunk->map, sizeof(before));
	assert_ptr_equal(chunk->map, chunk->slab_map);
	assert_int_equal(m->percpu.reserved_chunk->map_object, chunk->map_object + 512);
	assert_ptr_equal(pfn_to_page(&m->sparse, PFN_DOWN(chunk->map_object))->slab_cache,
			 m->slub.kmalloc_caches[9]);
	assert_int_equal(chunk->map_alloc, PCPU_EARLY_SLOTS);
}

/*
 * vmalloc.
 */

static void boot_vmalloc(void)
{
	power_off(GEOMETRY_X86_64);
	boot_small();
	for (int step = 0; step < MM_VMALLOC_INIT; step++)
		mm_init_step(m, (enum mm_init_step)step);
}

static void early_areas(void **state)
{
	struct vmalloc *v = &m->vmalloc;
	uint64_t free;

	(void)state;
	boot_vmalloc();
	free = m->page_alloc.nr_free_pages;
	vm_area_add_early(v, 0x3000, 0x1000, 8);
	vm_area_add_early(v, 0x1000, 0x2000, 9);
	vm_area_add_early(v, 0x3000, 0, 10); /* before the one at its address */
	assert_int_equal(v->fault, VMALLOC_OK);
	mm_init_step(m, MM_VMALLOC_INIT);
	assert_int_equal(v->fault, VMALLOC_OK);
	assert_true(v->vmap_initialized);
	assert_int_equal(v->nr_areas, 3);
	assert_int_equal(v->areas[0]->va_start, 0x1000);
	assert_int_equal(v->areas[1]->va_end, 0x3000);
	assert_int_equal(v->areas[2]->va_end, 0x4000);
	assert_int_equal(v->areas[2]->vm->flags, 8);
	assert_int_equal(v->areas[2]->flags, VM_VM_AREA);
	assert_int_equal(m->page_alloc.nr_free_pages, free - 1); /* kmalloc-96 */
}

static void expect_early_fault(const uint64_t (*areas)[2], int nr, enum vmalloc_fault early,
			       enum vmalloc_fault init)
{
	boot_vmalloc();
	for (int i = 0; i < nr && !m->vmalloc.fault; i++)
		vm_area_add_early(&m->vmalloc, areas[i][0], areas[i][1], 0);
	assert_int_equal(m->vmalloc.fault, early);
	if (early)
		return;
	mm_init_step(m, MM_VMALLOC_INIT);
	assert_int_equal(m->vmalloc.fault, init);
}

static void early_areas_that_overlap(void **state)
{
	const uint64_t same[][2] = {{0x1000, 0x1000}, {0x1000, 0x1000}};
	const uint64_t above[][2] = {{0x1000, 0x2000}, {0x2fff, 0x1000}};
	const uint64_t below[][2] = {{0x3000, 0x1000}, {0x2000, 0x1001}};
	const uint64_t touch[][2] = {{0x3000, 0x1000}, {0x2000, 0x1000}, {0x4000, 1}};
	const uint64_t empty[][2] = {{0x3000, 0}, {0x3000, 0}};
	const uint64_t wrap[][2] = {{0x3000, 0x1000}, {UINT64_MAX - 0xfff, 0x2000}};
	const uint64_t wrapped[][2] = {{UINT64_MAX - 0xfff, 0x2000}};

	(void)state;
	expect_early_fault(same, 2, VMALLOC_BUG_OVERLAP, VMALLOC_OK);
	expect_early_fault(above, 2, VMALLOC_BUG_OVERLAP, VMALLOC_OK);
	expect_early_fault(below, 2, VMALLOC_BUG_OVERLAP, VMALLOC_OK);
	expect_early_fault(touch, 3, VMALLOC_OK, VMALLOC_OK);
	expect_early_fault(empty, 2, VMALLOC_OK, VMALLOC_BUG_INSERT);
	/* The end of the second is 0x1000, which is not above the start of the first. */
	expect_early_fault(wrap, 2, VMALLOC_OK, VMALLOC_BUG_INSERT);
	expect_early_fault(wrapped, 1, VMALLOC_OK, VMALLOC_OK);
	assert_int_equal(vmalloc(&m->vmalloc, 1), VMALLOC_NULL);
	assert_int_equal(m->vmalloc.fault, VMALLOC_WRAPPED);
}

static void areas_after_boot(void **state)
{
	const uint64_t start = UINT64_C(0xffffc90000000000);
	struct vmalloc *v = &m->vmalloc;
	uint64_t a, b, c, free;

	(void)state;
	boot_vmalloc();
	vm_area_add_early(v, start + 0x4000, 0x1000, 0);
	mm_init_step(m, MM_VMALLOC_INIT);
	/* It does not fit below the early area, but the hole there is remembered. */
	assert_int_equal(vmalloc(v, 0x100000), start + 0x5000);
	free = m->page_alloc.nr_free_pages;
	a = vmalloc(v, 0x2000);
	assert_int_equal(a, start);
	assert_int_equal(m->page_alloc.nr_free_pages, free - 2);
	b = vmalloc(v, 1);
	assert_int_equal(b, start + 0x106000);
	vfree(v, a);
	assert_int_equal(m->page_alloc.nr_free_pages,
			 free - 2); /* kmalloc-8, for an array of one */
	assert_int_equal(v->lazy_pages, 3);
	/* The addresses stay taken until the purge. */
	c = vmalloc(v, 0x2000);
	assert_int_equal(c, b + 0x2000);
	vm_unmap_aliases(v);
	assert_int_equal(v->lazy_pages, 0);
	assert_int_equal(vmalloc(v, 0x2000), start);
	assert_int_equal(vmalloc(v, 0), VMALLOC_NULL);
	assert_int_equal(vmalloc(v, UINT64_MAX), VMALLOC_NULL);
}

static void area_with_an_array_of_its_own(void **state)
{
	struct vmalloc *v = &m->vmalloc;
	uint64_t free, addr;

	(void)state;
	boot_vmalloc();
	mm_init_step(m, MM_VMALLOC_INIT);
	free = m->page_alloc.nr_free_pages;
	addr = vmalloc(v, 513 << 12);
	/* The pages, two of the array, slabs for both structures; kmalloc-16 has one. */
	assert_int_equal(m->page_alloc.nr_free_pages, free - 513 - 2 - 2);
	assert_int_equal(v->nr_areas, 2);
	assert_int_equal(v->areas[0]->vm->nr_pages, 513);
	assert_int_equal(v->areas[1]->va_start, addr + (514 << 12));
	assert_int_equal(v->areas[1]->vm->nr_pages, 2);
	vfree(v, addr);
	assert_int_equal(m->page_alloc.nr_free_pages, free - 2);
	/* More than there is: everything is given back. */
	assert_int_equal(vmalloc(v, m->page_alloc.totalram_pages << 12), VMALLOC_NULL);
	assert_int_equal(m->page_alloc.nr_free_pages, free - 3); /* kmalloc-256 */
	vm_unmap_aliases(v);
	assert_int_equal(v->nr_areas, 0);
}

static void many_lazy_pages_are_purged(void **state)
{
	struct vmalloc *v = &m->vmalloc;

	(void)state;
	boot_vmalloc();
	mm_init_step(m, MM_VMALLOC_INIT);
	/* 32 MiB with one CPU, guard pages and the array of the first included. */
	vfree(v, vmalloc(v, 8000 << 12));
	assert_int_equal(v->lazy_pages, 8001 + 17);
	vfree(v, vmalloc(v, 173 << 12));
	assert_int_equal(v->lazy_pages, 8192);
	vfree(v, vmalloc(v, 1));
	assert_int_equal(v->lazy_pages, 0);
	assert_int_equal(v->nr_areas, 0);
}

/*
 * ioremap, kaiser.
 */

static void huge_pages_of_ioremap(void **state)
{
	struct ioremap ioremap;

	(void)state;
	ioremap_huge_init(&ioremap, true, false, false);
	assert_true(ioremap.pud_capable && !ioremap.pmd_capable);
	ioremap_huge_init(&ioremap, false, true, false);
	assert_true(!ioremap.pud_capable && ioremap.pmd_capable);
	ioremap_huge_init(&ioremap, true, true, true);
	assert_true(!ioremap.pud_capable && !ioremap.pmd_capable);
}

static bool kaiser_verdict(const char *cmdline, bool amd, bool xenpv)
{
	const struct kaiser_config config = {.built_in = true, .amd = amd, .xenpv = xenpv};

	kaiser_reset(&m->kaiser, &m->page_alloc);
	kaiser_check_boottime_disable(&m->kaiser, &config, cmdline);
	assert_int_equal(m->kaiser.reported_disabled, !m->kaiser.enabled && !xenpv);
	return m->kaiser.enabled;
}

static void kaiser_on_or_off(void **state)
{
	(void)state;
	assert_true(kaiser_verdict("", false, false));
	assert_false(kaiser_verdict("", true, false));
	assert_false(kaiser_verdict("pti=on", false, true));
	assert_true(kaiser_verdict("pti=on", true, false));
	assert_true(kaiser_verdict("a pti=online b", true, false));
	assert_false(kaiser_verdict("pti=on pti=off", false, false));
	assert_false(kaiser_verdict("nopti", false, false));
	assert_true(kaiser_verdict("nopti pti=auto", false, false));
	assert_false(kaiser_verdict("nopti pti=aut", false, false));
	assert_false(kaiser_verdict("nopti pti=", false, false));
	assert_true(kaiser_verdict("nopti=1 xnopti pti.off=1", false, false));
	assert_true(kaiser_verdict("-- pti=ON", false, false));
	assert_false(kaiser_verdict("-- \"pti=on pti=off \"", false, false));
}

#define DIRECT UINT64_C(0xffff880000000000)
#define IMAGE  UINT64_C(0xffffffff80000000)

static struct kaiser *boot_kaiser(void)
{
	power_off(GEOMETRY_X86_64);
	boot_small();
	mm_init(m);
	assert_true(m->kaiser.enabled);
	assert_int_equal(m->kaiser.nr_tables, 256);
	return &m->kaiser;
}

static void kaiser_pages(void **state)
{
	struct kaiser *k = boot_kaiser();
	uint64_t free = m->page_alloc.nr_free_pages;

	(void)state;
	/* From the middle of one page to that of the third, over a border of 2 MiB. */
	kaiser_add_user_map(k, IMAGE + 0x1ff800, 0x1001, X86_PAGE_KERNEL_RX);
	assert_int_equal(k->nr_mapped, 2);
	assert_int_equal(k->nr_tables, 256 + 3);
	assert_int_equal(k->tables[256].level, 2);
	assert_int_equal(k->tables[256].start, IMAGE);
	assert_int_equal(k->tables[257].level, 1);
	assert_int_equal(k->tables[258].start, IMAGE + 0x200000);
	assert_int_equal(m->page_alloc.nr_free_pages, free - 3);
	assert_int_equal(zone_of(0, ZONE_DMA32)->nr_kaisertable, 259);
	assert_int_equal(k->rows[k->tables[257].entries][0x1ff], 0x1ff061);
	assert_int_equal(k->rows[k->tables[258].entries][0], 0x200061);
	/* Size 0 on a page, and off it; an end that wraps. */
	kaiser_add_user_map(k, IMAGE + 0x3000, 0, X86_PAGE_KERNEL);
	assert_int_equal(k->nr_mapped, 2);
	kaiser_add_user_map(k, IMAGE + 0x3001, 0, X86_PAGE_KERNEL);
	assert_int_equal(k->nr_mapped, 3);
	kaiser_add_user_map(k, IMAGE, UINT64_MAX - IMAGE, X86_PAGE_KERNEL);
	assert_int_equal(k->nr_mapped, 3);
	assert_int_equal(k->failed_segments, 0);
	/* A page that is mapped keeps its flags. */
	kaiser_add_user_map(k, IMAGE + 0x3000, 1, X86_PAGE_KERNEL_RO);
	assert_true(k->warnings.differs);
	assert_int_equal(k->rows[k->tables[257].entries][3], 0x3063 | X86_PAGE_NX);
}

static void kaiser_unmapped_pages(void **state)
{
	struct kaiser *k = boot_kaiser();

	(void)state;
	/* The last page of memory and the one behind it. */
	kaiser_add_user_map(k, DIRECT + PFN_PHYS(16383), 0x2000, X86_PAGE_KERNEL);
	assert_int_equal(k->nr_mapped, 1);
	assert_int_equal(k->failed_segments, 1);
	assert_true(k->warnings.pmd_none && !k->warnings.pud_none && !k->warnings.pte_none);
	kaiser_add_user_map(k, DIRECT + (UINT64_C(1) << 30), 1, X86_PAGE_KERNEL);
	assert_true(k->warnings.pud_none);
	kaiser_add_user_map(k, DIRECT + (UINT64_C(1) << 39), 1, X86_PAGE_KERNEL);
	assert_int_equal(k->fault, KAISER_BUG_NO_PGD);
}

static void kaiser_user_pages(void **state)
{
	struct kaiser *k = boot_kaiser();

	(void)state;
	kaiser_add_user_map(k, UINT64_C(0xffffffffff600000), 4096, X86_PAGE_KERNEL_VSYSCALL);
	assert_int_equal(k->fault, KAISER_OK);
	assert_int_equal(k->tables[255].entry_flags, X86_PAGE_TABLE);
	assert_int_equal(k->tables[256].entry_flags, X86_PAGE_TABLE);
	assert_int_equal(k->tables[257].entry_flags, X86_PAGE_TABLE);
	assert_int_equal(k->rows[k->tables[257].entries][0], 0x200065);
	kaiser_add_user_map(k, IMAGE, 4096, X86_PAGE_KERNEL_VSYSCALL);
	assert_int_equal(k->fault, KAISER_BUG_USER_ADDR);
}

static void kaiser_without_memory(void **state)
{
	struct kaiser *k = &m->kaiser;

	(void)state;
	power_off(GEOMETRY_X86_64);
	memory(16, 8192, 0);
	reserve(16, 8192);
	memblock_free(&m->memblock, PFN_PHYS(4200), PFN_PHYS(100));
	boot_memmap(8192);
	mm_init(m);
	assert_true(k->warnings.pgd_alloc);
	assert_int_equal(m->page_alloc.nr_free_pages, 0);
	assert_int_equal(k->nr_tables, 100 - 6);
	kaiser_add_user_map(k, IMAGE, 1, X86_PAGE_KERNEL);
	assert_true(k->warnings.shadow_pgd_none);
	kaiser_add_user_map(k, DIRECT, 1, X86_PAGE_KERNEL);
	assert_int_equal(k->failed_segments, 2);
	assert_int_equal(k->nr_mapped, 0);
}

/*
 * mem_init.
 */

static void figures_of_the_image(void **state)
{
	const struct mem_init_info *info = &m->mem_init.info;

	(void)state;
	power_off(GEOMETRY_X86_64);
	m->config.image = (struct kernel_image){
	    .text = {0x1000000, 0x800000},
	    .data = {0x1c00000, 0x100000},
	    .rodata = {0x1a00000, 0x180000},
	    .init_data = {0x1d00000, 0x140000}, /* with init_text in it */
	    .init_text = {0x1d20000, 0x80000},
	    .bss = {0x1f00000, 0x12345},
	};
	memory(16, 4096, 0);
	reserve(16, 116);
	boot(4096);
	assert_int_equal(info->code_kib, 0x800000 >> 10);
	assert_int_equal(info->rwdata_kib, 0x100000 >> 10);
	assert_int_equal(info->rodata_kib, 0x180000 >> 10);
	assert_int_equal(info->init_kib, 0x140000 >> 10);
	assert_int_equal(info->bss_kib, 0x12345 >> 10);
	assert_int_equal(info->reserved_kib, 400);
	assert_true(m->mem_init.after_bootmem);
	assert_int_equal(m->mem_init.kcore.addr, 0xffffffffff600000);
}

static void bootmem_is_registered(void **state)
{
	(void)state;
	power_off(GEOMETRY_X86_64);
	m->config.bootmem_info = true;
	bootmem_info_add(&m->bootmem_info,
			 (struct bootmem_range){BOOTMEM_USEMAP, 0, PFN_PHYS(300), 1});
	bootmem_info_add(&m->bootmem_info,
			 (struct bootmem_range){BOOTMEM_NODE, 0, PFN_PHYS(200) + 1, 4096});
	bootmem_info_add(&m->bootmem_info,
			 (struct bootmem_range){BOOTMEM_TABLE, 0, PFN_PHYS(300), 4096});
	memory(16, 4096, 0);
	reserve(16, 1024);
	boot(4096);
	assert_int_equal(m->bootmem_info.nr_pages, 4);
	assert_int_equal(m->bootmem_info.pages[0].type, 14);
	assert_int_equal(m->bootmem_info.pages[1].pfn, 201);
	expect_page(200, PG_RESERVED | PG_PRIVATE, 2, -1, 0, 14, SELF);
	expect_page(300, PG_RESERVED | PG_PRIVATE, 3, -1, 0, 13, SELF);
	bootmem_info_add(&m->bootmem_info,
			 (struct bootmem_range){BOOTMEM_NODE, 0, 0, PFN_PHYS(40000)});
	register_page_bootmem_info(&m->bootmem_info, &m->page_alloc, &m->memblock);
	assert_int_equal(m->page_alloc.fault, PAGE_ALLOC_BOOTMEM_INFO);
}

/*
 * Deferred initialisation.
 */

/* Nodes of 0x180 and 0x200 pages, of which 0x100 and a reservation are initialised at once. */
static void boot_deferred(bool deferred, unsigned int nr_threads)
{
	power_off(GEOMETRY_TINY);
	m->config.deferred_init = deferred;
	memory(0x400, 0x5ff, 0);
	memory(0x601, 0x800, 1);
	reserve(0x480, 0x490);
	reserve(0x590, 0x5a0);
	boot(0x800);
	assert_int_equal(m->page_alloc.fault, PAGE_ALLOC_OK);
	if (deferred)
		mm_page_alloc_init_late(m, nr_threads);
}

static void pages_initialised_late(void **state)
{
	const struct pglist_data *pgdat = m->page_alloc.node_data;

	(void)state;
	power_off(GEOMETRY_TINY);
	m->config.deferred_init = true;
	memory(0x400, 0x5ff, 0);
	reserve(0x480, 0x490);
	reserve(0x590, 0x5a0);
	boot_memmap(0x600);
	assert_int_equal(pgdat[0].static_init_pgcnt, 0x110);
	/* The first section that begins behind so many pages. */
	assert_int_equal(pgdat[0].first_deferred_pfn, 0x540);
	boot_mem_init();
	assert_int_equal(m->page_alloc.totalram_pages, 0x1df);
	assert_int_equal(zone_of(0, ZONE_NORMAL)->managed_pages, 0x130);
	expect_page(0x540, 0, 0, 0, 0, 0, ZERO);
	expect_page(0x590, PG_RESERVED, 1, -1, 0, 0, SELF);
	mm_page_alloc_init_late(m, 1);
	assert_int_equal(m->deferred[0].first_pfn, 0x540);
	assert_int_equal(m->deferred[0].nr_pages, 0x1df - 0x130);
	assert_int_equal(zone_of(0, ZONE_NORMAL)->managed_pages, 0x1df);
	assert_int_equal(m->page_alloc.nr_free_pages, 0x1df);
	assert_int_equal(m->page_alloc.totalram_pages, 0x1df);
	expect_page(0x540, 0, 0, -128, 4, 0, LINKED);
	assert_int_equal(m->page_alloc.nr_bad_pages, 0);
}

/* What is free, by zone and order. */
static void count_free_blocks(uint64_t nr_free[2][MAX_ORDER_LIMIT])
{
	for (int nid = 0; nid < 2; nid++)
		for (unsigned int order = 0; order < 5; order++)
			nr_free[nid][order] = zone_of(nid, ZONE_NORMAL)->free_area[order].nr_free;
}

static void late_is_as_good_as_early(void **state)
{
	uint64_t early[2][MAX_ORDER_LIMIT] = {{0}}, late[2][MAX_ORDER_LIMIT] = {{0}};

	(void)state;
	boot_deferred(false, 0);
	count_free_blocks(early);
	for (unsigned int threads = 1; threads <= 4; threads++) {
		boot_deferred(true, threads);
		count_free_blocks(late);
		assert_memory_equal(early, late, sizeof(early));
		assert_int_equal(m->deferred[1].ran, true);
	}
}

/* 6 GiB: with threads of ours at work, twice the same. */
static void many_pages_by_several_threads(void **state)
{
	uint64_t first[MAX_ORDER_LIMIT];

	(void)state;
	for (unsigned int threads = 1; threads <= 4; threads += 3) {
		power_off(GEOMETRY_X86_64);
		m->config.deferred_init = true;
		memory(0x100000, 0x200000, 0);
		reserve(0x1c0000, 0x1c0003);
		boot(0x200000);
		assert_int_equal(m->page_alloc.node_data[0].first_deferred_pfn, 0x180000);
		mm_page_alloc_init_late(m, threads);
		assert_int_equal(m->page_alloc.nr_free_pages, 0x100000 - 3);
		for (unsigned int order = 0; order < 11; order++) {
			uint64_t nr = zone_of(0, ZONE_NORMAL)->free_area[order].nr_free;

			if (threads > 1)
				assert_int_equal(nr, first[order]);
			first[order] = nr;
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(chunks_at_the_start),
	    cmocka_unit_test(areas_of_the_caches),
	    cmocka_unit_test(area_map_rules),
	    cmocka_unit_test(maps_are_moved),
	    cmocka_unit_test(early_areas),
	    cmocka_unit_test(early_areas_that_overlap),
	    cmocka_unit_test(areas_after_boot),
	    cmocka_unit_test(area_with_an_array_of_its_own),
	    cmocka_unit_test(many_lazy_pages_are_purged),
	    cmocka_unit_test(huge_pages_of_ioremap),
	    cmocka_unit_test(kaiser_on_or_off),
	    cmocka_unit_test(kaiser_pages),
	    cmocka_unit_test(kaiser_unmapped_pages),
	    cmocka_unit_test(kaiser_user_pages),
	    cmocka_unit_test(kaiser_without_memory),
	    cmocka_unit_test(figures_of_the_image),
	    cmocka_unit_test(bootmem_is_registered),
	    cmocka_unit_test(pages_initialised_late),
	    cmocka_unit_test(late_is_as_good_as_early),
	    cmocka_unit_test(many_pages_by_several_threads),
	};

	return cmocka_run_group_tests(tests, machine_open, machine_close);
}
