#include "scenario_text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>
#include <strings.h>

#include "scenario_names.h"

/* ---- Words of one line ---- */

struct cursor {
	const char *at;
	const char *end;
};

struct parser {
	struct scenario *s;
	struct scenario_error *err;
	unsigned int line;
	bool strict;         /* a scenario: whatever is not understood is an error */
	bool memblock_lines; /* they are operations, and not what a logged kernel did */
	bool begun;          /* a line that is neither empty nor a comment was seen */
	bool usable;         /* a line that asks for anything was seen */
	bool has_cmdline;
	bool has_release;   /* by its key or by the first version that a log names */
	uint32_t keys_seen; /* bit i: keys[i] was given */
	uint32_t nr_op_lines;
	bool has_fill; /* an operation of its own, at index fill_at */
	bool has_add;  /* a memblock_add line, at fill_at if nothing else was */
	uint32_t fill_at;
	uint32_t numa_at;        /* how many operations precede the last SRAT line */
	unsigned int order_line; /* the first line with an order that the tiny geometry lacks */
};

__attribute__((format(printf, 2, 3))) static bool fail(struct parser *p, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(p->err->message, sizeof(p->err->message), format, args);
	va_end(args);
	p->err->line = p->line;
	for (char *c = p->err->message; *c; c++) {
		if (*c < ' ' || *c > '~')
			*c = '?';
	}
	return false;
}

static size_t left(const struct cursor *c)
{
	return (size_t)(c->end - c->at);
}

/* How much of a line a message quotes. */
static int quoted(const struct cursor *c)
{
	return left(c) > 40 ? 40 : (int)left(c);
}

static bool is_blank(char ch)
{
	return ch == ' ' || ch == '\t';
}

