/* Laws of the mem_init and late stages. */
#include "invariants_internal.h"

enum { PG_RESERVED = 1 << 10 };
#define MAPCOUNT_BUDDY ((uint64_t)-128)
#define MAPCOUNT_NONE  ((uint64_t)-1)

/* A refused page keeps its chunk out of the lists though it was counted (spec 04 7): then the
 * sums do not meet. */
static bool release_is_ordinary(const struct observation *o)
{
	return NR_ROWS(o, bad_page) == 0;
}

bool law_final_regions_ascend(const struct observation *o, const struct scenario *s,
			      struct broken *b)
{
	(void)s;
	return regions_ascend((const void *)ROWS(o, final_memory_region),
			      NR_ROWS(o, final_memory_region), b) &&
	       regions_ascend((const void *)ROWS(o, final_reserved_region),
			      NR_ROWS(o, final_reserved_region), b);
}

/* Whole pages of [start, end), in bytes, below limit_pfn. */
static uint64_t whole_pages(const struct scenario *s, uint64_t start, uint64_t end,
			    uint64_t limit_pfn)
{
	uint64_t start_pfn = pfn_up(s, start);
	uint64_t end_pfn = min_u64(end >> sc_page_shift(s), limit_pfn);

	return start_pfn < end_pfn ? end_pfn - start_pfn : 0;
}

bool law_released_pages_are_free_ranges(const struct observation *o, const struct scenario *s,
					struct broken *b)
{
	const struct obs_final_memory_region *m = ROWS(o, final_memory_region);
	const struct obs_final_reserved_region *r = ROWS(o, final_reserved_region);
	uint64_t limit_pfn = ROWS(o, zones_scalars)->max_low_pfn;
	uint64_t nr_reserved = NR_ROWS(o, final_reserved_region);
	uint64_t first = 0;
	uint64_t pages = 0;

	for (uint64_t i = 0; i < NR_ROWS(o, final_memory_region); i++) {
		uint64_t at = m[i].base;
		uint64_t end = m[i].base + m[i].size;

		/* memblock_clear_hotplug has failed if one is left: its error is ignored. */
		if (region_is_skipped(o, m[i].flags))
			continue;
		while (first < nr_reserved && r[first].base + r[first].size <= at)
			first++;
		for (uint64_t j = first; j < nr_reserved && r[j].base < end; j++) {
			if (r[j].base > at)
				pages += whole_pages(s, at, r[j].base, limit_pfn);
			at = max_u64(at, r[j].base + r[j].size);
		}
		if (at < end)
			pages += whole_pages(s, at, end, limit_pfn);
	}
	if (ROWS(o, release)->returned != pages)
		return broken(b, "pages released", ROWS(o, release)->returned, pages);
	return true;
}

bool law_chunks_partition_release(const struct observation *o, const struct scenario *s,
				  struct broken *b)
{
	const struct obs_chunk *chunk = ROWS(o, chunk);
	uint64_t max_order = sc_max_order(s->geometry) - 1;
	uint64_t end = 0;
	uint64_t pages = 0;

	for (uint64_t i = 0; i < NR_ROWS(o, chunk); i++) {
		uint64_t nr = 1ull << chunk[i].order;

		if (chunk[i].order > max_order || chunk[i].pfn & (nr - 1))
			return broken_at(b, chunk[i].pfn, "order", chunk[i].order, max_order);
		if (chunk[i].pfn < end)
			return broken_at(b, chunk[i].pfn, "chunk behind", chunk[i].pfn, end);
		end = chunk[i].pfn + nr;
		pages += nr;
	}
	if (pages != ROWS(o, release)->returned)
		return broken(b, "pages of chunks", pages, ROWS(o, release)->returned);
	return true;
}

static uint64_t highmem_pages(const struct observation *o)
{
	return NR_ROWS(o, mem_init_state) ? ROWS(o, mem_init_state)->totalhigh_pages : 0;
}

