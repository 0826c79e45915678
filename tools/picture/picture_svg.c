/* A picture as SVG. */
#include "picture.h"

#include <inttypes.h>
#include <string.h>

enum {
	LABEL_WIDTH = 92,
	CELL_WIDTH = 13,
	BAND_HEIGHT = 20,
	BAND_GAP = 4,
	AXIS_HEIGHT = 34,
	STRIP_GAP = 14,
	CHARACTER_WIDTH = 7, /* of labels, about */
	LEGEND_HEIGHT = 22,  /* of a line */
	SWATCH_WIDTH = 16,
	MAX_LEGEND = 32,
};

static const char style[] =
    "<style>"
    "svg.mm:root{background:#fff}" /* around a picture that is a page of its own */
    ".mm text{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:#1d2733}"
    ".mm .t{fill:#5a6775;font-size:11px}"
    ".mm .in{font-size:11px;fill:#10161d}"
    ".mm .page{fill:#fff}.mm .bg{fill:#eef1f4}.mm .tick{stroke:#9aa5b1}"
    ".mm .spot{fill:#d81b60;fill-opacity:.16;stroke:#d81b60;stroke-width:1.5}"
    ".mm .d{fill:#d81b60}"
    ".mm .U{fill:#8fce9b}.mm .r{fill:#e79a93}.mm .A{fill:#f2ce7c}.mm .S{fill:#e9b65a}"
    ".mm .X{fill:#a8adb4}.mm .P{fill:#c9a6e8}.mm .K{fill:#b7e0d8}.mm .o{fill:#c2c8cf}"
    ".mm .z0{fill:#8fc7e8}.mm .z1{fill:#7fa9e0}.mm .z2{fill:#9bb5a0}.mm .z3{fill:#d3a5c8}.mm "
    ".z4{fill:#d9c07a}"
    ".mm .full{fill:#d9756b}.mm .part{fill:#f0bdb6}.mm .mfull{fill:#7fbf8c}"
    ".mm .mpart{fill:#c9e6ce}.mm .f{fill:#8ab6e6}"
    "@media(prefers-color-scheme:dark){svg.mm:root{background:#14191f}"
    ".mm text{fill:#dde4ec}.mm .t{fill:#93a1b0}"
    ".mm .page{fill:#14191f}.mm .bg{fill:#232b34}.mm .tick{stroke:#56626f}}"
    "</style>";

static const char *class_of(enum picture_row row, char cell)
{
	static const char *const zones[] = {"z0", "z1", "z2", "z4", "z3"};

	switch (row) {
	case ROW_FIRMWARE:
	case ROW_E820:
		return cell == 'U'   ? "U"
		       : cell == 'r' ? "r"
		       : cell == 'A' ? "A"
		       : cell == 'S' ? "S"
		       : cell == 'X' ? "X"
		       : cell == 'P' ? "P"
		       : cell == 'K' ? "K"
				     : "o";
	case ROW_ZONE:
		return zones[strchr(picture_zone_cells, cell) - picture_zone_cells];
	case ROW_NODE:
		return zones[(unsigned char)cell % 5];
	case ROW_FREE:
		return "f";
	case ROW_SECTION:
		return "mpart";
	case ROW_MEMORY:
		return cell == '#' ? "mfull" : "mpart";
	default:
		return cell == '#' ? "full" : "part";
	}
}

struct drawing {
	const struct picture *p;
	uint32_t columns; /* of a strip */
	int width;
	FILE *out;
};

/* A run of columns that show the same, with its name where there is room. */
static void print_run(const struct drawing *d, enum picture_row row, char cell, uint32_t strip,
		      uint32_t first, uint32_t end, int y)
{
	int x = LABEL_WIDTH + (int)(first - strip) * CELL_WIDTH;
	int width = (int)(end - first) * CELL_WIDTH;
	char buf[32];
	const char *name = picture_cell_name(row, cell, buf);

	fprintf(
	    d->out,
	    "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"><title>%s: %s, pfn "
	    "%#" PRIx64 " to %#" PRIx64 "</title></rect>\n",
	    class_of(row, cell), x, y, width, BAND_HEIGHT, picture_row_name(row), name,
	    d->p->columns[first].start_pfn, d->p->columns[end - 1].end_pfn);
	if (row == ROW_FREE && strncmp(name, "order ", 6) == 0 &&
	    (int)strlen(name) * CHARACTER_WIDTH > width)
		name += 6;
	if ((int)strlen(name) * CHARACTER_WIDTH <= width)
		fprintf(d->out, "<text class=\"in\" x=\"%d\" y=\"%d\">%s</text>\n", x + 2, y + 14,
			name);
}

