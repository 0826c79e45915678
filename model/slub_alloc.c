/* Slabs and their objects: the paths of one CPU (mm/slub.c). Spec 06, 3a, 6. */
#include "free_list.h"
#include "machine.h"
#include "slub.h"

bool model_slub_open(struct slub *s)
{
	s->slabs = model_map(MAX_SLABS * sizeof(*s->slabs));
	s->next_object = model_map((size_t)MAX_SLABS * NO_OBJECT * sizeof(*s->next_object));
	return s->slabs && s->next_object && model_trace_open(&s->events, 1 << 20);
}

void model_slub_close(struct slub *s)
{
	model_unmap(s->slabs, MAX_SLABS * sizeof(*s->slabs));
	model_unmap(s->next_object, (size_t)MAX_SLABS * NO_OBJECT * sizeof(*s->next_object));
	model_trace_close(&s->events);
}

static struct slab *slab_of(struct machine *m, uint32_t slab)
{
	return &m->slub.slabs[slab];
}

/* page_to_nid */
static int slab_nid(const struct machine *m, uint32_t slab)
{
	return m->memmap.zone_id[m->slub.slabs[slab].pfn] / MAX_NR_ZONES;
}

static struct zone *slab_zone(struct machine *m, uint32_t slab)
{
	return zone_of_id(&m->mmzone, m->memmap.zone_id[slab_of(m, slab)->pfn]);
}

/* get_node. Without a structure for the node the kernel follows a null pointer. */
static struct kmem_cache_node *node_of(struct machine *m, int cache, int nid)
{
	struct kmem_cache *s = &m->slub.caches[cache];

	if (!has_node(s, nid))
		model_stop(m, STOP_SLAB_NO_NODE);
	return &s->node[nid];
}

uint64_t model_object_address(const struct machine *m, struct object o)
{
	const struct slab *p = &m->slub.slabs[o.slab];

	return (p->pfn << m->geometry->page_shift) +
	       (uint64_t)o.number * m->slub.caches[p->cache].size;
}

/*
 * Partial lists of nodes.
 */

void model_add_partial(struct machine *m, int cache, int nid, uint32_t slab, bool tail)
{
	struct kmem_cache_node *n = node_of(m, cache, nid);
	struct slab *p = slab_of(m, slab);

	n->nr_partial++;
	p->next = tail ? NO_SLAB : n->first;
	p->prev = tail ? n->last : NO_SLAB;
	if (p->prev)
		slab_of(m, p->prev)->next = slab;
	else
		n->first = slab;
	if (p->next)
		slab_of(m, p->next)->prev = slab;
	else
		n->last = slab;
}

/* remove_partial: of the node whose list it is on. */
static void remove_partial(struct machine *m, struct kmem_cache_node *n, uint32_t slab)
{
	struct slab *p = slab_of(m, slab);

	if (p->prev)
		slab_of(m, p->prev)->next = p->next;
	else
		n->first = p->next;
	if (p->next)
		slab_of(m, p->next)->prev = p->prev;
	else
		n->last = p->prev;
	n->nr_partial--;
	model_poison_lru(m, p->pfn);
}

static void add_event(struct machine *m, enum slab_event event, uint32_t slab, int nid)
{
	const struct slab *p = slab_of(m, slab);

	model_trace_add_row(&m->slub.events,
			    (struct trace_row){event, (uint64_t)p->cache, (uint64_t)(int64_t)nid,
					       p->pfn, p->order});
}

/*
 * New slabs, and the end of old ones.
 */

static uint32_t free_slab_number(struct machine *m)
{
	struct slub *s = &m->slub;

	for (uint32_t slab = 1; slab < s->nr_slabs; slab++)
		if (!s->slabs[slab].live)
			return slab;
	return s->nr_slabs++;
}

/* alloc_slab_page, at order oo, else at the least order that holds an object. */
static bool alloc_slab_page(struct machine *m, const struct kmem_cache *s, int nid, uint64_t *pfn,
			    struct order_objects *oo)
{
	int highest_zone = s->dma ? 0 : m->geometry->highest_kernel_zone;

