/*
 * memblock against a plain array that is walked from end to end, over random operations: the
 * tables, what the calls return, the growth of the tables, the warnings and the iterators.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "memblock.h"

enum { MAX_REGIONS = 1 << 15, MAX_EVENTS = 1 << 12, PAGE = 4096 };

struct table {
	uint64_t cnt, max, total, addr;
	struct memblock_region regions[MAX_REGIONS];
};

struct plain {
	struct table memory, reserved;
	bool bottom_up, can_resize, has_mirror, bug;
	uint64_t current_limit, kernel_end;
	struct memblock_warnings warnings;
	struct memblock_event events[MAX_EVENTS];
	uint32_t nr_events;
};

static struct plain plain;
static struct memblock memblock;

static uint64_t seed;

static uint64_t rnd(uint64_t bound)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed % bound;
}

static uint64_t end_of(const struct memblock_region *r)
{
	return r->base + r->size;
}

static uint64_t cap(uint64_t base, uint64_t size)
{
	return size < UINT64_MAX - base ? size : UINT64_MAX - base;
}

static int plain_add(struct table *t, uint64_t base, uint64_t size, int nid);
static int plain_remove(struct table *t, uint64_t base, uint64_t size);

struct range {
	uint64_t start, end;
};
static struct range ranges[2 * MAX_REGIONS];

/* All free ranges, ascending: each region against each gap. */
static uint32_t plain_free_ranges(int nid, uint32_t flags)
{
	const struct table *r = &plain.reserved;
	uint32_t nr = 0;

	for (uint64_t i = 0; i < plain.memory.cnt; i++) {
		const struct memblock_region *m = &plain.memory.regions[i];

		if ((nid != NUMA_NO_NODE && nid != m->nid) ||
		    ((flags & MEMBLOCK_MIRROR) && !(m->flags & MEMBLOCK_MIRROR)) ||
		    (m->flags & MEMBLOCK_NOMAP))
			continue;
		for (uint64_t j = 0; j <= r->cnt; j++) {
			uint64_t start = j ? end_of(&r->regions[j - 1]) : 0;
			uint64_t end = j < r->cnt ? r->regions[j].base : UINT64_MAX;

			if (start >= end_of(m) || m->base >= end)
				continue;
			ranges[nr].start = start > m->base ? start : m->base;
			ranges[nr++].end = end < end_of(m) ? end : end_of(m);
		}
	}
	return nr;
}

static uint64_t clamp(uint64_t v, uint64_t low, uint64_t high)
{
	return v < low ? low : v > high ? high : v;
}

static uint64_t plain_top_down(uint64_t size, uint64_t align, uint64_t start, uint64_t end,
			       uint32_t nr)
{
	while (nr-- > 0) {
		uint64_t s = clamp(ranges[nr].start, start, end);
		uint64_t e = clamp(ranges[nr].end, start, end);

		if (e >= size && ((e - size) & ~(align - 1)) >= s)
			return (e - size) & ~(align - 1);
	}
	return 0;
}

static uint64_t plain_bottom_up(uint64_t size, uint64_t align, uint64_t start, uint64_t end,
				uint32_t nr)
{
	for (uint32_t i = 0; i < nr; i++) {
		uint64_t s = clamp(ranges[i].start, start, end);
		uint64_t e = clamp(ranges[i].end, start, end);

		s = (s + align - 1) & ~(align - 1);
		if (s < e && e - s >= size)
			return s;
	}
	return 0;
}

static uint64_t plain_find(uint64_t size, uint64_t align, uint64_t start, uint64_t end, int nid,
			   uint32_t flags)
{
	uint32_t nr = plain_free_ranges(nid, flags);

	if (!end)
		end = plain.current_limit;
	if (start < PAGE)
		start = PAGE;
	if (end < start)
		end = start;
	if (plain.bottom_up && end > plain.kernel_end) {
		uint64_t from = start > plain.kernel_end ? start : plain.kernel_end;
		uint64_t addr = plain_bottom_up(size, align, from, end, nr);

		if (addr)
			return addr;
		plain.warnings.bottom_up = 1;
	}
	return plain_top_down(size, align, start, end, nr);
}

