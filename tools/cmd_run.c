/* mminit run: boots each scenario in every implementation, compares, prints the verdict. */
#include "mminit.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "boot.h"
#include "finding/given.h"
#include "options.h"
#include "run_json.h"
#include "run_steps.h"
#include "scenario_file.h"
#include "verdict.h"

static const char help[] =
    "usage: mminit run [--json] [--full] [--geometry G] FILE...\n"
    "\n"
    "Boots each scenario in the target and the model, compares them stage by stage, and prints "
    "the\n"
    "verdict and the first difference: stage, page frame or field, what each says.\n"
    "\n"
    "  --json        one JSON object a line for each FILE\n"
    "  --full        what each function of mm_init did, with every cache, area and range; for a\n"
    "                single FILE that agrees a line for each is printed anyway. With --json:\n"
    "                everything that is compared, as tables\n"
    "  --geometry G  x86_64, tiny or arm_flatmem, whatever FILE says\n"
    "\n"
    "A FILE with a line `mminit: expect agree` or `mminit: expect CLASS FIELD` succeeds exactly "
    "if\n"
    "that is the verdict.\n";

struct run_options {
	bool json;
	bool full;
	bool steps; /* what each function did */
	bool has_geometry;
	enum sc_geometry geometry;
};

static struct machine_pair pair;
static struct scenario scenario;

static void print_machine(const struct observation *o, const struct boot_result *result)
{
	const struct obs_zone *z = ROWS(o, zone);
	const struct obs_release *r = ROWS(o, release);
	uint64_t present = 0;
	int zones = 0;

	if (o->outcome != OUTCOME_OK) {
		printf(", %s in stage %s", outcome_name(o->outcome), stage_name(o->last_stage));
		return;
	}
	for (uint64_t i = 0; i < NR_ROWS(o, zone); i++) {
		zones += z[i].spanned != 0;
		present += z[i].present;
	}
	printf(", %d zones, %" PRIu64 " pages present", zones, present);
	if (!result->memmap)
		printf(" (over 256 GiB: up to the zones)");
	else if (NR_ROWS(o, release))
		printf(", %" PRIu64 " released", r->totalram);
	if (o->late_outcome != OUTCOME_OK)
		printf(", then %s", outcome_name(o->late_outcome));
}

/* What the kernel trees that are built in had to say. */
static void print_trees(void)
{
	for (uint32_t i = 0; i < pair.trees.nr; i++) {
		const struct linux_lane *lane = &pair.trees.lane[i];

		if (lane->running)
			printf(", Linux %s agrees", lane->tree->version);
		else if (lane->left)
			printf(", Linux %s not asked (%s)", lane->tree->version, lane->left);
	}
}

static void print_plain(const char *file, const struct boot_result *result)
{
	char line[512];

	printf("%s: %s", file, result->differs ? "differ" : "agree");
	if (result->differs) {
		difference_describe(&result->difference, line, sizeof(line));
		printf("\n  %s\n", line);
		difference_key(&result->difference, line, sizeof(line));
		printf("  expect %s\n", line);
	} else {
		print_machine(&pair.observation[0], result);
		print_trees();
		putchar('\n');
	}
}

static bool as_expected(const struct boot_result *result)
{
	char key[160];

	if (!scenario.expect[0])
		return !result->differs;
	if (!result->differs)
		return !strcmp(scenario.expect, "agree");
	difference_key(&result->difference, key, sizeof(key));
	return !strcmp(scenario.expect, key);
}

/* An operation of the file may be out of range in the geometry that was asked for. */
static bool fits_geometry(const char *file)
{
	const char *wrong = scenario_check(&scenario);

	if (wrong)
		unusable("%s: not in this geometry: %s", file, wrong);
	return !wrong;
}

static int run_file(const char *file, const struct run_options *options)
{
	struct boot_result result;

	if (!given_load(file, &scenario))
		return EXIT_UNUSABLE;
	if (options->has_geometry) {
		scenario.geometry = options->geometry;
		if (!fits_geometry(file))
			return EXIT_UNUSABLE;
	}
	/* What is expected may show in the midst of a stage only. */
	verdict(&pair, &scenario, scenario.expect[0] && strcmp(scenario.expect, "agree"),
		STAGE_FREED, &result);
	if (options->json) {
		struct json_object *object =
		    run_json(file, &scenario, &pair, &result, options->full);

		puts(json_object_to_json_string_ext(object, JSON_C_TO_STRING_NOSLASHESCAPE));
		json_object_put(object);
	} else {
		print_plain(file, &result);
		if (options->full || (options->steps && !result.differs))
			run_print_steps(&pair.observation[0], &scenario, options->full);
	}
	if (as_expected(&result))
		return EXIT_AGREE;
	if (scenario.expect[0] && !options->json)
		printf("  expected: %s\n", scenario.expect);
	return EXIT_DIFFER;
}

int cmd_run(int argc, char **argv)
{
	struct run_options options = {0};
	const char *geometry = NULL;
	const struct option_spec specs[] = {{"json", .flag = &options.json},
					    {"full", .flag = &options.full},
					    {"geometry", .value = &geometry},
					    {.name = NULL}};
	struct command_line line = {
	    .help = help, .options = specs, .operand = "FILE", .least_operands = 1};
	int status = command_line_read(argc, argv, &line);

	if (status != COMMAND_GOES_ON)
		return status;
	if (geometry && !sc_geometry_parse(geometry, &options.geometry))
		return unusable("run: --geometry %s: x86_64, tiny or arm_flatmem", geometry);
	options.has_geometry = geometry;
	options.steps = line.nr_operands == 1;
	status = EXIT_AGREE;
	pair_open(&pair);
	for (int i = 0; i < line.nr_operands; i++) {
		int result = run_file(line.operands[i], &options);

		status = result > status ? result : status;
		fflush(stdout);
	}
	pair_close(&pair);
	return status;
}
