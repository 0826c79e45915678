/*
 * slub: the slab allocator, as in mm/slub.c and mm/slab_common.c of Linux 4.9 (SLUB_DEBUG and
 * SLUB_CPU_PARTIAL built in, no debugging switched on), on the boot CPU.
 *
 *   slub_sizes.c   calculate_sizes, calculate_order: what a slab of a cache looks like
 *   slub_boot.c    kmem_cache_init: the bootstrap caches and the kmalloc caches
 *   slub.c         slabs, kmem_cache_alloc, kmem_cache_free
 *   slub_kmalloc.c kmalloc, kfree
 *
 * Objects have addresses (of physical memory, in bytes) but no memory. The free pointers that the
 * kernel keeps within them lie in a row beside each slab (struct slab_objects).
 */
#ifndef MMINIT_TARGET_SLUB_H
#define MMINIT_TARGET_SLUB_H

#include "list.h"
#include "page_alloc.h"
#include "percpu.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	KMALLOC_MAX_INDEX =
	    17,             /* largest KMALLOC_SHIFT_HIGH: PAGE_SHIFT + 1 with pages of 64 KiB */
	NR_SIZE_INDEX = 24, /* size_index: sizes up to 192 in steps of 8 */
	SLUB_MAX_CACHES = 2 + 2 * (KMALLOC_MAX_INDEX + 1) + 1,
	SLUB_MAX_SLABS = 1 << 18, /* of a boot and what follows it */
	SLUB_MAX_OBJECTS = 32767, /* MAX_OBJS_PER_PAGE, and what page->objects can hold */
};

/* Addresses that are none. */
#define SLUB_NULL     UINT64_MAX       /* NULL: no memory */
#define ZERO_SIZE_PTR (UINT64_MAX - 1) /* of an object of 0 bytes */

/* Flags of a cache that are used here. */
enum { SLAB_HWCACHE_ALIGN = 1, SLAB_CACHE_DMA = 2 };

/* allocflags: what the pages of a slab are asked for with. */
enum { SLAB_GFP_COMP = 1, SLAB_GFP_DMA = 2 };

/* Number of an object within its slab, or none. */
enum { NO_OBJECT = 0xffff };

/*
 * The objects of one slab: the free pointers. Of objects that have never left the row that a new
 * slab starts with nothing is written: each is followed by the next, or by the one before, once a
 * CPU has given the row back. The row is the end of a list, and nothing is on both lists.
 */
struct slab_objects {
	uint64_t pfn;       /* of the slab's first page */
	uint32_t order;     /* the slab has 2^order pages */
	bool live;          /* false: the slab has been discarded */
	bool row_descends;  /* the row begins with its last object */
	uint16_t row_start; /* the row: objects [row_start, row_end) */
	uint16_t row_end;
	uint16_t freelist; /* page->freelist: first free object but for those on a CPU's list */
	uint16_t *next;    /* by object, not in the row */
};

struct kmem_cache_node {
	uint64_t object; /* where the structure lies */
	uint64_t nr_partial;
	struct list_head partial; /* slabs, linked through page->lru */
	uint64_t nr_slabs;
	uint64_t total_objects;
};

/* kmem_cache_cpu of the boot CPU; those of the others stay empty. */
struct kmem_cache_cpu {
	struct page *page; /* the slab that objects are taken from, frozen */
	uint16_t freelist; /* its free objects */
	struct page *partial;
	int32_t offset; /* where the structure lies in the per-CPU area */
};

/* oo: order and number of objects of a slab as one number. */
struct kmem_cache_order_objects {
	uint32_t x;
};

enum { OO_SHIFT = 16 };

