/* What the log says of zones: their ranges, sizes, the zonelists. */
#include <inttypes.h>
#include <stdio.h>

#include "check.h"

enum { PAGE = 4096, ZONE_DMA = 0, ZONE_DMA32 = 1, PFN_16M = 1 << 12, PFN_4G = 1 << 20 };

static const char *const zone_name[] = {"DMA", "DMA32", "Normal", "Movable"};

static const char no_low_ram[] = "how much low RAM was cut off is not in the log";

/* ---- Ranges ---- */

static bool has_zone_line(const struct log *log, uint64_t zone)
{
	for (size_t k = 0; k < log->nr; k++)
		if (log->fact[k].kind == FACT_ZONE_RANGE && log->fact[k].v[0] == zone)
			return true;
	return false;
}

/* CONFIG_ZONE_DMA is off. */
static bool lacks_zone_dma(const struct log *log)
{
	return has_zone_line(log, ZONE_DMA32) && !has_zone_line(log, ZONE_DMA);
}

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
		for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
			by[i] = zone_limit(r, observed(r, i), f->v[0]);
		check(r, f->line, pfn_range(f->v[1], f->v[2]), by, "zone %s range",
		      zone_name[f->v[0]]);
	}
}

static const struct obs_node *find_node(const struct observation *o, uint64_t nid)
{
	for (size_t i = 0; i < NR_ROWS(o, node); i++)
		if (ROWS(o, node)[i].nid == nid)
			return &ROWS(o, node)[i];
	return NULL;
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

/* ---- Sizes ---- */

static const struct obs_zone *find_zone(const struct observation *o, uint64_t nid, uint64_t zone)
{
	for (size_t i = 0; i < NR_ROWS(o, zone); i++)
		if (ROWS(o, zone)[i].nid == nid && ROWS(o, zone)[i].zone == zone)
			return &ROWS(o, zone)[i];
	return NULL;
}

static uint64_t memmap_pages(const struct replay *r, struct zone_size z, uint32_t size)
{
	uint64_t pages = z.spanned;

	if (!r->rules->memmap_of_spanned && z.spanned > z.present + (z.present >> 4))
		pages = z.present;
	return (pages * size + PAGE - 1) / PAGE;
}

/* Whether lines that tell of the memmap, or of what it leaves of a zone, fit a size. */
static bool memmap_size_fits(const struct replay *r, uint32_t size)
{
	bool shows_memmap = log_first(&r->log, FACT_MEMMAP_PAGES);

	for (size_t k = 0; k < r->log.nr; k++) {
		const struct fact *f = &r->log.fact[k];
		const struct obs_zone *z;
		struct zone_size pages;

		if (f->kind != (shows_memmap ? FACT_MEMMAP_PAGES : FACT_ZONE_PAGES))
			continue;
		if (!shows_memmap && (!r->rules->zone_pages_after_memmap || !f->v[1]))
			continue;
		z = find_zone(observed(r, 0), f->v[0], f->v[1]);
		if (!z) {
			if (f->v[2])
				return false;
			continue;
		}
		pages = zone_size(r, observed(r, 0), z);
		if (f->v[2] != (shows_memmap ? memmap_pages(r, pages, size)
					     : pages.present - memmap_pages(r, pages, size)))
			return false;
	}
	return true;
}

/* Whether a struct page has 56 or 64 bytes is the configuration's: the log's own lines tell. */
static uint32_t struct_page_size(const struct replay *r)
{
	if (r->rules->struct_page_may_be_56 && !memmap_size_fits(r, 64) && memmap_size_fits(r, 56))
		return 56;
	return 64;
}

/* What the log says of pages reserved below 16 MiB: known before only with the whole trace. */
static bool dma_reserve(const struct replay *r, const struct observation *o, uint64_t *pages)
{
	const struct fact *f = log_first(&r->log, FACT_DMA_RESERVE);

	if (r->machine.has_trace && r->machine.early_reserved) {
		*pages = NR_ROWS(o, zones_scalars) ? ROWS(o, zones_scalars)->dma_reserve : 0;
		return true;
	}
	*pages = f ? f->v[2] : 0;
	return f;
}

/* zone_batchsize of an estimate of the managed pages. */
static uint64_t batch_of(uint64_t managed, uint64_t limit)
{
	uint64_t batch = managed / 1024;
	uint64_t power = 1;

	if (batch * PAGE > limit)
		batch = limit / PAGE;
	batch /= 4;
	if (!batch)
		batch = 1;
	while (power * 2 <= batch + batch / 2)
		power *= 2;
	return power - 1;
}

static void check_zone_fact(struct replay *r, const struct fact *f, uint32_t size)
{
	struct value by[NR_IMPLEMENTATIONS], batch[NR_IMPLEMENTATIONS];
	const char *name = zone_name[f->v[1]];

	for (int i = 0; i < NR_IMPLEMENTATIONS; i++) {
		const struct observation *o = observed(r, i);
		const struct obs_zone *z = find_zone(o, f->v[0], f->v[1]);
		struct zone_size pages = z ? zone_size(r, o, z) : (struct zone_size){0, 0};
		uint64_t memmap = memmap_pages(r, pages, size);
		uint64_t left = pages.present - memmap;
		uint64_t reserve = 0;

		by[i] = batch[i] = value_none();
		/* Old kernels print the lines of empty zones too. */
		if (!NR_ROWS(o, zone) || (!z && f->v[2]))
			continue;
		if (f->v[1] == ZONE_DMA && dma_reserve(r, o, &reserve))
			left -= reserve;
		if (f->kind == FACT_MEMMAP_PAGES)
			by[i] = value_number(memmap);
		else if (f->kind == FACT_DMA_RESERVE)
			by[i] = value_number(reserve);
		else
			by[i] =
			    value_number(r->rules->zone_pages_after_memmap ? left : pages.present);
		batch[i] = value_number(batch_of(left, r->rules->batch_limit));
	}
	if (f->kind == FACT_MEMMAP_PAGES) {
		check(r, f->line, value_number(f->v[2]), by,
		      "node %" PRIu64 " zone %s memmap pages", f->v[0], name);
	} else if (f->kind == FACT_DMA_RESERVE) {
		check(r, f->line, value_number(f->v[2]), by,
		      "node %" PRIu64 " zone %s pages reserved", f->v[0], name);
	} else {
		check(r, f->line, value_number(f->v[2]), by, "node %" PRIu64 " zone %s pages",
		      f->v[0], name);
		check(r, f->line, value_number(f->v[3]), batch, "node %" PRIu64 " zone %s batch",
		      f->v[0], name);
	}
}

/* All from the first to the last page of a node. The northbridge tells of its last byte, which
 * kernels took for its end. */
static uint64_t pages_of_node(const struct replay *r, uint64_t nid, uint64_t max_pfn)
{
	for (size_t k = 0; k < r->log.nr; k++) {
		const struct fact *f = &r->log.fact[k];
		uint64_t end;

		if (f->kind != FACT_NORTHBRIDGE || f->v[2] != nid)
			continue;
		end = f->v[1] >> 12 < max_pfn ? f->v[1] >> 12 : max_pfn;
		return end > f->v[0] >> 12 ? end - (f->v[0] >> 12) : 0;
	}
	return max_pfn;
}

static bool is_lowest_node(const struct observation *o, uint64_t nid)
{
	return NR_ROWS(o, mem_pfn_range) && ROWS(o, mem_pfn_range)->nid == nid;
}

static void check_totalpages(struct replay *r, const struct fact *f)
{
	struct value by[NR_IMPLEMENTATIONS];

	for (int i = 0; i < NR_IMPLEMENTATIONS; i++) {
		const struct observation *o = observed(r, i);
		const struct obs_node *n = find_node(o, f->v[0]);

		if (r->rules->totalpages_with_holes)
			by[i] = NR_ROWS(o, e820_scalars)
				    ? value_number(
					  pages_of_node(r, f->v[0], ROWS(o, e820_scalars)->max_pfn))
				    : value_none();
		else
			by[i] = n ? value_number(n->present +
						 (is_lowest_node(o, f->v[0]) ? page_0(r) : 0))
				  : value_none();
	}
	check(r, f->line, value_number(f->v[1]), by, "node %" PRIu64 " totalpages", f->v[0]);
}

/* What is left of zone DMA takes what is reserved in it, which is not always told. */
static bool lacks_dma_reserve(const struct replay *r, const struct fact *f)
{
	uint64_t reserve;

	return f->kind == FACT_ZONE_PAGES && f->v[1] == ZONE_DMA &&
	       r->rules->zone_pages_after_memmap && !dma_reserve(r, observed(r, 0), &reserve);
}

void check_zone_sizes(struct replay *r)
{
	uint32_t size = struct_page_size(r);
	const struct log *log = &r->log;
	bool one_node = true;

	if (r->machine.low_unknown) {
		lacks(r, 0, "zones' pages: %s", no_low_ram);
		return;
	}
	for (size_t k = 0; k < log->nr; k++)
		one_node &= log->fact[k].kind != FACT_SRAT || !log->fact[k].v[2];
	if (size != 64)
		lacks(r, 0, "a struct page of %u bytes: read from the zones' memmap lines", size);
	for (size_t k = 0; k < log->nr; k++) {
		const struct fact *f = &log->fact[k];

		switch (f->kind) {
		case FACT_TOTALPAGES:
			if (one_node || !r->rules->totalpages_with_holes)
				check_totalpages(r, f);
			else
				lacks(r, f->line, "totalpages of several nodes before 2.6.18");
			break;
		case FACT_DMA_RESERVE:
			if (!r->machine.has_trace || !r->machine.early_reserved)
				break; /* input: see dma_reserve() */
				       /* fall through */
		case FACT_MEMMAP_PAGES:
		case FACT_ZONE_PAGES:
			if (f->v[1] == ZONE_OTHER)
				break;
			if (!r->rules->zone_details)
				lacks(r, f->line, "zones' pages before 2.6.19");
			else if (lacks_dma_reserve(r, f))
				lacks(r, f->line,
				      "zone DMA's pages: what is reserved is not in the log");
			else if (lacks_zone_dma(log))
				lacks(r, f->line, "a kernel without ZONE_DMA");
			else
				check_zone_fact(r, f, size);
			break;
		default:
			break;
		}
	}
}

/* ---- Zonelists ---- */

/* "Total pages"; false if what it takes is not in the log. */
static bool total_pages(const struct replay *r, const struct observation *o, uint64_t *total)
{
	uint32_t size = struct_page_size(r);
	uint64_t reserve = 0;

	*total = 0;
	if (!r->rules->total_is_present &&
	    (!r->rules->zone_details || lacks_zone_dma(&r->log) || !dma_reserve(r, o, &reserve)))
		return false;
	for (size_t i = 0; i < NR_ROWS(o, zone); i++) {
		const struct obs_zone *z = &ROWS(o, zone)[i];
		struct zone_size pages = zone_size(r, o, z);
		uint64_t left = pages.present;

		if (!r->rules->total_is_present) {
			uint64_t memmap = memmap_pages(r, pages, size);

			left -= left >= memmap ? memmap : 0;
			if (z->zone == ZONE_DMA && left > reserve)
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

/* Nodes that have CPUs only: init_cpu_to_node brings them online. */
static uint64_t nr_cpu_nodes(const struct replay *r, const struct observation *o)
{
	uint64_t nr = 0;

	for (size_t k = 0; k < r->log.nr; k++) {
		const struct fact *f = &r->log.fact[k];
		bool known = false;

		if (f->kind != FACT_CPU_NODE || is_online(o, f->v[0]))
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
	bool fake = log_first(&r->log, FACT_NUMA_FAKE);

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
