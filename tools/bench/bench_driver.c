#include "bench.h"

#include <stdio.h>
#include <stdlib.h>

#include "driver.h"
#include "generate.h"
#include "scenario_bytes.h"

enum { MAX_INPUTS = 512, MAX_INPUT = 1 << 16 };

/* Bytes of generated machines, and how often a turn goes through them. */
struct inputs {
	int nr;
	uint8_t *bytes[MAX_INPUTS];
	size_t size[MAX_INPUTS];
	int rounds;
};

static struct scenario scenario;

/* Of that geometry; without operations after boot where it is the steps before that matter. */
static void make_inputs(struct inputs *in, int nr, enum sc_geometry geometry, bool late_ops)
{
	in->nr = 0;
	for (uint64_t seed = 0; in->nr < nr; seed++) {
		uint8_t *bytes = malloc(MAX_INPUT);
		size_t size = 0;

		if (!bytes)
			abort();
		generate_scenario(seed, &scenario);
		if (scenario.geometry == geometry && (late_ops || !scenario.nr_late_ops))
			size = scenario_encode(&scenario, bytes, MAX_INPUT);
		if (!size) {
			free(bytes);
			continue;
		}
		in->bytes[in->nr] = bytes;
		in->size[in->nr++] = size;
	}
}

static void free_inputs(struct inputs *in)
{
	while (in->nr)
		free(in->bytes[--in->nr]);
}

static double executions_per_second(struct inputs *in, void (*run)(const uint8_t *, size_t))
{
	double start = bench_now();

	for (int round = 0; round < in->rounds; round++)
		for (int i = 0; i < in->nr; i++)
			run(in->bytes[i], in->size[i]);
	return in->nr * in->rounds / (bench_now() - start);
}

static void run_mm_init(const uint8_t *data, size_t size)
{
	driver_run(data, size, STAGE_FREED, NR_STAGES);
}

/* Looks at the input once, as any driver must. */
static void run_empty(const uint8_t *data, size_t size)
{
	uint8_t sum = 0;

	for (size_t i = 0; i < size; i++)
		sum = (uint8_t)(sum + data[i]);
	__asm__ volatile("" : : "r"(sum));
}

static double side_mm_init(void *context)
{
	return executions_per_second(context, run_mm_init);
}

static double side_empty(void *context)
{
	return executions_per_second(context, run_empty);
}

void bench_driver(struct bench_results *results)
{
	static const struct {
		enum sc_geometry geometry;
		int rounds;
	} kinds[] = {{SC_TINY, 20}, {SC_X86_64, 1}};
	static struct inputs in;

	for (int k = 0; k < 2; k++) {
		char name[64];

		make_inputs(&in, 64, kinds[k].geometry, true);
		in.rounds = kinds[k].rounds;
		snprintf(name, sizeof(name), "fuzz_mm_init %s / empty driver",
			 sc_geometry_name(kinds[k].geometry));
		bench_pair(results, name, "executions/s", side_mm_init, side_empty, &in);
		free_inputs(&in);
	}
}

static void run_to_mem_init(const uint8_t *data, size_t size)
{
	driver_run(data, size, STAGE_MEM_INIT, NR_STAGES);
}

static void run_to_kaiser_init(const uint8_t *data, size_t size)
{
	driver_run(data, size, STAGE_KAISER_INIT, NR_STAGES);
}

static double side_whole(void *context)
{
	return 1e6 / executions_per_second(context, run_mm_init);
}

static double side_to_kaiser_init(void *context)
{
	return 1e6 / executions_per_second(context, run_to_kaiser_init);
}

static double side_to_mem_init(void *context)
{
	return 1e6 / executions_per_second(context, run_to_mem_init);
}

void bench_late(struct bench_results *results)
{
	static struct inputs in;

	make_inputs(&in, MAX_INPUTS, SC_TINY, false);
	in.rounds = 4;
	bench_pair(results, "to kaiser_init / to mem_init, tiny", "us", side_to_kaiser_init,
		   side_to_mem_init, &in);
	bench_pair(results, "fuzz_mm_init / to mem_init, tiny", "us", side_whole, side_to_mem_init,
		   &in);
	free_inputs(&in);
}
