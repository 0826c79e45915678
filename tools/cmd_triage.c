/* mminit triage: a folder of findings, sorted. */
#include "mminit.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <json-c/json.h>

#include "finding/finding.h"
#include "finding/triage.h"
#include "options.h"
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
    "Ctrl-C ends it with what there is by then. Files that do not reproduce are listed behind the\n"
    "findings: what crashes only with sanitizers does not in a build without them.\n"
    "\n"
    "  --json         one JSON object a line for each distinct finding, with the paths of its "
    "files\n"
    "  --jobs N       processes (default: one a processor)\n"
    "  --crashes DIR  where known repros are (default: crashes)\n"
    "  -o OUT         a folder for the minimized repro of each\n"
    "\n"
    "Exit status: 0 nothing reproduces, 1 there are findings, or it was interrupted, 2 unusable\n"
    "arguments or input: a file that cannot be read, too.\n";

enum { MAX_LISTED = 20 }; /* files that do not reproduce */

struct triage_options {
	bool json;
	uint32_t jobs;
	const char *crashes;
	bool crashes_given;
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

static struct json_object *paths_of(const struct triage *t, const struct triage_bucket *b)
{
	struct json_object *paths = json_object_new_array();

	for (uint32_t i = 0; i < t->nr_files; i++)
		if (t->files[i].bucket == b->number)
			json_object_array_add(paths, json_object_new_string(t->files[i].path));
	return paths;
}

static struct json_object *string_or_null(const char *text)
{
	return text ? json_object_new_string(text) : NULL;
}

static void print_json(const struct triage *t, const struct triage_bucket *b, const char *known)
{
	struct json_object *o = json_object_new_object();

	json_object_object_add(o, "finding", json_object_new_string(b->simple));
	json_object_object_add(o, "stage", json_object_new_string(stage_name(b->stage)));
	json_object_object_add(o, "files", json_object_new_int64(b->nr_files));
	json_object_object_add(o, "names", json_object_new_int64(b->nr_names));
	json_object_object_add(o, "reproduces",
			       b->state == TRIAGE_NOT_MINIMIZED
				   ? NULL
				   : json_object_new_boolean(b->state == TRIAGE_MINIMIZED));
	json_object_object_add(o, "smallest", json_object_new_string(b->smallest));
	json_object_object_add(o, "items", b->repro ? json_object_new_int64(b->items) : NULL);
	json_object_object_add(o, "known", string_or_null(known));
	json_object_object_add(o, "repro", string_or_null(b->repro));
	json_object_object_add(o, "paths", paths_of(t, b));
	puts(json_object_to_json_string_ext(o, JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(o);
}

static void print_plain(uint32_t rank, const struct triage_bucket *b, const char *known)
{
	printf("%3" PRIu32 "  %5" PRIu32 "  %s\n", rank, b->nr_files, b->simple);
	if (b->state == TRIAGE_MINIMIZED)
		printf("            smallest: %s, %" PRIu32 " items minimized\n", b->smallest,
		       b->items);
	else
		printf("            %s: %s\n",
		       b->state == TRIAGE_UNSTEADY ? "not the same each time" : "not minimized",
		       b->smallest);
	if (known)
		printf("            known: %s\n", known);
}

static void print_agreeing(const struct triage *t)
{
	uint32_t listed = 0;

	if (!t->nr_agree)
		return;
	printf("  -  %5" PRIu32 "  do not reproduce: target and model agree, in this build\n",
	       t->nr_agree);
	for (uint32_t i = 0; i < t->nr_files && listed < MAX_LISTED; i++)
		if (t->files[i].bucket == TRIAGE_AGREES) {
			printf("            %s\n", t->files[i].path);
			listed++;
		}
	if (t->nr_agree > listed)
		printf("            and %" PRIu32 " more\n", t->nr_agree - listed);
}

static void print_summary(const struct triage *t, bool json)
{
	fflush(stdout);
	if (t->nr_left_out)
		fprintf(stderr,
			"mminit: interrupted: %" PRIu32 " of %" PRIu32
			" files were not booted, and no finding was minimized\n",
			t->nr_left_out, t->nr_files);
	else if (t->nr_not_minimized)
		fprintf(stderr, "mminit: interrupted: %" PRIu32 " findings were not minimized\n",
			t->nr_not_minimized);
	fprintf(json ? stderr : stdout,
		"%" PRIu32 " distinct findings in %" PRIu32 " files; %" PRIu32
		" do not reproduce, %" PRIu32 " unreadable, %" PRIu32 " others passed over\n",
		t->nr_buckets, t->nr_files - t->nr_left_out, t->nr_agree, t->nr_unreadable,
		t->nr_passed_over);
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

/* A repro that cannot be written costs the others, but not the table. */
static int print_buckets(const struct triage *t, const struct triage_options *o)
{
	int status = t->nr_buckets || t->nr_left_out ? EXIT_DIFFER : EXIT_AGREE;
	int written = EXIT_AGREE;

	if (!o->json && t->nr_buckets)
		puts("rank  files  finding");
	for (uint32_t i = 0; i < t->nr_buckets; i++) {
		char *known = known_as(&t->buckets[i], o->crashes);

		if (o->json)
			print_json(t, &t->buckets[i], known);
		else
			print_plain(i + 1, &t->buckets[i], known);
		free(known);
		if (o->out && written == EXIT_AGREE)
			written = write_repro(i + 1, &t->buckets[i], o->out);
	}
	if (!o->json)
		print_agreeing(t);
	print_summary(t, o->json);
	return t->nr_unreadable || written != EXIT_AGREE ? EXIT_UNUSABLE : status;
}

/* What would only be noticed at the end of a long run. */
static int check_folders(const struct triage_options *o)
{
	struct stat info;

	if (o->crashes_given && (stat(o->crashes, &info) < 0 || !S_ISDIR(info.st_mode)))
		return unusable("--crashes %s: no such folder", o->crashes);
	if (!o->out)
		return EXIT_AGREE;
	if (mkdir(o->out, 0777) < 0 && errno != EEXIST)
		return unusable("%s: %s", o->out, strerror(errno));
	if (stat(o->out, &info) == 0 && !S_ISDIR(info.st_mode))
		return unusable("%s: %s", o->out, strerror(ENOTDIR));
	if (access(o->out, W_OK) < 0)
		return unusable("%s: %s", o->out, strerror(errno));
	return EXIT_AGREE;
}

static int triage(char **folders, int nr, const struct triage_options *o)
{
	struct triage t = {.files = NULL};
	int status = check_folders(o);

	if (status != EXIT_AGREE)
		return status;
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

int cmd_triage(int argc, char **argv)
{
	struct triage_options o = {.crashes = "crashes"};
	uint64_t jobs = 0;
	const struct option_spec options[] = {
	    {"json", .flag = &o.json},
	    {"jobs", .number = &jobs, .least = 1, .most = 256},
	    {"crashes", .flag = &o.crashes_given, .value = &o.crashes},
	    {"o", .value = &o.out},
	    {.name = NULL}};
	struct command_line line = {
	    .help = help, .options = options, .operand = "DIR", .least_operands = 1};
	int status = command_line_read(argc, argv, &line);

	if (status != COMMAND_GOES_ON)
		return status;
	o.jobs = (uint32_t)jobs;
	return triage(line.operands, line.nr_operands, &o);
}
