/*
 * Deferred initialisation of struct pages: what mem_init leaves to a thread of each node.
 *
 * The kernel's threads share nothing but what a border between two nodes can show, where it matters
 * which is first. Ours write struct pages only; then the nodes release theirs in ascending order.
 * Whether a page is written before or after its neighbour is released makes no difference: written
 * or not, it heads no free block.
 */
#include "memmap.h"
#include "minmax.h"
#include "page_alloc.h"

#include <pthread.h>
#include <unistd.h>

enum {
	/* 2 GiB: what a node has initialised at once; on tiny so much less that a zone has more. */
	STATIC_INIT_PAGES = 2u << (30 - PAGE_SHIFT),
	STATIC_INIT_PAGES_TINY = 0x100,
	MAX_THREADS = 64,
	/* A thread is worth its start from so many pages on: 64 MiB of struct pages. */
	PAGES_PER_THREAD = 1 << 20,
	STRETCH_PAGES = 1 << 15,
};

void reset_deferred_meminit(struct page_alloc *pa, const struct memblock *mb,
			    struct pglist_data *pgdat)
{
	uint64_t start = pgdat->node_start_pfn;
	uint64_t pages = pa->sparse->geometry->max_order == MAX_ORDER_LIMIT
			     ? STATIC_INIT_PAGES
			     : STATIC_INIT_PAGES_TINY;

	pgdat->first_deferred_pfn = UINT64_MAX;
	pgdat->static_init_pgcnt = 0;
	if (!pa->options.deferred_init)
		return;
	pages = max_u64(pages, pgdat->node_spanned_pages >> 8);
	pages +=
	    PFN_DOWN(memblock_reserved_memory_within(mb, PFN_PHYS(start), PFN_PHYS(start + pages)));
	pgdat->static_init_pgcnt = min_u64(pages, pgdat->node_spanned_pages);
}

unsigned int early_pfn_to_nid(struct page_alloc *pa, const struct memblock *mb, uint64_t pfn)
{
	struct early_pfnnid_cache *cache = &pa->early_pfnnid_cache;
	uint64_t start_pfn, end_pfn;
	int nid;

	if (pfn >= cache->last_start && pfn < cache->last_end)
		return (unsigned int)cache->last_nid;
	nid = memblock_search_pfn_nid(mb, pfn, &start_pfn, &end_pfn);
	if (nid < 0)
		return numa_mem_id(pa);
	*cache = (struct early_pfnnid_cache){start_pfn, end_pfn, nid};
	return (unsigned int)nid;
}

bool early_page_uninitialised_slow(struct page_alloc *pa, const struct memblock *mb, uint64_t pfn)
{
	unsigned int nid = early_pfn_to_nid(pa, mb, pfn);

	return nid < MAX_NUMNODES && (pa->node_online_map >> nid & 1) &&
	       pfn >= pa->node_data[nid].first_deferred_pfn;
}

/* __init_single_page of 4.9, which clears nothing: what get_page_bootmem has stored stays. */
static void init_single_page(struct page *page, uint64_t flags)
{
	page->flags = (page->flags & PAGE_FLAGS_MASK) | flags;
	page->_mapcount = -1;
	page->_refcount = 1;
	list_init(&page->lru);
}

void init_reserved_page(struct page_alloc *pa, const struct memblock *mb, uint64_t pfn)
{
	unsigned int nid, zone;

	if (!early_page_uninitialised(pa, mb, pfn))
		return;
	nid = early_pfn_to_nid(pa, mb, pfn);
	for (zone = 0; zone < MAX_NR_ZONES; zone++)
		if (zone_spans_pfn(&pa->node_data[nid].node_zones[zone], pfn))
			break;
	/* In no zone: the number of zones, of which the page keeps the bits that it has room for.
	 */
	init_single_page(pfn_to_page(pa->sparse, pfn),
			 page_flags_of((enum zone_type)(zone % MAX_NR_ZONES), nid));
}

/*
 * Late.
 */

