/* Decoding the records of mm_init, of arm_flatmem, and the two allocators after boot. */
#include "scenario_decoder.h"

/* ---- Settings ---- */

static uint32_t decode_cpus(struct decoder *d, uint8_t b)
{
	static const uint16_t usual[16] = {1, 2, 4, 8, 16, 3, 6, 7, 15, 32, 64, 128, 2, 4, 1, 5};

	return b == EXACT ? (uint32_t)decode_number(d, 2) % SC_MAX_CPUS + 1 : usual[b % 16];
}

static void decode_sizeof(struct decoder *d, uint8_t b)
{
	enum sc_struct which = (enum sc_struct)(b % SC_NR_STRUCTS);
	uint32_t size = (uint32_t)decode_number(d, 2) % (sc_sizeof_max(which) + 1);

	if (which == SC_SIZEOF_PAGE)
		size &= ~7u;
	d->s->sizeof_struct[which] = size;
}

static uint32_t slub_order(uint8_t b)
{
	return b & SLUB_ORDER_EXACT ? (b & 0x7fu) % (SC_MAX_SLUB_ORDER + 1) : b & 3u;
}

static void decode_config(struct scenario *s, uint8_t b)
{
	size_t nr = 0;

	while (sc_config_options[nr].name)
		nr++;
	*sc_config_option(&s->config, (b >> 1) % nr) = b & 1;
}

/* 32 bits, or an address folded to the geometry. */
static uint32_t decode_address_32(struct decoder *d, uint8_t b)
{
	return (uint32_t)(b == EXACT ? decode_number(d, 4) : decode_address(d));
}

static void decode_arm_setting(struct decoder *d, enum setting which, uint8_t b)
{
	struct sc_arm *arm = &d->s->arm;

	switch (which) {
	case SET_LOWMEM_LIMIT:
		arm->has_lowmem_limit = true;
		arm->lowmem_limit = decode_address_32(d, b);
		break;
	case SET_PHYS_OFFSET: /* few bytes: where RAM begins on many machines */
		if (b == EXACT)
			arm->phys_offset = (uint32_t)decode_number(d, 2) * SC_PHYS_OFFSET_ALIGN;
		else
			arm->phys_offset = (b & 7u) * 4 * (uint32_t)MIB;
		break;
	case SET_DMA_ZONE_SIZE:
		arm->has_dma_zone = true;
		arm->dma_zone_size =
		    b == EXACT ? (uint32_t)decode_number(d, 4) : (b & 0x3fu) * (uint32_t)MIB;
		break;
	case SET_PAGE_SHIFT:
		arm->page_shift =
		    SC_MIN_PAGE_SHIFT + b % (SC_MAX_PAGE_SHIFT - SC_MIN_PAGE_SHIFT + 1u);
		break;
	default:
		arm->has_mem_map = true;
		arm->mem_map = decode_address_32(d, b);
	}
}

static void decode_setting(struct decoder *d)
{
	struct scenario *s = d->s;
	enum setting which = (enum setting)(decode_u8(d) % NR_SETTINGS);
	uint8_t b = decode_u8(d);

	switch (which) {
	case SET_CPUS:
		s->nr_cpus = decode_cpus(d, b);
		break;
	case SET_CPU_FLAGS:
		s->cpu = (struct sc_cpu){.pse = b & 1,
					 .gbpages = b >> 1 & 1,
					 .nx = b >> 2 & 1,
					 .amd = b >> 3 & 1,
					 .xenpv = b >> 4 & 1};
		break;
	case SET_SIZEOF:
		decode_sizeof(d, b);
		break;
	case SET_SLUB_MIN_OBJECTS:
		s->slub_min_objects = b == EXACT ? (uint32_t)decode_number(d, 4) & INT32_MAX : b;
		break;
	case SET_SLUB_MAX_ORDER:
		s->slub_max_order = slub_order(b);
		break;
	case SET_SLUB_MIN_ORDER:
		s->slub_min_order = slub_order(b);
		break;
	case SET_CONFIG:
		decode_config(s, b);
		break;
	default:
		decode_arm_setting(d, which, b);
	}
}

