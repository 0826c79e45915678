/*
 * Machines to boot before another one, which then shows what outlived their resets: some of the
 * kind that a fuzzer has, one in which all is set that can be, one that has all memory there is,
 * and one that reserves it and has none.
 */
#ifndef MMINIT_TOOLS_FINDING_OTHERS_H
#define MMINIT_TOOLS_FINDING_OTHERS_H

#include <stdbool.h>
#include <stdint.h>

#include "scenario.h"

/* Makes the machine of that number, from 0 on, as suits one of geometry g; false if there are no
 * more. All of them boot to the end of memory's initialisation, and both implementations agree. */
bool other_machine(uint32_t number, enum sc_geometry g, struct scenario *s);

#endif
