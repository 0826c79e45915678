/* The model as the harness sees it. */
#include "adapter_model.h"
#include "adapter_model_locate.h"

static void model_close(void *machine)
{
	struct model_machine *mm = machine;

	if (mm->m)
		model_machine_close(mm->m);
	model_trace_close(&mm->ops);
	model_trace_close(&mm->late_ops);
	model_trace_close(&mm->freed_ops);
	model_unmap(mm, sizeof(*mm));
}

static void *model_open(void)
{
	struct model_machine *mm = model_map(sizeof(*mm));

	if (!mm)
		return NULL;
	mm->m = model_machine_open();
	if (mm->m && model_trace_open(&mm->ops, SC_MAX_OPS) &&
	    model_trace_open(&mm->late_ops, SC_MAX_LATE_OPS) &&
	    model_trace_open(&mm->freed_ops, SC_MAX_LATE_OPS))
		return mm;
	model_close(mm);
	return NULL;
}

static struct slub_params slub_params(const struct scenario *s)
{
	const unsigned int pointer = s->geometry == SC_ARM_FLATMEM ? 4 : 8;

	return (struct slub_params){
	    .nr_cpu_ids = s->nr_cpus,
	    .slub_min_order = s->slub_min_order,
	    .slub_max_order = s->slub_max_order,
	    .slub_min_objects = s->slub_min_objects,
	    .cache_line_size = 64,
	    .kmem_cache_node_size = sc_sizeof(s, SC_SIZEOF_KMEM_CACHE_NODE),
	    .kmem_cache_node_offset = sc_sizeof(s, SC_SIZEOF_KMEM_CACHE),
	    .kmem_cache_cpu_size = 4 * pointer,
	    .has_cpu_partial = s->config.slub_cpu_partial,
	};
}

static void model_reset(void *machine, const struct scenario *s)
{
	struct model_machine *mm = machine;
	const bool arm = s->geometry == SC_ARM_FLATMEM;
	const struct geometry *const geometries[SC_NR_GEOMETRIES] = {
	    [SC_X86_64] = &model_geometry_x86_64,
	    [SC_TINY] = &model_geometry_tiny,
	    [SC_ARM_FLATMEM] = &mm->geometry,
	};
	static const struct rules *const releases[SC_NR_RELEASES] = {
	    [SC_RELEASE_4_9] = &model_rules_4_9,
	    [SC_RELEASE_6_1] = &model_rules_6_1,
	    [SC_RELEASE_6_12] = &model_rules_6_12,
	};
	bool small_e820 = !s->config.efi && !releases[s->release]->room_no_efi;
	const struct config config = {
	    .e820_x_max = small_e820         ? E820MAX
			  : s->config.maxsmp ? E820_X_MAX_MAXSMP
					     : E820_X_MAX_EFI,
	    .nr_node_memblks = s->config.maxsmp ? NR_NODE_MEMBLKS_MAXSMP : NR_NODE_MEMBLKS,
	    .movable_node = !arm && s->config.movable_node,
	    .nodes_span_other_nodes = s->config.nodes_span_other_nodes,
	    .kernel_end = !arm && s->has_kernel ? s->kernel.start + s->kernel.size : 0,
	    .memblock_regions = s->memblock_regions,
	    .deferred_init = has_mm_init(s) && s->config.deferred_init,
	    .rules = releases[s->release],
	    .slub = slub_params(s),
	    .vmap_area_size = sc_sizeof(s, SC_SIZEOF_VMAP_AREA),
	    .vm_struct_size = sc_sizeof(s, SC_SIZEOF_VM_STRUCT),
	};

	mm->geometry = model_geometry_arm_flatmem;
	mm->geometry.page_shift = s->arm.page_shift;
	mm->geometry.has_zone_dma = s->arm.has_dma_zone;
	mm->geometry.struct_page_size = sc_sizeof(s, SC_SIZEOF_PAGE);
	model_machine_reset(mm->m, geometries[s->geometry], &config);
	mm->ops.nr = mm->late_ops.nr = mm->freed_ops.nr = 0;
	mm->nr_boot_events = mm->nr_boot_bad_pages = mm->nr_boot_slab_events = 0;
}

/*
 * Steps.
 */

/* What one step works on. */
struct step {
	struct model_machine *mm;
	const struct scenario *s;
	enum boot_step step;
	uint32_t index;
};

