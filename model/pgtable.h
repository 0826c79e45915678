/*
 * pgtable_init (mm/memory.c, and the architecture's). Spec 07, 2.
 *
 * A lock that fits into a word of struct page needs no cache, larger ones have one. Neither x86-64
 * nor ARM has caches of page tables.
 */
#ifndef MODEL_PGTABLE_H
#define MODEL_PGTABLE_H

struct machine;

/* ptlock_cache_init and pgtable_cache_init. spinlock_size: bytes. */
void model_pgtable_init(struct machine *m, unsigned int spinlock_size);

#endif
