#include "generate_mm.h"

static uint32_t below_32(struct generator *g, uint32_t bound)
{
	return (uint32_t)below(g, bound);
}

/* ---- Processors, SLUB, percpu ---- */

static void processors(struct generator *g)
{
	struct scenario *s = g->s;

	if (chance(g, 60))
		s->nr_cpus = 1 + below_32(g, 16);
	if (chance(g, 10))
		s->nr_cpus = 1 + below_32(g, 1024);
	if (chance(g, 30))
		s->cpu = (struct sc_cpu){
		    .pse = chance(g, 70),
		    .gbpages = chance(g, 50),
		    .nx = chance(g, 70),
		    .amd = chance(g, 30),
		    .xenpv = chance(g, 15),
		};
}

static void slub(struct generator *g)
{
	struct scenario *s = g->s;

	if (chance(g, 15))
		s->slub_min_objects = below_32(g, 300);
	if (chance(g, 15))
		s->slub_max_order = below_32(g, 6);
	if (chance(g, 10))
		s->slub_min_order = below_32(g, 5);
	if (chance(g, 20)) {
		enum sc_struct which = (enum sc_struct)below(g, SC_NR_STRUCTS);
		uint32_t size = 8 + 8 * below_32(g, sc_sizeof_max(which) / 8);

		s->sizeof_struct[which] = size;
	}
	s->config.slub_cpu_partial = chance(g, 85);
}

static void percpu(struct generator *g)
{
	struct scenario *s = g->s;

	if (chance(g, 70))
		return;
	s->percpu.static_size = 2 + 2 * below_32(g, 0x10000);
	s->percpu.reserved_size = chance(g, 60) ? 0x2000 : 0;
	s->percpu.dyn_size = (12 << 10) + 2 * below_32(g, 0x4000);
	s->percpu.unit_size = 0x40000;
}

/* ---- Areas ---- */

/* Ascending and disjoint more often than not. */
static void early_areas(struct generator *g)
{
	struct scenario *s = g->s;
	uint64_t at = s->geometry == SC_ARM_FLATMEM ? 0xf0800000 : 0xffffc90000000000;

	if (chance(g, 75))
		return;
	for (uint64_t i = 1 + below(g, 6); i > 0; i--) {
		struct sc_early_vm vm = {.addr = at + below(g, 4) * PAGE,
					 .size = below(g, 20) * PAGE,
					 .flags = chance(g, 50) ? 1 : 2};

		s->early_vm[s->nr_early_vm++] = vm;
		at = chance(g, 95) ? vm.addr + vm.size : vm.addr;
	}
}

/* The segments of a kernel: entry text, IDT, percpu areas, the vsyscall page; and odd ones. */
static void user_maps(struct generator *g)
{
	struct scenario *s = g->s;
	const struct sc_user_map usual[] = {
	    {0xffffffffff600000, PAGE, SC_PROT_VSYSCALL},
	    {0xffff880000400000, PAGE * (1 + below(g, 8)), SC_PROT_PERCPU},
	    {0xffffffff81000000 + below(g, 4096) * PAGE, 0x2000, SC_PROT_KERNEL_RX},
	    {0xffffffffff579000, 16 * 256, SC_PROT_KERNEL_RO},
	    {0xffffffff81a00000 + below(g, 4096), 10, SC_PROT_KERNEL},
	};

	if (chance(g, 50))
		return;
	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		if (chance(g, 80))
			s->user_maps[s->nr_user_maps++] = usual[i];
	if (chance(g, 20))
		s->user_maps[s->nr_user_maps++] = (struct sc_user_map){
		    0xffff880000000000 + below(g, 16 * MIB),
		    below(g, 16 * PAGE),
		    (enum sc_prot)below(g, SC_NR_PROTS),
		};
	while (!sc_user_maps_bounded(s))
		s->nr_user_maps--;
}

static void bootmem_info(struct generator *g)
{
	struct scenario *s = g->s;

	s->config.memory_hotplug = chance(g, 15);
	s->config.have_bootmem_info_node = s->config.memory_hotplug && chance(g, 80);
	if (!s->config.have_bootmem_info_node)
		return;
	for (uint64_t i = below(g, 12); i > 0; i--)
		s->bootmem_info[s->nr_bootmem_info++] = (struct sc_bootmem_info){
		    .kind = (enum sc_bootmem_kind)below(g, SC_NR_BOOTMEM_KINDS),
		    .id = below_32(g, 6),
		    .range = {below(g, 2 * MIB), below(g, 4 * PAGE)},
		};
}

/* Parts that begin or end where another does, and are as large. */
static void odd_image(struct generator *g)
{
	struct sc_range *image = g->s->image;

	for (int i = 0; i < SC_NR_IMAGE_PARTS; i++) {
		const struct sc_range other = image[below(g, SC_NR_IMAGE_PARTS)];

		if (chance(g, 50))
			image[i].start = other.start + (chance(g, 50) ? other.size : 0);
		if (chance(g, 30))
			image[i].size = other.size;
	}
}

