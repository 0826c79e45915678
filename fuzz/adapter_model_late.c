/* The rest of mm_init, and what is done after boot: the model's steps and what is observed of them.
 */
#include "adapter_model.h"

#include <stdlib.h>

/*
 * Steps.
 */

static void mem_init(struct machine *m, const struct scenario *s)
{
	static struct bootmem_info info[SC_MAX_BOOTMEM_INFO];

	if (!m->geometry->flatmem && s->config.memory_hotplug && s->config.have_bootmem_info_node &&
	    s->release == SC_RELEASE_4_9) {
		for (uint32_t i = 0; i < s->nr_bootmem_info; i++)
			info[i] = (struct bootmem_info){
			    .kind = (enum bootmem_kind)s->bootmem_info[i].kind,
			    .of = s->bootmem_info[i].id,
			    .start = s->bootmem_info[i].range.start,
			    .size = s->bootmem_info[i].range.size,
			};
		model_register_page_bootmem_info(m, info, s->nr_bootmem_info);
	}
	if (m->geometry->flatmem)
		model_arm_mem_init(m);
	else
		model_mem_init(m);
}

static void page_ext_init_flatmem(struct machine *m, const struct scenario *s)
{
	/* MAX_DMA_ADDRESS without a DMA zone is a virtual one near the end. */
	const uint64_t no_dma_limit = 0x3fffffff;
	uint64_t dma_limit =
	    s->arm.has_dma_zone && s->arm.dma_zone_size ? s->arm.dma_zone_size : no_dma_limit;

	if (m->geometry->flatmem && s->config.page_extension)
		model_page_ext_init_flatmem(m, sc_sizeof(s, SC_SIZEOF_PAGE_EXT),
					    word(m->geometry, s->arm.phys_offset + dma_limit));
}

static void kmem_cache_init(struct model_machine *mm, const struct scenario *s)
{
	const struct percpu_params percpu = {s->percpu.static_size, s->percpu.reserved_size,
					     s->percpu.dyn_size};

	model_setup_first_chunk(mm->m, &percpu);
	model_kmem_cache_init(mm->m);
	mm->nr_boot_slab_events = mm->m->slub.events.nr;
}

static void vmalloc_init(struct machine *m, const struct scenario *s)
{
	for (uint32_t i = 0; i < s->nr_early_vm; i++) {
		const struct early_vm vm = {word(m->geometry, s->early_vm[i].addr),
					    word(m->geometry, s->early_vm[i].size),
					    word(m->geometry, s->early_vm[i].flags)};

		model_vm_area_add_early(m, &vm);
	}
	model_vmalloc_init(m);
}

static void kaiser_init(struct machine *m, const struct scenario *s)
{
	static const uint64_t flags[SC_NR_PROTS] = {
	    [SC_PROT_KERNEL] = UINT64_C(0x8000000000000163),
	    [SC_PROT_KERNEL_RO] = UINT64_C(0x8000000000000161),
	    [SC_PROT_KERNEL_RX] = UINT64_C(0x161),
	    [SC_PROT_VSYSCALL] = UINT64_C(0x165),
	    [SC_PROT_PERCPU] = UINT64_C(0x8000000000000163),
	};

	if (!s->config.page_table_isolation)
		return;
	model_kaiser_check_boottime_disable(m, s->cmdline, s->cpu.xenpv, s->cpu.amd);
	if (!m->kaiser.enabled)
		return;
	model_kaiser_init_all_pgds(m);
	for (uint32_t i = 0; i < s->nr_user_maps; i++) {
		const struct sc_user_map *map = &s->user_maps[i];
		uint32_t times = map->prot == SC_PROT_PERCPU ? s->nr_cpus : 1;
		struct user_map segment = {map->start, map->size, flags[map->prot]};

		for (; times > 0; times--, segment.start += s->percpu.unit_size)
			model_kaiser_add_user_map(m, &segment, s->cpu.nx);
	}
}

/* An allocation: its result. */
static uint64_t allocate(struct model_machine *mm, const struct sc_late_op *op,
			 struct holding *held)
{
	uint64_t bytes = word(mm->m->geometry, op->bytes);

	switch (op->kind) {
	case SC_LATE_KMALLOC:
		held->what = model_kmalloc(mm->m, bytes);
		if (held->what == KMALLOC_NULL)
			return 0;
		held->kind = HOLDS_KMALLOC;
		return held->what == ZERO_SIZE_PTR ? 16 : held->what;
	case SC_LATE_VMALLOC:
		held->what = model_vmalloc(mm->m, bytes);
		if (held->what != 0)
			held->kind = HOLDS_VMALLOC;
		return held->what;
	default:
		if (!model_alloc_pages(mm->m, op->order, (int)op->zone, (int)op->nid,
				       (enum migratetype)op->migratetype, &held->what))
			return NONE;
		held->kind = HOLDS_PAGES;
		return held->what;
	}
}

