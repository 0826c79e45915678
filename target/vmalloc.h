/*
 * vmalloc: areas of kernel virtual addresses, as in mm/vmalloc.c of Linux 4.9: those registered
 * before mm_init, and vmalloc and vfree after it. Areas freed stay in the tree until a purge.
 *
 * The tree is a row sorted by address. The page tables of the areas are not modelled and take no
 * memory. Addresses and sizes are in bytes.
 */
#ifndef MMINIT_TARGET_VMALLOC_H
#define MMINIT_TARGET_VMALLOC_H

#include "slub.h"

#include <stdbool.h>
#include <stdint.h>

enum { VM_ALLOC = 0x02, VM_VM_AREA = 0x04, VM_UNINITIALIZED = 0x20 };

enum {
	VMALLOC_MAX_EARLY = 1024,
	VMALLOC_MAX_AREAS = 1 << 16, /* that exist at a time, those to be purged included */
	VMALLOC_NULL = 0,            /* what vmalloc gives if it fails */
};

struct vm_struct {
	uint64_t addr;
	uint64_t size;  /* the guard page included */
	uint64_t flags; /* VM_* */
	uint64_t nr_pages;
	uint64_t object; /* where the structure lies */
	uint64_t pages;  /* where the array of pages lies: in an object, or in an area of its own */
	bool pages_in_area;
	struct page *first_page; /* linked through mem_cgroup, in the order of their addresses */
};

struct vmap_area {
	uint64_t va_start;
	uint64_t va_end;
	uint64_t flags; /* VM_VM_AREA */
	struct vm_struct *vm;
	uint64_t object; /* where the structure lies */
	struct vmap_area
	    *next_lazy; /* of vmap_purge_list, or of those waiting for a grace period */
};

enum vmalloc_fault {
	VMALLOC_OK,
	VMALLOC_BUG_OVERLAP, /* vm_area_add_early of an area that overlaps another */
	VMALLOC_NULL_AREA,   /* vmalloc_init: no object for an area */
	VMALLOC_BUG_INSERT,  /* __insert_vmap_area of two areas that are neither side by side */
	VMALLOC_WRAPPED,     /* vmalloc among areas that end below their start: no order is left */
};

struct vmalloc_config {
	uint64_t start; /* VMALLOC_START */
	uint64_t end;   /* VMALLOC_END */
	uint32_t nr_cpus;
	uint32_t sizeof_vmap_area;
	uint32_t sizeof_vm_struct;
};

struct vmalloc {
	struct slub *slub;
	struct vmalloc_config config;
	enum vmalloc_fault fault;
	bool vmap_initialized;
	bool wrapped;                 /* an early area ends below its start */
	uint64_t pcpu_hole;           /* vmap_area_pcpu_hole */
	uint32_t nr_queues;           /* CPUs whose vmap_block_queue is set up */
	uint64_t lazy_pages;          /* vmap_lazy_nr */
	struct vmap_area *purge_list; /* the latest first */
	struct vmap_area *rcu_first;  /* purged in this operation, in their order */
	struct vmap_area **rcu_last;

	/* The cache of alloc_vmap_area: where the latest area was found. */
	struct vmap_area *free_vmap_cache;
	uint64_t cached_hole_size;
	uint64_t cached_vstart;

	uint32_t nr_early; /* vmlist, by address */
	struct vm_struct early[VMALLOC_MAX_EARLY];

	uint32_t nr_areas;
	struct vmap_area *areas[VMALLOC_MAX_AREAS]; /* the tree, in its order */

	/* Structures that there have been, and of these the free ones. */
	uint32_t nr_vas, nr_free_vas;
	uint32_t nr_vms, nr_free_vms;
	struct vmap_area *free_vas[VMALLOC_MAX_AREAS];
	struct vm_struct *free_vms[VMALLOC_MAX_AREAS];
	struct vmap_area va_pool[VMALLOC_MAX_AREAS];
	struct vm_struct vm_pool[VMALLOC_MAX_AREAS];
};

/* Back to power-off. */
void vmalloc_reset(struct vmalloc *vmalloc, struct slub *slub);

/* vm_area_add_early: before vmalloc_init, at most VMALLOC_MAX_EARLY times. May set
 * VMALLOC_BUG_OVERLAP. */
void vm_area_add_early(struct vmalloc *vmalloc, uint64_t addr, uint64_t size, uint64_t flags);

/* vmalloc_init. May set VMALLOC_NULL_AREA, VMALLOC_BUG_INSERT. */
void vmalloc_init(struct vmalloc *vmalloc, const struct vmalloc_config *config);

/* vmalloc: address of an area of size bytes, or VMALLOC_NULL. May set VMALLOC_WRAPPED. */
uint64_t vmalloc(struct vmalloc *vmalloc, uint64_t size);

/* vfree of what vmalloc gave. */
void vfree(struct vmalloc *vmalloc, uint64_t addr);

/* vm_unmap_aliases: purges the areas that have been freed. */
void vm_unmap_aliases(struct vmalloc *vmalloc);

#endif
