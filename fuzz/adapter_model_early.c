/* What is observed of the model up to the zones. */
#include "adapter_model.h"

#include <string.h>

/* Rows from..nr of a trace, of which the table has the first nr_columns columns. */
void model_add_trace(struct observation *o, enum obs_table table, const struct trace *t,
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

void model_observe_e820(const struct machine *m, struct observation *o)
{
	const struct e820_state *e = &m->e820;

	model_add_trace(o, OBS_e820_call, &e->calls, 0);
	add_e820_table(o, OBS_e820_entry, &e->e820);
	add_e820_table(o, OBS_e820_saved, &e->e820_saved);
	model_add_trace(o, OBS_e820_dropped, &e->dropped, 0);
	model_add_trace(o, OBS_nosave_range, &e->nosave, 0);
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

void model_add_regions(struct observation *o, enum obs_table table, const struct memblock_type *t)
{
	for (uint64_t i = 0; i < t->cnt; i++) {
		const struct memblock_region *r = &t->regions[i];
		struct obs_memory_region *row = observation_row(o, table);

		*row = (struct obs_memory_region){r->base, r->size, r->flags, as_u64(r->nid)};
	}
}

void model_add_memblock_state(struct observation *o, enum obs_table table, const struct machine *m)
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
		end = word(m->geometry, start + reserved->regions[r].size - 1);
		*OBS_ADD(o, reserved_range) = (struct obs_reserved_range){start, end};
	}
	while (model_next_mem_pfn_range(m, &i, MAX_NUMNODES, &start, &end, &nid))
		*OBS_ADD(o, mem_pfn_range) = (struct obs_mem_pfn_range){start, end, as_u64(nid)};
}

void model_glance(void *machine, struct observation *o)
{
	const struct model_machine *mm = machine;
	const struct memblock *mb = &mm->m->memblock;
	const struct memblock_warnings *warn = &mb->warn;

	model_add_trace(o, OBS_memblock_op, &mm->ops, NR_ROWS(o, memblock_op));
	model_add_regions(o, OBS_memory_region, &mb->memory);
	model_add_regions(o, OBS_reserved_region, &mb->reserved);
	model_add_memblock_state(o, OBS_memblock_state, mm->m);
	model_add_trace(o, OBS_memblock_event, &mb->events, NR_ROWS(o, memblock_event));
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

void model_observe_memblock(struct model_machine *mm, struct observation *o)
{
	model_glance(mm, o);
	observe_iterators(mm->m, o);
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
		    .batch = model_zone_batchsize(m, z->managed),
		};
	}
	for (uint32_t i = 0; i < node->nr_zonelist; i++)
		*OBS_ADD(o, zonelist) =
		    (struct obs_zonelist){as_u64(nid), i, node->zonelist[i] / MAX_NR_ZONES,
					  node->zonelist[i] % MAX_NR_ZONES};
}

void model_observe_zones(const struct machine *m, struct observation *o)
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

void model_probe(void *machine, const struct probe *probes, uint32_t nr, struct observation *o)
{
	const struct model_machine *mm = machine;
	const struct machine *m = mm->m;

	for (uint32_t i = 0; i < nr; i++) {
		uint64_t base = word(m->geometry, probes[i].base);
		uint64_t size = word(m->geometry, probes[i].size);
		uint64_t pfn = pfn_down(m->geometry, base);
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
		    .reserved_within =
			model_memblock_reserved_within(m, base, word(m->geometry, base + size)),
		};
	}
}
