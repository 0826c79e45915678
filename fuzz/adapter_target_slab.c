/* Rows of the slab allocator of target/. */
#include "adapter_target_machine.h"
#include "adapter_target_pages.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_NUMBERED_CACHES = 3 + 2 * (KMALLOC_MAX_INDEX + 1) };

/* The caches by ascending number (enum slab_cache_id), and their numbers. */
struct caches {
	const struct slub *slub;
	uint32_t nr;
	const struct kmem_cache *cache[MAX_NUMBERED_CACHES];
	uint64_t number[SLUB_MAX_CACHES]; /* by index in slub->caches */
};

/* Index of a cache in the array of caches; a static one counts as the one that it became. */
static uint32_t cache_index(const struct slub *slub, const struct kmem_cache *s)
{
	if (s == &slub->boot_kmem_cache_node)
		return 0;
	if (s == &slub->boot_kmem_cache)
		return 1;
	return (uint32_t)(s - slub->caches);
}

static void add_cache(struct caches *caches, const struct kmem_cache *s, uint64_t number)
{
	if (!s)
		return;
	caches->cache[caches->nr++] = s;
	caches->number[cache_index(caches->slub, s)] = number;
}

/* The cache made last, if it is none of kmalloc's; else NULL. */
static const struct kmem_cache *ptlock_cache(const struct slub *slub)
{
	const struct kmem_cache *last = &slub->caches[slub->nr_caches - 1];

	for (uint32_t i = 0; i <= KMALLOC_MAX_INDEX; i++)
		if (last == slub->kmalloc_caches[i] || last == slub->kmalloc_dma_caches[i])
			return NULL;
	return last;
}

static void number_caches(struct caches *caches, const struct slub *slub)
{
	caches->slub = slub;
	caches->nr = 0;
	memset(caches->number, 0xff, sizeof(caches->number));
	add_cache(caches, slub->kmem_cache_node, CACHE_KMEM_CACHE_NODE);
	add_cache(caches, slub->kmem_cache, CACHE_KMEM_CACHE);
	add_cache(caches, ptlock_cache(slub), CACHE_PTLOCK);
	for (uint32_t i = 0; i <= KMALLOC_MAX_INDEX; i++)
		add_cache(caches, slub->kmalloc_caches[i], CACHE_KMALLOC + i);
	for (uint32_t i = 0; i <= KMALLOC_MAX_INDEX; i++)
		add_cache(caches, slub->kmalloc_dma_caches[i], CACHE_KMALLOC_DMA + i);
}

static uint64_t cache_number(const struct caches *caches, const struct kmem_cache *s)
{
	return caches->number[cache_index(caches->slub, s)];
}

static void observe_slab_cache(const struct caches *caches, const struct kmem_cache *s,
			       enum obs_table table, struct observation *o)
{
	struct obs_slab_cache *row = observation_row(o, table);

	*row = (struct obs_slab_cache){
	    .cache = cache_number(caches, s),
	    .object_size = s->object_size,
	    .size = s->size,
	    .align = s->align,
	    .inuse = s->inuse,
	    .offset = s->offset,
	    .reserved = s->reserved,
	    .oo_order = oo_order(s->oo),
	    .oo_objects = oo_objects(s->oo),
	    .min_order = oo_order(s->min),
	    .min_objects = oo_objects(s->min),
	    .max_order = oo_order(s->max),
	    .max_objects = oo_objects(s->max),
	    .allocflags = (s->allocflags & SLAB_GFP_COMP ? SLAB_ALLOC_COMP : 0) |
			  (s->allocflags & SLAB_GFP_DMA ? SLAB_ALLOC_DMA : 0),
	    .flags = (s->flags & SLAB_HWCACHE_ALIGN ? SLAB_FLAG_HWCACHE_ALIGN : 0) |
		     (s->flags & SLAB_CACHE_DMA ? SLAB_FLAG_CACHE_DMA : 0),
	    .refcount = (uint64_t)(int64_t)s->refcount,
	    .min_partial = s->min_partial,
	    .cpu_partial = s->cpu_partial,
	};
}

uint64_t target_count_caches(const struct slub *slub)
{
	uint64_t nr = 0;

	for (const struct list_head *e = slub->slab_caches.next; e != &slub->slab_caches;
	     e = e->next)
		nr++;
	return nr;
}

