/* The steps of the memblock stage and the release by the tree's memblock.c and numa.c, and what
 * they show: part of unit.c. */

static void step_fill(const struct scenario *s)
{
	memblock_set_current_limit(1ull << 20);
	e820__memblock_setup();
	if (max_pfn > max_low_pfn)
		max_low_pfn = max_pfn;
	memblock_set_current_limit(s->nr_e820 ? PFN_PHYS(max_pfn) : PHYS_ADDR_MAX);
}

/* Operations that return 0 or an error. */
static bool status_op(const struct sc_op *op, int *status)
{
	phys_addr_t base = op->range.start, size = op->range.size;

	switch (op->kind) {
	case SC_OP_ADD:
		*status = memblock_add(base, size);
		return true;
	case SC_OP_ADD_NODE:
		*status = memblock_add_node(base, size, op->nid, MEMBLOCK_NONE);
		return true;
	case SC_OP_REMOVE:
		*status = memblock_remove(base, size);
		return true;
	case SC_OP_RESERVE:
		*status = memblock_reserve(base, size);
		return true;
	case SC_OP_FREE:
		*status = memblock_phys_free(base, size);
		return true;
	case SC_OP_SET_NODE_MEMORY:
		*status = memblock_set_node(base, size, &memblock.memory, op->nid);
		return true;
	case SC_OP_SET_NODE_RESERVED:
		*status = memblock_set_node(base, size, &memblock.reserved, op->nid);
		return true;
	case SC_OP_MARK_HOTPLUG:
		*status = memblock_mark_hotplug(base, size);
		return true;
	case SC_OP_CLEAR_HOTPLUG:
		*status = memblock_clear_hotplug(base, size);
		return true;
	case SC_OP_MARK_MIRROR:
		*status = memblock_mark_mirror(base, size);
		return true;
	case SC_OP_MARK_NOMAP:
		*status = memblock_mark_nomap(base, size);
		return true;
	default:
		return false;
	}
}

static void record_result(u32 index, u64 result)
{
	*LINUX_ADD(&running()->results, obs_memblock_op) =
	    (struct obs_memblock_op){.op = index, .result = result};
}

/* The pointer is the address: nothing is mapped for what memblock gives away. */
static u64 allocate(const struct sc_op *op)
{
	return (uintptr_t)memblock_alloc_try_nid_raw(op->range.size, op->align, op->range.start,
						     op->limit, op->nid);
}

/* Whether a table has grown, and lies in memory that is not reserved, not all of it. */
static bool is_given_back(const struct memblock_type *type)
{
	const struct memblock_type *reserved = &memblock.reserved;
	phys_addr_t addr = linux_address_of(type->regions);
	phys_addr_t end = addr + type->max * sizeof(struct memblock_region);

	if (!has_grown(type))
		return false;
	for (unsigned long i = 0; i < reserved->cnt; i++)
		if (reserved->regions[i].base <= addr &&
		    addr - reserved->regions[i].base < reserved->regions[i].size)
			addr = reserved->regions[i].base + reserved->regions[i].size;
	return addr < end;
}

static void note_given_back(void)
{
	if (is_given_back(&memblock.memory) || is_given_back(&memblock.reserved))
		running()->table_given_back = true;
}

static void step_memblock_op(const struct sc_op *op, u32 index)
{
	int status;

	if (status_op(op, &status)) {
		record_result(index, as_result(status));
		if (op->kind == SC_OP_FREE)
			note_given_back();
		return;
	}
	switch (op->kind) {
	case SC_OP_ALLOC:
		record_result(index, allocate(op));
		break;
	case SC_OP_TRIM:
		memblock_trim_memory(op->align);
		break;
	case SC_OP_ENFORCE_LIMIT:
		memblock_enforce_memory_limit(op->limit);
		note_given_back(); /* reservations above the limit are forgotten too */
		break;
	case SC_OP_BOTTOM_UP:
		memblock_set_bottom_up(op->limit != 0);
		break;
	case SC_OP_CURRENT_LIMIT:
		memblock_set_current_limit(op->limit);
		break;
	case SC_OP_ALLOW_RESIZE:
		memblock_allow_resize();
		break;
	default:
		break;
	}
}

/*
 * Nodes.
 */

/* Stands for acpi_numa_init: an entry of the SRAT after the other, as drivers/acpi/numa has it; one
 * that cannot be added makes the table a bad one. */
int x86_acpi_numa_init(void)
{
	const struct scenario *s = boot_scenario;

	for (u32 i = 0; i < s->nr_srat; i++) {
		const struct sc_srat *entry = &s->srat[i];
		u64 start = entry->range.start, size = entry->range.size;

		if (numa_add_memblk((int)entry->nid, start, start + size) < 0)
			return -EINVAL;
		node_set(entry->nid, numa_nodes_parsed);
		if (entry->hotplug)
			memblock_mark_hotplug(start, size);
	}
	return 0;
}

static bool memory_names_a_node(void)
{
	struct memblock_region *region;

	for_each_mem_region(region) if (region->size && (unsigned int)memblock_get_region_node(
							    region) < MAX_NUMNODES) return true;
	return false;
}

