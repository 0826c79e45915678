/* What the slab allocator is told: the machine, the options, the sizes of structures. */
#ifndef MODEL_SLUB_PARAMS_H
#define MODEL_SLUB_PARAMS_H

#include <stdbool.h>

struct slub_params {
	unsigned int nr_cpu_ids;
	unsigned int slub_min_order;
	unsigned int slub_max_order;         /* before its limit of MAX_ORDER - 1 */
	unsigned int slub_min_objects;       /* 0: by the number of CPUs */
	unsigned int cache_line_size;        /* bytes, a power of two */
	unsigned int kmem_cache_node_size;   /* sizeof(struct kmem_cache_node) */
	unsigned int kmem_cache_node_offset; /* offsetof(struct kmem_cache, node) */
	unsigned int kmem_cache_cpu_size;    /* sizeof(struct kmem_cache_cpu) */
	bool has_cpu_partial;                /* CONFIG_SLUB_CPU_PARTIAL */
};

#endif
