/*
 * Sections: which page frames have a struct page (mm/sparse.c). Spec 03, 1 and 2.
 *
 * pfn_valid() has the granularity of a section. Their memory is not modelled: none is missing.
 */
#ifndef MODEL_SPARSE_H
#define MODEL_SPARSE_H

#include "geometry.h"

struct machine;

/* Sections of the largest machine: 2^34 page frames of 2^15 each; or, tiny, 2^11 of 2^6. */
enum { NR_MEM_SECTIONS = 1 << 19 };

struct sparse {
	uint64_t present[NR_MEM_SECTIONS / 64]; /* one bit a section; each has a mem_map */
	int8_t nid[NR_MEM_SECTIONS];            /* the first range that touched it had this nid */
	uint64_t end_section;                   /* one above the highest present section */
	uint64_t nr_present;
	bool limit_warned;
};

void model_sparse_reset(struct sparse *s);

/* sparse_memory_present_with_active_regions(MAX_NUMNODES) */
void model_memory_present(struct machine *m);

/* pfn_valid: the section is present; on ARM the page's first byte is memory that the kernel maps.
 */
bool model_pfn_valid(const struct machine *m, uint64_t pfn);

/* The next run of valid page frames within [from, limit): [*start_pfn, *end_pfn). False if there is
 * none. */
bool model_next_valid_run(const struct machine *m, uint64_t from, uint64_t limit,
			  uint64_t *start_pfn, uint64_t *end_pfn);

/* The same of page frames that have a struct page. */
bool model_next_memmap_run(const struct machine *m, uint64_t from, uint64_t limit,
			   uint64_t *start_pfn, uint64_t *end_pfn);

#endif
