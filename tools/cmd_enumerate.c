/* mminit enumerate: every small machine, one by one. */
#include "mminit.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "enumerate/run.h"
#include "enumerate/state.h"
#include "scenario_text.h"

static const char help[] =
    "usage: mminit enumerate [OPTION...]\n"
    "\n"
    "Boots every machine of the tiny geometry up to a size in both implementations: every "
    "firmware\n"
    "table of some entries, usable or reserved, in every order, within a few pages; then every\n"
    "distinct memory that results, with every distinct union of some reservations, to the "
    "release.\n"
    "What comes out is no sample: it is all of them.\n"
    "\n"
    "  --max-regions N       entries of a table, 1 to 4 (default: 3)\n"
    "  --max-reservations N  reservations, 0 to 3 (default: 2)\n"
    "  --pages N             pages of the window where they all lie (default: 8)\n"
    "  --step BYTES          the grain of their borders, a divisor of 4096 (default: 2048);\n"
    "                        at most 24 steps in the window\n"
    "  --at ADDRESS          where the window begins, a page (default: 0x4fc000: the border of "
    "two\n"
    "                        sections is its middle). A machine whose RAM ends below 4 MiB has no\n"
    "                        node that is brought online, and its boot ends before the release\n"
    "  --jobs N              processes (default: one a processor)\n"
    "  --state FILE          keep the state there: the same command goes on after an interruption\n"
    "  -o FILE               write the scenario of a finding there too\n"
    "  --help                this text\n"
    "\n"
    "Progress goes to standard error. The first difference, broken law, crash or hang ends it and "
    "is\n"
    "printed with its scenario. Exit status: 0 none, 1 one was found, 2 could not run or was "
    "stopped.\n";

struct options {
	struct search *search;
	uint64_t pages;
	const char *state;
	const char *output;
};

/* A number of [least, most], decimal or 0x. */
static bool number(const char *text, uint64_t least, uint64_t most, uint64_t *value)
{
	char *end;

	errno = 0;
	*value = strtoull(text, &end, 0);
	return text[0] >= '0' && text[0] <= '9' && *end == '\0' && !errno && *value >= least &&
	       *value <= most;
}

static int set_number(struct options *o, const char *option, const char *text)
{
	struct space *space = &o->search->space;
	uint64_t v;
	bool good;

	if (!strcmp(option, "--max-regions")) {
		good = number(text, 1, SPACE_MAX_REGIONS, &v);
		space->max_regions = (uint32_t)v;
	} else if (!strcmp(option, "--max-reservations")) {
		good = number(text, 0, SPACE_MAX_RESERVATIONS, &v);
		space->max_reservations = (uint32_t)v;
	} else if (!strcmp(option, "--pages")) {
		good = number(text, 1, SPACE_MAX_CELLS, &o->pages);
	} else if (!strcmp(option, "--step")) {
		good = number(text, 1, 4096, &space->cell) && 4096 % space->cell == 0;
	} else if (!strcmp(option, "--at")) {
		good = number(text, 0, UINT64_MAX >> 1, &space->base) && space->base % 4096 == 0;
	} else if (!strcmp(option, "--jobs")) {
		good = number(text, 1, MAX_JOBS, &v);
		o->search->jobs = (unsigned int)v;
	} else {
		return unusable("enumerate: %s: no such option", option);
	}
	return good ? EXIT_AGREE : unusable("enumerate: %s: %s cannot be that", option, text);
}

/* EXIT_AGREE, or the status to end with. */
static int parse_options(int argc, char **argv, struct options *o)
{
	for (int i = 1; i < argc; i += 2) {
		int status = EXIT_AGREE;

		if (i + 1 == argc)
			return unusable("enumerate: %s: no such option, or no value", argv[i]);
		if (!strcmp(argv[i], "--state"))
			o->state = argv[i + 1];
		else if (!strcmp(argv[i], "-o"))
			o->output = argv[i + 1];
		else
			status = set_number(o, argv[i], argv[i + 1]);
		if (status != EXIT_AGREE)
			return status;
	}

	uint64_t cells = o->pages * 4096 / o->search->space.cell;

	if (cells > SPACE_MAX_CELLS)
		return unusable("enumerate: %" PRIu64 " pages in steps of %" PRIu64
				" bytes are more than %d steps",
				o->pages, o->search->space.cell, SPACE_MAX_CELLS);
	o->search->space.nr_cells = (uint32_t)cells;
	return EXIT_AGREE;
}

