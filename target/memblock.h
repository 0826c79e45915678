/*
 * memblock: the memory manager of early boot, as in mm/memblock.c of Linux 4.9.
 *
 * Two tables of regions, `memory` (what RAM there is) and `reserved` (what of the address space
 * is taken), each sorted by base, regions disjoint. Ranges are (base, size) in bytes; a range
 * whose end would pass 2^64 - 1 is cut there, so that the last byte can never be covered.
 *
 * A table is a two-level sorted structure: leaves of up to 128 regions and an index of the leaves
 * by their first base. Looking up costs two binary searches, inserting or removing one more
 * memmove within a leaf. What a kernel could see of its plain array (cnt, max, total_size, the
 * dummy entry of an empty table, when the array is doubled and where it then lies) is kept as in
 * the kernel.
 *
 * Functions that return int give 0 or -ENOMEM (-12) as the kernel's do.
 */
#ifndef MMINIT_TARGET_MEMBLOCK_H
#define MMINIT_TARGET_MEMBLOCK_H

#include "kernel_release.h"

#include <stdbool.h>
#include <stdint.h>

enum { MEMBLOCK_NONE = 0, MEMBLOCK_HOTPLUG = 1, MEMBLOCK_MIRROR = 2, MEMBLOCK_NOMAP = 4 };

enum {
	MAX_NUMNODES = 64, /* as nid of a region: not yet known */
	NUMA_NO_NODE = -1, /* any node, where a node is asked for */
};

enum {
	INIT_MEMBLOCK_REGIONS = 128,
	/* A table is not doubled beyond this: what no 2^16 operations can fill. */
	MEMBLOCK_MAX_REGIONS = 1 << 20,
	MEMBLOCK_LEAF_REGIONS = 128,
	/* Two neighbouring leaves hold 64 regions at the very least. */
	MEMBLOCK_MAX_LEAVES = MEMBLOCK_MAX_REGIONS / 32 + 2,
	/* Doublings and failures to double; more are not recorded. */
	MEMBLOCK_MAX_EVENTS = 1 << 18,
};

#define MEMBLOCK_ALLOC_ACCESSIBLE UINT64_C(0) /* as a limit: up to current_limit */
/* The same, in releases that allocate by tries. */
#define MEMBLOCK_ALLOC_NOLEAKTRACE UINT64_C(1)

struct memblock_region {
	uint64_t base;
	uint64_t size;
	uint32_t flags; /* MEMBLOCK_* */
	int32_t nid;
};

struct memblock_leaf {
	struct memblock_region regions[MEMBLOCK_LEAF_REGIONS];
};

struct memblock_slot {
	uint64_t first_base; /* base of the leaf's first region */
	uint32_t leaf;       /* index into leaves */
	uint32_t nr;         /* regions in the leaf; never 0 */
};

struct memblock_type {
	bool no_dummy;       /* an empty table has no region: its dummy does not count */
	uint64_t cnt;        /* regions; an empty table has one, the dummy of size 0 */
	uint64_t max;        /* capacity of the kernel's array */
	uint64_t total_size; /* bytes; trimming leaves it stale, as in the kernel */
	uint64_t array_addr; /* physical address of the kernel's array, 0: the static one */

	uint32_t nr_slots;
	uint32_t nr_leaves; /* used since the reset; slots[nr_slots..nr_leaves) name free ones */
	struct memblock_slot *slots; /* in ascending order of first_base */
	struct memblock_leaf *leaves;
};

enum memblock_fault {
	MEMBLOCK_OK,
	MEMBLOCK_BUG_DOUBLE_RESERVE, /* no room to reserve the new array: BUG_ON in the kernel */
	MEMBLOCK_BUG_INSERT_FULL,    /* a region too many for the array: BUG_ON in the kernel */
	MEMBLOCK_CANNOT_RESIZE,      /* panic: a table is full before it may grow */
	MEMBLOCK_TRIM_WRAPPED, /* trimming rounded a base up to 2^64: undefined from there on */
};

enum memblock_event_type {
	MEMBLOCK_MEMORY_DOUBLED,
	MEMBLOCK_RESERVED_DOUBLED,
	MEMBLOCK_MEMORY_FULL, /* "Failed to double" */
	MEMBLOCK_RESERVED_FULL,
};

struct memblock_event {
	enum memblock_event_type type;
	uint64_t max;  /* capacity afterwards */
	uint64_t addr; /* of the new array; 0 when it failed */
};

