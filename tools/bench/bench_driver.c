#include "bench.h"

#include <stdio.h>
#include <stdlib.h>

#include "driver.h"
#include "generate.h"
#include "scenario_bytes.h"

enum { NR_INPUTS = 64, MAX_INPUT = 1 << 16 };

/* Bytes of generated machines, and how often a turn goes through them. */
struct inputs {
	uint8_t *bytes[NR_INPUTS];
	size_t size[NR_INPUTS];
	int rounds;
};

static struct scenario scenario;

static void make_inputs(struct inputs *in, enum sc_geometry geometry)
{
	uint64_t seed = 0;

	for (int i = 0; i < NR_INPUTS; seed++) {
		uint8_t *bytes = malloc(MAX_INPUT);

		if (!bytes)
			abort();
		generate_scenario(seed, &scenario);
		in->size[i] = 0;
		if (scenario.geometry == geometry)
			in->size[i] = scenario_encode(&scenario, bytes, MAX_INPUT);
		if (in->size[i])
			in->bytes[i++] = bytes;
		else
			free(bytes);
	}
}

static double executions_per_second(struct inputs *in, void (*run)(const uint8_t *, size_t))
{
	double start = bench_now();

	for (int round = 0; round < in->rounds; round++)
		for (int i = 0; i < NR_INPUTS; i++)
			run(in->bytes[i], in->size[i]);
	return NR_INPUTS * in->rounds / (bench_now() - start);
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

	for (int k = 0; k < 2; k++) {
		struct inputs in = {.rounds = kinds[k].rounds};
		char name[64];

		make_inputs(&in, kinds[k].geometry);
		snprintf(name, sizeof(name), "fuzz_mm_init %s / empty driver",
			 sc_geometry_name(kinds[k].geometry));
		bench_pair(results, name, "executions/s", side_mm_init, side_empty, &in);
		for (int i = 0; i < NR_INPUTS; i++)
			free(in.bytes[i]);
	}
}
