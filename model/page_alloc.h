/*
 * The buddy allocator (mm/page_alloc.c): freeing and allocating blocks of 2^order page frames, the
 * free lists in their order. Spec 04, 4 to 7 and 06, 7.
 */
#ifndef MODEL_PAGE_ALLOC_H
#define MODEL_PAGE_ALLOC_H

#include "geometry.h"
#include "trace.h"

struct machine;

/* One place in a circular list. The places of page frames are numbered by pfn; the heads of the
 * free lists follow. */
struct list_place {
	uint64_t next;
	uint64_t prev;
};

/* reasons, as bits: what free_pages_check found. */
enum bad_page { BAD_MAPCOUNT = 1, BAD_REFCOUNT = 4, BAD_FLAGS = 8 };

struct buddy {
	struct list_place *places;
	uint64_t nr_free_pages; /* global NR_FREE_PAGES */
	uint64_t pgfree;        /* PGFREE events */
	uint64_t totalram_pages;
	struct trace bad_pages; /* (pfn, reasons) */
};

bool model_buddy_open(struct buddy *b);
void model_buddy_close(struct buddy *b);
void model_buddy_reset(struct buddy *b);

/* zone_init_free_lists: empties all lists of the zone. */
void model_init_free_lists(struct machine *m, int nid, int zone);

#define MODEL_FIRST_HEAD (UINT64_C(1) << MODEL_PFN_BITS)

/* The number of the head of free_list[order][type] of a zone; model_list_next() of it is the first
 * block, and the list ends where it comes up again. */
static inline uint64_t model_free_list(uint32_t zone_id, unsigned int order, int type)
{
	return MODEL_FIRST_HEAD + (zone_id * MODEL_MAX_ORDER + order) * MODEL_MIGRATETYPES +
	       (uint64_t)type;
}

static inline bool model_is_list_head(uint64_t place)
{
	return place >= MODEL_FIRST_HEAD;
}

static inline uint64_t model_list_next(const struct buddy *b, uint64_t place)
{
	return b->places[place].next;
}

/* __free_pages_boot_core: hands over 2^order page frames that nobody owned so far. */
void model_free_pages_boot_core(struct machine *m, uint64_t pfn, unsigned int order);

/* __free_pages of a block that model_alloc_pages gave. */
void model_free_pages(struct machine *m, uint64_t pfn, unsigned int order);

/* free_highmem_page: what was reserved, or never owned, is free and counted. */
void model_free_highmem_page(struct machine *m, uint64_t pfn);

/* alloc_pages along the FALLBACK list of node nid, from zones up to highest_zone, without
 * watermarks. True with the block's first page frame in *pfn. */
bool model_alloc_pages(struct machine *m, unsigned int order, int highest_zone, int nid,
		       enum migratetype type, uint64_t *pfn);

#endif
