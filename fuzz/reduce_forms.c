/* See reduce_forms.h. */
#include "reduce_forms.h"

#include <string.h>

#include "reduce_parts.h"

/* Makes room for nr operations in place of operation `index`. */
static bool replace_op(struct scenario *s, uint32_t index, uint32_t nr)
{
	if (s->nr_ops - 1 + nr > SC_MAX_OPS)
		return false;
	memmove(&s->ops[index + nr], &s->ops[index + 1],
		(s->nr_ops - index - 1) * sizeof(s->ops[0]));
	s->nr_ops = s->nr_ops - 1 + nr;
	return true;
}

/* The first operation of a kind, nr_ops if there is none. */
static uint32_t find_op(const struct scenario *s, enum sc_op_kind kind)
{
	uint32_t i = 0;

	while (i < s->nr_ops && s->ops[i].kind != kind)
		i++;
	return i;
}

/* What is made of the tables, and of them alone, goes with them. */
static void drop_firmware(struct scenario *s)
{
	s->nr_e820 = s->nr_e820_ext = s->nr_e820_ops = 0;
	s->ext_mem_k = s->alt_mem_k = 0;
	parts_drop_ops(s, SC_OP_FILL);
}

static uint32_t add_usable(struct sc_op *ops, const struct sc_e820_entry *entries, uint32_t nr)
{
	uint32_t usable = 0;

	for (uint32_t i = 0; i < nr; i++)
		if (entries[i].type == 1)
			ops[usable++] = (struct sc_op){.kind = SC_OP_ADD,
						       .range = {entries[i].addr, entries[i].size}};
	return usable;
}

static uint32_t nr_usable(const struct sc_e820_entry *entries, uint32_t nr)
{
	uint32_t usable = 0;

	for (uint32_t i = 0; i < nr; i++)
		usable += entries[i].type == 1;
	return usable;
}

static bool memory_for_firmware(struct scenario *s)
{
	uint32_t at = find_op(s, SC_OP_FILL);
	uint32_t usable = nr_usable(s->e820, s->nr_e820) + nr_usable(s->e820_ext, s->nr_e820_ext);

	if (at == s->nr_ops || !replace_op(s, at, usable))
		return false;
	at += add_usable(&s->ops[at], s->e820, s->nr_e820);
	add_usable(&s->ops[at], s->e820_ext, s->nr_e820_ext);
	drop_firmware(s);
	return true;
}

/* Each entry of the SRAT becomes an operation of this kind. */
static bool operations_for_srat(struct scenario *s, enum sc_op_kind kind)
{
	uint32_t at = find_op(s, SC_OP_NUMA);

	if (at == s->nr_ops || !replace_op(s, at, s->nr_srat))
		return false;
	for (uint32_t i = 0; i < s->nr_srat; i++)
		s->ops[at + i] = (struct sc_op){
		    .kind = kind, .nid = (int32_t)s->srat[i].nid, .range = s->srat[i].range};
	s->nr_srat = 0;
	return true;
}

bool scenario_take_form(struct scenario *s, enum scenario_form form)
{
	switch (form) {
	case FORM_NODES_OF_MEMORY:
		parts_drop_ops(s, SC_OP_ADD);
		drop_firmware(s);
		return operations_for_srat(s, SC_OP_ADD_NODE);
	case FORM_MEMORY:
		return memory_for_firmware(s);
	default:
		return operations_for_srat(s, SC_OP_SET_NODE_MEMORY);
	}
}
