/*
 * The early allocator's two lists of regions (mm/memblock.c). Spec 02.
 *
 * Addresses and sizes are in bytes, modulo 2^64; ranges are [base, base + size). What returns an
 * int returns 0 or -ENOMEM. An empty list holds a dummy of size 0, or, in 6.12, nothing; regions[0]
 * can be read in any case.
 */
#ifndef MODEL_MEMBLOCK_H
#define MODEL_MEMBLOCK_H

#include "geometry.h"
#include "trace.h"

struct machine;

enum memblock_flags {
	MEMBLOCK_NONE = 0,
	MEMBLOCK_HOTPLUG = 1,
	MEMBLOCK_MIRROR = 2,
	MEMBLOCK_NOMAP = 4,
};

enum { MODEL_ENOMEM = 12 };

/* Of a table: each operation adds two borders at most, so that none has more. */
enum { MODEL_MAX_REGIONS = 1 << 18 };

struct memblock_region {
	uint64_t base;
	uint64_t size;
	uint32_t flags;
	int nid;
};

struct memblock_type {
	uint64_t cnt;
	uint64_t max;
	uint64_t total_size; /* stale after a trim [Q] */
	uint64_t array_pa;   /* where a grown array lies; 0: still the static one */
	struct memblock_region *regions;
};

/* Warnings by site; those of WARN_ONCE sites are 0 or 1. */
struct memblock_warnings {
	uint64_t nid_mismatch;
	uint64_t flags_mismatch;
	uint64_t nonempty_dummy;
	uint64_t total_size;
	uint64_t alloc_nid;
	uint64_t bottom_up_failed;
	uint64_t numa_failed;
};

/* Rows of memblock.events: (event, max entries that hold now, address of the new array or 0). */
enum memblock_event { MEMORY_DOUBLED, RESERVED_DOUBLED, MEMORY_FULL, RESERVED_FULL };

struct memblock {
	struct memblock_type memory;
	struct memblock_type reserved;
	uint64_t current_limit;
	bool bottom_up;
	bool can_resize;
	bool has_mirror; /* system_has_some_mirror */
	struct memblock_warnings warn;
	struct trace events;
};

bool model_memblock_open(struct memblock *mb);
void model_memblock_close(struct memblock *mb);
void model_memblock_reset(struct machine *m);

int model_memblock_add(struct machine *m, uint64_t base, uint64_t size);
int model_memblock_add_node(struct machine *m, uint64_t base, uint64_t size, int nid);
int model_memblock_reserve(struct machine *m, uint64_t base, uint64_t size);
int model_memblock_remove(struct machine *m, uint64_t base, uint64_t size);
int model_memblock_free(struct machine *m, uint64_t base, uint64_t size);

/* memblock_set_node: nid of every region within the range, of either list. */
int model_memblock_set_node(struct machine *m, struct memblock_type *type, uint64_t base,
			    uint64_t size, int nid);

/* memblock_setclr_flag, under its four names. */
int model_memblock_mark_hotplug(struct machine *m, uint64_t base, uint64_t size);
int model_memblock_clear_hotplug(struct machine *m, uint64_t base, uint64_t size);
int model_memblock_mark_mirror(struct machine *m, uint64_t base, uint64_t size);
int model_memblock_mark_nomap(struct machine *m, uint64_t base, uint64_t size);

/* memblock_virt_alloc_try_nid_nopanic, later memblock_alloc_try_nid_nopanic: size bytes within
 * [min, max), max 0 for current_limit; align 0 or a power of two; nid a node, NUMA_NO_NODE or
 * MAX_NUMNODES. The address, 0 for none. */
uint64_t model_memblock_alloc(struct machine *m, uint64_t size, uint64_t align, uint64_t min,
			      uint64_t max, int nid);

/* memblock_find_in_range: size bytes within [start, end), end 0 for current_limit; mirrored memory
 * first, if there is any. The address, 0 for none. Nothing is reserved. */
uint64_t model_memblock_find_in_range(struct machine *m, uint64_t start, uint64_t end,
				      uint64_t size, uint64_t align);

/* memblock_trim_memory: ends of memory regions on multiples of align, a power of two. */
void model_memblock_trim_memory(struct machine *m, uint64_t align);

/* memblock_enforce_memory_limit: keeps the first `limit` bytes of memory; 0 for all. */
void model_memblock_enforce_memory_limit(struct machine *m, uint64_t limit);

/* memblock_set_bottom_up: nothing without CONFIG_MOVABLE_NODE. */
void model_memblock_set_bottom_up(struct machine *m, bool enable);

/* memblock_x86_fill (arch/x86/kernel/e820.c): memory from the firmware's map. */
void model_memblock_x86_fill(struct machine *m);

/*
 * Free ranges (__next_mem_range, memory without reserved). Zero-initialise the cursor; false at the
 * end. Empty ranges are yielded where two reserved regions touch [Q].
 */
struct free_cursor {
	bool started;
	uint64_t region; /* of memory; counts down when walking in reverse */
	uint64_t gap;    /* of reserved: gap g lies before region g */
};

bool model_next_free_range(const struct machine *m, struct free_cursor *c, int nid, uint32_t flags,
			   uint64_t *start, uint64_t *end);
bool model_prev_free_range(const struct machine *m, struct free_cursor *c, int nid, uint32_t flags,
			   uint64_t *start, uint64_t *end);

/* for_each_mem_pfn_range: whole pages [start_pfn, end_pfn) of the memory regions from number *i on;
 * nid MAX_NUMNODES is any. Flags do not matter. *i is left behind the region found. */
bool model_next_mem_pfn_range(const struct machine *m, uint64_t *i, int nid, uint64_t *start_pfn,
			      uint64_t *end_pfn, int *region_nid);

/* memblock_search: the region that holds the byte addr, NULL if none does. */
const struct memblock_region *model_memblock_search(const struct memblock_type *type,
						    uint64_t addr);

bool model_memblock_is_map_memory(const struct machine *m, uint64_t addr);
bool model_memblock_is_region_memory(const struct machine *m, uint64_t base, uint64_t size);
bool model_memblock_is_region_reserved(const struct machine *m, uint64_t base, uint64_t size);

/* memblock_overlaps_region: size is not capped. */
bool model_memblock_overlaps_region(const struct memblock_type *type, uint64_t base, uint64_t size);

/* memblock_search_pfn_nid: the nid of the region that holds the page's first byte, and its pages;
 * -1 with *start_pfn = *end_pfn = 0 if there is none. Its first page may begin before it [Q]. */
int model_memblock_search_pfn_nid(const struct machine *m, uint64_t pfn, uint64_t *start_pfn,
				  uint64_t *end_pfn);

/* memblock_mem_size: bytes of memory below limit_pfn, a page too few for each sub-page region [Q].
 */
uint64_t model_memblock_mem_size(const struct machine *m, uint64_t limit_pfn);

/* memblock_reserved_memory_within: whole sizes of what [start, end] touches [Q]. */
uint64_t model_memblock_reserved_within(const struct machine *m, uint64_t start, uint64_t end);

/* Both 0 without memory. */
uint64_t model_memblock_start_of_dram(const struct machine *m);
uint64_t model_memblock_end_of_dram(const struct machine *m);

#endif
