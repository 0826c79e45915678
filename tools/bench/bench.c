#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

double bench_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a;
	double y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double median(double *values)
{
	qsort(values, BENCH_TURNS, sizeof(values[0]), by_value);
	return values[BENCH_TURNS / 2];
}

void bench_pair(struct bench_results *results, const char *name, const char *unit, bench_side_t a,
		bench_side_t b, void *context)
{
	struct bench_result *r = &results->results[results->nr++];
	double costs_a[BENCH_TURNS];
	double costs_b[BENCH_TURNS];
	double ratios[BENCH_TURNS];

	a(context);
	b(context);
	for (int i = 0; i < BENCH_TURNS; i++) {
		costs_a[i] = a(context);
		costs_b[i] = b(context);
		ratios[i] = costs_a[i] / costs_b[i];
	}
	snprintf(r->name, sizeof(r->name), "%s", name);
	r->unit = unit;
	r->ratio = median(ratios);
	r->a = median(costs_a);
	r->b = median(costs_b);
}
