/* Zones and nodes as the checks of them need them. */
#include "zones.h"

enum { PAGE = 4096 };

const char *const zone_name[ZONE_OTHER + 1] = {"DMA",   "DMA32", "Normal", "Movable", "other",
					       "other", "other", "other",  "other",   "other"};
const char no_low_ram[] = "how much low RAM counts is not in the log";

const struct obs_node *find_node(const struct observation *o, uint64_t nid)
{
	for (size_t i = 0; i < NR_ROWS(o, node); i++)
		if (ROWS(o, node)[i].nid == nid)
			return &ROWS(o, node)[i];
	return NULL;
}

const struct obs_zone *find_zone(const struct observation *o, uint64_t nid, uint64_t zone)
{
	for (size_t i = 0; i < NR_ROWS(o, zone); i++)
		if (ROWS(o, zone)[i].nid == nid && ROWS(o, zone)[i].zone == zone)
			return &ROWS(o, zone)[i];
	return NULL;
}

bool has_zone_line(const struct log *log, uint64_t zone)
{
	for (size_t k = 0; k < log->nr; k++)
		if (log->fact[k].kind == FACT_ZONE_RANGE && log->fact[k].v[0] == zone)
			return true;
	return false;
}

static bool lacks_zone_dma(const struct log *log)
{
	return has_zone_line(log, ZONE_DMA32) && !has_zone_line(log, ZONE_DMA);
}

uint64_t lowest_zone(const struct log *log)
{
	return lacks_zone_dma(log) ? ZONE_DMA32 : ZONE_DMA;
}

static void join(struct obs_zone *dma, struct obs_zone *dma32)
{
	uint64_t end = dma32->start_pfn + dma32->spanned;

	if (!dma->spanned)
		return;
	if (!dma32->spanned)
		end = dma->start_pfn + dma->spanned;
	dma32->start_pfn = dma->start_pfn;
	dma32->spanned = end - dma->start_pfn;
	dma32->present += dma->present;
	dma->spanned = dma->present = 0;
}

void join_zones_without_dma(struct replay *r)
{
	if (!lacks_zone_dma(&r->log))
		return;
	for (int i = 0; i < NR_IMPLEMENTATIONS; i++) {
		struct obs_rows *table = &r->pair->observation[i].tables[OBS_zone];
		struct obs_zone *z = (void *)table->rows;

		for (size_t k = 0; k + 1 < table->nr_rows; k++)
			if (z[k].zone == ZONE_DMA && z[k + 1].zone == ZONE_DMA32 &&
			    z[k].nid == z[k + 1].nid)
				join(&z[k], &z[k + 1]);
	}
}

uint64_t memmap_pages(const struct replay *r, struct zone_size z, uint32_t size)
{
	uint64_t pages = z.spanned;

	if (!r->rules->memmap_of_spanned && z.spanned > z.present + (z.present >> 4))
		pages = z.present;
	return (pages * size + (r->rules->memmap_rounds_down ? 0 : PAGE - 1)) / PAGE;
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

uint32_t struct_page_size(const struct replay *r)
{
	enum { USUAL = 64, STEP = 8 };

	if (memmap_size_fits(r, USUAL))
		return USUAL;
	for (uint32_t size = r->rules->struct_page.min; size <= r->rules->struct_page.max;
	     size += STEP)
		if (size && memmap_size_fits(r, size))
			return size;
	return USUAL;
}

bool dma_reserve(const struct replay *r, const struct observation *o, uint64_t *pages)
{
	const struct fact *f = log_first(&r->log, FACT_DMA_RESERVE);

	if (r->machine.has_trace && r->machine.early_reserved) {
		*pages = r->counted_dma_reserve[o == observed(r, 0) ? 0 : 1];
		return true;
	}
	*pages = f ? f->v[2] : 0;
	return f;
}
