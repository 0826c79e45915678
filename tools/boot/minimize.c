#include "minimize.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "scenario_text.h"
#include "tools/mminit.h"

#define PAGE 0x1000ull
#define MiB  0x100000ull

struct minimizer {
	struct trial_options how;
	const struct kernel *kernel;
	struct machine_pair *pair;
	const char *to;
	struct scenario *best;
	char identity[TRIAL_IDENTITY];
	uint64_t tries, tries_left;
	bool failed;
};

static struct scenario candidate;
static struct trial trial;

/* ---- One try ---- */

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

static bool may_go_on(const struct minimizer *m)
{
	return m->tries_left && !m->failed && !qemu_interrupted;
}

static void report_progress(const struct minimizer *m)
{
	const struct scenario *s = m->best;

	fprintf(stderr,
		"mminit: boot: try %" PRIu64 ": %" PRIu32 " entries, %" PRIu32
		" of an extension, %" PRIu32 " of an SRAT, %" PRIu32
		" setup_data, %zu bytes of options\n",
		m->tries - m->tries_left, s->nr_e820, s->nr_e820_ext, s->nr_srat, s->nr_setup_data,
		strlen(s->cmdline));
}

/* Boots the candidate; makes it the best if it does the same. */
static bool is_accepted(struct minimizer *m)
{
	bool same;

	if (!may_go_on(m) || scenario_check(&candidate) || !candidate.nr_e820 ||
	    scenario_equal(&candidate, m->best))
		return false;
	m->tries_left--;
	trial_run(&m->how, &candidate, m->kernel, m->pair, &trial);
	same = trial.kind != TRIAL_UNUSABLE && !strcmp(trial.identity, m->identity);
	trial_free(&trial);
	if (!same)
		return false;
	*m->best = candidate;
	m->failed = !write_best(m);
	report_progress(m);
	return true;
}

/* ---- What can be left out ---- */

static void drop(void *array, size_t size, uint32_t *nr, uint32_t from, uint32_t nr_dropped)
{
	char *at = (char *)array + from * size;

	memmove(at, at + nr_dropped * size, (*nr - from - nr_dropped) * size);
	*nr -= nr_dropped;
}

static uint32_t nr_entries(const struct scenario *s)
{
	return s->nr_e820;
}

static void drop_entries(struct scenario *s, uint32_t from, uint32_t nr)
{
	drop(s->e820, sizeof(s->e820[0]), &s->nr_e820, from, nr);
}

static uint32_t nr_extension(const struct scenario *s)
{
	return s->nr_e820_ext;
}

static void drop_extension(struct scenario *s, uint32_t from, uint32_t nr)
{
	drop(s->e820_ext, sizeof(s->e820_ext[0]), &s->nr_e820_ext, from, nr);
}

static uint32_t nr_nodes(const struct scenario *s)
{
	return s->nr_srat;
}

static void drop_nodes(struct scenario *s, uint32_t from, uint32_t nr)
{
	drop(s->srat, sizeof(s->srat[0]), &s->nr_srat, from, nr);
	s->nr_ops = 0; /* the FILL, and the NUMA if there are nodes left */
	scenario_place(s, 0, 0);
}

static uint32_t nr_setup_data(const struct scenario *s)
{
	return s->nr_setup_data;
}

static void drop_setup_data(struct scenario *s, uint32_t from, uint32_t nr)
{
	drop(s->setup_data, sizeof(s->setup_data[0]), &s->nr_setup_data, from, nr);
}

static uint32_t nr_words(const struct scenario *s)
{
	uint32_t nr = 0;

	for (const char *c = s->cmdline; *(c += strspn(c, " ")); c += strcspn(c, " "))
		nr++;
	return nr;
}

static void drop_words(struct scenario *s, uint32_t from, uint32_t nr)
{
	char kept[SC_MAX_CMDLINE] = "";
	uint32_t i = 0;

	for (const char *c = s->cmdline; *(c += strspn(c, " ")); c += strcspn(c, " "), i++) {
		if (i >= from && i < from + nr)
			continue;
		if (*kept)
			strcat(kept, " ");
		strncat(kept, c, strcspn(c, " "));
	}
	strcpy(s->cmdline, kept);
}

static const struct {
	uint32_t (*nr)(const struct scenario *s);
	void (*drop)(struct scenario *s, uint32_t from, uint32_t nr);
} lists[] = {
    {nr_extension, drop_extension},   {nr_nodes, drop_nodes},     {nr_words, drop_words},
    {nr_setup_data, drop_setup_data}, {nr_entries, drop_entries},
};

/* Half of a list, a quarter and so on, down to single elements. */
static bool shorten(struct minimizer *m, size_t list)
{
	bool any = false;

	for (uint32_t size = lists[list].nr(m->best); size; size /= 2)
		for (uint32_t from = 0; from + size <= lists[list].nr(m->best);) {
			candidate = *m->best;
			lists[list].drop(&candidate, from, size);
			if (is_accepted(m))
				any = true;
			else
				from += size;
		}
	return any;
}

static bool drop_single(struct minimizer *m)
{
	bool any = false;

	for (int what = 0; what < 5; what++) {
		candidate = *m->best;
		if (what == 0)
			candidate.has_bda = false;
		else if (what == 1)
			candidate.has_initrd = false;
		else if (what == 2)
			candidate.has_kernel = false;
		else if (what == 3)
			candidate.ext_mem_k = 0;
		else
			candidate.alt_mem_k = 0;
		any |= is_accepted(m);
	}
	return any;
}