static uint64_t plain_find_any(uint64_t start, uint64_t end, uint64_t size)
{
	uint64_t addr = 0;

	if (plain.has_mirror)
		addr = plain_find(size, PAGE, start, end, NUMA_NO_NODE, MEMBLOCK_MIRROR);
	return addr ? addr : plain_find(size, PAGE, start, end, NUMA_NO_NODE, 0);
}

static bool plain_double(struct table *t, uint64_t base, uint64_t size)
{
	bool is_memory = t == &plain.memory;
	uint64_t old_size = t->max * 32, old_addr = t->addr, addr, end = base + size;
	struct memblock_event *event;

	if (!plain.can_resize)
		return false;
	if (is_memory)
		base = size = end = 0;
	addr = plain_find_any(end, plain.current_limit, 2 * old_size);
	if (!addr && size)
		addr = plain_find_any(0, base < plain.current_limit ? base : plain.current_limit,
				      2 * old_size);
	assert_true(plain.nr_events < MAX_EVENTS);
	event = &plain.events[plain.nr_events++];
	if (!addr) {
		event->type = is_memory ? MEMBLOCK_MEMORY_FULL : MEMBLOCK_RESERVED_FULL;
		event->max = t->max;
		event->addr = 0;
		return false;
	}
	t->max *= 2;
	t->addr = addr;
	event->type = is_memory ? MEMBLOCK_MEMORY_DOUBLED : MEMBLOCK_RESERVED_DOUBLED;
	event->max = t->max;
	event->addr = addr;
	if (old_addr)
		plain_remove(&plain.reserved, old_addr, old_size);
	if (!plain.bug && plain_add(&plain.reserved, addr, 2 * old_size, MAX_NUMNODES))
		plain.bug = true;
	return !plain.bug;
}

static void plain_insert(struct table *t, uint64_t at, uint64_t base, uint64_t size, uint32_t flags,
			 int nid)
{
	assert_true(t->cnt < MAX_REGIONS);
	memmove(&t->regions[at + 1], &t->regions[at], (t->cnt - at) * sizeof(t->regions[0]));
	t->regions[at] = (struct memblock_region){base, size, flags, nid};
	t->cnt++;
}

static void plain_delete(struct table *t, uint64_t at)
{
	t->cnt--;
	memmove(&t->regions[at], &t->regions[at + 1], (t->cnt - at) * sizeof(t->regions[0]));
}

static void plain_merge(struct table *t)
{
	for (uint64_t i = 0; i + 1 < t->cnt;) {
		struct memblock_region *a = &t->regions[i], *b = a + 1;

		if (end_of(a) == b->base && a->nid == b->nid && a->flags == b->flags) {
			a->size += b->size;
			plain_delete(t, i + 1);
		} else {
			i++;
		}
	}
}

/* Returns the number of gaps of [base, end). */
static uint64_t plain_fill(struct table *t, uint64_t base, uint64_t end, int nid, bool insert)
{
	uint64_t nr = 0, i;

	for (i = 0; i < t->cnt && t->regions[i].base < end; i++) {
		if (end_of(&t->regions[i]) <= base)
			continue;
		if (t->regions[i].base > base) {
			uint64_t to = t->regions[i].base;

			plain.warnings.nid_mismatch += t->regions[i].nid != nid;
			plain.warnings.flags_mismatch += t->regions[i].flags != 0;
			nr++;
			if (insert) {
				plain_insert(t, i++, base, to - base, 0, nid);
				t->total += to - base;
			}
		}
		base = end_of(&t->regions[i]);
	}
	if (base < end) {
		nr++;
		if (insert) {
			plain_insert(t, i, base, end - base, 0, nid);
			t->total += end - base;
		}
	}
	return nr;
}

