/* Laws of the e820 and memblock stages. */
#include "invariants_internal.h"

enum {
	E820_RAM = 1,
	E820_ACPI = 3,
	E820_PRAM = 12,
	E820_X_MAX = 320,
	E820_X_MAX_NO_EFI = 128,
	E820_X_MAX_MAXSMP = 3200
};
#define E820_SOFT_RESERVED UINT64_C(0xefffffff)

/* The last sanitize of the working table; the laws of a sanitized map hold if it returned 0. */
static bool map_is_sanitized(const struct observation *o)
{
	const struct obs_e820_call *call = ROWS(o, e820_call);
	bool sane = false;

	for (uint64_t i = 0; i < NR_ROWS(o, e820_call); i++)
		if (call[i].call == CALL_BIOS_SANITIZE)
			sane = call[i].result == 0;
	return sane;
}

bool law_sanitized_map_ascends(const struct observation *o, const struct scenario *s,
			       struct broken *b)
{
	const struct obs_e820_entry *e = ROWS(o, e820_entry);
	uint64_t end = 0;

	(void)s;
	for (uint64_t i = 0; map_is_sanitized(o) && i < NR_ROWS(o, e820_entry); i++) {
		if (!e[i].size || !e[i].type)
			return broken(b, "empty entry", i, e[i].size);
		if (i && e[i].addr < end)
			return broken(b, "start of entry", e[i].addr, end);
		end = e[i].addr + e[i].size;
	}
	return true;
}

bool law_equal_neighbours_merged(const struct observation *o, const struct scenario *s,
				 struct broken *b)
{
	const struct obs_e820_entry *e = ROWS(o, e820_entry);

	for (uint64_t i = 1; map_is_sanitized(o) && i < NR_ROWS(o, e820_entry); i++)
		if (e[i - 1].addr + e[i - 1].size == e[i].addr && e[i - 1].type == e[i].type &&
		    e[i].type != E820_PRAM &&
		    !(e[i].type == E820_SOFT_RESERVED && s->release >= SC_RELEASE_6_1))
			return broken(b, "type behind an equal one", e[i].type, 0);
	return true;
}

bool law_firmware_map_within_bounds(const struct observation *o, const struct scenario *s,
				    struct broken *b)
{
	bool no_efi = !s->config.efi && s->release == SC_RELEASE_4_9;
	uint64_t max = no_efi             ? E820_X_MAX_NO_EFI
		       : s->config.maxsmp ? E820_X_MAX_MAXSMP
					  : E820_X_MAX;

	if (NR_ROWS(o, e820_entry) > max)
		return broken(b, "nr_map", NR_ROWS(o, e820_entry), max);
	return true;
}

bool law_last_pfn_is_end_of_ram(const struct observation *o, const struct scenario *s,
				struct broken *b)
{
	const struct obs_e820_entry *e = ROWS(o, e820_entry);
	const struct obs_e820_scalars *v = ROWS(o, e820_scalars);
	uint64_t limit = max_arch_pfn(s);
	uint64_t last = 0;

	for (uint64_t i = 0; i < NR_ROWS(o, e820_entry); i++) {
		uint64_t end_pfn = (e[i].addr + e[i].size) >> 12;

		bool ends_ram = e[i].type == E820_RAM ||
				(e[i].type == E820_ACPI && s->release >= SC_RELEASE_6_12);

		if (ends_ram && e[i].addr >> 12 < limit && end_pfn > last)
			last = end_pfn < limit ? end_pfn : limit;
	}
	if (s->nr_e820 && map_is_sanitized(o) && v->max_pfn != last)
		return broken(b, "max_pfn", v->max_pfn, last);
	if (v->max_low_pfn > v->max_pfn)
		return broken(b, "max_low_pfn", v->max_low_pfn, v->max_pfn);
	return true;
}

bool law_bios_ranges_not_ram(const struct observation *o, const struct scenario *s,
			     struct broken *b)
{
	const struct obs_e820_entry *e = ROWS(o, e820_entry);

	/* A full table loses the pieces that were cut off; then nothing can be said. */
	(void)s;
	if (!map_is_sanitized(o) || NR_ROWS(o, e820_dropped))
		return true;
	for (uint64_t i = 0; i < NR_ROWS(o, e820_entry); i++) {
		uint64_t end = e[i].addr + e[i].size;

		if (e[i].type != E820_RAM)
			continue;
		if (e[i].addr < 0x1000)
			return broken(b, "start of RAM", e[i].addr, 0x1000);
		if (e[i].addr < 0x100000 && end > 0xa0000)
			return broken(b, "end of low RAM", end, 0xa0000);
	}
	return true;
}

