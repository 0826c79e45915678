#include "space.h"

#include <stddef.h>

uint64_t space_nr_ranges(const struct space *space)
{
	return (uint64_t)space->nr_cells * (space->nr_cells + 1) / 2;
}

/* n of one kind to the power of 1 to most. */
static uint64_t nr_up_to(uint64_t n, uint32_t most)
{
	uint64_t power = 1, sum = 0;

	for (uint32_t k = 1; k <= most; k++) {
		power *= n;
		sum += power;
	}
	return sum;
}

uint64_t space_nr_tables(const struct space *space)
{
	return nr_up_to(2 * space_nr_ranges(space), space->max_regions);
}

uint64_t space_nr_sequences(const struct space *space)
{
	return 1 + nr_up_to(space_nr_ranges(space), space->max_reservations);
}

/* k runs have 2k borders, each between two cells or at an end, all different. */
uint64_t space_nr_unions(const struct space *space)
{
	uint64_t borders = space->nr_cells + 1, sum = 0;

	for (uint64_t k = 0; k <= space->max_reservations; k++) {
		uint64_t choices = 1;

		for (uint64_t i = 0; i < 2 * k; i++)
			choices = choices * (borders - i) / (i + 1);
		sum += choices;
	}
	return sum;
}

/* Range number n, by its first cell, then by its length. */
static struct sc_range range(const struct space *space, uint64_t n)
{
	uint64_t first = 0;

	while (n >= space->nr_cells - first) {
		n -= space->nr_cells - first;
		first++;
	}
	return (struct sc_range){space->base + first * space->cell, (n + 1) * space->cell};
}

/* Of how many, the sequence of that number is, and its number among those. */
static uint32_t length_of(uint64_t n, uint64_t *number)
{
	uint64_t power = n;
	uint32_t k = 1;

	while (*number >= power) {
		*number -= power;
		power *= n;
		k++;
	}
	return k;
}

void space_table(const struct space *space, uint64_t number, struct scenario *s)
{
	uint64_t kinds = 2 * space_nr_ranges(space);

	scenario_clear(s);
	s->geometry = SC_TINY;
	s->nr_e820 = length_of(kinds, &number);
	for (uint32_t i = 0; i < s->nr_e820; i++) {
		struct sc_range r = range(space, number % kinds / 2);

		s->e820[i] = (struct sc_e820_entry){r.start, r.size, 1 + number % 2};
		number /= kinds;
	}
	scenario_place(s, 0, 0);
}

static void reserve(struct scenario *s, struct sc_range r)
{
	s->ops[s->nr_ops++] = (struct sc_op){.kind = SC_OP_RESERVE, .range = r};
}

uint32_t space_sequence(const struct space *space, uint64_t number, struct scenario *s)
{
	uint64_t ranges = space_nr_ranges(space);
	uint32_t mask = 0;

	if (number == 0)
		return 0;
	number--;
	for (uint32_t nr = length_of(ranges, &number); nr > 0; nr--) {
		struct sc_range r = range(space, number % ranges);

		reserve(s, r);
		space_paint(space, r.start, r.size, &mask);
		number /= ranges;
	}
	return mask;
}

void space_union(const struct space *space, uint32_t mask, struct scenario *s)
{
	for (uint32_t first = 0; mask >> first; first++) {
		uint32_t end = first;

		while (mask >> end & 1)
			end++;
		if (end == first)
			continue;
		reserve(s, (struct sc_range){space->base + first * space->cell,
					     (end - first) * space->cell});
		first = end;
	}
}

static uint32_t nr_runs(uint32_t mask)
{
	return (uint32_t)__builtin_popcount(mask & ~(mask << 1));
}

bool space_next_union(const struct space *space, uint32_t *mask)
{
	do {
		++*mask;
		if (*mask >> space->nr_cells)
			return false;
	} while (nr_runs(*mask) > space->max_reservations);
	return true;
}

bool space_paint(const struct space *space, uint64_t start, uint64_t size, uint32_t *mask)
{
	uint64_t offset = start - space->base;
	uint64_t first = offset / space->cell, nr = size / space->cell;

	if (offset % space->cell || size % space->cell || first > space->nr_cells ||
	    nr > space->nr_cells - first)
		return false;
	*mask |= (uint32_t)(((UINT64_C(1) << nr) - 1) << first);
	return true;
}