static int plain_add(struct table *t, uint64_t base, uint64_t size, int nid)
{
	uint64_t nr;

	size = cap(base, size);
	if (!size)
		return 0;
	if (!t->regions[0].size) {
		plain.warnings.nonempty_dummy += t->total != 0;
		t->regions[0] = (struct memblock_region){base, size, 0, nid};
		t->total = size;
		return 0;
	}
	nr = plain_fill(t, base, base + size, nid, false);
	if (!nr)
		return 0;
	while (t->cnt + nr > t->max)
		if (!plain_double(t, base, size))
			return -12;
	plain_fill(t, base, base + size, nid, true);
	plain_merge(t);
	return 0;
}

static int plain_isolate(struct table *t, uint64_t base, uint64_t size)
{
	size = cap(base, size);
	if (!size)
		return 0;
	while (t->cnt + 2 > t->max)
		if (!plain_double(t, base, size))
			return -12;
	for (uint64_t i = 0; i < t->cnt; i++) {
		struct memblock_region *r = &t->regions[i];

		for (int k = 0; k < 2; k++) {
			uint64_t at = k ? base + size : base, old = r->size;

			if (r->base >= at || end_of(r) <= at)
				continue;
			r->size = at - r->base;
			plain_insert(t, i + 1, at, old - r->size, r->flags, r->nid);
		}
	}
	return 0;
}

static bool inside(const struct memblock_region *r, uint64_t base, uint64_t size)
{
	return r->size && r->base >= base && end_of(r) <= base + cap(base, size);
}

static void plain_drop(struct table *t, uint64_t at)
{
	t->total -= t->regions[at].size;
	plain_delete(t, at);
	if (t->cnt)
		return;
	plain.warnings.total_size += t->total != 0;
	t->cnt = 1;
	t->regions[0] = (struct memblock_region){0, 0, 0, MAX_NUMNODES};
}

static int plain_remove(struct table *t, uint64_t base, uint64_t size)
{
	int status = plain_isolate(t, base, size);

	for (uint64_t i = t->cnt; !status && i-- > 0;)
		if (inside(&t->regions[i], base, size))
			plain_drop(t, i);
	return status;
}

static int plain_change(struct table *t, uint64_t base, uint64_t size, uint32_t clear, uint32_t set,
			const int *nid)
{
	int status = plain_isolate(t, base, size);

	if (status)
		return status;
	for (uint64_t i = 0; i < t->cnt; i++) {
		struct memblock_region *r = &t->regions[i];

		if (!inside(r, base, size))
			continue;
		r->flags = (r->flags & ~clear) | set;
		r->nid = nid ? *nid : r->nid;
	}
	plain_merge(t);
	return 0;
}

static void plain_trim(uint64_t align)
{
	struct table *t = &plain.memory;

	for (uint64_t i = 0; i < t->cnt;) {
		struct memblock_region *r = &t->regions[i];
		uint64_t start = (r->base + align - 1) / align * align;
		uint64_t end = end_of(r) / align * align;

		if (r->size && start >= end) {
			plain_drop(t, i);
			continue;
		}
		r->base = start;
		r->size = end - start;
		i++;
	}
}

static void plain_limit(uint64_t limit)
{
	for (uint64_t i = 0; i < plain.memory.cnt && limit; i++) {
		const struct memblock_region *r = &plain.memory.regions[i];
		uint64_t at = r->base + limit;

		if (limit <= r->size) {
			plain_remove(&plain.memory, at, UINT64_MAX);
			if (!plain.bug)
				plain_remove(&plain.reserved, at, UINT64_MAX);
			return;
		}
		limit -= r->size;
	}
}

static uint64_t plain_alloc(uint64_t size, uint64_t align, uint64_t min, uint64_t max, int nid)
{
	uint64_t addr = 0;

	if (nid == MAX_NUMNODES) {
		plain.warnings.alloc_nid = 1;
		nid = NUMA_NO_NODE;
	}
	if (!align)
		align = 64;
	if (max > plain.current_limit)
		max = plain.current_limit;
	for (int flags = plain.has_mirror ? MEMBLOCK_MIRROR : 0; !addr; flags = 0) {
		do {
			addr = plain_find(size, align, min, max, nid, (uint32_t)flags);
			if (!addr && nid != NUMA_NO_NODE)
				addr = plain_find(size, align, min, max, NUMA_NO_NODE,
						  (uint32_t)flags);
			if (addr || !min)
				break;
			min = 0;
		} while (true);
		if (!flags)
			break;
	}
	if (addr)
		plain_add(&plain.reserved, addr, size, MAX_NUMNODES);
	return addr;
}

