#define _GNU_SOURCE
#include "triage.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bundle.h"
#include "given.h"
#include "minimize.h"
#include "parallel.h"
#include "tools/shared_memory.h"
#include "reduce.h"
#include "repro.h"
#include "scenario_file.h"

enum {
	HANG_SHARE = 3, /* of the time that no boot takes: what takes longer than a third hangs */
	MAX_KNOWN_HANGS = 64,
	REPRO_SIZE = 1 << 17,
	REPRESENTATIVES = 3, /* of a first name, tried until one is steady */
};

/* What a child found out about one file. */
struct looked {
	enum tryout_end end; /* TRYOUT_AGREE: it does not reproduce */
	bool unreadable;
	enum stage stage;
	uint32_t items;
	char name[TRIAGE_NAME_SIZE];
};

/* What a child found out about one first name. */
struct simplified {
	bool reproduces;
	uint32_t items;
	char simple[TRIAGE_NAME_SIZE];
	char repro[REPRO_SIZE];
};

struct group {
	uint32_t file[REPRESENTATIVES]; /* smallest first */
	uint32_t nr_files;
};

struct sorting {
	struct triage *t;
	struct looked *looked;
	struct group *groups;
	uint32_t nr_groups;
	struct simplified *simplified;

	/* Of one child. */
	struct tryout *tryout;
	struct scenario scenario;
	struct tryout_result result;
	struct identity identity;
	struct identity *known_hangs;
	uint32_t nr_known_hangs;
};

/*
 * Collecting.
 */

static bool is_beside(const char *name)
{
	static const char *const others[] = {".", "..", "queue", ".state", ".synced", ".git"};

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (!strcmp(name, others[i]))
			return true;
	return false;
}

static bool is_finding(const char *path)
{
	char start[32];
	size_t len = strlen(path), got;
	FILE *file;

	if (file_is_bytes(path) || (len > 3 && !strcmp(path + len - 3, ".mm")))
		return true;
	file = fopen(path, "rb");
	if (!file)
		return false;
	got = fread(start, 1, sizeof(start), file);
	fclose(file);
	return bundle_is(start, got);
}

static bool add_file(struct triage *t, const char *path, uint64_t bytes)
{
	struct triage_file *larger;

	if (!is_finding(path)) {
		t->nr_passed_over++;
		return true;
	}
	if ((t->nr_files & (t->nr_files - 1)) == 0) {
		larger = realloc(t->files, (t->nr_files ? 2 * t->nr_files : 1) * sizeof(*t->files));
		if (!larger)
			return false;
		t->files = larger;
	}
	t->files[t->nr_files] = (struct triage_file){strdup(path), bytes};
	return t->files[t->nr_files++].path != NULL;
}

static bool collect(struct triage *t, const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	bool good = dir != NULL;

	while (good && (entry = readdir(dir))) {
		struct stat info;
		char *path;

		if (is_beside(entry->d_name))
			continue;
		if (asprintf(&path, "%s/%s", folder, entry->d_name) < 0)
			return false;
		if (stat(path, &info) == 0 && S_ISDIR(info.st_mode))
			good = collect(t, path);
		else if (S_ISREG(info.st_mode))
			good = add_file(t, path, (uint64_t)info.st_size);
		free(path);
	}
	if (dir)
		closedir(dir);
	return good;
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct triage_file *)a)->path, ((const struct triage_file *)b)->path);
}

bool triage_collect(struct triage *t, const char *folder)
{
	if (!collect(t, folder))
		return false;
	if (t->nr_files)
		qsort(t->files, t->nr_files, sizeof(*t->files), by_path);
	return true;
}

/*
 * First names.
 */

static void start_child(void *context)
{
	struct sorting *s = context;

	s->tryout = tryout_open();
	s->known_hangs = calloc(MAX_KNOWN_HANGS, sizeof(*s->known_hangs));
	s->nr_known_hangs = 0;
	if (!s->known_hangs)
		_Exit(2);
}

