/* The lists of regions and what changes them. Spec 02, 2.1 to 2.9 and 2.11 to 2.14. */
#include "memblock.h"

#include "machine.h"

enum {
	MAX_EVENTS = 1 << 18,
	SMP_CACHE_BYTES = 64,
};

#define ONE_MIB UINT64_C(0x100000)

bool model_memblock_open(struct memblock *mb)
{
	mb->memory.regions = model_map(MODEL_MAX_REGIONS * sizeof(struct memblock_region));
	mb->reserved.regions = model_map(MODEL_MAX_REGIONS * sizeof(struct memblock_region));
	return mb->memory.regions && mb->reserved.regions &&
	       model_trace_open(&mb->events, MAX_EVENTS);
}

void model_memblock_close(struct memblock *mb)
{
	model_unmap(mb->memory.regions, MODEL_MAX_REGIONS * sizeof(struct memblock_region));
	model_unmap(mb->reserved.regions, MODEL_MAX_REGIONS * sizeof(struct memblock_region));
	model_trace_close(&mb->events);
}

static void reset_type(struct memblock_type *t, const struct config *config)
{
	t->cnt = config->rules->empty_is_empty ? 0 : 1;
	t->max = config->memblock_regions;
	t->total_size = 0;
	t->array_pa = 0;
	t->regions[0] = (struct memblock_region){0};
}

void model_memblock_reset(struct machine *m)
{
	struct memblock *mb = &m->memblock;

	reset_type(&mb->memory, &m->config);
	reset_type(&mb->reserved, &m->config);
	mb->current_limit = last_addr(m->geometry);
	mb->bottom_up = mb->can_resize = mb->has_mirror = false;
	mb->warn = (struct memblock_warnings){0};
	mb->events.nr = 0;
}

/* memblock_cap_size: the last byte of the address space is never part of a range. */
static uint64_t cap_size(const struct machine *m, uint64_t base, uint64_t size)
{
	return min_u64(size, last_addr(m->geometry) - base);
}

static uint64_t region_end(const struct memblock_region *r)
{
	return r->base + r->size;
}

/* memblock_insert_region */
static void insert_region(struct machine *m, struct memblock_type *t, uint64_t at,
			  struct memblock_region r)
{
	if (t->cnt >= t->max)
		model_stop(m, STOP_INSERT_FULL);
	for (uint64_t i = t->cnt; i > at; i--)
		t->regions[i] = t->regions[i - 1];
	t->regions[at] = r;
	t->cnt++;
}

static void take_out(struct memblock_type *t, uint64_t at)
{
	t->cnt--;
	for (uint64_t i = at; i < t->cnt; i++)
		t->regions[i] = t->regions[i + 1];
}

/* The node of a region that nobody has told any. Without nodes every region is of node 0. */
static int no_nid(const struct machine *m)
{
	return m->geometry->flatmem ? 0 : MAX_NUMNODES;
}

/* memblock_remove_region */
static void remove_region(struct machine *m, struct memblock_type *t, uint64_t at)
{
	t->total_size -= t->regions[at].size;
	take_out(t, at);
	if (t->cnt > 0)
		return;
	if (t->total_size != 0)
		m->memblock.warn.total_size++;
	t->cnt = m->config.rules->empty_is_empty ? 0 : 1;
	t->regions[0] = (struct memblock_region){.nid = no_nid(m)};
}

/* memblock_merge_regions: neighbours that touch and look the same become one. */
static void merge_regions(struct memblock_type *t)
{
	uint64_t i = 0;

	while (i + 1 < t->cnt) {
		struct memblock_region *this = &t->regions[i];
		struct memblock_region *next = &t->regions[i + 1];

		if (region_end(this) == next->base && this->nid == next->nid &&
		    this->flags == next->flags) {
			this->size += next->size;
			take_out(t, i + 1);
		} else {
			i++;
		}
	}
}

/* Room for a doubled array: for the reserved list not within the range about to be reserved. */
static uint64_t find_room_for_array(struct machine *m, uint64_t avoid_start, uint64_t avoid_size,
				    uint64_t bytes)
{
	uint64_t limit = m->memblock.current_limit;
	uint64_t addr = model_memblock_find_in_range(m, word(m->geometry, avoid_start + avoid_size),
						     limit, bytes, page_size(m->geometry));

	/* [Q] An end of 0 means current_limit: then the range is not avoided after all. */
	if (!addr && avoid_size)
		addr = model_memblock_find_in_range(m, 0, min_u64(avoid_start, limit), bytes,
						    page_size(m->geometry));
	return addr;
}