bool law_release_counts_agree(const struct observation *o, const struct scenario *s,
			      struct broken *b)
{
	const struct obs_release *r = ROWS(o, release);
	const struct obs_zone_free *z = ROWS(o, zone_free);
	uint64_t high = highmem_pages(o);
	uint64_t managed = 0;
	uint64_t free = 0;

	for (uint64_t i = 0; i < NR_ROWS(o, zone_free); i++) {
		managed += z[i].managed;
		free += z[i].free;
		if (z[i].pcp_count)
			return broken(b, "pages on a boot pageset", z[i].pcp_count, 0);
		if (release_is_ordinary(o) && z[i].managed != z[i].free)
			return broken(b, "free pages of zone", z[i].free, z[i].managed);
	}
	/* Pages that are deferred are in the counts, but not yet in a zone. */
	if (!s->config.deferred_init && managed != r->returned + high)
		return broken(b, "managed pages", managed, r->returned + high);
	if (r->totalram != r->returned + high)
		return broken(b, "totalram_pages", r->totalram, r->returned + high);
	if (free != r->free)
		return broken(b, "free pages", r->free, free);
	if (release_is_ordinary(o) && r->pgfree_events != managed)
		return broken(b, "PGFREE", r->pgfree_events, managed);
	return true;
}

/* The tables of free lists of a stage; the late ones have the same columns. */
struct lists {
	const struct obs_free_block *block;
	uint64_t nr_blocks;
	const struct obs_free_area *area;
	uint64_t nr_areas;
	const struct obs_zone_free *zone;
	uint64_t nr_zones;
	const struct obs_page_run *run;
	uint64_t nr_runs;
};

static struct lists lists_after_release(const struct observation *o)
{
	return (struct lists){
	    .block = ROWS(o, free_block),
	    .nr_blocks = NR_ROWS(o, free_block),
	    .area = ROWS(o, free_area),
	    .nr_areas = NR_ROWS(o, free_area),
	    .zone = ROWS(o, zone_free),
	    .nr_zones = NR_ROWS(o, zone_free),
	    .run = (const void *)ROWS(o, released_page_run),
	    .nr_runs = NR_ROWS(o, released_page_run),
	};
}

static struct lists lists_late(const struct observation *o)
{
	return (struct lists){
	    .block = (const void *)ROWS(o, late_free_block),
	    .nr_blocks = NR_ROWS(o, late_free_block),
	    .area = (const void *)ROWS(o, late_free_area),
	    .nr_areas = NR_ROWS(o, late_free_area),
	    .zone = (const void *)ROWS(o, late_zone_free),
	    .nr_zones = NR_ROWS(o, late_zone_free),
	    .run = (const void *)ROWS(o, late_page_run),
	    .nr_runs = NR_ROWS(o, late_page_run),
	};
}

/* Blocks stand in the order of the areas: node, zone, order. */
static bool list_lengths_match(const struct lists *l, struct broken *b)
{
	uint64_t next = 0;

	for (uint64_t i = 0; i < l->nr_areas; i++) {
		uint64_t length = 0;

		while (next < l->nr_blocks && l->block[next].nid == l->area[i].nid &&
		       l->block[next].zone == l->area[i].zone &&
		       l->block[next].order == l->area[i].order) {
			length++;
			next++;
		}
		if (l->area[i].nr_free != length)
			return broken(b, "nr_free", l->area[i].nr_free, length);
	}
	if (next != l->nr_blocks)
		return broken(b, "blocks on lists", l->nr_blocks, next);
	for (uint64_t i = 0, area = 0; i < l->nr_zones; i++) {
		uint64_t pages = 0;

		for (; area < l->nr_areas && l->area[area].nid == l->zone[i].nid &&
		       l->area[area].zone == l->zone[i].zone;
		     area++)
			pages += l->area[area].nr_free << l->area[area].order;
		if (pages != l->zone[i].free)
			return broken(b, "pages on lists", pages, l->zone[i].free);
	}
	return true;
}

