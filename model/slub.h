/*
 * The slab allocator (mm/slub.c, mm/slab_common.c). Spec 06.
 *
 * One CPU, the boot CPU, allocates and frees. Caches are numbered in the order of their creation,
 * slabs from 1 on; 0 stands for no slab. Objects of a slab are numbered from its first page up.
 */
#ifndef MODEL_SLUB_H
#define MODEL_SLUB_H

#include "geometry.h"
#include "trace.h"

struct machine;

enum {
	BOOT_CACHE_NODE, /* the two boot caches, made first */
	BOOT_CACHE,
	NR_KMALLOC_INDICES = 18, /* KMALLOC_SHIFT_HIGH + 1 with pages of 64 KiB */
	MAX_CACHES = 3 + 2 * NR_KMALLOC_INDICES,
	NO_CACHE = -1,
	NO_SLAB = 0,
	MAX_SLABS = 1 << 16, /* that ever live at once */
	MAX_OBJS_PER_PAGE = 32767,
	NO_OBJECT = 0xffff,
};

/* node: which one was asked for a new slab (-1: none), or is that of a slab given back. */
enum slab_event { SLAB_EVENT_NEW, SLAB_EVENT_DISCARDED };

enum slab_state { SLAB_DOWN, SLAB_PARTIAL, SLAB_UP };

/* kmem_cache_order_objects: an order, and how many objects fit. */
struct order_objects {
	unsigned int order;
	unsigned int objects;
};

/* struct kmem_cache_node */
struct kmem_cache_node {
	uint64_t nr_slabs;
	uint64_t total_objects;
	uint64_t nr_partial;
	uint32_t first, last; /* slabs of the partial list */
};

struct kmem_cache {
	bool dma;                                             /* SLAB_CACHE_DMA */
	bool hwcache;                                         /* SLAB_HWCACHE_ALIGN */
	bool is_static;                                       /* a boot cache before bootstrap() */
	int kmalloc_index;                                    /* which kmalloc cache, or -1 */
	unsigned int object_size, size, align, inuse, offset; /* bytes */
	struct order_objects oo, min, max;
	int refcount;
	unsigned int min_partial; /* slabs */
	unsigned int cpu_partial; /* objects */
	uint64_t objects_out;     /* handed out and not yet freed */
	/* kmem_cache_cpu of the boot CPU: */
	uint32_t cpu_slab;
	uint16_t cpu_freelist; /* an object of cpu_slab */
	uint32_t cpu_partial_first;
	uint64_t nodes; /* a bit for each node that it has a kmem_cache_node of */
	struct kmem_cache_node node[MAX_NUMNODES];
};

/* A slab, which the kernel keeps in the struct page of its first page. */
struct slab {
	bool live;
	int cache;
	bool boot_struct; /* slab_cache is the static structure that a boot cache began as */
	uint64_t pfn;
	unsigned int order;
	unsigned int objects;
	unsigned int inuse;
	bool frozen;
	uint16_t freelist;   /* page->freelist: an object */
	uint32_t next, prev; /* on a node's partial list */
	/* On the CPU's partial list: page->next, pages and pobjects. */
	uint32_t cpu_next;
	unsigned int cpu_pages, cpu_objects;
};

struct slub {
	struct slub_params params;
	unsigned int max_order; /* slub_max_order, limited */
	enum slab_state state;
	uint64_t normal_nodes; /* N_NORMAL_MEMORY: a bit for each node */
	unsigned int nr_caches;
	struct kmem_cache caches[MAX_CACHES];
	unsigned int nr_listed;
	int slab_caches[MAX_CACHES]; /* as it is on the list, from the tail to the head */
	int ptlock_cache;            /* page_ptl_cachep, or NO_CACHE */
	int kmalloc_caches[NR_KMALLOC_INDICES];
	int kmalloc_dma_caches[NR_KMALLOC_INDICES];
	uint8_t size_index[24];
	uint32_t nr_slabs; /* one above the highest number ever in use */
	struct slab *slabs;
	uint16_t *next_object;  /* [slab][object]: the free object behind it */
	uint64_t useless_nodes; /* "Allocating a useless per node structure": how often */
	struct trace events;    /* (enum slab_event, cache, node, pfn, order) */
};

/* get_node(s, nid) != NULL */
static inline bool has_node(const struct kmem_cache *s, int nid)
{
	return s->nodes >> nid & 1;
}

/* get_freepointer, set_freepointer: the free object behind a free one, or NO_OBJECT. */
static inline uint16_t *model_next_object(const struct slub *s, uint32_t slab, uint16_t object)
{
	return &s->next_object[(size_t)slab * NO_OBJECT + object];
}

bool model_slub_open(struct slub *s);
void model_slub_close(struct slub *s);
void model_slub_reset(struct slub *s, const struct slub_params *params);

/* kmem_cache_init */
void model_kmem_cache_init(struct machine *m);

/* create_kmalloc_caches and setup_kmalloc_cache_index_table (slab_common.c). */
void model_create_kmalloc_caches(struct machine *m);

/* create_boot_cache, of a cache that kmem_cache_init makes itself; its number. */
int model_create_boot_cache(struct machine *m, unsigned int size, bool hwcache, bool dma);

/* kmem_cache_create with SLAB_PANIC, without alignment or constructor: the cache's number. */
int model_kmem_cache_create(struct machine *m, unsigned int size);

/* calculate_order for objects of size bytes; -1 (-ENOSYS) if there is none. */
int model_calculate_order(const struct machine *m, unsigned int size);

/* An object somebody owns. */
struct object {
	uint32_t slab; /* NO_SLAB: none could be had */
	uint16_t number;
};

/* kmem_cache_alloc_node; nid NUMA_NO_NODE: the boot CPU's. */
struct object model_slab_alloc(struct machine *m, int cache, int nid);

/* kmem_cache_free */
void model_slab_free(struct machine *m, uint32_t slab, uint16_t object);

/* allocate_slab: NO_SLAB without memory. nid may be NUMA_NO_NODE. */
uint32_t model_new_slab(struct machine *m, int cache, int nid);

/* __add_partial */
void model_add_partial(struct machine *m, int cache, int nid, uint32_t slab, bool tail);

/* __flush_cpu_slab */
void model_flush_cpu_slab(struct machine *m, int cache);

/* Where an object lies: bytes, physical. */
uint64_t model_object_address(const struct machine *m, struct object o);

/* Memory is named by its physical address. These are none. */
#define KMALLOC_NULL  UINT64_MAX
#define ZERO_SIZE_PTR (UINT64_MAX - 1) /* 16 in the kernel, where no object lies */

/* __kmalloc(n, GFP_KERNEL) on the boot CPU: an object, or above the largest cache's size a compound
 * page. */
uint64_t model_kmalloc(struct machine *m, uint64_t n);

/* kfree */
void model_kfree(struct machine *m, uint64_t addr);

/* kmalloc_slab: the cache for n bytes, 1 to the largest cache's size. */
int model_kmalloc_slab(const struct machine *m, uint64_t n, bool dma);

/* get_order: the least order whose block holds n bytes. */
unsigned int model_get_order(const struct machine *m, uint64_t n);

#endif
