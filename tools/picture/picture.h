/*
 * The picture of a machine: its page frames from left to right, a row for each thing that can be
 * said of them, target above model where they differ, and the spot of the difference.
 *
 * The scale is logarithmic by the piece, so that a hole of one page and 4 GiB of RAM both show: the
 * borders of the map, of memory, zones and reservations cut the page frames into pieces, each of
 * which has at least one column. A column is a range of page frames within a piece, and is shown as
 * one character.
 */
#ifndef MMINIT_TOOLS_PICTURE_PICTURE_H
#define MMINIT_TOOLS_PICTURE_PICTURE_H

#include <stdio.h>

#include "boot.h"
#include "scenario.h"

enum {
	PICTURE_COLUMNS = 66, /* of a strip: 80 less the labels */
	PICTURE_NARROW = 19,  /* of a strip on a telephone, where a column is as wide */
	PICTURE_MAX_STRIPS = 64,
	PICTURE_MAX_BORDERS = 4096,
};

/* The page frames [start_pfn, end_pfn), all in one piece. */
struct picture_column {
	uint64_t start_pfn;
	uint64_t end_pfn;
	bool starts_piece;
};

enum picture_row {
	ROW_FIRMWARE, /* the scenario's own entries: no implementation's */
	ROW_E820,
	ROW_MEMORY,
	ROW_SECTION,
	ROW_ZONE,
	ROW_NODE,
	ROW_RESERVED,
	ROW_FREE,
	NR_PICTURE_ROWS
};

struct picture {
	const struct scenario *scenario;
	const struct observation *o[NR_IMPLEMENTATIONS];
	uint32_t page_shift;
	uint64_t first_pfn;
	uint64_t end_pfn;
	/* The page frames [spot_pfn, spot_end_pfn) that the difference is about; equal: none. */
	uint64_t spot_pfn;
	uint64_t spot_end_pfn;

	uint64_t borders[PICTURE_MAX_BORDERS];
	uint32_t nr_borders;
	struct picture_column columns[PICTURE_COLUMNS * PICTURE_MAX_STRIPS];
	uint32_t nr_columns;

	/* What each column shows, for each row and side; a row is shown if it is there. */
	bool shown[NR_PICTURE_ROWS];
	bool differs[NR_PICTURE_ROWS];
	char cells[NR_PICTURE_ROWS][NR_IMPLEMENTATIONS][PICTURE_COLUMNS * PICTURE_MAX_STRIPS];
};

/* Draws what the pair has observed of s; pfns [first_pfn, end_pfn) of it, or all if both are 0.
 * result may be NULL. */
void picture_make(struct picture *p, const struct scenario *s, const struct machine_pair *pair,
		  const struct boot_result *result, uint64_t first_pfn, uint64_t end_pfn);

/* For 80 columns, with colours of a terminal or without. */
void picture_print(const struct picture *p, bool colour, FILE *out);

/* One <svg> element that needs nothing else, for light and dark; so many columns abreast. */
void picture_svg(const struct picture *p, uint32_t columns, FILE *out);

const char *picture_row_name(enum picture_row row);

/* DMA, DMA32, Normal, HighMem, Movable. */
extern const char picture_zone_cells[];

/* What a character of a row stands for: "usable", "DMA32", "free block of order 3". buf is for what
 * is not constant. */
const char *picture_cell_name(enum picture_row row, char cell, char buf[static 32]);

#endif
