/* Laws of the slab caches, after kmem_cache_init and at the end. */
#include "invariants_internal.h"

/* The tables of slabs of a stage; the late ones have the same columns. */
struct slabs {
	const struct obs_slab_page *page;
	uint64_t nr_pages;
	const struct obs_slab_node *node;
	uint64_t nr_nodes;
	const struct obs_slab_partial *partial;
	uint64_t nr_partials;
	const struct obs_slab_cpu *cpu;
	uint64_t nr_cpus;
	const struct obs_slab_cpu_partial *waiting; /* per-CPU partial lists */
	uint64_t nr_waiting;
};

static struct slabs slabs_at_boot(const struct observation *o)
{
	return (struct slabs){
	    .page = ROWS(o, slab_page),
	    .nr_pages = NR_ROWS(o, slab_page),
	    .node = ROWS(o, slab_node),
	    .nr_nodes = NR_ROWS(o, slab_node),
	    .partial = ROWS(o, slab_partial),
	    .nr_partials = NR_ROWS(o, slab_partial),
	    .cpu = ROWS(o, slab_cpu),
	    .nr_cpus = NR_ROWS(o, slab_cpu),
	    .waiting = ROWS(o, slab_cpu_partial),
	    .nr_waiting = NR_ROWS(o, slab_cpu_partial),
	};
}

static struct slabs slabs_late(const struct observation *o)
{
	return (struct slabs){
	    .page = (const void *)ROWS(o, late_slab_page),
	    .nr_pages = NR_ROWS(o, late_slab_page),
	    .node = (const void *)ROWS(o, late_slab_node),
	    .nr_nodes = NR_ROWS(o, late_slab_node),
	    .partial = (const void *)ROWS(o, late_slab_partial),
	    .nr_partials = NR_ROWS(o, late_slab_partial),
	    .cpu = (const void *)ROWS(o, late_slab_cpu),
	    .nr_cpus = NR_ROWS(o, late_slab_cpu),
	    .waiting = (const void *)ROWS(o, late_slab_cpu_partial),
	    .nr_waiting = NR_ROWS(o, late_slab_cpu_partial),
	};
}

bool law_slab_pages_left_buddy(const struct observation *o, const struct scenario *s,
			       struct broken *b)
{
	const struct obs_slab_zone_stat *now = ROWS(o, slab_zone_stat);
	const struct obs_zone_free *before = ROWS(o, zone_free);
	const struct obs_slab_page *page = ROWS(o, slab_page);
	uint64_t counted = 0, held = 0, is = 0, was = 0;

	(void)s;
	if (NR_ROWS(o, slab_zone_stat) != NR_ROWS(o, zone_free))
		return broken(b, "zones", NR_ROWS(o, slab_zone_stat), NR_ROWS(o, zone_free));
	for (uint64_t i = 0; i < NR_ROWS(o, slab_zone_stat); i++) {
		is += now[i].free + now[i].slab_unreclaimable;
		was += before[i].free;
		if (now[i].free + now[i].slab_unreclaimable != before[i].free &&
		    !zone_counters_may_mix(o))
			return broken(b, "free pages and slabs of zone",
				      now[i].free + now[i].slab_unreclaimable, before[i].free);
		counted += now[i].slab_unreclaimable;
	}
	for (uint64_t i = 0; i < NR_ROWS(o, slab_page); i++)
		held += UINT64_C(1) << page[i].order;
	if (is != was)
		return broken(b, "free pages and slabs", is, was);
	if (counted != held)
		return broken(b, "NR_SLAB_UNRECLAIMABLE", counted, held);
	return true;
}

static bool slub_options_are_default(const struct scenario *s)
{
	return !s->slub_min_objects && s->slub_max_order == 3 && !s->slub_min_order &&
	       s->geometry != SC_TINY;
}

bool law_objects_fit_their_slab(const struct observation *o, const struct scenario *s,
				struct broken *b)
{
	const struct obs_slab_cache *c = ROWS(o, slab_cache);
	uint64_t word = s->geometry == SC_ARM_FLATMEM ? 4 : 8;

