/*
 * One machine: all state of a boot. Several may live in one process; they share nothing.
 *
 * model_machine_open, _reset, then the stages in the order of setup.h. What changes a machine is
 * called through model_run, so that a panic can end it.
 */
#ifndef MODEL_MACHINE_H
#define MODEL_MACHINE_H

#include <setjmp.h>

#include "arm_init.h"
#include "deferred.h"
#include "e820.h"
#include "early_param.h"
#include "geometry.h"
#include "ioremap.h"
#include "kaiser.h"
#include "mem_init.h"
#include "memblock.h"
#include "memmap.h"
#include "mmzone.h"
#include "nobootmem.h"
#include "numa.h"
#include "page_alloc.h"
#include "page_ext.h"
#include "percpu.h"
#include "pgtable.h"
#include "setup.h"
#include "slub.h"
#include "sparse.h"
#include "vmalloc.h"

/* Why a boot ended: the kernel panics, or follows what nobody wrote. */
enum stop {
	STOP_NONE,
	STOP_USER_MAP,           /* finish_e820_parsing: "Invalid user supplied memory map" */
	STOP_UPDATE_SAME_TYPE,   /* e820_update_range: BUG_ON(old_type == new_type) */
	STOP_DOUBLE_RESERVE,     /* memblock_double_array: BUG_ON(memblock_reserve()) */
	STOP_INSERT_FULL,        /* memblock_insert_region: BUG_ON(cnt >= max) */
	STOP_CANNOT_RESIZE,      /* memblock_double_array: "memblock: cannot resize %s array" */
	STOP_BARE_KERNELCORE,    /* "kernelcore" without a value: a null pointer */
	STOP_TRIM_WRAP,          /* memblock_trim_memory: a base rounded up to 0 */
	STOP_MOVABLE_ZONE,       /* movable_zone is -1 where it is an index */
	STOP_NO_ONLINE_NODE,     /* build_all_zonelists without a node */
	STOP_OFFLINE_NODE,       /* page_zone() of a node without a pgdat */
	STOP_EMPTY_ZONE,         /* a page is freed into a zone that has no free lists */
	STOP_PFN_WRAP,           /* PFN_UP of a region or free range wraps to 0 */
	STOP_NO_STRUCT_PAGE,     /* __free_pages_boot_core of a page frame that is not valid */
	STOP_FREE_LATE,          /* __free_memblock_late of a page that is not PG_reserved */
	STOP_SLAB_EARLY_NODE,    /* early_kmem_cache_node_alloc: BUG_ON(!page) */
	STOP_SLAB_CREATE,        /* create_boot_cache: "Creation of kmalloc slab ... failed" */
	STOP_SLAB_BOOTSTRAP,     /* bootstrap: a null pointer */
	STOP_SLAB_OUT_OF_MEMORY, /* create_kmalloc_cache: "Out of memory when creating slab" */
	STOP_SLAB_NAME,          /* create_kmalloc_caches: BUG_ON(!n) */
	STOP_CREATE_CACHE,       /* kmem_cache_create with SLAB_PANIC */
	STOP_SLAB_NO_NODE,       /* a slab's page is of a node without a kmem_cache_node */
	STOP_SLAB_NO_OBJECTS,    /* a slab of 32768 objects: the 15 bits of their number say 0 */
	STOP_NO_LOWMEM,          /* ARM: no page frame below the limit of low memory */
	STOP_PAGE_EXT,           /* page_ext_init_flatmem: "Out of memory" */
	STOP_BOOTMEM_INFO,       /* get_page_bootmem of a page frame that is not valid */
	STOP_EARLY_VM_OVERLAP,   /* vm_area_add_early: BUG_ON */
	STOP_VMAP_INSERT,        /* __insert_vmap_area: BUG */
	STOP_VMALLOC_INIT,       /* vmalloc_init: a null pointer */
	STOP_VMALLOC_WRAP,       /* vmalloc while an area ends below its start */
	STOP_KAISER_NO_PGD,      /* kaiser: BUG, the kernel's pgd has no entry */
	STOP_KAISER_USER_ADDR,   /* kaiser: BUG, a user page that is not the vsyscall page */
	STOP_PERCPU_MAP,         /* percpu_init_late: BUG_ON(!map) */
};

struct machine {
	const struct geometry *geometry;
	struct config config;
	struct options options;
	bool movable_node_enabled;
	uint64_t max_pfn;
	uint64_t max_possible_pfn;
	uint64_t max_low_pfn;          /* as init_mem_mapping leaves it */
	uint64_t max_low_pfn_parsed;   /* as setup_arch first sets it */
	bool reserved_set_node_warned; /* a WARN_ON_ONCE of numa.c */

	struct e820_state e820;
	struct memblock memblock;
	struct numa numa;
	struct sparse sparse;
	struct mmzone mmzone;
	struct memmap memmap;
	struct buddy buddy;
	struct release release;
	struct percpu percpu;
	struct slub slub;
	struct mem_init mem_init;
	struct flat_memmap flat;
	struct page_ext page_ext;
	struct vmalloc_state vmalloc;
	struct ioremap ioremap;
	struct kaiser kaiser;
	struct deferred deferred;

	jmp_buf stop_point; /* of the innermost model_run */
	enum stop stopped;
};

/* A machine without memory contents. NULL without address space. */
struct machine *model_machine_open(void);
void model_machine_close(struct machine *m);

/* Power-off: nothing of an earlier boot is left. Costs what that boot touched. */
void model_machine_reset(struct machine *m, const struct geometry *geometry,
			 const struct config *config);

/* Runs step(m, argument) to its end, or to the first model_stop within it: what happened until then
 * stays. */
enum stop model_run(struct machine *m, void (*step)(struct machine *m, void *argument),
		    void *argument);

/* The kernel is lost here. Does not return. */
_Noreturn void model_stop(struct machine *m, enum stop why);

#endif
