/* The tables of what a scenario consists of. */
#include "reduce.h"
#include "reduce_parts.h"

#include <ctype.h>
#include <string.h>

#define FIELD(type, member, kind)                           \
	{                                                   \
		offsetof(struct type, member), FIELD_##kind \
	}

static const struct part_field e820_fields[] = {
    FIELD(sc_e820_entry, addr, RANGE),
    FIELD(sc_e820_entry, type, TYPE),
};
static const struct part_field e820_op_fields[] = {
    FIELD(sc_e820_op, range, RANGE),
    FIELD(sc_e820_op, type, TYPE),
    FIELD(sc_e820_op, new_type, TYPE),
    FIELD(sc_e820_op, checktype, FLAG),
};
static const struct part_field range_fields[] = {{0, FIELD_RANGE}};
static const struct part_field op_fields[] = {
    FIELD(sc_op, range, RANGE),
    FIELD(sc_op, limit, U64),
    FIELD(sc_op, align, U64),
    FIELD(sc_op, nid, NODE),
};
static const struct part_field srat_fields[] = {
    FIELD(sc_srat, range, RANGE),  FIELD(sc_srat, nid, NODE),          FIELD(sc_srat, pxm, NODE),
    FIELD(sc_srat, hotplug, FLAG), FIELD(sc_srat, non_volatile, FLAG),
};
static const struct part_field early_vm_fields[] = {
    {offsetof(struct sc_early_vm, addr), FIELD_RANGE}, /* and size */
    FIELD(sc_early_vm, flags, U64),
};
static const struct part_field user_map_fields[] = {
    {offsetof(struct sc_user_map, start), FIELD_RANGE}, /* and size */
    FIELD(sc_user_map, prot, U32),
};
static const struct part_field bootmem_fields[] = {
    FIELD(sc_bootmem_info, id, U32),
    FIELD(sc_bootmem_info, range, RANGE),
};
/* `operation` is an index: it follows what it points to and is no number to be made round. */
static const struct part_field late_op_fields[] = {
    FIELD(sc_late_op, range, RANGE),     FIELD(sc_late_op, order, U32),
    FIELD(sc_late_op, zone, U32),        FIELD(sc_late_op, nid, NODE),
    FIELD(sc_late_op, migratetype, U32), FIELD(sc_late_op, bytes, U64),
};

