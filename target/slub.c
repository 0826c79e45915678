/* Slabs, and the objects taken from them and given back. */
#include "slub.h"

#include "area.h"
#include "slub_objects.h"

#include <stdio.h>
#include <stdlib.h>

#define EVENTS_BYTES (sizeof(struct slab_event) * 2 * SLUB_MAX_SLABS)
#define SLABS_BYTES  (sizeof(struct slab_objects) * SLUB_MAX_SLABS)
/* Of every slab there can be, though none is ever written for most of them. */
#define FREE_POINTERS_BYTES (sizeof(uint16_t) * (SLUB_MAX_OBJECTS + 1) * SLUB_MAX_SLABS)

void slub_create(struct slub *slub)
{
	slub->events = area_map(EVENTS_BYTES);
	slub->slabs = area_map(SLABS_BYTES);
	slub->free_pointers = area_map(FREE_POINTERS_BYTES);
}

void slub_destroy(struct slub *slub)
{
	area_unmap(slub->events, EVENTS_BYTES);
	area_unmap(slub->slabs, SLABS_BYTES);
	area_unmap(slub->free_pointers, FREE_POINTERS_BYTES);
}

/*
 * The free pointers of a slab.
 */

uint32_t slab_list_length(const struct page *page, uint16_t list)
{
	uint32_t length = 0;

	for (; list != NO_OBJECT && length <= page->objects; list = next_object(page, list)) {
		if (list == row_head(page->freelist))
			return length + row_length(page->freelist);
		length++;
	}
	return length;
}

/* Takes the first object off a list, which is not empty. */
static uint64_t pop(struct slub *slub, struct page *page, uint16_t *list)
{
	struct slab_objects *objects = page->freelist;
	uint16_t object = *list;

	*list = next_object(page, object);
	leave_row(objects, object);
	return (objects->pfn << slub->pa->sparse->geometry->page_shift) +
	       (uint64_t)object * page->slab_cache->size;
}

uint64_t slub_take_object(struct slub *slub, struct page *page)
{
	return pop(slub, page, &page->freelist->freelist);
}

/*
 * Slabs.
 */

/* get_node of the page; NULL and a fault if there is no structure for it. */
static struct kmem_cache_node *node_of(struct slub *slub, struct kmem_cache *s,
				       const struct page *page)
{
	unsigned int nid = page_to_nid(page);

	if (s->node_mask >> nid & 1)
		return s->node[nid];
	slub->fault = SLUB_NULL_NODE;
	return NULL;
}

/* The node that is asked for, or that of the CPU. */
static unsigned int wanted_nid(const struct slub *slub, int nid)
{
	return nid == NUMA_NO_NODE ? numa_mem_id(slub->pa) : (unsigned int)nid;
}

/* alloc_slab_page: 2^order pages, as one compound page if there are several. */
static struct page *alloc_slab_page(struct slub *slub, const struct kmem_cache *s, int nid,
				    unsigned int order)
{
	const struct geometry *geometry = slub->pa->sparse->geometry;
	enum zone_type zone = s->allocflags & SLAB_GFP_DMA ? ZONE_DMA : geometry->zone_normal;
	uint64_t pfn = alloc_pages(slub->pa, order, zone, wanted_nid(slub, nid), MIGRATE_UNMOVABLE);
	struct page *page;

	if (pfn == UINT64_MAX)
		return NULL;
	page = pfn_to_page(slub->pa->sparse, pfn);
	if (s->allocflags & SLAB_GFP_COMP)
		prep_compound_page(page, order);
	return page;
}

/* Notes a new slab, and gives it a row of free pointers. */
static struct slab_objects *record_slab(struct slub *slub, const struct page *page,
					unsigned int order, unsigned int nr_objects)
{
	struct slab_objects *objects = &slub->slabs[slub->nr_slabs];

	if (slub->nr_slabs == SLUB_MAX_SLABS) {
		fputs("mminit: more slabs than provided for\n", stderr);
		abort();
	}
	slub->nr_slabs++;
	*objects = (struct slab_objects){
	    .pfn = page_to_pfn(slub->pa->sparse, page),
	    .order = order,
	    .live = true,
	    .row_end = (uint16_t)nr_objects,
	    .next = slub->free_pointers + slub->nr_free_pointers,
	};
	slub->nr_free_pointers += nr_objects;
	return objects;
}

