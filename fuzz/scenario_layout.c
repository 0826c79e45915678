/*
 * The machines that bytes start from: small, with RAM in every zone, sensible enough to boot to the
 * end, so that what the bytes add is what makes the difference.
 */
#include <string.h>

#include "scenario_bytes_format.h"

struct stretch {
	uint64_t start;
	uint64_t end;
	uint32_t type;
};

enum { MAX_STRETCHES = 8, NR_MAPS = LAYOUT_MAP + 1 };

/* clang-format off */

#define LOW_MEMORY {0, 0x9fc00, 1}, {0x9fc00, 0xa0000, 2}, {0xf0000, MIB, 2}

/* Every tiny map ends in the page at 8 MiB: two nodes of 4 MiB are the smallest that are onlined. */
static const struct stretch layouts[SC_NR_GEOMETRIES][NR_MAPS][MAX_STRETCHES] = {
	[SC_X86_64] = {
		{LOW_MEMORY, {MIB, 64 * MIB, 1}, {4 * GIB - 32 * MIB, 4 * GIB - 8 * MIB, 1},
		 {4 * GIB - 4 * MIB, 4 * GIB, 2}, {4 * GIB, 4 * GIB + 64 * MIB, 1}},
		{LOW_MEMORY, {MIB, 15 * MIB, 1}, {16 * MIB, 47 * MIB, 1}, {47 * MIB, 48 * MIB, 3},
		 {4 * GIB, 4 * GIB + 40 * MIB, 1}},
		{LOW_MEMORY, {MIB, 160 * MIB, 1}, {160 * MIB, 161 * MIB, 4},
		 {4 * GIB, 4 * GIB + 24 * MIB, 1}, {5 * GIB, 5 * GIB + 20 * MIB, 1}},
		{{0, 40 * MIB, 1}, {4 * GIB - 16 * MIB, 4 * GIB + 32 * MIB, 1}},
	},
	[SC_TINY] = {
		{LOW_MEMORY, {MIB, 8 * MIB, 1}},
		{LOW_MEMORY, {MIB, 3 * MIB, 1}, {3 * MIB, 3 * MIB + 0x10000, 3},
		 {4 * MIB, 8 * MIB, 1}},
		{LOW_MEMORY, {MIB, 2 * MIB - 0x5000, 1}, {2 * MIB + 0x3000, 5 * MIB, 1},
		 {5 * MIB + 0x800, 8 * MIB + 0x400, 1}},
		{{0, 4 * MIB, 1}, {4 * MIB, 4 * MIB + 0x2000, 20}, {4 * MIB + 0x2000, 8 * MIB, 1}},
	},
	/* Banks of RAM, with and without holes that a struct page's worth of mem_map covers. */
	[SC_ARM_FLATMEM] = {
		{{0, 32 * MIB, 1}},
		{{0, 12 * MIB, 1}, {20 * MIB, 48 * MIB, 1}},
		{{2 * GIB, 2 * GIB + 16 * MIB, 1}, {2 * GIB + 24 * MIB, 2 * GIB + 40 * MIB, 1}},
		{{MIB + 0x800, 9 * MIB + 0x400, 1}, {16 * MIB, 24 * MIB - 0x3000, 1}},
	},
};

/* clang-format on */

static void map(struct scenario *s, uint8_t layout, uint8_t hole_size, uint8_t hole_place)
{
	const struct stretch *stretches = layouts[s->geometry][layout & LAYOUT_MAP];
	uint64_t step = s->geometry == SC_TINY ? MIB / 8 : MIB;
	uint32_t nr = 0;

	while (nr < MAX_STRETCHES && stretches[nr].end)
		nr++;
	for (uint32_t i = 0; i < nr; i++) {
		const struct stretch *m = &stretches[layout & LAYOUT_REVERSE ? nr - 1 - i : i];

		s->e820[s->nr_e820++] =
		    (struct sc_e820_entry){m->start, m->end - m->start, m->type};
	}
	if (layout & LAYOUT_HOLE)
		s->e820[s->nr_e820++] =
		    (struct sc_e820_entry){(hole_place & 0x3f) * step, hole_size * PAGE, 2};
}

static void reserve(struct scenario *s, uint64_t start, uint64_t size)
{
	s->ops[s->nr_ops++] = (struct sc_op){.kind = SC_OP_RESERVE, .range = {start, size}};
}

static void node(struct scenario *s, uint32_t nid, uint64_t start, uint64_t end, bool hotplug)
{
	s->srat[s->nr_srat++] = (struct sc_srat){
	    .range = {start, end - start},
	    .nid = nid,
	    .pxm = nid,
	    .hotplug = hotplug,
	};
}

