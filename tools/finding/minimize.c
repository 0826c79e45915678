#include "minimize.h"

#include <stdlib.h>
#include <string.h>

#include "reduce.h"

enum {
	CONFIRMATIONS = 2, /* fresh children that must agree, besides the first try */
	HANG_MS = 100,     /* CPU time after which a candidate hangs, on the first attempt */
	HANG_FACTOR = 8,   /* and so much longer it must go on hanging to be believed in the end */
	HANG_ATTEMPTS = 3,
	CHECK_MS = 8000,
	USUAL_FACTOR = 3, /* a candidate that takes so much longer than usual is none */
	JUMPS = 2000,
	STEPS = 5000,
	DEAR = 8,           /* so many times fewer where a boot is compared step by step */
	DEAR_SANITIZED = 4, /* or is watched */
};

static bool is_crash(enum tryout_end end)
{
	return end != TRYOUT_AGREE && end != TRYOUT_DIFFER && end != TRYOUT_HANG;
}

/* What a boot may take that ends in a crash: after longer it is a hang. Of an access of gigabytes a
 * sanitizer looks at all bytes before it says which is bad. */
static struct tryout_limits crash_limits(const struct scenario *s, enum how how, enum stage stage,
					 enum tryout_end end)
{
	struct tryout_limits limits = candidate_limits(s, how, stage);
	uint64_t least = end == TRYOUT_SANITIZER ? CHECK_MS : HANG_MS * HANG_FACTOR;

	if (limits.cpu_ms < least)
		limits.cpu_ms = least;
	return limits;
}

/* A loop without end that fills a table comes to the end of it, sooner or later: the loop is what
 * there is to find, and not the crash, which the limit of a hang may come before or not. */
static void look_for_loop(struct tryout *t, const struct scenario *s, enum how how,
			  struct tryout_result *result, struct identity *id)
{
	struct tryout_limits limits = crash_limits(s, how, STAGE_FREED, id->end);

	limits.closely = true;
	tryout_run(t, s, how, true, &limits, result);
	if (result->end == TRYOUT_HANG)
		identity_of(result, id);
}

enum reproduction reproduce(struct tryout *t, const struct scenario *s, enum how *how,
			    struct tryout_result *result, struct identity *id)
{
	static struct identity again;
	struct tryout_limits limits = tryout_limits_of(s);

	for (*how = HOW_PLAIN;; *how = (enum how)(*how + 1)) {
		tryout_run(t, s, *how, true, &limits, result);
		if (result->end != TRYOUT_AGREE || *how + 1 == NR_HOW)
			break;
	}
	if (result->end == TRYOUT_AGREE)
		return AGREES;
	identity_of(result, id);
	if (is_crash(id->end))
		look_for_loop(t, s, *how, result, id);
	if (id->end == TRYOUT_HANG)
		limits.cpu_ms = HANG_MS * HANG_FACTOR;
	for (int i = 0; i < CONFIRMATIONS; i++) {
		tryout_run(t, s, *how, true, &limits, result);
		if (result->end == TRYOUT_AGREE)
			return UNSTEADY;
		identity_of(result, &again);
		if (!identity_same(id, &again))
			return UNSTEADY;
	}
	return REPRODUCES;
}

bool still_shows(struct tryout *t, const struct scenario *s, enum how how,
		 const struct identity *id, struct tryout_result *result)
{
	static struct identity again;
	struct tryout_limits limits = tryout_limits_of(s);

	if (id->end == TRYOUT_HANG)
		limits.cpu_ms = HANG_MS * HANG_FACTOR;
	tryout_run(t, s, how, true, &limits, result);
	if (result->end != id->end)
		return false;
	identity_of(result, &again);
	return identity_same(id, &again);
}

struct work {
	struct minimization *m;
	const struct reduction *reduction;
	struct tryout_limits limits;
	struct tryout_result result;
	struct identity identity;
};

