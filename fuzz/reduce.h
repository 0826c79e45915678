/*
 * Reducing: the smallest scenario that still shows what the given one shows.
 *
 * Works on what a scenario is made of, whatever it is made for: entries, operations, options and
 * the words of the command line are dropped, in halves, quarters, ... then one by one and in pairs;
 * two are joined to one; the geometry becomes tiny; memory takes the place of the firmware that
 * told of it; then numbers go towards round ones, an address that stands in several places in all
 * of them at once. Where none of that helps, several changes at once are tried at random. This is
 * repeated until nothing more can be had, so that reducing the result again changes nothing. The
 * order of the tries is fixed, of those at random too: the same scenario and the same answers give
 * the same result.
 *
 * What a scenario consists of is in reduce_parts.c: whoever adds to struct scenario adds a line
 * there.
 */
#ifndef MMINIT_FUZZ_REDUCE_H
#define MMINIT_FUZZ_REDUCE_H

#include "scenario.h"

struct reduction {
	/* Whether the candidate, which keeps all rules of a scenario, shows the same. It must
	 * answer by the candidate alone. */
	bool (*shows)(void *context, const struct scenario *candidate);
	/* Told of each success, if not NULL: best so far. */
	void (*smaller)(void *context, const struct scenario *best);
	/* Asked before each try, if not NULL: true ends the reduction. */
	bool (*stop)(void *context);
	void *context;
	bool only_drop; /* items go, but no number changes: nothing new can come about */

	/* Tries at random, where no single step helps any more. Of a jump, at a small machine, the
	 * shorter ones are tried; of a walk, for each of the first ten items that are left, those
	 * as short too. */
	uint32_t jumps;
	uint32_t steps;

	/* Set while shows() is asked: one look is enough, nothing is kept because of it. */
	bool tentative;

	uint64_t tries; /* counted here, set to 0 by the caller */
	uint64_t successes;
};

/* Reduces *s, which shows what is looked for; that is not asked again. Whenever it returns, *s
 * shows it too. Returns false if it was stopped before its end, or without memory. */
bool scenario_reduce(struct scenario *s, struct reduction *r);

/* Entries, operations, options and words of the command line: what a reader has to read. The fill
 * and the NUMA operation that go without saying are not counted. */
uint32_t scenario_items(const struct scenario *s);

/* *to = *from, but for the unused ends of arrays: a scenario is large, and little of it is used. */
void scenario_copy(struct scenario *to, const struct scenario *from);

#endif
