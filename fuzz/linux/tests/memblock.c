/*
 * Stands in for the tree's memblock.c in a copy of its tests: the functions that they call, each
 * done by target/. The tests look into `memblock` and set it back themselves, so that the tables go
 * there and back with each call.
 */
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/memory_hotplug.h>

#include "side.h"

#define INIT_REGIONS 128

static struct memblock_region memory_regions[INIT_REGIONS];
static struct memblock_region reserved_regions[INIT_REGIONS];

/* Up to 6.1 an empty table has a dummy region. */
#define EMPTY_CNT (LINUX_RELEASE < 612 ? 1 : 0)

struct memblock memblock = {
    .memory = {.cnt = EMPTY_CNT, .max = INIT_REGIONS, .regions = memory_regions, .name = "memory"},
    .reserved = {.cnt = EMPTY_CNT,
		 .max = INIT_REGIONS,
		 .regions = reserved_regions,
		 .name = "reserved"},
    .current_limit = MEMBLOCK_ALLOC_ANYWHERE,
};

unsigned long max_low_pfn, min_low_pfn, max_pfn;
unsigned long long max_possible_pfn;
bool mirrored_kernelcore;

static bool can_resize;
static struct side state;

static int node_of(const struct memblock_region *region)
{
#ifdef CONFIG_NUMA
	return region->nid;
#else
	(void)region;
	return SIDE_ANY_NODE;
#endif
}

static void set_node(struct memblock_region *region, int nid)
{
#ifdef CONFIG_NUMA
	region->nid = nid;
#else
	(void)region, (void)nid;
#endif
}

static void give(struct side_table *t, const struct memblock_type *type,
		 const struct memblock_region *initial)
{
	t->cnt = type->cnt;
	t->max = type->max;
	t->total_size = type->total_size;
	t->array = type->regions == initial ? 0 : (uintptr_t)type->regions;
	for (unsigned long i = 0; i < type->cnt; i++)
		t->regions[i] =
		    (struct side_region){type->regions[i].base, type->regions[i].size,
					 type->regions[i].flags, node_of(&type->regions[i])};
}

/* A table that has grown lies where the target has found room, in the tests' memory. */
static void take(struct memblock_type *type, const struct side_table *t,
		 struct memblock_region *initial)
{
	type->cnt = t->cnt;
	type->max = t->max;
	type->total_size = t->total_size;
	type->regions = t->array ? (struct memblock_region *)(uintptr_t)t->array : initial;
	for (unsigned long i = 0; i < t->max; i++) {
		const struct side_region *r = &t->regions[i];
		struct memblock_region *to = &type->regions[i];

		if (i >= t->cnt && i > 0) {
			memset(to, 0, sizeof(*to));
			continue;
		}
		to->base = t->cnt ? r->base : 0;
		to->size = t->cnt ? r->size : 0;
		to->flags = t->cnt ? r->flags : 0;
		set_node(to, t->cnt ? r->nid : SIDE_ANY_NODE);
	}
}

static void begin(void)
{
	give(&state.memory, &memblock.memory, memory_regions);
	give(&state.reserved, &memblock.reserved, reserved_regions);
	state.current_limit = memblock.current_limit;
	state.bottom_up = memblock.bottom_up;
	state.can_resize = can_resize;
	state.movable_node = movable_node_is_enabled();
	side_load(&state, LINUX_RELEASE);
}

static void end(void)
{
	side_store(&state);
	take(&memblock.memory, &state.memory, memory_regions);
	take(&memblock.reserved, &state.reserved, reserved_regions);
}

int memblock_add_node(phys_addr_t base, phys_addr_t size, int nid, enum memblock_flags flags)
{
	int status;

	begin();
	status = side_add(base, size, nid, flags);
	end();
	return status;
}

int memblock_add(phys_addr_t base, phys_addr_t size)
{
	return memblock_add_node(base, size, SIDE_ANY_NODE, MEMBLOCK_NONE);
}

/* A function of a range that returns a status. */
#define RANGE_FUNCTION(name, side)                   \
	int name(phys_addr_t base, phys_addr_t size) \
	{                                            \
		int status;                          \
                                                     \
		begin();                             \
		status = side(base, size);           \
		end();                               \
		return status;                       \
	}
RANGE_FUNCTION(memblock_reserve, side_reserve)
RANGE_FUNCTION(memblock_remove, side_remove)
RANGE_FUNCTION(memblock_phys_free, side_free)

void memblock_free(void *ptr, size_t size)
{
	if (ptr)
		memblock_phys_free((uintptr_t)ptr, size);
}

int memblock_set_node(phys_addr_t base, phys_addr_t size, struct memblock_type *type, int nid)
{
	int status;

	begin();
	status = side_set_node(type == &memblock.reserved, base, size, nid);
	end();
	return status;
}

void memblock_trim_memory(phys_addr_t align)
{
	begin();
	side_trim(align);
	end();
}

bool memblock_overlaps_region(struct memblock_type *type, phys_addr_t base, phys_addr_t size)
{
	begin();
	return side_overlaps(type == &memblock.reserved, base, size);
}

void memblock_allow_resize(void)
{
	can_resize = true;
}

static void *allocate(phys_addr_t size, phys_addr_t align, phys_addr_t min, phys_addr_t max,
		      int nid, bool exact)
{
	uint64_t address;

	begin();
	address = side_alloc(size, align, min, max, nid, exact);
	end();
	return (void *)(uintptr_t)address;
}

void *memblock_alloc_try_nid_raw(phys_addr_t size, phys_addr_t align, phys_addr_t min,
				 phys_addr_t max, int nid)
{
	return allocate(size, align, min, max, nid, false);
}

void *memblock_alloc_exact_nid_raw(phys_addr_t size, phys_addr_t align, phys_addr_t min,
				   phys_addr_t max, int nid)
{
	return allocate(size, align, min, max, nid, true);
}

void *memblock_alloc_try_nid(phys_addr_t size, phys_addr_t align, phys_addr_t min, phys_addr_t max,
			     int nid)
{
	void *ptr = allocate(size, align, min, max, nid, false);

	return ptr ? memset(ptr, 0, size) : NULL;
}

phys_addr_t memblock_start_of_DRAM(void)
{
	begin();
	return side_start_of_dram();
}

phys_addr_t memblock_end_of_DRAM(void)
{
	begin();
	return side_end_of_dram();
}
