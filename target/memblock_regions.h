/*
 * The sorted regions of a memblock table: a B+ tree of height two. Internal to memblock.
 *
 * Regions are disjoint and ascending by base. A position names a region, or the end: that is the
 * index after the last region of the last leaf. Positions are good until the next insertion or
 * erasure. cnt is kept here, total_size is not.
 */
#ifndef MMINIT_TARGET_MEMBLOCK_REGIONS_H
#define MMINIT_TARGET_MEMBLOCK_REGIONS_H

#include "memblock.h"

/* Maps the areas, the table being zero-initialised. */
void regions_create(struct memblock_type *type);
void regions_destroy(struct memblock_type *type);

/* Makes `region` the only one. */
void regions_reset(struct memblock_type *type, struct memblock_region region);

/* The first region that ends after addr, or the end. */
struct memblock_pos regions_first_above(const struct memblock_type *type, uint64_t addr);

/* Inserts before pos; returns the position of the new region. */
struct memblock_pos regions_insert(struct memblock_type *type, struct memblock_pos pos,
				   struct memblock_region region);

/* Erases [from, to); returns the position of what `to` named. */
struct memblock_pos regions_erase(struct memblock_type *type, struct memblock_pos from,
				  struct memblock_pos to);

/* Moves the base of a region, its end and the order of the table staying as they are. */
void regions_set_base(struct memblock_type *type, struct memblock_pos pos, uint64_t base);

static inline struct memblock_region *regions_at(const struct memblock_type *type,
						 struct memblock_pos pos)
{
	return &type->leaves[type->slots[pos.slot].leaf].regions[pos.index];
}

static inline bool regions_same(struct memblock_pos a, struct memblock_pos b)
{
	return a.slot == b.slot && a.index == b.index;
}

static inline struct memblock_pos regions_first(void)
{
	return (struct memblock_pos){0, 0};
}

static inline struct memblock_pos regions_end(const struct memblock_type *type)
{
	uint32_t slot = type->nr_slots - 1;

	return (struct memblock_pos){slot, type->slots[slot].nr};
}

static inline bool regions_is_end(const struct memblock_type *type, struct memblock_pos pos)
{
	return pos.index == type->slots[pos.slot].nr;
}

static inline bool regions_is_first(struct memblock_pos pos)
{
	return pos.slot == 0 && pos.index == 0;
}

static inline struct memblock_pos regions_next(const struct memblock_type *type,
					       struct memblock_pos pos)
{
	pos.index++;
	if (pos.index == type->slots[pos.slot].nr && pos.slot + 1 < type->nr_slots)
		pos = (struct memblock_pos){pos.slot + 1, 0};
	return pos;
}

/* pos is not the first. */
static inline struct memblock_pos regions_prev(const struct memblock_type *type,
					       struct memblock_pos pos)
{
	if (pos.index == 0) {
		pos.slot--;
		pos.index = type->slots[pos.slot].nr;
	}
	pos.index--;
	return pos;
}

#endif
