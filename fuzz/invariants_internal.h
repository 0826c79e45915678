/* What the files of the laws share; invariants.h is the interface. */
#ifndef MMINIT_FUZZ_INVARIANTS_INTERNAL_H
#define MMINIT_FUZZ_INVARIANTS_INTERNAL_H

#include "invariants.h"

/* How a law is broken: what of it, the value that is, the value or bound that should be. */
struct broken {
	const char *what;
	uint64_t is;
	uint64_t should_be;
	bool has_pfn;
	uint64_t pfn;
};

/* Both return false, so that a law can end with them. */
static inline bool broken(struct broken *b, const char *what, uint64_t is, uint64_t should_be)
{
	*b = (struct broken){.what = what, .is = is, .should_be = should_be};
	return false;
}

static inline bool broken_at(struct broken *b, uint64_t pfn, const char *what, uint64_t is,
			     uint64_t should_be)
{
	*b = (struct broken){
	    .what = what, .is = is, .should_be = should_be, .has_pfn = true, .pfn = pfn};
	return false;
}

static inline uint64_t min_u64(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static inline uint64_t max_u64(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

/* First page frame at or above an address. */
static inline uint64_t pfn_up(const struct scenario *s, uint64_t address)
{
	uint64_t mask = s->geometry == SC_ARM_FLATMEM ? UINT32_MAX : UINT64_MAX; /* of a word */
	uint32_t shift = sc_page_shift(s);

	return ((address + (UINT64_C(1) << shift) - 1) & mask) >> shift;
}

/* Each law returns whether it holds. */
#define INVARIANT_DECLARE(name, stage, where) \
	bool law_##name(const struct observation *o, const struct scenario *s, struct broken *b);
INVARIANTS(INVARIANT_DECLARE)
#undef INVARIANT_DECLARE

/* Geometry, in pages. */
uint64_t section_nr_pages(const struct scenario *s);
uint64_t max_arch_pfn(const struct scenario *s);

/* Whether blocks of one zone may stand on the lists of another: then only sums over zones are sure.
 */
bool zone_counters_may_mix(const struct observation *o);

/* Shared by the laws of the memblock and the mem_init stage. */
bool regions_ascend(const struct obs_memory_region *r, uint64_t nr, struct broken *b);

enum { MEMBLOCK_HOTPLUG = 1, MEMBLOCK_NOMAP = 4 };

/* Whether the iterators of free ranges pass over a memory region with these flags. */
bool region_is_skipped(const struct observation *o, uint64_t flags);

#endif
