/*
 * memblock as in mm/memblock.c of Linux 4.9; see memblock.h.
 *
 * No two touching regions of equal nid and flags exist between calls: whatever changes the
 * attributes of regions or fills gaps between them ends with a merge, splitting is always followed
 * by one or by the removal of a piece, and a call that fails does so before it has split. So the
 * merge, which the kernel runs over the whole array, is needed around the changed range only.
 */
#include "memblock.h"

#include "area.h"
#include "geometry.h"
#include "memblock_regions.h"
#include "minmax.h"

#include <errno.h>
#include <string.h>

#define SMP_CACHE_BYTES UINT64_C(64)
#define EVENTS_SIZE     (sizeof(struct memblock_event) * MEMBLOCK_MAX_EVENTS)

/* For powers of two; rounding up wraps to 0. An align of 0 rounds down to 0. */
static uint64_t round_up(uint64_t value, uint64_t align)
{
	return ((value - 1) | (align - 1)) + 1;
}

static uint64_t round_down(uint64_t value, uint64_t align)
{
	return value & ~(align - 1);
}

static uint64_t region_end(const struct memblock_region *region)
{
	return region->base + region->size;
}

/* memblock_cap_size */
static uint64_t cap_size(const struct memblock *mb, uint64_t base, uint64_t size)
{
	return min_u64(size, mb->max_addr - base);
}

/* An empty table holds one dummy region. */
static void make_empty(struct memblock_type *type, int nid)
{
	regions_reset(type, (struct memblock_region){.nid = nid});
	type->cnt = !type->no_dummy;
}

static bool is_empty(const struct memblock_type *type)
{
	return regions_at(type, regions_first())->size == 0;
}

static void reset_type(struct memblock_type *type, bool no_dummy)
{
	type->no_dummy = no_dummy;
	make_empty(type, 0);
	type->max = INIT_MEMBLOCK_REGIONS;
	type->total_size = 0;
	type->array_addr = 0;
}

void memblock_create(struct memblock *mb)
{
	mb->events = area_map(EVENTS_SIZE);
	regions_create(&mb->memory);
	regions_create(&mb->reserved);
	memblock_reset(mb);
}

void memblock_destroy(struct memblock *mb)
{
	area_unmap(mb->events, EVENTS_SIZE);
	mb->events = NULL;
	regions_destroy(&mb->memory);
	regions_destroy(&mb->reserved);
}

void memblock_reset(struct memblock *mb)
{
	memblock_set_release(mb, &kernel_releases[KERNEL_4_9]);
	mb->bottom_up = false;
	mb->page_shift = PAGE_SHIFT;
	mb->max_addr = UINT64_MAX;
	mb->no_nodes = false;
	mb->current_limit = UINT64_MAX; /* MEMBLOCK_ALLOC_ANYWHERE */
	mb->can_resize = false;
	mb->has_mirror = false;
	mb->movable_node_config = false;
	mb->movable_node_enabled = false;
	mb->mirrored_kernelcore = false;
	mb->kernel_end = 0;
	mb->fault = MEMBLOCK_OK;
	mb->warnings = (struct memblock_warnings){0};
	mb->nr_events = 0;
}

void memblock_set_release(struct memblock *mb, const struct kernel_release *release)
{
	mb->release = release;
	mb->region_size = release->memblock_region_size;
	reset_type(&mb->memory, release->no_dummy_region);
	reset_type(&mb->reserved, release->no_dummy_region);
}

void memblock_set_init_regions(struct memblock *mb, uint64_t nr)
{
	mb->memory.max = nr;
	mb->reserved.max = nr;
}

void memblock_set_arm(struct memblock *mb, unsigned int page_shift)
{
	mb->page_shift = page_shift;
	mb->max_addr = UINT32_MAX;
	mb->no_nodes = true;
	mb->region_size = 12; /* base, size, flags */
	mb->current_limit = UINT32_MAX;
}

static uint64_t page_size(const struct memblock *mb)
{
	return UINT64_C(1) << mb->page_shift;
}

static void record_event(struct memblock *mb, enum memblock_event_type type, uint64_t max,
			 uint64_t addr)
{
	if (mb->nr_events < MEMBLOCK_MAX_EVENTS)
		mb->events[mb->nr_events++] = (struct memblock_event){type, max, addr};
}

/*
 * Growing. The kernel's array of regions lives in the memory that memblock manages: doubling it
 * finds room for the new one, gives the old one back and reserves the new one.
 */

