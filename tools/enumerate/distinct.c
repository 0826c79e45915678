#include "distinct.h"

#include <stdlib.h>

#include "tools/shared_memory.h"

static void lower(_Atomic uint64_t *first, uint64_t number)
{
	uint64_t seen = atomic_load(first);

	/* Numbers are kept one higher: 0 is a key that was put in a moment ago. */
	while ((seen == 0 || number + 1 < seen) &&
	       !atomic_compare_exchange_weak(first, &seen, number + 1))
		;
}

bool distinct_add(struct distinct *set, uint64_t key, uint64_t number)
{
	uint64_t at = (key * UINT64_C(0x9e3779b97f4a7c15)) >> 42; /* 22 bits */

	for (;; at = (at + 1) % DISTINCT_CAPACITY) {
		uint64_t there = atomic_load(&set->keys[at]);

		if (there == 0) {
			if (atomic_load(&set->nr) >= DISTINCT_MOST)
				return false;
			if (atomic_compare_exchange_strong(&set->keys[at], &there, key)) {
				atomic_fetch_add(&set->nr, 1);
				there = key;
			}
		}
		if (there == key) {
			lower(&set->firsts[at], number);
			return true;
		}
	}
}

static int by_first(const void *a, const void *b)
{
	const struct distinct_entry *x = a, *y = b;

	return x->first < y->first ? -1 : x->first > y->first;
}

struct distinct_entry *distinct_list(const struct distinct *set, uint64_t *nr)
{
	struct distinct_entry *list;
	uint64_t n = 0;

	*nr = atomic_load(&set->nr);
	list = shared_memory(*nr * sizeof(*list));
	for (uint64_t i = 0; i < DISTINCT_CAPACITY; i++) {
		uint64_t key = atomic_load(&set->keys[i]);

		if (key)
			list[n++] = (struct distinct_entry){key, atomic_load(&set->firsts[i]) - 1};
	}
	qsort(list, n, sizeof(*list), by_first);
	return list;
}