/* ---- Areas ---- */

/* A valid area comes back as it is, any other as near as the rules allow. */
static struct sc_percpu fold_percpu(struct sc_percpu p)
{
	const uint32_t even = SC_MAX_PERCPU - 2, dyn_min = 12 << 10, unit_min = 32 << 10;
	uint64_t sum;

	p.static_size &= even;
	if (!p.static_size)
		p.static_size = 2;
	p.reserved_size &= even;
	p.dyn_size &= even;
	if (p.dyn_size < dyn_min)
		p.dyn_size = dyn_min;
	p.unit_size &= ~(uint32_t)(PAGE - 1);
	sum = (uint64_t)p.static_size + p.reserved_size + p.dyn_size;
	if (p.unit_size < sum && sum <= SC_MAX_PERCPU)
		p.unit_size = (uint32_t)((sum + PAGE - 1) & ~(PAGE - 1));
	if (p.unit_size < unit_min)
		p.unit_size = unit_min;
	return sc_percpu_check(&p) ? sc_percpu_default : p;
}

static void decode_percpu(struct decoder *d)
{
	uint8_t b = decode_u8(d);
	struct sc_percpu p = sc_percpu_default;

	if (b == EXACT) {
		p.static_size = (uint32_t)decode_number(d, 4);
		p.reserved_size = (uint32_t)decode_number(d, 4);
		p.dyn_size = (uint32_t)decode_number(d, 4);
		p.unit_size = (uint32_t)decode_number(d, 4);
	} else { /* the sizes that matter: what is left of 16 bytes, and no reserved chunk */
		p.static_size += (b & 0xfu) * 2;
		if (b & 0x10)
			p.reserved_size = 0;
		if (b & 0x20)
			p.dyn_size = 12 << 10;
		if (b & 0x40)
			p.unit_size = 0x40000;
	}
	d->s->percpu = fold_percpu(p);
}

static void decode_early_vm(struct decoder *d)
{
	struct scenario *s = d->s;
	bool arm = s->geometry == SC_ARM_FLATMEM;
	struct sc_early_vm vm = {.addr = arm ? 0xf0800000 : 0xffffc90000000000};
	uint8_t b = decode_u8(d);

	if (b == EXACT) {
		vm.addr = decode_number(d, 8);
		vm.size = decode_number(d, 8);
		vm.flags = decode_number(d, 8);
	} else { /* behind, at, or across the one before */
		if (s->nr_early_vm) {
			const struct sc_early_vm *last = &s->early_vm[s->nr_early_vm - 1];

			vm.addr = b & 0x80 ? last->addr : last->addr + last->size;
		}
		vm.addr += (b & 3u) * PAGE;
		vm.size = (b >> 2 & 0xfu) * PAGE;
		vm.flags = b & 0x40 ? 1 : 2; /* VM_IOREMAP, VM_ALLOC */
	}
	if (s->nr_early_vm < SC_MAX_EARLY_VM)
		s->early_vm[s->nr_early_vm++] = vm;
}

static void decode_user_map(struct decoder *d)
{
	static const uint64_t places[8] = {
	    0xffffffff81000000, /* entry text */
	    0xffffffffff579000, /* IDT, in the fixmap */
	    0xffffffffff600000, /* the vsyscall page */
	    0xffff880000010000, /* the percpu areas, in the direct map */
	    0xffff880000400000, 0xffffffff819ff000,
	    0xffff88003fffe000, 0xffffffffa0000000, /* modules: no mapping yet */
	};
	struct scenario *s = d->s;
	struct sc_user_map m;
	uint8_t b = decode_u8(d);

	if (b == EXACT) {
		m.start = decode_number(d, 8);
		m.size = decode_number(d, 4);
		m.prot = (enum sc_prot)(decode_u8(d) % SC_NR_PROTS);
	} else {
		uint8_t where = decode_u8(d);

		m.start = places[b & 7] + where * (b & 8 ? PAGE : 0) + (b & 0x80 ? 0x800 : 0);
		m.size = (b >> 4 & 7) * (PAGE / 2);
		m.prot = (enum sc_prot)(where % SC_NR_PROTS);
		if (m.prot == SC_PROT_VSYSCALL && (b & 7) != 2 && where < 0x80)
			m.prot = SC_PROT_KERNEL_RX; /* else nearly all of these end in a BUG */
	}
	if (m.size > SC_MAX_USER_MAP_SIZE)
		m.size %= SC_MAX_USER_MAP_SIZE;
	if (s->nr_user_maps < SC_MAX_USER_MAPS)
		s->user_maps[s->nr_user_maps++] = m;
}

