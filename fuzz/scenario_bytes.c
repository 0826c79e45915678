#include "scenario_bytes.h"

#include <string.h>

/*
 * ---- The format ----
 *
 * Header: flags, layout, two parameters of the layout. A layout is a machine to start from, so that
 * few bytes are enough for something that boots; 0 is none.
 */
enum {
	FLAG_X86_64 = 0x01, /* else tiny */
	FLAG_NO_EFI = 0x20,
	FLAG_NO_MOVABLE_NODE = 0x40,
	FLAG_NO_SPAN_OTHER_NODES = 0x80,

	LAYOUT_TABLE = 0x07,   /* which map */
	LAYOUT_RESERVE = 0x08, /* the reservations that every PC makes */
	LAYOUT_KERNEL = 0x10,  /* a kernel, and its reservation */
	LAYOUT_NODES = 0x60,   /* no SRAT, two nodes, interleaved nodes, a hot-pluggable node */
	LAYOUT_REVERSE = 0x80, /* the map's entries from the last to the first */
};

enum record {
	R_E820, /* type, range */
	R_E820_EXT,
	R_E820_OP,
	R_MEM_K,
	R_OPTION, /* a piece of command line made of numbers */
	R_TEXT,   /* a piece of command line as it is */
	R_SETUP_DATA,
	R_KERNEL,
	R_INITRD,
	R_BDA,
	R_SRAT,
	R_ALLOC_PAGES,
	R_FREE,
	R_FREE_LATE,
	R_OP, /* R_OP + enum sc_op_kind */
};

/* Which record a kind byte, modulo 64, begins: this is how often random bytes make each. */
static const uint8_t record_of[64] = {
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
};

/* An address: its form, then what the form says. Multi-byte numbers are little endian. */
enum address_form {
	ADDRESS_64 = 0x00,
	ADDRESS_32 = 0x01,
	ADDRESS_PFN16 = 0x02,
	ADDRESS_PFN32 = 0x03,
	ADDRESS_ZERO = 0x04,      /* to 0x0f */
	ADDRESS_EDGE = 0x10,      /* to 0x3f: of edges[], and a delta */
	ADDRESS_NEIGHBOUR = 0x40, /* to 0x7f: 16 ranges back by 4 points of them, and a delta */
	ADDRESS_PAGE = 0x80,      /* to 0xbf, and a byte: a page where machines have RAM */
	ADDRESS_BLOCK = 0xc0,     /* to 0xff: a large step where machines have RAM */

	NEIGHBOUR_END = 0x10, /* the other points: start, middle, start of the last page */
};

/* A size, likewise. */
enum size_form {
	SIZE_64 = 0x00,
	SIZE_32 = 0x01,
	SIZE_PAGES16 = 0x02,
	SIZE_PAGES32 = 0x03,
	SIZE_ZERO = 0x04,
	SIZE_TO_TOP = 0x05,   /* the range ends at 2^64 */
	SIZE_TO_LAST = 0x06,  /* at 2^64 - 1, as far as memblock reaches */
	SIZE_8 = 0x07,        /* so many bytes */
	SIZE_PAGES = 0x08,    /* to 0x3f: 1 to 56 pages */
	SIZE_TO = 0x40,       /* to 0x7f: to an address that follows */
	SIZE_BLOCKS = 0x80,   /* to 0xbf: 1 to 64 small steps */
	SIZE_SECTIONS = 0xc0, /* to 0xff: 1 to 64 large steps */
};

enum {
	TYPE_32 = 0xff,   /* four bytes follow */
	NID_EXACT = 0x80, /* and a node below 64 */
	NID_ANY = 0x60,
	NID_MAX = 0x70,
	ALIGN_EXACT = 0x80, /* and an exponent */
	PXM_32 = 0xff,      /* four bytes follow */
	MEM_K_32 = 0xfe,    /* four bytes follow; bit 0: ext_mem_k, else alt_mem_k */
	SRAT_HOTPLUG = 0x01,
	SRAT_NON_VOLATILE = 0x02,
	ALLOC_MIN = 0x01,      /* a least address follows */
	ALLOC_MAX = 0x02,      /* a highest address follows */
	ALLOC_ANYWHERE = 0x04, /* the highest address is 2^64 - 1 */
	BACK_LONG = 0xf0,      /* and four bits of 12; eight follow */
};

#define PAGE UINT64_C(0x1000)
#define MIB  (UINT64_C(1) << 20)
#define GIB  (UINT64_C(1) << 30)

/* Of x86_64, where a range that is given by its two ends would be RAM. */
#define MAX_FOLDED_RAM (128 * MIB)

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

