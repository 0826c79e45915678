/* What is observed of the model's struct pages, pageblocks and free lists. */
#include "adapter_model.h"

#include <string.h>

/* The order of the free block that page pfn heads; most such blocks are of the largest. */
static int buddy_order(const struct machine *m, uint64_t pfn)
{
	int order = (int)m->geometry->max_order - 1;

	while (!bit_test(m->memmap.buddy[order], pfn))
		order--;
	return order;
}

/* The bits of 64 page frames, of which one is looked at. */
struct page_bits {
	uint64_t reserved, refcount_one, mapcount_reset, lru_self, lru_poison;
	uint64_t index_movable, index_reclaimable;
	uint64_t buddy; /* of any order */
};

static struct page_bits bits_of_pages(const struct machine *m, uint64_t word)
{
	const struct memmap *mm = &m->memmap;
	struct page_bits bits = {
	    .reserved = mm->reserved[word],
	    .refcount_one = mm->refcount_one[word],
	    .mapcount_reset = mm->mapcount_reset[word],
	    .lru_self = mm->lru_self[word],
	    .lru_poison = mm->lru_poison[word],
	    .index_movable = mm->index_movable[word],
	    .index_reclaimable = mm->index_reclaimable[word],
	};

	for (unsigned int order = 0; order < m->geometry->max_order; order++)
		bits.buddy |= mm->buddy[order][word];
	return bits;
}

static enum lru_class lru_of(const struct page_bits *bits, uint64_t bit, uint8_t traits)
{
	if (bits->buddy & bit)
		return LRU_LINKED;
	if (traits & PAGE_LRU_OTHER)
		return LRU_OTHER;
	if (bits->lru_poison & bit)
		return LRU_POISON;
	return bits->lru_self & bit ? LRU_SELF : LRU_NULL;
}

static uint64_t flags_of(bool reserved, uint8_t traits)
{
	const uint64_t one = 1;

	return (reserved ? one << PG_RESERVED_BIT : 0) |
	       (traits & PAGE_SLAB ? one << PG_SLAB_BIT : 0) |
	       (traits & PAGE_HEAD ? one << PG_HEAD_BIT : 0) |
	       (traits & PAGE_PRIVATE ? one << PG_PRIVATE_BIT : 0);
}

/* What slabs, compound pages and bootmem info change in a page's look. */
static void show_traits(const struct memmap *mm, uint64_t pfn, struct obs_page_run *row)
{
	uint8_t traits = mm->traits[pfn];

	if (traits & PAGE_HAS_PRIVATE)
		row->private = mm->bootmem_private[pfn];
	if (traits & PAGE_HAS_INDEX)
		row->index = mm->bootmem_index[pfn];
	if (traits & PAGE_HAS_REFS)
		row->refcount += mm->bootmem_refs[pfn];
	if (traits & PAGE_SLAB)
		row->mapcount = row->private = row->index = 0;
	if (traits & PAGE_SLAB)
		row->lru = LRU_NULL;
	else if (traits & PAGE_TAIL)
		row->lru = LRU_TAIL;
}

/* On ARM pages behind the ends of memory have struct pages, and are in no zone. */
static uint64_t zone_of(const struct machine *m, uint64_t pfn)
{
	const struct node *node = &m->mmzone.nodes[0];

	if (m->geometry->flatmem &&
	    (pfn < node->start_pfn || pfn >= node->start_pfn + node->spanned))
		return 0;
	return m->memmap.zone_id[pfn] % MAX_NR_ZONES;
}

/* Until the first slab, or without bootmem info, no page has any trait. */
static bool may_have_traits(const struct machine *m)
{
	return m->slub.state != SLAB_DOWN || m->memmap.has_bootmem_info;
}

/* The run that begins with page pfn, one of 64 with these bits; its length is not known yet. */
static struct obs_page_run *begin_page_run(struct observation *o, enum obs_table table,
					   const struct machine *m, const struct page_bits *bits,
					   uint64_t pfn)
{
	const struct memmap *mm = &m->memmap;
	uint64_t bit = UINT64_C(1) << pfn % 64;
	uint8_t traits = mm->traits[pfn];
	bool buddy = bits->buddy & bit;
	struct obs_page_run *run = observation_row(o, table);

	*run = (struct obs_page_run){
	    .pfn = pfn,
	    .zone = zone_of(m, pfn),
	    .node = mm->zone_id[pfn] / MAX_NR_ZONES,
	    .flags = flags_of(bits->reserved & bit, traits),
	    .refcount = (bits->refcount_one & bit) != 0,
	    .mapcount = as_u64(buddy                        ? -128
			       : bits->mapcount_reset & bit ? -1
							    : 0),
	    .private = buddy ? as_u64(buddy_order(m, pfn)) : 0,
	    .index = bits->index_movable & bit       ? MIGRATE_MOVABLE
		     : bits->index_reclaimable & bit ? MIGRATE_RECLAIMABLE
						     : 0,
	    .lru = lru_of(bits, bit, traits),
	};
	show_traits(mm, pfn, run);
	return run;
}

