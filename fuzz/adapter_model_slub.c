/* What is observed of the model's slab allocator. */
#include <stdlib.h>

#include "adapter_model.h"

enum { MAX_CACHE_ID = CACHE_KMALLOC_DMA + NR_KMALLOC_INDICES };

/* The harness's number of a cache. */
static uint32_t id_of_cache(const struct machine *m, int cache)
{
	const struct kmem_cache *s = &m->slub.caches[cache];

	if (cache == BOOT_CACHE_NODE)
		return CACHE_KMEM_CACHE_NODE;
	if (cache == BOOT_CACHE)
		return CACHE_KMEM_CACHE;
	if (s->kmalloc_index < 0)
		return CACHE_PTLOCK;
	return (s->dma ? CACHE_KMALLOC_DMA : CACHE_KMALLOC) + (uint32_t)s->kmalloc_index;
}

/* Whether the locks have a cache of their own. */
static bool is_ptlock_cache(const struct machine *m)
{
	int cache = m->slub.ptlock_cache;

	return cache != NO_CACHE && m->slub.caches[cache].kmalloc_index < 0;
}

/* The cache of that number, or NO_CACHE. */
static int cache_of_id(const struct machine *m, uint32_t id)
{
	if (id == CACHE_KMEM_CACHE_NODE)
		return BOOT_CACHE_NODE;
	if (id == CACHE_KMEM_CACHE)
		return BOOT_CACHE;
	if (id == CACHE_PTLOCK)
		return is_ptlock_cache(m) ? m->slub.ptlock_cache : NO_CACHE;
	if (id >= CACHE_KMALLOC_DMA)
		return m->slub.kmalloc_dma_caches[id - CACHE_KMALLOC_DMA];
	if (id >= CACHE_KMALLOC && id < CACHE_KMALLOC + NR_KMALLOC_INDICES)
		return m->slub.kmalloc_caches[id - CACHE_KMALLOC];
	return NO_CACHE;
}

/* The next cache in the order of their numbers, from number *id on; *id is left at it. */
static bool next_cache(const struct machine *m, uint32_t *id, int *cache)
{
	for (; *id < MAX_CACHE_ID; (*id)++) {
		*cache = cache_of_id(m, *id);
		if (*cache != NO_CACHE)
			return true;
	}
	return false;
}

static uint64_t length_of_freelist(const struct machine *m, uint32_t slab, uint16_t object)
{
	uint64_t length = 0;

	for (; object != NO_OBJECT; object = *model_next_object(&m->slub, slab, object))
		length++;
	return length;
}

static void add_cache(const struct machine *m, int cache, enum obs_table table,
		      struct observation *o)
{
	const struct kmem_cache *s = &m->slub.caches[cache];
	struct obs_slab_cache *row = observation_row(o, table);

	*row = (struct obs_slab_cache){
	    .cache = id_of_cache(m, cache),
	    .object_size = s->object_size,
	    .size = s->size,
	    .align = s->align,
	    .inuse = s->inuse,
	    .offset = s->offset,
	    .oo_order = s->oo.order,
	    .oo_objects = s->oo.objects,
	    .min_order = s->min.order,
	    .min_objects = s->min.objects,
	    .max_order = s->max.order,
	    .max_objects = s->max.objects,
	    .allocflags = (s->oo.order ? SLAB_ALLOC_COMP : 0) | (s->dma ? SLAB_ALLOC_DMA : 0u),
	    .flags =
		(s->hwcache ? SLAB_FLAG_HWCACHE_ALIGN : 0) | (s->dma ? SLAB_FLAG_CACHE_DMA : 0u),
	    .refcount = as_u64(s->refcount),
	    .min_partial = s->min_partial,
	    .cpu_partial = s->cpu_partial,
	};
}

void model_observe_caches(const struct machine *m, struct observation *o)
{
	const struct slub *s = &m->slub;

	*OBS_ADD(o, slab_scalars) = (struct obs_slab_scalars){
	    .slab_state = 3, /* UP */
	    .nr_cpu_ids = s->params.nr_cpu_ids,
	    .nr_node_ids = m->numa.nr_node_ids,
	    .cache_line = s->params.cache_line_size,
	    .min_order = s->params.slub_min_order,
	    .max_order = s->max_order,
	    .min_objects = s->params.slub_min_objects,
	    .nr_caches = s->nr_listed,
	    .useless_nodes = s->useless_nodes,
	};
	for (unsigned int i = s->nr_listed; i-- > 0;)
		add_cache(m, s->slab_caches[i], OBS_slab_cache, o);
	for (uint64_t i = 0; i < 24; i++)
		*OBS_ADD(o, slab_index) = (struct obs_slab_index){(i + 1) * 8, s->size_index[i]};
}

