#include "run_json_mm.h"

#include "run_names.h"

static void add(struct json_object *object, const char *key, struct json_object *value)
{
	json_object_object_add(object, key, value);
}

static void add_number(struct json_object *object, const char *key, uint64_t value)
{
	add(object, key, json_object_new_uint64(value));
}

static void add_signed(struct json_object *object, const char *key, uint64_t value)
{
	add(object, key, json_object_new_int64((int64_t)value));
}

static void add_flag(struct json_object *object, const char *key, uint64_t value)
{
	add(object, key, json_object_new_boolean(value != 0));
}

/* A new object at the end of a list. */
static struct json_object *append(struct json_object *list)
{
	struct json_object *object = json_object_new_object();

	json_object_array_add(list, object);
	return object;
}

static struct json_object *add_list(struct json_object *object, const char *key)
{
	struct json_object *list = json_object_new_array();

	add(object, key, list);
	return list;
}

static struct json_object *add_object(struct json_object *object, const char *key)
{
	struct json_object *inner = json_object_new_object();

	add(object, key, inner);
	return inner;
}

/* ---- mem_init ---- */

static void add_page_ext(struct json_object *object, const struct observation *o)
{
	const struct obs_page_ext *p = ROWS(o, page_ext);
	struct json_object *list = add_list(object, "page_ext");

	for (uint64_t i = 0; i < NR_ROWS(o, page_ext); i++) {
		struct json_object *table = append(list);

		add_number(table, "nid", p[i].nid);
		add(table, "addr", run_json_address(p[i].addr));
		add(table, "size", run_json_address(p[i].size));
	}
}

static void add_memmap_freed(struct json_object *object, const struct observation *o)
{
	const struct obs_memmap_freed *f = ROWS(o, memmap_freed);
	struct json_object *list = add_list(object, "memmap_freed");

	for (uint64_t i = 0; i < NR_ROWS(o, memmap_freed); i++) {
		struct json_object *gap = append(list);

		add_number(gap, "start_pfn", f[i].start_pfn);
		add_number(gap, "end_pfn", f[i].end_pfn);
		add(gap, "start", run_json_address(f[i].start));
		add(gap, "end", run_json_address(f[i].end));
		add_flag(gap, "freed", f[i].freed);
	}
}

static void add_mem_init(struct json_object *object, const struct observation *o)
{
	const struct obs_mem_init_state *m = ROWS(o, mem_init_state);
	struct json_object *mem_init = add_object(object, "mem_init");
	struct json_object *kcore = add_list(mem_init, "kcore");

	add_number(mem_init, "after_bootmem", m->after_bootmem);
	add_number(mem_init, "max_mapnr", m->max_mapnr);
	add_number(mem_init, "totalhigh_pages", m->totalhigh_pages);
	add_number(mem_init, "overcommit_memory", m->overcommit_memory);
	add_number(mem_init, "bootmem_pages", NR_ROWS(o, bootmem_page));
	for (uint64_t i = 0; i < NR_ROWS(o, kcore); i++) {
		struct json_object *area = append(kcore);

		add(area, "addr", run_json_address(ROWS(o, kcore)[i].addr));
		add(area, "size", run_json_address(ROWS(o, kcore)[i].size));
	}
	add_memmap_freed(mem_init, o);
}

static void add_memory_line(struct json_object *object, const struct observation *o)
{
	const struct obs_memory_line *m = ROWS(o, memory_line);
	const struct obs_release *r = ROWS(o, release);
	struct json_object *line = add_object(object, "memory_line");

	add_number(line, "available_kib", r->available_kib);
	add_number(line, "total_kib", r->total_kib);
	add_number(line, "code_kib", m->code_kib);
	add_number(line, "rwdata_kib", m->rwdata_kib);
	add_number(line, "rodata_kib", m->rodata_kib);
	add_number(line, "init_kib", m->init_kib);
	add_number(line, "bss_kib", m->bss_kib);
	add_number(line, "reserved_kib", r->reserved_kib);
	add_number(line, "cma_kib", m->cma_kib);
	add_number(line, "highmem_kib", m->highmem_kib);
}

/* ---- slab ---- */

static uint64_t nr_slabs_of(const struct observation *o, uint64_t cache)
{
	const struct obs_slab_node *n = ROWS(o, slab_node);
	uint64_t nr = 0;

	for (uint64_t i = 0; i < NR_ROWS(o, slab_node); i++)
		nr += n[i].cache == cache ? n[i].nr_slabs : 0;
	return nr;
}

