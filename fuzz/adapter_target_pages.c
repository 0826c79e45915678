#include "adapter_target_pages.h"

#include <string.h>

#include "../target/memmap.h"

uint64_t target_pfn_of_lru(const struct sparse *sparse, const struct list_head *lru)
{
	const uint64_t end = (uint64_t)MAX_LEAVES << LEAF_SHIFT;
	uint64_t offset = (uint64_t)((uintptr_t)lru - (uintptr_t)&sparse->vmemmap->lru);
	uint64_t pfn = offset / sizeof(struct page);

	return offset % sizeof(struct page) || pfn >= end ? NO_STRUCT_PAGE : pfn;
}

static enum lru_class lru_class(const struct page *page)
{
	const struct list_head *lru = &page->lru;

	if (page->compound_head & 1)
		return LRU_TAIL;
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

/* A struct page in two halves, the second of which begins with lru; and what of them differs. */
typedef uint64_t four_words __attribute__((vector_size(32), aligned(16), may_alias));

#define DIFFERING(page, low, high) \
	((((const four_words *)(page))[0] ^ (low)) | (((const four_words *)(page))[1] ^ (high)))
#define ANY(words) (((words)[0] | (words)[1] | (words)[2] | (words)[3]) != 0)

/* How many of nr pages, from the first on, hold the same; a page linked to itself then is like
 * another that is linked to itself. Four at a time: of few runs is the length easy to guess. */
static inline __attribute__((always_inline)) uint64_t run_length_inline(const struct page *page,
									uint64_t nr)
{
	uint64_t stride = page->lru.next == &page->lru ? sizeof(*page) : 0;
	const four_words step = {stride, stride};
	four_words low, high;
	uint64_t length = 1;

	_Static_assert(sizeof(*page) == sizeof(low) + sizeof(high), "words of a struct page");
	_Static_assert(offsetof(struct page, lru) == sizeof(low), "lru begins the second half");
	memcpy(&low, page, sizeof(low));
	memcpy(&high, &page->lru, sizeof(high));
	high += step;
	if (nr == 1 || ANY(DIFFERING(page + 1, low, high)))
		return 1; /* as the head of a free block */
	for (; length + 4 <= nr; length += 4) {
		const struct page *p = page + length;
		four_words a = DIFFERING(p, low, high);
		four_words b = DIFFERING(p + 1, low, high + step) | a;
		four_words c = DIFFERING(p + 2, low, high + 2 * step) | b;
		four_words d = DIFFERING(p + 3, low, high + 3 * step) | c;

		if (ANY(d))
			return length + !ANY(a) + !ANY(b) + !ANY(c);
		high += 4 * step;
	}
	while (length < nr && !ANY(DIFFERING(page + length, low, high))) {
		high += step;
		length++;
	}
	return length;
}

#ifdef __x86_64__
/* The same, where four words are compared at once. */
__attribute__((target("avx2"))) static uint64_t run_length_avx2(const struct page *page,
								uint64_t nr)
{
	return run_length_inline(page, nr);
}
#endif

static uint64_t run_length(const struct page *page, uint64_t nr)
{
#ifdef __x86_64__
	if (__builtin_cpu_supports("avx2"))
		return run_length_avx2(page, nr);
#endif
	return run_length_inline(page, nr);
}

static void add_page_run(struct observation *o, enum obs_table table, const struct page *page,
			 uint64_t pfn, uint64_t nr)
{
	bool slab = page->flags & PG_SLAB;
	struct obs_page_run *row = observation_row(o, table);

	*row = (struct obs_page_run){
	    .pfn = pfn,
	    .nr = nr,
	    .zone = page_zonenum(page),
	    .node = page_to_nid(page),
	    .flags = page->flags & PAGE_FLAGS_MASK,
	    .refcount = (uint64_t)(int64_t)page->_refcount,
	    .mapcount = slab ? 0 : (uint64_t)(int64_t)page->_mapcount,
	    .private = slab ? 0 : page->private,
	    .index = slab ? 0 : page->index,
	    .lru = slab ? LRU_NULL : lru_class(page),
	};

	observation_join_page_run(o, table);
}

/* Struct pages that are written (if nobody needed them yet) and then read out of the cache. */
enum { PAGES_AT_A_TIME = 256 };

/* [pfn, end), all valid. */
static void observe_page_runs(struct sparse *sparse, uint64_t pfn, uint64_t end,
			      enum obs_table table, struct observation *o)
{
	uint64_t block = UINT64_C(1) << (sparse->geometry->max_order - 1);

