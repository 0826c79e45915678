/*
 * The memory behind the memmap. It stays from boot to boot, for taking it anew would cost more than
 * the boot, but not without end.
 *
 * What this file does depends on the boots before, though nothing that a kernel could see does: a
 * fuzzer is not to learn from its branches, so it is built without instrumentation.
 */
#include "sparse.h"

#include <sys/mman.h>

/* Memory is given back when more leaves than this stand behind the memmap, and then only that of
 * leaves which the present machine does not use. */
enum { LEAVES_KEPT = 64 };

static void leaf_use(struct sparse *sparse, uint32_t leaf)
{
	if (!sparse->leaf_boot[leaf])
		sparse->leaves[sparse->nr_leaves++] = leaf;
	sparse->leaf_boot[leaf] = sparse->boot;
}

/* Gives back the memory of all leaves that this boot does not use. */
static void leaves_drop(struct sparse *sparse)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < sparse->nr_leaves; i++) {
		uint32_t leaf = sparse->leaves[i];

		if (sparse->leaf_boot[leaf] == sparse->boot) {
			sparse->leaves[kept++] = leaf;
			continue;
		}
		sparse->leaf_boot[leaf] = 0;
		(void)madvise(sparse->vmemmap + ((uint64_t)leaf << LEAF_SHIFT), LEAF_BYTES,
			      MADV_DONTNEED);
	}
	sparse->nr_leaves = kept;
}

void sparse_keep_memory(struct sparse *sparse)
{
	unsigned int shift = sparse->geometry->section_shift_pages;

	for (uint32_t i = 0; i < sparse->nr_present; i++)
		leaf_use(sparse, (uint32_t)((uint64_t)sparse->present[i] << shift >> LEAF_SHIFT));
	if (sparse->nr_leaves > LEAVES_KEPT)
		leaves_drop(sparse);
}