static uint64_t find_room(struct memblock *mb, const struct memblock_type *type,
			  uint64_t avoid_start, uint64_t avoid_size, uint64_t size)
{
	uint64_t addr;

	/* What is about to be reserved is not yet in the table, so it must be left out here. */
	if (type != &mb->reserved)
		avoid_start = avoid_size = 0;
	addr = memblock_find_in_range(mb, avoid_start + avoid_size, mb->current_limit, size,
				      page_size(mb));
	if (!addr && avoid_size)
		addr = memblock_find_in_range(mb, 0, min_u64(avoid_start, mb->current_limit), size,
					      page_size(mb));
	return addr;
}

/* What an array of so many regions takes: whole pages. */
static uint64_t array_size(const struct memblock *mb, uint64_t nr)
{
	return round_up(nr * mb->region_size, page_size(mb));
}

/* memblock_double_array: 0 or -1 */
static int double_array(struct memblock *mb, struct memblock_type *type, uint64_t avoid_start,
			uint64_t avoid_size)
{
	bool is_memory = type == &mb->memory;
	uint64_t old_size = array_size(mb, type->max);
	uint64_t new_size = array_size(mb, 2 * type->max);
	uint64_t old_addr = type->array_addr;
	uint64_t addr = 0;

	if (!mb->can_resize) {
		if (mb->release->panic_if_full)
			mb->fault = MEMBLOCK_CANNOT_RESIZE;
		return -1;
	}
	if (type->max < MEMBLOCK_MAX_REGIONS)
		addr = find_room(mb, type, avoid_start, avoid_size, new_size);
	if (!addr) {
		record_event(mb, is_memory ? MEMBLOCK_MEMORY_FULL : MEMBLOCK_RESERVED_FULL,
			     type->max, 0);
		return -1;
	}
	type->max *= 2;
	type->array_addr = addr;
	record_event(mb, is_memory ? MEMBLOCK_MEMORY_DOUBLED : MEMBLOCK_RESERVED_DOUBLED, type->max,
		     addr);
	if (old_addr)
		memblock_free(mb, old_addr, old_size);
	if (mb->fault == MEMBLOCK_OK && memblock_reserve(mb, addr, new_size))
		mb->fault = MEMBLOCK_BUG_DOUBLE_RESERVE;
	return mb->fault == MEMBLOCK_OK ? 0 : -1;
}

/* Doubles until `nr` more regions fit. */
static int make_room(struct memblock *mb, struct memblock_type *type, uint64_t nr, uint64_t base,
		     uint64_t size)
{
	while (type->cnt + nr > type->max)
		if (double_array(mb, type, base, size))
			return -ENOMEM;
	return 0;
}

/*
 * Changing the tables.
 */

static bool can_merge(const struct memblock_region *a, const struct memblock_region *b)
{
	return region_end(a) == b->base && a->nid == b->nid && a->flags == b->flags;
}

/* memblock_merge_regions, for pairs that touch or lie in [base, end]. */
static void merge_regions(struct memblock_type *type, uint64_t base, uint64_t end)
{
	struct memblock_pos pos = regions_first_above(type, base ? base - 1 : 0);

	while (!regions_is_end(type, pos) && regions_at(type, pos)->base < end) {
		struct memblock_region *region = regions_at(type, pos);
		struct memblock_pos next = regions_next(type, pos), to = next;

		while (!regions_is_end(type, to) && can_merge(region, regions_at(type, to))) {
			region->size += regions_at(type, to)->size;
			to = regions_next(type, to);
		}
		pos = regions_same(next, to) ? next : regions_erase(type, next, to);
	}
}

/* Inserts [base, end) with the attributes of `like` before the region at pos, which is moved to
 * where that region is afterwards. False if the array is full: the kernel's end. */
static bool insert_gap(struct memblock *mb, struct memblock_type *type, struct memblock_pos *pos,
		       uint64_t base, uint64_t end, struct memblock_region like)
{
	if (type->cnt >= type->max) {
		mb->fault = MEMBLOCK_BUG_INSERT_FULL;
		return false;
	}
	like.base = base;
	like.size = end - base;
	type->total_size += like.size;
	*pos = regions_next(type, regions_insert(type, *pos, like));
	return true;
}

/* Counts, and if `insert` fills, the gaps within a region: either pass of memblock_add_range. */
static uint64_t fill_gaps(struct memblock *mb, struct memblock_type *type,
			  struct memblock_region region, bool insert)
{
	uint64_t base = region.base, end = region_end(&region), nr_gaps = 0;
	struct memblock_pos pos = regions_first_above(type, base);

