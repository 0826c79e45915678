/* What the generators of scenarios share: a source of numbers, and entries and options made of it.
 */
#ifndef MMINIT_FUZZ_GENERATE_INTERNAL_H
#define MMINIT_FUZZ_GENERATE_INTERNAL_H

#include <stdarg.h>
#include <stdio.h>

#include "random.h"
#include "scenario.h"

#define PAGE UINT64_C(0x1000)
#define KIB  (UINT64_C(1) << 10)
#define MIB  (UINT64_C(1) << 20)
#define GIB  (UINT64_C(1) << 30)

struct generator {
	struct random random;
	struct scenario *s;
	uint64_t unit;      /* what sizes are counted in: a pageblock */
	uint64_t low_top;   /* end of the RAM below 4 GiB, or of all of a tiny machine's */
	uint64_t high_size; /* RAM from 4 GiB on */
	size_t cmdline_len;
};

/* From 0 to bound - 1. */
static inline uint64_t below(struct generator *g, uint64_t bound)
{
	return random_below(&g->random, bound);
}

static inline bool chance(struct generator *g, unsigned int percent)
{
	return below(g, 100) < percent;
}

/* An address in RAM, or near it. */
static inline uint64_t some_address(struct generator *g)
{
	uint64_t ram = g->low_top + g->high_size;
	uint64_t place = below(g, ram + g->unit);

	if (place >= g->low_top && g->high_size)
		place += 4 * GIB - g->low_top;
	switch (below(g, 4)) {
	case 0:
		return place & ~(g->unit - 1);
	case 1:
		return place;
	default:
		return place & ~(PAGE - 1);
	}
}

static inline struct sc_range some_range(struct generator *g)
{
	struct sc_range r = {some_address(g), 0};

	switch (below(g, 6)) {
	case 0:
		r.size = below(g, 3 * PAGE);
		break;
	case 1:
		r.size = (below(g, 4) + 1) * g->unit;
		break;
	case 2:
		r.size = (g->unit - r.start % g->unit) + below(g, 3) * g->unit;
		break;
	default:
		r.size = (below(g, 40) + 1) * PAGE;
	}
	return r;
}

static inline void entry(struct generator *g, uint64_t start, uint64_t end, uint32_t type)
{
	struct scenario *s = g->s;

	if (s->nr_e820 < SC_MAX_E820)
		s->e820[s->nr_e820++] = (struct sc_e820_entry){start, end - start, type};
}

static inline uint32_t reserved_type(struct generator *g)
{
	static const uint32_t types[] = {2, 2, 2, 3, 3, 4, 4, 5, 7, 12, 20, 0xefffffff};

	return types[below(g, sizeof(types) / sizeof(types[0]))];
}

static inline void swap_entries(struct generator *g)
{
	struct scenario *s = g->s;

	for (uint32_t i = s->nr_e820; i > 1; i--) {
		uint64_t k = below(g, i);
		struct sc_e820_entry e = s->e820[i - 1];

		s->e820[i - 1] = s->e820[k];
		s->e820[k] = e;
	}
}

__attribute__((format(printf, 2, 3))) static inline void option(struct generator *g,
								const char *format, ...)
{
	char *cmdline = g->s->cmdline;
	va_list args;

	if (g->cmdline_len > SC_MAX_CMDLINE / 2)
		return;
	if (g->cmdline_len)
		cmdline[g->cmdline_len++] = ' ';
	va_start(args, format);
	int len =
	    vsnprintf(cmdline + g->cmdline_len, SC_MAX_CMDLINE - g->cmdline_len, format, args);
	va_end(args);
	g->cmdline_len += (size_t)len;
}

#endif
