/* The release. Spec 04. */
#include "nobootmem.h"

#include "bitmap.h"
#include "machine.h"

enum {
	MAX_RESERVED_RANGES = 1 << 18,
	MAX_CHUNKS = 1 << 27,
};

bool model_release_open(struct release *r)
{
	return model_trace_open(&r->reserved_ranges, MAX_RESERVED_RANGES) &&
	       model_trace_open(&r->chunks, MAX_CHUNKS);
}

void model_release_close(struct release *r)
{
	model_trace_close(&r->reserved_ranges);
	model_trace_close(&r->chunks);
}

void model_release_reset(struct release *r)
{
	r->returned = 0;
	r->reserved_ranges.nr = r->chunks.nr = 0;
}

/* reset_all_zones_managed_pages: the estimates go. */
static void reset_managed_pages(struct machine *m)
{
	for (int nid = 0; nid < MAX_NUMNODES; nid++)
		for (int zone = 0; m->numa.online[nid] && zone < MAX_NR_ZONES; zone++)
			m->mmzone.nodes[nid].zones[zone].managed = 0;
}

/* init_reserved_page: what is left for later is initialised now. A page frame that no zone of its
 * node spans has a zone number that does not fit into the flags: 0 [Q]. */
static void init_reserved_page(struct machine *m, uint64_t pfn)
{
	const struct node *node;
	int nid, zone;

	if (!model_early_page_uninitialised(m, pfn))
		return;
	nid = model_early_pfn_to_nid(m, pfn);
	node = &m->mmzone.nodes[nid];
	for (zone = 0; zone < MAX_NR_ZONES; zone++)
		if (pfn >= node->zones[zone].start_pfn &&
		    pfn < node->zones[zone].start_pfn + node->zones[zone].spanned)
			break;
	model_init_single_pages(m, pfn, pfn + 1, zone_id(nid, zone % MAX_NR_ZONES));
}

/* reserve_bootmem_region. 4.9 takes the last byte for the end, and leaves its page out if it is
 * that page's first byte [Q]. */
static void reserve_bootmem_region(struct machine *m, const struct memblock_region *r)
{
	uint64_t pfn = pfn_down(m->geometry, r->base);
	uint64_t end_pfn = pfn_up(m->geometry, r->base + r->size - !m->config.rules->exclusive_end);
	uint64_t run_end;

	if (pfn < end_pfn)
		model_trace_add(&m->release.reserved_ranges, pfn, end_pfn, 0);
	while (pfn < end_pfn && model_next_valid_run(m, pfn, end_pfn, &pfn, &run_end)) {
		/* The part of a page at the very end of memory is valid, but may have none. */
		if (m->geometry->flatmem && run_end > m->flat.end_pfn)
			model_stop(m, STOP_NO_STRUCT_PAGE);
		for (uint64_t p = pfn; m->config.deferred_init && p < run_end; p++)
			init_reserved_page(m, p);
		bits_set(m->memmap.reserved, pfn, run_end - pfn);
		bits_set(m->memmap.lru_self, pfn, run_end - pfn);
		pfn = run_end;
	}
}

/* __free_pages_bootmem */
static void free_pages_bootmem(struct machine *m, uint64_t pfn, unsigned int order)
{
	if (!model_early_page_uninitialised(m, pfn))
		model_free_pages_boot_core(m, pfn, order);
}

/* __free_pages_memory: the largest aligned blocks that fit, from the bottom up. */
static void free_pages_memory(struct machine *m, uint64_t start_pfn, uint64_t end_pfn)
{
	while (start_pfn < end_pfn) {
		unsigned int order = m->geometry->max_order - 1;

		while (start_pfn & ((UINT64_C(1) << order) - 1) ||
		       start_pfn + (UINT64_C(1) << order) > end_pfn)
			order--;
		model_trace_add(&m->release.chunks, start_pfn, order, 0);
		free_pages_bootmem(m, start_pfn, order);
		start_pfn += UINT64_C(1) << order;
	}
}

