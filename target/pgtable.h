/*
 * pgtable: the caches of pgtable_init, as in include/linux/mm.h and mm/memory.c of Linux 4.9.
 *
 * pgtable_cache_init is empty on x86-64 and on ARM. ptlock_cache_init makes a cache only where a
 * spinlock is larger than the word that a page table's struct page has for it.
 */
#ifndef MMINIT_TARGET_PGTABLE_H
#define MMINIT_TARGET_PGTABLE_H

#include "slub.h"

#include <stdint.h>

struct pgtable {
	struct kmem_cache *ptlock_cache; /* page_ptl_cachep; NULL: locks lie in the struct pages */
};

/* pgtable_init. sizeof_spinlock: bytes; a lock without debugging has 4. May set SLUB_PANIC_CREATE.
 */
void pgtable_init(struct pgtable *pgtable, struct slub *slub, uint32_t sizeof_spinlock);

#endif