static void print_band(const struct drawing *d, enum picture_row row, int side, uint32_t first,
		       uint32_t end, int y)
{
	const char *cells = d->p->cells[row][side];
	uint32_t start = first;

	fprintf(d->out, "<rect class=\"bg\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n",
		LABEL_WIDTH, y, (int)(end - first) * CELL_WIDTH, BAND_HEIGHT);
	for (uint32_t i = first; i < end; i++) {
		/* A free block is drawn up to the border of its piece. */
		bool ends = i + 1 == end || cells[i + 1] != cells[i];

		if (!ends)
			continue;
		if (cells[i] != '.')
			print_run(d, row, cells[i], first, start, i + 1, y);
		start = i + 1;
	}
}

static void print_label(const struct drawing *d, const char *text, const char *class, int y)
{
	fprintf(d->out, "<text class=\"%s\" x=\"4\" y=\"%d\">%s</text>\n", class, y + 14, text);
}

static bool strip_differs(const struct drawing *d, int row, uint32_t first, uint32_t end)
{
	return memcmp(d->p->cells[row][0] + first, d->p->cells[row][1] + first, end - first) != 0;
}

/* Small triangles under the columns in which a row differs. */
static void print_marks(const struct drawing *d, int row, uint32_t first, uint32_t end, int y)
{
	for (uint32_t i = first; i < end; i++) {
		int x = LABEL_WIDTH + (int)(i - first) * CELL_WIDTH + CELL_WIDTH / 2;

		if (d->p->cells[row][0][i] != d->p->cells[row][1][i])
			fprintf(d->out, "<path class=\"d\" d=\"M%d %d l4 6 h-8 z\"/>\n", x, y);
	}
}

/* A number of the axis at x, or as far left of it as the picture's end asks for, unless that is
 * before `from`. Returns where the next may begin. */
static int print_tick_number(const struct drawing *d, uint64_t pfn, int x, int y, int from)
{
	char text[20];
	int width = snprintf(text, sizeof(text), "%#" PRIx64, pfn) * CHARACTER_WIDTH;

	x = x + width > d->width ? d->width - width : x;
	if (x < from)
		return from;
	fprintf(d->out, "<text class=\"t\" x=\"%d\" y=\"%d\">%s</text>\n", x, y, text);
	return x + width + CHARACTER_WIDTH;
}

/* Numbers of the page frames where pieces begin, as many as there is room for. */
static void print_axis(const struct drawing *d, uint32_t first, uint32_t end, int y)
{
	int free_from = LABEL_WIDTH;

	for (uint32_t i = first; i < end; i++) {
		int x = LABEL_WIDTH + (int)(i - first) * CELL_WIDTH;

		if (!d->p->columns[i].starts_piece && i != first)
			continue;
		fprintf(d->out, "<path class=\"tick\" d=\"M%d %d v%d\"/>\n", x, y + 18, 12);
		free_from = print_tick_number(d, d->p->columns[i].start_pfn, x, y + 14, free_from);
	}
	print_label(d, "pfn", "t", y);
}

static void print_spot(const struct drawing *d, uint32_t first, uint32_t end, int top, int bottom)
{
	for (uint32_t i = first; i < end; i++) {
		const struct picture_column *c = &d->p->columns[i];

		if (c->start_pfn < d->p->spot_end_pfn && c->end_pfn > d->p->spot_pfn)
			fprintf(d->out,
				"<rect class=\"spot\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\">"
				"<title>the difference: pfn %#" PRIx64 "</title></rect>\n",
				LABEL_WIDTH + (int)(i - first) * CELL_WIDTH, top, CELL_WIDTH,
				bottom - top, d->p->spot_pfn);
	}
}

/* One strip; returns the y below it. */
static int print_strip(const struct drawing *d, uint32_t first, uint32_t end, int y)
{
	int top = y;

	print_axis(d, first, end, y);
	y += AXIS_HEIGHT;
	for (int row = 0; row < NR_PICTURE_ROWS; row++) {
		if (!d->p->shown[row])
			continue;
		print_label(d, picture_row_name((enum picture_row)row), "", y);
		print_band(d, (enum picture_row)row, 0, first, end, y);
		y += BAND_HEIGHT + BAND_GAP;
		if (!strip_differs(d, row, first, end))
			continue;
		print_label(d, "&#160; model", "t", y);
		print_band(d, (enum picture_row)row, 1, first, end, y);
		print_marks(d, row, first, end, y + BAND_HEIGHT + 1);
		y += BAND_HEIGHT + BAND_GAP + 6;
	}
	print_spot(d, first, end, top + AXIS_HEIGHT - 4, y);
	return y + STRIP_GAP;
}

