/* Decoding the records of the firmware, of memblock, of the nodes and of the pages after boot. */
#include "scenario_decoder.h"

static void decode_entry(struct decoder *d, struct sc_e820_entry *entries, uint32_t *nr,
			 uint32_t max)
{
	uint32_t t = decode_type(d);
	struct sc_range r = decode_range(d, purpose_of_type(t));

	if (*nr < max)
		entries[(*nr)++] = (struct sc_e820_entry){r.start, r.size, t};
}

/* The same type, a BUG of the caller, only where the bytes say so. */
static uint32_t other_type(struct decoder *d, uint32_t from)
{
	if (d->at < d->end && *d->at == TYPE_SAME) {
		d->at++;
		return from;
	}

	uint32_t to = decode_type(d);

	if (to != from)
		return to;
	return from == 1 ? 2 : 1;
}

static void decode_e820_op(struct decoder *d)
{
	struct scenario *s = d->s;
	struct sc_e820_op op = {.kind = (enum sc_e820_op_kind)(decode_u8(d) % SC_NR_E820_OPS)};

	if (op.kind != SC_E820_SANITIZE) {
		op.type = decode_type(d);
		if (op.kind == SC_E820_UPDATE)
			op.new_type = other_type(d, op.type);
		op.range = decode_range(d, purpose_of_e820_op(&op));
	}
	if (op.kind == SC_E820_REMOVE)
		op.checktype = decode_u8(d) & 1;
	if (s->nr_e820_ops < SC_MAX_E820_OPS)
		s->e820_ops[s->nr_e820_ops++] = op;
}

static void decode_mem_k(struct decoder *d)
{
	uint8_t which = decode_u8(d);
	uint32_t kib =
	    which >= MEM_K_32 ? (uint32_t)decode_number(d, 4) : (uint32_t)decode_u8(d) * 64;

	if (which & 1)
		d->s->ext_mem_k = kib;
	else
		d->s->alt_mem_k = kib;
}

static void decode_op(struct decoder *d, enum sc_op_kind kind)
{
	struct scenario *s = d->s;
	struct sc_op op = {.kind = kind};
	unsigned int fields = sc_op_fields(kind);

	if (kind == SC_OP_ALLOC) {
		uint8_t flags = decode_u8(d);

		op.range.start = flags & ALLOC_MIN ? decode_address(d) : 0;
		op.limit = flags & ALLOC_MAX        ? decode_address(d)
			   : flags & ALLOC_ANYWHERE ? UINT64_MAX
						    : 0;

		uint64_t no_start = 0;

		op.range.size = decode_size(d, &no_start, ANY);
	} else if (fields & SC_HAS_RANGE) {
		op.range = decode_range(d, purpose_of_op(kind));
	} else if (kind == SC_OP_BOTTOM_UP) {
		op.limit = decode_u8(d) & 1;
	} else if (fields & SC_HAS_LIMIT) {
		op.limit = decode_address(d);
	}
	if (fields & SC_HAS_NID)
		op.nid = decode_nid(d);
	if (op.nid == SC_NID_ANY && kind != SC_OP_ALLOC)
		op.nid = SC_MAX_NODES;
	if (fields & SC_HAS_ALIGN)
		op.align = decode_alignment(d);
	if (kind == SC_OP_TRIM && op.align == 0)
		op.align = PAGE;
	if (kind == SC_OP_FILL && !d->has_fill)
		d->has_fill = true;
	else if (d->nr_op_records++ >= SC_MAX_OP_LINES)
		return;
	s->ops[s->nr_ops++] = op;
}

static void add_srat(struct decoder *d, struct sc_srat entry)
{
	struct scenario *s = d->s;

	if (s->nr_srat == SC_MAX_SRAT)
		return;
	s->srat[s->nr_srat++] = entry;
	d->numa_at = s->nr_ops;
}

/* From where the last entry ended to an address, or to the top of the machine. */
static struct sc_range next_node(struct decoder *d)
{
	const struct scenario *s = d->s;
	uint64_t top = s->geometry == SC_TINY ? 8 * MIB : 8 * GIB;
	uint64_t end = decode_address(d);
	struct sc_range r = {0, 0};

	if (s->nr_srat) {
		r = s->srat[s->nr_srat - 1].range;
		r.start += r.size;
	}
	if (end <= r.start)
		end = r.start < top ? top : r.start;
	r.size = end - r.start;
	remember(&d->neighbours, r.start, r.size);
	return r;
}

