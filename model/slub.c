/* Caches: sizes, orders, creation (mm/slub.c). Spec 06, 1 to 3. */
#include "slub.h"

#include "machine.h"

/* Rows of min_partial's bounds, in slabs. */
#define MIN_PARTIAL 5
#define MAX_PARTIAL 10

void model_slub_reset(struct slub *s, const struct slub_params *params)
{
	s->params = *params;
	s->max_order = 0;
	s->state = SLAB_DOWN;
	s->nr_caches = s->nr_listed = 0;
	s->nr_slabs = 1;
	s->events.nr = 0;
	s->ptlock_cache = NO_CACHE;
	for (int i = 0; i < NR_KMALLOC_INDICES; i++)
		s->kmalloc_caches[i] = s->kmalloc_dma_caches[i] = NO_CACHE;
	for (int i = 0; i < 24; i++)
		s->size_index[i] = 0;
	s->useless_nodes = 0;
}

unsigned int model_get_order(const struct machine *m, uint64_t n)
{
	unsigned int order = 0;

	while (order < 64 - m->geometry->page_shift && page_size(m->geometry) << order < n)
		order++;
	return order;
}

/* order_objects; no cache reserves anything at the end of its slabs. */
static unsigned int order_objects(const struct machine *m, unsigned int order, unsigned int size)
{
	uint64_t slab_size = page_size(m->geometry) << order;

	/* An unsigned long of the kernel. */
	if (m->geometry->pointer_size == 4)
		slab_size &= UINT32_MAX;
	return (unsigned int)(slab_size / size);
}

/* slab_order: the first order that holds min_objects and wastes at most 1/fract of itself;
 * max_order + 1 or more: none does. */
static unsigned int slab_order(const struct machine *m, unsigned int size, unsigned int min_objects,
			       unsigned int max_order, unsigned int fract)
{
	unsigned int min_order = m->slub.params.slub_min_order;
	unsigned int order;

	if (order_objects(m, min_order, size) > MAX_OBJS_PER_PAGE)
		return model_get_order(m, (uint64_t)size * MAX_OBJS_PER_PAGE) - 1;
	order = model_get_order(m, (uint64_t)min_objects * size);
	if (order < min_order)
		order = min_order;
	for (; order <= max_order; order++) {
		uint64_t slab_size = page_size(m->geometry) << order;

		if (slab_size % size <= slab_size / fract)
			break;
	}
	return order;
}

/* fls: the number of the highest bit, from 1; 0 of 0. */
static unsigned int fls(unsigned int x)
{
	unsigned int n = 0;

	for (; x; x >>= 1)
		n++;
	return n;
}

int model_calculate_order(const struct machine *m, unsigned int size)
{
	const struct slub *s = &m->slub;
	unsigned int min_objects = s->params.slub_min_objects;
	unsigned int max_objects = order_objects(m, s->max_order, size);
	unsigned int order;

	if (min_objects == 0)
		min_objects = 4 * (fls(s->params.nr_cpu_ids) + 1);
	if (min_objects > max_objects)
		min_objects = max_objects;
	for (; min_objects > 1; min_objects--)
		for (unsigned int fract = 16; fract >= 4; fract /= 2) {
			order = slab_order(m, size, min_objects, s->max_order, fract);
			if (order <= s->max_order)
				return (int)order;
		}
	order = slab_order(m, size, 1, s->max_order, 1);
	if (order <= s->max_order)
		return (int)order;
	order = slab_order(m, size, 1, m->geometry->max_order, 1);
	return order < m->geometry->max_order ? (int)order : -1;
}

/* oo_make: an addition, so that more than 65535 objects count as orders [Q]. */
static struct order_objects oo_make(const struct machine *m, unsigned int order, unsigned int size)
{
	uint32_t x = (order << 16) + order_objects(m, order, size);

	return (struct order_objects){x >> 16, x & 0xffff};
}

/* calculate_alignment */
static unsigned int calculate_alignment(const struct machine *m, bool hwcache, unsigned int align,
					unsigned int size)
{
	unsigned int line = m->slub.params.cache_line_size;

	if (hwcache) {
		while (size <= line / 2)
			line /= 2;
		if (align < line)
			align = line;
	}
	if (align < m->geometry->slab_minalign)
		align = m->geometry->slab_minalign;
	return (unsigned int)round_up_pow2(align, m->geometry->pointer_size);
}