static bool is_word_char(char ch)
{
	return (ch >= '0' && ch <= '9') || (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') ||
	       ch == '_';
}

static void skip_blanks(struct cursor *c)
{
	while (c->at < c->end && is_blank(*c->at))
		c->at++;
}

static bool at_end(struct cursor *c)
{
	skip_blanks(c);
	return c->at == c->end;
}

static bool starts_with(const struct cursor *c, const char *literal)
{
	size_t len = strlen(literal);

	return left(c) >= len && memcmp(c->at, literal, len) == 0;
}

/* Takes the literal if it comes next, after blanks. */
static bool eat(struct cursor *c, const char *literal)
{
	skip_blanks(c);
	if (!starts_with(c, literal))
		return false;
	c->at += strlen(literal);
	return true;
}

/* Like eat(), but only a whole word. A blank in the literal stands for any blanks. */
static bool eat_word(struct cursor *c, const char *literal)
{
	struct cursor try = *c;

	skip_blanks(&try);
	for (; *literal; literal++) {
		if (*literal == ' ' && try.at < try.end && is_blank(*try.at))
			skip_blanks(&try);
		else if (try.at < try.end && *try.at == *literal)
			try.at++;
		else
			return false;
	}
	if (try.at < try.end && is_word_char(*try.at))
		return false;
	*c = try;
	return true;
}

static struct cursor take_word(struct cursor *c)
{
	struct cursor word;

	skip_blanks(c);
	word.at = c->at;
	while (c->at < c->end && is_word_char(*c->at))
		c->at++;
	word.end = c->at;
	return word;
}

static bool cursor_is(const struct cursor *c, const char *text)
{
	return left(c) == strlen(text) && starts_with(c, text);
}

/* ---- Numbers, ranges, types ---- */

enum radix {
	DECIMAL_OR_0X, /* our own lines */
	HEX_0X,        /* the kernel's */
	HEX,           /* those of kernels before 3.x, which print no 0x */
};

static int digit_value(char ch)
{
	if (ch >= '0' && ch <= '9')
		return ch - '0';
	if (ch >= 'a' && ch <= 'f')
		return ch - 'a' + 10;
	if (ch >= 'A' && ch <= 'F')
		return ch - 'A' + 10;
	return 16;
}

static bool read_number(struct parser *p, struct cursor *c, enum radix radix, uint64_t *value)
{
	skip_blanks(c);

	struct cursor start = *c;
	bool prefix = starts_with(c, "0x") || starts_with(c, "0X");
	uint64_t base = prefix || radix == HEX ? 16 : 10;
	uint64_t v = 0;
	bool overflow = false;

	if (radix == HEX_0X && !prefix)
		return fail(p, "expected a number with 0x at \"%.*s\"", quoted(&start), start.at);
	if (prefix)
		c->at += 2;

	const char *digits = c->at;

	for (; c->at < c->end && (uint64_t)digit_value(*c->at) < base; c->at++) {
		uint64_t digit = (uint64_t)digit_value(*c->at);

		overflow |= v > (UINT64_MAX - digit) / base;
		v = v * base + digit;
	}
	if (c->at == digits || (c->at < c->end && is_word_char(*c->at)))
		return fail(p, "expected a number at \"%.*s\"", quoted(&start), start.at);
	if (overflow)
		return fail(p, "number does not fit in 64 bits: \"%.*s\"", quoted(&start),
			    start.at);
	*value = v;
	return true;
}

/* A number of our own lines, at most max. */
static bool read_bounded(struct parser *p, struct cursor *c, const char *what, uint64_t max,
			 uint32_t *v)
{
	uint64_t value;

	if (!read_number(p, c, DECIMAL_OR_0X, &value))
		return false;
	if (value > max)
		return fail(p, "%s %" PRIu64 " is too large, at most %" PRIu64, what, value, max);
	*v = (uint32_t)value;
	return true;
}

/* A name of the table, or its number. */
static bool read_named(struct parser *p, struct cursor *c, const char *what,
		       const struct named *names, uint32_t max, uint32_t *value)
{
	skip_blanks(c);
	if (c->at < c->end && *c->at >= '0' && *c->at <= '9')
		return read_bounded(p, c, what, max, value);

	struct cursor word = take_word(c);

	for (; names->name; names++) {
		if (left(&word) == strlen(names->name) &&
		    strncasecmp(word.at, names->name, left(&word)) == 0) {
			*value = names->value;
			return true;
		}
	}
	return fail(p, "unknown %s \"%.*s\"", what, quoted(&word), word.at);
}

/* -1, a node, or MAX_NUMNODES. */
static bool read_nid(struct parser *p, struct cursor *c, int32_t *nid)
{
	uint32_t v = 0;

	if (eat_word(c, "-1")) {
		*nid = SC_NID_ANY;
		return true;
	}
	if (!read_bounded(p, c, "node", SC_MAX_NODES, &v))
		return false;
	*nid = (int32_t)v;
	return true;
}

/* [0xS-0xE] or [mem 0xS-0xE], E the last byte: any S and E are a range, modulo 2^64. */
static bool read_range(struct parser *p, struct cursor *c, enum radix radix, struct sc_range *r)
{
	uint64_t last;

	skip_blanks(c);

	struct cursor start = *c;

	if (!eat(c, "["))
		return fail(p, "expected a range [0xS-0xE] at \"%.*s\"", quoted(&start), start.at);
	eat_word(c, "mem");
	if (!read_number(p, c, radix, &r->start))
		return false;
	if (!eat(c, "-"))
		return fail(p, "expected - and an end at \"%.*s\"", quoted(c), c->at);
	if (!read_number(p, c, radix, &last))
		return false;
	if (!eat(c, "]"))
		return fail(p, "expected ] at \"%.*s\"", quoted(c), c->at);
	r->size = last - r->start + 1;
	return true;
}

static void trim(struct cursor *c)
{
	skip_blanks(c);
	while (c->end > c->at && is_blank(c->end[-1]))
		c->end--;
}

/* All of text is the name of an e820 type. */
static bool read_type(struct parser *p, struct cursor text, uint32_t *type)
{
	struct cursor c;

	trim(&text);
	for (const struct named *n = type_names; n->name; n++) {
		c = text;
		if (eat_word(&c, n->name) && at_end(&c)) {
			*type = n->value;
			return true;
		}
	}
	c = text;
	if (eat_word(&c, "type") && c.at < c.end) {
		if (!read_bounded(p, &c, "type", UINT32_MAX, type))
			return false;
		if (at_end(&c))
			return true;
	}
	return fail(p, "unknown type \"%.*s\"", quoted(&text), text.at);
}

/* ---- The kernel's lines ---- */

static bool e820_line(struct parser *p, struct cursor *c)
{
	struct scenario *s = p->s;
	struct sc_range r;
	uint32_t t;

	skip_blanks(c);
	if (starts_with(c, "[gap"))
		return true;
	if (starts_with(c, "[")) {
		if (!read_range(p, c, HEX_0X, &r))
			return false;
	} else { /* before 3.x: an exclusive end, the type in brackets if it has a name */
		uint64_t end;

		if (!read_number(p, c, HEX, &r.start))
			return false;
		if (!eat(c, "-"))
			return fail(p, "expected - and an end at \"%.*s\"", quoted(c), c->at);
		if (!read_number(p, c, HEX, &end))
			return false;
		r.size = end - r.start;
		trim(c);
		if (left(c) >= 2 && *c->at == '(' && c->end[-1] == ')') {
			c->at++;
			c->end--;
		}
	}
	if (!read_type(p, *c, &t))
		return false;
	if (s->nr_e820 == SC_MAX_E820)
		return fail(p, "more than %d BIOS-e820 entries", SC_MAX_E820);
	s->e820[s->nr_e820++] = (struct sc_e820_entry){r.start, r.size, t};
	p->usable = true;
	return true;
}

static bool cmdline_line(struct parser *p, struct cursor *c)
{
	if (p->has_cmdline)
		return p->strict ? fail(p, "a second command line") : true;
	if (c->at < c->end && *c->at == ' ')
		c->at++;
	if (memchr(c->at, '\0', left(c)))
		return fail(p, "NUL byte in the command line");
	if (left(c) >= SC_MAX_CMDLINE)
		return fail(p, "command line of more than %d bytes", SC_MAX_CMDLINE - 1);
	memcpy(p->s->cmdline, c->at, left(c));
	p->s->cmdline[left(c)] = '\0';
	p->has_cmdline = true;
	return true;
}

static bool push_op(struct parser *p, const struct sc_op *op)
{
	struct scenario *s = p->s;

	if (op->kind == SC_OP_FILL && !p->has_fill) {
		p->has_fill = true;
		p->fill_at = s->nr_ops;
	} else if (p->nr_op_lines++ == SC_MAX_OP_LINES) {
		return fail(p, "more than %d memblock operations", SC_MAX_OP_LINES);
	}
	s->ops[s->nr_ops++] = *op;
	p->usable = true;
	return true;
}

static bool contains(const struct cursor *c, const char *literal)
{
	struct cursor rest = *c;

	while (left(&rest) >= strlen(literal)) {
		if (starts_with(&rest, literal))
			return true;
		rest.at++;
	}
	return false;
}

/* What follows the range (flags, the caller) is not looked at, but for growing tables. */
static bool memblock_line(struct parser *p, struct cursor *c, enum sc_op_kind kind)
{
	struct sc_op op = {.kind = kind};

	if (!read_range(p, c, HEX_0X, &op.range))
		return false;
	if (kind == SC_OP_ADD && !p->has_add) {
		p->has_add = true;
		if (!p->has_fill)
			p->fill_at = p->s->nr_ops;
	}
	if (!p->memblock_lines &&
	    (kind == SC_OP_ADD || (kind == SC_OP_RESERVE && contains(c, "memblock_double_array"))))
		return true;
	return push_op(p, &op);
}

static bool check_align(struct parser *p, const struct sc_op *op)
{
	if (op->kind == SC_OP_ALLOC && op->align == 0)
		return true;
	if (op->align == 0 || (op->align & (op->align - 1)))
		return fail(p, "alignment 0x%" PRIx64 " is no power of two", op->align);
	return true;
}

/* memblock_alloc...: N bytes align=0xA nid=N from=0xF max_addr=0xM. In a log it is an expectation:
 * the reservation that came of it has a line of its own. */
static bool memblock_alloc_line(struct parser *p, struct cursor *c)
{
	struct sc_op op = {.kind = SC_OP_ALLOC};

	if (!p->strict)
		return true;
	take_word(c);
	if (!eat(c, ":"))
		return fail(p, "expected : at \"%.*s\"", quoted(c), c->at);
	if (!read_number(p, c, DECIMAL_OR_0X, &op.range.size))
		return false;
	if (!eat_word(c, "bytes") || !eat(c, "align="))
		return fail(p, "expected bytes align=0xA at \"%.*s\"", quoted(c), c->at);
	if (!read_number(p, c, DECIMAL_OR_0X, &op.align) || !check_align(p, &op))
		return false;
	if (!eat(c, "nid="))
		return fail(p, "expected nid=N at \"%.*s\"", quoted(c), c->at);
	if (!read_nid(p, c, &op.nid))
		return false;
	if (!eat(c, "from="))
		return fail(p, "expected from=0xF at \"%.*s\"", quoted(c), c->at);
	if (!read_number(p, c, DECIMAL_OR_0X, &op.range.start))
		return false;
	if (!eat(c, "max_addr="))
		return fail(p, "expected max_addr=0xM at \"%.*s\"", quoted(c), c->at);
	return read_number(p, c, DECIMAL_OR_0X, &op.limit) && push_op(p, &op);
}

static bool not_understood(struct parser *p, const struct cursor *line)
{
	if (!p->strict)
		return true;
	return fail(p, "not understood: \"%.*s\"", quoted(line), line->at);
}

/* S-E as kernels before 3.x print it. From 2.6.15 on E is exclusive, before that the last byte,
 * which is odd. */
static bool bare_srat_range(struct parser *p, struct cursor *c, struct sc_range *r)
{
	uint64_t end;

	if (!read_number(p, c, HEX, &r->start))
		return false;
	if (!eat(c, "-"))
		return fail(p, "expected - and an end at \"%.*s\"", quoted(c), c->at);
	if (!read_number(p, c, HEX, &end))
		return false;
	r->size = end + (end & 1) - r->start;
	return true;
}

static bool srat_line(struct parser *p, struct cursor *c)
{
	struct scenario *s = p->s;
	struct cursor line = *c;
	struct sc_srat entry = {.nid = 0};

	if (!eat_word(c, "Node"))
		return not_understood(p, &line);
	if (!read_bounded(p, c, "node", SC_MAX_NODES - 1, &entry.nid))
		return false;
	if (!eat_word(c, "PXM"))
		return not_understood(p, &line);
	if (!read_bounded(p, c, "PXM", UINT32_MAX, &entry.pxm))
		return false;
	skip_blanks(c);
	if (starts_with(c, "[") ? !read_range(p, c, HEX_0X, &entry.range)
				: !bare_srat_range(p, c, &entry.range))
		return false;
	entry.hotplug = eat_word(c, "hotplug");
	entry.non_volatile = eat_word(c, "non-volatile");
	if (!at_end(c))
		return fail(p, "unexpected \"%.*s\" after the range", quoted(c), c->at);
	if (s->nr_srat == SC_MAX_SRAT)
		return fail(p, "more than %d SRAT entries", SC_MAX_SRAT);
	s->srat[s->nr_srat++] = entry;
	p->numa_at = s->nr_ops;
	p->usable = true;
	return true;
}

/* ---- Our own lines ---- */

static bool scenario_key(struct parser *p, struct cursor *c)
{
	uint64_t version;

	if (p->begun)
		return fail(p, "scenario 1 must be the first line");
	if (!read_number(p, c, DECIMAL_OR_0X, &version))
		return false;
	if (version != 1)
		return fail(p, "scenario %" PRIu64 " is not supported", version);
	return true;
}

static bool geometry_key(struct parser *p, struct cursor *c)
{
	struct cursor word = take_word(c);

	for (int g = 0; g < SC_ARM_FLATMEM; g++) {
		if (cursor_is(&word, sc_geometry_name((enum sc_geometry)g))) {
			p->s->geometry = (enum sc_geometry)g;
			return true;
		}
	}
	if (cursor_is(&word, "arm_flatmem"))
		return fail(p, "geometry arm_flatmem is not supported yet");
	return fail(p, "unknown geometry \"%.*s\"", quoted(&word), word.at);
}

static bool release_key(struct parser *p, struct cursor *c)
{
	/* From the last: 6.12 begins like 6.1. */
	for (int r = SC_NR_RELEASES - 1; r >= 0; r--) {
		if (eat(c, sc_release_name((enum sc_release)r))) {
			p->s->release = (enum sc_release)r;
			p->has_release = true;
			return true;
		}
	}
	return fail(p, "unknown release \"%.*s\" (4.9, 6.1 or 6.12)", quoted(c), c->at);
}

/* The first version that a log names decides by which rules it is booted; the key goes before it.
 */
static bool version_line(struct parser *p, struct cursor *c)
{
	unsigned int number[2] = {0, 0};

	for (int i = 0; i < 2; i++) {
		while (c->at < c->end && *c->at >= '0' && *c->at <= '9' && number[i] < 1000)
			number[i] = number[i] * 10 + (unsigned int)(*c->at++ - '0');
		if (i == 0 && !eat(c, "."))
			return true;
	}
	if (!p->has_release)
		p->s->release = sc_release_of(number[0], number[1]);
	p->has_release = true;
	return true;
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
    {"DEFERRED_STRUCT_PAGE_INIT", 0},
    {"FLATMEM", 0},
    {"FREELIST_RANDOM", 0},
    {"HAVE_BOOTMEM_INFO_NODE", 0},
    {"HAVE_MEMBLOCK", 1},
    {"HAVE_MEMBLOCK_NODE_MAP", 1},
    {"HIGHMEM", 0},
    {"HUGETLB_PAGE", 1},
    {"KASAN", 0},
    {"KMEMCHECK", 0},
    {"MEMORY_HOTPLUG", 0},
    {"MEMORY_HOTREMOVE", 0},
    {"MEMORY_ISOLATION", 0},
    {"NO_BOOTMEM", 1},
    {"NUMA", 1},
    {"NUMA_BALANCING", 0},
    {"PAGE_EXTENSION", 0},
    {"PAGE_OWNER", 0},
    {"PAGE_POISONING", 0},
    {"SLAB_FREELIST_RANDOM", 0},
    {"SLUB", 1},
    {"SLUB_CPU_PARTIAL", 1},
    {"SMP", 1},
    {"SPARSEMEM", 1},
    {"SPARSEMEM_VMEMMAP", 1},
    {"X86_64", 1},
    {"ZONE_DEVICE", 0},
    {"ZONE_DMA", 1},
    {"ZONE_DMA32", 1},
    {NULL, 0},
};

static bool config_key(struct parser *p, struct cursor *c)
{
	struct sc_config *config = &p->s->config;
	uint32_t value = 0;

	eat(c, "CONFIG_");

	struct cursor name = take_word(c);

	if (!eat(c, "="))
		return fail(p, "expected NAME=0 or NAME=1 at \"%.*s\"", quoted(&name), name.at);
	if (!read_bounded(p, c, "value", 1, &value))
		return false;
	if (cursor_is(&name, "EFI")) {
		config->efi = value;
		return true;
	}
	if (cursor_is(&name, "MAXSMP")) {
		config->maxsmp = value;
		return true;
	}
	if (cursor_is(&name, "MOVABLE_NODE")) {
		config->movable_node = value;
		return true;
	}
	if (cursor_is(&name, "NODES_SPAN_OTHER_NODES")) {
		config->nodes_span_other_nodes = value;
		return true;
	}
	for (const struct named *n = fixed_config; n->name; n++) {
		if (!cursor_is(&name, n->name))
			continue;
		if (n->value == value)
			return true;
		return fail(p, "config %s=%" PRIu32 " is not supported yet", n->name, value);
	}
	return fail(p, "unknown configuration option \"%.*s\"", quoted(&name), name.at);
}

/* agree, or a finding's class and field */
static bool expect_key(struct parser *p, struct cursor *c)
{
	struct cursor first = take_word(c);
	struct cursor second = take_word(c);
	char *out = p->s->expect;

	if (left(&first) == 0 || (left(&second) == 0) != cursor_is(&first, "agree"))
		return fail(p, "expected agree, or CLASS FIELD");
	if (left(&first) + left(&second) + 2 > sizeof(p->s->expect))
		return fail(p, "expectation is too long");
	memcpy(out, first.at, left(&first));
	out += left(&first);
	if (left(&second)) {
		*out++ = ' ';
		memcpy(out, second.at, left(&second));
		out += left(&second);
	}
	*out = '\0';
	return true;
}

static bool e820_ext_key(struct parser *p, struct cursor *c)
{
	struct scenario *s = p->s;
	struct sc_range r;
	uint32_t t;

	if (!read_range(p, c, DECIMAL_OR_0X, &r) || !read_type(p, *c, &t))
		return false;
	c->at = c->end;
	if (s->nr_e820_ext == SC_MAX_E820_EXT)
		return fail(p, "more than %d e820_ext entries", SC_MAX_E820_EXT);
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
	if (!eat(c, "==>") && !eat(c, "=>"))
		return fail(p, "expected TYPE => TYPE at \"%.*s\"", quoted(&before), before.at);
	if (!read_type(p, before, &op->type) || !read_type(p, *c, &op->new_type))
		return false;
	c->at = c->end;
	return true;
}

/* TYPE checked, or TYPE any */
static bool remove_type(struct parser *p, struct cursor *c, struct sc_e820_op *op)
{
	struct cursor text = *c;

	trim(&text);
	c->at = text.end;
	while (c->at > text.at && is_word_char(c->at[-1]))
		c->at--;
	text.end = c->at;
	op->checktype = eat_word(c, "checked");
	if (!op->checktype && !eat_word(c, "any"))
		return fail(p, "expected checked or any at \"%.*s\"", quoted(c), c->at);
	return read_type(p, text, &op->type);
}

static bool e820_op_key(struct parser *p, struct cursor *c)
{
	struct scenario *s = p->s;
	struct sc_e820_op op = {.kind = SC_E820_ADD};
	uint32_t kind;

	if (!read_named(p, c, "e820 operation", e820_op_names, SC_NR_E820_OPS - 1, &kind))
		return false;
	op.kind = (enum sc_e820_op_kind)kind;
	if (op.kind != SC_E820_SANITIZE && !read_range(p, c, DECIMAL_OR_0X, &op.range))
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
		if (!read_type(p, *c, &op.type))
			return false;
		c->at = c->end;
	}
	if (s->nr_e820_ops == SC_MAX_E820_OPS)
		return fail(p, "more than %d e820 operations", SC_MAX_E820_OPS);
	s->e820_ops[s->nr_e820_ops++] = op;
	return true;
}

