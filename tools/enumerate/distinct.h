/*
 * A set of 64-bit keys that several processes fill at the same time, each key with the smallest
 * number that it was seen under, so that the result does not depend on who came first.
 */
#ifndef MMINIT_TOOLS_ENUMERATE_DISTINCT_H
#define MMINIT_TOOLS_ENUMERATE_DISTINCT_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum { DISTINCT_CAPACITY = 1 << 22, DISTINCT_MOST = DISTINCT_CAPACITY / 4 * 3 };

/* In shared memory; all zero is the empty set. */
struct distinct {
	_Atomic uint64_t keys[DISTINCT_CAPACITY]; /* 0: none */
	_Atomic uint64_t firsts[DISTINCT_CAPACITY];
	_Atomic uint64_t nr;
};

struct distinct_entry {
	uint64_t key;
	uint64_t first;
};

/* key is not 0. False if there are too many. */
bool distinct_add(struct distinct *set, uint64_t key, uint64_t number);

/* All of them, ascending by number, in shared memory; *nr is how many. To be called when
 * nobody adds any more. */
struct distinct_entry *distinct_list(const struct distinct *set, uint64_t *nr);

#endif
