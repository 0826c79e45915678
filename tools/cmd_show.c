/* mminit show: a machine as a picture for the terminal. */
#include "mminit.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "finding/crash.h"
#include "finding/given.h"
#include "finding/tryout.h"
#include "options.h"
#include "output.h"
#include "picture/picture.h"
#include "scenario_file.h"

static const char help[] =
    "usage: mminit show [--svg OUT] [--pfn A-B] [--geometry G] FILE\n"
    "\n"
    "Boots the machine of FILE and shows it: the memory map, sections, zones and nodes, what is\n"
    "reserved and the free blocks. The scale is logarithmic, so that a hole of one page and 4 GiB\n"
    "of RAM both show: every piece between two borders has at least one column. Where target and\n"
    "model differ, the row of the target stands above that of the model, and the difference is\n"
    "marked. A machine that crashes or hangs is shown as it was before the stage in which it "
    "does.\n"
    "In a terminal it is in colour, unless NO_COLOR is set.\n"
    "\n"
    "  --svg OUT     as a picture for a browser, light and dark; - is standard output\n"
    "  --pfn A-B     only page frames A up to and with B (decimal or 0x)\n"
    "  --geometry G  x86_64 or tiny, whatever FILE says\n";

static struct machine_pair pair;
static struct scenario scenario;
static struct picture picture;
static struct tryout_result result;
static struct crash crash;

static void print_zones(const struct observation *o)
{
	const struct obs_zone *z = ROWS(o, zone);
	const struct obs_zone_free *f = ROWS(o, zone_free);

	puts("\n  node zone       start_pfn      spanned      present      managed");
	for (uint64_t i = 0; i < NR_ROWS(o, zone); i++) {
		if (!z[i].spanned)
			continue;
		printf("  %4" PRIu64 " %-8s %#11" PRIx64 " %12" PRIu64 " %12" PRIu64, z[i].nid,
		       sc_zone_name(scenario.geometry, (uint32_t)z[i].zone), z[i].start_pfn,
		       z[i].spanned, z[i].present);
		for (uint64_t j = 0; j < NR_ROWS(o, zone_free); j++)
			if (f[j].nid == z[i].nid && f[j].zone == z[i].zone)
				printf(" %12" PRIu64, f[j].managed);
		putchar('\n');
	}
}

/* Free blocks of each order, of the zones that have any page frame. */
static void print_free_areas(const struct observation *o)
{
	const struct obs_zone *z = ROWS(o, zone);
	const struct obs_free_area *a = ROWS(o, free_area);

	fputs("\n  free blocks", stdout);
	for (uint32_t order = 0; order < sc_max_order(scenario.geometry); order++)
		printf(order ? "%6" PRIu32 : "%5" PRIu32, order);
	putchar('\n');
	for (uint64_t i = 0; i < NR_ROWS(o, zone); i++) {
		if (!z[i].spanned)
			continue;
		printf("  %2" PRIu64 " %-7s", z[i].nid,
		       sc_zone_name(scenario.geometry, (uint32_t)z[i].zone));
		for (uint64_t j = 0; j < NR_ROWS(o, free_area); j++)
			if (a[j].nid == z[i].nid && a[j].zone == z[i].zone)
				printf("%6" PRIu64, a[j].nr_free);
		putchar('\n');
	}
}

enum { COLUMNS = 80 };

/* Within 80 columns, broken between words; the lines behind the first are indented. A word that is
 * longer than that, as a path may be where it is not shortened, has a line of its own. */
static void print_wrapped(const char *indent, const char *text)
{
	size_t column = (size_t)printf("%s", indent);
	bool first = true;

	while (*text) {
		size_t len = strcspn(text, " ");

		if (!first && column + 1 + len > COLUMNS) {
			column = (size_t)printf("\n    ") - 1;
			first = true;
		}
		column += (size_t)printf("%s%.*s", first ? "" : " ", (int)len, text);
		first = false;
		text += len;
		text += strspn(text, " ");
	}
	putchar('\n');
}

static void print_difference(const struct difference *d)
{
	char line[512];

	difference_describe(d, line, sizeof(line));
	print_wrapped("  ", line);
}

/* A path and the colon behind it: in a terminal within 80 columns. Its end says more than its
 * beginning, and begins with a whole character. */
static void name_file(const char *path, char *text, size_t size)
{
	const char *dots = "", *shown = path;
	size_t len = strlen(path);

	if (isatty(STDOUT_FILENO) && len + 1 > COLUMNS) {
		dots = "...";
		shown = path + len + 1 + strlen(dots) - COLUMNS;
		while ((*shown & 0xc0) == 0x80)
			shown++;
	}
	snprintf(text, size, "%s%.4000s:", dots, shown);
}

