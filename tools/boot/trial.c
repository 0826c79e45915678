#include "trial.h"

#include <stdio.h>
#include <string.h>

#include "folder.h"
#include "tools/mminit.h"

static struct loader loader;
static struct symbols symbols;

const char *trial_kind_name(enum trial_kind kind)
{
	static const char *const names[] = {"exact", "inexact", "warning", "panic",
					    "hang",  "reset",   "unusable"};

	return names[kind];
}

static void name_dead(struct trial *t)
{
	const char *log = t->run.serial ? t->run.serial : "";
	const char *line;
	size_t length = log_complaint(log, &line);
	bool complains = length > 0;

	t->kind = t->run.end == QEMU_TIMEOUT   ? TRIAL_HANG
		  : t->run.end == QEMU_STOPPED ? TRIAL_RESET
					       : TRIAL_PANIC;
	if (complains && t->kind == TRIAL_RESET)
		t->kind = TRIAL_PANIC; /* panic=-1 restarts the machine */
	if (!complains)
		length = log_last_line(log, &line);
	snprintf(t->identity, sizeof(t->identity), "%s: ", trial_kind_name(t->kind));
	identity_add(t->identity, length ? line : "not a word", length ? length : 10);
	if (complains)
		identity_add_function(t->identity, line);
}

/* The check that failed first, in the order of the boot. */
static const struct check *first_failure(const struct replay *r)
{
	const struct check *first = NULL;

	for (size_t i = 0; i < r->nr_checks; i++)
		if (!r->check[i].ok && (!first || r->check[i].order < first->order))
			first = &r->check[i];
	return first;
}

/* What came up and is not exact, or said that something is wrong. */
static void name_live(struct trial *t)
{
	const struct check *failure = first_failure(&t->replay);
	const char *line;
	size_t length = log_complaint(t->run.capture, &line);

	if (!failure && !length) {
		t->kind = TRIAL_EXACT;
		return;
	}
	t->kind = failure ? TRIAL_INEXACT : TRIAL_WARNS;
	snprintf(t->identity, sizeof(t->identity), "%s: ", trial_kind_name(t->kind));
	if (failure) {
		identity_add(t->identity, failure->what, strlen(failure->what));
	} else {
		identity_add(t->identity, line, length);
		identity_add_function(t->identity, line);
	}
}

/* The kernel keeps no more than 128 KiB of its first words until it has memory for more. */
static bool log_is_whole(const struct qemu_run *r)
{
	const char *log = strstr(r->capture, "\n@@dmesg\n");

	return log && strstr(log, "Linux version ");
}

/* Boots it; if it does not come up or its log is not whole, once more with a console on the serial
 * line. */
static bool run(const struct trial_options *o, const struct scenario *s, const struct kernel *k,
		struct qemu_run *r)
{
	static const char console[] = " earlyprintk=ttyS0 console=ttyS0";
	bool known = symbols_load(k, &symbols);
	double limit;

	if (!loader_place(&loader, o->name, s, k, !known, o->talkative ? console : ""))
		return false;
	limit = o->limit > 0 ? o->limit : 20 + (double)(loader.ram >> 30) / 4;
	/* Silent runs that last twice what they ever took are better watched. */
	qemu_run(&loader, o->talkative ? limit : limit / 3, r);
	if (r->end == QEMU_DONE && !known)
		symbols_take(k, r->capture, &symbols);
	if (r->end == QEMU_FAILED || o->talkative || (r->end == QEMU_DONE && log_is_whole(r)))
		return r->end != QEMU_FAILED;
	qemu_free(r);
	loader_free(&loader);
	if (!loader_place(&loader, o->name, s, k, false, console))
		return false;
	qemu_run(&loader, limit, r);
	return r->end != QEMU_FAILED;
}

void trial_run(const struct trial_options *o, const struct scenario *s, const struct kernel *k,
	       struct machine_pair *pair, struct trial *t)
{
	memset(t, 0, sizeof(*t)); /* too large for the stack */
	t->kind = TRIAL_UNUSABLE;
	*symbols.text = '\0';
	if (run(o, s, k, &t->run) &&
	    folder_write(o->folder, o->name, &loader, &t->run, *symbols.text ? &symbols : NULL)) {
		t->judged = replay_run(o->folder, pair, &t->replay);
		if (t->run.end != QEMU_DONE)
			name_dead(t);
		else if (t->judged)
			name_live(t);
	}
	loader_free(&loader);
}

void trial_free(struct trial *t)
{
	qemu_free(&t->run);
	if (t->judged)
		replay_free(&t->replay);
	t->judged = false;
}
