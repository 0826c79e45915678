/*
 * mmzone: the data structures of nodes, zones and page frames, as in linux/mmzone.h and
 * linux/mm_types.h of Linux 4.9 (x86-64, NUMA, SPARSEMEM_VMEMMAP, no ZONE_DEVICE, no CMA).
 */
#ifndef MMINIT_TARGET_MMZONE_H
#define MMINIT_TARGET_MMZONE_H

#include "list.h"
#include "memblock.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum zone_type {
	ZONE_DMA,
	ZONE_DMA32,
	ZONE_NORMAL,
	ZONE_MOVABLE,
	MAX_NR_ZONES,
	/* Of ARM. Its zone 0 stays empty where there is no ZONE_DMA. */
	ARM_ZONE_NORMAL = 1,
	ARM_ZONE_HIGHMEM = 2,
};

enum migratetype {
	MIGRATE_UNMOVABLE,
	MIGRATE_MOVABLE,
	MIGRATE_RECLAIMABLE,
	MIGRATE_PCPTYPES, /* types that have a list on a pageset */
	MIGRATE_HIGHATOMIC = MIGRATE_PCPTYPES,
	MIGRATE_TYPES
};

/* The largest MAX_ORDER of any geometry. */
enum { MAX_ORDER_LIMIT = 11 };

/*
 * A page frame's struct page: 64 bytes, laid out as in 4.9. flags: PG_* bits at the bottom, the
 * zone in bits 56 and 57, the node in bits 58 to 63. What overlays what is the kernel's too, so
 * that a page bears what its last owner left in it.
 */
struct page {
	uint64_t flags;
	void *mapping; /* TAIL_MAPPING of the tails of a compound page */
	union {
		uint64_t index;
		struct slab_objects *freelist; /* head of a slab */
	};
	union {
		int32_t _mapcount; /* -1 plain, PAGE_BUDDY_MAPCOUNT_VALUE head of a free block */
		struct {
			uint32_t inuse : 16;
			uint32_t objects : 15;
			uint32_t frozen : 1;
		};
	};
	int32_t _refcount;
	union {
		struct list_head lru;
		struct { /* a slab on a CPU's partial list */
			struct page *next;
			uint32_t pages;    /* slabs from here to the end of the list */
			uint32_t pobjects; /* their free objects, as counted when they came */
		};
		struct {                         /* tails; the other two only of the first */
			uintptr_t compound_head; /* the head's address, bit 0 set */
			uint32_t compound_dtor;
			uint32_t compound_order;
		};
	};
	union {
		uint64_t private; /* order of the free block that it is the head of */
		struct kmem_cache *slab_cache;
	};
	void *mem_cgroup;
};
_Static_assert(sizeof(struct page) == 64, "a struct page is a cache line");

enum { ZONES_PGSHIFT = 56, NODES_PGSHIFT = 58 };

#define PAGE_FLAGS_MASK ((UINT64_C(1) << ZONES_PGSHIFT) - 1) /* the PG_* bits */
#define PG_SLAB         (UINT64_C(1) << 7)
#define PG_RESERVED     (UINT64_C(1) << 10)
#define PG_PRIVATE      (UINT64_C(1) << 11)
#define PG_HEAD         (UINT64_C(1) << 14)
/* lru, active, slab, reserved, private, private_2, writeback, swapcache, unevictable, mlocked and
 * locked: a page that is freed must bear none of them. */
#define PAGE_FLAGS_CHECK_AT_FREE                                                                   \
	(UINT64_C(1) << 0 | UINT64_C(1) << 5 | UINT64_C(1) << 6 | UINT64_C(1) << 7 | PG_RESERVED | \
	 UINT64_C(1) << 11 | UINT64_C(1) << 12 | UINT64_C(1) << 13 | UINT64_C(1) << 15 |           \
	 UINT64_C(1) << 19 | UINT64_C(1) << 20)

#define PAGE_BUDDY_MAPCOUNT_VALUE (-128)

