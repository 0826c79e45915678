/* kmem_cache_init: the two caches that all others are made of, which have to be there before
 * themselves, and the caches of kmalloc. */
#include "slub.h"

#include <string.h>

enum { MIN_PARTIAL = 5, MAX_PARTIAL = 10 };

/* Indices of the two sizes that are no power of two. */
enum { INDEX_96 = 1, INDEX_192 = 2 };

/* kmalloc_info: index 0 is no cache. */
struct kmalloc_info {
	uint32_t size;
	const char *name;
	const char *dma_name;
};

#define KMALLOC_INFO(size)                                   \
	{                                                    \
		size, "kmalloc-" #size, "dma-kmalloc-" #size \
	}

static const struct kmalloc_info kmalloc_info[KMALLOC_MAX_INDEX + 1] = {
    [INDEX_96] = KMALLOC_INFO(96), [INDEX_192] = KMALLOC_INFO(192), [3] = KMALLOC_INFO(8),
    [4] = KMALLOC_INFO(16),        [5] = KMALLOC_INFO(32),          [6] = KMALLOC_INFO(64),
    [7] = KMALLOC_INFO(128),       [8] = KMALLOC_INFO(256),         [9] = KMALLOC_INFO(512),
    [10] = KMALLOC_INFO(1024),     [11] = KMALLOC_INFO(2048),       [12] = KMALLOC_INFO(4096),
    [13] = KMALLOC_INFO(8192),     [14] = KMALLOC_INFO(16384),      [15] = KMALLOC_INFO(32768),
    [16] = KMALLOC_INFO(65536),    [17] = KMALLOC_INFO(131072),
};

void slub_reset(struct slub *slub, struct page_alloc *pa, struct percpu *percpu,
		const struct slub_config *config)
{
	slub->pa = pa;
	slub->percpu = percpu;
	slub->config = *config;
	if (slub->config.slub_max_order >= pa->sparse->geometry->max_order)
		slub->config.slub_max_order = pa->sparse->geometry->max_order - 1;
	slub->fault = SLUB_OK;
	slub->state = SLAB_DOWN;
	list_init(&slub->slab_caches);
	slub->kmem_cache = NULL;
	slub->kmem_cache_node = NULL;
	memset(slub->kmalloc_caches, 0, sizeof(slub->kmalloc_caches));
	memset(slub->kmalloc_dma_caches, 0, sizeof(slub->kmalloc_dma_caches));
	slub->useless_nodes = 0;
	slub->nr_events = 0;
	slub->nr_slabs = 0;
	slub->nr_free_pointers = 0;
	slub->nr_caches = 0;
	slub->nr_nodes = 0;
}

/*
 * One cache.
 */

static struct kmem_cache_node *new_node(struct slub *slub, struct kmem_cache *s, unsigned int nid,
					uint64_t object)
{
	struct kmem_cache_node *n = &slub->nodes[slub->nr_nodes++];

	n->object = object;
	n->nr_partial = 0;
	list_init(&n->partial);
	n->nr_slabs = 0;
	n->total_objects = 0;
	s->node[nid] = n;
	s->node_mask |= UINT64_C(1) << nid;
	return n;
}

/* early_kmem_cache_node_alloc: the structure for a node out of the very first slab there. */
static bool early_node_alloc(struct slub *slub, struct kmem_cache *s, unsigned int nid)
{
	struct page *page = slub_new_slab(slub, s, (int)nid);
	struct kmem_cache_node *n;

	if (!page) {
		if (!slub->fault)
			slub->fault = SLUB_BUG_EARLY_NODE;
		return false;
	}
	slub->useless_nodes += page_to_nid(page) != nid;
	n = new_node(slub, s, nid, slub_take_object(slub, page));
	page->inuse = 1;
	page->frozen = 0;
	n->nr_slabs++;
	n->total_objects += page->objects;
	slub_add_partial(n, page, false);
	return true;
}

static bool init_nodes(struct slub *slub, struct kmem_cache *s)
{
	uint64_t mask = slub->pa->n_normal_memory;

	for (int nid = node_next(mask, -1); nid >= 0; nid = node_next(mask, nid)) {
		uint64_t object;

		if (slub->state == SLAB_DOWN) {
			if (!early_node_alloc(slub, s, (unsigned int)nid))
				return false;
			continue;
		}
		object = kmem_cache_alloc_node(slub, slub->kmem_cache_node, nid);
		if (object == SLUB_NULL)
			return false;
		new_node(slub, s, (unsigned int)nid, object);
	}
	return true;
}

static unsigned int log2_floor(uint32_t value)
{
	return 31 - (unsigned int)__builtin_clz(value);
}

static void set_partial_limits(const struct slub *slub, struct kmem_cache *s)
{
	unsigned int min_partial = log2_floor(s->size) / 2;

	if (min_partial < MIN_PARTIAL)
		min_partial = MIN_PARTIAL;
	s->min_partial = min_partial < MAX_PARTIAL ? min_partial : MAX_PARTIAL;
	if (!slub->config.cpu_partial)
		s->cpu_partial = 0;
	else if (s->size >> slub->pa->sparse->geometry->page_shift)
		s->cpu_partial = 2;
	else if (s->size >= 1024)
		s->cpu_partial = 6;
	else if (s->size >= 256)
		s->cpu_partial = 13;
	else
		s->cpu_partial = 30;
	s->remote_node_defrag_ratio = 1000;
}

