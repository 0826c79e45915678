/*
 * sparse: which sections of the page frame space exist, and the address space of their struct
 * pages, as in mm/sparse.c and linux/mmzone.h of Linux 4.9 (SPARSEMEM_VMEMMAP).
 *
 * The memmap is one reservation of address space for every page frame an x86-64 can have, so that
 * pfn_to_page is an addition; memory stands behind it only where sections have been. What the
 * struct pages of a section hold is the business of memmap.h.
 *
 * Allocating a section's memmap never fails here: a section that is present is valid.
 */
#ifndef MMINIT_TARGET_SPARSE_H
#define MMINIT_TARGET_SPARSE_H

#include "geometry.h"
#include "memblock.h"
#include "mmzone.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	MAX_PAGEBLOCKS_PER_SECTION = 64,
	MAX_SECTIONS = 1 << 19, /* NR_MEM_SECTIONS of x86-64 */
};

struct mem_section {
	uint64_t populated; /* bit n: block n of MAX_ORDER_NR_PAGES has its struct pages */
	bool present;
	int8_t nid; /* of the memory that first made it present; -1 or MAX_NUMNODES: no node */
	/* enum migratetype of each pageblock; with FLATMEM, where a section is a pageblock, of it
	 * in each zone */
	uint8_t pageblock_type[MAX_PAGEBLOCKS_PER_SECTION];
};

/* Page frames [start_pfn, end_pfn) whose struct pages are initialised alike. */
struct memmap_run {
	uint64_t start_pfn;
	uint64_t end_pfn;
	uint64_t flags; /* node and zone, and PG_reserved of holes */
};

struct sparse {
	const struct geometry *geometry;
	struct page *vmemmap;         /* struct page of pfn 0 */
	struct mem_section *sections; /* by number; an area */
	uint32_t *present;            /* numbers of the sections present, ascending; an area */
	uint32_t nr_present;
	bool limit_warned; /* memory beyond the last section: once */

	struct memmap_run *runs; /* memmap.h: disjoint, ascending; an area */
	uint32_t nr_runs;
	uint32_t last_run; /* that the latest look-up found */

	/* Pieces of the memmap with memory behind them, of LEAF_PAGES struct pages each. */
	void *vmemmap_area;
	uint32_t *leaf_boot; /* number of the boot that last used it, 0: no memory; an area */
	uint32_t *leaves;    /* those with memory; an area */
	uint32_t nr_leaves;
	uint32_t boot;
};

/* 32768 struct pages are 2 MiB: a huge page, if the system has them. */
enum {
	LEAF_SHIFT = 15,
	LEAF_BYTES = sizeof(struct page) << LEAF_SHIFT,
	MAX_LEAVES = MAX_SECTIONS,
};

/* Keeps the memory behind the struct pages of the sections present, and gives some of the rest back
 * to the system if there is much of it (sparse_memory.c). */
void sparse_keep_memory(struct sparse *sparse);

/* Maps the areas of a sparse (zero-initialised by the caller). */
void sparse_create(struct sparse *sparse);
void sparse_destroy(struct sparse *sparse);

/* Back to power-off: no section. Costs what the last boot had of them. */
void sparse_reset(struct sparse *sparse, const struct geometry *geometry);

/* sparse_memory_present_with_active_regions(MAX_NUMNODES), then sparse_init: makes the sections
 * that memory touches with a whole page present and valid. */
void sparse_memory_present_with_active_regions(struct sparse *sparse, const struct memblock *mb);

/* memory_present: sections of [start_pfn, end_pfn); the first nid that a section gets stays. */
void memory_present(struct sparse *sparse, int nid, uint64_t start_pfn, uint64_t end_pfn);

static inline uint64_t pages_per_section(const struct sparse *sparse)
{
	return UINT64_C(1) << sparse->geometry->section_shift_pages;
}

static inline struct mem_section *pfn_to_section(const struct sparse *sparse, uint64_t pfn)
{
	return &sparse->sections[pfn >> sparse->geometry->section_shift_pages];
}

/* pfn_valid: any pfn may be asked for. */
static inline bool pfn_valid(const struct sparse *sparse, uint64_t pfn)
{
	return pfn < sparse->geometry->max_arch_pfn && pfn_to_section(sparse, pfn)->present;
}

static inline struct page *pfn_to_page(const struct sparse *sparse, uint64_t pfn)
{
	return sparse->vmemmap + pfn;
}

static inline uint64_t page_to_pfn(const struct sparse *sparse, const struct page *page)
{
	return (uint64_t)(page - sparse->vmemmap);
}

/* First valid pfn at or after pfn, UINT64_MAX if there is none. */
uint64_t next_valid_pfn(const struct sparse *sparse, uint64_t pfn);

/* End of the section that holds pfn. */
static inline uint64_t section_end_pfn(const struct sparse *sparse, uint64_t pfn)
{
	return (pfn | (pages_per_section(sparse) - 1)) + 1;
}

/* get_pageblock_migratetype of the pageblock that holds pfn, which is valid and in the zone of this
 * number; its address, so that it can be set too. With FLATMEM the types are the zones' and not the
 * sections': a pageblock that lies in two zones has one in each. */
static inline uint8_t *pageblock_type(const struct sparse *sparse, uint64_t pfn, unsigned int zone)
{
	uint64_t block =
	    (pfn & (pages_per_section(sparse) - 1)) >> sparse->geometry->pageblock_order;

	if (sparse->geometry->flatmem)
		block = zone;
	return &pfn_to_section(sparse, pfn)->pageblock_type[block];
}

#endif
