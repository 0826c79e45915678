#include "bench.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "boot.h"

/* One machine in one implementation. */
struct bench_machine {
	const struct implementation *implementation[NR_IMPLEMENTATIONS];
	void *machine[NR_IMPLEMENTATIONS];
	struct observation observation;
	uint64_t nr_pages;
	int rounds;
	char *pages; /* as many bytes as the struct pages take */
};

static struct scenario scenario;

/* All RAM, from 0 up, but the BIOS hole; a hole of 1 GiB below 4 GiB. */
static void make_machine(uint64_t size)
{
	uint64_t low = size < 3ull << 30 ? size : 3ull << 30;

	scenario_clear(&scenario);
	scenario.e820[scenario.nr_e820++] =
	    (struct sc_e820_entry){.addr = 0, .size = 0x9fc00, .type = 1};
	scenario.e820[scenario.nr_e820++] =
	    (struct sc_e820_entry){.addr = 0x100000, .size = low - 0x100000, .type = 1};
	if (low < size)
		scenario.e820[scenario.nr_e820++] =
		    (struct sc_e820_entry){.addr = 4ull << 30, .size = size - low, .type = 1};
	scenario.ops[scenario.nr_ops++] =
	    (struct sc_op){.kind = SC_OP_RESERVE,
			   .nid = SC_NID_ANY,
			   .range = {.start = 0x1000000, .size = 0x1800000}};
}

static double boot_in(struct bench_machine *m, int which)
{
	double start = bench_now();

	for (int i = 0; i < m->rounds; i++)
		boot_alone(m->implementation[which], m->machine[which], &scenario, STAGE_MEM_INIT,
			   false, &m->observation);
	return (bench_now() - start) / m->rounds * 1e6;
}

static double side_target(void *context)
{
	return boot_in(context, 0);
}

static double side_model(void *context)
{
	return boot_in(context, 1);
}

static void open_machines(struct bench_machine *m)
{
	m->implementation[0] = &target_implementation;
	m->implementation[1] = &model_implementation;
	for (int i = 0; i < NR_IMPLEMENTATIONS; i++) {
		m->machine[i] = m->implementation[i]->open();
		if (!m->machine[i])
			abort();
	}
	observation_init(&m->observation);
}

static void close_machines(struct bench_machine *m)
{
	for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
		m->implementation[i]->close(m->machine[i]);
	observation_free(&m->observation);
}

void bench_machine(struct bench_results *results)
{
	static const struct {
		uint64_t mib;
		int rounds;
	} sizes[] = {{64, 50}, {512, 10}, {4096, 2}, {16384, 1}};
	struct bench_machine m = {0};

	open_machines(&m);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		char name[64];

		make_machine(sizes[i].mib << 20);
		m.rounds = sizes[i].rounds;
		snprintf(name, sizeof(name), "boot of %" PRIu64 " MiB, target / model",
			 sizes[i].mib);
		bench_pair(results, name, "us", side_target, side_model, &m);
	}
	close_machines(&m);
}

/* Time of the steps MEMMAP and MEM_INIT; those before them are not counted. */
static double side_memmap(void *context)
{
	struct bench_machine *m = context;
	const struct implementation *impl = m->implementation[0];
	double start;

	boot_alone(impl, m->machine[0], &scenario, STAGE_ZONES, false, &m->observation);
	start = bench_now();
	if (impl->step(m->machine[0], &scenario, STEP_MEMMAP, 0) != OUTCOME_OK ||
	    impl->step(m->machine[0], &scenario, STEP_MEM_INIT, 0) != OUTCOME_OK)
		abort();
	return (bench_now() - start) * 1e9 / (double)m->nr_pages;
}

static double side_memset(void *context)
{
	struct bench_machine *m = context;
	double start = bench_now();

	memset(m->pages, 0x5a, m->nr_pages * 64);
	return (bench_now() - start) * 1e9 / (double)m->nr_pages;
}

void bench_memmap(struct bench_results *results)
{
	struct bench_machine m = {0};
	size_t bytes;

	open_machines(&m);
	make_machine(64ull << 30);
	m.nr_pages = (64ull << 30) >> 12;
	bytes = m.nr_pages * 64;
	m.pages = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (m.pages == MAP_FAILED)
		abort();
	bench_pair(results, "memmap and release of 64 GiB / memset", "ns/page", side_memmap,
		   side_memset, &m);
	munmap(m.pages, bytes);
	close_machines(&m);
}
