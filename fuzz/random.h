/* Numbers that look random and depend on their seed alone (splitmix64). */
#ifndef MMINIT_FUZZ_RANDOM_H
#define MMINIT_FUZZ_RANDOM_H

#include <stdint.h>

struct random {
	uint64_t state; /* the seed, at first */
};

static inline uint64_t random_next(struct random *r)
{
	uint64_t z = r->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

/* From 0 to bound - 1; bound is not 0. */
static inline uint64_t random_below(struct random *r, uint64_t bound)
{
	return random_next(r) % bound;
}

#endif
