/*
 * memmap: the struct pages of the valid sections, initialised by the run.
 *
 * memmap_init_zone says run by run what the struct pages are to be (memmap_init_run); they are
 * written in blocks of MAX_ORDER_NR_PAGES, each once, when first needed: 64 KiB that are then
 * still in the cache when mem_init releases them. Pages that no zone initialises are zero. Whoever
 * looks at a struct page before mem_init is done calls memmap_populate first; mem_init leaves
 * nothing unwritten.
 */
#ifndef MMINIT_TARGET_MEMMAP_H
#define MMINIT_TARGET_MEMMAP_H

#include "sparse.h"

#include <stdbool.h>
#include <stdint.h>

/* Runs begin and end at borders of memory regions, sections and zones, of which there are fewer. */
enum { MEMMAP_MAX_RUNS = 1 << 20 };

/* The struct pages of [start_pfn, end_pfn), which lie in one section, are to be initialised with
 * this node and zone, whatever an earlier run said; __init_single_page. Sets the type of each
 * pageblock whose first page is among them to MIGRATE_MOVABLE. */
void memmap_init_run(struct sparse *sparse, uint64_t start_pfn, uint64_t end_pfn, uint64_t flags);

/* The same for page frames that are no memory: PG_reserved, and the pageblocks keep their type;
 * init_unavailable_range. */
void memmap_init_unavailable_run(struct sparse *sparse, uint64_t start_pfn, uint64_t end_pfn,
				 uint64_t flags);

/* Writes the struct pages of the block that holds pfn, which is valid. */
void memmap_populate_block(struct sparse *sparse, uint64_t pfn);

static inline bool memmap_is_populated(const struct sparse *sparse, uint64_t pfn)
{
	uint64_t in_section = pfn & (pages_per_section(sparse) - 1);
	uint64_t block = in_section >> (sparse->geometry->max_order - 1);

	return pfn_to_section(sparse, pfn)->populated >> block & 1;
}

/* Afterwards the struct page of pfn, and those of all its block, hold what they should. */
static inline void memmap_populate(struct sparse *sparse, uint64_t pfn)
{
	if (!memmap_is_populated(sparse, pfn))
		memmap_populate_block(sparse, pfn);
}

/* The same for a whole block of MAX_ORDER_NR_PAGES that begins at pfn and is about to be released:
 * if no struct page of it is written yet and all are to be alike, writes them as they are after
 * __free_pages_boot_core and free_pages_prepare, with _refcount 0, and returns true. */
bool memmap_populate_released(struct sparse *sparse, uint64_t pfn);

/* memmap_populate for all valid page frames. */
void memmap_populate_all(struct sparse *sparse);

/* Takes memmap_populate back, as long as nothing else was done to the struct pages: for who only
 * wanted to look at them. */
void memmap_forget(struct sparse *sparse);

#endif
