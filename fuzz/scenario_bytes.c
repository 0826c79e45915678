#include "scenario_bytes.h"

#include <string.h>

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
	decode_cmdline_end(&d);
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
