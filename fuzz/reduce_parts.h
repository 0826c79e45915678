/* What a scenario consists of, as tables, and what can be done to any of it. For who reduces or
 * mutates a scenario. */
#ifndef MMINIT_FUZZ_REDUCE_PARTS_H
#define MMINIT_FUZZ_REDUCE_PARTS_H

#include <stddef.h>

#include "scenario.h"

enum part_field_kind {
	FIELD_RANGE, /* two uint64_t: start or addr, and size */
	FIELD_U64,
	FIELD_U32,
	FIELD_TYPE, /* uint32_t, an e820 type: usable and reserved are the simple ones */
	FIELD_NODE, /* 32 bits, signed or not: 0 is the simple one */
	FIELD_FLAG, /* bool */
};

struct part_field {
	size_t offset; /* within an item; within the scenario for part_numbers */
	enum part_field_kind kind;
};

/* An array of the scenario with its count. */
struct part_list {
	size_t count_offset; /* uint32_t */
	size_t items_offset;
	size_t items_size; /* of all there is room for */
	size_t item_size;
	const struct part_field *fields;
	uint32_t nr_fields;
};

/* A member, or several in a row, that has a default. It counts as set while its first member, of
 * `flag_size` bytes, differs from that of an empty scenario. */
struct part_setting {
	size_t offset;
	size_t size;
	size_t flag_size;
};

/* Places in part_lists that are known by name: the first, in order, and the last. */
enum {
	PART_E820,
	PART_E820_EXT,
	PART_E820_OPS,
	PART_SETUP_DATA,
	PART_OPS,
	PART_SRAT,
	PART_LATE_OPS = 9
};

enum { NR_PART_LISTS = 10, NR_PART_SETTINGS = 35, NR_PART_NUMBERS = 11 };
extern const struct part_list part_lists[NR_PART_LISTS];
extern const struct part_setting part_settings[NR_PART_SETTINGS];
extern const struct part_field part_numbers[NR_PART_NUMBERS]; /* outside of lists */

/* The items of a scenario are numbered: those of each list, then the settings, then the words of
 * the command line. */
uint32_t parts_count(const struct scenario *s);

/* The number of the first item of each list, of the settings, of the words, and the end. */
enum { NR_PART_GROUPS = NR_PART_LISTS + 2 };
void parts_groups(const struct scenario *s, uint32_t first[NR_PART_GROUPS + 1]);

/* Drops each item whose byte of `dropped` is set, and what makes no sense without it: the free of
 * an allocation, NUMA without SRAT entries. */
void parts_drop(struct scenario *s, const unsigned char *dropped);

/* Drops all operations of a kind. */
void parts_drop_ops(struct scenario *s, enum sc_op_kind kind);

/* How many of these there are, settings only if they are set. */
uint32_t parts_present(const struct scenario *s);

/* How much there is to read: an item weighs more than any number, a long number more than a round
 * one. Reducing only ever goes down. */
uint64_t parts_cost(const struct scenario *s);
uint64_t number_cost(uint64_t value);

static inline uint32_t part_list_count(const struct scenario *s, const struct part_list *list)
{
	return *(const uint32_t *)((const char *)s + list->count_offset);
}

static inline char *part_item(struct scenario *s, const struct part_list *list, uint32_t index)
{
	return (char *)s + list->items_offset + index * list->item_size;
}

/* Calls visit(context, field, address of the field) for every field of s. */
void parts_each_field(struct scenario *s,
		      void (*visit)(void *context, const struct part_field *field, char *at),
		      void *context);

#endif
