/* Where each node's movable zone begins (find_zone_movable_pfns_for_nodes). Spec 03, 6. */
#include "machine.h"
#include "mmzone.h"

static uint64_t round_up_to_max_order(const struct machine *m, uint64_t pages)
{
	uint64_t unit = max_order_nr_pages(m->geometry);

	return (pages + unit - 1) / unit * unit;
}

/* early_calculate_totalpages: whole pages of memory; has_pages: which nodes have any. */
static uint64_t total_pages(const struct machine *m, bool *has_pages)
{
	uint64_t total = 0;
	uint64_t i = 0;
	uint64_t start, end;
	int nid;

	while (model_next_mem_pfn_range(m, &i, MAX_NUMNODES, &start, &end, &nid)) {
		total += end - start;
		if (is_node(nid))
			has_pages[nid] = true;
	}
	return total;
}

/* A node's movable zone begins at the lowest such pfn; 0 counts as none. */
static void lower_start(struct machine *m, int nid, uint64_t pfn)
{
	uint64_t *start = &m->mmzone.movable_pfn[nid];

	*start = *start ? min_u64(*start, pfn) : pfn;
}

/* movable_node: memory that can be unplugged is movable. */
static void start_at_hotplug(struct machine *m)
{
	const struct memblock_type *memory = &m->memblock.memory;

	for (uint64_t i = 0; i < memory->cnt; i++) {
		const struct memblock_region *r = &memory->regions[i];

		if ((r->flags & MEMBLOCK_HOTPLUG) && is_node(r->nid))
			lower_start(m, r->nid, pfn_down(m->geometry, r->base));
	}
}

/* kernelcore=mirror: memory above 4 GiB that is not mirrored is movable. */
static void start_behind_mirror(struct machine *m)
{
	const struct memblock_type *memory = &m->memblock.memory;

	for (uint64_t i = 0; i < memory->cnt; i++) {
		const struct memblock_region *r = &memory->regions[i];
		uint64_t pfn = pfn_up(m->geometry, r->base);

		if (!(r->flags & MEMBLOCK_MIRROR) && is_node(r->nid) &&
		    pfn >= m->geometry->max_dma32_pfn)
			lower_start(m, r->nid, pfn);
	}
}

/* Gives the kernel `share` pages of the node, at most *required: its movable zone begins behind
 * them. Memory below usable_start is the kernel's anyway. */
static void take_kernelcore(struct machine *m, int nid, uint64_t share, uint64_t usable_start,
			    uint64_t *required)
{
	uint64_t *movable_pfn = &m->mmzone.movable_pfn[nid];
	uint64_t i = 0;
	uint64_t start, end;
	int region_nid;

	while (model_next_mem_pfn_range(m, &i, nid, &start, &end, &region_nid)) {
		uint64_t pages;

		start = max_u64(start, *movable_pfn);
		if (start >= end)
			continue;
		if (start < usable_start) {
			pages = min_u64(end, usable_start) - start;
			share -= min_u64(pages, share);
			*required -= min_u64(pages, *required);
			if (end <= usable_start) {
				*movable_pfn = end;
				continue;
			}
			start = usable_start;
		}
		pages = min_u64(end - start, share);
		*movable_pfn = start + pages;
		*required -= min_u64(*required, pages);
		share -= pages;
		if (share == 0)
			break;
	}
}

/* Spreads `required` pages over the nodes, again and again while some are left. */
static void spread_kernelcore(struct machine *m, uint64_t required, const bool *has_pages)
{
	uint64_t usable_nodes = 0;
	uint64_t usable_start;

	if (m->mmzone.movable_zone < 0)
		model_stop(m, STOP_MOVABLE_ZONE);
	usable_start = m->mmzone.low[m->mmzone.movable_zone];
	for (int nid = 0; nid < MAX_NUMNODES; nid++)
		usable_nodes += has_pages[nid];
	/* All memory may be of no known node: then nobody can take a share. */
	while (usable_nodes) {
		uint64_t share = required / usable_nodes;

		for (int nid = 0; nid < MAX_NUMNODES; nid++) {
			if (!has_pages[nid])
				continue;
			if (required < share)
				share = required / usable_nodes;
			take_kernelcore(m, nid, share, usable_start, &required);
		}
		usable_nodes--;
		if (required <= usable_nodes)
			break;
	}
}

/* kernelcore= and movablecore=, in pages. The share of the kernel; 0 for no movable zone. */
static uint64_t required_kernelcore(const struct machine *m, uint64_t total)
{
	uint64_t kernelcore = m->options.required_kernelcore;
	uint64_t movablecore = m->options.required_movablecore;

	if (m->options.kernelcore_percent)
		kernelcore = total * 100 * m->options.kernelcore_percent / 10000;
	if (m->options.movablecore_percent)
		movablecore = total * 100 * m->options.movablecore_percent / 10000;
	if (movablecore)
		kernelcore = max_u64(kernelcore,
				     total - min_u64(total, round_up_to_max_order(m, movablecore)));
	return kernelcore < total ? kernelcore : 0;
}

/* find_usable_zone_for_movable */
static int highest_zone(const struct mmzone *z)
{
	for (int zone = ZONE_MOVABLE - 1; zone >= 0; zone--)
		if (z->high[zone] > z->low[zone])
			return zone;
	return -1;
}

static void align_start(struct machine *m, int nid)
{
	uint64_t *start = &m->mmzone.movable_pfn[nid];
	uint64_t node_start, node_end;

	if (*start == 0)
		return;
	*start = round_up_to_max_order(m, *start);
	model_node_pfn_range(m, nid, &node_start, &node_end);
	if (m->config.rules->movable_in_node && *start >= node_end)
		*start = 0;
}

void model_find_zone_movable_pfns(struct machine *m)
{
	bool has_pages[MAX_NUMNODES] = {false};
	uint64_t total = total_pages(m, has_pages);
	struct mmzone *z = &m->mmzone;

	z->movable_zone = highest_zone(z);
	if (m->movable_node_enabled) {
		start_at_hotplug(m);
	} else if (m->options.mirrored_kernelcore) {
		if (m->memblock.has_mirror || !m->config.rules->mirror_there)
			start_behind_mirror(m);
	} else {
		uint64_t required = required_kernelcore(m, total);

		if (required)
			spread_kernelcore(m, required, has_pages);
	}
	for (int nid = 0; nid < MAX_NUMNODES; nid++)
		align_start(m, nid);
}
