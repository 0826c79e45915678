#include "pgtable.h"

void pgtable_init(struct pgtable *pgtable, struct slub *slub, uint32_t sizeof_spinlock)
{
	pgtable->ptlock_cache = NULL;
	/* ALLOC_SPLIT_PTLOCKS: a struct page has room for a word. */
	if (sizeof_spinlock > slub->config.word)
		pgtable->ptlock_cache = kmem_cache_create(slub, "page->ptl", sizeof_spinlock, 0);
}
