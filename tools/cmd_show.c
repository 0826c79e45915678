/* mminit show: a machine as a picture for the terminal. */
#include "mminit.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "boot.h"
#include "scenario_file.h"

static const char help[] =
    "usage: mminit show [--pfn A-B] [--geometry G] FILE\n"
    "\n"
    "Boots the machine of FILE and shows it: the memory map, zones and nodes, what is reserved "
    "and\n"
    "the free blocks. The scale is logarithmic, so that a hole of one page and 4 GiB of RAM both\n"
    "show: every piece between two borders of the map or of a zone has at least one column.\n"
    "\n"
    "  --pfn A-B     only page frames A up to and with B (decimal or 0x)\n"
    "  --geometry G  x86_64 or tiny, whatever FILE says\n";

enum {
	NR_COLUMNS = 66, /* of a strip: 80 less the labels */
	MAX_BORDERS = 4096,
	MAX_STRIPS = 64,
	PG_RESERVED = 1 << 10,
	NR_ZONES = 4,
};

/* A column stands for the page frames [start_pfn, end_pfn), all in one piece. */
struct column {
	uint64_t start_pfn;
	uint64_t end_pfn;
	bool starts_piece;
};

struct picture {
	const struct observation *o;
	uint64_t first_pfn;
	uint64_t end_pfn;
	uint64_t borders[MAX_BORDERS];
	uint32_t nr_borders;
	struct column columns[NR_COLUMNS * MAX_STRIPS];
	uint32_t nr_columns;
	bool colour;
};

static struct machine_pair pair;
static struct scenario scenario;
static struct picture picture;

static void add_border(struct picture *p, uint64_t pfn)
{
	if (pfn > p->first_pfn && pfn < p->end_pfn && p->nr_borders < MAX_BORDERS)
		p->borders[p->nr_borders++] = pfn;
}

