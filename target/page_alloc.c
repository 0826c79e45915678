/* The buddy allocator. */
#include "page_alloc.h"

#include "memmap.h"

#include <string.h>

/*
 * Freeing.
 */

/* page_expected_state: is the page as one that is freed should be? */
static inline bool page_is_as_expected(const struct page *page)
{
	return ((uint32_t)~page->_mapcount | (uint32_t)page->_refcount |
		(uint64_t)(uintptr_t)page->mapping | (uint64_t)(uintptr_t)page->mem_cgroup |
		(page->flags & PAGE_FLAGS_CHECK_AT_FREE)) == 0;
}

/* free_pages_check_bad, bad_page: reports the page, and makes its _mapcount good. */
static void bad_page(struct page_alloc *pa, struct page *page)
{
	struct bad_page *bad = &pa->bad_pages[pa->nr_bad_pages++];

	bad->pfn = page_to_pfn(pa->sparse, page);
	bad->reason = 0;
	if (page->_mapcount != -1)
		bad->reason |= BAD_MAPCOUNT;
	if (page->mapping)
		bad->reason |= BAD_MAPPING;
	if (page->_refcount)
		bad->reason |= BAD_REFCOUNT;
	if (page->flags & PAGE_FLAGS_CHECK_AT_FREE)
		bad->reason |= BAD_FLAGS;
	page->_mapcount = -1;
}

/* free_pages_check: true if the page was bad. */
static inline bool free_pages_check(struct page_alloc *pa, struct page *page)
{
	if (page_is_as_expected(page))
		return false;
	bad_page(pa, page);
	return true;
}

/* free_pages_prepare of a block: false if any of its pages is bad, and nothing is to be freed. */
static bool free_pages_prepare(struct page_alloc *pa, struct page *page, unsigned int order)
{
	bool compound = page->flags & PG_HEAD;
	bool bad = false;

	for (struct page *tail = page + 1; tail < page + (UINT64_C(1) << order); tail++) {
		/* free_tail_pages_check */
		if (compound) {
			tail->mapping = NULL;
			tail->compound_head = 0;
		}
		if (free_pages_check(pa, tail))
			bad = true;
		else
			tail->flags &= ~PAGE_FLAGS_MASK;
	}
	if (free_pages_check(pa, page))
		bad = true;
	if (bad)
		return false;
	page->flags &= ~PAGE_FLAGS_MASK;
	return true;
}

/* Whether page is the head of a free block of this order. */
static inline bool is_free_block(const struct page *page, unsigned int order)
{
	return page->_mapcount == PAGE_BUDDY_MAPCOUNT_VALUE && page->private == order;
}

/* page_is_buddy: the head of a free block of this order, in the zone of page. */
static inline bool page_is_buddy(const struct page *page, const struct page *buddy,
				 unsigned int order)
{
	return is_free_block(buddy, order) && page_zone_id(page) == page_zone_id(buddy);
}

static inline void set_page_order(struct page *page, unsigned int order)
{
	page->private = order;
	page->_mapcount = PAGE_BUDDY_MAPCOUNT_VALUE;
}

static inline void rmv_page_order(struct page *page)
{
	page->private = 0;
	page->_mapcount = -1;
}

/* If the block that page and its buddy would form could itself soon merge, it is wanted last: true
 * if the other half of that larger block is free. The rule is for orders below MAX_ORDER - 2. */
static bool is_wanted_last(const struct page_alloc *pa, const struct page *page, uint64_t idx,
			   unsigned int order)
{
	const struct page *pages = page - idx;
	uint64_t parent = idx & ~(UINT64_C(1) << order);
	uint64_t other = parent ^ UINT64_C(2) << order;
	uint64_t zone_id = page_zone_id(pages + parent);

	/* The parent may lie outside of the zone, a struct page that nobody has initialised. */
	if (!zone_id)
		zone_id = pa->first_zone;
	return is_free_block(pages + other, order + 1) && zone_id == page_zone_id(pages + other);
}

/* In later releases the pageblocks of a free block take the type of the block freed that it is
 * merged with, so that all of it is on the right list when it is split. */