static void decode_srat(struct decoder *d)
{
	struct sc_srat entry;
	uint8_t flags = decode_u8(d);

	entry.hotplug = flags & SRAT_HOTPLUG;
	entry.non_volatile = flags & SRAT_NON_VOLATILE;
	entry.nid = decode_small_nid(d);
	entry.pxm = decode_u8(d);
	if (entry.pxm == PXM_32)
		entry.pxm = (uint32_t)decode_number(d, 4);
	entry.range = (flags & SRAT_RANGE) == SRAT_RANGE ? decode_range(d, ANY) : next_node(d);
	add_srat(d, entry);
}

void decode_add_late_op(struct decoder *d, const struct sc_late_op *op)
{
	struct scenario *s = d->s;

	if (s->nr_late_ops == SC_MAX_LATE_OPS)
		return;
	if (sc_late_op_allocates(op->kind))
		d->allocations[d->nr_allocations++] = (uint16_t)s->nr_late_ops;
	s->late_ops[s->nr_late_ops++] = *op;
}

static void decode_alloc_pages(struct decoder *d)
{
	struct sc_late_op op = {.kind = SC_LATE_ALLOC_PAGES};
	uint8_t b = decode_u8(d);

	op.order = (b & 0xfu) % sc_max_order(d->s->geometry);
	op.zone = (b >> 4) & 3;
	op.migratetype = (b >> 6) % 3u;
	op.nid = decode_small_nid(d);
	decode_add_late_op(d, &op);
}

/* What to free is counted in allocations, back from here. */
static void decode_free(struct decoder *d)
{
	struct sc_late_op op = {.kind = SC_LATE_FREE};
	uint32_t back = decode_u8(d);

	if (back >= BACK_LONG)
		back = (back & 0xf) << 8 | decode_u8(d);
	if (!d->nr_allocations)
		return;
	op.operation = d->allocations[d->nr_allocations - 1 - back % d->nr_allocations];
	decode_add_late_op(d, &op);
}

/* Of a reservation among the operations just before: most other ranges are undefined. */
static void decode_free_late(struct decoder *d)
{
	const struct scenario *s = d->s;
	struct sc_late_op op = {.kind = SC_LATE_FREE_LATE};
	uint8_t b = decode_u8(d);
	uint32_t i = b % 16 < s->nr_ops ? s->nr_ops - b % 16 : 0;

	for (uint32_t tries = 16; i > 0 && tries > 0; i--, tries--) {
		if (s->ops[i - 1].kind == SC_OP_RESERVE)
			break;
	}
	if (b == FREE_LATE_RANGE || i == 0 || s->ops[i - 1].kind != SC_OP_RESERVE)
		op.range = decode_range(d, ANY);
	else
		op.range = s->ops[i - 1].range;
	decode_add_late_op(d, &op);
}

static void decode_setup_data(struct decoder *d)
{
	struct sc_range r = decode_range(d, ANY);

	if (d->s->nr_setup_data < SC_MAX_SETUP_DATA)
		d->s->setup_data[d->s->nr_setup_data++] = r;
}

void decode_record(struct decoder *d, uint8_t record)
{
	struct scenario *s = d->s;

	switch (record) {
	case R_E820:
		decode_entry(d, s->e820, &s->nr_e820, SC_MAX_E820);
		break;
	case R_E820_EXT:
		decode_entry(d, s->e820_ext, &s->nr_e820_ext, SC_MAX_E820_EXT);
		break;
	case R_E820_OP:
		decode_e820_op(d);
		break;
	case R_MEM_K:
		decode_mem_k(d);
		break;
	case R_OPTION:
		decode_option(d);
		break;
	case R_TEXT:
		decode_text(d);
		break;
	case R_SETUP_DATA:
		decode_setup_data(d);
		break;
	case R_KERNEL:
		s->has_kernel = true;
		s->kernel = decode_range(d, RAM);
		break;
	case R_INITRD:
		s->has_initrd = true;
		s->initrd = decode_range(d, ANY);
		break;
	case R_BDA:
		s->has_bda = true;
		s->bda_ebda_segment = (uint32_t)decode_number(d, 2);
		s->bda_kib = (uint32_t)decode_number(d, 2);
		break;
	case R_SRAT:
		decode_srat(d);
		break;
	case R_ALLOC_PAGES:
		decode_alloc_pages(d);
		break;
	case R_FREE:
		decode_free(d);
		break;
	case R_FREE_LATE:
		decode_free_late(d);
		break;
	default:
		if (record >= R_OP)
			decode_op(d, (enum sc_op_kind)(record - R_OP));
		else
			decode_mm_record(d, record);
	}
}