static void record_event(struct slub *slub, const struct kmem_cache *s, const struct page *page,
			 int nid, bool discarded)
{
	slub->events[slub->nr_events++] = (struct slab_event){
	    .discarded = discarded,
	    .cache = s,
	    .nid = nid,
	    .pfn = page->freelist->pfn,
	    .order = page->freelist->order,
	};
}

struct page *slub_new_slab(struct slub *slub, struct kmem_cache *s, int nid)
{
	struct kmem_cache_order_objects oo = s->oo;
	struct page *page = alloc_slab_page(slub, s, nid, oo_order(oo));
	unsigned int node;

	if (!page) {
		oo = s->min;
		page = alloc_slab_page(slub, s, nid, oo_order(oo));
		if (!page)
			return NULL;
	}
	/* 15 bits: more objects than that are cut. */
	page->objects = oo_objects(oo) & SLUB_MAX_OBJECTS;
	if (!page->objects) {
		slub->fault = SLUB_NO_OBJECTS;
		return NULL;
	}
	page->freelist = record_slab(slub, page, oo_order(oo), page->objects);
	page->slab_cache = s;
	page->flags |= PG_SLAB;
	page->inuse = page->objects;
	page->frozen = 1;
	page_zone(slub->pa, page)->nr_slab_unreclaimable += UINT64_C(1) << oo_order(oo);
	node = page_to_nid(page);
	if (s->node_mask >> node & 1) {
		s->node[node]->nr_slabs++;
		s->node[node]->total_objects += page->objects;
	}
	record_event(slub, s, page, nid, false);
	return page;
}

/* discard_slab. Of what the kernel leaves in the first page, the pointers are left out. */
static void discard_slab(struct slub *slub, struct kmem_cache *s, struct page *page)
{
	struct kmem_cache_node *n = s->node[page_to_nid(page)];
	struct slab_objects *objects = page->freelist;

	n->nr_slabs--;
	n->total_objects -= page->objects;
	page_zone(slub->pa, page)->nr_slab_unreclaimable -= UINT64_C(1) << objects->order;
	record_event(slub, s, page, (int)page_to_nid(page), true);
	page->flags &= ~PG_SLAB;
	page->_mapcount = -1;
	page->index = 0;
	page->private = 0;
	list_poison(&page->lru);
	objects->live = false;
	free_pages(slub->pa, objects->pfn, objects->order);
}

void slub_add_partial(struct kmem_cache_node *n, struct page *page, bool tail)
{
	n->nr_partial++;
	if (tail)
		list_add_tail(&page->lru, &n->partial);
	else
		list_add(&page->lru, &n->partial);
}

static void remove_partial(struct kmem_cache_node *n, struct page *page)
{
	list_del(&page->lru);
	n->nr_partial--;
}

/* The free objects that a CPU has go back to the page, one at a time, so that their order is
 * reversed: where they are the row and nothing else, that is turned round. */
static void give_back_objects(struct page *page, uint16_t freelist)
{
	struct slab_objects *objects = page->freelist;

	if (freelist != NO_OBJECT && objects->freelist == NO_OBJECT &&
	    freelist == row_head(objects)) {
		objects->row_descends = !objects->row_descends;
		objects->freelist = row_head(objects);
		page->inuse = (page->inuse - row_length(objects)) & UINT16_MAX;
		return;
	}
	while (freelist != NO_OBJECT) {
		uint16_t next = next_object(page, freelist);

		set_next_object(page, freelist, objects->freelist);
		objects->freelist = freelist;
		page->inuse--;
		freelist = next;
	}
}

/* deactivate_slab: a CPU gives up a slab. */
static void deactivate_slab(struct slub *slub, struct kmem_cache *s, struct page *page,
			    uint16_t freelist)
{
	struct slab_objects *objects = page->freelist;
	bool tail = objects->freelist != NO_OBJECT;
	struct kmem_cache_node *n;

	give_back_objects(page, freelist);
	page->frozen = 0;
	if (objects->freelist == NO_OBJECT)
		return;
	n = node_of(slub, s, page);
	if (!n)
		return;
	if (!page->inuse && n->nr_partial >= s->min_partial)
		discard_slab(slub, s, page);
	else
		slub_add_partial(n, page, tail);
}

