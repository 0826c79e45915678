/* Names of what an observation gives as numbers, for the output of `mminit run`. */
#ifndef MMINIT_TOOLS_RUN_NAMES_H
#define MMINIT_TOOLS_RUN_NAMES_H

#include <stddef.h>
#include <stdint.h>

/* "kmalloc-96" and so on, of a row of slab_cache; returns name. */
const char *slab_cache_name(uint64_t cache, uint64_t object_size, char *name, size_t size);

#endif
