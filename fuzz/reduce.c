/* The steps of a reduction: see reduce.h. */
#include "reduce.h"

#include <stdlib.h>
#include <string.h>

#include "reduce_forms.h"
#include "reduce_internal.h"
#include "reduce_parts.h"

enum {
	MAX_PAIRED = 64,       /* items up to which every two of them are tried together */
	MAX_JOINED = 32,       /* items of a list up to which any two are joined */
	MAX_JOINED_NEAR = 512, /* up to which two are that lie near one another */
	NEAR = 2,              /* items that may lie between them */
	MAX_LISTED = 256, /* items of all lists up to which runs of them go with a smaller table */
};

bool reduce_shows(struct reduce_work *w)
{
	struct reduction *r = w->r;

	w->stopped = w->stopped || (r->stop && r->stop(r->context));
	if (w->stopped || scenario_check(&w->candidate))
		return false;
	r->tries++;
	return r->shows(r->context, &w->candidate);
}

void reduce_succeed(struct reduce_work *w)
{
	struct reduction *r = w->r;

	r->successes++;
	w->best_cost = parts_cost(&w->candidate);
	scenario_copy(w->best, &w->candidate);
	if (r->smaller)
		r->smaller(r->context, w->best);
}

bool reduce_attempt(struct reduce_work *w)
{
	if (parts_cost(&w->candidate) >= w->best_cost || !reduce_shows(w))
		return false;
	reduce_succeed(w);
	return true;
}

/* Drops items [first, end), and [second, second_end) too. */
static bool attempt_without(struct reduce_work *w, uint32_t first, uint32_t end, uint32_t second,
			    uint32_t second_end)
{
	reduce_start_over(w);
	memset(w->dropped, 0, parts_count(w->best));
	memset(w->dropped + first, 1, end - first);
	memset(w->dropped + second, 1, second_end - second);
	parts_drop(&w->candidate, w->dropped);
	return reduce_attempt(w);
}

static void drop_groups(struct reduce_work *w)
{
	for (int i = 0; i < NR_PART_GROUPS; i++) {
		uint32_t first[NR_PART_GROUPS + 1];

		parts_groups(w->best, first);
		attempt_without(w, first[i], first[i + 1], 0, 0);
	}
}

/* Items, or those of lists only. */
static uint32_t nr_items(const struct scenario *s, bool of_lists)
{
	uint32_t first[NR_PART_GROUPS + 1];

	parts_groups(s, first);
	return first[of_lists ? NR_PART_LISTS : NR_PART_GROUPS];
}

/* From the last to the first: what is done late is seldom needed by what comes before. */
void reduce_drop_items(struct reduce_work *w, bool of_lists)
{
	for (uint32_t size = nr_items(w->best, of_lists) / 2; size > 0 && !w->stopped; size /= 2) {
		uint32_t end = nr_items(w->best, of_lists);

		while (end > 0 && !w->stopped) {
			uint32_t first = end > size ? end - size : 0;

			attempt_without(w, first, end, 0, 0);
			end = first;
			if (end > nr_items(w->best, of_lists))
				end = nr_items(w->best, of_lists);
		}
	}
}

static void drop_pairs(struct reduce_work *w)
{
	if (parts_count(w->best) > MAX_PAIRED + NR_PART_SETTINGS)
		return;
	for (uint32_t i = parts_count(w->best); i-- > 1 && !w->stopped;)
		for (uint32_t j = i; j-- > 0 && i < parts_count(w->best);)
			attempt_without(w, i, i + 1, j, j + 1);
}

/* Makes item i of a list reach from the start of the first to the end of the last of both, and
 * drops item j; the range is the first field of every list's items. */
static bool attempt_joined(struct reduce_work *w, const struct part_list *list, uint32_t list_first,
			   uint32_t i, uint32_t j)
{
	uint64_t a[2], b[2];
	char *at;

	reduce_start_over(w);
	at = part_item(&w->candidate, list, i) + list->fields[0].offset;
	memcpy(a, at, sizeof(a));
	memcpy(b, part_item(&w->candidate, list, j) + list->fields[0].offset, sizeof(b));
	if (!a[1] || !b[1])
		return false;
	a[1] += a[0];
	b[1] += b[0];
	a[0] = a[0] < b[0] ? a[0] : b[0];
	a[1] = (a[1] > b[1] ? a[1] : b[1]) - a[0];
	memcpy(at, a, sizeof(a));
	memset(w->dropped, 0, parts_count(w->best));
	w->dropped[list_first + j] = 1;
	parts_drop(&w->candidate, w->dropped);
	return reduce_attempt(w);
}

/* Whether item i of a list starts below item j; of two that start alike the first does. */
static bool starts_below(struct scenario *s, const struct part_list *list, uint32_t i, uint32_t j)
{
	size_t offset = list->fields[0].offset;
	uint64_t a, b;

	memcpy(&a, part_item(s, list, i) + offset, sizeof(a));
	memcpy(&b, part_item(s, list, j) + offset, sizeof(b));
	return a < b || (a == b && i < j);
}

/* Whether few items of the list start between the starts of both. */
static bool lie_near(struct scenario *s, const struct part_list *list, uint32_t i, uint32_t j)
{
	uint32_t low = starts_below(s, list, i, j) ? i : j;
	uint32_t high = i + j - low;
	uint32_t between = 0;

	for (uint32_t k = 0; k < part_list_count(s, list) && between <= NEAR; k++)
		between += starts_below(s, list, low, k) && starts_below(s, list, k, high);
	return between <= NEAR;
}

