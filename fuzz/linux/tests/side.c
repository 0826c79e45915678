/* See side.h. The one file here that knows target/. */
#include "side.h"

#include <stdio.h>
#include <stdlib.h>

#include "../../../target/kernel_release.h"
#include "../../../target/memblock.h"

static struct memblock mb;
static bool created;

static void create(void)
{
	if (created)
		return;
	if (memblock_create(&mb)) {
		fprintf(stderr, "linux-tests: no memory\n");
		exit(2);
	}
	created = true;
}

/* Region by region, with room for all, so that nothing grows on the way. */
static void load_table(struct memblock_type *type, const struct side_table *t)
{
	bool reserved = type == &mb.reserved;

	type->max = 2 * SIDE_MAX_REGIONS;
	for (uint64_t i = 0; i < t->cnt; i++) {
		const struct side_region *r = &t->regions[i];

		if (!r->size)
			continue; /* the dummy */
		if (reserved)
			memblock_reserve(&mb, r->base, r->size);
		else
			memblock_add_node(&mb, r->base, r->size, r->nid);
		if (reserved && r->nid != MAX_NUMNODES)
			memblock_set_node(&mb, r->base, r->size, type, r->nid);
		if (r->flags & MEMBLOCK_HOTPLUG)
			memblock_mark_hotplug(&mb, r->base, r->size);
		if (r->flags & MEMBLOCK_NOMAP)
			memblock_mark_nomap(&mb, r->base, r->size);
	}
	type->max = t->max;
	type->total_size = t->total_size;
	type->array_addr = t->array;
}

void side_load(const struct side *s, int release)
{
	create();
	memblock_reset(&mb);
	memblock_set_release(&mb, &kernel_releases[release >= 612 ? KERNEL_6_12 : KERNEL_6_1]);
	mb.movable_node_config = true;
	load_table(&mb.memory, &s->memory);
	load_table(&mb.reserved, &s->reserved);
	mb.movable_node_enabled = s->movable_node;
	mb.current_limit = s->current_limit;
	mb.bottom_up = s->bottom_up;
	mb.can_resize = s->can_resize;
	mb.warnings = (struct memblock_warnings){0};
}

static void store_table(struct side_table *t, const struct memblock_type *type)
{
	struct memblock_cursor cursor = {0};
	struct memblock_region region;

	t->cnt = 0;
	while (memblock_next_region(type, &cursor, &region) && t->cnt < SIDE_MAX_REGIONS)
		t->regions[t->cnt++] =
		    (struct side_region){region.base, region.size, region.flags, region.nid};
	t->max = type->max;
	t->total_size = type->total_size;
	t->array = type->array_addr;
}

void side_store(struct side *s)
{
	if (mb.fault != MEMBLOCK_OK) {
		fprintf(stderr, "linux-tests: the kernel would have ended here\n");
		exit(1);
	}
	store_table(&s->memory, &mb.memory);
	store_table(&s->reserved, &mb.reserved);
	s->current_limit = mb.current_limit;
	s->bottom_up = mb.bottom_up;
}

int side_add(uint64_t base, uint64_t size, int nid, uint32_t flags)
{
	int status = memblock_add_node(&mb, base, size, nid);

	if (!status && (flags & MEMBLOCK_HOTPLUG))
		status = memblock_mark_hotplug(&mb, base, size);
	return status;
}

int side_reserve(uint64_t base, uint64_t size)
{
	return memblock_reserve(&mb, base, size);
}

int side_remove(uint64_t base, uint64_t size)
{
	return memblock_remove(&mb, base, size);
}

int side_free(uint64_t base, uint64_t size)
{
	return memblock_free(&mb, base, size);
}

void side_trim(uint64_t align)
{
	memblock_trim_memory(&mb, align);
}

bool side_overlaps(bool reserved, uint64_t base, uint64_t size)
{
	return memblock_overlaps_region(reserved ? &mb.reserved : &mb.memory, base, size);
}

int side_set_node(bool reserved, uint64_t base, uint64_t size, int nid)
{
	return memblock_set_node(&mb, base, size, reserved ? &mb.reserved : &mb.memory, nid);
}

uint64_t side_start_of_dram(void)
{
	return memblock_start_of_dram(&mb);
}

uint64_t side_end_of_dram(void)
{
	return memblock_end_of_dram(&mb);
}

/* The target has no allocator that insists on a node: its search, and its reservation. */
static uint64_t alloc_exact(uint64_t size, uint64_t align, uint64_t min, uint64_t max, int nid)
{
	uint64_t found;

	if (max > mb.current_limit)
		max = mb.current_limit;
	found = memblock_find_in_range_node(&mb, size, align, min, max, nid, MEMBLOCK_NONE);
	if (!found && min)
		found = memblock_find_in_range_node(&mb, size, align, 0, max, nid, MEMBLOCK_NONE);
	return found && !memblock_reserve(&mb, found, size) ? found : 0;
}

uint64_t side_alloc(uint64_t size, uint64_t align, uint64_t min, uint64_t max, int nid, bool exact)
{
	if (exact)
		return alloc_exact(size, align ? align : 64, min, max, nid);
	return memblock_virt_alloc_try_nid_nopanic(&mb, size, align, min, max, nid);
}