	if (nid == NUMA_NO_NODE)
		nid = model_boot_nid(m);
	*oo = s->oo;
	if (model_alloc_pages(m, oo->order, highest_zone, nid, MIGRATE_UNMOVABLE, pfn))
		return true;
	*oo = s->min;
	return model_alloc_pages(m, oo->order, highest_zone, nid, MIGRATE_UNMOVABLE, pfn);
}

uint32_t model_new_slab(struct machine *m, int cache, int nid)
{
	const struct kmem_cache *s = &m->slub.caches[cache];
	struct order_objects oo;
	struct kmem_cache_node *n;
	uint32_t slab;
	uint64_t pfn;

	if (!alloc_slab_page(m, s, nid, &pfn, &oo))
		return NO_SLAB;
	slab = free_slab_number(m);
	*slab_of(m, slab) = (struct slab){
	    .live = true,
	    .cache = cache,
	    .boot_struct = s->is_static,
	    .pfn = pfn,
	    .order = oo.order,
	    .objects = oo.objects & MAX_OBJS_PER_PAGE, /* a field of 15 bits */
	};
	if (slab_of(m, slab)->objects == 0)
		model_stop(m, STOP_SLAB_NO_OBJECTS);
	if (oo.order > 0)
		model_prep_compound_page(m, pfn, oo.order);
	model_set_page_slab(m, pfn);
	for (uint16_t i = 0; i < slab_of(m, slab)->objects; i++)
		*model_next_object(&m->slub, slab, i) = (uint16_t)(i + 1);
	*model_next_object(&m->slub, slab, (uint16_t)(slab_of(m, slab)->objects - 1)) = NO_OBJECT;
	slab_of(m, slab)->freelist = 0;
	slab_of(m, slab)->inuse = slab_of(m, slab)->objects;
	slab_of(m, slab)->frozen = true;
	slab_zone(m, slab)->slab_pages += UINT64_C(1) << oo.order;
	/* inc_slabs_node: while the node's structure is still to come nothing is counted. */
	if (has_node(s, slab_nid(m, slab))) {
		n = node_of(m, cache, slab_nid(m, slab));
		n->nr_slabs++;
		n->total_objects += slab_of(m, slab)->objects;
	}
	add_event(m, SLAB_EVENT_NEW, slab, nid);
	return slab;
}

/* discard_slab */
static void discard_slab(struct machine *m, uint32_t slab)
{
	struct slab *p = slab_of(m, slab);
	struct kmem_cache_node *n = node_of(m, p->cache, slab_nid(m, slab));

	add_event(m, SLAB_EVENT_DISCARDED, slab, slab_nid(m, slab));
	n->nr_slabs--;
	n->total_objects -= p->objects;
	slab_zone(m, slab)->slab_pages -= UINT64_C(1) << p->order;
	p->live = false;
	model_clear_page_slab(m, p->pfn);
	model_free_pages(m, p->pfn, p->order);
}

/*
 * The CPU slab and the CPU's partial slabs.
 */

/* deactivate_slab: what the CPU had of the slab goes back, one object after the other. */
static void deactivate_slab(struct machine *m, struct kmem_cache *s)
{
	uint32_t slab = s->cpu_slab;
	struct slab *p = slab_of(m, slab);
	int nid = slab_nid(m, slab);
	struct kmem_cache_node *n = node_of(m, p->cache, nid);
	bool tail = p->freelist != NO_OBJECT;
	uint16_t *next_object = model_next_object(&m->slub, slab, 0);
	uint16_t object = s->cpu_freelist, freelist = p->freelist;

	while (object != NO_OBJECT) {
		uint16_t next = next_object[object];

		next_object[object] = freelist;
		freelist = object;
		p->inuse--;
		object = next;
	}
	p->freelist = freelist;
	p->frozen = false;
	s->cpu_slab = NO_SLAB;
	s->cpu_freelist = NO_OBJECT;
	if (p->inuse == 0 && n->nr_partial >= s->min_partial)
		discard_slab(m, slab);
	else if (p->freelist != NO_OBJECT)
		model_add_partial(m, p->cache, nid, slab, tail);
}

