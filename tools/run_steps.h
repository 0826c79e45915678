/* The steps of mm_init in words, as `mminit run` prints them below the verdict. */
#ifndef MMINIT_TOOLS_RUN_STEPS_H
#define MMINIT_TOOLS_RUN_STEPS_H

#include "observation.h"
#include "scenario.h"

/* One line a function of the chain, of what o holds, and one for each operation after boot; nothing
 * of stages not reached. full: every cache, area and mapped range as well. */
void run_print_steps(const struct observation *o, const struct scenario *s, bool full);

#endif
