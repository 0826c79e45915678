/* The keys of mm_init, of arm_flatmem, and of the operations after boot. */
#include <inttypes.h>
#include <string.h>

#include "scenario_parser.h"

/* ---- mm_init ---- */

bool cpus_key(struct parser *p, struct cursor *c)
{
	if (!parse_bounded(p, c, "number of CPUs", SC_MAX_CPUS, &p->s->nr_cpus))
		return false;
	return p->s->nr_cpus > 0 || parse_fail(p, "no CPU at all");
}

/* pse,gbpages,... or none: what is not named the CPU has not. */
bool cpu_key(struct parser *p, struct cursor *c)
{
	struct sc_cpu cpu = {0};

	if (cursor_eat_word(c, "none")) {
		p->s->cpu = cpu;
		return true;
	}
	do {
		struct cursor word = cursor_take_word(c);

		if (cursor_is(&word, "pse"))
			cpu.pse = true;
		else if (cursor_is(&word, "gbpages"))
			cpu.gbpages = true;
		else if (cursor_is(&word, "nx"))
			cpu.nx = true;
		else if (cursor_is(&word, "amd"))
			cpu.amd = true;
		else if (cursor_is(&word, "xenpv"))
			cpu.xenpv = true;
		else
			return parse_fail(p, "unknown CPU flag \"%.*s\"", cursor_quoted(&word),
					  word.at);
	} while (cursor_eat(c, ","));
	p->s->cpu = cpu;
	return true;
}

/* STATIC RESERVED DYN UNIT; the last line counts. */
bool percpu_key(struct parser *p, struct cursor *c)
{
	struct sc_percpu percpu;
	const char *wrong;

	if (p->nr_percpu_lines++ == SC_MAX_EARLY_VM)
		return parse_fail(p, "more than %d percpu lines", SC_MAX_EARLY_VM);
	if (!parse_bounded(p, c, "static size", SC_MAX_PERCPU, &percpu.static_size) ||
	    !parse_bounded(p, c, "reserved size", SC_MAX_PERCPU, &percpu.reserved_size) ||
	    !parse_bounded(p, c, "dynamic size", SC_MAX_PERCPU, &percpu.dyn_size) ||
	    !parse_bounded(p, c, "unit size", SC_MAX_PERCPU, &percpu.unit_size))
		return false;
	wrong = sc_percpu_check(&percpu);
	if (wrong)
		return parse_fail(p, "%s", wrong);
	p->s->percpu = percpu;
	return true;
}

/* ADDR SIZE FLAGS */
bool early_vm_key(struct parser *p, struct cursor *c)
{
	struct scenario *s = p->s;
	struct sc_early_vm vm;

	if (!parse_number(p, c, DECIMAL_OR_0X, &vm.addr) ||
	    !parse_number(p, c, DECIMAL_OR_0X, &vm.size) ||
	    !parse_number(p, c, DECIMAL_OR_0X, &vm.flags))
		return false;
	if (s->nr_early_vm == SC_MAX_EARLY_VM)
		return parse_fail(p, "more than %d early_vm lines", SC_MAX_EARLY_VM);
	s->early_vm[s->nr_early_vm++] = vm;
	return true;
}

bool sizeof_key(struct parser *p, struct cursor *c)
{
	uint32_t which, size;
	struct cursor name;

	cursor_skip_blanks(c);
	name = *c;
	if (c->at < c->end && *c->at >= '0' && *c->at <= '9')
		return parse_fail(p, "expected the name of a struct at \"%.*s\"",
				  cursor_quoted(&name), name.at);
	if (!parse_named(p, c, "struct", struct_names, SC_NR_STRUCTS - 1, &which) ||
	    !parse_bounded(p, c, "size", sc_sizeof_max((enum sc_struct)which), &size))
		return false;
	if (!sc_sizeof_valid((enum sc_struct)which, size))
		return parse_fail(p, "a size of %" PRIu32 " cannot be", size);
	p->s->sizeof_struct[which] = size;
	return true;
}

bool slub_min_objects_key(struct parser *p, struct cursor *c)
{
	return parse_bounded(p, c, "number of objects", INT32_MAX, &p->s->slub_min_objects);
}

bool slub_max_order_key(struct parser *p, struct cursor *c)
{
	return parse_bounded(p, c, "order", SC_MAX_SLUB_ORDER, &p->s->slub_max_order);
}

