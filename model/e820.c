/* The firmware's memory map. Spec 01. */
#include "e820.h"

#include "machine.h"

enum {
	MAX_POINTS = 2 * E820_X_MAX_MAXSMP,
	MAX_CALLS = 1 << 13,   /* 1024 operations, one call an option, a few of the boot */
	MAX_DROPPED = 1 << 22, /* each call drops at most two pieces for each entry */
	MAX_NOSAVE = 4 * E820_X_MAX_MAXSMP,
};

#define BIOS_BEGIN  UINT64_C(0xa0000)
#define BIOS_END    UINT64_C(0x100000)
#define LOWMEMSIZE  UINT64_C(0x9f000)
#define HIGH_MEMORY UINT64_C(0x100000)
#define FOUR_GIB    UINT64_C(0x100000000)

bool model_e820_open(struct e820_state *s)
{
	return model_trace_open(&s->calls, MAX_CALLS) &&
	       model_trace_open(&s->dropped, MAX_DROPPED) &&
	       model_trace_open(&s->nosave, MAX_NOSAVE);
}

void model_e820_close(struct e820_state *s)
{
	model_trace_close(&s->calls);
	model_trace_close(&s->dropped);
	model_trace_close(&s->nosave);
}

void model_e820_reset(struct e820_state *s)
{
	s->e820.nr_map = 0;
	s->e820_saved.nr_map = 0;
	s->userdef = false;
	s->gap_found = false;
	s->gap_start = s->gap_size = s->pci_mem_start = 0;
	s->calls.nr = s->dropped.nr = s->nosave.nr = 0;
}

static void record_call(struct machine *m, enum e820_call call, uint64_t value)
{
	model_trace_add(&m->e820.calls, call, value, 0);
}

static void copy_table(struct e820_table *to, const struct e820_table *from)
{
	to->nr_map = from->nr_map;
	for (uint32_t i = 0; i < from->nr_map; i++)
		to->map[i] = from->map[i];
}

static void add_entry(struct machine *m, struct e820_table *t, uint64_t start, uint64_t size,
		      uint32_t type)
{
	if (t->nr_map >= m->config.e820_x_max) {
		model_trace_add(&m->e820.dropped, start, start + size - 1, 0);
		return;
	}
	t->map[t->nr_map++] = (struct e820_entry){start, size, type};
}

void model_e820_add_region(struct machine *m, uint64_t start, uint64_t size, uint32_t type)
{
	add_entry(m, &m->e820.e820, start, size, type);
}

/* Where the type can change: both ends of each entry that is not empty. Ascending; an address may
 * stand there several times. */
static uint32_t change_points(const struct e820_entry *map, uint32_t nr, uint64_t *points)
{
	uint32_t nr_points = 0;

	for (uint32_t i = 0; i < nr; i++) {
		if (map[i].size == 0)
			continue;
		points[nr_points++] = map[i].addr;
		points[nr_points++] = map[i].addr + map[i].size;
	}
	for (uint32_t i = 1; i < nr_points; i++)
		for (uint32_t j = i; j > 0 && points[j] < points[j - 1]; j--) {
			uint64_t swap = points[j];

			points[j] = points[j - 1];
			points[j - 1] = swap;
		}
	return nr_points;
}

/* The highest type of those that cover [start, end), 0 for none. No entry begins or ends within. */
static uint32_t winning_type(const struct e820_entry *map, uint32_t nr, uint64_t start,
			     uint64_t end)
{
	uint32_t type = 0;

	for (uint32_t i = 0; i < nr; i++)
		if (map[i].addr <= start && map[i].addr + map[i].size >= end && map[i].type > type)
			type = map[i].type;
	return type;
}

/* Neighbours of these types stay apart: every change point makes a cut. */
static bool is_never_merged(const struct machine *m, uint32_t type)
{
	return type == E820_PRAM || (m->config.rules->soft_reserved && type == E820_SOFT_RESERVED);
}

