/* deferred_init_memmap. Spec 03, 11, and Linux 4.9. */
#include "deferred.h"

#include "bitmap.h"
#include "machine.h"

bool model_deferred_open(struct deferred *d)
{
	return model_trace_open(&d->threads, MAX_NUMNODES);
}

void model_deferred_close(struct deferred *d)
{
	model_trace_close(&d->threads);
}

/* What one thread works on: the run of pages that wait to be freed together, and what was freed. */
struct thread {
	int nid;
	int zone;
	uint64_t run_pfn;
	uint64_t run_pages;
	uint64_t nr_pages;
	uint64_t nr_runs;
};

/* deferred_free_range: a whole pageblock at once, anything else page by page. */
static void free_run(struct machine *m, struct thread *t)
{
	uint64_t block_pages = pageblock_nr_pages(m->geometry);
	uint64_t pfn = t->run_pfn;

	t->nr_pages += t->run_pages;
	t->nr_runs += t->run_pages > 0;
	if (t->run_pages == block_pages && pfn % block_pages == 0) {
		model_retype_pageblock(m, pfn, MIGRATE_MOVABLE);
		model_free_pages_boot_core(m, pfn, m->geometry->pageblock_order);
		t->run_pages = 0;
		return;
	}
	for (; t->run_pages > 0; t->run_pages--, pfn++) {
		if (pfn % block_pages == 0)
			model_retype_pageblock(m, pfn, MIGRATE_MOVABLE);
		model_free_pages_boot_core(m, pfn, 0);
	}
}

/* Whether page->flags is not 0: the numbers of node and zone count like any flag. */
static bool has_flags(const struct machine *m, uint64_t pfn)
{
	return m->memmap.zone_id[pfn] != 0 || bit_test(m->memmap.reserved, pfn) ||
	       (m->memmap.traits[pfn] & PAGE_PRIVATE);
}

/* [pfn, end_pfn) of one memory range. */
static void init_range(struct machine *m, struct thread *t, uint64_t pfn, uint64_t end_pfn,
		       struct pfnnid_cache *cache)
{
	uint64_t block_pages = pageblock_nr_pages(m->geometry);

	for (; pfn < end_pfn; pfn++) {
		int nid = t->nid;

		if (pfn % block_pages == 0)
			free_run(m, t);
		if (pfn % block_pages == 0 && !model_pfn_valid(m, pfn)) {
			free_run(m, t);
			continue;
		}
		if (m->config.nodes_span_other_nodes)
			nid = model_pfn_to_nid(m, pfn, cache);
		if (nid >= 0 && nid != t->nid) {
			free_run(m, t);
			continue;
		}
		/* Amid a pageblock nobody asks whether there is a struct page to look at. */
		if (!model_pfn_valid(m, pfn))
			model_stop(m, STOP_NO_STRUCT_PAGE);
		if (has_flags(m, pfn)) {
			free_run(m, t);
			continue;
		}
		model_init_single_pages(m, pfn, pfn + 1, zone_id(t->nid, t->zone));
		if (t->run_pages == 0)
			t->run_pfn = pfn;
		t->run_pages++;
	}
	free_run(m, t);
}

/* deferred_init_memmap: the pages of the node's memory from first_deferred_pfn on, in the first
 * zone that ends behind it. */
static void init_memmap(struct machine *m, int nid)
{
	struct node *node = &m->mmzone.nodes[nid];
	struct thread t = {.nid = nid};
	struct pfnnid_cache cache = {0};
	const uint64_t first_deferred_pfn = node->first_deferred_pfn;
	uint64_t first_init_pfn = first_deferred_pfn;
	const struct zone *z = &node->zones[0];
	uint64_t i = 0;
	uint64_t start_pfn, end_pfn;
	int region_nid;

	if (first_init_pfn == UINT64_MAX)
		return;
	node->first_deferred_pfn = UINT64_MAX;
	while (first_init_pfn >= z->start_pfn + z->spanned)
		z = &node->zones[++t.zone];
	while (model_next_mem_pfn_range(m, &i, nid, &start_pfn, &end_pfn, &region_nid)) {
		end_pfn = min_u64(end_pfn, z->start_pfn + z->spanned);
		init_range(m, &t, max_u64(max_u64(first_init_pfn, start_pfn), z->start_pfn),
			   end_pfn, &cache);
		first_init_pfn = max_u64(end_pfn, first_init_pfn);
	}
	model_trace_add_row(&m->deferred.threads, (struct trace_row){.a = (uint64_t)nid,
								     .b = first_deferred_pfn,
								     .c = t.nr_pages,
								     .d = t.nr_runs});
}

void model_page_alloc_init_late(struct machine *m)
{
	for (int nid = 0; nid < MAX_NUMNODES; nid++)
		if (m->numa.online[nid] && m->mmzone.nodes[nid].has_memory)
			init_memmap(m, nid);
}