/* __free_memory_core: whole pages below max_low_pfn. */
static uint64_t free_memory_core(struct machine *m, uint64_t start, uint64_t end)
{
	uint64_t start_pfn = pfn_up(m->geometry, start);
	uint64_t end_pfn = min_u64(pfn_down(m->geometry, end), m->max_low_pfn);

	if (start_pfn > end_pfn)
		return 0;
	free_pages_memory(m, start_pfn, end_pfn);
	return end_pfn - start_pfn;
}

static void stop_if_free_range_wraps(struct machine *m)
{
	struct free_cursor cursor = {0};
	uint64_t start, end;

	while (model_next_free_range(m, &cursor, NUMA_NO_NODE, MEMBLOCK_NONE, &start, &end))
		if (pfn_up_wraps(m->geometry, start))
			model_stop(m, STOP_PFN_WRAP);
}

/* Reserved regions learn the node of the memory they lie in. A grown table may add a region below
 * those done with: then all is done again, the marks too. A failure is not looked at. */
static void set_reserved_nodes(struct machine *m)
{
	const struct memblock_type *memory = &m->memblock.memory;
	struct memblock_type *reserved = &m->memblock.reserved;
	uint64_t max;

	do {
		max = reserved->max;
		for (uint64_t i = 0; i < memory->cnt; i++) {
			const struct memblock_region *r = &memory->regions[i];

			if (r->flags & MEMBLOCK_NOMAP)
				reserve_bootmem_region(m, r);
			model_memblock_set_node(m, reserved, r->base, r->size, r->nid);
		}
	} while (max != reserved->max);
}

static void reserve_nomap(struct machine *m)
{
	const struct memblock_type *memory = &m->memblock.memory;

	for (uint64_t i = 0; i < memory->cnt; i++)
		if (memory->regions[i].flags & MEMBLOCK_NOMAP)
			reserve_bootmem_region(m, &memory->regions[i]);
}

/* memmap_init_reserved_pages. Where reserved regions learn their nodes, NOMAP memory is marked on
 * the way. */
static void mark_reserved_pages(struct machine *m)
{
	const struct rules *rules = m->config.rules;
	const struct memblock_type *reserved = &m->memblock.reserved;

	if (rules->reserved_nodes)
		set_reserved_nodes(m);
	for (uint64_t i = 0; i < reserved->cnt; i++)
		reserve_bootmem_region(m, &reserved->regions[i]);
	if (rules->nomap_reserved)
		reserve_nomap(m);
}

/* free_low_memory_core_early: every reservation is marked before anything is released. */
static uint64_t free_low_memory_core_early(struct machine *m)
{
	struct free_cursor cursor = {0};
	uint64_t pages = 0;
	uint64_t start, end;

	model_memblock_clear_hotplug(m, 0, UINT64_MAX);
	stop_if_free_range_wraps(m);
	mark_reserved_pages(m);
	while (model_next_free_range(m, &cursor, NUMA_NO_NODE, MEMBLOCK_NONE, &start, &end))
		pages += free_memory_core(m, start, end);
	return pages;
}

uint64_t model_free_all_bootmem(struct machine *m)
{
	reset_managed_pages(m);
	m->release.returned = free_low_memory_core_early(m);
	m->buddy.totalram_pages += m->release.returned;
	return m->release.returned;
}

uint64_t model_free_memblock_late(struct machine *m, uint64_t base, uint64_t size)
{
	uint64_t start_pfn = pfn_up(m->geometry, base);
	uint64_t end_pfn = pfn_down(m->geometry, word(m->geometry, base + size));

	for (uint64_t pfn = start_pfn; pfn < end_pfn; pfn++)
		if (!model_pfn_valid(m, pfn) || !bit_test(m->memmap.reserved, pfn))
			model_stop(m, STOP_FREE_LATE);
	for (uint64_t pfn = start_pfn; pfn < end_pfn; pfn++) {
		free_pages_bootmem(m, pfn, 0);
		m->buddy.totalram_pages++;
	}
	return start_pfn < end_pfn ? end_pfn - start_pfn : 0;
}