/* Number of warnings by site; those the kernel gives once are counted once. */
struct memblock_warnings {
	uint32_t nid_mismatch;   /* add_range fills a gap below a region of another nid */
	uint32_t flags_mismatch; /* ... of other flags */
	uint32_t nonempty_dummy; /* add_range to an empty table that has a total_size */
	uint32_t total_size;     /* the last region goes and leaves a total_size */
	uint32_t alloc_nid;      /* virt_alloc for MAX_NUMNODES; once */
	uint32_t bottom_up;      /* bottom-up search failed; once */
};

struct memblock {
	const struct kernel_release *release;
	unsigned int page_shift;
	uint64_t max_addr;    /* largest phys_addr_t; no region ends above it */
	uint32_t region_size; /* sizeof(struct memblock_region): bytes an array takes for each */
	bool no_nodes;        /* without HAVE_MEMBLOCK_NODE_MAP every region is of node 0 */
	struct memblock_type memory;
	struct memblock_type reserved;
	bool bottom_up;
	uint64_t current_limit;
	bool can_resize;
	bool has_mirror;           /* system_has_some_mirror */
	bool movable_node_config;  /* CONFIG_MOVABLE_NODE: without it there is no bottom-up */
	bool movable_node_enabled; /* the option: free ranges leave out HOTPLUG memory */
	bool mirrored_kernelcore;  /* kernelcore=mirror */
	uint64_t kernel_end;       /* pa(_end): where bottom-up searches start */

	enum memblock_fault fault; /* once set, the kernel would have stopped there */
	struct memblock_warnings warnings;
	struct memblock_event *events; /* in order; an area */
	uint32_t nr_events;
};

/* Position of a region in a table; slot and index within its leaf. */
struct memblock_pos {
	uint32_t slot;
	uint32_t index;
};

/* Where an iteration stands. Zero-initialised it starts; the table must not change meanwhile. */
struct memblock_cursor {
	struct memblock_pos region; /* of memory, or of the one table iterated */
	struct memblock_pos gap;    /* of reserved: the gap below the region at this position */
	bool started;
};

/* Maps the areas of a memblock (zero-initialised by the caller) and resets it. */
void memblock_create(struct memblock *mb);
void memblock_destroy(struct memblock *mb);

/* Back to power-off: both tables empty, kernel_end 0, movable_node_config false, the rules those of
 * 4.9. Costs nothing that grows with the tables. */
void memblock_reset(struct memblock *mb);

/* Right after memblock_reset: INIT_MEMBLOCK_REGIONS of another configuration than 128. */
void memblock_set_init_regions(struct memblock *mb, uint64_t nr);

/* Right after memblock_reset: the rules of another release. */
void memblock_set_release(struct memblock *mb, const struct kernel_release *release);

/* Right after memblock_reset: addresses of 32 bits, pages of 1 << page_shift bytes, no nodes. */
void memblock_set_arm(struct memblock *mb, unsigned int page_shift);

/* PFN_UP and PFN_DOWN with the pages and the addresses of mb. */
static inline uint64_t memblock_pfn_up(const struct memblock *mb, uint64_t addr)
{
	return ((addr + (UINT64_C(1) << mb->page_shift) - 1) & mb->max_addr) >> mb->page_shift;
}

static inline uint64_t memblock_pfn_down(const struct memblock *mb, uint64_t addr)
{
	return addr >> mb->page_shift;
}

/* memblock_add, _add_node, _remove on memory; memblock_reserve, _free on reserved. */
int memblock_add(struct memblock *mb, uint64_t base, uint64_t size);
int memblock_add_node(struct memblock *mb, uint64_t base, uint64_t size, int nid);
int memblock_remove(struct memblock *mb, uint64_t base, uint64_t size);
int memblock_reserve(struct memblock *mb, uint64_t base, uint64_t size);
int memblock_free(struct memblock *mb, uint64_t base, uint64_t size);

/* memblock_set_node: type is &mb->memory or &mb->reserved. */
int memblock_set_node(struct memblock *mb, uint64_t base, uint64_t size, struct memblock_type *type,
		      int nid);

/* memblock_mark_*, memblock_clear_hotplug: flags of memory. */
int memblock_mark_hotplug(struct memblock *mb, uint64_t base, uint64_t size);
int memblock_clear_hotplug(struct memblock *mb, uint64_t base, uint64_t size);
int memblock_mark_mirror(struct memblock *mb, uint64_t base, uint64_t size);
int memblock_mark_nomap(struct memblock *mb, uint64_t base, uint64_t size);