/* calculate_sizes, without debugging, constructors or RCU. */
static bool calculate_sizes(const struct machine *m, struct kmem_cache *s)
{
	int order;

	s->inuse = (unsigned int)round_up_pow2(s->object_size, m->geometry->pointer_size);
	s->offset = 0;
	s->size = (unsigned int)round_up_pow2(s->inuse, s->align);
	order = model_calculate_order(m, s->size);
	if (order < 0)
		return false;
	s->oo = oo_make(m, (unsigned int)order, s->size);
	s->min = oo_make(m, model_get_order(m, s->size), s->size);
	s->max = (struct order_objects){0};
	if (s->oo.objects > 0)
		s->max = s->oo;
	return s->oo.objects != 0;
}

/* set_min_partial(ilog2(size) / 2), and how many objects the CPU's partial slabs may hold. */
static void set_partial(const struct machine *m, struct kmem_cache *s)
{
	s->min_partial = (fls(s->size) - 1) / 2;
	if (s->min_partial < MIN_PARTIAL)
		s->min_partial = MIN_PARTIAL;
	else if (s->min_partial > MAX_PARTIAL)
		s->min_partial = MAX_PARTIAL;
	if (!m->slub.params.has_cpu_partial)
		s->cpu_partial = 0;
	else if (s->size >= page_size(m->geometry))
		s->cpu_partial = 2;
	else if (s->size >= 1024)
		s->cpu_partial = 6;
	else if (s->size >= 256)
		s->cpu_partial = 13;
	else
		s->cpu_partial = 30;
}

/* early_kmem_cache_node_alloc: the first slab of a node holds the structure that it is listed in.
 */
static void early_kmem_cache_node_alloc(struct machine *m, int nid)
{
	struct kmem_cache *s = &m->slub.caches[BOOT_CACHE_NODE];
	uint32_t number = model_new_slab(m, BOOT_CACHE_NODE, nid);
	struct slab *slab = &m->slub.slabs[number];

	if (number == NO_SLAB)
		model_stop(m, STOP_SLAB_EARLY_NODE);
	if (m->memmap.zone_id[slab->pfn] / MAX_NR_ZONES != nid)
		m->slub.useless_nodes++;
	/* Its first object is taken. */
	slab->freelist = slab->objects > 1 ? 1 : NO_OBJECT;
	slab->inuse = 1;
	slab->frozen = false;
	s->objects_out++;
	s->nodes |= UINT64_C(1) << nid;
	s->node[nid] = (struct kmem_cache_node){.nr_slabs = 1, .total_objects = slab->objects};
	model_add_partial(m, BOOT_CACHE_NODE, nid, number, false);
}

/* init_kmem_cache_nodes: a structure for each node with memory that the kernel can use. */
static bool init_kmem_cache_nodes(struct machine *m, int cache)
{
	struct kmem_cache *s = &m->slub.caches[cache];

	for (uint64_t nodes = m->slub.normal_nodes; nodes; nodes &= nodes - 1) {
		int nid = __builtin_ctzll(nodes);

		if (m->slub.state == SLAB_DOWN) {
			early_kmem_cache_node_alloc(m, nid);
			continue;
		}
		if (model_slab_alloc(m, BOOT_CACHE_NODE, nid).slab == NO_SLAB)
			return false;
		s->nodes |= UINT64_C(1) << nid;
		s->node[nid] = (struct kmem_cache_node){0};
	}
	return true;
}

/* kmem_cache_open */
static bool kmem_cache_open(struct machine *m, int cache)
{
	struct kmem_cache *s = &m->slub.caches[cache];

	if (!calculate_sizes(m, s))
		return false;
	set_partial(m, s);
	if (!init_kmem_cache_nodes(m, cache))
		return false;
	/* alloc_kmem_cache_cpus: aligned to two words. */
	return model_alloc_percpu(m, m->slub.params.kmem_cache_cpu_size,
				  2 * m->geometry->pointer_size) >= 0;
}

/* A cache that is still to be opened; its number. */
static int add_cache(struct machine *m, unsigned int size, unsigned int align, bool hwcache,
		     bool dma)
{
	int cache = (int)m->slub.nr_caches++;
	struct kmem_cache *s = &m->slub.caches[cache];

	s->dma = dma;
	s->hwcache = hwcache;
	s->is_static = cache == BOOT_CACHE_NODE || cache == BOOT_CACHE;
	s->kmalloc_index = -1;
	s->object_size = s->size = size;
	s->align = calculate_alignment(m, hwcache, align, size);
	s->objects_out = 0;
	s->cpu_slab = NO_SLAB;
	s->cpu_freelist = NO_OBJECT;
	s->cpu_partial_first = NO_SLAB;
	s->nodes = 0;
	return cache;
}

