#include "run_names.h"

#include <inttypes.h>
#include <stdio.h>

#include "observation.h"

const char *slab_cache_name(uint64_t cache, uint64_t object_size, char *name, size_t size)
{
	if (cache == CACHE_KMEM_CACHE_NODE || cache == CACHE_KMEM_CACHE)
		snprintf(name, size, "%s",
			 cache == CACHE_KMEM_CACHE ? "kmem_cache" : "kmem_cache_node");
	else
		snprintf(name, size, "%skmalloc-%" PRIu64, cache >= CACHE_KMALLOC_DMA ? "dma-" : "",
			 object_size);
	return name;
}
