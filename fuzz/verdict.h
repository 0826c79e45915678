/*
 * The verdict on a scenario: the first difference of its boot, as close to its cause as can be.
 */
#ifndef MMINIT_FUZZ_VERDICT_H
#define MMINIT_FUZZ_VERDICT_H

#include "boot.h"

/* Boots s up to and with last_stage. A difference is traced to the step within its stage that
 * brought it, where a stage has steps. `thorough`: if there is none, each such stage is compared
 * step by step, for what a later step covers up. The observations of the boot stay in the pair. */
void verdict(struct machine_pair *pair, const struct scenario *s, bool thorough,
	     enum stage last_stage, struct boot_result *result);

#endif
