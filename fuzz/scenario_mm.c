#include "scenario_mm.h"

#include <string.h>

const struct sc_config_info sc_config_options[] = {
    {"EFI", offsetof(struct sc_config, efi), true},
    {"MOVABLE_NODE", offsetof(struct sc_config, movable_node), true},
    {"NODES_SPAN_OTHER_NODES", offsetof(struct sc_config, nodes_span_other_nodes), true},
    {"PAGE_TABLE_ISOLATION", offsetof(struct sc_config, page_table_isolation), true},
    {"MAXSMP", offsetof(struct sc_config, maxsmp), false},
    {"MEMORY_HOTPLUG", offsetof(struct sc_config, memory_hotplug), false},
    {"HAVE_BOOTMEM_INFO_NODE", offsetof(struct sc_config, have_bootmem_info_node), false},
    {"PAGE_EXTENSION", offsetof(struct sc_config, page_extension), false},
    {"DEFERRED_STRUCT_PAGE_INIT", offsetof(struct sc_config, deferred_init), false},
    {"SLUB_CPU_PARTIAL", offsetof(struct sc_config, slub_cpu_partial), true},
    {"KAISER", offsetof(struct sc_config, page_table_isolation), true}, /* its first name */
    {NULL, 0, false},
};

bool sc_config_is_alias(size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (sc_config_options[k].offset == sc_config_options[i].offset)
			return true;
	return false;
}

bool *sc_config_option(struct sc_config *config, size_t i)
{
	return (bool *)config + sc_config_options[i].offset / sizeof(bool);
}

bool sc_config_value(const struct sc_config *config, size_t i)
{
	return ((const bool *)config)[sc_config_options[i].offset / sizeof(bool)];
}

uint32_t sc_pageblock_order(enum sc_geometry g)
{
	static const uint32_t orders[SC_NR_GEOMETRIES] = {
	    [SC_X86_64] = 9, [SC_TINY] = 3, [SC_ARM_FLATMEM] = 10};

	return orders[g];
}

uint32_t sc_page_shift(const struct scenario *s)
{
	return s->geometry == SC_ARM_FLATMEM ? s->arm.page_shift : 12;
}

const char *sc_zone_name(enum sc_geometry g, uint32_t zone)
{
	static const char *const x86[4] = {"DMA", "DMA32", "Normal", "Movable"};
	static const char *const arm[4] = {"DMA", "Normal", "HighMem", "Movable"};

	return g == SC_ARM_FLATMEM ? arm[zone] : x86[zone];
}

bool sc_late_op_allocates(enum sc_late_op_kind kind)
{
	return kind == SC_LATE_ALLOC_PAGES || kind == SC_LATE_KMALLOC || kind == SC_LATE_VMALLOC;
}

bool sc_needs_4_9(const struct scenario *s)
{
	if (s->geometry == SC_ARM_FLATMEM || s->config.deferred_init)
		return true;
	for (uint32_t i = 0; i < s->nr_late_ops; i++)
		if (s->late_ops[i].kind == SC_LATE_KMALLOC ||
		    s->late_ops[i].kind == SC_LATE_VMALLOC)
			return true;
	return false;
}

static const struct {
	uint32_t of_64_bits, of_32_bits, max;
} sizes[SC_NR_STRUCTS] = {
    /* Those of 4.9 without MEMCG, lock debugging and KASAN. */
    [SC_SIZEOF_KMEM_CACHE] = {200, 116, 2048}, [SC_SIZEOF_KMEM_CACHE_NODE] = {64, 32, 2048},
    [SC_SIZEOF_VMAP_AREA] = {96, 48, 8192},    [SC_SIZEOF_VM_STRUCT] = {64, 32, 8192},
    [SC_SIZEOF_PAGE_EXT] = {8, 4, 256},        [SC_SIZEOF_PAGE] = {64, 32, 128},
    [SC_SIZEOF_SPINLOCK] = {4, 4, 256},
};

uint32_t sc_sizeof(const struct scenario *s, enum sc_struct which)
{
	bool arm = s->geometry == SC_ARM_FLATMEM;

	if (s->sizeof_struct[which])
		return s->sizeof_struct[which];
	return arm ? sizes[which].of_32_bits : sizes[which].of_64_bits;
}

uint32_t sc_sizeof_max(enum sc_struct which)
{
	return sizes[which].max;
}

bool sc_sizeof_valid(enum sc_struct which, uint32_t size)
{
	return size > 0 && size <= sizes[which].max && (which != SC_SIZEOF_PAGE || size % 8 == 0);
}