static void retype_merged(struct page_alloc *pa, const struct page *buddy, unsigned int order,
			  unsigned int migratetype)
{
	unsigned int pageblock_order = pa->sparse->geometry->pageblock_order;
	uint64_t pfn = page_to_pfn(pa->sparse, buddy);

	if (order >= pageblock_order && pa->release->merge_retypes)
		memset(pageblock_type(pa->sparse, pfn, page_zonenum(buddy)), (int)migratetype,
		       UINT64_C(1) << (order - pageblock_order));
}

/* __free_one_page: page is the first of 2^order, of which none is on a list. */
static void free_one_page(struct page_alloc *pa, struct zone *zone, struct page *page, uint64_t pfn,
			  unsigned int order, unsigned int migratetype)
{
	unsigned int max_order = pa->sparse->geometry->max_order;
	uint64_t idx = pfn & ((UINT64_C(1) << max_order) - 1);
	struct list_head *list;

	if (!zone->initialized) {
		pa->fault = PAGE_ALLOC_EMPTY_ZONE;
		return;
	}
	zone->nr_free_pages += UINT64_C(1) << order;
	pa->nr_free_pages += UINT64_C(1) << order;
	while (order < max_order - 1) {
		uint64_t size = UINT64_C(1) << order;
		struct page *buddy = idx & size ? page - size : page + size;

		if (!page_is_buddy(page, buddy, order))
			break;
		list_del(&buddy->lru);
		zone->free_area[order].nr_free--;
		rmv_page_order(buddy);
		retype_merged(pa, buddy, order, migratetype);
		if (buddy < page)
			page = buddy;
		idx &= ~size;
		order++;
	}
	set_page_order(page, order);
	list = &zone->free_area[order].free_list[migratetype];
	if (pa->release->free_to_tail ||
	    (order < max_order - 2 && is_wanted_last(pa, page, idx, order)))
		list_add_tail(&page->lru, list);
	else
		list_add(&page->lru, list);
	zone->free_area[order].nr_free++;
}

/* free_pcppages_bulk of the one page that a boot pageset can hold: it is checked only now. */
static void free_pcppages_bulk(struct page_alloc *pa, struct zone *zone, struct list_head *list)
{
	struct page *page = page_of_lru(list->prev);

	list_del(&page->lru);
	pa->boot_pageset.count--;
	if (!free_pages_check(pa, page))
		free_one_page(pa, zone, page, page_to_pfn(pa->sparse, page), 0,
			      (unsigned int)page->index);
}

/* free_hot_cold_page: by way of the boot pageset, which is over its limit with one page. */
static void free_hot_cold_page(struct page_alloc *pa, struct zone *zone, struct page *page)
{
	struct per_cpu_pages *pcp = &pa->boot_pageset;
	uint64_t pfn = page_to_pfn(pa->sparse, page);

	page->flags &= ~PAGE_FLAGS_MASK;
	page->index = *pageblock_type(pa->sparse, pfn, zone->index);
	pa->nr_pgfree++;
	list_add(&page->lru, &pcp->lists[page->index]);
	pcp->count++;
	if (pcp->count >= pcp->high)
		free_pcppages_bulk(pa, zone, &pcp->lists[page->index]);
}

/* __free_pages_ok */
static void free_pages_ok(struct page_alloc *pa, struct zone *zone, struct page *page, uint64_t pfn,
			  unsigned int order)
{
	if (!free_pages_prepare(pa, page, order))
		return;
	pa->nr_pgfree += UINT64_C(1) << order;
	free_one_page(pa, zone, page, pfn, order, *pageblock_type(pa->sparse, pfn, zone->index));
}

/* What __free_pages does once the last reference is gone. */
static void free_unreferenced(struct page_alloc *pa, struct zone *zone, struct page *page,
			      uint64_t pfn, unsigned int order)
{
	if (order == 0)
		free_hot_cold_page(pa, zone, page);
	else
		free_pages_ok(pa, zone, page, pfn, order);
}

/* __free_pages_boot_core's accounting: the zone is that of the first page. NULL if it has none. */
static struct zone *manage_pages(struct page_alloc *pa, const struct page *page, unsigned int order)
{
	struct zone *zone = page_zone(pa, page);

	if (!(pa->node_online_map >> page_to_nid(page) & 1)) {
		pa->fault = PAGE_ALLOC_OFFLINE_NODE;
		return NULL;
	}
	zone->managed_pages += UINT64_C(1) << order;
	return zone;
}

