/* How the result of a replay is told, by mminit replay and by mminit boot. */
#ifndef MMINIT_TOOLS_CMD_REPLAY_H
#define MMINIT_TOOLS_CMD_REPLAY_H

#include <json-c/json.h>

#include "replay/replay.h"

/* The object of `mminit replay --json`; the caller puts it. */
struct json_object *replay_json(const struct replay *r, const char *name);
/* The same for people: the verdict, the checks that failed (all: every one), what was not checked.
 */
void replay_print(const struct replay *r, const char *name, bool all);

#endif
