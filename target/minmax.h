/* The kernel's min, max and clamp for addresses and page frame numbers. */
#ifndef MMINIT_TARGET_MINMAX_H
#define MMINIT_TARGET_MINMAX_H

#include <stdint.h>

static inline uint64_t min_u64(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static inline uint64_t max_u64(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

/* As in the kernel, `high` if low is greater than high. */
static inline uint64_t clamp_u64(uint64_t value, uint64_t low, uint64_t high)
{
	return min_u64(max_u64(value, low), high);
}

#endif
