#include "driver.h"

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
}

/* Of one input in so many; the others never. */
static bool is_one_in(unsigned int many, const uint8_t *data, size_t size)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < size; i++)
		sum = (sum ^ data[i]) * 0x01000193u;
	return (sum >> 16) % many == 0;
}

/*
 * How far a whole boot goes. The steps behind mem_init cost a third of all before them; bytes that
 * say nothing of these steps take them one time in four. Every page that a step takes is compared
 * with it; what the free lists and page frames look like at the end costs as much again, and
 * without operations after boot one input in sixteen is looked at once more.
 */
static enum stage whole_boot(const struct scenario *s, const uint8_t *data, size_t size)
{
	if (s->nr_late_ops || s->config.deferred_init || is_one_in(16, data, size))
		return STAGE_FREED;
	return sc_asks_of_mm_init(s) || is_one_in(4, data, size) ? STAGE_KAISER_INIT
								 : STAGE_MEM_INIT;
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
