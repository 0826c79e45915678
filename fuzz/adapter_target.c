/* The adapter to target/: what the machine is made of, and its steps from the zones on. */
#include "adapter_target_machine.h"
#include "adapter_target_locate.h"
#include "implementation.h"
#include "../target/area.h"

static void *target_open(void)
{
	struct target_machine *t = area_map(sizeof(*t));

	t->mm = mm_machine_create();
	t->early.e820 = &t->mm->e820;
	t->early.param = &t->mm->early_param;
	t->early.memblock = &t->mm->memblock;
	t->early.numa = &t->mm->numa;
	return t;
}

static void target_close(void *machine)
{
	struct target_machine *t = machine;

	mm_machine_destroy(t->mm);
	area_unmap(t, sizeof(*t));
}

/*
 * The configuration.
 */

static struct slub_config slub_config(const struct scenario *s, const struct geometry *geometry)
{
	bool arm = geometry->flatmem;

	return (struct slub_config){
	    .nr_cpu_ids = s->nr_cpus,
	    .cache_line = 64,
	    .slub_min_objects = s->slub_min_objects,
	    .slub_min_order = s->slub_min_order,
	    .slub_max_order = s->slub_max_order,
	    .word = geometry->word,
	    .slab_min_align = 8,
	    .kmalloc_min_size = arm ? 64 : 8,
	    .sizeof_cache = sc_sizeof(s, SC_SIZEOF_KMEM_CACHE),
	    .sizeof_cache_node = sc_sizeof(s, SC_SIZEOF_KMEM_CACHE_NODE),
	    .sizeof_cache_cpu = 4 * geometry->word,
	    .zone_dma = !arm || s->arm.has_dma_zone,
	    .cpu_partial = s->config.slub_cpu_partial,
	};
}

static struct image_part image_part(const struct scenario *s, enum sc_image_part part)
{
	uint64_t mask = target_geometry(s)->max_addr;

	return (struct image_part){s->image[part].start & mask, s->image[part].size & mask};
}

static struct kernel_image kernel_image(const struct scenario *s)
{
	return (struct kernel_image){
	    .text = image_part(s, SC_IMAGE_TEXT),
	    .data = image_part(s, SC_IMAGE_DATA),
	    .rodata = image_part(s, SC_IMAGE_RODATA),
	    .init_data = image_part(s, SC_IMAGE_INIT_DATA),
	    .init_text = image_part(s, SC_IMAGE_INIT_TEXT),
	    .bss = image_part(s, SC_IMAGE_BSS),
	};
}

static struct mm_arm_config arm_config(const struct scenario *s)
{
	return (struct mm_arm_config){
	    .zones =
		{
		    .zone_dma = s->arm.has_dma_zone,
		    .dma_zone_size = s->arm.dma_zone_size,
		    .page_size = sc_sizeof(s, SC_SIZEOF_PAGE),
		},
	    .lowmem_limit = s->arm.has_lowmem_limit ? s->arm.lowmem_limit
						    : (uint32_t)(s->arm.phys_offset + 0x30000000u),
	    .phys_offset = s->arm.phys_offset,
	    .has_mem_map = s->arm.has_mem_map,
	    .mem_map = s->arm.mem_map,
	};
}