struct kmem_cache {
	const char *name;
	uint64_t object; /* where the structure lies; SLUB_NULL: a static one */
	uint32_t flags;
	uint32_t object_size; /* bytes, as are the next ones */
	uint32_t size;
	uint32_t inuse;
	uint32_t offset;
	uint32_t align;
	uint32_t reserved;
	struct kmem_cache_order_objects oo;
	struct kmem_cache_order_objects max;
	struct kmem_cache_order_objects min;
	uint32_t allocflags;
	int32_t refcount;
	uint64_t min_partial;
	uint32_t cpu_partial;
	uint32_t remote_node_defrag_ratio;
	struct list_head list; /* slab_caches */
	struct kmem_cache_cpu *cpu_slab;
	uint64_t node_mask; /* bit n: node[n] is there */
	struct kmem_cache_node *node[MAX_NUMNODES];
};

/* A slab that was taken from the buddy allocator or given back. */
struct slab_event {
	bool discarded;
	const struct kmem_cache *cache;
	int nid; /* asked for, NUMA_NO_NODE: none; of one given back that of the page */
	uint64_t pfn;
	uint32_t order;
};

enum slab_state { SLAB_DOWN, SLAB_PARTIAL, SLAB_UP = 3 };

enum slub_fault {
	SLUB_OK,
	SLUB_PANIC_CACHE,    /* a boot cache that cannot be set up */
	SLUB_BUG_EARLY_NODE, /* early_kmem_cache_node_alloc: no page */
	SLUB_NULL_BOOTSTRAP, /* bootstrap: no object to copy the cache to */
	SLUB_PANIC_KMALLOC,  /* create_kmalloc_cache: no object */
	SLUB_BUG_NAME,       /* create_kmalloc_caches: no object for the name of a DMA cache */
	SLUB_PANIC_CREATE,   /* kmem_cache_create with SLAB_PANIC: no object, or no order */
	SLUB_NULL_NODE,      /* a slab is of a node that the cache has no structure of */
	SLUB_NO_OBJECTS,     /* objects that page->objects cannot count, none being left */
};

/* How the kernel was built, and its options. */
struct slub_config {
	uint32_t nr_cpu_ids;
	uint32_t nr_node_ids;      /* to be known before kmem_cache_init */
	uint32_t cache_line;       /* bytes */
	uint32_t slub_min_objects; /* 0: from nr_cpu_ids */
	uint32_t slub_min_order;
	uint32_t slub_max_order;
	uint32_t word;              /* sizeof(void *) */
	uint32_t slab_min_align;    /* ARCH_SLAB_MINALIGN */
	uint32_t kmalloc_min_size;  /* KMALLOC_MIN_SIZE, which ARCH_KMALLOC_MINALIGN equals */
	uint32_t sizeof_cache;      /* offsetof(struct kmem_cache, node) */
	uint32_t sizeof_cache_node; /* sizeof(struct kmem_cache_node) */
	uint32_t sizeof_cache_cpu;  /* sizeof(struct kmem_cache_cpu) */
	bool zone_dma;              /* CONFIG_ZONE_DMA */
	bool cpu_partial;           /* CONFIG_SLUB_CPU_PARTIAL */
};

struct slub {
	struct page_alloc *pa;
	struct percpu *percpu;
	struct slub_config config;
	enum slub_fault fault;
	enum slab_state state;

	struct list_head slab_caches;
	struct kmem_cache *kmem_cache;
	struct kmem_cache *kmem_cache_node;
	struct kmem_cache boot_kmem_cache; /* the static ones */
	struct kmem_cache boot_kmem_cache_node;
	struct kmem_cache *kmalloc_caches[KMALLOC_MAX_INDEX + 1];
	struct kmem_cache *kmalloc_dma_caches[KMALLOC_MAX_INDEX + 1];
	uint8_t size_index[NR_SIZE_INDEX];
	uint32_t useless_nodes; /* that got their first structure from another node */

	struct slab_event *events; /* an area, as the next ones */
	uint32_t nr_events;
	struct slab_objects *slabs; /* all that there have been */
	uint32_t nr_slabs;
	uint16_t *free_pointers;
	uint64_t nr_free_pointers;

	/* What the kernel has in slab objects and per-CPU areas. */
	uint32_t nr_caches;
	uint32_t nr_nodes;
	struct kmem_cache caches[SLUB_MAX_CACHES];
	struct kmem_cache_cpu cpus[SLUB_MAX_CACHES];
	struct kmem_cache_node nodes[SLUB_MAX_CACHES * MAX_NUMNODES];
};

