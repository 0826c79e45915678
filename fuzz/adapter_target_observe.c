/* Rows of the zones, the struct pages and mem_init of target/. */
#include "adapter_target_machine.h"
#include "adapter_target_pages.h"
#include "../target/memmap.h"

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

	for (int i = 0; mm->config.geometry->flatmem && i < MAX_NR_ZONES; i++) {
		const struct zone *zone = &pa->node_data[0].node_zones[i];

		*OBS_ADD(o, zone_limit) = (struct obs_zone_limit){
		    .zone = zone->index,
		    .low_pfn = zone->zone_start_pfn,
		    .high_pfn = zone->zone_start_pfn + zone->spanned_pages,
		};
	}
	for (uint64_t zone = 0; !mm->config.geometry->flatmem && zone < MAX_NR_ZONES; zone++)
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

void target_observe_zones(struct target_machine *t, struct observation *o)
{
	const struct mm_machine *mm = t->mm;
	const struct page_alloc *pa = &mm->page_alloc;

	if (!mm->config.geometry->flatmem)
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

static void observe_deferred_nodes(const struct page_alloc *pa, struct observation *o)
{
	for (int nid = node_next(pa->node_online_map, -1); nid >= 0;
	     nid = node_next(pa->node_online_map, nid))
		*OBS_ADD(o, deferred_node) = (struct obs_deferred_node){
		    .nid = (uint64_t)nid,
		    .static_init_pgcnt = pa->node_data[nid].static_init_pgcnt,
		    .first_deferred_pfn = pa->node_data[nid].first_deferred_pfn,
		};
}

void target_observe_memmap(struct target_machine *t, struct observation *o)
{
	struct mm_machine *mm = t->mm;

	target_observe_pages(mm, OBS_page_run, OBS_pageblock_run, o);
	/* mem_init is to do its work as in a boot that nobody looks at. */
	memmap_forget(&mm->sparse);
	OBS_ADD(o, memmap_scalars)->highest_memmap_pfn = mm->page_alloc.highest_memmap_pfn;
	if (mm->config.deferred_init)
		observe_deferred_nodes(&mm->page_alloc, o);
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
void target_observe_bad_pages(const struct page_alloc *pa, uint32_t first, uint32_t end,
			      enum obs_table table, struct observation *o)
{
	for (uint32_t i = first; i < end; i++) {
		struct obs_bad_page *row = observation_row(o, table);

		row->pfn = pa->bad_pages[i].pfn;
		row->reason = pa->bad_pages[i].reason;
	}
}

/* A list that is broken may have no end: no more blocks are looked at than there are pages. Where
 * it leads to what is no struct page it ends, with a row for that. */
static void observe_free_list(const struct mm_machine *mm, const struct zone *zone,
			      unsigned int order, unsigned int type, enum obs_table table,
			      struct observation *o)
{
	const struct list_head *list = &zone->free_area[order].free_list[type];
	uint64_t limit = mm->sparse.nr_present * pages_per_section(&mm->sparse);

	for (struct list_head *entry = list->next; entry != list && limit; entry = entry->next) {
		uint64_t pfn = target_pfn_of_lru(&mm->sparse, entry);
		struct obs_free_block *row = observation_row(o, table);

		row->nid = zone->nid;
		row->zone = zone->index;
		row->order = order;
		row->migratetype = type;
		row->pfn = pfn;
		if (pfn == NO_STRUCT_PAGE)
			break;
		limit--;
	}
}

static void observe_zone_counters(const struct mm_machine *mm, const struct zone *zone,
				  enum obs_table table, struct observation *o)
{
	struct obs_zone_free *row = observation_row(o, table);

	row->nid = zone->nid;
	row->zone = zone->index;
	row->managed = zone->managed_pages;
	row->free = zone->nr_free_pages;
	row->pcp_count = mm->page_alloc.boot_pageset.count;
}

static void observe_zone_free(const struct mm_machine *mm, const struct zone *zone,
			      const struct free_tables *tables, struct observation *o)
{
	observe_zone_counters(mm, zone, tables->zone_free, o);
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

void target_observe_zone_free(const struct mm_machine *mm, enum obs_table table,
			      struct observation *o)
{
	const struct page_alloc *pa = &mm->page_alloc;

	for (int nid = node_next(pa->node_online_map, -1); nid >= 0;
	     nid = node_next(pa->node_online_map, nid))
		for (int i = 0; i < MAX_NR_ZONES; i++)
			observe_zone_counters(mm, &pa->node_data[nid].node_zones[i], table, o);
}

void target_observe_free(const struct mm_machine *mm, const struct free_tables *tables,
			 struct observation *o)
{
	const struct page_alloc *pa = &mm->page_alloc;

	for (int nid = node_next(pa->node_online_map, -1); nid >= 0;
	     nid = node_next(pa->node_online_map, nid))
		for (int i = 0; i < MAX_NR_ZONES; i++)
			observe_zone_free(mm, &pa->node_data[nid].node_zones[i], tables, o);
}

static void observe_release(const struct mm_machine *mm, struct observation *o)
{
	const struct mem_init_info *info = &mm->mem_init.info;

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
}

/* What else mem_init leaves, of x86 and of ARM. */
static void observe_mem_init_state(const struct mm_machine *mm, struct observation *o)
{
	const struct mem_init *mi = &mm->mem_init;
	const struct mem_init_info *info = &mi->info;

	*OBS_ADD(o, memory_line) = (struct obs_memory_line){
	    .code_kib = info->code_kib,
	    .rwdata_kib = info->rwdata_kib,
	    .rodata_kib = info->rodata_kib,
	    .init_kib = info->init_kib,
	    .bss_kib = info->bss_kib,
	    .cma_kib = 0,
	    .highmem_kib = info->highmem_kib,
	};
	*OBS_ADD(o, mem_init_state) = (struct obs_mem_init_state){
	    .after_bootmem = mi->after_bootmem,
	    .max_mapnr = mi->max_mapnr,
	    .totalhigh_pages = mi->totalhigh_pages,
	    .overcommit_memory = mi->overcommit_memory,
	};
	if (mi->has_kcore)
		*OBS_ADD(o, kcore) = (struct obs_kcore){
		    .addr = mi->kcore.addr, .size = mi->kcore.size, .type = mi->kcore.type};
	if (mm->page_ext.allocated)
		*OBS_ADD(o, page_ext) = (struct obs_page_ext){
		    .nid = 0, .addr = mm->page_ext.addr, .size = mm->page_ext.size};
	for (uint32_t i = 0; i < mm->bootmem_info.nr_pages; i++) {
		const struct bootmem_page *page = &mm->bootmem_info.pages[i];

		*OBS_ADD(o, bootmem_page) =
		    (struct obs_bootmem_page){.pfn = page->pfn, .type = page->type, .of = page->id};
	}
	for (uint32_t i = 0; i < mi->nr_unused; i++)
		*OBS_ADD(o, memmap_freed) = (struct obs_memmap_freed){
		    .start_pfn = mi->unused[i].start_pfn,
		    .end_pfn = mi->unused[i].end_pfn,
		    .start = mi->unused[i].start,
		    .end = mi->unused[i].end,
		    .freed = mi->unused[i].freed,
		};
}

void target_observe_mem_init(struct target_machine *t, struct observation *o)
{
	static const struct free_tables tables = {OBS_zone_free, OBS_free_area, OBS_free_block};
	struct mm_machine *mm = t->mm;

	observe_release_trace(mm, o);
	target_observe_bad_pages(&mm->page_alloc, 0, t->nr_boot_bad, OBS_bad_page, o);
	observe_release(mm, o);
	if (mm->config.release == &kernel_releases[KERNEL_4_9])
		observe_mem_init_state(mm, o);
	target_observe_free(mm, &tables, o);
	target_observe_pages(mm, OBS_released_page_run, OBS_released_pageblock_run, o);
	target_observe_regions(&mm->memblock.memory, OBS_final_memory_region, o);
	target_observe_regions(&mm->memblock.reserved, OBS_final_reserved_region, o);
	target_observe_memblock_state(&mm->memblock, OBS_final_memblock_state, o);
	target_observe_memblock_events(&mm->memblock, t->nr_early_events, OBS_final_memblock_event,
				       o);
}