/* unfreeze_partials: to the nodes' lists, and what is empty and one too many to the buddy lists,
 * the last one found first. */
static void unfreeze_partials(struct machine *m, struct kmem_cache *s)
{
	uint32_t discard = NO_SLAB;

	while (s->cpu_partial_first) {
		uint32_t slab = s->cpu_partial_first;
		struct slab *p = slab_of(m, slab);
		int nid = slab_nid(m, slab);
		struct kmem_cache_node *n = node_of(m, p->cache, nid);

		s->cpu_partial_first = p->cpu_next;
		p->frozen = false;
		if (p->inuse == 0 && n->nr_partial >= s->min_partial) {
			p->cpu_next = discard;
			discard = slab;
		} else {
			model_add_partial(m, p->cache, nid, slab, true);
		}
	}
	while (discard) {
		uint32_t slab = discard;

		discard = slab_of(m, slab)->cpu_next;
		discard_slab(m, slab);
	}
}

/* put_cpu_partial. drain: a full list is emptied first. */
static void put_cpu_partial(struct machine *m, struct kmem_cache *s, uint32_t slab, bool drain)
{
	struct slab *p = slab_of(m, slab);
	const struct slab *first = slab_of(m, s->cpu_partial_first);

	if (s->cpu_partial_first && drain && first->cpu_objects > s->cpu_partial)
		unfreeze_partials(m, s);
	p->cpu_pages = 1;
	p->cpu_objects = p->objects - p->inuse;
	if (s->cpu_partial_first) {
		p->cpu_pages += first->cpu_pages;
		p->cpu_objects += first->cpu_objects;
	}
	p->cpu_next = s->cpu_partial_first;
	s->cpu_partial_first = slab;
}

void model_flush_cpu_slab(struct machine *m, int cache)
{
	struct kmem_cache *s = &m->slub.caches[cache];

	if (s->cpu_slab)
		deactivate_slab(m, s);
	unfreeze_partials(m, s);
}

/*
 * Allocating.
 */

/* get_partial_node: the first slab of the list becomes the CPU slab; more follow to the CPU's own
 * partial list until half of cpu_partial is reached. True if there was one. */
static bool get_partial_node(struct machine *m, struct kmem_cache *s, int nid)
{
	struct kmem_cache_node *n = &s->node[nid];
	unsigned int available = 0;
	bool found = false;

	while (has_node(s, nid) && n->first) {
		uint32_t slab = n->first;
		struct slab *p = slab_of(m, slab);

		available += p->objects - p->inuse;
		p->frozen = true;
		remove_partial(m, n, slab);
		/* The first slab of all may hold but the one object that was taken from it. */
		if (p->freelist == NO_OBJECT)
			break;
		if (!found) {
			s->cpu_slab = slab;
			s->cpu_freelist = p->freelist;
			p->freelist = NO_OBJECT;
			p->inuse = p->objects;
			found = true;
		} else {
			put_cpu_partial(m, s, slab, false);
		}
		if (!m->slub.params.has_cpu_partial || available > s->cpu_partial / 2)
			break;
	}
	return found;
}

/* get_any_partial: other nodes help out with what they have too much of. The clock that lets the
 * kernel pass over this now and then is taken to say no. */
static bool get_any_partial(struct machine *m, struct kmem_cache *s)
{
	const struct node *node = &m->mmzone.nodes[model_boot_nid(m)];
	int highest_zone = s->dma ? 0 : m->geometry->highest_kernel_zone;

	for (uint32_t i = 0; i < node->nr_zonelist; i++) {
		int nid = (int)(node->zonelist[i] / MAX_NR_ZONES);

		if ((int)(node->zonelist[i] % MAX_NR_ZONES) > highest_zone || !has_node(s, nid) ||
		    s->node[nid].nr_partial <= s->min_partial)
			continue;
		if (get_partial_node(m, s, nid))
			return true;
	}
	return false;
}

