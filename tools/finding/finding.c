#include "finding.h"

#include <dirent.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../mminit.h"
#include "reduce.h"
#include "repro.h"
#include "scenario_file.h"

static volatile sig_atomic_t interrupted;

struct finding *finding_new(void)
{
	return calloc(1, sizeof(struct finding));
}

void finding_free(struct finding *f)
{
	if (f->tryout)
		tryout_close(f->tryout);
	given_free(&f->given);
	free(f);
}

/* A compiler may make of an undefined access what it likes: another build may not show it. */
static int say_not(const struct finding *f, enum reproduction how)
{
	fprintf(stderr, "mminit: %s: does not reproduce: %s\n", f->path,
		how == AGREES ? "target and model agree (in this build: try the mminit beside the "
				"driver that found it)"
			      : "not the same each time");
	return EXIT_DIFFER;
}

int finding_open(struct finding *f, const char *path)
{
	enum reproduction how;

	f->path = path;
	if (!given_load_all(path, &f->scenario, &f->given))
		return EXIT_UNUSABLE;
	f->items_before = scenario_items(&f->scenario);
	f->tryout = tryout_open();
	how = reproduce(f->tryout, &f->scenario, &f->how, &f->result, &f->identity);
	return how == REPRODUCES ? EXIT_AGREE : say_not(f, how);
}

struct progress {
	const struct finding *finding;
	const char *keep;
	uint32_t items;
	time_t written;
	time_t printed;
};

static void on_interrupt(int number)
{
	(void)number;
	interrupted = 1;
}

static bool was_interrupted(void *context)
{
	(void)context;
	return interrupted;
}

static void show_progress(void *context, uint64_t tries, const struct scenario *best)
{
	struct progress *p = context;
	bool terminal = isatty(STDERR_FILENO);
	time_t now = time(NULL);

	if (best)
		p->items = scenario_items(best);
	if (now == p->printed)
		return;
	p->printed = now;
	fprintf(stderr, "%s%6" PRIu64 " tries, %" PRIu32 " entries, operations and options%s",
		terminal ? "\r" : "", tries, p->items, terminal ? "  " : "\n");
}

/* What is lost if the machine goes down is a second's work. */
static void keep_best(void *context, const struct scenario *best)
{
	struct progress *p = context;
	time_t now = time(NULL);

	if (!p->keep || now == p->written || !strcmp(p->keep, "-"))
		return;
	p->written = now;
	repro_write(p->keep, best, &p->finding->identity, p->finding->how, NULL);
}

/* Whether what was minimized shows in a simpler way than it was looked at: then it is to be
 * minimized in that way, in which it will be looked at again. */
static bool shows_more_simply(struct finding *f)
{
	static struct identity identity;
	enum how how;

	if (f->how == HOW_PLAIN ||
	    reproduce(f->tryout, &f->scenario, &how, &f->result, &identity) != REPRODUCES ||
	    how >= f->how || !identity_same(&identity, &f->identity))
		return false;
	f->how = how;
	f->identity = identity;
	return true;
}

int finding_minimize(struct finding *f, const char *keep)
{
	struct progress progress = {.finding = f, .keep = keep, .items = f->items_before};
	struct minimization m = {.tryout = f->tryout,
				 .identity = &f->identity,
				 .progress = show_progress,
				 .smaller = keep_best,
				 .stop = was_interrupted,
				 .thorough = true,
				 .context = &progress};
	enum minimized end;
	uint64_t tries = 0;

	interrupted = 0;
	signal(SIGINT, on_interrupt);
	signal(SIGTERM, on_interrupt);
	do {
		m.how = f->how;
		end = minimize(&f->scenario, &m);
		tries += m.tries;
	} while (end == MINIMIZED && shows_more_simply(f));
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	if (progress.printed && isatty(STDERR_FILENO))
		fputc('\n', stderr);
	if (end == MINIMIZED_NOT ||
	    !still_shows(f->tryout, &f->scenario, f->how, &f->identity, &f->result))
		return say_not(f, UNSTEADY);
	f->minimized = true;
	f->tries = tries;
	return end == MINIMIZED ? EXIT_AGREE : EXIT_DIFFER;
}

/* Whether a repro says in its comments that it once showed this. */
static bool says(const char *text, const char *key)
{
	static const char line[] = "\n# Shows: ";
	size_t len = strlen(key);

	for (const char *at = text; (at = strstr(at, line)); at++)
		if (!strncmp(at + strlen(line), key, len) && at[strlen(line) + len] == '\n')
			return true;
	return false;
}

enum known { UNKNOWN, KNOWN_KEY, KNOWN_MACHINE };

static enum known is_known_by(const struct scenario *s, const char *key, const char *path,
			      struct scenario *known)
{
	struct scenario_error error;
	enum known how = UNKNOWN;
	char *text = NULL, *ended;
	size_t size;

	if (!file_read(path, &text, &size))
		return UNKNOWN;
	ended = realloc(text, size + 1);
	if (!ended) {
		free(text);
		return UNKNOWN;
	}
	ended[size] = '\0';
	if (scenario_parse(ended, size, known, &error) && scenario_equal(known, s))
		how = KNOWN_MACHINE;
	else if (says(ended, key))
		how = KNOWN_KEY;
	free(ended);
	return how;
}

char *finding_known(const struct scenario *s, const char *key, const char *crashes,
		    bool *same_machine)
{
	struct scenario *known = malloc(sizeof(*known));
	DIR *folder = opendir(crashes);
	struct dirent *entry;
	char path[4096];
	char *found = NULL;

	*same_machine = false;
	while (known && folder && !*same_machine && (entry = readdir(folder))) {
		size_t len = strlen(entry->d_name);
		enum known how;

		if (len < 4 || strcmp(entry->d_name + len - 3, ".mm"))
			continue;
		snprintf(path, sizeof(path), "%s/%s", crashes, entry->d_name);
		how = is_known_by(s, key, path, known);
		if (how == UNKNOWN || (how == KNOWN_KEY && found))
			continue;
		*same_machine = how == KNOWN_MACHINE;
		free(found);
		found = strdup(path);
	}
	if (folder)
		closedir(folder);
	free(known);
	return found;
}
