#include "pgtable.h"

#include "machine.h"

void model_pgtable_init(struct machine *m, unsigned int spinlock_size)
{
	/* ALLOC_SPLIT_PTLOCKS */
	if (spinlock_size > m->geometry->pointer_size)
		m->slub.ptlock_cache = model_kmem_cache_create(m, spinlock_size);
}