void target_observe_slub(struct slub *slub, struct observation *o)
{
	struct caches caches;

	number_caches(&caches, slub);
	*OBS_ADD(o, slab_scalars) = (struct obs_slab_scalars){
	    .slab_state = slub->state,
	    .nr_cpu_ids = slub->config.nr_cpu_ids,
	    .nr_node_ids = slub->config.nr_node_ids,
	    .cache_line = slub->config.cache_line,
	    .min_order = slub->config.slub_min_order,
	    .max_order = slub->config.slub_max_order,
	    .min_objects = slub->config.slub_min_objects,
	    .nr_caches = target_count_caches(slub),
	    .useless_nodes = slub->useless_nodes,
	};
	for (struct list_head *e = slub->slab_caches.next; e != &slub->slab_caches; e = e->next)
		observe_slab_cache(&caches, cache_of_list(e), OBS_slab_cache, o);
	for (uint64_t i = 0; i < NR_SIZE_INDEX; i++)
		*OBS_ADD(o, slab_index) =
		    (struct obs_slab_index){.bytes = (i + 1) * 8, .index = slub->size_index[i]};
}

void target_observe_pgtable(const struct mm_machine *mm, struct observation *o)
{
	const struct kmem_cache *ptlock = mm->pgtable.ptlock_cache;
	struct caches caches;

	number_caches(&caches, &mm->slub);
	*OBS_ADD(o, pgtable) = (struct obs_pgtable){
	    .nr_caches = target_count_caches(&mm->slub),
	    .ptlock_cache = ptlock ? cache_number(&caches, ptlock) : UINT64_MAX,
	};
	if (ptlock)
		observe_slab_cache(&caches, ptlock, OBS_pgtable_cache, o);
}

static void observe_slab_trace(const struct caches *caches, uint32_t first, enum obs_table table,
			       struct observation *o)
{
	const struct slub *slub = caches->slub;

	for (uint32_t i = first; i < slub->nr_events; i++) {
		const struct slab_event *event = &slub->events[i];
		struct obs_slab_trace *row = observation_row(o, table);

		row->event = event->discarded ? SLAB_DISCARDED : SLAB_NEW;
		row->cache = cache_number(caches, event->cache);
		row->nid = (uint64_t)(int64_t)event->nid;
		row->pfn = event->pfn;
		row->order = event->order;
	}
}

static void observe_slab_nodes(const struct caches *caches, const struct kmem_cache *s,
			       enum obs_table table, struct observation *o)
{
	for (int nid = node_next(s->node_mask, -1); nid >= 0; nid = node_next(s->node_mask, nid)) {
		struct obs_slab_node *row = observation_row(o, table);

		row->cache = cache_number(caches, s);
		row->nid = (uint64_t)nid;
		row->nr_slabs = s->node[nid]->nr_slabs;
		row->total_objects = s->node[nid]->total_objects;
		row->nr_partial = s->node[nid]->nr_partial;
	}
}

static void observe_partial_lists(const struct caches *caches, const struct kmem_cache *s,
				  enum obs_table table, struct observation *o)
{
	const struct slub *slub = caches->slub;

	for (int nid = node_next(s->node_mask, -1); nid >= 0; nid = node_next(s->node_mask, nid)) {
		const struct list_head *list = &s->node[nid]->partial;
		uint32_t limit = slub->nr_slabs;

		for (struct list_head *e = list->next; e != list && limit; e = e->next, limit--) {
			struct obs_slab_partial *row = observation_row(o, table);

			row->cache = cache_number(caches, s);
			row->nid = (uint64_t)nid;
			row->pfn = target_pfn_of_lru(slub->pa->sparse, e);
			if (row->pfn == NO_STRUCT_PAGE)
				break;
		}
	}
}

static void observe_cpu_slab(const struct caches *caches, const struct kmem_cache *s,
			     uint64_t in_use, enum obs_table table, struct observation *o)
{
	const struct slub *slub = caches->slub;
	const struct kmem_cache_cpu *c = s->cpu_slab;
	struct obs_slab_cpu *row = observation_row(o, table);

	row->cache = cache_number(caches, s);
	row->pfn = c->page ? page_to_pfn(slub->pa->sparse, c->page) : UINT64_MAX;
	row->free_objects = c->page ? slab_list_length(c->page, c->freelist) : 0;
	row->in_use = in_use;
}

