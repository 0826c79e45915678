/* Writing results: a file is replaced by what is whole, or stays as it was. */
#ifndef MMINIT_TOOLS_OUTPUT_H
#define MMINIT_TOOLS_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

/* Writes size bytes to path; `-` is standard output, and what is no regular file is written to as
 * it is. Returns false with errno set. */
bool output_write(const char *path, const void *data, size_t size);

/* Whether path could be written as things are: to be asked before work that takes long. False with
 * errno set. */
bool output_possible(const char *path);

/* Whether both name one regular file. */
bool same_file(const char *a, const char *b);

#endif
