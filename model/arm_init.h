/*
 * 32-bit ARM with one flat mem_map and highmem (arch/arm/mm/init.c). Spec 05, 3.
 *
 * Addresses are physical; they, sizes and numbers of pages are modulo 2^32.
 */
#ifndef MODEL_ARM_INIT_H
#define MODEL_ARM_INIT_H

#include "geometry.h"

struct machine;

struct arm_params {
	uint64_t phys_offset;   /* PHYS_OFFSET, bytes */
	uint64_t dma_zone_size; /* arm_dma_zone_size, bytes */
	bool has_mem_map;       /* mem_map lies in this machine's memory: */
	uint64_t mem_map;       /* its first struct page, bytes */
};

struct flat_memmap {
	struct arm_params params;
	uint64_t start_pfn, end_pfn; /* page frames with a struct page */
};

/* bootmem_init: zones; and build_all_zonelists. */
void model_arm_bootmem_init(struct machine *m, const struct arm_params *params);

/* mem_init */
void model_arm_mem_init(struct machine *m);

/* The next run within [from, limit) of page frames that have a struct page still. False if there is
 * none. */
bool model_next_flat_run(const struct machine *m, uint64_t from, uint64_t limit,
			 uint64_t *start_pfn, uint64_t *end_pfn);

#endif
