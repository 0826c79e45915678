/* A replay: a log is read, its machine booted by each implementation, and what the kernel printed
 * checked against what they do. */
#ifndef MMINIT_TOOLS_REPLAY_REPLAY_H
#define MMINIT_TOOLS_REPLAY_REPLAY_H

#include "check.h"

/* Replays a log or a capture folder on the machines of pair; *r holds the result until
 * replay_free(). If the input is unusable, prints one line to standard error and returns false. */
bool replay_run(const char *path, struct machine_pair *pair, struct replay *r);
void replay_free(struct replay *r);

/* The same, but breaks() may change what was read before anything is booted: the tests break the
 * rules that replay relies on, one by one. */
bool replay_run_broken(const char *path, struct machine_pair *pair, void (*breaks)(struct replay *),
		       struct replay *r);

/* Whether anything was checked and all checks are ok. */
bool replay_exact(const struct replay *r);

#endif
