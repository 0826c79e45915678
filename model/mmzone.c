/* Sizes of nodes and zones. Spec 03, 3 to 5 and 7, and 01, 1.12. */
#include "mmzone.h"

#include "machine.h"

void model_mmzone_reset(struct machine *m)
{
	struct mmzone *z = &m->mmzone;

	for (int zone = 0; zone < MAX_NR_ZONES; zone++)
		z->low[zone] = z->high[zone] = 0;
	for (int nid = 0; nid < MAX_NUMNODES; nid++)
		z->movable_pfn[nid] = 0;
	z->movable_zone = -1;
	z->dma_reserve = z->nr_kernel_pages = z->nr_all_pages = z->vm_total_pages = 0;
	z->grouping_disabled = false;
}

void model_find_dma_reserve(struct machine *m)
{
	struct free_cursor cursor = {0};
	uint64_t max_dma_pfn = m->geometry->max_dma_pfn;
	uint64_t present = 0;
	uint64_t free = 0;
	uint64_t i = 0;
	uint64_t start, end;
	int nid;

	while (model_next_mem_pfn_range(m, &i, MAX_NUMNODES, &start, &end, &nid))
		present += min_u64(end, max_dma_pfn) - min_u64(start, max_dma_pfn);
	while (model_next_free_range(m, &cursor, NUMA_NO_NODE, MEMBLOCK_NONE, &start, &end)) {
		start = min_u64(pfn_up(m->geometry, start), max_dma_pfn);
		end = min_u64(pfn_down(m->geometry, end), max_dma_pfn);
		if (start < end)
			free += end - start;
	}
	m->mmzone.dma_reserve = present - free;
}

/* The possible extents of zones: each begins where the one before ends, the first at the first RAM
 * page. MOVABLE has none of its own. */
static void set_zone_limits(struct machine *m)
{
	const uint64_t max_zone_pfn[ZONE_MOVABLE] = {
	    [ZONE_DMA] = min_u64(m->geometry->max_dma_pfn, m->max_low_pfn),
	    [ZONE_DMA32] = min_u64(m->geometry->max_dma32_pfn, m->max_low_pfn),
	    [ZONE_NORMAL] = m->max_low_pfn,
	};
	struct mmzone *z = &m->mmzone;
	uint64_t pfn = 0;
	uint64_t lowest = UINT64_MAX;
	uint64_t i = 0;
	uint64_t start, end;
	int nid;

	while (model_next_mem_pfn_range(m, &i, MAX_NUMNODES, &start, &end, &nid))
		lowest = min_u64(lowest, start);
	if (lowest != UINT64_MAX)
		pfn = lowest;
	if (m->config.rules->dram_floor)
		pfn = pfn_down(m->geometry, model_memblock_start_of_dram(m));
	for (int zone = 0; zone < ZONE_MOVABLE; zone++) {
		z->low[zone] = pfn;
		pfn = max_u64(max_zone_pfn[zone], pfn);
		z->high[zone] = pfn;
	}
	z->low[ZONE_MOVABLE] = z->high[ZONE_MOVABLE] = 0;
}

void model_node_pfn_range(const struct machine *m, int nid, uint64_t *node_start,
			  uint64_t *node_end)
{
	uint64_t i = 0;
	uint64_t start, end;
	int region_nid;

	*node_start = UINT64_MAX;
	*node_end = 0;
	while (model_next_mem_pfn_range(m, &i, nid, &start, &end, &region_nid)) {
		*node_start = min_u64(*node_start, start);
		*node_end = max_u64(*node_end, end);
	}
	if (*node_start == UINT64_MAX)
		*node_start = 0;
}

/* adjust_zone_range_for_zone_movable */
static void adjust_for_movable(struct machine *m, int nid, int zone, uint64_t node_end,
			       uint64_t *start, uint64_t *end)
{
	struct mmzone *z = &m->mmzone;
	uint64_t movable = z->movable_pfn[nid];

	if (movable == 0)
		return;
	if (zone == ZONE_MOVABLE) {
		if (z->movable_zone < 0)
			model_stop(m, STOP_MOVABLE_ZONE);
		*start = movable;
		*end = min_u64(node_end, z->high[z->movable_zone]);
	} else if (!m->options.mirrored_kernelcore && *start<movable && * end> movable) {
		*end = movable;
	} else if (*start >= movable) {
		*start = *end;
	}
}

/* zone_spanned_pages_in_node of a node with pages: [*start, *end) is the span, or, where 0 is
 * returned at once, what turned out to be none of the node's. */