static bool hangs_as_known(const struct sorting *s)
{
	for (uint32_t i = 0; i < s->nr_known_hangs; i++)
		if (identity_same(&s->known_hangs[i], &s->identity))
			return true;
	return false;
}

static struct tryout_limits patience(const struct scenario *scenario)
{
	struct tryout_limits limits = tryout_limits_of(scenario);

	limits.cpu_ms /= HANG_SHARE;
	return limits;
}

/* Boots the child's scenario, in a fresh child of its own: what a file shows does not depend on the
 * files before it. A hang costs its time limit, but for the first of each kind little: what takes
 * unusually long in a place that is known to hang hangs there.
 */
static void look_once(struct sorting *s, enum how how)
{
	const struct tryout_limits patient = patience(&s->scenario);
	struct tryout_limits limits = patient;

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

static enum stage stage_of(const struct tryout_result *result)
{
	return result->end == TRYOUT_DIFFER ? result->boot.difference.stage : result->place.stage;
}

static void look(void *context, uint32_t i)
{
	struct sorting *s = context;
	struct looked *looked = &s->looked[i];
	char name[320];

	looked->unreadable = !given_load(s->t->files[i].path, &s->scenario);
	looked->end = TRYOUT_AGREE;
	if (looked->unreadable)
		return;
	s->result.end = TRYOUT_AGREE;
	for (int how = HOW_PLAIN; how < NR_HOW && s->result.end == TRYOUT_AGREE; how++)
		look_once(s, (enum how)how);
	looked->end = s->result.end;
	if (looked->end == TRYOUT_AGREE)
		return;
	looked->stage = stage_of(&s->result);
	looked->items = scenario_items(&s->scenario);
	identity_name(&s->identity, name, sizeof(name));
	snprintf(looked->name, sizeof(looked->name), "%s: %s", stage_name(looked->stage), name);
}

static bool is_smaller(const struct sorting *s, uint32_t a, uint32_t b)
{
	if (s->looked[a].items != s->looked[b].items)
		return s->looked[a].items < s->looked[b].items;
	return s->t->files[a].bytes < s->t->files[b].bytes;
}

static void add_to_group(struct sorting *s, struct group *g, uint32_t file)
{
	uint32_t kept = g->nr_files < REPRESENTATIVES ? g->nr_files : REPRESENTATIVES;

	g->nr_files++;
	for (uint32_t i = 0; i < REPRESENTATIVES; i++) {
		uint32_t other = g->file[i];

		if (i >= kept) {
			g->file[i] = file;
			return;
		}
		if (is_smaller(s, file, other)) {
			g->file[i] = file;
			file = other;
		}
	}
}

static void group_files(struct sorting *s)
{
	s->groups = calloc(s->t->nr_files + 1, sizeof(*s->groups));
	if (!s->groups)
		exit(2);
	for (uint32_t i = 0; i < s->t->nr_files; i++) {
		uint32_t g = 0;

		s->t->nr_unreadable += s->looked[i].unreadable;
		s->t->nr_agree += !s->looked[i].unreadable && s->looked[i].end == TRYOUT_AGREE;
		if (s->looked[i].end == TRYOUT_AGREE)
			continue;
		while (g < s->nr_groups &&
		       strcmp(s->looked[s->groups[g].file[0]].name, s->looked[i].name))
			g++;
		s->nr_groups += g == s->nr_groups;
		add_to_group(s, &s->groups[g], i);
	}
}

/*
 * Simplest symptoms.
 */

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
};

static bool shows_anything(void *context, const struct scenario *candidate)
{
	struct loose *l = context;
	struct sorting *s = l->s;

	tryout_run(s->tryout, candidate, l->how, true, &l->limits, &s->result);
	return same_kind(l->end, s->result.end) && stage_of(&s->result) == l->stage;
}

