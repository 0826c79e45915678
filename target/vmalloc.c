/* See vmalloc.h. */
#include "vmalloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void vmalloc_reset(struct vmalloc *vmalloc, struct slub *slub)
{
	/* All but the tables, whose entries are written before they are read. */
	memset(vmalloc, 0, offsetof(struct vmalloc, early));
	vmalloc->slub = slub;
	vmalloc->rcu_last = &vmalloc->rcu_first;
	vmalloc->nr_areas = 0;
	vmalloc->nr_vas = vmalloc->nr_free_vas = 0;
	vmalloc->nr_vms = vmalloc->nr_free_vms = 0;
}

static const struct geometry *geometry_of(const struct vmalloc *vmalloc)
{
	return vmalloc->slub->pa->sparse->geometry;
}

static uint64_t page_size(const struct vmalloc *vmalloc)
{
	return UINT64_C(1) << geometry_of(vmalloc)->page_shift;
}

static uint64_t page_align(const struct vmalloc *vmalloc, uint64_t size)
{
	return (size + page_size(vmalloc) - 1) & ~(page_size(vmalloc) - 1) &
	       geometry_of(vmalloc)->max_addr;
}

/*
 * Structures.
 */

static _Noreturn void no_more(const char *what)
{
	fprintf(stderr, "mminit: more %s than provided for\n", what);
	abort();
}

static struct vmap_area *new_va(struct vmalloc *vmalloc, uint64_t object)
{
	struct vmap_area *va;

	if (vmalloc->nr_free_vas)
		va = vmalloc->free_vas[--vmalloc->nr_free_vas];
	else if (vmalloc->nr_vas < VMALLOC_MAX_AREAS)
		va = &vmalloc->va_pool[vmalloc->nr_vas++];
	else
		no_more("vmap areas");
	*va = (struct vmap_area){.object = object};
	return va;
}

static void free_va(struct vmalloc *vmalloc, struct vmap_area *va)
{
	kfree(vmalloc->slub, va->object);
	vmalloc->free_vas[vmalloc->nr_free_vas++] = va;
}

static struct vm_struct *new_vm(struct vmalloc *vmalloc, uint64_t object)
{
	struct vm_struct *vm;

	if (vmalloc->nr_free_vms)
		vm = vmalloc->free_vms[--vmalloc->nr_free_vms];
	else if (vmalloc->nr_vms < VMALLOC_MAX_AREAS)
		vm = &vmalloc->vm_pool[vmalloc->nr_vms++];
	else
		no_more("areas of vmalloc");
	*vm = (struct vm_struct){.object = object};
	return vm;
}

static void free_vm(struct vmalloc *vmalloc, struct vm_struct *vm)
{
	kfree(vmalloc->slub, vm->object);
	vmalloc->free_vms[vmalloc->nr_free_vms++] = vm;
}

/*
 * Boot.
 */

void vm_area_add_early(struct vmalloc *vmalloc, uint64_t addr, uint64_t size, uint64_t flags)
{
	uint64_t mask = geometry_of(vmalloc)->max_addr;
	uint32_t i = 0;

	for (; i < vmalloc->nr_early && vmalloc->early[i].addr < addr; i++) {
		const struct vm_struct *vm = &vmalloc->early[i];

		if (((vm->addr + vm->size) & mask) > addr) {
			vmalloc->fault = VMALLOC_BUG_OVERLAP;
			return;
		}
	}
	if (i < vmalloc->nr_early && vmalloc->early[i].addr < ((addr + size) & mask)) {
		vmalloc->fault = VMALLOC_BUG_OVERLAP;
		return;
	}
	memmove(&vmalloc->early[i + 1], &vmalloc->early[i],
		(vmalloc->nr_early - i) * sizeof(vmalloc->early[0]));
	vmalloc->early[i] =
	    (struct vm_struct){.addr = addr, .size = size, .flags = flags, .object = SLUB_NULL};
	vmalloc->nr_early++;
}

/*
 * __insert_vmap_area of an early area. They come by ascending address and, but for their ends, do
 * not overlap, so that each goes right of all others; the last of these, which has the highest
 * start, is on the way down in every shape of the tree, and is the one to object to an end that has
 * wrapped.
 */