const char *sc_percpu_check(const struct sc_percpu *percpu)
{
	enum { PERCPU_DYNAMIC_EARLY_SIZE = 12 << 10, PCPU_MIN_UNIT_SIZE = 32 << 10 };
	uint64_t sum = (uint64_t)percpu->static_size + percpu->reserved_size + percpu->dyn_size;

	if (!percpu->static_size || percpu->static_size % 2 || percpu->reserved_size % 2)
		return "static and reserved size are even, and the first is not 0";
	if (percpu->dyn_size < PERCPU_DYNAMIC_EARLY_SIZE || percpu->dyn_size % 2)
		return "the dynamic size is even and at least 12 KiB";
	if (percpu->unit_size % 4096 || percpu->unit_size < PCPU_MIN_UNIT_SIZE ||
	    percpu->unit_size > SC_MAX_PERCPU)
		return "the unit size is whole pages, at least 32 KiB";
	if (percpu->unit_size < sum)
		return "the unit size is less than what is in it";
	return NULL;
}

bool sc_user_maps_bounded(const struct scenario *s)
{
	uint64_t pages = 0;

	for (uint32_t i = 0; i < s->nr_user_maps; i++) {
		const struct sc_user_map *m = &s->user_maps[i];
		uint64_t times = m->prot == SC_PROT_PERCPU ? s->nr_cpus : 1;

		pages += ((m->size >> 12) + 2) * times;
	}
	return pages <= SC_MAX_USER_PAGES;
}

/* An x86-64 kernel with modules: 28 KiB for dynamic areas, units of 2 MiB. */
const struct sc_percpu sc_percpu_default = {
    .static_size = 0x16000,
    .reserved_size = 0x2000,
    .dyn_size = 0x7000,
    .unit_size = 0x200000,
};

bool sc_asks_of_kaiser(const struct scenario *s)
{
	return s->nr_user_maps || !s->cpu.nx || s->cpu.amd || s->cpu.xenpv ||
	       strstr(s->cmdline, "pti");
}

bool sc_asks_of_mm_init(const struct scenario *s)
{
	for (int i = 0; i < SC_NR_STRUCTS; i++)
		if (s->sizeof_struct[i])
			return true;
	return s->nr_cpus != 1 || s->nr_early_vm || s->slub_min_objects ||
	       s->slub_max_order != SC_DEFAULT_SLUB_ORDER || s->slub_min_order ||
	       !s->config.slub_cpu_partial || !s->cpu.pse || !s->cpu.gbpages ||
	       strstr(s->cmdline, "hugeiomap") ||
	       memcmp(&s->percpu, &sc_percpu_default, sizeof(s->percpu)) != 0;
}

void scenario_clear_mm(struct scenario *s)
{
	for (size_t i = 0; sc_config_options[i].name; i++)
		*sc_config_option(&s->config, i) = sc_config_options[i].on;
	s->nr_cpus = 1;
	s->cpu = (struct sc_cpu){.pse = true, .gbpages = true, .nx = true};
	s->percpu = sc_percpu_default;
	s->nr_early_vm = 0;
	memset(s->sizeof_struct, 0, sizeof(s->sizeof_struct));
	s->slub_min_objects = 0;
	s->slub_max_order = SC_DEFAULT_SLUB_ORDER;
	s->slub_min_order = 0;
	s->nr_user_maps = 0;
	s->nr_bootmem_info = 0;
	memset(s->image, 0, sizeof(s->image));
	s->arm = (struct sc_arm){.page_shift = SC_MIN_PAGE_SHIFT};
}

/* ---- Equality ---- */

static bool range_equal(struct sc_range a, struct sc_range b)
{
	return a.start == b.start && a.size == b.size;
}

static bool config_equal(const struct sc_config *a, const struct sc_config *b)
{
	for (size_t i = 0; sc_config_options[i].name; i++)
		if (sc_config_value(a, i) != sc_config_value(b, i))
			return false;
	return true;
}

static bool arm_equal(const struct sc_arm *a, const struct sc_arm *b)
{
	return a->has_lowmem_limit == b->has_lowmem_limit &&
	       (!a->has_lowmem_limit || a->lowmem_limit == b->lowmem_limit) &&
	       a->phys_offset == b->phys_offset && a->has_dma_zone == b->has_dma_zone &&
	       (!a->has_dma_zone || a->dma_zone_size == b->dma_zone_size) &&
	       a->page_shift == b->page_shift && a->has_mem_map == b->has_mem_map &&
	       (!a->has_mem_map || a->mem_map == b->mem_map);
}

static bool cpu_equal(const struct scenario *a, const struct scenario *b)
{
	const struct sc_cpu *c = &a->cpu, *d = &b->cpu;
	const struct sc_percpu *p = &a->percpu, *q = &b->percpu;

	return a->nr_cpus == b->nr_cpus && c->pse == d->pse && c->gbpages == d->gbpages &&
	       c->nx == d->nx && c->amd == d->amd && c->xenpv == d->xenpv &&
	       p->static_size == q->static_size && p->reserved_size == q->reserved_size &&
	       p->dyn_size == q->dyn_size && p->unit_size == q->unit_size;
}