/* Whole pages [pfn, end_pfn) of the memory of a node, to be looked at one by one. */
struct work {
	uint64_t pfn;
	uint64_t end_pfn;
	uint64_t flags; /* node and zone of what is initialised */
};

/* The zone that a node's first deferred page frame is in: the first that ends after it. */
static const struct zone *deferred_zone(const struct pglist_data *pgdat, uint64_t pfn)
{
	const struct zone *zone = pgdat->node_zones;

	while (zone < pgdat->node_zones + MAX_NR_ZONES - 1 &&
	       pfn >= zone->zone_start_pfn + zone->spanned_pages)
		zone++;
	return zone;
}

/* The pieces of memory that a node's thread walks over. */
struct walk {
	const struct memblock *mb;
	const struct zone *zone;
	struct memblock_cursor cursor;
	uint64_t first_pfn;
};

static bool next_piece(struct walk *walk, struct work *work)
{
	const struct zone *zone = walk->zone;
	uint64_t start, end;

	while (
	    memblock_next_mem_pfn_range(walk->mb, &walk->cursor, zone->nid, &start, &end, NULL)) {
		end = min_u64(end, zone->zone_start_pfn + zone->spanned_pages);
		start = max_u64(max_u64(start, walk->first_pfn), zone->zone_start_pfn);
		walk->first_pfn = max_u64(end, walk->first_pfn);
		if (start >= end)
			continue;
		work->pfn = start;
		work->end_pfn = end;
		work->flags = page_flags_of((enum zone_type)zone->index, zone->nid);
		return true;
	}
	return false;
}

/* The nodes' pieces, handed out by the stretch. */
struct pool {
	struct sparse *sparse;
	pthread_mutex_t lock;
	uint32_t nr_walks;
	uint32_t current;  /* walks before it are done */
	struct work piece; /* what is left of the piece at hand */
	struct walk walks[MAX_NUMNODES];
};

static bool take_stretch(struct pool *pool, struct work *work)
{
	bool found;

	pthread_mutex_lock(&pool->lock);
	while (pool->piece.pfn >= pool->piece.end_pfn && pool->current < pool->nr_walks)
		if (!next_piece(&pool->walks[pool->current], &pool->piece))
			pool->current++;
	found = pool->piece.pfn < pool->piece.end_pfn;
	*work = pool->piece;
	if (found) {
		work->end_pfn = min_u64(work->end_pfn, (work->pfn | (STRETCH_PAGES - 1)) + 1);
		pool->piece.pfn = work->end_pfn;
	}
	pthread_mutex_unlock(&pool->lock);
	return found;
}

/* A page that is initialised already bears its node, its zone or a flag; nothing tells one of zone
 * 0 of node 0 that bears no flag. mem_cgroup marks what is initialised here until it is released.
 */
static void init_stretch(struct sparse *sparse, const struct work *work)
{
	for (uint64_t pfn = work->pfn; pfn < work->end_pfn; pfn++) {
		struct page *page = pfn_to_page(sparse, pfn);

		if (!pfn_valid(sparse, pfn) || page->flags)
			continue;
		init_single_page(page, work->flags);
		page->mem_cgroup = page;
	}
}

static void *init_stretches(void *arg)
{
	struct pool *pool = arg;
	struct work work;

	while (take_stretch(pool, &work))
		init_stretch(pool->sparse, &work);
	return NULL;
}

/* This thread and others; those that cannot be started leave more to the rest. */
static void run_threads(struct pool *pool, unsigned int nr_threads)
{
	pthread_t threads[MAX_THREADS];
	unsigned int nr = 0;

	while (nr + 1 < nr_threads && nr < MAX_THREADS &&
	       !pthread_create(&threads[nr], NULL, init_stretches, pool))
		nr++;
	(void)init_stretches(pool);
	while (nr)
		pthread_join(threads[--nr], NULL);
}

static unsigned int choose_threads(uint64_t nr_pages)
{
	uint64_t wanted = nr_pages / PAGES_PER_THREAD;
	long cpus;

	if (wanted <= 1)
		return 1;
	cpus = sysconf(_SC_NPROCESSORS_ONLN);
	return (unsigned int)min_u64(wanted, cpus > 1 ? (uint64_t)cpus : 1);
}

