#include "adapter_target_pages.h"

#include <string.h>

#include "../target/memmap.h"

static enum lru_class lru_class(const struct page *page)
{
	const struct list_head *lru = &page->lru;

	if (!lru->next && !lru->prev)
		return LRU_NULL;
	if (lru->next == lru && lru->prev == lru)
		return LRU_SELF;
	if (lru->next == LIST_POISON_NEXT && lru->prev == LIST_POISON_PREV)
		return LRU_POISON;
	if (!lru->next || !lru->prev || lru->next == LIST_POISON_NEXT ||
	    lru->prev == LIST_POISON_PREV)
		return LRU_OTHER;
	return lru->next->prev == lru && lru->prev->next == lru ? LRU_LINKED : LRU_OTHER;
}

/* _mapcount and _refcount as one word. */
static uint64_t counts(const struct page *page)
{
	uint64_t word;

	memcpy(&word, &page->_mapcount, sizeof(word));
	return word;
}

/* How many of nr pages, from the first on, hold the same; a page linked to itself then is like
 * another that is linked to itself. */
static uint64_t run_length(const struct page *page, uint64_t nr)
{
	uint64_t stride = page->lru.next == &page->lru ? sizeof(*page) : 0;
	uint64_t next = (uintptr_t)page->lru.next;
	uint64_t prev = (uintptr_t)page->lru.prev;
	uint64_t flags = page->flags;
	uint64_t index = page->index;
	uint64_t private = page->private;
	uint64_t word = counts(page);
	uint64_t length = 1;

	for (const struct page *p = page + 1; length < nr; p++, length++) {
		next += stride;
		prev += stride;
		if ((p->flags ^ flags) | (p->index ^ index) | (p->private ^ private) |
		    (counts(p) ^ word) | ((uintptr_t)p->lru.next ^ next) |
		    ((uintptr_t)p->lru.prev ^ prev))
			break;
	}
	return length;
}

static void add_page_run(struct observation *o, enum obs_table table, const struct page *page,
			 uint64_t pfn, uint64_t nr)
{
	struct obs_page_run run = {
	    .pfn = pfn,
	    .nr = nr,
	    .zone = page_zonenum(page),
	    .node = page_to_nid(page),
	    .flags = page->flags & PAGE_FLAGS_MASK,
	    .refcount = (uint64_t)(int64_t)page->_refcount,
	    .mapcount = (uint64_t)(int64_t)page->_mapcount,
	    .private_ = page->private,
	    .index = page->index,
	    .lru = lru_class(page),
	};

	observation_run(o, table, &run, 1);
}

static void observe_section_pages(const struct sparse *sparse, uint64_t pfn, enum obs_table table,
				  struct observation *o)
{
	uint64_t end = section_end_pfn(sparse, pfn);

	while (pfn < end) {
		const struct page *page = pfn_to_page(sparse, pfn);
		uint64_t nr = run_length(page, end - pfn);

		add_page_run(o, table, page, pfn, nr);
		pfn += nr;
	}
}

static void observe_section_pageblocks(const struct sparse *sparse, uint64_t pfn,
				       enum obs_table table, struct observation *o)
{
	uint64_t pages = UINT64_C(1) << sparse->geometry->pageblock_order;
	const uint8_t *type = pageblock_type(sparse, pfn);
	uint64_t nr = pages_per_section(sparse) / pages;
	uint64_t length;

	for (uint64_t i = 0; i < nr; i += length) {
		struct obs_pageblock_run run;

		for (length = 1; i + length < nr && type[i + length] == type[i];)
			length++;
		run = (struct obs_pageblock_run){
		    .pfn = pfn + i * pages, .nr = length, .migratetype = type[i]};
		observation_run(o, table, &run, pages);
	}
}

void target_observe_pages(struct sparse *sparse, enum obs_table pages, enum obs_table pageblocks,
			  struct observation *o)
{
	unsigned int shift = sparse->geometry->section_shift_pages;

	memmap_populate_all(sparse);
	for (uint32_t i = 0; i < sparse->nr_present; i++) {
		uint64_t pfn = (uint64_t)sparse->present[i] << shift;

		observe_section_pages(sparse, pfn, pages, o);
		observe_section_pageblocks(sparse, pfn, pageblocks, o);
	}
}
