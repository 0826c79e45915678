/* Page frames that have a struct page and no RAM, as kernels from 5.2 on tell of them. */
#include <inttypes.h>
#include <stdlib.h>

#include "zones.h"

enum { PAGES_PER_SECTION = 32768, MAX_ZONES = 4 };

struct hole {
	uint64_t nid, zone, pages;
};

struct holes {
	struct hole *hole;
	size_t nr;
	uint64_t sum;
	uint64_t tail; /* pages behind the last RAM, which are part of the sum */
};

/* Pages of [start, end) in valid sections. */
static uint64_t valid_pages(const struct observation *o, uint64_t start, uint64_t end)
{
	uint64_t pages = 0;

	for (size_t i = 0; i < NR_ROWS(o, section); i++) {
		const struct obs_section *s = &ROWS(o, section)[i];
		uint64_t from = s->section * PAGES_PER_SECTION;
		uint64_t to = from + PAGES_PER_SECTION;

		from = from > start ? from : start;
		to = to < end ? to : end;
		if (s->valid && from < to)
			pages += to - from;
	}
	return pages;
}

static void add_hole(const struct observation *o, struct holes *h, uint64_t start, uint64_t end,
		     const struct obs_zone *z)
{
	uint64_t pages = start < end ? valid_pages(o, start, end) : 0;

	if (!pages || !z)
		return;
	h->hole[h->nr++] = (struct hole){z->nid, z->zone, pages};
	h->sum += pages;
}

static uint64_t clamp(uint64_t pfn, uint64_t low, uint64_t high)
{
	return pfn < low ? low : pfn > high ? high : pfn;
}

/* memmap_init: RAM in the order of addresses, each part of it in the populated zones of its node;
 * the gap before it is of the same zone, the tail of the last section of the last zone. */
static bool find_holes(const struct observation *o, struct holes *h)
{
	const struct obs_zone *last = NULL;
	uint64_t reached = 0, end = 0;

	*h = (struct holes){0};
	h->hole = calloc(NR_ROWS(o, mem_pfn_range) * MAX_ZONES + 1, sizeof(*h->hole));
	if (!h->hole)
		return false;
	for (size_t i = 0; i < NR_ROWS(o, mem_pfn_range); i++) {
		const struct obs_mem_pfn_range *g = &ROWS(o, mem_pfn_range)[i];

		for (size_t k = 0; k < NR_ROWS(o, zone); k++) {
			const struct obs_zone *z = &ROWS(o, zone)[k];
			uint64_t zone_end = z->start_pfn + z->spanned;
			uint64_t from = clamp(g->start_pfn, z->start_pfn, zone_end);
			uint64_t to = clamp(g->end_pfn, z->start_pfn, zone_end);

			if (z->nid != g->nid || !z->present)
				continue;
			last = z;
			if (from >= to)
				continue;
			add_hole(o, h, reached, from, z);
			reached = to;
		}
		end = g->end_pfn;
	}
	end = (end + PAGES_PER_SECTION - 1) / PAGES_PER_SECTION * PAGES_PER_SECTION;
	h->tail = h->sum;
	add_hole(o, h, reached, end, last);
	h->tail = h->sum - h->tail;
	return true;
}

/* Kernels of 5.12 go zone by zone, and in each to the end of the section that the zone ends in. */
static bool find_holes_by_zone(const struct observation *o, struct holes *h)
{
	uint64_t reached = 0;

	*h = (struct holes){0};
	h->hole = calloc((NR_ROWS(o, mem_pfn_range) + 1) * NR_ROWS(o, zone) + 1, sizeof(*h->hole));
	for (size_t k = 0; h->hole && k < NR_ROWS(o, zone); k++) {
		const struct obs_zone *z = &ROWS(o, zone)[k];
		uint64_t zone_end = z->start_pfn + z->spanned;
		uint64_t section_end =
		    (zone_end + PAGES_PER_SECTION - 1) / PAGES_PER_SECTION * PAGES_PER_SECTION;

		if (!z->spanned)
			continue;
		for (size_t i = 0; i < NR_ROWS(o, mem_pfn_range); i++) {
			const struct obs_mem_pfn_range *g = &ROWS(o, mem_pfn_range)[i];
			uint64_t from = clamp(g->start_pfn, z->start_pfn, zone_end);
			uint64_t to = clamp(g->end_pfn, z->start_pfn, zone_end);

			if (z->nid != g->nid || from >= to)
				continue;
			add_hole(o, h, reached, from, z);
			reached = to;
		}
		add_hole(o, h, reached, section_end, z);
		reached = section_end;
	}
	return h->hole;
}

