/* What the commands are given: a scenario as text, as bytes of a fuzzer, or within a bundle. */
#ifndef MMINIT_TOOLS_FINDING_GIVEN_H
#define MMINIT_TOOLS_FINDING_GIVEN_H

#include <stddef.h>
#include <stdint.h>

#include "scenario.h"

struct given {
	uint8_t *bytes; /* what the fuzzer had; NULL if it was no fuzzer, or it is not known */
	size_t size;
	char *environment; /* of the bundle; NULL without one */
};

/* Reads a scenario. If that fails, prints the line `mminit: FILE...: what is wrong` to standard
 * error and returns false. */
bool given_load(const char *path, struct scenario *s);

/* The same, and all that comes with it; to be freed if it did not fail. */
bool given_load_all(const char *path, struct scenario *s, struct given *given);
void given_free(struct given *given);

#endif
