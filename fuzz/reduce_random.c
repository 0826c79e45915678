/* Where no single step makes a scenario shorter, several at once may. */
#include "reduce_internal.h"

#include <stdlib.h>
#include <string.h>

#include "mutate.h"
#include "random.h"
#include "reduce_parts.h"
#include "scenario_bytes.h"

/* A machine of so many pages takes twice as long as an empty one. */
enum { PAGES_OF_DOUBLE_TIME = 1 << 14, MOST_ITEMS_WALKED = 10 };

static uint32_t for_size(const struct scenario *s, uint32_t tries)
{
	return (uint32_t)(tries / (1 + scenario_max_pages(s) / PAGES_OF_DOUBLE_TIME));
}

static void drop_at_random(struct reduce_work *w, uint32_t all, struct random *r)
{
	uint32_t first = (uint32_t)random_below(r, all);

	if (random_below(r, 4) == 0) {
		memset(w->dropped + first, 1, 1 + random_below(r, all - first));
		return;
	}
	for (uint64_t nr = random_below(r, 4); nr > 0; nr--)
		w->dropped[random_below(r, all)] = 1;
}

/* Some items go, here and there or in a row, and others change. */
static void change_at_random(struct reduce_work *w, struct random *r)
{
	uint32_t group[NR_PART_GROUPS + 1];

	parts_groups(&w->candidate, group);
	memset(w->dropped, 0, group[NR_PART_GROUPS]);
	if (group[NR_PART_LISTS])
		drop_at_random(w, group[NR_PART_LISTS], r);
	parts_drop(&w->candidate, w->dropped);
	for (uint64_t nr = random_below(r, 4); nr > 0; nr--)
		mutate_machine(&w->candidate, r);
}

/* Another geometry, or more memory, must not make of a small machine one that boots for long. */
static bool grows(const struct reduce_work *w)
{
	uint64_t pages = scenario_max_pages(&w->candidate);

	return pages > PAGES_OF_DOUBLE_TIME && pages > scenario_max_pages(w->best);
}

void reduce_jump(struct reduce_work *w)
{
	uint32_t nr = for_size(w->best, w->r->jumps);
	struct random r = {0};

	for (uint32_t i = 0; i < nr && !w->stopped; i++) {
		reduce_start_over(w);
		change_at_random(w, &r);
		if (!grows(w))
			reduce_attempt(w);
	}
}

static bool shows_tentatively(struct reduce_work *w)
{
	bool shows;

	w->r->tentative = true;
	shows = reduce_shows(w);
	w->r->tentative = false;
	return shows;
}

void reduce_walk(struct reduce_work *w)
{
	struct scenario *here = malloc(sizeof(*here));
	uint32_t items = parts_present(w->best);
	uint32_t walked = items < MOST_ITEMS_WALKED ? items : MOST_ITEMS_WALKED;
	uint32_t nr = for_size(w->best, w->r->steps * walked);
	struct random r = {0};

	if (here)
		scenario_copy(here, w->best);
	for (uint32_t i = 0; i < nr && items > 1 && here && !w->stopped; i++) {
		scenario_copy(&w->candidate, here);
		change_at_random(w, &r);
		if (parts_present(&w->candidate) > items || grows(w) || !shows_tentatively(w))
			continue;
		scenario_copy(here, &w->candidate);
		if (reduce_attempt(w))
			items = parts_present(here);
	}
	free(here);
}