/* The model's entries from the scenario's; they are of the same shape but not of the same type. */
static uint32_t copy_entries(struct e820_entry *to, const struct sc_e820_entry *from, uint32_t nr)
{
	for (uint32_t i = 0; i < nr; i++)
		to[i] = (struct e820_entry){from[i].addr, from[i].size, from[i].type};
	return nr;
}

static void boot_table(struct machine *m, const struct scenario *s)
{
	struct e820_entry entries[SC_MAX_E820];
	uint32_t nr = copy_entries(entries, s->e820, s->nr_e820);

	model_setup_memory_map(m, entries, nr, s->ext_mem_k, s->alt_mem_k);
}

static void e820_ext(struct machine *m, const struct scenario *s)
{
	struct e820_entry entries[SC_MAX_E820_EXT];
	uint32_t nr = copy_entries(entries, s->e820_ext, s->nr_e820_ext);

	model_parse_e820_ext(m, entries, nr);
}

static void e820_op(struct machine *m, const struct sc_e820_op *op)
{
	uint64_t start = op->range.start;
	uint64_t size = op->range.size;
	struct trace *calls = &m->e820.calls;
	uint64_t result;

	switch (op->kind) {
	case SC_E820_ADD:
		model_e820_add_region(m, start, size, op->type);
		return;
	case SC_E820_UPDATE:
		result = model_e820_update_range(m, start, size, op->type, op->new_type);
		model_trace_add(calls, E820_OP_UPDATE, result, 0);
		return;
	case SC_E820_REMOVE:
		result = model_e820_remove_range(m, start, size, op->type, op->checktype);
		model_trace_add(calls, E820_OP_REMOVE, result, 0);
		return;
	case SC_E820_SANITIZE:
		result = (uint64_t)model_e820_sanitize(m);
		model_trace_add(calls, E820_OP_SANITIZE, result, 0);
		return;
	case SC_E820_ANY_MAPPED:
		result = model_e820_any_mapped(m, start, start + size, op->type);
		model_trace_add(calls, E820_OP_ANY_MAPPED, result, 0);
		return;
	case SC_E820_ALL_MAPPED:
		result = model_e820_all_mapped(m, start, start + size, op->type);
		model_trace_add(calls, E820_OP_ALL_MAPPED, result, 0);
		return;
	case SC_NR_E820_OPS:
		return;
	}
}

static void setup_data(struct machine *m, const struct scenario *s)
{
	for (uint32_t i = 0; i < s->nr_setup_data; i++)
		model_memblock_reserve(m, s->setup_data[i].start, s->setup_data[i].size);
	for (uint32_t i = 0; i < s->nr_setup_data; i++)
		model_e820_update_setup_data(m, s->setup_data[i].start, s->setup_data[i].size);
	model_e820_save_setup_data(m);
}

/* Operations that change a list of regions and return 0 or -ENOMEM. */
static bool region_op(struct machine *m, const struct sc_op *op, int *err)
{
	uint64_t base = op->range.start;
	uint64_t size = op->range.size;

	switch (op->kind) {
	case SC_OP_ADD:
		*err = model_memblock_add(m, base, size);
		return true;
	case SC_OP_ADD_NODE:
		*err = model_memblock_add_node(m, base, size, op->nid);
		return true;
	case SC_OP_REMOVE:
		*err = model_memblock_remove(m, base, size);
		return true;
	case SC_OP_RESERVE:
		*err = model_memblock_reserve(m, base, size);
		return true;
	case SC_OP_FREE:
		*err = model_memblock_free(m, base, size);
		return true;
	case SC_OP_SET_NODE_MEMORY:
		*err = model_memblock_set_node(m, &m->memblock.memory, base, size, op->nid);
		return true;
	case SC_OP_SET_NODE_RESERVED:
		*err = model_memblock_set_node(m, &m->memblock.reserved, base, size, op->nid);
		return true;
	case SC_OP_MARK_HOTPLUG:
		*err = model_memblock_mark_hotplug(m, base, size);
		return true;
	case SC_OP_CLEAR_HOTPLUG:
		*err = model_memblock_clear_hotplug(m, base, size);
		return true;
	case SC_OP_MARK_MIRROR:
		*err = model_memblock_mark_mirror(m, base, size);
		return true;
	case SC_OP_MARK_NOMAP:
		*err = model_memblock_mark_nomap(m, base, size);
		return true;
	default:
		return false;
	}
}

