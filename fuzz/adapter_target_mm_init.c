/* Rows of what follows mem_init but for the slabs: percpu, vmalloc, kaiser, and the operations
 * after boot. */
#include "adapter_target_machine.h"
#include "adapter_target_pages.h"

/*
 * Counters.
 */

static void observe_zone_stat(const struct mm_machine *mm, enum obs_table table,
			      struct observation *o)
{
	const struct page_alloc *pa = &mm->page_alloc;

	for (int nid = node_next(pa->node_online_map, -1); nid >= 0;
	     nid = node_next(pa->node_online_map, nid))
		for (int i = 0; i < MAX_NR_ZONES; i++) {
			const struct zone *zone = &pa->node_data[nid].node_zones[i];
			struct obs_slab_zone_stat *row = observation_row(o, table);

			row->nid = zone->nid;
			row->zone = zone->index;
			row->free = zone->nr_free_pages;
			row->slab_unreclaimable = zone->nr_slab_unreclaimable;
			row->kaisertable = zone->nr_kaisertable;
		}
}

/*
 * The other steps of mm_init.
 */

static void observe_chunk(const struct target_machine *t, const struct pcpu_chunk *chunk,
			  const int32_t *map, uint64_t number, const enum obs_table tables[2],
			  struct observation *o)
{
	unsigned int page_shift = t->mm->config.geometry->page_shift;
	bool in_slab = chunk->map_object != PCPU_NO_OBJECT;
	struct obs_percpu_chunk *row = observation_row(o, tables[0]);

	row->chunk = number;
	row->map_used = chunk->map_used;
	row->map_alloc = chunk->map_alloc;
	row->free_size = (uint64_t)(int64_t)chunk->free_size;
	row->contig_hint = (uint64_t)(int64_t)chunk->contig_hint;
	row->first_free = chunk->first_free;
	row->map_place = in_slab ? MAP_SLAB : MAP_STATIC;
	row->map_pfn = in_slab ? chunk->map_object >> page_shift : UINT64_MAX;
	row->map_offset =
	    in_slab ? chunk->map_object & ((UINT64_C(1) << page_shift) - 1) : UINT64_MAX;
	for (uint64_t i = 0; i <= chunk->map_used; i++) {
		struct obs_percpu_map *entry = observation_row(o, tables[1]);

		entry->chunk = number;
		entry->entry = i;
		entry->value = (uint64_t)(int64_t)map[i];
	}
}

static void observe_percpu(const struct target_machine *t, struct observation *o)
{
	static const enum obs_table before[2] = {OBS_percpu_before, OBS_percpu_map_before};
	static const enum obs_table after[2] = {OBS_percpu_chunk, OBS_percpu_map};
	const struct percpu *percpu = &t->mm->percpu;
	const struct pcpu_chunk *chunks[2] = {percpu->first_chunk, percpu->reserved_chunk};

	for (uint64_t i = 0; i < 2 && chunks[i]; i++) {
		observe_chunk(t, &t->percpu_before[i], t->percpu_before[i].static_map, i, before,
			      o);
		observe_chunk(t, chunks[i], chunks[i]->map, i, after, o);
	}
	observe_zone_stat(t->mm, OBS_percpu_zone_stat, o);
}

/* A cache for locks takes an area of the first chunk, objects, perhaps pages. */
static void observe_pgtable(const struct target_machine *t, struct observation *o)
{
	static const enum obs_table tables[2] = {OBS_pgtable_chunk, OBS_pgtable_map};
	const struct pcpu_chunk *chunk = t->mm->percpu.first_chunk;

	target_observe_pgtable(t->mm, o);
	if (!t->mm->pgtable.ptlock_cache)
		return;
	observe_chunk(t, chunk, chunk->map, 0, tables, o);
	target_observe_cpu_slabs(&t->mm->slub, OBS_pgtable_slab_cpu, o);
	observe_zone_stat(t->mm, OBS_pgtable_zone_stat, o);
}

static void observe_vmalloc(const struct mm_machine *mm, enum obs_table area_table,
			    enum obs_table scalars_table, struct observation *o)
{
	const struct vmalloc *vmalloc = &mm->vmalloc;
	struct obs_vmalloc_scalars *scalars;

