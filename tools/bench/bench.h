/*
 * The benchmarks. Machines are noisy, so that every result is a ratio of two things measured in
 * turn within one run; the median of the turns is given. Nothing is judged here.
 */
#ifndef MMINIT_TOOLS_BENCH_H
#define MMINIT_TOOLS_BENCH_H

#include <stdint.h>

enum { BENCH_TURNS = 7, BENCH_MAX_RESULTS = 64 };

struct bench_result {
	char name[64];    /* what was measured against what */
	const char *unit; /* of a and b */
	double a;
	double b;
	double ratio; /* median over the turns of a / b */
};

struct bench_results {
	struct bench_result results[BENCH_MAX_RESULTS];
	uint32_t nr;
};

/* One turn of a side: does the work once and returns its cost in the result's unit. */
typedef double (*bench_side_t)(void *context);

/* Takes the two sides in turn, after one turn each that does not count, and adds the result. */
void bench_pair(struct bench_results *results, const char *name, const char *unit, bench_side_t a,
		bench_side_t b, void *context);

/* CPU time of this process in seconds: others may be busy. */
double bench_now(void);

/* A whole fuzz execution against a driver that does nothing, on both geometries. */
void bench_driver(struct bench_results *results);
/* What the steps after mem_init add to a fuzz execution, operations after boot apart. */
void bench_late(struct bench_results *results);
/* Booting alone: target against model, by size of the machine. */
void bench_machine(struct bench_results *results);
/* STEP_MEMMAP and STEP_MEM_INIT of a machine of 64 GiB against a memset of its struct pages. */
void bench_memmap(struct bench_results *results);
/* Reservations in random order against a walk of the whole table for each, as the kernel does. */
void bench_reserve(struct bench_results *results);

#endif