static void print_space(const struct search *search)
{
	const struct space *space = &search->space;

	printf(
	    "machines of tiny geometry, %" PRIu32 " steps of %" PRIu64 " bytes from %#" PRIx64 "\n"
	    "tables of 1 to %" PRIu32 " entries, usable or reserved:  %" PRIu64 "\n"
	    "sequences of 0 to %" PRIu32 " reservations:              %" PRIu64 "\n"
	    "unions of these:                             %" PRIu64 "\n",
	    space->nr_cells, space->cell, space->base, space->max_regions, space_nr_tables(space),
	    space->max_reservations, space_nr_sequences(space), space_nr_unions(space));
	fflush(stdout);
}

static void print_proof(const struct search *search)
{
	const uint64_t *nr = search->nr_cases;

	printf("\n"
	       "%" PRIu64 " tables through the firmware's stage leave %" PRIu64 " distinct maps\n"
	       "%" PRIu64 " maps booted to the release (%" PRIu64 " come that far) leave %" PRIu64
	       " distinct memories\n"
	       "%" PRIu64 " sequences of reservations: what is reserved is always their union\n"
	       "%" PRIu64 " machines, each memory with each of %" PRIu64
	       " unions, booted to the release: %" PRIu64 " come that far\n"
	       "\n"
	       "Target and model agree on every one of these %" PRIu64
	       " boots, after each stage, in all that is\n"
	       "observed, and keep every law: of all machines of this size none is left out.\n",
	       nr[PASS_TABLES], search->nr_maps, nr[PASS_MAPS], search->nr_whole[PASS_MAPS],
	       search->nr_memories, nr[PASS_SEQUENCES], nr[PASS_MACHINES], search->nr_unions,
	       search->nr_whole[PASS_MACHINES],
	       nr[PASS_TABLES] + nr[PASS_MAPS] + nr[PASS_SEQUENCES] + nr[PASS_MACHINES]);
}

/* Prints the finding and its scenario, whose expectation is the finding. */
static int print_finding(const struct options *o)
{
	static struct scenario s;
	const struct finding *f = &o->search->shared->finding;
	enum stage last;
	char line[512];
	FILE *out;

	if (f->broke && f->number == UINT64_MAX)
		return unusable("enumerate: a process ended between two cases, by signal %d",
				f->sig);
	search_scenario(o->search, f->number, &s, &last);
	if (f->broke && f->sig == SIGVTALRM) {
		snprintf(line, sizeof(line), "a hang");
	} else if (f->broke) {
		snprintf(line, sizeof(line), "a crash: %s",
			 f->sig ? strsignal(f->sig) : "the process ended");
	} else {
		difference_describe(&f->difference, line, sizeof(line));
		difference_key(&f->difference, s.expect, sizeof(s.expect));
	}
	printf("\nfound in %s, case %" PRIu64 " of %" PRIu64 ": %s\n\n", pass_names[f->pass],
	       f->number, o->search->nr_cases[f->pass], line);
	scenario_write(&s, stdout);
	if (!o->output)
		return EXIT_DIFFER;
	out = fopen(o->output, "w");
	if (!out || !scenario_write(&s, out) || fclose(out))
		return unusable("%s: %s", o->output, strerror(errno));
	return EXIT_DIFFER;
}

static int run(struct options *o)
{
	const char *wrong = NULL;

	if (!search_open(o->search))
		return unusable("enumerate: out of memory");
	if (!o->state)
		search_begin(o->search, PASS_TABLES);
	else
		wrong = state_load(o->search, o->state);
	if (!wrong && o->state) /* better now than after an hour */
		wrong = state_save(o->search, o->state);
	if (wrong)
		return unusable("%s: %s", o->state ? o->state : "enumerate", wrong);
	print_space(o->search);
	switch (run_search(o->search, o->state, &wrong)) {
	case RUN_COMPLETE:
		print_proof(o->search);
		return EXIT_AGREE;
	case RUN_FINDING:
		return print_finding(o);
	case RUN_STOPPED:
		return unusable("enumerate: stopped%s",
				o->state ? "; the same command goes on from here" : "");
	default:
		return unusable("%s: %s", o->state ? o->state : "enumerate", wrong);
	}
}

int cmd_enumerate(int argc, char **argv)
{
	static struct search search = {
	    .space = {.base = 0x4fc000, .cell = 2048, .max_regions = 3, .max_reservations = 2}};
	struct options o = {.search = &search, .pages = 8};
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	int status;

	for (int i = 1; i < argc; i++)
		if (!strcmp(argv[i], "--help")) {
			fputs(help, stdout);
			return EXIT_AGREE;
		}
	search.jobs = processors < 1          ? 1
		      : processors > MAX_JOBS ? MAX_JOBS
					      : (unsigned int)processors;
	status = parse_options(argc, argv, &o);
	return status == EXIT_AGREE ? run(&o) : status;
}
