/* Initialising the struct pages. Spec 03, 2 and 8. */
#include "memmap.h"

#include <string.h>

#include "bitmap.h"
#include "machine.h"

#define MODEL_PFNS (UINT64_C(1) << MODEL_PFN_BITS)

/* Each bitmap begins a few cache lines further into its page than the one before: most work looks
 * at the same page frames in all of them, and they shall not push each other out of the cache. */
#define STAGGER_BYTES (5 * 64)
#define BITMAP_BYTES  (MODEL_PFNS / 8 + STAGGER_BYTES)

/* Pageblocks are of 8 pages at least. */
#define PAGEBLOCK_BYTES (MODEL_PFNS / 8 / 8)

enum { NR_PAGE_MAPS = 7 + MODEL_MAX_ORDER };

/* The bitmaps of attributes of a page, all of them. */
static void page_maps(struct memmap *mm, uint64_t **maps[NR_PAGE_MAPS])
{
	uint64_t **attributes[] = {&mm->reserved,         &mm->refcount_one, &mm->mapcount_reset,
				   &mm->lru_self,         &mm->lru_poison,   &mm->index_movable,
				   &mm->index_reclaimable};
	int nr = 0;

	for (; nr < NR_PAGE_MAPS - MODEL_MAX_ORDER; nr++)
		maps[nr] = attributes[nr];
	for (int order = 0; order < MODEL_MAX_ORDER; order++)
		maps[nr++] = &mm->buddy[order];
}

bool model_memmap_open(struct memmap *mm)
{
	uint64_t **maps[NR_PAGE_MAPS];

	mm->page_maps = model_map(NR_PAGE_MAPS * BITMAP_BYTES);
	if (!mm->page_maps)
		return false;
	page_maps(mm, maps);
	for (size_t i = 0; i < NR_PAGE_MAPS; i++)
		*maps[i] = (uint64_t *)mm->page_maps + i * (BITMAP_BYTES / sizeof(uint64_t));
	mm->zone_id = model_map(MODEL_PFNS);
	mm->pageblock_movable = model_map(PAGEBLOCK_BYTES);
	mm->pageblock_reclaimable = model_map(PAGEBLOCK_BYTES);
	return mm->zone_id && mm->pageblock_movable && mm->pageblock_reclaimable;
}

void model_memmap_close(struct memmap *mm)
{
	model_unmap(mm->page_maps, NR_PAGE_MAPS * BITMAP_BYTES);
	model_unmap(mm->zone_id, MODEL_PFNS);
	model_unmap(mm->pageblock_movable, PAGEBLOCK_BYTES);
	model_unmap(mm->pageblock_reclaimable, PAGEBLOCK_BYTES);
}

enum migratetype model_pageblock_type(const struct machine *m, uint64_t pfn)
{
	uint64_t block = pfn >> m->geometry->pageblock_order;

	if (bit_test(m->memmap.pageblock_movable, block))
		return MIGRATE_MOVABLE;
	if (bit_test(m->memmap.pageblock_reclaimable, block))
		return MIGRATE_RECLAIMABLE;
	return MIGRATE_UNMOVABLE;
}

/* One of two bits, or none, for each migratetype. */
static void set_type(uint64_t *movable, uint64_t *reclaimable, uint64_t n, enum migratetype type)
{
	bit_clear(movable, n);
	bit_clear(reclaimable, n);
	if (type == MIGRATE_MOVABLE)
		bit_set(movable, n);
	if (type == MIGRATE_RECLAIMABLE)
		bit_set(reclaimable, n);
}

void model_set_pageblock_type(struct machine *m, uint64_t pfn, enum migratetype type)
{
	set_type(m->memmap.pageblock_movable, m->memmap.pageblock_reclaimable,
		 pfn >> m->geometry->pageblock_order, type);
}

void model_retype_pageblock(struct machine *m, uint64_t pfn, enum migratetype type)
{
	model_set_pageblock_type(m, pfn, m->mmzone.grouping_disabled ? MIGRATE_UNMOVABLE : type);
}

void model_set_index(struct machine *m, uint64_t pfn, enum migratetype type)
{
	set_type(m->memmap.index_movable, m->memmap.index_reclaimable, pfn, type);
}

