#include "scenario_bytes.h"

#include <string.h>

#include "scenario_bytes_format.h"
#include "scenario_decoder.h"

/* This is how often random bytes make each record. */
static const uint8_t records_of_x86[NR_RECORD_KINDS] = {
    [0 ... 7] = R_E820,
    [8 ... 9] = R_E820_EXT,
    [10 ... 12] = R_E820_OP,
    [13] = R_MEM_K,
    [14 ... 17] = R_OPTION,
    [18] = R_TEXT,
    [19] = R_SETUP_DATA,
    [20] = R_KERNEL,
    [21] = R_INITRD,
    [22] = R_BDA,
    [23 ... 26] = R_SRAT,
    [27 ... 30] = R_ALLOC_PAGES,
    [31 ... 33] = R_FREE,
    [34] = R_FREE_LATE,
    [35 ... 36] = R_OP + SC_OP_ADD,
    [37 ... 38] = R_OP + SC_OP_ADD_NODE,
    [39] = R_OP + SC_OP_REMOVE,
    [40 ... 46] = R_OP + SC_OP_RESERVE,
    [47 ... 48] = R_OP + SC_OP_FREE,
    [49] = R_OP + SC_OP_SET_NODE_MEMORY,
    [50] = R_OP + SC_OP_SET_NODE_RESERVED,
    [51] = R_OP + SC_OP_MARK_HOTPLUG,
    [52] = R_OP + SC_OP_CLEAR_HOTPLUG,
    [53] = R_OP + SC_OP_MARK_MIRROR,
    [54] = R_OP + SC_OP_MARK_NOMAP,
    [55 ... 57] = R_OP + SC_OP_ALLOC,
    [58] = R_OP + SC_OP_TRIM,
    [59] = R_OP + SC_OP_ENFORCE_LIMIT,
    [60] = R_OP + SC_OP_BOTTOM_UP,
    [61] = R_OP + SC_OP_CURRENT_LIMIT,
    [62] = R_OP + SC_OP_ALLOW_RESIZE,
    [63] = R_OP + SC_OP_FILL,
    [64 ... 71] = R_KMALLOC,
    [72 ... 75] = R_VMALLOC,
    [76 ... 83] = R_FREE,
    [84 ... 89] = R_ALLOC_PAGES,
    [90 ... 99] = R_SETTING,
    [100 ... 102] = R_PERCPU,
    [103 ... 106] = R_EARLY_VM,
    [107 ... 111] = R_USER_MAP,
    [112 ... 113] = R_BOOTMEM_INFO,
    [114] = R_IMAGE,
    [115 ... 119] = R_E820,
    [120 ... 124] = R_OP + SC_OP_RESERVE,
    [125 ... 126] = R_OPTION,
    [127] = R_OP + SC_OP_FREE,
};

/* The same where the firmware has no table. */
static const uint8_t records_of_arm[NR_RECORD_KINDS] = {
    [0] = R_E820,
    [1] = R_E820_EXT,
    [2] = R_E820_OP,
    [3] = R_MEM_K,
    [4] = R_OPTION,
    [5] = R_TEXT,
    [6] = R_SETUP_DATA,
    [7] = R_KERNEL,
    [8] = R_INITRD,
    [9] = R_BDA,
    [10] = R_SRAT,
    [11] = R_OP + SC_OP_SET_NODE_MEMORY,
    [12] = R_OP + SC_OP_SET_NODE_RESERVED,
    [13] = R_OP + SC_OP_FILL,
    [14] = R_OP + SC_OP_ADD_NODE,
    [15 ... 26] = R_OP + SC_OP_ADD,
    [27 ... 30] = R_OP + SC_OP_REMOVE,
    [31 ... 42] = R_OP + SC_OP_RESERVE,
    [43 ... 46] = R_OP + SC_OP_FREE,
    [47] = R_OP + SC_OP_MARK_HOTPLUG,
    [48] = R_OP + SC_OP_CLEAR_HOTPLUG,
    [49] = R_OP + SC_OP_MARK_MIRROR,
    [50 ... 52] = R_OP + SC_OP_MARK_NOMAP,
    [53 ... 56] = R_OP + SC_OP_ALLOC,
    [57] = R_OP + SC_OP_TRIM,
    [58] = R_OP + SC_OP_ENFORCE_LIMIT,
    [59] = R_OP + SC_OP_BOTTOM_UP,
    [60] = R_OP + SC_OP_CURRENT_LIMIT,
    [61] = R_OP + SC_OP_ALLOW_RESIZE,
    [62 ... 67] = R_ALLOC_PAGES,
    [68 ... 79] = R_FREE,
    [80 ... 81] = R_FREE_LATE,
    [82 ... 90] = R_KMALLOC,
    [91 ... 96] = R_VMALLOC,
    [97 ... 116] = R_SETTING,
    [117 ... 119] = R_PERCPU,
    [120 ... 123] = R_EARLY_VM,
    [124] = R_USER_MAP,
    [125] = R_BOOTMEM_INFO,
    [126 ... 127] = R_IMAGE,
};

