#include "nobootmem.h"

#include "area.h"
#include "memmap.h"
#include "minmax.h"

#define MARKS_BYTES  (sizeof(struct reserve_mark) * MAX_RESERVE_MARKS)
#define CHUNKS_BYTES (sizeof(struct released_chunk) * MAX_RELEASED_CHUNKS)

void nobootmem_create(struct nobootmem *nb)
{
	nb->marks = area_map(MARKS_BYTES);
	nb->chunks = area_map(CHUNKS_BYTES);
}

void nobootmem_destroy(struct nobootmem *nb)
{
	area_unmap(nb->marks, MARKS_BYTES);
	area_unmap(nb->chunks, CHUNKS_BYTES);
}

void nobootmem_reset(struct nobootmem *nb)
{
	nb->nr_marks = 0;
	nb->nr_chunks = 0;
}

static void reset_all_zones_managed_pages(struct page_alloc *pa)
{
	for (int nid = node_next(pa->node_online_map, -1); nid >= 0;
	     nid = node_next(pa->node_online_map, nid))
		for (int i = 0; i < MAX_NR_ZONES; i++)
			pa->node_data[nid].node_zones[i].managed_pages = 0;
}

/* Marks the page frames of [pfn, end_pfn) that have a struct page, block by block of the memmap. */
static void mark_reserved(struct page_alloc *pa, const struct memblock *mb, uint64_t pfn,
			  uint64_t end_pfn)
{
	struct sparse *sparse = pa->sparse;
	uint64_t in_block = (UINT64_C(1) << (sparse->geometry->max_order - 1)) - 1;

	while ((pfn = next_valid_pfn(sparse, pfn)) < end_pfn) {
		uint64_t stop = (pfn | in_block) + 1;

		memmap_populate(sparse, pfn);
		for (stop = stop < end_pfn ? stop : end_pfn; pfn < stop; pfn++) {
			struct page *page = pfn_to_page(sparse, pfn);

			if (pfn >= pa->lowest_deferred_pfn)
				init_reserved_page(pa, mb, pfn);
			list_init(&page->lru);
			page->flags |= PG_RESERVED;
		}
	}
}

/* The same where a page frame is valid if its first byte is memory that may be mapped. */
static void mark_reserved_memory(struct page_alloc *pa, const struct memblock *mb, uint64_t pfn,
				 uint64_t end_pfn)
{
	uint64_t in_page = (UINT64_C(1) << mb->page_shift) - 1;
	struct memblock_cursor cursor = {0};
	struct memblock_region region;

	while (!pa->fault && memblock_next_region(&mb->memory, &cursor, &region)) {
		uint64_t start = max_u64(pfn, (region.base + in_page) >> mb->page_shift);
		uint64_t end =
		    min_u64(end_pfn, (region.base + region.size + in_page) >> mb->page_shift);

		if (start >= end || (region.flags & MEMBLOCK_NOMAP))
			continue;
		/* The last page of memory, if memory has only a part of it, is beyond the node. */
		if (!pfn_valid(pa->sparse, end - 1)) {
			pa->fault = PAGE_ALLOC_NO_STRUCT_PAGE;
			end--;
		}
		mark_reserved(pa, mb, start, end);
	}
}

/* reserve_bootmem_region of what a region holds, up to `end`, rounded up. In 4.9 that is the
 * region's last byte, so that a region that ends with the first byte of a page leaves that page
 * unmarked. One that ends within the last page of the address space marks nothing. */
static void reserve_bootmem_region(struct nobootmem *nb, struct page_alloc *pa,
				   const struct memblock *mb, uint64_t start, uint64_t end)
{
	uint64_t start_pfn = memblock_pfn_down(mb, start);
	uint64_t end_pfn = memblock_pfn_up(mb, end);

	if (start_pfn >= end_pfn)
		return;
	nb->marks[nb->nr_marks++] = (struct reserve_mark){start_pfn, end_pfn};
	if (pa->sparse->geometry->flatmem)
		mark_reserved_memory(pa, mb, start_pfn, end_pfn);
	else
		mark_reserved(pa, mb, start_pfn, end_pfn);
}

/* __free_pages_memory: [start, end) as blocks that are as large as their place and the rest of the
 * range allow. */
static void free_pages_memory(struct nobootmem *nb, struct page_alloc *pa,
			      const struct memblock *mb, uint64_t start, uint64_t end)
{
	unsigned int largest = pa->sparse->geometry->max_order - 1;

	while (start < end && !pa->fault) {
		unsigned int order = 63 - (unsigned int)__builtin_clzll(end - start);

		if (start && (unsigned int)__builtin_ctzll(start) < order)
			order = (unsigned int)__builtin_ctzll(start);
		if (order > largest)
			order = largest;
		nb->chunks[nb->nr_chunks++] = (struct released_chunk){start, order};
		if (!early_page_uninitialised(pa, mb, start))
			free_pages_bootmem(pa, start, order);
		start += UINT64_C(1) << order;
	}
}

