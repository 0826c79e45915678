#include "generate.h"

#include <inttypes.h>

#include "generate_internal.h"

/* Where the boot loader puts kernel and initrd if it can. */
enum { KERNEL_PLACE = 16, KERNEL_PLACE_END = 96, LOW_RAM_MAX = 3000 }; /* MiB */

static uint32_t any_type(struct generator *g)
{
	if (chance(g, 40))
		return 1;
	if (chance(g, 5))
		return chance(g, 50) ? 0 : 128 + (uint32_t)below(g, 8);
	return reserved_type(g);
}

/* A place in RAM, not where the kernel is to lie. */
static struct sc_range spare_range(struct generator *g)
{
	struct sc_range r = some_range(g);

	if (r.start + r.size > KERNEL_PLACE * MIB && r.start < KERNEL_PLACE_END * MIB &&
	    chance(g, 95))
		r.start += (KERNEL_PLACE_END - KERNEL_PLACE) * MIB;
	if (r.start < 4 * GIB && r.start + r.size > g->low_top)
		r.start = g->low_top - r.size;
	if (r.start >= 4 * GIB && r.start + r.size > 4 * GIB + g->high_size)
		r.start = g->low_top - r.size;
	return r;
}

static void low_memory(struct generator *g)
{
	uint64_t start = chance(g, 80) ? 0 : below(g, 8) * KIB;
	uint64_t end = 0x9fc00;

	switch (below(g, 8)) {
	case 0: /* no hole for the BIOS */
		entry(g, start, MIB, 1);
		return;
	case 1: /* counted in bytes */
		end = 0x90000 + below(g, 0x10000);
		break;
	case 2: /* in pieces */
		entry(g, start, 0x20000 + below(g, 16) * KIB, 1);
		entry(g, 0x30000, 0x9f000, any_type(g));
		entry(g, 0x60000, 0x9b000, 1);
		return;
	case 3: /* little of it */
		end = 0x30000 + below(g, 0x60) * KIB;
		break;
	default:
		end -= below(g, 4) * KIB;
	}
	entry(g, start, end, 1);
	if (chance(g, 70))
		entry(g, end, 0xa0000, 2);
	if (chance(g, 70))
		entry(g, chance(g, 50) ? 0xf0000 : 0xe0000, MIB, 2);
}

/* Usable from start to end, with holes from `from` on. */
static void main_memory(struct generator *g, uint64_t start, uint64_t from, uint64_t end)
{
	uint64_t holes = below(g, 8);

	for (uint64_t i = 0; i < holes; i++) {
		uint64_t left = end - from;
		uint64_t at = from + below(g, left / (holes - i) + 1);
		uint64_t size = (below(g, 64) + 1) * PAGE;

		if (chance(g, 60))
			at &= ~(PAGE - 1);
		else if (chance(g, 50)) /* at the end of a section */
			at = (at & ~(128 * MIB - 1)) + (chance(g, 50) ? PAGE : 0);
		if (chance(g, 30))
			size = below(g, 32 * MIB);
		if (at < from || at < start || at + size >= end)
			continue;
		entry(g, start, at, 1);
		if (chance(g, 75))
			entry(g, at, at + size, any_type(g));
		start = from = at + size;
	}
	if (start < end)
		entry(g, start, end, 1);
}

static void pci_hole(struct generator *g)
{
	if (chance(g, 40))
		return;
	entry(g, 0xe0000000, 0xf0000000, 2);
	entry(g, 0xfec00000, 0xfec01000, 2);
	if (chance(g, 70))
		entry(g, 0xffc00000, 4 * GIB, 2);
}

/* Many small entries, in the table and, if there are more, in its extension. */
static void many_entries(struct generator *g)
{
	struct scenario *s = g->s;
	uint64_t at = KERNEL_PLACE_END * MIB + below(g, 64) * MIB;
	uint64_t nr = 100 + below(g, chance(g, 50) ? 28 : 520);

	for (; nr > 0 && at < g->low_top; nr--) {
		uint64_t size = 1 + below(g, chance(g, 50) ? 8 * PAGE : 512 * KIB);
		uint32_t type = any_type(g);

		if (chance(g, 70))
			size = (size + PAGE - 1) & ~(PAGE - 1);
		if (at + size > g->low_top)
			break;
		if (s->nr_e820 < SC_MAX_E820)
			entry(g, at, at + size, type);
		else if (s->nr_e820_ext < SC_MAX_E820_EXT)
			s->e820_ext[s->nr_e820_ext++] = (struct sc_e820_entry){at, size, type};
		at += size + (chance(g, 50) ? 0 : below(g, 16) * PAGE);
	}
}

/* Pieces of memory far up, each in sections of its own. */
static void far_memory(struct generator *g)
{
	for (uint64_t i = 1 + below(g, 4); i > 0; i--) {
		uint64_t at = (8 + below(g, 120)) * GIB + below(g, 64) * MIB;

		entry(g, at, at + (1 + below(g, 32)) * MIB - below(g, 2) * below(g, PAGE), 1);
	}
}

