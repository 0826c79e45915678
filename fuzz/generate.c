#include "generate.h"

#include <inttypes.h>

#include "generate_internal.h"
#include "generate_mm.h"
#include "scenario_bytes.h"

/* ---- The firmware ---- */

static void low_memory(struct generator *g)
{
	uint64_t end = chance(g, 50) ? 0x9fc00 : 0x9f000 - below(g, 8) * 0x400;

	entry(g, 0, end, 1);
	entry(g, end, 0xa0000, 2);
	if (chance(g, 80))
		entry(g, chance(g, 50) ? 0xf0000 : 0xe0000, MIB, 2);
}

/* Usable from start to end, with firmware areas cut out. */
static void main_memory(struct generator *g, uint64_t start, uint64_t end)
{
	uint64_t holes = below(g, 6);

	for (uint64_t i = 0; i < holes; i++) {
		uint64_t step = (end - start) / (holes - i + 1);
		uint64_t at = start + (step / 2 + below(g, step / 2 + 1)) / PAGE * PAGE;
		uint64_t size = (below(g, 64) + 1) * PAGE;

		if (at <= start || at + size + PAGE >= end)
			break;
		if (chance(g, 15)) /* firmware that counts in bytes */
			at += below(g, PAGE);
		entry(g, start, at, 1);
		if (chance(g, 75))
			entry(g, at, at + size, reserved_type(g));
		start = at + size;
	}
	entry(g, start, end, 1);
}

static void pci_hole(struct generator *g)
{
	if (g->s->geometry != SC_X86_64)
		return;
	entry(g, 0xe0000000, 0xf0000000, 2);
	entry(g, 0xfec00000, 0xfec01000, 2);
	entry(g, 0xfee00000, 0xfee01000, 2);
	if (chance(g, 70))
		entry(g, 0xffc00000, 4 * GIB, 2);
}

/* What firmware should not say. */
static void odd_entries(struct generator *g)
{
	for (uint64_t i = below(g, 6); i > 0; i--) {
		struct sc_range r = some_range(g);

		entry(g, r.start, r.start + r.size, chance(g, 50) ? 1 : reserved_type(g));
	}
	if (chance(g, 10))
		entry(g, some_address(g), 0, 2); /* wraps */
	if (chance(g, 10))
		entry(g, 4 * GIB - PAGE, 4 * GIB - PAGE, 1); /* empty */
	if (chance(g, 10))
		entry(g, -PAGE, 0, 2); /* ends at 2^64 */
	if (chance(g, 30))
		swap_entries(g);
}

static void extension(struct generator *g)
{
	struct scenario *s = g->s;

	for (uint64_t i = 1 + below(g, 12); i > 0; i--) {
		struct sc_range r = some_range(g);

		s->e820_ext[s->nr_e820_ext++] =
		    (struct sc_e820_entry){r.start, r.size, chance(g, 50) ? 1 : reserved_type(g)};
	}
}

static void e820_calls(struct generator *g)
{
	struct scenario *s = g->s;

	for (uint64_t i = 1 + below(g, 5); i > 0; i--) {
		struct sc_e820_op op = {.kind = (enum sc_e820_op_kind)below(g, SC_NR_E820_OPS)};

		if (op.kind != SC_E820_SANITIZE) {
			op.range = some_range(g);
			op.type = chance(g, 60) ? 1 : reserved_type(g);
		}
		if (op.kind == SC_E820_UPDATE)
			op.new_type = op.type == 1 ? 2 : 1;
		if (op.kind == SC_E820_REMOVE)
			op.checktype = chance(g, 50);
		s->e820_ops[s->nr_e820_ops++] = op;
	}
}

static void firmware(struct generator *g)
{
	struct scenario *s = g->s;

	if (chance(g, 3)) { /* a table too short to be used */
		entry(g, 0, g->low_top, 1);
		s->alt_mem_k = (uint32_t)(g->low_top / KIB - 1024);
		s->ext_mem_k = (uint32_t)below(g, UINT16_MAX);
		return;
	}
	low_memory(g);
	main_memory(g, MIB, g->low_top);
	pci_hole(g);
	if (g->high_size)
		main_memory(g, 4 * GIB, 4 * GIB + g->high_size);
	if (chance(g, 25))
		odd_entries(g);
	if (chance(g, 15))
		extension(g);
	if (chance(g, 15))
		e820_calls(g);
}

/* ---- Options, kernel, setup_data ---- */

static void memmap_option(struct generator *g)
{
	static const char marks[] = "@#$!";
	struct sc_range r = some_range(g);
	char mark = marks[below(g, 4)];

	if (chance(g, 50))
		option(g, "memmap=%" PRIu64 "K%c0x%" PRIx64, r.size / KIB, mark, r.start);
	else
		option(g, "memmap=0x%" PRIx64 "%c%" PRIu64, r.size, mark, r.start);
}

