/* The first name of each finding. */
#include "triage_internal.h"

#include <stdio.h>
#include <stdlib.h>

#include "given.h"
#include "parallel.h"
#include "reduce.h"

enum {
	HANG_SHARE = 3, /* of the time that no boot takes: what takes longer than a third hangs */
	MAX_KNOWN_HANGS = 64,
};

void sorting_start_child(void *context)
{
	struct sorting *s = context;

	s->tryout = tryout_open();
	s->known_hangs = calloc(MAX_KNOWN_HANGS, sizeof(*s->known_hangs));
	s->nr_known_hangs = 0;
	if (!s->known_hangs)
		_Exit(2);
}

/* A limit of time that only a hang passes. */
static struct tryout_limits patience(const struct scenario *s)
{
	struct tryout_limits limits = tryout_limits_of(s);

	limits.cpu_ms /= HANG_SHARE;
	return limits;
}

/* A hang that was not looked at closely has the name of the known one. */
static bool hangs_as_known(struct sorting *s)
{
	for (uint32_t i = 0; i < s->nr_known_hangs; i++) {
		if (!identity_same(&s->known_hangs[i], &s->identity))
			continue;
		s->identity = s->known_hangs[i];
		return true;
	}
	return false;
}

/* Boots the scenario, in a fresh child: what a file shows does not depend on the files before it. A
 * hang costs its time limit, but for the first of each kind little: what takes unusually long in a
 * place that is known to hang hangs there. */
static void look_once(struct sorting *s, enum how how)
{
	const struct tryout_limits patient = patience(&s->scenario);
	struct tryout_limits limits = patient;

	limits.closely = false;
	if (how == HOW_PLAIN && tryout_usual_ms(&s->scenario) < limits.cpu_ms)
		limits.cpu_ms = tryout_usual_ms(&s->scenario);
	tryout_run(s->tryout, &s->scenario, how, true, &limits, &s->result);
	if (s->result.end == TRYOUT_AGREE)
		return;
	identity_of(&s->result, &s->identity);
	if (s->result.end != TRYOUT_HANG || hangs_as_known(s))
		return;
	tryout_run(s->tryout, &s->scenario, how, true, &patient, &s->result);
	if (s->result.end == TRYOUT_AGREE)
		return;
	identity_of(&s->result, &s->identity);
	if (s->result.end == TRYOUT_HANG && s->nr_known_hangs < MAX_KNOWN_HANGS)
		s->known_hangs[s->nr_known_hangs++] = s->identity;
}

static void look(void *context, uint32_t i)
{
	struct sorting *s = context;
	struct looked *looked = &s->looked[i];
	char name[320];

	looked->unreadable = !given_load(s->t->files[i].path, &s->scenario);
	s->result.end = TRYOUT_AGREE;
	for (int how = HOW_PLAIN;
	     how < NR_HOW && s->result.end == TRYOUT_AGREE && !looked->unreadable; how++)
		look_once(s, (enum how)how);
	looked->end = s->result.end;
	if (looked->end != TRYOUT_AGREE) {
		looked->stage = s->identity.stage;
		looked->items = scenario_items(&s->scenario);
		identity_name(&s->identity, name, sizeof(name));
		snprintf(looked->name, sizeof(looked->name), "%s: %s", stage_name(looked->stage),
			 name);
	}
	looked->done = true;
}

static void lost(void *context, uint32_t i)
{
	struct sorting *s = context;

	fprintf(stderr, "mminit: %s: the process that booted it has ended\n", s->t->files[i].path);
	s->looked[i].unreadable = s->looked[i].done = true;
}

void sorting_look(struct sorting *s)
{
	const struct parallel_work work = {"booted", sorting_start_child, look, lost, s};

	if (parallel_for(s->t->nr_files, s->jobs, &work) == PARALLEL_FAILED) {
		fputs("mminit: triage: a child process cannot be started\n", stderr);
		exit(2);
	}
}
