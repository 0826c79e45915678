/* The steps of mm_init in words, as `mminit run` prints them below the verdict. */
#ifndef MMINIT_TOOLS_RUN_STEPS_H
#define MMINIT_TOOLS_RUN_STEPS_H

#include "observation.h"
#include "scenario.h"

/* One line or more a function of the chain, of what o holds; nothing of stages not reached. */
void run_print_steps(const struct observation *o, const struct scenario *s);

#endif