	while (!regions_is_end(type, pos) && regions_at(type, pos)->base < end) {
		const struct memblock_region *old = regions_at(type, pos);

		if (old->base > base) {
			mb->warnings.nid_mismatch += region.nid != old->nid;
			mb->warnings.flags_mismatch += region.flags != old->flags;
			nr_gaps++;
			if (insert && !insert_gap(mb, type, &pos, base, old->base, region))
				return nr_gaps;
		}
		base = region_end(regions_at(type, pos));
		pos = regions_next(type, pos);
	}
	if (base < end) {
		nr_gaps++;
		if (insert)
			insert_gap(mb, type, &pos, base, end, region);
	}
	return nr_gaps;
}

/* Adds a region that lies free between the one before pos and that at pos, with which it may merge:
 * a pass over a single gap, and the merge after it, in one. */
static void add_alone(struct memblock_type *type, struct memblock_pos pos,
		      struct memblock_region region)
{
	struct memblock_region *below = NULL, *above = NULL;

	if (!regions_is_first(pos))
		below = regions_at(type, regions_prev(type, pos));
	if (!regions_is_end(type, pos))
		above = regions_at(type, pos);
	type->total_size += region.size;
	if (below && can_merge(below, &region)) {
		below->size += region.size;
		if (above && can_merge(below, above)) {
			below->size += above->size;
			regions_erase(type, pos, regions_next(type, pos));
		}
	} else if (above && can_merge(&region, above)) {
		regions_set_base(type, pos, region.base);
	} else {
		regions_insert(type, pos, region);
	}
}

/* memblock_add_range for a table that is not empty, and a size that is not 0. */
static int add_to_regions(struct memblock *mb, struct memblock_type *type,
			  struct memblock_region region)
{
	uint64_t base = region.base, end = region_end(&region), nr_gaps;
	struct memblock_pos pos = regions_first_above(type, base);

	if (type->cnt < type->max &&
	    (regions_is_end(type, pos) || regions_at(type, pos)->base >= end)) {
		add_alone(type, pos, region);
		return 0;
	}
	if (mb->release->one_pass_room && 2 * type->cnt + mb->release->one_pass_room <= type->max) {
		if (fill_gaps(mb, type, region, true))
			merge_regions(type, base, end);
		return 0;
	}
	nr_gaps = fill_gaps(mb, type, region, false);
	if (!nr_gaps)
		return 0;
	if (make_room(mb, type, nr_gaps, base, region.size))
		return -ENOMEM;
	/* The gaps may have changed: a doubling changes the reserved table. */
	fill_gaps(mb, type, region, true);
	if (mb->fault != MEMBLOCK_OK)
		return -ENOMEM;
	merge_regions(type, base, end);
	return 0;
}

/* memblock_add_range */
static int add_range(struct memblock *mb, struct memblock_type *type, uint64_t base, uint64_t size,
		     int nid, uint32_t flags)
{
	struct memblock_region region = {base, cap_size(mb, base, size), flags,
					 mb->no_nodes ? 0 : nid};

	if (!region.size)
		return 0;
	if (!is_empty(type))
		return add_to_regions(mb, type, region);
	mb->warnings.nonempty_dummy += type->total_size != 0;
	regions_reset(type, region);
	type->total_size = region.size;
	return 0;
}

/* Makes addr a border of regions. */
static void split_at(struct memblock_type *type, uint64_t addr)
{
	struct memblock_pos pos = regions_first_above(type, addr);
	struct memblock_region *region, tail;

	if (regions_is_end(type, pos) || regions_at(type, pos)->base >= addr)
		return;
	region = regions_at(type, pos);
	tail = *region;
	tail.base = addr;
	tail.size = region_end(region) - addr;
	region->size -= tail.size;
	regions_insert(type, regions_next(type, pos), tail);
}

/* memblock_isolate_range: the regions within the range are then [*from, *to). As in the kernel
 * there must be room for two more regions, even if nothing is to be split. */
static int isolate_range(struct memblock *mb, struct memblock_type *type, uint64_t base,
			 uint64_t size, struct memblock_pos *from, struct memblock_pos *to)
{
	size = cap_size(mb, base, size);
	*from = *to = regions_first();
	if (!size)
		return 0;
	if (make_room(mb, type, 2, base, size))
		return -ENOMEM;
	split_at(type, base);
	split_at(type, base + size);
	*from = regions_first_above(type, base);
	*to = regions_first_above(type, base + size);
	return 0;
}

