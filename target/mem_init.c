#include "mem_init.h"

#include "memmap.h"

enum { KIB_PER_PAGE = PAGE_SIZE / 1024 };

static uint64_t get_num_physpages(const struct page_alloc *pa)
{
	uint64_t pages = 0;

	for (int nid = node_next(pa->node_online_map, -1); nid >= 0;
	     nid = node_next(pa->node_online_map, nid))
		pages += pa->node_data[nid].node_present_pages;
	return pages;
}

static void mem_init_print_info(struct mem_init_info *info, const struct page_alloc *pa)
{
	info->physpages = get_num_physpages(pa);
	info->available_kib = pa->nr_free_pages * KIB_PER_PAGE;
	info->total_kib = info->physpages * KIB_PER_PAGE;
	info->reserved_kib = (info->physpages - pa->totalram_pages) * KIB_PER_PAGE;
}

void mem_init(struct mem_init_info *info, struct nobootmem *nb, struct page_alloc *pa,
	      struct memblock *mb, uint64_t max_low_pfn)
{
	info->returned = free_all_bootmem(nb, pa, mb, max_low_pfn);
	if (pa->fault || mb->fault)
		return;
	/* What was neither reserved nor released: holes, and pages outside every zone. */
	memmap_populate_all(pa->sparse);
	mem_init_print_info(info, pa);
}
