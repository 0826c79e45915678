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
#include "options.h"
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

/* COMMAND_GOES_ON, or the status to end with. */
static int parse_options(int argc, char **argv, struct options *o)
{
	struct space *space = &o->search->space;
	uint64_t regions = space->max_regions, reservations = space->max_reservations;
	uint64_t jobs = o->search->jobs;
	const struct option_spec options[] = {
	    {"max-regions", .number = &regions, .least = 1, .most = SPACE_MAX_REGIONS},
	    {"max-reservations", .number = &reservations, .most = SPACE_MAX_RESERVATIONS},
	    {"pages", .number = &o->pages, .least = 1, .most = SPACE_MAX_CELLS},
	    {"step", .number = &space->cell, .least = 1, .most = 4096},
	    {"at", .number = &space->base, .most = UINT64_MAX >> 1},
	    {"jobs", .number = &jobs, .least = 1, .most = MAX_JOBS},
	    {"state", .value = &o->state},
	    {"o", .value = &o->output},
	    {.name = NULL}};
	struct command_line line = {.help = help, .options = options};
	int status = command_line_read(argc, argv, &line);

	if (status != COMMAND_GOES_ON)
		return status;
	if (4096 % space->cell)
		return unusable("enumerate: --step %" PRIu64 ": no divisor of 4096", space->cell);
	if (space->base % 4096)
		return unusable("enumerate: --at %#" PRIx64 ": not the start of a page",
				space->base);
	space->max_regions = (uint32_t)regions;
	space->max_reservations = (uint32_t)reservations;
	o->search->jobs = (unsigned int)jobs;

	uint64_t cells = o->pages * 4096 / space->cell;

	if (cells > SPACE_MAX_CELLS)
		return unusable("enumerate: %" PRIu64 " pages in steps of %" PRIu64
				" bytes are more than %d steps",
				o->pages, space->cell, SPACE_MAX_CELLS);
	space->nr_cells = (uint32_t)cells;
	return COMMAND_GOES_ON;
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

	search.jobs = processors < 1          ? 1
		      : processors > MAX_JOBS ? MAX_JOBS
					      : (unsigned int)processors;
	status = parse_options(argc, argv, &o);
	return status == COMMAND_GOES_ON ? run(&o) : status;
}
