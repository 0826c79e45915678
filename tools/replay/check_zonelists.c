/* What the log says of zonelists, and of all pages together. */
#include <inttypes.h>
#include <stdio.h>

#include "zones.h"

/* "Total pages"; false if what it takes is not in the log. */
static bool total_pages(const struct replay *r, const struct observation *o, uint64_t *total)
{
	uint32_t size = struct_page_size(r);
	uint64_t reserve = 0;

	*total = 0;
	if (!r->rules->total_is_present &&
	    (!r->rules->zone_details || !dma_reserve(r, o, &reserve)))
		return false;
	for (size_t i = 0; i < NR_ROWS(o, zone); i++) {
		const struct obs_zone *z = &ROWS(o, zone)[i];
		struct zone_size pages = zone_size(r, o, z);
		uint64_t left = pages.present;

		if (!r->rules->total_is_present) {
			uint64_t memmap = memmap_pages(r, pages, size);

			left -= left >= memmap ? memmap : 0;
			if (z->zone == lowest_zone(&r->log) && left > reserve)
				left -= reserve;
		}
		*total += left;
	}
	return true;
}

static void check_total_pages(struct replay *r, const struct fact *f)
{
	struct value by[NR_IMPLEMENTATIONS];

	if (r->machine.low_unknown) {
		lacks(r, f->line, "Total pages: %s", no_low_ram);
		return;
	}
	for (int i = 0; i < NR_IMPLEMENTATIONS; i++) {
		uint64_t total;

		if (!total_pages(r, observed(r, i), &total)) {
			lacks(r, f->line,
			      "Total pages: what is reserved in zone DMA is not in the log");
			return;
		}
		by[i] = value_number(total);
	}
	check(r, f->line, value_number(f->v[1]), by, "Total pages");
	for (int i = 0; i < NR_IMPLEMENTATIONS; i++) {
		const struct observation *o = observed(r, i);

		by[i] = NR_ROWS(o, zones_scalars)
			    ? value_number(!ROWS(o, zones_scalars)->grouping_disabled)
			    : value_none();
	}
	if (f->v[3])
		check(r, f->line, value_number(f->v[2]), by, "mobility grouping");
}

static struct value fallback_order(const struct observation *o, uint64_t nid)
{
	struct value v = value_text("%s", "");
	uint64_t before = UINT64_MAX;
	size_t length = 0;

	for (size_t i = 0; i < NR_ROWS(o, zonelist); i++) {
		const struct obs_zonelist *z = &ROWS(o, zonelist)[i];

		if (z->nid != nid || z->zone_nid == before || length >= sizeof(v.text))
			continue;
		before = z->zone_nid;
		length += (size_t)snprintf(v.text + length, sizeof(v.text) - length,
					   length ? " %" PRIu64 : "%" PRIu64, before);
	}
	return v;
}

static struct value logged_order(struct scan s)
{
	struct value v = value_text("%s", "");
	size_t length = 0;
	uint64_t nid;

	while (scan_decimal(&s, &nid) && length < sizeof(v.text))
		length += (size_t)snprintf(v.text + length, sizeof(v.text) - length,
					   length ? " %" PRIu64 : "%" PRIu64, nid);
	return v;
}

static bool is_online(const struct observation *o, uint64_t nid)
{
	const struct obs_node *n = find_node(o, nid);

	return n && n->online;
}

/* init_cpu_to_node brings nodes online that have CPUs only, since 4.9; distributions have it before
 * that, and it prints what pages such a node has. */
static bool memoryless_is_online(const struct replay *r, uint64_t nid)
{
	if (r->machine.kernel >= KERNEL(4, 9, 0))
		return true;
	for (size_t k = 0; k < r->log.nr; k++)
		if (r->log.fact[k].kind == FACT_TOTALPAGES && r->log.fact[k].v[0] == nid)
			return true;
	return false;
}

/* Nodes that have CPUs only, and are online. */
static uint64_t nr_cpu_nodes(const struct replay *r, const struct observation *o)
{
	uint64_t nr = 0;

	for (size_t k = 0; k < r->log.nr; k++) {
		const struct fact *f = &r->log.fact[k];
		bool known = false;

		if (f->kind != FACT_CPU_NODE || is_online(o, f->v[0]) ||
		    !memoryless_is_online(r, f->v[0]))
			continue;
		for (size_t i = 0; i < k; i++)
			known |=
			    r->log.fact[i].kind == FACT_CPU_NODE && r->log.fact[i].v[0] == f->v[0];
		nr += !known;
	}
	return nr;
}

static struct value nr_zonelists(const struct replay *r, const struct observation *o)
{
	/* If the SRAT was refused no CPU has a node of it. */
	bool fake = log_first(&r->log, FACT_NUMA_FAKE) || log_first(&r->log, FACT_NODE_FAKED);

	if (!NR_ROWS(o, zones_scalars))
		return value_none();
	return value_number(ROWS(o, zones_scalars)->nr_online_nodes +
			    (fake ? 0 : nr_cpu_nodes(r, o)));
}

void check_zonelists(struct replay *r)
{
	bool slit = log_first(&r->log, FACT_SLIT);
	struct value by[NR_IMPLEMENTATIONS];

	for (size_t k = 0; k < r->log.nr; k++) {
		const struct fact *f = &r->log.fact[k];

		if (f->kind == FACT_FALLBACK && slit) {
			lacks(r, f->line, "fallback order: the distances are not in the log");
		} else if (f->kind == FACT_FALLBACK && !is_online(observed(r, 0), f->v[0])) {
			lacks(r, f->line, "fallback order of a node without memory");
		} else if (f->kind == FACT_FALLBACK) {
			for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
				by[i] = fallback_order(observed(r, i), f->v[0]);
			check(r, f->line, logged_order(f->text), by,
			      "node %" PRIu64 " fallback order", f->v[0]);
		} else if (f->kind == FACT_ZONELISTS) {
			for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
				by[i] = nr_zonelists(r, observed(r, i));
			check(r, f->line, value_number(f->v[0]), by, "zonelists");
			check_total_pages(r, f);
		}
	}
}
