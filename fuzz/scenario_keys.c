/* `mminit: KEY VALUE...`: the table of keys, and those of the machine and its memblock. */
#include <inttypes.h>
#include <string.h>

#include "scenario_parser.h"

static bool scenario_key(struct parser *p, struct cursor *c)
{
	uint64_t version;

	if (p->begun)
		return parse_fail(p, "scenario 1 must be the first line");
	if (!parse_number(p, c, DECIMAL_OR_0X, &version))
		return false;
	if (version != 1)
		return parse_fail(p, "scenario %" PRIu64 " is not supported", version);
	return true;
}

static bool geometry_key(struct parser *p, struct cursor *c)
{
	struct cursor word = cursor_take_word(c);

	for (int g = 0; g < SC_NR_GEOMETRIES; g++) {
		if (cursor_is(&word, sc_geometry_name((enum sc_geometry)g))) {
			p->s->geometry = (enum sc_geometry)g;
			if (g == SC_ARM_FLATMEM)
				parse_ask(p, ASKS_RELEASE_4_9);
			return true;
		}
	}
	return parse_fail(p, "unknown geometry \"%.*s\"", cursor_quoted(&word), word.at);
}

static bool release_key(struct parser *p, struct cursor *c)
{
	/* From the last: 6.12 begins like 6.1. */
	for (int r = SC_NR_RELEASES - 1; r >= 0; r--) {
		if (cursor_eat(c, sc_release_name((enum sc_release)r))) {
			p->s->release = (enum sc_release)r;
			p->has_release = true;
			return true;
		}
	}
	return parse_fail(p, "unknown release \"%.*s\" (4.9, 6.1 or 6.12)", cursor_quoted(c),
			  c->at);
}

/* What the kernel's configuration is, where a scenario cannot say otherwise. */
static const struct named fixed_config[] = {
    {"64BIT", 1},
    {"ACPI_NUMA", 1},
    {"ARCH_DISCARD_MEMBLOCK", 1},
    {"CMA", 0},
    {"DEBUG_KMEMLEAK", 0},
    {"DEBUG_MEMORY_INIT", 0},
    {"DEBUG_PAGEALLOC", 0},
    {"DEBUG_VM", 0},
    {"FLATMEM", 0},
    {"FREELIST_RANDOM", 0},
    {"HAVE_MEMBLOCK", 1},
    {"HAVE_MEMBLOCK_NODE_MAP", 1},
    {"HIGHMEM", 0},
    {"HUGETLB_PAGE", 1},
    {"KASAN", 0},
    {"KMEMCHECK", 0},
    {"MEMORY_HOTREMOVE", 0},
    {"MEMORY_ISOLATION", 0},
    {"NO_BOOTMEM", 1},
    {"NUMA", 1},
    {"NUMA_BALANCING", 0},
    {"PAGE_OWNER", 0},
    {"PAGE_POISONING", 0},
    {"SLAB_FREELIST_RANDOM", 0},
    {"SLUB", 1},
    {"SMP", 1},
    {"SPARSEMEM", 1},
    {"SPARSEMEM_VMEMMAP", 1},
    {"X86_64", 1},
    {"ZONE_DEVICE", 0},
    {"ZONE_DMA", 1},
    {"ZONE_DMA32", 1},
    {NULL, 0},
};

static bool memblock_regions_key(struct parser *p, struct cursor *c)
{
	uint32_t *nr = &p->s->memblock_regions;

	if (!parse_bounded(p, c, "initial regions of memblock's tables", SC_MEMBLOCK_REGIONS, nr))
		return false;
	if (*nr < 4 || (*nr & (*nr - 1)))
		return parse_fail(p, "memblock_regions is 4, 8, 16, 32, 64 or 128, not %" PRIu32,
				  *nr);
	return true;
}

static bool config_key(struct parser *p, struct cursor *c)
{
	struct sc_config *config = &p->s->config;
	uint32_t value = 0;

	cursor_eat(c, "CONFIG_");

	struct cursor name = cursor_take_word(c);

	if (!cursor_eat(c, "="))
		return parse_fail(p, "expected NAME=0 or NAME=1 at \"%.*s\"", cursor_quoted(&name),
				  name.at);
	if (!parse_bounded(p, c, "value", 1, &value))
		return false;
	if (cursor_is(&name, "DEFERRED_STRUCT_PAGE_INIT") && value) {
		parse_ask(p, ASKS_DEFERRED);
		parse_ask(p, ASKS_RELEASE_4_9);
	}
	for (size_t i = 0; sc_config_options[i].name; i++) {
		if (cursor_is(&name, sc_config_options[i].name)) {
			*sc_config_option(config, i) = value;
			return true;
		}
	}
	for (const struct named *n = fixed_config; n->name; n++) {
		if (!cursor_is(&name, n->name))
			continue;
		if (n->value == value)
			return true;
		return parse_fail(p, "config %s=%" PRIu32 " is not supported yet", n->name, value);
	}
	return parse_fail(p, "unknown configuration option \"%.*s\"", cursor_quoted(&name),
			  name.at);
}

