/*
 * page_ext: the table of page extensions, as in mm/page_ext.c of Linux 4.9. With SPARSEMEM it is
 * made long after mm_init; with FLATMEM memblock gives the memory for it.
 */
#ifndef MMINIT_TARGET_PAGE_EXT_H
#define MMINIT_TARGET_PAGE_EXT_H

#include "memblock.h"
#include "page_alloc.h"

#include <stdbool.h>
#include <stdint.h>

struct page_ext {
	bool panicked;  /* "Out of memory" */
	bool allocated; /* there is a table */
	uint64_t addr;  /* of its first byte, of physical memory */
	uint64_t size;  /* bytes */
};

/* page_ext_init_flatmem of a kernel in which somebody needs the table: entry_size bytes for each
 * page frame of the node, at or above min_addr if that can be. */
void page_ext_init_flatmem(struct page_ext *page_ext, const struct page_alloc *pa,
			   struct memblock *mb, uint64_t entry_size, uint64_t min_addr);

#endif