	for (uint64_t i = 0; i < NR_ROWS(o, slab_cache); i++) {
		uint64_t bytes = UINT64_C(1) << (sc_page_shift(s) + c[i].oo_order);

		if (c[i].align < word || (c[i].align & (c[i].align - 1)) || c[i].size % c[i].align)
			return broken(b, "align", c[i].align, c[i].size);
		if (c[i].size < c[i].object_size || c[i].inuse > c[i].size)
			return broken(b, "size", c[i].size, c[i].object_size);
		if (c[i].oo_order != c[i].max_order || c[i].oo_objects != c[i].max_objects)
			return broken(b, "oo", c[i].oo_order, c[i].max_order);
		/* More objects than a field of 16 bits holds carry into the order. */
		if (bytes / c[i].size > 0xffff)
			continue;
		if (c[i].oo_objects * c[i].size > bytes)
			return broken(b, "objects of slab", c[i].oo_objects, bytes / c[i].size);
		if (c[i].oo_objects < c[i].min_objects || c[i].oo_order < c[i].min_order)
			return broken(b, "oo", c[i].oo_objects, c[i].min_objects);
		if (slub_options_are_default(s) && c[i].oo_order > 3)
			return broken(b, "order", c[i].oo_order, 3);
	}
	return true;
}

/* get_order */
static uint64_t order_of(uint64_t bytes, uint64_t page_shift)
{
	uint64_t order = 0;

	while (UINT64_C(1) << (page_shift + order) < bytes)
		order++;
	return order;
}

/* A slab for two objects or more wastes no more than a quarter, if any order allows that. */
static bool waste_is_bounded(const struct obs_slab_cache *c, const struct scenario *s,
			     struct broken *b)
{
	uint64_t shift = sc_page_shift(s);
	uint64_t max = min_u64(s->slub_max_order, sc_max_order(s->geometry) - 1);
	uint64_t bytes = UINT64_C(1) << (shift + c->oo_order);
	uint64_t order = max_u64(s->slub_min_order, order_of(2 * c->size, shift));

	if (bytes % c->size <= bytes / 4)
		return true;
	for (; order <= max; order++) {
		uint64_t other = UINT64_C(1) << (shift + order);

		if (other % c->size <= other / 4)
			return broken(b, "wasteful order", c->oo_order, order);
	}
	return true;
}

bool law_slab_waste_is_bounded(const struct observation *o, const struct scenario *s,
			       struct broken *b)
{
	const struct obs_slab_cache *c = ROWS(o, slab_cache);
	uint64_t shift = sc_page_shift(s);

	for (uint64_t i = 0; i < NR_ROWS(o, slab_cache); i++) {
		uint64_t least = max_u64(s->slub_min_order, order_of(c[i].size, shift));

		/* So many objects take another path, without a look at the waste. */
		if ((UINT64_C(1) << (shift + s->slub_min_order)) / c[i].size > 32767)
			continue;
		/* Asked for one object, calculate_order takes the smallest slab, whatever it
		 * wastes. */
		if (s->slub_min_objects == 1) {
			if (c[i].oo_order != least)
				return broken(b, "order for one object", c[i].oo_order, least);
		} else if (!waste_is_bounded(&c[i], s, b)) {
			return false;
		}
	}
	return true;
}

enum { NR_KMALLOC = SC_MAX_PAGE_SHIFT + 2 }; /* indices of kmalloc_caches[] */

/* The object size of each of kmalloc_caches[], 0 where there is none. */
static void kmalloc_sizes(const struct observation *o, uint64_t sizes[NR_KMALLOC])
{
	const struct obs_slab_cache *c = ROWS(o, slab_cache);

	for (int i = 0; i < NR_KMALLOC; i++)
		sizes[i] = 0;
	for (uint64_t i = 0; i < NR_ROWS(o, slab_cache); i++)
		if (c[i].cache >= CACHE_KMALLOC && c[i].cache < CACHE_KMALLOC + NR_KMALLOC)
			sizes[c[i].cache - CACHE_KMALLOC] = c[i].object_size;
}

/* Whether sizes[index] is the least of them that is n or more. */
static bool is_smallest(const uint64_t sizes[NR_KMALLOC], uint64_t index, uint64_t n)
{
	if (index >= NR_KMALLOC || sizes[index] < n)
		return false;
	for (int i = 0; i < NR_KMALLOC; i++)
		if (sizes[i] >= n && sizes[i] < sizes[index])
			return false;
	return true;
}

bool law_kmalloc_takes_smallest_cache(const struct observation *o, const struct scenario *s,
				      struct broken *b)
{
	const struct obs_slab_index *index = ROWS(o, slab_index);
	uint64_t sizes[NR_KMALLOC];