static struct mm_config machine_config(struct target_machine *t, const struct scenario *s)
{
	t->geometry = *target_geometry(s);
	if (t->geometry.flatmem) {
		t->geometry.page_shift = s->arm.page_shift;
		t->geometry.max_arch_pfn = (t->geometry.max_addr + 1) >> s->arm.page_shift;
	}
	return (struct mm_config){
	    .geometry = &t->geometry,
	    .release = target_release(s),
	    .e820_max_entries = target_e820_max(s),
	    .max_node_memblks = target_node_memblks(&s->config),
	    .movable_node = s->config.movable_node,
	    .nodes_span_other_nodes = s->config.nodes_span_other_nodes,
	    .bootmem_info = s->config.memory_hotplug && s->config.have_bootmem_info_node &&
			    s->release == SC_RELEASE_4_9,
	    .deferred_init = s->config.deferred_init,
	    .page_extension = s->config.page_extension,
	    .nr_cpus = s->nr_cpus,
	    .cpu_pse = s->cpu.pse,
	    .cpu_gbpages = s->cpu.gbpages,
	    .sizeof_page_ext = sc_sizeof(s, SC_SIZEOF_PAGE_EXT),
	    .sizeof_spinlock = sc_sizeof(s, SC_SIZEOF_SPINLOCK),
	    .sizeof_vmap_area = sc_sizeof(s, SC_SIZEOF_VMAP_AREA),
	    .sizeof_vm_struct = sc_sizeof(s, SC_SIZEOF_VM_STRUCT),
	    .percpu_static_size = s->percpu.static_size,
	    .percpu_reserved_size = s->percpu.reserved_size,
	    .percpu_dyn_size = s->percpu.dyn_size,
	    .percpu_unit_size = s->percpu.unit_size,
	    .slub = slub_config(s, &t->geometry),
	    .kaiser = {s->config.page_table_isolation, s->cpu.xenpv, s->cpu.amd, s->cpu.nx},
	    .image = kernel_image(s),
	    .arm = arm_config(s),
	};
}

static void set_user_maps(struct mm_machine *mm, const struct scenario *s)
{
	static const uint64_t flags[SC_NR_PROTS] = {
	    [SC_PROT_KERNEL] = X86_PAGE_KERNEL,       [SC_PROT_KERNEL_RO] = X86_PAGE_KERNEL_RO,
	    [SC_PROT_KERNEL_RX] = X86_PAGE_KERNEL_RX, [SC_PROT_VSYSCALL] = X86_PAGE_KERNEL_VSYSCALL,
	    [SC_PROT_PERCPU] = X86_PAGE_KERNEL,
	};

	mm->nr_user_maps = s->nr_user_maps;
	for (uint32_t i = 0; i < s->nr_user_maps; i++)
		mm->user_maps[i] = (struct mm_user_map){
		    .start = s->user_maps[i].start,
		    .size = s->user_maps[i].size,
		    .flags = flags[s->user_maps[i].prot],
		    .every_cpu = s->user_maps[i].prot == SC_PROT_PERCPU,
		};
}

static void set_bootmem_info(struct mm_machine *mm, const struct scenario *s)
{
	static const enum bootmem_kind kinds[SC_NR_BOOTMEM_KINDS] = {
	    [SC_BOOTMEM_NODE] = BOOTMEM_NODE,
	    [SC_BOOTMEM_TABLE] = BOOTMEM_TABLE,
	    [SC_BOOTMEM_MEMMAP] = BOOTMEM_MEMMAP,
	    [SC_BOOTMEM_USEMAP] = BOOTMEM_USEMAP,
	};

	for (uint32_t i = 0; i < s->nr_bootmem_info; i++)
		bootmem_info_add(&mm->bootmem_info, (struct bootmem_range){
							.kind = kinds[s->bootmem_info[i].kind],
							.id = s->bootmem_info[i].id,
							.start = s->bootmem_info[i].range.start,
							.size = s->bootmem_info[i].range.size,
						    });
}

static void target_reset(void *machine, const struct scenario *s)
{
	struct target_machine *t = machine;
	struct mm_config config = machine_config(t, s);

	mm_machine_reset(t->mm, &config);
	target_early_reset(&t->early, s);
	t->mm->cmdline = s->cmdline;
	set_user_maps(t->mm, s);
	set_bootmem_info(t->mm, s);
	t->nr_early_events = 0;
	t->nr_boot_bad = 0;
	t->nr_boot_slabs = 0;
	t->nr_late_results = 0;
	t->nr_freed_results = 0;
}

/*
 * Outcomes.
 */

