/* The sizes of nodes and zones. */
#include "area.h"
#include "minmax.h"
#include "page_alloc.h"

#include <string.h>

#define BAD_PAGES_BYTES (sizeof(struct bad_page) * MAX_BAD_PAGES)

void page_alloc_create(struct page_alloc *pa)
{
	pa->bad_pages = area_map(BAD_PAGES_BYTES);
}

void page_alloc_destroy(struct page_alloc *pa)
{
	area_unmap(pa->bad_pages, BAD_PAGES_BYTES);
}

void page_alloc_reset(struct page_alloc *pa, struct sparse *sparse)
{
	struct bad_page *bad_pages = pa->bad_pages;

	/* All but the nodes: those that are online are written anew, the others never read. */
	memset(pa, 0, offsetof(struct page_alloc, node_data));
	pa->bad_pages = bad_pages;
	pa->sparse = sparse;
	pa->release = &kernel_releases[KERNEL_4_9];
	pa->movable_zone = -1;
	pa->lowest_deferred_pfn = UINT64_MAX;
}

bool memory_wraps(const struct memblock *mb)
{
	struct memblock_cursor cursor = {0};
	struct memblock_region region = {0};

	if (!pfn_up_wraps(mb, memblock_end_of_dram(mb)))
		return false;
	while (memblock_next_region(&mb->memory, &cursor, &region))
		;
	return pfn_up_wraps(mb, region.base);
}

void memblock_find_dma_reserve(struct page_alloc *pa, const struct memblock *mb)
{
	uint64_t limit = pa->sparse->geometry->max_dma_pfn;
	struct memblock_cursor pages = {0};
	struct memblock_cursor free = {0};
	uint64_t start, end;

	pa->dma_reserve = 0;
	while (memblock_next_mem_pfn_range(mb, &pages, MAX_NUMNODES, &start, &end, NULL))
		pa->dma_reserve += clamp_u64(end, 0, limit) - clamp_u64(start, 0, limit);
	while (memblock_next_free_range(mb, &free, NUMA_NO_NODE, MEMBLOCK_NONE, &start, &end)) {
		start = clamp_u64(PFN_UP(start), 0, limit);
		end = clamp_u64(PFN_DOWN(end), 0, limit);
		if (start < end)
			pa->dma_reserve -= end - start;
	}
}

/* A node's part of the page frames; both 0 if it has no whole page. */
struct node_range {
	unsigned int nid;
	uint64_t start_pfn;
	uint64_t end_pfn;
};

void get_pfn_range_for_nid(const struct memblock *mb, unsigned int nid, uint64_t *start_pfn,
			   uint64_t *end_pfn)
{
	struct memblock_cursor cursor = {0};
	uint64_t start;

	*start_pfn = *end_pfn = 0;
	if (memblock_next_mem_pfn_range(mb, &cursor, (int)nid, start_pfn, end_pfn, NULL))
		while (memblock_next_mem_pfn_range(mb, &cursor, (int)nid, &start, end_pfn, NULL))
			;
}

/* adjust_zone_range_for_zone_movable */
static void adjust_for_zone_movable(struct page_alloc *pa, const struct node_range *node,
				    enum zone_type zone, uint64_t *start_pfn, uint64_t *end_pfn)
{
	uint64_t movable = pa->zone_movable_pfn[node->nid];

	if (!movable)
		return;
	if (zone == ZONE_MOVABLE) {
		if (pa->movable_zone < 0) {
			pa->fault = PAGE_ALLOC_NO_MOVABLE_ZONE;
			return;
		}
		*start_pfn = movable;
		*end_pfn = clamp_u64(node->end_pfn, 0,
				     pa->arch_zone_highest_possible_pfn[pa->movable_zone]);
	} else if (!pa->options.mirrored_kernelcore && *start_pfn<movable && * end_pfn> movable) {
		*end_pfn = movable;
	} else if (*start_pfn >= movable) {
		*start_pfn = *end_pfn;
	}
}

/* zone_spanned_pages_in_node: the span is [*start_pfn, *end_pfn) if the result is not 0. That is
 * modulo 2^64: a movable start beyond the highest zone makes it negative. */
static uint64_t zone_spanned_pages(struct page_alloc *pa, const struct node_range *node,
				   enum zone_type zone, uint64_t *start_pfn, uint64_t *end_pfn)
{
	uint64_t low = pa->arch_zone_lowest_possible_pfn[zone];
	uint64_t high = pa->arch_zone_highest_possible_pfn[zone];

