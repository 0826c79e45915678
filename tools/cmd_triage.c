/* mminit triage: a folder of findings, sorted. */
#include "mminit.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <json-c/json.h>

#include "finding/finding.h"
#include "finding/triage.h"
#include "output.h"
#include "scenario_text.h"

static const char help[] =
    "usage: mminit triage [--json] [--jobs N] [--crashes DIR] [-o OUT] DIR...\n"
    "\n"
    "Boots every finding in the folders DIR and below (libFuzzer's crash-, timeout- and oom- "
    "files,\n"
    "AFL++'s id: files, .bin, .mm, bundles), and sorts them into distinct ones. Of those that "
    "look\n"
    "alike the smallest is minimized, down to the simplest symptom of its mistake; what ends "
    "alike\n"
    "is one. Crashes come first, then hangs, then differences in the order of the boot. To be run\n"
    "in the tree that the findings were made with, by the mminit beside the driver.\n"
    "\n"
    "  --json         one JSON object a line for each distinct finding\n"
    "  --jobs N       processes (default: one a processor)\n"
    "  --crashes DIR  where known repros are (default: crashes)\n"
    "  -o OUT         a folder for the minimized repro of each\n"
    "\n"
    "Exit status: 0 nothing reproduces, 1 there are findings, 2 unusable arguments or input.\n";

struct triage_options {
	bool json;
	uint32_t jobs;
	const char *crashes;
	const char *out;
};

static struct scenario scenario;

/* The path of a known repro, to be freed, or NULL. */
static char *known_as(const struct triage_bucket *b, const char *crashes)
{
	struct scenario_error error;
	const char *shows = b->simple + strcspn(b->simple, ":") + 2;
	char key[TRIAGE_NAME_SIZE];
	bool same;

	if (!b->repro || !scenario_parse(b->repro, strlen(b->repro), &scenario, &error))
		return NULL;
	snprintf(key, sizeof(key), "%s", scenario.expect[0] ? scenario.expect : shows);
	return finding_known(&scenario, key, crashes, &same);
}

static void print_json(const struct triage_bucket *b, const char *known)
{
	struct json_object *o = json_object_new_object();

	json_object_object_add(o, "finding", json_object_new_string(b->simple));
	json_object_object_add(o, "stage", json_object_new_string(stage_name(b->stage)));
	json_object_object_add(o, "files", json_object_new_int64(b->nr_files));
	json_object_object_add(o, "names", json_object_new_int64(b->nr_names));
	json_object_object_add(o, "reproduces", json_object_new_boolean(b->reproduces));
	json_object_object_add(o, "smallest", json_object_new_string(b->smallest));
	json_object_object_add(o, "items", json_object_new_int64(b->items));
	json_object_object_add(o, "known", known ? json_object_new_string(known) : NULL);
	json_object_object_add(o, "repro", b->repro ? json_object_new_string(b->repro) : NULL);
	puts(json_object_to_json_string_ext(o, JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(o);
}

static void print_plain(uint32_t rank, const struct triage_bucket *b, const char *known)
{
	printf("%3" PRIu32 "  %5" PRIu32 "  %s\n", rank, b->nr_files, b->simple);
	if (b->reproduces)
		printf("            smallest: %s, %" PRIu32 " items minimized\n", b->smallest,
		       b->items);
	else
		printf("            not the same each time: %s\n", b->smallest);
	if (known)
		printf("            known: %s\n", known);
}

static int write_repro(uint32_t rank, const struct triage_bucket *b, const char *folder)
{
	char path[4096], name[96];
	size_t at = 0;

	if (!b->repro)
		return EXIT_AGREE;
	for (const char *c = b->simple; *c && at + 1 < sizeof(name); c++)
		if (isalnum((unsigned char)*c))
			name[at++] = *c;
		else if (at && name[at - 1] != '-')
			name[at++] = '-';
	name[at] = '\0';
	snprintf(path, sizeof(path), "%s/%03" PRIu32 "-%s.mm", folder, rank, name);
	if (!output_write(path, b->repro, strlen(b->repro)))
		return unusable("%s: %s", path, strerror(errno));
	return EXIT_AGREE;
}

static int print_buckets(const struct triage *t, const struct triage_options *o)
{
	int status = t->nr_buckets ? EXIT_DIFFER : EXIT_AGREE;

	if (!o->json && t->nr_buckets)
		puts("rank  files  finding");
	for (uint32_t i = 0; i < t->nr_buckets; i++) {
		char *known = known_as(&t->buckets[i], o->crashes);

		if (o->json)
			print_json(&t->buckets[i], known);
		else
			print_plain(i + 1, &t->buckets[i], known);
		free(known);
		if (o->out && write_repro(i + 1, &t->buckets[i], o->out) != EXIT_AGREE)
			return EXIT_UNUSABLE;
	}
	if (!o->json)
		printf(
		    "%" PRIu32 " distinct findings in %" PRIu32 " files; %" PRIu32
		    " do not reproduce, %" PRIu32 " unreadable, %" PRIu32 " others passed over\n",
		    t->nr_buckets, t->nr_files, t->nr_agree, t->nr_unreadable, t->nr_passed_over);
	return t->nr_unreadable ? EXIT_UNUSABLE : status;
}

static int triage(char **folders, int nr, const struct triage_options *o)
{
	struct triage t = {.files = NULL};
	int status;

	if (o->out && mkdir(o->out, 0777) != 0 && errno != EEXIST)
		return unusable("%s: %s", o->out, strerror(errno));
	for (int i = 0; i < nr; i++)
		if (!triage_collect(&t, folders[i]))
			return unusable("%s: %s", folders[i], strerror(errno));
	if (!t.nr_files) {
		triage_free(&t);
		return unusable("%s: no findings in it", folders[0]);
	}
	triage_sort(&t, o->jobs);
	status = print_buckets(&t, o);
	triage_free(&t);
	return status;
}

static bool parse_jobs(const char *text, uint32_t *jobs)
{
	char *end;
	unsigned long value = strtoul(text, &end, 10);

	*jobs = (uint32_t)value;
	return isdigit((unsigned char)*text) && !*end && value >= 1 && value <= 256;
}

int cmd_triage(int argc, char **argv)
{
	struct triage_options o = {.crashes = "crashes"};
	int nr = 0;

	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h")) {
			fputs(help, stdout);
			return EXIT_AGREE;
		}
		if (!strcmp(argv[i], "--json"))
			o.json = true;
		else if (!strcmp(argv[i], "--jobs") && i + 1 < argc) {
			if (!parse_jobs(argv[++i], &o.jobs))
				return unusable("triage: --jobs %s: a number, 1 to 256", argv[i]);
		} else if (!strcmp(argv[i], "--crashes") && i + 1 < argc)
			o.crashes = argv[++i];
		else if (!strcmp(argv[i], "-o") && i + 1 < argc)
			o.out = argv[++i];
		else if (argv[i][0] == '-')
			return unusable("triage: %s: no such option, or its value is missing",
					argv[i]);
		else
			argv[nr++] = argv[i];
	}
	if (!nr)
		return unusable("triage: which DIR? mminit triage --help");
	return triage(argv, nr, &o);
}
