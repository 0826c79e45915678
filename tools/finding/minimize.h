/*
 * Minimizing a finding: the smallest scenario with the same identity. Every try is a tryout of its
 * own, so that crashes and hangs are minimized like differences.
 */
#ifndef MMINIT_TOOLS_FINDING_MINIMIZE_H
#define MMINIT_TOOLS_FINDING_MINIMIZE_H

#include "identity.h"

enum reproduction {
	REPRODUCES,
	AGREES,   /* there is no finding */
	UNSTEADY, /* not the same each time, or not each time */
};

/* Boots s three times, each in a fresh child. The last result is in *result, and the child that
 * gave it still there. */
enum reproduction reproduce(struct tryout *t, const struct scenario *s, enum how *how,
			    struct tryout_result *result, struct identity *id);

/* Boots s once, in a fresh child, and says whether it shows what it is known to have shown. The
 * result is in *result, and the child still there. */
bool still_shows(struct tryout *t, const struct scenario *s, enum how how,
		 const struct identity *id, struct tryout_result *result);

/* For tries with what is made of s, which shows something in that stage: what happens behind it is
 * of no interest, and where they hang there is no use in waiting for long. */
struct tryout_limits candidate_limits(const struct scenario *s, enum how how, enum stage stage);

struct minimization {
	struct tryout *tryout;
	const struct identity *identity;
	enum how how; /* as reproduce() found it necessary */
	/* Told of each success and now and then of tries, if not NULL. */
	void (*progress)(void *context, uint64_t tries, const struct scenario *best);
	/* Told of each success, if not NULL. */
	void (*smaller)(void *context, const struct scenario *best);
	bool (*stop)(void *context); /* if not NULL: true ends it early */
	bool thorough; /* tries at random too, some thousand more: seconds, for what a person reads
			*/
	void *context;

	uint64_t tries; /* out */
};

enum minimized {
	MINIMIZED,
	MINIMIZED_IN_PART, /* stopped: *s is the best so far */
	MINIMIZED_NOT,     /* what was found does not hold: *s is as it was */
};

/* Minimizes *s, which has that identity. */
enum minimized minimize(struct scenario *s, struct minimization *m);

#endif
