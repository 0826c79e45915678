/* What the steps of a reduction share: reduce.c, reduce_numbers.c, reduce_leaps.c, reduce_random.c.
 */
#ifndef MMINIT_FUZZ_REDUCE_INTERNAL_H
#define MMINIT_FUZZ_REDUCE_INTERNAL_H

#include "reduce.h"

enum { REDUCE_MAX_VALUES = 4096 /* distinct addresses that are moved in all places at once */ };

struct reduce_work {
	struct reduction *r;
	struct scenario *best;
	struct scenario candidate;
	uint64_t best_cost;
	bool stopped;
	unsigned char dropped[SC_MAX_OPS + SC_MAX_LATE_OPS + SC_MAX_E820_OPS + SC_MAX_E820_EXT +
			      SC_MAX_CMDLINE + 1024];
	uint64_t values[REDUCE_MAX_VALUES];
	uint32_t nr_values;
};

/* The candidate is the best again, to be changed. */
static inline void reduce_start_over(struct reduce_work *w)
{
	scenario_copy(&w->candidate, w->best);
}

/* Whether the candidate is a scenario and shows what is looked for. False too if it is to stop. */
bool reduce_shows(struct reduce_work *w);

/* The candidate, which shows it, is the best from now on. */
void reduce_succeed(struct reduce_work *w);

/* Whether the candidate is less to read than the best, and shows the same: then it is the best. */
bool reduce_attempt(struct reduce_work *w);

/* Drops what is not needed, in halves, quarters, ... then one by one; all, or of lists only. */
void reduce_drop_items(struct reduce_work *w, bool of_lists);

/* Numbers go towards round ones, and parts of a list within a word of the command line go. */
void reduce_numbers(struct reduce_work *w);

/* Changes a setting so that less is needed, and drops that. */
void reduce_leap(struct reduce_work *w);

/* Drops and changes at random, from a seed that is always the same. A jump starts from the best
 * each time, a walk from what was last found to be as short. */
void reduce_jump(struct reduce_work *w);
void reduce_walk(struct reduce_work *w);

#endif
