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

enum { MAX_STRETCHES = 8 };

/* clang-format off */

#define LOW_MEMORY {0, 0x9fc00, 1}, {0x9fc00, 0xa0000, 2}, {0xf0000, MIB, 2}

/* Every tiny map ends in the page at 8 MiB: two nodes of 4 MiB are the smallest that are onlined. */
static const struct stretch layouts[SC_NR_GEOMETRIES][4][MAX_STRETCHES] = {
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

void scenario_layout(struct scenario *s, uint8_t layout, uint8_t p1, uint8_t p2)
{
	bool tiny = s->geometry == SC_TINY;

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