/* agree, or a finding's class and field */
static bool expect_key(struct parser *p, struct cursor *c)
{
	struct cursor first = cursor_take_word(c);
	struct cursor second = cursor_take_word(c);
	char *out = p->s->expect;

	if (cursor_left(&first) == 0 || (cursor_left(&second) == 0) != cursor_is(&first, "agree"))
		return parse_fail(p, "expected agree, or CLASS FIELD");
	if (cursor_left(&first) + cursor_left(&second) + 2 > sizeof(p->s->expect))
		return parse_fail(p, "expectation is too long");
	memcpy(out, first.at, cursor_left(&first));
	out += cursor_left(&first);
	if (cursor_left(&second)) {
		*out++ = ' ';
		memcpy(out, second.at, cursor_left(&second));
		out += cursor_left(&second);
	}
	*out = '\0';
	return true;
}

static bool e820_ext_key(struct parser *p, struct cursor *c)
{
	struct scenario *s = p->s;
	struct sc_range r;
	uint32_t t;

	if (!parse_range(p, c, DECIMAL_OR_0X, &r) || !parse_type(p, *c, &t))
		return false;
	c->at = c->end;
	if (s->nr_e820_ext == SC_MAX_E820_EXT)
		return parse_fail(p, "more than %d e820_ext entries", SC_MAX_E820_EXT);
	s->e820_ext[s->nr_e820_ext++] = (struct sc_e820_entry){r.start, r.size, t};
	return true;
}

/* TYPE => TYPE */
static bool update_types(struct parser *p, struct cursor *c, struct sc_e820_op *op)
{
	struct cursor before = {c->at, c->at};

	while (before.end < c->end && *before.end != '=')
		before.end++;
	c->at = before.end;
	if (!cursor_eat(c, "==>") && !cursor_eat(c, "=>"))
		return parse_fail(p, "expected TYPE => TYPE at \"%.*s\"", cursor_quoted(&before),
				  before.at);
	if (!parse_type(p, before, &op->type) || !parse_type(p, *c, &op->new_type))
		return false;
	c->at = c->end;
	return true;
}

/* TYPE checked, or TYPE any */
static bool remove_type(struct parser *p, struct cursor *c, struct sc_e820_op *op)
{
	struct cursor text = *c;

	cursor_trim(&text);
	c->at = text.end;
	while (c->at > text.at && char_is_word(c->at[-1]))
		c->at--;
	text.end = c->at;
	op->checktype = cursor_eat_word(c, "checked");
	if (!op->checktype && !cursor_eat_word(c, "any"))
		return parse_fail(p, "expected checked or any at \"%.*s\"", cursor_quoted(c),
				  c->at);
	return parse_type(p, text, &op->type);
}

static bool e820_op_key(struct parser *p, struct cursor *c)
{
	struct scenario *s = p->s;
	struct sc_e820_op op = {.kind = SC_E820_ADD};
	uint32_t kind;

	if (!parse_named(p, c, "e820 operation", e820_op_names, SC_NR_E820_OPS - 1, &kind))
		return false;
	op.kind = (enum sc_e820_op_kind)kind;
	if (op.kind != SC_E820_SANITIZE && !parse_range(p, c, DECIMAL_OR_0X, &op.range))
		return false;
	switch (op.kind) {
	case SC_E820_SANITIZE:
		break;
	case SC_E820_UPDATE:
		if (!update_types(p, c, &op))
			return false;
		break;
	case SC_E820_REMOVE:
		if (!remove_type(p, c, &op))
			return false;
		break;
	default:
		if (!parse_type(p, *c, &op.type))
			return false;
		c->at = c->end;
	}
	if (s->nr_e820_ops == SC_MAX_E820_OPS)
		return parse_fail(p, "more than %d e820 operations", SC_MAX_E820_OPS);
	s->e820_ops[s->nr_e820_ops++] = op;
	return true;
}

static bool ext_mem_k_key(struct parser *p, struct cursor *c)
{
	return parse_bounded(p, c, "ext_mem_k", UINT32_MAX, &p->s->ext_mem_k);
}

static bool alt_mem_k_key(struct parser *p, struct cursor *c)
{
	return parse_bounded(p, c, "alt_mem_k", UINT32_MAX, &p->s->alt_mem_k);
}

/* Both are 16-bit words of the BIOS data area. */
static bool bda_key(struct parser *p, struct cursor *c)
{
	p->s->has_bda = true;
	return parse_bounded(p, c, "EBDA segment", UINT16_MAX, &p->s->bda_ebda_segment) &&
	       parse_bounded(p, c, "memory size", UINT16_MAX, &p->s->bda_kib);
}

static bool kernel_key(struct parser *p, struct cursor *c)
{
	p->s->has_kernel = true;
	return parse_range(p, c, DECIMAL_OR_0X, &p->s->kernel);
}

static bool initrd_key(struct parser *p, struct cursor *c)
{
	p->s->has_initrd = true;
	return parse_range(p, c, DECIMAL_OR_0X, &p->s->initrd);
}

