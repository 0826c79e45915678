/* Changes of what an element of a machine is: its type, its kind, its parameters. */
#include "mutate_internal.h"

#include "scenario_bytes_format.h"

static uint32_t some_type(struct random *r)
{
	return type_codes[random_below(r, COUNT(type_codes))];
}

static void retype_e820_op(struct sc_e820_op *op, struct random *r)
{
	if (random_below(r, 2))
		op->kind = (enum sc_e820_op_kind)random_below(r, SC_NR_E820_OPS);
	else
		op->type = some_type(r);
	op->new_type = some_type(r);
	if (op->new_type == op->type) /* a BUG of the caller, which ends the boot */
		op->new_type = op->type == 1 ? 2 : 1;
	op->checktype = random_below(r, 2);
}

static int32_t some_nid(struct random *r)
{
	static const int32_t nids[] = {0, 0, 0, 1, 1, 1, 2, 3, 63, SC_MAX_NODES};

	return nids[random_below(r, COUNT(nids))];
}

static uint64_t some_align(struct random *r)
{
	static const uint64_t aligns[] = {1, 8, 64, PAGE, 2 * PAGE, 8 * PAGE, 2 * MIB, 128 * MIB};

	return aligns[random_below(r, COUNT(aligns))];
}

/* Another operation on the same range, or other parameters. */
static void retype_op(struct scenario *s, struct sc_op *op, struct random *r)
{
	static const enum sc_op_kind on_ranges[] = {
	    SC_OP_ADD,
	    SC_OP_ADD_NODE,
	    SC_OP_REMOVE,
	    SC_OP_RESERVE,
	    SC_OP_FREE,
	    SC_OP_SET_NODE_MEMORY,
	    SC_OP_SET_NODE_RESERVED,
	    SC_OP_MARK_HOTPLUG,
	    SC_OP_CLEAR_HOTPLUG,
	    SC_OP_MARK_MIRROR,
	    SC_OP_MARK_NOMAP,
	};
	unsigned int fields = sc_op_fields(op->kind);
	uint64_t address = 0;

	known_address(s, r, &address);
	if ((fields & SC_HAS_RANGE) && op->kind != SC_OP_ALLOC && random_below(r, 2))
		op->kind = on_ranges[random_below(r, COUNT(on_ranges))];
	op->nid = op->kind == SC_OP_ALLOC && random_below(r, 2) ? SC_NID_ANY : some_nid(r);
	if (fields & SC_HAS_ALIGN)
		op->align = some_align(r);
	if (op->kind == SC_OP_ALLOC || op->kind == SC_OP_ENFORCE_LIMIT ||
	    op->kind == SC_OP_CURRENT_LIMIT)
		op->limit = address + slack(r);
	if (op->kind == SC_OP_ALLOC && random_below(r, 2))
		op->limit = UINT64_MAX;
}

static void retype_late_op(const struct scenario *s, struct sc_late_op *op, struct random *r)
{
	if (op->kind != SC_LATE_ALLOC_PAGES)
		return;
	op->order = (uint32_t)random_below(r, sc_max_order(s->geometry));
	op->zone = (uint32_t)random_below(r, 4);
	op->migratetype = (uint32_t)random_below(r, 3);
}

void change_retype(struct scenario *s, struct random *r)
{
	struct element e;

	if (!some_element(s, r, &e))
		return;
	switch (e.list) {
	case PART_E820:
		s->e820[e.index].type = some_type(r);
		break;
	case PART_E820_EXT:
		s->e820_ext[e.index].type = some_type(r);
		break;
	case PART_E820_OPS:
		retype_e820_op(&s->e820_ops[e.index], r);
		break;
	case PART_OPS:
		retype_op(s, &s->ops[e.index], r);
		break;
	case PART_SRAT:
		s->srat[e.index].nid = (uint32_t)random_below(r, 4);
		s->srat[e.index].hotplug = random_below(r, 2);
		break;
	case PART_LATE_OPS:
		retype_late_op(s, &s->late_ops[e.index], r);
		break;
	default:
		break;
	}
}

/* A request that takes a whole range, or just not. */
void change_fit_request(struct scenario *s, struct random *r)
{
	struct element e;
	struct range_ref range;
	struct sc_op *op;

	if (!s->nr_ops || !some_range(s, r, &e, &range))
		return;
	op = &s->ops[random_below(r, s->nr_ops)];
	*op = (struct sc_op){
	    .kind = SC_OP_ALLOC,
	    .nid = random_below(r, 2) ? SC_NID_ANY : some_nid(r),
	    .range = {*range.start, *range.size + slack(r)},
	    .align = random_below(r, 2) ? 1 : some_align(r),
	    .limit = random_below(r, 2) ? *range.start + *range.size + slack(r) : UINT64_MAX,
	};
	if (random_below(r, 2))
		op->range.start = 0;
}