	for (uint32_t i = 0; i < vmalloc->nr_areas; i++) {
		const struct vmap_area *va = vmalloc->areas[i];
		struct obs_vmap_area *row = observation_row(o, area_table);

		row->start = va->va_start;
		row->end = va->va_end;
		row->flags = va->flags;
		row->has_vm = va->vm != NULL;
		row->vm_flags = va->vm ? va->vm->flags : 0;
		row->nr_pages = va->vm ? va->vm->nr_pages : 0;
	}
	if (scalars_table == OBS_NR_TABLES)
		return;
	scalars = observation_row(o, scalars_table);
	scalars->vmap_initialized = vmalloc->vmap_initialized;
	scalars->pcpu_hole = vmalloc->pcpu_hole;
	scalars->nr_queues = vmalloc->nr_queues;
	scalars->lazy_pages = vmalloc->lazy_pages;
}

static void observe_kaiser_tables(const struct kaiser *kaiser, struct observation *o)
{
	for (uint32_t i = 0; i < kaiser->nr_tables; i++) {
		const struct kaiser_table *table = &kaiser->tables[i];

		*OBS_ADD(o, kaiser_table) = (struct obs_kaiser_table){
		    .pfn = table->pfn,
		    .level = table->level,
		    .start = table->start,
		    .entry_flags = table->entry_flags,
		};
	}
}

/* Adds the mapped pages below a table, in ascending order; *run is what they may continue. */
static void observe_mappings(const struct kaiser *kaiser, const struct kaiser_table *table,
			     struct obs_kaiser_run **run, struct observation *o)
{
	unsigned int shift = PAGE_SHIFT + 9 * (table->level - 1);

	for (uint64_t i = 0; table->entries != NO_ENTRIES && i < PTRS_PER_TABLE; i++) {
		uint64_t entry = kaiser->rows[table->entries][i];
		uint64_t phys = entry & X86_PFN_MASK, flags = entry & ~X86_PFN_MASK;

		if (!entry)
			continue;
		if (table->level > 1) {
			observe_mappings(kaiser, &kaiser->tables[entry - 1], run, o);
			continue;
		}
		if (*run &&
		    (*run)->start + (*run)->nr_pages * PAGE_SIZE == table->start + (i << shift) &&
		    (*run)->phys + (*run)->nr_pages * PAGE_SIZE == phys &&
		    (*run)->pte_flags == flags) {
			(*run)->nr_pages++;
			continue;
		}
		*run = OBS_ADD(o, kaiser_run);
		**run = (struct obs_kaiser_run){table->start + (i << shift), 1, phys, flags};
	}
}

static void observe_kaiser(const struct mm_machine *mm, struct observation *o)
{
	const struct kaiser *kaiser = &mm->kaiser;
	const struct kaiser_warnings *warnings = &kaiser->warnings;
	struct obs_kaiser_run *run = NULL;

	observe_kaiser_tables(kaiser, o);
	*OBS_ADD(o, kaiser) = (struct obs_kaiser){
	    .enabled = kaiser->enabled,
	    .disabled_event = kaiser->reported_disabled,
	    .nr_table_pages = kaiser->nr_tables,
	    .nr_mapped = kaiser->nr_mapped,
	    .failed_segments = kaiser->failed_segments,
	    .warn_pgd_alloc = warnings->pgd_alloc,
	    .warn_pud_none = warnings->pud_none,
	    .warn_pmd_none = warnings->pmd_none,
	    .warn_pte_none = warnings->pte_none,
	    .warn_shadow_pgd_none = warnings->shadow_pgd_none,
	    .warn_differs = warnings->differs,
	};
	for (int i = 0; i < KAISER_SLOTS; i++)
		if (kaiser->slots[i])
			observe_mappings(kaiser, &kaiser->tables[kaiser->slots[i] - 1], &run, o);
	observe_zone_stat(mm, OBS_kaiser_zone_stat, o);
}