/* deferred_free_range: [pfn, end_pfn) of one pageblock. */
static void free_range(struct page_alloc *pa, const struct zone *zone, uint64_t pfn,
		       uint64_t end_pfn, struct deferred_thread *thread)
{
	unsigned int order = pa->sparse->geometry->pageblock_order;
	uint64_t nr = UINT64_C(1) << order;

	if (pfn == end_pfn)
		return;
	for (uint64_t p = pfn; p < end_pfn; p++)
		pfn_to_page(pa->sparse, p)->mem_cgroup = NULL;
	thread->nr_pages += end_pfn - pfn;
	thread->nr_runs++;
	if (!(pfn & (nr - 1)))
		*pageblock_type(pa->sparse, pfn, zone->index) =
		    pa->page_group_by_mobility_disabled ? MIGRATE_UNMOVABLE : MIGRATE_MOVABLE;
	if (end_pfn - pfn == nr) {
		free_pages_boot_core(pa, pfn, order);
		return;
	}
	for (; pfn < end_pfn; pfn++)
		free_pages_boot_core(pa, pfn, 0);
}

/* Releases what of a piece has just been initialised, by the run within a pageblock. */
static void free_piece(struct page_alloc *pa, const struct zone *zone, const struct work *piece,
		       struct deferred_thread *thread)
{
	uint64_t in_block = (UINT64_C(1) << pa->sparse->geometry->pageblock_order) - 1;
	uint64_t start = piece->pfn;
	uint64_t pfn;

	for (pfn = piece->pfn; pfn < piece->end_pfn && !pa->fault; pfn++) {
		bool valid = pfn_valid(pa->sparse, pfn);

		/* Only the first page of a pageblock is asked for. */
		if (!valid && (pfn & in_block)) {
			pa->fault = PAGE_ALLOC_NO_STRUCT_PAGE;
			return;
		}
		if (!(pfn & in_block)) {
			free_range(pa, zone, start, pfn, thread);
			start = pfn;
		}
		if (valid && pfn_to_page(pa->sparse, pfn)->mem_cgroup)
			continue;
		free_range(pa, zone, start, pfn, thread);
		start = pfn + 1;
	}
	free_range(pa, zone, start, pfn, thread);
}

void page_alloc_init_late(struct page_alloc *pa, const struct memblock *mb,
			  struct deferred_thread threads[MAX_NUMNODES], unsigned int nr_threads)
{
	struct pool pool = {.sparse = pa->sparse, .lock = PTHREAD_MUTEX_INITIALIZER};
	struct walk walks[MAX_NUMNODES];
	uint64_t nr_pages = 0;

	for (int nid = node_next(pa->n_memory, -1); nid >= 0; nid = node_next(pa->n_memory, nid)) {
		struct pglist_data *pgdat = &pa->node_data[nid];
		struct deferred_thread *thread = &threads[nid];
		struct walk *walk = &pool.walks[pool.nr_walks];

		*thread = (struct deferred_thread){.first_pfn = pgdat->first_deferred_pfn};
		thread->ran = pgdat->first_deferred_pfn != UINT64_MAX;
		if (!thread->ran)
			continue;
		*walk = (struct walk){.mb = mb,
				      .zone = deferred_zone(pgdat, thread->first_pfn),
				      .first_pfn = thread->first_pfn};
		walks[pool.nr_walks++] = *walk;
		nr_pages += pgdat->node_start_pfn + pgdat->node_spanned_pages - thread->first_pfn;
		pgdat->first_deferred_pfn = UINT64_MAX;
	}
	pa->lowest_deferred_pfn = UINT64_MAX;
	run_threads(&pool, nr_threads ? nr_threads : choose_threads(nr_pages));
	for (uint32_t i = 0; i < pool.nr_walks && !pa->fault; i++) {
		struct work piece;

		while (!pa->fault && next_piece(&walks[i], &piece))
			free_piece(pa, walks[i].zone, &piece, &threads[walks[i].zone->nid]);
	}
}
