/*
 * target/'s memblock as something that a kernel tree's tests can stand on: plain types, no header
 * of either. A call is side_load, one of the functions, side_store.
 */
#ifndef MMINIT_LINUX_TESTS_SIDE_H
#define MMINIT_LINUX_TESTS_SIDE_H

#include <stdbool.h>
#include <stdint.h>

struct side_region {
	uint64_t base;
	uint64_t size;
	uint32_t flags;
	int nid;
};

enum {
	SIDE_MAX_REGIONS = 4096,
	SIDE_ANY_NODE = 64, /* MAX_NUMNODES of target/ */
};

/* One of the two tables. */
struct side_table {
	uint64_t cnt;
	uint64_t max;
	uint64_t total_size;
	uint64_t array; /* where a table that has grown lies; 0: the static one */
	struct side_region regions[SIDE_MAX_REGIONS];
};

struct side {
	struct side_table memory;
	struct side_table reserved;
	uint64_t current_limit;
	bool bottom_up;
	bool can_resize;
	bool movable_node;
};

/* Release: 601 or 612. Ends the process without memory. */
void side_load(const struct side *s, int release);
void side_store(struct side *s);

int side_add(uint64_t base, uint64_t size, int nid, uint32_t flags);
int side_reserve(uint64_t base, uint64_t size);
int side_remove(uint64_t base, uint64_t size);
int side_free(uint64_t base, uint64_t size);
void side_trim(uint64_t align);
bool side_overlaps(bool reserved, uint64_t base, uint64_t size);
int side_set_node(bool reserved, uint64_t base, uint64_t size, int nid);

uint64_t side_start_of_dram(void);
uint64_t side_end_of_dram(void);

/* The address, or 0. exact: on that node or not at all. */
uint64_t side_alloc(uint64_t size, uint64_t align, uint64_t min, uint64_t max, int nid, bool exact);

#endif
