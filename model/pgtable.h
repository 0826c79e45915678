/*
 * pgtable_init (mm/memory.c, and the architecture's). Spec 07, 2.
 *
 * A lock that fits into struct page needs no cache, and neither x86-64 nor ARM has caches of page
 * tables: there is nothing to do.
 */
#ifndef MODEL_PGTABLE_H
#define MODEL_PGTABLE_H

struct machine;

/* ptlock_cache_init and pgtable_cache_init. The number of caches then. */
unsigned int model_pgtable_init(const struct machine *m);

#endif