bool law_nr_free_is_list_length(const struct observation *o, const struct scenario *s,
				struct broken *b)
{
	struct lists l = lists_after_release(o);

	(void)s;
	return list_lengths_match(&l, b);
}

/* Stealing a pageblock moves every free block within it to the lists of the zone that steals, also
 * those of another zone (move_freepages compares zones in debug builds only). Where two zones meet
 * within a pageblock their lists may hold each other's blocks, and only the sums are sure. */
static bool runs_share_a_pageblock(const struct obs_page_run *run, uint64_t nr,
				   uint64_t pageblock_nr_pages)
{
	for (uint64_t i = 1; i < nr; i++)
		if ((run[i].zone != run[i - 1].zone || run[i].node != run[i - 1].node) &&
		    run[i].pfn % pageblock_nr_pages)
			return true;
	return false;
}

static bool zones_share_a_pageblock(const struct lists *l, uint64_t pageblock_nr_pages)
{
	return runs_share_a_pageblock(l->run, l->nr_runs, pageblock_nr_pages);
}

bool zone_counters_may_mix(const struct observation *o)
{
	return runs_share_a_pageblock((const void *)ROWS(o, released_page_run),
				      NR_ROWS(o, released_page_run), o->pageblock_nr_pages);
}

bool law_late_nr_free_is_list_length(const struct observation *o, const struct scenario *s,
				     struct broken *b)
{
	struct lists l = lists_late(o);
	uint64_t nr_free = 0;

	(void)s;
	if (!zones_share_a_pageblock(&l, o->pageblock_nr_pages))
		return list_lengths_match(&l, b);
	for (uint64_t i = 0; i < l.nr_areas; i++)
		nr_free += l.area[i].nr_free;
	return nr_free == l.nr_blocks || broken(b, "nr_free of all zones", nr_free, l.nr_blocks);
}

/* The run that pfn lies in, or NULL. */
static const struct obs_page_run *run_of(const struct lists *l, uint64_t pfn)
{
	uint64_t low = 0;
	uint64_t high = l->nr_runs;

	while (low < high) {
		uint64_t middle = low + (high - low) / 2;

		if (l->run[middle].pfn + l->run[middle].nr <= pfn)
			low = middle + 1;
		else
			high = middle;
	}
	return low < l->nr_runs && l->run[low].pfn <= pfn ? &l->run[low] : NULL;
}

static bool is_free_head(const struct obs_page_run *run, uint64_t order)
{
	return run && run->mapcount == MAPCOUNT_BUDDY && run->private == order;
}

/* One block's share in a sum over all blocks, in any order. */
static uint64_t block_share(uint64_t pfn, uint64_t order, uint64_t zone, uint64_t nid)
{
	uint64_t share = (pfn << 6 | order) * 0x9e3779b97f4a7c15u ^ (nid << 2 | zone);

	return (share ^ share >> 31) * 0xbf58476d1ce4e5b9u;
}

/* Whether the heads of free blocks among the struct pages are those on the lists, as the sums say.
 */
static bool heads_are_blocks(const struct lists *l, bool strangers)
{
	uint64_t sum = 0;

	for (uint64_t i = 0; i < l->nr_blocks; i++) {
		const struct obs_free_block *block = &l->block[i];

		if (block->pfn & ((1ull << block->order) - 1))
			return false;
		sum += block_share(block->pfn, block->order, strangers ? 0 : block->zone,
				   strangers ? 0 : block->nid);
	}
	for (uint64_t i = 0; i < l->nr_runs; i++) {
		const struct obs_page_run *run = &l->run[i];

		if (run->mapcount != MAPCOUNT_BUDDY)
			continue;
		if (run->refcount || run->flags || run->lru != LRU_LINKED)
			return false;
		for (uint64_t j = 0; j < run->nr; j++)
			sum -= block_share(run->pfn + j, run->private, strangers ? 0 : run->zone,
					   strangers ? 0 : run->node);
	}
	return sum == 0;
}