/* What a table of so many regions takes: whole pages. */
static uint64_t table_bytes(const struct machine *m, uint64_t max)
{
	uint64_t region_bytes = m->config.rules->region_packed ? 24 : 32;

	/* Three words, without a node. */
	if (m->geometry->flatmem)
		region_bytes = 12;
	return round_up_pow2(max * region_bytes, page_size(m->geometry));
}

/* memblock_double_array: 0 or -1. */
static int double_array(struct machine *m, struct memblock_type *t, uint64_t avoid_start,
			uint64_t avoid_size)
{
	struct memblock *mb = &m->memblock;
	bool is_memory = t == &mb->memory;
	uint64_t old_bytes = table_bytes(m, t->max);
	uint64_t new_bytes = table_bytes(m, 2 * t->max);
	uint64_t old_pa = t->array_pa;
	uint64_t addr;

	if (!mb->can_resize && m->config.rules->full_is_panic)
		model_stop(m, STOP_CANNOT_RESIZE);
	if (!mb->can_resize)
		return -1;
	if (is_memory)
		avoid_start = avoid_size = 0;
	addr = find_room_for_array(m, avoid_start, avoid_size, new_bytes);
	if (!addr || 2 * t->max > MODEL_MAX_REGIONS) {
		model_trace_add(&mb->events, is_memory ? MEMORY_FULL : RESERVED_FULL, t->max, 0);
		return -1;
	}
	t->max *= 2;
	t->array_pa = addr;
	model_trace_add(&mb->events, is_memory ? MEMORY_DOUBLED : RESERVED_DOUBLED, t->max, addr);
	/* First the old array goes, then the new one is reserved, in the list as it is now. */
	if (old_pa)
		model_memblock_free(m, old_pa, old_bytes);
	if (model_memblock_reserve(m, addr, new_bytes) < 0)
		model_stop(m, STOP_DOUBLE_RESERVE);
	return 0;
}

/*
 * One walk of memblock_add_range over [base, end): every gap between the regions is filled with the
 * new attributes, or only counted. A gap that ends at a region which looks different draws a
 * warning, in either walk.
 */
static uint64_t fill_gaps(struct machine *m, struct memblock_type *t, uint64_t base, uint64_t end,
			  int nid, uint32_t flags, bool insert)
{
	uint64_t nr_gaps = 0;
	uint64_t i;

	for (i = 0; i < t->cnt && t->regions[i].base < end; i++) {
		struct memblock_region r = t->regions[i];

		if (region_end(&r) <= base)
			continue;
		if (r.base > base) {
			m->memblock.warn.nid_mismatch += nid != r.nid;
			m->memblock.warn.flags_mismatch += flags != r.flags;
			nr_gaps++;
			if (insert) {
				t->total_size += r.base - base;
				insert_region(
				    m, t, i++,
				    (struct memblock_region){base, r.base - base, flags, nid});
			}
		}
		base = min_u64(region_end(&r), end);
	}
	if (base < end) {
		nr_gaps++;
		if (insert) {
			t->total_size += end - base;
			insert_region(m, t, i,
				      (struct memblock_region){base, end - base, flags, nid});
		}
	}
	return nr_gaps;
}

/* The first region of a list. What regions[0] says tells that there was none. */
static void add_first(struct machine *m, struct memblock_type *t, struct memblock_region r)
{
	uint64_t empty_cnt = m->config.rules->empty_is_empty ? 0 : 1;

	if (t->cnt != empty_cnt || t->total_size != 0)
		m->memblock.warn.nonempty_dummy++;
	t->cnt = 1;
	t->regions[0] = r;
	t->total_size = r.size;
}

/* Whether a new range is added without counting its gaps first: there may be as many as regions,
 * and one more. */
static bool fits_in_one_pass(const struct machine *m, const struct memblock_type *t)
{
	uint64_t most = t->cnt * 2 + 1;

	if (m->config.rules->one_pass_brim)
		return most <= t->max;
	return m->config.rules->one_pass && most < t->max;
}

/* memblock_add_range */
static int add_range(struct machine *m, struct memblock_type *t, uint64_t base, uint64_t size,
		     int nid, uint32_t flags)
{
	bool one_pass = fits_in_one_pass(m, t);
	uint64_t nr_new;

	size = cap_size(m, base, size);
	if (size == 0)
		return 0;
	if (t->regions[0].size == 0) {
		add_first(m, t, (struct memblock_region){base, size, flags, nid});
		return 0;
	}
	nr_new = fill_gaps(m, t, base, base + size, nid, flags, one_pass);
	if (nr_new == 0)
		return 0;
	if (!one_pass) {
		while (t->cnt + nr_new > t->max)
			if (double_array(m, t, base, size) < 0)
				return -MODEL_ENOMEM;
		fill_gaps(m, t, base, base + size, nid, flags, true);
	}
	merge_regions(t);
	return 0;
}

