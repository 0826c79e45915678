/* mminit keep: a finding becomes a repro in crashes/. */
#define _GNU_SOURCE
#include "mminit.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "finding/finding.h"
#include "finding/report.h"
#include "finding/repro.h"
#include "options.h"
#include "output.h"

static const char help[] =
    "usage: mminit keep [--crashes DIR] [--name NAME] [--once TEXT] [--expect] IN\n"
    "\n"
    "Minimizes the finding IN and adds it to crashes/, with the line of its history: what it once\n"
    "broke. Every test run boots what is there.\n"
    "\n"
    "  --crashes DIR  the folder (default: crashes)\n"
    "  --name NAME    the file's name, without .mm (default: from what it shows)\n"
    "  --once TEXT    what was wrong, in a sentence (default: what differs)\n"
    "  --expect       the mistake is still there: the difference is expected, not agreement\n"
    "\n"
    "Exit status: 0 done, 1 IN does not reproduce, or is there already (which is said); 2 "
    "unusable\n"
    "arguments or input.\n";

struct keep_options {
	const char *in;
	const char *crashes;
	const char *name;
	const char *once;
	bool expect;
};

static struct crash crash;

/* "e820_map_wrong size" becomes e820-map-wrong-size; the caller frees. */
static char *path_of(const struct keep_options *o, const char *key)
{
	const char *name = o->name ? o->name : key;
	size_t size = strlen(o->crashes) + strlen(name) + sizeof("/.mm");
	char *path = malloc(size);
	size_t at;

	if (!path)
		return NULL;
	at = (size_t)snprintf(path, size, "%s/", o->crashes);
	for (; *name; name++) {
		char c = isalnum((unsigned char)*name) || o->name ? *name : '-';

		if (c != '-' || path[at - 1] != '-')
			path[at++] = (char)(o->name ? c : tolower((unsigned char)c));
	}
	while (path[at - 1] == '-')
		at--;
	strcpy(path + at, ".mm");
	return path;
}

/* The lines of history, and what it showed, by which a finding is known again; the caller frees. */
static char *history_of(const struct finding *f, const char *once)
{
	char *text = NULL, sentence[1024];

	if (!once) {
		report_sentence(f, &crash, sentence, sizeof(sentence));
		once = sentence;
	}
	if (asprintf(&text, "Once: %s%s%s", once,
		     repro_expects(&f->identity, f->how) ? "\nShows: " : "",
		     repro_expects(&f->identity, f->how) ? f->identity.key : "") < 0)
		return NULL;
	return text;
}

/* As repro_text, but with the agreement that is expected from now on. */
static char *kept_text(const struct finding *f, const struct keep_options *o, const char *history)
{
	static const char agree[] = "mminit: expect agree\n";
	char *text = repro_text(&f->scenario, &f->identity, f->how, history);
	char *expect, *kept = NULL;
	size_t len;

	if (!text || (o->expect && f->identity.end == TRYOUT_DIFFER))
		return text;
	expect = strstr(text, "mminit: expect ");
	len = expect ? strcspn(expect, "\n") + 1 : 0;
	if (!expect)
		expect = text + strlen(text);
	if (asprintf(&kept, "%.*s%s%s", (int)(expect - text), text, expect + len, agree) < 0)
		kept = NULL;
	free(text);
	return kept;
}

static int write_kept(const struct finding *f, const struct keep_options *o, const char *path)
{
	char *history = history_of(f, o->once);
	char *text = history ? kept_text(f, o, history) : NULL;
	struct stat there;
	int status = EXIT_AGREE;

	if (!text)
		status = unusable("%s: %s", path, strerror(ENOMEM));
	else if (stat(path, &there) == 0)
		status = unusable("%s: is there already; --name NAME gives it another", path);
	else if (!output_write(path, text, strlen(text)))
		status = unusable("%s: %s", path, strerror(errno));
	else
		printf("%s: %s\n  %s\n", f->path, f->identity.key, path);
	free(text);
	free(history);
	return status;
}

/* One of the same machine is enough; one that showed the same may be another mistake. */
static bool is_there(const struct finding *f, const struct keep_options *o)
{
	bool same_machine;
	char *known = finding_known(&f->scenario, f->identity.key, o->crashes, &same_machine);

	if (known)
		printf("%s: %s\n  %s: %s\n", f->path, f->identity.key,
		       same_machine ? "is there already" : "once showed the same", known);
	free(known);
	return same_machine;
}

static int keep(struct finding *f, const struct keep_options *o)
{
	int status = finding_open(f, o->in);
	char *path;

	if (status == EXIT_AGREE)
		status = finding_minimize(f, NULL);
	if (status != EXIT_AGREE)
		return status;
	if (is_there(f, o))
		return EXIT_DIFFER;
	if (f->result.end != TRYOUT_DIFFER)
		crash_describe(f->tryout, &f->result, &crash);
	path = path_of(o, f->identity.key);
	status = path ? write_kept(f, o, path) : unusable("%s: %s", o->in, strerror(ENOMEM));
	free(path);
	return status;
}

int cmd_keep(int argc, char **argv)
{
	struct keep_options o = {.crashes = "crashes"};
	const struct option_spec options[] = {{"crashes", .value = &o.crashes},
					      {"name", .value = &o.name},
					      {"once", .value = &o.once},
					      {"expect", .flag = &o.expect},
					      {.name = NULL}};
	int status = command_line_read_one(argc, argv, help, options, "IN", &o.in);
	struct finding *f;

	if (status != COMMAND_GOES_ON)
		return status;
	if (o.name && (strchr(o.name, '/') || !*o.name))
		return unusable("keep: --name %s: the name of a file, without a folder", o.name);
	f = finding_new();
	if (!f)
		return unusable("%s: %s", o.in, strerror(errno));
	status = keep(f, &o);
	finding_free(f);
	return status;
}