/* Frees what operation `from` holds: 0, or NONE if that is nothing. */
static uint64_t release(struct model_machine *mm, const struct scenario *s, uint32_t from)
{
	const struct holding h = mm->held[from];

	mm->held[from].kind = HOLDS_NOTHING;
	switch (h.kind) {
	case HOLDS_NOTHING:
		return NONE;
	case HOLDS_PAGES:
		model_free_pages(mm->m, h.what, s->late_ops[from].order);
		return 0;
	case HOLDS_KMALLOC:
		model_kfree(mm->m, h.what);
		return 0;
	case HOLDS_VMALLOC:
		model_vfree(mm->m, h.what);
		return 0;
	}
	abort();
}

static void late_op(struct model_machine *mm, const struct scenario *s, uint32_t index)
{
	const struct sc_late_op *op = &s->late_ops[index];
	uint64_t result = NONE;

	mm->held[index].kind = HOLDS_NOTHING;
	if (op->kind == SC_LATE_FREE_LATE)
		result = model_free_memblock_late(mm->m, word(mm->m->geometry, op->range.start),
						  word(mm->m->geometry, op->range.size));
	else if (op->kind == SC_LATE_ALLOC_PAGES || (op->kind != SC_LATE_FREE && has_mm_init(s)))
		result = allocate(mm, op, &mm->held[index]);
	else if (op->operation < index)
		result = release(mm, s, op->operation);
	model_vmalloc_rcu(mm->m);
	model_trace_add(&mm->late_ops, index, result, 0);
}

static void free_held(struct model_machine *mm, const struct scenario *s, uint32_t index)
{
	if (mm->held[index].kind == HOLDS_NOTHING)
		return;
	model_trace_add(&mm->freed_ops, index, release(mm, s, index), 0);
	model_vmalloc_rcu(mm->m);
}

void model_late_step(struct model_machine *mm, const struct scenario *s, enum boot_step step,
		     uint32_t index)
{
	switch (step) {
	case STEP_MEM_INIT:
		mem_init(mm->m, s);
		mm->nr_boot_bad_pages = mm->m->buddy.bad_pages.nr;
		return;
	case STEP_PAGE_EXT_FLATMEM:
		page_ext_init_flatmem(mm->m, s);
		return;
	case STEP_KMEM_CACHE_INIT:
		kmem_cache_init(mm, s);
		return;
	case STEP_PERCPU_INIT_LATE:
		mm->percpu_before = mm->m->percpu;
		model_percpu_init_late(mm->m);
		return;
	case STEP_PGTABLE_INIT:
		model_pgtable_init(mm->m, sc_sizeof(s, SC_SIZEOF_SPINLOCK));
		return;
	case STEP_VMALLOC_INIT:
		vmalloc_init(mm->m, s);
		return;
	case STEP_IOREMAP_HUGE_INIT:
		model_ioremap_huge_init(mm->m, s->cpu.gbpages, s->cpu.pse);
		return;
	case STEP_KAISER_INIT:
		kaiser_init(mm->m, s);
		return;
	case STEP_DEFERRED:
		model_page_alloc_init_late(mm->m);
		return;
	case STEP_LATE_OP:
		late_op(mm, s, index);
		return;
	case STEP_FREE_HELD:
		free_held(mm, s, index);
		return;
	case STEP_PURGE:
		model_purge_vmap_areas(mm->m);
		model_vmalloc_rcu(mm->m);
		return;
	default:
		return;
	}
}

/*
 * Observation.
 */

static void observe_zone_stat(const struct machine *m, enum obs_table table, struct observation *o)
{
	for (int nid = 0; nid < MAX_NUMNODES; nid++)
		for (int zone = 0; m->numa.online[nid] && zone < MAX_NR_ZONES; zone++) {
			const struct zone *z = &m->mmzone.nodes[nid].zones[zone];
			struct obs_slab_zone_stat *row = observation_row(o, table);

			*row = (struct obs_slab_zone_stat){as_u64(nid), as_u64(zone), z->free,
							   z->slab_pages, z->kaiser_pages};
		}
}

static void observe_kmem_cache_init(const struct model_machine *mm, struct observation *o)
{
	static const struct slab_tables tables = {OBS_slab_node, OBS_slab_partial, OBS_slab_cpu,
						  OBS_slab_cpu_partial, OBS_slab_page};

	model_observe_slab_events(mm->m, OBS_slab_trace, 0, o);
	model_observe_caches(mm->m, o);
	model_observe_slabs(mm->m, &tables, o);
	observe_zone_stat(mm->m, OBS_slab_zone_stat, o);
}

static void observe_chunk(const struct machine *m, const struct pcpu_chunk *c, uint64_t number,
			  enum obs_table chunk_table, enum obs_table map_table,
			  struct observation *o)
{
	struct obs_percpu_chunk *row;