/*
 * The two side by side.
 */

static void same_table(const struct memblock_type *type, const struct table *t)
{
	struct memblock_cursor cursor = {0};
	struct memblock_region region;
	uint64_t i = 0;

	assert_int_equal(type->cnt, t->cnt);
	assert_int_equal(type->max, t->max);
	assert_int_equal(type->total_size, t->total);
	for (; memblock_next_region(type, &cursor, &region); i++)
		assert_memory_equal(&region, &t->regions[i], sizeof(region));
	assert_int_equal(i, t->cnt);
}

static void same_free_ranges(int nid, uint32_t flags)
{
	uint32_t nr = plain_free_ranges(nid, flags), i = 0;
	struct memblock_cursor forward = {0}, backward = {0};
	uint64_t start, end;

	for (; memblock_next_free_range(&memblock, &forward, nid, flags, &start, &end); i++) {
		assert_true(i < nr);
		assert_int_equal(start, ranges[i].start);
		assert_int_equal(end, ranges[i].end);
	}
	assert_int_equal(i, nr);
	for (; memblock_prev_free_range(&memblock, &backward, nid, flags, &start, &end); i--) {
		assert_true(i > 0);
		assert_int_equal(start, ranges[i - 1].start);
		assert_int_equal(end, ranges[i - 1].end);
	}
	assert_int_equal(i, 0);
}

static void same_queries(uint64_t base, uint64_t size)
{
	bool is_memory = false, is_map = false, whole = false, reserved = false, overlap = false;
	uint64_t last = base + cap(base, size), within = 0, pages = 0, limit = base >> 12;

	for (uint64_t i = 0; i < plain.memory.cnt; i++) {
		const struct memblock_region *r = &plain.memory.regions[i];
		uint64_t from = (r->base + PAGE - 1) >> 12, to = end_of(r) >> 12;

		pages += (to < limit ? to : limit) - (from < limit ? from : limit);
		if (base < r->base || base >= end_of(r))
			continue;
		is_memory = true;
		is_map = !(r->flags & MEMBLOCK_NOMAP);
		whole = end_of(r) >= last;
	}
	for (uint64_t i = 0; i < plain.reserved.cnt; i++) {
		const struct memblock_region *r = &plain.reserved.regions[i];

		reserved |= base >= r->base && base < end_of(r);
		overlap |= base < end_of(r) && r->base < last;
		if (end_of(r) >= base && r->base <= last)
			within += r->size;
	}
	assert_int_equal(memblock_is_memory(&memblock, base), is_memory);
	assert_int_equal(memblock_is_map_memory(&memblock, base), is_map);
	assert_int_equal(memblock_is_region_memory(&memblock, base, size), whole);
	assert_int_equal(memblock_is_reserved(&memblock, base), reserved);
	assert_int_equal(memblock_is_region_reserved(&memblock, base, size), overlap);
	assert_int_equal(memblock_reserved_memory_within(&memblock, base, last), within);
	assert_int_equal(memblock_mem_size(&memblock, limit), pages << 12);
}

static void same_state(void)
{
	same_table(&memblock.memory, &plain.memory);
	same_table(&memblock.reserved, &plain.reserved);
	assert_memory_equal(&memblock.warnings, &plain.warnings, sizeof(plain.warnings));
	assert_int_equal(memblock.nr_events, plain.nr_events);
	for (uint32_t i = 0; i < plain.nr_events; i++) {
		assert_int_equal(memblock.events[i].type, plain.events[i].type);
		assert_int_equal(memblock.events[i].max, plain.events[i].max);
		assert_int_equal(memblock.events[i].addr, plain.events[i].addr);
	}
}