/* sparse_init: struct pages and pageblocks of all present sections are zero. */
static void clear_memmap(struct machine *m)
{
	struct memmap *mm = &m->memmap;
	unsigned int shift = m->geometry->pageblock_order;
	uint64_t **maps[NR_PAGE_MAPS];
	uint64_t start = 0, end = 0;

	page_maps(mm, maps);
	while (model_next_valid_run(m, end, UINT64_MAX, &start, &end)) {
		for (int i = 0; i < NR_PAGE_MAPS; i++)
			bits_clear(*maps[i], start, end - start);
		memset(mm->zone_id + start, 0, end - start);
		bits_clear(mm->pageblock_movable, start >> shift, (end - start) >> shift);
		bits_clear(mm->pageblock_reclaimable, start >> shift, (end - start) >> shift);
	}
	mm->highest_memmap_pfn = 0;
}

/* __init_single_page for all of [start_pfn, end_pfn), valid page frames. */
static void init_single_pages(struct machine *m, uint64_t start_pfn, uint64_t end_pfn, uint32_t id)
{
	struct memmap *mm = &m->memmap;
	uint64_t nr = end_pfn - start_pfn;

	bits_set(mm->refcount_one, start_pfn, nr);
	bits_set(mm->mapcount_reset, start_pfn, nr);
	bits_set(mm->lru_self, start_pfn, nr);
	memset(mm->zone_id + start_pfn, (int)id, nr);
}

/* What a zone does to its pages: a pageblock is movable if its first page is among them. */
static void init_pages(struct machine *m, uint64_t start_pfn, uint64_t end_pfn, uint32_t id)
{
	uint64_t block_pages = pageblock_nr_pages(m->geometry);
	uint64_t first_block_pfn = round_up_pow2(start_pfn, block_pages);

	init_single_pages(m, start_pfn, end_pfn, id);
	for (uint64_t pfn = first_block_pfn; pfn < end_pfn; pfn += block_pages)
		model_set_pageblock_type(m, pfn, MIGRATE_MOVABLE);
}

static bool is_online(const struct machine *m, int nid)
{
	return is_node(nid) && m->numa.online[nid];
}

/* mminit_pfnnid_cache: the region that held the last page frame asked after. */
struct pfnnid_cache {
	uint64_t start_pfn, end_pfn;
	int nid;
};

/* Page frame pfn is nobody's: the first one behind it that a region, or the cache, may claim. */
static uint64_t end_of_hole(const struct machine *m, uint64_t pfn, const struct pfnnid_cache *cache)
{
	const struct memblock_type *memory = &m->memblock.memory;
	uint64_t end_pfn = cache->start_pfn > pfn ? cache->start_pfn : UINT64_MAX;

	for (uint64_t i = 0; i < memory->cnt; i++)
		if (pfn_up(memory->regions[i].base) > pfn)
			return min_u64(end_pfn, pfn_up(memory->regions[i].base));
	return end_pfn;
}

/*
 * early_pfn_in_nid with CONFIG_NODES_SPAN_OTHER_NODES: whether the page is the node's, or nobody's.
 * *stretch_end: up to where the answer is the same. The last, partial page of a region is not in
 * the cache; the first one is, even if it begins before the region.
 */
static bool pfn_in_nid(const struct machine *m, uint64_t pfn, int nid, struct pfnnid_cache *cache,
		       uint64_t *stretch_end)
{
	uint64_t start_pfn, end_pfn;
	int found;

	if (cache->start_pfn <= pfn && pfn < cache->end_pfn) {
		*stretch_end = cache->end_pfn;
		return cache->nid == nid;
	}
	found = model_memblock_search_pfn_nid(m, pfn, &start_pfn, &end_pfn);
	if (found < 0) {
		*stretch_end = end_of_hole(m, pfn, cache);
		return true;
	}
	*cache = (struct pfnnid_cache){start_pfn, end_pfn, found};
	*stretch_end = max_u64(end_pfn, pfn + 1);
	return found == nid;
}

/* With mirrored memory for the kernel, page frame pfn of a movable zone: if NORMAL has it already,
 * the pfn to go on from, and in 4.9 the page behind the region is lost on the way [Q]; else pfn. */
static uint64_t skip_mirror(const struct machine *m, uint64_t pfn)
{
	const struct memblock_type *memory = &m->memblock.memory;

	for (uint64_t i = 0; i < memory->cnt; i++) {
		const struct memblock_region *r = &memory->regions[i];
		uint64_t end_pfn = pfn_down(r->base + r->size);

		if (pfn >= end_pfn)
			continue;
		if (pfn >= pfn_up(r->base) && (r->flags & MEMBLOCK_MIRROR))
			return end_pfn + !m->config.rules->memory_only;
		break;
	}
	return pfn;
}

