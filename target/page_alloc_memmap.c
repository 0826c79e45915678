/* What the struct pages of each zone are initialised to. */
#include "memmap.h"
#include "minmax.h"
#include "page_alloc.h"

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