/* memblock_trim_memory: align is a power of two. May set MEMBLOCK_TRIM_WRAPPED. */
void memblock_trim_memory(struct memblock *mb, uint64_t align);

/* memblock_enforce_memory_limit: limit is a number of bytes of memory, 0 does nothing. */
void memblock_enforce_memory_limit(struct memblock *mb, uint64_t limit);

void memblock_set_bottom_up(struct memblock *mb, bool enable);
void memblock_set_current_limit(struct memblock *mb, uint64_t limit);
void memblock_allow_resize(struct memblock *mb);

/* memblock_find_in_range_node: lowest or highest (as bottom_up says) free address in [start, end)
 * with room for size bytes; align is a power of two, end 0 is current_limit. 0: none. */
uint64_t memblock_find_in_range_node(struct memblock *mb, uint64_t size, uint64_t align,
				     uint64_t start, uint64_t end, int nid, uint32_t flags);

/* memblock_find_in_range: any node, mirrored memory first if there is any. */
uint64_t memblock_find_in_range(struct memblock *mb, uint64_t start, uint64_t end, uint64_t size,
				uint64_t align);

/* memblock_virt_alloc_try_nid_nopanic: address of size bytes reserved, or 0. max 0 is
 * current_limit. */
uint64_t memblock_virt_alloc_try_nid_nopanic(struct memblock *mb, uint64_t size, uint64_t align,
					     uint64_t min, uint64_t max, int nid);

/* Queries, under the kernel's names. */
bool memblock_is_memory(const struct memblock *mb, uint64_t addr);
bool memblock_is_reserved(const struct memblock *mb, uint64_t addr);
bool memblock_is_map_memory(const struct memblock *mb, uint64_t addr);
bool memblock_is_region_memory(const struct memblock *mb, uint64_t base, uint64_t size);
bool memblock_is_region_reserved(const struct memblock *mb, uint64_t base, uint64_t size);
bool memblock_overlaps_region(const struct memblock_type *type, uint64_t base, uint64_t size);
uint64_t memblock_start_of_dram(const struct memblock *mb);
uint64_t memblock_end_of_dram(const struct memblock *mb);

/* memblock_mem_size: bytes of whole pages of memory below limit_pfn, as the kernel counts them. */
uint64_t memblock_mem_size(const struct memblock *mb, uint64_t limit_pfn);

/* memblock_reserved_memory_within: whole sizes of the reserved regions that touch
 * [start, end], end included. */
uint64_t memblock_reserved_memory_within(const struct memblock *mb, uint64_t start, uint64_t end);

/* memblock_search_pfn_nid: nid of the memory region that holds the first byte of pfn, its pfns
 * [*start_pfn, *end_pfn) both rounded down; -1 if there is none, and nothing is stored. */
int memblock_search_pfn_nid(const struct memblock *mb, uint64_t pfn, uint64_t *start_pfn,
			    uint64_t *end_pfn);

/*
 * Iterators: each call gives the next item, false at the end.
 */

/* for_each_memblock_type: every region, the dummy of an empty table too, if it counts. */
bool memblock_next_region(const struct memblock_type *type, struct memblock_cursor *cursor,
			  struct memblock_region *region);

/* for_each_free_mem_range and _reverse: bytes [*start, *end) of memory that are not reserved, cut
 * at the borders of regions; an empty range where two reserved regions touch within one of
 * memory. nid: NUMA_NO_NODE for any. flags: MEMBLOCK_NONE leaves out NOMAP memory,
 * MEMBLOCK_MIRROR takes mirrored memory only. */
bool memblock_next_free_range(const struct memblock *mb, struct memblock_cursor *cursor, int nid,
			      uint32_t flags, uint64_t *start, uint64_t *end);
bool memblock_prev_free_range(const struct memblock *mb, struct memblock_cursor *cursor, int nid,
			      uint32_t flags, uint64_t *start, uint64_t *end);

/* for_each_reserved_mem_region: *last is inclusive; the dummy gives [0, 2^64 - 1] (of
 * 32 bits: 2^32 - 1). */
bool memblock_next_reserved_range(const struct memblock *mb, struct memblock_cursor *cursor,
				  uint64_t *start, uint64_t *last);

/* for_each_mem_pfn_range: whole pages [*start_pfn, *end_pfn) of each memory region that has any,
 * whatever its flags. nid: MAX_NUMNODES for any. out_nid may be NULL. */
bool memblock_next_mem_pfn_range(const struct memblock *mb, struct memblock_cursor *cursor, int nid,
				 uint64_t *start_pfn, uint64_t *end_pfn, int *out_nid);

#endif