int model_create_boot_cache(struct machine *m, unsigned int size, bool hwcache, bool dma)
{
	int cache = add_cache(m, size, m->geometry->kmalloc_minalign, hwcache, dma);

	if (!kmem_cache_open(m, cache))
		model_stop(m, STOP_SLAB_CREATE);
	m->slub.caches[cache].refcount = -1;
	return cache;
}

/* find_mergeable: slab_caches from its tail, the two boot caches and those for DMA left out. */
static int find_mergeable(const struct machine *m, unsigned int size)
{
	unsigned int word = m->geometry->pointer_size;
	unsigned int align = calculate_alignment(m, false, 0, size);

	size = (unsigned int)round_up_pow2(round_up_pow2(size, word), align);
	for (unsigned int i = 0; i < m->slub.nr_listed; i++) {
		int cache = m->slub.slab_caches[i];
		const struct kmem_cache *s = &m->slub.caches[cache];

		if (s->refcount >= 0 && !s->dma && s->size >= size && s->size % align == 0 &&
		    s->size - size < word)
			return cache;
	}
	return NO_CACHE;
}

/* __kmem_cache_alias, with the saved_alias that sysfs_slab_alias wants. */
static int kmem_cache_alias(struct machine *m, unsigned int size)
{
	int cache = find_mergeable(m, size);
	unsigned int word = m->geometry->pointer_size;
	struct kmem_cache *s;

	if (cache == NO_CACHE)
		return NO_CACHE;
	s = &m->slub.caches[cache];
	if (s->object_size < size)
		s->object_size = size;
	if (s->inuse < round_up_pow2(size, word))
		s->inuse = (unsigned int)round_up_pow2(size, word);
	if (model_kmalloc(m, 3 * (uint64_t)word) == KMALLOC_NULL)
		return NO_CACHE;
	s->refcount++;
	return cache;
}

int model_kmem_cache_create(struct machine *m, unsigned int size)
{
	int cache = kmem_cache_alias(m, size);

	if (cache != NO_CACHE)
		return cache;
	if (model_slab_alloc(m, BOOT_CACHE, NUMA_NO_NODE).slab == NO_SLAB)
		model_stop(m, STOP_CREATE_CACHE);
	cache = add_cache(m, size, 0, false, false);
	if (!kmem_cache_open(m, cache))
		model_stop(m, STOP_CREATE_CACHE);
	m->slub.slab_caches[m->slub.nr_listed++] = cache;
	m->slub.caches[cache].refcount = 1;
	return cache;
}

/* bootstrap: a boot cache moves from its static structure to an object of kmem_cache. Its slabs are
 * told, for which the CPU slab has to be on a list: a full one is on none [Q]. */
static void bootstrap(struct machine *m, int cache)
{
	struct kmem_cache *s = &m->slub.caches[cache];

	if (model_slab_alloc(m, BOOT_CACHE, NUMA_NO_NODE).slab == NO_SLAB)
		model_stop(m, STOP_SLAB_BOOTSTRAP);
	s->is_static = false;
	model_flush_cpu_slab(m, cache);
	for (uint64_t nodes = s->nodes; nodes; nodes &= nodes - 1)
		for (uint32_t slab = s->node[__builtin_ctzll(nodes)].first; slab != NO_SLAB;
		     slab = m->slub.slabs[slab].next)
			m->slub.slabs[slab].boot_struct = false;
	m->slub.slab_caches[m->slub.nr_listed++] = cache;
}

void model_kmem_cache_init(struct machine *m)
{
	struct slub *s = &m->slub;
	unsigned int kmem_cache_size =
	    s->params.kmem_cache_node_offset + m->geometry->pointer_size * m->numa.nr_node_ids;

	s->normal_nodes = 0;
	for (int nid = 0; nid < MAX_NUMNODES; nid++)
		if (m->numa.online[nid] && m->mmzone.nodes[nid].has_normal_memory)
			s->normal_nodes |= UINT64_C(1) << nid;
	s->max_order = s->params.slub_max_order;
	if (s->max_order > m->geometry->max_order - 1)
		s->max_order = m->geometry->max_order - 1;
	model_create_boot_cache(m, s->params.kmem_cache_node_size, true, false);
	s->state = SLAB_PARTIAL;
	model_create_boot_cache(m, kmem_cache_size, true, false);
	bootstrap(m, BOOT_CACHE);
	bootstrap(m, BOOT_CACHE_NODE);
	model_create_kmalloc_caches(m);
}