/* A free block of the largest order whose struct pages are not written yet is written as free, and
 * needs no check. False if it is to be freed as any other. */
static bool free_unwritten_block(struct page_alloc *pa, uint64_t pfn, unsigned int order)
{
	struct page *page = pfn_to_page(pa->sparse, pfn);
	struct zone *zone;

	if (order != pa->sparse->geometry->max_order - 1 ||
	    !memmap_populate_released(pa->sparse, pfn))
		return false;
	pa->nr_pgfree += UINT64_C(1) << order;
	zone = manage_pages(pa, page, order);
	if (zone)
		free_one_page(pa, zone, page, pfn, order,
			      *pageblock_type(pa->sparse, pfn, zone->index));
	return true;
}

void free_pages_bootmem(struct page_alloc *pa, uint64_t pfn, unsigned int order)
{
	/* A page that became whole when two regions were joined may be alone in its section. */
	if (!pfn_valid(pa->sparse, pfn)) {
		pa->fault = PAGE_ALLOC_NO_STRUCT_PAGE;
		return;
	}
	if (free_unwritten_block(pa, pfn, order))
		return;
	memmap_populate(pa->sparse, pfn);
	free_pages_boot_core(pa, pfn, order);
}

void free_pages_boot_core(struct page_alloc *pa, uint64_t pfn, unsigned int order)
{
	struct page *page = pfn_to_page(pa->sparse, pfn);
	struct zone *zone;

	for (struct page *p = page; p < page + (UINT64_C(1) << order); p++) {
		p->flags &= ~PG_RESERVED;
		p->_refcount = 0;
	}
	zone = manage_pages(pa, page, order);
	if (zone && pa->release->release_past_pageset)
		free_pages_ok(pa, zone, page, pfn, order);
	else if (zone)
		free_unreferenced(pa, zone, page, pfn, order);
}

void free_pages(struct page_alloc *pa, uint64_t pfn, unsigned int order)
{
	struct page *page = pfn_to_page(pa->sparse, pfn);

	page->_refcount--;
	if (page->_refcount == 0)
		free_unreferenced(pa, page_zone(pa, page), page, pfn, order);
}

/*
 * Allocating.
 */

void prep_compound_page(struct page *page, unsigned int order)
{
	if (!order)
		return;
	page->flags |= PG_HEAD;
	for (struct page *tail = page + 1; tail < page + (UINT64_C(1) << order); tail++) {
		tail->_refcount = 0;
		tail->mapping = TAIL_MAPPING;
		tail->compound_head = (uintptr_t)page | 1;
	}
	page[1].compound_dtor = COMPOUND_PAGE_DTOR;
	page[1].compound_order = order;
	/* compound_mapcount, -1, overlays the low half of this. */
	page[1].mapping = (void *)(((uintptr_t)TAIL_MAPPING & ~(uintptr_t)UINT32_MAX) | UINT32_MAX);
}

static struct page *take_block(struct free_area *area, struct page *page)
{
	list_del(&page->lru);
	rmv_page_order(page);
	area->nr_free--;
	return page;
}

/* expand: gives the upper halves of a block of order high back until 2^low pages are left. */
static void expand(struct zone *zone, struct page *page, unsigned int low, unsigned int high,
		   unsigned int migratetype)
{
	while (high > low) {
		struct free_area *area = &zone->free_area[--high];
		struct page *half = page + (UINT64_C(1) << high);

		list_add(&half->lru, &area->free_list[migratetype]);
		area->nr_free++;
		set_page_order(half, high);
	}
}

/* __rmqueue_smallest */
static struct page *rmqueue_smallest(struct page_alloc *pa, struct zone *zone, unsigned int order,
				     unsigned int migratetype)
{
	for (unsigned int k = order; k < pa->sparse->geometry->max_order; k++) {
		struct free_area *area = &zone->free_area[k];
		struct list_head *list = &area->free_list[migratetype];

		if (!list_empty(list)) {
			struct page *page = take_block(area, page_of_lru(list->next));

			expand(zone, page, order, k, migratetype);
			return page;
		}
	}
	return NULL;
}