static uint64_t spanned_pages(struct machine *m, int nid, int zone, uint64_t node_start,
			      uint64_t node_end, uint64_t *start, uint64_t *end)
{
	uint64_t low = m->mmzone.low[zone];
	uint64_t high = m->mmzone.high[zone];
	bool clamp_first = m->config.rules->clamp_first;

	*start = clamp_first ? clamp_u64(node_start, low, high) : low;
	*end = clamp_first ? clamp_u64(node_end, low, high) : high;
	adjust_for_movable(m, nid, zone, node_end, start, end);
	if (*end < node_start || *start > node_end)
		return 0;
	*end = min_u64(*end, node_end);
	*start = max_u64(*start, node_start);
	return *end - *start;
}

/* With mirrored memory for the kernel, of the overlap of NORMAL and MOVABLE each lacks what the
 * other has: over the regions of all nodes. */
static uint64_t absent_for_mirror(const struct machine *m, int zone, uint64_t zone_start,
				  uint64_t zone_end)
{
	const struct memblock_type *memory = &m->memblock.memory;
	uint64_t pages = 0;

	for (uint64_t i = 0; i < memory->cnt; i++) {
		const struct memblock_region *r = &memory->regions[i];
		uint64_t start = clamp_u64(pfn_up(m->geometry, r->base), zone_start, zone_end);
		uint64_t end =
		    clamp_u64(pfn_down(m->geometry, r->base + r->size), zone_start, zone_end);
		bool mirror = r->flags & MEMBLOCK_MIRROR;

		if ((zone == ZONE_MOVABLE && mirror) || (zone == ZONE_NORMAL && !mirror))
			pages += end - start;
	}
	return pages;
}

/* zone_absent_pages_in_node: what [zone_start, zone_end) has too little. [Q] In 4.9 a movable start
 * above the node's end makes it negative. */
static uint64_t absent_pages(struct machine *m, int nid, int zone, uint64_t zone_start,
			     uint64_t zone_end)
{
	struct mmzone *z = &m->mmzone;
	uint64_t absent = zone_end - zone_start;
	uint64_t i = 0;
	uint64_t start, end;
	int region_nid;

	while (model_next_mem_pfn_range(m, &i, nid, &start, &end, &region_nid))
		absent -=
		    clamp_u64(end, zone_start, zone_end) - clamp_u64(start, zone_start, zone_end);
	if (m->options.mirrored_kernelcore && z->movable_pfn[nid] != 0)
		absent += absent_for_mirror(m, zone, zone_start, zone_end);
	return absent;
}

/* calc_memmap_size: pages that the struct pages take. */
static uint64_t memmap_pages(const struct machine *m, uint64_t spanned, uint64_t present)
{
	uint64_t pages = spanned;

	if (!m->geometry->flatmem && spanned > present + (present >> 4))
		pages = present;
	return pfn_up(m->geometry, pages * m->geometry->struct_page_size);
}

/* is_highmem_idx */
static bool is_highmem(const struct machine *m, int zone)
{
	return m->geometry->flatmem && zone >= ARM_ZONE_HIGHMEM;
}

/* The estimate of free_area_init_core: without the struct pages and what is reserved for DMA. High
 * memory has its struct pages in low memory. */
static void estimate_managed(struct machine *m, struct zone *z, int zone)
{
	struct mmzone *mz = &m->mmzone;
	uint64_t pages = z->present;

	z->memmap_pages = memmap_pages(m, z->spanned, z->present);
	if (is_highmem(m, zone)) {
		if (mz->nr_kernel_pages > z->memmap_pages * 2)
			mz->nr_kernel_pages -= z->memmap_pages;
	} else {
		if (pages >= z->memmap_pages)
			pages -= z->memmap_pages;
		/* Of every node, not only of the first. */
		if (zone == ZONE_DMA && pages > mz->dma_reserve)
			pages -= mz->dma_reserve;
		mz->nr_kernel_pages = word(m->geometry, mz->nr_kernel_pages + pages);
	}
	mz->nr_all_pages = word(m->geometry, mz->nr_all_pages + pages);
	z->managed = pages;
}

void model_init_zone(struct machine *m, int nid, int zone)
{
	struct node *node = &m->mmzone.nodes[nid];
	struct zone *z = &node->zones[zone];

	if (m->config.rules->plain_estimate)
		z->managed = z->present;
	else
		estimate_managed(m, z, zone);
	if (z->spanned == 0)
		return;
	node->nr_zones = (uint32_t)zone + 1;
	model_init_free_lists(m, nid, zone);
	z->initialized = true;
}