/* Bootmem info is looked at page by page, and a trait need not show. */
static void end_page_run(struct observation *o, enum obs_table table, const struct machine *m,
			 struct obs_page_run *run, uint64_t end)
{
	run->nr = end - run->pfn;
	if (may_have_traits(m))
		observation_join_page_run(o, table);
}

/* Where in one word of a bitmap a bit differs from the one before it. */
static uint64_t edges(const uint64_t *map, uint64_t word)
{
	uint64_t before = word > 0 ? map[word - 1] >> 63 : 0;

	return map[word] ^ (map[word] << 1 | before);
}

/* Eight bytes of a map, the first lowest. */
static uint64_t bytes_at(const uint8_t *bytes, uint64_t pfn)
{
	uint64_t eight;

	_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "bytes of a word");
	memcpy(&eight, bytes + pfn, sizeof(eight));
	return eight;
}

/* Bit n: byte n of x is not 0. */
static uint64_t bytes_set(uint64_t x)
{
	const uint64_t low = UINT64_C(0x7f7f7f7f7f7f7f7f);
	uint64_t high = (((x & low) + low) | x) & ~low;

	return high / 128 * UINT64_C(0x0102040810204080) >> 56;
}

/* Where within 64 pages a byte differs from that of the page before. */
static uint64_t byte_edges(const uint8_t *bytes, uint64_t word)
{
	uint64_t found = 0;

	for (uint64_t i = 0; i < 64; i += 8) {
		uint64_t pfn = word * 64 + i;
		uint64_t before =
		    pfn > 0 ? bytes_at(bytes, pfn - 1) : bytes_at(bytes, 0) << 8 | bytes[0];

		found |= bytes_set(bytes_at(bytes, pfn) ^ before) << i;
	}
	return found;
}

/* Where within 64 pages the traits differ from those of the page before, or are of bootmem info. */
static uint64_t trait_edges(const struct memmap *mm, uint64_t word)
{
	const uint8_t bootmem = PAGE_HAS_PRIVATE | PAGE_HAS_INDEX | PAGE_HAS_REFS;
	uint64_t found = byte_edges(mm->traits, word);

	for (uint64_t i = 0; mm->has_bootmem_info && i < 64; i++)
		if (mm->traits[word * 64 + i] & bootmem)
			found |= UINT64_C(1) << i;
	return found;
}

/* Pages of a word that look unlike the page before them. */
static uint64_t page_edges(const struct machine *m, uint64_t word)
{
	const struct memmap *mm = &m->memmap;
	uint64_t found = edges(mm->reserved, word) | edges(mm->refcount_one, word) |
			 edges(mm->mapcount_reset, word) | edges(mm->lru_self, word) |
			 edges(mm->lru_poison, word) | edges(mm->index_movable, word) |
			 edges(mm->index_reclaimable, word) | byte_edges(mm->zone_id, word);

	if (may_have_traits(m))
		found |= trait_edges(mm, word);
	for (unsigned int order = 0; order < m->geometry->max_order; order++)
		found |= edges(mm->buddy[order], word);
	return found;
}

/* All pages that have a struct page. */
static void observe_pages(const struct machine *m, enum obs_table table, struct observation *o)
{
	uint64_t start, end = 0;

	while (model_next_memmap_run(m, end, UINT64_MAX, &start, &end)) {
		struct obs_page_run *run = NULL;

		for (uint64_t word = start / 64; word * 64 < end; word++) {
			const struct page_bits bits = bits_of_pages(m, word);
			uint64_t found = page_edges(m, word);

			if (!run)
				found |= UINT64_C(1) << start % 64;
			found &= bits_of_word(word, start, end);
			for (; found; found &= found - 1) {
				uint64_t pfn = word * 64 + (uint64_t)__builtin_ctzll(found);

				if (run)
					end_page_run(o, table, m, run, pfn);
				run = begin_page_run(o, table, m, &bits, pfn);
			}
		}
		end_page_run(o, table, m, run, end);
	}
}

/* One flat memmap: zone by zone. */
static void observe_flat_pageblocks(const struct machine *m, enum obs_table table,
				    struct observation *o)
{
	uint64_t block_pages = pageblock_nr_pages(m->geometry);

