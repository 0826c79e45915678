#include "memmap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Writing past the cache pays for blocks from this size on. */
enum { STREAM_MIN_PAGES = 512 };

/* Index of the first run that ends after pfn. */
static uint32_t find_run(const struct sparse *sparse, uint64_t pfn)
{
	uint32_t low = 0;
	uint32_t high = sparse->nr_runs;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (sparse->runs[middle].end_pfn <= pfn)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Replaces runs [first, last) by nr others; they become indeterminate. */
static struct memmap_run *replace_runs(struct sparse *sparse, uint32_t first, uint32_t last,
				       uint32_t nr)
{
	if (sparse->nr_runs + nr > MEMMAP_MAX_RUNS) {
		fputs("mminit: more runs of struct pages than provided for\n", stderr);
		abort();
	}
	memmove(&sparse->runs[first + nr], &sparse->runs[last],
		(sparse->nr_runs - last) * sizeof(sparse->runs[0]));
	sparse->nr_runs = sparse->nr_runs - (last - first) + nr;
	return &sparse->runs[first];
}

/* A run in the midst of others: what they have outside it remains. */
static void insert_run(struct sparse *sparse, struct memmap_run run)
{
	uint32_t first = find_run(sparse, run.start_pfn);
	uint32_t last = first;
	struct memmap_run pieces[3];
	uint32_t nr = 0;

	while (last < sparse->nr_runs && sparse->runs[last].start_pfn < run.end_pfn)
		last++;
	if (first < last && sparse->runs[first].start_pfn < run.start_pfn) {
		pieces[nr] = sparse->runs[first];
		pieces[nr++].end_pfn = run.start_pfn;
	}
	pieces[nr++] = run;
	if (first < last && sparse->runs[last - 1].end_pfn > run.end_pfn) {
		pieces[nr] = sparse->runs[last - 1];
		pieces[nr++].start_pfn = run.end_pfn;
	}
	memcpy(replace_runs(sparse, first, last, nr), pieces, nr * sizeof(pieces[0]));
}

static void add_run(struct sparse *sparse, struct memmap_run run)
{
	struct memmap_run *last = sparse->nr_runs ? &sparse->runs[sparse->nr_runs - 1] : NULL;

	if (last && last->end_pfn == run.start_pfn && last->flags == run.flags)
		last->end_pfn = run.end_pfn;
	else if (last && last->end_pfn > run.start_pfn)
		insert_run(sparse, run);
	else
		*replace_runs(sparse, sparse->nr_runs, sparse->nr_runs, 1) = run;
}

void memmap_init_run(struct sparse *sparse, uint64_t start_pfn, uint64_t end_pfn, uint64_t flags)
{
	unsigned int order = sparse->geometry->pageblock_order;
	uint64_t nr = UINT64_C(1) << order;
	uint64_t first_block = (start_pfn + nr - 1) & ~(nr - 1);
	unsigned int zone = flags >> ZONES_PGSHIFT & (MAX_NR_ZONES - 1);

	add_run(sparse, (struct memmap_run){start_pfn, end_pfn, flags});
	if (first_block < end_pfn)
		memset(pageblock_type(sparse, first_block, zone), MIGRATE_MOVABLE,
		       ((end_pfn - 1 - first_block) >> order) + 1);
}

void memmap_init_unavailable_run(struct sparse *sparse, uint64_t start_pfn, uint64_t end_pfn,
				 uint64_t flags)
{
	add_run(sparse, (struct memmap_run){start_pfn, end_pfn, flags | PG_RESERVED});
}

/*
 * nr pages like *plain but for lru, which is linked to itself in each. The loop is compiled twice:
 * processors with AVX2 write four words at once, which is nearly twice as fast.
 */
typedef uint64_t four_words __attribute__((vector_size(32), aligned(16), may_alias));

static inline __attribute__((always_inline)) void fill_pages_inline(struct page *page, uint64_t nr,
								    const struct page *plain)
{
	const uint64_t first = (uintptr_t)&page->lru;
	four_words low, high;

	_Static_assert(offsetof(struct page, lru) == sizeof(low), "lru begins the second half");
	memcpy(&low, plain, sizeof(low));
	memcpy(&high, &plain->lru, sizeof(high));
	high[0] = high[1] = first;
#pragma GCC unroll 4
	for (struct page *end = page + nr; page < end; page++) {
		((four_words *)page)[0] = low;
		((four_words *)page)[1] = high;
		high += (four_words){sizeof(*page), sizeof(*page)};
	}
}

#ifdef __x86_64__
__attribute__((target("avx2"))) static void fill_pages_avx2(struct page *page, uint64_t nr,
							    const struct page *plain)
{
	fill_pages_inline(page, nr, plain);
}
#endif

static void fill_pages(struct page *page, uint64_t nr, const struct page *plain)
{
#ifdef __x86_64__
	if (__builtin_cpu_supports("avx2")) {
		fill_pages_avx2(page, nr, plain);
		return;
	}
#endif
	fill_pages_inline(page, nr, plain);
}

/* __init_single_page for nr pages. */
static void init_pages(struct page *page, uint64_t nr, uint64_t flags)
{
	const struct page plain = {.flags = flags, ._mapcount = -1, ._refcount = 1};

	fill_pages(page, nr, &plain);
}

/* Two words, past the cache where the machine can. */
typedef uint64_t word_pair __attribute__((vector_size(16), may_alias));

static inline void stream_words(void *to, word_pair words)
{
#ifdef __SSE2__
	_mm_stream_si128(to, (__m128i)words);
#else
	*(word_pair *)to = words;
#endif
}

/* fill_pages past the cache, where the machine can. */
static void stream_pages(struct page *page, uint64_t nr, const struct page *plain)
{
	word_pair words[4];

	memcpy(words, plain, sizeof(words));
	for (struct page *end = page + nr; page < end; page++) {
		uint64_t lru = (uintptr_t)&page->lru;

		stream_words(&page->flags, words[0]);
		stream_words(&page->index, words[1]);
		stream_words(&page->lru, (word_pair){lru, lru});
		stream_words(&page->private, words[3]);
	}
#ifdef __SSE2__
	_mm_sfence();
#endif
}

/* init_pages but for _refcount 0; of a large block nobody will look at these pages soon. */
static void init_released_pages(struct page *page, uint64_t nr, uint64_t flags)
{
	const struct page plain = {.flags = flags, ._mapcount = -1};

	if (nr >= STREAM_MIN_PAGES)
		stream_pages(page, nr, &plain);
	else
		fill_pages(page, nr, &plain);
}

static void zero_pages(struct page *page, uint64_t nr)
{
	memset(page, 0, nr * sizeof(*page));
}

/* find_run, the run found last first. */
static uint32_t find_run_near(struct sparse *sparse, uint64_t pfn)
{
	const struct memmap_run *last = &sparse->runs[sparse->last_run];

	if (sparse->last_run >= sparse->nr_runs || pfn < last->start_pfn || pfn >= last->end_pfn)
		sparse->last_run = find_run(sparse, pfn);
	return sparse->last_run;
}

/* Notes that the block of pfn has its struct pages. */
static void set_populated(struct sparse *sparse, uint64_t pfn)
{
	uint64_t in_section = pfn & (pages_per_section(sparse) - 1);

	pfn_to_section(sparse, pfn)->populated |=
	    UINT64_C(1) << (in_section >> (sparse->geometry->max_order - 1));
}

void memmap_populate_block(struct sparse *sparse, uint64_t pfn)
{
	uint64_t nr = UINT64_C(1) << (sparse->geometry->max_order - 1);
	uint64_t end = (pfn | (nr - 1)) + 1;

	pfn = end - nr;
	set_populated(sparse, pfn);
	for (uint32_t i = find_run_near(sparse, pfn);
	     i < sparse->nr_runs && sparse->runs[i].start_pfn < end; i++) {
		const struct memmap_run *run = &sparse->runs[i];
		uint64_t stop = run->end_pfn < end ? run->end_pfn : end;

		if (run->start_pfn > pfn) {
			zero_pages(pfn_to_page(sparse, pfn), run->start_pfn - pfn);
			pfn = run->start_pfn;
		}
		init_pages(pfn_to_page(sparse, pfn), stop - pfn, run->flags);
		pfn = stop;
	}
	zero_pages(pfn_to_page(sparse, pfn), end - pfn);
}

bool memmap_populate_released(struct sparse *sparse, uint64_t pfn)
{
	uint64_t nr = UINT64_C(1) << (sparse->geometry->max_order - 1);
	uint32_t i = find_run_near(sparse, pfn);

	if (memmap_is_populated(sparse, pfn) || i == sparse->nr_runs ||
	    sparse->runs[i].start_pfn > pfn || sparse->runs[i].end_pfn < pfn + nr)
		return false;
	set_populated(sparse, pfn);
	init_released_pages(pfn_to_page(sparse, pfn), nr, sparse->runs[i].flags & ~PG_RESERVED);
	return true;
}

void memmap_populate_all(struct sparse *sparse)
{
	unsigned int shift = sparse->geometry->section_shift_pages;
	unsigned int block_shift = sparse->geometry->max_order - 1;
	uint64_t all = UINT64_MAX >> (64 - (1u << (shift - block_shift)));

	for (uint32_t i = 0; i < sparse->nr_present; i++) {
		const struct mem_section *section = &sparse->sections[sparse->present[i]];

		while (section->populated != all) {
			uint64_t block = (uint64_t)__builtin_ctzll(~section->populated);

			memmap_populate_block(sparse, ((uint64_t)sparse->present[i] << shift) +
							  (block << block_shift));
		}
	}
}

void memmap_forget(struct sparse *sparse)
{
	for (uint32_t i = 0; i < sparse->nr_present; i++)
		sparse->sections[sparse->present[i]].populated = 0;
}
