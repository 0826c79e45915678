/* One boot of a scenario's machine from switching it on to the verdict, and what to call it. */
#ifndef MMINIT_TOOLS_BOOT_TRIAL_H
#define MMINIT_TOOLS_BOOT_TRIAL_H

#include <stdbool.h>

#include "identity.h"
#include "kernel.h"
#include "load.h"
#include "qemu.h"
#include "symbols.h"
#include "tools/replay/replay.h"

enum trial_kind {
	TRIAL_EXACT,   /* it came up, and all is as predicted */
	TRIAL_INEXACT, /* it came up, and something is not */
	TRIAL_WARNS,   /* it came up as predicted, but complained on the way */
	TRIAL_PANIC,
	TRIAL_HANG,
	TRIAL_RESET,   /* the machine ended by itself */
	TRIAL_UNUSABLE /* nothing was booted, or nothing to judge; standard error says why */
};

struct trial {
	enum trial_kind kind;
	/* Equal for equal surprises: what happened, in which function, without numbers. Empty
	 * if exact. */
	char identity[IDENTITY_SIZE];
	struct qemu_run run;
	bool judged; /* replay holds a result */
	struct replay replay;
};

struct trial_options {
	const char *name;   /* of the scenario, in messages and in meta.json */
	const char *folder; /* where the capture is written; exists */
	double limit;       /* seconds of one core; 0: by the size of the machine */
	bool talkative;     /* with a console on the serial line from the first run on */
};

/* "exact", "inexact", "warning", "panic", "hang", "reset", "unusable". */
const char *trial_kind_name(enum trial_kind kind);

/* Boots s with kernel k and judges it on the machines of pair. *t is to be freed. */
void trial_run(const struct trial_options *o, const struct scenario *s, const struct kernel *k,
	       struct machine_pair *pair, struct trial *t);
void trial_free(struct trial *t);

#endif
