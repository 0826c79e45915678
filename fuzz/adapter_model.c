/* The model as the harness sees it. */
#include "implementation.h"

#include <string.h>

#include "../model/bitmap.h"
#include "../model/machine.h"
#include "../model/where.h"

/* A machine, and what only the harness wants to remember of its boot. */
struct model_machine {
	struct machine *m;
	struct trace ops;      /* (index, result) of each memblock operation with a result */
	struct trace late_ops; /* (index, result) of each operation after boot */
	uint64_t
	    got[SC_MAX_LATE_OPS]; /* by operation: the first page frame of its block, or NONE */
	size_t nr_boot_events;    /* memblock events before mem_init */
	size_t nr_boot_bad_pages; /* bad pages before the operations after boot */
};

#define NONE UINT64_MAX

static void model_close(void *machine)
{
	struct model_machine *mm = machine;

	if (mm->m)
		model_machine_close(mm->m);
	model_trace_close(&mm->ops);
	model_trace_close(&mm->late_ops);
	model_unmap(mm, sizeof(*mm));
}

static void *model_open(void)
{
	struct model_machine *mm = model_map(sizeof(*mm));

	if (!mm)
		return NULL;
	mm->m = model_machine_open();
	if (mm->m && model_trace_open(&mm->ops, SC_MAX_OPS) &&
	    model_trace_open(&mm->late_ops, SC_MAX_LATE_OPS))
		return mm;
	model_close(mm);
	return NULL;
}

