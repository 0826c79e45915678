/* The columns of a picture, and what they show. */
#include "picture.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
	PG_RESERVED = 1 << 10,
	NR_ZONES = 4,
	MAX_RESERVED_BORDERS = 100, /* more reservations than these share columns */
};

/* The first page frame of an address, and the first behind an end: what starts or ends within a
 * page is drawn with that page. */
static uint64_t page_at(const struct picture *p, uint64_t address)
{
	return address >> p->page_shift;
}

static uint64_t page_behind(const struct picture *p, uint64_t end)
{
	uint64_t pfn = end >> p->page_shift;

	return pfn + (pfn << p->page_shift != end);
}

/* [start, start + size) as page frames; what wraps reaches to the last of all. */
static uint64_t range_end(const struct picture *p, uint64_t start, uint64_t size)
{
	return start + size < start ? UINT64_C(1) << 52 : page_behind(p, start + size);
}

/* The boot loader's table, then its extension. */
static const struct sc_e820_entry *firmware_entry(const struct scenario *s, uint32_t i)
{
	return i < s->nr_e820 ? &s->e820[i] : &s->e820_ext[i - s->nr_e820];
}

static void add_border(struct picture *p, uint64_t pfn)
{
	if (pfn > p->first_pfn && pfn < p->end_pfn && p->nr_borders < PICTURE_MAX_BORDERS)
		p->borders[p->nr_borders++] = pfn;
}

static void add_range_borders(struct picture *p, uint64_t start, uint64_t size)
{
	if (!size)
		return;
	add_border(p, page_at(p, start));
	add_border(p, range_end(p, start, size));
}