/* strangers: blocks may stand on the list of another zone than theirs. */
static bool blocks_are_well_formed(const struct lists *l, bool strangers, struct broken *b)
{
	if (heads_are_blocks(l, strangers))
		return true;
	for (uint64_t i = 0; i < l->nr_blocks; i++) {
		const struct obs_free_block *block = &l->block[i];
		const struct obs_page_run *head = run_of(l, block->pfn);

		if (block->pfn & ((1ull << block->order) - 1))
			return broken_at(b, block->pfn, "order", block->order, 0);
		if (!is_free_head(head, block->order))
			return broken_at(b, block->pfn, "mapcount of head",
					 head ? head->mapcount : 0, MAPCOUNT_BUDDY);
		if (head->refcount || head->flags || head->lru != LRU_LINKED)
			return broken_at(b, block->pfn, "flags of head", head->flags, 0);
		if (!strangers && (head->zone != block->zone || head->node != block->nid))
			return broken_at(b, block->pfn, "zone of head", head->zone, block->zone);
	}
	return broken(b, "heads that are on no list", l->nr_runs, l->nr_blocks);
}

bool law_free_blocks_well_formed(const struct observation *o, const struct scenario *s,
				 struct broken *b)
{
	struct lists l = lists_after_release(o);

	(void)s;
	return blocks_are_well_formed(&l, false, b);
}

bool law_late_free_blocks_well_formed(const struct observation *o, const struct scenario *s,
				      struct broken *b)
{
	struct lists l = lists_late(o);

	(void)s;
	return blocks_are_well_formed(&l, zones_share_a_pageblock(&l, o->pageblock_nr_pages), b);
}

bool law_free_pages_in_one_block(const struct observation *o, const struct scenario *s,
				 struct broken *b)
{
	struct lists l = lists_after_release(o);
	uint64_t heads = 0;
	uint64_t pages = 0;
	uint64_t in_blocks = 0;

	(void)s;
	if (!release_is_ordinary(o))
		return true;
	for (uint64_t i = 0; i < l.nr_runs; i++) {
		const struct obs_page_run *run = &l.run[i];

		if (run->mapcount == MAPCOUNT_BUDDY)
			heads += run->nr;
		if (!run->refcount && !(run->flags & PG_RESERVED) && run->mapcount)
			pages += run->nr;
	}
	for (uint64_t i = 0; i < l.nr_blocks; i++)
		in_blocks += 1ull << l.block[i].order;
	if (heads != l.nr_blocks)
		return broken(b, "heads of free blocks", heads, l.nr_blocks);
	if (pages != in_blocks)
		return broken(b, "free pages", pages, in_blocks);
	return true;
}

/* A block's buddy above it begins where it ends, a few runs further on. */
static bool no_buddy_is_free(const struct lists *l, uint64_t max_order, struct broken *b)
{
	for (uint64_t i = 0; i < l->nr_runs; i++) {
		const struct obs_page_run *run = &l->run[i];
		uint64_t order = run->private;
		uint64_t buddy = run->pfn + (1ull << (order & 63));
		uint64_t j = i + 1;

		if (run->mapcount != MAPCOUNT_BUDDY || order >= max_order)
			continue;
		if (run->nr > 1 && (run->nr > 2 || !(run->pfn & 1)))
			return broken_at(b, run->pfn, "free pages side by side", run->nr, 2);
		if (run->pfn & 1ull << order)
			continue;
		while (j < l->nr_runs && l->run[j].pfn < buddy)
			j++;
		if (j < l->nr_runs && l->run[j].pfn == buddy && is_free_head(&l->run[j], order) &&
		    l->run[j].zone == run->zone && l->run[j].node == run->node)
			return broken_at(b, run->pfn, "order of two free buddies", order,
					 order + 1);
	}
	return true;
}

