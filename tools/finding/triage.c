/* Groups of one first name, and buckets of one simplest symptom. */
#include "triage_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/shared_memory.h"

static void *table_of(size_t nr, size_t size)
{
	void *table = calloc(nr + 1, size);

	if (!table) {
		fputs("mminit: triage: out of memory\n", stderr);
		exit(2);
	}
	return table;
}

/*
 * Groups.
 */

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

static void group_file(struct sorting *s, uint32_t i)
{
	uint32_t g = 0;

	while (g < s->nr_groups && strcmp(s->looked[s->groups[g].file[0]].name, s->looked[i].name))
		g++;
	s->nr_groups += g == s->nr_groups;
	add_to_group(s, &s->groups[g], i);
	s->group_of[i] = g;
}

static void group_files(struct sorting *s)
{
	struct triage *t = s->t;

	for (uint32_t i = 0; i < t->nr_files; i++) {
		const struct looked *looked = &s->looked[i];

		if (!looked->done) {
			t->nr_left_out++;
			t->files[i].bucket = TRIAGE_LEFT_OUT;
		} else if (looked->unreadable) {
			t->nr_unreadable++;
			t->files[i].bucket = TRIAGE_UNREADABLE;
		} else if (looked->end == TRYOUT_AGREE) {
			t->nr_agree++;
			t->files[i].bucket = TRIAGE_AGREES;
		} else {
			group_file(s, i);
			t->files[i].bucket = 0; /* of which group, that is known later */
		}
	}
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

static enum triage_state state_of(const struct simplified *simplified)
{
	if (!simplified->done)
		return TRIAGE_NOT_MINIMIZED;
	return simplified->reproduces ? TRIAGE_MINIMIZED : TRIAGE_UNSTEADY;
}

/* Whether a bucket is better shown by this group than by those it has. */
static bool shows_better(const struct triage_bucket *b, const struct simplified *simplified)
{
	if (!b->smallest)
		return true;
	return simplified->reproduces &&
	       (b->state != TRIAGE_MINIMIZED || simplified->items < b->items);
}

/* Returns the number of the bucket. */
static uint32_t add_to_bucket(struct sorting *s, uint32_t i)
{
	struct triage *t = s->t;
	const struct group *g = &s->groups[i];
	const struct simplified *simplified = &s->simplified[i];
	const struct looked *looked = &s->looked[g->file[0]];
	/* What is not steady, or not minimized, is known by its first name alone. */
	const char *simple = simplified->reproduces ? simplified->simple : looked->name;
	struct triage_bucket *b = bucket_of(t, simple);

	if (!b) {
		b = &t->buckets[t->nr_buckets];
		b->number = t->nr_buckets++;
		strcpy(b->simple, simple);
	}
	if (shows_better(b, simplified)) {
		free(b->repro);
		b->repro = simplified->reproduces ? strdup(simplified->repro) : NULL;
		b->state = state_of(simplified);
		b->items = simplified->items;
		b->smallest = t->files[g->file[0]].path;
		b->end = looked->end;
		b->stage = looked->stage;
		strcpy(b->name, looked->name);
	}
	b->nr_files += g->nr_files;
	b->nr_names++;
	return b->number;
}

static void fill_buckets(struct sorting *s)
{
	struct triage *t = s->t;
	uint32_t *number = table_of(s->nr_groups, sizeof(*number));

	t->buckets = table_of(s->nr_groups, sizeof(*t->buckets));
	for (uint32_t i = 0; i < s->nr_groups; i++)
		number[i] = add_to_bucket(s, i);
	for (uint32_t i = 0; i < t->nr_files; i++)
		if (t->files[i].bucket < TRIAGE_AGREES)
			t->files[i].bucket = number[s->group_of[i]];
	for (uint32_t i = 0; i < t->nr_buckets; i++)
		t->nr_not_minimized += t->buckets[i].state == TRIAGE_NOT_MINIMIZED;
	free(number);
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
	s.jobs = jobs;
	s.looked = shared_memory((t->nr_files + 1) * sizeof(*s.looked));
	s.groups = table_of(t->nr_files, sizeof(*s.groups));
	s.group_of = table_of(t->nr_files, sizeof(*s.group_of));
	sorting_look(&s);
	group_files(&s);
	s.simplified = shared_memory((s.nr_groups + 1) * sizeof(*s.simplified));
	if (!t->nr_left_out)
		sorting_simplify(&s);
	fill_buckets(&s);
	if (t->nr_buckets)
		qsort(t->buckets, t->nr_buckets, sizeof(*t->buckets), by_rank);
	free(s.groups);
	free(s.group_of);
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