	for (int zone = 0; zone < MAX_NR_ZONES; zone++) {
		const struct zone *z = &m->mmzone.nodes[0].zones[zone];
		uint64_t end = z->start_pfn + z->spanned;

		for (uint64_t pfn = z->start_pfn; pfn < end;
		     pfn = round_down_pow2(pfn, block_pages) + block_pages) {
			const struct obs_pageblock_run run = {
			    round_down_pow2(pfn, block_pages), 1,
			    model_flat_pageblock_type(m, zone, pfn)};

			observation_run(o, table, &run, block_pages);
		}
	}
}

/* The first of the pageblocks from `first` on that is of another type than that one, or end. */
static uint64_t same_blocks(const struct memmap *mm, uint64_t first, uint64_t end)
{
	const uint64_t *movable = mm->pageblock_movable, *reclaimable = mm->pageblock_reclaimable;

	end = bits_next(movable, first, end, !bit_test(movable, first));
	return bits_next(reclaimable, first, end, !bit_test(reclaimable, first));
}

static void observe_pageblocks(const struct machine *m, enum obs_table table, struct observation *o)
{
	uint64_t block_pages = pageblock_nr_pages(m->geometry);
	uint64_t start, end = 0;

	if (m->geometry->flatmem) {
		observe_flat_pageblocks(m, table, o);
		return;
	}

	while (model_next_valid_run(m, end, UINT64_MAX, &start, &end)) {
		uint64_t nr;

		for (uint64_t pfn = start; pfn < end; pfn += nr * block_pages) {
			uint64_t first = pfn / block_pages;

			nr = same_blocks(&m->memmap, first, end / block_pages) - first;
			*(struct obs_pageblock_run *)observation_row(o, table) =
			    (struct obs_pageblock_run){pfn, nr, model_pageblock_type(m, pfn)};
		}
	}
}

void model_observe_memmap(const struct machine *m, struct observation *o)
{
	observe_pages(m, OBS_page_run, o);
	observe_pageblocks(m, OBS_pageblock_run, o);
	for (int nid = 0; m->config.deferred_init && nid < MAX_NUMNODES; nid++)
		if (m->numa.online[nid])
			*OBS_ADD(o, deferred_node) = (struct obs_deferred_node){
			    as_u64(nid), m->mmzone.nodes[nid].static_init_pgcnt,
			    m->mmzone.nodes[nid].first_deferred_pfn};
	*OBS_ADD(o, memmap_scalars) = (struct obs_memmap_scalars){m->memmap.highest_memmap_pfn};
}

static void observe_free_lists(const struct machine *m, uint32_t id, unsigned int order,
			       enum obs_table table, struct observation *o)
{
	for (int type = 0; type < MODEL_MIGRATETYPES; type++) {
		uint64_t head = model_free_list(id, order, type);

		for (uint64_t pfn = model_list_next(&m->buddy, head); pfn != head;
		     pfn = model_list_next(&m->buddy, pfn)) {
			struct obs_free_block *row = observation_row(o, table);

			*row = (struct obs_free_block){id / MAX_NR_ZONES, id % MAX_NR_ZONES, order,
						       as_u64(type), pfn};
		}
	}
}

void model_observe_zone_free(const struct machine *m, enum obs_table table, struct observation *o)
{
	for (uint32_t id = 0; id < NR_ZONE_IDS; id++) {
		uint64_t nid = id / MAX_NR_ZONES;
		uint64_t zone = id % MAX_NR_ZONES;
		const struct zone *z = &m->mmzone.nodes[nid].zones[zone];
		struct obs_zone_free *row;

		if (!m->numa.online[nid])
			continue;
		row = observation_row(o, table);
		*row = (struct obs_zone_free){nid, zone, z->managed, z->free, 0};
	}
}

static void observe_free_areas(const struct machine *m, uint32_t id, const struct free_tables *to,
			       struct observation *o)
{
	uint64_t nid = id / MAX_NR_ZONES;
	uint64_t zone = id % MAX_NR_ZONES;
	const struct zone *z = &m->mmzone.nodes[nid].zones[zone];

	for (unsigned int order = 0; order < m->geometry->max_order; order++) {
		struct obs_free_area *area = observation_row(o, to->free_area);

		*area = (struct obs_free_area){nid, zone, order, z->nr_free[order]};
		if (z->initialized)
			observe_free_lists(m, id, order, to->free_block, o);
	}
}

void model_observe_free(const struct machine *m, const struct free_tables *to,
			struct observation *o)
{
	model_observe_zone_free(m, to->zone_free, o);
	for (uint32_t id = 0; id < NR_ZONE_IDS; id++)
		if (m->numa.online[id / MAX_NR_ZONES])
			observe_free_areas(m, id, to, o);
	observe_pages(m, to->page_run, o);
	observe_pageblocks(m, to->pageblock_run, o);
}
