/* The adapter to target/: the steps from the zones on, and what they leave. */
#include "adapter_target_early.h"
#include "adapter_target_pages.h"
#include "implementation.h"
#include "../target/area.h"
#include "../target/memmap.h"
#include "../target/mm_init.h"

/* What an operation after boot got, and whether it still has it. */
struct allocation {
	uint64_t pfn;
	uint32_t order;
	bool held;
};

struct target_machine {
	struct mm_machine *mm;
	struct target_early early;
	uint32_t nr_early_events; /* events of memblock before mem_init */
	uint32_t nr_boot_bad;     /* bad pages until mem_init was done */

	struct allocation allocations[SC_MAX_LATE_OPS]; /* by operation; of those done */
	struct obs_late_op late_results[SC_MAX_LATE_OPS];
	uint32_t nr_late_results;
};

static void *target_open(void)
{
	struct target_machine *t = area_map(sizeof(*t));

	if (!t)
		return NULL;
	t->mm = mm_machine_create();
	if (!t->mm) {
		area_unmap(t, sizeof(*t));
		return NULL;
	}
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

static void target_reset(void *machine, const struct scenario *s)
{
	struct target_machine *t = machine;
	struct mm_config config = {
	    .geometry = target_geometry(s),
	    .release = target_release(s),
	    .e820_max_entries = target_e820_max(&s->config),
	    .movable_node = s->config.movable_node,
	    .nodes_span_other_nodes = s->config.nodes_span_other_nodes,
	};

	mm_machine_reset(t->mm, &config);
	target_early_reset(&t->early, s);
	t->nr_early_events = 0;
	t->nr_boot_bad = 0;
	t->nr_late_results = 0;
}

static enum outcome page_alloc_outcome(const struct mm_machine *mm)
{
	switch (mm->page_alloc.fault) {
	case PAGE_ALLOC_PFN_WRAP:
		return UNDEFINED_PFN_WRAP;
	case PAGE_ALLOC_NO_MOVABLE_ZONE:
		return UNDEFINED_MOVABLE_ZONE;
	case PAGE_ALLOC_NO_ONLINE_NODE:
		return UNDEFINED_NO_ONLINE_NODE;
	case PAGE_ALLOC_OFFLINE_NODE:
		return UNDEFINED_OFFLINE_NODE;
	case PAGE_ALLOC_NO_STRUCT_PAGE:
		return UNDEFINED_NO_STRUCT_PAGE;
	case PAGE_ALLOC_FREE_LATE:
		return UNDEFINED_FREE_LATE;
	case PAGE_ALLOC_OK:
		break;
	}
	return target_memblock_outcome(&mm->memblock);
}

/* __free_pages of what an earlier operation got; 0, or -1 if it has nothing. */
static uint64_t free_allocation(struct target_machine *t, struct allocation *a)
{
	if (!a->held)
		return UINT64_MAX;
	a->held = false;
	free_pages(&t->mm->page_alloc, a->pfn, a->order);
	return 0;
}

/* Operation number `index` of the operations after boot; its result. */
static uint64_t late_op(struct target_machine *t, const struct sc_late_op *op, uint32_t index)
{
	struct page_alloc *pa = &t->mm->page_alloc;
	struct allocation *mine = &t->allocations[index];

	mine->held = false;
	switch (op->kind) {
	case SC_LATE_ALLOC_PAGES:
		mine->order = op->order;
		mine->pfn = alloc_pages(pa, op->order, (enum zone_type)op->zone, op->nid,
					(enum migratetype)op->migratetype);
		mine->held = mine->pfn != UINT64_MAX;
		return mine->pfn;
	case SC_LATE_FREE:
		return op->operation < index ? free_allocation(t, &t->allocations[op->operation])
					     : UINT64_MAX;
	default:
		return free_memblock_late(pa, op->range.start, op->range.size);
	}
}

static enum outcome target_step(void *machine, const struct scenario *s, enum boot_step step,
				uint32_t index)
{
	struct target_machine *t = machine;
	struct mm_machine *mm = t->mm;

	switch (step) {
	case STEP_ZONES:
		mm_paging_init(mm);
		break;
	case STEP_MEMMAP:
		mm_memmap_init(mm);
		break;
	case STEP_MEM_INIT:
		t->nr_early_events = mm->memblock.nr_events;
		mm_init(mm);
		t->nr_boot_bad = mm->page_alloc.nr_bad_pages;
		break;
	case STEP_LATE_OP:
		t->late_results[t->nr_late_results++] = (struct obs_late_op){
		    .op = index, .result = late_op(t, &s->late_ops[index], index)};
		break;
	default:
		return target_early_step(&t->early, s, step, index);
	}
	return page_alloc_outcome(mm);
}

static void observe_sections(const struct sparse *sparse, struct observation *o)
{
	for (uint32_t i = 0; i < sparse->nr_present; i++) {
		uint64_t number = sparse->present[i];
		struct obs_section *row = OBS_ADD(o, section);

		row->section = number;
		row->valid = sparse->sections[number].present;
		row->nid = (uint64_t)(int64_t)sparse->sections[number].nid;
	}
}

static void observe_zones_scalars(const struct mm_machine *mm, struct observation *o)
{
	const struct page_alloc *pa = &mm->page_alloc;

	for (uint64_t zone = 0; zone < MAX_NR_ZONES; zone++)
		*OBS_ADD(o, zone_limit) = (struct obs_zone_limit){
		    .zone = zone,
		    .low_pfn = pa->arch_zone_lowest_possible_pfn[zone],
		    .high_pfn = pa->arch_zone_highest_possible_pfn[zone],
		};
	*OBS_ADD(o, zones_scalars) = (struct obs_zones_scalars){
	    .max_pfn = mm->e820.max_pfn,
	    .max_low_pfn = mm->e820.max_low_pfn,
	    .dma_reserve = pa->dma_reserve,
	    .movable_zone = (uint64_t)(int64_t)pa->movable_zone,
	    .nr_kernel_pages = pa->nr_kernel_pages,
	    .nr_all_pages = pa->nr_all_pages,
	    .nr_online_nodes = (uint64_t)__builtin_popcountll(pa->node_online_map),
	    .vm_total_pages = pa->vm_total_pages,
	    .grouping_disabled = pa->page_group_by_mobility_disabled,
	    .section_limit_warned = mm->sparse.limit_warned,
	};
}

static void observe_node(const struct page_alloc *pa, unsigned int nid, struct observation *o)
{
	const struct pglist_data *pgdat = &pa->node_data[nid];
	struct obs_node row = {.nid = nid, .movable_pfn = pa->zone_movable_pfn[nid]};

	if (pa->node_online_map >> nid & 1) {
		row.online = 1;
		row.start_pfn = pgdat->node_start_pfn;
		row.spanned = pgdat->node_spanned_pages;
		row.present = pgdat->node_present_pages;
		row.nr_zones = pgdat->nr_zones;
		row.has_memory = pa->n_memory >> nid & 1;
		row.has_normal_memory = pa->n_normal_memory >> nid & 1;
	}
	if (row.online || row.movable_pfn)
		*OBS_ADD(o, node) = row;
}

static void observe_zone(const struct zone *zone, struct observation *o)
{
	*OBS_ADD(o, zone) = (struct obs_zone){
	    .nid = zone->nid,
	    .zone = zone->index,
	    .start_pfn = zone->zone_start_pfn,
	    .spanned = zone->spanned_pages,
	    .present = zone->present_pages,
	    .managed = zone->managed_pages,
	    .memmap_pages = zone->memmap_pages,
	    .initialized = zone->initialized,
	    .batch = zone->batch,
	};
}

static void observe_zonelist(const struct pglist_data *pgdat, unsigned int nid,
			     struct observation *o)
{
	for (uint32_t i = 0; i < pgdat->nr_zonelist; i++)
		*OBS_ADD(o, zonelist) = (struct obs_zonelist){
		    .nid = nid,
		    .position = i,
		    .zone_nid = pgdat->zonelist[i]->nid,
		    .zone = pgdat->zonelist[i]->index,
		};
}

static void observe_zones(const struct mm_machine *mm, struct observation *o)
{
	const struct page_alloc *pa = &mm->page_alloc;

	observe_sections(&mm->sparse, o);
	observe_zones_scalars(mm, o);
	for (unsigned int nid = 0; nid < MAX_NUMNODES; nid++)
		observe_node(pa, nid, o);
	for (int nid = node_next(pa->node_online_map, -1); nid >= 0;
	     nid = node_next(pa->node_online_map, nid)) {
		const struct pglist_data *pgdat = &pa->node_data[nid];

		for (int i = 0; i < MAX_NR_ZONES; i++)
			observe_zone(&pgdat->node_zones[i], o);
		observe_zonelist(pgdat, (unsigned int)nid, o);
	}
}

static void observe_memmap(struct mm_machine *mm, struct observation *o)
{
	target_observe_pages(&mm->sparse, OBS_page_run, OBS_pageblock_run, o);
	/* mem_init is to do its work as in a boot that nobody looks at. */
	memmap_forget(&mm->sparse);
	OBS_ADD(o, memmap_scalars)->highest_memmap_pfn = mm->page_alloc.highest_memmap_pfn;
}

static void observe_release_trace(const struct mm_machine *mm, struct observation *o)
{
	const struct nobootmem *nb = &mm->nobootmem;

	for (uint32_t i = 0; i < nb->nr_marks; i++)
		*OBS_ADD(o, reserve_mark) = (struct obs_reserve_mark){
		    .start_pfn = nb->marks[i].start_pfn, .end_pfn = nb->marks[i].end_pfn};
	for (uint32_t i = 0; i < nb->nr_chunks; i++)
		*OBS_ADD(o, chunk) =
		    (struct obs_chunk){.pfn = nb->chunks[i].pfn, .order = nb->chunks[i].order};
}

/* Bad pages [first, end), in the order of their reports. */
static void observe_bad_pages(const struct page_alloc *pa, uint32_t first, uint32_t end,
			      enum obs_table table, struct observation *o)
{
	for (uint32_t i = first; i < end; i++) {
		struct obs_bad_page *row = observation_row(o, table);

		row->pfn = pa->bad_pages[i].pfn;
		row->reason = pa->bad_pages[i].reason;
	}
}

/* The tables of zone_free, free_area and free_block, of either stage. */
struct free_tables {
	enum obs_table zone_free;
	enum obs_table free_area;
	enum obs_table free_block;
};

/* A list that is broken may have no end: no more blocks are looked at than there are pages. */
static void observe_free_list(const struct mm_machine *mm, const struct zone *zone,
			      unsigned int order, unsigned int type, enum obs_table table,
			      struct observation *o)
{
	const struct list_head *list = &zone->free_area[order].free_list[type];
	uint64_t limit = mm->sparse.nr_present * pages_per_section(&mm->sparse);

	for (struct list_head *entry = list->next; entry != list && limit; entry = entry->next) {
		struct obs_free_block *row = observation_row(o, table);

		row->nid = zone->nid;
		row->zone = zone->index;
		row->order = order;
		row->migratetype = type;
		row->pfn = page_to_pfn(&mm->sparse, page_of_lru(entry));
		limit--;
	}
}

static void observe_zone_free(const struct mm_machine *mm, const struct zone *zone,
			      const struct free_tables *tables, struct observation *o)
{
	struct obs_zone_free *row = observation_row(o, tables->zone_free);

	row->nid = zone->nid;
	row->zone = zone->index;
	row->managed = zone->managed_pages;
	row->free = zone->nr_free_pages;
	row->pcp_count = mm->page_alloc.boot_pageset.count;
	for (unsigned int order = 0; order < mm->config.geometry->max_order; order++) {
		struct obs_free_area *area = observation_row(o, tables->free_area);

		area->nid = zone->nid;
		area->zone = zone->index;
		area->order = order;
		area->nr_free = zone->initialized ? zone->free_area[order].nr_free : 0;
		for (unsigned int type = 0; zone->initialized && type < MIGRATE_TYPES; type++)
			observe_free_list(mm, zone, order, type, tables->free_block, o);
	}
}

static void observe_free(const struct mm_machine *mm, const struct free_tables *tables,
			 struct observation *o)
{
	const struct page_alloc *pa = &mm->page_alloc;

	for (int nid = node_next(pa->node_online_map, -1); nid >= 0;
	     nid = node_next(pa->node_online_map, nid))
		for (int i = 0; i < MAX_NR_ZONES; i++)
			observe_zone_free(mm, &pa->node_data[nid].node_zones[i], tables, o);
}

static void observe_mem_init(const struct target_machine *t, struct observation *o)
{
	static const struct free_tables tables = {OBS_zone_free, OBS_free_area, OBS_free_block};
	struct mm_machine *mm = t->mm;
	const struct mem_init_info *info = &mm->mem_init_info;

	observe_release_trace(mm, o);
	observe_bad_pages(&mm->page_alloc, 0, t->nr_boot_bad, OBS_bad_page, o);
	*OBS_ADD(o, release) = (struct obs_release){
	    .returned = info->returned,
	    .totalram = mm->page_alloc.totalram_pages,
	    .physpages = info->physpages,
	    .free = mm->page_alloc.nr_free_pages,
	    .pgfree_events = mm->page_alloc.nr_pgfree,
	    .available_kib = info->available_kib,
	    .total_kib = info->total_kib,
	    .reserved_kib = info->reserved_kib,
	};
	observe_free(mm, &tables, o);
	target_observe_pages(&mm->sparse, OBS_released_page_run, OBS_released_pageblock_run, o);
	target_observe_regions(&mm->memblock.memory, OBS_final_memory_region, o);
	target_observe_regions(&mm->memblock.reserved, OBS_final_reserved_region, o);
	target_observe_memblock_state(&mm->memblock, OBS_final_memblock_state, o);
	target_observe_memblock_events(&mm->memblock, t->nr_early_events, OBS_final_memblock_event,
				       o);
}

static void observe_late(const struct target_machine *t, struct observation *o)
{
	static const struct free_tables tables = {OBS_late_zone_free, OBS_late_free_area,
						  OBS_late_free_block};
	const struct page_alloc *pa = &t->mm->page_alloc;

	for (uint32_t i = 0; i < t->nr_late_results; i++)
		*OBS_ADD(o, late_op) = t->late_results[i];
	observe_bad_pages(pa, t->nr_boot_bad, pa->nr_bad_pages, OBS_late_bad_page, o);
	*OBS_ADD(o, late) =
	    (struct obs_late){.totalram = pa->totalram_pages, .free = pa->nr_free_pages};
	observe_free(t->mm, &tables, o);
	target_observe_pages(&t->mm->sparse, OBS_late_page_run, OBS_late_pageblock_run, o);
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
		observe_zones(t->mm, o);
		break;
	case STAGE_MEMMAP:
		observe_memmap(t->mm, o);
		break;
	case STAGE_MEM_INIT:
		observe_mem_init(t, o);
		break;
	case STAGE_LATE:
		observe_late(t, o);
		break;
	default:
		break;
	}
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

const struct implementation target_implementation = {
    .name = "target",
    .open = target_open,
    .close = target_close,
    .reset = target_reset,
    .step = target_step,
    .observe = target_observe,
    .probe = target_probe,
    .valid_pages = target_valid_pages,
};