bool slub_open_cache(struct slub *slub, struct kmem_cache *s)
{
	struct kmem_cache_cpu *c = &slub->cpus[slub->nr_caches - 1];

	s->reserved = 0;
	s->max.x = 0;
	s->node_mask = 0;
	if (!slub_calculate_sizes(slub, s))
		return false;
	set_partial_limits(slub, s);
	if (!init_nodes(slub, s))
		return false;
	*c = (struct kmem_cache_cpu){.freelist = NO_OBJECT};
	c->offset = alloc_percpu(slub->percpu, (int32_t)slub->config.sizeof_cache_cpu,
				 2 * (int32_t)slub->config.word);
	s->cpu_slab = c;
	return c->offset >= 0;
}

/* Room for one more cache, its structure lying at `object`. */
static struct kmem_cache *add_cache(struct slub *slub, uint64_t object)
{
	struct kmem_cache *s = &slub->caches[slub->nr_caches++];

	s->object = object;
	return s;
}

static bool set_up_cache(struct slub *slub, struct kmem_cache *s, const char *name, uint32_t size,
			 uint32_t align, uint32_t flags)
{
	s->name = name;
	s->flags = flags;
	s->object_size = size;
	s->align = slub_calculate_alignment(slub, flags, align, size);
	return slub_open_cache(slub, s);
}

/* create_boot_cache. s is static, or has just been added. */
static bool create_boot_cache(struct slub *slub, struct kmem_cache *s, const char *name,
			      uint32_t size, uint32_t flags)
{
	if (!set_up_cache(slub, s, name, size, slub->config.kmalloc_min_size, flags)) {
		if (!slub->fault)
			slub->fault = SLUB_PANIC_CACHE;
		return false;
	}
	s->refcount = -1;
	return true;
}

/*
 * Bootstrap.
 */

/* bootstrap: moves a static cache to an object of kmem_cache. Its slabs must be on the lists of
 * their nodes to be found: a full one is on none, and stays the static cache's. */
static struct kmem_cache *bootstrap(struct slub *slub, struct kmem_cache *static_cache)
{
	uint64_t object = kmem_cache_alloc_node(slub, slub->kmem_cache, NUMA_NO_NODE);
	struct kmem_cache *s;

	if (object == SLUB_NULL) {
		if (!slub->fault)
			slub->fault = SLUB_NULL_BOOTSTRAP;
		return NULL;
	}
	s = &slub->caches[static_cache == &slub->boot_kmem_cache_node ? 0 : 1];
	*s = *static_cache;
	s->object = object;
	slub_flush_cpu_slab(slub, s);
	for (int nid = node_next(s->node_mask, -1); nid >= 0; nid = node_next(s->node_mask, nid)) {
		struct list_head *partial = &s->node[nid]->partial;

		for (struct list_head *e = partial->next; e != partial; e = e->next)
			page_of_lru(e)->slab_cache = s;
	}
	list_add(&s->list, &slub->slab_caches);
	return s;
}

/* The two caches as static ones, then as what they are themselves made of. */
static bool bootstrap_caches(struct slub *slub)
{
	const struct slub_config *config = &slub->config;

	slub->kmem_cache_node = &slub->boot_kmem_cache_node;
	slub->kmem_cache = &slub->boot_kmem_cache;
	slub->boot_kmem_cache_node.object = SLUB_NULL;
	slub->boot_kmem_cache.object = SLUB_NULL;
	slub->nr_caches = 1;
	if (!create_boot_cache(slub, slub->kmem_cache_node, "kmem_cache_node",
			       config->sizeof_cache_node, SLAB_HWCACHE_ALIGN))
		return false;
	slub->state = SLAB_PARTIAL;
	slub->nr_caches = 2;
	if (!create_boot_cache(slub, slub->kmem_cache, "kmem_cache",
			       config->sizeof_cache + config->nr_node_ids * config->word,
			       SLAB_HWCACHE_ALIGN))
		return false;
	slub->kmem_cache = bootstrap(slub, &slub->boot_kmem_cache);
	if (!slub->kmem_cache)
		return false;
	slub->kmem_cache_node = bootstrap(slub, &slub->boot_kmem_cache_node);
	return slub->kmem_cache_node != NULL;
}

/*
 * The caches of kmalloc.
 */

/* setup_kmalloc_cache_index_table: sizes up to 192, rounded up to what an architecture can have. */
static void setup_size_index(struct slub *slub)
{
	uint32_t min_size = slub->config.kmalloc_min_size;

	for (uint32_t i = 0; i < NR_SIZE_INDEX; i++) {
		uint32_t size = (i + 1) * 8;
		unsigned int index = size <= 8 ? 3 : log2_floor(size - 1) + 1;

		if (size < min_size)
			index = log2_floor(min_size);
		else if (size > 64 && size <= 96 && min_size < 64)
			index = INDEX_96;
		else if (size > 128 && min_size < 128)
			index = INDEX_192;
		slub->size_index[i] = (uint8_t)index;
	}
}