/* Two nodes, one after the other or taking turns. */
static void nodes(struct scenario *s, uint8_t layout, uint8_t parameter)
{
	bool tiny = s->geometry == SC_TINY;
	bool hotplug = (layout & LAYOUT_NODES) == LAYOUT_NODES;
	uint64_t block = tiny ? 8 * PAGE : 2 * MIB;
	uint64_t shift = (parameter & 0xf) * block; /* of the borders, from where zones end */
	uint64_t middle = tiny ? 4 * MIB : 4 * GIB;
	uint64_t top = tiny ? 8 * MIB : 8 * GIB;

	switch (layout & LAYOUT_NODES) {
	case 0:
		return;
	case LAYOUT_TWO_NODES:
		if (parameter < 0xc0)
			shift = 0;
		node(s, 0, 0, middle - shift, false);
		node(s, 1, middle - shift, top, false);
		return;
	default:
		node(s, 0, 0, (tiny ? 2 * MIB : 16 * MIB) + shift, false);
		node(s, 1, s->srat[0].range.size, middle, hotplug);
		node(s, 0, middle, middle + (tiny ? 2 * MIB : 16 * MIB) - shift, false);
		node(s, 1, s->srat[2].range.start + s->srat[2].range.size, top, hotplug);
	}
	if (hotplug)
		strcpy(s->cmdline, "movable_node");
}

static void operation(struct scenario *s, enum sc_op_kind kind, uint64_t start, uint64_t size)
{
	s->ops[s->nr_ops++] = (struct sc_op){.kind = kind, .range = {start, size}};
}

/* Banks of RAM, low memory up to somewhere in them, and a mem_map that lies in RAM. */
static void arm_layout(struct scenario *s, uint8_t layout, uint8_t p1, uint8_t p2)
{
	const struct stretch *banks = layouts[SC_ARM_FLATMEM][layout & LAYOUT_MAP];
	struct sc_arm *arm = &s->arm;
	uint32_t nr = banks[1].end ? 2 : 1;
	uint64_t start = banks[0].start & ~(uint64_t)(SC_PHYS_OFFSET_ALIGN - 1);

	for (uint32_t i = 0; i < nr; i++) {
		const struct stretch *m = &banks[layout & LAYOUT_REVERSE ? nr - 1 - i : i];

		operation(s, SC_OP_ADD, m->start, m->end - m->start);
	}
	arm->phys_offset = (uint32_t)start;
	arm->has_lowmem_limit = true;
	arm->lowmem_limit = (uint32_t)(start + (4 + (p2 & 0x3fu)) * MIB);
	if (layout & LAYOUT_LARGE_PAGES)
		arm->page_shift = SC_MIN_PAGE_SHIFT + 1 + (p1 & 3u);
	if (layout & LAYOUT_DMA_ZONE) {
		arm->has_dma_zone = true;
		arm->dma_zone_size = (p1 >> 2 & 0xfu) * (uint32_t)MIB;
	}
	if (layout & LAYOUT_HOLE)
		operation(s, p2 & 0x40 ? SC_OP_MARK_NOMAP : SC_OP_REMOVE, start + p1 * MIB / 8,
			  (p2 + UINT64_C(1)) * PAGE);
	if (layout & LAYOUT_RESERVE)
		operation(s, SC_OP_RESERVE, start + 0x8000, MIB + p1 * PAGE);
	if (layout & LAYOUT_KERNEL) {
		arm->has_mem_map = true;
		arm->mem_map = (uint32_t)(start + 2 * MIB + p2 * PAGE / 2);
		operation(s, SC_OP_RESERVE, arm->mem_map, MIB / 2);
	}
}

void scenario_layout(struct scenario *s, uint8_t layout, uint8_t p1, uint8_t p2)
{
	bool tiny = s->geometry == SC_TINY;

	if (s->geometry == SC_ARM_FLATMEM) {
		arm_layout(s, layout, p1, p2);
		return;
	}
	map(s, layout, p1, p2);
	s->alt_mem_k = tiny ? 7 * 1024 : 63 * 1024; /* for tables that are refused */
	if (layout & LAYOUT_RESERVE) {
		reserve(s, 0, 0x10000);
		reserve(s, 0x9f000, MIB - 0x9f000);
	}
	if (layout & LAYOUT_KERNEL) {
		s->has_kernel = true;
		s->kernel.start = (tiny ? MIB : 16 * MIB) + (p2 & 0xf) * PAGE;
		s->kernel.size = (tiny ? MIB / 4 : 8 * MIB) + p1;
		reserve(s, s->kernel.start, s->kernel.size);
	}
	nodes(s, layout, p2);
}
