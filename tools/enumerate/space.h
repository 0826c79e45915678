/*
 * The space of small machines: which tables and reservations there are, by number.
 *
 * A window of memory is divided into cells of equal size. A range is one cell or several in a row;
 * a table is a sequence of ranges, each usable or reserved; reservations are a sequence of ranges.
 * What comes of them, the cells that are RAM, or reserved, is a mask: bit i is cell i.
 */
#ifndef MMINIT_TOOLS_ENUMERATE_SPACE_H
#define MMINIT_TOOLS_ENUMERATE_SPACE_H

#include <stdbool.h>
#include <stdint.h>

#include "scenario.h"

enum {
	SPACE_MAX_CELLS = 24,
	SPACE_MAX_RANGES = SPACE_MAX_CELLS * (SPACE_MAX_CELLS + 1) / 2,
	SPACE_MAX_REGIONS = 4,
	SPACE_MAX_RESERVATIONS = 3,
};

struct space {
	uint64_t base; /* where the window begins, bytes */
	uint64_t cell; /* bytes */
	uint32_t nr_cells;
	uint32_t max_regions;      /* entries of a table: 1 to so many */
	uint32_t max_reservations; /* 0 to so many */
};

/* How many there are. Tables and sequences count in every order; unions are what sequences have in
 * common that reserve the same cells. */
uint64_t space_nr_ranges(const struct space *space);
uint64_t space_nr_tables(const struct space *space);
uint64_t space_nr_sequences(const struct space *space);
uint64_t space_nr_unions(const struct space *space);

/* Makes *s the tiny machine of that number, without reservations. */
void space_table(const struct space *space, uint64_t number, struct scenario *s);

/* Adds the reservations of that number to s, in order. Returns the cells that they cover. */
uint32_t space_sequence(const struct space *space, uint64_t number, struct scenario *s);

/* Adds the reservations that a union consists of, ascending. */
void space_union(const struct space *space, uint32_t mask, struct scenario *s);

/* The first union, and the one after it, in ascending order: the masks of at most max_reservations
 * runs of cells. False after the last. */
bool space_next_union(const struct space *space, uint32_t *mask);

/* Adds [start, start + size) to a mask. False if its borders are not those of cells. */
bool space_paint(const struct space *space, uint64_t start, uint64_t size, uint32_t *mask);

#endif