bool law_buddies_are_merged(const struct observation *o, const struct scenario *s, struct broken *b)
{
	struct lists l = lists_after_release(o);

	return no_buddy_is_free(&l, sc_max_order(s->geometry) - 1, b);
}

bool law_late_buddies_are_merged(const struct observation *o, const struct scenario *s,
				 struct broken *b)
{
	struct lists l = lists_late(o);

	return no_buddy_is_free(&l, sc_max_order(s->geometry) - 1, b);
}

/* Whether a page looks like one of the rows of spec 04 6. */
static bool state_is_known(const struct obs_page_run *p)
{
	bool used = p->mapcount == MAPCOUNT_NONE && p->refcount == 1;
	bool zeroed = p->mapcount == 0 && p->refcount == 0;

	if (p->flags == PG_RESERVED)
		return (used || zeroed) && !p->private && !p->index && p->lru == LRU_SELF;
	if (p->flags)
		return false;
	if (p->mapcount == MAPCOUNT_BUDDY)
		return !p->refcount && p->lru == LRU_LINKED;
	if (used)
		return !p->private && !p->index && p->lru == LRU_SELF;
	if (zeroed)
		return !p->private && !p->index && p->lru == LRU_NULL && !p->zone && !p->node;
	return p->mapcount == MAPCOUNT_NONE && !p->refcount && !p->private &&
	       (p->lru == LRU_SELF || p->lru == LRU_POISON);
}

bool law_page_state_is_known(const struct observation *o, const struct scenario *s,
			     struct broken *b)
{
	const struct obs_released_page_run *run = ROWS(o, released_page_run);

	(void)s;
	if (!release_is_ordinary(o) || NR_ROWS(o, bootmem_page))
		return true;
	for (uint64_t i = 0; i < NR_ROWS(o, released_page_run); i++)
		if (!state_is_known((const void *)&run[i]))
			return broken_at(b, run[i].pfn, "flags", run[i].flags, run[i].refcount);
	return true;
}

/* The pfns that a reserved region marks: its end is the inclusive last byte, rounded up. */
static void marked_pfns(const struct scenario *s, const struct obs_final_reserved_region *r,
			uint64_t *start, uint64_t *end)
{
	uint64_t last = r->base + r->size - 1;

	*start = r->base >> sc_page_shift(s);
	*end = r->size ? pfn_up(s, last) : 0;
}

/* Page frames whose first byte is in a memory region that is mapped: pfn_valid of ARM. Regions
 * ascend, and so do the pfns asked for; *at is the first region that may hold one. */
static bool is_map_memory(const struct observation *o, const struct scenario *s, uint64_t pfn,
			  uint64_t *at)
{
	const struct obs_final_memory_region *m = ROWS(o, final_memory_region);
	uint64_t address = pfn << sc_page_shift(s);

	while (*at < NR_ROWS(o, final_memory_region) && m[*at].base + m[*at].size <= address)
		++*at;
	return *at < NR_ROWS(o, final_memory_region) && m[*at].base <= address &&
	       !(m[*at].flags & MEMBLOCK_NOMAP);
}

/* Whether PG_reserved is right of the pages of one run that lie in [start, end): all of them are in
 * a reservation. Counts those that bear it. */
static bool flagged_as_reserved(const struct observation *o, const struct scenario *s,
				const struct obs_released_page_run *run, uint64_t start,
				uint64_t end, uint64_t *flagged, struct broken *b)
{
	uint64_t region = 0;
	bool has = run->flags & PG_RESERVED;

	for (uint64_t pfn = max_u64(run->pfn, start); pfn < min_u64(run->pfn + run->nr, end);
	     pfn++) {
		if (is_map_memory(o, s, pfn, &region) != has)
			return broken_at(b, pfn, "PG_reserved", has, !has);
		*flagged += has;
	}
	return true;
}

