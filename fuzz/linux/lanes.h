/*
 * The kernel trees beside target and model: each scenario of a tree's release is booted by the
 * tree's own code too, from the firmware's table to the release, and held against the model.
 */
#ifndef MMINIT_FUZZ_LINUX_LANES_H
#define MMINIT_FUZZ_LINUX_LANES_H

#include "../compare.h"
#include "trees.h"

struct linux_lane {
	const struct linux_tree *tree;
	void *machine;
	struct observation observation;
	/* Takes part in the boot: no other release, and nothing yet that limits.h leaves out. */
	bool running;
	const char *left; /* else why not; NULL for another release */
};

struct linux_lanes {
	/* Whether a tree that comes upon what crashes/kernel/ holds already takes part no further,
	 * for the drivers; else it is reported as any finding. */
	bool pass_over_known;
	uint32_t nr;
	struct linux_lane lane[LINUX_MAX_TREES];
};

/* A lane for each tree that is built in. Ends the process with status 2 if there is no memory. */
void linux_lanes_open(struct linux_lanes *lanes);
void linux_lanes_close(struct linux_lanes *lanes);

/* Switches all off and decides which take part in s. */
void linux_lanes_reset(struct linux_lanes *lanes, const struct scenario *s);

/* One step, where the model's ended with `outcome`; true if a tree's ended otherwise. */
bool linux_lanes_step(struct linux_lanes *lanes, const struct scenario *s, enum boot_step step,
		      uint32_t index, enum stage stage, enum outcome outcome, struct difference *d);

/* What all see of a stage; true if one sees something else than the model. */
bool linux_lanes_judge(struct linux_lanes *lanes, const struct scenario *s, enum stage stage,
		       const struct probe *probes, uint32_t nr_probes,
		       const struct observation *model, struct difference *d);

/* Whether one sees another state of memblock than the model, by observation_glance_tables. */
bool linux_lanes_glance(struct linux_lanes *lanes, const struct observation *model);

/* Of a difference between target and model: what the tree's code says there, if it says so. */
void linux_lanes_witness(struct linux_lanes *lanes, const struct scenario *s,
			 const struct probe *probes, uint32_t nr_probes, struct difference *d);

#endif