static bool setup_data_key(struct parser *p, struct cursor *c)
{
	struct scenario *s = p->s;
	struct sc_range r;

	if (!parse_range(p, c, DECIMAL_OR_0X, &r))
		return false;
	if (s->nr_setup_data == SC_MAX_SETUP_DATA)
		return parse_fail(p, "more than %d setup_data ranges", SC_MAX_SETUP_DATA);
	s->setup_data[s->nr_setup_data++] = r;
	return true;
}

static bool op_key(struct parser *p, struct cursor *c)
{
	const struct named *n = op_names;

	cursor_skip_blanks(c);
	while (n->name && !cursor_eat_word(c, n->name))
		n++;
	if (!n->name)
		return parse_fail(p, "unknown operation \"%.*s\"", cursor_quoted(c), c->at);

	struct sc_op op = {.kind = (enum sc_op_kind)n->value};
	unsigned int fields = sc_op_fields(op.kind);

	if (op.kind == SC_OP_ALLOC) /* SIZE ALIGN MIN MAX NID */
		return parse_number(p, c, DECIMAL_OR_0X, &op.range.size) &&
		       parse_number(p, c, DECIMAL_OR_0X, &op.align) && parse_check_align(p, &op) &&
		       parse_number(p, c, DECIMAL_OR_0X, &op.range.start) &&
		       parse_number(p, c, DECIMAL_OR_0X, &op.limit) && parse_nid(p, c, &op.nid) &&
		       parse_push_op(p, &op);
	if ((fields & SC_HAS_RANGE) && !parse_range(p, c, DECIMAL_OR_0X, &op.range))
		return false;
	if ((fields & SC_HAS_NID) && !parse_nid(p, c, &op.nid))
		return false;
	if ((fields & SC_HAS_NID) && op.nid == SC_NID_ANY)
		return parse_fail(p,
				  "node -1 cannot be the node of a region (64 is not yet known)");
	if ((fields & SC_HAS_ALIGN) &&
	    (!parse_number(p, c, DECIMAL_OR_0X, &op.align) || !parse_check_align(p, &op)))
		return false;
	if ((fields & SC_HAS_LIMIT) && !parse_number(p, c, DECIMAL_OR_0X, &op.limit))
		return false;
	if (op.kind == SC_OP_BOTTOM_UP && op.limit > 1)
		return parse_fail(p, "bottom_up is 0 or 1");
	return parse_push_op(p, &op);
}

static const struct key {
	const char *name;
	bool (*parse)(struct parser *p, struct cursor *c);
	bool once;
} keys[] = {
    {"scenario", scenario_key, true},
    {"geometry", geometry_key, true},
    {"release", release_key, true},
    {"config", config_key, false},
    {"memblock_regions", memblock_regions_key, true},
    {"expect", expect_key, true},
    {"e820_ext", e820_ext_key, false},
    {"e820_op", e820_op_key, false},
    {"ext_mem_k", ext_mem_k_key, true},
    {"alt_mem_k", alt_mem_k_key, true},
    {"bda", bda_key, true},
    {"kernel", kernel_key, true},
    {"initrd", initrd_key, true},
    {"setup_data", setup_data_key, false},
    {"op", op_key, false},
    {"alloc_pages", alloc_pages_key, false},
    {"free", free_key, false},
    {"free_late", free_late_key, false},
    {"kmalloc", kmalloc_key, false},
    {"vmalloc", vmalloc_key, false},
    {"cpus", cpus_key, true},
    {"cpu", cpu_key, true},
    {"percpu", percpu_key, false},
    {"early_vm", early_vm_key, false},
    {"sizeof", sizeof_key, false},
    {"slub_min_objects", slub_min_objects_key, true},
    {"slub_max_order", slub_max_order_key, true},
    {"slub_min_order", slub_min_order_key, true},
    {"user_map", user_map_key, false},
    {"bootmem_info", bootmem_info_key, false},
    {"image", image_key, false},
    {"lowmem_limit", lowmem_limit_key, true},
    {"phys_offset", phys_offset_key, true},
    {"dma_zone_size", dma_zone_size_key, true},
    {"page_shift", page_shift_key, true},
    {"mem_map", mem_map_key, true},
};

bool parse_key_line(struct parser *p, struct cursor *c)
{
	struct cursor word = cursor_take_word(c);

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (!cursor_is(&word, keys[i].name))
			continue;
		if (keys[i].once && (p->keys_seen & UINT64_C(1) << i))
			return parse_fail(p, "a second %s", keys[i].name);
		p->keys_seen |= UINT64_C(1) << i;
		if (!keys[i].parse(p, c))
			return false;
		if (!cursor_at_end(c))
			return parse_fail(p, "unexpected \"%.*s\" after %s", cursor_quoted(c),
					  c->at, keys[i].name);
		p->usable = true;
		return true;
	}
	return parse_fail(p, "unknown key \"%.*s\"", cursor_quoted(&word), word.at);
}
