/* kmalloc: objects by size, from the cache that fits or, if none does, straight from the buddy
 * allocator. */
#include "slub.h"

struct kmem_cache *kmalloc_slab(struct slub *slub, uint64_t size)
{
	if (size <= NR_SIZE_INDEX * 8)
		return slub->kmalloc_caches[slub->size_index[(size - 1) / 8]];
	return slub->kmalloc_caches[64 - __builtin_clzll(size - 1)];
}

/* kmalloc_order: a compound page. */
static uint64_t kmalloc_order(struct slub *slub, uint64_t size)
{
	const struct geometry *geometry = slub->pa->sparse->geometry;
	unsigned int order = slub_get_order(slub, size);
	uint64_t pfn = alloc_pages(slub->pa, order, geometry->zone_normal, numa_mem_id(slub->pa),
				   MIGRATE_UNMOVABLE);

	if (pfn == UINT64_MAX)
		return SLUB_NULL;
	prep_compound_page(pfn_to_page(slub->pa->sparse, pfn), order);
	return pfn << geometry->page_shift;
}

uint64_t kmalloc(struct slub *slub, uint64_t size)
{
	if (!size)
		return ZERO_SIZE_PTR;
	if (size > kmalloc_max_cache_size(slub))
		return kmalloc_order(slub, size);
	return kmem_cache_alloc_node(slub, kmalloc_slab(slub, size), NUMA_NO_NODE);
}

void kfree(struct slub *slub, uint64_t address)
{
	struct page *page;

	if (address == SLUB_NULL || address == ZERO_SIZE_PTR)
		return;
	page = compound_head(
	    pfn_to_page(slub->pa->sparse, address >> slub->pa->sparse->geometry->page_shift));
	if (page->flags & PG_SLAB)
		kmem_cache_free(slub, page->slab_cache, address);
	else
		free_pages(slub->pa, page_to_pfn(slub->pa->sparse, page), compound_order(page));
}