/* What an operation says, in the machine's own width. */
static struct sc_op fit(const struct geometry *g, const struct sc_op *op)
{
	struct sc_op cut = *op;

	cut.range.start = word(g, op->range.start);
	cut.range.size = word(g, op->range.size);
	cut.limit = word(g, op->limit);
	if (g->pointer_size == 4)
		cut.align = min_u64(op->align, UINT64_C(1) << 31);
	return cut;
}

static void memblock_op(struct model_machine *mm, const struct sc_op *whole, uint32_t index)
{
	struct machine *m = mm->m;
	const struct sc_op cut = fit(m->geometry, whole);
	const struct sc_op *op = &cut;
	int err;

	if (region_op(m, op, &err)) {
		model_trace_add(&mm->ops, index, (uint64_t)err, 0);
		return;
	}
	switch (op->kind) {
	case SC_OP_ALLOC:
		model_trace_add(&mm->ops, index,
				model_memblock_alloc(m, op->range.size, op->align, op->range.start,
						     op->limit, op->nid),
				0);
		return;
	case SC_OP_TRIM:
		model_memblock_trim_memory(m, op->align);
		return;
	case SC_OP_ENFORCE_LIMIT:
		model_memblock_enforce_memory_limit(m, op->limit);
		return;
	case SC_OP_BOTTOM_UP:
		model_memblock_set_bottom_up(m, op->limit != 0);
		return;
	case SC_OP_CURRENT_LIMIT:
		m->memblock.current_limit = op->limit;
		return;
	case SC_OP_ALLOW_RESIZE:
		m->memblock.can_resize = true;
		return;
	default:
		return;
	}
}

static void numa(struct machine *m, const struct scenario *s)
{
	struct srat_entry srat[SC_MAX_SRAT];

	for (uint32_t i = 0; i < s->nr_srat; i++)
		srat[i] = (struct srat_entry){s->srat[i].range.start, s->srat[i].range.size,
					      (int)s->srat[i].nid, s->srat[i].hotplug};
	if (s->nr_e820 == 0)
		model_setup_end_of_memory(m);
	if (s->nr_e820 == 0 && s->nr_srat == 0)
		model_numa_from_regions(m);
	else
		model_x86_numa_init(m, srat, s->nr_srat);
}

static uint64_t lowmem_limit(const struct scenario *s)
{
	const uint64_t lowmem_bytes = 0x30000000;

	if (s->arm.has_lowmem_limit)
		return s->arm.lowmem_limit;
	return (s->arm.phys_offset + lowmem_bytes) & UINT32_MAX;
}

static void zones(struct machine *m, const struct scenario *s)
{
	const struct arm_params params = {
	    .phys_offset = s->arm.phys_offset,
	    .dma_zone_size = s->arm.has_dma_zone ? s->arm.dma_zone_size : 0,
	    .has_mem_map = s->arm.has_mem_map,
	    .mem_map = s->arm.mem_map,
	};

	if (s->geometry == SC_ARM_FLATMEM)
		model_arm_bootmem_init(m, &params);
	else
		model_setup_zones(m);
}

static void take_step(struct machine *m, void *argument)
{
	const struct step *step = argument;
	const struct scenario *s = step->s;

	switch (step->step) {
	case STEP_BOOT_TABLE:
		boot_table(m, s);
		return;
	case STEP_E820_EXT:
		e820_ext(m, s);
		return;
	case STEP_E820_OP:
		e820_op(m, &s->e820_ops[step->index]);
		return;
	case STEP_COMMAND_LINE:
		model_parse_early_param(m, s->cmdline);
		return;
	case STEP_SETUP_DATA:
		setup_data(m, s);
		return;
	case STEP_FINISH_E820:
		model_finish_e820_parsing(m);
		return;
	case STEP_KERNEL_RANGE:
		model_e820_add_kernel_range(m, s->kernel.start, s->kernel.size);
		return;
	case STEP_TRIM_BIOS:
		model_trim_bios_range(m);
		return;
	case STEP_END_OF_RAM:
		model_setup_end_of_ram(m);
		return;
	case STEP_FILL:
		model_setup_fill(m, s->nr_e820 != 0);
		return;
	case STEP_MEMBLOCK_OP:
		memblock_op(step->mm, &s->ops[step->index], step->index);
		return;
	case STEP_NUMA:
		numa(m, s);
		return;
	case STEP_ZONES:
		step->mm->nr_boot_events = m->memblock.events.nr;
		zones(m, s);
		return;
	case STEP_LOWMEM:
		m->memblock.current_limit = lowmem_limit(s);
		return;
	case STEP_MEMMAP:
		model_memmap_init(m);
		return;
	default:
		model_late_step(step->mm, s, step->step, step->index);
		return;
	}
}