static enum outcome page_alloc_outcome(const struct page_alloc *pa)
{
	static const enum outcome outcomes[] = {
	    [PAGE_ALLOC_OK] = OUTCOME_OK,
	    [PAGE_ALLOC_PFN_WRAP] = UNDEFINED_PFN_WRAP,
	    [PAGE_ALLOC_NO_MOVABLE_ZONE] = UNDEFINED_MOVABLE_ZONE,
	    [PAGE_ALLOC_NO_ONLINE_NODE] = UNDEFINED_NO_ONLINE_NODE,
	    [PAGE_ALLOC_OFFLINE_NODE] = UNDEFINED_OFFLINE_NODE,
	    [PAGE_ALLOC_EMPTY_ZONE] = UNDEFINED_EMPTY_ZONE,
	    [PAGE_ALLOC_NO_STRUCT_PAGE] = UNDEFINED_NO_STRUCT_PAGE,
	    [PAGE_ALLOC_FREE_LATE] = UNDEFINED_FREE_LATE,
	    [PAGE_ALLOC_BOOTMEM_INFO] = UNDEFINED_BOOTMEM_INFO,
	    [PAGE_ALLOC_NO_LOWMEM] = UNDEFINED_NO_LOWMEM,
	};

	return outcomes[pa->fault];
}

static enum outcome slub_outcome(const struct slub *slub)
{
	static const enum outcome outcomes[] = {
	    [SLUB_OK] = OUTCOME_OK,
	    [SLUB_PANIC_CACHE] = PANIC_CREATE_BOOT_CACHE,
	    [SLUB_BUG_EARLY_NODE] = PANIC_EARLY_NODE_ALLOC,
	    [SLUB_NULL_BOOTSTRAP] = PANIC_SLAB_BOOTSTRAP,
	    [SLUB_PANIC_KMALLOC] = PANIC_CREATE_KMALLOC_CACHE,
	    [SLUB_BUG_NAME] = PANIC_DMA_CACHE_NAME,
	    [SLUB_PANIC_CREATE] = PANIC_CREATE_CACHE,
	    [SLUB_NULL_NODE] = UNDEFINED_SLAB_NODE,
	    [SLUB_NO_OBJECTS] = UNDEFINED_SLAB_OBJECTS,
	};

	return outcomes[slub->fault];
}

static enum outcome vmalloc_outcome(const struct vmalloc *vmalloc)
{
	static const enum outcome outcomes[] = {
	    [VMALLOC_OK] = OUTCOME_OK,
	    [VMALLOC_BUG_OVERLAP] = PANIC_EARLY_VM_OVERLAP,
	    [VMALLOC_NULL_AREA] = PANIC_VMALLOC_INIT,
	    [VMALLOC_BUG_INSERT] = PANIC_VMAP_INSERT,
	    [VMALLOC_WRAPPED] = UNDEFINED_VMALLOC_WRAP,
	};

	return outcomes[vmalloc->fault];
}

static enum outcome kaiser_outcome(const struct kaiser *kaiser)
{
	static const enum outcome outcomes[] = {
	    [KAISER_OK] = OUTCOME_OK,
	    [KAISER_BUG_NO_PGD] = PANIC_KAISER_NO_PGD,
	    [KAISER_BUG_USER_ADDR] = PANIC_KAISER_USER_ADDR,
	};

	return outcomes[kaiser->fault];
}

/* A fault of a stage is in the way of whatever that stage did afterwards, so that the innermost
 * comes first. */
static enum outcome machine_outcome(const struct mm_machine *mm)
{
	enum outcome outcome;

	if (!mm_has_fault(mm))
		return OUTCOME_OK;
	outcome = page_alloc_outcome(&mm->page_alloc);
	if (outcome == OUTCOME_OK)
		outcome = target_memblock_outcome(&mm->memblock);
	if (outcome == OUTCOME_OK && mm->page_ext.panicked)
		outcome = PANIC_PAGE_EXT;
	if (outcome == OUTCOME_OK)
		outcome = slub_outcome(&mm->slub);
	if (outcome == OUTCOME_OK && mm->percpu.fault)
		outcome = PANIC_PERCPU_MAP;
	if (outcome == OUTCOME_OK)
		outcome = vmalloc_outcome(&mm->vmalloc);
	return outcome == OUTCOME_OK ? kaiser_outcome(&mm->kaiser) : outcome;
}

/*
 * Operations after boot.
 */

