/*
 * Nodes and zones (include/linux/mmzone.h and the first half of mm/page_alloc.c): their sizes, the
 * movable zone, the zonelists. Spec 03, 3 to 7 and 9.
 *
 * pfns are page frame numbers, ends exclusive; spanned, present, managed are pages, modulo 2^64.
 */
#ifndef MODEL_MMZONE_H
#define MODEL_MMZONE_H

#include "geometry.h"

struct machine;

struct zone {
	uint64_t start_pfn;
	uint64_t spanned;
	uint64_t present;
	uint64_t managed; /* an estimate until mem_init */
	uint64_t memmap_pages;
	uint64_t free;                     /* NR_FREE_PAGES */
	uint64_t slab_pages;               /* NR_SLAB_UNRECLAIMABLE */
	uint64_t kaiser_pages;             /* NR_KAISERTABLE */
	bool initialized;                  /* its free lists exist */
	uint64_t nr_free[MODEL_MAX_ORDER]; /* blocks of each order */
};

/* Zones are numbered over all nodes, as the bits of page->flags do it. */
static inline uint32_t zone_id(int nid, int zone)
{
	return (uint32_t)(nid * MAX_NR_ZONES + zone);
}

enum { NR_ZONE_IDS = MAX_NUMNODES * MAX_NR_ZONES };

struct node {
	uint64_t start_pfn;
	uint64_t spanned;
	uint64_t present;
	/* With deferred initialisation of struct pages: how many are initialised early at least,
	 * and from which page frame on they are not; UINT64_MAX: all are. */
	uint64_t static_init_pgcnt;
	uint64_t first_deferred_pfn;
	uint32_t nr_zones;      /* one above the highest zone with a span */
	bool has_memory;        /* N_MEMORY */
	bool has_normal_memory; /* N_NORMAL_MEMORY */
	struct zone zones[MAX_NR_ZONES];
	uint32_t zonelist[NR_ZONE_IDS]; /* FALLBACK: zone ids in order */
	uint32_t nr_zonelist;
};

struct mmzone {
	uint64_t low[MAX_NR_ZONES];  /* arch_zone_lowest_possible_pfn */
	uint64_t high[MAX_NR_ZONES]; /* arch_zone_highest_possible_pfn */
	int movable_zone;            /* the zone that MOVABLE takes its pages from; -1: none */
	uint64_t movable_pfn[MAX_NUMNODES]; /* zone_movable_pfn; 0: no movable zone */
	uint64_t dma_reserve;               /* pages */
	uint64_t nr_kernel_pages;
	uint64_t nr_all_pages;
	uint64_t vm_total_pages;
	bool grouping_disabled;          /* page_group_by_mobility_disabled */
	struct node nodes[MAX_NUMNODES]; /* of online nodes only */
};

void model_mmzone_reset(struct machine *m);

/* memblock_find_dma_reserve: pages below 16 MiB that are taken. */
void model_find_dma_reserve(struct machine *m);

/* zone_sizes_init and free_area_init_nodes, but for the struct pages. */
void model_free_area_init_nodes(struct machine *m);

/* One zone of free_area_init_core: its start and sizes are known. */
void model_init_zone(struct machine *m, int nid, int zone);

/* get_pfn_range_for_nid: from the node's first page to behind its last; 0 and 0 if it has none. */
void model_node_pfn_range(const struct machine *m, int nid, uint64_t *node_start,
			  uint64_t *node_end);

/* find_zone_movable_pfns_for_nodes (zone_movable.c) */
void model_find_zone_movable_pfns(struct machine *m);

/* build_all_zonelists (zonelist.c) */
void model_build_all_zonelists(struct machine *m);

/* zone_batchsize of a zone of that many pages. */
uint64_t model_zone_batchsize(const struct machine *m, uint64_t managed);

static inline struct zone *zone_of_id(struct mmzone *z, uint32_t id)
{
	return &z->nodes[id / MAX_NR_ZONES].zones[id % MAX_NR_ZONES];
}

#endif
