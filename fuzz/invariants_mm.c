/* Laws of percpu_init_late, vmalloc_init, ioremap_huge_init, kaiser_init, and of what comes after.
 */
#include "invariants_internal.h"

/* ---- percpu ---- */

bool law_area_maps_unchanged(const struct observation *o, const struct scenario *s,
			     struct broken *b)
{
	const struct obs_percpu_map_before *before = ROWS(o, percpu_map_before);
	const struct obs_percpu_map *now = ROWS(o, percpu_map);
	const struct obs_percpu_chunk *chunk = ROWS(o, percpu_chunk);

	(void)s;
	if (NR_ROWS(o, percpu_map) != NR_ROWS(o, percpu_map_before))
		return broken(b, "entries", NR_ROWS(o, percpu_map), NR_ROWS(o, percpu_map_before));
	for (uint64_t i = 0; i < NR_ROWS(o, percpu_map); i++)
		if (now[i].chunk != before[i].chunk || now[i].value != before[i].value)
			return broken(b, "entry of a map", now[i].value, before[i].value);
	for (uint64_t i = 0; i < NR_ROWS(o, percpu_chunk); i++)
		if (chunk[i].map_place != MAP_SLAB)
			return broken(b, "place of a map", chunk[i].map_place, MAP_SLAB);
	return true;
}

/* Row `first` is entry 0 of the chunk's map. */
static bool map_is_sound(const struct obs_percpu_chunk *chunk, const struct obs_percpu_map *map,
			 struct broken *b)
{
	uint64_t free = 0, largest = 0;

	for (uint64_t i = 0; i < chunk->map_used; i++) {
		uint64_t start = map[i].value & ~UINT64_C(1);
		uint64_t end = map[i + 1].value & ~UINT64_C(1);

		if (start >= end)
			return broken(b, "offset", end, start);
		if (map[i].value & 1)
			continue;
		free += end - start;
		largest = max_u64(largest, end - start);
	}
	if (chunk->free_size != free)
		return broken(b, "free_size", chunk->free_size, free);
	if (chunk->contig_hint < largest)
		return broken(b, "contig_hint", chunk->contig_hint, largest);
	return true;
}

bool law_area_map_is_sound(const struct observation *o, const struct scenario *s, struct broken *b)
{
	const struct obs_percpu_chunk *chunk = ROWS(o, percpu_chunk);
	uint64_t first = 0;

	(void)s;
	for (uint64_t i = 0; i < NR_ROWS(o, percpu_chunk); i++) {
		if (first + chunk[i].map_used >= NR_ROWS(o, percpu_map))
			return broken(b, "map_used", chunk[i].map_used, NR_ROWS(o, percpu_map));
		if (!map_is_sound(&chunk[i], ROWS(o, percpu_map) + first, b))
			return false;
		first += chunk[i].map_used + 1;
	}
	return true;
}

/* Locks of page tables have a cache only if they are larger than a word; it is the only one that
 * can be new, and holds them with less than a word to spare. */
bool law_page_table_caches_are_for_locks(const struct observation *o, const struct scenario *s,
					 struct broken *b)
{
	const struct obs_pgtable *p = ROWS(o, pgtable);
	const struct obs_pgtable_cache *c = ROWS(o, pgtable_cache);
	uint64_t word = s->geometry == SC_ARM_FLATMEM ? 4 : 8;
	uint64_t size = sc_sizeof(s, SC_SIZEOF_SPINLOCK);
	uint64_t nr = NR_ROWS(o, slab_cache) + (p->ptlock_cache == CACHE_PTLOCK);

	if (p->nr_caches != nr)
		return broken(b, "caches", p->nr_caches, nr);
	if ((p->ptlock_cache != UINT64_MAX) != (size > word))
		return broken(b, "ptlock cache", p->ptlock_cache, size > word);
	if (p->ptlock_cache == UINT64_MAX)
		return true;
	if (c->object_size < size || c->size >= size + 8 + word)
		return broken(b, "size of ptlock cache", c->size, size);
	return p->ptlock_cache == CACHE_PTLOCK || c->refcount > 1 ||
	       broken(b, "refcount of ptlock cache", c->refcount, 2);
}

/* ---- vmalloc, ioremap ---- */

/* An area that ends below its start, or the width of a word cuts off, has no place in an order. */
static bool early_areas_wrap(const struct scenario *s)
{
	for (uint32_t i = 0; i < s->nr_early_vm; i++) {
		uint64_t last = s->early_vm[i].addr + s->early_vm[i].size;

		if (last < s->early_vm[i].addr ||
		    (s->geometry == SC_ARM_FLATMEM && last > UINT32_MAX))
			return true;
	}
	return false;
}

bool law_early_areas_imported(const struct observation *o, const struct scenario *s,
			      struct broken *b)
{
	const struct obs_vmap_area *area = ROWS(o, vmap_area);
	const struct obs_vmalloc_scalars *v = ROWS(o, vmalloc_scalars);

