/* In which order nodes help each other out (build_all_zonelists, "Node" order). Spec 03, 9. */
#include "machine.h"
#include "mmzone.h"

enum {
	LOCAL_DISTANCE = 10, /* there is no SLIT */
	REMOTE_DISTANCE = 20,
};

static uint64_t distance(int from, int to)
{
	return from == to ? LOCAL_DISTANCE : REMOTE_DISTANCE;
}

/* find_next_best_node: the node itself first, then the cheapest of those with memory; -1 when all
 * are used. No node has a CPU yet. */
static int next_best_node(const struct machine *m, int nid, uint64_t nr_online,
			  const uint64_t *load, bool *used)
{
	uint64_t lowest = UINT64_MAX;
	int best = -1;

	if (!used[nid]) {
		used[nid] = true;
		return nid;
	}
	for (int n = 0; n < MAX_NUMNODES; n++) {
		uint64_t cost = distance(nid, n) + (n < nid);

		if (used[n] || !m->numa.online[n] || !m->mmzone.nodes[n].has_memory)
			continue;
		cost = cost * (m->config.rules->present_zonelist ? 1 : nr_online) * MAX_NUMNODES +
		       load[n];
		if (cost < lowest) {
			lowest = cost;
			best = n;
		}
	}
	if (best >= 0)
		used[best] = true;
	return best;
}

/* The zones of a node, from the highest down, that have pages: by the estimate, or present. */
static void append_zones(struct machine *m, struct node *list_owner, int nid)
{
	for (int zone = MAX_NR_ZONES - 1; zone >= 0; zone--)
		if (m->config.rules->present_zonelist
			? m->mmzone.nodes[nid].zones[zone].present != 0
			: m->mmzone.nodes[nid].zones[zone].managed != 0)
			list_owner->zonelist[list_owner->nr_zonelist++] = zone_id(nid, zone);
}

/* build_zonelists: load is kept from one node's list to the next. */
static void build_zonelists(struct machine *m, int nid, uint64_t nr_online, uint64_t *load)
{
	struct node *node = &m->mmzone.nodes[nid];
	bool used[MAX_NUMNODES] = {false};
	uint64_t weight = nr_online;
	int previous = nid;
	int picked;

	node->nr_zonelist = 0;
	while ((picked = next_best_node(m, nid, nr_online, load, used)) >= 0) {
		if (distance(nid, picked) != distance(nid, previous))
			load[picked] =
			    m->config.rules->present_zonelist ? load[picked] + 1 : weight;
		previous = picked;
		weight--;
		append_zones(m, node, picked);
	}
}

/* nr_free_pagecache_pages on the boot CPU, which is on the lowest node; watermarks are still 0. */
static uint64_t pagecache_pages(struct machine *m, int boot_nid)
{
	const struct node *node = &m->mmzone.nodes[boot_nid];
	uint64_t pages = 0;

	for (uint32_t i = 0; i < node->nr_zonelist; i++)
		pages += zone_of_id(&m->mmzone, node->zonelist[i])->managed;
	return pages;
}

void model_build_all_zonelists(struct machine *m)
{
	struct mmzone *z = &m->mmzone;
	uint64_t load[MAX_NUMNODES] = {0};
	uint64_t nr_online = model_num_online_nodes(m);

	if (nr_online == 0)
		model_stop(m, STOP_NO_ONLINE_NODE);
	for (int nid = 0; nid < MAX_NUMNODES; nid++)
		if (m->numa.online[nid])
			build_zonelists(m, nid, nr_online, load);
	z->vm_total_pages = word(m->geometry, pagecache_pages(m, model_boot_nid(m)));
	z->grouping_disabled = z->vm_total_pages < pageblock_nr_pages(m->geometry) * MIGRATE_TYPES;
}
