/* Changes of ranges, wherever in a machine they are, and of the lists that hold them. */
#include "mutate_internal.h"

#include "scenario_bytes_format.h"

uint64_t slack(struct random *r)
{
	static const uint64_t little[] = {1, -UINT64_C(1), 0x800, -UINT64_C(0x800), PAGE, -PAGE};

	return random_below(r, 3) ? 0 : little[random_below(r, COUNT(little))];
}

bool some_range(struct scenario *s, struct random *r, struct element *e, struct range_ref *range)
{
	for (int tries = 0; tries < 4; tries++) {
		if (!some_element(s, r, e))
			return false;
		if (range_of(s, *e, range))
			return true;
	}
	return false;
}

bool known_address(struct scenario *s, struct random *r, uint64_t *address)
{
	struct element e;
	struct range_ref range;

	if (!some_range(s, r, &e, &range))
		return false;
	switch (random_below(r, 4)) {
	case 0:
		*address = *range.start + *range.size / 2;
		break;
	case 1:
		*address = *range.start;
		break;
	default:
		*address = *range.start + *range.size;
	}
	return true;
}

uint64_t next_boundary(const struct scenario *s, struct random *r, uint64_t v)
{
	const struct geometry *g = scenario_geometry(s->geometry);
	const uint64_t units[] = {PAGE, PAGE, g->pageblock, g->max_order_block, g->section};
	uint64_t kind = random_below(r, COUNT(units) + 1);
	bool up = random_below(r, 2);
	uint64_t found;

	if (random_below(r, 8) == 0) /* not the next one */
		return g->edges[random_below(r, g->nr_edges)];

	if (kind < COUNT(units)) {
		uint64_t unit = units[kind];

		return up ? (v | (unit - 1)) + 1 : (v - 1) & ~(unit - 1);
	}
	found = up ? 0 : PAGE; /* 2^64 is the last */
	for (uint32_t i = 0; i < g->nr_edges; i++) {
		uint64_t edge = g->edges[i];

		if (up ? edge > v && (!found || edge < found) : edge < v && edge > found)
			found = edge;
	}
	return found;
}

/* ---- Changes of ranges ---- */

void change_shift_to_boundary(struct scenario *s, struct random *r)
{
	struct element e;
	struct range_ref range;
	uint64_t end;

	if (!some_range(s, r, &e, &range))
		return;
	end = *range.start + *range.size;
	switch (random_below(r, 3)) {
	case 0: /* all of it */
		*range.start = next_boundary(s, r, *range.start) + slack(r);
		break;
	case 1: /* its start */
		*range.start = next_boundary(s, r, *range.start) + slack(r);
		*range.size = end - *range.start;
		break;
	default:
		*range.size = next_boundary(s, r, end) + slack(r) - *range.start;
	}
}

void change_nudge(struct scenario *s, struct random *r)
{
	static const uint64_t steps[] = {1, 2, 0x400, 0x800, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE};
	struct element e;
	struct range_ref range;
	uint64_t step = steps[random_below(r, COUNT(steps))];

	if (!some_range(s, r, &e, &range))
		return;
	if (random_below(r, 2))
		step = -step;
	if (random_below(r, 2))
		*range.start += step;
	if (random_below(r, 2))
		*range.size += step;
}

/* So many pages, pageblocks or sections. */
void change_resize(struct scenario *s, struct random *r)
{
	const struct geometry *g = scenario_geometry(s->geometry);
	const uint64_t units[] = {PAGE, PAGE, g->pageblock, g->section};
	struct element e;
	struct range_ref range;

	if (some_range(s, r, &e, &range))
		*range.size =
		    units[random_below(r, COUNT(units))] * (1 + random_below(r, 16)) + slack(r);
}

/* Ends where another begins, or begins where it ends; or reaches into it. */
void change_touch(struct scenario *s, struct random *r)
{
	struct element e;
	struct range_ref range;
	uint64_t at;

	if (!known_address(s, r, &at) || !some_range(s, r, &e, &range))
		return;
	at += slack(r);
	switch (random_below(r, 4)) {
	case 0: /* moved behind it */
		*range.start = at;
		break;
	case 1: /* moved before it */
		*range.start = at - *range.size;
		break;
	case 2: /* drawn out, or cut, at the end */
		*range.size = at - *range.start;
		break;
	default:
		*range.size += *range.start - at;
		*range.start = at;
	}
	if (*range.size >> 63 && random_below(r, 8)) { /* the borders were the other way round */
		*range.start += *range.size;
		*range.size = -*range.size;
	}
}

void change_split(struct scenario *s, struct random *r)
{
	struct element e;
	struct range_ref range, rest;
	uint64_t part, at;

	if (!some_range(s, r, &e, &range) || *range.size < 2)
		return;
	if (random_below(r, 2)) {
		at = *range.start + random_below(r, *range.size);
		part = (random_below(r, 4) ? at & ~(PAGE - 1) : at) - *range.start;
	} else {
		part =
		    next_boundary(s, r, *range.start + random_below(r, *range.size)) - *range.start;
	}
	if (part == 0 || part >= *range.size || !list_copy(s, e.list, e.index, e.index + 1))
		return;
	*range.size = part;
	e.index++;
	if (!range_of(s, e, &rest))
		return;
	*rest.start += part;
	*rest.size -= part;
	if (random_below(r, 4) == 0) { /* and a gap between them */
		*rest.start += PAGE;
		*rest.size -= *rest.size < PAGE ? *rest.size : PAGE;
	}
}

/* One range over two of a list. */
void change_merge(struct scenario *s, struct random *r)
{
	struct element e, with;
	struct range_ref range, other;
	uint64_t end, other_end;

	if (!some_range(s, r, &e, &range) || list_length(s, e.list) < 2)
		return;
	with = e;
	with.index = (e.index + 1) % list_length(s, e.list);
	if (!range_of(s, with, &other))
		return;
	end = *range.start + *range.size;
	other_end = *other.start + *other.size;
	if (*other.start < *range.start)
		*range.start = *other.start;
	*range.size = (end > other_end ? end : other_end) - *range.start;
	list_remove(s, with.list, with.index);
}

/* ---- Changes of lists ---- */

void change_duplicate(struct scenario *s, struct random *r)
{
	struct element e;

	if (some_element(s, r, &e))
		list_copy(s, e.list, e.index,
			  (uint32_t)random_below(r, list_length(s, e.list) + 1u));
}

/* A row of copies at equal distance: what it takes to fill a table. */
void change_series(struct scenario *s, struct random *r)
{
	struct element e;
	struct range_ref range;
	uint64_t times = UINT64_C(2) << random_below(r, 8);
	uint64_t step;

	if (!some_range(s, r, &e, &range))
		return;
	step = random_below(r, 2) ? 2 * PAGE : (1 + random_below(r, 3)) * PAGE;
	if (random_below(r, 2))
		*range.size = step / 2;
	for (; times > 0; times--) {
		if (!list_copy(s, e.list, e.index, e.index + 1))
			return;
		e.index++;
		if (range_of(s, e, &range))
			*range.start += step;
	}
}

void change_reorder(struct scenario *s, struct random *r)
{
	struct element e;

	if (some_element(s, r, &e))
		list_swap(s, e.list, e.index, (uint32_t)random_below(r, list_length(s, e.list)));
}

void change_remove_one(struct scenario *s, struct random *r)
{
	struct element e;

	if (some_element(s, r, &e))
		list_remove(s, e.list, e.index);
}