/* get_partial */
static bool get_partial(struct machine *m, struct kmem_cache *s, int nid)
{
	int from = nid == NUMA_NO_NODE ? model_boot_nid(m) : nid;

	if (get_partial_node(m, s, from))
		return true;
	return nid == NUMA_NO_NODE && !m->geometry->flatmem && get_any_partial(m, s);
}

/* Step by step through ___slab_alloc until the CPU slab has a free object. False without memory. */
static bool refill(struct machine *m, int cache, int nid)
{
	struct kmem_cache *s = &m->slub.caches[cache];

	for (;;) {
		uint32_t slab;
		struct slab *p;

		if (s->cpu_slab == NO_SLAB && s->cpu_partial_first != NO_SLAB) {
			s->cpu_slab = s->cpu_partial_first;
			s->cpu_partial_first = slab_of(m, s->cpu_slab)->cpu_next;
			s->cpu_freelist = NO_OBJECT;
		}
		if (s->cpu_slab == NO_SLAB)
			break;
		p = slab_of(m, s->cpu_slab);
		if (nid != NUMA_NO_NODE && slab_nid(m, s->cpu_slab) != nid) {
			deactivate_slab(m, s);
			continue;
		}
		if (s->cpu_freelist != NO_OBJECT)
			return true;
		/* get_freelist: what was freed to the page meanwhile; a full slab is let go. */
		slab = s->cpu_slab;
		s->cpu_freelist = p->freelist;
		p->inuse = p->objects;
		p->frozen = p->freelist != NO_OBJECT;
		p->freelist = NO_OBJECT;
		if (slab_of(m, slab)->frozen)
			return true;
		s->cpu_slab = NO_SLAB;
	}
	if (get_partial(m, s, nid))
		return true;
	s->cpu_slab = model_new_slab(m, cache, nid);
	if (s->cpu_slab == NO_SLAB)
		return false;
	s->cpu_freelist = slab_of(m, s->cpu_slab)->freelist;
	slab_of(m, s->cpu_slab)->freelist = NO_OBJECT;
	return true;
}

struct object model_slab_alloc(struct machine *m, int cache, int nid)
{
	struct kmem_cache *s = &m->slub.caches[cache];
	uint16_t object;

	if (!refill(m, cache, nid))
		return (struct object){NO_SLAB, 0};
	object = s->cpu_freelist;
	s->cpu_freelist = *model_next_object(&m->slub, s->cpu_slab, object);
	s->objects_out++;
	return (struct object){s->cpu_slab, object};
}

/*
 * Freeing.
 */

/* __slab_free: of a slab that is not the CPU slab. */
static void free_to_page(struct machine *m, struct kmem_cache *s, uint32_t slab, uint16_t object)
{
	struct slab *p = slab_of(m, slab);
	bool was_full = p->freelist == NO_OBJECT;
	struct kmem_cache_node *n;

	*model_next_object(&m->slub, slab, object) = p->freelist;
	p->freelist = object;
	p->inuse--;
	if (p->frozen || (p->inuse != 0 && !was_full))
		return;
	/* It was on no list, and will be on the CPU's. */
	if (was_full && m->slub.params.has_cpu_partial) {
		p->frozen = true;
		put_cpu_partial(m, s, slab, true);
		return;
	}
	n = node_of(m, p->cache, slab_nid(m, slab));
	if (p->inuse == 0 && n->nr_partial >= s->min_partial) {
		if (!was_full)
			remove_partial(m, n, slab);
		discard_slab(m, slab);
	} else if (was_full) {
		model_add_partial(m, p->cache, slab_nid(m, slab), slab, true);
	}
}

void model_slab_free(struct machine *m, uint32_t slab, uint16_t object)
{
	struct kmem_cache *s = &m->slub.caches[slab_of(m, slab)->cache];

	s->objects_out--;
	if (slab == s->cpu_slab) {
		*model_next_object(&m->slub, slab, object) = s->cpu_freelist;
		s->cpu_freelist = object;
		return;
	}
	free_to_page(m, s, slab, object);
}