/* The closed form of spec 01, 1.2.1: no sweep. */
int model_sanitize_e820_map(const struct machine *m, struct e820_entry *map, uint32_t max_nr,
			    uint32_t *nr_map)
{
	uint64_t points[MAX_POINTS];
	struct e820_entry out[MAX_POINTS];
	uint32_t nr_points;
	uint32_t n = 0;

	if (*nr_map < 2)
		return -1;
	for (uint32_t i = 0; i < *nr_map; i++)
		if (map[i].addr + map[i].size < map[i].addr)
			return -1;
	nr_points = change_points(map, *nr_map, points);
	for (uint32_t i = 0; i + 1 < nr_points; i++) {
		uint64_t start = points[i];
		uint64_t end = points[i + 1];
		uint32_t type = start < end ? winning_type(map, *nr_map, start, end) : 0;

		if (type == 0)
			continue;
		if (n > 0 && out[n - 1].type == type && !is_never_merged(m, type) &&
		    out[n - 1].addr + out[n - 1].size == start)
			out[n - 1].size += end - start;
		else
			out[n++] = (struct e820_entry){start, end - start, type};
	}
	*nr_map = n < max_nr ? n : max_nr;
	for (uint32_t i = 0; i < *nr_map; i++)
		map[i] = out[i];
	return 0;
}

int model_e820_sanitize(struct machine *m)
{
	struct e820_table *t = &m->e820.e820;

	return model_sanitize_e820_map(m, t->map, m->config.e820_x_max, &t->nr_map);
}

/* __append_e820_map: up to the first entry that wraps. An entry may end at 2^64 here. */
static int append_entries(struct machine *m, const struct e820_entry *map, uint32_t nr)
{
	for (uint32_t i = 0; i < nr; i++) {
		uint64_t last = map[i].addr + map[i].size - 1;

		if (map[i].addr > last && map[i].size != 0)
			return -1;
		model_e820_add_region(m, map[i].addr, map[i].size, map[i].type);
	}
	return 0;
}

/* An update or removal never reaches byte 2^64 - 1. */
static uint64_t capped_end(uint64_t start, uint64_t size)
{
	return start + min_u64(size, UINT64_MAX - start);
}

/* Cuts the overlap of *e and [start, end) off one end of *e. The length of the overlap. */
static uint64_t cut_overlap(struct e820_entry *e, uint64_t start, uint64_t end)
{
	bool head = e->addr >= start;

	e->size -= end - start;
	if (head)
		e->addr = end;
	return end - start;
}

static uint64_t retype(struct machine *m, struct e820_table *t, uint64_t start, uint64_t size,
		       uint32_t old_type, uint32_t new_type)
{
	uint64_t end = capped_end(start, size);
	uint64_t changed = 0;

	if (old_type == new_type)
		model_stop(m, STOP_UPDATE_SAME_TYPE);
	/* What is appended on the way is visited too. */
	for (uint32_t i = 0; i < t->nr_map; i++) {
		struct e820_entry *e = &t->map[i];
		uint64_t e_end = e->addr + e->size;
		uint64_t from = max_u64(start, e->addr);
		uint64_t to = min_u64(end, e_end);

		if (e->type != old_type)
			continue;
		if (e->addr >= start && e_end <= end) {
			e->type = new_type;
			changed += e->size;
		} else if (e->addr < start && e_end > end) {
			add_entry(m, t, start, end - start, new_type);
			add_entry(m, t, end, e_end - end, e->type);
			e->size = start - e->addr;
			changed += end - start;
		} else if (from < to) {
			add_entry(m, t, from, to - from, new_type);
			changed += cut_overlap(e, from, to);
		}
	}
	return changed;
}

uint64_t model_e820_update_range(struct machine *m, uint64_t start, uint64_t size,
				 uint32_t old_type, uint32_t new_type)
{
	return retype(m, &m->e820.e820, start, size, old_type, new_type);
}

uint64_t model_e820_remove_range(struct machine *m, uint64_t start, uint64_t size,
				 uint32_t old_type, bool checktype)
{
	struct e820_table *t = &m->e820.e820;
	uint64_t end = capped_end(start, size);
	uint64_t removed = 0;

	for (uint32_t i = 0; i < t->nr_map; i++) {
		struct e820_entry *e = &t->map[i];
		uint64_t e_end = e->addr + e->size;
		uint64_t from = max_u64(start, e->addr);
		uint64_t to = min_u64(end, e_end);

		if (checktype && e->type != old_type)
			continue;
		if (e->addr >= start && e_end <= end) {
			removed += e->size;
			*e = (struct e820_entry){0};
		} else if (e->addr < start && e_end > end) {
			model_e820_add_region(m, end, e_end - end, e->type);
			e->size = start - e->addr;
			removed += end - start;
		} else if (from < to) {
			removed += cut_overlap(e, from, to);
		}
	}
	return removed;
}

bool model_e820_any_mapped(const struct machine *m, uint64_t start, uint64_t end, uint32_t type)
{
	const struct e820_table *t = &m->e820.e820;

	for (uint32_t i = 0; i < t->nr_map; i++) {
		const struct e820_entry *e = &t->map[i];

		if (type && e->type != type)
			continue;
		if (!(e->addr >= end || e->addr + e->size <= start))
			return true;
	}
	return false;
}

