#include "driver.h"

#include <string.h>

#include "boot.h"
#include "scenario_bytes.h"

static struct machine_pair pair;
static struct scenario scenario;

void driver_open(void)
{
	if (pair.machine[0])
		return;
	pair_open(&pair);
	pair.glances = true;
	pair.trees.pass_over_known = true;
}

/* A number that the bytes draw: always the same, and like any other. */
static uint64_t draw_lot(const uint8_t *data, size_t size)
{
	uint64_t lot = size, word = 0;

	for (; size > sizeof(word); data += sizeof(word), size -= sizeof(word)) {
		memcpy(&word, data, sizeof(word));
		lot = (lot ^ word) * 0x9e3779b97f4a7c15u;
		lot ^= lot >> 32;
	}
	memcpy(&word, data, size);
	lot = (lot ^ word) * 0x9e3779b97f4a7c15u;
	return lot >> 32;
}

/*
 * How far a whole boot goes. The steps behind mem_init cost a sixth of all before them, and
 * kaiser_init, which takes 256 pages, as much again; bytes that say nothing of them take them one
 * time in four. Every page that a step takes is compared with it; what the free lists and page
 * frames look like at the end costs a fifth, and without operations after boot one input in sixteen
 * is looked at once more.
 */
static enum stage whole_boot(const struct scenario *s, const uint8_t *data, size_t size)
{
	uint64_t lot = draw_lot(data, size);

	if (s->nr_late_ops || s->config.deferred_init || lot % 16 == 0)
		return STAGE_FREED;
	if (lot % 4 == 0 || sc_asks_of_kaiser(s))
		return STAGE_KAISER_INIT;
	return sc_asks_of_mm_init(s) ? STAGE_IOREMAP_HUGE_INIT : STAGE_MEM_INIT;
}

void driver_run(const uint8_t *data, size_t size, enum stage last_stage, enum stage step_by_step)
{
	struct boot_result result;

	driver_open();
	scenario_decode(data, size, &scenario);
	/* What comes after memblock in newer kernels is not settled between target and model yet.
	 */
	if (last_stage > STAGE_MEMBLOCK)
		scenario.release = SC_RELEASE_4_9;
	if (last_stage == STAGE_FREED)
		last_stage = whole_boot(&scenario, data, size);
	pair_boot(&pair, &scenario, last_stage, step_by_step, &result);
	if (result.differs)
		difference_abort(&result.difference);
	pair_reset(&pair, &scenario);
}
