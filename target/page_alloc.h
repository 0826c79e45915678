/*
 * page_alloc: nodes, zones and the buddy allocator, as in mm/page_alloc.c of Linux 4.9.
 *
 *   page_alloc_movable.c    find_zone_movable_pfns_for_nodes
 *   page_alloc_init.c       free_area_init_nodes
 *   page_alloc_memmap.c     memmap_init
 *   page_alloc_zonelists.c  build_all_zonelists
 *   page_alloc_flat.c       bootmem_init of ARM: the same for one node with FLATMEM
 *   page_alloc_deferred.c   deferred initialisation of struct pages
 *   page_alloc.c            __free_pages_bootmem, __free_pages, alloc_pages
 *
 * Sizes are in pages and modulo 2^64, pfns are page frame numbers. nid is a node online unless said
 * otherwise.
 */
#ifndef MMINIT_TARGET_PAGE_ALLOC_H
#define MMINIT_TARGET_PAGE_ALLOC_H

#include "kernel_release.h"
#include "memblock.h"
#include "mmzone.h"
#include "sparse.h"

#include <stdbool.h>
#include <stdint.h>

/* What the kernel was built with and told on its command line. */
struct page_alloc_options {
	bool nodes_span_other_nodes; /* CONFIG_NODES_SPAN_OTHER_NODES */
	bool movable_node;           /* CONFIG_MOVABLE_NODE: N_MEMORY is a mask of its own */
	bool deferred_init;          /* CONFIG_DEFERRED_STRUCT_PAGE_INIT */
	bool movable_node_enabled;
	bool mirrored_kernelcore;
	uint64_t required_kernelcore; /* pages */
	uint64_t required_movablecore;
	uint64_t required_kernelcore_percent; /* goes before the pages if not 0 */
	uint64_t required_movablecore_percent;
};

/* Where the kernel's behaviour is undefined; the state is then that of the moment it happened. */
enum page_alloc_fault {
	PAGE_ALLOC_OK,
	PAGE_ALLOC_PFN_WRAP,        /* memory begins in the last page of all: PFN_UP gives 0 */
	PAGE_ALLOC_NO_MOVABLE_ZONE, /* movable_zone, which is -1, would be used as an index */
	PAGE_ALLOC_NO_ONLINE_NODE,  /* build_all_zonelists without any node */
	PAGE_ALLOC_OFFLINE_NODE,    /* a released page's zone is of a node that has no pgdat */
	PAGE_ALLOC_EMPTY_ZONE,      /* a freed page's zone spans nothing: it has no free lists */
	PAGE_ALLOC_NO_STRUCT_PAGE,  /* a released page is of a section that is not present */
	PAGE_ALLOC_FREE_LATE,       /* a page released late is not PG_reserved */
	PAGE_ALLOC_BOOTMEM_INFO,    /* get_page_bootmem of a page frame that is not valid */
	PAGE_ALLOC_NO_LOWMEM, /* ARM: no page frame of memory is below the limit of low memory */
};

/* Reasons of bad_page, added up. */
enum { BAD_MAPCOUNT = 1, BAD_MAPPING = 2, BAD_REFCOUNT = 4, BAD_FLAGS = 8 };

/* A page is reported at most once: it loses what made it bad. */
enum { MAX_BAD_PAGES = 1 << 26 };

struct bad_page {
	uint64_t pfn;
	uint32_t reason;
};

/* The last memory region that __early_pfn_to_nid found: pfns both rounded down. */
struct early_pfnnid_cache {
	uint64_t last_start;
	uint64_t last_end;
	int last_nid;
};

struct page_alloc {
	struct sparse *sparse;
	const struct kernel_release *release;
	struct page_alloc_options options; /* to be set before free_area_init_nodes */
	enum page_alloc_fault fault;

	uint64_t node_online_map; /* bit n: node n */
	uint64_t n_memory;
	uint64_t n_normal_memory;
	uint64_t arch_zone_lowest_possible_pfn[MAX_NR_ZONES];
	uint64_t arch_zone_highest_possible_pfn[MAX_NR_ZONES];
	int movable_zone; /* -1: none */
	/* The zone that an all-zero struct page is of: the first one that is configured. */
	enum zone_type first_zone;
	uint64_t zone_movable_pfn[MAX_NUMNODES];
	uint64_t dma_reserve;
	uint64_t nr_kernel_pages;
	uint64_t nr_all_pages;
	uint64_t highest_memmap_pfn;
	uint64_t vm_total_pages;
	bool page_group_by_mobility_disabled;
	struct early_pfnnid_cache early_pfnnid_cache;
	uint64_t lowest_deferred_pfn; /* of all nodes; UINT64_MAX if nothing is deferred */

