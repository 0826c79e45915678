/* What the log says of the sizes of zones and nodes. */
#include <inttypes.h>

#include "zones.h"

enum { PAGE = 4096 };

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

/* The pages of a zone that its batch follows from. */
static uint64_t pages_left(const struct replay *r, const struct observation *o,
			   const struct obs_zone *z, uint32_t size)
{
	struct zone_size pages = zone_size(r, o, z);
	uint64_t left = pages.present - memmap_pages(r, pages, size);
	uint64_t reserve;

	return z->zone == lowest_zone(&r->log) && dma_reserve(r, o, &reserve) ? left - reserve
									      : left;
}

static bool batches_fit(const struct replay *r, uint32_t size, uint64_t limit)
{
	for (size_t k = 0; k < r->log.nr; k++) {
		const struct fact *f = &r->log.fact[k];
		const struct obs_zone *z;

		if (f->kind != FACT_ZONE_PAGES)
			continue;
		z = find_zone(observed(r, 0), f->v[0], f->v[1]);
		if (z && batch_of(pages_left(r, observed(r, 0), z, size), limit) != f->v[3])
			return false;
	}
	return true;
}

/* Distributions have the doubled batch of 4.19 in kernels before it: the log's own lines tell, as
 * they do if the log does not name its kernel. */
static uint64_t batch_limit(const struct replay *r, uint32_t size)
{
	enum { BEFORE = 512 << 10, SINCE = 2 * BEFORE };
	uint64_t limit = r->rules->batch_limit, other = limit == BEFORE ? SINCE : BEFORE;
	bool may_be_other =
	    !r->machine.kernel_told || (limit == BEFORE && r->machine.kernel >= KERNEL(4, 4, 0) &&
					r->machine.kernel < KERNEL(4, 19, 0));

	return may_be_other && !batches_fit(r, size, limit) && batches_fit(r, size, other) ? other
											   : limit;
}

static void check_zone_fact(struct replay *r, const struct fact *f, uint32_t size, uint64_t limit)
{
	struct value by[NR_IMPLEMENTATIONS], batch[NR_IMPLEMENTATIONS];
	const char *name = zone_name[f->v[1]];

	for (int i = 0; i < NR_IMPLEMENTATIONS; i++) {
		const struct observation *o = observed(r, i);
		const struct obs_zone *z = find_zone(o, f->v[0], f->v[1]);
		struct zone_size pages = z ? zone_size(r, o, z) : (struct zone_size){0, 0};
		uint64_t left = z ? pages_left(r, o, z, size) : 0;
		uint64_t reserve = 0;

		by[i] = batch[i] = value_none();
		/* Old kernels print the lines of empty zones too. */
		if (!NR_ROWS(o, zone) || (!z && f->v[2]))
			continue;
		if (f->kind == FACT_MEMMAP_PAGES)
			by[i] = value_number(memmap_pages(r, pages, size));
		else if (f->kind == FACT_DMA_RESERVE && dma_reserve(r, o, &reserve))
			by[i] = value_number(reserve);
		else
			by[i] =
			    value_number(r->rules->zone_pages_after_memmap ? left : pages.present);
		batch[i] = value_number(batch_of(left, limit));
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
			by[i] = NR_ROWS(o, node)
				    ? value_number((n ? n->present : 0) +
						   (is_lowest_node(o, f->v[0]) ? page_0(r) : 0))
				    : value_none();
	}
	check(r, f->line, value_number(f->v[1]), by, "node %" PRIu64 " totalpages", f->v[0]);
}

/* What is left of zone DMA takes what is reserved in it, which is not always told. */
static bool lacks_dma_reserve(const struct replay *r, const struct fact *f)
{
	uint64_t reserve;

	return f->kind == FACT_ZONE_PAGES && f->v[1] == lowest_zone(&r->log) &&
	       r->rules->zone_pages_after_memmap && !dma_reserve(r, observed(r, 0), &reserve);
}

void check_zone_sizes(struct replay *r)
{
	uint32_t size = struct_page_size(r);
	uint64_t limit = batch_limit(r, size);
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
	if (limit != r->rules->batch_limit)
		lacks(r, 0, "batches doubled before 4.19: read from the zones' lines");
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
			else
				check_zone_fact(r, f, size, limit);
			break;
		default:
			break;
		}
	}
}
