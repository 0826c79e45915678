/*
 * The struct pages, one attribute at a time (memmap_init_zone in mm/page_alloc.c). Spec 03, 8 and
 * 04, 6.
 *
 * Each attribute is a bitmap over the page frames. What the model does not keep is always the same:
 * mapping is NULL, no flag but PG_reserved is ever set, private is the order of a free block and
 * else 0. Only the bits of page frames in present sections mean anything.
 */
#ifndef MODEL_MEMMAP_H
#define MODEL_MEMMAP_H

#include "geometry.h"

struct machine;

/* Numbers of the PG_ bits. */
enum { PG_SLAB_BIT = 7, PG_RESERVED_BIT = 10, PG_PRIVATE_BIT = 11, PG_HEAD_BIT = 14 };

/* What few pages have: those of slabs, of compound pages, and those with bootmem info. */
enum page_trait {
	PAGE_SLAB = 1,      /* PG_slab */
	PAGE_HEAD = 2,      /* PG_head */
	PAGE_TAIL = 4,      /* lru marks a tail */
	PAGE_LRU_OTHER = 8, /* lru is no list's, nor NULL, itself or poison */
	PAGE_PRIVATE = 16,  /* PG_private */
	PAGE_HAS_PRIVATE =
	    32,              /* private is in bootmem_private, and not the order of a free block */
	PAGE_HAS_INDEX = 64, /* index is in bootmem_index */
	PAGE_HAS_REFS = 128, /* _refcount is bootmem_refs more */
};

/* mminit_pfnnid_cache: the region that held the last page frame asked after. */
struct pfnnid_cache {
	uint64_t start_pfn, end_pfn;
	int nid;
};

struct memmap {
	uint64_t *reserved;       /* PG_reserved */
	uint64_t *refcount_one;   /* _refcount is 1, else 0 */
	uint64_t *mapcount_reset; /* _mapcount is -1, else 0; but see buddy */
	uint64_t *lru_self;       /* lru points to itself */
	uint64_t *lru_poison;     /* lru was taken off a list; neither: NULL, or on a free list */
	uint64_t *index_movable;  /* index is MIGRATE_MOVABLE */
	uint64_t *index_reclaimable;      /* index is MIGRATE_RECLAIMABLE; neither: 0 */
	uint64_t *buddy[MODEL_MAX_ORDER]; /* head of a free block of that order: _mapcount -128 */
	uint8_t *zone_id;                 /* node and zone in flags, as zone_id() has them */
	uint8_t *traits;                  /* enum page_trait bits */
	uint32_t *bootmem_private, *bootmem_index, *bootmem_refs;
	uint64_t *pageblock_movable;     /* one bit a pageblock: its migratetype; */
	uint64_t *pageblock_reclaimable; /* neither: MIGRATE_UNMOVABLE */
	struct pfnnid_cache early_pfnnid_cache;
	bool has_bootmem_info; /* some page has it */
	uint64_t highest_memmap_pfn;
	void *page_maps; /* the area of all bitmaps of pages */
};

bool model_memmap_open(struct memmap *mm);
void model_memmap_close(struct memmap *mm);

/* All struct pages as sparse_init leaves them, then memmap_init_zone for every zone with a span. */
void model_memmap_init(struct machine *m);

/* __init_single_page for all of [start_pfn, end_pfn), valid page frames; id as zone_id() has it. */
void model_init_single_pages(struct machine *m, uint64_t start_pfn, uint64_t end_pfn, uint32_t id);

/* __early_pfn_to_nid: -1 for a page frame in no region. */
int model_pfn_to_nid(const struct machine *m, uint64_t pfn, struct pfnnid_cache *cache);

/* early_pfn_to_nid: what is in no region is the first online node's. */
int model_early_pfn_to_nid(struct machine *m, uint64_t pfn);

/* early_page_uninitialised: whether the struct page is left for later. */
bool model_early_page_uninitialised(struct machine *m, uint64_t pfn);

/* get_pfnblock_migratetype; pfn is any page frame of the block. */
enum migratetype model_pageblock_type(const struct machine *m, uint64_t pfn);

/* The same of a zone's own part of a pageblock, with one flat memmap. */
enum migratetype model_flat_pageblock_type(const struct machine *m, int zone, uint64_t pfn);

/* set_pageblock_migratetype; the first without its rule for grouping_disabled. */
void model_set_pageblock_type(struct machine *m, uint64_t pfn, enum migratetype type);
void model_retype_pageblock(struct machine *m, uint64_t pfn, enum migratetype type);

/* prep_compound_page of 2^order page frames, and what __free_pages takes apart again. */
void model_prep_compound_page(struct machine *m, uint64_t pfn, unsigned int order);
void model_free_compound_page(struct machine *m, uint64_t pfn, unsigned int order);

/* compound_order: 0 of a page that is no head. */
unsigned int model_compound_order(const struct machine *m, uint64_t pfn);

/* A slab's first page, and the end of it: the slab's own fields have lain where index, private and
 * lru are, and are cleared. */
void model_set_page_slab(struct machine *m, uint64_t pfn);
void model_clear_page_slab(struct machine *m, uint64_t pfn);

/* get_page_bootmem: one more reference to what `of` (a node or section) has in the page. */
void model_get_page_bootmem(struct machine *m, uint64_t pfn, uint32_t type, uint32_t of);

/* page->index; type is a migratetype, which index holds for a while. */
void model_set_index(struct machine *m, uint64_t pfn, enum migratetype type);

#endif
