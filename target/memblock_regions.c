/* See memblock_regions.h. */
#include "memblock_regions.h"

#include "area.h"

#include <string.h>

enum {
	FULL = MEMBLOCK_LEAF_REGIONS,
	/* Leaves are joined when they fill one to three quarters, not before: an insertion right
	 * after does not split it again. */
	JOINED = FULL * 3 / 4,
};

#define LEAVES_SIZE (sizeof(struct memblock_leaf) * MEMBLOCK_MAX_LEAVES)
#define SLOTS_SIZE  (sizeof(struct memblock_slot) * MEMBLOCK_MAX_LEAVES)

void regions_create(struct memblock_type *type)
{
	type->slots = area_map(SLOTS_SIZE);
	type->leaves = area_map(LEAVES_SIZE);
}

void regions_destroy(struct memblock_type *type)
{
	area_unmap(type->slots, SLOTS_SIZE);
	area_unmap(type->leaves, LEAVES_SIZE);
}

static struct memblock_region *leaf_of(const struct memblock_type *type, uint32_t slot)
{
	return type->leaves[type->slots[slot].leaf].regions;
}

void regions_reset(struct memblock_type *type, struct memblock_region region)
{
	type->nr_slots = 1;
	type->nr_leaves = 1;
	type->slots[0] = (struct memblock_slot){.first_base = region.base, .nr = 1};
	leaf_of(type, 0)[0] = region;
	type->cnt = 1;
}

/* Both searches halve what is left without branching on the outcome, which is a toss-up. */

/* The last leaf that starts at or below addr, or the first leaf. */
static uint32_t find_slot(const struct memblock_type *type, uint64_t addr)
{
	uint32_t slot = 0;

	for (uint32_t nr = type->nr_slots; nr > 1;) {
		uint32_t half = nr / 2;

		slot += half * (type->slots[slot + half].first_base <= addr);
		nr -= half;
	}
	return slot;
}

struct memblock_pos regions_first_above(const struct memblock_type *type, uint64_t addr)
{
	struct memblock_pos pos = {find_slot(type, addr), 0};
	const struct memblock_region *regions = leaf_of(type, pos.slot);

	for (uint32_t nr = type->slots[pos.slot].nr; nr > 1;) {
		uint32_t half = nr / 2;

		pos.index += half * (regions[pos.index + half].base <= addr);
		nr -= half;
	}
	/* This is the last region that starts at or below addr, or the first of all. */
	if (regions[pos.index].base + regions[pos.index].size <= addr)
		pos = regions_next(type, pos);
	return pos;
}

/* Opens an empty slot with a leaf of its own. */
static void open_slot(struct memblock_type *type, uint32_t slot)
{
	struct memblock_slot *slots = type->slots;
	uint32_t nr = type->nr_slots;
	uint32_t leaf = nr < type->nr_leaves ? slots[nr].leaf : type->nr_leaves++;

	memmove(&slots[slot + 1], &slots[slot], (nr - slot) * sizeof(*slots));
	slots[slot] = (struct memblock_slot){.leaf = leaf};
	type->nr_slots++;
}

/* Takes a slot out; its leaf is kept for reuse behind the last slot. */
static void close_slot(struct memblock_type *type, uint32_t slot)
{
	struct memblock_slot *slots = type->slots;
	uint32_t leaf = slots[slot].leaf;

	type->nr_slots--;
	memmove(&slots[slot], &slots[slot + 1], (type->nr_slots - slot) * sizeof(*slots));
	slots[type->nr_slots].leaf = leaf;
}

/* Makes room in the full leaf of pos; returns where pos is afterwards. */
static struct memblock_pos split_leaf(struct memblock_type *type, struct memblock_pos pos)
{
	/* Regions that come in ascending order fill leaf after leaf. */
	uint32_t keep = pos.index == FULL ? FULL : FULL / 2;
	struct memblock_slot *low, *high;

	open_slot(type, pos.slot + 1);
	low = &type->slots[pos.slot];
	high = low + 1;
	high->nr = FULL - keep;
	low->nr = keep;
	memcpy(leaf_of(type, pos.slot + 1), leaf_of(type, pos.slot) + keep,
	       high->nr * sizeof(struct memblock_region));
	high->first_base = leaf_of(type, pos.slot + 1)[0].base;
	if (pos.index > keep || keep == FULL)
		pos = (struct memblock_pos){pos.slot + 1, pos.index - keep};
	return pos;
}

struct memblock_pos regions_insert(struct memblock_type *type, struct memblock_pos pos,
				   struct memblock_region region)
{
	struct memblock_region *at;
	struct memblock_slot *slot;

	if (type->slots[pos.slot].nr == FULL)
		pos = split_leaf(type, pos);
	slot = &type->slots[pos.slot];
	at = regions_at(type, pos);
	memmove(at + 1, at, (slot->nr - pos.index) * sizeof(*at));
	*at = region;
	if (pos.index == 0)
		slot->first_base = region.base;
	slot->nr++;
	type->cnt++;
	return pos;
}

static void erase_in_leaf(struct memblock_type *type, uint32_t slot, uint32_t from, uint32_t to)
{
	struct memblock_region *regions = leaf_of(type, slot);
	uint32_t nr = type->slots[slot].nr;

	memmove(&regions[from], &regions[to], (nr - to) * sizeof(*regions));
	type->slots[slot].nr = nr - (to - from);
	type->slots[slot].first_base = regions[0].base;
	type->cnt -= to - from;
}

/* Joins a leaf with the next one if together they are small, or if either is empty. */
static void join_leaves(struct memblock_type *type, uint32_t slot)
{
	struct memblock_slot *low = &type->slots[slot], *high = low + 1;

	if (low->nr && high->nr && low->nr + high->nr > JOINED)
		return;
	if (low->nr == 0)
		low->first_base = high->first_base;
	memcpy(leaf_of(type, slot) + low->nr, leaf_of(type, slot + 1),
	       high->nr * sizeof(struct memblock_region));
	low->nr += high->nr;
	close_slot(type, slot + 1);
}

/* After an erasure from the leaf of slot, and perhaps from the one behind it. */
static void rebalance(struct memblock_type *type, uint32_t slot)
{
	if (slot + 2 < type->nr_slots)
		join_leaves(type, slot + 1);
	if (slot + 1 < type->nr_slots)
		join_leaves(type, slot);
	if (slot > 0)
		join_leaves(type, slot - 1);
}

struct memblock_pos regions_erase(struct memblock_type *type, struct memblock_pos from,
				  struct memblock_pos to)
{
	bool to_end = regions_is_end(type, to);
	uint64_t to_base = to_end ? 0 : regions_at(type, to)->base;

	if (from.slot == to.slot) {
		erase_in_leaf(type, from.slot, from.index, to.index);
	} else {
		erase_in_leaf(type, to.slot, 0, to.index);
		erase_in_leaf(type, from.slot, from.index, type->slots[from.slot].nr);
		for (uint32_t slot = to.slot - 1; slot > from.slot; slot--) {
			type->cnt -= type->slots[slot].nr;
			close_slot(type, slot);
		}
	}
	if (type->nr_slots == 1)
		return from;
	rebalance(type, from.slot);
	return to_end ? regions_end(type) : regions_first_above(type, to_base);
}

void regions_set_base(struct memblock_type *type, struct memblock_pos pos, uint64_t base)
{
	struct memblock_region *region = regions_at(type, pos);

	region->size -= base - region->base;
	region->base = base;
	if (pos.index == 0)
		type->slots[pos.slot].first_base = base;
}