const uint8_t *record_kinds(enum sc_geometry g)
{
	return g == SC_ARM_FLATMEM ? records_of_arm : records_of_x86;
}

const uint32_t init_regions[NR_INIT_REGIONS] = {128, 8, 4, 16, 32, 64, 8, 128};

const uint32_t type_codes[32] = {
    1, 2, 3, 4, 5, 7, 12, 128, 0, 20, 0xefffffff, 6, 0xffffffff, 1, 2, 1,
    1, 1, 1, 1, 1, 1, 1,  1,   1, 1,  1,          1, 2,          2, 2, 12,
};

/* ---- What differs by geometry ---- */

/* Where something changes. */
static const uint64_t edges_x86_64[] = {
    PAGE,
    0x10000,
    0x9f000,
    0x9fc00,
    0xa0000,
    0xf0000,
    MIB,
    2 * MIB,
    4 * MIB,
    15 * MIB,
    16 * MIB,
    32 * MIB,
    64 * MIB,
    128 * MIB,
    256 * MIB,
    GIB,
    3 * GIB,
    4 * GIB - 128 * MIB,
    4 * GIB,
    4 * GIB + 128 * MIB,
    5 * GIB,
    8 * GIB,
    UINT64_C(1) << 46,
    UINT64_C(1) << 63,
    -PAGE,
    UINT64_MAX,
};

static const uint64_t edges_tiny[] = {
    PAGE,
    0x10000,
    0x40000,
    0x9f000,
    0x9fc00,
    0xa0000,
    0xf0000,
    MIB,
    0x110000,
    2 * MIB,
    2 * MIB + 0x40000,
    3 * MIB,
    4 * MIB - 0x40000,
    4 * MIB,
    4 * MIB + 0x40000,
    6 * MIB,
    8 * MIB - 0x40000,
    8 * MIB,
    16 * MIB,
    4 * GIB,
    UINT64_C(1) << 46,
    UINT64_C(1) << 63,
    -PAGE,
    UINT64_MAX,
};

/* Below 64 MiB, where the memory of most machines is. */
static const uint64_t edges_arm[] = {
    PAGE,
    0x10000,
    MIB,
    4 * MIB,
    8 * MIB,
    12 * MIB,
    16 * MIB,
    24 * MIB,
    32 * MIB,
    48 * MIB,
    64 * MIB,
    0x30000000,
    2 * GIB,
    2 * GIB + 16 * MIB,
    2 * GIB + 24 * MIB,
    4 * GIB - PAGE,
    4 * GIB - 1,
    4 * GIB,
};

static const struct geometry geometries[SC_NR_GEOMETRIES] = {
    [SC_X86_64] =
	{
	    .edges = edges_x86_64,
	    .nr_edges = sizeof(edges_x86_64) / sizeof(edges_x86_64[0]),
	    .pageblock = 2 * MIB,
	    .max_order_block = 4 * MIB,
	    .section = 128 * MIB,
	    .small_step = {MIB / 4, 0x400, MIB / 4},
	    .large_step = {2 * MIB, 0x10000, 2 * MIB},
	    .most = {128 * MIB, 4 * MIB, UINT64_MAX},
	},
    [SC_TINY] =
	{
	    .edges = edges_tiny,
	    .nr_edges = sizeof(edges_tiny) / sizeof(edges_tiny[0]),
	    .pageblock = 8 * PAGE,
	    .max_order_block = 16 * PAGE,
	    .section = 64 * PAGE,
	    .small_step = {8 * PAGE, 0x400, 8 * PAGE},
	    .large_step = {32 * PAGE, PAGE, 32 * PAGE},
	    .most = {UINT64_MAX, 64 * PAGE, UINT64_MAX},
	},
    [SC_ARM_FLATMEM] =
	{
	    .edges = edges_arm,
	    .nr_edges = sizeof(edges_arm) / sizeof(edges_arm[0]),
	    .pageblock = 4 * MIB,
	    .max_order_block = 4 * MIB,
	    .section = 4 * MIB,
	    .small_step = {MIB / 4, 0x400, MIB / 4},
	    .large_step = {2 * MIB, 0x10000, 2 * MIB},
	    .most = {64 * MIB, 4 * MIB, UINT64_MAX},
	},
};

