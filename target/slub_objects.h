/*
 * The free pointers of a slab: see struct slab_objects. Internal to slub.
 */
#ifndef MMINIT_TARGET_SLUB_OBJECTS_H
#define MMINIT_TARGET_SLUB_OBJECTS_H

#include "slub.h"

#include <stdbool.h>
#include <stdint.h>

static inline bool in_row(const struct slab_objects *objects, uint16_t object)
{
	return object >= objects->row_start && object < objects->row_end;
}

static inline uint32_t row_length(const struct slab_objects *objects)
{
	return (uint32_t)objects->row_end - objects->row_start;
}

/* First object of the row; NO_OBJECT if it is empty. */
static inline uint16_t row_head(const struct slab_objects *objects)
{
	if (objects->row_start == objects->row_end)
		return NO_OBJECT;
	return objects->row_descends ? (uint16_t)(objects->row_end - 1) : objects->row_start;
}

/* An object of the row that is taken or written is the first of it, for lists are walked from their
 * start. */
static inline void leave_row(struct slab_objects *objects, uint16_t object)
{
	if (!in_row(objects, object))
		return;
	if (objects->row_descends)
		objects->row_end--;
	else
		objects->row_start++;
}

/* get_freepointer */
static inline uint16_t next_object(const struct page *page, uint16_t object)
{
	const struct slab_objects *objects = page->freelist;

	if (!in_row(objects, object))
		return objects->next[object];
	if (objects->row_descends)
		return object > objects->row_start ? (uint16_t)(object - 1) : NO_OBJECT;
	return object + 1u < objects->row_end ? (uint16_t)(object + 1) : NO_OBJECT;
}

/* set_freepointer */
static inline void set_next_object(struct page *page, uint16_t object, uint16_t next)
{
	leave_row(page->freelist, object);
	page->freelist->next[object] = next;
}

#endif