static void give_back(struct mm_machine *mm, const struct sc_late_op *op, uint64_t value)
{
	switch (op->kind) {
	case SC_LATE_ALLOC_PAGES:
		free_pages(&mm->page_alloc, value, op->order);
		break;
	case SC_LATE_KMALLOC:
		kfree(&mm->slub, value);
		break;
	default:
		vfree(&mm->vmalloc, value);
		break;
	}
}

/* What an operation got is freed; 0, or -1 if it has nothing. */
static uint64_t free_operation(struct target_machine *t, const struct scenario *s, uint32_t index)
{
	struct allocation *a = &t->allocations[index];

	if (!a->held)
		return UINT64_MAX;
	a->held = false;
	give_back(t->mm, &s->late_ops[index], a->value);
	return 0;
}

static uint64_t late_kmalloc(struct target_machine *t, struct allocation *mine, uint64_t bytes)
{
	mine->value = kmalloc(&t->mm->slub, bytes & t->geometry.max_addr);
	mine->held = mine->value != SLUB_NULL;
	if (!mine->held)
		return 0;
	return mine->value == ZERO_SIZE_PTR ? 16 : mine->value;
}

static uint64_t late_vmalloc(struct target_machine *t, struct allocation *mine, uint64_t bytes)
{
	mine->value = vmalloc(&t->mm->vmalloc, bytes & t->geometry.max_addr);
	mine->held = mine->value != VMALLOC_NULL;
	return mine->value;
}

/* Operation number `index` of the operations after boot; its result. */
static uint64_t late_op(struct target_machine *t, const struct scenario *s, uint32_t index)
{
	const struct sc_late_op *op = &s->late_ops[index];
	struct page_alloc *pa = &t->mm->page_alloc;
	struct allocation *mine = &t->allocations[index];

	mine->held = false;
	switch (op->kind) {
	case SC_LATE_ALLOC_PAGES:
		mine->value = alloc_pages(pa, op->order, (enum zone_type)op->zone, op->nid,
					  (enum migratetype)op->migratetype);
		mine->held = mine->value != UINT64_MAX;
		return mine->value;
	case SC_LATE_KMALLOC:
		return late_kmalloc(t, mine, op->bytes);
	case SC_LATE_VMALLOC:
		return late_vmalloc(t, mine, op->bytes);
	case SC_LATE_FREE:
		return op->operation < index ? free_operation(t, s, op->operation) : UINT64_MAX;
	default:
		return free_memblock_late(pa, &t->mm->memblock,
					  op->range.start & t->geometry.max_addr,
					  op->range.size & t->geometry.max_addr);
	}
}

/* FREE_HELD: at the end everything is given back. */
static void free_held(struct target_machine *t, const struct scenario *s, uint32_t index)
{
	if (index < t->nr_late_results && t->allocations[index].held)
		t->freed_results[t->nr_freed_results++] =
		    (struct obs_late_op){.op = index, .result = free_operation(t, s, index)};
}

/*
 * Steps.
 */

static void register_early_areas(struct mm_machine *mm, const struct scenario *s)
{
	uint64_t mask = mm->config.geometry->max_addr;

	for (uint32_t i = 0; i < s->nr_early_vm && !mm->vmalloc.fault; i++)
		vm_area_add_early(&mm->vmalloc, s->early_vm[i].addr & mask,
				  s->early_vm[i].size & mask, s->early_vm[i].flags & mask);
}