/* unfreeze_partials: the CPU's partial slabs go to the lists of their nodes; empty ones, where
 * there are enough, back to the buddy allocator. */
static void unfreeze_partials(struct slub *slub, struct kmem_cache *s)
{
	struct kmem_cache_cpu *c = s->cpu_slab;
	struct page *discard = NULL;

	while (c->partial) {
		struct page *page = c->partial;
		struct kmem_cache_node *n = node_of(slub, s, page);

		if (!n)
			return;
		c->partial = page->next;
		page->frozen = 0;
		if (!page->inuse && n->nr_partial >= s->min_partial) {
			page->next = discard;
			discard = page;
		} else {
			slub_add_partial(n, page, true);
		}
	}
	while (discard) {
		struct page *page = discard;

		discard = page->next;
		discard_slab(slub, s, page);
	}
}

/* put_cpu_partial. drain: first makes room if there are many free objects already. */
static void put_cpu_partial(struct slub *slub, struct kmem_cache *s, struct page *page, bool drain)
{
	struct kmem_cache_cpu *c = s->cpu_slab;
	const struct page *old = c->partial;

	if (old && drain && old->pobjects > s->cpu_partial) {
		unfreeze_partials(slub, s);
		old = NULL;
	}
	page->pages = (old ? old->pages : 0) + 1;
	page->pobjects = (old ? old->pobjects : 0) + page->objects - page->inuse;
	page->next = c->partial;
	c->partial = page;
}

void slub_flush_cpu_slab(struct slub *slub, struct kmem_cache *s)
{
	struct kmem_cache_cpu *c = s->cpu_slab;

	if (c->page)
		deactivate_slab(slub, s, c->page, c->freelist);
	c->page = NULL;
	c->freelist = NO_OBJECT;
	unfreeze_partials(slub, s);
}

/*
 * Taking objects.
 */

/* node_match */
static bool node_match(const struct page *page, int nid)
{
	return page && (nid == NUMA_NO_NODE || page_to_nid(page) == (unsigned int)nid);
}

/* get_partial_node: the first partial slab of a node becomes the CPU's, and further ones go to its
 * partial list as long as the free objects are not many. */
static bool get_partial_node(struct slub *slub, struct kmem_cache *s, unsigned int nid)
{
	struct kmem_cache_node *n = s->node_mask >> nid & 1 ? s->node[nid] : NULL;
	struct kmem_cache_cpu *c = s->cpu_slab;
	uint32_t available = 0;

	if (!n || !n->nr_partial)
		return false;
	c->page = NULL;
	while (!list_empty(&n->partial) && available <= s->cpu_partial / 2) {
		struct page *page = page_of_lru(n->partial.next);

		available += (uint32_t)page->objects - page->inuse;
		remove_partial(n, page);
		page->frozen = 1;
		if (c->page) {
			put_cpu_partial(slub, s, page, false);
			continue;
		}
		c->page = page;
		c->freelist = page->freelist->freelist;
		page->freelist->freelist = NO_OBJECT;
		page->inuse = page->objects;
		if (!slub->config.cpu_partial)
			break;
	}
	return true;
}

/* get_any_partial: from a node that has more than it should keep. What the kernel makes depend on
 * the clock in one call of forty is done always. */
static bool get_any_partial(struct slub *slub, struct kmem_cache *s)
{
	const struct geometry *geometry = slub->pa->sparse->geometry;
	const struct pglist_data *pgdat = &slub->pa->node_data[numa_mem_id(slub->pa)];
	enum zone_type highest =
	    s->flags & SLAB_CACHE_DMA ? ZONE_DMA : (enum zone_type)geometry->zone_normal;

	for (uint32_t i = 0; i < pgdat->nr_zonelist; i++) {
		const struct zone *zone = pgdat->zonelist[i];
		const struct kmem_cache_node *n;

		if (zone->index > highest || !(s->node_mask >> zone->nid & 1))
			continue;
		n = s->node[zone->nid];
		if (n->nr_partial > s->min_partial && get_partial_node(slub, s, zone->nid))
			return true;
	}
	return false;
}

