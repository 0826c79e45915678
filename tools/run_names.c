#include "run_names.h"

#include <inttypes.h>
#include <stdio.h>

#include "observation.h"

const char *slab_cache_name(uint64_t cache, uint64_t object_size, char *name, size_t size)
{
	static const char *const names[] = {
	    [CACHE_KMEM_CACHE_NODE] = "kmem_cache_node",
	    [CACHE_KMEM_CACHE] = "kmem_cache",
	    [CACHE_PTLOCK] = "page->ptl",
	};

	if (cache <= CACHE_PTLOCK)
		snprintf(name, size, "%s", names[cache]);
	else
		snprintf(name, size, "%skmalloc-%" PRIu64, cache >= CACHE_KMALLOC_DMA ? "dma-" : "",
			 object_size);
	return name;
}