static void model_reset(void *machine, const struct scenario *s)
{
	static const struct geometry *const geometries[SC_NR_GEOMETRIES] = {
	    [SC_X86_64] = &model_geometry_x86_64,
	    [SC_TINY] = &model_geometry_tiny,
	};
	static const struct rules *const releases[SC_NR_RELEASES] = {
	    [SC_RELEASE_4_9] = &model_rules_4_9,
	    [SC_RELEASE_6_1] = &model_rules_6_1,
	    [SC_RELEASE_6_12] = &model_rules_6_12,
	};
	struct model_machine *mm = machine;
	const struct config config = {
	    .e820_x_max = !s->config.efi     ? E820MAX
			  : s->config.maxsmp ? E820_X_MAX_MAXSMP
					     : E820_X_MAX_EFI,
	    .movable_node = s->config.movable_node,
	    .nodes_span_other_nodes = s->config.nodes_span_other_nodes,
	    .memblock_regions = s->memblock_regions,
	    .kernel_end = s->has_kernel ? s->kernel.start + s->kernel.size : 0,
	    .rules = releases[s->release],
	};

	model_machine_reset(mm->m, geometries[s->geometry], &config);
	mm->ops.nr = mm->late_ops.nr = 0;
	mm->nr_boot_events = mm->nr_boot_bad_pages = 0;
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

static void memblock_op(struct model_machine *mm, const struct sc_op *op, uint32_t index)
{
	struct machine *m = mm->m;
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

static uint64_t late_alloc(struct model_machine *mm, const struct sc_late_op *op, uint32_t index)
{
	uint64_t pfn;

	if (!model_alloc_pages(mm->m, op->order, (int)op->zone, (int)op->nid,
			       (enum migratetype)op->migratetype, &pfn))
		return NONE;
	mm->got[index] = pfn;
	return pfn;
}

static uint64_t late_free(struct model_machine *mm, const struct scenario *s, uint32_t index)
{
	uint32_t from = s->late_ops[index].operation;

	if (from >= index || mm->got[from] == NONE)
		return NONE;
	model_free_pages(mm->m, mm->got[from], s->late_ops[from].order);
	mm->got[from] = NONE;
	return 0;
}

static void late_op(struct model_machine *mm, const struct scenario *s, uint32_t index)
{
	const struct sc_late_op *op = &s->late_ops[index];
	uint64_t result = NONE;

	mm->got[index] = NONE;
	if (op->kind == SC_LATE_ALLOC_PAGES)
		result = late_alloc(mm, op, index);
	else if (op->kind == SC_LATE_FREE)
		result = late_free(mm, s, index);
	else if (op->kind == SC_LATE_FREE_LATE)
		result = model_free_memblock_late(mm->m, op->range.start, op->range.size);
	model_trace_add(&mm->late_ops, index, result, 0);
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
		model_setup_zones(m);
		return;
	case STEP_MEMMAP:
		model_memmap_init(m);
		return;
	case STEP_MEM_INIT:
		step->mm->nr_boot_events = m->memblock.events.nr;
		model_mem_init(m);
		step->mm->nr_boot_bad_pages = m->buddy.bad_pages.nr;
		return;
	case STEP_LATE_OP:
		late_op(step->mm, s, step->index);
		return;
	default: /* not yet: see model_implementation.can */
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
	    [STOP_PFN_WRAP] = UNDEFINED_PFN_WRAP,
	    [STOP_NO_STRUCT_PAGE] = UNDEFINED_NO_STRUCT_PAGE,
	    [STOP_FREE_LATE] = UNDEFINED_FREE_LATE,
	};
	struct model_machine *mm = machine;
	struct step argument = {mm, s, step, index};

	return outcomes[model_run(mm->m, take_step, &argument)];
}

/*
 * Observation.
 */

static uint64_t as_u64(int64_t value)
{
	return (uint64_t)value;
}

/* Rows from..nr of a trace, of which the table has the first nr_columns columns. */
static void add_trace(struct observation *o, enum obs_table table, const struct trace *t,
		      size_t from)
{
	uint32_t nr_columns = obs_table_info[table].nr_columns;

	for (size_t i = from; i < t->nr; i++)
		memcpy(observation_row(o, table), &t->rows[i], nr_columns * sizeof(uint64_t));
}

static void add_e820_table(struct observation *o, enum obs_table table, const struct e820_table *t)
{
	for (uint32_t i = 0; i < t->nr_map; i++) {
		struct obs_e820_entry *row = observation_row(o, table);

		*row = (struct obs_e820_entry){t->map[i].addr, t->map[i].size, t->map[i].type};
	}
}

static void observe_e820(const struct machine *m, struct observation *o)
{
	const struct e820_state *e = &m->e820;

	add_trace(o, OBS_e820_call, &e->calls, 0);
	add_e820_table(o, OBS_e820_entry, &e->e820);
	add_e820_table(o, OBS_e820_saved, &e->e820_saved);
	add_trace(o, OBS_e820_dropped, &e->dropped, 0);
	add_trace(o, OBS_nosave_range, &e->nosave, 0);
	*OBS_ADD(o, e820_scalars) = (struct obs_e820_scalars){
	    .userdef = e->userdef,
	    .max_pfn = m->max_pfn,
	    .max_possible_pfn = m->max_possible_pfn,
	    .max_low_pfn = m->max_low_pfn_parsed,
	    .required_kernelcore = m->options.required_kernelcore,
	    .required_movablecore = m->options.required_movablecore,
	    .mirrored_kernelcore = m->options.mirrored_kernelcore,
	    .movable_node_enabled = m->movable_node_enabled,
	    .numa_off = m->options.numa_off,
	    .gap_found = e->gap_found,
	    .gap_start = e->gap_start,
	    .gap_size = e->gap_size,
	    .pci_mem_start = e->pci_mem_start,
	};
}

static void add_regions(struct observation *o, enum obs_table table, const struct memblock_type *t)
{
	for (uint64_t i = 0; i < t->cnt; i++) {
		const struct memblock_region *r = &t->regions[i];
		struct obs_memory_region *row = observation_row(o, table);

		*row = (struct obs_memory_region){r->base, r->size, r->flags, as_u64(r->nid)};
	}
}

static void add_memblock_state(struct observation *o, enum obs_table table, const struct machine *m)
{
	const struct memblock *mb = &m->memblock;
	struct obs_memblock_state *row = observation_row(o, table);

	*row = (struct obs_memblock_state){
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
	    .start_of_dram = model_memblock_start_of_dram(m),
	    .end_of_dram = model_memblock_end_of_dram(m),
	};
}

static void observe_iterators(const struct machine *m, struct observation *o)
{
	const struct memblock_type *reserved = &m->memblock.reserved;
	struct free_cursor forward = {0};
	struct free_cursor backward = {0};
	uint64_t start, end;
	uint64_t i = 0;
	int nid;

	while (model_next_free_range(m, &forward, NUMA_NO_NODE, MEMBLOCK_NONE, &start, &end))
		*OBS_ADD(o, free_range) = (struct obs_free_range){start, end};
	while (model_prev_free_range(m, &backward, NUMA_NO_NODE, MEMBLOCK_NONE, &start, &end))
		*OBS_ADD(o, free_range_rev) = (struct obs_free_range_rev){start, end};
	for (uint64_t r = 0; r < reserved->cnt; r++) {
		start = reserved->regions[r].base;
		end = start + reserved->regions[r].size - 1;
		*OBS_ADD(o, reserved_range) = (struct obs_reserved_range){start, end};
	}
	while (model_next_mem_pfn_range(m, &i, MAX_NUMNODES, &start, &end, &nid))
		*OBS_ADD(o, mem_pfn_range) = (struct obs_mem_pfn_range){start, end, as_u64(nid)};
}

static void observe_memblock(const struct model_machine *mm, struct observation *o)
{
	const struct memblock *mb = &mm->m->memblock;
	const struct memblock_warnings *warn = &mb->warn;

	add_trace(o, OBS_memblock_op, &mm->ops, 0);
	add_regions(o, OBS_memory_region, &mb->memory);
	add_regions(o, OBS_reserved_region, &mb->reserved);
	add_memblock_state(o, OBS_memblock_state, mm->m);
	add_trace(o, OBS_memblock_event, &mb->events, 0);
	observe_iterators(mm->m, o);
	*OBS_ADD(o, memblock_warn) = (struct obs_memblock_warn){
	    .nid_mismatch = warn->nid_mismatch,
	    .flags_mismatch = warn->flags_mismatch,
	    .nonempty_dummy = warn->nonempty_dummy,
	    .total_size = warn->total_size,
	    .alloc_nid = warn->alloc_nid,
	    .bottom_up_failed = warn->bottom_up_failed,
	    .numa_failed = warn->numa_failed,
	};
}

static void observe_sections(const struct machine *m, struct observation *o)
{
	const struct sparse *s = &m->sparse;

	for (uint64_t section = bits_next(s->present, 0, s->end_section, true);
	     section < s->end_section;
	     section = bits_next(s->present, section + 1, s->end_section, true))
		*OBS_ADD(o, section) = (struct obs_section){section, true, as_u64(s->nid[section])};
}

static void observe_node(const struct machine *m, int nid, struct observation *o)
{
	const struct node *node = &m->mmzone.nodes[nid];

	*OBS_ADD(o, node) = (struct obs_node){
	    .nid = as_u64(nid),
	    .online = true,
	    .start_pfn = node->start_pfn,
	    .spanned = node->spanned,
	    .present = node->present,
	    .nr_zones = node->nr_zones,
	    .movable_pfn = m->mmzone.movable_pfn[nid],
	    .has_memory = node->has_memory,
	    .has_normal_memory = node->has_normal_memory,
	};
	for (int zone = 0; zone < MAX_NR_ZONES; zone++) {
		const struct zone *z = &node->zones[zone];

		*OBS_ADD(o, zone) = (struct obs_zone){
		    .nid = as_u64(nid),
		    .zone = as_u64(zone),
		    .start_pfn = z->start_pfn,
		    .spanned = z->spanned,
		    .present = z->present,
		    .managed = z->managed,
		    .memmap_pages = z->memmap_pages,
		    .initialized = z->initialized,
		    .batch = model_zone_batchsize(z->managed),
		};
	}
	for (uint32_t i = 0; i < node->nr_zonelist; i++)
		*OBS_ADD(o, zonelist) =
		    (struct obs_zonelist){as_u64(nid), i, node->zonelist[i] / MAX_NR_ZONES,
					  node->zonelist[i] % MAX_NR_ZONES};
}

static void observe_zones(const struct machine *m, struct observation *o)
{
	const struct mmzone *z = &m->mmzone;

	observe_sections(m, o);
	for (int zone = 0; zone < MAX_NR_ZONES; zone++)
		*OBS_ADD(o, zone_limit) =
		    (struct obs_zone_limit){as_u64(zone), z->low[zone], z->high[zone]};
	for (int nid = 0; nid < MAX_NUMNODES; nid++) {
		if (m->numa.online[nid])
			observe_node(m, nid, o);
		else if (z->movable_pfn[nid])
			*OBS_ADD(o, node) = (struct obs_node){.nid = as_u64(nid),
							      .movable_pfn = z->movable_pfn[nid]};
	}
	*OBS_ADD(o, zones_scalars) = (struct obs_zones_scalars){
	    .max_pfn = m->max_pfn,
	    .max_low_pfn = m->max_low_pfn,
	    .dma_reserve = z->dma_reserve,
	    .movable_zone = as_u64(z->movable_zone),
	    .nr_kernel_pages = z->nr_kernel_pages,
	    .nr_all_pages = z->nr_all_pages,
	    .nr_online_nodes = model_num_online_nodes(m),
	    .vm_total_pages = z->vm_total_pages,
	    .grouping_disabled = z->grouping_disabled,
	    .section_limit_warned = m->sparse.limit_warned,
	};
}

/* The order of the free block that page pfn heads, or -1. */
static int buddy_order(const struct machine *m, uint64_t pfn)
{
	for (unsigned int order = 0; order < m->geometry->max_order; order++)
		if (bit_test(m->memmap.buddy[order], pfn))
			return (int)order;
	return -1;
}

static void add_page_run(struct observation *o, enum obs_table table, const struct machine *m,
			 uint64_t pfn, uint64_t nr)
{
	const struct memmap *mm = &m->memmap;
	int order = buddy_order(m, pfn);
	bool plain = bit_test(mm->mapcount_reset, pfn);
	enum lru_class lru = order >= 0                      ? LRU_LINKED
			     : bit_test(mm->lru_poison, pfn) ? LRU_POISON
			     : bit_test(mm->lru_self, pfn)   ? LRU_SELF
							     : LRU_NULL;
	struct obs_page_run *row = observation_row(o, table);

	*row = (struct obs_page_run){
	    .pfn = pfn,
	    .nr = nr,
	    .zone = mm->zone_id[pfn] % MAX_NR_ZONES,
	    .node = mm->zone_id[pfn] / MAX_NR_ZONES,
	    .flags = bit_test(mm->reserved, pfn) ? UINT64_C(1) << PG_RESERVED_BIT : 0,
	    .refcount = bit_test(mm->refcount_one, pfn),
	    .mapcount = as_u64(order >= 0 ? -128
			       : plain    ? -1
					  : 0),
	    .private_ = order >= 0 ? as_u64(order) : 0,
	    .index = bit_test(mm->index_movable, pfn)       ? MIGRATE_MOVABLE
		     : bit_test(mm->index_reclaimable, pfn) ? MIGRATE_RECLAIMABLE
							    : 0,
	    .lru = lru,
	};
}

/* Where in one word of a bitmap a bit differs from the one before it. */
static uint64_t edges(const uint64_t *map, uint64_t word)
{
	uint64_t before = word > 0 ? map[word - 1] >> 63 : 0;

	return map[word] ^ (map[word] << 1 | before);
}

/* Where within 64 pages the zone differs from that of the page before. */
static uint64_t zone_edges(const uint8_t *zone_id, uint64_t word)
{
	uint64_t pfn = word * 64;
	uint64_t found = 0;

	if (pfn > 0 && !memcmp(zone_id + pfn - 1, zone_id + pfn, 64))
		return 0;
	for (uint64_t i = pfn == 0; i < 64; i++)
		if (zone_id[pfn + i] != zone_id[pfn + i - 1])
			found |= UINT64_C(1) << i;
	return found;
}

/* Pages of a word that look unlike the page before them. */
static uint64_t page_edges(const struct memmap *mm, unsigned int max_order, uint64_t word)
{
	uint64_t found = edges(mm->reserved, word) | edges(mm->refcount_one, word) |
			 edges(mm->mapcount_reset, word) | edges(mm->lru_self, word) |
			 edges(mm->lru_poison, word) | edges(mm->index_movable, word) |
			 edges(mm->index_reclaimable, word) | zone_edges(mm->zone_id, word);

	for (unsigned int order = 0; order < max_order; order++)
		found |= edges(mm->buddy[order], word);
	return found;
}

/* The pages of all valid sections. A section is a multiple of 64 pages. */
static void observe_pages(const struct machine *m, enum obs_table table, struct observation *o)
{
	uint64_t start, end = 0;

	while (model_next_valid_run(m, end, UINT64_MAX, &start, &end)) {
		uint64_t run = start;

		for (uint64_t word = start / 64; word < end / 64; word++) {
			uint64_t found = page_edges(&m->memmap, m->geometry->max_order, word);

			for (; found; found &= found - 1) {
				uint64_t pfn = word * 64 + (uint64_t)__builtin_ctzll(found);

				if (pfn == start)
					continue;
				add_page_run(o, table, m, run, pfn - run);
				run = pfn;
			}
		}
		add_page_run(o, table, m, run, end - run);
	}
}

static void observe_pageblocks(const struct machine *m, enum obs_table table, struct observation *o)
{
	uint64_t block_pages = pageblock_nr_pages(m->geometry);
	uint64_t start, end = 0;

	while (model_next_valid_run(m, end, UINT64_MAX, &start, &end)) {
		struct obs_pageblock_run *row = NULL;

		for (uint64_t pfn = start; pfn < end; pfn += block_pages) {
			uint64_t type = model_pageblock_type(m, pfn);

			if (row && row->migratetype == type) {
				row->nr++;
				continue;
			}
			row = observation_row(o, table);
			*row = (struct obs_pageblock_run){pfn, 1, type};
		}
	}
}

static void observe_memmap(const struct machine *m, struct observation *o)
{
	observe_pages(m, OBS_page_run, o);
	observe_pageblocks(m, OBS_pageblock_run, o);
	*OBS_ADD(o, memmap_scalars) = (struct obs_memmap_scalars){m->memmap.highest_memmap_pfn};
}

/* Which tables the free pages of a stage go to. */
struct free_tables {
	enum obs_table zone_free, free_area, free_block, page_run, pageblock_run;
};

static void observe_free_lists(const struct machine *m, uint32_t id, unsigned int order,
			       enum obs_table table, struct observation *o)
{
	for (int type = 0; type < MODEL_MIGRATETYPES; type++) {
		uint64_t head = model_free_list(id, order, type);

		for (uint64_t pfn = model_list_next(m, head); pfn != head;
		     pfn = model_list_next(m, pfn)) {
			struct obs_free_block *row = observation_row(o, table);

			*row = (struct obs_free_block){id / MAX_NR_ZONES, id % MAX_NR_ZONES, order,
						       as_u64(type), pfn};
		}
	}
}

static void observe_free_zone(const struct machine *m, uint32_t id, const struct free_tables *to,
			      struct observation *o)
{
	uint64_t nid = id / MAX_NR_ZONES;
	uint64_t zone = id % MAX_NR_ZONES;
	const struct zone *z = &m->mmzone.nodes[nid].zones[zone];
	struct obs_zone_free *row = observation_row(o, to->zone_free);

	*row = (struct obs_zone_free){nid, zone, z->managed, z->free, 0};
	for (unsigned int order = 0; order < m->geometry->max_order; order++) {
		struct obs_free_area *area = observation_row(o, to->free_area);

		*area = (struct obs_free_area){nid, zone, order, z->nr_free[order]};
		if (z->initialized)
			observe_free_lists(m, id, order, to->free_block, o);
	}
}

static void observe_free(const struct machine *m, const struct free_tables *to,
			 struct observation *o)
{
	for (uint32_t id = 0; id < NR_ZONE_IDS; id++)
		if (m->numa.online[id / MAX_NR_ZONES])
			observe_free_zone(m, id, to, o);
	observe_pages(m, to->page_run, o);
	observe_pageblocks(m, to->pageblock_run, o);
}

static void observe_mem_init(const struct model_machine *mm, struct observation *o)
{
	static const struct free_tables tables = {OBS_zone_free, OBS_free_area, OBS_free_block,
						  OBS_released_page_run,
						  OBS_released_pageblock_run};
	const struct machine *m = mm->m;
	const struct mem_info info = model_mem_init_print_info(m);

	add_trace(o, OBS_reserve_mark, &m->release.reserved_ranges, 0);
	add_trace(o, OBS_chunk, &m->release.chunks, 0);
	add_trace(o, OBS_bad_page, &m->buddy.bad_pages, 0);
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
	observe_free(m, &tables, o);
	add_regions(o, OBS_final_memory_region, &m->memblock.memory);
	add_regions(o, OBS_final_reserved_region, &m->memblock.reserved);
	add_memblock_state(o, OBS_final_memblock_state, m);
	add_trace(o, OBS_final_memblock_event, &m->memblock.events, mm->nr_boot_events);
}

static void observe_late(const struct model_machine *mm, struct observation *o)
{
	static const struct free_tables tables = {OBS_late_zone_free, OBS_late_free_area,
						  OBS_late_free_block, OBS_late_page_run,
						  OBS_late_pageblock_run};
	const struct machine *m = mm->m;

	add_trace(o, OBS_late_op, &mm->late_ops, 0);
	if (mm->late_ops.nr > 0)
		add_trace(o, OBS_late_bad_page, &m->buddy.bad_pages, mm->nr_boot_bad_pages);
	*OBS_ADD(o, late) = (struct obs_late){m->buddy.totalram_pages, m->buddy.nr_free_pages};
	observe_free(m, &tables, o);
}

static void model_observe(void *machine, const struct scenario *s, enum stage stage,
			  struct observation *o)
{
	const struct model_machine *mm = machine;

	(void)s;
	switch (stage) {
	case STAGE_E820:
		observe_e820(mm->m, o);
		return;
	case STAGE_MEMBLOCK:
		observe_memblock(mm, o);
		return;
	case STAGE_ZONES:
		observe_zones(mm->m, o);
		return;
	case STAGE_MEMMAP:
		observe_memmap(mm->m, o);
		return;
	case STAGE_MEM_INIT:
		observe_mem_init(mm, o);
		return;
	case STAGE_LATE:
		observe_late(mm, o);
		return;
	default:
		return;
	}
}

static void model_probe(void *machine, const struct probe *probes, uint32_t nr,
			struct observation *o)
{
	const struct model_machine *mm = machine;
	const struct machine *m = mm->m;

	for (uint32_t i = 0; i < nr; i++) {
		uint64_t base = probes[i].base;
		uint64_t size = probes[i].size;
		uint64_t pfn = pfn_down(base);
		uint64_t start_pfn, end_pfn;
		int nid = model_memblock_search_pfn_nid(m, pfn, &start_pfn, &end_pfn);

		*OBS_ADD(o, probe) = (struct obs_probe){
		    .base = base,
		    .size = size,
		    .is_memory = model_memblock_search(&m->memblock.memory, base) != NULL,
		    .is_reserved = model_memblock_search(&m->memblock.reserved, base) != NULL,
		    .is_map_memory = model_memblock_is_map_memory(m, base),
		    .is_region_memory = model_memblock_is_region_memory(m, base, size),
		    .is_region_reserved = model_memblock_is_region_reserved(m, base, size),
		    .nid = as_u64(nid),
		    .start_pfn = start_pfn,
		    .end_pfn = end_pfn,
		    .mem_size = model_memblock_mem_size(m, pfn),
		    .reserved_within = model_memblock_reserved_within(m, base, base + size),
		};
	}
}

static uint64_t model_valid_pages(void *machine)
{
	const struct model_machine *mm = machine;

	return mm->m->sparse.nr_present << mm->m->geometry->section_shift;
}

static bool model_locate(const void *machine, uint64_t address, char *text, size_t size)
{
	return model_where(((const struct model_machine *)machine)->m, address, text, size);
}

const struct implementation model_implementation = {
    .name = "model",
    .open = model_open,
    .close = model_close,
    .reset = model_reset,
    .step = model_step,
    .observe = model_observe,
    .probe = model_probe,
    .valid_pages = model_valid_pages,
    .locate = model_locate,
};