static int by_pfn(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a;
	uint64_t y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* The first page frame that is wholly at or above an address, and the first wholly above an end:
 * a piece that starts or ends within a page is drawn with that page. */
static uint64_t page_at(uint64_t address)
{
	return address >> 12;
}

static uint64_t page_behind(uint64_t end)
{
	return (end >> 12) + ((end & 4095) != 0);
}

static void find_borders(struct picture *p)
{
	const struct obs_e820_entry *e = ROWS(p->o, e820_entry);
	const struct obs_zone *z = ROWS(p->o, zone);
	const struct obs_mem_pfn_range *r = ROWS(p->o, mem_pfn_range);
	uint32_t nr = 0;

	p->nr_borders = 0;
	for (uint64_t i = 0; i < NR_ROWS(p->o, e820_entry); i++) {
		add_border(p, page_at(e[i].addr));
		add_border(p, page_behind(e[i].addr + e[i].size));
	}
	for (uint64_t i = 0; i < NR_ROWS(p->o, zone); i++) {
		add_border(p, z[i].start_pfn);
		add_border(p, z[i].start_pfn + z[i].spanned);
	}
	for (uint64_t i = 0; i < NR_ROWS(p->o, mem_pfn_range); i++) {
		add_border(p, r[i].start_pfn);
		add_border(p, r[i].end_pfn);
	}
	qsort(p->borders, p->nr_borders, sizeof(p->borders[0]), by_pfn);
	for (uint32_t i = 0; i < p->nr_borders; i++)
		if (!nr || p->borders[nr - 1] != p->borders[i])
			p->borders[nr++] = p->borders[i];
	p->nr_borders = nr;
}

static uint32_t log2_pages(uint64_t pages)
{
	uint32_t order = 0;

	while (pages >>= 1)
		order++;
	return order;
}

/* Shares the columns of as many strips as there must be among the pieces: one each, the others by
 * the logarithm of their size. */
static void lay_out(struct picture *p)
{
	uint32_t pieces = p->nr_borders + 1;
	uint32_t strips = (pieces * 3 / 2 + NR_COLUMNS - 1) / NR_COLUMNS;
	uint64_t weight = 0;
	uint32_t spare;

	strips = strips > MAX_STRIPS ? MAX_STRIPS : strips;
	pieces = pieces > strips * NR_COLUMNS ? strips * NR_COLUMNS : pieces;
	spare = strips * NR_COLUMNS - pieces;
	for (uint32_t i = 0; i < pieces; i++) {
		uint64_t start = i ? p->borders[i - 1] : p->first_pfn;
		uint64_t end = i + 1 < pieces ? p->borders[i] : p->end_pfn;

		weight += log2_pages(end - start);
	}
	p->nr_columns = 0;
	for (uint32_t i = 0; i < pieces; i++) {
		uint64_t start = i ? p->borders[i - 1] : p->first_pfn;
		uint64_t end = i + 1 < pieces ? p->borders[i] : p->end_pfn;
		uint64_t wanted = 1 + (weight ? log2_pages(end - start) * spare / weight : 0);
		uint64_t width = wanted < end - start ? wanted : end - start;

		for (uint64_t c = 0; c < width; c++)
			p->columns[p->nr_columns++] = (struct column){
			    .start_pfn = start + (end - start) / width * c,
			    .end_pfn =
				c + 1 < width ? start + (end - start) / width * (c + 1) : end,
			    .starts_piece = c == 0,
			};
	}
}

/* Each of these says in one character what a column holds. */
typedef char (*look_t)(const struct picture *p, const struct column *c);

static char look_e820(const struct picture *p, const struct column *c)
{
	const struct obs_e820_entry *e = ROWS(p->o, e820_entry);

	for (uint64_t i = 0; i < NR_ROWS(p->o, e820_entry); i++) {
		if (page_at(e[i].addr) >= c->end_pfn ||
		    page_behind(e[i].addr + e[i].size) <= c->start_pfn)
			continue;
		switch (e[i].type) {
		case 1:
			return 'U';
		case 2:
			return 'r';
		case 3:
			return 'A';
		case 4:
			return 'S';
		case 5:
			return 'X';
		case 7:
		case 12:
			return 'P';
		case 128:
			return 'K';
		default:
			return '?';
		}
	}
	return '.';
}

static const struct obs_zone *zone_of(const struct picture *p, const struct column *c)
{
	const struct obs_zone *z = ROWS(p->o, zone);
	const struct obs_zone *found = NULL;

	/* Nodes may lie within one another's span: the smallest zone that spans it is shown. */
	for (uint64_t i = 0; i < NR_ROWS(p->o, zone); i++)
		if (z[i].spanned && c->start_pfn >= z[i].start_pfn &&
		    c->start_pfn - z[i].start_pfn < z[i].spanned &&
		    (!found || z[i].spanned < found->spanned))
			found = &z[i];
	return found;
}

static char look_zone(const struct picture *p, const struct column *c)
{
	const struct obs_zone *z = zone_of(p, c);

	return z ? "D3NM"[z->zone] : '.';
}

static char look_node(const struct picture *p, const struct column *c)
{
	const struct obs_mem_pfn_range *r = ROWS(p->o, mem_pfn_range);

	for (uint64_t i = 0; i < NR_ROWS(p->o, mem_pfn_range); i++)
		if (r[i].start_pfn < c->end_pfn && r[i].end_pfn > c->start_pfn)
			return r[i].nid < 62
				   ? "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQR"
				     "STUVWXYZ"[r[i].nid]
				   : '?';
	return '.';
}

/* Page frames of a column with PG_reserved. */
static char look_reserved(const struct picture *p, const struct column *c)
{
	const struct obs_released_page_run *run = ROWS(p->o, released_page_run);
	uint64_t pages = 0;

	for (uint64_t i = 0; i < NR_ROWS(p->o, released_page_run); i++) {
		uint64_t start = run[i].pfn > c->start_pfn ? run[i].pfn : c->start_pfn;
		uint64_t run_end = run[i].pfn + run[i].nr;
		uint64_t end = run_end < c->end_pfn ? run_end : c->end_pfn;

		if ((run[i].flags & PG_RESERVED) && start < end)
			pages += end - start;
	}
	if (!pages)
		return '.';
	return pages == c->end_pfn - c->start_pfn ? '#' : '+';
}

/* The highest order of a free block that touches the column. */
static char look_free(const struct picture *p, const struct column *c)
{
	const struct obs_free_block *b = ROWS(p->o, free_block);
	char found = '.';

	for (uint64_t i = 0; i < NR_ROWS(p->o, free_block); i++) {
		char order = "0123456789a"[b[i].order];

		if (b[i].pfn < c->end_pfn && b[i].pfn + (1ull << b[i].order) > c->start_pfn &&
		    (found == '.' || order > found))
			found = order;
	}
	return found;
}

static const char *colour_of(char c)
{
	switch (c) {
	case 'U':
	case 'N':
		return "\033[32m";
	case 'r':
	case '#':
		return "\033[31m";
	case '+':
	case 'A':
	case 'S':
		return "\033[33m";
	case 'D':
	case '3':
		return "\033[36m";
	case 'P':
	case 'M':
	case 'K':
		return "\033[35m";
	case '.':
		return "\033[2m";
	default:
		return "\033[34m";
	}
}

static void print_row(const struct picture *p, uint32_t first, uint32_t end, const char *label,
		      look_t look)
{
	printf("  %-9s ", label);
	for (uint32_t i = first; i < end; i++) {
		char c = look(p, &p->columns[i]);

		if (p->colour)
			printf("%s%c\033[0m", colour_of(c), c);
		else
			putchar(c);
	}
	putchar('\n');
}

static char look_border(const struct picture *p, const struct column *c)
{
	(void)p;
	return c->starts_piece ? '|' : ' ';
}

static void print_strips(const struct picture *p)
{
	bool nodes = NR_ROWS(p->o, zone) > NR_ZONES;
	bool released = NR_ROWS(p->o, release) > 0;

	for (uint32_t first = 0; first < p->nr_columns; first += NR_COLUMNS) {
		uint32_t end = first + NR_COLUMNS;

		end = end < p->nr_columns ? end : p->nr_columns;
		printf("\n  pfn %#" PRIx64 " to %#" PRIx64 "\n", p->columns[first].start_pfn,
		       p->columns[end - 1].end_pfn);
		print_row(p, first, end, "", look_border);
		print_row(p, first, end, "e820", look_e820);
		print_row(p, first, end, "zone", look_zone);
		if (nodes)
			print_row(p, first, end, "node", look_node);
		if (released) {
			print_row(p, first, end, "reserved", look_reserved);
			print_row(p, first, end, "free", look_free);
		}
	}
	puts("\n  e820: U usable r reserved A ACPI data S ACPI NVS X unusable P persistent\n"
	     "        K setup_data ? other   zone: D DMA 3 DMA32 N Normal M Movable\n"
	     "  reserved: # every page + some   free: highest order of a free block (a = 10)");
}

static void print_zones(const struct observation *o)
{
	static const char *const names[NR_ZONES] = {"DMA", "DMA32", "Normal", "Movable"};
	const struct obs_zone *z = ROWS(o, zone);
	const struct obs_zone_free *f = ROWS(o, zone_free);
	const struct obs_free_area *a = ROWS(o, free_area);

	puts("\n  node zone       start_pfn      spanned      present      managed  free by order");
	for (uint64_t i = 0; i < NR_ROWS(o, zone); i++) {
		if (!z[i].spanned)
			continue;
		printf("  %4" PRIu64 " %-8s %#11" PRIx64 " %12" PRIu64 " %12" PRIu64, z[i].nid,
		       names[z[i].zone], z[i].start_pfn, z[i].spanned, z[i].present);
		for (uint64_t j = 0; j < NR_ROWS(o, zone_free); j++)
			if (f[j].nid == z[i].nid && f[j].zone == z[i].zone)
				printf(" %12" PRIu64 " ", f[j].managed);
		for (uint64_t j = 0; j < NR_ROWS(o, free_area); j++)
			if (a[j].nid == z[i].nid && a[j].zone == z[i].zone)
				printf(" %" PRIu64, a[j].nr_free);
		putchar('\n');
	}
}

/* The last page frame that anything of the machine below max_arch_pfn reaches. */
static uint64_t end_of_machine(const struct observation *o)
{
	const struct obs_e820_entry *e = ROWS(o, e820_entry);
	const struct obs_mem_pfn_range *r = ROWS(o, mem_pfn_range);
	uint64_t end = 1;

	for (uint64_t i = 0; i < NR_ROWS(o, e820_entry); i++)
		if (page_behind(e[i].addr + e[i].size) > end)
			end = page_behind(e[i].addr + e[i].size);
	for (uint64_t i = 0; i < NR_ROWS(o, mem_pfn_range); i++)
		end = r[i].end_pfn > end ? r[i].end_pfn : end;
	return end;
}

static void print_verdict(const char *file, const struct boot_result *result)
{
	char line[512];
	const struct observation *o = &pair.observation[0];

	printf("%s: %s geometry, target and model %s", file, sc_geometry_name(scenario.geometry),
	       result->differs ? "differ" : "agree");
	if (o->outcome != OUTCOME_OK)
		printf(", %s in stage %s", outcome_name(o->outcome), stage_name(o->last_stage));
	putchar('\n');
	if (result->differs) {
		difference_describe(&result->difference, line, sizeof(line));
		printf("  %s\n", line);
	}
}

struct show_options {
	const char *file;
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

static int parse_options(int argc, char **argv, struct show_options *options)
{
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--pfn") && i + 1 < argc) {
			if (!parse_pfns(argv[++i], options))
				return unusable("show: --pfn %s: two page frames, A-B", argv[i]);
		} else if (!strcmp(argv[i], "--geometry") && i + 1 < argc) {
			options->has_geometry = true;
			if (!sc_geometry_parse(argv[++i], &options->geometry))
				return unusable("show: --geometry %s: x86_64 or tiny", argv[i]);
		} else if (argv[i][0] == '-' && argv[i][1]) {
			return unusable("show: %s: no such option, or its value is missing",
					argv[i]);
		} else if (options->file) {
			return unusable("show: %s: one FILE at a time", argv[i]);
		} else {
			options->file = argv[i];
		}
	}
	return options->file ? EXIT_AGREE : unusable("show: which FILE? mminit show --help");
}