static bool append_area(struct vmalloc *vmalloc, struct vmap_area *va)
{
	if (vmalloc->nr_areas && va->va_end <= vmalloc->areas[vmalloc->nr_areas - 1]->va_start) {
		vmalloc->fault = VMALLOC_BUG_INSERT;
		return false;
	}
	vmalloc->areas[vmalloc->nr_areas++] = va;
	vmalloc->wrapped = vmalloc->wrapped || va->va_end < va->va_start;
	return true;
}

void vmalloc_init(struct vmalloc *vmalloc, const struct vmalloc_config *config)
{
	uint64_t mask = geometry_of(vmalloc)->max_addr;

	vmalloc->config = *config;
	vmalloc->nr_queues = config->nr_cpus;
	for (uint32_t i = 0; i < vmalloc->nr_early; i++) {
		struct vm_struct *vm = &vmalloc->early[i];
		uint64_t object = kmalloc(vmalloc->slub, config->sizeof_vmap_area);
		struct vmap_area *va;

		if (object == SLUB_NULL) {
			vmalloc->fault = VMALLOC_NULL_AREA;
			return;
		}
		va = new_va(vmalloc, object);
		va->flags = VM_VM_AREA;
		va->va_start = vm->addr;
		va->va_end = (vm->addr + vm->size) & mask;
		va->vm = vm;
		if (!append_area(vmalloc, va))
			return;
	}
	vmalloc->pcpu_hole = config->end;
	vmalloc->vmap_initialized = true;
}

/*
 * The tree.
 */