bool law_nosave_avoids_ram(const struct observation *o, const struct scenario *s, struct broken *b)
{
	const struct obs_nosave_range *r = ROWS(o, nosave_range);
	const struct obs_e820_entry *e = ROWS(o, e820_entry);
	uint64_t nr = NR_ROWS(o, nosave_range);
	uint64_t entry = 0;

	(void)s;
	if (!map_is_sanitized(o))
		return true;
	for (uint64_t i = 0; i < nr; i++) {
		while (entry < NR_ROWS(o, e820_entry) &&
		       (e[entry].addr + e[entry].size) >> 12 <= r[i].start_pfn)
			entry++;
		for (uint64_t j = entry;
		     j < NR_ROWS(o, e820_entry) && (e[j].addr + 4095) >> 12 < r[i].end_pfn; j++)
			if (e[j].type == E820_RAM && e[j].addr <= UINT64_MAX - 4095 &&
			    (e[j].addr + 4095) >> 12 < (e[j].addr + e[j].size) >> 12)
				return broken(b, "end of range", r[i].end_pfn, e[j].addr >> 12);
	}
	return true;
}

/* A table that holds only its dummy. */
static bool is_empty(const struct obs_memory_region *r, uint64_t nr)
{
	return nr == 1 && r[0].size == 0;
}

bool regions_ascend(const struct obs_memory_region *r, uint64_t nr, struct broken *b)
{
	if (is_empty(r, nr))
		return true;
	for (uint64_t i = 0; i < nr; i++) {
		if (!r[i].size)
			return broken(b, "size of region", 0, i);
		if (r[i].base + r[i].size < r[i].base)
			return broken(b, "end of region", r[i].base + r[i].size, r[i].base);
		if (i && r[i].base < r[i - 1].base + r[i - 1].size)
			return broken(b, "base of region", r[i].base,
				      r[i - 1].base + r[i - 1].size);
	}
	return true;
}

bool law_memory_regions_ascend(const struct observation *o, const struct scenario *s,
			       struct broken *b)
{
	(void)s;
	return regions_ascend(ROWS(o, memory_region), NR_ROWS(o, memory_region), b);
}

bool law_reserved_regions_ascend(const struct observation *o, const struct scenario *s,
				 struct broken *b)
{
	(void)s;
	return regions_ascend((const void *)ROWS(o, reserved_region), NR_ROWS(o, reserved_region),
			      b);
}

static bool count_is_bounded(uint64_t cnt, uint64_t max, uint64_t nr_rows, const struct scenario *s,
			     struct broken *b)
{
	/* An empty table has a dummy, but for the latest kernels. */
	uint64_t least = s->release >= SC_RELEASE_6_12 ? 0 : 1;

	if (cnt != nr_rows || cnt < least)
		return broken(b, "cnt", cnt, nr_rows);
	if (cnt > max)
		return broken(b, "cnt", cnt, max);
	if (max < s->memblock_regions || (max & (max - 1)))
		return broken(b, "max", max, s->memblock_regions);
	return true;
}

bool law_region_counts_bounded(const struct observation *o, const struct scenario *s,
			       struct broken *b)
{
	const struct obs_memblock_state *m = ROWS(o, memblock_state);

	return count_is_bounded(m->memory_cnt, m->memory_max, NR_ROWS(o, memory_region), s, b) &&
	       count_is_bounded(m->reserved_cnt, m->reserved_max, NR_ROWS(o, reserved_region), s,
				b);
}

static bool trims_to_more_than_pages(const struct scenario *s)
{
	for (uint32_t i = 0; i < s->nr_ops; i++)
		if (s->ops[i].kind == SC_OP_TRIM && s->ops[i].align > 4096)
			return true;
	return false;
}

bool law_total_size_sums_up(const struct observation *o, const struct scenario *s, struct broken *b)
{
	const struct obs_memblock_state *m = ROWS(o, memblock_state);
	const struct obs_memory_region *memory = ROWS(o, memory_region);
	const struct obs_reserved_region *reserved = ROWS(o, reserved_region);
	uint64_t memory_sum = 0;
	uint64_t reserved_sum = 0;

	for (uint64_t i = 0; i < NR_ROWS(o, memory_region); i++)
		memory_sum += memory[i].size;
	for (uint64_t i = 0; i < NR_ROWS(o, reserved_region); i++)
		reserved_sum += reserved[i].size;
	if (m->reserved_total != reserved_sum)
		return broken(b, "reserved.total_size", m->reserved_total, reserved_sum);
	/* Trimming to whole pages leaves it larger, by little; trimming to more, by any amount. */
	if (!trims_to_more_than_pages(s) && m->memory_total - memory_sum > UINT64_MAX / 2)
		return broken(b, "memory.total_size", m->memory_total, memory_sum);
	return true;
}