	if (NR_ROWS(o, vmap_area) != s->nr_early_vm)
		return broken(b, "areas", NR_ROWS(o, vmap_area), s->nr_early_vm);
	if (!v->vmap_initialized || v->nr_queues != s->nr_cpus)
		return broken(b, "queues", v->nr_queues, s->nr_cpus);
	for (uint64_t i = 0; i < NR_ROWS(o, vmap_area); i++) {
		if (area[i].flags != 4 || !area[i].has_vm)
			return broken(b, "flags of area", area[i].flags, 4);
		if (i && !early_areas_wrap(s) && area[i].start < area[i - 1].end)
			return broken(b, "start of area", area[i].start, area[i - 1].end);
	}
	return true;
}

bool law_huge_mapping_needs_cpu_flag(const struct observation *o, const struct scenario *s,
				     struct broken *b)
{
	const struct obs_ioremap *i = ROWS(o, ioremap);

	if (i->pud_capable && !s->cpu.gbpages)
		return broken(b, "pud_capable", i->pud_capable, 0);
	return !i->pmd_capable || s->cpu.pse || broken(b, "pmd_capable", i->pmd_capable, 0);
}

/* ---- kaiser ---- */

bool law_table_pages_left_buddy(const struct observation *o, const struct scenario *s,
				struct broken *b)
{
	const struct obs_kaiser_zone_stat *now = ROWS(o, kaiser_zone_stat);
	const struct obs_vmalloc_zone_stat *before = ROWS(o, vmalloc_zone_stat);
	const struct obs_kaiser *k = ROWS(o, kaiser);
	uint64_t pages = 0, is = 0, was = 0;

	(void)s;
	if (NR_ROWS(o, kaiser_zone_stat) != NR_ROWS(o, vmalloc_zone_stat))
		return broken(b, "zones", NR_ROWS(o, kaiser_zone_stat),
			      NR_ROWS(o, vmalloc_zone_stat));
	for (uint64_t i = 0; i < NR_ROWS(o, kaiser_zone_stat); i++) {
		is += now[i].free + now[i].kaisertable;
		was += before[i].free;
		if (now[i].free + now[i].kaisertable != before[i].free && !zone_counters_may_mix(o))
			return broken(b, "free pages and tables of zone",
				      now[i].free + now[i].kaisertable, before[i].free);
		pages += now[i].kaisertable;
	}
	if (is != was)
		return broken(b, "free pages and tables", is, was);
	if (pages != k->nr_table_pages || pages != NR_ROWS(o, kaiser_table))
		return broken(b, "NR_KAISERTABLE", pages, k->nr_table_pages);
	if (pages && !k->enabled)
		return broken(b, "table pages while off", pages, 0);
	return true;
}

bool law_tables_for_what_is_mapped(const struct observation *o, const struct scenario *s,
				   struct broken *b)
{
	const struct obs_kaiser_run *run = ROWS(o, kaiser_run);
	const struct obs_kaiser *k = ROWS(o, kaiser);
	uint64_t pages = 256;                          /* the upper half of the shadow pgd */
	uint64_t next_1g = 0, next_2m = 0, mapped = 0; /* regions below these are counted */

	(void)s;
	for (uint64_t i = 0; i < NR_ROWS(o, kaiser_run); i++) {
		uint64_t last = run[i].start + run[i].nr_pages * 4096 - 1;
		uint64_t first_1g = max_u64(run[i].start >> 30, next_1g);
		uint64_t first_2m = max_u64(run[i].start >> 21, next_2m);

		next_1g = max_u64(next_1g, (last >> 30) + 1);
		next_2m = max_u64(next_2m, (last >> 21) + 1);
		pages +=
		    next_1g - min_u64(first_1g, next_1g) + next_2m - min_u64(first_2m, next_2m);
		mapped += run[i].nr_pages;
	}
	if (mapped != k->nr_mapped)
		return broken(b, "mapped pages", mapped, k->nr_mapped);
	/* A failure leaves a table without anything in it, or the pgd half filled. */
	if (!k->enabled || k->failed_segments || k->warn_pgd_alloc)
		return true;
	if (k->nr_table_pages != pages)
		return broken(b, "table pages", k->nr_table_pages, pages);
	return true;
}

/* ---- Deferred struct pages ---- */

bool law_deferred_pages_all_freed(const struct observation *o, const struct scenario *s,
				  struct broken *b)
{
	const struct obs_deferred_thread *thread = ROWS(o, deferred_thread);
	const struct obs_deferred_zone_free *now = ROWS(o, deferred_zone_free);
	const struct obs_zone_free *before = ROWS(o, zone_free);
	const struct obs_kaiser_zone_stat *stat = ROWS(o, kaiser_zone_stat);
	uint64_t managed = 0, free = 0, freed = 0;

