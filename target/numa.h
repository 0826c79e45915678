/*
 * numa: which memory belongs to which node, as in arch/x86/mm/numa.c of Linux 4.9.
 */
#ifndef MMINIT_TARGET_NUMA_H
#define MMINIT_TARGET_NUMA_H

#include "memblock.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	NODE_MEMBLKS = 2 * MAX_NUMNODES,
	NODE_MEMBLKS_MAXSMP = 2 << 10, /* CONFIG_MAXSMP has a NODES_SHIFT of 10 */
};

/* A memory affinity entry of the SRAT, enabled. */
struct numa_srat_entry {
	uint64_t base;
	uint64_t size; /* base + size is taken modulo 2^64 */
	uint32_t nid;  /* < MAX_NUMNODES */
	bool hotplug;
};

struct numa_memblk {
	uint64_t start;
	uint64_t end; /* exclusive */
	int nid;
};

struct numa {
	uint64_t node_online_map;   /* bit n: node n is online */
	uint64_t numa_nodes_parsed; /* bit n: node n was named */
	uint32_t max_blks;          /* NR_NODE_MEMBLKS: one of the NODE_MEMBLKS above */
	uint32_t nr_blks;
	struct numa_memblk blk[NODE_MEMBLKS_MAXSMP]; /* numa_meminfo */
	/* Calls of memblock that failed and were warned of, since power-off. The site that warns
	 * once is the setting of nodes in reserved. */
	uint32_t failed_warnings;
	bool warned_once;
};

/* Back to power-off: no node online. max_blks: NODE_MEMBLKS or NODE_MEMBLKS_MAXSMP. */
void numa_reset(struct numa *numa, uint32_t max_blks);

/* x86_numa_init: tries the SRAT (unless numa_off or there is none), else the dummy node 0 of all
 * page frames below max_pfn. Sets node ids in both tables of memblock and node_online_map. */
void numa_init(struct numa *numa, struct memblock *mb, const struct numa_srat_entry *srat,
	       uint32_t nr_srat, bool numa_off, uint64_t max_pfn);

/* A machine described by memblock alone: online are the nodes that its memory names; if it names
 * none, all memory belongs to node 0. */
void numa_init_from_memblock(struct numa *numa, struct memblock *mb);

#endif