const struct geometry *scenario_geometry(enum sc_geometry g)
{
	return &geometries[g];
}

/* The page that the 14 bits of n stand for: on x86_64 in one of four stretches of 16 MiB. */
static uint64_t page_address(enum sc_geometry g, uint32_t n)
{
	static const uint64_t stretches[4] = {0, 16 * MIB, 4 * GIB - 8 * MIB, 4 * GIB + 16 * MIB};

	if (g == SC_TINY)
		return n % 0x840 * PAGE; /* somewhat beyond the last section */
	if (g == SC_ARM_FLATMEM)
		return n * PAGE;
	return stretches[n >> 12] + (n & 0xfff) * PAGE;
}

static uint64_t block_address(enum sc_geometry g, uint32_t n)
{
	if (g == SC_TINY)
		return n * 32 * PAGE;
	if (g == SC_ARM_FLATMEM)
		return n * MIB;
	if (n < 32)
		return n * MIB;
	if (n < 48)
		return (n - 32) * 16 * MIB;
	return 4 * GIB + (n - 52) * 16 * MIB;
}

/* ---- Decoding ---- */

/* Bytes that are not there are 0. */
uint8_t decode_u8(struct decoder *d)
{
	return d->at < d->end ? *d->at++ : 0;
}

uint64_t decode_number(struct decoder *d, unsigned int bytes)
{
	uint64_t v = 0;

	for (unsigned int i = 0; i < bytes; i++)
		v |= (uint64_t)decode_u8(d) << (8 * i);
	return v;
}

/* A small offset; half of all bytes mean none, for things that touch exactly. */
static uint64_t delta(struct decoder *d)
{
	const struct geometry *g = d->geometry;
	const uint64_t offsets[16] = {
	    1,          2,         16,       0x400,    0x800, PAGE - 1,     PAGE,
	    2 * PAGE,   PAGE + 1,  3 * PAGE, 7 * PAGE, 64,    g->pageblock, g->max_order_block,
	    g->section, 16 * PAGE,
	};
	uint8_t b = decode_u8(d);

	if (!(b & 0x20))
		return 0;
	return b & 0x10 ? -offsets[b & 0xf] : offsets[b & 0xf];
}

static uint64_t neighbour_address(const struct decoder *d, uint8_t form)
{
	struct sc_range r = recall(&d->neighbours, form & 0xf);

	switch ((form >> 4) & 3) {
	case 0:
		return r.start;
	case 1:
		return r.start + r.size;
	case 2:
		return r.start + r.size / 2;
	default:
		return (r.start + r.size - 1) & ~(PAGE - 1);
	}
}

uint64_t decode_address(struct decoder *d)
{
	uint8_t form = decode_u8(d);

	if (form >= ADDRESS_BLOCK)
		return block_address(d->s->geometry, form & 0x3f);
	if (form >= ADDRESS_PAGE)
		return page_address(d->s->geometry, (uint32_t)(form & 0x3f) << 8 | decode_u8(d));
	if (form >= ADDRESS_NEIGHBOUR)
		return neighbour_address(d, form) + delta(d);
	if (form >= ADDRESS_EDGE)
		return d->geometry->edges[(form - ADDRESS_EDGE) % d->geometry->nr_edges] + delta(d);
	switch (form) {
	case ADDRESS_64:
		return decode_number(d, 8);
	case ADDRESS_32:
		return decode_number(d, 4);
	case ADDRESS_PFN16:
		return decode_number(d, 2) * PAGE;
	case ADDRESS_PFN32:
		return decode_number(d, 4) * PAGE;
	default:
		return 0;
	}
}

