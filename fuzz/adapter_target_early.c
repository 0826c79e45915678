/* See adapter_target_early.h. */
#include "adapter_target_early.h"

#include "../target/minmax.h"

/* Modulo 2^64, as the kernel adds them. */
static uint64_t range_end(struct sc_range range)
{
	return range.start + range.size;
}

const struct geometry *target_geometry(const struct scenario *s)
{
	static const enum geometry_name rows[SC_NR_GEOMETRIES] = {
	    [SC_X86_64] = GEOMETRY_X86_64,
	    [SC_TINY] = GEOMETRY_TINY,
	    [SC_ARM_FLATMEM] = GEOMETRY_ARM_FLATMEM,
	};

	return &geometries[rows[s->geometry]];
}

const struct kernel_release *target_release(const struct scenario *s)
{
	static const enum kernel_release_name rows[SC_NR_RELEASES] = {
	    [SC_RELEASE_4_9] = KERNEL_4_9,
	    [SC_RELEASE_6_1] = KERNEL_6_1,
	    [SC_RELEASE_6_12] = KERNEL_6_12,
	};

	return &kernel_releases[rows[s->release]];
}

uint32_t target_e820_max(const struct scenario *s)
{
	if (!s->config.efi && !target_release(s)->e820_room_without_efi)
		return E820_MAX_BOOT;
	return s->config.maxsmp ? E820_MAX_MAXSMP : E820_MAX_EFI;
}

uint32_t target_node_memblks(const struct sc_config *config)
{
	return config->maxsmp ? NODE_MEMBLKS_MAXSMP : NODE_MEMBLKS;
}

void target_early_reset(struct target_early *early, const struct scenario *s)
{
	e820_reset(early->e820, target_e820_max(s));
	early->e820->release = target_release(s);
	*early->param = (struct early_param){0};
	numa_reset(early->numa, target_node_memblks(&s->config));
	early->nr_results = 0;
	memblock_reset(early->memblock);
	memblock_set_release(early->memblock, target_release(s));
	memblock_set_init_regions(early->memblock, s->memblock_regions);
	if (s->geometry == SC_ARM_FLATMEM) {
		memblock_set_arm(early->memblock, s->arm.page_shift);
		return;
	}
	early->memblock->movable_node_config = s->config.movable_node;
	if (s->has_kernel)
		early->memblock->kernel_end = range_end(s->kernel);
}

enum outcome target_memblock_outcome(const struct memblock *mb)
{
	switch (mb->fault) {
	case MEMBLOCK_BUG_DOUBLE_RESERVE:
		return PANIC_DOUBLE_RESERVE;
	case MEMBLOCK_BUG_INSERT_FULL:
		return PANIC_INSERT_FULL;
	case MEMBLOCK_CANNOT_RESIZE:
		return PANIC_CANNOT_RESIZE;
	case MEMBLOCK_TRIM_WRAPPED:
		return UNDEFINED_TRIM_WRAP;
	case MEMBLOCK_OK:
		break;
	}
	return OUTCOME_OK;
}

static enum outcome early_outcome(const struct target_early *early)
{
	switch (early->e820->fault) {
	case E820_PANIC_USER_MAP:
		return PANIC_USER_MAP;
	case E820_BUG_UPDATE_SAME_TYPE:
		return PANIC_UPDATE_SAME_TYPE;
	case E820_OK:
		break;
	}
	return target_memblock_outcome(early->memblock);
}

/*
 * The steps of the e820 stage.
 */

static uint32_t convert_entries(const struct sc_e820_entry *from, uint32_t nr,
				struct e820_entry *to)
{
	for (uint32_t i = 0; i < nr; i++)
		to[i] = (struct e820_entry){from[i].addr, from[i].size, from[i].type};
	return nr;
}

