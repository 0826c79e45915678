/*
 * Areas of kernel virtual addresses (mm/vmalloc.c). Spec 07, 3.
 *
 * Addresses are virtual and in bytes, modulo 2^64; ends exclusive.
 */
#ifndef MODEL_VMALLOC_H
#define MODEL_VMALLOC_H

#include "geometry.h"

struct machine;

enum {
	VM_VM_AREA = 4, /* of vmap_area.flags: it has a vm_struct */
	VM_ALLOC = 2,   /* of vm_struct.flags */
	VM_UNINITIALIZED = 0x20,
	MAX_EARLY_VMS = 1024,
	MAX_VMAP_AREAS = 1 << 14,
	NO_AREA = -1,
};

/* A vm_struct of vmlist. */
struct early_vm {
	uint64_t addr;
	uint64_t size;
	uint64_t flags;
};

/* struct vmap_area, and the vm_struct that it points to. */
struct vmap_area {
	uint64_t start, end;
	uint64_t flags;
	uint64_t object; /* the structure's own memory, from kmalloc */
	bool has_vm;
	uint64_t vm_flags;
	uint64_t vm_object; /* the vm_struct's memory; an early one has none */
	uint64_t vm_addr;
	uint64_t pages_addr; /* the array of pages: from kmalloc, or from vmalloc */
	bool pages_in_vmalloc;
	uint64_t nr_pages;
	uint64_t first_page; /* page frames of the area: see next_page */
	bool in_use;         /* of the model: this entry of the table */
};

struct vmalloc_state {
	uint64_t start, end; /* VMALLOC_START, VMALLOC_END */
	uint32_t nr_vmlist;
	struct early_vm vmlist[MAX_EARLY_VMS]; /* ascending */
	bool initialized;                      /* vmap_initialized */
	uint64_t pcpu_hole;                    /* vmap_area_pcpu_hole */
	unsigned int nr_queues;                /* CPUs whose vmap_block_queue is set up */
	uint32_t nr_areas;
	int list[MAX_VMAP_AREAS]; /* vmap_area_list: areas in the order of their addresses */
	struct vmap_area *areas;
	uint32_t nr_entries; /* of areas, one above the highest ever in use */
	uint32_t nr_lazy;
	int lazy[MAX_VMAP_AREAS]; /* vmap_purge_list, the oldest first */
	uint64_t lazy_pages;      /* vmap_lazy_nr */
	/* Areas' own memory, to be freed after the grace period: kfree_rcu. */
	uint32_t nr_rcu;
	uint64_t rcu[MAX_VMAP_AREAS];
	/* The search begins at the last area found, unless a hole below is known to do. */
	int cache; /* free_vmap_cache: an area */
	uint64_t cached_hole_size, cached_vstart, cached_align;
	uint64_t *next_page; /* [pfn]: the page frame behind it in its area's array */
};

bool model_vmalloc_open(struct vmalloc_state *v);
void model_vmalloc_close(struct vmalloc_state *v);
void model_vmalloc_reset(struct machine *m);

/* vm_area_add_early: vm joins vmlist. */
void model_vm_area_add_early(struct machine *m, const struct early_vm *vm);

/* vm_area_register_early: the same behind what was registered so far. *off: bytes of the vmalloc
 * area that are, at first 0. The address. */
uint64_t model_vm_area_register_early(struct machine *m, uint64_t size, uint64_t align,
				      uint64_t flags, uint64_t *off);

/* vmalloc_init */
void model_vmalloc_init(struct machine *m);

/* vmalloc(n): the address, 0 for none. */
uint64_t model_vmalloc(struct machine *m, uint64_t n);

/* vfree of what model_vmalloc gave. */
void model_vfree(struct machine *m, uint64_t addr);

/* vm_unmap_aliases, as far as areas go: those that were freed lazily go now. */
void model_purge_vmap_areas(struct machine *m);

/* The grace period is over, which is at the end of each call from outside. */
void model_vmalloc_rcu(struct machine *m);

#endif
