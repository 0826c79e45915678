/*
 * e820 as in arch/x86/kernel/e820.c and setup.c of Linux 4.9; see e820.h.
 */
#include "e820.h"

#include "area.h"
#include "minmax.h"

#include <string.h>

#define DROPS_SIZE (sizeof(struct e820_drop) * E820_MAX_DROPS)

#define BIOS_BEGIN  UINT64_C(0xa0000)
#define BIOS_END    UINT64_C(0x100000)
#define HIGH_MEMORY UINT64_C(0x100000)
#define LOWMEMSIZE  UINT64_C(0x9f000) /* what a PC has below the BIOS at the least */

/* The gap for PCI devices: sought below 4 GiB, of 4 MiB at the least. */
#define MAX_GAP_END       UINT64_C(0x100000000)
#define DEFAULT_GAP_START UINT64_C(0x10000000)
#define MIN_GAP_SIZE      UINT64_C(0x400000)

void e820_create(struct e820 *e820)
{
	e820->drops = area_map(DROPS_SIZE);
	e820_reset(e820, E820_MAX_EFI);
}

void e820_destroy(struct e820 *e820)
{
	area_unmap(e820->drops, DROPS_SIZE);
}

void e820_reset(struct e820 *e820, uint32_t max_entries)
{
	e820->release = &kernel_releases[KERNEL_4_9];
	e820->max_entries = max_entries;
	e820->table.nr_map = 0;
	e820->saved.nr_map = 0;
	e820->userdef = false;
	e820->max_pfn = 0;
	e820->max_possible_pfn = 0;
	e820->low_ram_pfn = 0;
	e820->max_low_pfn = 0;
	e820->gap_found = false;
	e820->gap_start = 0;
	e820->gap_size = 0;
	e820->pci_mem_start = 0;
	e820->nr_nosave = 0;
	e820->fault = E820_OK;
	e820->nr_calls = 0;
	e820->nr_drops = 0;
}

void e820_record_call(struct e820 *e820, enum e820_call_type type, uint64_t result)
{
	if (e820->nr_calls < E820_MAX_CALLS)
		e820->calls[e820->nr_calls++] = (struct e820_call){type, result};
}

/* 0 or -1 as a result. */
static void record_status(struct e820 *e820, enum e820_call_type type, int status)
{
	e820_record_call(e820, type, (uint64_t)(int64_t)status);
}

/*
 * Changing a table.
 */

static void add_to_table(struct e820 *e820, struct e820_table *table, uint64_t start, uint64_t size,
			 uint32_t type)
{
	if (table->nr_map < e820->max_entries)
		table->map[table->nr_map++] = (struct e820_entry){start, size, type};
	else if (e820->nr_drops < E820_MAX_DROPS)
		e820->drops[e820->nr_drops++] = (struct e820_drop){start, start + size - 1};
}

void e820_add_region(struct e820 *e820, uint64_t start, uint64_t size, uint32_t type)
{
	add_to_table(e820, &e820->table, start, size, type);
}

/* Takes [start, end) out of an entry that it covers in part, at one side; returns its size. */
static void cut_entry(struct e820_entry *entry, uint64_t start, uint64_t end)
{
	entry->size -= end - start;
	if (entry->addr >= start)
		entry->addr = end;
}

/* Both loops visit what they append as well: the tail of a split entry lies outside the range. */
static uint64_t update_table(struct e820 *e820, struct e820_table *table, uint64_t start,
			     uint64_t size, uint32_t old_type, uint32_t new_type)
{
	uint64_t updated = 0, end;

	if (old_type == new_type) {
		e820->fault = E820_BUG_UPDATE_SAME_TYPE;
		return 0;
	}
	size = min_u64(size, UINT64_MAX - start);
	end = start + size;
	for (uint32_t i = 0; i < table->nr_map; i++) {
		struct e820_entry *entry = &table->map[i];
		uint64_t entry_end = entry->addr + entry->size;
		uint64_t from = max_u64(start, entry->addr), to = min_u64(end, entry_end);

		if (entry->type != old_type)
			continue;
		if (entry->addr >= start && entry_end <= end) {
			entry->type = new_type;
			updated += entry->size;
		} else if (entry->addr < start && entry_end > end) {
			add_to_table(e820, table, start, size, new_type);
			add_to_table(e820, table, end, entry_end - end, entry->type);
			entry->size = start - entry->addr;
			updated += size;
		} else if (from < to) {
			add_to_table(e820, table, from, to - from, new_type);
			updated += to - from;
			cut_entry(entry, from, to);
		}
	}
	return updated;
}