static struct value hole_text(const struct hole *hole)
{
	return value_text("node %" PRIu64 " zone %s %" PRIu64, hole->nid, zone_name[hole->zone],
			  hole->pages);
}

static void check_holes(struct replay *r, const struct holes h[NR_IMPLEMENTATIONS])
{
	struct value by[NR_IMPLEMENTATIONS];
	size_t nr = 0, last = 0;

	for (size_t k = 0; k < r->log.nr; k++) {
		const struct fact *f = &r->log.fact[k];
		struct hole logged = {f->v[0], f->v[1], f->v[2]};

		if (f->kind != FACT_UNAVAILABLE)
			continue;
		for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
			by[i] = nr < h[i].nr ? hole_text(&h[i].hole[nr]) : value_none();
		check(r, f->line, hole_text(&logged), by, "unavailable range %zu", nr++);
		last = k;
	}
	if (!nr || !list_is_closed(r, last))
		return;
	for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
		by[i] = value_number(h[i].nr);
	check(r, r->log.fact[last].line, value_number(nr), by, "unavailable ranges");
}

static uint64_t sum_of_zone(const struct holes *h, uint64_t nid, uint64_t zone)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < h->nr; i++)
		if (h->hole[i].nid == nid && h->hole[i].zone == zone)
			sum += h->hole[i].pages;
	return sum;
}

/* Kernels before 5.0 have the line from a distribution. */
static bool knows_tail(const struct replay *r)
{
	return r->machine.kernel_told && r->rules->unavailable != UNAVAILABLE_NONE &&
	       r->rules->unavailable != UNAVAILABLE_UNCERTAIN;
}

static void check_sums(struct replay *r, const struct holes h[NR_IMPLEMENTATIONS])
{
	struct value by[NR_IMPLEMENTATIONS];
	bool tail = r->rules->unavailable != UNAVAILABLE_ZEROED_WITHOUT_TAIL;

	for (size_t k = 0; k < r->log.nr; k++) {
		const struct fact *f = &r->log.fact[k];

		if (f->kind == FACT_ZEROED && h[0].tail && !knows_tail(r)) {
			lacks(r, f->line, "whether this kernel zeroes the last section's tail");
		} else if (f->kind == FACT_ZEROED) {
			for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
				by[i] = value_number(h[i].sum - (tail ? 0 : h[i].tail));
			check(r, f->line, value_number(f->v[0]), by, "unavailable pages");
		} else if (f->kind == FACT_UNAVAILABLE_ZONE && f->v[1] != ZONE_OTHER) {
			for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
				by[i] = value_number(sum_of_zone(&h[i], f->v[0], f->v[1]));
			check(r, f->line, value_number(f->v[2]), by,
			      "node %" PRIu64 " zone %s unavailable pages", f->v[0],
			      zone_name[f->v[1]]);
		}
	}
}

/* A stable kernel may have it before its release. */
static bool is_by_zone(const struct replay *r)
{
	return r->rules->unavailable == UNAVAILABLE_BY_ZONE ||
	       (r->rules->unavailable < UNAVAILABLE_BY_ZONE &&
		log_first(&r->log, FACT_UNAVAILABLE_ZONE));
}

void check_unavailable(struct replay *r)
{
	struct holes h[NR_IMPLEMENTATIONS];

	for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
		if (!(is_by_zone(r) ? find_holes_by_zone(observed(r, i), &h[i])
				    : find_holes(observed(r, i), &h[i])))
			r->no_memory = true;
	if (!r->no_memory) {
		check_holes(r, h);
		check_sums(r, h);
	}
	for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
		free(h[i].hole);
}