	uint64_t totalram_pages;
	uint64_t nr_free_pages; /* NR_FREE_PAGES of all zones */
	uint64_t nr_pgfree;     /* PGFREE events */
	struct per_cpu_pages boot_pageset;
	struct bad_page *bad_pages; /* in the order they were reported; an area */
	uint32_t nr_bad_pages;

	struct pglist_data node_data[MAX_NUMNODES]; /* meaningful for nodes online */
};

/* Maps the areas of a page_alloc (zero-initialised by the caller). */
void page_alloc_create(struct page_alloc *pa);
void page_alloc_destroy(struct page_alloc *pa);

/* Back to power-off, to work on the memmap of `sparse`; options all off, the rules of 4.9. */
void page_alloc_reset(struct page_alloc *pa, struct sparse *sparse);

static inline struct zone *page_zone(struct page_alloc *pa, const struct page *page)
{
	return &pa->node_data[page_to_nid(page)].node_zones[page_zonenum(page)];
}

/* Iterates over the nodes of a mask, ascending: node_next(mask, -1) is the first; -1 at the end. */
static inline int node_next(uint64_t mask, int nid)
{
	if (nid == MAX_NUMNODES - 1)
		return -1;
	mask &= UINT64_MAX << (nid + 1);
	return mask ? __builtin_ctzll(mask) : -1;
}

/* numa_mem_id: the boot CPU is on the lowest node online. */
static inline unsigned int numa_mem_id(const struct page_alloc *pa)
{
	return (unsigned int)__builtin_ctzll(pa->node_online_map);
}

/*
 * Sizes, zones, memmap.
 */

/* Whether PFN_UP(addr) wraps to 0. A range that begins there would stand for all page frames. */
static inline bool pfn_up_wraps(const struct memblock *mb, uint64_t addr)
{
	return addr > mb->max_addr - ((UINT64_C(1) << mb->page_shift) - 1);
}

/* set_dma_reserve(memblock_find_dma_reserve()): pages of ZONE_DMA's range that are not free. */
void memblock_find_dma_reserve(struct page_alloc *pa, const struct memblock *mb);

/* free_area_init_nodes: zones of every node in node_online_map. max_zone_pfn: end of each zone;
 * ZONE_MOVABLE's is not looked at. Leaves out the struct pages. May set
 * PAGE_ALLOC_NO_MOVABLE_ZONE. */
void free_area_init_nodes(struct page_alloc *pa, const struct memblock *mb,
			  uint64_t node_online_map, const uint64_t max_zone_pfn[MAX_NR_ZONES]);

/* memmap_init of every zone, in the order of free_area_init_nodes; of all memory in its order,
 * where holes are unavailable. */
void memmap_init_nodes(struct page_alloc *pa, const struct memblock *mb);

/* get_pfn_range_for_nid: the first and the end of the node's whole pages; both 0 if it has none. */
void get_pfn_range_for_nid(const struct memblock *mb, unsigned int nid, uint64_t *start_pfn,
			   uint64_t *end_pfn);

/* find_zone_movable_pfns_for_nodes: fills in movable_zone and zone_movable_pfn. */
void find_zone_movable_pfns_for_nodes(struct page_alloc *pa, const struct memblock *mb);

/* build_all_zonelists, with boot pagesets, vm_total_pages and mobility grouping. May set
 * PAGE_ALLOC_NO_ONLINE_NODE. */
void build_all_zonelists(struct page_alloc *pa);

/* Whether a region of memory begins in the last page of all. */
bool memory_wraps(const struct memblock *mb);

/* What free_area_init_core sets of a zone whose sizes are known: the estimate of its managed pages,
 * empty lists, no counts. */
void zone_init(struct page_alloc *pa, struct pglist_data *pgdat, struct zone *zone,
	       uint64_t managed_pages);

/*
 * ARM.
 */

