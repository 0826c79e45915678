#include "minimize.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "reduce.h"
#include "scenario_text.h"
#include "tools/mminit.h"

#define MiB 0x100000ull

struct minimizer {
	struct trial_options how;
	const struct kernel *kernel;
	struct machine_pair *pair;
	const char *to;
	struct scenario *best;
	char identity[IDENTITY_SIZE];
	uint64_t nr_tries, max_tries;
	bool failed;
};

static struct scenario best, candidate;
static struct trial trial;

/* The text of the best so far, with what it shows behind its first line. */
static bool write_best(struct minimizer *m)
{
	char part[4096];
	char *text = NULL;
	size_t size = 0, first;
	FILE *out = open_memstream(&text, &size);
	bool good;

	if (!out || !scenario_write(m->best, out) || fclose(out)) {
		free(text);
		unusable("boot: out of memory");
		return false;
	}
	first = strcspn(text, "\n") + 1;
	snprintf(part, sizeof(part), "%s.part", m->to);
	out = fopen(part, "w");
	good = out && fprintf(out, "%.*s# mminit boot: %s\n%s", (int)first, text, m->identity,
			      text + first) > 0;
	if (out && fclose(out))
		good = false;
	free(text);
	if (good && !rename(part, m->to))
		return true;
	unusable("%s: %s", m->to, strerror(errno));
	unlink(part);
	return false;
}

static bool must_stop(void *context)
{
	const struct minimizer *m = context;

	return m->nr_tries >= m->max_tries || m->failed || qemu_interrupted;
}

/* Whether a machine can be booted at all: the other candidates cost nothing. */
static bool is_bootable(const struct minimizer *m, const struct scenario *s)
{
	return s->geometry == SC_X86_64 && s->release == m->best->release && s->nr_e820;
}

static bool shows_same(void *context, const struct scenario *s)
{
	struct minimizer *m = context;
	bool same;

	if (!is_bootable(m, s) || must_stop(m))
		return false;
	m->nr_tries++;
	trial_run(&m->how, s, m->kernel, m->pair, &trial);
	same = trial.kind != TRIAL_UNUSABLE && !strcmp(trial.identity, m->identity);
	trial_free(&trial);
	return same;
}

static void keep_smaller(void *context, const struct scenario *s)
{
	struct minimizer *m = context;

	fprintf(stderr, "mminit: boot: try %" PRIu64 ": %" PRIu32 " parts\n", m->nr_tries,
		scenario_items(s));
	if (m->best != s)
		*m->best = *s;
	m->failed = !write_best(m);
}

/* All that a boot takes from s: a real kernel has operations of its own. */
static void take_machine(struct scenario *to, const struct scenario *s)
{
	scenario_clear(to);
	to->release = s->release;
	memcpy(to->e820, s->e820, sizeof(to->e820));
	to->nr_e820 = s->nr_e820;
	memcpy(to->e820_ext, s->e820_ext, sizeof(to->e820_ext));
	to->nr_e820_ext = s->nr_e820_ext;
	to->ext_mem_k = s->ext_mem_k;
	to->alt_mem_k = s->alt_mem_k;
	strcpy(to->cmdline, s->cmdline);
	memcpy(to->setup_data, s->setup_data, sizeof(to->setup_data));
	to->nr_setup_data = s->nr_setup_data;
	to->has_kernel = s->has_kernel;
	to->kernel = s->kernel;
	to->has_initrd = s->has_initrd;
	to->initrd = s->initrd;
	to->has_bda = s->has_bda;
	to->bda_ebda_segment = s->bda_ebda_segment;
	to->bda_kib = s->bda_kib;
	to->nr_cpus = s->nr_cpus;
	memcpy(to->srat, s->srat, sizeof(to->srat));
	to->nr_srat = s->nr_srat;
	scenario_place(to, 0, 0);
}

/* It may be that the map does not matter. */
static void try_plain_map(struct minimizer *m)
{
	static const struct sc_e820_entry plain[] = {{0, 0x9fc00, 1}, {MiB, 511 * MiB, 1}};

	candidate = *m->best;
	candidate.nr_e820_ext = 0;
	candidate.nr_e820 = 2;
	memcpy(candidate.e820, plain, sizeof(plain));
	if (shows_same(m, &candidate))
		keep_smaller(m, &candidate);
}

/* What it does to begin with. */
static int name_finding(struct minimizer *m)
{
	enum trial_kind kind;

	trial_run(&m->how, m->best, m->kernel, m->pair, &trial);
	kind = trial.kind;
	strcpy(m->identity, trial.identity);
	trial_free(&trial);
	if (kind == TRIAL_UNUSABLE)
		return EXIT_UNUSABLE;
	if (kind == TRIAL_EXACT) {
		printf("%s: exact: nothing to minimize\n", m->how.name);
		return EXIT_AGREE;
	}
	m->how.talkative = kind == TRIAL_PANIC || kind == TRIAL_HANG || kind == TRIAL_RESET;
	fprintf(stderr, "mminit: boot: %s: %s\n", m->how.name, m->identity);
	return write_best(m) ? EXIT_DIFFER : EXIT_UNUSABLE;
}

int minimize_boot(const struct trial_options *how, const struct scenario *s, const struct kernel *k,
		  struct machine_pair *pair, uint64_t tries, const char *to)
{
	struct minimizer m = {
	    .how = *how, .kernel = k, .pair = pair, .to = to, .best = &best, .max_tries = tries};
	struct reduction reduction = {
	    .shows = shows_same, .smaller = keep_smaller, .stop = must_stop, .context = &m};
	int status;

	take_machine(&best, s);
	status = name_finding(&m);
	if (status != EXIT_DIFFER)
		return status;
	try_plain_map(&m);
	candidate = best;
	if (!scenario_reduce(&candidate, &reduction) && !must_stop(&m)) {
		unusable("boot: out of memory");
		return EXIT_UNUSABLE;
	}
	if (m.failed)
		return EXIT_UNUSABLE;
	printf("%s: finding: %s\n%s: %" PRIu32 " parts after %" PRIu64 " boots%s\n", how->name,
	       m.identity, to, scenario_items(&best), m.nr_tries,
	       qemu_interrupted           ? ", interrupted"
	       : m.nr_tries < m.max_tries ? ""
					  : ", which is as many as were allowed");
	return EXIT_DIFFER;
}