static void one_option(struct generator *g)
{
	uint64_t ram = g->low_top + g->high_size;

	switch (below(g, 8)) {
	case 0:
		option(g, "mem=%" PRIu64 "K", (below(g, ram) + MIB) / KIB);
		break;
	case 1:
		option(g, "kernelcore=%" PRIu64 "K", below(g, ram) / KIB);
		break;
	case 2:
		option(g, "movablecore=%" PRIu64, below(g, ram));
		break;
	case 3:
		option(g, "kernelcore=mirror");
		break;
	case 4:
		option(g, "movable_node");
		break;
	case 5:
		option(g, "numa=off");
		break;
	case 6:
		option(g, "memmap=exactmap memmap=636K@0 memmap=%" PRIu64 "K@1M",
		       (g->low_top - MIB) / KIB);
		break;
	default:
		memmap_option(g);
	}
}

static void boot_loader(struct generator *g)
{
	struct scenario *s = g->s;

	if (chance(g, 40)) {
		option(g, "BOOT_IMAGE=/boot/vmlinuz ro quiet");
		for (uint64_t i = 1 + below(g, 3); i > 0; i--)
			one_option(g);
	}
	for (uint64_t i = chance(g, 15) ? 1 + below(g, 4) : 0; i > 0; i--)
		s->setup_data[s->nr_setup_data++] = some_range(g);
	if (chance(g, 60)) {
		s->has_kernel = true;
		s->kernel.start = s->geometry == SC_TINY ? MIB : 16 * MIB;
		s->kernel.size = s->geometry == SC_TINY ? 0x53000 : 0x114b000;
	}
	if (chance(g, 30)) {
		s->has_initrd = true;
		s->initrd = some_range(g);
	}
	if (chance(g, 10)) {
		s->has_bda = true;
		s->bda_ebda_segment = 0x9fc0;
		s->bda_kib = 639;
	}
}

/* ---- memblock ---- */

static void push(struct generator *g, struct sc_op op)
{
	g->s->ops[g->s->nr_ops++] = op;
}

static void reserve(struct generator *g, uint64_t start, uint64_t size)
{
	push(g, (struct sc_op){.kind = SC_OP_RESERVE, .range = {start, size}});
}

/* What setup_arch reserves. */
static void usual_reservations(struct generator *g)
{
	struct scenario *s = g->s;

	if (s->has_kernel)
		reserve(g, s->kernel.start, s->kernel.size);
	if (s->has_initrd)
		reserve(g, s->initrd.start, s->initrd.size);
	push(g, (struct sc_op){.kind = SC_OP_FILL});
	reserve(g, 0x9f000, MIB - 0x9f000);
	reserve(g, 0, 64 * KIB);
}

/* none: what to say instead of a node. */
static int32_t some_nid(struct generator *g, int32_t none)
{
	return chance(g, 30) ? none : (int32_t)below(g, 4);
}

static void one_op(struct generator *g)
{
	/* The first ten are what boots do most; each of the others changes the map. */
	static const enum sc_op_kind kinds[] = {
	    SC_OP_RESERVE,         SC_OP_RESERVE,       SC_OP_RESERVE,    SC_OP_RESERVE,
	    SC_OP_RESERVE,         SC_OP_FREE,          SC_OP_FREE,       SC_OP_ALLOC,
	    SC_OP_ALLOC,           SC_OP_ALLOC,         SC_OP_ADD,        SC_OP_ADD_NODE,
	    SC_OP_REMOVE,          SC_OP_MARK_MIRROR,   SC_OP_MARK_NOMAP, SC_OP_MARK_HOTPLUG,
	    SC_OP_SET_NODE_MEMORY, SC_OP_ENFORCE_LIMIT, SC_OP_TRIM,
	};
	struct sc_op op = {
	    .kind = kinds[below(g, chance(g, 85) ? 10 : sizeof(kinds) / sizeof(kinds[0]))]};
	unsigned int fields = sc_op_fields(op.kind);

	if (fields & SC_HAS_RANGE)
		op.range = some_range(g);
	if (fields & SC_HAS_NID)
		op.nid = some_nid(g, op.kind == SC_OP_ALLOC ? SC_NID_ANY : SC_MAX_NODES);
	if (op.kind == SC_OP_ALLOC) {
		op.range.start = chance(g, 30) ? some_address(g) : 0;
		op.align = chance(g, 50) ? 0 : UINT64_C(1) << below(g, 22);
	} else if (op.kind == SC_OP_TRIM) {
		op.align = PAGE << below(g, 4);
	}
	if (fields & SC_HAS_LIMIT)
		op.limit = chance(g, 50) ? 0 : some_address(g);
	push(g, op);
}