bool model_e820_all_mapped(const struct machine *m, uint64_t start, uint64_t end, uint32_t type)
{
	const struct e820_table *t = &m->e820.e820;

	/* One pass in the order of the table: right only for a sorted one. */
	for (uint32_t i = 0; i < t->nr_map; i++) {
		const struct e820_entry *e = &t->map[i];

		if (type && e->type != type)
			continue;
		if (e->addr >= end || e->addr + e->size <= start)
			continue;
		if (e->addr <= start)
			start = e->addr + e->size;
		if (start >= end)
			return true;
	}
	return false;
}

/* append_e820_map: -1 for a table that is no good. */
static int append_boot_table(struct machine *m, const struct e820_entry *map, uint32_t nr)
{
	int appended = nr < 2 ? -1 : append_entries(m, map, nr);

	record_call(m, E820_BOOT_APPEND, (uint64_t)appended);
	return appended;
}

void model_setup_memory_map(struct machine *m, const struct e820_entry *entries, uint32_t nr,
			    uint32_t ext_mem_k, uint32_t alt_mem_k)
{
	struct e820_entry boot_params[E820MAX];
	uint64_t mem_k = alt_mem_k < ext_mem_k ? ext_mem_k : alt_mem_k;
	bool append_first = m->config.rules->append_first;

	for (uint32_t i = 0; i < nr; i++)
		boot_params[i] = entries[i];
	if (!append_first)
		record_call(m, E820_BOOT_SANITIZE,
			    (uint64_t)model_sanitize_e820_map(m, boot_params, E820MAX, &nr));
	if (append_boot_table(m, boot_params, nr) < 0) {
		m->e820.e820.nr_map = 0;
		model_e820_add_region(m, 0, LOWMEMSIZE, E820_RAM);
		model_e820_add_region(m, HIGH_MEMORY, mem_k << 10, E820_RAM);
	}
	if (append_first)
		record_call(m, E820_BOOT_SANITIZE, (uint64_t)model_e820_sanitize(m));
	copy_table(&m->e820.e820_saved, &m->e820.e820);
}

void model_parse_e820_ext(struct machine *m, const struct e820_entry *entries, uint32_t nr)
{
	append_entries(m, entries, nr);
	record_call(m, E820_EXT_SANITIZE, (uint64_t)model_e820_sanitize(m));
	if (m->config.rules->ext_is_saved)
		copy_table(&m->e820.e820_saved, &m->e820.e820);
}

void model_e820_update_setup_data(struct machine *m, uint64_t pa, uint64_t size)
{
	record_call(m, E820_SETUP_UPDATE,
		    model_e820_update_range(m, pa, size, E820_RAM, E820_RESERVED_KERN));
	if (m->config.rules->saved_retyped)
		retype(m, &m->e820.e820_saved, pa, size, E820_RAM, E820_RESERVED_KERN);
}

void model_e820_save_setup_data(struct machine *m)
{
	struct e820_table *saved = &m->e820.e820_saved;

	record_call(m, E820_SETUP_SANITIZE, (uint64_t)model_e820_sanitize(m));
	if (m->config.rules->saved_retyped)
		model_sanitize_e820_map(m, saved->map, m->config.e820_x_max, &saved->nr_map);
	else if (!m->config.rules->saved_spared)
		copy_table(saved, &m->e820.e820);
}

void model_finish_e820_parsing(struct machine *m)
{
	int err;

	if (!m->e820.userdef)
		return;
	err = model_e820_sanitize(m);
	record_call(m, E820_FINISH_SANITIZE, (uint64_t)err);
	if (err < 0)
		model_stop(m, STOP_USER_MAP);
}

void model_e820_add_kernel_range(struct machine *m, uint64_t start, uint64_t size)
{
	bool mapped = model_e820_all_mapped(m, start, start + size, E820_RAM);

	record_call(m, E820_KERNEL_MAPPED, mapped);
	if (mapped)
		return;
	record_call(m, E820_KERNEL_REMOVE,
		    model_e820_remove_range(m, start, size, E820_RAM, false));
	model_e820_add_region(m, start, size, E820_RAM);
}