uint64_t e820_update_range(struct e820 *e820, uint64_t start, uint64_t size, uint32_t old_type,
			   uint32_t new_type)
{
	return update_table(e820, &e820->table, start, size, old_type, new_type);
}

uint64_t e820_remove_range(struct e820 *e820, uint64_t start, uint64_t size, uint32_t old_type,
			   bool checktype)
{
	struct e820_table *table = &e820->table;
	uint64_t removed = 0, end;

	size = min_u64(size, UINT64_MAX - start);
	end = start + size;
	for (uint32_t i = 0; i < table->nr_map; i++) {
		struct e820_entry *entry = &table->map[i];
		uint64_t entry_end = entry->addr + entry->size;
		uint64_t from = max_u64(start, entry->addr), to = min_u64(end, entry_end);

		if (checktype && entry->type != old_type)
			continue;
		if (entry->addr >= start && entry_end <= end) {
			removed += entry->size;
			*entry = (struct e820_entry){0}; /* stays until the table is sanitized */
		} else if (entry->addr < start && entry_end > end) {
			e820_add_region(e820, end, entry_end - end, entry->type);
			entry->size = start - entry->addr;
			removed += size;
		} else if (from < to) {
			removed += to - from;
			cut_entry(entry, from, to);
		}
	}
	return removed;
}

/*
 * Sanitizing: a sweep over the points where entries start and end, keeping the types of the
 * entries that are open. Where several overlap the numerically largest type wins.
 */

struct change_point {
	uint64_t addr;
	uint32_t type;
	bool is_end;
};

enum { MAX_POINTS = 2 * E820_MAX_MAXSMP, SORTED_RUN = 32 };

/* At one address all starts come before the ends. */
static bool point_before(const struct change_point *a, const struct change_point *b)
{
	return a->addr < b->addr || (a->addr == b->addr && !a->is_end && b->is_end);
}

static uint32_t collect_points(const struct e820_entry *map, uint32_t nr_map,
			       struct change_point *points)
{
	uint32_t nr = 0;

	for (uint32_t i = 0; i < nr_map; i++) {
		const struct e820_entry *entry = &map[i];

		if (!entry->size)
			continue;
		points[nr++] = (struct change_point){entry->addr, entry->type, false};
		points[nr++] = (struct change_point){entry->addr + entry->size, entry->type, true};
	}
	return nr;
}

/* Insertion sort: quick where little is out of order, as in most tables. */
static void sort_run(struct change_point *points, uint32_t nr)
{
	for (uint32_t i = 1; i < nr; i++) {
		struct change_point point = points[i];
		uint32_t at = i;

		for (; at > 0 && point_before(&point, &points[at - 1]); at--)
			points[at] = points[at - 1];
		points[at] = point;
	}
}

/* Merges the sorted from[low..middle) and from[middle..high) to to[low..high). */
static void merge_points(const struct change_point *from, struct change_point *to, uint32_t low,
			 uint32_t middle, uint32_t high)
{
	uint32_t left = low, right = middle;

	for (uint32_t i = low; i < high; i++) {
		bool take_right =
		    left == middle || (right < high && point_before(&from[right], &from[left]));

		to[i] = from[take_right ? right++ : left++];
	}
}