	*start_pfn = low;
	*end_pfn = high;
	if (pa->release->span_clamped_first) {
		*start_pfn = clamp_u64(node->start_pfn, low, high);
		*end_pfn = clamp_u64(node->end_pfn, low, high);
	}
	adjust_for_zone_movable(pa, node, zone, start_pfn, end_pfn);
	if (*end_pfn < node->start_pfn || *start_pfn > node->end_pfn)
		return 0;
	*end_pfn = *end_pfn < node->end_pfn ? *end_pfn : node->end_pfn;
	*start_pfn = *start_pfn > node->start_pfn ? *start_pfn : node->start_pfn;
	return *end_pfn - *start_pfn;
}

/* With kernelcore=mirror ZONE_NORMAL and ZONE_MOVABLE overlap: mirrored pages count as absent in
 * the latter, the others in the former. */
static uint64_t mirror_absent_pages(const struct memblock *mb, enum zone_type zone,
				    uint64_t start_pfn, uint64_t end_pfn)
{
	struct memblock_cursor cursor = {0};
	struct memblock_region region;
	uint64_t absent = 0;

	while (memblock_next_region(&mb->memory, &cursor, &region)) {
		bool mirror = region.flags & MEMBLOCK_MIRROR;

		if ((zone == ZONE_MOVABLE && mirror) || (zone == ZONE_NORMAL && !mirror))
			absent +=
			    clamp_u64(PFN_DOWN(region.base + region.size), start_pfn, end_pfn) -
			    clamp_u64(PFN_UP(region.base), start_pfn, end_pfn);
	}
	return absent;
}

/* The range that zone_absent_pages_in_node works out for itself: in contrast to the span, its start
 * may lie before the node. */
static void absent_range(struct page_alloc *pa, const struct node_range *node, enum zone_type zone,
			 uint64_t *start_pfn, uint64_t *end_pfn)
{
	uint64_t low = pa->arch_zone_lowest_possible_pfn[zone];
	uint64_t high = pa->arch_zone_highest_possible_pfn[zone];

	*start_pfn = clamp_u64(node->start_pfn, low, high);
	*end_pfn = clamp_u64(node->end_pfn, low, high);
	adjust_for_zone_movable(pa, node, zone, start_pfn, end_pfn);
}

/* zone_absent_pages_in_node: of [zone_start, zone_end). */
static uint64_t zone_absent_pages(struct page_alloc *pa, const struct memblock *mb,
				  const struct node_range *node, enum zone_type zone,
				  uint64_t zone_start, uint64_t zone_end)
{
	struct memblock_cursor cursor = {0};
	uint64_t start, end;
	uint64_t absent;

	absent = zone_end - zone_start;
	while (memblock_next_mem_pfn_range(mb, &cursor, (int)node->nid, &start, &end, NULL))
		absent -=
		    clamp_u64(end, zone_start, zone_end) - clamp_u64(start, zone_start, zone_end);
	if (pa->options.mirrored_kernelcore && pa->zone_movable_pfn[node->nid])
		absent += mirror_absent_pages(mb, zone, zone_start, zone_end);
	return absent;
}

/* calc_memmap_size: pages of memory that the struct pages of a zone take. */
static uint64_t calc_memmap_size(uint64_t spanned_pages, uint64_t present_pages)
{
	uint64_t pages = spanned_pages;

	if (spanned_pages > present_pages + (present_pages >> 4))
		pages = present_pages;
	return PFN_UP(pages * sizeof(struct page));
}

/* calculate_node_totalpages for one zone. */
static void calculate_zone_pages(struct page_alloc *pa, const struct memblock *mb,
				 const struct node_range *node, struct zone *zone)
{
	enum zone_type type = (enum zone_type)zone->index;
	uint64_t start, end;

	zone->zone_start_pfn = 0;
	zone->spanned_pages = 0;
	zone->present_pages = 0;
	if (!node->start_pfn && !node->end_pfn)
		return;
	zone->spanned_pages = zone_spanned_pages(pa, node, type, &start, &end);
	if (zone->spanned_pages)
		zone->zone_start_pfn = start;
	if (!pa->release->absent_of_span)
		absent_range(pa, node, type, &start, &end);
	zone->present_pages =
	    zone->spanned_pages - zone_absent_pages(pa, mb, node, type, start, end);
}

/* What free_area_init_core takes off for struct pages and the DMA reserve: the estimate. */
static uint64_t estimate_managed_pages(const struct page_alloc *pa, struct zone *zone)
{
	uint64_t freesize = zone->present_pages;

	zone->memmap_pages = 0;
	if (pa->release->managed_is_present)
		return freesize;
	zone->memmap_pages = calc_memmap_size(zone->spanned_pages, zone->present_pages);
	if (freesize >= zone->memmap_pages)
		freesize -= zone->memmap_pages;
	if (zone->index == 0 && freesize > pa->dma_reserve)
		freesize -= pa->dma_reserve;
	return freesize;
}

