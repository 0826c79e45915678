#include "driver.h"

#include "boot.h"
#include "scenario_bytes.h"

static struct machine_pair pair;
static struct scenario scenario;

void driver_open(void)
{
	if (!pair.machine[0])
		pair_open(&pair);
}

/* Every page a step of mm_init took has been compared by then; what the free lists and page frames
 * look like afterwards costs as much as all these steps, so that without operations after boot one
 * input in eight is looked at once more. */
static bool looks_at_the_end(const uint8_t *data, size_t size)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < size; i++)
		sum = (sum ^ data[i]) * 0x01000193u;
	return (sum >> 16) % 8 == 0;
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
	if (last_stage >= STAGE_LATE && !scenario.nr_late_ops && !scenario.config.deferred_init &&
	    !looks_at_the_end(data, size))
		last_stage = STAGE_DEFERRED;
	pair_boot(&pair, &scenario, last_stage, step_by_step, &result);
	if (result.differs)
		difference_abort(&result.difference);
	pair_reset(&pair, &scenario);
}
