/* Laws of the zones and memmap stages. */
#include "invariants_internal.h"

enum { ZONE_NORMAL = 2, ZONE_MOVABLE = 3 };
enum { MIGRATE_UNMOVABLE = 0, MIGRATE_MOVABLE = 1 };

uint64_t section_nr_pages(const struct scenario *s)
{
	return s->geometry == SC_TINY ? 64 : 32768;
}

uint64_t max_arch_pfn(const struct scenario *s)
{
	return s->geometry == SC_TINY ? 0x800 : 0x400000000;
}

static uint64_t max_order_nr_pages(const struct scenario *s)
{
	return UINT64_C(1) << (sc_max_order(s->geometry) - 1);
}

bool law_zone_limits_contiguous(const struct observation *o, const struct scenario *s,
				struct broken *b)
{
	const struct obs_zone_limit *z = ROWS(o, zone_limit);

	(void)s;
	for (int i = 0; i <= ZONE_NORMAL; i++) {
		if (z[i].low_pfn > z[i].high_pfn)
			return broken(b, "low_pfn", z[i].low_pfn, z[i].high_pfn);
		if (i && z[i].low_pfn != z[i - 1].high_pfn)
			return broken(b, "low_pfn", z[i].low_pfn, z[i - 1].high_pfn);
	}
	return true;
}

static uint64_t node_end_pfn(const struct observation *o, uint64_t nid)
{
	const struct obs_mem_pfn_range *r = ROWS(o, mem_pfn_range);
	uint64_t end = 0;

	for (uint64_t i = 0; i < NR_ROWS(o, mem_pfn_range); i++)
		if (r[i].nid == nid)
			end = max_u64(end, r[i].end_pfn);
	return end;
}

/* A movable start outside the node, or beyond the zones, is a documented quirk: then the sizes of
 * the node's movable zone mean nothing. kernelcore=mirror lets two zones overlap by design. */
static bool node_is_ordinary(const struct observation *o, const struct obs_node *node)
{
	const struct obs_zone_limit *limit = ROWS(o, zone_limit);
	uint64_t end = min_u64(node_end_pfn(o, node->nid), limit[ZONE_NORMAL].high_pfn);

	if (NR_ROWS(o, e820_scalars) && ROWS(o, e820_scalars)->mirrored_kernelcore)
		return false;
	return !node->movable_pfn ||
	       (node->movable_pfn >= node->start_pfn && node->movable_pfn <= end);
}

/* The four zones of an online node, or NULL. */
static const struct obs_zone *zones_of(const struct observation *o, uint64_t nid)
{
	const struct obs_zone *z = ROWS(o, zone);

	for (uint64_t i = 0; i + ZONE_MOVABLE < NR_ROWS(o, zone); i += ZONE_MOVABLE + 1)
		if (z[i].nid == nid)
			return &z[i];
	return NULL;
}

bool law_present_within_spanned(const struct observation *o, const struct scenario *s,
				struct broken *b)
{
	const struct obs_node *node = ROWS(o, node);

	(void)s;
	for (uint64_t n = 0; n < NR_ROWS(o, node); n++) {
		const struct obs_zone *z = zones_of(o, node[n].nid);

		if (!z || !node_is_ordinary(o, &node[n]))
			continue;
		for (int i = 0; i <= ZONE_MOVABLE; i++)
			if (z[i].present > z[i].spanned)
				return broken(b, "present", z[i].present, z[i].spanned);
	}
	return true;
}

bool law_zones_of_node_disjoint(const struct observation *o, const struct scenario *s,
				struct broken *b)
{
	const struct obs_node *node = ROWS(o, node);

	(void)s;
	for (uint64_t n = 0; n < NR_ROWS(o, node); n++) {
		const struct obs_zone *z = zones_of(o, node[n].nid);
		uint64_t end = 0;

		if (!z || !node_is_ordinary(o, &node[n]))
			continue;
		for (int i = 0; i <= ZONE_MOVABLE; i++) {
			if (!z[i].spanned)
				continue;
			if (z[i].start_pfn < end)
				return broken(b, "start_pfn", z[i].start_pfn, end);
			end = z[i].start_pfn + z[i].spanned;
		}
	}
	return true;
}

static uint64_t ram_below(const struct observation *o, uint64_t nid, uint64_t limit_pfn)
{
	const struct obs_mem_pfn_range *r = ROWS(o, mem_pfn_range);
	uint64_t pages = 0;

	for (uint64_t i = 0; i < NR_ROWS(o, mem_pfn_range); i++)
		if (r[i].nid == nid && r[i].start_pfn < limit_pfn)
			pages += min_u64(r[i].end_pfn, limit_pfn) - r[i].start_pfn;
	return pages;
}