void model_observe_ptlock_cache(const struct machine *m, struct observation *o)
{
	int cache = m->slub.ptlock_cache;

	*OBS_ADD(o, pgtable) = (struct obs_pgtable){
	    m->slub.nr_listed, cache == NO_CACHE ? NONE : id_of_cache(m, cache)};
	if (cache != NO_CACHE)
		add_cache(m, cache, OBS_pgtable_cache, o);
}

static void observe_nodes(const struct machine *m, uint32_t id, int cache,
			  const struct slab_tables *to, struct observation *o)
{
	const struct kmem_cache *s = &m->slub.caches[cache];

	for (uint64_t nodes = s->nodes; nodes; nodes &= nodes - 1) {
		uint64_t nid = (uint64_t)__builtin_ctzll(nodes);
		const struct kmem_cache_node *n = &s->node[nid];
		struct obs_slab_node *row;

		row = observation_row(o, to->node);
		*row =
		    (struct obs_slab_node){id, nid, n->nr_slabs, n->total_objects, n->nr_partial};
		for (uint32_t slab = n->first; slab; slab = m->slub.slabs[slab].next) {
			struct obs_slab_partial *partial = observation_row(o, to->partial);

			*partial = (struct obs_slab_partial){id, nid, m->slub.slabs[slab].pfn};
		}
	}
}

void model_observe_slab_cpus(const struct machine *m, enum obs_table table, struct observation *o)
{
	int cache;

	for (uint32_t id = 0; next_cache(m, &id, &cache); id++) {
		const struct kmem_cache *s = &m->slub.caches[cache];
		struct obs_slab_cpu *row = observation_row(o, table);

		*row = (struct obs_slab_cpu){
		    .cache = id,
		    .pfn = s->cpu_slab ? m->slub.slabs[s->cpu_slab].pfn : NONE,
		    .free_objects = length_of_freelist(m, s->cpu_slab, s->cpu_freelist),
		    .in_use = s->objects_out,
		};
	}
}

static int by_pfn(const void *a, const void *b)
{
	const struct slab *const *x = a;
	const struct slab *const *y = b;

	return (*x)->pfn < (*y)->pfn ? -1 : 1;
}

static void observe_slab_pages(const struct machine *m, enum obs_table table, struct observation *o)
{
	static const struct slab *live[MAX_SLABS];
	size_t nr = 0;

	for (uint32_t slab = 1; slab < m->slub.nr_slabs; slab++)
		if (m->slub.slabs[slab].live)
			live[nr++] = &m->slub.slabs[slab];
	qsort(live, nr, sizeof(live[0]), by_pfn);
	for (size_t i = 0; i < nr; i++) {
		const struct slab *p = live[i];
		struct obs_slab_page *row = observation_row(o, table);

		*row = (struct obs_slab_page){
		    .pfn = p->pfn,
		    .order = p->order,
		    .cache = id_of_cache(m, p->cache),
		    .boot_struct = p->boot_struct,
		    .objects = p->objects,
		    .inuse = p->inuse,
		    .frozen = p->frozen,
		    .free_objects =
			length_of_freelist(m, (uint32_t)(p - m->slub.slabs), p->freelist),
		};
	}
}

static void observe_cpu_partial(const struct machine *m, enum obs_table table,
				struct observation *o)
{
	int cache;

	for (uint32_t id = 0; next_cache(m, &id, &cache); id++)
		for (uint32_t slab = m->slub.caches[cache].cpu_partial_first; slab;
		     slab = m->slub.slabs[slab].cpu_next) {
			const struct slab *p = &m->slub.slabs[slab];
			struct obs_slab_cpu_partial *row = observation_row(o, table);

			*row =
			    (struct obs_slab_cpu_partial){id, p->pfn, p->cpu_pages, p->cpu_objects};
		}
}

void model_observe_slabs(const struct machine *m, const struct slab_tables *to,
			 struct observation *o)
{
	int cache;

	for (uint32_t id = 0; next_cache(m, &id, &cache); id++)
		observe_nodes(m, id, cache, to, o);
	model_observe_slab_cpus(m, to->cpu, o);
	observe_cpu_partial(m, to->cpu_partial, o);
	observe_slab_pages(m, to->page, o);
}

void model_observe_slab_events(const struct machine *m, enum obs_table table, size_t from,
			       struct observation *o)
{
	const struct trace *events = &m->slub.events;

	for (size_t i = from; i < events->nr; i++) {
		const struct trace_row *event = &events->rows[i];
		struct obs_slab_trace *row = observation_row(o, table);

		*row = (struct obs_slab_trace){
		    .event = event->a == SLAB_EVENT_NEW ? SLAB_NEW : SLAB_DISCARDED,
		    .cache = id_of_cache(m, (int)event->b),
		    .nid = event->c,
		    .pfn = event->d,
		    .order = event->e,
		};
	}
}