static void decode_bootmem_info(struct decoder *d)
{
	struct scenario *s = d->s;
	struct sc_bootmem_info info = {
	    .kind = (enum sc_bootmem_kind)(decode_u8(d) % SC_NR_BOOTMEM_KINDS)};
	uint8_t b = decode_u8(d);

	info.id = b == EXACT ? (uint32_t)decode_number(d, 4) : b & 0x1fu;
	info.range = decode_range(d, ANY);
	if (info.range.size > SC_MAX_BOOTMEM_SIZE)
		info.range.size %= SC_MAX_BOOTMEM_SIZE;
	if (s->nr_bootmem_info < SC_MAX_BOOTMEM_INFO)
		s->bootmem_info[s->nr_bootmem_info++] = info;
}

/* A part that touches, overlaps or lies in another one, and is larger, smaller or as large. */
static struct sc_range image_beside(const struct sc_range *other, uint8_t b)
{
	uint64_t size = other->size ? other->size : MIB;
	uint64_t start = other->size ? other->start : 0xffffffff81000000;
	const uint64_t starts[] = {start, start + size / 2, start + size - 1, start + size};
	const uint64_t sizes[] = {size, size - 1, size + 1, size / 2, size * 2, 1023, 1024, 0};

	return (struct sc_range){starts[b & 3], sizes[b >> 2 & 7]};
}

static void decode_image(struct decoder *d)
{
	uint8_t b = decode_u8(d);
	struct sc_range *image = d->s->image;

	if (b & IMAGE_BESIDE)
		image[(b & 0xf) % SC_NR_IMAGE_PARTS] =
		    image_beside(&image[(b >> 4) % 8 % SC_NR_IMAGE_PARTS], decode_u8(d));
	else
		image[b % SC_NR_IMAGE_PARTS] = decode_range(d, ANY);
}

/* ---- After boot ---- */

/* Sizes around those of the caches. */
static void decode_kmalloc(struct decoder *d)
{
	struct sc_late_op op = {.kind = SC_LATE_KMALLOC};
	uint8_t b = decode_u8(d);

	if (b >= BYTES_EXACT)
		op.bytes = decode_number(d, 8);
	else if (b < 0x60)
		op.bytes = b * UINT64_C(4);
	else
		op.bytes = (UINT64_C(8) << (b & 0xf)) + (b >> 4) % 3 - 1;
	decode_add_late_op(d, &op);
}

/* Up to 240 pages, and a byte less of every other. */
static void decode_vmalloc(struct decoder *d)
{
	struct sc_late_op op = {.kind = SC_LATE_VMALLOC};
	uint8_t b = decode_u8(d);

	op.bytes = b >= BYTES_EXACT ? decode_number(d, 8) : b * PAGE - (b & 1);
	decode_add_late_op(d, &op);
}

void decode_mm_record(struct decoder *d, uint8_t record)
{
	switch (record) {
	case R_KMALLOC:
		decode_kmalloc(d);
		break;
	case R_VMALLOC:
		decode_vmalloc(d);
		break;
	case R_SETTING:
		decode_setting(d);
		break;
	case R_PERCPU:
		decode_percpu(d);
		break;
	case R_EARLY_VM:
		decode_early_vm(d);
		break;
	case R_USER_MAP:
		decode_user_map(d);
		break;
	case R_BOOTMEM_INFO:
		decode_bootmem_info(d);
		break;
	default:
		decode_image(d);
	}
}

void decode_mm_end(struct scenario *s)
{
	while (!sc_user_maps_bounded(s))
		s->nr_user_maps--;
	if (s->geometry == SC_ARM_FLATMEM)
		s->config.deferred_init = false;
}