/* Reservations far enough apart that none merge: the tables have to grow. */
static void many_reservations(struct generator *g)
{
	uint64_t start = some_address(g);

	for (uint64_t i = 100 + below(g, 200); i > 0; i--) {
		reserve(g, start, 1 + below(g, PAGE));
		start += PAGE + below(g, 2 * PAGE);
	}
}

/* Nodes that follow each other, or alternate. */
static void srat(struct generator *g)
{
	struct scenario *s = g->s;
	uint64_t nodes = s->geometry == SC_TINY ? 2 : 2 + below(g, 3);
	uint64_t pieces = chance(g, 30) ? nodes : nodes * 2;
	uint64_t top = g->high_size ? 4 * GIB + g->high_size : g->low_top;
	uint64_t start = 0;

	for (uint64_t i = 0; i < pieces; i++) {
		uint64_t end = i + 1 == pieces ? top : some_address(g);
		struct sc_srat *e = &s->srat[s->nr_srat];

		if (end <= start)
			continue;
		*e = (struct sc_srat){
		    .range = {start, end - start},
		    .nid = (uint32_t)(i % nodes),
		    .pxm = (uint32_t)(i % nodes),
		    .hotplug = chance(g, 20),
		    .non_volatile = chance(g, 5),
		};
		s->nr_srat++;
		start = end;
	}
}

/* ---- After boot ---- */

static void late_ops(struct generator *g)
{
	struct scenario *s = g->s;
	uint32_t allocations[64];
	uint32_t nr = 0;

	for (uint64_t i = below(g, 60); i > 0; i--) {
		struct sc_late_op op = {.kind = SC_LATE_ALLOC_PAGES};

		if (nr && chance(g, 45)) {
			op.kind = SC_LATE_FREE;
			op.operation = allocations[below(g, nr)];
		} else if (chance(g, 5)) {
			op.kind = SC_LATE_FREE_LATE;
			op.range = (struct sc_range){below(g, 16) * PAGE, PAGE};
		} else if (chance(g, 40)) {
			op.kind = SC_LATE_KMALLOC;
			op.bytes = generate_kmalloc_size(g);
		} else if (chance(g, 30)) {
			op.kind = SC_LATE_VMALLOC;
			op.bytes = generate_vmalloc_size(g);
		} else {
			op.order = (uint32_t)below(g, sc_max_order(s->geometry));
			op.zone = (uint32_t)below(g, 4);
			op.nid = chance(g, 70) ? 0 : (uint32_t)below(g, 4);
			op.migratetype = (uint32_t)below(g, 3);
		}
		if (sc_late_op_allocates(op.kind))
			allocations[nr++] = s->nr_late_ops;
		s->late_ops[s->nr_late_ops++] = op;
	}
}

/* The machine of a PC, or of its small likeness. */
static void x86_machine(struct generator *g)
{
	struct scenario *s = g->s;
	uint32_t numa_at;

	if (s->geometry == SC_TINY) {
		g->unit = 8 * PAGE;
		/* Up to the last section; no node of less than 4 MiB would be onlined. */
		g->low_top = (chance(g, 90) ? 1100 + below(g, 949) : 300 + below(g, 800)) * PAGE;
	} else {
		g->unit = 2 * MIB;
		g->low_top = 32 * MIB + below(g, 80) * 4 * MIB - below(g, 4) * PAGE;
		g->high_size = chance(g, 70) ? (1 + below(g, 80)) * 4 * MIB : 0;
	}
	firmware(g);
	boot_loader(g);
	usual_reservations(g);
	if (chance(g, 10))
		many_reservations(g);
	numa_at = s->nr_ops + (uint32_t)below(g, 12);
	for (uint64_t i = below(g, 24); i > 0; i--)
		one_op(g);
	if (numa_at > s->nr_ops)
		numa_at = s->nr_ops;
	if (chance(g, 50))
		srat(g);
	scenario_place(s, 0, numa_at);
}

static enum sc_geometry some_geometry(struct generator *g)
{
	if (chance(g, 25))
		return SC_ARM_FLATMEM;
	return chance(g, 60) ? SC_TINY : SC_X86_64;
}

void generate_scenario(uint64_t seed, struct scenario *s)
{
	struct generator g = {.random = {.state = seed}, .s = s};

	scenario_clear(s);
	s->geometry = some_geometry(&g);
	s->config.efi = chance(&g, 85);
	s->config.movable_node = chance(&g, 85);
	s->config.nodes_span_other_nodes = chance(&g, 85);
	if (chance(&g, 40))
		s->memblock_regions = 4u << below(&g, 6);
	if (s->geometry == SC_ARM_FLATMEM)
		generate_arm(&g);
	else
		x86_machine(&g);
	generate_mm_init(&g);
	if (chance(&g, 60))
		late_ops(&g);
	if (!sc_needs_4_9(s) && chance(&g, 50))
		s->release = (enum sc_release)below(&g, SC_NR_RELEASES);
	scenario_limit(s);
}