/* Cuts the region that has addr strictly inside, if there is one, in two. */
static void split_at(struct machine *m, struct memblock_type *t, uint64_t addr)
{
	for (uint64_t i = 0; i < t->cnt && t->regions[i].base < addr; i++) {
		struct memblock_region tail = t->regions[i];

		if (region_end(&tail) <= addr)
			continue;
		tail.size = region_end(&tail) - addr;
		tail.base = addr;
		t->regions[i].size -= tail.size;
		insert_region(m, t, i + 1, tail);
		return;
	}
}

/* memblock_isolate_range: afterwards regions [*first, *end) are exactly those within the range. The
 * room for two splits is made even if none is needed [Q]. */
static int isolate_range(struct machine *m, struct memblock_type *t, uint64_t base, uint64_t size,
			 uint64_t *first, uint64_t *end)
{
	*first = *end = 0;
	size = cap_size(m, base, size);
	if (size == 0)
		return 0;
	while (t->cnt + 2 > t->max)
		if (double_array(m, t, base, size) < 0)
			return -MODEL_ENOMEM;
	split_at(m, t, base);
	split_at(m, t, base + size);
	for (uint64_t i = 0; i < t->cnt && t->regions[i].base < base + size; i++) {
		if (region_end(&t->regions[i]) <= base)
			continue;
		if (*end == 0)
			*first = i;
		*end = i + 1;
	}
	return 0;
}

/* memblock_remove_range: no merge. */
static int remove_range(struct machine *m, struct memblock_type *t, uint64_t base, uint64_t size)
{
	uint64_t first, end;
	int err = isolate_range(m, t, base, size, &first, &end);

	if (err)
		return err;
	for (uint64_t i = end; i > first; i--)
		remove_region(m, t, i - 1);
	return 0;
}

int model_memblock_add(struct machine *m, uint64_t base, uint64_t size)
{
	return add_range(m, &m->memblock.memory, base, size, no_nid(m), MEMBLOCK_NONE);
}

int model_memblock_add_node(struct machine *m, uint64_t base, uint64_t size, int nid)
{
	return add_range(m, &m->memblock.memory, base, size, m->geometry->flatmem ? 0 : nid,
			 MEMBLOCK_NONE);
}

int model_memblock_reserve(struct machine *m, uint64_t base, uint64_t size)
{
	return add_range(m, &m->memblock.reserved, base, size, no_nid(m), MEMBLOCK_NONE);
}

int model_memblock_remove(struct machine *m, uint64_t base, uint64_t size)
{
	return remove_range(m, &m->memblock.memory, base, size);
}

int model_memblock_free(struct machine *m, uint64_t base, uint64_t size)
{
	return remove_range(m, &m->memblock.reserved, base, size);
}

int model_memblock_set_node(struct machine *m, struct memblock_type *type, uint64_t base,
			    uint64_t size, int nid)
{
	uint64_t first, end;
	int err = isolate_range(m, type, base, size, &first, &end);

	if (err)
		return err;
	for (uint64_t i = first; i < end; i++)
		type->regions[i].nid = nid;
	merge_regions(type);
	return 0;
}

/* memblock_setclr_flag */
static int setclr_flag(struct machine *m, uint64_t base, uint64_t size, bool set, uint32_t flag)
{
	struct memblock_type *t = &m->memblock.memory;
	uint64_t first, end;
	int err = isolate_range(m, t, base, size, &first, &end);

	if (err)
		return err;
	for (uint64_t i = first; i < end; i++) {
		if (set)
			t->regions[i].flags |= flag;
		else
			t->regions[i].flags &= ~flag;
	}
	merge_regions(t);
	return 0;
}

int model_memblock_mark_hotplug(struct machine *m, uint64_t base, uint64_t size)
{
	return setclr_flag(m, base, size, true, MEMBLOCK_HOTPLUG);
}

int model_memblock_clear_hotplug(struct machine *m, uint64_t base, uint64_t size)
{
	return setclr_flag(m, base, size, false, MEMBLOCK_HOTPLUG);
}