/* What firmware should not say. */
static void odd_entries(struct generator *g)
{
	for (uint64_t i = below(g, 8); i > 0; i--) {
		struct sc_range r = spare_range(g);

		entry(g, r.start, r.start + r.size, any_type(g));
	}
	if (chance(g, 20))
		entry(g, 4 * GIB - PAGE, 4 * GIB - PAGE, any_type(g)); /* empty */
	if (chance(g, 10))
		entry(g, -PAGE, -UINT64_C(1), reserved_type(g)); /* ends a byte before 2^64 */
}

/* A table that the kernel does not take: it falls back to what the BIOS said in KiB. */
static void unusable_table(struct generator *g)
{
	struct scenario *s = g->s;

	if (chance(g, 30))
		s->nr_e820 = 1;
	else
		entry(g, spare_range(g).start | PAGE, 1 + below(g, PAGE), 2); /* wraps */
	s->alt_mem_k = (uint32_t)(g->low_top / KIB - 1024 - below(g, 8));
	s->ext_mem_k = (uint32_t)below(g, UINT16_MAX);
}

static void extension(struct generator *g)
{
	struct scenario *s = g->s;

	for (uint64_t i = 1 + below(g, 12); i > 0; i--) {
		struct sc_range r = spare_range(g);

		if (s->nr_e820_ext < SC_MAX_E820_EXT)
			s->e820_ext[s->nr_e820_ext++] =
			    (struct sc_e820_entry){r.start, r.size, any_type(g)};
	}
	if (chance(g, 10) && s->nr_e820_ext < SC_MAX_E820_EXT) /* to 2^64: never sanitized */
		s->e820_ext[s->nr_e820_ext++] = (struct sc_e820_entry){-PAGE, PAGE, 2};
}

static void firmware(struct generator *g)
{
	low_memory(g);
	main_memory(g, MIB, chance(g, 85) ? KERNEL_PLACE_END * MIB : MIB, g->low_top);
	pci_hole(g);
	if (g->high_size)
		main_memory(g, 4 * GIB, 4 * GIB, 4 * GIB + g->high_size);
	if (chance(g, 5))
		far_memory(g);
	if (chance(g, 40))
		odd_entries(g);
	if (chance(g, 12))
		many_entries(g);
	if (chance(g, 12))
		extension(g);
	if (chance(g, 40))
		swap_entries(g);
	if (chance(g, 4))
		unusable_table(g);
}

/* ---- Options ---- */

static void memmap_option(struct generator *g)
{
	static const char marks[] = "@#$!";
	struct sc_range r = spare_range(g);

	switch (below(g, 4)) {
	case 0:
		option(g, "memmap=%" PRIu64 "K%c0x%" PRIx64, r.size / KIB, marks[below(g, 4)],
		       r.start);
		break;
	case 1:
		option(g, "memmap=0x%" PRIx64 "%%0x%" PRIx64 "-1+%" PRIu32, r.size, r.start,
		       reserved_type(g));
		break;
	case 2:
		option(g, "memmap=0x%" PRIx64 "%%0x%" PRIx64 "%s", r.size, r.start,
		       chance(g, 50) ? "-1" : "+1");
		break;
	default:
		option(g, "memmap=0x%" PRIx64 "%c%" PRIu64, r.size, marks[below(g, 4)], r.start);
	}
}

/* How much the kernel is to keep, or to make movable. */
static void core_option(struct generator *g, const char *name)
{
	uint64_t ram = g->low_top + g->high_size;

	switch (below(g, 4)) {
	case 0:
		option(g, "%s=%" PRIu64 "%%", name, below(g, chance(g, 90) ? 70 : 101));
		break;
	case 1:
		option(g, "%s=%" PRIu64 "M", name, 1 + below(g, ram / MIB));
		break;
	case 2:
		option(g, "%s=%" PRIu64, name, below(g, ram));
		break;
	default:
		option(g, "%s=%" PRIu64 "K", name, below(g, ram / KIB));
	}
}

static void exact_map(struct generator *g)
{
	option(g, "memmap=exactmap memmap=636K@0 memmap=%" PRIu64 "K@1M", (g->low_top - MIB) / KIB);
	if (chance(g, 50))
		memmap_option(g);
}

static void one_option(struct generator *g)
{
	static const char *const others[] = {
	    "movable_node",
	    "numa=off",
	    "kernelcore=mirror",
	    "nohugeiomap",
	    "pti=on",
	    "nopti",
	    "swiotlb=force",
	    "crashkernel=64M",
	    "hugepages=16",
	    "maxcpus=1",
	    "noefi",
	    "numa=noacpi",
	    "add_efi_memmap",
	    "transparent_hugepage=never",
	    "page_poison=1",
	    "init_on_alloc=1",
	    "init_on_free=1",
	    "nosmp",
	    "kernelcore=0",
	    "swiotlb=4096",
	};
	uint64_t ram = g->low_top + g->high_size;

	switch (below(g, 10)) {
	case 0:
	case 1:
		option(g, "mem=%" PRIu64 "K", (160 * MIB + below(g, ram - 160 * MIB)) / KIB);
		break;
	case 2:
		core_option(g, "kernelcore");
		break;
	case 3:
		core_option(g, "movablecore");
		break;
	case 4:
		exact_map(g);
		break;
	case 5:
	case 6:
		option(g, "%s", others[below(g, sizeof(others) / sizeof(others[0]))]);
		break;
	default:
		memmap_option(g);
	}
}