static void step_numa(const struct scenario *s)
{
	boot_scenario = s;
	if (!s->nr_e820) {
		phys_addr_t end = memblock.memory.cnt ? memblock_end_of_DRAM() : 0;

		max_pfn = min(PFN_DOWN(end), linux_max_arch_pfn);
		max_low_pfn = max_pfn;
		max_possible_pfn = max_pfn;
	}
	/* A machine without an SRAT makes the last attempt only (fuzz/README.md). */
	if (!s->nr_srat)
		numa_off = 1;
	if (s->nr_e820 || s->nr_srat)
		x86_numa_init();
	else if (!memory_names_a_node())
		memblock_set_node(0, PHYS_ADDR_MAX, &memblock.memory, 0);
	if (numa_reserved_meminfo.nr_blks > NR_NODE_MEMBLKS) {
		running()->known = "numa-reserved-overrun";
		linux_stop("overrun", RESERVED_OVERRUN);
	}
}

/*
 * Rows.
 */

static void observe_regions(const struct memblock_type *type, enum obs_table table,
			    struct observation *o)
{
	for (unsigned long i = 0; i < type->cnt; i++) {
		const struct memblock_region *region = &type->regions[i];
		struct obs_memory_region *row = observation_row(o, table);

		row->base = region->base;
		row->size = region->size;
		row->flags = region->flags;
		row->nid = as_result(memblock_get_region_node(region));
	}
}

static void observe_memblock_state(enum obs_table table, struct observation *o)
{
	struct obs_memblock_state *row = observation_row(o, table);

	*row = (struct obs_memblock_state){
	    .memory_cnt = memblock.memory.cnt,
	    .memory_max = memblock.memory.max,
	    .memory_total = memblock_phys_mem_size(),
	    .reserved_cnt = memblock.reserved.cnt,
	    .reserved_max = memblock.reserved.max,
	    .reserved_total = memblock_reserved_size(),
	    .current_limit = memblock_get_current_limit(),
	    .bottom_up = memblock_bottom_up(),
	    .can_resize = (u64)memblock_can_resize,
	    .has_mirror = system_has_some_mirror,
	    .start_of_dram = memblock_start_of_DRAM(),
	    /* Of an empty table without a dummy it would read what lies before the table. */
	    .end_of_dram = memblock.memory.cnt ? memblock_end_of_DRAM() : 0,
	};
}

static void observe_iterators(struct observation *o)
{
	phys_addr_t start, end;
	unsigned long start_pfn, end_pfn;
	u64 i;
	int pfn_range, nid;

	for_each_free_mem_range(i, NUMA_NO_NODE, MEMBLOCK_NONE, &start, &end, NULL) *
	    OBS_ADD(o, free_range) = (struct obs_free_range){.start = start, .end = end};
	for_each_free_mem_range_reverse(i, NUMA_NO_NODE, MEMBLOCK_NONE, &start, &end, NULL) *
	    OBS_ADD(o, free_range_rev) = (struct obs_free_range_rev){.start = start, .end = end};
	for_each_reserved_mem_range(i, &start, &end) * OBS_ADD(o, reserved_range) =
	    (struct obs_reserved_range){.start = start, .last = end - 1};
	for_each_mem_pfn_range(pfn_range, MAX_NUMNODES, &start_pfn, &end_pfn, &nid) *
	    OBS_ADD(o, mem_pfn_range) = (struct obs_mem_pfn_range){
	    .start_pfn = start_pfn, .end_pfn = end_pfn, .nid = as_result(nid)};
}

static void glance_at_memblock(struct observation *o)
{
	const struct linux_machine *m = running();

	observe_list(&m->results, NR_ROWS(o, memblock_op), m->results.nr, OBS_memblock_op, o);
	observe_regions(&memblock.memory, OBS_memory_region, o);
	observe_regions(&memblock.reserved, OBS_reserved_region, o);
	observe_memblock_state(OBS_memblock_state, o);
	*OBS_ADD(o, memblock_warn) = m->warn;
	observe_list(&m->events, NR_ROWS(o, memblock_event), m->events.nr, OBS_memblock_event, o);
}

static void observe_release(struct observation *o)
{
	const struct linux_machine *m = running();

	observe_list(&m->marks, 0, m->marks.nr, OBS_reserve_mark, o);
	observe_list(&m->chunks, 0, m->chunks.nr, OBS_chunk, o);
	OBS_ADD(o, release)->returned = m->released_pages;
	observe_regions(&memblock.memory, OBS_final_memory_region, o);
	observe_regions(&memblock.reserved, OBS_final_reserved_region, o);
	observe_memblock_state(OBS_final_memblock_state, o);
	observe_list(&m->events, m->nr_early_events, m->events.nr, OBS_final_memblock_event, o);
}

static void observe_probe(const struct probe *p, struct observation *o)
{
	unsigned long start_pfn = 0, end_pfn = 0;
	int nid = memblock_search_pfn_nid(PFN_DOWN(p->base), &start_pfn, &end_pfn);

	*OBS_ADD(o, probe) = (struct obs_probe){
	    .base = p->base,
	    .size = p->size,
	    .is_memory = memblock_is_memory(p->base),
	    .is_reserved = memblock_is_reserved(p->base),
	    .is_map_memory = memblock_is_map_memory(p->base),
	    .is_region_memory = memblock_is_region_memory(p->base, p->size),
	    .is_region_reserved = memblock_is_region_reserved(p->base, p->size),
	    .nid = as_result(nid),
	    .start_pfn = start_pfn,
	    .end_pfn = end_pfn,
	};
}