	if (NR_ROWS(o, slab_index) != 24)
		return broken(b, "entries of size_index", NR_ROWS(o, slab_index), 24);
	kmalloc_sizes(o, sizes);
	for (uint64_t i = 0; i < 24; i++)
		if (!is_smallest(sizes, index[i].index, index[i].bytes))
			return broken(b, "index", index[i].index, index[i].bytes);
	/* Beyond the table it is the position of the highest bit. */
	for (uint64_t i = 8; i <= sc_page_shift(s) + 1; i++)
		if (sizes[i] != UINT64_C(1) << i)
			return broken(b, "object_size", sizes[i], UINT64_C(1) << i);
	return true;
}

bool law_caches_are_complete(const struct observation *o, const struct scenario *s,
			     struct broken *b)
{
	const struct obs_slab_cache *c = ROWS(o, slab_cache);
	bool arm = s->geometry == SC_ARM_FLATMEM;
	/* x86: 96, 192 and 8 to 8192; ARM: 192 and 64 to 2 pages. */
	uint64_t kmalloc = arm ? 1 + (s->arm.page_shift + 1 - 6 + 1) : 13;
	uint64_t nr = 2 + kmalloc * (!arm || s->arm.has_dma_zone ? 2 : 1);

	if (NR_ROWS(o, slab_cache) != nr)
		return broken(b, "caches", NR_ROWS(o, slab_cache), nr);
	for (uint64_t i = 0; i < nr; i++) {
		bool boot = c[i].cache < CACHE_KMALLOC;

		if (c[i].refcount != (boot ? UINT64_MAX : 1))
			return broken(b, "refcount", c[i].refcount, boot ? UINT64_MAX : 1);
	}
	return true;
}

static bool is_cpu_slab(const struct slabs *t, const struct obs_slab_page *page)
{
	for (uint64_t i = 0; i < t->nr_cpus; i++)
		if (t->cpu[i].cache == page->cache)
			return t->cpu[i].pfn == page->pfn;
	return false;
}

static uint64_t times_on_partial_lists(const struct slabs *t, const struct obs_slab_page *page)
{
	uint64_t times = 0;

	for (uint64_t i = 0; i < t->nr_partials; i++)
		times += t->partial[i].pfn == page->pfn && t->partial[i].cache == page->cache;
	return times;
}

static uint64_t times_waiting(const struct slabs *t, const struct obs_slab_page *page)
{
	uint64_t times = 0;

	for (uint64_t i = 0; i < t->nr_waiting; i++)
		times += t->waiting[i].pfn == page->pfn && t->waiting[i].cache == page->cache;
	return times;
}

static bool list_lengths_agree(const struct slabs *t, struct broken *b)
{
	uint64_t at = 0;

	for (uint64_t i = 0; i < t->nr_nodes; i++) {
		uint64_t length = 0;

		for (; at < t->nr_partials && t->partial[at].cache == t->node[i].cache &&
		       t->partial[at].nid == t->node[i].nid;
		     at++)
			length++;
		if (t->node[i].nr_partial != length)
			return broken(b, "nr_partial", t->node[i].nr_partial, length);
	}
	return at == t->nr_partials || broken(b, "slabs on partial lists", t->nr_partials, at);
}

static bool slabs_are_in_one_place(const struct slabs *t, struct broken *b)
{
	for (uint64_t i = 0; i < t->nr_pages; i++) {
		const struct obs_slab_page *page = &t->page[i];
		bool cpu = is_cpu_slab(t, page);
		uint64_t partial = times_on_partial_lists(t, page);
		uint64_t waiting = times_waiting(t, page);

		if (cpu + partial + waiting > 1)
			return broken_at(b, page->pfn, "places of a slab", cpu + partial + waiting,
					 1);
		if (page->frozen != (cpu || waiting))
			return broken_at(b, page->pfn, "frozen", page->frozen, cpu || waiting);
		if (cpu ? page->inuse + page->free_objects != page->objects
			: page->objects - page->inuse != page->free_objects)
			return broken_at(b, page->pfn, "inuse", page->inuse, page->objects);
		/* A slab that is on no list is full, one that is on a list is not. */
		if (!cpu && (page->inuse == page->objects) != !(partial || waiting))
			return broken_at(b, page->pfn, "inuse of a listed slab", page->inuse,
					 page->objects);
	}
	return list_lengths_agree(t, b);
}

bool law_slab_is_in_one_place(const struct observation *o, const struct scenario *s,
			      struct broken *b)
{
	struct slabs t = slabs_at_boot(o);

	(void)s;
	return slabs_are_in_one_place(&t, b);
}

bool law_late_slab_is_in_one_place(const struct observation *o, const struct scenario *s,
				   struct broken *b)
{
	struct slabs t = slabs_late(o);

	(void)s;
	return slabs_are_in_one_place(&t, b);
}