static void boot_table(struct e820 *e820, const struct scenario *s)
{
	struct e820_entry map[SC_MAX_E820];
	uint32_t nr = convert_entries(s->e820, s->nr_e820, map);

	e820_setup_memory_map(e820, map, nr, s->ext_mem_k, s->alt_mem_k);
}

static void e820_ext(struct e820 *e820, const struct scenario *s)
{
	struct e820_entry map[SC_MAX_E820_EXT];
	uint32_t nr = convert_entries(s->e820_ext, s->nr_e820_ext, map);

	e820_parse_ext(e820, map, nr);
}

static void e820_op(struct e820 *e820, const struct sc_e820_op *op)
{
	uint64_t start = op->range.start, size = op->range.size, result;

	switch (op->kind) {
	case SC_E820_ADD:
		e820_add_region(e820, start, size, op->type);
		break;
	case SC_E820_UPDATE:
		result = e820_update_range(e820, start, size, op->type, op->new_type);
		if (e820->fault == E820_OK)
			e820_record_call(e820, E820_CALLER_UPDATE, result);
		break;
	case SC_E820_REMOVE:
		result = e820_remove_range(e820, start, size, op->type, op->checktype);
		e820_record_call(e820, E820_CALLER_REMOVE, result);
		break;
	case SC_E820_SANITIZE:
		result = (uint64_t)(int64_t)e820_sanitize(e820);
		e820_record_call(e820, E820_CALLER_SANITIZE, result);
		break;
	case SC_E820_ANY_MAPPED:
		result = e820_any_mapped(e820, start, range_end(op->range), op->type);
		e820_record_call(e820, E820_CALLER_ANY_MAPPED, result);
		break;
	case SC_E820_ALL_MAPPED:
		result = e820_all_mapped(e820, start, range_end(op->range), op->type);
		e820_record_call(e820, E820_CALLER_ALL_MAPPED, result);
		break;
	case SC_NR_E820_OPS:
		break;
	}
}

static void setup_data(struct target_early *early, const struct scenario *s)
{
	struct e820_range nodes[SC_MAX_SETUP_DATA];

	for (uint32_t i = 0; i < s->nr_setup_data; i++) {
		nodes[i] = (struct e820_range){s->setup_data[i].start, s->setup_data[i].size};
		memblock_reserve(early->memblock, nodes[i].start, nodes[i].size);
		if (early->memblock->fault != MEMBLOCK_OK)
			return;
	}
	e820_reserve_setup_data(early->e820, nodes, s->nr_setup_data);
}

static void end_of_ram(struct e820 *e820, const struct scenario *s)
{
	e820_end_of_ram(e820, target_geometry(s));
	/* By the time of e820_mark_nosave_regions max_low_pfn has been raised to max_pfn. */
	e820_mark_nosave_regions(e820, e820->max_pfn);
	e820_setup_gap(e820);
}

/*
 * The steps of the memblock stage.
 */

static void fill(struct target_early *early, const struct scenario *s)
{
	struct e820 *e820 = early->e820;
	struct memblock *mb = early->memblock;

	memblock_set_current_limit(mb, UINT64_C(1) << 20);
	memblock_x86_fill(e820, mb);
	if (mb->fault != MEMBLOCK_OK)
		return;
	if (e820->max_pfn > e820->max_low_pfn)
		e820->max_low_pfn = e820->max_pfn;
	memblock_set_current_limit(mb, s->nr_e820 ? PFN_PHYS(e820->max_pfn) : UINT64_MAX);
}

static void record_result(struct target_early *early, uint32_t op, uint64_t result)
{
	early->results[early->nr_results].op = op;
	early->results[early->nr_results++].result = result;
}