/*
 * What the colours mean, of those that are there: narrow columns have no room for a name.
 */

struct legend {
	struct {
		const char *class;
		char text[48];
	} entries[MAX_LEGEND];
	uint32_t nr;
};

static void add_to_legend(struct legend *l, const char *class, enum picture_row row, char cell)
{
	char buf[32];
	const char *name = picture_cell_name(row, cell, buf);
	bool of_row = row == ROW_MEMORY || row == ROW_RESERVED;

	for (uint32_t i = 0; i < l->nr; i++)
		if (!strcmp(l->entries[i].class, class))
			return;
	if (l->nr == MAX_LEGEND)
		return;
	l->entries[l->nr].class = class;
	snprintf(l->entries[l->nr].text, sizeof(l->entries[0].text), "%s%s%s",
		 of_row ? picture_row_name(row) : "", of_row ? ": " : "", name);
	l->nr++;
}

/* Sections, nodes and free blocks say themselves what they are. */
static void collect_legend(const struct picture *p, struct legend *l)
{
	static const enum picture_row coloured[] = {ROW_FIRMWARE, ROW_E820, ROW_MEMORY, ROW_ZONE,
						    ROW_RESERVED};

	l->nr = 0;
	for (size_t r = 0; r < sizeof(coloured) / sizeof(coloured[0]); r++)
		for (uint32_t i = 0; p->shown[coloured[r]] && i < 2 * p->nr_columns; i++) {
			char cell = p->cells[coloured[r]][i % 2][i / 2];

			if (cell != '.')
				add_to_legend(l, class_of(coloured[r], cell), coloured[r], cell);
		}
}

/* Returns the y below it; only that if it is not to be printed. */
static int print_legend(const struct drawing *d, int y, bool print)
{
	struct legend l;
	int x = 4;

	collect_legend(d->p, &l);
	for (uint32_t i = 0; i < l.nr; i++) {
		int width = SWATCH_WIDTH + 22 + (int)strlen(l.entries[i].text) * CHARACTER_WIDTH;

		if (x + width > d->width) {
			x = 4;
			y += LEGEND_HEIGHT;
		}
		if (print)
			fprintf(d->out,
				"<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"12\"/>"
				"<text class=\"t\" x=\"%d\" y=\"%d\">%s</text>\n",
				l.entries[i].class, x, y, SWATCH_WIDTH, x + SWATCH_WIDTH + 6,
				y + 10, l.entries[i].text);
		x += width;
	}
	return y + (l.nr ? LEGEND_HEIGHT : 0);
}

static int height_of(const struct drawing *d)
{
	int y = 0;

	for (uint32_t first = 0; first < d->p->nr_columns; first += d->columns) {
		uint32_t end = first + d->columns;

		end = end < d->p->nr_columns ? end : d->p->nr_columns;
		y += AXIS_HEIGHT + STRIP_GAP;
		for (int row = 0; row < NR_PICTURE_ROWS; row++) {
			if (!d->p->shown[row])
				continue;
			y += BAND_HEIGHT + BAND_GAP;
			if (strip_differs(d, row, first, end))
				y += BAND_HEIGHT + BAND_GAP + 6;
		}
	}
	return print_legend(d, y, false);
}

void picture_svg(const struct picture *p, uint32_t columns, FILE *out)
{
	const struct drawing d = {p, columns, LABEL_WIDTH + CELL_WIDTH * (int)columns + 8, out};
	int y = 0, height = height_of(&d);

	fprintf(out,
		"<svg class=\"mm\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
		"width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"memory map, target above "
		"model where they differ\">\n%s\n",
		d.width, height, d.width, height, style);
	fputs("<rect class=\"page\" width=\"100%\" height=\"100%\"/>\n", out);
	for (uint32_t first = 0; first < p->nr_columns; first += columns) {
		uint32_t end = first + columns;

		y = print_strip(&d, first, end < p->nr_columns ? end : p->nr_columns, y);
	}
	print_legend(&d, y, true);
	fputs("</svg>\n", out);
}