/* new_slab_objects: a slab for the CPU, from a node's list or a new one. */
static bool new_slab_objects(struct slub *slub, struct kmem_cache *s, int nid)
{
	struct kmem_cache_cpu *c = s->cpu_slab;
	struct page *page;

	if (get_partial_node(slub, s, wanted_nid(slub, nid)) ||
	    (nid == NUMA_NO_NODE && get_any_partial(slub, s)))
		return true;
	page = slub_new_slab(slub, s, nid);
	if (!page)
		return false;
	c->page = page;
	c->freelist = page->freelist->freelist;
	page->freelist->freelist = NO_OBJECT;
	return true;
}

/* ___slab_alloc: gives the CPU a slab of the node with free objects. */
static bool refill_cpu_slab(struct slub *slub, struct kmem_cache *s, int nid)
{
	struct kmem_cache_cpu *c = s->cpu_slab;

	while (c->page || c->partial) {
		struct slab_objects *objects;

		if (!c->page) {
			c->page = c->partial;
			c->partial = c->page->next;
			c->freelist = NO_OBJECT;
		}
		if (!node_match(c->page, nid)) {
			deactivate_slab(slub, s, c->page, c->freelist);
			c->page = NULL;
			c->freelist = NO_OBJECT;
			continue;
		}
		if (c->freelist != NO_OBJECT)
			return true;
		/* get_freelist: what was freed to the slab; a full one is left alone. */
		objects = c->page->freelist;
		c->freelist = objects->freelist;
		objects->freelist = NO_OBJECT;
		c->page->inuse = c->page->objects;
		c->page->frozen = c->freelist != NO_OBJECT;
		if (c->freelist != NO_OBJECT)
			return true;
		c->page = NULL;
	}
	return new_slab_objects(slub, s, nid);
}

uint64_t kmem_cache_alloc_node(struct slub *slub, struct kmem_cache *s, int nid)
{
	struct kmem_cache_cpu *c = s->cpu_slab;

	if ((c->freelist == NO_OBJECT || !node_match(c->page, nid)) &&
	    !refill_cpu_slab(slub, s, nid))
		return SLUB_NULL;
	return pop(slub, c->page, &c->freelist);
}

/*
 * Giving them back.
 */

/* __slab_free: to a slab that is not the CPU's. One that was full has become partial; one that is
 * empty now is given back if its node has enough partial slabs. */
static void slab_free_slow(struct slub *slub, struct kmem_cache *s, struct page *page,
			   uint16_t object)
{
	struct slab_objects *objects = page->freelist;
	bool was_full = objects->freelist == NO_OBJECT;
	struct kmem_cache_node *n;

	set_next_object(page, object, objects->freelist);
	objects->freelist = object;
	page->inuse--;
	if (page->frozen)
		return;
	if (was_full && slub->config.cpu_partial) {
		page->frozen = 1;
		put_cpu_partial(slub, s, page, true);
		return;
	}
	if (page->inuse && !was_full)
		return;
	n = node_of(slub, s, page);
	if (!n)
		return;
	if (!page->inuse && n->nr_partial >= s->min_partial) {
		if (!was_full)
			remove_partial(n, page);
		discard_slab(slub, s, page);
	} else if (was_full) {
		slub_add_partial(n, page, true);
	}
}

void kmem_cache_free(struct slub *slub, struct kmem_cache *s, uint64_t address)
{
	unsigned int page_shift = slub->pa->sparse->geometry->page_shift;
	struct page *page = compound_head(pfn_to_page(slub->pa->sparse, address >> page_shift));
	struct kmem_cache_cpu *c = s->cpu_slab;
	uint16_t object = (uint16_t)((address - (page->freelist->pfn << page_shift)) / s->size);

	if (page != c->page) {
		slab_free_slow(slub, s, page, object);
		return;
	}
	set_next_object(page, object, c->freelist);
	c->freelist = object;
}