/* __free_memory_core: the whole pages of [start, end), in bytes. */
static uint64_t free_memory_core(struct nobootmem *nb, struct page_alloc *pa,
				 const struct memblock *mb, uint64_t start, uint64_t end,
				 uint64_t max_low_pfn)
{
	uint64_t start_pfn = memblock_pfn_up(mb, start);
	uint64_t end_pfn = memblock_pfn_down(mb, end);

	if (end_pfn > max_low_pfn)
		end_pfn = max_low_pfn;
	if (start_pfn > end_pfn)
		return 0;
	free_pages_memory(nb, pa, mb, start_pfn, end_pfn);
	return end_pfn - start_pfn;
}

static bool free_range_wraps(const struct memblock *mb)
{
	struct memblock_cursor cursor = {0};
	uint64_t start, end;

	if (!pfn_up_wraps(mb, memblock_end_of_dram(mb)))
		return false;
	while (memblock_next_free_range(mb, &cursor, NUMA_NO_NODE, MEMBLOCK_NONE, &start, &end))
		if (pfn_up_wraps(mb, start))
			return true;
	return false;
}

static void mark_nomap(struct nobootmem *nb, struct page_alloc *pa, const struct memblock *mb,
		       const struct memblock_region *region)
{
	if (region->flags & MEMBLOCK_NOMAP)
		reserve_bootmem_region(nb, pa, mb, region->base, region->base + region->size);
}

/* Gives the reserved regions the nid of the memory they lie in, and marks NOMAP memory. Splitting
 * them may grow the table, and so add a region to it behind the walk: then all is done again. */
static void set_reserved_nids(struct nobootmem *nb, struct page_alloc *pa, struct memblock *mb)
{
	uint64_t max;

	do {
		struct memblock_cursor cursor = {0};
		struct memblock_region region;

		max = mb->reserved.max;
		while (!mb->fault && memblock_next_region(&mb->memory, &cursor, &region)) {
			mark_nomap(nb, pa, mb, &region);
			(void)memblock_set_node(mb, region.base, region.size, &mb->reserved,
						region.nid);
		}
	} while (!mb->fault && max != mb->reserved.max);
}

/* memmap_init_reserved_pages */
static void init_reserved_pages(struct nobootmem *nb, struct page_alloc *pa, struct memblock *mb)
{
	const struct kernel_release *release = pa->release;
	struct memblock_cursor reserved = {0}, memory = {0};
	struct memblock_region region;
	uint64_t start, last;

	if (release->reserved_nids_of_memory)
		set_reserved_nids(nb, pa, mb);
	while (!mb->fault && !pa->fault &&
	       memblock_next_reserved_range(mb, &reserved, &start, &last))
		reserve_bootmem_region(nb, pa, mb, start,
				       release->reserve_end_exclusive ? last + 1 : last);
	if (!release->reserve_end_exclusive || release->reserved_nids_of_memory)
		return;
	while (memblock_next_region(&mb->memory, &memory, &region))
		mark_nomap(nb, pa, mb, &region);
}

static uint64_t free_low_memory_core_early(struct nobootmem *nb, struct page_alloc *pa,
					   struct memblock *mb, uint64_t max_low_pfn)
{
	struct memblock_cursor free = {0};
	uint64_t count = 0;
	uint64_t start, end;

	(void)memblock_clear_hotplug(mb, 0, UINT64_MAX);
	if (mb->fault)
		return 0;
	if (free_range_wraps(mb)) {
		pa->fault = PAGE_ALLOC_PFN_WRAP;
		return 0;
	}
	init_reserved_pages(nb, pa, mb);
	while (!pa->fault && !mb->fault &&
	       memblock_next_free_range(mb, &free, NUMA_NO_NODE, MEMBLOCK_NONE, &start, &end))
		count += free_memory_core(nb, pa, mb, start, end, max_low_pfn);
	return count;
}

uint64_t free_all_bootmem(struct nobootmem *nb, struct page_alloc *pa, struct memblock *mb,
			  uint64_t max_low_pfn)
{
	uint64_t pages;

	reset_all_zones_managed_pages(pa);
	pages = free_low_memory_core_early(nb, pa, mb, max_low_pfn);
	pa->totalram_pages += pages;
	return pages;
}

static bool all_reserved(struct sparse *sparse, const struct memblock *mb, uint64_t pfn,
			 uint64_t end_pfn)
{
	bool flatmem = sparse->geometry->flatmem;

	for (; pfn < end_pfn; pfn++)
		if (!pfn_valid(sparse, pfn) ||
		    (flatmem && !memblock_is_map_memory(mb, pfn << mb->page_shift)) ||
		    !(pfn_to_page(sparse, pfn)->flags & PG_RESERVED))
			return false;
	return true;
}

uint64_t free_memblock_late(struct page_alloc *pa, const struct memblock *mb, uint64_t base,
			    uint64_t size)
{
	uint64_t pfn = memblock_pfn_up(mb, base);
	uint64_t end_pfn = memblock_pfn_down(mb, (base + size) & mb->max_addr);
	uint64_t pages = 0;

	if (!all_reserved(pa->sparse, mb, pfn, end_pfn)) {
		pa->fault = PAGE_ALLOC_FREE_LATE;
		return 0;
	}
	for (; pfn < end_pfn && !pa->fault; pfn++) {
		if (!early_page_uninitialised(pa, mb, pfn))
			free_pages_bootmem(pa, pfn, 0);
		pa->totalram_pages++;
		pages++;
	}
	return pages;
}
