#include "bootmem_info.h"

#include "area.h"
#include "memmap.h"
#include "minmax.h"

#include <stdio.h>
#include <stdlib.h>

#define PAGES_BYTES (sizeof(struct bootmem_page) * BOOTMEM_MAX_PAGES)

void bootmem_info_create(struct bootmem_info *info)
{
	info->pages = area_map(PAGES_BYTES);
}

void bootmem_info_destroy(struct bootmem_info *info)
{
	area_unmap(info->pages, PAGES_BYTES);
}

void bootmem_info_reset(struct bootmem_info *info)
{
	info->nr_ranges = 0;
	info->nr_pages = 0;
}

void bootmem_info_add(struct bootmem_info *info, struct bootmem_range range)
{
	info->ranges[info->nr_ranges++] = range;
}

/* get_page_bootmem */
static void get_page_bootmem(struct bootmem_info *info, struct page_alloc *pa, uint64_t pfn,
			     uint32_t type, uint32_t id)
{
	struct page *page = pfn_to_page(pa->sparse, pfn);

	if (!pfn_valid(pa->sparse, pfn)) {
		pa->fault = PAGE_ALLOC_BOOTMEM_INFO;
		return;
	}
	if (info->nr_pages == BOOTMEM_MAX_PAGES) {
		fputs("mminit: more pages of boot memory than provided for\n", stderr);
		abort();
	}
	memmap_populate(pa->sparse, pfn);
	page->index = type;
	page->flags |= PG_PRIVATE;
	page->private = id;
	page->_refcount++;
	info->pages[info->nr_pages++] = (struct bootmem_page){pfn, type, id};
}

/* Page frames that a range has a byte of. */
static uint64_t nr_pages_touched(const struct bootmem_range *range)
{
	uint64_t last = range->size - 1; /* offset of the last byte */

	if (!range->size)
		return 0;
	return PFN_DOWN(last) + PFN_DOWN(range->start % PAGE_SIZE + last % PAGE_SIZE) + 1;
}

/* All pages of a kind of memory that a node or a section has. */
static void register_kind(struct bootmem_info *info, struct page_alloc *pa, enum bootmem_kind kind,
			  uint64_t id)
{
	static const uint32_t types[NR_BOOTMEM_KINDS] = {[BOOTMEM_NODE] = 14,
							 [BOOTMEM_TABLE] = 13,
							 [BOOTMEM_MEMMAP] = 12,
							 [BOOTMEM_USEMAP] = 13};

	for (uint32_t i = 0; i < info->nr_ranges; i++) {
		const struct bootmem_range *range = &info->ranges[i];

		if (range->kind != kind || range->id != id)
			continue;
		/* A range that wraps leaves memory before it does. */
		for (uint64_t n = 0; n < nr_pages_touched(range) && !pa->fault; n++)
			get_page_bootmem(info, pa, PFN_DOWN(range->start) + n, types[kind],
					 range->id);
	}
}

/* register_page_bootmem_info_node */
static void register_node(struct bootmem_info *info, struct page_alloc *pa,
			  const struct memblock *mb, unsigned int nid)
{
	const struct pglist_data *pgdat = &pa->node_data[nid];
	/* No page frame is valid from max_arch_pfn on, however far the node reaches. */
	uint64_t end_pfn = min_u64(pgdat->node_start_pfn + pgdat->node_spanned_pages,
				   pa->sparse->geometry->max_arch_pfn);
	uint64_t step = pages_per_section(pa->sparse);

	register_kind(info, pa, BOOTMEM_NODE, nid);
	for (uint64_t pfn = pgdat->node_start_pfn; pfn < end_pfn && !pa->fault; pfn += step) {
		uint64_t section = pfn >> pa->sparse->geometry->section_shift_pages;

		if (!pfn_valid(pa->sparse, pfn) || early_pfn_to_nid(pa, mb, pfn) != nid)
			continue;
		for (int kind = BOOTMEM_TABLE; kind <= BOOTMEM_USEMAP; kind++)
			register_kind(info, pa, (enum bootmem_kind)kind, section);
	}
}

void register_page_bootmem_info(struct bootmem_info *info, struct page_alloc *pa,
				const struct memblock *mb)
{
	for (int nid = node_next(pa->node_online_map, -1); nid >= 0 && !pa->fault;
	     nid = node_next(pa->node_online_map, nid))
		register_node(info, pa, mb, (unsigned int)nid);
}
