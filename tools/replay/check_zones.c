/* What the log says of zones: their ranges, and where zone Movable starts. */
#include <inttypes.h>

#include "zones.h"

enum { PFN_16M = 1 << 12, PFN_4G = 1 << 20 };

static struct value pfn_range(uint64_t start, uint64_t end)
{
	if (start == end)
		return value_text("empty");
	return value_text("0x%" PRIx64 "-0x%" PRIx64, start, end);
}

/* Without CONFIG_ZONE_DMA the zone DMA32 starts where DMA would. */
static struct value zone_limit(const struct replay *r, const struct observation *o, uint64_t zone)
{
	uint64_t low = UINT64_MAX, high = 0;

	for (size_t i = 0; i < NR_ROWS(o, zone_limit); i++) {
		const struct obs_zone_limit *l = &ROWS(o, zone_limit)[i];
		bool joined =
		    zone == ZONE_DMA32 && l->zone == ZONE_DMA && !has_zone_line(&r->log, ZONE_DMA);

		if ((l->zone != zone && !joined) || l->low_pfn == l->high_pfn)
			continue;
		low = l->low_pfn < low ? l->low_pfn : low;
		high = l->high_pfn > high ? l->high_pfn : high;
	}
	if (!NR_ROWS(o, zone_limit))
		return value_none();
	if (r->rules->zone_limits_fixed && high && zone <= ZONE_DMA32)
		high = zone == ZONE_DMA ? PFN_16M : PFN_4G;
	if (!high)
		return pfn_range(0, 0);
	if (zone == ZONE_DMA && page_0(r))
		low = 0;
	return pfn_range(low, high);
}

static void check_zone_ranges(struct replay *r)
{
	struct value by[NR_IMPLEMENTATIONS];

	for (size_t k = 0; k < r->log.nr; k++) {
		const struct fact *f = &r->log.fact[k];

		if (f->kind != FACT_ZONE_RANGE || f->v[0] == ZONE_OTHER)
			continue;
		if (f->v[0] > ZONE_DMA32 && !has_zone_line(&r->log, ZONE_DMA32)) {
			lacks(r, f->line, "the range of a zone where there is no DMA32");
			continue;
		}
		for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
			by[i] = zone_limit(r, observed(r, i), f->v[0]);
		check(r, f->line, pfn_range(f->v[1], f->v[2]), by, "zone %s range",
		      zone_name[f->v[0]]);
	}
}

static uint64_t nr_movable(const struct observation *o)
{
	uint64_t nr = 0;

	for (size_t i = 0; i < NR_ROWS(o, node); i++)
		nr += ROWS(o, node)[i].movable_pfn != 0;
	return nr;
}

static void check_movable(struct replay *r)
{
	size_t header = log_next(&r->log, 0, FACT_MOVABLE);
	struct value by[NR_IMPLEMENTATIONS];
	uint64_t nr = 0;

	for (size_t k = header; k < r->log.nr; k++) {
		const struct fact *f = &r->log.fact[k];

		if (f->kind != FACT_MOVABLE_NODE)
			continue;
		for (int i = 0; i < NR_IMPLEMENTATIONS; i++) {
			const struct obs_node *n = find_node(observed(r, i), f->v[0]);

			by[i] = n ? value_number(n->movable_pfn) : value_none();
		}
		check(r, f->line, value_number(f->v[1]), by, "node %" PRIu64 " movable start",
		      f->v[0]);
		nr++;
	}
	if (header == r->log.nr || !list_is_closed(r, header + nr))
		return;
	for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
		by[i] = NR_ROWS(observed(r, i), zone_limit)
			    ? value_number(nr_movable(observed(r, i)))
			    : value_none();
	check(r, r->log.fact[header].line, value_number(nr), by, "movable starts");
}

void check_zone_layout(struct replay *r)
{
	if (r->machine.low_unknown)
		lacks(r, 0, "zone ranges: %s", no_low_ram);
	else
		check_zone_ranges(r);
	check_movable(r);
}