static bool ext_mem_k_key(struct parser *p, struct cursor *c)
{
	return read_bounded(p, c, "ext_mem_k", UINT32_MAX, &p->s->ext_mem_k);
}

static bool alt_mem_k_key(struct parser *p, struct cursor *c)
{
	return read_bounded(p, c, "alt_mem_k", UINT32_MAX, &p->s->alt_mem_k);
}

/* Both are 16-bit words of the BIOS data area. */
static bool bda_key(struct parser *p, struct cursor *c)
{
	p->s->has_bda = true;
	return read_bounded(p, c, "EBDA segment", UINT16_MAX, &p->s->bda_ebda_segment) &&
	       read_bounded(p, c, "memory size", UINT16_MAX, &p->s->bda_kib);
}

static bool kernel_key(struct parser *p, struct cursor *c)
{
	p->s->has_kernel = true;
	return read_range(p, c, DECIMAL_OR_0X, &p->s->kernel);
}

static bool initrd_key(struct parser *p, struct cursor *c)
{
	p->s->has_initrd = true;
	return read_range(p, c, DECIMAL_OR_0X, &p->s->initrd);
}

static bool setup_data_key(struct parser *p, struct cursor *c)
{
	struct scenario *s = p->s;
	struct sc_range r;

	if (!read_range(p, c, DECIMAL_OR_0X, &r))
		return false;
	if (s->nr_setup_data == SC_MAX_SETUP_DATA)
		return fail(p, "more than %d setup_data ranges", SC_MAX_SETUP_DATA);
	s->setup_data[s->nr_setup_data++] = r;
	return true;
}

