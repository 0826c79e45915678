/*
 * What an address of the process means to a machine of model/: for reports of crashes.
 */
#ifndef MMINIT_FUZZ_ADAPTER_MODEL_LOCATE_H
#define MMINIT_FUZZ_ADAPTER_MODEL_LOCATE_H

#include "../model/machine.h"

#include <stddef.h>

/* If the address belongs to the machine, true, and a line of at most `room` bytes that says to
 * what: which attribute of which page frame, which region, which row of which trace. Changes
 * nothing; the machine may be in the midst of a step. */
bool model_machine_locate(const struct machine *m, uint64_t address, char *line, size_t room);

#endif