void zone_init(struct page_alloc *pa, struct pglist_data *pgdat, struct zone *zone,
	       uint64_t managed_pages)
{
	zone->managed_pages = managed_pages;
	zone->batch = zone_batchsize(managed_pages, pa->sparse->geometry->page_shift);
	zone->nr_free_pages = 0;
	zone->nr_slab_unreclaimable = 0;
	zone->nr_kaisertable = 0;
	zone->initialized = zone->spanned_pages != 0;
	if (!zone->initialized)
		return;
	pgdat->nr_zones = zone->index + 1u;
	zone_init_free_lists(zone, pa->sparse->geometry->max_order);
}

/* free_area_init_core for one zone. */
static void init_zone(struct page_alloc *pa, struct pglist_data *pgdat, struct zone *zone)
{
	uint64_t freesize = estimate_managed_pages(pa, zone);

	if (!pa->release->managed_is_present) {
		pa->nr_kernel_pages += freesize;
		pa->nr_all_pages += freesize;
	}
	zone_init(pa, pgdat, zone, freesize);
}

static void free_area_init_node(struct page_alloc *pa, const struct memblock *mb, unsigned int nid)
{
	struct pglist_data *pgdat = &pa->node_data[nid];
	struct node_range node = {.nid = nid};

	get_pfn_range_for_nid(mb, nid, &node.start_pfn, &node.end_pfn);
	pgdat->node_start_pfn = node.start_pfn;
	pgdat->node_spanned_pages = 0;
	pgdat->node_present_pages = 0;
	pgdat->nr_zones = 0;
	pgdat->nr_zonelist = 0;
	for (unsigned int i = 0; i < MAX_NR_ZONES; i++) {
		struct zone *zone = &pgdat->node_zones[i];

		zone->nid = (uint8_t)nid;
		zone->index = (uint8_t)i;
		calculate_zone_pages(pa, mb, &node, zone);
		pgdat->node_spanned_pages += zone->spanned_pages;
		pgdat->node_present_pages += zone->present_pages;
		init_zone(pa, pgdat, zone);
	}
	if (pa->release->node_span_by_ends)
		pgdat->node_spanned_pages = node.end_pfn - node.start_pfn;
	reset_deferred_meminit(pa, mb, pgdat);
}

/* N_MEMORY, and check_for_memory: without CONFIG_MOVABLE_NODE both masks are one. */
static void set_node_states(struct page_alloc *pa, unsigned int nid)
{
	const struct pglist_data *pgdat = &pa->node_data[nid];
	bool normal = false;

	for (int i = 0; i < ZONE_MOVABLE; i++)
		normal = normal || pgdat->node_zones[i].present_pages;
	if (!pa->options.movable_node)
		normal = pgdat->node_present_pages != 0;
	if (pgdat->node_present_pages)
		pa->n_memory |= UINT64_C(1) << nid;
	if (normal)
		pa->n_normal_memory |= UINT64_C(1) << nid;
}

/* Where the lowest zone starts. */
static uint64_t lowest_pfn(const struct page_alloc *pa, const struct memblock *mb)
{
	struct memblock_cursor cursor = {0};
	uint64_t start, end;

	if (pa->release->lowest_pfn_of_dram)
		return PFN_DOWN(memblock_start_of_dram(mb));
	if (!memblock_next_mem_pfn_range(mb, &cursor, MAX_NUMNODES, &start, &end, NULL))
		return 0;
	return start;
}

/* calc_nr_kernel_pages */
static void count_free_pages(struct page_alloc *pa, const struct memblock *mb)
{
	struct memblock_cursor cursor = {0};
	uint64_t start, end;

	while (memblock_next_free_range(mb, &cursor, NUMA_NO_NODE, MEMBLOCK_NONE, &start, &end))
		if (PFN_UP(start) < PFN_DOWN(end))
			pa->nr_all_pages += PFN_DOWN(end) - PFN_UP(start);
	pa->nr_kernel_pages = pa->nr_all_pages;
}

void free_area_init_nodes(struct page_alloc *pa, const struct memblock *mb,
			  uint64_t node_online_map, const uint64_t max_zone_pfn[MAX_NR_ZONES])
{
	uint64_t start = lowest_pfn(pa, mb), end;

	for (int i = 0; i < ZONE_MOVABLE; i++) {
		end = max_zone_pfn[i] > start ? max_zone_pfn[i] : start;
		pa->arch_zone_lowest_possible_pfn[i] = start;
		pa->arch_zone_highest_possible_pfn[i] = end;
		start = end;
	}
	pa->node_online_map = node_online_map;
	find_zone_movable_pfns_for_nodes(pa, mb);
	for (int nid = node_next(node_online_map, -1); nid >= 0 && !pa->fault;
	     nid = node_next(node_online_map, nid)) {
		free_area_init_node(pa, mb, (unsigned int)nid);
		set_node_states(pa, (unsigned int)nid);
	}
	if (pa->release->managed_is_present)
		count_free_pages(pa, mb);
}
