/* Areas of kernel virtual addresses. Spec 07, 3; after boot, Linux 4.9. */
#include "vmalloc.h"

#include "machine.h"

/* sysctl_lazy_vfree_pages, in bytes. */
#define LAZY_VFREE_BYTES (UINT64_C(32) << 20)

#define NO_PAGE UINT64_MAX

bool model_vmalloc_open(struct vmalloc_state *v)
{
	v->areas = model_map(MAX_VMAP_AREAS * sizeof(*v->areas));
	v->next_page = model_map((size_t)sizeof(uint64_t) << MODEL_PFN_BITS);
	return v->areas && v->next_page;
}

void model_vmalloc_close(struct vmalloc_state *v)
{
	model_unmap(v->areas, MAX_VMAP_AREAS * sizeof(*v->areas));
	model_unmap(v->next_page, (size_t)sizeof(uint64_t) << MODEL_PFN_BITS);
}

void model_vmalloc_reset(struct machine *m)
{
	struct vmalloc_state *v = &m->vmalloc;

	v->start = m->geometry->vmalloc_start;
	v->end = m->geometry->vmalloc_end;
	v->nr_vmlist = v->nr_areas = v->nr_entries = v->nr_lazy = v->nr_rcu = 0;
	v->initialized = false;
	v->pcpu_hole = 0;
	v->nr_queues = 0;
	v->lazy_pages = 0;
	v->cache = NO_AREA;
	v->cached_hole_size = v->cached_vstart = v->cached_align = 0;
}

/*
 * The early list.
 */

void model_vm_area_add_early(struct machine *m, const struct early_vm *vm)
{
	struct vmalloc_state *v = &m->vmalloc;
	uint32_t at;

	for (at = 0; at < v->nr_vmlist; at++) {
		const struct early_vm *other = &v->vmlist[at];

		if (other->addr >= vm->addr) {
			if (other->addr < word(m->geometry, vm->addr + vm->size))
				model_stop(m, STOP_EARLY_VM_OVERLAP);
			break;
		}
		if (word(m->geometry, other->addr + other->size) > vm->addr)
			model_stop(m, STOP_EARLY_VM_OVERLAP);
	}
	for (uint32_t i = v->nr_vmlist; i > at; i--)
		v->vmlist[i] = v->vmlist[i - 1];
	v->vmlist[at] = *vm;
	v->nr_vmlist++;
}

uint64_t model_vm_area_register_early(struct machine *m, uint64_t size, uint64_t align,
				      uint64_t flags, uint64_t *off)
{
	uint64_t start = m->vmalloc.start;
	uint64_t addr = (start + *off + align - 1) & ~(align - 1);
	const struct early_vm vm = {addr, size, flags};
	uint64_t mask = page_size(m->geometry) - 1;

	*off = ((addr + size + mask) & ~mask) - start;
	model_vm_area_add_early(m, &vm);
	return addr;
}

/*
 * Areas and their list.
 */

static int new_entry(struct vmalloc_state *v)
{
	uint32_t i = 0;

	while (i < v->nr_entries && v->areas[i].in_use)
		i++;
	if (i == v->nr_entries)
		v->nr_entries++;
	v->areas[i] = (struct vmap_area){.in_use = true, .first_page = NO_PAGE};
	return (int)i;
}

/*
 * __insert_vmap_area: the list is in the order of the tree, where whoever starts below the end of
 * another goes before it. Who neither does, nor ends behind the other's start, belongs nowhere: in
 * a list in order it is the last area compared that tells.
 */
static void insert_area(struct machine *m, int area)
{
	struct vmalloc_state *v = &m->vmalloc;
	const struct vmap_area *va = &v->areas[area];
	uint32_t at = 0;

	while (at < v->nr_areas && va->start >= v->areas[v->list[at]].end)
		at++;
	if (at > 0 && va->end <= v->areas[v->list[at - 1]].start)
		model_stop(m, STOP_VMAP_INSERT);
	for (uint32_t i = v->nr_areas; i > at; i--)
		v->list[i] = v->list[i - 1];
	v->list[at] = area;
	v->nr_areas++;
}

static uint32_t place_of_area(const struct vmalloc_state *v, int area)
{
	uint32_t at = 0;

	while (v->list[at] != area)
		at++;
	return at;
}

void model_vmalloc_init(struct machine *m)
{
	struct vmalloc_state *v = &m->vmalloc;

	v->nr_queues = m->slub.params.nr_cpu_ids;
	for (uint32_t i = 0; i < v->nr_vmlist; i++) {
		const struct early_vm *vm = &v->vmlist[i];
		uint64_t object = model_kmalloc(m, m->config.vmap_area_size);
		struct vmap_area *va;
		int area;

		/* It is not looked at [Q]. */
		if (object == KMALLOC_NULL)
			model_stop(m, STOP_VMALLOC_INIT);
		area = new_entry(v);
		va = &v->areas[area];
		va->object = object;
		va->flags = VM_VM_AREA;
		va->start = vm->addr;
		va->end = word(m->geometry, vm->addr + vm->size);
		va->has_vm = true;
		va->vm_flags = vm->flags;
		va->vm_addr = vm->addr;
		insert_area(m, area);
	}
	v->pcpu_hole = m->vmalloc.end;
	v->initialized = true;
}