/* ---- Rounder numbers ---- */

static uint64_t rounded(uint64_t value, uint64_t unit, bool up)
{
	return (up ? value + unit - 1 : value) / unit * unit;
}

static const uint64_t units[] = {128 * MiB, 16 * MiB, 2 * MiB, PAGE};

enum { NR_UNITS = sizeof(units) / sizeof(units[0]) };

/* Start and end of a range of the candidate, at the roundest numbers that do. place() finds the
 * range. */
static bool round_range(struct minimizer *m, uint32_t index,
			uint64_t *(*place)(struct scenario *s, uint32_t index, uint64_t **size))
{
	bool any = false;

	for (int part = 0; part < 2; part++)
		for (int i = 0; i < 2 * NR_UNITS; i++) {
			uint64_t *start, *size, end, value;

			candidate = *m->best;
			start = place(&candidate, index, &size);
			end = *start + *size;
			value = part ? end : *start;
			if (value % units[i / 2] == 0)
				break; /* round enough */
			value = rounded(value, units[i / 2], i % 2 == part);
			if (part)
				end = value;
			else
				*start = value;
			*size = end - *start;
			if (end > *start && is_accepted(m)) {
				any = true;
				break;
			}
		}
	return any;
}

static uint64_t *entry_place(struct scenario *s, uint32_t index, uint64_t **size)
{
	*size = &s->e820[index].size;
	return &s->e820[index].addr;
}

static uint64_t *extension_place(struct scenario *s, uint32_t index, uint64_t **size)
{
	*size = &s->e820_ext[index].size;
	return &s->e820_ext[index].addr;
}

static uint64_t *node_place(struct scenario *s, uint32_t index, uint64_t **size)
{
	*size = &s->srat[index].range.size;
	return &s->srat[index].range.start;
}

static bool plain_types(struct minimizer *m, struct sc_e820_entry *candidates, uint32_t nr)
{
	bool any = false;

	for (uint32_t i = 0; i < nr; i++) {
		candidate = *m->best;
		if (candidates[i].type <= 2)
			continue;
		candidates[i].type = 2;
		any |= is_accepted(m);
	}
	return any;
}

static bool plain_nodes(struct minimizer *m)
{
	bool any = false;

	for (uint32_t i = 0; i < m->best->nr_srat; i++) {
		candidate = *m->best;
		candidate.srat[i].hotplug = false;
		candidate.srat[i].non_volatile = false;
		candidate.srat[i].pxm = candidate.srat[i].nid;
		any |= is_accepted(m);
	}
	return any;
}

static bool round_numbers(struct minimizer *m)
{
	bool any = false;

	for (uint32_t i = 0; i < m->best->nr_e820; i++)
		any |= round_range(m, i, entry_place);
	for (uint32_t i = 0; i < m->best->nr_e820_ext; i++)
		any |= round_range(m, i, extension_place);
	for (uint32_t i = 0; i < m->best->nr_srat; i++)
		any |= round_range(m, i, node_place);
	any |= plain_types(m, candidate.e820, m->best->nr_e820);
	any |= plain_types(m, candidate.e820_ext, m->best->nr_e820_ext);
	any |= plain_nodes(m);
	return any;
}

/* ---- The order of it all ---- */

/* What a boot does not take: the kernel has its own. */
static void drop_operations(struct scenario *s)
{
	s->nr_ops = s->nr_late_ops = s->nr_e820_ops = 0;
	s->expect[0] = '\0';
	scenario_place(s, 0, 0);
}

/* It may be that the map does not matter. */
static void try_plain_map(struct minimizer *m)
{
	static const struct sc_e820_entry plain[] = {{0, 0x9fc00, 1}, {MiB, 511 * MiB, 1}};

	candidate = *m->best;
	candidate.nr_e820_ext = 0;
	candidate.nr_e820 = 2;
	memcpy(candidate.e820, plain, sizeof(plain));
	is_accepted(m);
}

static void minimize(struct minimizer *m)
{
	bool any;

	try_plain_map(m);

	do {
		any = false;
		for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
			any |= shorten(m, i);
		any |= drop_single(m);
		any |= round_numbers(m);
	} while (any && may_go_on(m));
}

/* What it does to begin with. */
static int name_finding(struct minimizer *m)
{
	enum trial_kind kind;

	drop_operations(m->best);
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

int minimize_boot(const struct trial_options *how, struct scenario *s, const struct kernel *k,
		  struct machine_pair *pair, uint64_t tries, const char *to)
{
	struct minimizer m = {.how = *how,
			      .kernel = k,
			      .pair = pair,
			      .to = to,
			      .best = s,
			      .tries = tries,
			      .tries_left = tries};
	int status = name_finding(&m);

	if (status != EXIT_DIFFER)
		return status;
	minimize(&m);
	if (m.failed)
		return EXIT_UNUSABLE;
	printf("%s: finding: %s\n%s: %" PRIu32 " entries after %" PRIu64 " boots%s\n", how->name,
	       m.identity, to, s->nr_e820 + s->nr_e820_ext, m.tries - m.tries_left,
	       qemu_interrupted ? ", interrupted"
	       : m.tries_left   ? ""
				: ", which is as many as were allowed");
	return EXIT_DIFFER;
}