/* Operations that return 0 or -ENOMEM; false for any other. */
static bool status_op(struct memblock *mb, const struct sc_op *op, int *status)
{
	uint64_t base = op->range.start & mb->max_addr, size = op->range.size & mb->max_addr;

	switch (op->kind) {
	case SC_OP_ADD:
		*status = memblock_add(mb, base, size);
		return true;
	case SC_OP_ADD_NODE:
		*status = memblock_add_node(mb, base, size, op->nid);
		return true;
	case SC_OP_REMOVE:
		*status = memblock_remove(mb, base, size);
		return true;
	case SC_OP_RESERVE:
		*status = memblock_reserve(mb, base, size);
		return true;
	case SC_OP_FREE:
		*status = memblock_free(mb, base, size);
		return true;
	case SC_OP_SET_NODE_MEMORY:
		*status = memblock_set_node(mb, base, size, &mb->memory, op->nid);
		return true;
	case SC_OP_SET_NODE_RESERVED:
		*status = memblock_set_node(mb, base, size, &mb->reserved, op->nid);
		return true;
	case SC_OP_MARK_HOTPLUG:
		*status = memblock_mark_hotplug(mb, base, size);
		return true;
	case SC_OP_CLEAR_HOTPLUG:
		*status = memblock_clear_hotplug(mb, base, size);
		return true;
	case SC_OP_MARK_MIRROR:
		*status = memblock_mark_mirror(mb, base, size);
		return true;
	case SC_OP_MARK_NOMAP:
		*status = memblock_mark_nomap(mb, base, size);
		return true;
	default:
		return false;
	}
}

static void memblock_op(struct target_early *early, const struct scenario *s, uint32_t index)
{
	struct memblock *mb = early->memblock;
	const struct sc_op *op = &s->ops[index];
	uint64_t align = min_u64(op->align, mb->max_addr / 2 + 1);
	uint64_t limit = op->limit & mb->max_addr;
	int status;

	if (status_op(mb, op, &status)) {
		record_result(early, index, (uint64_t)(int64_t)status);
		return;
	}
	switch (op->kind) {
	case SC_OP_ALLOC:
		record_result(early, index,
			      memblock_virt_alloc_try_nid_nopanic(
				  mb, op->range.size & mb->max_addr, align,
				  op->range.start & mb->max_addr, limit, op->nid));
		break;
	case SC_OP_TRIM:
		memblock_trim_memory(mb, align);
		break;
	case SC_OP_ENFORCE_LIMIT:
		memblock_enforce_memory_limit(mb, limit);
		break;
	case SC_OP_BOTTOM_UP:
		memblock_set_bottom_up(mb, op->limit != 0);
		break;
	case SC_OP_CURRENT_LIMIT:
		memblock_set_current_limit(mb, limit);
		break;
	case SC_OP_ALLOW_RESIZE:
		memblock_allow_resize(mb);
		break;
	default:
		break;
	}
}

/* Without a firmware's table memblock itself tells where RAM ends. */
static void end_of_memory(struct e820 *e820, const struct memblock *mb,
			  const struct geometry *geometry)
{
	uint64_t end_pfn = PFN_DOWN(memblock_end_of_dram(mb));

	if (end_pfn > geometry->max_arch_pfn)
		end_pfn = geometry->max_arch_pfn;
	e820->max_pfn = e820->max_low_pfn = e820->max_possible_pfn = end_pfn;
}

static void init_numa(struct target_early *early, const struct scenario *s)
{
	struct numa_srat_entry srat[SC_MAX_SRAT];

	if (!s->nr_e820)
		end_of_memory(early->e820, early->memblock, target_geometry(s));
	if (!s->nr_e820 && !s->nr_srat) {
		numa_init_from_memblock(early->numa, early->memblock);
		return;
	}
	for (uint32_t i = 0; i < s->nr_srat; i++) {
		const struct sc_srat *entry = &s->srat[i];

		srat[i] = (struct numa_srat_entry){entry->range.start, entry->range.size,
						   entry->nid, entry->hotplug};
	}
	numa_init(early->numa, early->memblock, srat, s->nr_srat, early->param->numa_off,
		  early->e820->max_pfn);
}