/* Index of the first area that ends at or above addr. */
static uint32_t first_ending_at(const struct vmalloc *vmalloc, uint64_t addr)
{
	uint32_t low = 0;
	uint32_t high = vmalloc->nr_areas;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (vmalloc->areas[middle]->va_end < addr)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static uint32_t index_of(const struct vmalloc *vmalloc, const struct vmap_area *va)
{
	uint32_t i = first_ending_at(vmalloc, va->va_end);

	while (vmalloc->areas[i] != va)
		i++;
	return i;
}

static void insert_area(struct vmalloc *vmalloc, struct vmap_area *va, uint32_t i)
{
	if (vmalloc->nr_areas == VMALLOC_MAX_AREAS)
		no_more("areas in the tree");
	memmove(&vmalloc->areas[i + 1], &vmalloc->areas[i],
		(vmalloc->nr_areas - i) * sizeof(vmalloc->areas[0]));
	vmalloc->areas[i] = va;
	vmalloc->nr_areas++;
}

/* __free_vmap_area: the structure itself goes at the end of the operation. */
static void remove_area(struct vmalloc *vmalloc, struct vmap_area *va)
{
	const struct vmap_area *cache = vmalloc->free_vmap_cache;
	uint32_t i = index_of(vmalloc, va);

	if (cache && va->va_end < vmalloc->cached_vstart)
		vmalloc->free_vmap_cache = NULL;
	else if (cache && va->va_start <= cache->va_start)
		vmalloc->free_vmap_cache = i ? vmalloc->areas[i - 1] : NULL;
	vmalloc->nr_areas--;
	memmove(&vmalloc->areas[i], &vmalloc->areas[i + 1],
		(vmalloc->nr_areas - i) * sizeof(vmalloc->areas[0]));
	if (va->va_end > vmalloc->config.start && va->va_end <= vmalloc->config.end &&
	    va->va_end > vmalloc->pcpu_hole)
		vmalloc->pcpu_hole = va->va_end;
	va->next_lazy = NULL;
	*vmalloc->rcu_last = va;
	vmalloc->rcu_last = &va->next_lazy;
}

/* __purge_vmap_area_lazy */
static void purge(struct vmalloc *vmalloc)
{
	struct vmap_area *va = vmalloc->purge_list;

	vmalloc->purge_list = NULL;
	vmalloc->lazy_pages = 0;
	while (va) {
		struct vmap_area *next = va->next_lazy;

		remove_area(vmalloc, va);
		va = next;
	}
}

/* The RCU grace period that follows an operation: kfree of what it has purged. */
static void end_operation(struct vmalloc *vmalloc)
{
	while (vmalloc->rcu_first) {
		struct vmap_area *va = vmalloc->rcu_first;

		vmalloc->rcu_first = va->next_lazy;
		free_va(vmalloc, va);
	}
	vmalloc->rcu_last = &vmalloc->rcu_first;
}

/* Room for size bytes from address `addr` on, between the areas from index i on: moves both on;
 * false if there is none up to the end of the range, which an early area may lie beyond: a sum that
 * wraps is an overflow. */
static bool find_hole(struct vmalloc *vmalloc, uint64_t size, uint64_t *addr, uint32_t *i)
{
	for (; *i < vmalloc->nr_areas; (*i)++) {
		const struct vmap_area *area = vmalloc->areas[*i];

		if (*addr + size <= area->va_start || *addr + size > vmalloc->config.end)
			break;
		if (*addr + vmalloc->cached_hole_size < area->va_start)
			vmalloc->cached_hole_size = area->va_start - *addr;
		*addr = area->va_end;
		if (*addr + size < *addr)
			return false;
	}
	return *addr + size <= vmalloc->config.end && *addr >= vmalloc->config.start;
}

/* alloc_vmap_area's search, align being 1: behind the area found last, but for a size that fits
 * into a hole passed before. */
static bool find_area(struct vmalloc *vmalloc, uint64_t size, uint64_t *addr, uint32_t *i)
{
	if (!vmalloc->free_vmap_cache || size < vmalloc->cached_hole_size ||
	    vmalloc->config.start < vmalloc->cached_vstart ||
	    vmalloc->free_vmap_cache->va_end < vmalloc->config.start) {
		vmalloc->cached_hole_size = 0;
		vmalloc->free_vmap_cache = NULL;
	}
	vmalloc->cached_vstart = vmalloc->config.start;
	if (vmalloc->free_vmap_cache) {
		*addr = vmalloc->free_vmap_cache->va_end;
		if (*addr + size < *addr)
			return false;
		*i = index_of(vmalloc, vmalloc->free_vmap_cache);
	} else {
		*addr = vmalloc->config.start;
		*i = first_ending_at(vmalloc, *addr);
	}
	return find_hole(vmalloc, size, addr, i);
}

/* alloc_vmap_area; NULL if there is no memory or no room. */
static struct vmap_area *alloc_vmap_area(struct vmalloc *vmalloc, uint64_t size)
{
	uint64_t object = kmalloc(vmalloc->slub, vmalloc->config.sizeof_vmap_area);
	struct vmap_area *va;
	uint64_t addr;
	uint32_t i;

	if (object == SLUB_NULL)
		return NULL;
	if (!find_area(vmalloc, size, &addr, &i)) {
		purge(vmalloc);
		if (!find_area(vmalloc, size, &addr, &i)) {
			kfree(vmalloc->slub, object);
			return NULL;
		}
	}
	va = new_va(vmalloc, object);
	va->va_start = addr;
	va->va_end = addr + size;
	insert_area(vmalloc, va, i);
	vmalloc->free_vmap_cache = va;
	return va;
}

/*
 * vmalloc, vfree.
 */

/* fls, of a value that is not 0 */
static unsigned int last_bit(uint32_t value)
{
	return 32 - (unsigned int)__builtin_clz(value);
}

/* remove_vm_area: the area is only to be purged some day. */
static struct vm_struct *remove_vm_area(struct vmalloc *vmalloc, uint64_t addr)
{
	unsigned int page_shift = geometry_of(vmalloc)->page_shift;
	uint64_t lazy_max = last_bit(vmalloc->config.nr_cpus) * (UINT64_C(32) << 20 >> page_shift);
	struct vmap_area *va = vmalloc->areas[first_ending_at(vmalloc, addr + 1)];
	struct vm_struct *vm = va->vm;

	va->vm = NULL;
	va->flags &= ~(uint64_t)VM_VM_AREA;
	vmalloc->lazy_pages += (va->va_end - va->va_start) >> page_shift;
	va->next_lazy = vmalloc->purge_list;
	vmalloc->purge_list = va;
	if (vmalloc->lazy_pages > lazy_max)
		purge(vmalloc);
	return vm;
}

/* __vunmap */
static void vunmap(struct vmalloc *vmalloc, uint64_t addr)
{
	struct vm_struct *vm = remove_vm_area(vmalloc, addr);
	struct page_alloc *pa = vmalloc->slub->pa;

	while (vm->first_page) {
		struct page *page = vm->first_page;

		vm->first_page = page->mem_cgroup;
		page->mem_cgroup = NULL;
		free_pages(pa, page_to_pfn(pa->sparse, page), 0);
	}
	if (vm->pages_in_area)
		vunmap(vmalloc, vm->pages);
	else
		kfree(vmalloc->slub, vm->pages);
	free_vm(vmalloc, vm);
}

/* __get_vm_area_node; NULL if there is no memory or no room. */
static struct vm_struct *get_vm_area(struct vmalloc *vmalloc, uint64_t size)
{
	uint64_t object = kmalloc(vmalloc->slub, vmalloc->config.sizeof_vm_struct);
	struct vmap_area *va;
	struct vm_struct *vm;

	if (object == SLUB_NULL)
		return NULL;
	vm = new_vm(vmalloc, object);
	va = alloc_vmap_area(vmalloc, size + page_size(vmalloc));
	if (!va) {
		free_vm(vmalloc, vm);
		return NULL;
	}
	vm->flags = VM_ALLOC | VM_UNINITIALIZED;
	vm->addr = va->va_start;
	vm->size = va->va_end - va->va_start;
	va->vm = vm;
	va->flags |= VM_VM_AREA;
	return vm;
}

static uint64_t vmalloc_node_range(struct vmalloc *vmalloc, uint64_t size);

/* The array of an area's pages; false if there is no memory. */
static bool alloc_pages_array(struct vmalloc *vmalloc, struct vm_struct *vm, uint64_t nr_pages)
{
	uint64_t bytes = nr_pages * geometry_of(vmalloc)->word;

	vm->pages_in_area = bytes > page_size(vmalloc);
	if (!vm->pages_in_area) {
		vm->pages = kmalloc(vmalloc->slub, bytes);
		return vm->pages != SLUB_NULL;
	}
	vm->pages = vmalloc_node_range(vmalloc, bytes);
	return vm->pages != VMALLOC_NULL;
}

/* The pages of an area, one by one; false if not all can be had. */
static bool alloc_area_pages(struct vmalloc *vmalloc, struct vm_struct *vm, uint64_t nr_pages)
{
	struct page_alloc *pa = vmalloc->slub->pa;
	struct page **last = &vm->first_page;

	for (; vm->nr_pages < nr_pages; vm->nr_pages++) {
		uint64_t pfn = alloc_pages(pa, 0, geometry_of(vmalloc)->zone_highmem,
					   numa_mem_id(pa), MIGRATE_UNMOVABLE);

		if (pfn == UINT64_MAX)
			return false;
		*last = pfn_to_page(pa->sparse, pfn);
		last = (struct page **)&(*last)->mem_cgroup;
	}
	return true;
}

/* __vmalloc_node_range */
static uint64_t vmalloc_node_range(struct vmalloc *vmalloc, uint64_t size)
{
	uint64_t nr_pages;
	struct vm_struct *vm;

	size = page_align(vmalloc, size);
	nr_pages = size >> geometry_of(vmalloc)->page_shift;
	if (!nr_pages || nr_pages > vmalloc->slub->pa->totalram_pages)
		return VMALLOC_NULL;
	vm = get_vm_area(vmalloc, size);
	if (!vm)
		return VMALLOC_NULL;
	if (!alloc_pages_array(vmalloc, vm, nr_pages)) {
		free_vm(vmalloc, remove_vm_area(vmalloc, vm->addr));
		return VMALLOC_NULL;
	}
	if (!alloc_area_pages(vmalloc, vm, nr_pages)) {
		vunmap(vmalloc, vm->addr);
		return VMALLOC_NULL;
	}
	vm->flags &= ~(uint64_t)VM_UNINITIALIZED;
	return vm->addr;
}

uint64_t vmalloc(struct vmalloc *vmalloc, uint64_t size)
{
	uint64_t addr;

	if (vmalloc->wrapped) {
		vmalloc->fault = VMALLOC_WRAPPED;
		return VMALLOC_NULL;
	}
	addr = vmalloc_node_range(vmalloc, size);
	end_operation(vmalloc);
	return addr;
}

void vfree(struct vmalloc *vmalloc, uint64_t addr)
{
	vunmap(vmalloc, addr);
	end_operation(vmalloc);
}

void vm_unmap_aliases(struct vmalloc *vmalloc)
{
	purge(vmalloc);
	end_operation(vmalloc);
}