/* Whether the scenario takes memory or reservations away again, and with them perhaps a table: that
 * is the caller's business. */
static bool takes_away(const struct scenario *s)
{
	bool cut = false; /* a region may end within a page, which a fill then trims off */

	for (uint32_t i = 0; i < s->nr_ops; i++)
		switch (s->ops[i].kind) {
		case SC_OP_REMOVE:
		case SC_OP_FREE:
		case SC_OP_ENFORCE_LIMIT:
		case SC_OP_TRIM:
			return true;
		case SC_OP_SET_NODE_MEMORY:
		case SC_OP_MARK_HOTPLUG:
		case SC_OP_CLEAR_HOTPLUG:
		case SC_OP_MARK_MIRROR:
		case SC_OP_MARK_NOMAP:
		case SC_OP_NUMA:
			cut = true;
			break;
		case SC_OP_FILL:
			if (cut)
				return true;
			break;
		default:
			break;
		}
	return false;
}

/* How far from start on the regions, which may touch, go without a gap. */
static uint64_t covered_to(const struct obs_memory_region *r, uint64_t nr, uint64_t start)
{
	for (uint64_t i = 0; i < nr; i++)
		if (r[i].base <= start && start < r[i].base + r[i].size)
			start = r[i].base + r[i].size;
	return start;
}

/* Where a table lies that has grown; bytes 0: it is the static one still. */
struct grown_table {
	uint64_t addr;
	uint64_t bytes;
};

static bool tables_overlap(const struct grown_table *a, const struct grown_table *b)
{
	return a->addr < b->addr + b->bytes && b->addr < a->addr + a->bytes;
}

/* Both tables after all events: memory's and that of reservations. False if they were ever put into
 * the same memory, which kernels do (crashes/kernel/tables-overlap.md): giving one back then takes
 * from the other. */
static bool place_tables(const struct observation *o, const struct scenario *s,
			 struct grown_table table[2])
{
	uint64_t region = s->release == SC_RELEASE_4_9 ? 32 : 24;

	for (uint64_t i = 0; i < NR_ROWS(o, memblock_event); i++) {
		const struct obs_memblock_event *e = &ROWS(o, memblock_event)[i];

		if (e->event != EVENT_MEMORY_DOUBLED && e->event != EVENT_RESERVED_DOUBLED)
			continue;
		table[e->event == EVENT_RESERVED_DOUBLED] = (struct grown_table){
		    .addr = e->addr, .bytes = (e->new_max * region + 4095) & ~UINT64_C(4095)};
		if (tables_overlap(&table[0], &table[1]))
			return false;
	}
	return true;
}

static bool table_is_kept(const struct observation *o, const struct grown_table *t,
			  struct broken *b)
{
	uint64_t end = t->addr + t->bytes;

	if (covered_to(ROWS(o, memory_region), NR_ROWS(o, memory_region), t->addr) < end)
		return broken(b, "table in memory", t->addr, t->bytes);
	if (covered_to((const void *)ROWS(o, reserved_region), NR_ROWS(o, reserved_region),
		       t->addr) < end)
		return broken(b, "table reserved", t->addr, t->bytes);
	return true;
}

bool law_grown_tables_are_kept(const struct observation *o, const struct scenario *s,
			       struct broken *b)
{
	struct grown_table table[2] = {{0}, {0}};

	return takes_away(s) || !place_tables(o, s, table) ||
	       (table_is_kept(o, &table[0], b) && table_is_kept(o, &table[1], b));
}

bool law_reverse_is_reversal(const struct observation *o, const struct scenario *s,
			     struct broken *b)
{
	const struct obs_free_range *forward = ROWS(o, free_range);
	const struct obs_free_range_rev *back = ROWS(o, free_range_rev);
	uint64_t nr = NR_ROWS(o, free_range);

	(void)s;
	if (NR_ROWS(o, free_range_rev) != nr)
		return broken(b, "number of ranges", NR_ROWS(o, free_range_rev), nr);
	for (uint64_t i = 0; i < nr; i++)
		if (forward[i].start != back[nr - 1 - i].start ||
		    forward[i].end != back[nr - 1 - i].end)
			return broken(b, "start of range", back[nr - 1 - i].start,
				      forward[i].start);
	return true;
}

/* Bytes of [start, end) that some reserved region covers; *first is a cursor over the ascending
 * regions for callers whose ranges ascend. */