/* Offsets in multiples of a unit: a byte, a page, a pageblock, a MAX_ORDER block, a section. */
struct geometry {
	const uint64_t *edges;
	uint32_t nr_edges;
	uint64_t pageblock;
	uint64_t max_order_block;
	uint64_t section;
	uint64_t small_step; /* of SIZE_BLOCKS */
	uint64_t large_step; /* of SIZE_SECTIONS */
};

static const struct geometry geometries[SC_NR_GEOMETRIES] = {
    [SC_X86_64] =
	{
	    .edges = edges_x86_64,
	    .nr_edges = sizeof(edges_x86_64) / sizeof(edges_x86_64[0]),
	    .pageblock = 2 * MIB,
	    .max_order_block = 4 * MIB,
	    .section = 128 * MIB,
	    .small_step = MIB / 4,
	    .large_step = 2 * MIB,
	},
    [SC_TINY] =
	{
	    .edges = edges_tiny,
	    .nr_edges = sizeof(edges_tiny) / sizeof(edges_tiny[0]),
	    .pageblock = 8 * PAGE,
	    .max_order_block = 16 * PAGE,
	    .section = 64 * PAGE,
	    .small_step = 8 * PAGE,
	    .large_step = 32 * PAGE,
	},
};

/* The page that the 14 bits of n stand for: on x86_64 in one of four stretches of 16 MiB. */
static uint64_t page_address(enum sc_geometry g, uint32_t n)
{
	static const uint64_t stretches[4] = {0, 16 * MIB, 4 * GIB - 8 * MIB, 4 * GIB + 16 * MIB};

	if (g == SC_TINY)
		return n % 0x840 * PAGE; /* somewhat beyond the last section */
	return stretches[n >> 12] + (n & 0xfff) * PAGE;
}

static uint64_t block_address(enum sc_geometry g, uint32_t n)
{
	if (g == SC_TINY)
		return n * 32 * PAGE;
	if (n < 32)
		return n * MIB;
	if (n < 48)
		return (n - 32) * 16 * MIB;
	return 4 * GIB + (n - 52) * 16 * MIB;
}

/* ---- Ranges that others refer to: the last 16, on both sides of the conversion ---- */

struct neighbours {
	struct sc_range ranges[16];
	uint32_t nr; /* ever remembered */
};

static void remember(struct neighbours *n, uint64_t start, uint64_t size)
{
	n->ranges[n->nr++ % 16] = (struct sc_range){start, size};
}

/* back = 0 is the latest. */
static struct sc_range recall(const struct neighbours *n, uint32_t back)
{
	uint32_t known = n->nr < 16 ? n->nr : 16;

	if (known == 0)
		return (struct sc_range){0, 0};
	return n->ranges[(n->nr - 1 - back % known) % 16];
}

/* ---- Decoding ---- */

struct decoder {
	const uint8_t *at;
	const uint8_t *end;
	struct scenario *s;
	const struct geometry *geometry;
	struct neighbours neighbours;
	size_t cmdline_len;
	bool has_fill;
	uint32_t nr_op_records; /* without the first FILL */
	uint32_t numa_at;
	uint32_t nr_allocations;
	uint16_t allocations[SC_MAX_LATE_OPS]; /* indices of the alloc_pages operations */
};

/* Bytes that are not there are 0. */
static uint8_t u8(struct decoder *d)
{
	return d->at < d->end ? *d->at++ : 0;
}