static bool minimize_here(struct sorting *s, enum how how)
{
	struct minimization m = {.tryout = s->tryout, .identity = &s->identity, .how = how};

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
	struct reduction r = {.shows = shows_anything, .context = &l, .only_drop = true};
	char name[320], step[80];
	char *repro;
	bool good;

	if (!given_load(s->t->files[file].path, &s->scenario) ||
	    reproduce(s->tryout, &s->scenario, &l.how, &s->result, &s->identity) != REPRODUCES)
		return false;
	l.end = s->result.end;
	l.stage = stage_of(&s->result);
	l.limits = patience(&s->scenario);
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
	repro = repro_text(&s->scenario, &s->identity, NULL);
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
	/* What is not steady is known by its first name alone. */
	if (!out->reproduces)
		snprintf(out->simple, sizeof(out->simple), "%s", s->looked[g->file[0]].name);
}

/*
 * Buckets.
 */

static struct triage_bucket *bucket_of(struct triage *t, const char *simple)
{
	for (uint32_t i = 0; i < t->nr_buckets; i++)
		if (!strcmp(t->buckets[i].simple, simple))
			return &t->buckets[i];
	return NULL;
}

static void add_to_bucket(struct sorting *s, uint32_t i)
{
	struct triage *t = s->t;
	const struct group *g = &s->groups[i];
	const struct simplified *simplified = &s->simplified[i];
	const struct looked *looked = &s->looked[g->file[0]];
	struct triage_bucket *b = bucket_of(t, simplified->simple);

	if (!b) {
		b = &t->buckets[t->nr_buckets++];
		strcpy(b->simple, simplified->simple);
	}
	if (!b->smallest || (simplified->reproduces && simplified->items < b->items)) {
		free(b->repro);
		b->repro = simplified->reproduces ? strdup(simplified->repro) : NULL;
		b->reproduces = simplified->reproduces;
		b->items = simplified->items;
		b->smallest = t->files[g->file[0]].path;
		b->end = looked->end;
		b->stage = looked->stage;
		strcpy(b->name, looked->name);
	}
	b->nr_files += g->nr_files;
	b->nr_names++;
}

/* Crashes before hangs before differences, the earlier stage first, then the more frequent. */
static int weight(const struct triage_bucket *b)
{
	return b->end == TRYOUT_CRASH || b->end == TRYOUT_SANITIZER ? 0
	       : b->end != TRYOUT_DIFFER                            ? 1
								    : 2;
}

static int by_rank(const void *a, const void *b)
{
	const struct triage_bucket *x = a, *y = b;

	if (weight(x) != weight(y))
		return weight(x) - weight(y);
	if (x->stage != y->stage)
		return x->stage < y->stage ? -1 : 1;
	if (x->nr_files != y->nr_files)
		return x->nr_files > y->nr_files ? -1 : 1;
	return strcmp(x->simple, y->simple);
}

void triage_sort(struct triage *t, uint32_t jobs)
{
	static struct sorting s;

	s.t = t;
	s.looked = shared_memory((t->nr_files + 1) * sizeof(*s.looked));
	if (!parallel_for(t->nr_files, jobs, "booted", start_child, look, &s))
		exit(2);
	group_files(&s);
	s.simplified = shared_memory((s.nr_groups + 1) * sizeof(*s.simplified));
	if (!parallel_for(s.nr_groups, jobs, "minimized", start_child, simplify_group, &s))
		exit(2);
	t->buckets = calloc(s.nr_groups + 1, sizeof(*t->buckets));
	if (!t->buckets)
		exit(2);
	for (uint32_t i = 0; i < s.nr_groups; i++)
		add_to_bucket(&s, i);
	if (t->nr_buckets)
		qsort(t->buckets, t->nr_buckets, sizeof(*t->buckets), by_rank);
	free(s.groups);
}

void triage_free(struct triage *t)
{
	for (uint32_t i = 0; i < t->nr_files; i++)
		free(t->files[i].path);
	for (uint32_t i = 0; i < t->nr_buckets; i++)
		free(t->buckets[i].repro);
	free(t->files);
	free(t->buckets);
	memset(t, 0, sizeof(*t));
}
