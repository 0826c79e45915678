/*
 * Scenarios in files, for the commands: `-` is standard input, a name that ends in `.bin` holds the
 * bytes of a fuzzer, all else text.
 */
#ifndef MMINIT_FUZZ_SCENARIO_FILE_H
#define MMINIT_FUZZ_SCENARIO_FILE_H

#include <stddef.h>

#include "scenario.h"
#include "scenario_text.h"

/* Whether the name says that the file holds bytes. */
bool file_is_bytes(const char *path);

/* Reads a file whole; the caller frees *data. Returns false with errno set. */
bool file_read(const char *path, char **data, size_t *size);

/* Reads a scenario. If that fails, prints the line `mminit: FILE:LINE: what is wrong` (without
 * LINE where the file could not be read) to standard error and returns false. */
bool scenario_load(const char *path, struct scenario *s);

#endif