static void power_off(void)
{
	memblock_reset(&memblock);
	memblock.movable_node_config = true;
	plain.memory.cnt = plain.reserved.cnt = 1;
	plain.memory.max = plain.reserved.max = 128;
	plain.memory.total = plain.reserved.total = 0;
	plain.memory.addr = plain.reserved.addr = 0;
	plain.memory.regions[0] = plain.reserved.regions[0] = (struct memblock_region){0};
	plain.bottom_up = plain.can_resize = plain.has_mirror = plain.bug = false;
	plain.current_limit = UINT64_MAX;
	plain.kernel_end = 0;
	plain.warnings = (struct memblock_warnings){0};
	plain.nr_events = 0;
}

/* What random ranges look like. */
struct style {
	uint64_t space;    /* addresses range over this many units */
	uint64_t max_size; /* in units */
	uint64_t unit;
	uint64_t origin;
	uint64_t nr_nids;
	bool can_resize;
};

static int random_nid(const struct style *style)
{
	uint64_t n = rnd(style->nr_nids + 1);

	return n == style->nr_nids ? MAX_NUMNODES : (int)n;
}

static void table_operation(const struct style *style, uint64_t base, uint64_t size)
{
	int nid = random_nid(style);

	switch (rnd(12)) {
	case 0:
	case 1:
		assert_int_equal(memblock_add_node(&memblock, base, size, nid),
				 plain_add(&plain.memory, base, size, nid));
		break;
	case 2:
		assert_int_equal(memblock_remove(&memblock, base, size),
				 plain_remove(&plain.memory, base, size));
		break;
	case 3:
		assert_int_equal(memblock_free(&memblock, base, size),
				 plain_remove(&plain.reserved, base, size));
		break;
	case 4:
	case 5:
		assert_int_equal(memblock_set_node(&memblock, base, size, &memblock.reserved, nid),
				 plain_change(&plain.reserved, base, size, 0, 0, &nid));
		break;
	case 6:
		assert_int_equal(memblock_set_node(&memblock, base, size, &memblock.memory, nid),
				 plain_change(&plain.memory, base, size, 0, 0, &nid));
		break;
	case 7:
		assert_int_equal(memblock_mark_hotplug(&memblock, base, size),
				 plain_change(&plain.memory, base, size, 0, 1, NULL));
		break;
	case 8:
		assert_int_equal(memblock_clear_hotplug(&memblock, base, size),
				 plain_change(&plain.memory, base, size, 1, 0, NULL));
		break;
	default:
		assert_int_equal(memblock_reserve(&memblock, base, size),
				 plain_add(&plain.reserved, base, size, MAX_NUMNODES));
	}
}

static void rare_operation(const struct style *style, uint64_t base, uint64_t size)
{
	int nid = random_nid(style);
	uint64_t align = UINT64_C(1) << rnd(16), max = rnd(2) ? 0 : base + size;

	switch (rnd(8)) {
	case 0:
		assert_int_equal(memblock_mark_nomap(&memblock, base, size),
				 plain_change(&plain.memory, base, size, 0, 4, NULL));
		break;
	case 1:
		plain.has_mirror = true;
		assert_int_equal(memblock_mark_mirror(&memblock, base, size),
				 plain_change(&plain.memory, base, size, 0, 2, NULL));
		break;
	case 2:
		plain.bottom_up = rnd(2);
		memblock_set_bottom_up(&memblock, plain.bottom_up);
		plain.kernel_end = memblock.kernel_end = base;
		break;
	case 3:
		plain.current_limit = rnd(3) ? base : UINT64_MAX;
		memblock_set_current_limit(&memblock, plain.current_limit);
		break;
	case 4:
		if (style->origin || rnd(4))
			break;
		memblock_trim_memory(&memblock, align);
		plain_trim(align);
		break;
	case 5:
		if (rnd(8))
			break;
		memblock_enforce_memory_limit(&memblock, plain.memory.total - size);
		plain_limit(plain.memory.total - size);
		break;
	default:
		size = rnd(4) ? size : 0;
		align = rnd(2) ? align : 0;
		assert_int_equal(
		    memblock_virt_alloc_try_nid_nopanic(&memblock, size, align, base, max, nid),
		    plain_alloc(size, align, base, max, nid));
	}
}

