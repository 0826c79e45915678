/* Allocating from the buddy lists. Spec 06, 7. */
#include "bitmap.h"
#include "free_list.h"
#include "machine.h"

/* Which types a request of a type may take from, in this order. */
static const enum migratetype fallbacks[MODEL_MIGRATETYPES][2] = {
    [MIGRATE_UNMOVABLE] = {MIGRATE_RECLAIMABLE, MIGRATE_MOVABLE},
    [MIGRATE_RECLAIMABLE] = {MIGRATE_UNMOVABLE, MIGRATE_MOVABLE},
    [MIGRATE_MOVABLE] = {MIGRATE_RECLAIMABLE, MIGRATE_UNMOVABLE},
};

/* A request: where from, and for whom. */
struct request {
	struct zone *zone;
	uint32_t zone_id;
	unsigned int order;
	enum migratetype type;
};

static bool first_block(const struct machine *m, uint32_t zone_id, unsigned int order,
			enum migratetype type, uint64_t *pfn)
{
	*pfn = model_list_next(&m->buddy, model_free_list(zone_id, order, (int)type));
	return !model_is_list_head(*pfn);
}

/* expand: the upper halves of what is more than was asked for become free blocks. */
static void expand(struct machine *m, const struct request *r, uint64_t pfn, unsigned int order)
{
	while (order > r->order) {
		order--;
		model_add_block(m, r->zone, pfn + (UINT64_C(1) << order), order,
				model_free_list(r->zone_id, order, (int)r->type), false);
	}
}

/* __rmqueue_smallest */
static bool rmqueue_smallest(struct machine *m, const struct request *r, uint64_t *pfn)
{
	for (unsigned int order = r->order; order < m->geometry->max_order; order++)
		if (first_block(m, r->zone_id, order, r->type, pfn)) {
			model_remove_block(m, r->zone, *pfn, order);
			expand(m, r, *pfn, order);
			return true;
		}
	return false;
}

static bool zone_spans_pfn(const struct zone *z, uint64_t pfn)
{
	return z->start_pfn <= pfn && pfn < z->start_pfn + z->spanned;
}

/* The order of the free block that page pfn is the head of, or -1. */
static int block_order(const struct machine *m, uint64_t pfn)
{
	for (unsigned int order = 0; order < m->geometry->max_order; order++)
		if (bit_test(m->memmap.buddy[order], pfn))
			return (int)order;
	return -1;
}

/* move_freepages_block: the free blocks of pfn's pageblock go to the lists of the request, and are
 * counted in pages. Whose zone they are of is not looked at. */
static uint64_t move_freepages_block(struct machine *m, const struct request *r, uint64_t pfn)
{
	uint64_t block_pages = pageblock_nr_pages(m->geometry);
	uint64_t start = round_down_pow2(pfn, block_pages);
	uint64_t end = start + block_pages;
	uint64_t moved = 0;

	if (!zone_spans_pfn(r->zone, start))
		start = pfn;
	if (!zone_spans_pfn(r->zone, end - 1))
		return 0;
	for (uint64_t p = start; p < end;) {
		int order = block_order(m, p);

		if (order < 0) {
			p++;
			continue;
		}
		model_list_unlink(m, p);
		model_list_add(m, p,
			       model_free_list(r->zone_id, (unsigned int)order, (int)r->type));
		moved += UINT64_C(1) << order;
		p += UINT64_C(1) << order;
	}
	return moved;
}

/* steal_suitable_fallback: the request's type takes over the block's pageblocks. */
static void steal(struct machine *m, const struct request *r, uint64_t pfn, unsigned int order)
{
	uint64_t block_pages = pageblock_nr_pages(m->geometry);

	if (order >= m->geometry->pageblock_order) {
		for (uint64_t p = pfn; p < pfn + (UINT64_C(1) << order); p += block_pages)
			model_retype_pageblock(m, p, r->type);
		return;
	}
	if (move_freepages_block(m, r, pfn) >= block_pages / 2 || m->mmzone.grouping_disabled)
		model_retype_pageblock(m, pfn, r->type);
}

/* can_steal_fallback */
static bool can_steal(const struct machine *m, const struct request *r, unsigned int order)
{
	return order >= m->geometry->pageblock_order / 2 || r->type != MIGRATE_MOVABLE ||
	       m->mmzone.grouping_disabled;
}

/* find_suitable_fallback: a block of exactly that order, of another type. */
static bool find_fallback(const struct machine *m, const struct request *r, unsigned int order,
			  uint64_t *pfn)
{
	if (r->zone->nr_free[order] == 0)
		return false;
	for (int i = 0; i < 2; i++)
		if (first_block(m, r->zone_id, order, fallbacks[r->type][i], pfn))
			return true;
	return false;
}

/* __rmqueue_fallback: from the largest block down. */
static bool rmqueue_fallback(struct machine *m, const struct request *r, uint64_t *pfn)
{
	for (unsigned int order = m->geometry->max_order; order-- > r->order;) {
		if (!find_fallback(m, r, order, pfn))
			continue;
		if (can_steal(m, r, order))
			steal(m, r, *pfn, order);
		model_remove_block(m, r->zone, *pfn, order);
		expand(m, r, *pfn, order);
		return true;
	}
	return false;
}

bool model_alloc_pages(struct machine *m, unsigned int order, int highest_zone, int nid,
		       enum migratetype type, uint64_t *pfn)
{
	const struct node *node = &m->mmzone.nodes[nid];

	if (!m->numa.online[nid])
		return false;
	if (m->mmzone.grouping_disabled)
		type = MIGRATE_UNMOVABLE;
	for (uint32_t i = 0; i < node->nr_zonelist; i++) {
		uint32_t id = node->zonelist[i];
		struct request r = {zone_of_id(&m->mmzone, id), id, order, type};

		if ((int)(id % MAX_NR_ZONES) > highest_zone || !r.zone->initialized)
			continue;
		if (!rmqueue_smallest(m, &r, pfn) && !rmqueue_fallback(m, &r, pfn))
			continue;
		/* index goes back to 0 at the end of prep_new_page. */
		model_set_index(m, *pfn, MIGRATE_UNMOVABLE);
		m->memmap.traits[*pfn] &= (uint8_t)~PAGE_HAS_PRIVATE;
		bit_set(m->memmap.refcount_one, *pfn);
		r.zone->free -= UINT64_C(1) << order;
		m->buddy.nr_free_pages -= UINT64_C(1) << order;
		return true;
	}
	return false;
}