static uint64_t reserved_bytes(const struct observation *o, uint64_t *first, uint64_t start,
			       uint64_t end)
{
	const struct obs_reserved_region *r = ROWS(o, reserved_region);
	uint64_t nr = NR_ROWS(o, reserved_region);
	uint64_t bytes = 0;

	while (*first < nr && r[*first].base + r[*first].size <= start)
		(*first)++;
	for (uint64_t i = *first; i < nr && r[i].base < end; i++) {
		uint64_t from = max_u64(r[i].base, start);
		uint64_t to = min_u64(r[i].base + r[i].size, end);

		if (from < to)
			bytes += to - from;
	}
	return bytes;
}

bool region_is_skipped(const struct observation *o, uint64_t flags)
{
	bool skip_hotplug = NR_ROWS(o, e820_scalars) && ROWS(o, e820_scalars)->movable_node_enabled;

	return (flags & MEMBLOCK_NOMAP) || (skip_hotplug && (flags & MEMBLOCK_HOTPLUG));
}

bool law_free_is_memory_less_reserved(const struct observation *o, const struct scenario *s,
				      struct broken *b)
{
	const struct obs_memory_region *m = ROWS(o, memory_region);
	const struct obs_free_range *f = ROWS(o, free_range);
	uint64_t free_bytes = 0;
	uint64_t expected = 0;
	uint64_t cursor = 0;
	uint64_t region = 0;

	(void)s;
	for (uint64_t i = 0; i < NR_ROWS(o, memory_region); i++) {
		uint64_t end = m[i].base + m[i].size;

		if (region_is_skipped(o, m[i].flags))
			continue;
		expected += m[i].size - reserved_bytes(o, &cursor, m[i].base, end);
	}
	cursor = 0;
	for (uint64_t i = 0; i < NR_ROWS(o, free_range); i++) {
		if (f[i].start == f[i].end)
			continue;
		if (f[i].end < f[i].start || (i && f[i].start < f[i - 1].end))
			return broken(b, "start of free range", f[i].start, f[i].end);
		while (region < NR_ROWS(o, memory_region) &&
		       m[region].base + m[region].size <= f[i].start)
			region++;
		if (region == NR_ROWS(o, memory_region) || f[i].start < m[region].base ||
		    f[i].end > m[region].base + m[region].size)
			return broken(b, "free range outside memory", f[i].start, 0);
		if (reserved_bytes(o, &cursor, f[i].start, f[i].end))
			return broken(b, "reserved bytes in free range", f[i].start, 0);
		free_bytes += f[i].end - f[i].start;
	}
	if (free_bytes != expected)
		return broken(b, "free bytes", free_bytes, expected);
	return true;
}

bool law_pfn_ranges_round_inward(const struct observation *o, const struct scenario *s,
				 struct broken *b)
{
	const struct obs_memory_region *m = ROWS(o, memory_region);
	const struct obs_mem_pfn_range *r = ROWS(o, mem_pfn_range);
	uint64_t next = 0;

	for (uint64_t i = 0; i < NR_ROWS(o, memory_region); i++) {
		uint64_t start_pfn = pfn_up(s, m[i].base);
		uint64_t end_pfn = (m[i].base + m[i].size) >> sc_page_shift(s);

		if (start_pfn >= end_pfn)
			continue;
		if (next == NR_ROWS(o, mem_pfn_range))
			return broken(b, "number of ranges", next, next + 1);
		if (r[next].start_pfn != start_pfn || r[next].nid != m[i].nid)
			return broken(b, "start_pfn", r[next].start_pfn, start_pfn);
		if (r[next].end_pfn != end_pfn)
			return broken(b, "end_pfn", r[next].end_pfn, end_pfn);
		next++;
	}
	if (next != NR_ROWS(o, mem_pfn_range))
		return broken(b, "number of ranges", NR_ROWS(o, mem_pfn_range), next);
	return true;
}

bool law_allocation_is_aligned(const struct observation *o, const struct scenario *s,
			       struct broken *b)
{
	const struct obs_memblock_op *row = ROWS(o, memblock_op);

	for (uint64_t i = 0; i < NR_ROWS(o, memblock_op); i++) {
		const struct sc_op *op = row[i].op < s->nr_ops ? &s->ops[row[i].op] : NULL;
		uint64_t align;

		if (!op || op->kind != SC_OP_ALLOC || !row[i].result)
			continue;
		align = op->align ? op->align : 64;
		/* There is no larger one in 32 bits. */
		if (s->geometry == SC_ARM_FLATMEM && align > UINT64_C(1) << 31)
			align = UINT64_C(1) << 31;
		if (row[i].result & (align - 1))
			return broken(b, "alignment", row[i].result, align);
		if (row[i].result < 4096)
			return broken(b, "address", row[i].result, 4096);
	}
	return true;
}
