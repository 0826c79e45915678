#include "lanes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "limits.h"
#include "seen.h"

static void open_lane(struct linux_lane *lane, const struct linux_tree *tree)
{
	lane->tree = tree;
	lane->machine = tree->implementation.open();
	if (!lane->machine) {
		fprintf(stderr, "mminit: no address space for a machine of Linux %s\n",
			tree->version);
		exit(2);
	}
	observation_init(&lane->observation);
}

void linux_lanes_open(struct linux_lanes *lanes)
{
	lanes->nr = 0;
	while (linux_trees[lanes->nr]) {
		open_lane(&lanes->lane[lanes->nr], linux_trees[lanes->nr]);
		lanes->nr++;
	}
}

void linux_lanes_close(struct linux_lanes *lanes)
{
	for (uint32_t i = 0; i < lanes->nr; i++) {
		lanes->lane[i].tree->implementation.close(lanes->lane[i].machine);
		observation_free(&lanes->lane[i].observation);
	}
	lanes->nr = 0;
}

void linux_lanes_reset(struct linux_lanes *lanes, const struct scenario *s)
{
	for (uint32_t i = 0; i < lanes->nr; i++) {
		struct linux_lane *lane = &lanes->lane[i];

		observation_clear(&lane->observation);
		lane->left = NULL;
		lane->running = lane->tree->release == s->release;
		if (lane->running)
			lane->tree->implementation.reset(lane->machine, s);
	}
}

static void leave(struct linux_lane *lane, const char *why)
{
	lane->running = false;
	lane->left = why;
}

/* Sides of a difference between the model and a tree. */
static bool of_lane(struct difference *d, struct linux_lane *lane)
{
	lane->left = "differs";
	lane->running = false;
	d->tree = lane->tree->version;
	return true;
}

/* Where the reference is undefined there is nothing to be held against. */
static bool is_undefined(enum outcome outcome)
{
	return !strncmp(outcome_name(outcome), "undefined", strlen("undefined"));
}

static bool lane_step(struct linux_lane *lane, const struct scenario *s, enum boot_step step,
		      uint32_t index, enum stage stage, enum outcome outcome, bool pass_over_known,
		      struct difference *d)
{
	struct observation *o = &lane->observation;
	const char *why = linux_limit(lane->tree, s, step, index);
	enum outcome mine;

	if (is_undefined(outcome))
		why = outcome_name(outcome);
	if (why) {
		leave(lane, why);
		return false;
	}
	mine = lane->tree->implementation.step(lane->machine, s, step, index);
	why = lane->tree->limit(lane->machine);
	if (!why && pass_over_known)
		why = lane->tree->known_finding(lane->machine);
	if (why) {
		leave(lane, why);
		return false;
	}
	o->last_stage = stage;
	o->outcome = mine;
	if (!compare_outcome(outcome, mine, stage, d))
		return false;
	if (mine == PANIC_OTHER)
		fprintf(stderr, "mminit: Linux %s: %s\n", lane->tree->version,
			lane->tree->last_words(lane->machine));
	return of_lane(d, lane);
}

bool linux_lanes_step(struct linux_lanes *lanes, const struct scenario *s, enum boot_step step,
		      uint32_t index, enum stage stage, enum outcome outcome, struct difference *d)
{
	/* Of the rest of the chain no code is compiled in. */
	if (step == STEP_ZONES || step == STEP_MEMMAP || step == STEP_LATE_OP)
		return false;
	for (uint32_t i = 0; i < lanes->nr; i++)
		if (lanes->lane[i].running && lane_step(&lanes->lane[i], s, step, index, stage,
							outcome, lanes->pass_over_known, d))
			return true;
	return false;
}

static void observe(struct linux_lane *lane, const struct scenario *s, enum stage stage,
		    const struct probe *probes, uint32_t nr_probes)
{
	const struct implementation *impl = &lane->tree->implementation;
	struct observation *o = &lane->observation;

	observation_clear_stage(o, stage);
	impl->observe(lane->machine, s, stage, o);
	if (stage == STAGE_MEMBLOCK)
		impl->probe(lane->machine, probes, nr_probes, o);
}

bool linux_lanes_judge(struct linux_lanes *lanes, const struct scenario *s, enum stage stage,
		       const struct probe *probes, uint32_t nr_probes,
		       const struct observation *model, struct difference *d)
{
	for (uint32_t i = 0; i < lanes->nr; i++) {
		struct linux_lane *lane = &lanes->lane[i];

		if (!lane->running)
			continue;
		observe(lane, s, stage, probes, nr_probes);
		if (linux_compare_tables(model, &lane->observation, observation_stage_tables(stage),
					 d))
			return of_lane(d, lane);
	}
	return false;
}

bool linux_lanes_glance(struct linux_lanes *lanes, const struct observation *model)
{
	struct difference d;

	for (uint32_t i = 0; i < lanes->nr; i++) {
		struct linux_lane *lane = &lanes->lane[i];

		if (!lane->running)
			continue;
		observation_clear_glance(&lane->observation);
		lane->tree->implementation.glance(lane->machine, &lane->observation);
		if (linux_compare_tables(model, &lane->observation, observation_glance_tables(),
					 &d))
			return true;
	}
	return false;
}

static enum obs_table table_named(const char *name)
{
	int t = 0;

	while (strcmp(obs_table_info[t].name, name))
		t++;
	return (enum obs_table)t;
}

static void testify(struct linux_lane *lane, struct difference *d)
{
	enum obs_table t = table_named(d->table);
	const struct obs_table_info *info = &obs_table_info[t];
	const struct obs_rows *rows = &lane->observation.tables[t];

	/* Calls are numbered otherwise: a tree shows only some. */
	if (t == OBS_e820_call || info->is_run || !linux_shows(t, 0))
		return;
	d->witness = lane->tree->version;
	d->witness_present = d->row < rows->nr_rows;
	for (uint32_t c = 0; d->witness_present && c < info->nr_columns; c++)
		if (!strcmp(info->columns[c], d->field) || (c == 0 && !strcmp(d->field, "row")))
			d->witness_value = rows->rows[d->row * info->nr_columns + c];
}

void linux_lanes_witness(struct linux_lanes *lanes, const struct scenario *s,
			 const struct probe *probes, uint32_t nr_probes, struct difference *d)
{
	for (uint32_t i = 0; i < lanes->nr && d->table; i++) {
		if (!lanes->lane[i].running)
			continue;
		observe(&lanes->lane[i], s, d->stage, probes, nr_probes);
		testify(&lanes->lane[i], d);
		return;
	}
}