static int by_pfn(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a;
	uint64_t y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

static void borders_of_side(struct picture *p, const struct observation *o)
{
	const struct obs_e820_entry *e = ROWS(o, e820_entry);
	const struct obs_zone *z = ROWS(o, zone);
	const struct obs_memory_region *m = ROWS(o, memory_region);
	const struct obs_reserved_region *r = ROWS(o, reserved_region);

	for (uint64_t i = 0; i < NR_ROWS(o, e820_entry); i++)
		add_range_borders(p, e[i].addr, e[i].size);
	for (uint64_t i = 0; i < NR_ROWS(o, memory_region); i++)
		add_range_borders(p, m[i].base, m[i].size);
	for (uint64_t i = 0; i < NR_ROWS(o, zone); i++) {
		add_border(p, z[i].start_pfn);
		add_border(p, z[i].start_pfn + z[i].spanned);
	}
	for (uint64_t i = 0; i < NR_ROWS(o, reserved_region) && i < MAX_RESERVED_BORDERS; i++)
		add_range_borders(p, r[i].base, r[i].size);
}

static void find_borders(struct picture *p)
{
	uint32_t nr = 0;

	p->nr_borders = 0;
	add_border(p, p->spot_pfn);
	add_border(p, p->spot_end_pfn);
	for (uint32_t i = 0; i < p->scenario->nr_e820 + p->scenario->nr_e820_ext; i++) {
		const struct sc_e820_entry *e = firmware_entry(p->scenario, i);

		add_range_borders(p, e->addr, e->size);
	}
	for (int side = 0; side < NR_IMPLEMENTATIONS; side++)
		borders_of_side(p, p->o[side]);
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

static uint64_t piece_start(const struct picture *p, uint32_t i)
{
	return i ? p->borders[i - 1] : p->first_pfn;
}

static uint64_t piece_end(const struct picture *p, uint32_t i, uint32_t pieces)
{
	return i + 1 < pieces ? p->borders[i] : p->end_pfn;
}

/* Shares the columns of as many strips as there must be among the pieces: one each, the others by
 * the logarithm of their size. */
static void lay_out(struct picture *p)
{
	uint32_t pieces = p->nr_borders + 1;
	uint32_t strips = (pieces * 3 / 2 + PICTURE_COLUMNS - 1) / PICTURE_COLUMNS;
	uint64_t weight = 0;
	uint32_t spare;

	strips = strips > PICTURE_MAX_STRIPS ? PICTURE_MAX_STRIPS : strips;
	if (pieces > strips * PICTURE_COLUMNS)
		pieces = strips * PICTURE_COLUMNS;
	spare = strips * PICTURE_COLUMNS - pieces;
	for (uint32_t i = 0; i < pieces; i++)
		weight += log2_pages(piece_end(p, i, pieces) - piece_start(p, i));
	p->nr_columns = 0;
	for (uint32_t i = 0; i < pieces; i++) {
		uint64_t start = piece_start(p, i), end = piece_end(p, i, pieces);
		uint64_t wanted = 1 + (weight ? log2_pages(end - start) * spare / weight : 0);
		uint64_t width = wanted < end - start ? wanted : end - start;
		uint64_t step = width ? (end - start) / width : 0;

		for (uint64_t c = 0; c < width; c++)
			p->columns[p->nr_columns++] = (struct picture_column){
			    .start_pfn = start + step * c,
			    .end_pfn = c + 1 < width ? start + step * (c + 1) : end,
			    .starts_piece = c == 0,
			};
	}
}

/*
 * Looks: what one column shows, in one character. '.' is nothing.
 */
typedef char (*look_t)(const struct picture *p, const struct observation *o,
		       const struct picture_column *c);

static char type_cell(uint64_t type)
{
	switch (type) {
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

static bool touches(const struct picture *p, const struct picture_column *c, uint64_t start,
		    uint64_t size)
{
	return size && page_at(p, start) < c->end_pfn && range_end(p, start, size) > c->start_pfn;
}

static char look_firmware(const struct picture *p, const struct observation *o,
			  const struct picture_column *c)
{
	const struct scenario *s = p->scenario;
	uint64_t type = 0;

	(void)o;
	for (uint32_t i = 0; i < s->nr_e820 + s->nr_e820_ext; i++) {
		const struct sc_e820_entry *e = firmware_entry(s, i);

		if (!touches(p, c, e->addr, e->size))
			continue;
		if (type)
			return '*'; /* entries overlap */
		type = e->type;
	}
	return type ? type_cell(type) : '.';
}

static char look_e820(const struct picture *p, const struct observation *o,
		      const struct picture_column *c)
{
	const struct obs_e820_entry *e = ROWS(o, e820_entry);

	for (uint64_t i = 0; i < NR_ROWS(o, e820_entry); i++)
		if (touches(p, c, e[i].addr, e[i].size))
			return type_cell(e[i].type);
	return '.';
}

/* '#' all pages of the column, '+' some. */
static char coverage(uint64_t pages, const struct picture_column *c)
{
	if (!pages)
		return '.';
	return pages >= c->end_pfn - c->start_pfn ? '#' : '+';
}

/* Pages of the column that lie wholly in a range of bytes, and whether any does in part. */
static uint64_t whole_pages(const struct picture *p, const struct picture_column *c, uint64_t base,
			    uint64_t size, bool *part)
{
	uint64_t first = page_behind(p, base);
	uint64_t end = base + size < base ? UINT64_C(1) << 52 : page_at(p, base + size);

	if (!touches(p, c, base, size))
		return 0;
	first = first > c->start_pfn ? first : c->start_pfn;
	end = end < c->end_pfn ? end : c->end_pfn;
	*part |= page_at(p, base) >= c->start_pfn || range_end(p, base, size) <= c->end_pfn;
	return first < end ? end - first : 0;
}

static char look_regions(const struct picture *p, const struct obs_memory_region *r, uint64_t nr,
			 const struct picture_column *c)
{
	uint64_t pages = 0;
	bool part = false;

	for (uint64_t i = 0; i < nr; i++)
		pages += whole_pages(p, c, r[i].base, r[i].size, &part);
	return !pages && part ? '+' : coverage(pages, c);
}

static char look_memory(const struct picture *p, const struct observation *o,
			const struct picture_column *c)
{
	return look_regions(p, ROWS(o, memory_region), NR_ROWS(o, memory_region), c);
}

static uint64_t pages_of_section(const struct scenario *s)
{
	return s->geometry == SC_TINY ? 64 : 32768;
}

static char look_section(const struct picture *p, const struct observation *o,
			 const struct picture_column *c)
{
	const struct obs_section *s = ROWS(o, section);
	uint64_t pages = pages_of_section(p->scenario);

	for (uint64_t i = 0; i < NR_ROWS(o, section); i++)
		if (s[i].valid && s[i].section * pages < c->end_pfn &&
		    (s[i].section + 1) * pages > c->start_pfn)
			return '=';
	return '.';
}

/* Nodes may lie within one another's span: the smallest zone that spans the column is shown. */
static const struct obs_zone *zone_of(const struct observation *o, const struct picture_column *c)
{
	const struct obs_zone *z = ROWS(o, zone);
	const struct obs_zone *found = NULL;

	for (uint64_t i = 0; i < NR_ROWS(o, zone); i++)
		if (z[i].spanned && c->start_pfn >= z[i].start_pfn &&
		    c->start_pfn - z[i].start_pfn < z[i].spanned &&
		    (!found || z[i].spanned < found->spanned))
			found = &z[i];
	return found;
}

static char look_zone(const struct picture *p, const struct observation *o,
		      const struct picture_column *c)
{
	const struct obs_zone *z = zone_of(o, c);
	const char *name = z ? sc_zone_name(p->scenario->geometry, (uint32_t)z->zone) : ".";

	return strcmp(name, "DMA32") ? name[0] : '3';
}

/* One for each of the 64 nodes; '?' is memory of none. */
static const char node_cells[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@&";

static char look_node(const struct picture *p, const struct observation *o,
		      const struct picture_column *c)
{
	const struct obs_mem_pfn_range *r = ROWS(o, mem_pfn_range);

	(void)p;
	for (uint64_t i = 0; i < NR_ROWS(o, mem_pfn_range); i++)
		if (r[i].start_pfn < c->end_pfn && r[i].end_pfn > c->start_pfn)
			return r[i].nid < sizeof(node_cells) - 1 ? node_cells[r[i].nid] : '?';
	return '.';
}

/* After the release what bears PG_reserved, before it what memblock has reserved. */
static char look_reserved(const struct picture *p, const struct observation *o,
			  const struct picture_column *c)
{
	const struct obs_released_page_run *run = ROWS(o, released_page_run);
	uint64_t pages = 0;

	(void)p;
	if (!NR_ROWS(o, released_page_run))
		return look_regions(p, (const struct obs_memory_region *)ROWS(o, reserved_region),
				    NR_ROWS(o, reserved_region), c);
	for (uint64_t i = 0; i < NR_ROWS(o, released_page_run); i++) {
		uint64_t start = run[i].pfn > c->start_pfn ? run[i].pfn : c->start_pfn;
		uint64_t run_end = run[i].pfn + run[i].nr;
		uint64_t end = run_end < c->end_pfn ? run_end : c->end_pfn;

		if ((run[i].flags & PG_RESERVED) && start < end)
			pages += end - start;
	}
	return coverage(pages, c);
}

/* The highest order of a free block that touches the column. */
static char look_free(const struct picture *p, const struct observation *o,
		      const struct picture_column *c)
{
	const struct obs_free_block *b = ROWS(o, free_block);
	char found = '.';

	(void)p;
	for (uint64_t i = 0; i < NR_ROWS(o, free_block); i++) {
		char order = b[i].order <= 10 ? "0123456789a"[b[i].order] : '?';

		if (b[i].pfn < c->end_pfn && b[i].pfn + (1ull << b[i].order) > c->start_pfn &&
		    (found == '.' || order > found))
			found = order;
	}
	return found;
}

static const struct {
	const char *name;
	look_t look;
} rows[NR_PICTURE_ROWS] = {
    [ROW_FIRMWARE] = {"firmware", look_firmware},
    [ROW_E820] = {"e820", look_e820},
    [ROW_MEMORY] = {"memory", look_memory},
    [ROW_SECTION] = {"section", look_section},
    [ROW_ZONE] = {"zone", look_zone},
    [ROW_NODE] = {"node", look_node},
    [ROW_RESERVED] = {"reserved", look_reserved},
    [ROW_FREE] = {"free", look_free},
};

const char *picture_row_name(enum picture_row row)
{
	return rows[row].name;
}

const char picture_zone_cells[] = "D3NHM";

static const char *type_name(char cell)
{
	static const char cells[] = "UrASXPK*";
	static const char *const names[] = {"usable",     "reserved",          "ACPI data",
					    "ACPI NVS",   "unusable",          "persistent",
					    "setup_data", "overlap of entries"};
	const char *at = strchr(cells, cell);

	return at ? names[at - cells] : "other type";
}

const char *picture_cell_name(enum picture_row row, char cell, char buf[static 32])
{
	static const char *const zones[] = {"DMA", "DMA32", "Normal", "HighMem", "Movable"};

	if (cell == '.')
		return "";
	switch (row) {
	case ROW_FIRMWARE:
	case ROW_E820:
		return type_name(cell);
	case ROW_ZONE:
		return zones[strchr(picture_zone_cells, cell) - picture_zone_cells];
	case ROW_NODE:
		if (cell == '?')
			return "no node";
		snprintf(buf, 32, "node %d", (int)(strchr(node_cells, cell) - node_cells));
		return buf;
	case ROW_FREE:
		snprintf(buf, 32, "order %d", cell == 'a' ? 10 : cell - '0');
		return buf;
	case ROW_SECTION:
		return "valid";
	default:
		return cell == '#' ? "every page" : "some pages";
	}
}

/* Whether there is anything to show in a row, on either side. */
static bool row_exists(const struct picture *p, enum picture_row row)
{
	const struct observation *o = p->o[0], *m = p->o[1];

	switch (row) {
	case ROW_FIRMWARE:
		return p->scenario->nr_e820 || p->scenario->nr_e820_ext;
	case ROW_E820:
		return NR_ROWS(o, e820_entry) || NR_ROWS(m, e820_entry);
	case ROW_MEMORY:
		return NR_ROWS(o, memory_region) || NR_ROWS(m, memory_region);
	case ROW_SECTION:
		return NR_ROWS(o, section) || NR_ROWS(m, section);
	case ROW_ZONE:
		return NR_ROWS(o, zone) || NR_ROWS(m, zone);
	case ROW_NODE:
		return NR_ROWS(o, zone) > NR_ZONES || NR_ROWS(m, zone) > NR_ZONES;
	case ROW_FREE:
		return NR_ROWS(o, free_block) || NR_ROWS(m, free_block);
	default:
		return NR_ROWS(o, reserved_region) || NR_ROWS(m, reserved_region);
	}
}

static void look_at_all(struct picture *p)
{
	for (int row = 0; row < NR_PICTURE_ROWS; row++) {
		p->shown[row] = row_exists(p, (enum picture_row)row);
		for (int side = 0; side < NR_IMPLEMENTATIONS && p->shown[row]; side++)
			for (uint32_t i = 0; i < p->nr_columns; i++)
				p->cells[row][side][i] =
				    rows[row].look(p, p->o[side], &p->columns[i]);
		p->differs[row] =
		    p->shown[row] && memcmp(p->cells[row][0], p->cells[row][1], p->nr_columns);
	}
}

/* The column of a table, of the difference's present side, by its name. */
static bool difference_column(const struct difference *d, const char *name, uint64_t *value)
{
	int side = d->present[0] ? 0 : 1;

	for (int t = 0; d->table && t < OBS_NR_TABLES; t++) {
		if (strcmp(obs_table_info[t].name, d->table))
			continue;
		for (uint32_t i = 0; i < obs_table_info[t].nr_columns; i++) {
			if (strcmp(obs_table_info[t].columns[i], name))
				continue;
			*value = d->rows[side][i];
			return true;
		}
	}
	return false;
}

/* Page frames from columns that are page frames, or addresses. */
static void find_spot(struct picture *p, const struct difference *d)
{
	static const char *const addresses[] = {"addr", "base", "start"};
	uint64_t value, size = 1;

	if (d->has_pfn || difference_column(d, "start_pfn", &value)) {
		p->spot_pfn = d->has_pfn ? d->pfn : value;
		p->spot_end_pfn = p->spot_pfn + 1;
		return;
	}
	for (size_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++) {
		if (!difference_column(d, addresses[i], &value))
			continue;
		if (!strcmp(d->field, "size") || !strcmp(d->field, "end")) {
			/* The ends differ: from the nearer one to the farther one. */
			uint64_t a = d->value[0], b = d->value[1];

			size = !strcmp(d->field, "size") ? value : 0;
			p->spot_pfn = page_at(p, (a < b ? a : b) + size);
			p->spot_end_pfn = page_behind(p, (a < b ? b : a) + size);
			return;
		}
		p->spot_pfn = page_at(p, value);
		p->spot_end_pfn = p->spot_pfn + 1;
		return;
	}
}

static void reach(const struct picture *p, uint64_t *end, uint64_t start, uint64_t size)
{
	if (size && range_end(p, start, size) > *end)
		*end = range_end(p, start, size);
}

/* Reservations count where there is no memory, and the map where it is not made of the firmware's
 * entries yet. */
static uint64_t end_of_machine(const struct picture *p, const struct observation *o)
{
	const struct scenario *s = p->scenario;
	const struct obs_e820_entry *e = ROWS(o, e820_entry);
	const struct obs_memory_region *m = ROWS(o, memory_region);
	const struct obs_reserved_region *r = ROWS(o, reserved_region);
	uint64_t end = 1;

	for (uint64_t i = 0; i < NR_ROWS(o, e820_entry); i++)
		reach(p, &end, e[i].addr, e[i].size);
	for (uint64_t i = 0; i < NR_ROWS(o, memory_region); i++)
		reach(p, &end, m[i].base, m[i].size);
	for (uint32_t i = 0; i < s->nr_e820 + s->nr_e820_ext && o->last_stage == STAGE_E820; i++)
		reach(p, &end, firmware_entry(s, i)->addr, firmware_entry(s, i)->size);
	for (uint64_t i = 0; i < NR_ROWS(o, reserved_region) && !s->nr_e820; i++)
		reach(p, &end, r[i].base, r[i].size);
	return end;
}

void picture_make(struct picture *p, const struct scenario *s, const struct machine_pair *pair,
		  const struct boot_result *result, uint64_t first_pfn, uint64_t end_pfn)
{
	p->scenario = s;
	p->page_shift = sc_page_shift(s);
	for (int side = 0; side < NR_IMPLEMENTATIONS; side++)
		p->o[side] = &pair->observation[side];
	p->spot_pfn = p->spot_end_pfn = 0;
	if (result && result->differs)
		find_spot(p, &result->difference);
	p->first_pfn = first_pfn;
	p->end_pfn = end_pfn;
	if (!end_pfn) {
		for (int side = 0; side < NR_IMPLEMENTATIONS; side++) {
			uint64_t end = end_of_machine(p, p->o[side]);

			p->end_pfn = end > p->end_pfn ? end : p->end_pfn;
		}
		if (p->spot_end_pfn > p->end_pfn)
			p->end_pfn = p->spot_end_pfn;
	}
	find_borders(p);
	lay_out(p);
	look_at_all(p);
}