enum outcome target_early_step(struct target_early *early, const struct scenario *s,
			       enum boot_step step, uint32_t index)
{
	switch (step) {
	case STEP_BOOT_TABLE:
		boot_table(early->e820, s);
		break;
	case STEP_E820_EXT:
		e820_ext(early->e820, s);
		break;
	case STEP_E820_OP:
		e820_op(early->e820, &s->e820_ops[index]);
		break;
	case STEP_COMMAND_LINE:
		if (!early_param_parse(early->param, early->e820, early->memblock, s->cmdline))
			return UNDEFINED_BARE_KERNELCORE;
		break;
	case STEP_SETUP_DATA:
		setup_data(early, s);
		break;
	case STEP_FINISH_E820:
		e820_finish_parsing(early->e820);
		break;
	case STEP_KERNEL_RANGE:
		e820_add_kernel_range(early->e820, s->kernel.start, s->kernel.size);
		break;
	case STEP_TRIM_BIOS:
		e820_trim_bios_range(early->e820);
		break;
	case STEP_END_OF_RAM:
		end_of_ram(early->e820, s);
		break;
	case STEP_FILL:
		fill(early, s);
		break;
	case STEP_MEMBLOCK_OP:
		memblock_op(early, s, index);
		break;
	case STEP_NUMA:
		init_numa(early, s);
		break;
	default:
		break;
	}
	return early_outcome(early);
}

/*
 * Rows.
 */

static void observe_calls(const struct e820 *e820, struct observation *o)
{
	static const enum e820_call_kind kinds[E820_NR_CALL_TYPES] = {
	    [E820_BOOT_SANITIZE] = CALL_BOOT_SANITIZE,
	    [E820_BOOT_APPEND] = CALL_BOOT_APPEND,
	    [E820_EXT_SANITIZE] = CALL_EXT_SANITIZE,
	    [E820_OPTION_REMOVE] = CALL_OPTION_REMOVE,
	    [E820_SETUP_UPDATE] = CALL_SETUP_UPDATE,
	    [E820_SETUP_SANITIZE] = CALL_SETUP_SANITIZE,
	    [E820_FINISH_SANITIZE] = CALL_FINISH_SANITIZE,
	    [E820_KERNEL_MAPPED] = CALL_KERNEL_MAPPED,
	    [E820_KERNEL_REMOVE] = CALL_KERNEL_REMOVE,
	    [E820_BIOS_UPDATE] = CALL_BIOS_UPDATE,
	    [E820_BIOS_REMOVE] = CALL_BIOS_REMOVE,
	    [E820_BIOS_SANITIZE] = CALL_BIOS_SANITIZE,
	    [E820_CALLER_UPDATE] = CALL_OP_UPDATE,
	    [E820_CALLER_REMOVE] = CALL_OP_REMOVE,
	    [E820_CALLER_SANITIZE] = CALL_OP_SANITIZE,
	    [E820_CALLER_ANY_MAPPED] = CALL_OP_ANY_MAPPED,
	    [E820_CALLER_ALL_MAPPED] = CALL_OP_ALL_MAPPED,
	};

	for (uint32_t i = 0; i < e820->nr_calls; i++)
		*OBS_ADD(o, e820_call) = (struct obs_e820_call){
		    .call = kinds[e820->calls[i].type],
		    .result = e820->calls[i].result,
		};
}

static void observe_tables(const struct e820 *e820, struct observation *o)
{
	for (uint32_t i = 0; i < e820->table.nr_map; i++) {
		const struct e820_entry *entry = &e820->table.map[i];

		*OBS_ADD(o, e820_entry) = (struct obs_e820_entry){
		    .addr = entry->addr, .size = entry->size, .type = entry->type};
	}
	for (uint32_t i = 0; i < e820->saved.nr_map; i++) {
		const struct e820_entry *entry = &e820->saved.map[i];

		*OBS_ADD(o, e820_saved) = (struct obs_e820_saved){
		    .addr = entry->addr, .size = entry->size, .type = entry->type};
	}
	for (uint32_t i = 0; i < e820->nr_drops; i++)
		*OBS_ADD(o, e820_dropped) = (struct obs_e820_dropped){.addr = e820->drops[i].addr,
								      .last = e820->drops[i].last};
}

