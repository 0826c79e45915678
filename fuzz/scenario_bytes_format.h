/*
 * The format of the bytes, for the two directions of the conversion; nobody else depends on it.
 *
 * Header: flags, the kernel, layout, two parameters of the layout. A layout is a machine to start
 * from, so that few bytes are enough for something that boots; 0 is none. Then records to the end.
 */
#ifndef MMINIT_FUZZ_SCENARIO_BYTES_FORMAT_H
#define MMINIT_FUZZ_SCENARIO_BYTES_FORMAT_H

#include "scenario.h"

enum {
	FLAGS_GEOMETRY = 0x07, /* one of these two, else tiny, which is much quicker */
	FLAGS_X86_64 = 0x07,
	FLAGS_ARM_FLATMEM = 0x06,
	/* Both of these bits: kaiser_init takes 256 pages and more, so most bytes leave it out. */
	FLAGS_ISOLATION = 0x18,
	FLAG_NO_EFI = 0x20,
	FLAG_NO_MOVABLE_NODE = 0x40,
	FLAG_NO_SPAN_OTHER_NODES = 0x80,

	/* The kernel's byte: its release modulo 3, the rest modulo 8 an index of init_regions[]. */
	NR_INIT_REGIONS = 8,

	LAYOUT_MAP = 0x03,     /* which map */
	LAYOUT_HOLE = 0x04,    /* a reserved area across it */
	LAYOUT_RESERVE = 0x08, /* the reservations that every PC makes */
	LAYOUT_KERNEL = 0x10,  /* a kernel, and its reservation */
	LAYOUT_NODES = 0x60,   /* no SRAT, two nodes, two nodes taking turns, one hot-pluggable */
	LAYOUT_TWO_NODES = 0x20,
	LAYOUT_REVERSE = 0x80, /* the map's entries from the last to the first */
	/* On arm_flatmem the bits of LAYOUT_NODES are: */
	LAYOUT_DMA_ZONE = 0x20,
	LAYOUT_LARGE_PAGES = 0x40,
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
	R_KMALLOC,
	R_VMALLOC,
	R_SETTING, /* enum setting, and its value */
	R_PERCPU,
	R_EARLY_VM,
	R_USER_MAP,
	R_BOOTMEM_INFO,
	R_IMAGE,
	R_OP, /* R_OP + enum sc_op_kind */
};

/* Which record a kind byte, modulo NR_RECORD_KINDS, begins. */
enum { NR_RECORD_KINDS = 128 };
const uint8_t *record_kinds(enum sc_geometry g);

/* What a R_SETTING record sets. */
enum setting {
	SET_CPUS,
	SET_CPU_FLAGS, /* one bit a flag: pse, gbpages, nx, amd, xenpv */
	SET_SIZEOF,
	SET_SLUB_MIN_OBJECTS,
	SET_SLUB_MAX_ORDER,
	SET_SLUB_MIN_ORDER,
	SET_CONFIG, /* option * 2 + value */
	SET_LOWMEM_LIMIT,
	SET_PHYS_OFFSET,
	SET_DMA_ZONE_SIZE,
	SET_PAGE_SHIFT,
	SET_MEM_MAP,
	NR_SETTINGS
};

enum {
	CPU_FLAGS_DEFAULT = 7,
	NR_HEADER_OPTIONS = 4, /* options of the configuration that the header holds: the first */
};

/* A first byte after which the value follows in full. */
enum {
	EXACT = 0xff,
	SLUB_ORDER_EXACT = 0x80, /* and an order; else 0 to 3, which boot */
	BYTES_EXACT = 0xf0,      /* of kmalloc and vmalloc: this byte or above */
	IMAGE_BESIDE = 0x80,     /* of R_IMAGE: the other part in bits 4 to 6, a byte says where */
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
	SRAT_RANGE = 0xc0,      /* both bits: a range follows; else where the node ends */
	TYPE_SAME = 0xfe,       /* for an update: to the type that it is from */
	FREE_LATE_RANGE = 0xff, /* a range follows; else of a reservation */
	OPTION_CHOICE = 0x0f,   /* which option; the upper two bits: how to write numbers */

