#include "bench.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "target/memblock.h"

enum { MAX_RESERVATIONS = 10000 };

struct reservations {
	struct memblock memblock;
	uint64_t base[MAX_RESERVATIONS];
	uint32_t nr;
	uint64_t *table; /* of the walk: start and size of each region, sorted */
};

/* Pages apart from one another, in random order, the same every time. */
static void shuffle(struct reservations *r)
{
	uint64_t state = 88172645463325252u;

	for (uint32_t i = 0; i < r->nr; i++)
		r->base[i] = (1ull << 32) + ((uint64_t)i << 13);
	for (uint32_t i = r->nr - 1; i > 0; i--) {
		uint32_t j;
		uint64_t swap = r->base[i];

		state ^= state << 13;
		state ^= state >> 7;
		state ^= state << 17;
		j = (uint32_t)(state % (i + 1));
		r->base[i] = r->base[j];
		r->base[j] = swap;
	}
}

static double side_target(void *context)
{
	struct reservations *r = context;
	double start;

	memblock_reset(&r->memblock);
	memblock_add(&r->memblock, 0, 1ull << 40);
	memblock_allow_resize(&r->memblock);
	start = bench_now();
	for (uint32_t i = 0; i < r->nr; i++)
		if (memblock_reserve(&r->memblock, r->base[i], 4096))
			abort();
	return (bench_now() - start) * 1e9 / r->nr;
}

/* What a table costs that is walked from its start for the place of a region, and once more as a
 * whole for neighbours to merge with: the way of the kernel. */
static double side_walk(void *context)
{
	struct reservations *r = context;
	uint64_t *table = r->table;
	double start = bench_now();
	uint32_t cnt = 0;

	for (uint32_t i = 0; i < r->nr; i++) {
		uint32_t at = 0;
		volatile uint32_t merged = 0;

		while (at < cnt && table[at * 2] < r->base[i])
			at++;
		memmove(table + at * 2 + 2, table + at * 2, (cnt - at) * 16);
		table[at * 2] = r->base[i];
		table[at * 2 + 1] = 4096;
		cnt++;
		for (uint32_t j = 0; j + 1 < cnt; j++)
			if (table[j * 2] + table[j * 2 + 1] == table[j * 2 + 2])
				merged++;
	}
	return (bench_now() - start) * 1e9 / r->nr;
}

void bench_reserve(struct bench_results *results)
{
	static struct reservations r;

	r.table = malloc((MAX_RESERVATIONS + 1) * 16);
	if (!r.table)
		abort();
	memblock_create(&r.memblock);
	for (r.nr = 625; r.nr <= MAX_RESERVATIONS; r.nr *= 2) {
		char name[64];

		shuffle(&r);
		snprintf(name, sizeof(name), "%" PRIu32 " reservations, target / walk", r.nr);
		bench_pair(results, name, "ns each", side_target, side_walk, &r);
	}
	memblock_destroy(&r.memblock);
	free(r.table);
}
