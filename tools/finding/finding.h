/*
 * A finding on its way from an input to a report: loaded, reproduced, made smaller, observed.
 */
#ifndef MMINIT_TOOLS_FINDING_FINDING_H
#define MMINIT_TOOLS_FINDING_FINDING_H

#include "identity.h"
#include "given.h"
#include "minimize.h"

struct finding {
	const char *path;
	struct given given;
	struct scenario scenario; /* as small as it is by now */
	struct tryout *tryout;
	struct tryout_result result; /* of the scenario as it is */
	struct identity identity;
	enum how how;
	uint32_t items_before; /* entries, operations and options of what was loaded */
	bool minimized;        /* or as far as it was let */
	uint64_t tries;        /* that minimizing took: none if there was nothing to drop */
};

/* NULL without memory. */
struct finding *finding_new(void);
void finding_free(struct finding *f);

/* Loads and reproduces. Returns an exit status: EXIT_AGREE if it reproduces; else what is wrong has
 * been said. */
int finding_open(struct finding *f, const char *path);

/* Minimizes, with progress on standard error; Ctrl-C ends it early. If keep is not NULL the best so
 * far is written there, about once a second. Returns EXIT_AGREE, or EXIT_DIFFER if it was ended
 * early or does not hold, which has been said. */
int finding_minimize(struct finding *f, const char *keep);

/* The repro in the folder crashes, which may be missing, that is of the same machine (*same_machine
 * is true), or else one that says of itself that it once showed the same: a path to be freed. NULL
 * if there is none. */
char *finding_known(const struct scenario *s, const char *key, const char *crashes,
		    bool *same_machine);

#endif