/* Merge sort from short runs on; the result is in either array, and returned. */
static struct change_point *sort_points(struct change_point *points, struct change_point *scratch,
					uint32_t nr)
{
	for (uint32_t low = 0; low < nr; low += SORTED_RUN)
		sort_run(points + low, nr - low < SORTED_RUN ? nr - low : SORTED_RUN);
	for (uint32_t width = SORTED_RUN; width < nr; width *= 2) {
		struct change_point *sorted = scratch;

		for (uint32_t low = 0; low < nr; low += 2 * width) {
			uint32_t middle = low + width < nr ? low + width : nr;
			uint32_t high = middle + width < nr ? middle + width : nr;

			merge_points(points, scratch, low, middle, high);
		}
		scratch = points;
		points = sorted;
	}
	return points;
}

/* The types of the open entries, ascending. */
struct open_types {
	uint32_t nr;
	uint32_t types[E820_MAX_MAXSMP];
};

static uint32_t find_type(const struct open_types *open, uint32_t type)
{
	uint32_t low = 0, high = open->nr;

	while (low < high) {
		uint32_t middle = (low + high) / 2;

		if (open->types[middle] < type)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void open_type(struct open_types *open, uint32_t type)
{
	uint32_t at = find_type(open, type);

	memmove(&open->types[at + 1], &open->types[at], (open->nr - at) * sizeof(type));
	open->types[at] = type;
	open->nr++;
}

static void close_type(struct open_types *open, uint32_t type)
{
	uint32_t at = find_type(open, type);

	open->nr--;
	memmove(&open->types[at], &open->types[at + 1], (open->nr - at) * sizeof(type));
}

/* A type that is cut at every point, whatever changes there: PRAM, or a second one (0: none). */
static bool is_cut(uint32_t type, uint32_t second)
{
	return type == E820_PRAM || (type == second && type);
}

/* The other type besides PRAM whose neighbours are not merged, 0 if there is none. */
static uint32_t second_cut_type(const struct e820 *e820)
{
	return e820->release->soft_reserved ? E820_SOFT_RESERVED : 0;
}

/* Writes at most max_nr entries to out; returns their number. */
static uint32_t sweep(const struct change_point *points, uint32_t nr_points, struct e820_entry *out,
		      uint32_t max_nr, uint32_t second_cut)
{
	struct open_types open;
	uint32_t last_type = 0, nr = 0;

	open.nr = 0;
	for (uint32_t i = 0; i < nr_points; i++) {
		const struct change_point *point = &points[i];
		uint32_t type;

		if (point->is_end)
			close_type(&open, point->type);
		else
			open_type(&open, point->type);
		type = open.nr ? open.types[open.nr - 1] : 0;
		if (type == last_type && !is_cut(type, second_cut))
			continue;
		if (last_type) {
			out[nr].size = point->addr - out[nr].addr;
			if (out[nr].size && ++nr == max_nr)
				break;
		}
		if (type)
			out[nr] = (struct e820_entry){.addr = point->addr, .type = type};
		last_type = type;
	}
	return nr;
}

/* Whether the sweep would change nothing. */
static bool is_sanitized(const struct e820_entry *map, uint32_t nr, uint32_t second_cut)
{
	for (uint32_t i = 0; i < nr; i++) {
		const struct e820_entry *entry = &map[i], *next = entry + 1;
		uint64_t end = entry->addr + entry->size;

		if (!entry->size || !entry->type)
			return false;
		if (i + 1 == nr)
			continue;
		if (next->addr < end || (next->addr == end && next->type == entry->type &&
					 !is_cut(entry->type, second_cut)))
			return false;
	}
	return true;
}

/* sanitize_e820_map: a single entry is refused, and an entry that ends at 2^64 or wraps. */
static int sanitize_map(const struct e820 *e820, struct e820_entry *map, uint32_t max_nr,
			uint32_t *nr_map)
{
	uint32_t second_cut = second_cut_type(e820);
	struct change_point points[MAX_POINTS], scratch[MAX_POINTS];
	struct e820_entry out[E820_MAX_MAXSMP];
	uint32_t nr_points;

	if (*nr_map < 2)
		return -1;
	for (uint32_t i = 0; i < *nr_map; i++)
		if (map[i].addr + map[i].size < map[i].addr)
			return -1;
	if (is_sanitized(map, *nr_map, second_cut))
		return 0;
	nr_points = collect_points(map, *nr_map, points);
	*nr_map =
	    sweep(sort_points(points, scratch, nr_points), nr_points, out, max_nr, second_cut);
	memcpy(map, out, *nr_map * sizeof(*map));
	return 0;
}

int e820_sanitize(struct e820 *e820)
{
	return sanitize_map(e820, e820->table.map, e820->max_entries, &e820->table.nr_map);
}

/*
 * Queries.
 */

bool e820_any_mapped(const struct e820 *e820, uint64_t start, uint64_t end, uint32_t type)
{
	for (uint32_t i = 0; i < e820->table.nr_map; i++) {
		const struct e820_entry *entry = &e820->table.map[i];

		if (type && entry->type != type)
			continue;
		if (entry->addr < end && entry->addr + entry->size > start)
			return true;
	}
	return false;
}

bool e820_all_mapped(const struct e820 *e820, uint64_t start, uint64_t end, uint32_t type)
{
	for (uint32_t i = 0; i < e820->table.nr_map; i++) {
		const struct e820_entry *entry = &e820->table.map[i];
		uint64_t entry_end = entry->addr + entry->size;

		if (type && entry->type != type)
			continue;
		if (entry->addr >= end || entry_end <= start)
			continue;
		if (entry->addr <= start)
			start = entry_end;
		if (start >= end)
			return true;
	}
	return false;
}

/*
 * The steps of setup_arch.
 */

/* __append_e820_map: an entry whose last byte lies beyond 2^64 ends it, what came before stays. */
static int append_entries(struct e820 *e820, const struct e820_entry *map, uint32_t nr)
{
	for (uint32_t i = 0; i < nr; i++) {
		const struct e820_entry *entry = &map[i];

		if (entry->size && entry->addr > entry->addr + entry->size - 1)
			return -1;
		e820_add_region(e820, entry->addr, entry->size, entry->type);
	}
	return 0;
}

static void save_table(struct e820 *e820)
{
	e820->saved.nr_map = e820->table.nr_map;
	memcpy(e820->saved.map, e820->table.map, e820->table.nr_map * sizeof(*e820->table.map));
}

/* append_e820_map: less than two entries cannot be a PC. */
static int append_map(struct e820 *e820, const struct e820_entry *map, uint32_t nr)
{
	int status = nr < 2 ? -1 : append_entries(e820, map, nr);

	record_status(e820, E820_BOOT_APPEND, status);
	return status;
}

static void set_bios_sizes(struct e820 *e820, uint32_t ext_mem_k, uint32_t alt_mem_k)
{
	uint64_t mem_k = alt_mem_k < ext_mem_k ? ext_mem_k : alt_mem_k;

	e820->table.nr_map = 0;
	e820_add_region(e820, 0, LOWMEMSIZE, E820_RAM);
	e820_add_region(e820, HIGH_MEMORY, mem_k << 10, E820_RAM);
}

void e820_setup_memory_map(struct e820 *e820, const struct e820_entry *map, uint32_t nr,
			   uint32_t ext_mem_k, uint32_t alt_mem_k)
{
	bool append_first = e820->release->boot_table_appended_first;
	struct e820_entry boot_map[E820_MAX_BOOT];

	memcpy(boot_map, map, nr * sizeof(*map));
	if (!append_first)
		record_status(e820, E820_BOOT_SANITIZE,
			      sanitize_map(e820, boot_map, E820_MAX_BOOT, &nr));
	if (append_map(e820, boot_map, nr) < 0)
		set_bios_sizes(e820, ext_mem_k, alt_mem_k);
	if (append_first)
		record_status(e820, E820_BOOT_SANITIZE, e820_sanitize(e820));
	save_table(e820);
}

void e820_parse_ext(struct e820 *e820, const struct e820_entry *map, uint32_t nr)
{
	append_entries(e820, map, nr);
	record_status(e820, E820_EXT_SANITIZE, e820_sanitize(e820));
	if (e820->release->saved_extended)
		save_table(e820);
}

void e820_reserve_setup_data(struct e820 *e820, const struct e820_range *nodes, uint32_t nr)
{
	enum setup_data_saving saving = e820->release->setup_data_saving;

	for (uint32_t i = 0; i < nr; i++) {
		uint64_t start = nodes[i].start, size = nodes[i].size;

		e820_record_call(
		    e820, E820_SETUP_UPDATE,
		    e820_update_range(e820, start, size, E820_RAM, E820_RESERVED_KERN));
		if (saving == SAVED_BY_UPDATE)
			update_table(e820, &e820->saved, start, size, E820_RAM, E820_RESERVED_KERN);
	}
	record_status(e820, E820_SETUP_SANITIZE, e820_sanitize(e820));
	if (saving == SAVED_BY_COPY)
		save_table(e820);
	else if (saving == SAVED_BY_UPDATE)
		sanitize_map(e820, e820->saved.map, e820->max_entries, &e820->saved.nr_map);
}

void e820_finish_parsing(struct e820 *e820)
{
	int status;

	if (!e820->userdef)
		return;
	status = e820_sanitize(e820);
	record_status(e820, E820_FINISH_SANITIZE, status);
	if (status < 0)
		e820->fault = E820_PANIC_USER_MAP;
}

void e820_add_kernel_range(struct e820 *e820, uint64_t start, uint64_t size)
{
	bool mapped = e820_all_mapped(e820, start, start + size, E820_RAM);

	e820_record_call(e820, E820_KERNEL_MAPPED, mapped);
	if (mapped)
		return;
	e820_record_call(e820, E820_KERNEL_REMOVE,
			 e820_remove_range(e820, start, size, E820_RAM, false));
	e820_add_region(e820, start, size, E820_RAM);
}

void e820_trim_bios_range(struct e820 *e820)
{
	e820_record_call(e820, E820_BIOS_UPDATE,
			 e820_update_range(e820, 0, PAGE_SIZE, E820_RAM, E820_RESERVED));
	e820_record_call(
	    e820, E820_BIOS_REMOVE,
	    e820_remove_range(e820, BIOS_BEGIN, BIOS_END - BIOS_BEGIN, E820_RAM, true));
	record_status(e820, E820_BIOS_SANITIZE, e820_sanitize(e820));
}

static bool ends_ram(const struct e820 *e820, uint32_t type)
{
	return type == E820_RAM || (type == E820_ACPI && e820->release->acpi_data_ends_ram);
}

/* e820_end_pfn: the highest end of RAM, at most limit_pfn. RAM that holds setup_data does not
 * count. */
static uint64_t end_pfn(const struct e820 *e820, uint64_t limit_pfn, uint64_t max_arch_pfn)
{
	uint64_t last_pfn = 0;

	for (uint32_t i = 0; i < e820->table.nr_map; i++) {
		const struct e820_entry *entry = &e820->table.map[i];
		uint64_t entry_end_pfn = PFN_DOWN(entry->addr + entry->size);

		if (!ends_ram(e820, entry->type) || PFN_DOWN(entry->addr) >= limit_pfn)
			continue;
		if (entry_end_pfn > limit_pfn) {
			last_pfn = limit_pfn;
			break;
		}
		last_pfn = max_u64(last_pfn, entry_end_pfn);
	}
	return min_u64(last_pfn, max_arch_pfn);
}

void e820_end_of_ram(struct e820 *e820, const struct geometry *geometry)
{
	uint64_t max_arch_pfn = geometry->max_arch_pfn;

	e820->max_pfn = end_pfn(e820, max_arch_pfn, max_arch_pfn);
	e820->max_possible_pfn = e820->max_pfn;
	e820->low_ram_pfn = e820->max_pfn;
	if (e820->max_pfn > geometry->max_dma32_pfn)
		e820->low_ram_pfn = end_pfn(e820, geometry->max_dma32_pfn, max_arch_pfn);
	e820->max_low_pfn = e820->low_ram_pfn;
}

/* register_nosave_region: ignores what is empty, and extends the last region where it can. */
static void add_nosave(struct e820 *e820, uint64_t start_pfn, uint64_t end_pfn)
{
	uint32_t nr = e820->nr_nosave;

	if (start_pfn >= end_pfn)
		return;
	if (nr && e820->nosave[nr - 1].end_pfn == start_pfn)
		e820->nosave[nr - 1].end_pfn = end_pfn;
	else
		e820->nosave[e820->nr_nosave++] = (struct e820_pfn_range){start_pfn, end_pfn};
}

static bool is_kernel_ram(uint32_t type)
{
	return type == E820_RAM || type == E820_RESERVED_KERN;
}

static void mark_between_ram(struct e820 *e820, uint64_t limit_pfn)
{
	uint64_t last_addr = 0;

	for (uint32_t i = 0; i < e820->table.nr_map; i++) {
		const struct e820_entry *entry = &e820->table.map[i];

		if (!is_kernel_ram(entry->type))
			continue;
		if (last_addr < entry->addr)
			add_nosave(e820, PFN_DOWN(last_addr), PFN_UP(entry->addr));
		last_addr = entry->addr + entry->size;
	}
	add_nosave(e820, PFN_DOWN(last_addr), limit_pfn);
}

void e820_mark_nosave_regions(struct e820 *e820, uint64_t limit_pfn)
{
	uint64_t pfn = 0;

	e820->nr_nosave = 0;
	if (e820->release->nosave_between_ram) {
		mark_between_ram(e820, limit_pfn);
		return;
	}
	for (uint32_t i = 0; i < e820->table.nr_map; i++) {
		const struct e820_entry *entry = &e820->table.map[i];

		add_nosave(e820, pfn, PFN_UP(entry->addr));
		pfn = PFN_DOWN(entry->addr + entry->size);
		if (!is_kernel_ram(entry->type))
			add_nosave(e820, PFN_UP(entry->addr), pfn);
		if (pfn >= limit_pfn)
			break;
	}
}

/* e820_search_gap: from the top down, so that of equal gaps the lowest wins. */
static void search_gap(struct e820 *e820)
{
	uint64_t last = MAX_GAP_END;

	for (uint32_t i = e820->table.nr_map; i-- > 0;) {
		const struct e820_entry *entry = &e820->table.map[i];
		uint64_t end = entry->addr + entry->size;

		if (last > end && last - end >= e820->gap_size) {
			e820->gap_size = last - end;
			e820->gap_start = end;
			e820->gap_found = true;
		}
		last = min_u64(last, entry->addr);
	}
}

void e820_setup_gap(struct e820 *e820)
{
	e820->gap_found = false;
	e820->gap_start = DEFAULT_GAP_START;
	e820->gap_size = MIN_GAP_SIZE;
	search_gap(e820);
	e820->pci_mem_start =
	    e820->gap_found ? e820->gap_start : PFN_PHYS(e820->max_pfn) + (1 << 20);
}

void memblock_x86_fill(const struct e820 *e820, struct memblock *mb)
{
	memblock_allow_resize(mb);
	for (uint32_t i = 0; i < e820->table.nr_map; i++) {
		const struct e820_entry *entry = &e820->table.map[i];

		if (entry->type == E820_SOFT_RESERVED && e820->release->soft_reserved)
			memblock_reserve(mb, entry->addr, entry->size);
		else if (entry->type == E820_RAM || entry->type == E820_RESERVED_KERN)
			memblock_add(mb, entry->addr, entry->size);
	}
	memblock_trim_memory(mb, PAGE_SIZE);
}