static enum outcome model_step(void *machine, const struct scenario *s, enum boot_step step,
			       uint32_t index)
{
	static const enum outcome outcomes[] = {
	    [STOP_NONE] = OUTCOME_OK,
	    [STOP_USER_MAP] = PANIC_USER_MAP,
	    [STOP_UPDATE_SAME_TYPE] = PANIC_UPDATE_SAME_TYPE,
	    [STOP_DOUBLE_RESERVE] = PANIC_DOUBLE_RESERVE,
	    [STOP_INSERT_FULL] = PANIC_INSERT_FULL,
	    [STOP_CANNOT_RESIZE] = PANIC_CANNOT_RESIZE,
	    [STOP_BARE_KERNELCORE] = UNDEFINED_BARE_KERNELCORE,
	    [STOP_TRIM_WRAP] = UNDEFINED_TRIM_WRAP,
	    [STOP_MOVABLE_ZONE] = UNDEFINED_MOVABLE_ZONE,
	    [STOP_NO_ONLINE_NODE] = UNDEFINED_NO_ONLINE_NODE,
	    [STOP_OFFLINE_NODE] = UNDEFINED_OFFLINE_NODE,
	    [STOP_EMPTY_ZONE] = UNDEFINED_EMPTY_ZONE,
	    [STOP_PFN_WRAP] = UNDEFINED_PFN_WRAP,
	    [STOP_NO_STRUCT_PAGE] = UNDEFINED_NO_STRUCT_PAGE,
	    [STOP_FREE_LATE] = UNDEFINED_FREE_LATE,
	    [STOP_NO_LOWMEM] = UNDEFINED_NO_LOWMEM,
	    [STOP_PAGE_EXT] = PANIC_PAGE_EXT,
	    [STOP_BOOTMEM_INFO] = UNDEFINED_BOOTMEM_INFO,
	    [STOP_SLAB_EARLY_NODE] = PANIC_EARLY_NODE_ALLOC,
	    [STOP_SLAB_CREATE] = PANIC_CREATE_BOOT_CACHE,
	    [STOP_SLAB_BOOTSTRAP] = PANIC_SLAB_BOOTSTRAP,
	    [STOP_SLAB_OUT_OF_MEMORY] = PANIC_CREATE_KMALLOC_CACHE,
	    [STOP_SLAB_NAME] = PANIC_DMA_CACHE_NAME,
	    [STOP_CREATE_CACHE] = PANIC_CREATE_CACHE,
	    [STOP_SLAB_NO_NODE] = UNDEFINED_SLAB_NODE,
	    [STOP_SLAB_NO_OBJECTS] = UNDEFINED_SLAB_OBJECTS,
	    [STOP_PERCPU_MAP] = PANIC_PERCPU_MAP,
	    [STOP_EARLY_VM_OVERLAP] = PANIC_EARLY_VM_OVERLAP,
	    [STOP_VMAP_INSERT] = PANIC_VMAP_INSERT,
	    [STOP_VMALLOC_INIT] = PANIC_VMALLOC_INIT,
	    [STOP_VMALLOC_WRAP] = UNDEFINED_VMALLOC_WRAP,
	    [STOP_KAISER_NO_PGD] = PANIC_KAISER_NO_PGD,
	    [STOP_KAISER_USER_ADDR] = PANIC_KAISER_USER_ADDR,
	};
	struct model_machine *mm = machine;
	struct step argument = {mm, s, step, index};

	return outcomes[model_run(mm->m, take_step, &argument)];
}

/*
 * Observation.
 */

static void observe_mem_init_state(const struct machine *m, const struct mem_info *info,
				   struct observation *o)
{
	const struct mem_init *i = &m->mem_init;

