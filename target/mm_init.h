/*
 * mm_init: one machine, all that the kernel keeps in globals, and the order of the chain.
 *
 * The steps are functions of the stages' own headers up to numa.h, then those below. A step is
 * taken after those before it; once a stage's `fault` is set the boot is over.
 */
#ifndef MMINIT_TARGET_MM_INIT_H
#define MMINIT_TARGET_MM_INIT_H

#include "bootmem_info.h"
#include "e820.h"
#include "early_param.h"
#include "geometry.h"
#include "ioremap.h"
#include "kaiser.h"
#include "kernel_release.h"
#include "mem_init.h"
#include "memblock.h"
#include "nobootmem.h"
#include "numa.h"
#include "page_alloc.h"
#include "page_ext.h"
#include "percpu.h"
#include "pgtable.h"
#include "slub.h"
#include "sparse.h"
#include "vmalloc.h"

#include <stdbool.h>
#include <stdint.h>

enum { MM_MAX_USER_MAPS = 1024 };

/* A segment that kaiser_init maps for user space. */
struct mm_user_map {
	uint64_t start;
	uint64_t size;
	uint64_t flags; /* X86_PAGE_KERNEL and so on */
	bool every_cpu; /* once for each possible CPU, a unit apart */
};

/* 32-bit ARM. */
struct mm_arm_config {
	struct arm_zone_config zones;
	uint64_t lowmem_limit; /* bytes */
	uint64_t phys_offset;  /* PHYS_OFFSET */
	bool has_mem_map;      /* mem_map is the physical address of the mem_map */
	uint64_t mem_map;
};

/* How the machine's kernel was built, and what it runs on. */
struct mm_config {
	/* A row of the table; of ARM one with the machine's own page_shift and max_arch_pfn. */
	const struct geometry *geometry;
	const struct kernel_release *release;
	uint32_t e820_max_entries;   /* E820_MAX_BOOT, _EFI or _MAXSMP */
	uint32_t max_node_memblks;   /* NODE_MEMBLKS or NODE_MEMBLKS_MAXSMP */
	bool movable_node;           /* CONFIG_MOVABLE_NODE */
	bool nodes_span_other_nodes; /* CONFIG_NODES_SPAN_OTHER_NODES */
	bool bootmem_info;           /* CONFIG_HAVE_BOOTMEM_INFO_NODE */
	bool deferred_init;          /* CONFIG_DEFERRED_STRUCT_PAGE_INIT */
	bool page_extension;         /* somebody needs page_ext */

	uint32_t nr_cpus; /* possible ones */
	bool cpu_pse;
	bool cpu_gbpages;
	uint32_t sizeof_page_ext; /* an entry of the table */
	uint32_t sizeof_spinlock;
	uint32_t sizeof_vmap_area;
	uint32_t sizeof_vm_struct;
	uint32_t percpu_static_size; /* bytes of a unit, as the next ones */
	uint32_t percpu_reserved_size;
	uint32_t percpu_dyn_size;
	uint32_t percpu_unit_size;
	struct slub_config slub;
	struct kaiser_config kaiser;
	struct kernel_image image;
	struct mm_arm_config arm;
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
	struct arm_memory arm;
	struct page_ext page_ext;
	struct bootmem_info bootmem_info;
	struct mem_init mem_init;
	struct percpu percpu;
	struct slub slub;
	struct pgtable pgtable;
	struct vmalloc vmalloc;
	struct ioremap ioremap;
	struct kaiser kaiser;
	struct deferred_thread deferred[MAX_NUMNODES]; /* of nodes in n_memory, once it is late */

	/* What the steps below work on; the machine's owner fills it in after the reset. */
	const char *cmdline;
	uint32_t nr_user_maps;
	struct mm_user_map user_maps[MM_MAX_USER_MAPS];
};

/* A machine, still to be reset. It needs about 1 TiB of address space, which costs memory only as
 * machines use it. */
struct mm_machine *mm_machine_create(void);
void mm_machine_destroy(struct mm_machine *m);

/* Back to power-off. Costs what the last boot touched. */
void mm_machine_reset(struct mm_machine *m, const struct mm_config *config);

/* ARM: memblock_set_current_limit of the end of low memory. */
void mm_lowmem_limit(struct mm_machine *m);

/* memblock_find_dma_reserve, paging_init with zone_sizes_init (ARM: bootmem_init),
 * build_all_zonelists: sections, nodes and zones, but for the struct pages. Sets
 * PAGE_ALLOC_PFN_WRAP, and does nothing, if a region of memory begins in the last page of the
 * address space. */
void mm_paging_init(struct mm_machine *m);

/* The struct pages: memmap_init of every zone. */
void mm_memmap_init(struct mm_machine *m);

/* mm_init: its eight calls, in their order; some do nothing on some machines. Early areas are
 * registered with vmalloc before. */
enum mm_init_step {
	MM_PAGE_EXT_INIT_FLATMEM,
	MM_MEM_INIT,
	MM_KMEM_CACHE_INIT,
	MM_PERCPU_INIT_LATE,
	MM_PGTABLE_INIT,
	MM_VMALLOC_INIT,
	MM_IOREMAP_HUGE_INIT,
	MM_KAISER_INIT,
	NR_MM_INIT_STEPS
};
void mm_init_step(struct mm_machine *m, enum mm_init_step step);

/* All of them, up to a fault. */
void mm_init(struct mm_machine *m);

/* Whether any stage has set its fault. */
bool mm_has_fault(const struct mm_machine *m);

/* page_alloc_init_late, long after mm_init. nr_threads: see page_alloc.h. */
void mm_page_alloc_init_late(struct mm_machine *m, unsigned int nr_threads);

#endif
