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

#define PG_RESERVED_BIT UINT64_C(10)

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
	uint64_t *pageblock_movable;      /* one bit a pageblock: its migratetype; */
	uint64_t *pageblock_reclaimable;  /* neither: MIGRATE_UNMOVABLE */
	uint64_t highest_memmap_pfn;
	void *page_maps; /* the area of all bitmaps of pages */
};

bool model_memmap_open(struct memmap *mm);
void model_memmap_close(struct memmap *mm);

/* All struct pages as sparse_init leaves them, then memmap_init_zone for every zone with a span. */
void model_memmap_init(struct machine *m);

/* get_pfnblock_migratetype; pfn is any page frame of the block. */
enum migratetype model_pageblock_type(const struct machine *m, uint64_t pfn);

/* set_pageblock_migratetype; the first without its rule for grouping_disabled. */
void model_set_pageblock_type(struct machine *m, uint64_t pfn, enum migratetype type);
void model_retype_pageblock(struct machine *m, uint64_t pfn, enum migratetype type);

/* page->index; type is a migratetype, which index holds for a while. */
void model_set_index(struct machine *m, uint64_t pfn, enum migratetype type);

#endif
