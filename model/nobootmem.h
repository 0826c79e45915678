/* Releasing memory to the buddy allocator (mm/nobootmem.c). Spec 04, 1 to 3, and 02, 2.6. */
#ifndef MODEL_NOBOOTMEM_H
#define MODEL_NOBOOTMEM_H

#include "geometry.h"
#include "trace.h"

struct machine;

struct release {
	uint64_t returned;            /* free_all_bootmem: pages */
	struct trace reserved_ranges; /* page frames marked, a row a region: [start_pfn, end_pfn) */
	struct trace chunks;          /* what went to __free_pages_bootmem: (pfn, order) */
};

bool model_release_open(struct release *r);
void model_release_close(struct release *r);
void model_release_reset(struct release *r);

/* free_all_bootmem: marks what is reserved and releases what is free. Pages. */
uint64_t model_free_all_bootmem(struct machine *m);

/* __free_memblock_late: releases the whole pages of [base, base + size) bytes, which must all be
 * valid and PG_reserved. Pages. */
uint64_t model_free_memblock_late(struct machine *m, uint64_t base, uint64_t size);

#endif