static void image(struct generator *g)
{
	struct scenario *s = g->s;
	const uint64_t text = 0xffffffff81000000;

	if (chance(g, 70))
		return;
	s->image[SC_IMAGE_TEXT] = (struct sc_range){text, 0x600000 + below(g, MIB)};
	s->image[SC_IMAGE_RODATA] = (struct sc_range){text + 0x800000, below(g, 2 * MIB)};
	s->image[SC_IMAGE_DATA] = (struct sc_range){text + 0xa00000, below(g, 2 * MIB)};
	s->image[SC_IMAGE_INIT_DATA] = (struct sc_range){text + 0xc00000, below(g, MIB)};
	s->image[SC_IMAGE_INIT_TEXT] =
	    (struct sc_range){text + below(g, 0xd00000), below(g, MIB / 4)};
	s->image[SC_IMAGE_BSS] = (struct sc_range){text + 0xe00000, below(g, MIB)};
	if (chance(g, 40))
		odd_image(g);
}

void generate_mm_init(struct generator *g)
{
	struct scenario *s = g->s;

	if (chance(g, 40)) {
		processors(g);
		slub(g);
		percpu(g);
		early_areas(g);
		user_maps(g);
	}
	s->config.page_table_isolation = chance(g, 30);
	bootmem_info(g);
	image(g);
	s->config.page_extension = chance(g, 15);
	if (s->geometry != SC_ARM_FLATMEM)
		s->config.deferred_init = chance(g, 10);
}

/* ---- arm_flatmem ---- */

static void arm_op(struct scenario *s, enum sc_op_kind kind, uint64_t start, uint64_t size)
{
	s->ops[s->nr_ops++] = (struct sc_op){.kind = kind, .range = {start, size}};
}

/* Banks one above the other, most of them whole megabytes. */
static uint64_t banks(struct generator *g, uint64_t start)
{
	struct scenario *s = g->s;
	uint64_t at = start;

	for (uint64_t i = 1 + below(g, 4); i > 0; i--) {
		uint64_t size = (1 + below(g, 12)) * MIB;

		if (chance(g, 20))
			size += below(g, MIB);
		arm_op(s, SC_OP_ADD, at, size);
		at += size;
		if (chance(g, 60))
			at += below(g, 3) * 4 * MIB + (chance(g, 20) ? 0x800 : 0);
	}
	return at;
}

static void arm_reservations(struct generator *g, uint64_t start, uint64_t end)
{
	struct scenario *s = g->s;

	for (uint64_t i = below(g, 10); i > 0; i--) {
		static const enum sc_op_kind kinds[] = {SC_OP_RESERVE,    SC_OP_RESERVE,
							SC_OP_RESERVE,    SC_OP_FREE,
							SC_OP_MARK_NOMAP, SC_OP_REMOVE};
		enum sc_op_kind kind = kinds[below(g, sizeof(kinds) / sizeof(kinds[0]))];
		uint64_t at = start + below(g, end - start);
		uint64_t size = below(g, chance(g, 50) ? 3 * PAGE : MIB);

		arm_op(s, kind, chance(g, 60) ? at & ~(PAGE - 1) : at, size);
	}
}

void generate_arm(struct generator *g)
{
	struct scenario *s = g->s;
	static const uint32_t starts[] = {0, 0, 0x10000000, 0x80000000};
	struct sc_arm *arm = &s->arm;
	uint64_t start = starts[below(g, sizeof(starts) / sizeof(starts[0]))];
	uint64_t end = banks(g, start + (chance(g, 20) ? below(g, MIB) : 0));

	arm->phys_offset = (uint32_t)start;
	arm->has_lowmem_limit = chance(g, 80);
	if (arm->has_lowmem_limit)
		arm->lowmem_limit = (uint32_t)(start + MIB + below(g, end - start));
	if (chance(g, 40)) {
		arm->has_dma_zone = true;
		arm->dma_zone_size = below_32(g, 16) * (uint32_t)MIB;
	}
	if (chance(g, 25))
		arm->page_shift = SC_MIN_PAGE_SHIFT + below_32(g, 5);
	if (chance(g, 60)) {
		arm->has_mem_map = true;
		arm->mem_map = (uint32_t)(start + 64 * below_32(g, 0x8000));
		arm_op(s, SC_OP_RESERVE, arm->mem_map, (end - start) >> 7);
	}
	arm_reservations(g, start, end);
}

/* ---- After boot ---- */

uint64_t generate_kmalloc_size(struct generator *g)
{
	switch (below(g, 8)) {
	case 0:
		return below(g, 200);
	case 1:
		return 0x2000 + below(g, 0x8000);
	default:
		return (UINT64_C(8) << below(g, 11)) + below(g, 3) - 1;
	}
}

uint64_t generate_vmalloc_size(struct generator *g)
{
	uint64_t pages = chance(g, 90) ? below(g, 20) : below(g, 600);

	return pages * PAGE + below(g, 2);
}
