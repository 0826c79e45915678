/* Freeing to the buddy lists. Spec 04, 4, 5 and 7. */
#include "page_alloc.h"

#include "bitmap.h"
#include "free_list.h"
#include "machine.h"

enum {
	NR_HEADS = NR_ZONE_IDS * MODEL_MAX_ORDER * MODEL_MIGRATETYPES,
	MAX_BAD_PAGES = 1 << 27,
};

bool model_buddy_open(struct buddy *b)
{
	b->places = model_map((MODEL_FIRST_HEAD + NR_HEADS) * sizeof(*b->places));
	return b->places && model_trace_open(&b->bad_pages, MAX_BAD_PAGES);
}

void model_buddy_close(struct buddy *b)
{
	model_unmap(b->places, (MODEL_FIRST_HEAD + NR_HEADS) * sizeof(*b->places));
	model_trace_close(&b->bad_pages);
}

void model_buddy_reset(struct buddy *b)
{
	b->nr_free_pages = b->pgfree = b->totalram_pages = 0;
	b->bad_pages.nr = 0;
}

void model_init_free_lists(struct machine *m, int nid, int zone)
{
	for (unsigned int order = 0; order < m->geometry->max_order; order++)
		for (int type = 0; type < MODEL_MIGRATETYPES; type++) {
			uint64_t head = model_free_list(zone_id(nid, zone), order, type);

			m->buddy.places[head] = (struct list_place){head, head};
		}
}

static struct zone *page_zone(struct machine *m, uint64_t pfn)
{
	uint32_t id = m->memmap.zone_id[pfn];

	/* There is no pgdat to count in. */
	if (!m->numa.online[id / MAX_NR_ZONES])
		model_stop(m, STOP_OFFLINE_NODE);
	return zone_of_id(&m->mmzone, id);
}

/* page_is_buddy: whether `other` is a free block of that order in the zone of page `pfn`. */
static bool is_buddy(const struct machine *m, uint64_t pfn, uint64_t other, unsigned int order)
{
	return bit_test(m->memmap.buddy[order], other) &&
	       m->memmap.zone_id[pfn] == m->memmap.zone_id[other];
}

/* Whether the block two orders up would be complete with the parent of this one: then it waits at
 * the end of its list. The block's own buddy is known not to be free. */
static bool parent_may_merge(const struct machine *m, uint64_t pfn, unsigned int order)
{
	uint64_t parent = pfn & ~(UINT64_C(1) << order);
	uint64_t parents_buddy = parent ^ UINT64_C(2) << order;

	return order + 2 < m->geometry->max_order && is_buddy(m, parent, parents_buddy, order + 1);
}

/* A buddy of another type joins a block of `type`. From pageblock_order up its pageblocks follow; a
 * part of a pageblock has the type already. */
static void retype_absorbed(struct machine *m, uint64_t buddy, unsigned int order,
			    enum migratetype type)
{
	uint64_t end = buddy + (UINT64_C(1) << order);

	if (!m->config.rules->absorbed_retype || order < m->geometry->pageblock_order)
		return;
	for (uint64_t pfn = buddy; pfn < end; pfn += pageblock_nr_pages(m->geometry))
		if (model_pageblock_type(m, pfn) != type)
			model_retype_pageblock(m, pfn, type);
}

/* __free_one_page: merges the block with its free buddies and lists the result under `type`. */
static void free_one_page(struct machine *m, struct zone *z, uint64_t pfn, unsigned int order,
			  enum migratetype type)
{
	uint32_t id = m->memmap.zone_id[pfn];

	if (!z->initialized)
		model_stop(m, STOP_EMPTY_ZONE);
	z->free += UINT64_C(1) << order;
	m->buddy.nr_free_pages += UINT64_C(1) << order;
	while (order + 1 < m->geometry->max_order) {
		uint64_t buddy = pfn ^ UINT64_C(1) << order;

		if (!is_buddy(m, pfn, buddy, order))
			break;
		model_remove_block(m, z, buddy, order);
		retype_absorbed(m, buddy, order, type);
		pfn = min_u64(pfn, buddy);
		order++;
	}
	model_add_block(m, z, pfn, order, model_free_list(id, order, (int)type),
			m->config.rules->free_to_tail || parent_may_merge(m, pfn, order));
}