int model_memblock_mark_mirror(struct machine *m, uint64_t base, uint64_t size)
{
	if (m->config.rules->mirror_wanted && !m->options.mirrored_kernelcore)
		return 0;
	m->memblock.has_mirror = true;
	return setclr_flag(m, base, size, true, MEMBLOCK_MIRROR);
}

int model_memblock_mark_nomap(struct machine *m, uint64_t base, uint64_t size)
{
	return setclr_flag(m, base, size, true, MEMBLOCK_NOMAP);
}

/* __memblock_find_range_top_down: as high as possible within the highest range that is large
 * enough. */
static uint64_t find_top_down(const struct machine *m, uint64_t start, uint64_t end, uint64_t size,
			      uint64_t align, int nid, uint32_t flags)
{
	struct free_cursor cursor = {0};
	uint64_t range_start, range_end;

	while (model_prev_free_range(m, &cursor, nid, flags, &range_start, &range_end)) {
		uint64_t candidate;

		range_start = clamp_u64(range_start, start, end);
		range_end = clamp_u64(range_end, start, end);
		if (range_end < size)
			continue;
		candidate = round_down_pow2(range_end - size, align);
		if (candidate >= range_start)
			return candidate;
	}
	return 0;
}

/* __memblock_find_range_bottom_up */
static uint64_t find_bottom_up(const struct machine *m, uint64_t start, uint64_t end, uint64_t size,
			       uint64_t align, int nid, uint32_t flags)
{
	struct free_cursor cursor = {0};
	uint64_t range_start, range_end;

	while (model_next_free_range(m, &cursor, nid, flags, &range_start, &range_end)) {
		uint64_t candidate;

		range_start = clamp_u64(range_start, start, end);
		range_end = clamp_u64(range_end, start, end);
		candidate = word(m->geometry, round_up_pow2(range_start, align));
		if (candidate < range_end && range_end - candidate >= size)
			return candidate;
	}
	return 0;
}

/* memblock_find_in_range_node: 0 for none; page 0 is never given. */
static uint64_t find_in_range_node(struct machine *m, uint64_t size, uint64_t align, uint64_t start,
				   uint64_t end, int nid, uint32_t flags)
{
	uint64_t kernel_end = m->config.kernel_end;
	uint64_t found;

	if (end == 0 || (end == 1 && m->config.rules->end_of_one))
		end = m->memblock.current_limit;
	start = max_u64(start, page_size(m->geometry));
	end = max_u64(start, end);
	if (m->memblock.bottom_up && m->config.rules->plain_bottom_up)
		return find_bottom_up(m, start, end, size, align, nid, flags);
	if (m->memblock.bottom_up && end > kernel_end) {
		found = find_bottom_up(m, max_u64(start, kernel_end), end, size, align, nid, flags);
		if (found)
			return found;
		m->memblock.warn.bottom_up_failed = 1;
	}
	return find_top_down(m, start, end, size, align, nid, flags);
}

uint64_t model_memblock_find_in_range(struct machine *m, uint64_t start, uint64_t end,
				      uint64_t size, uint64_t align)
{
	uint64_t found = 0;

	if (m->memblock.has_mirror)
		found =
		    find_in_range_node(m, size, align, start, end, NUMA_NO_NODE, MEMBLOCK_MIRROR);
	if (!found)
		found = find_in_range_node(m, size, align, start, end, NUMA_NO_NODE, MEMBLOCK_NONE);
	return found;
}

/* One round of memblock_virt_alloc_internal: on the node, then anywhere. */
static uint64_t find_on_node_or_any(struct machine *m, uint64_t size, uint64_t align, uint64_t min,
				    uint64_t max, int nid, uint32_t flags)
{
	uint64_t found = find_in_range_node(m, size, align, min, max, nid, flags);

	if (!found && nid != NUMA_NO_NODE)
		found = find_in_range_node(m, size, align, min, max, NUMA_NO_NODE, flags);
	return found;
}

/* memblock_virt_alloc_internal of 4.9: whether the reservation succeeds is not looked at. */
static uint64_t virt_alloc(struct machine *m, uint64_t size, uint64_t align, uint64_t min,
			   uint64_t max, int nid)
{
	uint32_t flags = m->memblock.has_mirror ? MEMBLOCK_MIRROR : MEMBLOCK_NONE;
	uint64_t found = find_on_node_or_any(m, size, align, min, max, nid, flags);

	if (!found && min != 0)
		found = find_on_node_or_any(m, size, align, 0, max, nid, flags);
	if (!found && flags != MEMBLOCK_NONE)
		found = find_on_node_or_any(m, size, align, 0, max, nid, MEMBLOCK_NONE);
	if (found)
		model_memblock_reserve(m, found, size);
	return found;
}