static bool op_key(struct parser *p, struct cursor *c)
{
	const struct named *n = op_names;

	skip_blanks(c);
	while (n->name && !eat_word(c, n->name))
		n++;
	if (!n->name)
		return fail(p, "unknown operation \"%.*s\"", quoted(c), c->at);

	struct sc_op op = {.kind = (enum sc_op_kind)n->value};
	unsigned int fields = sc_op_fields(op.kind);

	if (op.kind == SC_OP_ALLOC) /* SIZE ALIGN MIN MAX NID */
		return read_number(p, c, DECIMAL_OR_0X, &op.range.size) &&
		       read_number(p, c, DECIMAL_OR_0X, &op.align) && check_align(p, &op) &&
		       read_number(p, c, DECIMAL_OR_0X, &op.range.start) &&
		       read_number(p, c, DECIMAL_OR_0X, &op.limit) && read_nid(p, c, &op.nid) &&
		       push_op(p, &op);
	if ((fields & SC_HAS_RANGE) && !read_range(p, c, DECIMAL_OR_0X, &op.range))
		return false;
	if ((fields & SC_HAS_NID) && !read_nid(p, c, &op.nid))
		return false;
	if ((fields & SC_HAS_NID) && op.nid == SC_NID_ANY)
		return fail(p, "node -1 cannot be the node of a region (64 is not yet known)");
	if ((fields & SC_HAS_ALIGN) &&
	    (!read_number(p, c, DECIMAL_OR_0X, &op.align) || !check_align(p, &op)))
		return false;
	if ((fields & SC_HAS_LIMIT) && !read_number(p, c, DECIMAL_OR_0X, &op.limit))
		return false;
	if (op.kind == SC_OP_BOTTOM_UP && op.limit > 1)
		return fail(p, "bottom_up is 0 or 1");
	return push_op(p, &op);
}