/* memblock_remove_region for all of [from, to), which are some; returns the position of what `to`
 * named. */
static struct memblock_pos remove_regions(struct memblock *mb, struct memblock_type *type,
					  struct memblock_pos from, struct memblock_pos to)
{
	for (struct memblock_pos pos = from; !regions_same(pos, to); pos = regions_next(type, pos))
		type->total_size -= regions_at(type, pos)->size;
	to = regions_erase(type, from, to);
	if (type->cnt == 0) {
		mb->warnings.total_size += type->total_size != 0;
		make_empty(type, mb->no_nodes ? 0 : MAX_NUMNODES);
	}
	return to;
}

/* memblock_remove_range */
static int remove_range(struct memblock *mb, struct memblock_type *type, uint64_t base,
			uint64_t size)
{
	struct memblock_pos from, to;

	if (isolate_range(mb, type, base, size, &from, &to))
		return -ENOMEM;
	if (!regions_same(from, to))
		remove_regions(mb, type, from, to);
	return 0;
}

int memblock_add(struct memblock *mb, uint64_t base, uint64_t size)
{
	return add_range(mb, &mb->memory, base, size, MAX_NUMNODES, MEMBLOCK_NONE);
}

int memblock_add_node(struct memblock *mb, uint64_t base, uint64_t size, int nid)
{
	return add_range(mb, &mb->memory, base, size, nid, MEMBLOCK_NONE);
}

int memblock_remove(struct memblock *mb, uint64_t base, uint64_t size)
{
	return remove_range(mb, &mb->memory, base, size);
}

int memblock_reserve(struct memblock *mb, uint64_t base, uint64_t size)
{
	return add_range(mb, &mb->reserved, base, size, MAX_NUMNODES, MEMBLOCK_NONE);
}

int memblock_free(struct memblock *mb, uint64_t base, uint64_t size)
{
	return remove_range(mb, &mb->reserved, base, size);
}

int memblock_set_node(struct memblock *mb, uint64_t base, uint64_t size, struct memblock_type *type,
		      int nid)
{
	struct memblock_pos from, to;

	if (isolate_range(mb, type, base, size, &from, &to))
		return -ENOMEM;
	for (; !regions_same(from, to); from = regions_next(type, from))
		regions_at(type, from)->nid = nid;
	merge_regions(type, base, base + cap_size(mb, base, size));
	return 0;
}

/* memblock_setclr_flag: clears `clear`, then sets `set`. */
static int change_flags(struct memblock *mb, uint64_t base, uint64_t size, uint32_t clear,
			uint32_t set)
{
	struct memblock_type *type = &mb->memory;
	struct memblock_pos from, to;

	if (isolate_range(mb, type, base, size, &from, &to))
		return -ENOMEM;
	for (; !regions_same(from, to); from = regions_next(type, from)) {
		struct memblock_region *region = regions_at(type, from);

		region->flags = (region->flags & ~clear) | set;
	}
	merge_regions(type, base, base + cap_size(mb, base, size));
	return 0;
}

int memblock_mark_hotplug(struct memblock *mb, uint64_t base, uint64_t size)
{
	return change_flags(mb, base, size, 0, MEMBLOCK_HOTPLUG);
}

int memblock_clear_hotplug(struct memblock *mb, uint64_t base, uint64_t size)
{
	return change_flags(mb, base, size, MEMBLOCK_HOTPLUG, 0);
}

int memblock_mark_mirror(struct memblock *mb, uint64_t base, uint64_t size)
{
	if (mb->release->mirror_if_asked_for && !mb->mirrored_kernelcore)
		return 0;
	mb->has_mirror = true;
	return change_flags(mb, base, size, 0, MEMBLOCK_MIRROR);
}

int memblock_mark_nomap(struct memblock *mb, uint64_t base, uint64_t size)
{
	return change_flags(mb, base, size, 0, MEMBLOCK_NOMAP);
}

void memblock_trim_memory(struct memblock *mb, uint64_t align)
{
	struct memblock_type *type = &mb->memory;
	struct memblock_pos pos = regions_first();

	while (!regions_is_end(type, pos)) {
		struct memblock_region *region = regions_at(type, pos);
		uint64_t start = round_up(region->base, align) & mb->max_addr;
		uint64_t end = round_down(region_end(region), align);

		if (start < region->base) {
			mb->fault = MEMBLOCK_TRIM_WRAPPED;
			return;
		}
		if (start >= end && region->size) {
			pos = remove_regions(mb, type, pos, regions_next(type, pos));
			continue;
		}
		/* total_size stays as it was: the kernel forgets it here. */
		region->size = end - region->base;
		regions_set_base(type, pos, start);
		pos = regions_next(type, pos);
	}
}