/* memblock_find_in_range_node, and the reservation of what was found. */
static uint64_t find_and_reserve(struct machine *m, uint64_t size, uint64_t align, uint64_t min,
				 uint64_t max, int nid, uint32_t flags)
{
	uint64_t found = find_in_range_node(m, size, align, min, max, nid, flags);

	return found && model_memblock_reserve(m, found, size) == 0 ? found : 0;
}

/* memblock_alloc_range_nid: on the node, then anywhere; with mirrored memory first. */
static uint64_t alloc_range_nid(struct machine *m, uint64_t size, uint64_t align, uint64_t min,
				uint64_t max, int nid)
{
	uint32_t flags = m->memblock.has_mirror ? MEMBLOCK_MIRROR : MEMBLOCK_NONE;
	uint64_t got;

	for (;;) {
		got = find_and_reserve(m, size, align, min, max, nid, flags);
		if (!got && nid != NUMA_NO_NODE)
			got = find_and_reserve(m, size, align, min, max, NUMA_NO_NODE, flags);
		if (got || flags == MEMBLOCK_NONE)
			return got;
		flags = MEMBLOCK_NONE;
	}
}

uint64_t model_memblock_alloc(struct machine *m, uint64_t size, uint64_t align, uint64_t min,
			      uint64_t max, int nid)
{
	uint64_t got;

	if (nid == MAX_NUMNODES) {
		m->memblock.warn.alloc_nid |= !m->config.rules->any_invalid;
		nid = NUMA_NO_NODE;
	}
	if (align == 0)
		align = SMP_CACHE_BYTES;
	max = min_u64(max, m->memblock.current_limit);
	if (!m->config.rules->mirror_per_try)
		return virt_alloc(m, size, align, min, max, nid);
	got = alloc_range_nid(m, size, align, min, max, nid);
	if (!got && min != 0)
		got = alloc_range_nid(m, size, align, 0, max, nid);
	return got;
}

void model_memblock_trim_memory(struct machine *m, uint64_t align)
{
	struct memblock_type *t = &m->memblock.memory;
	uint64_t i = 0;

	while (i < t->cnt) {
		struct memblock_region *r = &t->regions[i];
		uint64_t start = word(m->geometry, round_up_pow2(r->base, align));
		uint64_t end = round_down_pow2(region_end(r), align);

		if (start < r->base)
			model_stop(m, STOP_TRIM_WRAP);
		if (start == r->base && end == region_end(r)) {
			i++;
		} else if (start < end) {
			/* [Q] total_size stays. */
			r->base = start;
			r->size = end - start;
			i++;
		} else {
			remove_region(m, t, i);
		}
	}
}

/* __find_max_addr: where the first `limit` bytes of memory end, 2^64 - 1 if there are fewer. */
static uint64_t find_max_addr(const struct machine *m, uint64_t limit)
{
	const struct memblock_type *t = &m->memblock.memory;

	for (uint64_t i = 0; i < t->cnt; i++) {
		if (limit <= t->regions[i].size)
			return t->regions[i].base + limit;
		limit -= t->regions[i].size;
	}
	return last_addr(m->geometry);
}

void model_memblock_enforce_memory_limit(struct machine *m, uint64_t limit)
{
	struct memblock *mb = &m->memblock;
	uint64_t max_addr = find_max_addr(m, limit);

	if (limit == 0 || max_addr == last_addr(m->geometry))
		return;
	remove_range(m, &mb->memory, max_addr, UINT64_MAX);
	remove_range(m, &mb->reserved, max_addr, UINT64_MAX);
}

void model_memblock_set_bottom_up(struct machine *m, bool enable)
{
	/* Later kernels have it whatever their configuration. */
	if (m->config.movable_node || m->config.rules->plain_bottom_up)
		m->memblock.bottom_up = enable;
}

void model_memblock_x86_fill(struct machine *m)
{
	const struct e820_table *t = &m->e820.e820;

	m->memblock.can_resize = true;
	for (uint32_t i = 0; i < t->nr_map; i++) {
		const struct e820_entry *e = &t->map[i];

		if (m->config.rules->soft_reserved && e->type == E820_SOFT_RESERVED)
			model_memblock_reserve(m, e->addr, e->size);
		if (e->type == E820_RAM || e->type == E820_RESERVED_KERN)
			model_memblock_add(m, e->addr, e->size);
	}
	model_memblock_trim_memory(m, page_size(m->geometry));
}
