/* A picture for a terminal of 80 columns. */
#include "picture.h"

#include <inttypes.h>
#include <string.h>

/* Memory is a good thing, a reservation is in the way. */
static const char *colour_of(enum picture_row row, char c)
{
	if (row == ROW_MEMORY && c == '#')
		return "\033[32m";
	switch (c) {
	case 'U':
	case 'N':
	case '=':
		return "\033[32m";
	case 'r':
	case '#':
		return "\033[31m";
	case '+':
	case 'A':
	case 'S':
	case '*':
		return "\033[33m";
	case 'D':
	case '3':
		return "\033[36m";
	case 'P':
	case 'H':
	case 'M':
	case 'K':
		return "\033[35m";
	case '^':
	case 'v':
		return "\033[1;31m";
	case '.':
		return "\033[2m";
	default:
		return "\033[34m";
	}
}

/* Colours change with the characters; a run of one kind is one sequence. */
static void print_cells(enum picture_row row, const char *cells, uint32_t nr, bool colour,
			FILE *out)
{
	while (nr && cells[nr - 1] == ' ')
		nr--;
	for (uint32_t i = 0; i < nr; i++) {
		if (colour && cells[i] != ' ' && (i == 0 || cells[i] != cells[i - 1]))
			fputs(colour_of(row, cells[i]), out);
		fputc(cells[i], out);
		if (colour && cells[i] != ' ' && (i + 1 == nr || cells[i] != cells[i + 1]))
			fputs("\033[0m", out);
	}
	fputc('\n', out);
}

static void print_row(const struct picture *p, enum picture_row row, uint32_t first, uint32_t nr,
		      bool colour, FILE *out)
{
	char marks[PICTURE_COLUMNS];
	const char *target = p->cells[row][0] + first;
	const char *model = p->cells[row][1] + first;

	fprintf(out, "  %-9s ", picture_row_name(row));
	print_cells(row, target, nr, colour, out);
	if (!memcmp(target, model, nr))
		return;
	fprintf(out, "  %-9s ", "  model");
	print_cells(row, model, nr, colour, out);
	for (uint32_t i = 0; i < nr; i++)
		marks[i] = target[i] == model[i] ? ' ' : '^';
	fprintf(out, "  %-9s ", "");
	print_cells(row, marks, nr, colour, out);
}

/* Where pieces begin, and the spot of the difference. */
static void print_borders(const struct picture *p, uint32_t first, uint32_t nr, bool colour,
			  FILE *out)
{
	char cells[PICTURE_COLUMNS];
	bool spot = false;

	for (uint32_t i = 0; i < nr; i++) {
		const struct picture_column *c = &p->columns[first + i];

		cells[i] = c->starts_piece ? '|' : ' ';
		if (c->start_pfn < p->spot_end_pfn && c->end_pfn > p->spot_pfn) {
			cells[i] = 'v';
			spot = true;
		}
	}
	fprintf(out, "  %-9s ", spot ? "differs" : "");
	print_cells(NR_PICTURE_ROWS, cells, nr, colour, out);
}

static void print_address(const struct picture *p, uint64_t pfn, FILE *out)
{
	static const char *const units[] = {"KiB", "MiB", "GiB", "TiB"};
	uint64_t kib = pfn << (p->page_shift - 10);
	int unit = 0;

	while (kib && kib % 1024 == 0 && unit < 3) {
		kib /= 1024;
		unit++;
	}
	if (kib < 100000)
		fprintf(out, "%" PRIu64 " %s", kib, units[unit]);
	else
		fprintf(out, "%#" PRIx64, pfn << p->page_shift);
}

void picture_print(const struct picture *p, bool colour, FILE *out)
{
	for (uint32_t first = 0; first < p->nr_columns; first += PICTURE_COLUMNS) {
		uint32_t nr = p->nr_columns - first;

		nr = nr < PICTURE_COLUMNS ? nr : PICTURE_COLUMNS;
		fprintf(out, "\n  pfn %#" PRIx64 " to %#" PRIx64 ", ", p->columns[first].start_pfn,
			p->columns[first + nr - 1].end_pfn);
		print_address(p, p->columns[first].start_pfn, out);
		fputs(" to ", out);
		print_address(p, p->columns[first + nr - 1].end_pfn, out);
		fputc('\n', out);
		print_borders(p, first, nr, colour, out);
		for (int row = 0; row < NR_PICTURE_ROWS; row++)
			if (p->shown[row])
				print_row(p, (enum picture_row)row, first, nr, colour, out);
	}
	fputs("\n  firmware, e820: U usable r reserved A ACPI data S ACPI NVS X unusable\n"
	      "    P persistent K setup_data ? other * entries overlap   section: = valid\n"
	      "  zone: D DMA 3 DMA32 N Normal H HighMem M Movable\n"
	      "  memory, reserved: # every page + some\n"
	      "  free: highest order of a free block (a = 10)\n",
	      out);
	if (p->shown[ROW_NODE])
		fputs("  node: 0 to 9, a to z = 10 to 35, A to Z = 36 to 61, @ 62, & 63, ? none\n",
		      out);
	for (int row = 0; row < NR_PICTURE_ROWS; row++)
		if (p->differs[row]) {
			fputs("  where a row differs: the target's above the model's, ^ marks it\n",
			      out);
			return;
		}
}