/* __find_max_addr: where the first `limit` bytes of memory end; the last address if there are
 * fewer. */
static uint64_t find_max_addr(const struct memblock *mb, uint64_t limit)
{
	const struct memblock_type *memory = &mb->memory;

	for (struct memblock_pos pos = regions_first(); !regions_is_end(memory, pos);
	     pos = regions_next(memory, pos)) {
		const struct memblock_region *region = regions_at(memory, pos);

		if (limit <= region->size)
			return region->base + limit;
		limit -= region->size;
	}
	return mb->max_addr;
}

void memblock_enforce_memory_limit(struct memblock *mb, uint64_t limit)
{
	uint64_t max_addr = limit ? find_max_addr(mb, limit) : mb->max_addr;

	if (max_addr == mb->max_addr)
		return;
	remove_range(mb, &mb->memory, max_addr, mb->max_addr);
	if (mb->fault == MEMBLOCK_OK)
		remove_range(mb, &mb->reserved, max_addr, mb->max_addr);
}

void memblock_set_bottom_up(struct memblock *mb, bool enable)
{
	mb->bottom_up = enable && (mb->movable_node_config || mb->release->plain_bottom_up);
}

void memblock_set_current_limit(struct memblock *mb, uint64_t limit)
{
	mb->current_limit = limit;
}

void memblock_allow_resize(struct memblock *mb)
{
	mb->can_resize = true;
}

/*
 * Iterating. The reserved table with n regions has n + 1 gaps; a gap is named by the position of
 * the region above it, the last one by the end.
 */

static void gap_bounds(const struct memblock *mb, struct memblock_pos pos, uint64_t *start,
		       uint64_t *end)
{
	const struct memblock_type *type = &mb->reserved;

	*start = regions_is_first(pos) ? 0 : region_end(regions_at(type, regions_prev(type, pos)));
	*end = regions_is_end(type, pos) ? mb->max_addr : regions_at(type, pos)->base;
}

/* Nobody asks for MEMBLOCK_NOMAP. */
static bool is_skipped(const struct memblock *mb, const struct memblock_region *region, int nid,
		       uint32_t flags)
{
	if (nid != NUMA_NO_NODE && nid != region->nid)
		return true;
	if (mb->movable_node_enabled && (region->flags & MEMBLOCK_HOTPLUG))
		return true;
	if ((flags & MEMBLOCK_MIRROR) && !(region->flags & MEMBLOCK_MIRROR))
		return true;
	return region->flags & MEMBLOCK_NOMAP;
}

bool memblock_next_free_range(const struct memblock *mb, struct memblock_cursor *cursor, int nid,
			      uint32_t flags, uint64_t *start, uint64_t *end)
{
	const struct memblock_type *memory = &mb->memory, *reserved = &mb->reserved;

	for (; !regions_is_end(memory, cursor->region);
	     cursor->region = regions_next(memory, cursor->region)) {
		const struct memblock_region *region = regions_at(memory, cursor->region);
		uint64_t gap_start, gap_end;

		if (is_skipped(mb, region, nid, flags))
			continue;
		for (;; cursor->gap = regions_next(reserved, cursor->gap)) {
			gap_bounds(mb, cursor->gap, &gap_start, &gap_end);
			if (gap_start >= region_end(region))
				break;
			if (gap_end <= region->base)
				continue;
			*start = max_u64(region->base, gap_start);
			*end = min_u64(region_end(region), gap_end);
			if (region_end(region) <= gap_end)
				cursor->region = regions_next(memory, cursor->region);
			else
				cursor->gap = regions_next(reserved, cursor->gap);
			return true;
		}
	}
	return false;
}

