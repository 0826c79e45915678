/* The lists of a machine in one form, so that a change can be made in any of them alike. */
#include "mutate_internal.h"

#include <string.h>

#include "scenario_bytes.h"

enum { MAX_MUTATED = 1000 };

static const struct part_list *list_at(unsigned int list)
{
	return &part_lists[list];
}

static uint32_t *count(struct scenario *s, unsigned int list)
{
	return (uint32_t *)(void *)((char *)s + list_at(list)->count_offset);
}

/* Operations after boot name each other by their numbers. */
static bool has_order(unsigned int list)
{
	return list < NR_PART_LISTS && list != PART_LATE_OPS;
}

/* Long lists are slow, and say little that a thousand elements do not. */
static bool has_room(const struct scenario *s, unsigned int list)
{
	const struct part_list *l = list_at(list);
	size_t max = l->items_size / l->item_size;

	return list_length(s, list) < (max < MAX_MUTATED ? max : MAX_MUTATED);
}

uint32_t list_length(const struct scenario *s, unsigned int list)
{
	if (list == LIST_KERNEL)
		return s->has_kernel;
	if (list == LIST_INITRD)
		return s->has_initrd;
	return part_list_count(s, list_at(list));
}

uint32_t nr_elements(const struct scenario *s)
{
	uint32_t total = 0;

	for (unsigned int list = 0; list < NR_LISTS; list++)
		total += list_length(s, list);
	return total;
}

bool some_element(const struct scenario *s, struct random *r, struct element *e)
{
	uint64_t total = nr_elements(s), i;

	if (!total)
		return false;
	i = random_below(r, total);
	e->list = 0;
	while (i >= list_length(s, e->list)) {
		i -= list_length(s, e->list);
		e->list++;
	}
	e->index = (uint32_t)i;
	return true;
}

/* Whether the kind of an element gives its range a meaning. */
static bool range_counts(const struct scenario *s, struct element e)
{
	switch (e.list) {
	case PART_E820_OPS:
		return s->e820_ops[e.index].kind != SC_E820_SANITIZE;
	case PART_OPS:
		return sc_op_fields(s->ops[e.index].kind) & SC_HAS_RANGE;
	case PART_LATE_OPS:
		return s->late_ops[e.index].kind == SC_LATE_FREE_LATE;
	default:
		return true;
	}
}

static bool field_range(const struct part_list *list, char *item, struct range_ref *range)
{
	for (uint32_t i = 0; i < list->nr_fields; i++) {
		uint64_t *at = (uint64_t *)(void *)(item + list->fields[i].offset);

		if (list->fields[i].kind == FIELD_RANGE) {
			*range = (struct range_ref){at, at + 1};
			return true;
		}
	}
	return false;
}

bool range_of(struct scenario *s, struct element e, struct range_ref *range)
{
	if (e.list == LIST_KERNEL)
		*range = (struct range_ref){&s->kernel.start, &s->kernel.size};
	else if (e.list == LIST_INITRD)
		*range = (struct range_ref){&s->initrd.start, &s->initrd.size};
	else
		return range_counts(s, e) &&
		       field_range(list_at(e.list), part_item(s, list_at(e.list), e.index), range);
	return true;
}

bool list_copy(struct scenario *s, unsigned int list, uint32_t index, uint32_t at)
{
	if (!has_order(list) || !has_room(s, list))
		return false;

	const struct part_list *l = list_at(list);

	memmove(part_item(s, l, at + 1), part_item(s, l, at),
		(*count(s, list) - at) * l->item_size);
	if (index >= at)
		index++;
	memcpy(part_item(s, l, at), part_item(s, l, index), l->item_size);
	++*count(s, list);
	return true;
}

bool list_remove(struct scenario *s, unsigned int list, uint32_t index)
{
	if (!has_order(list))
		return false;

	const struct part_list *l = list_at(list);

	--*count(s, list);
	memmove(part_item(s, l, index), part_item(s, l, index + 1),
		(*count(s, list) - index) * l->item_size);
	return true;
}

bool list_swap(struct scenario *s, unsigned int list, uint32_t a, uint32_t b)
{
	char kept[sizeof(struct sc_op)]; /* the largest item */

	if (!has_order(list))
		return false;

	const struct part_list *l = list_at(list);

	memcpy(kept, part_item(s, l, a), l->item_size);
	memmove(part_item(s, l, a), part_item(s, l, b), l->item_size);
	memcpy(part_item(s, l, b), kept, l->item_size);
	return true;
}

void list_append(struct scenario *a, const struct scenario *b, unsigned int list)
{
	const struct part_list *l = list_at(list);

	if (!has_order(list))
		return;
	for (uint32_t i = 0; i < list_length(b, list) && has_room(a, list); i++)
		memcpy(part_item(a, l, (*count(a, list))++),
		       (const char *)b + l->items_offset + i * l->item_size, l->item_size);
}

uint32_t lift_numa(struct scenario *s)
{
	uint32_t i = 0;
	uint32_t at = s->nr_ops;

	while (i < s->nr_ops) {
		if (s->ops[i].kind == SC_OP_NUMA) {
			list_remove(s, PART_OPS, i);
			at = i;
		} else {
			i++;
		}
	}
	return at;
}

/* The rules of what mm_init is told, for sizes that were changed. */
static void settle_mm(struct scenario *s)
{
	for (uint32_t i = 0; i < s->nr_user_maps; i++)
		s->user_maps[i].size %= SC_MAX_USER_MAP_SIZE + 1;
	for (uint32_t i = 0; i < s->nr_bootmem_info; i++)
		s->bootmem_info[i].range.size %= SC_MAX_BOOTMEM_SIZE + 1;
	while (!sc_user_maps_bounded(s))
		s->nr_user_maps--;
	if (s->geometry == SC_ARM_FLATMEM)
		s->config.deferred_init = false;
}

void settle(struct scenario *s, uint32_t numa_at)
{
	lift_numa(s);
	scenario_place(s, 0, numa_at < s->nr_ops ? numa_at : s->nr_ops);
	for (uint32_t i = 0; i < s->nr_late_ops; i++) {
		struct sc_late_op *op = &s->late_ops[i];

		if (op->kind == SC_LATE_ALLOC_PAGES)
			op->order %= sc_max_order(s->geometry);
	}
	settle_mm(s);
	scenario_limit(s);
}