/* __free_vmap_area */
static void free_area(struct machine *m, int area)
{
	struct vmalloc_state *v = &m->vmalloc;
	struct vmap_area *va = &v->areas[area];
	uint32_t at = place_of_area(v, area);

	if (v->cache != NO_AREA) {
		if (va->end < v->cached_vstart)
			v->cache = NO_AREA;
		else if (va->start <= v->areas[v->cache].start)
			v->cache = at > 0 ? v->list[at - 1] : NO_AREA;
	}
	v->nr_areas--;
	for (uint32_t i = at; i < v->nr_areas; i++)
		v->list[i] = v->list[i + 1];
	if (va->end > m->vmalloc.start && va->end <= m->vmalloc.end)
		v->pcpu_hole = max_u64(v->pcpu_hole, va->end);
	va->in_use = false;
	v->rcu[v->nr_rcu++] = va->object;
}

void model_purge_vmap_areas(struct machine *m)
{
	struct vmalloc_state *v = &m->vmalloc;

	/* The list is one that grows at its head. */
	while (v->nr_lazy > 0)
		free_area(m, v->lazy[--v->nr_lazy]);
	v->lazy_pages = 0;
}

void model_vmalloc_rcu(struct machine *m)
{
	for (uint32_t i = 0; i < m->vmalloc.nr_rcu; i++)
		model_kfree(m, m->vmalloc.rcu[i]);
	m->vmalloc.nr_rcu = 0;
}

/* lazy_max_pages */
static uint64_t lazy_max_pages(const struct machine *m)
{
	uint64_t log = 0;

	for (unsigned int cpus = m->slub.params.nr_cpu_ids; cpus; cpus >>= 1)
		log++;
	return log * (LAZY_VFREE_BYTES / page_size(m->geometry));
}

/* remove_vm_area, up to free_vmap_area_noflush. */
static void remove_vm_area(struct machine *m, int area)
{
	struct vmalloc_state *v = &m->vmalloc;
	struct vmap_area *va = &v->areas[area];

	va->has_vm = false;
	va->flags &= ~(uint64_t)VM_VM_AREA;
	v->lazy_pages += (va->end - va->start) >> m->geometry->page_shift;
	v->lazy[v->nr_lazy++] = area;
	if (v->lazy_pages > lazy_max_pages(m))
		model_purge_vmap_areas(m);
}

/*
 * vmalloc and vfree.
 */

/* One search of alloc_vmap_area for size bytes: the lowest hole, from the cached area on if nothing
 * speaks against that. False if there is none. */
static bool find_hole(struct machine *m, uint64_t size, uint64_t *found)
{
	struct vmalloc_state *v = &m->vmalloc;
	const uint64_t vstart = m->vmalloc.start;
	const uint64_t vend = m->vmalloc.end;
	const uint64_t align = 1;
	uint64_t addr = vstart;
	uint32_t at = 0;

	if (v->cache == NO_AREA || size < v->cached_hole_size || vstart < v->cached_vstart ||
	    align < v->cached_align || v->areas[v->cache].end < vstart) {
		v->cached_hole_size = 0;
		v->cache = NO_AREA;
	}
	v->cached_vstart = vstart;
	v->cached_align = align;
	if (v->cache != NO_AREA) {
		at = place_of_area(v, v->cache);
		addr = v->areas[v->cache].end;
	} else {
		while (at < v->nr_areas && v->areas[v->list[at]].end < addr)
			at++;
	}
	if (word(m->geometry, addr + size) < addr)
		return false;
	for (; at < v->nr_areas; at++) {
		const struct vmap_area *va = &v->areas[v->list[at]];

		if (addr + size <= va->start || addr + size > vend)
			break;
		if (addr + v->cached_hole_size < va->start)
			v->cached_hole_size = va->start - addr;
		addr = va->end;
		if (word(m->geometry, addr + size) < addr)
			return false;
	}
	*found = addr;
	return addr + size <= vend && addr >= vstart;
}