static uint64_t in_use_of(const struct observation *o, uint64_t cache)
{
	const struct obs_slab_cpu *c = ROWS(o, slab_cpu);

	for (uint64_t i = 0; i < NR_ROWS(o, slab_cpu); i++)
		if (c[i].cache == cache)
			return c[i].in_use;
	return 0;
}

static void add_cache(struct json_object *list, const struct observation *o,
		      const struct obs_slab_cache *c)
{
	struct json_object *cache = append(list);
	char name[40];

	slab_cache_name(c->cache, c->object_size, name, sizeof(name));
	add(cache, "name", json_object_new_string(name));
	add_number(cache, "object_size", c->object_size);
	add_number(cache, "size", c->size);
	add_number(cache, "align", c->align);
	add_number(cache, "inuse", c->inuse);
	add_number(cache, "offset", c->offset);
	add_number(cache, "order", c->oo_order);
	add_number(cache, "objects", c->oo_objects);
	add_number(cache, "min_order", c->min_order);
	add_number(cache, "min_objects", c->min_objects);
	add_signed(cache, "refcount", c->refcount);
	add_number(cache, "min_partial", c->min_partial);
	add_number(cache, "cpu_partial", c->cpu_partial);
	add_number(cache, "nr_slabs", nr_slabs_of(o, c->cache));
	add_number(cache, "in_use", in_use_of(o, c->cache));
}

static void add_slab(struct json_object *object, const struct observation *o)
{
	const struct obs_slab_scalars *s = ROWS(o, slab_scalars);
	struct json_object *slab = add_object(object, "slab");
	struct json_object *caches = add_list(slab, "caches");
	struct json_object *index = add_list(slab, "size_index");
	struct json_object *taken = add_list(slab, "taken");
	uint64_t pages = 0;

	for (uint64_t i = 0; i < NR_ROWS(o, slab_cache); i++)
		add_cache(caches, o, &ROWS(o, slab_cache)[i]);
	for (uint64_t i = 0; i < NR_ROWS(o, slab_index); i++)
		json_object_array_add(index, json_object_new_uint64(ROWS(o, slab_index)[i].index));
	for (uint64_t i = 0; i < NR_ROWS(o, slab_trace); i++) {
		const struct obs_slab_trace *t = &ROWS(o, slab_trace)[i];
		struct json_object *event = append(taken);

		add_number(event, "cache", t->cache);
		add_signed(event, "nid", t->nid);
		add_number(event, "pfn", t->pfn);
		add_number(event, "order", t->order);
		pages += UINT64_C(1) << t->order;
	}
	add_number(slab, "pages", pages);
	add_number(slab, "min_order", s->min_order);
	add_number(slab, "max_order", s->max_order);
	add_number(slab, "min_objects", s->min_objects);
	add_number(slab, "nr_cpu_ids", s->nr_cpu_ids);
	add_number(slab, "nr_node_ids", s->nr_node_ids);
	add_number(slab, "cache_line", s->cache_line);
}

/* ---- The rest of mm_init ---- */

static void add_percpu(struct json_object *object, const struct observation *o)
{
	const struct obs_percpu_chunk *c = ROWS(o, percpu_chunk);
	const struct obs_percpu_map *m = ROWS(o, percpu_map);
	struct json_object *chunks = add_list(add_object(object, "percpu"), "chunks");

	for (uint64_t i = 0; i < NR_ROWS(o, percpu_chunk); i++) {
		struct json_object *chunk = append(chunks);
		struct json_object *map = add_list(chunk, "map");

		for (uint64_t k = 0; k < NR_ROWS(o, percpu_map); k++)
			if (m[k].chunk == c[i].chunk)
				json_object_array_add(map, json_object_new_uint64(m[k].value));
		add_number(chunk, "map_used", c[i].map_used);
		add_number(chunk, "map_alloc", c[i].map_alloc);
		add_number(chunk, "free_size", c[i].free_size);
		add_number(chunk, "contig_hint", c[i].contig_hint);
		add_number(chunk, "first_free", c[i].first_free);
		add(chunk, "place",
		    json_object_new_string(c[i].map_place == MAP_SLAB ? "slab" : "static"));
	}
}