/* Maps the areas (the rest being zero-initialised by the caller). */
void slub_create(struct slub *slub);
void slub_destroy(struct slub *slub);

/* Back to power-off, to take pages from pa and per-CPU areas from percpu. */
void slub_reset(struct slub *slub, struct page_alloc *pa, struct percpu *percpu,
		const struct slub_config *config);

/* kmem_cache_init. What it may set in fault is listed there. */
void kmem_cache_init(struct slub *slub);

/* kmem_cache_create of a cache with the flags SLAB_PANIC and no constructor, after kmem_cache_init:
 * an old cache that is as good, or a new one; NULL and SLUB_PANIC_CREATE if that cannot be had. */
struct kmem_cache *kmem_cache_create(struct slub *slub, const char *name, uint32_t size,
				     uint32_t align);

/* kmem_cache_alloc_node, kmem_cache_alloc: address of an object or SLUB_NULL. nid may be
 * NUMA_NO_NODE. May set SLUB_NULL_NODE. */
uint64_t kmem_cache_alloc_node(struct slub *slub, struct kmem_cache *s, int nid);

/* kmem_cache_free: what kmem_cache_alloc gave. */
void kmem_cache_free(struct slub *slub, struct kmem_cache *s, uint64_t address);

/* kmalloc: size bytes; SLUB_NULL if there is no memory, ZERO_SIZE_PTR for no byte. */
uint64_t kmalloc(struct slub *slub, uint64_t size);

/* kfree: what kmalloc gave. */
void kfree(struct slub *slub, uint64_t address);

/* kmalloc_slab: the cache for objects of so many bytes, 1 to kmalloc_max_cache_size. */
struct kmem_cache *kmalloc_slab(struct slub *slub, uint64_t size);

/* Free objects on a list of the page: of its own, or of the CPU whose slab it is. */
uint32_t slab_list_length(const struct page *page, uint16_t list);

static inline uint32_t oo_order(struct kmem_cache_order_objects oo)
{
	return oo.x >> OO_SHIFT;
}

static inline uint32_t oo_objects(struct kmem_cache_order_objects oo)
{
	return oo.x & ((1u << OO_SHIFT) - 1);
}

static inline struct kmem_cache *cache_of_list(struct list_head *list)
{
	return (struct kmem_cache *)((char *)list - offsetof(struct kmem_cache, list));
}

/* KMALLOC_MAX_CACHE_SIZE: larger objects are pages of their own. */
static inline uint64_t kmalloc_max_cache_size(const struct slub *slub)
{
	return UINT64_C(2) << slub->pa->sparse->geometry->page_shift;
}

/*
 * Between the files of slub.
 */

/* get_order: the smallest order whose pages hold so many bytes. */
unsigned int slub_get_order(const struct slub *slub, uint64_t size);

/* calculate_alignment */
uint32_t slub_calculate_alignment(const struct slub *slub, uint32_t flags, uint32_t align,
				  uint32_t size);

/* calculate_sizes, from object_size, align and flags; false if no slab can hold an object. */
bool slub_calculate_sizes(const struct slub *slub, struct kmem_cache *s);

/* new_slab: pages for a slab, all of its objects free. NULL if there are none. */
struct page *slub_new_slab(struct slub *slub, struct kmem_cache *s, int nid);

/* Takes the first object off the page's own free list. */
uint64_t slub_take_object(struct slub *slub, struct page *page);

/* flush_cpu_slab: the boot CPU gives up its slabs of the cache. */
void slub_flush_cpu_slab(struct slub *slub, struct kmem_cache *s);

/* add_partial, to the head of the list or to its tail. */
void slub_add_partial(struct kmem_cache_node *n, struct page *page, bool tail);

/* __kmem_cache_create of a cache whose name, sizes and flags are set; false: no memory. */
bool slub_open_cache(struct slub *slub, struct kmem_cache *s);

#endif