/* The range between two addresses in either order, or as much of it, next to one of them, as the
 * purpose allows. */
static struct sc_range range_between(const struct decoder *d, uint64_t a, uint64_t b,
				     enum purpose purpose, bool next_to_end)
{
	uint64_t most = d->geometry->most[purpose];
	struct sc_range r = {a < b ? a : b, a < b ? b - a : a - b};

	if (r.size > most) {
		if (next_to_end)
			r.start += r.size - most;
		r.size = most;
	}
	return r;
}

/* The size of a range that begins at *start, which a range to another address may change. */
static uint64_t range_size(struct decoder *d, uint64_t *start, enum purpose purpose)
{
	uint8_t form = decode_u8(d);
	struct sc_range r;

	if (form >= SIZE_SECTIONS)
		return ((form & 0x3fu) + 1) * d->geometry->large_step[purpose];
	if (form >= SIZE_BLOCKS)
		return ((form & 0x3fu) + 1) * d->geometry->small_step[purpose];
	if (form >= SIZE_TO) {
		r = range_between(d, *start, decode_address(d), purpose, form & 1);
		*start = r.start;
		return r.size;
	}
	if (form >= SIZE_PAGES)
		return (form - SIZE_PAGES + 1u) * PAGE;
	switch (form) {
	case SIZE_64:
		return decode_number(d, 8);
	case SIZE_32:
		return decode_number(d, 4);
	case SIZE_PAGES16:
		return decode_number(d, 2) * PAGE;
	case SIZE_PAGES32:
		return decode_number(d, 4) * PAGE;
	case SIZE_TO_TOP:
		return range_between(d, *start, UINT64_MAX, purpose, false).size + 1;
	case SIZE_TO_LAST:
		return range_between(d, *start, UINT64_MAX, purpose, false).size;
	case SIZE_8:
		return decode_u8(d);
	default:
		return 0;
	}
}

struct sc_range decode_range(struct decoder *d, enum purpose purpose)
{
	struct sc_range r;

	r.start = decode_address(d);
	r.size = range_size(d, &r.start, purpose);
	remember(&d->neighbours, r.start, r.size);
	return r;
}

static uint32_t type(struct decoder *d)
{
	uint8_t b = decode_u8(d);

	return b == TYPE_32 ? (uint32_t)decode_number(d, 4) : type_codes[b % 32];
}

/* Most machines have one or two nodes. */
static uint8_t usual_nid(uint8_t b)
{
	static const uint8_t nids[8] = {0, 1, 0, 1, 0, 0, 2, 3};

	return nids[b % 8];
}

static uint32_t small_nid(struct decoder *d)
{
	uint8_t b = decode_u8(d);

	return b & NID_EXACT ? b & 0x3fu : usual_nid(b);
}

static int32_t nid(struct decoder *d)
{
	uint8_t b = decode_u8(d);

	if (b & NID_EXACT)
		return b & 0x3f;
	if (b >= NID_MAX)
		return SC_MAX_NODES;
	return b >= NID_ANY ? SC_NID_ANY : usual_nid(b);
}

static uint64_t alignment(struct decoder *d)
{
	static const uint64_t usual[8] = {0, 64, PAGE, 8, 8 * PAGE, 2 * MIB, 128 * MIB, 1};
	uint8_t b = decode_u8(d);

	return b & ALIGN_EXACT ? UINT64_C(1) << (b & 0x3f) : usual[b % 8];
}

static void decode_entry(struct decoder *d, struct sc_e820_entry *entries, uint32_t *nr,
			 uint32_t max)
{
	uint32_t t = type(d);
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

	uint32_t to = type(d);

	if (to != from)
		return to;
	return from == 1 ? 2 : 1;
}