static void add_vmalloc(struct json_object *object, const struct observation *o)
{
	const struct obs_vmap_area *a = ROWS(o, vmap_area);
	const struct obs_vmalloc_scalars *v = ROWS(o, vmalloc_scalars);
	struct json_object *vmalloc = add_object(object, "vmalloc");
	struct json_object *areas = add_list(vmalloc, "areas");

	for (uint64_t i = 0; i < NR_ROWS(o, vmap_area); i++) {
		struct json_object *area = append(areas);

		add(area, "start", run_json_address(a[i].start));
		add(area, "end", run_json_address(a[i].end));
		add_number(area, "flags", a[i].flags);
	}
	add_flag(vmalloc, "initialized", v->vmap_initialized);
	add(vmalloc, "pcpu_hole", run_json_address(v->pcpu_hole));
	add_number(vmalloc, "queues", v->nr_queues);
}

static void add_kaiser(struct json_object *object, const struct observation *o)
{
	const struct obs_kaiser *k = ROWS(o, kaiser);
	const struct obs_kaiser_run *r = ROWS(o, kaiser_run);
	struct json_object *kaiser = add_object(object, "kaiser");
	struct json_object *mapped = add_list(kaiser, "mapped");
	struct json_object *pages = add_list(kaiser, "pages");

	add_flag(kaiser, "enabled", k->enabled);
	add_number(kaiser, "table_pages", k->nr_table_pages);
	add_number(kaiser, "mapped_pages", k->nr_mapped);
	add_number(kaiser, "failed_segments", k->failed_segments);
	for (uint64_t i = 0; i < NR_ROWS(o, kaiser_run); i++) {
		struct json_object *run = append(mapped);

		add(run, "start", run_json_address(r[i].start));
		add(run, "end", run_json_address(r[i].start + r[i].nr_pages * 4096));
		add(run, "phys", run_json_address(r[i].phys));
		add(run, "flags", run_json_address(r[i].pte_flags));
	}
	for (uint64_t i = 0; i < NR_ROWS(o, kaiser_table); i++)
		json_object_array_add(pages, json_object_new_uint64(ROWS(o, kaiser_table)[i].pfn));
}

static void add_deferred(struct json_object *object, const struct observation *o)
{
	const struct obs_deferred_thread *t = ROWS(o, deferred_thread);
	struct json_object *list = add_list(object, "deferred");

	for (uint64_t i = 0; i < NR_ROWS(o, deferred_thread); i++) {
		struct json_object *thread = append(list);

		add_number(thread, "nid", t[i].nid);
		add_number(thread, "first_pfn", t[i].first_pfn);
		add_number(thread, "pages", t[i].nr_pages);
	}
}

void run_json_add_mm(struct json_object *object, const struct observation *o)
{
	if (NR_ROWS(o, mem_init_state)) {
		add_page_ext(object, o);
		add_mem_init(object, o);
	}
	if (NR_ROWS(o, memory_line) && NR_ROWS(o, release))
		add_memory_line(object, o);
	if (NR_ROWS(o, slab_scalars))
		add_slab(object, o);
	if (NR_ROWS(o, percpu_chunk))
		add_percpu(object, o);
	if (NR_ROWS(o, pgtable)) {
		struct json_object *pgtable = add_object(object, "pgtable");

		add_number(pgtable, "caches", ROWS(o, pgtable)->nr_caches);
		add_flag(pgtable, "ptlock_cache", ROWS(o, pgtable)->ptlock_cache != UINT64_MAX);
	}
	if (NR_ROWS(o, vmalloc_scalars))
		add_vmalloc(object, o);
	if (NR_ROWS(o, ioremap)) {
		struct json_object *ioremap = add_object(object, "ioremap");

		add_number(ioremap, "pud_capable", ROWS(o, ioremap)->pud_capable);
		add_number(ioremap, "pmd_capable", ROWS(o, ioremap)->pmd_capable);
	}
	if (NR_ROWS(o, kaiser))
		add_kaiser(object, o);
	if (o->stages >> STAGE_DEFERRED & 1)
		add_deferred(object, o);
}

void run_json_add_late(struct json_object *late, const struct observation *o)
{
	const struct obs_late_op *op = ROWS(o, late_op);
	struct json_object *results = add_list(late, "results");

	for (uint64_t i = 0; i < NR_ROWS(o, late_op); i++)
		json_object_array_add(results, json_object_new_int64((int64_t)op[i].result));
}