static void observe_deferred(const struct mm_machine *mm, struct observation *o)
{
	const struct page_alloc *pa = &mm->page_alloc;

	for (int nid = node_next(pa->n_memory, -1); nid >= 0; nid = node_next(pa->n_memory, nid)) {
		const struct deferred_thread *thread = &mm->deferred[nid];

		if (thread->ran)
			*OBS_ADD(o, deferred_thread) = (struct obs_deferred_thread){
			    .nid = (uint64_t)nid,
			    .first_pfn = thread->first_pfn,
			    .nr_pages = thread->nr_pages,
			    .nr_chunks = thread->nr_runs,
			};
	}
	target_observe_zone_free(mm, OBS_deferred_zone_free, o);
}

/*
 * After boot.
 */

static void observe_late(struct target_machine *t, struct observation *o)
{
	static const struct free_tables tables = {OBS_late_zone_free, OBS_late_free_area,
						  OBS_late_free_block};
	static const struct slab_tables slabs = {OBS_late_slab_trace,       OBS_late_slab_node,
						 OBS_late_slab_partial,     OBS_late_slab_cpu,
						 OBS_late_slab_cpu_partial, OBS_late_slab_page};
	const struct page_alloc *pa = &t->mm->page_alloc;

	for (uint32_t i = 0; i < t->nr_late_results; i++)
		*OBS_ADD(o, late_op) = t->late_results[i];
	target_observe_bad_pages(pa, t->nr_boot_bad, pa->nr_bad_pages, OBS_late_bad_page, o);
	*OBS_ADD(o, late) =
	    (struct obs_late){.totalram = pa->totalram_pages, .free = pa->nr_free_pages};
	target_observe_free(t->mm, &tables, o);
	target_observe_pages(t->mm, OBS_late_page_run, OBS_late_pageblock_run, o);
	if (t->mm->slub.state != SLAB_UP)
		return;
	target_observe_slabs(t, t->nr_boot_slabs, &slabs, o);
	observe_vmalloc(t->mm, OBS_late_vmap_area, OBS_late_vmalloc_scalars, o);
	observe_zone_stat(t->mm, OBS_late_zone_stat, o);
}

static void observe_freed(struct target_machine *t, struct observation *o)
{
	for (uint32_t i = 0; i < t->nr_freed_results; i++)
		*OBS_ADD(o, freed_op) = (struct obs_freed_op){.op = t->freed_results[i].op,
							      .result = t->freed_results[i].result};
	observe_zone_stat(t->mm, OBS_freed_zone_stat, o);
	target_observe_cpu_slabs(&t->mm->slub, OBS_freed_slab_cpu, o);
	observe_vmalloc(t->mm, OBS_freed_vmap_area, OBS_NR_TABLES, o);
}

static void observe_kmem_cache_init(struct target_machine *t, struct observation *o)
{
	static const struct slab_tables tables = {OBS_slab_trace,       OBS_slab_node,
						  OBS_slab_partial,     OBS_slab_cpu,
						  OBS_slab_cpu_partial, OBS_slab_page};

	target_observe_slub(&t->mm->slub, o);
	target_observe_slabs(t, 0, &tables, o);
	observe_zone_stat(t->mm, OBS_slab_zone_stat, o);
}

void target_observe_mm_init(struct target_machine *t, enum stage stage, struct observation *o)
{
	struct mm_machine *mm = t->mm;

	switch (stage) {
	case STAGE_KMEM_CACHE_INIT:
		observe_kmem_cache_init(t, o);
		break;
	case STAGE_PERCPU_INIT_LATE:
		observe_percpu(t, o);
		break;
	case STAGE_PGTABLE_INIT:
		observe_pgtable(t, o);
		break;
	case STAGE_VMALLOC_INIT:
		observe_vmalloc(mm, OBS_vmap_area, OBS_vmalloc_scalars, o);
		observe_zone_stat(mm, OBS_vmalloc_zone_stat, o);
		break;
	case STAGE_IOREMAP_HUGE_INIT:
		*OBS_ADD(o, ioremap) = (struct obs_ioremap){.pud_capable = mm->ioremap.pud_capable,
							    .pmd_capable = mm->ioremap.pmd_capable};
		break;
	case STAGE_KAISER_INIT:
		observe_kaiser(mm, o);
		break;
	case STAGE_DEFERRED:
		observe_deferred(mm, o);
		break;
	case STAGE_LATE:
		observe_late(t, o);
		break;
	case STAGE_FREED:
		observe_freed(t, o);
		break;
	default:
		break;
	}
}