static bool shows_once(struct work *w, const struct scenario *candidate, bool fresh)
{
	tryout_run(w->m->tryout, candidate, w->m->how, fresh, &w->limits, &w->result);
	if (w->result.end != w->m->identity->end)
		return false;
	identity_of(&w->result, &w->identity);
	return identity_same(&w->identity, w->m->identity);
}

/* A hang costs its time limit each time: it is not tried again, but the result is, for longer. What
 * a wild access finds must not be what an earlier try has left: a crash has a fresh child for each,
 * and another one, which begins alike, would find the same. */
static bool shows(void *context, const struct scenario *candidate)
{
	struct work *w = context;
	bool crash = is_crash(w->m->identity->end);

	w->m->tries++;
	if (w->m->progress && w->m->tries % 64 == 0)
		w->m->progress(w->m->context, w->m->tries, NULL);
	if (!shows_once(w, candidate, crash))
		return false;
	if (w->reduction->tentative)
		return true;
	for (int i = 0; i < CONFIRMATIONS && w->m->identity->end == TRYOUT_DIFFER; i++)
		if (!shows_once(w, candidate, true))
			return false;
	return true;
}

static void on_success(void *context, const struct scenario *best)
{
	struct work *w = context;

	if (w->m->smaller)
		w->m->smaller(w->m->context, best);
	if (w->m->progress)
		w->m->progress(w->m->context, w->m->tries, best);
}

static bool on_stop(void *context)
{
	struct work *w = context;

	return w->m->stop && w->m->stop(w->m->context);
}

struct tryout_limits candidate_limits(const struct scenario *s, enum how how, enum stage stage)
{
	struct tryout_limits limits = tryout_limits_of(s);
	uint64_t usual = tryout_usual_ms(s) * USUAL_FACTOR;

	if (how != HOW_THOROUGH && how != HOW_AFTER_OTHERS && usual < limits.cpu_ms)
		limits.cpu_ms = usual;
	limits.last_stage = stage;
	limits.closely = false;
	return limits;
}

/* Of what crashes or hangs a try that shows takes long: then only what is shorter is tried. */
static void set_luck(struct reduction *r, const struct minimization *m)
{
	uint32_t dear = m->how == HOW_THOROUGH || m->how == HOW_AFTER_OTHERS ? DEAR : 1;

	if (MMINIT_SANITIZED[0])
		dear *= DEAR_SANITIZED;
	if (!m->thorough)
		return;
	r->jumps = JUMPS / dear;
	r->steps = m->identity->end == TRYOUT_DIFFER ? STEPS / dear : 0;
}

static enum minimized attempt(struct scenario *s, struct work *w, const struct scenario *original)
{
	struct reduction r = {.shows = shows, .smaller = on_success, .stop = on_stop, .context = w};
	bool finished;

	w->reduction = &r;
	set_luck(&r, w->m);
	scenario_copy(s, original);
	finished = scenario_reduce(s, &r);
	w->limits.cpu_ms *= HANG_FACTOR;
	if (w->m->identity->end == TRYOUT_HANG && !shows_once(w, s, true))
		return MINIMIZED_NOT;
	return finished ? MINIMIZED : MINIMIZED_IN_PART;
}

enum minimized minimize(struct scenario *s, struct minimization *m)
{
	struct work *w = malloc(sizeof(*w));
	struct scenario *original = malloc(sizeof(*original));
	enum minimized end = MINIMIZED_NOT;

	if (w && original) {
		w->m = m;
		w->limits = is_crash(m->identity->end)
				? crash_limits(s, m->how, m->identity->stage, m->identity->end)
				: candidate_limits(s, m->how, m->identity->stage);
		if (m->identity->end == TRYOUT_HANG)
			w->limits.cpu_ms = HANG_MS;
		m->tries = 0;
		scenario_copy(original, s);
		/* What only seemed to hang is tried anew, with more patience. */
		for (int i = 0; i < HANG_ATTEMPTS && end == MINIMIZED_NOT; i++)
			end = attempt(s, w, original);
		if (end == MINIMIZED_NOT)
			scenario_copy(s, original);
	}
	free(original);
	free(w);
	return end;
}