static void print_verdict(const char *file, const struct boot_result *boot)
{
	bool left = result.end == TRYOUT_AGREE || result.end == TRYOUT_DIFFER;
	const struct observation *o = &pair.observation[0];
	char text[5000], name[4096], verdict[320], outcome[160] = "";

	if (left)
		snprintf(verdict, sizeof(verdict), "target and model %s",
			 boot->differs ? "differ" : "agree");
	else
		snprintf(verdict, sizeof(verdict), "stage %s is not left: %s",
			 stage_name(result.place.stage), crash.key);
	if (left && o->outcome != OUTCOME_OK)
		snprintf(outcome, sizeof(outcome), ", %s in stage %s", outcome_name(o->outcome),
			 stage_name(o->last_stage));
	name_file(file, name, sizeof(name));
	snprintf(text, sizeof(text), "%s %s geometry, %s%s", name,
		 sc_geometry_name(scenario.geometry), verdict, outcome);
	print_wrapped("", text);
	if (boot->differs)
		print_difference(&boot->difference);
}

struct show_options {
	const char *file;
	const char *svg;
	bool has_geometry;
	enum sc_geometry geometry;
	bool has_pfns;
	uint64_t first_pfn;
	uint64_t last_pfn;
};

static bool parse_pfns(const char *text, struct show_options *options)
{
	char *end;

	if (*text < '0' || *text > '9')
		return false;
	options->first_pfn = strtoull(text, &end, 0);
	if (*end != '-' || end[1] < '0' || end[1] > '9')
		return false;
	options->last_pfn = strtoull(end + 1, &end, 0);
	options->has_pfns = true;
	return !*end && options->first_pfn <= options->last_pfn && options->last_pfn < 1ull << 52;
}

/* COMMAND_GOES_ON, or the status to end with. */
static int parse_options(int argc, char **argv, struct show_options *o)
{
	const char *pfns = NULL, *geometry = NULL;
	const struct option_spec options[] = {{"pfn", .value = &pfns},
					      {"svg", .value = &o->svg},
					      {"geometry", .value = &geometry},
					      {.name = NULL}};
	int status = command_line_read_one(argc, argv, help, options, "FILE", &o->file);

	if (status != COMMAND_GOES_ON)
		return status;
	if (pfns && !parse_pfns(pfns, o))
		return unusable("show: --pfn %s: two page frames, A-B", pfns);
	if (geometry && !sc_geometry_parse(geometry, &o->geometry))
		return unusable("show: --geometry %s: x86_64, tiny or arm_flatmem", geometry);
	o->has_geometry = geometry;
	return COMMAND_GOES_ON;
}

static int write_svg(const char *path)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	bool good;

	if (!out)
		return unusable("%s: %s", path, strerror(errno));
	picture_svg(&picture, PICTURE_COLUMNS, out);
	good = fclose(out) == 0 && output_write(path, text, size);
	if (!good)
		unusable("%s: %s", path, strerror(errno));
	free(text);
	return good ? EXIT_AGREE : EXIT_UNUSABLE;
}

static int draw(const struct show_options *options, const struct boot_result *boot)
{
	picture_make(&picture, &scenario, &pair, boot, options->has_pfns ? options->first_pfn : 0,
		     options->has_pfns ? options->last_pfn + 1 : 0);
	if (options->svg)
		return write_svg(options->svg);
	print_verdict(options->file, boot);
	picture_print(&picture, isatty(STDOUT_FILENO) && !getenv("NO_COLOR"), stdout);
	if (NR_ROWS(&pair.observation[0], zone))
		print_zones(&pair.observation[0]);
	if (NR_ROWS(&pair.observation[0], free_area))
		print_free_areas(&pair.observation[0]);
	return EXIT_AGREE;
}

/* A tryout first: what crashes or hangs is booted here only as far as it goes. */
static int show(const struct show_options *options)
{
	const struct tryout_limits limits = tryout_limits_of(&scenario);
	struct tryout *tryout = tryout_open();
	/* What is expected may show in the midst of a stage only. */
	enum how how = scenario.expect[0] ? HOW_THOROUGH : HOW_PLAIN;
	struct boot_result boot;
	int status;

	tryout_run(tryout, &scenario, how, true, &limits, &result);
	if (result.end != TRYOUT_AGREE && result.end != TRYOUT_DIFFER)
		crash_identify(&result, &crash);
	tryout_close(tryout);
	pair_open(&pair);
	tryout_observe(&pair, &scenario, how, &result, &boot);
	status = draw(options, &boot);
	pair_close(&pair);
	if (status != EXIT_AGREE)
		return status;
	return result.end == TRYOUT_AGREE ? EXIT_AGREE : EXIT_DIFFER;
}

int cmd_show(int argc, char **argv)
{
	struct show_options options = {0};
	const char *wrong;
	int status = parse_options(argc, argv, &options);

	if (status != COMMAND_GOES_ON)
		return status;
	if (!given_load(options.file, &scenario))
		return EXIT_UNUSABLE;
	if (options.has_geometry)
		scenario.geometry = options.geometry;
	wrong = scenario_check(&scenario);
	if (wrong)
		return unusable("%s: not in this geometry: %s", options.file, wrong);
	return show(&options);
}