void model_trim_bios_range(struct machine *m)
{
	record_call(m, E820_BIOS_UPDATE,
		    model_e820_update_range(m, 0, page_size(m->geometry), E820_RAM, E820_RESERVED));
	record_call(m, E820_BIOS_REMOVE,
		    model_e820_remove_range(m, BIOS_BEGIN, BIOS_END - BIOS_BEGIN, E820_RAM, true));
	record_call(m, E820_BIOS_SANITIZE, (uint64_t)model_e820_sanitize(m));
}

static bool is_below_end_of_ram(const struct machine *m, uint32_t type)
{
	return type == E820_RAM || (m->config.rules->acpi_is_end && type == E820_ACPI);
}

uint64_t model_e820_end_pfn(const struct machine *m, uint64_t limit_pfn)
{
	const struct e820_table *t = &m->e820.e820;
	uint64_t last_pfn = 0;

	for (uint32_t i = 0; i < t->nr_map; i++) {
		uint64_t start_pfn = pfn_down(m->geometry, t->map[i].addr);
		uint64_t end_pfn = pfn_down(m->geometry, t->map[i].addr + t->map[i].size);

		if (!is_below_end_of_ram(m, t->map[i].type) || start_pfn >= limit_pfn)
			continue;
		if (end_pfn > limit_pfn) {
			last_pfn = limit_pfn;
			break;
		}
		last_pfn = max_u64(last_pfn, end_pfn);
	}
	return min_u64(last_pfn, m->geometry->max_arch_pfn);
}

/* register_nosave_region: an empty range is none, and one that continues the last extends it. */
static void register_nosave_region(struct machine *m, uint64_t start_pfn, uint64_t end_pfn)
{
	struct trace *nosave = &m->e820.nosave;

	if (start_pfn >= end_pfn)
		return;
	if (nosave->nr > 0 && nosave->rows[nosave->nr - 1].b == start_pfn)
		nosave->rows[nosave->nr - 1].b = end_pfn;
	else
		model_trace_add(nosave, start_pfn, end_pfn, 0);
}

/* e820__register_nosave_regions: from the last byte of RAM to the next, rounded outwards. */
static void nosave_gaps(struct machine *m, uint64_t limit_pfn)
{
	const struct e820_table *t = &m->e820.e820;
	uint64_t ram_end = 0;

	for (uint32_t i = 0; i < t->nr_map; i++) {
		const struct e820_entry *e = &t->map[i];

		if (e->type != E820_RAM && e->type != E820_RESERVED_KERN)
			continue;
		if (e->addr > ram_end)
			register_nosave_region(m, pfn_down(m->geometry, ram_end),
					       pfn_up(m->geometry, e->addr));
		ram_end = e->addr + e->size;
	}
	register_nosave_region(m, pfn_down(m->geometry, ram_end), limit_pfn);
}

void model_e820_mark_nosave_regions(struct machine *m, uint64_t limit_pfn)
{
	const struct e820_table *t = &m->e820.e820;
	uint64_t pfn = 0;

	if (m->config.rules->nosave_gaps) {
		nosave_gaps(m, limit_pfn);
		return;
	}
	for (uint32_t i = 0; i < t->nr_map; i++) {
		const struct e820_entry *e = &t->map[i];

		register_nosave_region(m, pfn, pfn_up(m->geometry, e->addr));
		pfn = pfn_down(m->geometry, e->addr + e->size);
		if (e->type != E820_RAM && e->type != E820_RESERVED_KERN)
			register_nosave_region(m, pfn_up(m->geometry, e->addr), pfn);
		if (pfn >= limit_pfn)
			break;
	}
}

/* e820_search_gap below 4 GiB, backwards: of equal gaps the lowest wins. */
static bool search_gap(const struct e820_table *t, uint64_t *gap_start, uint64_t *gap_size)
{
	uint64_t last = FOUR_GIB;
	bool found = false;

	for (uint32_t i = t->nr_map; i-- > 0;) {
		uint64_t start = t->map[i].addr;
		uint64_t end = start + t->map[i].size;

		if (last > end && last - end >= *gap_size) {
			*gap_size = last - end;
			*gap_start = end;
			found = true;
		}
		last = min_u64(last, start);
	}
	return found;
}

void model_e820_setup_gap(struct machine *m)
{
	struct e820_state *s = &m->e820;

	s->gap_start = UINT64_C(0x10000000);
	s->gap_size = UINT64_C(0x400000);
	s->gap_found = search_gap(&s->e820, &s->gap_start, &s->gap_size);
	s->pci_mem_start = s->gap_found
			       ? s->gap_start
			       : (m->max_pfn << m->geometry->page_shift) + (UINT64_C(1) << 20);
}
