/* Where ZONE_MOVABLE begins on each node. */
#include "page_alloc.h"

static uint64_t max_order_nr_pages(const struct page_alloc *pa)
{
	return UINT64_C(1) << (pa->sparse->geometry->max_order - 1);
}

static uint64_t min_pfn(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static uint64_t max_pfn(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

static uint64_t round_up_to_max_order(const struct page_alloc *pa, uint64_t pages)
{
	return (pages + max_order_nr_pages(pa) - 1) & ~(max_order_nr_pages(pa) - 1);
}

/* The kernel would write beyond its tables for memory that belongs to no node. */
static bool is_node(int nid)
{
	return nid >= 0 && nid < MAX_NUMNODES;
}

/* early_calculate_totalpages: whole pages of memory; *nodes: a mask of their nodes. */
static uint64_t early_calculate_totalpages(const struct memblock *mb, uint64_t *nodes)
{
	struct memblock_cursor cursor = {0};
	uint64_t start, end;
	uint64_t total = 0;
	int nid;

	*nodes = 0;
	while (memblock_next_mem_pfn_range(mb, &cursor, MAX_NUMNODES, &start, &end, &nid)) {
		total += end - start;
		if (is_node(nid))
			*nodes |= UINT64_C(1) << nid;
	}
	return total;
}

/* The highest zone that has a range; -1 if there is no memory below max_low_pfn. */
static int find_usable_zone_for_movable(const struct page_alloc *pa)
{
	int zone = ZONE_NORMAL;

	while (zone >= 0 &&
	       pa->arch_zone_highest_possible_pfn[zone] <= pa->arch_zone_lowest_possible_pfn[zone])
		zone--;
	return zone;
}

/* The lowest of the starts that a node is offered; 0 counts as none. */
static void lower_movable_pfn(struct page_alloc *pa, int nid, uint64_t pfn)
{
	uint64_t *movable = &pa->zone_movable_pfn[nid];

	*movable = *movable ? min_pfn(pfn, *movable) : pfn;
}

/* movable_node: from the first hot-pluggable region on. */
static void movable_from_hotplug(struct page_alloc *pa, const struct memblock *mb)
{
	struct memblock_cursor cursor = {0};
	struct memblock_region region;

	while (memblock_next_region(&mb->memory, &cursor, &region))
		if ((region.flags & MEMBLOCK_HOTPLUG) && is_node(region.nid))
			lower_movable_pfn(pa, region.nid, PFN_DOWN(region.base));
}

/* kernelcore=mirror: from the first region above 4 GiB on that is not mirrored. */
static void movable_from_mirror(struct page_alloc *pa, const struct memblock *mb)
{
	struct memblock_cursor cursor = {0};
	struct memblock_region region;

	while (memblock_next_region(&mb->memory, &cursor, &region)) {
		uint64_t pfn = PFN_UP(region.base);

		if (!(region.flags & MEMBLOCK_MIRROR) && is_node(region.nid) &&
		    pfn >= pa->sparse->geometry->max_dma32_pfn)
			lower_movable_pfn(pa, region.nid, pfn);
	}
}

/* Lets a node have up to `remaining` pages of kernelcore, of *required in all: moves its movable
 * start behind them. */
static void spread_over_node(struct page_alloc *pa, const struct memblock *mb, int nid,
			     uint64_t remaining, uint64_t *required)
{
	uint64_t usable_startpfn = pa->arch_zone_lowest_possible_pfn[pa->movable_zone];
	uint64_t *movable = &pa->zone_movable_pfn[nid];
	struct memblock_cursor cursor = {0};
	uint64_t start, end;

	while (memblock_next_mem_pfn_range(mb, &cursor, nid, &start, &end, NULL)) {
		uint64_t pages;

		start = max_pfn(start, *movable);
		if (start >= end)
			continue;
		if (start < usable_startpfn) {
			/* Only the kernel can use what is below the movable zone. */
			pages = min_pfn(end, usable_startpfn) - start;
			remaining -= min_pfn(pages, remaining);
			*required -= min_pfn(pages, *required);
			if (end <= usable_startpfn) {
				*movable = end;
				continue;
			}
			start = usable_startpfn;
		}
		pages = min_pfn(end - start, remaining);
		*movable = start + pages;
		*required -= min_pfn(*required, pages);
		remaining -= pages;
		if (!remaining)
			break;
	}
}

/* As the kernel reckons, modulo 2^64. */
static uint64_t percent_of(uint64_t total, uint64_t percent)
{
	return total * 100 * percent / 10000;
}

/* kernelcore= and movablecore=: the kernel's part spread over the nodes as evenly as they allow.
 * False if there is no ZONE_MOVABLE. */
static bool movable_from_sizes(struct page_alloc *pa, const struct memblock *mb)
{
	const struct page_alloc_options *options = &pa->options;
	uint64_t nodes;
	uint64_t total = early_calculate_totalpages(mb, &nodes);
	uint64_t usable_nodes = (uint64_t)__builtin_popcountll(nodes);
	uint64_t required = options->required_kernelcore;
	uint64_t movable = options->required_movablecore;

	if (options->required_kernelcore_percent)
		required = percent_of(total, options->required_kernelcore_percent);
	if (options->required_movablecore_percent)
		movable = percent_of(total, options->required_movablecore_percent);
	if (movable)
		required =
		    max_pfn(required, total - min_pfn(total, round_up_to_max_order(pa, movable)));
	if (!required || required >= total)
		return false;
	if (pa->movable_zone < 0)
		pa->fault = PAGE_ALLOC_NO_MOVABLE_ZONE;
	/* If all memory is of no node the kernel divides by 0; here there is nothing to spread. */
	if (pa->movable_zone < 0 || !usable_nodes)
		return false;
	do {
		uint64_t share = required / usable_nodes;

		for (int nid = node_next(nodes, -1); nid >= 0; nid = node_next(nodes, nid)) {
			if (required < share)
				share = required / usable_nodes;
			spread_over_node(pa, mb, nid, share, &required);
		}
		usable_nodes--;
	} while (usable_nodes && required > usable_nodes);
	return true;
}

/* Rounds the movable starts up. They may then lie behind their node, which later kernels mend. */
static void align_movable_pfns(struct page_alloc *pa, const struct memblock *mb)
{
	for (unsigned int nid = 0; nid < MAX_NUMNODES; nid++) {
		uint64_t *movable = &pa->zone_movable_pfn[nid];
		uint64_t start, end;

		*movable = round_up_to_max_order(pa, *movable);
		if (!*movable || !pa->release->movable_within_node)
			continue;
		get_pfn_range_for_nid(mb, nid, &start, &end);
		if (*movable >= end)
			*movable = 0;
	}
}

void find_zone_movable_pfns_for_nodes(struct page_alloc *pa, const struct memblock *mb)
{
	pa->movable_zone = find_usable_zone_for_movable(pa);
	if (pa->options.movable_node_enabled)
		movable_from_hotplug(pa, mb);
	else if (pa->options.mirrored_kernelcore && pa->release->mirror_needs_memory &&
		 !mb->has_mirror)
		return;
	else if (pa->options.mirrored_kernelcore)
		movable_from_mirror(pa, mb);
	else if (!movable_from_sizes(pa, mb))
		return;
	align_movable_pfns(pa, mb);
}
