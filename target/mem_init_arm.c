/* mem_init of 32-bit ARM: one node, a mem_map without holes, high memory. */
#include "mem_init.h"

#include "memmap.h"
#include "minmax.h"

/* Below so many pages, if they are large, no program is refused memory. */
enum { FEW_PAGES = 128, LARGE_PAGE_SHIFT = 14 };

static uint64_t block_pages(const struct page_alloc *pa)
{
	return UINT64_C(1) << (pa->sparse->geometry->max_order - 1);
}

/* Physical address of the struct page of pfn. */
static uint64_t page_address(const struct page_alloc *pa, const struct arm_memory *arm,
			     uint64_t pfn)
{
	uint64_t first = arm->limits.min_low_pfn & ~(block_pages(pa) - 1);

	return arm->mem_map + (pfn - first) * arm->page_size;
}

/* free_memmap: gives memblock the whole pages of the struct pages of a gap. */
static void free_memmap(struct mem_init *mi, struct page_alloc *pa, struct memblock *mb,
			const struct arm_memory *arm, uint64_t start_pfn, uint64_t end_pfn)
{
	uint64_t in_page = (UINT64_C(1) << mb->page_shift) - 1;
	uint64_t start = (page_address(pa, arm, start_pfn) + in_page) & ~in_page & mb->max_addr;
	uint64_t end = page_address(pa, arm, end_pfn) & ~in_page & mb->max_addr;
	bool freed = arm->has_mem_map && start < end;

	mi->unused[mi->nr_unused++] =
	    (struct unused_memmap){start_pfn, end_pfn, start, max_u64(start, end), freed};
	if (freed)
		(void)memblock_free(mb, start, end - start);
}

/* free_unused_memmap: of gaps between regions of memory, whole blocks of MAX_ORDER_NR_PAGES. */
static void free_unused_memmap(struct mem_init *mi, struct page_alloc *pa, struct memblock *mb,
			       const struct arm_memory *arm)
{
	uint64_t in_block = block_pages(pa) - 1;
	struct memblock_cursor cursor = {0};
	struct memblock_region region;
	uint64_t prev_end = 0;

	while (memblock_next_region(&mb->memory, &cursor, &region)) {
		uint64_t start = memblock_pfn_up(mb, region.base) & ~in_block;
		uint64_t end = memblock_pfn_down(mb, region.base + region.size);

		if (prev_end && prev_end < start)
			free_memmap(mi, pa, mb, arm, prev_end, start);
		prev_end = (end + in_block) & ~in_block;
	}
}

/* free_highmem_page of [pfn, end_pfn), one by one. */
static void free_highmem_pages(struct mem_init *mi, struct page_alloc *pa, uint64_t pfn,
			       uint64_t end_pfn)
{
	for (; pfn < end_pfn; pfn++) {
		struct page *page = pfn_to_page(pa->sparse, pfn);

		memmap_populate(pa->sparse, pfn);
		page->flags &= ~PG_RESERVED;
		page->_refcount = 1;
		free_pages(pa, pfn, 0);
		pa->totalram_pages++;
		page_zone(pa, page)->managed_pages++;
		mi->totalhigh_pages++;
	}
}

/* free_highpages of one region of memory: what of [pfn, end_pfn) no reservation touches. */
static void free_highmem_region(struct mem_init *mi, struct page_alloc *pa,
				const struct memblock *mb, uint64_t pfn, uint64_t end_pfn)
{
	struct memblock_cursor cursor = {0};
	struct memblock_region region;

	while (pfn < end_pfn && memblock_next_region(&mb->reserved, &cursor, &region)) {
		uint64_t start = memblock_pfn_down(mb, region.base);
		uint64_t end = memblock_pfn_up(mb, region.base + region.size);

		/* So is one that ends within the last page of all, where rounding up gives 0. */
		if (end < pfn)
			continue;
		start = clamp_u64(start, pfn, end_pfn);
		free_highmem_pages(mi, pa, pfn, start);
		pfn = min_u64(end, end_pfn);
	}
	free_highmem_pages(mi, pa, pfn, end_pfn);
}

static void free_highpages(struct mem_init *mi, struct page_alloc *pa, const struct memblock *mb,
			   uint64_t max_low_pfn)
{
	struct memblock_cursor cursor = {0};
	struct memblock_region region;

	while (memblock_next_region(&mb->memory, &cursor, &region)) {
		uint64_t start = memblock_pfn_up(mb, region.base);
		uint64_t end = memblock_pfn_down(mb, region.base + region.size);

		if (end <= max_low_pfn || (region.flags & MEMBLOCK_NOMAP))
			continue;
		free_highmem_region(mi, pa, mb, max_u64(start, max_low_pfn), end);
	}
}

void mem_init_arm(struct mem_init *mi, struct nobootmem *nb, struct page_alloc *pa,
		  struct memblock *mb, const struct arm_memory *arm,
		  const struct kernel_image *image)
{
	mi->max_mapnr = (arm->limits.max_pfn - arm->phys_pfn_offset) & mb->max_addr;
	free_unused_memmap(mi, pa, mb, arm);
	if (mb->fault)
		return;
	mi->info.returned = free_all_bootmem(nb, pa, mb, arm->limits.max_low_pfn);
	if (pa->fault || mb->fault)
		return;
	free_highpages(mi, pa, mb, arm->limits.max_low_pfn);
	memmap_populate_all(pa->sparse);
	mem_init_print_info(mi, pa, image);
	if (mb->page_shift >= LARGE_PAGE_SHIFT && mi->info.physpages <= FEW_PAGES)
		mi->overcommit_memory = 1;
}
