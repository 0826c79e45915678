/* What the drivers share: bytes to a scenario to a verdict. */
#ifndef MMINIT_FUZZ_DRIVER_H
#define MMINIT_FUZZ_DRIVER_H

#include <stddef.h>
#include <stdint.h>

#include "observation.h"

/* Decodes the bytes, boots both implementations up to last_stage, compares after each stage and in
 * step_by_step after each step, and aborts at the first difference. The machines are opened at the
 * first call and kept; a run depends on its bytes alone. */
void driver_run(const uint8_t *data, size_t size, enum stage last_stage, enum stage step_by_step);

#endif