/* alloc_vmap_area: an area of size bytes, NO_AREA without memory or space. */
static int alloc_vmap_area(struct machine *m, uint64_t size)
{
	struct vmalloc_state *v = &m->vmalloc;
	uint64_t object = model_kmalloc(m, m->config.vmap_area_size);
	uint64_t addr;
	int area;

	if (object == KMALLOC_NULL)
		return NO_AREA;
	if (!find_hole(m, size, &addr)) {
		model_purge_vmap_areas(m);
		if (!find_hole(m, size, &addr)) {
			model_kfree(m, object);
			return NO_AREA;
		}
	}
	area = new_entry(v);
	v->areas[area].object = object;
	v->areas[area].start = addr;
	v->areas[area].end = addr + size;
	insert_area(m, area);
	v->cache = area;
	return area;
}

/* __get_vm_area_node: behind the pages lies one that nobody maps. */
static int get_vm_area(struct machine *m, uint64_t size)
{
	uint64_t object = model_kmalloc(m, m->config.vm_struct_size);
	struct vmap_area *va;
	int area;

	if (object == KMALLOC_NULL)
		return NO_AREA;
	area = alloc_vmap_area(m, size + page_size(m->geometry));
	if (area == NO_AREA) {
		model_kfree(m, object);
		return NO_AREA;
	}
	va = &m->vmalloc.areas[area];
	va->vm_object = object;
	va->vm_addr = va->start;
	va->vm_flags = VM_ALLOC | VM_UNINITIALIZED;
	va->has_vm = true;
	va->flags |= VM_VM_AREA;
	return area;
}

/* The array of the area's pages: more than a page of it is vmalloc's itself. */
static bool alloc_page_array(struct machine *m, int area)
{
	struct vmap_area *va = &m->vmalloc.areas[area];
	uint64_t size = va->nr_pages * m->geometry->pointer_size;

	va->pages_in_vmalloc = size > page_size(m->geometry);
	if (va->pages_in_vmalloc)
		va->pages_addr = model_vmalloc(m, size);
	else
		va->pages_addr = model_kmalloc(m, size);
	return va->pages_addr != (va->pages_in_vmalloc ? 0 : KMALLOC_NULL);
}

/* The pages, one by one. False if there are too few; nr_pages then says how many there are. */
static bool alloc_area_pages(struct machine *m, int area)
{
	struct vmap_area *va = &m->vmalloc.areas[area];
	uint64_t *link = &va->first_page;

	for (uint64_t i = 0; i < va->nr_pages; i++) {
		uint64_t pfn;

		if (!model_alloc_pages(m, 0, m->geometry->highest_vmalloc_zone, model_boot_nid(m),
				       MIGRATE_UNMOVABLE, &pfn)) {
			va->nr_pages = i;
			return false;
		}
		*link = pfn;
		link = &m->vmalloc.next_page[pfn];
		*link = NO_PAGE;
	}
	return true;
}

uint64_t model_vmalloc(struct machine *m, uint64_t n)
{
	uint64_t mask = page_size(m->geometry) - 1;
	uint64_t size = word(m->geometry, n + mask) & ~mask;
	uint64_t nr_pages = size >> m->geometry->page_shift;
	struct vmap_area *va;
	int area;

	for (uint32_t at = 0; at < m->vmalloc.nr_areas; at++)
		if (m->vmalloc.areas[m->vmalloc.list[at]].end <
		    m->vmalloc.areas[m->vmalloc.list[at]].start)
			model_stop(m, STOP_VMALLOC_WRAP);
	if (nr_pages == 0 || nr_pages > m->buddy.totalram_pages)
		return 0;
	area = get_vm_area(m, size);
	if (area == NO_AREA)
		return 0;
	va = &m->vmalloc.areas[area];
	va->nr_pages = nr_pages;
	if (!alloc_page_array(m, area)) {
		uint64_t object = va->vm_object;

		remove_vm_area(m, area);
		model_kfree(m, object);
		return 0;
	}
	if (!alloc_area_pages(m, area)) {
		model_vfree(m, va->start);
		return 0;
	}
	va->vm_flags &= ~(uint64_t)VM_UNINITIALIZED;
	return va->start;
}

/* __vunmap. The area goes first, and perhaps all lazily freed ones with it; then the pages, the
 * array of pages and the vm_struct. */
void model_vfree(struct machine *m, uint64_t addr)
{
	struct vmalloc_state *v = &m->vmalloc;
	struct vmap_area vm;
	int area = NO_AREA;

	for (uint32_t at = 0; at < v->nr_areas; at++) {
		const struct vmap_area *va = &v->areas[v->list[at]];

		if (va->start <= addr && addr < va->end)
			area = v->list[at];
	}
	vm = v->areas[area];
	remove_vm_area(m, area);
	for (uint64_t pfn = vm.first_page; pfn != NO_PAGE;) {
		uint64_t next = v->next_page[pfn];

		model_free_pages(m, pfn, 0);
		pfn = next;
	}
	if (vm.pages_in_vmalloc)
		model_vfree(m, vm.pages_addr);
	else
		model_kfree(m, vm.pages_addr);
	model_kfree(m, vm.vm_object);
}