static bool push_late_op(struct parser *p, const struct sc_late_op *op)
{
	struct scenario *s = p->s;

	if (s->nr_late_ops == SC_MAX_LATE_OPS)
		return fail(p, "more than %d operations after boot", SC_MAX_LATE_OPS);
	s->late_ops[s->nr_late_ops++] = *op;
	return true;
}

static bool alloc_pages_key(struct parser *p, struct cursor *c)
{
	struct sc_late_op op = {.kind = SC_LATE_ALLOC_PAGES};

	if (!read_bounded(p, c, "order", sc_max_order(SC_X86_64) - 1, &op.order) ||
	    !read_named(p, c, "zone", zone_names, 3, &op.zone) ||
	    !read_bounded(p, c, "node", SC_MAX_NODES - 1, &op.nid) ||
	    !read_named(p, c, "migratetype", migratetype_names, 2, &op.migratetype))
		return false;
	if (op.order >= sc_max_order(SC_TINY) && !p->order_line)
		p->order_line = p->line;
	return push_late_op(p, &op);
}

static bool free_key(struct parser *p, struct cursor *c)
{
	struct sc_late_op op = {.kind = SC_LATE_FREE};
	uint64_t k;

	if (!eat(c, "#"))
		return fail(p, "expected #K at \"%.*s\"", quoted(c), c->at);
	if (!read_number(p, c, DECIMAL_OR_0X, &k))
		return false;
	if (k == 0 || k > p->s->nr_late_ops || p->s->late_ops[k - 1].kind != SC_LATE_ALLOC_PAGES)
		return fail(p, "operation %" PRIu64 " is no earlier allocation", k);
	op.operation = (uint32_t)(k - 1);
	return push_late_op(p, &op);
}