/* Backwards cursor->region is the position above the region that is next. */
bool memblock_prev_free_range(const struct memblock *mb, struct memblock_cursor *cursor, int nid,
			      uint32_t flags, uint64_t *start, uint64_t *end)
{
	const struct memblock_type *memory = &mb->memory, *reserved = &mb->reserved;

	if (!cursor->started) {
		cursor->region = regions_end(memory);
		cursor->gap = regions_end(reserved);
		cursor->started = true;
	}
	while (!regions_is_first(cursor->region)) {
		struct memblock_pos pos = regions_prev(memory, cursor->region);
		const struct memblock_region *region = regions_at(memory, pos);
		uint64_t gap_start, gap_end;

		while (!is_skipped(mb, region, nid, flags)) {
			gap_bounds(mb, cursor->gap, &gap_start, &gap_end);
			if (gap_end <= region->base)
				break;
			if (gap_start < region_end(region)) {
				*start = max_u64(region->base, gap_start);
				*end = min_u64(region_end(region), gap_end);
				if (region->base >= gap_start)
					cursor->region = pos;
				else
					cursor->gap = regions_prev(reserved, cursor->gap);
				return true;
			}
			if (regions_is_first(cursor->gap))
				break;
			cursor->gap = regions_prev(reserved, cursor->gap);
		}
		cursor->region = pos;
	}
	return false;
}

bool memblock_next_region(const struct memblock_type *type, struct memblock_cursor *cursor,
			  struct memblock_region *region)
{
	if (regions_is_end(type, cursor->region) || !type->cnt)
		return false;
	*region = *regions_at(type, cursor->region);
	cursor->region = regions_next(type, cursor->region);
	return true;
}

bool memblock_next_reserved_range(const struct memblock *mb, struct memblock_cursor *cursor,
				  uint64_t *start, uint64_t *last)
{
	struct memblock_region region;

	if (!memblock_next_region(&mb->reserved, cursor, &region))
		return false;
	*start = region.base;
	*last = (region.base + region.size - 1) & mb->max_addr;
	return true;
}

bool memblock_next_mem_pfn_range(const struct memblock *mb, struct memblock_cursor *cursor, int nid,
				 uint64_t *start_pfn, uint64_t *end_pfn, int *out_nid)
{
	const struct memblock_type *memory = &mb->memory;

	while (!regions_is_end(memory, cursor->region)) {
		const struct memblock_region *region = regions_at(memory, cursor->region);

		uint64_t start = memblock_pfn_up(mb, region->base);
		uint64_t end = memblock_pfn_down(mb, region_end(region));

		cursor->region = regions_next(memory, cursor->region);
		if (start >= end || (nid != MAX_NUMNODES && nid != region->nid))
			continue;
		*start_pfn = start;
		*end_pfn = end;
		if (out_nid)
			*out_nid = region->nid;
		return true;
	}
	return false;
}

/*
 * Finding room. Ranges outside [start, end) can only hold size 0, so that for any other size the
 * search begins and ends at the borders of [start, end).
 */

/* The backward cursor for the ranges that start below end. */
static struct memblock_cursor cursor_below(const struct memblock *mb, uint64_t end)
{
	struct memblock_cursor cursor = {.started = true};

	cursor.region = regions_first_above(&mb->memory, end);
	if (!regions_is_end(&mb->memory, cursor.region) &&
	    regions_at(&mb->memory, cursor.region)->base < end)
		cursor.region = regions_next(&mb->memory, cursor.region);
	cursor.gap = regions_first_above(&mb->reserved, end);
	return cursor;
}

/* The forward cursor for the ranges that end above start. */
static struct memblock_cursor cursor_above(const struct memblock *mb, uint64_t start)
{
	return (struct memblock_cursor){
	    .region = regions_first_above(&mb->memory, start),
	    .gap = regions_first_above(&mb->reserved, start),
	};
}

static uint64_t find_top_down(const struct memblock *mb, uint64_t size, uint64_t align,
			      uint64_t start, uint64_t end, int nid, uint32_t flags)
{
	struct memblock_cursor cursor = {0};
	uint64_t range_start, range_end;

	if (size)
		cursor = cursor_below(mb, end);
	while (memblock_prev_free_range(mb, &cursor, nid, flags, &range_start, &range_end)) {
		uint64_t candidate;

		if (size && range_end <= start)
			break;
		range_start = clamp_u64(range_start, start, end);
		range_end = clamp_u64(range_end, start, end);
		if (range_end < size)
			continue;
		candidate = round_down(range_end - size, align);
		if (candidate >= range_start)
			return candidate;
	}
	return 0;
}

