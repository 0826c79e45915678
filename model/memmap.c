/* Initialising the struct pages. Spec 03, 2 and 8. */
#include "memmap.h"

#include <string.h>

#include "bitmap.h"
#include "free_list.h"
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
	mm->traits = model_map(MODEL_PFNS);
	mm->bootmem_private = model_map(MODEL_PFNS * sizeof(uint32_t));
	mm->bootmem_index = model_map(MODEL_PFNS * sizeof(uint32_t));
	mm->bootmem_refs = model_map(MODEL_PFNS * sizeof(uint32_t));
	mm->pageblock_movable = model_map(PAGEBLOCK_BYTES);
	mm->pageblock_reclaimable = model_map(PAGEBLOCK_BYTES);
	return mm->zone_id && mm->traits && mm->bootmem_private && mm->bootmem_index &&
	       mm->bootmem_refs && mm->pageblock_movable && mm->pageblock_reclaimable;
}

void model_memmap_close(struct memmap *mm)
{
	model_unmap(mm->page_maps, NR_PAGE_MAPS * BITMAP_BYTES);
	model_unmap(mm->zone_id, MODEL_PFNS);
	model_unmap(mm->traits, MODEL_PFNS);
	model_unmap(mm->bootmem_private, MODEL_PFNS * sizeof(uint32_t));
	model_unmap(mm->bootmem_index, MODEL_PFNS * sizeof(uint32_t));
	model_unmap(mm->bootmem_refs, MODEL_PFNS * sizeof(uint32_t));
	model_unmap(mm->pageblock_movable, PAGEBLOCK_BYTES);
	model_unmap(mm->pageblock_reclaimable, PAGEBLOCK_BYTES);
}

static uint64_t flat_pageblock_number(const struct machine *m, uint64_t zone, uint64_t pfn)
{
	return zone * m->geometry->max_arch_pfn + (pfn >> m->geometry->pageblock_order);
}

/* The bit of a page's pageblock. With one flat memmap each zone has a bitmap of its own, so that a
 * pageblock on a border has a type in each zone. */
static uint64_t pageblock_number(const struct machine *m, uint64_t pfn)
{
	if (m->geometry->flatmem)
		return flat_pageblock_number(m, m->memmap.zone_id[pfn], pfn);
	return pfn >> m->geometry->pageblock_order;
}

static enum migratetype type_of_block(const struct memmap *mm, uint64_t block)
{
	if (bit_test(mm->pageblock_movable, block))
		return MIGRATE_MOVABLE;
	if (bit_test(mm->pageblock_reclaimable, block))
		return MIGRATE_RECLAIMABLE;
	return MIGRATE_UNMOVABLE;
}

enum migratetype model_pageblock_type(const struct machine *m, uint64_t pfn)
{
	return type_of_block(&m->memmap, pageblock_number(m, pfn));
}

enum migratetype model_flat_pageblock_type(const struct machine *m, int zone, uint64_t pfn)
{
	return type_of_block(&m->memmap, flat_pageblock_number(m, (uint64_t)zone, pfn));
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
		 pageblock_number(m, pfn), type);
}

void model_retype_pageblock(struct machine *m, uint64_t pfn, enum migratetype type)
{
	model_set_pageblock_type(m, pfn, m->mmzone.grouping_disabled ? MIGRATE_UNMOVABLE : type);
}

void model_set_index(struct machine *m, uint64_t pfn, enum migratetype type)
{
	set_type(m->memmap.index_movable, m->memmap.index_reclaimable, pfn, type);
	m->memmap.traits[pfn] &= (uint8_t)~PAGE_HAS_INDEX;
}

/* The tails have no references of their own; their lru, which now tells the head, is no list's when
 * the page has been taken apart either. */
void model_prep_compound_page(struct machine *m, uint64_t pfn, unsigned int order)
{
	m->memmap.traits[pfn] |= PAGE_HEAD;
	for (uint64_t tail = pfn + 1; tail < pfn + (UINT64_C(1) << order); tail++) {
		bit_clear(m->memmap.lru_self, tail);
		bit_clear(m->memmap.lru_poison, tail);
		m->memmap.traits[tail] |= PAGE_TAIL | PAGE_LRU_OTHER;
	}
}

void model_free_compound_page(struct machine *m, uint64_t pfn, unsigned int order)
{
	m->memmap.traits[pfn] &= (uint8_t)~PAGE_HEAD;
	for (uint64_t tail = pfn + 1; tail < pfn + (UINT64_C(1) << order); tail++)
		m->memmap.traits[tail] &= (uint8_t)~PAGE_TAIL;
}

unsigned int model_compound_order(const struct machine *m, uint64_t pfn)
{
	unsigned int order = 0;

	if (!(m->memmap.traits[pfn] & PAGE_HEAD))
		return 0;
	/* The head's number is a multiple of the size, and what follows a compound page is no tail.
	 */
	while (order + 1 < m->geometry->max_order && !(pfn >> order & 1) &&
	       m->memmap.traits[pfn + (UINT64_C(1) << order)] & PAGE_TAIL)
		order++;
	return order;
}

