/*
 * A boot: the steps of a scenario, taken by one implementation or by two side by side.
 *
 * Stage by stage both take the same steps, are observed, held against the invariants and against
 * each other; the first difference ends it.
 */
#ifndef MMINIT_FUZZ_BOOT_H
#define MMINIT_FUZZ_BOOT_H

#include "compare.h"
#include "implementation.h"
#include "linux/lanes.h"
#include "observation.h"
#include "scenario.h"

enum { NR_IMPLEMENTATIONS = 2, MAX_PROBES = 32 };

/* 2^26 pages, 256 GiB: what a machine's valid sections may hold to be booted beyond its zones. */
#define BOOT_MAX_PAGES (1ull << 26)

/* One step of the plan of a scenario. */
struct plan_step {
	enum boot_step step;
	uint32_t index;
};

/* Position in a plan; zero-initialise to start. */
struct plan_cursor {
	uint32_t position;
	uint32_t op;
	bool fill_done;
	bool numa_done;
};

/* Whether a boot of s has this stage. */
bool boot_has_stage(const struct scenario *s, enum stage stage);

/* The next step of a stage in *step; false when the stage has no more. The cursor is of one stage.
 */
bool boot_plan_next(const struct scenario *s, enum stage stage, struct plan_cursor *cursor,
		    struct plan_step *step);

/* Where a boot is, for who finds it crashed or hanging. */
struct boot_place {
	enum stage stage;
	enum boot_step step; /* the last one taken */
	uint32_t index;      /* of the operation, where the step has one */
	int implementation;  /* that is at work; -1: both are being compared */
	bool observing;      /* it is being looked at, the step is done */
};

struct machine_pair {
	const struct implementation *implementation[NR_IMPLEMENTATIONS];
	void *machine[NR_IMPLEMENTATIONS];
	struct observation observation[NR_IMPLEMENTATIONS];
	struct linux_lanes trees; /* the kernel trees that are built in, if any */
	/* Step by step, memblock's state is compared after each operation, but what follows from it
	 * (iterators, queries) only after one of some in long sequences, and at the end: what a
	 * driver has time for. */
	bool glances;
	struct boot_place place;
};

/* "e820 table of the boot loader", "memblock operation", ...: what a step is, in a report. */
const char *step_name(enum boot_step step);

/* The pair target, model. Ends the process with status 2 if there is no memory for the machines. */
void pair_open(struct machine_pair *pair);
void pair_close(struct machine_pair *pair);

/* Switches both off: what the last boot touched is undone. pair_boot does so by itself first. */
void pair_reset(struct machine_pair *pair, const struct scenario *s);

struct boot_result {
	bool differs;
	bool memmap;                  /* false: the machine was too large, or ended before */
	bool complete;                /* the stage asked for was reached without a difference */
	struct difference difference; /* if differs */
	enum boot_step step;          /* the last one before the difference */
};

/* Boots s in both, up to and with last_stage, and compares after each stage; in the stage
 * step_by_step (STAGE_E820, STAGE_MEMBLOCK, STAGE_LATE; NR_STAGES for none) after each step too.
 * The observations stay in the pair until the next boot. What an earlier boot left behind plays no
 * part. */
void pair_boot(struct machine_pair *pair, const struct scenario *s, enum stage last_stage,
	       enum stage step_by_step, struct boot_result *result);

/* The same by one implementation alone; nothing is compared. For benchmarks. */
void boot_alone(const struct implementation *impl, void *machine, const struct scenario *s,
		enum stage last_stage, bool observe, struct observation *o);

/* The e820 stage by one implementation, up to and with a step of it, and what it has then. */
void boot_firmware(const struct implementation *impl, void *machine, const struct scenario *s,
		   enum boot_step last, struct observation *o);

#endif