static uint64_t find_bottom_up(const struct memblock *mb, uint64_t size, uint64_t align,
			       uint64_t start, uint64_t end, int nid, uint32_t flags)
{
	struct memblock_cursor cursor = cursor_above(mb, start);
	uint64_t range_start, range_end;

	while (memblock_next_free_range(mb, &cursor, nid, flags, &range_start, &range_end)) {
		uint64_t candidate;

		if (range_start >= end)
			break;
		range_end = clamp_u64(range_end, start, end);
		candidate = round_up(max_u64(range_start, start), align);
		if (candidate < range_end && range_end - candidate >= size)
			return candidate;
	}
	return 0;
}

uint64_t memblock_find_in_range_node(struct memblock *mb, uint64_t size, uint64_t align,
				     uint64_t start, uint64_t end, int nid, uint32_t flags)
{
	if (end == MEMBLOCK_ALLOC_ACCESSIBLE ||
	    (end == MEMBLOCK_ALLOC_NOLEAKTRACE && mb->release->alloc_by_tries))
		end = mb->current_limit;
	start = max_u64(start, page_size(mb));
	end = max_u64(start, end);
	if (mb->bottom_up && mb->release->plain_bottom_up)
		return find_bottom_up(mb, size, align, start, end, nid, flags);
	if (mb->bottom_up && end > mb->kernel_end) {
		uint64_t addr = find_bottom_up(mb, size, align, max_u64(start, mb->kernel_end), end,
					       nid, flags);

		if (addr)
			return addr;
		mb->warnings.bottom_up = 1;
	}
	return find_top_down(mb, size, align, start, end, nid, flags);
}

/* choose_memblock_flags */
static uint32_t wanted_flags(const struct memblock *mb)
{
	return mb->has_mirror ? MEMBLOCK_MIRROR : MEMBLOCK_NONE;
}

uint64_t memblock_find_in_range(struct memblock *mb, uint64_t start, uint64_t end, uint64_t size,
				uint64_t align)
{
	uint32_t flags = wanted_flags(mb);
	uint64_t addr =
	    memblock_find_in_range_node(mb, size, align, start, end, NUMA_NO_NODE, flags);

	if (!addr && flags)
		addr = memblock_find_in_range_node(mb, size, align, start, end, NUMA_NO_NODE,
						   MEMBLOCK_NONE);
	return addr;
}

/* From the node, then from any, both from min and then from anywhere; all this in mirrored memory
 * first, if there is any. Once min is given up it is not tried again. */
static uint64_t find_for_virt_alloc(struct memblock *mb, uint64_t size, uint64_t align,
				    uint64_t min, uint64_t max, int nid)
{
	uint32_t flags = wanted_flags(mb);

	for (;;) {
		uint64_t addr = memblock_find_in_range_node(mb, size, align, min, max, nid, flags);

		if (!addr && nid != NUMA_NO_NODE)
			addr = memblock_find_in_range_node(mb, size, align, min, max, NUMA_NO_NODE,
							   flags);
		if (addr)
			return addr;
		if (min)
			min = 0;
		else if (flags)
			flags = MEMBLOCK_NONE;
		else
			return 0;
	}
}

/* A search and its reservation; 0 if either fails. */
static uint64_t find_and_reserve(struct memblock *mb, uint64_t size, uint64_t align, uint64_t min,
				 uint64_t max, int nid, uint32_t flags)
{
	uint64_t addr = memblock_find_in_range_node(mb, size, align, min, max, nid, flags);

	return addr && !memblock_reserve(mb, addr, size) ? addr : 0;
}

/* memblock_alloc_range_nid: from the node, then from any; in mirrored memory first, if there is
 * any. */
static uint64_t alloc_range_nid(struct memblock *mb, uint64_t size, uint64_t align, uint64_t min,
				uint64_t max, int nid)
{
	uint32_t flags = wanted_flags(mb);

	for (;;) {
		uint64_t addr = find_and_reserve(mb, size, align, min, max, nid, flags);

		if (!addr && nid != NUMA_NO_NODE && !mb->fault)
			addr = find_and_reserve(mb, size, align, min, max, NUMA_NO_NODE, flags);
		if (addr || !flags || mb->fault)
			return addr;
		flags = MEMBLOCK_NONE;
	}
}

/* memblock_alloc_internal */
static uint64_t alloc_by_tries(struct memblock *mb, uint64_t size, uint64_t align, uint64_t min,
			       uint64_t max, int nid)
{
	uint64_t addr = alloc_range_nid(mb, size, align, min, max, nid);

	if (!addr && min && !mb->fault)
		addr = alloc_range_nid(mb, size, align, 0, max, nid);
	return addr;
}