void model_set_page_slab(struct machine *m, uint64_t pfn)
{
	m->memmap.traits[pfn] |= PAGE_SLAB;
}

void model_clear_page_slab(struct machine *m, uint64_t pfn)
{
	m->memmap.traits[pfn] &= (uint8_t)~PAGE_SLAB;
	model_set_index(m, pfn, MIGRATE_UNMOVABLE);
	model_poison_lru(m, pfn);
}

void model_get_page_bootmem(struct machine *m, uint64_t pfn, uint32_t type, uint32_t of)
{
	struct memmap *mm = &m->memmap;

	if (!(mm->traits[pfn] & PAGE_HAS_REFS))
		mm->bootmem_refs[pfn] = 0;
	mm->bootmem_refs[pfn]++;
	mm->bootmem_private[pfn] = of;
	mm->bootmem_index[pfn] = type;
	mm->traits[pfn] |= PAGE_PRIVATE | PAGE_HAS_PRIVATE | PAGE_HAS_INDEX | PAGE_HAS_REFS;
	mm->has_bootmem_info = true;
}

/* The pageblocks of [start_pfn, end_pfn) are unmovable, as zeroed bitmaps have them. */
static void clear_pageblocks(struct machine *m, uint64_t first_block, uint64_t nr)
{
	bits_clear(m->memmap.pageblock_movable, first_block, nr);
	bits_clear(m->memmap.pageblock_reclaimable, first_block, nr);
}

/* sparse_init: struct pages and pageblocks of all present sections are zero. So is a flat memmap.
 */
static void clear_memmap(struct machine *m)
{
	struct memmap *mm = &m->memmap;
	unsigned int shift = m->geometry->pageblock_order;
	/* A machine has no blocks of other orders; those maps come last. */
	int nr_maps = NR_PAGE_MAPS - MODEL_MAX_ORDER + (int)m->geometry->max_order;
	uint64_t **maps[NR_PAGE_MAPS];
	uint64_t start = 0, end = 0;

	page_maps(mm, maps);
	while (model_next_memmap_run(m, end, UINT64_MAX, &start, &end)) {
		for (int i = 0; i < nr_maps; i++)
			bits_clear(*maps[i], start, end - start);
		memset(mm->zone_id + start, first_zone(m->geometry), end - start);
		memset(mm->traits + start, 0, end - start);
		for (uint64_t zone = 0; zone < MAX_NR_ZONES && m->geometry->flatmem; zone++)
			clear_pageblocks(m, zone * m->geometry->max_arch_pfn + (start >> shift),
					 (end - start) >> shift);
		if (!m->geometry->flatmem)
			clear_pageblocks(m, start >> shift, (end - start) >> shift);
	}
	mm->highest_memmap_pfn = 0;
	mm->has_bootmem_info = false;
}

void model_init_single_pages(struct machine *m, uint64_t start_pfn, uint64_t end_pfn, uint32_t id)
{
	struct memmap *mm = &m->memmap;
	uint64_t nr = end_pfn - start_pfn;

	bits_set(mm->refcount_one, start_pfn, nr);
	bits_set(mm->mapcount_reset, start_pfn, nr);
	bits_set(mm->lru_self, start_pfn, nr);
	for (uint64_t pfn = start_pfn; mm->has_bootmem_info && pfn < end_pfn; pfn++)
		mm->traits[pfn] &= (uint8_t)~PAGE_HAS_REFS;
	memset(mm->zone_id + start_pfn, (int)id, nr);
}

/* What a zone does to its pages: a pageblock is movable if its first page is among them. */
static void init_pages(struct machine *m, uint64_t start_pfn, uint64_t end_pfn, uint32_t id)
{
	uint64_t block_pages = pageblock_nr_pages(m->geometry);
	uint64_t first_block_pfn = round_up_pow2(start_pfn, block_pages);

	model_init_single_pages(m, start_pfn, end_pfn, id);
	if (first_block_pfn >= end_pfn)
		return;

	uint64_t first = pageblock_number(m, first_block_pfn);
	uint64_t nr = (end_pfn - first_block_pfn + block_pages - 1) / block_pages;

	bits_set(m->memmap.pageblock_movable, first, nr);
	bits_clear(m->memmap.pageblock_reclaimable, first, nr);
}

static bool is_online(const struct machine *m, int nid)
{
	return is_node(nid) && m->numa.online[nid];
}

int model_pfn_to_nid(const struct machine *m, uint64_t pfn, struct pfnnid_cache *cache)
{
	uint64_t start_pfn, end_pfn;
	int nid;

	if (cache->start_pfn <= pfn && pfn < cache->end_pfn)
		return cache->nid;
	nid = model_memblock_search_pfn_nid(m, pfn, &start_pfn, &end_pfn);
	if (nid >= 0)
		*cache = (struct pfnnid_cache){start_pfn, end_pfn, nid};
	return nid;
}

