/* The result of a boot as the JSON object of `mminit run --json`. */
#ifndef MMINIT_TOOLS_RUN_JSON_H
#define MMINIT_TOOLS_RUN_JSON_H

#include <json-c/json.h>

#include "boot.h"

/* full: every table of both observations is added. The caller puts the object. */
struct json_object *run_json(const char *file, const struct scenario *s,
			     const struct machine_pair *pair, const struct boot_result *result,
			     bool full);

#endif