	while (pfn < end) {
		uint64_t stop = end - pfn > PAGES_AT_A_TIME ? pfn + PAGES_AT_A_TIME : end;

		for (uint64_t p = pfn; p < stop; p += block)
			memmap_populate(sparse, p);
		while (pfn < stop) {
			const struct page *page = pfn_to_page(sparse, pfn);
			uint64_t nr = run_length(page, stop - pfn);

			add_page_run(o, table, page, pfn, nr);
			pfn += nr;
		}
	}
}

static void observe_section_pageblocks(const struct sparse *sparse, uint64_t pfn,
				       enum obs_table table, struct observation *o)
{
	uint64_t pages = UINT64_C(1) << sparse->geometry->pageblock_order;
	const uint8_t *type = pageblock_type(sparse, pfn, 0);
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

/* Page frames of a gap in memory whose struct pages lie, wholly or in part, in memory that was
 * given back: [*start, *end). */
static void lost_pages(const struct mm_machine *mm, const struct unused_memmap *unused,
		       uint64_t *start, uint64_t *end)
{
	const struct arm_memory *arm = &mm->arm;
	uint64_t first =
	    arm->limits.min_low_pfn & ~((UINT64_C(1) << (mm->config.geometry->max_order - 1)) - 1);
	uint64_t from = (unused->start - arm->mem_map) & mm->config.geometry->max_addr;
	uint64_t to = (unused->end - arm->mem_map) & mm->config.geometry->max_addr;

	*start = first + from / arm->page_size;
	*end = first + (to + arm->page_size - 1) / arm->page_size;
}

/* mem_map, but for what free_unused_memmap gave back. */
static void observe_flat_pages(struct mm_machine *mm, enum obs_table table, struct observation *o)
{
	struct sparse *sparse = &mm->sparse;
	unsigned int shift = sparse->geometry->section_shift_pages;
	uint64_t pfn = (uint64_t)sparse->present[0] << shift;
	uint64_t end = pfn + ((uint64_t)sparse->nr_present << shift);

	for (uint32_t i = 0; i < mm->mem_init.nr_unused; i++) {
		uint64_t lost, found;

		if (!mm->mem_init.unused[i].freed)
			continue;
		lost_pages(mm, &mm->mem_init.unused[i], &lost, &found);
		observe_page_runs(sparse, pfn, lost, table, o);
		pfn = found;
	}
	observe_page_runs(sparse, pfn, end, table, o);
}

static void observe_zone_pageblocks(const struct sparse *sparse, const struct zone *zone,
				    enum obs_table table, struct observation *o)
{
	uint64_t pages = UINT64_C(1) << sparse->geometry->pageblock_order;
	uint64_t end = zone->zone_start_pfn + zone->spanned_pages;

	for (uint64_t pfn = zone->zone_start_pfn & ~(pages - 1); pfn < end; pfn += pages) {
		struct obs_pageblock_run run = {
		    .pfn = pfn, .nr = 1, .migratetype = *pageblock_type(sparse, pfn, zone->index)};

		observation_run(o, table, &run, pages);
	}
}

static void observe_flat(struct mm_machine *mm, enum obs_table pages, enum obs_table pageblocks,
			 struct observation *o)
{
	observe_flat_pages(mm, pages, o);
	for (int i = 0; i < MAX_NR_ZONES; i++) {
		const struct zone *zone = &mm->page_alloc.node_data[0].node_zones[i];

		if (zone->spanned_pages)
			observe_zone_pageblocks(&mm->sparse, zone, pageblocks, o);
	}
}

void target_observe_pages(struct mm_machine *mm, enum obs_table pages, enum obs_table pageblocks,
			  struct observation *o)
{
	struct sparse *sparse = &mm->sparse;
	unsigned int shift = sparse->geometry->section_shift_pages;
	const uint32_t *present = sparse->present;
	uint32_t last;

	if (sparse->geometry->flatmem) {
		observe_flat(mm, pages, pageblocks, o);
		return;
	}
	for (uint32_t i = 0; i < sparse->nr_present; i = last) {
		for (last = i; last < sparse->nr_present && present[last] == present[i] + last - i;)
			last++;
		observe_page_runs(sparse, (uint64_t)present[i] << shift,
				  ((uint64_t)present[last - 1] + 1) << shift, pages, o);
	}
	for (uint32_t i = 0; i < sparse->nr_present; i++)
		observe_section_pageblocks(sparse, (uint64_t)present[i] << shift, pageblocks, o);
}