	if (m->page_ext.allocated)
		*OBS_ADD(o, page_ext) =
		    (struct obs_page_ext){0, m->page_ext.addr, m->page_ext.size};
	model_add_trace(o, OBS_bootmem_page, &i->bootmem_pages, 0);
	model_add_trace(o, OBS_memmap_freed, &i->freed_memmap, 0);
	*OBS_ADD(o, memory_line) = (struct obs_memory_line){
	    .code_kib = info->code_kib,
	    .rwdata_kib = info->rwdata_kib,
	    .rodata_kib = info->rodata_kib,
	    .init_kib = info->init_kib,
	    .bss_kib = info->bss_kib,
	    .highmem_kib = info->highmem_kib,
	};
	*OBS_ADD(o, mem_init_state) = (struct obs_mem_init_state){
	    i->after_bootmem, i->max_mapnr, i->totalhigh_pages, i->overcommit_memory};
	if (i->has_kcore_area)
		*OBS_ADD(o, kcore) = (struct obs_kcore){VSYSCALL_ADDR, 4096, 4 /* KCORE_OTHER */};
}

static void observe_mem_init(const struct model_machine *mm, const struct scenario *s,
			     struct observation *o)
{
	static const struct free_tables tables = {OBS_zone_free, OBS_free_area, OBS_free_block,
						  OBS_released_page_run,
						  OBS_released_pageblock_run};
	const struct machine *m = mm->m;
	struct image_range image[NR_IMAGE_PARTS];
	struct mem_info info;

	for (int i = 0; i < NR_IMAGE_PARTS; i++)
		image[i] = (struct image_range){word(m->geometry, s->image[i].start),
						word(m->geometry, s->image[i].size)};
	info = model_mem_init_print_info(m, image);
	if (has_mm_init(s))
		observe_mem_init_state(m, &info, o);
	model_add_trace(o, OBS_reserve_mark, &m->release.reserved_ranges, 0);
	model_add_trace(o, OBS_chunk, &m->release.chunks, 0);
	model_add_trace(o, OBS_bad_page, &m->buddy.bad_pages, 0);
	*OBS_ADD(o, release) = (struct obs_release){
	    .returned = m->release.returned,
	    .totalram = m->buddy.totalram_pages,
	    .physpages = info.physpages,
	    .free = m->buddy.nr_free_pages,
	    .pgfree_events = m->buddy.pgfree,
	    .available_kib = info.available_kib,
	    .total_kib = info.total_kib,
	    .reserved_kib = info.reserved_kib,
	};
	model_observe_free(m, &tables, o);
	model_add_regions(o, OBS_final_memory_region, &m->memblock.memory);
	model_add_regions(o, OBS_final_reserved_region, &m->memblock.reserved);
	model_add_memblock_state(o, OBS_final_memblock_state, m);
	model_add_trace(o, OBS_final_memblock_event, &m->memblock.events, mm->nr_boot_events);
}

static void model_observe(void *machine, const struct scenario *s, enum stage stage,
			  struct observation *o)
{
	struct model_machine *mm = machine;

	switch (stage) {
	case STAGE_E820:
		model_observe_e820(mm->m, o);
		return;
	case STAGE_MEMBLOCK:
		model_observe_memblock(mm, o);
		return;
	case STAGE_ZONES:
		model_observe_zones(mm->m, o);
		return;
	case STAGE_MEMMAP:
		model_observe_memmap(mm->m, o);
		return;
	case STAGE_MEM_INIT:
		observe_mem_init(mm, s, o);
		return;
	default:
		model_observe_late_stage(mm, s, stage, o);
		return;
	}
}

static uint64_t model_valid_pages(void *machine)
{
	const struct model_machine *mm = machine;

	if (mm->m->geometry->flatmem)
		return mm->m->flat.end_pfn - mm->m->flat.start_pfn;
	return mm->m->sparse.nr_present << mm->m->geometry->section_shift;
}

static bool model_locate(const void *machine, uint64_t address, char *text, size_t size)
{
	return model_machine_locate(((const struct model_machine *)machine)->m, address, text,
				    size);
}

const struct implementation model_implementation = {
    .name = "model",
    .open = model_open,
    .close = model_close,
    .reset = model_reset,
    .step = model_step,
    .observe = model_observe,
    .glance = model_glance,
    .probe = model_probe,
    .valid_pages = model_valid_pages,
    .locate = model_locate,
};
