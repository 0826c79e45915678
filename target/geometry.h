/*
 * Geometry: the numbers of an architecture that the memory initialisation depends on, as data.
 *
 * The same code boots every row. Pages of x86-64 are of 4096 bytes; what ARM runs too takes their
 * size from the geometry.
 */
#ifndef MMINIT_TARGET_GEOMETRY_H
#define MMINIT_TARGET_GEOMETRY_H

#include <stdbool.h>
#include <stdint.h>

enum { PAGE_SHIFT = 12, PAGE_SIZE = 1 << PAGE_SHIFT };

/* First whole page at or after an address, page of an address. As in the kernel PFN_UP wraps: an
 * address above 2^64 - 4096 gives 0. */
#define PFN_UP(addr)   (((uint64_t)(addr) + PAGE_SIZE - 1) >> PAGE_SHIFT)
#define PFN_DOWN(addr) ((uint64_t)(addr) >> PAGE_SHIFT)
#define PFN_PHYS(pfn)  ((uint64_t)(pfn) << PAGE_SHIFT)

struct geometry {
	unsigned int page_shift;          /* log2 of the bytes of a page */
	unsigned int word;                /* sizeof(void *) */
	unsigned int max_order;           /* MAX_ORDER, exclusive: the largest block is one less */
	unsigned int pageblock_order;     /* log2 of the pages of a pageblock */
	unsigned int section_shift_pages; /* log2 of the pages of a section */
	uint64_t max_dma_pfn;             /* end of ZONE_DMA */
	uint64_t max_dma32_pfn;           /* end of ZONE_DMA32, and of what counts as low RAM */
	uint64_t max_arch_pfn;            /* no page frame at or above it is ever used */
	uint64_t max_addr;                /* largest phys_addr_t: sums are modulo it plus 1 */
	/* FLATMEM: one mem_map without holes, a node without NUMA, zones that may share a
	 * pageblock. A section is then a block of MAX_ORDER_NR_PAGES of the mem_map. */
	bool flatmem;
	uint8_t zone_normal; /* highest zone of GFP_KERNEL */
	uint8_t
	    zone_highmem; /* highest zone of GFP_HIGHMEM: the same where there is no such zone */
};

enum geometry_name { GEOMETRY_X86_64, GEOMETRY_TINY, GEOMETRY_ARM_FLATMEM, NR_GEOMETRIES };

extern const struct geometry geometries[NR_GEOMETRIES];

#endif