bool law_reserved_memory_is_flagged(const struct observation *o, const struct scenario *s,
				    struct broken *b)
{
	const struct obs_released_page_run *run = ROWS(o, released_page_run);
	const struct obs_final_reserved_region *r = ROWS(o, final_reserved_region);
	uint64_t first_run = 0, done = 0, flagged = 0, all = 0;

	for (uint64_t i = 0; i < NR_ROWS(o, released_page_run); i++)
		all += run[i].flags & PG_RESERVED ? run[i].nr : 0;
	for (uint64_t i = 0; i < NR_ROWS(o, final_reserved_region); i++) {
		uint64_t start, end;

		/* free_highpages loses sight of what ends in the last page of all. */
		if (r[i].base + r[i].size > UINT32_MAX - (UINT64_C(1) << sc_page_shift(s)))
			return true;
		marked_pfns(s, &r[i], &start, &end);
		start = max_u64(start, done);
		while (first_run < NR_ROWS(o, released_page_run) &&
		       run[first_run].pfn + run[first_run].nr <= start)
			first_run++;
		for (uint64_t j = first_run; j < NR_ROWS(o, released_page_run) && run[j].pfn < end;
		     j++)
			if (!flagged_as_reserved(o, s, &run[j], start, end, &flagged, b))
				return false;
		done = max_u64(done, end);
	}
	return flagged == all || broken(b, "pages with PG_reserved", all, flagged);
}

bool law_reserved_flag_matches_list(const struct observation *o, const struct scenario *s,
				    struct broken *b)
{
	const struct obs_released_page_run *run = ROWS(o, released_page_run);
	const struct obs_final_reserved_region *r = ROWS(o, final_reserved_region);
	uint64_t nr_runs = NR_ROWS(o, released_page_run);
	uint64_t first_run = 0;
	uint64_t done = 0; /* pfns below it have been counted */
	uint64_t flagged = 0;
	uint64_t marked = 0;

	(void)s;
	for (uint64_t i = 0; i < nr_runs; i++)
		flagged += run[i].flags & PG_RESERVED ? run[i].nr : 0;
	for (uint64_t i = 0; i < NR_ROWS(o, final_reserved_region); i++) {
		uint64_t start, end;

		marked_pfns(s, &r[i], &start, &end);
		start = max_u64(start, done);
		while (first_run < nr_runs && run[first_run].pfn + run[first_run].nr <= start)
			first_run++;
		for (uint64_t j = first_run; j < nr_runs && run[j].pfn < end; j++) {
			uint64_t from = max_u64(run[j].pfn, start);
			uint64_t to = min_u64(run[j].pfn + run[j].nr, end);

			if (from >= to)
				continue;
			if (!(run[j].flags & PG_RESERVED))
				return broken_at(b, from, "PG_reserved", 0, PG_RESERVED);
			marked += to - from;
		}
		done = max_u64(done, end);
	}
	if (flagged != marked)
		return broken(b, "pages with PG_reserved", flagged, marked);
	return true;
}

bool law_memory_line_adds_up(const struct observation *o, const struct scenario *s,
			     struct broken *b)
{
	const struct obs_release *r = ROWS(o, release);
	const struct obs_node *node = ROWS(o, node);
	uint64_t present = 0;
	uint64_t kib = UINT64_C(1) << (sc_page_shift(s) - 10);
	uint64_t mask = s->geometry == SC_ARM_FLATMEM ? UINT32_MAX : UINT64_MAX; /* of a word */
	uint64_t reserved;

