/* The text form's lines: the kernel's own, and which line is which. */
#include "scenario_text.h"

#include <inttypes.h>
#include <string.h>

#include "scenario_parser.h"

/* ---- The kernel's lines ---- */

static bool e820_line(struct parser *p, struct cursor *c)
{
	struct scenario *s = p->s;
	struct sc_range r;
	uint32_t t;

	cursor_skip_blanks(c);
	if (cursor_starts_with(c, "[gap"))
		return true;
	if (cursor_starts_with(c, "[")) {
		if (!parse_range(p, c, HEX_0X, &r))
			return false;
	} else { /* before 3.x: an exclusive end, the type in brackets if it has a name */
		uint64_t end;

		if (!parse_number(p, c, HEX, &r.start))
			return false;
		if (!cursor_eat(c, "-"))
			return parse_fail(p, "expected - and an end at \"%.*s\"", cursor_quoted(c),
					  c->at);
		if (!parse_number(p, c, HEX, &end))
			return false;
		r.size = end - r.start;
		cursor_trim(c);
		if (cursor_left(c) >= 2 && *c->at == '(' && c->end[-1] == ')') {
			c->at++;
			c->end--;
		}
	}
	if (!parse_type(p, *c, &t))
		return false;
	if (s->nr_e820 == SC_MAX_E820)
		return parse_fail(p, "more than %d BIOS-e820 entries", SC_MAX_E820);
	s->e820[s->nr_e820++] = (struct sc_e820_entry){r.start, r.size, t};
	p->usable = true;
	return true;
}

static bool cmdline_line(struct parser *p, struct cursor *c)
{
	if (p->has_cmdline)
		return p->strict ? parse_fail(p, "a second command line") : true;
	if (c->at < c->end && *c->at == ' ')
		c->at++;
	if (memchr(c->at, '\0', cursor_left(c)))
		return parse_fail(p, "NUL byte in the command line");
	if (cursor_left(c) >= SC_MAX_CMDLINE)
		return parse_fail(p, "command line of more than %d bytes", SC_MAX_CMDLINE - 1);
	memcpy(p->s->cmdline, c->at, cursor_left(c));
	p->s->cmdline[cursor_left(c)] = '\0';
	p->has_cmdline = true;
	return true;
}

static bool contains(const struct cursor *c, const char *literal)
{
	struct cursor rest = *c;

	while (cursor_left(&rest) >= strlen(literal)) {
		if (cursor_starts_with(&rest, literal))
			return true;
		rest.at++;
	}
	return false;
}

/* What follows the range (flags, the caller) is not looked at, but for growing tables. */
static bool memblock_line(struct parser *p, struct cursor *c, enum sc_op_kind kind)
{
	struct sc_op op = {.kind = kind};

	if (!parse_range(p, c, HEX_0X, &op.range))
		return false;
	if (kind == SC_OP_ADD && !p->has_add) {
		p->has_add = true;
		if (!p->has_fill)
			p->fill_at = p->s->nr_ops;
	}
	if (!p->memblock_lines &&
	    (kind == SC_OP_ADD || (kind == SC_OP_RESERVE && contains(c, "memblock_double_array"))))
		return true;
	return parse_push_op(p, &op);
}

/* memblock_alloc...: N bytes align=0xA nid=N from=0xF max_addr=0xM. In a log it is an expectation:
 * the reservation that came of it has a line of its own. */
static bool memblock_alloc_line(struct parser *p, struct cursor *c)
{
	struct sc_op op = {.kind = SC_OP_ALLOC};

	if (!p->strict)
		return true;
	cursor_take_word(c);
	if (!cursor_eat(c, ":"))
		return parse_fail(p, "expected : at \"%.*s\"", cursor_quoted(c), c->at);
	if (!parse_number(p, c, DECIMAL_OR_0X, &op.range.size))
		return false;
	if (!cursor_eat_word(c, "bytes") || !cursor_eat(c, "align="))
		return parse_fail(p, "expected bytes align=0xA at \"%.*s\"", cursor_quoted(c),
				  c->at);
	if (!parse_number(p, c, DECIMAL_OR_0X, &op.align) || !parse_check_align(p, &op))
		return false;
	if (!cursor_eat(c, "nid="))
		return parse_fail(p, "expected nid=N at \"%.*s\"", cursor_quoted(c), c->at);
	if (!parse_nid(p, c, &op.nid))
		return false;
	if (!cursor_eat(c, "from="))
		return parse_fail(p, "expected from=0xF at \"%.*s\"", cursor_quoted(c), c->at);
	if (!parse_number(p, c, DECIMAL_OR_0X, &op.range.start))
		return false;
	if (!cursor_eat(c, "max_addr="))
		return parse_fail(p, "expected max_addr=0xM at \"%.*s\"", cursor_quoted(c), c->at);
	return parse_number(p, c, DECIMAL_OR_0X, &op.limit) && parse_push_op(p, &op);
}

static bool not_understood(struct parser *p, const struct cursor *line)
{
	if (!p->strict)
		return true;
	return parse_fail(p, "not understood: \"%.*s\"", cursor_quoted(line), line->at);
}

/* S-E as kernels before 3.x print it. From 2.6.15 on E is exclusive, before that the last byte,
 * which is odd. */
static bool bare_srat_range(struct parser *p, struct cursor *c, struct sc_range *r)
{
	uint64_t end;

	if (!parse_number(p, c, HEX, &r->start))
		return false;
	if (!cursor_eat(c, "-"))
		return parse_fail(p, "expected - and an end at \"%.*s\"", cursor_quoted(c), c->at);
	if (!parse_number(p, c, HEX, &end))
		return false;
	r->size = end + (end & 1) - r->start;
	return true;
}