bool law_present_counts_ram(const struct observation *o, const struct scenario *s, struct broken *b)
{
	const struct obs_node *node = ROWS(o, node);
	uint64_t limit_pfn = ROWS(o, zone_limit)[ZONE_NORMAL].high_pfn;

	(void)s;
	for (uint64_t n = 0; n < NR_ROWS(o, node); n++) {
		uint64_t ram = ram_below(o, node[n].nid, limit_pfn);

		if (node[n].online && node_is_ordinary(o, &node[n]) && node[n].present != ram)
			return broken(b, "present", node[n].present, ram);
	}
	return true;
}

bool law_node_is_sum_of_zones(const struct observation *o, const struct scenario *s,
			      struct broken *b)
{
	const struct obs_node *node = ROWS(o, node);
	uint64_t mask = s->geometry == SC_ARM_FLATMEM ? UINT32_MAX : UINT64_MAX; /* of a word */

	for (uint64_t n = 0; n < NR_ROWS(o, node); n++) {
		const struct obs_zone *z = zones_of(o, node[n].nid);
		uint64_t spanned = 0;
		uint64_t present = 0;

		for (int i = 0; z && i <= ZONE_MOVABLE; i++) {
			spanned += z[i].spanned;
			present += z[i].present;
		}
		if (z && node[n].spanned != spanned)
			return broken(b, "spanned", node[n].spanned, spanned);
		if (z && node[n].present != (present & mask))
			return broken(b, "present", node[n].present, present & mask);
	}
	return true;
}

bool law_estimate_below_present(const struct observation *o, const struct scenario *s,
				struct broken *b)
{
	const struct obs_zone *z = ROWS(o, zone);

	(void)s;
	for (uint64_t i = 0; i < NR_ROWS(o, zone); i++)
		if (z[i].managed > z[i].present)
			return broken(b, "managed", z[i].managed, z[i].present);
	return true;
}

bool law_movable_start_aligned(const struct observation *o, const struct scenario *s,
			       struct broken *b)
{
	const struct obs_node *node = ROWS(o, node);

	for (uint64_t n = 0; n < NR_ROWS(o, node); n++)
		if (node[n].movable_pfn % max_order_nr_pages(s))
			return broken(b, "movable_pfn", node[n].movable_pfn, max_order_nr_pages(s));
	return true;
}

bool law_sections_cover_ram(const struct observation *o, const struct scenario *s, struct broken *b)
{
	const struct obs_section *section = ROWS(o, section);
	const struct obs_mem_pfn_range *r = ROWS(o, mem_pfn_range);
	uint64_t row = 0;
	uint64_t next = 0; /* the first section that no earlier range touched */

	for (uint64_t i = 0; i < NR_ROWS(o, mem_pfn_range); i++) {
		uint64_t end_pfn = min_u64(r[i].end_pfn, max_arch_pfn(s));
		uint64_t end = (end_pfn + section_nr_pages(s) - 1) / section_nr_pages(s);

		for (uint64_t nr = max_u64(next, r[i].start_pfn / section_nr_pages(s)); nr < end;
		     nr++) {
			if (row == NR_ROWS(o, section) || section[row].section != nr)
				return broken(b, "section", nr, row);
			if (section[row].nid != r[i].nid)
				return broken(b, "nid", section[row].nid, r[i].nid);
			row++;
			next = nr + 1;
		}
	}
	if (row != NR_ROWS(o, section))
		return broken(b, "number of sections", NR_ROWS(o, section), row);
	return true;
}

bool law_zonelist_pages_add_up(const struct observation *o, const struct scenario *s,
			       struct broken *b)
{
	const struct obs_zonelist *list = ROWS(o, zonelist);
	uint64_t total = 0;

	for (uint64_t i = 0; i < NR_ROWS(o, zonelist) && list[i].nid == list[0].nid; i++) {
		const struct obs_zone *z = zones_of(o, list[i].zone_nid);

		if (!z || !z[list[i].zone].managed)
			return broken(b, "zone without pages", list[i].zone, list[i].zone_nid);
		total += z[list[i].zone].managed;
	}
	if (s->geometry == SC_ARM_FLATMEM)
		total &= UINT32_MAX; /* of a word */
	if (total != ROWS(o, zones_scalars)->vm_total_pages)
		return broken(b, "vm_total_pages", ROWS(o, zones_scalars)->vm_total_pages, total);
	return true;
}

