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

void driver_run(const uint8_t *data, size_t size, enum stage last_stage, enum stage step_by_step)
{
	struct boot_result result;

	driver_open();
	scenario_decode(data, size, &scenario);
	/* What comes after memblock in newer kernels is not settled between target and model yet.
	 */
	if (last_stage > STAGE_MEMBLOCK)
		scenario.release = SC_RELEASE_4_9;
	/* Without mm_init and operations after boot their stage is the one before once more. */
	if (last_stage >= STAGE_LATE && !scenario.nr_late_ops && !(pair_can(&pair) & CAN_MM_INIT))
		last_stage = STAGE_MEM_INIT;
	pair_boot(&pair, &scenario, last_stage, step_by_step, &result);
	if (result.differs)
		difference_abort(&result.difference);
	pair_reset(&pair, &scenario);
}