/* LIST_POISON4 of x86-64: nobody is to follow the mapping of a tail. */
#define TAIL_MAPPING ((void *)(uintptr_t)0xdead000000000400)

enum { COMPOUND_PAGE_DTOR = 1 };

static inline uint64_t page_flags_of(enum zone_type zone, unsigned int nid)
{
	return (uint64_t)nid << NODES_PGSHIFT | (uint64_t)zone << ZONES_PGSHIFT;
}

static inline enum zone_type page_zonenum(const struct page *page)
{
	return (enum zone_type)(page->flags >> ZONES_PGSHIFT & (MAX_NR_ZONES - 1));
}

static inline unsigned int page_to_nid(const struct page *page)
{
	return (unsigned int)(page->flags >> NODES_PGSHIFT);
}

/* page_zone_id: node and zone as one number. */
static inline uint64_t page_zone_id(const struct page *page)
{
	return page->flags >> ZONES_PGSHIFT;
}

static inline struct page *page_of_lru(struct list_head *lru)
{
	return (struct page *)((char *)lru - offsetof(struct page, lru));
}

/* The head of the compound page that a page is part of; the page itself if it is of none. */
static inline struct page *compound_head(struct page *page)
{
	return page->compound_head & 1 ? (struct page *)(page->compound_head - 1) : page;
}

/* Order of the compound page that begins with a page; 0 if there is none. */
static inline unsigned int compound_order(const struct page *page)
{
	return page->flags & PG_HEAD ? page[1].compound_order : 0;
}

struct free_area {
	struct list_head free_list[MIGRATE_TYPES]; /* heads of blocks of one order */
	uint64_t nr_free;                          /* blocks, of all types */
};

struct zone {
	uint64_t zone_start_pfn;
	uint64_t spanned_pages; /* modulo 2^64, as all sizes of a zone */
	uint64_t present_pages;
	uint64_t managed_pages; /* an estimate until mem_init */
	uint64_t memmap_pages;  /* pages that the estimate takes off for struct pages */
	uint64_t nr_free_pages; /* NR_FREE_PAGES */
	uint64_t nr_slab_unreclaimable;
	uint64_t nr_kaisertable;
	uint64_t batch; /* zone_batchsize of the estimate */
	uint8_t nid;
	uint8_t index;    /* enum zone_type */
	bool initialized; /* the free lists are; only of zones that span pages */
	struct free_area free_area[MAX_ORDER_LIMIT];
};

/* pg_data_t. The FALLBACK zonelist holds the zones to allocate from, best first. */
struct pglist_data {
	uint64_t node_start_pfn;
	uint64_t node_spanned_pages;
	uint64_t node_present_pages;
	uint64_t static_init_pgcnt;  /* page frames that are initialised at once */
	uint64_t first_deferred_pfn; /* the first that is not; UINT64_MAX: all are */
	uint32_t nr_zones;
	uint32_t nr_zonelist;
	struct zone *zonelist[MAX_NUMNODES * MAX_NR_ZONES];
	struct zone node_zones[MAX_NR_ZONES];
};

/* The pageset of a CPU: pages that its next allocations take without looking at the zone. */
struct per_cpu_pages {
	uint32_t count;
	uint32_t high;
	uint32_t batch;
	struct list_head lists[MIGRATE_PCPTYPES];
};

/* Does [zone_start_pfn, zone_start_pfn + spanned_pages) contain pfn? */
bool zone_spans_pfn(const struct zone *zone, uint64_t pfn);

/* zone_init_free_lists: every list of the orders below max_order empty. */
void zone_init_free_lists(struct zone *zone, unsigned int max_order);

/* pageset_init with high 0 and batch 1: what enters it leaves it again at once. */
void boot_pageset_init(struct per_cpu_pages *pcp);

/* zone_batchsize: batch of the per-CPU lists of a zone of so many managed pages, of
 * 1 << page_shift bytes. */
uint64_t zone_batchsize(uint64_t managed_pages, unsigned int page_shift);

#endif