bool slub_min_order_key(struct parser *p, struct cursor *c)
{
	return parse_bounded(p, c, "order", SC_MAX_SLUB_ORDER, &p->s->slub_min_order);
}

/* START SIZE PROT */
bool user_map_key(struct parser *p, struct cursor *c)
{
	struct scenario *s = p->s;
	struct sc_user_map map;
	uint32_t prot;

	if (!parse_number(p, c, DECIMAL_OR_0X, &map.start) ||
	    !parse_number(p, c, DECIMAL_OR_0X, &map.size) ||
	    !parse_named(p, c, "protection", prot_names, SC_NR_PROTS - 1, &prot))
		return false;
	if (map.size > SC_MAX_USER_MAP_SIZE)
		return parse_fail(p, "a mapping of more than %" PRIu64 " bytes",
				  (uint64_t)SC_MAX_USER_MAP_SIZE);
	map.prot = (enum sc_prot)prot;
	if (s->nr_user_maps == SC_MAX_USER_MAPS)
		return parse_fail(p, "more than %d user_map lines", SC_MAX_USER_MAPS);
	s->user_maps[s->nr_user_maps++] = map;
	parse_ask(p, ASKS_USER_PAGES); /* of each CPU: their number may follow */
	return true;
}

/* KIND ID [r] */
bool bootmem_info_key(struct parser *p, struct cursor *c)
{
	struct scenario *s = p->s;
	struct sc_bootmem_info info;
	uint32_t kind;

	if (!parse_named(p, c, "kind", bootmem_names, SC_NR_BOOTMEM_KINDS - 1, &kind) ||
	    !parse_bounded(p, c, "number", UINT32_MAX, &info.id) ||
	    !parse_range(p, c, DECIMAL_OR_0X, &info.range))
		return false;
	if (info.range.size > SC_MAX_BOOTMEM_SIZE)
		return parse_fail(p, "more than %" PRIu64 " bytes of one thing",
				  (uint64_t)SC_MAX_BOOTMEM_SIZE);
	info.kind = (enum sc_bootmem_kind)kind;
	if (s->nr_bootmem_info == SC_MAX_BOOTMEM_INFO)
		return parse_fail(p, "more than %d bootmem_info lines", SC_MAX_BOOTMEM_INFO);
	s->bootmem_info[s->nr_bootmem_info++] = info;
	return true;
}

/* PART [r] */
bool image_key(struct parser *p, struct cursor *c)
{
	uint32_t part;

	return parse_named(p, c, "part of the image", image_names, SC_NR_IMAGE_PARTS - 1, &part) &&
	       parse_range(p, c, DECIMAL_OR_0X, &p->s->image[part]);
}

/* ---- arm_flatmem ---- */

bool lowmem_limit_key(struct parser *p, struct cursor *c)
{
	p->s->arm.has_lowmem_limit = true;
	return parse_bounded(p, c, "address", UINT32_MAX, &p->s->arm.lowmem_limit);
}

bool phys_offset_key(struct parser *p, struct cursor *c)
{
	if (!parse_bounded(p, c, "address", UINT32_MAX, &p->s->arm.phys_offset))
		return false;
	if (p->s->arm.phys_offset % SC_PHYS_OFFSET_ALIGN)
		return parse_fail(p, "phys_offset is no multiple of 64 KiB");
	return true;
}

bool dma_zone_size_key(struct parser *p, struct cursor *c)
{
	p->s->arm.has_dma_zone = true;
	return parse_bounded(p, c, "size", UINT32_MAX, &p->s->arm.dma_zone_size);
}

bool page_shift_key(struct parser *p, struct cursor *c)
{
	if (!parse_bounded(p, c, "page_shift", SC_MAX_PAGE_SHIFT, &p->s->arm.page_shift))
		return false;
	return p->s->arm.page_shift >= SC_MIN_PAGE_SHIFT ||
	       parse_fail(p, "page_shift is at least %d", SC_MIN_PAGE_SHIFT);
}

bool mem_map_key(struct parser *p, struct cursor *c)
{
	p->s->arm.has_mem_map = true;
	return parse_bounded(p, c, "address", UINT32_MAX, &p->s->arm.mem_map);
}

/* ---- After boot ---- */

static bool push_late_op(struct parser *p, const struct sc_late_op *op)
{
	struct scenario *s = p->s;

	if (s->nr_late_ops == SC_MAX_LATE_OPS)
		return parse_fail(p, "more than %d operations after boot", SC_MAX_LATE_OPS);
	s->late_ops[s->nr_late_ops++] = *op;
	return true;
}

