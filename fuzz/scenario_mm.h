/*
 * The part of a scenario that mm_init, arm_flatmem and the configuration are about, for scenario.c,
 * whose functions of nearly the same names stand for the whole.
 */
#ifndef MMINIT_FUZZ_SCENARIO_MM_H
#define MMINIT_FUZZ_SCENARIO_MM_H

#include "scenario.h"

void scenario_clear_mm(struct scenario *s);
bool scenario_equal_mm(const struct scenario *a, const struct scenario *b);
const char *scenario_check_mm(const struct scenario *s);

#endif