/* memmap_init_zone */
static void init_zone(struct machine *m, int nid, int zone, struct pfnnid_cache *cache)
{
	const struct zone *z = &m->mmzone.nodes[nid].zones[zone];
	uint64_t zone_end = z->start_pfn + z->spanned;
	bool skips_mirror = m->options.mirrored_kernelcore && zone == ZONE_MOVABLE;
	uint64_t pfn = z->start_pfn;
	uint64_t run_end;

	m->memmap.highest_memmap_pfn = max_u64(m->memmap.highest_memmap_pfn, zone_end - 1);
	while (pfn < zone_end && model_next_valid_run(m, pfn, zone_end, &pfn, &run_end)) {
		uint64_t end = run_end;

		if (m->config.nodes_span_other_nodes && !pfn_in_nid(m, pfn, nid, cache, &end)) {
			pfn = end;
			continue;
		}
		if (skips_mirror && skip_mirror(m, pfn) != pfn) {
			pfn = skip_mirror(m, pfn);
			continue;
		}
		end = skips_mirror ? pfn + 1 : min_u64(end, run_end);
		init_pages(m, pfn, end, zone_id(nid, zone));
		pfn = end;
	}
}

/* memmap_init_range: part of one memory region in a zone. Its pages are all valid. */
static void init_memory(struct machine *m, int nid, int zone, uint64_t pfn, uint64_t end_pfn)
{
	bool skips_mirror = m->options.mirrored_kernelcore && zone == ZONE_MOVABLE;

	m->memmap.highest_memmap_pfn = max_u64(m->memmap.highest_memmap_pfn, end_pfn - 1);
	if (!skips_mirror || skip_mirror(m, pfn) == pfn)
		init_pages(m, pfn, end_pfn, zone_id(nid, zone));
}

/* init_unavailable_range: pages that are no memory belong to somebody, but are never free. Those of
 * no known node are node 0's: its number does not fit into the flags. */
static void init_hole(struct machine *m, uint64_t pfn, uint64_t end_pfn, int nid, int zone)
{
	uint64_t run_end;

	while (pfn < end_pfn && model_next_valid_run(m, pfn, end_pfn, &pfn, &run_end)) {
		init_single_pages(m, pfn, run_end, zone_id(nid % MAX_NUMNODES, zone));
		bits_set(m->memmap.reserved, pfn, run_end - pfn);
		pfn = run_end;
	}
}

/* The memmap_init of newer kernels goes by memory: what a region has in each zone of its node, and
 * with it the hole before. Behind the last one the hole ends with the section. Memory of a node
 * that is not online has no zone: it is part of a hole. */
static void init_by_memory(struct machine *m)
{
	uint64_t hole_pfn = 0;
	uint64_t start_pfn, end_pfn = 0;
	uint64_t i = 0;
	int nid = 0;
	int last_zone = 0;

	while (model_next_mem_pfn_range(m, &i, MAX_NUMNODES, &start_pfn, &end_pfn, &nid))
		for (int zone = 0; zone < MAX_NR_ZONES && is_online(m, nid); zone++) {
			const struct zone *z = &m->mmzone.nodes[nid].zones[zone];
			uint64_t zone_end = z->start_pfn + z->spanned;
			uint64_t start = clamp_u64(start_pfn, z->start_pfn, zone_end);
			uint64_t end = clamp_u64(end_pfn, z->start_pfn, zone_end);

			if (z->present == 0)
				continue;
			last_zone = zone;
			if (start >= end)
				continue;
			init_memory(m, nid, zone, start, end);
			init_hole(m, hole_pfn, start, nid, zone);
			hole_pfn = end;
		}
	init_hole(m, hole_pfn, round_up_pow2(end_pfn, pages_per_section(m->geometry)), nid,
		  last_zone);
}

void model_memmap_init(struct machine *m)
{
	struct pfnnid_cache cache = {0};

	clear_memmap(m);
	if (m->config.rules->memory_only) {
		init_by_memory(m);
		return;
	}
	for (int nid = 0; nid < MAX_NUMNODES; nid++)
		for (int zone = 0; m->numa.online[nid] && zone < MAX_NR_ZONES; zone++)
			if (m->mmzone.nodes[nid].zones[zone].spanned != 0)
				init_zone(m, nid, zone, &cache);
}