bool alloc_pages_key(struct parser *p, struct cursor *c)
{
	struct sc_late_op op = {.kind = SC_LATE_ALLOC_PAGES};

	if (!parse_bounded(p, c, "order", sc_max_order(SC_X86_64) - 1, &op.order) ||
	    !parse_named(p, c, "zone", zone_names, 3, &op.zone) ||
	    !parse_bounded(p, c, "node", SC_MAX_NODES - 1, &op.nid) ||
	    !parse_named(p, c, "migratetype", migratetype_names, 2, &op.migratetype))
		return false;
	if (op.order >= sc_max_order(SC_TINY))
		parse_ask(p, ASKS_ORDER_ABOVE_TINY);
	if (op.zone == ZONE_NAME_DMA32)
		parse_ask(p, ASKS_ZONE_OF_X86);
	if (op.zone == ZONE_NAME_HIGHMEM)
		parse_ask(p, ASKS_ZONE_OF_ARM);
	return push_late_op(p, &op);
}

bool free_key(struct parser *p, struct cursor *c)
{
	struct sc_late_op op = {.kind = SC_LATE_FREE};
	uint64_t k;

	if (!cursor_eat(c, "#"))
		return parse_fail(p, "expected #K at \"%.*s\"", cursor_quoted(c), c->at);
	if (!parse_number(p, c, DECIMAL_OR_0X, &k))
		return false;
	if (k == 0 || k > p->s->nr_late_ops || !sc_late_op_allocates(p->s->late_ops[k - 1].kind))
		return parse_fail(p, "operation %" PRIu64 " is no earlier allocation", k);
	op.operation = (uint32_t)(k - 1);
	return push_late_op(p, &op);
}

bool free_late_key(struct parser *p, struct cursor *c)
{
	struct sc_late_op op = {.kind = SC_LATE_FREE_LATE};

	return parse_range(p, c, DECIMAL_OR_0X, &op.range) && push_late_op(p, &op);
}

static bool sized_key(struct parser *p, struct cursor *c, enum sc_late_op_kind kind)
{
	struct sc_late_op op = {.kind = kind};

	parse_ask(p, ASKS_RELEASE_4_9);
	return parse_number(p, c, DECIMAL_OR_0X, &op.bytes) && push_late_op(p, &op);
}

bool kmalloc_key(struct parser *p, struct cursor *c)
{
	return sized_key(p, c, SC_LATE_KMALLOC);
}

bool vmalloc_key(struct parser *p, struct cursor *c)
{
	return sized_key(p, c, SC_LATE_VMALLOC);
}

/* ---- What only the end of the text tells ---- */

static bool answer(struct parser *p, enum late_question question, bool good, const char *wrong)
{
	if (good || !p->asked[question])
		return true;
	p->line = p->asked[question];
	return parse_fail(p, "%s", wrong);
}

/* The zones of the two architectures have other numbers. */
static void number_zones(struct scenario *s)
{
	bool arm = s->geometry == SC_ARM_FLATMEM;

	for (uint32_t i = 0; i < s->nr_late_ops; i++) {
		uint32_t *zone = &s->late_ops[i].zone;

		if (*zone == ZONE_NAME_DMA32)
			*zone = 1;
		else if (*zone == ZONE_NAME_NORMAL)
			*zone = arm ? 1 : 2;
		else if (*zone == ZONE_NAME_HIGHMEM)
			*zone = 2;
	}
}

bool parse_questions(struct parser *p)
{
	struct scenario *s = p->s;
	bool arm = s->geometry == SC_ARM_FLATMEM;

	number_zones(s);
	return answer(p, ASKS_ORDER_ABOVE_TINY, s->geometry != SC_TINY,
		      "order too large, at most 4 on tiny") &&
	       answer(p, ASKS_ZONE_OF_X86, !arm, "arm_flatmem has no zone DMA32") &&
	       answer(p, ASKS_ZONE_OF_ARM, arm, "only arm_flatmem has a zone HighMem") &&
	       answer(p, ASKS_RELEASE_4_9, s->release == SC_RELEASE_4_9,
		      "only release 4.9 has this") &&
	       answer(p, ASKS_USER_PAGES, sc_user_maps_bounded(s),
		      "user_map lines of too many pages, at most 65536 with each CPU counted") &&
	       answer(p, ASKS_DEFERRED, !arm, "arm_flatmem has no deferred initialisation");
}