/* check_for_memory and its caller: which node masks the node is in. */
static void set_node_states(const struct machine *m, struct node *node)
{
	node->has_memory = node->present != 0;
	/* One and the same mask but with CONFIG_MOVABLE_NODE. */
	node->has_normal_memory = !m->config.movable_node && node->has_memory;
	for (int zone = 0; m->config.movable_node && zone < ZONE_MOVABLE; zone++)
		if (node->zones[zone].present != 0)
			node->has_normal_memory = true;
}

/* calculate_node_totalpages, for one zone of a node with pages. */
static void set_zone_size(struct machine *m, int nid, int zone, uint64_t node_start,
			  uint64_t node_end)
{
	struct mmzone *mz = &m->mmzone;
	struct zone *z = &mz->nodes[nid].zones[zone];
	uint64_t start, end;

	z->spanned = spanned_pages(m, nid, zone, node_start, node_end, &start, &end);
	if (z->spanned != 0)
		z->start_pfn = start;
	if (!m->config.rules->absent_in_span) {
		start = clamp_u64(node_start, mz->low[zone], mz->high[zone]);
		end = clamp_u64(node_end, mz->low[zone], mz->high[zone]);
		adjust_for_movable(m, nid, zone, node_end, &start, &end);
	}
	z->present = z->spanned - absent_pages(m, nid, zone, start, end);
}

/* reset_deferred_meminit: 2 GiB or 1/256 of the node are initialised early, whichever is more, and
 * as much more as is reserved there. */
static void reset_deferred_meminit(struct machine *m, struct node *node)
{
	uint64_t pages = max_u64(m->geometry->deferred_min_pages, node->spanned >> 8);
	unsigned int shift = m->geometry->page_shift;
	uint64_t reserved = model_memblock_reserved_within(m, node->start_pfn << shift,
							   (node->start_pfn + pages) << shift);

	node->static_init_pgcnt = min_u64(pages + (reserved >> shift), node->spanned);
	node->first_deferred_pfn = UINT64_MAX;
}

/* free_area_init_node */
static void init_node(struct machine *m, int nid)
{
	struct node *node = &m->mmzone.nodes[nid];
	uint64_t node_end;

	model_node_pfn_range(m, nid, &node->start_pfn, &node_end);
	node->spanned = node->present = 0;
	node->nr_zones = 0;
	for (int zone = 0; zone < MAX_NR_ZONES; zone++) {
		struct zone *z = &node->zones[zone];

		*z = (struct zone){0};
		if (node->start_pfn != 0 || node_end != 0)
			set_zone_size(m, nid, zone, node->start_pfn, node_end);
		node->spanned += z->spanned;
		node->present += z->present;
	}
	if (m->config.rules->node_extent)
		node->spanned = node_end - node->start_pfn;
	reset_deferred_meminit(m, node);
	for (int zone = 0; zone < MAX_NR_ZONES; zone++)
		model_init_zone(m, nid, zone);
	set_node_states(m, node);
}

/* calc_nr_kernel_pages: where managed says nothing of it, what is free is counted. */
static void count_free_pages(struct machine *m)
{
	struct free_cursor cursor = {0};
	uint64_t start, end;

	while (model_next_free_range(m, &cursor, NUMA_NO_NODE, MEMBLOCK_NONE, &start, &end))
		if (pfn_up(m->geometry, start) < pfn_down(m->geometry, end))
			m->mmzone.nr_all_pages +=
			    pfn_down(m->geometry, end) - pfn_up(m->geometry, start);
	m->mmzone.nr_kernel_pages = m->mmzone.nr_all_pages;
}

void model_free_area_init_nodes(struct machine *m)
{
	set_zone_limits(m);
	model_find_zone_movable_pfns(m);
	for (int nid = 0; nid < MAX_NUMNODES; nid++)
		if (m->numa.online[nid])
			init_node(m, nid);
	if (m->config.rules->plain_estimate)
		count_free_pages(m);
}

uint64_t model_zone_batchsize(const struct machine *m, uint64_t managed)
{
	uint64_t batch = min_u64(managed / 1024, 512 * 1024 / page_size(m->geometry));
	uint64_t power = 1;

	batch = max_u64(batch / 4, 1);
	batch += batch / 2;
	while (power * 2 <= batch)
		power *= 2;
	return power - 1;
}