	if (!c->exists)
		return;
	row = observation_row(o, chunk_table);
	*row = (struct obs_percpu_chunk){
	    .chunk = number,
	    .map_used = as_u64(c->map_used),
	    .map_alloc = as_u64(c->map_alloc),
	    .free_size = as_u64(c->free_size),
	    .contig_hint = as_u64(c->contig_hint),
	    .first_free = as_u64(c->first_free),
	    .map_place = c->map_in_slab ? MAP_SLAB : MAP_STATIC,
	    .map_pfn = c->map_in_slab ? pfn_down(m->geometry, c->map_addr) : NONE,
	    .map_offset = c->map_in_slab ? c->map_addr & (page_size(m->geometry) - 1) : NONE,
	};
	for (int i = 0; i <= c->map_used; i++) {
		struct obs_percpu_map *entry = observation_row(o, map_table);

		*entry = (struct obs_percpu_map){number, as_u64(i), as_u64(c->map[i])};
	}
}

static void observe_percpu(const struct model_machine *mm, struct observation *o)
{
	const struct percpu *before = &mm->percpu_before;
	const struct percpu *after = &mm->m->percpu;

	observe_chunk(mm->m, &before->first, 0, OBS_percpu_before, OBS_percpu_map_before, o);
	observe_chunk(mm->m, &before->reserved, 1, OBS_percpu_before, OBS_percpu_map_before, o);
	observe_chunk(mm->m, &after->first, 0, OBS_percpu_chunk, OBS_percpu_map, o);
	observe_chunk(mm->m, &after->reserved, 1, OBS_percpu_chunk, OBS_percpu_map, o);
	observe_zone_stat(mm->m, OBS_percpu_zone_stat, o);
}

static void observe_pgtable(const struct machine *m, struct observation *o)
{
	model_observe_ptlock_cache(m, o);
	if (m->slub.ptlock_cache == NO_CACHE)
		return;
	observe_chunk(m, &m->percpu.first, 0, OBS_pgtable_chunk, OBS_pgtable_map, o);
	model_observe_slab_cpus(m, OBS_pgtable_slab_cpu, o);
	observe_zone_stat(m, OBS_pgtable_zone_stat, o);
}

static void observe_vmap_areas(const struct machine *m, enum obs_table table, struct observation *o)
{
	const struct vmalloc_state *v = &m->vmalloc;

	for (uint32_t i = 0; i < v->nr_areas; i++) {
		const struct vmap_area *va = &v->areas[v->list[i]];
		struct obs_vmap_area *row = observation_row(o, table);

		*row = (struct obs_vmap_area){
		    .start = va->start,
		    .end = va->end,
		    .flags = va->flags,
		    .has_vm = va->has_vm,
		    .vm_flags = va->has_vm ? va->vm_flags : 0,
		    .nr_pages = va->has_vm ? va->nr_pages : 0,
		};
	}
}

static void observe_vmalloc(const struct machine *m, enum obs_table areas, enum obs_table scalars,
			    enum obs_table zone_stat, struct observation *o)
{
	const struct vmalloc_state *v = &m->vmalloc;
	struct obs_vmalloc_scalars *row = observation_row(o, scalars);

	*row =
	    (struct obs_vmalloc_scalars){v->initialized, v->pcpu_hole, v->nr_queues, v->lazy_pages};
	observe_vmap_areas(m, areas, o);
	observe_zone_stat(m, zone_stat, o);
}

static int by_start(const void *a, const void *b)
{
	const struct shadow_table *const *x = a;
	const struct shadow_table *const *y = b;

	return (*x)->start < (*y)->start ? -1 : 1;
}

/* The pages mapped by one pte page; *row is the run before. */
static void add_kaiser_runs(const struct kaiser *k, const struct shadow_table *table,
			    struct obs_kaiser_run **row, struct observation *o)
{
	const uint64_t page = 4096;
	const uint64_t phys_mask = UINT64_C(0x7ffffffffffff000);

	for (uint64_t i = 0; i < PTRS_PER_TABLE; i++) {
		uint64_t pte = k->ptes[table - k->tables][i];
		struct obs_kaiser_run next = {table->start + i * page, 1, pte & phys_mask,
					      pte & ~phys_mask};
		struct obs_kaiser_run *last = *row;

		if (pte == 0)
			continue;
		if (last && last->pte_flags == next.pte_flags &&
		    last->start + last->nr_pages * page == next.start &&
		    last->phys + last->nr_pages * page == next.phys) {
			last->nr_pages++;
			continue;
		}
		*row = OBS_ADD(o, kaiser_run);
		**row = next;
	}
}