struct arm_limits {
	uint64_t min_low_pfn; /* node_start_pfn */
	uint64_t max_low_pfn;
	uint64_t max_pfn;
};

struct arm_zone_config {
	bool zone_dma;          /* CONFIG_ZONE_DMA */
	uint64_t dma_zone_size; /* arm_dma_zone_size, bytes; 0: all low memory is ZONE_DMA */
	uint32_t page_size;     /* sizeof(struct page) of the machine */
};

/* bootmem_init: the zones of the node [PFN_UP(start of memory), PFN_DOWN(end)), low memory ending
 * at current_limit, and its mem_map. Leaves out the struct pages. May set PAGE_ALLOC_PFN_WRAP or
 * PAGE_ALLOC_NO_LOWMEM. */
void bootmem_init(struct page_alloc *pa, struct memblock *mb, const struct arm_zone_config *config,
		  struct arm_limits *limits);

/*
 * Deferred initialisation of struct pages.
 */

/* reset_deferred_meminit: how many page frames of a node are not to wait. */
void reset_deferred_meminit(struct page_alloc *pa, const struct memblock *mb,
			    struct pglist_data *pgdat);

/* early_pfn_to_nid: the node of the memory that pfn is in; the first node if it is in none. */
unsigned int early_pfn_to_nid(struct page_alloc *pa, const struct memblock *mb, uint64_t pfn);

/* early_page_uninitialised: is the struct page of pfn left to the node's thread? */
bool early_page_uninitialised_slow(struct page_alloc *pa, const struct memblock *mb, uint64_t pfn);

static inline bool early_page_uninitialised(struct page_alloc *pa, const struct memblock *mb,
					    uint64_t pfn)
{
	return pfn >= pa->lowest_deferred_pfn && early_page_uninitialised_slow(pa, mb, pfn);
}

/* init_reserved_page: initialises the struct page of a page frame that is reserved and deferred. It
 * is valid, and its block is populated. */
void init_reserved_page(struct page_alloc *pa, const struct memblock *mb, uint64_t pfn);

struct deferred_thread {
	bool ran;
	uint64_t first_pfn; /* first_deferred_pfn */
	uint64_t nr_pages;  /* that it released */
	uint64_t nr_runs;   /* in so many calls of deferred_free_range */
};

/* page_alloc_init_late: initialises and releases what was deferred. threads: by node; at most
 * nr_threads of ours write struct pages, 0 for as many as seem good. The result does not depend on
 * their number. */
void page_alloc_init_late(struct page_alloc *pa, const struct memblock *mb,
			  struct deferred_thread threads[MAX_NUMNODES], unsigned int nr_threads);

/*
 * The buddy allocator.
 */

/* __free_pages_bootmem: releases 2^order pages, pfn aligned to them, that memblock held. May set
 * PAGE_ALLOC_OFFLINE_NODE or PAGE_ALLOC_EMPTY_ZONE. */
void free_pages_bootmem(struct page_alloc *pa, uint64_t pfn, unsigned int order);

/* __free_pages_boot_core: the same for pages whose struct pages are written. */
void free_pages_boot_core(struct page_alloc *pa, uint64_t pfn, unsigned int order);

/* __free_pages: gives back what alloc_pages gave, a compound page or not. */
void free_pages(struct page_alloc *pa, uint64_t pfn, unsigned int order);

/* alloc_pages: 2^order pages from the zones up to highest_zone on the zonelist of nid, whatever the
 * watermarks. First pfn, or UINT64_MAX if no zone has them (none has as many as 2^MAX_ORDER) or nid
 * (below MAX_NUMNODES) is not online. migratetype is below MIGRATE_PCPTYPES. */
uint64_t alloc_pages(struct page_alloc *pa, unsigned int order, enum zone_type highest_zone,
		     unsigned int nid, enum migratetype migratetype);

/* So many calls of alloc_pages for one page each, or as many as succeed: how many did, their pages
 * in pfns. */
uint32_t alloc_single_pages(struct page_alloc *pa, enum zone_type highest_zone, unsigned int nid,
			    enum migratetype migratetype, uint32_t nr, uint64_t *pfns);

/* prep_compound_page: makes 2^order pages, which alloc_pages gave, one; order 0 stays as it is. */
void prep_compound_page(struct page *page, unsigned int order);

#endif