static bool free_late_key(struct parser *p, struct cursor *c)
{
	struct sc_late_op op = {.kind = SC_LATE_FREE_LATE};

	return read_range(p, c, DECIMAL_OR_0X, &op.range) && push_late_op(p, &op);
}

static const struct key {
	const char *name;
	bool (*parse)(struct parser *p, struct cursor *c); /* NULL: not supported yet */
	bool once;
} keys[] = {
    {"scenario", scenario_key, true},
    {"geometry", geometry_key, true},
    {"release", release_key, true},
    {"config", config_key, false},
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
    {"cpus", NULL, false},
    {"cpu", NULL, false},
    {"lowmem_limit", NULL, false},
    {"phys_offset", NULL, false},
    {"dma_zone_size", NULL, false},
    {"page_shift", NULL, false},
    {"percpu", NULL, false},
    {"early_vm", NULL, false},
    {"sizeof", NULL, false},
    {"slub_min_objects", NULL, false},
    {"slub_max_order", NULL, false},
    {"slub_min_order", NULL, false},
    {"user_map", NULL, false},
    {"kmalloc", NULL, false},
    {"vmalloc", NULL, false},
};

static bool mminit_line(struct parser *p, struct cursor *c)
{
	struct cursor word = take_word(c);

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (!cursor_is(&word, keys[i].name))
			continue;
		if (!keys[i].parse)
			return fail(p, "%s is not supported yet", keys[i].name);
		if (keys[i].once && (p->keys_seen & (1u << i)))
			return fail(p, "a second %s", keys[i].name);
		p->keys_seen |= 1u << i;
		if (!keys[i].parse(p, c))
			return false;
		if (!at_end(c))
			return fail(p, "unexpected \"%.*s\" after %s", quoted(c), c->at,
				    keys[i].name);
		p->usable = true;
		return true;
	}
	return fail(p, "unknown key \"%.*s\"", quoted(&word), word.at);
}