uint64_t memblock_virt_alloc_try_nid_nopanic(struct memblock *mb, uint64_t size, uint64_t align,
					     uint64_t min, uint64_t max, int nid)
{
	uint64_t addr;

	if (nid == MAX_NUMNODES) {
		if (!mb->release->any_invalid_nid)
			mb->warnings.alloc_nid = 1;
		nid = NUMA_NO_NODE;
	}
	if (!align)
		align = SMP_CACHE_BYTES;
	max = min_u64(max, mb->current_limit);
	if (mb->release->alloc_by_tries)
		return alloc_by_tries(mb, size, align, min, max, nid);
	addr = find_for_virt_alloc(mb, size, align, min, max, nid);
	/* The kernel does not look whether the reservation succeeds. */
	if (addr)
		memblock_reserve(mb, addr, size);
	return addr;
}

/*
 * Queries.
 */

/* memblock_search: the region that holds the byte at addr, or NULL. */
static const struct memblock_region *search(const struct memblock_type *type, uint64_t addr)
{
	struct memblock_pos pos = regions_first_above(type, addr);
	const struct memblock_region *region;

	if (regions_is_end(type, pos))
		return NULL;
	region = regions_at(type, pos);
	return region->base <= addr ? region : NULL;
}

bool memblock_is_memory(const struct memblock *mb, uint64_t addr)
{
	return search(&mb->memory, addr) != NULL;
}

bool memblock_is_reserved(const struct memblock *mb, uint64_t addr)
{
	return search(&mb->reserved, addr) != NULL;
}

bool memblock_is_map_memory(const struct memblock *mb, uint64_t addr)
{
	const struct memblock_region *region = search(&mb->memory, addr);

	return region && !(region->flags & MEMBLOCK_NOMAP);
}

bool memblock_is_region_memory(const struct memblock *mb, uint64_t base, uint64_t size)
{
	const struct memblock_region *region = search(&mb->memory, base);

	return region && region_end(region) >= base + cap_size(mb, base, size);
}

bool memblock_is_region_reserved(const struct memblock *mb, uint64_t base, uint64_t size)
{
	return memblock_overlaps_region(&mb->reserved, base, cap_size(mb, base, size));
}

bool memblock_overlaps_region(const struct memblock_type *type, uint64_t base, uint64_t size)
{
	struct memblock_pos pos = regions_first_above(type, base);

	return !regions_is_end(type, pos) && regions_at(type, pos)->base < base + size;
}

uint64_t memblock_start_of_dram(const struct memblock *mb)
{
	return regions_at(&mb->memory, regions_first())->base;
}

uint64_t memblock_end_of_dram(const struct memblock *mb)
{
	const struct memblock_type *memory = &mb->memory;

	return region_end(regions_at(memory, regions_prev(memory, regions_end(memory))));
}

/* A region without a whole page may count as -1 pages, and PFN_UP may wrap: both as in the
 * kernel, and why this looks at every region. */
uint64_t memblock_mem_size(const struct memblock *mb, uint64_t limit_pfn)
{
	const struct memblock_type *memory = &mb->memory;
	uint64_t nr_pages = 0;

	for (struct memblock_pos pos = regions_first(); !regions_is_end(memory, pos);
	     pos = regions_next(memory, pos)) {
		const struct memblock_region *region = regions_at(memory, pos);

		nr_pages += min_u64(memblock_pfn_down(mb, region_end(region)), limit_pfn) -
			    min_u64(memblock_pfn_up(mb, region->base), limit_pfn);
	}
	return nr_pages << mb->page_shift & mb->max_addr;
}

uint64_t memblock_reserved_memory_within(const struct memblock *mb, uint64_t start, uint64_t end)
{
	const struct memblock_type *reserved = &mb->reserved;
	struct memblock_pos pos = regions_first_above(reserved, start ? start - 1 : 0);
	uint64_t size = 0;

	for (; !regions_is_end(reserved, pos) && regions_at(reserved, pos)->base <= end;
	     pos = regions_next(reserved, pos))
		size += regions_at(reserved, pos)->size;
	return size;
}

int memblock_search_pfn_nid(const struct memblock *mb, uint64_t pfn, uint64_t *start_pfn,
			    uint64_t *end_pfn)
{
	const struct memblock_region *region = search(&mb->memory, pfn << mb->page_shift);

	if (!region)
		return -1;
	*start_pfn = memblock_pfn_down(mb, region->base);
	*end_pfn = memblock_pfn_down(mb, region_end(region));
	return region->nid;
}
