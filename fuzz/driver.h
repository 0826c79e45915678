/* What the drivers share: bytes to a scenario to a verdict. */
#ifndef MMINIT_FUZZ_DRIVER_H
#define MMINIT_FUZZ_DRIVER_H

#include <stddef.h>
#include <stdint.h>

#include "observation.h"

/* Opens the machines, if they are not. For a driver's LLVMFuzzerInitialize, so that the first run
 * is like any other; a runner that leaves that out finds them opened by its first run. */
void driver_open(void);

/* Decodes the bytes, boots both implementations up to last_stage, compares after each stage and in
 * step_by_step after each step, and aborts at the first difference. With
 * STAGE_FREED as the last one the bytes decide how far behind mem_init the boot goes: whole_boot()
 * in driver.c. A run depends on its bytes alone, and so do the branches it takes: the machines are
 * switched off again at its end. */
void driver_run(const uint8_t *data, size_t size, enum stage last_stage, enum stage step_by_step);

#endif