static void observe_cpu_partial(const struct caches *caches, const struct kmem_cache *s,
				enum obs_table table, struct observation *o)
{
	const struct slub *slub = caches->slub;
	uint32_t limit = slub->nr_slabs;

	for (const struct page *page = s->cpu_slab->partial; page && limit;
	     page = page->next, limit--) {
		struct obs_slab_cpu_partial *row = observation_row(o, table);

		*row = (struct obs_slab_cpu_partial){
		    .cache = cache_number(caches, s),
		    .pfn = page_to_pfn(slub->pa->sparse, page),
		    .pages = page->pages,
		    .pobjects = page->pobjects,
		};
	}
}

/* Objects handed out, by cache. */
static void count_objects(const struct slub *slub, uint64_t in_use[SLUB_MAX_CACHES])
{
	for (uint32_t i = 0; i < SLUB_MAX_CACHES; i++)
		in_use[i] = 0;
	for (uint32_t i = 0; i < slub->nr_slabs; i++) {
		const struct slab_objects *objects = &slub->slabs[i];
		const struct page *page = pfn_to_page(slub->pa->sparse, objects->pfn);
		const struct kmem_cache_cpu *c;

		if (!objects->live)
			continue;
		c = page->slab_cache->cpu_slab;
		in_use[cache_index(slub, page->slab_cache)] +=
		    page->objects - slab_list_length(page, objects->freelist) -
		    (c->page == page ? slab_list_length(page, c->freelist) : 0);
	}
}

static int by_pfn(const void *a, const void *b)
{
	uint64_t x = (*(struct slab_objects *const *)a)->pfn;
	uint64_t y = (*(struct slab_objects *const *)b)->pfn;

	return (x > y) - (x < y);
}

static void observe_slab_pages(struct target_machine *t, const struct caches *caches,
			       enum obs_table table, struct observation *o)
{
	const struct slub *slub = caches->slub;
	uint32_t nr = 0;

	for (uint32_t i = 0; i < slub->nr_slabs; i++)
		if (slub->slabs[i].live)
			t->slabs[nr++] = &slub->slabs[i];
	qsort(t->slabs, nr, sizeof(t->slabs[0]), by_pfn);
	for (uint32_t i = 0; i < nr; i++) {
		const struct page *page = pfn_to_page(slub->pa->sparse, t->slabs[i]->pfn);
		struct obs_slab_page *row = observation_row(o, table);

		row->pfn = t->slabs[i]->pfn;
		row->order = compound_order(page);
		row->cache = cache_number(caches, page->slab_cache);
		row->boot_struct = page->slab_cache == &slub->boot_kmem_cache ||
				   page->slab_cache == &slub->boot_kmem_cache_node;
		row->objects = page->objects;
		row->inuse = page->inuse;
		row->frozen = page->frozen;
		row->free_objects = slab_list_length(page, t->slabs[i]->freelist);
	}
}

static void observe_cpu_slabs(const struct caches *caches, enum obs_table table,
			      struct observation *o)
{
	uint64_t in_use[SLUB_MAX_CACHES];

	count_objects(caches->slub, in_use);
	for (uint32_t i = 0; i < caches->nr; i++)
		observe_cpu_slab(caches, caches->cache[i],
				 in_use[cache_index(caches->slub, caches->cache[i])], table, o);
}

void target_observe_cpu_slabs(const struct slub *slub, enum obs_table table, struct observation *o)
{
	struct caches caches;

	number_caches(&caches, slub);
	observe_cpu_slabs(&caches, table, o);
}

void target_observe_slabs(struct target_machine *t, uint32_t first_event,
			  const struct slab_tables *tables, struct observation *o)
{
	struct caches caches;

	number_caches(&caches, &t->mm->slub);
	observe_slab_trace(&caches, first_event, tables->trace, o);
	for (uint32_t i = 0; i < caches.nr; i++) {
		observe_slab_nodes(&caches, caches.cache[i], tables->node, o);
		observe_partial_lists(&caches, caches.cache[i], tables->partial, o);
		observe_cpu_partial(&caches, caches.cache[i], tables->cpu_partial, o);
	}
	observe_cpu_slabs(&caches, tables->cpu, o);
	observe_slab_pages(t, &caches, tables->page, o);
}
