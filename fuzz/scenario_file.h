/*
 * Scenarios in files, for the commands: `-` is standard input; a name that ends in `.bin`, or that
 * a fuzzer gives to what it finds, holds bytes, all else text.
 */
#ifndef MMINIT_FUZZ_SCENARIO_FILE_H
#define MMINIT_FUZZ_SCENARIO_FILE_H

#include <stddef.h>

#include "scenario.h"
#include "scenario_text.h"

/* Whether the name says that the file holds bytes: .bin, libFuzzer's crash-, timeout-, oom-, leak-
 * and slow-unit- with 40 hexadecimal digits, or these alone, AFL++'s id:000000... */
bool file_is_bytes(const char *path);

/* Reads a file whole; the caller frees *data. Returns false with errno set. */
bool file_read(const char *path, char **data, size_t *size);

/* Reads a scenario. If that fails, prints the line `mminit: FILE:LINE: what is wrong` (without
 * LINE where the file could not be read) to standard error and returns false. */
bool scenario_load(const char *path, struct scenario *s);

/* The same of what was read from path. */
bool scenario_take(const char *path, const char *data, size_t size, struct scenario *s);

#endif
