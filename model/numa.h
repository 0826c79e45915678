/*
 * Which memory belongs to which node (arch/x86/mm/numa.c, srat.c). Spec 02, 2.16.
 *
 * Ranges are [start, end) in bytes.
 */
#ifndef MODEL_NUMA_H
#define MODEL_NUMA_H

#include "geometry.h"

struct machine;

enum { NR_NODE_MEMBLKS = 2 * MAX_NUMNODES, NR_NODE_MEMBLKS_MAXSMP = 2 * 1024 };

struct numa_memblk {
	uint64_t start;
	uint64_t end;
	int nid;
};

/* A memory affinity entry of the SRAT, enabled. */
struct srat_entry {
	uint64_t start;
	uint64_t size;
	int nid; /* 0 to MAX_NUMNODES - 1 */
	bool hotplug;
};

struct numa {
	uint32_t nr_blks; /* numa_meminfo */
	struct numa_memblk blk[NR_NODE_MEMBLKS_MAXSMP];
	bool online[MAX_NUMNODES]; /* node_online_map */
	unsigned int nr_node_ids;  /* one above the highest node that is possible */
};

void model_numa_reset(struct numa *n);

/* x86_numa_init: by the SRAT's nr entries, else (none, refused, or numa=off) everything to node 0.
 */
void model_x86_numa_init(struct machine *m, const struct srat_entry *srat, uint32_t nr);

/* Without firmware tables: the nodes that memory regions name are online; if there is none, all
 * memory is node 0's. */
void model_numa_from_regions(struct machine *m);

uint32_t model_num_online_nodes(const struct machine *m);

/* The boot CPU's node, the lowest online one. */
int model_boot_nid(const struct machine *m);

#endif
