#include "mmzone.h"

bool zone_spans_pfn(const struct zone *zone, uint64_t pfn)
{
	return zone->zone_start_pfn <= pfn && pfn < zone->zone_start_pfn + zone->spanned_pages;
}

void zone_init_free_lists(struct zone *zone, unsigned int max_order)
{
	for (unsigned int order = 0; order < max_order; order++) {
		for (int type = 0; type < MIGRATE_TYPES; type++)
			list_init(&zone->free_area[order].free_list[type]);
		zone->free_area[order].nr_free = 0;
	}
}

void boot_pageset_init(struct per_cpu_pages *pcp)
{
	pcp->count = 0;
	pcp->high = 0;
	pcp->batch = 1;
	for (int type = 0; type < MIGRATE_PCPTYPES; type++)
		list_init(&pcp->lists[type]);
}

uint64_t zone_batchsize(uint64_t managed_pages, unsigned int page_shift)
{
	const uint64_t most = 512 * 1024 >> page_shift;
	uint64_t batch = managed_pages / 1024;
	uint64_t power = 1;

	if (batch > most)
		batch = most;
	batch /= 4;
	if (batch < 1)
		batch = 1;
	while (power * 2 <= batch + batch / 2)
		power *= 2;
	return power - 1;
}