static void draw(const struct show_options *options)
{
	picture.o = &pair.observation[0];
	picture.first_pfn = options->has_pfns ? options->first_pfn : 0;
	picture.end_pfn = options->has_pfns ? options->last_pfn + 1 : end_of_machine(picture.o);
	picture.colour = isatty(STDOUT_FILENO) && !getenv("NO_COLOR");
	find_borders(&picture);
	lay_out(&picture);
	print_strips(&picture);
	if (NR_ROWS(picture.o, zone))
		print_zones(picture.o);
}

int cmd_show(int argc, char **argv)
{
	struct show_options options = {0};
	struct boot_result result;
	const char *wrong;
	int status;

	for (int i = 1; i < argc; i++)
		if (!strcmp(argv[i], "--help")) {
			fputs(help, stdout);
			return EXIT_AGREE;
		}
	status = parse_options(argc, argv, &options);
	if (status != EXIT_AGREE)
		return status;
	if (!scenario_load(options.file, &scenario))
		return EXIT_UNUSABLE;
	if (options.has_geometry)
		scenario.geometry = options.geometry;
	wrong = scenario_check(&scenario);
	if (wrong)
		return unusable("%s: not in this geometry: %s", options.file, wrong);
	pair_open(&pair);
	pair_boot(&pair, &scenario, STAGE_FREED, NR_STAGES, &result);
	print_verdict(options.file, &result);
	draw(&options);
	pair_close(&pair);
	return result.differs ? EXIT_DIFFER : EXIT_AGREE;
}