static void observe_kaiser_tables(const struct kaiser *k, struct observation *o)
{
	static const struct shadow_table *pte_pages[MAX_SHADOW_TABLES];
	struct obs_kaiser_run *row = NULL;
	size_t nr = 0;

	for (uint32_t i = 0; i < k->nr_tables; i++) {
		const struct shadow_table *t = &k->tables[i];

		*OBS_ADD(o, kaiser_table) =
		    (struct obs_kaiser_table){t->pfn, as_u64(t->level), t->start, t->entry_flags};
		if (t->level == 1)
			pte_pages[nr++] = t;
	}
	qsort(pte_pages, nr, sizeof(pte_pages[0]), by_start);
	for (size_t i = 0; i < nr; i++)
		add_kaiser_runs(k, pte_pages[i], &row, o);
}

static void observe_kaiser(const struct machine *m, struct observation *o)
{
	const struct kaiser *k = &m->kaiser;

	observe_kaiser_tables(k, o);
	*OBS_ADD(o, kaiser) = (struct obs_kaiser){
	    .enabled = k->enabled,
	    .disabled_event = k->disabled_event,
	    .nr_table_pages = k->nr_tables,
	    .nr_mapped = k->nr_mapped,
	    .failed_segments = k->failed_segments,
	    .warn_pgd_alloc = k->warn_pgd_alloc,
	    .warn_pud_none = k->warn_pud_none,
	    .warn_pmd_none = k->warn_pmd_none,
	    .warn_pte_none = k->warn_pte_none,
	    .warn_shadow_pgd_none = k->warn_shadow_pgd_none,
	    .warn_differs = k->warn_differs,
	};
	observe_zone_stat(m, OBS_kaiser_zone_stat, o);
}

static void observe_deferred(const struct machine *m, struct observation *o)
{
	const struct trace *t = &m->deferred.threads;

	model_add_trace(o, OBS_deferred_thread, t, 0);
	model_observe_zone_free(m, OBS_deferred_zone_free, o);
}

static void observe_late(const struct model_machine *mm, const struct scenario *s,
			 struct observation *o)
{
	static const struct free_tables tables = {OBS_late_zone_free, OBS_late_free_area,
						  OBS_late_free_block, OBS_late_page_run,
						  OBS_late_pageblock_run};
	static const struct slab_tables slabs = {OBS_late_slab_node, OBS_late_slab_partial,
						 OBS_late_slab_cpu, OBS_late_slab_cpu_partial,
						 OBS_late_slab_page};
	const struct machine *m = mm->m;

	model_add_trace(o, OBS_late_op, &mm->late_ops, 0);
	if (mm->late_ops.nr > 0)
		model_add_trace(o, OBS_late_bad_page, &m->buddy.bad_pages, mm->nr_boot_bad_pages);
	*OBS_ADD(o, late) = (struct obs_late){m->buddy.totalram_pages, m->buddy.nr_free_pages};
	model_observe_free(m, &tables, o);
	if (!has_mm_init(s))
		return;
	model_observe_slab_events(m, OBS_late_slab_trace, mm->nr_boot_slab_events, o);
	model_observe_slabs(m, &slabs, o);
	observe_vmalloc(m, OBS_late_vmap_area, OBS_late_vmalloc_scalars, OBS_late_zone_stat, o);
}

static void observe_freed(const struct model_machine *mm, struct observation *o)
{
	model_add_trace(o, OBS_freed_op, &mm->freed_ops, 0);
	observe_zone_stat(mm->m, OBS_freed_zone_stat, o);
	model_observe_slab_cpus(mm->m, OBS_freed_slab_cpu, o);
	observe_vmap_areas(mm->m, OBS_freed_vmap_area, o);
}

void model_observe_late_stage(const struct model_machine *mm, const struct scenario *s,
			      enum stage stage, struct observation *o)
{
	switch (stage) {
	case STAGE_KMEM_CACHE_INIT:
		observe_kmem_cache_init(mm, o);
		return;
	case STAGE_PERCPU_INIT_LATE:
		observe_percpu(mm, o);
		return;
	case STAGE_PGTABLE_INIT:
		observe_pgtable(mm->m, o);
		return;
	case STAGE_VMALLOC_INIT:
		observe_vmalloc(mm->m, OBS_vmap_area, OBS_vmalloc_scalars, OBS_vmalloc_zone_stat,
				o);
		return;
	case STAGE_IOREMAP_HUGE_INIT:
		*OBS_ADD(o, ioremap) =
		    (struct obs_ioremap){mm->m->ioremap.pud_capable, mm->m->ioremap.pmd_capable};
		return;
	case STAGE_KAISER_INIT:
		observe_kaiser(mm->m, o);
		return;
	case STAGE_DEFERRED:
		observe_deferred(mm->m, o);
		return;
	case STAGE_LATE:
		observe_late(mm, s, o);
		return;
	case STAGE_FREED:
		observe_freed(mm, o);
		return;
	default:
		return;
	}
}