/* free_pages_check: a page that is not as a free page must be is reported and mended. */
static bool is_bad(struct machine *m, uint64_t pfn)
{
	struct memmap *mm = &m->memmap;
	uint64_t reasons = 0;

	if (!bit_test(mm->mapcount_reset, pfn))
		reasons |= BAD_MAPCOUNT;
	if (bit_test(mm->refcount_one, pfn))
		reasons |= BAD_REFCOUNT;
	if (bit_test(mm->reserved, pfn) || (mm->traits[pfn] & PAGE_PRIVATE))
		reasons |= BAD_FLAGS;
	if (reasons == 0)
		return false;
	model_trace_add(&m->buddy.bad_pages, pfn, reasons, 0);
	bit_set(mm->mapcount_reset, pfn);
	return true;
}

/* free_pages_prepare: the tails first, then the head. True if none is bad. */
static bool prepare(struct machine *m, uint64_t pfn, uint64_t nr)
{
	const struct memmap *mm = &m->memmap;
	bool good = true;

	if (!mm->has_bootmem_info && bits_all(mm->mapcount_reset, pfn, nr) &&
	    !bits_any(mm->refcount_one, pfn, nr) && !bits_any(mm->reserved, pfn, nr))
		return true;
	for (uint64_t tail = pfn + 1; tail < pfn + nr; tail++)
		good = !is_bad(m, tail) && good;
	return !is_bad(m, pfn) && good;
}

/* free_hot_cold_page: onto the boot pageset's list, and off again at once, as it holds nothing.
 * Flags are cleared before anyone looks at them [Q]. */
static void free_single_page(struct machine *m, uint64_t pfn)
{
	struct zone *z = page_zone(m, pfn);
	enum migratetype type = model_pageblock_type(m, pfn);

	m->memmap.traits[pfn] &= (uint8_t)~PAGE_PRIVATE;
	model_set_index(m, pfn, type);
	m->buddy.pgfree++;
	model_poison_lru(m, pfn);
	if (!is_bad(m, pfn))
		free_one_page(m, z, pfn, 0, type);
}

/* __free_pages_ok */
static void free_block(struct machine *m, uint64_t pfn, unsigned int order)
{
	uint64_t nr = UINT64_C(1) << order;

	if (!prepare(m, pfn, nr))
		return;
	m->buddy.pgfree += nr;
	free_one_page(m, page_zone(m, pfn), pfn, order, model_pageblock_type(m, pfn));
}

void model_free_pages_boot_core(struct machine *m, uint64_t pfn, unsigned int order)
{
	uint64_t nr = UINT64_C(1) << order;

	/* A page that became whole when two regions were joined may be alone in its section. */
	if (!model_pfn_valid(m, pfn))
		model_stop(m, STOP_NO_STRUCT_PAGE);
	bits_clear(m->memmap.reserved, pfn, nr);
	bits_clear(m->memmap.refcount_one, pfn, nr);
	for (uint64_t p = pfn; m->memmap.has_bootmem_info && p < pfn + nr; p++)
		m->memmap.traits[p] &= (uint8_t)~PAGE_HAS_REFS;
	page_zone(m, pfn)->managed += nr;
	if (order == 0 && !m->config.rules->no_pageset)
		free_single_page(m, pfn);
	else
		free_block(m, pfn, order);
}

void model_free_pages(struct machine *m, uint64_t pfn, unsigned int order)
{
	bit_clear(m->memmap.refcount_one, pfn);
	if (m->memmap.traits[pfn] & PAGE_HEAD)
		model_free_compound_page(m, pfn, order);
	if (order == 0)
		free_single_page(m, pfn);
	else
		free_block(m, pfn, order);
}

void model_free_highmem_page(struct machine *m, uint64_t pfn)
{
	bit_clear(m->memmap.reserved, pfn);
	bit_clear(m->memmap.refcount_one, pfn);
	free_single_page(m, pfn);
	m->buddy.totalram_pages++;
	page_zone(m, pfn)->managed++;
}
