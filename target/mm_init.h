/*
 * mm_init: one machine, all that the kernel keeps in globals, and the order of the chain.
 *
 * The steps are functions of the stages' own headers up to numa.h, then the three below. A step is
 * taken after those before it; once a stage's `fault` is set the boot is over.
 */
#ifndef MMINIT_TARGET_MM_INIT_H
#define MMINIT_TARGET_MM_INIT_H

#include "e820.h"
#include "early_param.h"
#include "geometry.h"
#include "kernel_release.h"
#include "mem_init.h"
#include "memblock.h"
#include "nobootmem.h"
#include "numa.h"
#include "page_alloc.h"
#include "sparse.h"

#include <stdbool.h>
#include <stdint.h>

/* How the machine's kernel was built. */
struct mm_config {
	const struct geometry *geometry;
	const struct kernel_release *release;
	uint32_t e820_max_entries;   /* E820_MAX_BOOT, _EFI or _MAXSMP */
	bool movable_node;           /* CONFIG_MOVABLE_NODE */
	bool nodes_span_other_nodes; /* CONFIG_NODES_SPAN_OTHER_NODES */
};

struct mm_machine {
	struct mm_config config;
	struct e820 e820;
	struct early_param early_param;
	struct memblock memblock;
	struct numa numa;
	struct sparse sparse;
	struct page_alloc page_alloc;
	struct nobootmem nobootmem;
	struct mem_init_info mem_init_info;
};

/* A machine, still to be reset; NULL without address space. It needs about 1 TiB of that, which
 * costs memory only as machines use it. */
struct mm_machine *mm_machine_create(void);
void mm_machine_destroy(struct mm_machine *m);

/* Back to power-off. Costs what the last boot touched. */
void mm_machine_reset(struct mm_machine *m, const struct mm_config *config);

/* memblock_find_dma_reserve, paging_init with zone_sizes_init, build_all_zonelists: sections, nodes
 * and zones, but for the struct pages. Sets PAGE_ALLOC_PFN_WRAP, and does nothing, if a region of
 * memory begins in the last page of the address space. */
void mm_paging_init(struct mm_machine *m);

/* The struct pages: memmap_init of every zone. */
void mm_memmap_init(struct mm_machine *m);

/* The part of mm_init that there is: mem_init. */
void mm_init(struct mm_machine *m);

#endif
