/* The part of `mminit run --json` that is about mm_init beyond the release of memory. */
#ifndef MMINIT_TOOLS_RUN_JSON_MM_H
#define MMINIT_TOOLS_RUN_JSON_MM_H

#include <json-c/json.h>

#include "observation.h"

/* Adds to an implementation's object what o holds of these steps: page_ext, memory_line, mem_init,
 * slab, percpu, pgtable, vmalloc, ioremap, kaiser, deferred. */
void run_json_add_mm(struct json_object *object, const struct observation *o);

/* Adds results and what is left when everything is freed to the object `late`. */
void run_json_add_late(struct json_object *late, const struct observation *o);

/* A number of bytes as a string of 0x and 16 digits. */
struct json_object *run_json_address(uint64_t value);

#endif