	(void)s;
	if (NR_ROWS(o, kaiser_zone_stat) != NR_ROWS(o, deferred_zone_free))
		return broken(b, "zones", NR_ROWS(o, deferred_zone_free),
			      NR_ROWS(o, kaiser_zone_stat));
	for (uint64_t i = 0; i < NR_ROWS(o, deferred_zone_free); i++) {
		managed += now[i].managed - before[i].managed;
		free += now[i].free - stat[i].free;
	}
	for (uint64_t i = 0; i < NR_ROWS(o, deferred_thread); i++)
		freed += thread[i].nr_pages;
	if (managed != freed)
		return broken(b, "managed pages", managed, freed);
	return free == freed || broken(b, "free pages", free, freed);
}

/* ---- After boot ---- */

/* Pages that free_late has added, at the end. */
static uint64_t added_late(const struct observation *o, const struct scenario *s)
{
	const struct obs_late_op *row = ROWS(o, late_op);
	uint64_t pages = 0;

	for (uint64_t i = 0; i < NR_ROWS(o, late_op); i++)
		if (s->late_ops[row[i].op].kind == SC_LATE_FREE_LATE)
			pages += row[i].result;
	return pages;
}

bool law_managed_pages_stay(const struct observation *o, const struct scenario *s, struct broken *b)
{
	const struct obs_late_zone_free *now = ROWS(o, late_zone_free);
	const struct obs_deferred_thread *thread = ROWS(o, deferred_thread);
	const struct obs_zone_free *before = ROWS(o, zone_free);
	uint64_t change = 0, expected = added_late(o, s);

	if (NR_ROWS(o, late_zone_free) != NR_ROWS(o, zone_free))
		return broken(b, "zones", NR_ROWS(o, late_zone_free), NR_ROWS(o, zone_free));
	for (uint64_t i = 0; i < NR_ROWS(o, deferred_thread); i++)
		expected += thread[i].nr_pages;
	for (uint64_t i = 0; i < NR_ROWS(o, late_zone_free); i++)
		change += now[i].managed - before[i].managed;
	return change == expected || broken(b, "managed pages", change, expected);
}

/* The counters of the last step of mm_init; the columns are the same. */
static const struct obs_vmalloc_zone_stat *stat_after_boot(const struct observation *o)
{
	if (NR_ROWS(o, kaiser_zone_stat))
		return (const void *)ROWS(o, kaiser_zone_stat);
	return ROWS(o, vmalloc_zone_stat);
}

/* Slabs that SLUB keeps for later count as back; so do pages that came after the counters. */
bool law_freed_pages_are_back(const struct observation *o, const struct scenario *s,
			      struct broken *b)
{
	const struct obs_vmalloc_zone_stat *boot = stat_after_boot(o);
	const struct obs_freed_zone_stat *freed = ROWS(o, freed_zone_stat);
	bool per_zone = !NR_ROWS(o, deferred_thread) && !added_late(o, s);
	uint64_t is = 0, was = 0;

	/* A page that the allocator refuses to take back is lost. */
	if (NR_ROWS(o, late_bad_page) || NR_ROWS(o, bad_page))
		return true;
	for (uint64_t i = 0; i < NR_ROWS(o, freed_zone_stat); i++) {
		uint64_t now = freed[i].free + freed[i].slab_unreclaimable;
		uint64_t then = boot[i].free + boot[i].slab_unreclaimable;

		if (per_zone && now != then && !zone_counters_may_mix(o))
			return broken(b, "free pages and slabs of zone", now, then);
		if (freed[i].kaisertable != boot[i].kaisertable)
			return broken(b, "kaisertable", freed[i].kaisertable, boot[i].kaisertable);
		is += now;
		was += then;
	}
	for (uint64_t i = 0; i < NR_ROWS(o, deferred_thread); i++)
		was += ROWS(o, deferred_thread)[i].nr_pages;
	was += added_late(o, s);
	return is == was || broken(b, "free pages and slabs", is, was);
}

bool law_freed_areas_are_back(const struct observation *o, const struct scenario *s,
			      struct broken *b)
{
	const struct obs_vmap_area *boot = ROWS(o, vmap_area);
	const struct obs_freed_vmap_area *freed = ROWS(o, freed_vmap_area);

	(void)s;
	if (NR_ROWS(o, freed_vmap_area) != NR_ROWS(o, vmap_area))
		return broken(b, "areas", NR_ROWS(o, freed_vmap_area), NR_ROWS(o, vmap_area));
	for (uint64_t i = 0; i < NR_ROWS(o, vmap_area); i++)
		if (freed[i].start != boot[i].start || freed[i].end != boot[i].end)
			return broken(b, "start of area", freed[i].start, boot[i].start);
	return true;
}