static void decode_e820_op(struct decoder *d)
{
	struct scenario *s = d->s;
	struct sc_e820_op op = {.kind = (enum sc_e820_op_kind)(decode_u8(d) % SC_NR_E820_OPS)};

	if (op.kind != SC_E820_SANITIZE) {
		op.type = type(d);
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

		op.range.size = range_size(d, &no_start, ANY);
	} else if (fields & SC_HAS_RANGE) {
		op.range = decode_range(d, purpose_of_op(kind));
	} else if (kind == SC_OP_BOTTOM_UP) {
		op.limit = decode_u8(d) & 1;
	} else if (fields & SC_HAS_LIMIT) {
		op.limit = decode_address(d);
	}
	if (fields & SC_HAS_NID)
		op.nid = nid(d);
	if (op.nid == SC_NID_ANY && kind != SC_OP_ALLOC)
		op.nid = SC_MAX_NODES;
	if (fields & SC_HAS_ALIGN)
		op.align = alignment(d);
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
	entry.nid = small_nid(d);
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
	op.nid = small_nid(d);
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

/* ---- Decoding: the command line ---- */

static void add_char(struct decoder *d, char c)
{
	if (d->cmdline_len + 1 < SC_MAX_CMDLINE)
		d->s->cmdline[d->cmdline_len++] = c;
}

static void add_text(struct decoder *d, const char *text)
{
	while (*text)
		add_char(d, *text++);
}

static void add_digits(struct decoder *d, uint64_t v, unsigned int base)
{
	char text[24];
	size_t i = sizeof(text) - 1;

	text[i] = '\0';
	do {
		text[--i] = "0123456789abcdef"[v % base];
		v /= base;
	} while (v);
	add_text(d, &text[i]);
}

/* As a person would write it, with a unit, or plainly: style is two bits. */
static void add_number(struct decoder *d, uint64_t v, uint8_t style)
{
	static const char units[] = "KMGTPE";
	unsigned int unit = 0;

	if (style == 0) {
		add_text(d, "0x");
		add_digits(d, v, 16);
		return;
	}
	if (style == 1) {
		add_digits(d, v, 10);
		return;
	}
	for (; unit < 6 && v && (v & 0x3ff) == 0; unit++)
		v >>= 10;
	add_digits(d, v, 10);
	if (unit)
		add_char(d, style == 2 ? units[unit - 1] : (char)(units[unit - 1] | 0x20));
}

/* The name, then a number if there is one; with an address, that is a size and the address. */
static const struct option {
	const char *name;
	enum { NOTHING, LIMIT, RANGE_OF_RAM, RANGE_OF_HOLE } operand;
	char between; /* of size and address */
} options[OPTION_CHOICE + 1] = {
    {" mem=", LIMIT, 0},
    {" memmap=", RANGE_OF_RAM, '@'},
    {" memmap=", RANGE_OF_HOLE, '#'},
    {" memmap=", RANGE_OF_HOLE, '$'},
    {" memmap=", RANGE_OF_HOLE, '!'},
    {" memmap=", LIMIT, 0},
    {",", RANGE_OF_RAM, '@'}, /* the list of a memmap= goes on */
    {",", RANGE_OF_HOLE, '$'},
    {" memmap=exactmap,636K@0,", RANGE_OF_RAM, '@'},
    {" kernelcore=", LIMIT, 0},
    {" movablecore=", LIMIT, 0},
    {" kernelcore=mirror", NOTHING, 0},
    {" movable_node", NOTHING, 0},
    {" numa=off", NOTHING, 0},
    {" memmap=1M@1M,", RANGE_OF_RAM, '@'},
    {NULL, NOTHING, 0}, /* one of odd_options[] */
};

static const char *const odd_options[] = {
    " mem=nopentium",
    " mem=0",
    " mem",
    " mem=",
    " memmap=K",
    " memmap=exact",
    " memmap=0",
    " memmap",
    " memmap=",
    " memmap=exactmap",
    " kernelcore",
    " kernelcore=0",
    " movablecore",
    " movable-node",
    " --",
    " numa=fake=2",
    " \"memmap=1M@1M\"",
    " memmap=\"64K$1M\"",
    " MEM=1M",
    " quiet",
    "\t",
};

static void decode_option(struct decoder *d)
{
	uint8_t b = decode_u8(d);
	uint8_t style = b >> 6;
	const struct option *o = &options[b & OPTION_CHOICE];
	const char *name = o->name;

	if (!name)
		name = odd_options[decode_u8(d) % (sizeof(odd_options) / sizeof(odd_options[0]))];
	if (d->cmdline_len == 0 && *name == ' ')
		name++;
	add_text(d, name);
	if (o->operand == LIMIT) {
		add_number(d, decode_address(d), style);
	} else if (o->operand != NOTHING) {
		struct sc_range r = decode_range(d, o->operand == RANGE_OF_RAM ? RAM : HOLE);

		add_number(d, r.size, style);
		add_char(d, o->between);
		add_number(d, r.start, style);
	}
}

static void decode_text(struct decoder *d)
{
	for (uint8_t n = decode_u8(d); n > 0 && d->at < d->end; n--) {
		char c = (char)decode_u8(d);

		add_char(d, c == '\0' || c == '\n' ? ' ' : c);
	}
}

static void end_cmdline(struct decoder *d)
{
	char *cmdline = d->s->cmdline;

	if (d->cmdline_len && cmdline[d->cmdline_len - 1] == '\r')
		cmdline[d->cmdline_len - 1] = ' ';
	cmdline[d->cmdline_len] = '\0';
}

/* ---- Decoding: all of it ---- */

/* Takes up what the layout holds: its ranges are the first neighbours. */
static void decode_layout(struct decoder *d)
{
	struct scenario *s = d->s;
	uint8_t layout = decode_u8(d), p1 = decode_u8(d), p2 = decode_u8(d);

	if (layout == 0)
		return;
	scenario_layout(s, layout, p1, p2);
	for (uint32_t i = 0; i < s->nr_e820; i++)
		remember(&d->neighbours, s->e820[i].addr, s->e820[i].size);
	for (uint32_t i = 0; i < s->nr_ops; i++)
		remember(&d->neighbours, s->ops[i].range.start, s->ops[i].range.size);
	d->nr_op_records = s->nr_ops;
	d->numa_at = s->nr_ops;
	d->cmdline_len = strlen(s->cmdline);
}

static void decode_record(struct decoder *d, uint8_t record)
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

static enum sc_geometry geometry_of_flags(uint8_t flags)
{
	switch (flags & FLAGS_GEOMETRY) {
	case FLAGS_X86_64:
		return SC_X86_64;
	case FLAGS_ARM_FLATMEM:
		return SC_ARM_FLATMEM;
	default:
		return SC_TINY;
	}
}

/* Decodes, and notes in offsets, which has room for max, where records begin. Returns how many are
 * noted. */
static uint32_t decode(const uint8_t *data, size_t size, struct scenario *s, uint32_t *offsets,
		       uint32_t max)
{
	struct decoder d; /* no initializer: it would clear the large array */
	uint32_t nr = 0;
	uint8_t flags, kernel;

	scenario_clear(s);
	d.at = data;
	d.end = size ? data + size : data;
	d.s = s;
	d.neighbours.nr = 0;
	d.cmdline_len = 0;
	d.has_fill = false;
	d.nr_op_records = 0;
	d.numa_at = 0;
	d.nr_allocations = 0;
	flags = decode_u8(&d);
	s->geometry = geometry_of_flags(flags);
	s->config.efi = !(flags & FLAG_NO_EFI);
	s->config.movable_node = !(flags & FLAG_NO_MOVABLE_NODE);
	s->config.nodes_span_other_nodes = !(flags & FLAG_NO_SPAN_OTHER_NODES);
	s->config.page_table_isolation = (flags & FLAGS_ISOLATION) == FLAGS_ISOLATION;
	kernel = decode_u8(&d);
	s->memblock_regions = init_regions[kernel / SC_NR_RELEASES % NR_INIT_REGIONS];
	d.geometry = scenario_geometry(s->geometry);
	decode_layout(&d);
	while (d.at < d.end) {
		if (nr < max)
			offsets[nr++] = (uint32_t)(d.at - data);
		decode_record(&d, record_kinds(s->geometry)[decode_u8(&d) % NR_RECORD_KINDS]);
	}
	end_cmdline(&d);
	decode_mm_end(s);
	if (!sc_needs_4_9(s))
		s->release = (enum sc_release)(kernel % SC_NR_RELEASES);
	scenario_place(s, 0, d.numa_at);
	scenario_limit(s);
	return nr;
}

void scenario_decode(const uint8_t *data, size_t size, struct scenario *s)
{
	decode(data, size, s, NULL, 0);
}

uint32_t scenario_decode_records(const uint8_t *data, size_t size, struct scenario *s,
				 uint32_t *offsets, uint32_t max)
{
	return decode(data, size, s, offsets, max);
}
