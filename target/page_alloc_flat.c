/* The zones of 32-bit ARM: one node, whose sizes follow from where memory begins and ends, and a
 * mem_map without holes. Page counts are of 32 bits. */
#include "memmap.h"
#include "minmax.h"
#include "page_alloc.h"

/* What zone_sizes_init works out: pages of each zone, and how many of them are holes. */
struct zone_sizes {
	uint64_t size[MAX_NR_ZONES];
	uint64_t hole[MAX_NR_ZONES];
};

/* Takes memory off the holes of low and of high memory. A region within one page frame ends before
 * it starts, and adds to them. */
static void fill_holes(const struct memblock *mb, uint64_t max_low, uint64_t *low, uint64_t *high)
{
	struct memblock_cursor cursor = {0};
	struct memblock_region region = {0};

	while (memblock_next_region(&mb->memory, &cursor, &region)) {
		uint64_t start = memblock_pfn_up(mb, region.base);
		uint64_t end = memblock_pfn_down(mb, region.base + region.size);

		if (start < max_low)
			*low -= min_u64(end, max_low) - start;
		if (end > max_low)
			*high -= end - max_u64(start, max_low);
	}
}

/* zone_sizes_init, arm_adjust_dma_zone: all holes are taken to be above ZONE_DMA. */
static void zone_sizes_init(const struct memblock *mb, const struct arm_zone_config *config,
			    const struct arm_limits *limits, struct zone_sizes *sizes)
{
	uint64_t dma_pages = memblock_pfn_down(mb, config->dma_zone_size);
	uint64_t low = limits->max_low_pfn - limits->min_low_pfn;
	uint64_t high = limits->max_pfn - limits->max_low_pfn;
	uint64_t low_hole = low, high_hole = high;
	enum zone_type lowest = config->zone_dma ? ZONE_DMA : ARM_ZONE_NORMAL;

	*sizes = (struct zone_sizes){0};
	fill_holes(mb, limits->max_low_pfn, &low_hole, &high_hole);
	sizes->size[ARM_ZONE_HIGHMEM] = high;
	sizes->hole[ARM_ZONE_HIGHMEM] = high_hole;
	if (config->zone_dma && config->dma_zone_size && low > dma_pages) {
		sizes->size[ZONE_DMA] = dma_pages;
		sizes->size[ARM_ZONE_NORMAL] = low - dma_pages;
		sizes->hole[ARM_ZONE_NORMAL] = low_hole;
	} else {
		sizes->size[lowest] = low;
		sizes->hole[lowest] = low_hole;
	}
}

/* free_area_init_core for one zone: high memory pays for no struct pages, but low memory pays for
 * those of high memory, as far as it seems able to. */
static void init_zone_flat(struct page_alloc *pa, struct pglist_data *pgdat, struct zone *zone,
			   uint32_t page_size)
{
	const struct geometry *geometry = pa->sparse->geometry;
	uint64_t mask = geometry->max_addr;
	uint64_t bytes =
	    zone->spanned_pages * page_size + (UINT64_C(1) << geometry->page_shift) - 1;
	uint64_t freesize = zone->present_pages;

	zone->memmap_pages = (bytes & mask) >> geometry->page_shift;
	if (zone->index != ARM_ZONE_HIGHMEM) {
		if (freesize >= zone->memmap_pages)
			freesize -= zone->memmap_pages;
		pa->nr_kernel_pages = (pa->nr_kernel_pages + freesize) & mask;
	} else if (pa->nr_kernel_pages > 2 * zone->memmap_pages) {
		pa->nr_kernel_pages -= zone->memmap_pages;
	}
	pa->nr_all_pages = (pa->nr_all_pages + freesize) & mask;
	zone_init(pa, pgdat, zone, freesize);
}

/* free_area_init_node */
static void free_area_init_node(struct page_alloc *pa, const struct zone_sizes *sizes,
				uint64_t start_pfn, uint32_t page_size)
{
	struct pglist_data *pgdat = &pa->node_data[0];
	uint64_t mask = pa->sparse->geometry->max_addr;
	uint64_t pfn = start_pfn;

	*pgdat =
	    (struct pglist_data){.node_start_pfn = start_pfn, .first_deferred_pfn = UINT64_MAX};
	for (unsigned int i = 0; i < MAX_NR_ZONES; i++) {
		struct zone *zone = &pgdat->node_zones[i];

		zone->index = (uint8_t)i;
		zone->spanned_pages = sizes->size[i];
		zone->present_pages = (sizes->size[i] - sizes->hole[i]) & mask;
		if (zone->spanned_pages)
			zone->zone_start_pfn = pfn;
		pfn += zone->spanned_pages;
		pgdat->node_spanned_pages += zone->spanned_pages;
		pgdat->node_present_pages =
		    (pgdat->node_present_pages + zone->present_pages) & mask;
		if (zone->index != ZONE_MOVABLE)
			init_zone_flat(pa, pgdat, zone, page_size);
	}
}

void bootmem_init(struct page_alloc *pa, struct memblock *mb, const struct arm_zone_config *config,
		  struct arm_limits *limits)
{
	uint64_t block = UINT64_C(1) << (pa->sparse->geometry->max_order - 1);
	struct zone_sizes sizes;

	/* adjust_lowmem_bounds */
	memblock_set_current_limit(mb, min_u64(mb->current_limit, memblock_end_of_dram(mb)));
	memblock_allow_resize(mb);
	if (memory_wraps(mb)) {
		pa->fault = PAGE_ALLOC_PFN_WRAP;
		return;
	}
	limits->min_low_pfn = memblock_pfn_up(mb, memblock_start_of_dram(mb));
	limits->max_low_pfn = memblock_pfn_down(mb, mb->current_limit);
	limits->max_pfn = memblock_pfn_down(mb, memblock_end_of_dram(mb));
	if (limits->max_low_pfn <= limits->min_low_pfn) {
		pa->fault = PAGE_ALLOC_NO_LOWMEM;
		return;
	}
	pa->movable_zone = 0;
	pa->first_zone = config->zone_dma ? ZONE_DMA : ARM_ZONE_NORMAL;
	pa->node_online_map = pa->n_memory = pa->n_normal_memory = 1;
	zone_sizes_init(mb, config, limits, &sizes);
	free_area_init_node(pa, &sizes, limits->min_low_pfn, config->page_size);
	/* mem_map: whole blocks, so that buddies can be looked for. */
	memory_present(pa->sparse, 0, limits->min_low_pfn,
		       (limits->max_pfn + block - 1) & ~(block - 1));
	sparse_keep_memory(pa->sparse);
}