static void mm_init_stage(struct target_machine *t, const struct scenario *s, enum boot_step step)
{
	struct mm_machine *mm = t->mm;

	switch (step) {
	case STEP_PAGE_EXT_FLATMEM:
		mm_init_step(mm, MM_PAGE_EXT_INIT_FLATMEM);
		break;
	case STEP_MEM_INIT:
		mm_init_step(mm, MM_MEM_INIT);
		t->nr_boot_bad = mm->page_alloc.nr_bad_pages;
		break;
	case STEP_KMEM_CACHE_INIT:
		mm_init_step(mm, MM_KMEM_CACHE_INIT);
		t->nr_boot_slabs = mm->slub.nr_events;
		break;
	case STEP_PERCPU_INIT_LATE:
		t->percpu_before[0] = *mm->percpu.first_chunk;
		if (mm->percpu.reserved_chunk)
			t->percpu_before[1] = *mm->percpu.reserved_chunk;
		mm_init_step(mm, MM_PERCPU_INIT_LATE);
		break;
	case STEP_PGTABLE_INIT:
		mm_init_step(mm, MM_PGTABLE_INIT);
		break;
	case STEP_VMALLOC_INIT:
		register_early_areas(mm, s);
		if (!mm->vmalloc.fault)
			mm_init_step(mm, MM_VMALLOC_INIT);
		break;
	case STEP_IOREMAP_HUGE_INIT:
		mm_init_step(mm, MM_IOREMAP_HUGE_INIT);
		break;
	default:
		mm_init_step(mm, MM_KAISER_INIT);
		break;
	}
}

static enum outcome target_step(void *machine, const struct scenario *s, enum boot_step step,
				uint32_t index)
{
	struct target_machine *t = machine;
	struct mm_machine *mm = t->mm;

	switch (step) {
	case STEP_LOWMEM:
		mm_lowmem_limit(mm);
		break;
	case STEP_ZONES:
		t->nr_early_events = mm->memblock.nr_events;
		mm_paging_init(mm);
		break;
	case STEP_MEMMAP:
		mm_memmap_init(mm);
		break;
	case STEP_PAGE_EXT_FLATMEM:
	case STEP_MEM_INIT:
	case STEP_KMEM_CACHE_INIT:
	case STEP_PERCPU_INIT_LATE:
	case STEP_PGTABLE_INIT:
	case STEP_VMALLOC_INIT:
	case STEP_IOREMAP_HUGE_INIT:
	case STEP_KAISER_INIT:
		mm_init_stage(t, s, step);
		break;
	case STEP_DEFERRED:
		mm_page_alloc_init_late(mm, 0);
		break;
	case STEP_LATE_OP:
		t->late_results[t->nr_late_results++] =
		    (struct obs_late_op){.op = index, .result = late_op(t, s, index)};
		break;
	case STEP_FREE_HELD:
		free_held(t, s, index);
		break;
	case STEP_PURGE:
		vm_unmap_aliases(&mm->vmalloc);
		break;
	default:
		return target_early_step(&t->early, s, step, index);
	}
	return machine_outcome(mm);
}

static void target_observe(void *machine, const struct scenario *s, enum stage stage,
			   struct observation *o)
{
	struct target_machine *t = machine;

	(void)s;
	switch (stage) {
	case STAGE_E820:
	case STAGE_MEMBLOCK:
		target_early_observe(&t->early, stage, o);
		break;
	case STAGE_ZONES:
		target_observe_zones(t, o);
		break;
	case STAGE_MEMMAP:
		target_observe_memmap(t, o);
		break;
	case STAGE_MEM_INIT:
		target_observe_mem_init(t, o);
		break;
	default:
		target_observe_mm_init(t, stage, o);
		break;
	}
}

static void target_glance(void *machine, struct observation *o)
{
	target_early_glance(&((struct target_machine *)machine)->early, o);
}

static void target_probe(void *machine, const struct probe *probes, uint32_t nr,
			 struct observation *o)
{
	struct target_machine *t = machine;

	target_early_probe(&t->mm->memblock, probes, nr, o);
}

static uint64_t target_valid_pages(void *machine)
{
	const struct sparse *sparse = &((struct target_machine *)machine)->mm->sparse;

	return sparse->nr_present * pages_per_section(sparse);
}

static bool target_locate(const void *machine, uint64_t address, char *text, size_t size)
{
	return mm_machine_locate(((const struct target_machine *)machine)->mm, address, text, size);
}

const struct implementation target_implementation = {
    .name = "target",
    .open = target_open,
    .close = target_close,
    .reset = target_reset,
    .step = target_step,
    .observe = target_observe,
    .glance = target_glance,
    .probe = target_probe,
    .valid_pages = target_valid_pages,
    .locate = target_locate,
};