/* set_pageblock_migratetype */
static void set_pageblock_type(struct page_alloc *pa, const struct zone *zone, uint64_t pfn,
			       unsigned int migratetype)
{
	if (pa->page_group_by_mobility_disabled)
		migratetype = MIGRATE_UNMOVABLE;
	*pageblock_type(pa->sparse, pfn, zone->index) = (uint8_t)migratetype;
}

/* move_freepages_block: brings the free blocks of pfn's pageblock to the lists of a type; pages
 * moved. A pageblock that begins outside the zone is taken from pfn on, one that ends outside it is
 * left alone. */
static uint64_t move_freepages_block(struct page_alloc *pa, struct zone *zone, uint64_t pfn,
				     unsigned int migratetype)
{
	uint64_t nr = UINT64_C(1) << pa->sparse->geometry->pageblock_order;
	uint64_t start = pfn & ~(nr - 1);
	uint64_t end = start + nr;
	uint64_t moved = 0;

	if (!zone_spans_pfn(zone, start))
		start = pfn;
	if (!zone_spans_pfn(zone, end - 1))
		return 0;
	for (pfn = start; pfn < end;) {
		struct page *page = pfn_to_page(pa->sparse, pfn);

		if (page->_mapcount != PAGE_BUDDY_MAPCOUNT_VALUE) {
			pfn++;
			continue;
		}
		list_move(&page->lru, &zone->free_area[page->private].free_list[migratetype]);
		moved += UINT64_C(1) << page->private;
		pfn += UINT64_C(1) << page->private;
	}
	return moved;
}

/* can_steal_fallback: is a block of this order reason to take over its pageblock? */
static bool can_steal_fallback(const struct page_alloc *pa, unsigned int order,
			       unsigned int migratetype)
{
	return order >= pa->sparse->geometry->pageblock_order / 2 ||
	       migratetype != MIGRATE_MOVABLE || pa->page_group_by_mobility_disabled;
}

/* steal_suitable_fallback: takes over the pageblock of a free block, or what it can of it. */
static void steal_suitable_fallback(struct page_alloc *pa, struct zone *zone,
				    const struct page *page, unsigned int migratetype)
{
	unsigned int pageblock_order = pa->sparse->geometry->pageblock_order;
	uint64_t pfn = page_to_pfn(pa->sparse, page);

	if (page->private >= pageblock_order) {
		uint64_t end = pfn + (UINT64_C(1) << page->private);

		for (; pfn < end; pfn += UINT64_C(1) << pageblock_order)
			set_pageblock_type(pa, zone, pfn, migratetype);
	} else if (move_freepages_block(pa, zone, pfn, migratetype) >=
		       UINT64_C(1) << (pageblock_order - 1) ||
		   pa->page_group_by_mobility_disabled) {
		set_pageblock_type(pa, zone, pfn, migratetype);
	}
}

/* find_suitable_fallback: first list of another type that has a block; NULL if none. */
static struct list_head *find_suitable_fallback(struct free_area *area, unsigned int migratetype)
{
	static const enum migratetype fallbacks[MIGRATE_PCPTYPES][2] = {
	    [MIGRATE_UNMOVABLE] = {MIGRATE_RECLAIMABLE, MIGRATE_MOVABLE},
	    [MIGRATE_MOVABLE] = {MIGRATE_RECLAIMABLE, MIGRATE_UNMOVABLE},
	    [MIGRATE_RECLAIMABLE] = {MIGRATE_UNMOVABLE, MIGRATE_MOVABLE},
	};

	if (!area->nr_free)
		return NULL;
	for (int i = 0; i < 2; i++) {
		struct list_head *list = &area->free_list[fallbacks[migratetype][i]];

		if (!list_empty(list))
			return list;
	}
	return NULL;
}

/* __rmqueue_fallback: from the largest block of another type. */
static struct page *rmqueue_fallback(struct page_alloc *pa, struct zone *zone, unsigned int order,
				     unsigned int migratetype)
{
	for (unsigned int k = pa->sparse->geometry->max_order; k-- > order;) {
		struct free_area *area = &zone->free_area[k];
		struct list_head *list = find_suitable_fallback(area, migratetype);
		struct page *page;

		if (!list)
			continue;
		page = page_of_lru(list->next);
		if (can_steal_fallback(pa, k, migratetype))
			steal_suitable_fallback(pa, zone, page, migratetype);
		take_block(area, page);
		expand(zone, page, order, k, migratetype);
		return page;
	}
	return NULL;
}

