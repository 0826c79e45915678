#include "pgtable.h"

/* ALLOC_SPLIT_PTLOCKS: what a struct page has room for. */
enum { BIGGEST_LOCK_IN_PAGE = 8 };

void pgtable_init(struct pgtable *pgtable, struct slub *slub, uint32_t sizeof_spinlock)
{
	pgtable->ptlock_cache = NULL;
	if (sizeof_spinlock > BIGGEST_LOCK_IN_PAGE)
		pgtable->ptlock_cache = kmem_cache_create(slub, "page->ptl", sizeof_spinlock, 0);
}