static void observe_e820(const struct target_early *early, struct observation *o)
{
	const struct e820 *e820 = early->e820;
	const struct early_param *param = early->param;

	observe_calls(e820, o);
	observe_tables(e820, o);
	*OBS_ADD(o, e820_scalars) = (struct obs_e820_scalars){
	    .userdef = e820->userdef,
	    .max_pfn = e820->max_pfn,
	    .max_possible_pfn = e820->max_possible_pfn,
	    .max_low_pfn = e820->low_ram_pfn,
	    .required_kernelcore = param->required_kernelcore,
	    .required_movablecore = param->required_movablecore,
	    .mirrored_kernelcore = param->mirrored_kernelcore,
	    .movable_node_enabled = param->movable_node_enabled,
	    .numa_off = param->numa_off,
	    .gap_found = e820->gap_found,
	    .gap_start = e820->gap_start,
	    .gap_size = e820->gap_size,
	    .pci_mem_start = e820->pci_mem_start,
	};
	for (uint32_t i = 0; i < e820->nr_nosave; i++)
		*OBS_ADD(o, nosave_range) = (struct obs_nosave_range){
		    .start_pfn = e820->nosave[i].start_pfn, .end_pfn = e820->nosave[i].end_pfn};
}

void target_observe_regions(const struct memblock_type *type, enum obs_table table,
			    struct observation *o)
{
	struct memblock_cursor cursor = {0};
	struct memblock_region region;

	while (memblock_next_region(type, &cursor, &region))
		*(struct obs_memory_region *)observation_row(o, table) = (struct obs_memory_region){
		    .base = region.base,
		    .size = region.size,
		    .flags = region.flags,
		    .nid = (uint64_t)(int64_t)region.nid,
		};
}

void target_observe_memblock_state(const struct memblock *mb, enum obs_table table,
				   struct observation *o)
{
	*(struct obs_memblock_state *)observation_row(o, table) = (struct obs_memblock_state){
	    .memory_cnt = mb->memory.cnt,
	    .memory_max = mb->memory.max,
	    .memory_total = mb->memory.total_size,
	    .reserved_cnt = mb->reserved.cnt,
	    .reserved_max = mb->reserved.max,
	    .reserved_total = mb->reserved.total_size,
	    .current_limit = mb->current_limit,
	    .bottom_up = mb->bottom_up,
	    .can_resize = mb->can_resize,
	    .has_mirror = mb->has_mirror,
	    .start_of_dram = memblock_start_of_dram(mb),
	    .end_of_dram = memblock_end_of_dram(mb),
	};
}

void target_observe_memblock_events(const struct memblock *mb, uint32_t first, enum obs_table table,
				    struct observation *o)
{
	static const enum memblock_event_kind kinds[] = {
	    [MEMBLOCK_MEMORY_DOUBLED] = EVENT_MEMORY_DOUBLED,
	    [MEMBLOCK_RESERVED_DOUBLED] = EVENT_RESERVED_DOUBLED,
	    [MEMBLOCK_MEMORY_FULL] = EVENT_MEMORY_FULL,
	    [MEMBLOCK_RESERVED_FULL] = EVENT_RESERVED_FULL,
	};

	for (uint32_t i = first; i < mb->nr_events; i++)
		*(struct obs_memblock_event *)observation_row(o, table) =
		    (struct obs_memblock_event){
			.event = kinds[mb->events[i].type],
			.new_max = mb->events[i].max,
			.addr = mb->events[i].addr,
		    };
}