/* ---- Lines ---- */

/* <N> and [time]; printk may add [T1] or [C1], the caller. */
static void skip_prefix(struct cursor *c)
{
	struct cursor start = *c;

	skip_blanks(c);
	if (eat(c, "<")) {
		while (c->at < c->end && *c->at >= '0' && *c->at <= '9')
			c->at++;
		if (!eat(c, ">"))
			*c = start;
	}
	for (;;) {
		struct cursor group = *c;

		if (!eat(&group, "["))
			break;
		skip_blanks(&group);
		if (group.at < group.end && (*group.at == 'T' || *group.at == 'C'))
			group.at++;

		const char *digits = group.at;

		while (group.at < group.end &&
		       ((*group.at >= '0' && *group.at <= '9') || *group.at == '.'))
			group.at++;
		if (group.at == digits || !eat(&group, "]"))
			break;
		*c = group;
	}
	skip_blanks(c);
}

/* What a kernel printed of its own work: replay checks it, a boot does not take it. */
static bool is_expectation(const struct cursor *c)
{
	static const char *const names[] = {
	    "BIOS-e801:", "BIOS-88:", "extended:", "user:", "modified:",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (starts_with(c, names[i]))
			return true;
	}
	return false;
}

/* A line of the table that the boot loader, or Xen, handed over. Xen says much else. */
static bool eat_e820_name(struct cursor *c)
{
	struct cursor entry = *c;

	if (eat(c, "BIOS-e820:"))
		return true;
	if (!eat(&entry, "Xen:"))
		return false;
	skip_blanks(&entry);
	if (!starts_with(&entry, "[mem ") && !starts_with(&entry, "0000"))
		return false;
	*c = entry;
	return true;
}