/* create_kmalloc_cache */
static struct kmem_cache *create_kmalloc_cache(struct slub *slub, const char *name, uint32_t size,
					       uint32_t flags)
{
	uint64_t object = kmem_cache_alloc_node(slub, slub->kmem_cache, NUMA_NO_NODE);
	struct kmem_cache *s;

	if (object == SLUB_NULL) {
		if (!slub->fault)
			slub->fault = SLUB_PANIC_KMALLOC;
		return NULL;
	}
	s = add_cache(slub, object);
	if (!create_boot_cache(slub, s, name, size, flags))
		return NULL;
	list_add(&s->list, &slub->slab_caches);
	s->refcount = 1;
	return s;
}

static bool new_kmalloc_cache(struct slub *slub, unsigned int index)
{
	const struct kmalloc_info *info = &kmalloc_info[index];

	slub->kmalloc_caches[index] = create_kmalloc_cache(slub, info->name, info->size, 0);
	return slub->kmalloc_caches[index] != NULL;
}

/* The name of a cache for DMA is put together in an object of its own. */
static bool new_dma_cache(struct slub *slub, unsigned int index)
{
	const struct kmalloc_info *info = &kmalloc_info[index];

	if (kmalloc(slub, strlen(info->dma_name) + 1) == SLUB_NULL) {
		if (!slub->fault)
			slub->fault = SLUB_BUG_NAME;
		return false;
	}
	slub->kmalloc_dma_caches[index] =
	    create_kmalloc_cache(slub, info->dma_name, info->size, SLAB_CACHE_DMA);
	return slub->kmalloc_dma_caches[index] != NULL;
}

/* create_kmalloc_caches: the sizes between two powers of two right after the lower one. */
static void create_kmalloc_caches(struct slub *slub)
{
	uint32_t min_size = slub->config.kmalloc_min_size;
	unsigned int high = slub->pa->sparse->geometry->page_shift + 1;

	for (unsigned int i = log2_floor(min_size); i <= high; i++) {
		if (!new_kmalloc_cache(slub, i) ||
		    (i == 6 && min_size <= 32 && !new_kmalloc_cache(slub, INDEX_96)) ||
		    (i == 7 && min_size <= 64 && !new_kmalloc_cache(slub, INDEX_192)))
			return;
	}
	slub->state = SLAB_UP;
	for (unsigned int i = 0; slub->config.zone_dma && i <= high; i++)
		if (slub->kmalloc_caches[i] && !new_dma_cache(slub, i))
			return;
}

void kmem_cache_init(struct slub *slub)
{
	if (!bootstrap_caches(slub))
		return;
	setup_size_index(slub);
	create_kmalloc_caches(slub);
}

/*
 * Later caches.
 */

/* find_mergeable: the oldest cache that such objects waste less than a pointer of. */
static struct kmem_cache *find_mergeable(struct slub *slub, uint32_t size, uint32_t align)
{
	uint32_t word = slub->config.word;

	size = (size + word - 1) & ~(word - 1);
	align = slub_calculate_alignment(slub, 0, align, size);
	size = (size + align - 1) & ~(align - 1);
	for (struct list_head *e = slub->slab_caches.prev; e != &slub->slab_caches; e = e->prev) {
		struct kmem_cache *s = cache_of_list(e);

		if (s->refcount >= 0 && s->flags == 0 && size <= s->size &&
		    (s->size & ~(align - 1)) == s->size && s->size - size < word)
			return s;
	}
	return NULL;
}

/* __kmem_cache_alias: another cache's objects will do. The name is kept for sysfs, in a struct
 * saved_alias of three words; without memory for it there is no alias, but the sizes stay. */
static struct kmem_cache *kmem_cache_alias(struct slub *slub, uint32_t size, uint32_t align)
{
	struct kmem_cache *s = find_mergeable(slub, size, align);
	uint32_t word = slub->config.word;
	uint32_t inuse = (size + word - 1) & ~(word - 1);

	if (!s)
		return NULL;
	s->refcount++;
	s->object_size = s->object_size > size ? s->object_size : size;
	s->inuse = s->inuse > inuse ? s->inuse : inuse;
	if (kmalloc(slub, (uint64_t)3 * word) != SLUB_NULL)
		return s;
	s->refcount--;
	return NULL;
}

struct kmem_cache *kmem_cache_create(struct slub *slub, const char *name, uint32_t size,
				     uint32_t align)
{
	struct kmem_cache *s = kmem_cache_alias(slub, size, align);
	uint64_t object;

	if (s || slub->fault)
		return s;
	object = kmem_cache_alloc_node(slub, slub->kmem_cache, NUMA_NO_NODE);
	s = object == SLUB_NULL ? NULL : add_cache(slub, object);
	if (!s || !set_up_cache(slub, s, name, size, align, 0)) {
		if (!slub->fault)
			slub->fault = SLUB_PANIC_CREATE;
		return NULL;
	}
	list_add(&s->list, &slub->slab_caches);
	s->refcount = 1;
	return s;
}