static uint64_t little_endian(struct decoder *d, unsigned int bytes)
{
	uint64_t v = 0;

	for (unsigned int i = 0; i < bytes; i++)
		v |= (uint64_t)u8(d) << (8 * i);
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
	uint8_t b = u8(d);

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

static uint64_t address(struct decoder *d)
{
	uint8_t form = u8(d);

	if (form >= ADDRESS_BLOCK)
		return block_address(d->s->geometry, form & 0x3f);
	if (form >= ADDRESS_PAGE)
		return page_address(d->s->geometry, (uint32_t)(form & 0x3f) << 8 | u8(d));
	if (form >= ADDRESS_NEIGHBOUR)
		return neighbour_address(d, form) + delta(d);
	if (form >= ADDRESS_EDGE)
		return d->geometry->edges[(form - ADDRESS_EDGE) % d->geometry->nr_edges] + delta(d);
	switch (form) {
	case ADDRESS_64:
		return little_endian(d, 8);
	case ADDRESS_32:
		return little_endian(d, 4);
	case ADDRESS_PFN16:
		return little_endian(d, 2) * PAGE;
	case ADDRESS_PFN32:
		return little_endian(d, 4) * PAGE;
	default:
		return 0;
	}
}

/* The range between two addresses in either order. If it is RAM of x86_64, only so much of it, next
 * to one of them, that most machines stay small. */
static struct sc_range range_between(const struct decoder *d, uint64_t a, uint64_t b, bool ram,
				     bool next_to_end)
{
	struct sc_range r = {a < b ? a : b, a < b ? b - a : a - b};

	if (ram && d->s->geometry == SC_X86_64 && r.size > MAX_FOLDED_RAM) {
		if (next_to_end)
			r.start += r.size - MAX_FOLDED_RAM;
		r.size = MAX_FOLDED_RAM;
	}
	return r;
}

/* The size of a range that begins at *start, which a range to another address may change. ram: the
 * range may become RAM. */
static uint64_t range_size(struct decoder *d, uint64_t *start, bool ram)
{
	uint8_t form = u8(d);
	struct sc_range r;

	if (form >= SIZE_SECTIONS)
		return ((form & 0x3fu) + 1) * d->geometry->large_step;
	if (form >= SIZE_BLOCKS)
		return ((form & 0x3fu) + 1) * d->geometry->small_step;
	if (form >= SIZE_TO) {
		r = range_between(d, *start, address(d), ram, form & 1);
		*start = r.start;
		return r.size;
	}
	if (form >= SIZE_PAGES)
		return (form - SIZE_PAGES + 1u) * PAGE;
	switch (form) {
	case SIZE_64:
		return little_endian(d, 8);
	case SIZE_32:
		return little_endian(d, 4);
	case SIZE_PAGES16:
		return little_endian(d, 2) * PAGE;
	case SIZE_PAGES32:
		return little_endian(d, 4) * PAGE;
	case SIZE_TO_TOP:
		return range_between(d, *start, UINT64_MAX, ram, false).size + 1;
	case SIZE_TO_LAST:
		return range_between(d, *start, UINT64_MAX, ram, false).size;
	case SIZE_8:
		return u8(d);
	default:
		return 0;
	}
}

static struct sc_range range(struct decoder *d, bool ram)
{
	struct sc_range r;

	r.start = address(d);
	r.size = range_size(d, &r.start, ram);
	remember(&d->neighbours, r.start, r.size);
	return r;
}

static const uint32_t types[32] = {
    1, 2, 3, 4, 5, 7, 12, 128, 0, 20, 0xefffffff, 6, 0xffffffff, 1, 2, 1,
    1, 1, 1, 1, 1, 1, 1,  1,   1, 1,  1,          1, 2,          2, 2, 12,
};

static bool is_ram(uint32_t type)
{
	return type == 1 || type == 128;
}

static uint32_t type(struct decoder *d)
{
	uint8_t b = u8(d);

	return b == TYPE_32 ? (uint32_t)little_endian(d, 4) : types[b % 32];
}

static uint32_t small_nid(struct decoder *d)
{
	uint8_t b = u8(d);

	return b & NID_EXACT ? b & 0x3fu : b & 3u;
}

static int32_t nid(struct decoder *d)
{
	uint8_t b = u8(d);

	if (b & NID_EXACT)
		return b & 0x3f;
	if (b >= NID_MAX)
		return SC_MAX_NODES;
	return b >= NID_ANY ? SC_NID_ANY : b & 3;
}

static uint64_t alignment(struct decoder *d)
{
	static const uint64_t usual[8] = {0, 64, PAGE, 8, 8 * PAGE, 2 * MIB, 128 * MIB, 1};
	uint8_t b = u8(d);

	return b & ALIGN_EXACT ? UINT64_C(1) << (b & 0x3f) : usual[b % 8];
}

static void decode_entry(struct decoder *d, struct sc_e820_entry *entries, uint32_t *nr,
			 uint32_t max)
{
	uint32_t t = type(d);
	struct sc_range r = range(d, is_ram(t));

	if (*nr < max)
		entries[(*nr)++] = (struct sc_e820_entry){r.start, r.size, t};
}

static void decode_e820_op(struct decoder *d)
{
	struct scenario *s = d->s;
	struct sc_e820_op op = {.kind = (enum sc_e820_op_kind)(u8(d) % SC_NR_E820_OPS)};

	if (op.kind != SC_E820_SANITIZE) {
		op.type = type(d);
		if (op.kind == SC_E820_UPDATE)
			op.new_type = type(d);
		op.range = range(d, is_ram(op.type) || is_ram(op.new_type));
	}
	if (op.kind == SC_E820_REMOVE)
		op.checktype = u8(d) & 1;
	if (s->nr_e820_ops < SC_MAX_E820_OPS)
		s->e820_ops[s->nr_e820_ops++] = op;
}

static void decode_mem_k(struct decoder *d)
{
	uint8_t which = u8(d);
	uint32_t kib = which >= MEM_K_32 ? (uint32_t)little_endian(d, 4) : (uint32_t)u8(d) * 64;

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
		uint8_t flags = u8(d);

		op.range.start = flags & ALLOC_MIN ? address(d) : 0;
		op.limit = flags & ALLOC_MAX ? address(d) : flags & ALLOC_ANYWHERE ? UINT64_MAX : 0;

		uint64_t no_start = 0;

		op.range.size = range_size(d, &no_start, false);
	} else if (fields & SC_HAS_RANGE) {
		op.range = range(d, kind == SC_OP_ADD || kind == SC_OP_ADD_NODE);
	} else if (kind == SC_OP_BOTTOM_UP) {
		op.limit = u8(d) & 1;
	} else if (fields & SC_HAS_LIMIT) {
		op.limit = address(d);
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

static void decode_srat(struct decoder *d)
{
	struct sc_srat entry;
	uint8_t flags = u8(d);

	entry.hotplug = flags & SRAT_HOTPLUG;
	entry.non_volatile = flags & SRAT_NON_VOLATILE;
	entry.nid = small_nid(d);
	entry.pxm = u8(d);
	if (entry.pxm == PXM_32)
		entry.pxm = (uint32_t)little_endian(d, 4);
	entry.range = range(d, false);
	add_srat(d, entry);
}

static void add_late_op(struct decoder *d, const struct sc_late_op *op)
{
	struct scenario *s = d->s;

	if (s->nr_late_ops == SC_MAX_LATE_OPS)
		return;
	if (op->kind == SC_LATE_ALLOC_PAGES)
		d->allocations[d->nr_allocations++] = (uint16_t)s->nr_late_ops;
	s->late_ops[s->nr_late_ops++] = *op;
}

static void decode_alloc_pages(struct decoder *d)
{
	struct sc_late_op op = {.kind = SC_LATE_ALLOC_PAGES};
	uint8_t b = u8(d);

	op.order = (b & 0xfu) % sc_max_order(d->s->geometry);
	op.zone = (b >> 4) & 3;
	op.migratetype = (b >> 6) % 3u;
	op.nid = small_nid(d);
	add_late_op(d, &op);
}

/* What to free is counted in allocations, back from here. */
static void decode_free(struct decoder *d)
{
	struct sc_late_op op = {.kind = SC_LATE_FREE};
	uint32_t back = u8(d);

	if (back >= BACK_LONG)
		back = (back & 0xf) << 8 | u8(d);
	if (!d->nr_allocations)
		return;
	op.operation = d->allocations[d->nr_allocations - 1 - back % d->nr_allocations];
	add_late_op(d, &op);
}

static void decode_setup_data(struct decoder *d)
{
	struct sc_range r = range(d, false);

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

/* name, then a size if there is one, then what stands between it and a start, and the start. */
static const struct option {
	const char *name;
	char between; /* 0: no start */
	bool has_size;
} options[16] = {
    {" mem=", 0, true},
    {" memmap=", '@', true},
    {" memmap=", '#', true},
    {" memmap=", '$', true},
    {" memmap=", '!', true},
    {" memmap=", 0, true},
    {",", '@', true}, /* the list of a memmap= goes on */
    {",", '$', true},
    {" memmap=exactmap", 0, false},
    {" kernelcore=", 0, true},
    {" movablecore=", 0, true},
    {" kernelcore=mirror", 0, false},
    {" movable_node", 0, false},
    {" numa=off", 0, false},
    {" memmap=exactmap,", '@', true},
    {NULL, 0, false}, /* one of odd_options[] */
};

static const char *const odd_options[] = {
    " mem=nopentium",     " mem=0",        " mem",          " mem=",
    " memmap=K",          " memmap=exact", " memmap=0",     " memmap",
    " memmap=",           " kernelcore",   " kernelcore=0", " movablecore",
    " movable-node",      " --",           " numa=fake=2",  " \"memmap=1M@1M\"",
    " memmap=\"64K$1M\"", " MEM=1M",       " quiet",        "\t",
};

static void decode_option(struct decoder *d)
{
	uint8_t b = u8(d);
	uint8_t style = b >> 6;
	const struct option *o = &options[b & 0xf];
	const char *name = o->name;
	struct sc_range r = {0, 0};

	if (!name)
		name = odd_options[u8(d) % (sizeof(odd_options) / sizeof(odd_options[0]))];
	if (d->cmdline_len == 0 && *name == ' ')
		name++;
	if (o->between) {
		r = range(d, o->between == '@');
	} else if (o->has_size) {
		uint64_t start = 0;

		r.size = range_size(d, &start, false);
	}
	add_text(d, name);
	if (o->has_size)
		add_number(d, r.size, style);
	if (o->between) {
		add_char(d, o->between);
		add_number(d, r.start, style);
	}
}

static void decode_text(struct decoder *d)
{
	for (uint8_t n = u8(d); n > 0 && d->at < d->end; n--) {
		char c = (char)u8(d);

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

/* ---- Decoding: layouts ---- */

struct stretch {
	uint64_t start;
	uint64_t end;
	uint32_t type;
};

enum { MAX_STRETCHES = 8 };

#define LOW_MEMORY                              \
	{0, 0x9fc00, 1}, {0x9fc00, 0xa0000, 2}, \
	{                                       \
		0xf0000, MIB, 2                 \
	}

static const struct stretch layouts[SC_NR_GEOMETRIES][4][MAX_STRETCHES] =
    {
	[SC_X86_64] =
	    {
		{LOW_MEMORY,
		 {MIB, 64 * MIB, 1},
		 {4 * GIB - 32 * MIB, 4 * GIB - 8 * MIB, 1},
		 {4 * GIB - 4 * MIB, 4 * GIB, 2},
		 {4 * GIB, 4 * GIB + 64 * MIB, 1}},
		{LOW_MEMORY,
		 {MIB, 15 * MIB, 1},
		 {16 * MIB, 47 * MIB, 1},
		 {47 * MIB, 48 * MIB, 3},
		 {4 * GIB, 4 * GIB + 40 * MIB, 1}},
		{LOW_MEMORY,
		 {MIB, 160 * MIB, 1},
		 {160 * MIB, 161 * MIB, 4},
		 {4 * GIB, 4 * GIB + 24 * MIB, 1},
		 {5 * GIB, 5 * GIB + 20 * MIB, 1}},
		{{0, 40 * MIB, 1}, {4 * GIB - 16 * MIB, 4 * GIB + 32 * MIB, 1}},
	    },
	[SC_TINY] =
	    {
		{LOW_MEMORY, {MIB, 8 * MIB, 1}},
		{LOW_MEMORY,
		 {MIB, 3 * MIB, 1},
		 {3 * MIB, 3 * MIB + 0x10000, 3},
		 {4 * MIB, 7 * MIB, 1}},
		{LOW_MEMORY,
		 {MIB, 2 * MIB - 0x5000, 1},
		 {2 * MIB + 0x3000, 5 * MIB, 1},
		 {5 * MIB + 0x800, 8 * MIB - 0x400, 1}},
		{{0, 4 * MIB, 1}, {4 * MIB, 8 * MIB, 1}},
	    },
};

static void layout_map(struct decoder *d, uint8_t layout, uint8_t hole_size, uint8_t hole_place)
{
	struct scenario *s = d->s;
	const struct stretch *map = layouts[s->geometry][layout & 3];
	uint32_t nr = 0;

	while (nr < MAX_STRETCHES && map[nr].end)
		nr++;
	for (uint32_t i = 0; i < nr; i++) {
		const struct stretch *m = &map[layout & LAYOUT_REVERSE ? nr - 1 - i : i];

		s->e820[s->nr_e820++] =
		    (struct sc_e820_entry){m->start, m->end - m->start, m->type};
		remember(&d->neighbours, m->start, m->end - m->start);
	}
	if (layout & 4) { /* a reserved area somewhere across the map */
		uint64_t start = block_address(s->geometry, hole_place & 0x3f);

		s->e820[s->nr_e820++] = (struct sc_e820_entry){start, hole_size * PAGE, 2};
		remember(&d->neighbours, start, hole_size * PAGE);
	}
}

static void layout_reserve(struct decoder *d, uint64_t start, uint64_t size)
{
	struct sc_op op = {.kind = SC_OP_RESERVE, .range = {start, size}};

	d->s->ops[d->s->nr_ops++] = op;
	d->nr_op_records++;
	remember(&d->neighbours, start, size);
}

static void layout_node(struct decoder *d, uint32_t node, uint64_t start, uint64_t end,
			bool hotplug)
{
	add_srat(d,
		 (struct sc_srat){.range = {start, end - start}, .nid = node, .hotplug = hotplug});
}

/* Nodes that meet at a and b: two of them, or three stretches of which the outer two are one. */
static void layout_nodes(struct decoder *d, uint8_t layout, uint8_t parameter)
{
	bool tiny = d->s->geometry == SC_TINY;
	uint64_t top = tiny ? 8 * MIB : 8 * GIB;
	uint64_t a = tiny ? 4 * MIB : 4 * GIB;
	uint64_t b = a + (tiny ? 2 * MIB : 16 * MIB);

	a -= (parameter & 0xfu) * d->geometry->pageblock;
	switch (layout & LAYOUT_NODES) {
	case 0x20:
		layout_node(d, 0, 0, a, false);
		layout_node(d, 1, a, top, false);
		break;
	case 0x40:
		layout_node(d, 0, 0, a, false);
		layout_node(d, 1, a, b, false);
		layout_node(d, 0, b, top, false);
		break;
	case 0x60:
		layout_node(d, 0, 0, a, false);
		layout_node(d, 1, a, top, true);
		add_text(d, "movable_node");
		break;
	default:
		break;
	}
}

static void decode_layout(struct decoder *d)
{
	uint8_t layout = u8(d), p1 = u8(d), p2 = u8(d);
	bool tiny = d->s->geometry == SC_TINY;

	if (layout == 0)
		return;
	layout_map(d, layout, p1, p2);
	if (layout & LAYOUT_RESERVE) {
		layout_reserve(d, 0, 0x10000);
		layout_reserve(d, 0x9f000, MIB - 0x9f000);
	}
	if (layout & LAYOUT_KERNEL) {
		d->s->has_kernel = true;
		d->s->kernel.start = (tiny ? MIB : 16 * MIB) + (p2 & 0xfu) * PAGE;
		d->s->kernel.size = (tiny ? MIB / 4 : 8 * MIB) + p1;
		layout_reserve(d, d->s->kernel.start, d->s->kernel.size);
	}
	layout_nodes(d, layout, p2);
}

/* ---- Decoding: all of it ---- */

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
		s->kernel = range(d, true);
		break;
	case R_INITRD:
		s->has_initrd = true;
		s->initrd = range(d, false);
		break;
	case R_BDA:
		s->has_bda = true;
		s->bda_ebda_segment = (uint32_t)little_endian(d, 2);
		s->bda_kib = (uint32_t)little_endian(d, 2);
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
	case R_FREE_LATE: {
		struct sc_late_op op = {.kind = SC_LATE_FREE_LATE, .range = range(d, false)};

		add_late_op(d, &op);
		break;
	}
	default:
		decode_op(d, (enum sc_op_kind)(record - R_OP));
	}
}

void scenario_decode(const uint8_t *data, size_t size, struct scenario *s)
{
	struct decoder d; /* no initializer: it would clear the large array */
	uint8_t flags;

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
	flags = u8(&d);
	s->geometry = flags & FLAG_X86_64 ? SC_X86_64 : SC_TINY;
	s->config.efi = !(flags & FLAG_NO_EFI);
	s->config.movable_node = !(flags & FLAG_NO_MOVABLE_NODE);
	s->config.nodes_span_other_nodes = !(flags & FLAG_NO_SPAN_OTHER_NODES);
	d.geometry = &geometries[s->geometry];
	decode_layout(&d);
	while (d.at < d.end)
		decode_record(&d, record_of[u8(&d) % 64]);
	end_cmdline(&d);
	scenario_place(s, 0, d.numa_at);
	scenario_limit(s);
}

/* ---- Encoding ---- */

struct encoder {
	uint8_t *out;
	size_t capacity;
	size_t len;
	struct neighbours neighbours;
};

static void put8(struct encoder *e, uint64_t v)
{
	if (e->len < e->capacity)
		e->out[e->len] = (uint8_t)v;
	e->len++;
}

static void put_little_endian(struct encoder *e, uint64_t v, unsigned int bytes)
{
	for (unsigned int i = 0; i < bytes; i++)
		put8(e, v >> (8 * i));
}

static void put_record(struct encoder *e, unsigned int record)
{
	uint8_t kind = 0;

	while (record_of[kind] != record)
		kind++;
	put8(e, kind);
}

static void put_address(struct encoder *e, uint64_t v)
{
	struct sc_range last = recall(&e->neighbours, 0);

	if (v == 0) {
		put8(e, ADDRESS_ZERO);
	} else if (e->neighbours.nr && (v == last.start || v == last.start + last.size)) {
		/* keeps touching when a mutator changes the neighbour */
		put8(e, v == last.start ? ADDRESS_NEIGHBOUR : ADDRESS_NEIGHBOUR | NEIGHBOUR_END);
		put8(e, 0);
	} else if (v % PAGE == 0 && v / PAGE <= UINT16_MAX) {
		put8(e, ADDRESS_PFN16);
		put_little_endian(e, v / PAGE, 2);
	} else if (v % PAGE == 0 && v / PAGE <= UINT32_MAX) {
		put8(e, ADDRESS_PFN32);
		put_little_endian(e, v / PAGE, 4);
	} else if (v <= UINT32_MAX) {
		put8(e, ADDRESS_32);
		put_little_endian(e, v, 4);
	} else {
		put8(e, ADDRESS_64);
		put_little_endian(e, v, 8);
	}
}

static void put_size(struct encoder *e, uint64_t v)
{
	uint64_t pages = v / PAGE;

	if (v == 0) {
		put8(e, SIZE_ZERO);
	} else if (v <= UINT8_MAX) {
		put8(e, SIZE_8);
		put8(e, v);
	} else if (v % PAGE == 0 && pages <= SIZE_TO - SIZE_PAGES) {
		put8(e, SIZE_PAGES + pages - 1);
	} else if (v % PAGE == 0 && pages <= UINT16_MAX) {
		put8(e, SIZE_PAGES16);
		put_little_endian(e, pages, 2);
	} else if (v % PAGE == 0 && pages <= UINT32_MAX) {
		put8(e, SIZE_PAGES32);
		put_little_endian(e, pages, 4);
	} else if (v <= UINT32_MAX) {
		put8(e, SIZE_32);
		put_little_endian(e, v, 4);
	} else {
		put8(e, SIZE_64);
		put_little_endian(e, v, 8);
	}
}

static void put_range(struct encoder *e, uint64_t start, uint64_t size, bool ram)
{
	put_address(e, start);
	if (!ram && size > UINT32_MAX && start + size == 0)
		put8(e, SIZE_TO_TOP);
	else if (!ram && size > UINT32_MAX && start + size == UINT64_MAX)
		put8(e, SIZE_TO_LAST);
	else
		put_size(e, size);
	remember(&e->neighbours, start, size);
}

static void put_type(struct encoder *e, uint32_t t)
{
	for (uint8_t i = 0; i < 32; i++) {
		if (types[i] == t) {
			put8(e, i);
			return;
		}
	}
	put8(e, TYPE_32);
	put_little_endian(e, t, 4);
}

static void put_nid(struct encoder *e, int32_t node)
{
	if (node == SC_NID_ANY)
		put8(e, NID_ANY);
	else if (node == SC_MAX_NODES)
		put8(e, NID_MAX);
	else
		put8(e, NID_EXACT | (uint32_t)node);
}

static void put_align(struct encoder *e, uint64_t align)
{
	unsigned int exponent = 0;

	if (align == 0) {
		put8(e, 0);
		return;
	}
	while (align >> exponent != 1)
		exponent++;
	put8(e, ALIGN_EXACT | exponent);
}

static void encode_entries(struct encoder *e, unsigned int record,
			   const struct sc_e820_entry *entries, uint32_t nr)
{
	for (uint32_t i = 0; i < nr; i++) {
		put_record(e, record);
		put_type(e, entries[i].type);
		put_range(e, entries[i].addr, entries[i].size, is_ram(entries[i].type));
	}
}

static void encode_e820_op(struct encoder *e, const struct sc_e820_op *op)
{
	put_record(e, R_E820_OP);
	put8(e, op->kind);
	if (op->kind == SC_E820_SANITIZE)
		return;
	put_type(e, op->type);
	if (op->kind == SC_E820_UPDATE)
		put_type(e, op->new_type);
	put_range(e, op->range.start, op->range.size, true);
	if (op->kind == SC_E820_REMOVE)
		put8(e, op->checktype);
}

static void encode_mem_k(struct encoder *e, bool ext, uint32_t kib)
{
	if (!kib)
		return;
	put_record(e, R_MEM_K);
	put8(e, MEM_K_32 | (unsigned int)ext);
	put_little_endian(e, kib, 4);
}

static void encode_cmdline(struct encoder *e, const char *cmdline)
{
	size_t left = strlen(cmdline);

	while (left) {
		size_t n = left < UINT8_MAX ? left : UINT8_MAX;

		put_record(e, R_TEXT);
		put8(e, n);
		for (size_t i = 0; i < n; i++)
			put8(e, (uint8_t)cmdline[i]);
		cmdline += n;
		left -= n;
	}
}

static void encode_machine(struct encoder *e, const struct scenario *s)
{
	encode_entries(e, R_E820, s->e820, s->nr_e820);
	encode_entries(e, R_E820_EXT, s->e820_ext, s->nr_e820_ext);
	for (uint32_t i = 0; i < s->nr_e820_ops; i++)
		encode_e820_op(e, &s->e820_ops[i]);
	encode_mem_k(e, true, s->ext_mem_k);
	encode_mem_k(e, false, s->alt_mem_k);
	encode_cmdline(e, s->cmdline);
	for (uint32_t i = 0; i < s->nr_setup_data; i++) {
		put_record(e, R_SETUP_DATA);
		put_range(e, s->setup_data[i].start, s->setup_data[i].size, false);
	}
	if (s->has_kernel) {
		put_record(e, R_KERNEL);
		put_range(e, s->kernel.start, s->kernel.size, true);
	}
	if (s->has_initrd) {
		put_record(e, R_INITRD);
		put_range(e, s->initrd.start, s->initrd.size, false);
	}
	if (s->has_bda) {
		put_record(e, R_BDA);
		put_little_endian(e, s->bda_ebda_segment, 2);
		put_little_endian(e, s->bda_kib, 2);
	}
}

static void encode_srat(struct encoder *e, const struct sc_srat *entry)
{
	put_record(e, R_SRAT);
	put8(e,
	     (entry->hotplug ? SRAT_HOTPLUG : 0u) | (entry->non_volatile ? SRAT_NON_VOLATILE : 0u));
	put8(e, NID_EXACT | entry->nid);
	put8(e, entry->pxm < PXM_32 ? entry->pxm : PXM_32);
	if (entry->pxm >= PXM_32)
		put_little_endian(e, entry->pxm, 4);
	put_range(e, entry->range.start, entry->range.size, false);
}

static void encode_op(struct encoder *e, const struct sc_op *op)
{
	unsigned int fields = sc_op_fields(op->kind);

	put_record(e, R_OP + op->kind);
	if (op->kind == SC_OP_ALLOC) {
		bool anywhere = op->limit == UINT64_MAX;

		put8(e, (op->range.start ? ALLOC_MIN : 0u) | (anywhere    ? ALLOC_ANYWHERE
							      : op->limit ? ALLOC_MAX
									  : 0u));
		if (op->range.start)
			put_address(e, op->range.start);
		if (op->limit && !anywhere)
			put_address(e, op->limit);
		put_size(e, op->range.size);
	} else if (fields & SC_HAS_RANGE) {
		put_range(e, op->range.start, op->range.size,
			  op->kind == SC_OP_ADD || op->kind == SC_OP_ADD_NODE);
	} else if (op->kind == SC_OP_BOTTOM_UP) {
		put8(e, op->limit);
	} else if (fields & SC_HAS_LIMIT) {
		put_address(e, op->limit);
	}
	if (fields & SC_HAS_NID)
		put_nid(e, op->nid);
	if (fields & SC_HAS_ALIGN)
		put_align(e, op->align);
}

static void encode_ops(struct encoder *e, const struct scenario *s)
{
	for (uint32_t i = 0; i < s->nr_ops; i++) {
		if (s->ops[i].kind != SC_OP_NUMA) {
			encode_op(e, &s->ops[i]);
			continue;
		}
		for (uint32_t k = 0; k < s->nr_srat; k++)
			encode_srat(e, &s->srat[k]);
	}
}

static void encode_late_ops(struct encoder *e, const struct scenario *s)
{
	uint16_t number[SC_MAX_LATE_OPS]; /* of the allocations up to each operation */
	uint16_t nr_allocations = 0;

	for (uint32_t i = 0; i < s->nr_late_ops; i++) {
		const struct sc_late_op *op = &s->late_ops[i];

		number[i] = nr_allocations;
		if (op->kind == SC_LATE_ALLOC_PAGES) {
			nr_allocations++;
			put_record(e, R_ALLOC_PAGES);
			put8(e, op->order | op->zone << 4 | op->migratetype << 6);
			put8(e, NID_EXACT | op->nid);
		} else if (op->kind == SC_LATE_FREE) {
			unsigned int back = nr_allocations - 1u - number[op->operation];

			put_record(e, R_FREE);
			if (back >= BACK_LONG)
				put8(e, BACK_LONG | back >> 8);
			put8(e, back);
		} else {
			put_record(e, R_FREE_LATE);
			put_range(e, op->range.start, op->range.size, false);
		}
	}
}

size_t scenario_encode(const struct scenario *s, uint8_t *out, size_t capacity)
{
	struct encoder e = {.out = out, .capacity = capacity};

	if (scenario_check(s) || !scenario_within_limit(s))
		return 0;
	put8(&e, (s->geometry == SC_X86_64 ? FLAG_X86_64 : 0u) |
		     (s->config.efi ? 0u : FLAG_NO_EFI) |
		     (s->config.movable_node ? 0u : FLAG_NO_MOVABLE_NODE) |
		     (s->config.nodes_span_other_nodes ? 0u : FLAG_NO_SPAN_OTHER_NODES));
	put_little_endian(&e, 0, 3); /* no layout */
	encode_machine(&e, s);
	encode_ops(&e, s);
	encode_late_ops(&e, s);
	return e.len <= capacity ? e.len : 0;
}