static bool parse_line(struct parser *p, struct cursor *c)
{
	struct cursor line = *c;

	for (const struct named *n = memblock_names; n->name; n++) {
		if (eat(c, n->name))
			return memblock_line(p, c, (enum sc_op_kind)n->value);
	}
	if (eat_e820_name(c))
		return e820_line(p, c);
	if (eat(c, "Command line:") || eat(c, "Kernel command line:"))
		return cmdline_line(p, c);
	if (starts_with(c, "memblock_alloc") || starts_with(c, "memblock_virt_alloc"))
		return memblock_alloc_line(p, c);
	if (eat(c, "ACPI: SRAT:") || eat(c, "SRAT:"))
		return srat_line(p, c);
	if (eat(c, "mminit:"))
		return mminit_line(p, c);
	if (eat(c, "Linux version "))
		return version_line(p, c);
	return is_expectation(c) || not_understood(p, &line);
}

/* Cuts the next line off text, without its end and its prefix. */
static struct cursor next_line(struct cursor *text)
{
	struct cursor line = *text;
	const char *newline = memchr(text->at, '\n', left(text));

	line.end = newline ? newline : text->end;
	text->at = newline ? newline + 1 : text->end;
	while (line.end > line.at && line.end[-1] == '\r')
		line.end--;
	skip_prefix(&line);
	return line;
}

static bool is_comment(const struct cursor *line)
{
	return line->at == line->end || *line->at == '#';
}

/* Whether it is a scenario, and if it is a log, whether it shows the memory map: both decide what
 * the memblock lines mean, which may come first. */
static void survey(struct parser *p, struct cursor text)
{
	bool first = true;

	p->memblock_lines = true;
	while (text.at < text.end) {
		struct cursor line = next_line(&text);

		if (is_comment(&line))
			continue;
		if (first && eat(&line, "mminit:") && eat_word(&line, "scenario")) {
			p->strict = true;
			return;
		}
		first = false;
		if (eat_e820_name(&line) && !eat(&line, "[gap")) {
			p->memblock_lines = false;
			return;
		}
	}
}

/* What only the end of the text tells. */
static bool finish(struct parser *p)
{
	struct scenario *s = p->s;

	if (!p->strict && !p->usable) {
		p->line = 1;
		return fail(p, "no line of a memory map in it");
	}
	if (p->order_line && s->geometry == SC_TINY) {
		p->line = p->order_line;
		return fail(p, "order too large, at most %" PRIu32 " on tiny",
			    sc_max_order(SC_TINY) - 1);
	}
	scenario_place(s, p->fill_at, p->numa_at);
	return true;
}

bool scenario_parse(const char *text, size_t len, struct scenario *s, struct scenario_error *err)
{
	struct parser p = {.s = s, .err = err, .line = 1};
	struct cursor rest;

	scenario_clear(s);
	if (len == 0)
		return fail(&p, "nothing in it");
	rest = (struct cursor){text, text + len};
	survey(&p, rest);
	for (; rest.at < rest.end; p.line++) {
		struct cursor line = next_line(&rest);

		if (is_comment(&line))
			continue;
		if (!parse_line(&p, &line)) {
			scenario_clear(s);
			return false;
		}
		p.begun = true;
	}
	if (finish(&p))
		return true;
	scenario_clear(s);
	return false;
}