	for (uint64_t i = 0; i < NR_ROWS(o, node); i++)
		present += node[i].online ? node[i].present : 0;
	present &= mask;
	reserved = (present - r->totalram) * kib & mask;
	if (r->physpages != present)
		return broken(b, "physpages", r->physpages, present);
	if (r->total_kib != (present * kib & mask))
		return broken(b, "total KiB", r->total_kib, present * kib & mask);
	if (r->available_kib != r->free * kib)
		return broken(b, "available KiB", r->available_kib, r->free * kib);
	if (r->reserved_kib != reserved)
		return broken(b, "reserved KiB", r->reserved_kib, reserved);
	return true;
}

/* Pages that an allocation after boot took from the lists itself: slabs have their own count. */
static uint64_t pages_held(const struct scenario *s, const struct sc_late_op *op)
{
	uint64_t mask = s->geometry == SC_ARM_FLATMEM ? UINT32_MAX : UINT64_MAX; /* of a word */
	uint64_t bytes = op->bytes & mask;
	uint64_t order = 0;

	if (op->kind == SC_LATE_ALLOC_PAGES)
		return UINT64_C(1) << op->order;
	if (op->kind != SC_LATE_KMALLOC || bytes <= UINT64_C(2) << sc_page_shift(s))
		return 0;
	/* What needs a higher order than there is was not got. */
	while (order < sc_max_order(s->geometry) &&
	       UINT64_C(1) << (sc_page_shift(s) + order) < bytes)
		order++;
	return UINT64_C(1) << order;
}

/* What slabs, page tables and vmalloc areas hold at the end. */
static uint64_t pages_owned(const struct observation *o)
{
	const struct obs_late_zone_stat *stat = ROWS(o, late_zone_stat);
	const struct obs_late_vmap_area *area = ROWS(o, late_vmap_area);
	uint64_t pages = 0;

	for (uint64_t i = 0; i < NR_ROWS(o, late_zone_stat); i++)
		pages += stat[i].slab_unreclaimable + stat[i].kaisertable;
	for (uint64_t i = 0; i < NR_ROWS(o, late_vmap_area); i++)
		pages += area[i].nr_pages;
	return pages;
}

static bool allocation_failed(const struct sc_late_op *op, uint64_t result)
{
	return result == (op->kind == SC_LATE_ALLOC_PAGES ? UINT64_MAX : 0);
}

/* Where page frame 0 is memory, 0 is an object's address as well as a failure. */
static bool may_be_at_zero(const struct observation *o, const struct sc_late_op *op,
			   uint64_t result)
{
	return op->kind == SC_LATE_KMALLOC && !result && NR_ROWS(o, memory_region) &&
	       ROWS(o, memory_region)->base == 0;
}

bool law_pages_conserved(const struct observation *o, const struct scenario *s, struct broken *b)
{
	const struct obs_late_op *row = ROWS(o, late_op);
	const struct obs_deferred_thread *thread = ROWS(o, deferred_thread);
	uint64_t free = ROWS(o, release)->free - pages_owned(o);
	uint64_t totalram = ROWS(o, release)->totalram;

	for (uint64_t i = 0; i < NR_ROWS(o, deferred_thread); i++)
		free += thread[i].nr_pages;
	for (uint64_t i = 0; i < NR_ROWS(o, late_op); i++) {
		const struct sc_late_op *op = &s->late_ops[row[i].op];

		if (row[i].result == UINT64_MAX)
			continue;
		if (may_be_at_zero(o, op, row[i].result))
			return true;
		if (op->kind == SC_LATE_FREE) {
			free += pages_held(s, &s->late_ops[op->operation]);
		} else if (op->kind == SC_LATE_FREE_LATE) {
			free += row[i].result;
			totalram += row[i].result;
		} else if (!allocation_failed(op, row[i].result)) {
			free -= pages_held(s, op);
		}
	}
	if (NR_ROWS(o, late_bad_page) == 0 && ROWS(o, late)->free != free)
		return broken(b, "free pages", ROWS(o, late)->free, free);
	if (ROWS(o, late)->totalram != totalram)
		return broken(b, "totalram_pages", ROWS(o, late)->totalram, totalram);
	return true;
}
