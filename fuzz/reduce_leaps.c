/* Settings with which less is needed to get to the same place. Each alone makes a scenario longer,
 * and much shorter once it drops what it no longer needs. */
#include "reduce_internal.h"

#include <stdlib.h>

#include "reduce_parts.h"

enum {
	SLAB_OPS = 5, /* kmallocs from which on smaller slabs may pay */
	E820_MAX = 128,
};

enum leap { SLABS_OF_A_PAGE, SLABS_OF_AN_OBJECT, SMALL_E820_TABLE, NR_LEAPS };

/* A slab of few objects is soon full. */
static bool small_slabs(struct scenario *s, uint64_t bytes)
{
	uint32_t nr = 0;

	for (uint32_t i = 0; i < s->nr_late_ops; i++) {
		if (s->late_ops[i].kind != SC_LATE_KMALLOC)
			continue;
		if (bytes)
			s->late_ops[i].bytes = bytes;
		nr++;
	}
	s->slub_max_order = 0;
	return nr >= SLAB_OPS;
}

static bool leap(struct scenario *s, enum leap leap)
{
	switch (leap) {
	case SLABS_OF_A_PAGE:
		return small_slabs(s, 0);
	case SLABS_OF_AN_OBJECT:
		return small_slabs(s, UINT64_C(1) << sc_page_shift(s));
	default: /* without EFI the table has no more entries */
		s->config.efi = false;
		return s->nr_e820 + s->nr_e820_ext + s->nr_e820_ops > E820_MAX;
	}
}

/* The candidate shows it. What it can do without goes; that counts as a success, as a whole, if it
 * is less to read than before. */
static void go_on_from(struct reduce_work *w, struct scenario *before)
{
	void (*const smaller)(void *, const struct scenario *) = w->r->smaller;
	uint64_t cost = w->best_cost, successes = w->r->successes;

	scenario_copy(before, w->best);
	scenario_copy(w->best, &w->candidate);
	w->best_cost = parts_cost(w->best);
	w->r->smaller = NULL;
	reduce_drop_items(w, true);
	w->r->smaller = smaller;
	w->r->successes = successes;
	scenario_copy(&w->candidate, w->best);
	scenario_copy(w->best, before);
	w->best_cost = cost;
	if (parts_cost(&w->candidate) < cost)
		reduce_succeed(w);
}

void reduce_leap(struct reduce_work *w)
{
	struct scenario *before = malloc(sizeof(*before));

	for (int i = 0; before && i < NR_LEAPS && !w->stopped; i++) {
		reduce_start_over(w);
		if (leap(&w->candidate, (enum leap)i) && reduce_shows(w))
			go_on_from(w, before);
	}
	free(before);
}