static bool srat_line(struct parser *p, struct cursor *c)
{
	struct scenario *s = p->s;
	struct cursor line = *c;
	struct sc_srat entry = {.nid = 0};

	if (!cursor_eat_word(c, "Node"))
		return not_understood(p, &line);
	if (!parse_bounded(p, c, "node", SC_MAX_NODES - 1, &entry.nid))
		return false;
	if (!cursor_eat_word(c, "PXM"))
		return not_understood(p, &line);
	if (!parse_bounded(p, c, "PXM", UINT32_MAX, &entry.pxm))
		return false;
	cursor_skip_blanks(c);
	if (cursor_starts_with(c, "[") ? !parse_range(p, c, HEX_0X, &entry.range)
				       : !bare_srat_range(p, c, &entry.range))
		return false;
	entry.hotplug = cursor_eat_word(c, "hotplug");
	entry.non_volatile = cursor_eat_word(c, "non-volatile");
	if (!cursor_at_end(c))
		return parse_fail(p, "unexpected \"%.*s\" after the range", cursor_quoted(c),
				  c->at);
	if (s->nr_srat == SC_MAX_SRAT)
		return parse_fail(p, "more than %d SRAT entries", SC_MAX_SRAT);
	s->srat[s->nr_srat++] = entry;
	p->numa_at = s->nr_ops;
	p->usable = true;
	return true;
}
/* The first version that a log names decides by which rules it is booted; the key goes before it.
 */
static bool version_line(struct parser *p, struct cursor *c)
{
	unsigned int number[2] = {0, 0};

	for (int i = 0; i < 2; i++) {
		while (c->at < c->end && *c->at >= '0' && *c->at <= '9' && number[i] < 1000)
			number[i] = number[i] * 10 + (unsigned int)(*c->at++ - '0');
		if (i == 0 && !cursor_eat(c, "."))
			return true;
	}
	if (!p->has_release)
		p->s->release = sc_release_of(number[0], number[1]);
	p->has_release = true;
	return true;
}

/* ---- Lines ---- */

/* <N> and [time]; printk may add [T1] or [C1], the caller. */
static void skip_prefix(struct cursor *c)
{
	struct cursor start = *c;

	cursor_skip_blanks(c);
	if (cursor_eat(c, "<")) {
		while (c->at < c->end && *c->at >= '0' && *c->at <= '9')
			c->at++;
		if (!cursor_eat(c, ">"))
			*c = start;
	}
	for (;;) {
		struct cursor group = *c;

		if (!cursor_eat(&group, "["))
			break;
		cursor_skip_blanks(&group);
		if (group.at < group.end && (*group.at == 'T' || *group.at == 'C'))
			group.at++;

		const char *digits = group.at;

		while (group.at < group.end &&
		       ((*group.at >= '0' && *group.at <= '9') || *group.at == '.'))
			group.at++;
		if (group.at == digits || !cursor_eat(&group, "]"))
			break;
		*c = group;
	}
	cursor_skip_blanks(c);
}

/* What a kernel printed of its own work: replay checks it, a boot does not take it. */
static bool is_expectation(const struct cursor *c)
{
	static const char *const names[] = {
	    "BIOS-e801:", "BIOS-88:", "extended:", "user:", "modified:",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (cursor_starts_with(c, names[i]))
			return true;
	}
	return false;
}

/* A line of the table that the boot loader, or Xen, handed over. Xen says much else. */
static bool eat_e820_name(struct cursor *c)
{
	struct cursor entry = *c;

	if (cursor_eat(c, "BIOS-e820:"))
		return true;
	if (!cursor_eat(&entry, "Xen:"))
		return false;
	cursor_skip_blanks(&entry);
	if (!cursor_starts_with(&entry, "[mem ") && !cursor_starts_with(&entry, "0000"))
		return false;
	*c = entry;
	return true;
}

static bool parse_line(struct parser *p, struct cursor *c)
{
	struct cursor line = *c;

	for (const struct named *n = memblock_names; n->name; n++) {
		if (cursor_eat(c, n->name))
			return memblock_line(p, c, (enum sc_op_kind)n->value);
	}
	if (eat_e820_name(c))
		return e820_line(p, c);
	if (cursor_eat(c, "Command line:") || cursor_eat(c, "Kernel command line:"))
		return cmdline_line(p, c);
	if (cursor_starts_with(c, "memblock_alloc") || cursor_starts_with(c, "memblock_virt_alloc"))
		return memblock_alloc_line(p, c);
	if (cursor_eat(c, "ACPI: SRAT:") || cursor_eat(c, "SRAT:"))
		return srat_line(p, c);
	if (cursor_eat(c, "mminit:"))
		return parse_key_line(p, c);
	if (cursor_eat(c, "Linux version "))
		return version_line(p, c);
	return is_expectation(c) || not_understood(p, &line);
}

/* Cuts the next line off text, without its end and its prefix. */
static struct cursor next_line(struct cursor *text)
{
	struct cursor line = *text;
	const char *newline = memchr(text->at, '\n', cursor_left(text));

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
		if (first && cursor_eat(&line, "mminit:") && cursor_eat_word(&line, "scenario")) {
			p->strict = true;
			return;
		}
		first = false;
		if (eat_e820_name(&line) && !cursor_eat(&line, "[gap")) {
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
		return parse_fail(p, "no line of a memory map in it");
	}
	if (!parse_questions(p))
		return false;
	scenario_place(s, p->fill_at, p->numa_at);
	return true;
}

bool scenario_parse(const char *text, size_t len, struct scenario *s, struct scenario_error *err)
{
	struct parser p = {.s = s, .err = err, .line = 1};
	struct cursor rest;

	scenario_clear(s);
	if (len == 0)
		return parse_fail(&p, "nothing in it");
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