/* The CPU slab's free objects are on the CPU list, not on its page. */
static bool objects_add_up(const struct slabs *t, struct broken *b)
{
	for (uint64_t i = 0; i < t->nr_cpus; i++) {
		uint64_t in_use = 0;

		for (uint64_t k = 0; k < t->nr_pages; k++)
			if (t->page[k].cache == t->cpu[i].cache)
				in_use += t->page[k].inuse;
		in_use -= t->cpu[i].free_objects;
		if (t->cpu[i].in_use != in_use)
			return broken(b, "objects handed out", t->cpu[i].in_use, in_use);
	}
	return true;
}

bool law_objects_in_use_add_up(const struct observation *o, const struct scenario *s,
			       struct broken *b)
{
	struct slabs t = slabs_at_boot(o);

	(void)s;
	return objects_add_up(&t, b);
}

bool law_late_objects_in_use_add_up(const struct observation *o, const struct scenario *s,
				    struct broken *b)
{
	struct slabs t = slabs_late(o);

	(void)s;
	return objects_add_up(&t, b);
}

/* ---- With everything freed ---- */

/* The smallest kmalloc cache for n bytes, or NULL. */
static const struct obs_slab_cache *smallest(const struct observation *o, uint64_t n)
{
	const struct obs_slab_cache *best = NULL;
	const struct obs_slab_cache *c = ROWS(o, slab_cache);

	for (uint64_t i = 0; i < NR_ROWS(o, slab_cache); i++) {
		if (c[i].cache < CACHE_KMALLOC || c[i].cache >= CACHE_KMALLOC_DMA ||
		    c[i].object_size < n)
			continue;
		if (!best || c[i].object_size < best->object_size)
			best = &c[i];
	}
	return best;
}

/* What percpu_init_late and vmalloc_init keep of a cache. */
static uint64_t kept_by_mm_init(const struct observation *o, const struct scenario *s,
				uint64_t cache)
{
	const struct obs_slab_cache *map = smallest(o, 512); /* 128 ints */
	const struct obs_slab_cache *area = smallest(o, sc_sizeof(s, SC_SIZEOF_VMAP_AREA));

	return (map && map->cache == cache ? NR_ROWS(o, percpu_chunk) : 0) +
	       (area && area->cache == cache ? s->nr_early_vm : 0);
}

/* What pgtable_init keeps of a cache: the structures of a new one, or the name of an alias. */
static uint64_t kept_by_pgtable_init(const struct observation *o, const struct scenario *s,
				     uint64_t cache)
{
	const struct obs_slab_node *node = ROWS(o, slab_node);
	uint64_t ptlock = ROWS(o, pgtable)->ptlock_cache, nodes = 0;
	uint64_t word = s->geometry == SC_ARM_FLATMEM ? 4 : 8;

	if (ptlock == UINT64_MAX)
		return 0;
	if (ptlock != CACHE_PTLOCK)
		return cache == smallest(o, 3 * word)->cache;
	for (uint64_t i = 0; i < NR_ROWS(o, slab_node); i++)
		nodes += node[i].cache == CACHE_KMEM_CACHE;
	return cache == CACHE_KMEM_CACHE ? 1 : cache == CACHE_KMEM_CACHE_NODE ? nodes : 0;
}

static uint64_t in_use_at_boot(const struct observation *o, uint64_t cache)
{
	const struct obs_slab_cpu *boot = ROWS(o, slab_cpu);

	for (uint64_t i = 0; i < NR_ROWS(o, slab_cpu); i++)
		if (boot[i].cache == cache)
			return boot[i].in_use;
	return 0;
}

bool law_freed_objects_are_back(const struct observation *o, const struct scenario *s,
				struct broken *b)
{
	const struct obs_freed_slab_cpu *freed = ROWS(o, freed_slab_cpu);
	uint64_t nr = NR_ROWS(o, slab_cpu) + (ROWS(o, pgtable)->ptlock_cache == CACHE_PTLOCK);

	if (NR_ROWS(o, freed_slab_cpu) != nr)
		return broken(b, "caches", NR_ROWS(o, freed_slab_cpu), nr);
	for (uint64_t i = 0; i < nr; i++) {
		uint64_t cache = freed[i].cache;
		uint64_t in_use = in_use_at_boot(o, cache) + kept_by_mm_init(o, s, cache) +
				  kept_by_pgtable_init(o, s, cache);

		if (freed[i].in_use != in_use)
			return broken(b, "objects of a cache", freed[i].in_use, in_use);
	}
	return true;
}
