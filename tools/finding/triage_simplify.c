/* The simplest symptom of each first name. */
#include "triage_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "given.h"
#include "minimize.h"
#include "parallel.h"
#include "reduce.h"
#include "repro.h"

/* Crashes, sanitizers' reports and hangs are one kind, differences the other. */
static bool same_kind(enum tryout_end a, enum tryout_end b)
{
	return (a == TRYOUT_DIFFER) == (b == TRYOUT_DIFFER) && b != TRYOUT_AGREE;
}

struct loose {
	struct sorting *s;
	enum tryout_end end;
	enum stage stage;
	struct tryout_limits limits;
	enum how how;
	struct identity identity; /* of a candidate */
};

static bool shows_anything(void *context, const struct scenario *candidate)
{
	struct loose *l = context;
	struct sorting *s = l->s;

	tryout_run(s->tryout, candidate, l->how, true, &l->limits, &s->result);
	if (!same_kind(l->end, s->result.end))
		return false;
	identity_of(&s->result, &l->identity);
	return l->identity.stage == l->stage;
}

static bool stopping(void *context)
{
	(void)context;
	return parallel_stopping();
}

static bool minimize_here(struct sorting *s, enum how how)
{
	struct minimization m = {
	    .tryout = s->tryout, .identity = &s->identity, .how = how, .stop = stopping};

	return minimize(&s->scenario, &m) == MINIMIZED;
}

/* The kind of the step at which it shows: two mistakes may look alike at the end of a stage. */
static void step_text(const struct sorting *s, char *text, size_t size)
{
	const struct boot_place *place = &s->result.place;

	if (s->result.end != TRYOUT_DIFFER)
		snprintf(text, size, "%s", step_name(place->step));
	else
		snprintf(text, size, "%s", step_name(s->result.boot.step));
}

static bool simplify(struct sorting *s, uint32_t file, struct simplified *out)
{
	struct loose l = {.s = s};
	struct reduction r = {
	    .shows = shows_anything, .stop = stopping, .context = &l, .only_drop = true};
	char name[320], step[80];
	char *repro;
	bool good;

	if (!given_load(s->t->files[file].path, &s->scenario) ||
	    reproduce(s->tryout, &s->scenario, &l.how, &s->result, &s->identity) != REPRODUCES)
		return false;
	l.end = s->result.end;
	l.stage = s->identity.stage;
	l.limits = candidate_limits(&s->scenario, l.how, l.stage);
	if (!minimize_here(s, l.how))
		return false;
	if (l.end != TRYOUT_HANG && scenario_reduce(&s->scenario, &r) && r.successes) {
		if (reproduce(s->tryout, &s->scenario, &l.how, &s->result, &s->identity) !=
			REPRODUCES ||
		    !minimize_here(s, l.how))
			return false;
	}
	if (!still_shows(s->tryout, &s->scenario, l.how, &s->identity, &s->result))
		return false;
	identity_name(&s->identity, name, sizeof(name));
	step_text(s, step, sizeof(step));
	snprintf(out->simple, sizeof(out->simple), "%s: %s at %s", stage_name(l.stage), name, step);
	out->items = scenario_items(&s->scenario);
	repro = repro_text(&s->scenario, &s->identity, l.how, NULL);
	good = repro && strlen(repro) < sizeof(out->repro);
	if (good)
		strcpy(out->repro, repro);
	free(repro);
	return good;
}

static void simplify_group(void *context, uint32_t i)
{
	struct sorting *s = context;
	const struct group *g = &s->groups[i];
	struct simplified *out = &s->simplified[i];

	for (uint32_t j = 0; j < REPRESENTATIVES && j < g->nr_files && !out->reproduces; j++)
		out->reproduces = simplify(s, g->file[j], out);
	out->done = out->reproduces || !parallel_stopping();
}

static void lost(void *context, uint32_t i)
{
	struct sorting *s = context;

	fprintf(stderr, "mminit: %s: the process that minimized it has ended\n",
		s->t->files[s->groups[i].file[0]].path);
	s->simplified[i].done = true;
	s->simplified[i].reproduces = false;
}

void sorting_simplify(struct sorting *s)
{
	const struct parallel_work work = {"minimized", sorting_start_child, simplify_group, lost,
					   s};

	if (parallel_for(s->nr_groups, s->jobs, &work) == PARALLEL_FAILED) {
		fputs("mminit: triage: a child process cannot be started\n", stderr);
		exit(2);
	}
}
