/* The order in which zones are tried, and what follows from their estimated sizes. */
#include "page_alloc.h"

/* Distances of the ACPI tables' default, for there is no SLIT. */
enum { LOCAL_DISTANCE = 10, REMOTE_DISTANCE = 20 };

static uint64_t node_distance(int from, int to)
{
	return from == to ? LOCAL_DISTANCE : REMOTE_DISTANCE;
}

/* find_next_best_node: the node itself first, then of the others with memory the nearest, those
 * that fewer nodes turn to first; used: those taken already. No node has a CPU yet that would count
 * against it. -1: no more. */
static int find_next_best_node(const struct page_alloc *pa, const uint64_t node_load[], int node,
			       uint64_t used)
{
	uint64_t max_node_load = (uint64_t)__builtin_popcountll(pa->node_online_map);
	uint64_t min_value = UINT64_MAX;
	int best = -1;

	if (!(used >> node & 1))
		return node;
	for (int n = node_next(pa->n_memory & ~used, -1); n >= 0;
	     n = node_next(pa->n_memory & ~used, n)) {
		uint64_t value = node_distance(node, n) + (n < node);

		value *=
		    pa->release->zonelist_of_present ? MAX_NUMNODES : max_node_load * MAX_NUMNODES;
		value += node_load[n];
		if (value < min_value) {
			min_value = value;
			best = n;
		}
	}
	return best;
}

/* build_zonelists_node: zones of a node, highest first, that seem to have pages. */
static void build_zonelists_node(const struct page_alloc *pa, struct pglist_data *list,
				 struct pglist_data *pgdat)
{
	for (int i = MAX_NR_ZONES - 1; i >= 0; i--) {
		struct zone *zone = &pgdat->node_zones[i];

		if (pa->release->zonelist_of_present ? zone->present_pages : zone->managed_pages)
			list->zonelist[list->nr_zonelist++] = zone;
	}
}

/* build_zonelists, in node order. */
static void build_zonelists(struct page_alloc *pa, uint64_t node_load[], int nid)
{
	uint64_t load = (uint64_t)__builtin_popcountll(pa->node_online_map);
	struct pglist_data *pgdat = &pa->node_data[nid];
	uint64_t used = 0;
	int previous = nid;
	int node;

	pgdat->nr_zonelist = 0;
	while ((node = find_next_best_node(pa, node_load, nid, used)) >= 0) {
		used |= UINT64_C(1) << node;
		if (node_distance(nid, node) != node_distance(nid, previous))
			node_load[node] =
			    pa->release->zonelist_of_present ? node_load[node] + 1 : load;
		previous = node;
		load--;
		build_zonelists_node(pa, pgdat, &pa->node_data[node]);
	}
}

/* nr_free_pagecache_pages; the boot CPU is on the lowest node. All watermarks are 0. */
static uint64_t nr_free_pagecache_pages(const struct page_alloc *pa)
{
	const struct pglist_data *pgdat = &pa->node_data[node_next(pa->node_online_map, -1)];
	uint64_t pages = 0;

	for (uint32_t i = 0; i < pgdat->nr_zonelist; i++)
		pages += pgdat->zonelist[i]->managed_pages;
	return pages & pa->sparse->geometry->max_addr;
}

void build_all_zonelists(struct page_alloc *pa)
{
	uint64_t node_load[MAX_NUMNODES] = {0};

	if (!pa->node_online_map) {
		pa->fault = PAGE_ALLOC_NO_ONLINE_NODE;
		return;
	}
	for (int nid = node_next(pa->node_online_map, -1); nid >= 0;
	     nid = node_next(pa->node_online_map, nid))
		build_zonelists(pa, node_load, nid);
	boot_pageset_init(&pa->boot_pageset);
	pa->vm_total_pages = nr_free_pagecache_pages(pa);
	pa->page_group_by_mobility_disabled =
	    pa->vm_total_pages <
	    (UINT64_C(1) << pa->sparse->geometry->pageblock_order) * MIGRATE_TYPES;
}