/* ---- Where the boot loader puts things ---- */

static void boot_loader(struct generator *g)
{
	struct scenario *s = g->s;

	if (chance(g, 15)) {
		s->has_kernel = true;
		s->kernel.start = (KERNEL_PLACE + 2 * below(g, (g->low_top / MIB - 80) / 2)) * MIB;
		s->kernel.size = 64 * MIB;
	}
	if (chance(g, 20)) {
		s->has_initrd = true;
		s->initrd = spare_range(g);
		if (s->initrd.start < MIB)
			s->initrd.start += 128 * MIB;
	}
	if (chance(g, 20))
		for (uint64_t i = 1 + below(g, 4); i > 0; i--) {
			struct sc_range r = {spare_range(g).start, 16 + below(g, 2 * PAGE)};

			if (r.start >= MIB)
				s->setup_data[s->nr_setup_data++] = r;
		}
	if (chance(g, 20))
		s->nr_cpus = 2 + (uint32_t)below(g, 7);
	if (chance(g, 15)) {
		s->has_bda = true;
		s->bda_ebda_segment = chance(g, 50) ? 0x9fc0 : (uint32_t)below(g, 0xa000);
		s->bda_kib = chance(g, 50) ? 639 : (uint32_t)below(g, 1024);
	}
}

/* ---- Nodes ---- */

static uint64_t node_border(struct generator *g, uint64_t top)
{
	uint64_t at = below(g, top);

	if (at >= g->low_top && at < 4 * GIB)
		at = g->low_top;
	switch (below(g, 5)) {
	case 0:
		return at;
	case 1:
		return at & ~(PAGE - 1);
	case 2:
		return at & ~(128 * MIB - 1);
	default:
		return at & ~(g->unit - 1);
	}
}

/* Nodes that follow each other, alternate, overlap, or leave something out. */
static void srat(struct generator *g)
{
	struct scenario *s = g->s;
	uint64_t nodes = 1 + below(g, chance(g, 90) ? 5 : 20);
	uint64_t pieces = nodes * (1 + below(g, 3));
	uint64_t top = g->high_size ? 4 * GIB + g->high_size : g->low_top;
	bool leaves_out = chance(g, 20), overlaps = chance(g, 5), movable = chance(g, 25);
	uint64_t start = 0;

	for (uint64_t i = 0; i < pieces; i++) {
		uint64_t step = (top - start) / (pieces - i);
		uint64_t end = i + 1 == pieces ? top : node_border(g, start + 2 * step + 1);
		uint32_t nid = (uint32_t)(chance(g, 80) ? i % nodes : below(g, nodes));

		if (overlaps && chance(g, 30) && start >= 64 * MIB)
			start -= below(g, 64 * MIB);
		if (end <= start)
			continue;
		s->srat[s->nr_srat++] = (struct sc_srat){
		    .range = {start, end - start},
		    .nid = nid,
		    .pxm = nid * (chance(g, 90) ? 1 : 3),
		    .hotplug = i > 0 && movable && chance(g, 60),
		    .non_volatile = chance(g, 3),
		};
		start = end + (leaves_out ? below(g, 32 * MIB) : 0);
	}
	if (movable && chance(g, 80))
		option(g, "movable_node");
	if (!s->nr_srat)
		s->srat[s->nr_srat++] = (struct sc_srat){.range = {0, top}};
}

static void sizes(struct generator *g)
{
	static const uint64_t tops[] = {256, 512, 512, 1024, LOW_RAM_MAX};
	uint64_t top = tops[below(g, sizeof(tops) / sizeof(tops[0]))];

	g->unit = 2 * MIB;
	g->low_top = (192 + below(g, top - 192)) * MIB;
	if (chance(g, 30))
		g->low_top -= below(g, 2 * PAGE);
	if (chance(g, 35))
		g->high_size = (1 + below(g, chance(g, 80) ? 512 : 4096)) * MIB;
}

void generate_machine(uint64_t seed, struct scenario *s)
{
	struct generator g = {.random = {.state = seed * UINT64_C(0xd1342543de82ef95)}, .s = s};

	scenario_clear(s);
	s->release = SC_RELEASE_6_1;
	sizes(&g);
	firmware(&g);
	boot_loader(&g);
	if (chance(&g, 30))
		srat(&g);
	if (chance(&g, 55))
		for (uint64_t i = 1 + below(&g, 3); i > 0; i--)
			one_option(&g);
	scenario_place(s, 0, 0);
}