/* Pages of the valid sections, as the section table has them. */
static uint64_t valid_pages(const struct observation *o, const struct scenario *s)
{
	const struct obs_section *section = ROWS(o, section);
	uint64_t pages = 0;

	for (uint64_t i = 0; i < NR_ROWS(o, section); i++)
		pages += section[i].valid ? section_nr_pages(s) : 0;
	return pages;
}

bool law_memmap_covers_sections(const struct observation *o, const struct scenario *s,
				struct broken *b)
{
	const struct obs_section *section = ROWS(o, section);
	const struct obs_page_run *run = ROWS(o, page_run);
	uint64_t row = 0;
	uint64_t pages = 0;

	for (uint64_t i = 0; i < NR_ROWS(o, page_run); i++) {
		uint64_t nr = run[i].pfn / section_nr_pages(s);

		while (row < NR_ROWS(o, section) &&
		       (section[row].section < nr || !section[row].valid))
			row++;
		if (row == NR_ROWS(o, section) || section[row].section != nr)
			return broken_at(b, run[i].pfn, "page of no section", nr, row);
		if (i && run[i].pfn < run[i - 1].pfn + run[i - 1].nr)
			return broken_at(b, run[i].pfn, "overlap", run[i].pfn, run[i - 1].pfn);
		pages += run[i].nr;
	}
	if (pages != valid_pages(o, s))
		return broken(b, "pages", pages, valid_pages(o, s));
	return true;
}

bool law_struct_page_is_fresh(const struct observation *o, const struct scenario *s,
			      struct broken *b)
{
	const struct obs_page_run *run = ROWS(o, page_run);

	(void)s;
	for (uint64_t i = 0; i < NR_ROWS(o, page_run); i++) {
		bool used = run[i].refcount != 0;

		if (run[i].refcount > 1)
			return broken_at(b, run[i].pfn, "refcount", run[i].refcount, 1);
		if (run[i].flags || run[i].private || run[i].index)
			return broken_at(b, run[i].pfn, "flags", run[i].flags, 0);
		if (run[i].mapcount != (used ? UINT64_MAX : 0))
			return broken_at(b, run[i].pfn, "mapcount", run[i].mapcount, used);
		if (run[i].lru != (used ? LRU_SELF : LRU_NULL))
			return broken_at(b, run[i].pfn, "lru", run[i].lru, used);
		if (!used && (run[i].zone || run[i].node))
			return broken_at(b, run[i].pfn, "zone", run[i].zone, 0);
	}
	return true;
}

bool law_page_lies_in_its_zone(const struct observation *o, const struct scenario *s,
			       struct broken *b)
{
	const struct obs_page_run *run = ROWS(o, page_run);

	(void)s;
	for (uint64_t i = 0; i < NR_ROWS(o, page_run); i++) {
		const struct obs_zone *z;

		if (!run[i].refcount)
			continue;
		z = zones_of(o, run[i].node);
		if (!z || run[i].zone > ZONE_MOVABLE)
			return broken_at(b, run[i].pfn, "zone", run[i].zone, run[i].node);
		z += run[i].zone;
		if (run[i].pfn < z->start_pfn || run[i].pfn + run[i].nr > z->start_pfn + z->spanned)
			return broken_at(b, run[i].pfn, "zone", run[i].zone, z->start_pfn);
	}
	return true;
}

bool law_movable_block_rule(const struct observation *o, const struct scenario *s, struct broken *b)
{
	const struct obs_pageblock_run *block = ROWS(o, pageblock_run);
	const struct obs_page_run *run = ROWS(o, page_run);
	uint64_t row = 0;

	(void)s;
	for (uint64_t i = 0; i < NR_ROWS(o, pageblock_run); i++)
		for (uint64_t j = 0; j < block[i].nr; j++) {
			uint64_t pfn = block[i].pfn + j * o->pageblock_nr_pages;
			uint64_t type;

			while (row < NR_ROWS(o, page_run) && run[row].pfn + run[row].nr <= pfn)
				row++;
			if (row == NR_ROWS(o, page_run) || run[row].pfn > pfn)
				return broken_at(b, pfn, "block without pages", i, row);
			type = run[row].refcount ? MIGRATE_MOVABLE : MIGRATE_UNMOVABLE;
			if (block[i].migratetype != type)
				return broken_at(b, pfn, "migratetype", block[i].migratetype, type);
		}
	return true;
}
