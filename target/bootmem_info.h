/*
 * bootmem_info: what the kernel notes of the memory that memblock gave to nodes and sections, so
 * that memory hot-plug can free it one day; register_page_bootmem_info of Linux 4.9.
 */
#ifndef MMINIT_TARGET_BOOTMEM_INFO_H
#define MMINIT_TARGET_BOOTMEM_INFO_H

#include "memblock.h"
#include "page_alloc.h"

#include <stdint.h>

enum bootmem_kind {
	BOOTMEM_NODE,   /* pgdat */
	BOOTMEM_TABLE,  /* page tables of a section's memmap */
	BOOTMEM_MEMMAP, /* a section's struct pages */
	BOOTMEM_USEMAP, /* the types of its pageblocks */
	NR_BOOTMEM_KINDS
};

enum {
	BOOTMEM_MAX_RANGES = 1024,
	BOOTMEM_MAX_PAGES = 1 << 28, /* calls of get_page_bootmem */
};

/* Where such memory lies. */
struct bootmem_range {
	enum bootmem_kind kind;
	uint32_t id; /* of the node or the section */
	uint64_t start;
	uint64_t size; /* bytes */
};

/* A call of get_page_bootmem. */
struct bootmem_page {
	uint64_t pfn;
	uint32_t type; /* SECTION_INFO 12, MIX_SECTION_INFO 13, NODE_INFO 14 */
	uint32_t id;
};

struct bootmem_info {
	uint32_t nr_ranges;
	struct bootmem_range ranges[BOOTMEM_MAX_RANGES];
	struct bootmem_page *pages; /* in the order of the calls; an area */
	uint32_t nr_pages;
};

/* Maps the area (the rest being zero-initialised by the caller). */
void bootmem_info_create(struct bootmem_info *info);
void bootmem_info_destroy(struct bootmem_info *info);
void bootmem_info_reset(struct bootmem_info *info);

/* Adds a range; at most BOOTMEM_MAX_RANGES. */
void bootmem_info_add(struct bootmem_info *info, struct bootmem_range range);

/* register_page_bootmem_info. Sets PAGE_ALLOC_BOOTMEM_INFO at a page frame that is not valid. */
void register_page_bootmem_info(struct bootmem_info *info, struct page_alloc *pa,
				const struct memblock *mb);

#endif