/* __rmqueue, then prep_new_page. A page by way of the boot pageset goes through it at once and
 * looks no different. */
static struct page *rmqueue(struct page_alloc *pa, struct zone *zone, unsigned int order,
			    unsigned int migratetype)
{
	struct page *page = rmqueue_smallest(pa, zone, order, migratetype);

	if (!page)
		page = rmqueue_fallback(pa, zone, order, migratetype);
	if (!page)
		return NULL;
	zone->nr_free_pages -= UINT64_C(1) << order;
	pa->nr_free_pages -= UINT64_C(1) << order;
	page->index = 0;
	page->private = 0;
	page->_refcount = 1;
	return page;
}

/* The smallest free block of a type, if nr single pages would take it whole: they would get its
 * pages in ascending order, each having been the head of a half. Its order, or -1. */
static int take_whole_block(struct page_alloc *pa, struct zone *zone, unsigned int migratetype,
			    uint32_t nr, struct page **block)
{
	unsigned int order = 0;
	struct free_area *area = zone->free_area;

	while (order < pa->sparse->geometry->max_order &&
	       list_empty(&area->free_list[migratetype])) {
		order++;
		area++;
	}
	if (order == pa->sparse->geometry->max_order || UINT64_C(1) << order > nr)
		return -1;
	*block = take_block(area, page_of_lru(area->free_list[migratetype].next));
	zone->nr_free_pages -= UINT64_C(1) << order;
	pa->nr_free_pages -= UINT64_C(1) << order;
	return (int)order;
}

/* rmqueue for up to nr single pages, which a block or a page is enough for at a time. */
static uint32_t rmqueue_singles(struct page_alloc *pa, struct zone *zone, unsigned int migratetype,
				uint32_t nr, uint64_t *pfns)
{
	uint32_t got = 0;

	while (got < nr) {
		struct page *page;
		int order = take_whole_block(pa, zone, migratetype, nr - got, &page);
		uint64_t pfn;

		if (order < 0) {
			page = rmqueue(pa, zone, 0, migratetype);
			if (!page)
				break;
			order = 0;
		}
		pfn = page_to_pfn(pa->sparse, page);
		for (struct page *end = page + (UINT64_C(1) << order); page < end; page++) {
			page->index = 0;
			page->private = 0;
			page->_refcount = 1;
			list_poison(&page->lru);
			pfns[got++] = pfn++;
		}
	}
	return got;
}

uint32_t alloc_single_pages(struct page_alloc *pa, enum zone_type highest_zone, unsigned int nid,
			    enum migratetype migratetype, uint32_t nr, uint64_t *pfns)
{
	const struct pglist_data *pgdat = &pa->node_data[nid];
	uint32_t got = 0;

	if (!(pa->node_online_map >> nid & 1))
		return 0;
	if (pa->page_group_by_mobility_disabled)
		migratetype = MIGRATE_UNMOVABLE;
	for (uint32_t i = 0; i < pgdat->nr_zonelist && got < nr; i++) {
		struct zone *zone = pgdat->zonelist[i];

		if (zone->index <= highest_zone && zone->initialized)
			got += rmqueue_singles(pa, zone, migratetype, nr - got, pfns + got);
	}
	return got;
}

uint64_t alloc_pages(struct page_alloc *pa, unsigned int order, enum zone_type highest_zone,
		     unsigned int nid, enum migratetype migratetype)
{
	const struct pglist_data *pgdat = &pa->node_data[nid];

	if (!(pa->node_online_map >> nid & 1))
		return UINT64_MAX;
	if (pa->page_group_by_mobility_disabled)
		migratetype = MIGRATE_UNMOVABLE;
	for (uint32_t i = 0; i < pgdat->nr_zonelist; i++) {
		struct zone *zone = pgdat->zonelist[i];
		struct page *page;

		if (zone->index > highest_zone || !zone->initialized)
			continue;
		page = rmqueue(pa, zone, order, migratetype);
		if (page)
			return page_to_pfn(pa->sparse, page);
	}
	return UINT64_MAX;
}
