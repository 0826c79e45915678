#include "page_ext.h"

void page_ext_init_flatmem(struct page_ext *page_ext, const struct page_alloc *pa,
			   struct memblock *mb, uint64_t entry_size, uint64_t min_addr)
{
	uint64_t block = UINT64_C(1) << (pa->sparse->geometry->max_order - 1);
	const struct pglist_data *pgdat = &pa->node_data[0];
	uint64_t start_pfn = pgdat->node_start_pfn;
	uint64_t nr_pages = pgdat->node_spanned_pages;

	if (!nr_pages)
		return;
	/* The buddy allocator looks at the neighbours of a block, which may be outside the node. */
	if ((start_pfn | (start_pfn + nr_pages)) & (block - 1))
		nr_pages += block;
	page_ext->size = entry_size * nr_pages & mb->max_addr;
	page_ext->addr =
	    memblock_virt_alloc_try_nid_nopanic(mb, page_ext->size, UINT64_C(1) << mb->page_shift,
						min_addr, MEMBLOCK_ALLOC_ACCESSIBLE, 0);
	page_ext->allocated = page_ext->addr != 0;
	page_ext->panicked = !page_ext->allocated;
}