/* Of a long list only what lies near: any two would be more tries than all the rest. */
static bool may_join(struct scenario *s, const struct part_list *list, uint32_t i, uint32_t j)
{
	uint32_t count = part_list_count(s, list);

	return i != j && i < count && j < count && (count <= MAX_JOINED || lie_near(s, list, i, j));
}

static void join_items(struct reduce_work *w)
{
	for (int i = 0; i < NR_PART_LISTS; i++) {
		const struct part_list *list = &part_lists[i];
		uint32_t first[NR_PART_GROUPS + 1];

		parts_groups(w->best, first);
		if (part_list_count(w->best, list) > MAX_JOINED_NEAR)
			continue;
		for (uint32_t a = 0; a < part_list_count(w->best, list); a++)
			for (uint32_t b = part_list_count(w->best, list); b-- > 0 && !w->stopped;)
				if (may_join(w->best, list, a, b))
					attempt_joined(w, list, first[i], a, b);
	}
}

/* A table of fewer regions, and without items [first, end). */
static bool attempt_smaller_table(struct reduce_work *w, uint32_t regions, uint32_t first,
				  uint32_t end)
{
	reduce_start_over(w);
	memset(w->dropped, 0, parts_count(w->best));
	memset(w->dropped + first, 1, end - first);
	parts_drop(&w->candidate, w->dropped);
	w->candidate.memblock_regions = regions;
	return reduce_attempt(w);
}

/* A table that is full has to stay so: what no longer fits goes in the same try. The more the
 * better; each may fill one place, or more. */
static bool fill_smaller_table(struct reduce_work *w, uint32_t regions)
{
	uint32_t group[NR_PART_GROUPS + 1], all;

	parts_groups(w->best, group);
	all = group[NR_PART_LISTS]; /* items of lists */
	if (all > MAX_LISTED)
		return false;
	for (uint32_t size = w->best->memblock_regions - regions + 1; size > 0;
	     size -= 1 + size / 8)
		for (uint32_t first = 0; first + size <= all && !w->stopped; first++)
			if (attempt_smaller_table(w, regions, first, first + size))
				return true;
	return false;
}

static void shrink_full_tables(struct reduce_work *w)
{
	for (uint32_t regions = 4; regions < w->best->memblock_regions; regions *= 2)
		if (fill_smaller_table(w, regions))
			break;
}

static void shrink_tables(struct reduce_work *w)
{
	for (uint32_t regions = 4; regions < w->best->memblock_regions; regions *= 2)
		if (attempt_smaller_table(w, regions, 0, 0))
			break;
}

static void make_tiny(struct reduce_work *w)
{
	reduce_start_over(w);
	w->candidate.geometry = SC_TINY;
	reduce_attempt(w);
}

static void take_forms(struct reduce_work *w)
{
	for (int form = 0; form < NR_SCENARIO_FORMS; form++) {
		reduce_start_over(w);
		if (scenario_take_form(&w->candidate, (enum scenario_form)form))
			reduce_attempt(w);
	}
}

/* The fill goes first, where it needs no line. */
static void fill_first(struct reduce_work *w)
{
	struct scenario *s = &w->candidate;

	reduce_start_over(w);
	for (uint32_t i = 1; i < s->nr_ops; i++) {
		struct sc_op fill = s->ops[i];

		if (fill.kind != SC_OP_FILL)
			continue;
		memmove(&s->ops[1], &s->ops[0], i * sizeof(s->ops[0]));
		s->ops[0] = fill;
		reduce_attempt(w);
		return;
	}
}

static void simplify(struct reduce_work *w)
{
	fill_first(w);
	reduce_numbers(w);
}

/* All steps once. */
static void reduce_step_by_step(struct reduce_work *w)
{
	if (!w->r->only_drop) {
		make_tiny(w);
		shrink_tables(w);
	}
	drop_groups(w);
	reduce_drop_items(w, false);
	if (!w->r->only_drop) {
		join_items(w);
		take_forms(w);
	}
	drop_pairs(w);
	if (!w->r->only_drop)
		simplify(w);
}

/* What takes longest comes last, when little is left. */
static void reduce_once(struct reduce_work *w)
{
	uint64_t before = w->best_cost;

	reduce_step_by_step(w);
	if (w->best_cost == before && !w->r->only_drop)
		shrink_full_tables(w);
	if (w->best_cost == before && !w->r->only_drop)
		reduce_leap(w);
	if (w->best_cost == before && !w->r->only_drop)
		reduce_jump(w);
	if (w->best_cost == before && !w->r->only_drop)
		reduce_walk(w);
}

bool scenario_reduce(struct scenario *s, struct reduction *r)
{
	struct reduce_work *w = malloc(sizeof(*w));
	uint64_t before;
	bool finished;

	if (!w)
		return false;
	w->r = r;
	w->best = s;
	w->best_cost = parts_cost(s);
	w->stopped = false;
	do {
		before = w->best_cost;
		reduce_once(w);
	} while (w->best_cost < before && !w->stopped);
	finished = !w->stopped;
	free(w);
	return finished;
}