static void observe_iterators(const struct memblock *mb, struct observation *o)
{
	struct memblock_cursor forward = {0}, backward = {0}, reserved = {0}, pages = {0};
	uint64_t start, end;
	int nid;

	while (memblock_next_free_range(mb, &forward, NUMA_NO_NODE, MEMBLOCK_NONE, &start, &end))
		*OBS_ADD(o, free_range) = (struct obs_free_range){.start = start, .end = end};
	while (memblock_prev_free_range(mb, &backward, NUMA_NO_NODE, MEMBLOCK_NONE, &start, &end))
		*OBS_ADD(o, free_range_rev) =
		    (struct obs_free_range_rev){.start = start, .end = end};
	while (memblock_next_reserved_range(mb, &reserved, &start, &end))
		*OBS_ADD(o, reserved_range) =
		    (struct obs_reserved_range){.start = start, .last = end};
	while (memblock_next_mem_pfn_range(mb, &pages, MAX_NUMNODES, &start, &end, &nid))
		*OBS_ADD(o, mem_pfn_range) = (struct obs_mem_pfn_range){
		    .start_pfn = start, .end_pfn = end, .nid = (uint64_t)(int64_t)nid};
}

void target_early_glance(const struct target_early *early, struct observation *o)
{
	const struct memblock *mb = early->memblock;

	for (uint64_t i = NR_ROWS(o, memblock_op); i < early->nr_results; i++)
		*OBS_ADD(o, memblock_op) = (struct obs_memblock_op){
		    .op = early->results[i].op, .result = early->results[i].result};
	target_observe_regions(&mb->memory, OBS_memory_region, o);
	target_observe_regions(&mb->reserved, OBS_reserved_region, o);
	target_observe_memblock_state(mb, OBS_memblock_state, o);
	*OBS_ADD(o, memblock_warn) = (struct obs_memblock_warn){
	    .nid_mismatch = mb->warnings.nid_mismatch,
	    .flags_mismatch = mb->warnings.flags_mismatch,
	    .nonempty_dummy = mb->warnings.nonempty_dummy,
	    .total_size = mb->warnings.total_size,
	    .alloc_nid = mb->warnings.alloc_nid,
	    .bottom_up_failed = mb->warnings.bottom_up,
	    .numa_failed = early->numa->failed_warnings,
	};
	target_observe_memblock_events(mb, (uint32_t)NR_ROWS(o, memblock_event), OBS_memblock_event,
				       o);
}

void target_early_observe(const struct target_early *early, enum stage stage, struct observation *o)
{
	if (stage == STAGE_E820) {
		observe_e820(early, o);
	} else if (stage == STAGE_MEMBLOCK) {
		target_early_glance(early, o);
		observe_iterators(early->memblock, o);
	}
}

void target_early_probe(const struct memblock *mb, const struct probe *probes, uint32_t nr,
			struct observation *o)
{
	for (uint32_t i = 0; i < nr; i++) {
		uint64_t base = probes[i].base & mb->max_addr, size = probes[i].size & mb->max_addr;
		uint64_t pfn = memblock_pfn_down(mb, base), start_pfn = 0, end_pfn = 0;
		int nid = memblock_search_pfn_nid(mb, pfn, &start_pfn, &end_pfn);

		*OBS_ADD(o, probe) = (struct obs_probe){
		    .base = base,
		    .size = size,
		    .is_memory = memblock_is_memory(mb, base),
		    .is_reserved = memblock_is_reserved(mb, base),
		    .is_map_memory = memblock_is_map_memory(mb, base),
		    .is_region_memory = memblock_is_region_memory(mb, base, size),
		    .is_region_reserved = memblock_is_region_reserved(mb, base, size),
		    .nid = (uint64_t)(int64_t)nid,
		    .start_pfn = start_pfn,
		    .end_pfn = end_pfn,
		    .mem_size = memblock_mem_size(mb, pfn),
		    .reserved_within =
			memblock_reserved_memory_within(mb, base, (base + size) & mb->max_addr),
		};
	}
}