	ALLOC_MIN = 0x01,      /* a least address follows */
	ALLOC_MAX = 0x02,      /* a highest address follows */
	ALLOC_ANYWHERE = 0x04, /* the highest address is 2^64 - 1 */
	BACK_LONG = 0xf0,      /* and four bits of 12; eight follow */
};

/* INIT_MEMBLOCK_REGIONS; a number may occur more than once. */
extern const uint32_t init_regions[NR_INIT_REGIONS];

/* The types that a byte stands for, modulo 32; a type may occur more than once. */
extern const uint32_t type_codes[32];

#define PAGE UINT64_C(0x1000)
#define MIB  (UINT64_C(1) << 20)
#define GIB  (UINT64_C(1) << 30)

static inline bool is_ram(uint32_t type)
{
	return type == 1 || type == 128;
}

/* What a range is for: sizes that are not spelled out are folded accordingly. */
enum purpose {
	RAM,  /* may become RAM: not too much of it on x86_64, which would be slow */
	HOLE, /* takes RAM away: not all of it */
	ANY,
};

static inline enum purpose purpose_of_type(uint32_t type)
{
	return is_ram(type) ? RAM : HOLE;
}

static inline enum purpose purpose_of_e820_op(const struct sc_e820_op *op)
{
	switch (op->kind) {
	case SC_E820_ADD:
		return purpose_of_type(op->type);
	case SC_E820_UPDATE:
		return purpose_of_type(op->new_type);
	case SC_E820_REMOVE:
		return HOLE;
	default:
		return ANY;
	}
}

static inline enum purpose purpose_of_op(enum sc_op_kind kind)
{
	switch (kind) {
	case SC_OP_ADD:
	case SC_OP_ADD_NODE:
		return RAM;
	case SC_OP_REMOVE:
	case SC_OP_RESERVE:
		return HOLE;
	default:
		return ANY;
	}
}

/* What the folding of values knows of a geometry: where something changes, and offsets in multiples
 * of a unit: a page, a pageblock, a MAX_ORDER block, a section. */
struct geometry {
	const uint64_t *edges;
	uint32_t nr_edges;
	uint64_t pageblock;
	uint64_t max_order_block;
	uint64_t section;
	uint64_t small_step[ANY + 1]; /* of SIZE_BLOCKS, by purpose */
	uint64_t large_step[ANY + 1]; /* of SIZE_SECTIONS */
	uint64_t most[ANY + 1];       /* of sizes up to an address */
};

const struct geometry *scenario_geometry(enum sc_geometry g);

/* The page that the 14 bits of n stand for: on x86_64 in one of four stretches of 16 MiB. */
uint64_t geometry_page_address(enum sc_geometry g, uint32_t n);

/* The large step that the 6 bits of n stand for. */
uint64_t geometry_block_address(enum sc_geometry g, uint32_t n);

/* ---- Ranges that others refer to: the last 16, on both sides of the conversion ---- */

struct neighbours {
	struct sc_range ranges[16];
	uint32_t nr; /* ever remembered */
};

static inline void remember(struct neighbours *n, uint64_t start, uint64_t size)
{
	n->ranges[n->nr++ % 16] = (struct sc_range){start, size};
}

/* back = 0 is the latest. */
static inline struct sc_range recall(const struct neighbours *n, uint32_t back)
{
	uint32_t known = n->nr < 16 ? n->nr : 16;

	if (known == 0)
		return (struct sc_range){0, 0};
	return n->ranges[(n->nr - 1 - back % known) % 16];
}

/* Makes the empty scenario s, of the geometry it has, the machine that a layout stands for. */
void scenario_layout(struct scenario *s, uint8_t layout, uint8_t p1, uint8_t p2);

#endif
