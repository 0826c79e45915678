/*
 * nobootmem: handing memblock's memory over to the buddy allocator, as in mm/nobootmem.c and the
 * callees in mm/page_alloc.c of Linux 4.9.
 *
 * Ranges of page frames are [start_pfn, end_pfn).
 */
#ifndef MMINIT_TARGET_NOBOOTMEM_H
#define MMINIT_TARGET_NOBOOTMEM_H

#include "memblock.h"
#include "page_alloc.h"

#include <stdbool.h>
#include <stdint.h>

struct reserve_mark {
	uint64_t start_pfn;
	uint64_t end_pfn;
};

struct released_chunk {
	uint64_t pfn;
	uint64_t order;
};

enum {
	/* Every region of both tables; NOMAP memory once more for each time that the table grows.
	 */
	MAX_RESERVE_MARKS = 16 * MEMBLOCK_MAX_REGIONS,
	MAX_RELEASED_CHUNKS = 1 << 26, /* a chunk a page */
};

/* What was done, in order. */
struct nobootmem {
	struct reserve_mark *marks; /* calls of reserve_bootmem_region that mark; an area */
	uint32_t nr_marks;
	struct released_chunk *chunks; /* calls of __free_pages_bootmem; an area */
	uint32_t nr_chunks;
};

/* Maps the areas of a nobootmem (zero-initialised by the caller). */
void nobootmem_create(struct nobootmem *nb);
void nobootmem_destroy(struct nobootmem *nb);

/* Back to power-off. */
void nobootmem_reset(struct nobootmem *nb);

/* free_all_bootmem: marks what is reserved, releases what is free below max_low_pfn, and adds it to
 * totalram_pages; the number of pages released. Ends early if a fault is set in mb or pa, among
 * them PAGE_ALLOC_PFN_WRAP, before anything is marked, if a free range begins in the last page of
 * the address space. */
uint64_t free_all_bootmem(struct nobootmem *nb, struct page_alloc *pa, struct memblock *mb,
			  uint64_t max_low_pfn);

/* __free_memblock_late: releases the whole pages of [base, base + size), in bytes, one by one; the
 * number of pages. All must be valid and PG_reserved, else PAGE_ALLOC_FREE_LATE is set and
 * nothing done. */
uint64_t free_memblock_late(struct page_alloc *pa, const struct memblock *mb, uint64_t base,
			    uint64_t size);

#endif