static bool slab_equal(const struct scenario *a, const struct scenario *b)
{
	for (int i = 0; i < SC_NR_STRUCTS; i++)
		if (a->sizeof_struct[i] != b->sizeof_struct[i])
			return false;
	return a->slub_min_objects == b->slub_min_objects &&
	       a->slub_max_order == b->slub_max_order && a->slub_min_order == b->slub_min_order;
}

static bool maps_equal(const struct scenario *a, const struct scenario *b)
{
	if (a->nr_early_vm != b->nr_early_vm || a->nr_user_maps != b->nr_user_maps)
		return false;
	for (uint32_t i = 0; i < a->nr_early_vm; i++) {
		const struct sc_early_vm *v = &a->early_vm[i], *w = &b->early_vm[i];

		if (v->addr != w->addr || v->size != w->size || v->flags != w->flags)
			return false;
	}
	for (uint32_t i = 0; i < a->nr_user_maps; i++) {
		const struct sc_user_map *m = &a->user_maps[i], *n = &b->user_maps[i];

		if (m->start != n->start || m->size != n->size || m->prot != n->prot)
			return false;
	}
	return true;
}

static bool places_equal(const struct scenario *a, const struct scenario *b)
{
	if (a->nr_bootmem_info != b->nr_bootmem_info)
		return false;
	for (uint32_t i = 0; i < a->nr_bootmem_info; i++) {
		const struct sc_bootmem_info *m = &a->bootmem_info[i], *n = &b->bootmem_info[i];

		if (m->kind != n->kind || m->id != n->id || !range_equal(m->range, n->range))
			return false;
	}
	for (int i = 0; i < SC_NR_IMAGE_PARTS; i++)
		if (!range_equal(a->image[i], b->image[i]))
			return false;
	return true;
}

bool scenario_equal_mm(const struct scenario *a, const struct scenario *b)
{
	return config_equal(&a->config, &b->config) && arm_equal(&a->arm, &b->arm) &&
	       cpu_equal(a, b) && slab_equal(a, b) && maps_equal(a, b) && places_equal(a, b);
}

/* ---- Rules ---- */

static const char *check_arm(const struct scenario *s)
{
	const struct sc_arm *arm = &s->arm;

	if (arm->page_shift < SC_MIN_PAGE_SHIFT || arm->page_shift > SC_MAX_PAGE_SHIFT)
		return "page_shift";
	if (arm->phys_offset % SC_PHYS_OFFSET_ALIGN)
		return "phys_offset";
	if (s->geometry == SC_ARM_FLATMEM && s->release != SC_RELEASE_4_9)
		return "arm_flatmem of another release";
	return NULL;
}

static const char *check_lists(const struct scenario *s)
{
	if (s->nr_early_vm > SC_MAX_EARLY_VM || s->nr_user_maps > SC_MAX_USER_MAPS ||
	    s->nr_bootmem_info > SC_MAX_BOOTMEM_INFO)
		return "more entries than there is room for";
	for (uint32_t i = 0; i < s->nr_user_maps; i++)
		if ((unsigned int)s->user_maps[i].prot >= SC_NR_PROTS ||
		    s->user_maps[i].size > SC_MAX_USER_MAP_SIZE)
			return "protection or size of a user_map";
	if (!sc_user_maps_bounded(s))
		return "too many pages in user_maps";
	for (uint32_t i = 0; i < s->nr_bootmem_info; i++)
		if ((unsigned int)s->bootmem_info[i].kind >= SC_NR_BOOTMEM_KINDS ||
		    s->bootmem_info[i].range.size > SC_MAX_BOOTMEM_SIZE)
			return "kind or size of a bootmem_info";
	return NULL;
}

const char *scenario_check_mm(const struct scenario *s)
{
	const char *wrong;

	if (s->nr_cpus < 1 || s->nr_cpus > SC_MAX_CPUS)
		return "number of CPUs";
	if (s->slub_min_objects > INT32_MAX || s->slub_max_order > SC_MAX_SLUB_ORDER ||
	    s->slub_min_order > SC_MAX_SLUB_ORDER)
		return "slub_... setting";
	for (int i = 0; i < SC_NR_STRUCTS; i++)
		if (s->sizeof_struct[i] && !sc_sizeof_valid((enum sc_struct)i, s->sizeof_struct[i]))
			return "size of a struct";
	if (s->config.deferred_init &&
	    (s->release != SC_RELEASE_4_9 || s->geometry == SC_ARM_FLATMEM))
		return "deferred initialisation of another release, or of arm_flatmem";
	wrong = sc_percpu_check(&s->percpu);
	if (!wrong)
		wrong = check_arm(s);
	return wrong ? wrong : check_lists(s);
}