static void test_style(const struct style *style, uint32_t nr_operations, uint32_t check_every)
{
	power_off();
	if (style->can_resize) {
		memblock_allow_resize(&memblock);
		plain.can_resize = true;
	}
	for (uint32_t i = 0; i < nr_operations && !plain.bug; i++) {
		uint64_t base = style->origin + rnd(style->space) * style->unit;
		uint64_t size = rnd(style->max_size) * style->unit;

		if (rnd(20))
			table_operation(style, base, size);
		else
			rare_operation(style, base, size);
		assert_int_equal(memblock.fault == MEMBLOCK_BUG_DOUBLE_RESERVE, plain.bug);
		if (plain.bug || i % check_every)
			continue;
		same_state();
		same_queries(base, size);
		same_free_ranges(rnd(2) ? NUMA_NO_NODE : random_nid(style) % MAX_NUMNODES,
				 rnd(4) ? MEMBLOCK_NONE : MEMBLOCK_MIRROR);
	}
}

static void random_operations(void **state)
{
	static const struct style styles[] = {
	    /* Crowded, so that ranges touch and overlap. */
	    {64, 16, 0x800, 0, 2, false},
	    {300, 4, 0x800, 0, 3, true},
	    /* A table that grows to several leaves, and shrinks again. */
	    {4000, 8, 0x1000, 0, 8, true},
	    {100000, 5000, 0x4000, 0, 8, true},
	    /* Tables that may not grow, or find no room to. */
	    {4000, 4, 0x800, 0, 8, false},
	    {2000, 5, 0x800, 0, 8, true},
	    /* Up to the last byte. */
	    {64, 80, 0x400, -UINT64_C(0x10000), 2, true},
	    {UINT64_C(1) << 63, UINT64_C(1) << 62, 1, 0, 2, true},
	};

	(void)state;
	for (uint32_t round = 0; round < 80; round++) {
		const struct style *style = &styles[round % 8];

		seed = UINT64_C(0x9e3779b97f4a7c15) * (round + 1);
		test_style(style, style->space > 1000 ? 3000 : 600, style->space > 1000 ? 37 : 1);
	}
}

/* Thousands of regions in random order, removed again in long stretches. */
static void many_regions(void **state)
{
	const struct style dense = {20000, 3, 0x1000, 0, 8, true};
	const struct style wide = {20000, 9000, 0x1000, 0, 8, true};

	(void)state;
	seed = 12345;
	power_off();
	memblock_add(&memblock, UINT64_C(1) << 40, UINT64_C(1) << 30);
	plain_add(&plain.memory, UINT64_C(1) << 40, UINT64_C(1) << 30, MAX_NUMNODES);
	memblock_allow_resize(&memblock);
	plain.can_resize = true;
	for (uint32_t i = 0; i < 12000; i++) {
		const struct style *style = i % 400 == 399 ? &wide : &dense;
		uint64_t base = rnd(style->space) * style->unit;
		uint64_t size = rnd(style->max_size) * style->unit;
		int nid = random_nid(style);

		if (style == &wide) {
			assert_int_equal(memblock_free(&memblock, base, size),
					 plain_remove(&plain.reserved, base, size));
		} else {
			assert_int_equal(memblock_reserve(&memblock, base, size),
					 plain_add(&plain.reserved, base, size, MAX_NUMNODES));
			assert_int_equal(
			    memblock_set_node(&memblock, base, size, &memblock.reserved, nid),
			    plain_change(&plain.reserved, base, size, 0, 0, &nid));
		}
		if (i % 500 == 0)
			same_state();
	}
	assert_true(plain.reserved.max >= 4096);
	same_state();
	same_free_ranges(NUMA_NO_NODE, MEMBLOCK_NONE);
}

static int open_memblock(void **state)
{
	(void)state;
	memblock_create(&memblock);
	return 0;
}

static int close_memblock(void **state)
{
	(void)state;
	memblock_destroy(&memblock);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(random_operations),
	    cmocka_unit_test(many_regions),
	};

	return cmocka_run_group_tests(tests, open_memblock, close_memblock);
}
