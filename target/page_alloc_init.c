/* The sizes of nodes and zones, and what their struct pages are initialised to. */
#include "area.h"
#include "memmap.h"
#include "minmax.h"
#include "page_alloc.h"

#include <errno.h>
#include <string.h>

/* A page is reported at most once: it loses what made it bad. */
#define BAD_PAGES_BYTES (sizeof(struct bad_page) << 26)

int page_alloc_create(struct page_alloc *pa)
{
	pa->bad_pages = area_map(BAD_PAGES_BYTES);
	return pa->bad_pages ? 0 : -ENOMEM;
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

/* A walk over the page frames of a zone, ascending: what the memory regions say of them. */
struct init_walk {
	struct page_alloc *pa;
	const struct memblock *mb;
	struct memblock_cursor cursor;
	struct memblock_region region; /* the first that ends after the page frame looked at */
	bool has_region;
};

/* Makes `region` the first whose end, rounded down, is after pfn. */
static void walk_to(struct init_walk *walk, uint64_t pfn)
{
	while (walk->has_region && PFN_DOWN(walk->region.base + walk->region.size) <= pfn)
		walk->has_region =
		    memblock_next_region(&walk->mb->memory, &walk->cursor, &walk->region);
}

/* pfn is in no region, or in one whose nid is -1, which counts as none: *end is lowered to the
 * first pfn after it for which that may change, be it only by the cache. */
static void end_of_no_node(struct init_walk *walk, uint64_t pfn, uint64_t *end)
{
	const struct early_pfnnid_cache *cache = &walk->pa->early_pfnnid_cache;

	walk_to(walk, pfn);
	if (walk->has_region) {
		const struct memblock_region *region = &walk->region;
		uint64_t change = PFN_DOWN(region->base + region->size);

		if (region->base > PFN_PHYS(pfn))
			change = PFN_DOWN(region->base - 1) + 1;
		if (change < *end)
			*end = change;
	}
	if (cache->last_start > pfn && cache->last_start < *end)
		*end = cache->last_start;
}

/*
 * early_pfn_in_nid: no page frame of another node's memory. The kernel remembers the last region it
 * found, pfns rounded down, from one zone to the next, and asks it first: a region's partial first
 * page, else in no region, may then belong to its node. *end is lowered to where the answer may
 * change.
 */
static bool early_pfn_in_nid(struct init_walk *walk, uint64_t pfn, unsigned int nid, uint64_t *end)
{
	struct early_pfnnid_cache *cache = &walk->pa->early_pfnnid_cache;

	if (pfn < cache->last_start || pfn >= cache->last_end) {
		uint64_t start_pfn, end_pfn;
		int found = memblock_search_pfn_nid(walk->mb, pfn, &start_pfn, &end_pfn);

		if (found < 0) {
			end_of_no_node(walk, pfn, end);
			return true;
		}
		*cache = (struct early_pfnnid_cache){start_pfn, end_pfn, found};
	}
	if (pfn >= cache->last_end)
		*end = pfn + 1; /* the partial last page of a region */
	else if (cache->last_end < *end)
		*end = cache->last_end;
	return cache->last_nid == (int)nid;
}

/*
 * kernelcore=mirror, ZONE_MOVABLE: mirrored memory was initialised as ZONE_NORMAL. True if pfn is
 * to be left alone; *end is then where the walk goes on: the kernel's loop steps over one page
 * frame more than the region. Else *end is lowered to where the answer may change.
 */
static bool is_mirrored(struct init_walk *walk, uint64_t pfn, uint64_t *end)
{
	uint64_t start_pfn, end_pfn;

	walk_to(walk, pfn);
	start_pfn = PFN_UP(walk->region.base);
	end_pfn = PFN_DOWN(walk->region.base + walk->region.size);
	if (walk->region.flags & MEMBLOCK_MIRROR) {
		if (pfn >= start_pfn) {
			*end = end_pfn + 1;
			return true;
		}
		end_pfn = start_pfn;
	}
	if (end_pfn < *end)
		*end = end_pfn;
	return false;
}

/*
 * update_defer_init, for the page frames [pfn, end) of one section, of which the kernel's loop
 * looks at nr: true if they and all that follow in the zone are deferred. The last zone of a node
 * is cut at the start of a section, once enough of it is initialised; nr_initialised counts these.
 */
static bool defer_init(struct page_alloc *pa, struct pglist_data *pgdat, uint64_t pfn, uint64_t nr,
		       uint64_t *nr_initialised)
{
	bool section_start = !(pfn & (pages_per_section(pa->sparse) - 1));

	if (*nr_initialised + 1 > pgdat->static_init_pgcnt && section_start) {
		pgdat->first_deferred_pfn = pfn;
		pa->lowest_deferred_pfn = min_u64(pa->lowest_deferred_pfn, pfn);
		return true;
	}
	*nr_initialised += nr;
	return false;
}

/* memmap_init_zone */
static void memmap_init_zone(struct page_alloc *pa, const struct memblock *mb,
			     const struct zone *zone)
{
	struct sparse *sparse = pa->sparse;
	uint64_t end_pfn = zone->zone_start_pfn + zone->spanned_pages;
	struct init_walk walk = {.pa = pa, .mb = mb};
	bool skip_mirrored = pa->options.mirrored_kernelcore && zone->index == ZONE_MOVABLE;
	uint64_t flags = page_flags_of((enum zone_type)zone->index, zone->nid);
	uint64_t pfn = zone->zone_start_pfn;
	struct pglist_data *pgdat = &pa->node_data[zone->nid];
	bool may_defer = pa->options.deferred_init &&
			 end_pfn >= pgdat->node_start_pfn + pgdat->node_spanned_pages;
	uint64_t nr_initialised = 0;

	if (pa->highest_memmap_pfn < end_pfn - 1)
		pa->highest_memmap_pfn = end_pfn - 1;
	walk.has_region = memblock_next_region(&mb->memory, &walk.cursor, &walk.region);
	while (pfn < end_pfn && (pfn = next_valid_pfn(sparse, pfn)) < end_pfn) {
		uint64_t end = section_end_pfn(sparse, pfn);
		bool skip = false;
		bool other_node;

		if (end > end_pfn)
			end = end_pfn;
		if (pa->options.nodes_span_other_nodes)
			skip = !early_pfn_in_nid(&walk, pfn, zone->nid, &end);
		other_node = skip;
		if (!skip && skip_mirrored)
			skip = is_mirrored(&walk, pfn, &end);
		if (may_defer && !other_node &&
		    defer_init(pa, pgdat, pfn, skip ? 1 : end - pfn, &nr_initialised))
			break;
		if (!skip)
			memmap_init_run(sparse, pfn, end, flags);
		pfn = end;
	}
}

/*
 * Where holes are unavailable: memory is walked in its order, and what lies between is the zone's
 * above.
 */

/* [pfn, end_pfn), section by section; the part in sections that are not valid is left out. */
static void init_runs(struct sparse *sparse, uint64_t pfn, uint64_t end_pfn, uint64_t flags,
		      bool unavailable)
{
	while (pfn < end_pfn && (pfn = next_valid_pfn(sparse, pfn)) < end_pfn) {
		uint64_t end = section_end_pfn(sparse, pfn);

		end = end < end_pfn ? end : end_pfn;
		if (unavailable)
			memmap_init_unavailable_run(sparse, pfn, end, flags);
		else
			memmap_init_run(sparse, pfn, end, flags);
		pfn = end;
	}
}

/* A nid that is no node keeps the bits that a struct page has room for. */
static uint64_t flags_of_nid(enum zone_type zone, int nid)
{
	return page_flags_of(zone, (unsigned int)nid % MAX_NUMNODES);
}

/* memmap_init_zone_range: what of a region of memory lies in a zone, and the hole before it. */
static void memmap_init_zone_range(struct page_alloc *pa, const struct zone *zone,
				   const struct memblock_region *region, uint64_t *hole_pfn)
{
	uint64_t zone_end = zone->zone_start_pfn + zone->spanned_pages;
	uint64_t start = clamp_u64(PFN_UP(region->base), zone->zone_start_pfn, zone_end);
	uint64_t end =
	    clamp_u64(PFN_DOWN(region->base + region->size), zone->zone_start_pfn, zone_end);
	uint64_t flags = page_flags_of((enum zone_type)zone->index, zone->nid);
	/* Mirrored memory has been initialised as ZONE_NORMAL. */
	bool skip = pa->options.mirrored_kernelcore && zone->index == ZONE_MOVABLE &&
		    (region->flags & MEMBLOCK_MIRROR);

	if (start >= end)
		return;
	if (pa->highest_memmap_pfn < end - 1)
		pa->highest_memmap_pfn = end - 1;
	init_runs(pa->sparse, *hole_pfn, start, flags, true);
	if (!skip)
		init_runs(pa->sparse, start, end, flags, false);
	*hole_pfn = end;
}

/* memmap_init. A node that is not online has no zones. */
static void memmap_init(struct page_alloc *pa, const struct memblock *mb)
{
	struct memblock_cursor cursor = {0};
	struct memblock_region region;
	enum zone_type last_zone = ZONE_DMA;
	uint64_t hole_pfn = 0, end_pfn = 0;
	int last_nid = 0;

	while (memblock_next_region(&mb->memory, &cursor, &region)) {
		bool online = region.nid >= 0 && region.nid < MAX_NUMNODES &&
			      (pa->node_online_map >> region.nid & 1);

		if (PFN_UP(region.base) >= PFN_DOWN(region.base + region.size))
			continue;
		for (int i = 0; online && i < MAX_NR_ZONES; i++) {
			const struct zone *zone = &pa->node_data[region.nid].node_zones[i];

			if (!zone->present_pages)
				continue;
			memmap_init_zone_range(pa, zone, &region, &hole_pfn);
			last_zone = (enum zone_type)i;
		}
		end_pfn = PFN_DOWN(region.base + region.size);
		last_nid = region.nid;
	}
	if (end_pfn)
		init_runs(pa->sparse, hole_pfn, section_end_pfn(pa->sparse, end_pfn - 1),
			  flags_of_nid(last_zone, last_nid), true);
}

/* memmap_init_zone of ARM: every page frame, whether there is memory or not. */
static void memmap_init_flat(struct page_alloc *pa)
{
	for (unsigned int i = 0; i < MAX_NR_ZONES; i++) {
		const struct zone *zone = &pa->node_data[0].node_zones[i];
		uint64_t end_pfn = zone->zone_start_pfn + zone->spanned_pages;

		if (!zone->spanned_pages)
			continue;
		pa->highest_memmap_pfn = end_pfn - 1;
		init_runs(pa->sparse, zone->zone_start_pfn, end_pfn,
			  page_flags_of((enum zone_type)i, 0), false);
	}
}

void memmap_init_nodes(struct page_alloc *pa, const struct memblock *mb)
{
	if (pa->release->holes_unavailable) {
		memmap_init(pa, mb);
		return;
	}
	if (pa->sparse->geometry->flatmem) {
		memmap_init_flat(pa);
		return;
	}
	for (int nid = node_next(pa->node_online_map, -1); nid >= 0;
	     nid = node_next(pa->node_online_map, nid))
		for (int i = 0; i < MAX_NR_ZONES; i++) {
			const struct zone *zone = &pa->node_data[nid].node_zones[i];

			if (zone->spanned_pages)
				memmap_init_zone(pa, mb, zone);
		}
}