#define NR(array) (sizeof(array) / sizeof((array)[0]))
#define LIST(name, its_fields)                                                                     \
	{                                                                                          \
		offsetof(struct scenario, nr_##name), offsetof(struct scenario, name),             \
		    sizeof(((struct scenario *)0)->name), sizeof(((struct scenario *)0)->name[0]), \
		    its_fields, NR(its_fields)                                                     \
	}

/* In the order of their place in struct scenario. */
const struct part_list part_lists[NR_PART_LISTS] = {
    LIST(e820, e820_fields),
    LIST(e820_ext, e820_fields),
    LIST(e820_ops, e820_op_fields),
    LIST(setup_data, range_fields),
    LIST(ops, op_fields),
    LIST(srat, srat_fields),
    LIST(early_vm, early_vm_fields),
    LIST(user_maps, user_map_fields),
    LIST(bootmem_info, bootmem_fields),
    LIST(late_ops, late_op_fields),
};

#define SIZE(member) sizeof(((struct scenario *)0)->member)
#define SETTING(first, last)                                       \
	{                                                          \
		offsetof(struct scenario, first),                  \
		    offsetof(struct scenario, last) + SIZE(last) - \
			offsetof(struct scenario, first),          \
		    SIZE(first)                                    \
	}

const struct part_setting part_settings[NR_PART_SETTINGS] = {
    SETTING(release, release),
    SETTING(memblock_regions, memblock_regions),
    SETTING(config.efi, config.efi),
    SETTING(config.movable_node, config.movable_node),
    SETTING(config.nodes_span_other_nodes, config.nodes_span_other_nodes),
    SETTING(config.memory_hotplug, config.memory_hotplug),
    SETTING(config.have_bootmem_info_node, config.have_bootmem_info_node),
    SETTING(config.page_extension, config.page_extension),
    SETTING(config.deferred_init, config.deferred_init),
    SETTING(config.slub_cpu_partial, config.slub_cpu_partial),
    SETTING(config.page_table_isolation, config.page_table_isolation),
    SETTING(ext_mem_k, ext_mem_k),
    SETTING(alt_mem_k, alt_mem_k),
    SETTING(has_kernel, kernel),
    SETTING(has_initrd, initrd),
    SETTING(has_bda, bda_kib),
    SETTING(nr_cpus, nr_cpus),
    SETTING(cpu, cpu),
    SETTING(percpu, percpu),
    SETTING(sizeof_struct[SC_SIZEOF_KMEM_CACHE], sizeof_struct[SC_SIZEOF_KMEM_CACHE]),
    SETTING(sizeof_struct[SC_SIZEOF_KMEM_CACHE_NODE], sizeof_struct[SC_SIZEOF_KMEM_CACHE_NODE]),
    SETTING(sizeof_struct[SC_SIZEOF_VMAP_AREA], sizeof_struct[SC_SIZEOF_VMAP_AREA]),
    SETTING(sizeof_struct[SC_SIZEOF_VM_STRUCT], sizeof_struct[SC_SIZEOF_VM_STRUCT]),
    SETTING(sizeof_struct[SC_SIZEOF_PAGE_EXT], sizeof_struct[SC_SIZEOF_PAGE_EXT]),
    SETTING(sizeof_struct[SC_SIZEOF_PAGE], sizeof_struct[SC_SIZEOF_PAGE]),
    SETTING(sizeof_struct[SC_SIZEOF_SPINLOCK], sizeof_struct[SC_SIZEOF_SPINLOCK]),
    SETTING(slub_min_objects, slub_min_objects),
    SETTING(slub_max_order, slub_max_order),
    SETTING(slub_min_order, slub_min_order),
    SETTING(image, image),
    SETTING(arm.has_lowmem_limit, arm.lowmem_limit),
    SETTING(arm.phys_offset, arm.phys_offset),
    SETTING(arm.has_dma_zone, arm.dma_zone_size),
    SETTING(arm.page_shift, arm.page_shift),
    SETTING(arm.has_mem_map, arm.mem_map),
};

const struct part_field part_numbers[NR_PART_NUMBERS] = {
    FIELD(scenario, ext_mem_k, U32),        FIELD(scenario, alt_mem_k, U32),
    FIELD(scenario, kernel, RANGE),         FIELD(scenario, initrd, RANGE),
    FIELD(scenario, bda_ebda_segment, U32), FIELD(scenario, bda_kib, U32),
    FIELD(scenario, nr_cpus, U32),          FIELD(scenario, slub_min_objects, U32),
    FIELD(scenario, arm.lowmem_limit, U32), FIELD(scenario, arm.phys_offset, U32),
    FIELD(scenario, arm.mem_map, U32),
};

enum { ITEM_SHIFT = 40 }; /* an item weighs more than all numbers together */

static const struct scenario *empty_scenario(void)
{
	static struct scenario empty;
	static bool cleared;

	if (!cleared)
		scenario_clear(&empty);
	cleared = true;
	return &empty;
}

static bool is_set(const struct scenario *s, const struct part_setting *setting)
{
	return memcmp((const char *)s + setting->offset,
		      (const char *)empty_scenario() + setting->offset, setting->flag_size) != 0;
}

static bool is_space(char c)
{
	return isspace((unsigned char)c);
}

/* The next word of a command line at or after *at: its start, *at is left behind its end. */
static const char *next_word(const char **at)
{
	const char *start = *at;

	while (is_space(*start))
		start++;
	*at = start;
	while (**at && !is_space(**at))
		(*at)++;
	return *start ? start : NULL;
}

static uint32_t nr_words(const struct scenario *s)
{
	const char *at = s->cmdline;
	uint32_t nr = 0;

	while (next_word(&at))
		nr++;
	return nr;
}

void parts_groups(const struct scenario *s, uint32_t first[NR_PART_GROUPS + 1])
{
	uint32_t at = 0;

	for (int i = 0; i < NR_PART_LISTS; i++) {
		first[i] = at;
		at += part_list_count(s, &part_lists[i]);
	}
	first[NR_PART_LISTS] = at;
	first[NR_PART_LISTS + 1] = at + NR_PART_SETTINGS;
	first[NR_PART_GROUPS] = at + NR_PART_SETTINGS + nr_words(s);
}

uint32_t parts_count(const struct scenario *s)
{
	uint32_t first[NR_PART_GROUPS + 1];

	parts_groups(s, first);
	return first[NR_PART_GROUPS];
}

/* Frees point to allocations by their index: those of a dropped one go, the others follow. Returns
 * the new number of operations. */
static uint32_t drop_late_ops(struct scenario *s, const unsigned char *dropped)
{
	static uint32_t moved_to[SC_MAX_LATE_OPS];
	uint32_t nr = 0;

	for (uint32_t i = 0; i < s->nr_late_ops; i++) {
		struct sc_late_op op = s->late_ops[i];

		moved_to[i] = UINT32_MAX;
		if (dropped[i])
			continue;
		if (op.kind == SC_LATE_FREE) {
			op.operation = moved_to[op.operation];
			if (op.operation == UINT32_MAX)
				continue;
		}
		moved_to[i] = nr;
		s->late_ops[nr++] = op;
	}
	return nr;
}

static uint32_t drop_items(struct scenario *s, const struct part_list *list,
			   const unsigned char *dropped)
{
	uint32_t count = part_list_count(s, list);
	uint32_t nr = 0;

	if (list->items_offset == offsetof(struct scenario, late_ops))
		return drop_late_ops(s, dropped);
	for (uint32_t i = 0; i < count; i++) {
		if (!dropped[i])
			memmove(part_item(s, list, nr++), part_item(s, list, i), list->item_size);
	}
	return nr;
}

static void drop_words(struct scenario *s, const unsigned char *dropped)
{
	char kept[SC_MAX_CMDLINE];
	const char *at = s->cmdline;
	const char *word;
	size_t len = 0;

	for (uint32_t i = 0; (word = next_word(&at)); i++) {
		if (dropped[i])
			continue;
		if (len)
			kept[len++] = ' ';
		memcpy(kept + len, word, (size_t)(at - word));
		len += (size_t)(at - word);
	}
	memcpy(s->cmdline, kept, len);
	s->cmdline[len] = '\0';
}

void parts_drop_ops(struct scenario *s, enum sc_op_kind kind)
{
	uint32_t nr = 0;

	for (uint32_t i = 0; i < s->nr_ops; i++)
		if (s->ops[i].kind != kind)
			s->ops[nr++] = s->ops[i];
	s->nr_ops = nr;
}

void parts_drop(struct scenario *s, const unsigned char *dropped)
{
	uint32_t first[NR_PART_GROUPS + 1];

	parts_groups(s, first);
	for (int i = 0; i < NR_PART_LISTS; i++) {
		uint32_t nr = drop_items(s, &part_lists[i], dropped + first[i]);

		memcpy((char *)s + part_lists[i].count_offset, &nr, sizeof(nr));
	}
	for (int i = 0; i < NR_PART_SETTINGS; i++) {
		const struct part_setting *setting = &part_settings[i];

		if (dropped[first[NR_PART_LISTS] + (uint32_t)i])
			memcpy((char *)s + setting->offset,
			       (const char *)empty_scenario() + setting->offset, setting->size);
	}
	if (memchr(dropped + first[NR_PART_LISTS + 1], 1,
		   first[NR_PART_GROUPS] - first[NR_PART_LISTS + 1]))
		drop_words(s, dropped + first[NR_PART_LISTS + 1]);
	if (!s->nr_srat)
		parts_drop_ops(s, SC_OP_NUMA);
}

void scenario_copy(struct scenario *to, const struct scenario *from)
{
	size_t done = 0;

	for (int i = 0; i < NR_PART_LISTS; i++) {
		const struct part_list *list = &part_lists[i];
		size_t used = part_list_count(from, list) * list->item_size;

		memcpy((char *)to + done, (const char *)from + done,
		       list->items_offset + used - done);
		done = list->items_offset + list->items_size;
	}
	memcpy((char *)to + done, (const char *)from + done, sizeof(*from) - done);
}

void parts_each_field(struct scenario *s,
		      void (*visit)(void *context, const struct part_field *field, char *at),
		      void *context)
{
	for (int i = 0; i < NR_PART_LISTS; i++) {
		const struct part_list *list = &part_lists[i];

		for (uint32_t j = 0; j < part_list_count(s, list); j++)
			for (uint32_t f = 0; f < list->nr_fields; f++)
				visit(context, &list->fields[f],
				      part_item(s, list, j) + list->fields[f].offset);
	}
	for (int i = 0; i < NR_PART_NUMBERS; i++)
		visit(context, &part_numbers[i], (char *)s + part_numbers[i].offset);
}

/* Hexadecimal digits in front of the trailing zeros weigh most, and less than a whole page weighs
 * more than one of them; then the length. */
uint64_t number_cost(uint64_t value)
{
	uint64_t cost = 0;

	if (!value)
		return 0;
	for (uint64_t v = value; v; v >>= 4)
		cost++;
	if (value & 0xfff)
		cost += 40;
	while (!(value & 15))
		value >>= 4;
	for (; value; value >>= 4)
		cost += 32;
	return cost;
}

/* A range is read as its first and last byte. One that ends at 2^64 or wraps is odd. */
static uint64_t range_cost(uint64_t start, uint64_t size)
{
	uint64_t end = start + size;

	return number_cost(start) + number_cost(end) + number_cost(size) / 2 +
	       (end < start || (end == 0 && size) ? 200 : 0);
}

static void add_field_cost(void *context, const struct part_field *field, char *at)
{
	uint64_t *cost = context;
	uint64_t range[2] = {0, 0};
	uint32_t word = 0;

	switch (field->kind) {
	case FIELD_RANGE:
		memcpy(range, at, sizeof(range));
		*cost += range_cost(range[0], range[1]);
		break;
	case FIELD_U64:
		memcpy(range, at, sizeof(range[0]));
		*cost += number_cost(range[0]);
		break;
	case FIELD_FLAG:
		*cost += *at != 0;
		break;
	case FIELD_TYPE:
		memcpy(&word, at, sizeof(word));
		*cost += word <= 2 ? word : 3 + number_cost(word);
		break;
	default:
		memcpy(&word, at, sizeof(word));
		*cost += number_cost(word);
	}
}

/* Every character of the command line counts, digits other than 0 twice. */
static uint64_t cmdline_cost(const struct scenario *s)
{
	uint64_t cost = 0;

	for (const char *c = s->cmdline; *c; c++)
		cost += isxdigit((unsigned char)*c) && *c != '0' ? 2 : 1;
	return cost;
}

static uint32_t first_fill(const struct scenario *s)
{
	for (uint32_t i = 0; i < s->nr_ops; i++)
		if (s->ops[i].kind == SC_OP_FILL)
			return i;
	return 0;
}

uint32_t parts_present(const struct scenario *s)
{
	uint32_t nr = nr_words(s);

	for (int i = 0; i < NR_PART_LISTS; i++)
		nr += part_list_count(s, &part_lists[i]);
	for (int i = 0; i < NR_PART_SETTINGS; i++)
		nr += is_set(s, &part_settings[i]);
	return nr;
}

uint64_t parts_cost(const struct scenario *s)
{
	uint64_t cost = ((uint64_t)parts_present(s) << ITEM_SHIFT) + cmdline_cost(s) +
			first_fill(s) + s->memblock_regions;

	if (s->geometry != SC_TINY)
		cost += 1ull << (ITEM_SHIFT - 1);
	/* Nothing is written through it. */
	parts_each_field((struct scenario *)(uintptr_t)s, add_field_cost, &cost);
	return cost;
}

uint32_t scenario_items(const struct scenario *s)
{
	return parts_present(s) - (s->nr_srat > 0) -
	       (s->nr_e820 && s->nr_ops && s->ops[0].kind == SC_OP_FILL);
}