int model_early_pfn_to_nid(struct machine *m, uint64_t pfn)
{
	int nid = model_pfn_to_nid(m, pfn, &m->memmap.early_pfnnid_cache);

	return nid < 0 ? model_boot_nid(m) : nid;
}

bool model_early_page_uninitialised(struct machine *m, uint64_t pfn)
{
	int nid;

	if (!m->config.deferred_init)
		return false;
	nid = model_early_pfn_to_nid(m, pfn);
	return is_online(m, nid) && pfn >= m->mmzone.nodes[nid].first_deferred_pfn;
}

/* Page frame pfn is nobody's: the first one behind it that a region, or the cache, may claim. */
static uint64_t end_of_hole(const struct machine *m, uint64_t pfn, const struct pfnnid_cache *cache)
{
	const struct memblock_type *memory = &m->memblock.memory;
	uint64_t end_pfn = cache->start_pfn > pfn ? cache->start_pfn : UINT64_MAX;

	for (uint64_t i = 0; i < memory->cnt; i++)
		if (pfn_up(m->geometry, memory->regions[i].base) > pfn)
			return min_u64(end_pfn, pfn_up(m->geometry, memory->regions[i].base));
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
		uint64_t end_pfn = pfn_down(m->geometry, r->base + r->size);

		if (pfn >= end_pfn)
			continue;
		if (pfn >= pfn_up(m->geometry, r->base) && (r->flags & MEMBLOCK_MIRROR))
			return end_pfn + !m->config.rules->memory_only;
		break;
	}
	return pfn;
}

/*
 * update_defer_init, for the page frames [pfn, *end) of a zone that ends at zone_end: in the node's
 * last zone those from some section on are left for later. *nr_initialised: how many of the zone
 * there were before. True if one is left; *end is it then.
 */
static bool defers(struct machine *m, int nid, uint64_t zone_end, uint64_t pfn, uint64_t *end,
		   uint64_t *nr_initialised)
{
	struct node *node = &m->mmzone.nodes[nid];
	uint64_t section = pages_per_section(m->geometry);

	if (!m->config.deferred_init || zone_end < node->start_pfn + node->spanned)
		return false;
	for (uint64_t p = round_up_pow2(pfn, section); p < *end; p += section)
		if (*nr_initialised + (p - pfn) + 1 > node->static_init_pgcnt) {
			node->first_deferred_pfn = *end = p;
			return true;
		}
	*nr_initialised += *end - pfn;
	return false;
}

/* memmap_init_zone */
static void init_zone(struct machine *m, int nid, int zone, struct pfnnid_cache *cache)
{
	const struct zone *z = &m->mmzone.nodes[nid].zones[zone];
	uint64_t zone_end = z->start_pfn + z->spanned;
	uint64_t nr_initialised = 0;
	bool deferred = false;
	bool skips_mirror = m->options.mirrored_kernelcore && zone == ZONE_MOVABLE;
	uint64_t pfn = z->start_pfn;
	uint64_t run_end;

	m->memmap.highest_memmap_pfn = max_u64(m->memmap.highest_memmap_pfn, zone_end - 1);
	while (!deferred && pfn < zone_end &&
	       model_next_valid_run(m, pfn, zone_end, &pfn, &run_end)) {
		uint64_t end = run_end;

		if (m->config.nodes_span_other_nodes && !pfn_in_nid(m, pfn, nid, cache, &end)) {
			pfn = end;
			continue;
		}
		end = skips_mirror ? pfn + 1 : min_u64(end, run_end);
		deferred = defers(m, nid, zone_end, pfn, &end, &nr_initialised);
		if (skips_mirror && !deferred && skip_mirror(m, pfn) != pfn) {
			pfn = skip_mirror(m, pfn);
			continue;
		}
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
		model_init_single_pages(m, pfn, run_end, zone_id(nid % MAX_NUMNODES, zone));
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

/* memmap_init_zone where every page frame has a struct page. */
static void init_flat_memmap(struct machine *m)
{
	for (int zone = 0; zone < MAX_NR_ZONES; zone++) {
		const struct zone *z = &m->mmzone.nodes[0].zones[zone];
		uint64_t end_pfn = z->start_pfn + z->spanned;

		if (z->spanned == 0)
			continue;
		m->memmap.highest_memmap_pfn = max_u64(m->memmap.highest_memmap_pfn, end_pfn - 1);
		init_pages(m, z->start_pfn, end_pfn, zone_id(0, zone));
	}
}

void model_memmap_init(struct machine *m)
{
	struct pfnnid_cache *cache = &m->memmap.early_pfnnid_cache;

	clear_memmap(m);
	*cache = (struct pfnnid_cache){0};
	if (m->geometry->flatmem) {
		init_flat_memmap(m);
		return;
	}
	if (m->config.rules->memory_only) {
		init_by_memory(m);
		return;
	}
	for (int nid = 0; nid < MAX_NUMNODES; nid++)
		for (int zone = 0; m->numa.online[nid] && zone < MAX_NR_ZONES; zone++)
			if (m->mmzone.nodes[nid].zones[zone].spanned != 0)
				init_zone(m, nid, zone, cache);
}
