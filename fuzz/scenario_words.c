/* Words, numbers and ranges of one line of the text form. */
#include "scenario_parser.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

bool parse_fail(struct parser *p, const char *format, ...)
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

size_t cursor_left(const struct cursor *c)
{
	return (size_t)(c->end - c->at);
}

/* How much of a line a message quotes. */
int cursor_quoted(const struct cursor *c)
{
	return cursor_left(c) > 40 ? 40 : (int)cursor_left(c);
}

bool char_is_blank(char ch)
{
	return ch == ' ' || ch == '\t';
}

bool char_is_word(char ch)
{
	return (ch >= '0' && ch <= '9') || (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') ||
	       ch == '_';
}

void cursor_skip_blanks(struct cursor *c)
{
	while (c->at < c->end && char_is_blank(*c->at))
		c->at++;
}

bool cursor_at_end(struct cursor *c)
{
	cursor_skip_blanks(c);
	return c->at == c->end;
}

bool cursor_starts_with(const struct cursor *c, const char *literal)
{
	size_t len = strlen(literal);

	return cursor_left(c) >= len && memcmp(c->at, literal, len) == 0;
}

/* Takes the literal if it comes next, after blanks. */
bool cursor_eat(struct cursor *c, const char *literal)
{
	cursor_skip_blanks(c);
	if (!cursor_starts_with(c, literal))
		return false;
	c->at += strlen(literal);
	return true;
}

/* Like cursor_eat(), but only a whole word. A blank in the literal stands for any blanks. */
bool cursor_eat_word(struct cursor *c, const char *literal)
{
	struct cursor try = *c;

	cursor_skip_blanks(&try);
	for (; *literal; literal++) {
		if (*literal == ' ' && try.at < try.end && char_is_blank(*try.at))
			cursor_skip_blanks(&try);
		else if (try.at < try.end && *try.at == *literal)
			try.at++;
		else
			return false;
	}
	if (try.at < try.end && char_is_word(*try.at))
		return false;
	*c = try;
	return true;
}

struct cursor cursor_take_word(struct cursor *c)
{
	struct cursor word;

	cursor_skip_blanks(c);
	word.at = c->at;
	while (c->at < c->end && char_is_word(*c->at))
		c->at++;
	word.end = c->at;
	return word;
}

bool cursor_is(const struct cursor *c, const char *text)
{
	return cursor_left(c) == strlen(text) && cursor_starts_with(c, text);
}

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

bool parse_number(struct parser *p, struct cursor *c, enum radix radix, uint64_t *value)
{
	cursor_skip_blanks(c);

	struct cursor start = *c;
	bool prefix = cursor_starts_with(c, "0x") || cursor_starts_with(c, "0X");
	uint64_t base = prefix || radix == HEX ? 16 : 10;
	uint64_t v = 0;
	bool overflow = false;

	if (radix == HEX_0X && !prefix)
		return parse_fail(p, "expected a number with 0x at \"%.*s\"", cursor_quoted(&start),
				  start.at);
	if (prefix)
		c->at += 2;

	const char *digits = c->at;

	for (; c->at < c->end && (uint64_t)digit_value(*c->at) < base; c->at++) {
		uint64_t digit = (uint64_t)digit_value(*c->at);

		overflow |= v > (UINT64_MAX - digit) / base;
		v = v * base + digit;
	}
	if (c->at == digits || (c->at < c->end && char_is_word(*c->at)))
		return parse_fail(p, "expected a number at \"%.*s\"", cursor_quoted(&start),
				  start.at);
	if (overflow)
		return parse_fail(p, "number does not fit in 64 bits: \"%.*s\"",
				  cursor_quoted(&start), start.at);
	*value = v;
	return true;
}

/* A number of our own lines, at most max. */
bool parse_bounded(struct parser *p, struct cursor *c, const char *what, uint64_t max, uint32_t *v)
{
	uint64_t value;

	if (!parse_number(p, c, DECIMAL_OR_0X, &value))
		return false;
	if (value > max)
		return parse_fail(p, "%s %" PRIu64 " is too large, at most %" PRIu64, what, value,
				  max);
	*v = (uint32_t)value;
	return true;
}

/* A name of the table, or its number. */
bool parse_named(struct parser *p, struct cursor *c, const char *what, const struct named *names,
		 uint32_t max, uint32_t *value)
{
	cursor_skip_blanks(c);
	if (c->at < c->end && *c->at >= '0' && *c->at <= '9')
		return parse_bounded(p, c, what, max, value);

	struct cursor word = cursor_take_word(c);

	for (; names->name; names++) {
		if (cursor_left(&word) == strlen(names->name) &&
		    strncasecmp(word.at, names->name, cursor_left(&word)) == 0) {
			*value = names->value;
			return true;
		}
	}
	return parse_fail(p, "unknown %s \"%.*s\"", what, cursor_quoted(&word), word.at);
}

/* -1, a node, or MAX_NUMNODES. */
bool parse_nid(struct parser *p, struct cursor *c, int32_t *nid)
{
	uint32_t v = 0;

	if (cursor_eat_word(c, "-1")) {
		*nid = SC_NID_ANY;
		return true;
	}
	if (!parse_bounded(p, c, "node", SC_MAX_NODES, &v))
		return false;
	*nid = (int32_t)v;
	return true;
}

/* [0xS-0xE] or [mem 0xS-0xE], E the last byte: any S and E are a range, modulo 2^64. */
bool parse_range(struct parser *p, struct cursor *c, enum radix radix, struct sc_range *r)
{
	uint64_t last;

	cursor_skip_blanks(c);

	struct cursor start = *c;

	if (!cursor_eat(c, "["))
		return parse_fail(p, "expected a range [0xS-0xE] at \"%.*s\"",
				  cursor_quoted(&start), start.at);
	cursor_eat_word(c, "mem");
	if (!parse_number(p, c, radix, &r->start))
		return false;
	if (!cursor_eat(c, "-"))
		return parse_fail(p, "expected - and an end at \"%.*s\"", cursor_quoted(c), c->at);
	if (!parse_number(p, c, radix, &last))
		return false;
	if (!cursor_eat(c, "]"))
		return parse_fail(p, "expected ] at \"%.*s\"", cursor_quoted(c), c->at);
	r->size = last - r->start + 1;
	return true;
}

void cursor_trim(struct cursor *c)
{
	cursor_skip_blanks(c);
	while (c->end > c->at && char_is_blank(c->end[-1]))
		c->end--;
}

/* All of text is the name of an e820 type. */
bool parse_type(struct parser *p, struct cursor text, uint32_t *type)
{
	struct cursor c;

	cursor_trim(&text);
	for (const struct named *n = type_names; n->name; n++) {
		c = text;
		if (cursor_eat_word(&c, n->name) && cursor_at_end(&c)) {
			*type = n->value;
			return true;
		}
	}
	c = text;
	if (cursor_eat_word(&c, "type") && c.at < c.end) {
		if (!parse_bounded(p, &c, "type", UINT32_MAX, type))
			return false;
		if (cursor_at_end(&c))
			return true;
	}
	return parse_fail(p, "unknown type \"%.*s\"", cursor_quoted(&text), text.at);
}
bool parse_push_op(struct parser *p, const struct sc_op *op)
{
	struct scenario *s = p->s;

	if (op->kind == SC_OP_FILL && !p->has_fill) {
		p->has_fill = true;
		p->fill_at = s->nr_ops;
	} else if (p->nr_op_lines++ == SC_MAX_OP_LINES) {
		return parse_fail(p, "more than %d memblock operations", SC_MAX_OP_LINES);
	}
	s->ops[s->nr_ops++] = *op;
	p->usable = true;
	return true;
}

bool parse_check_align(struct parser *p, const struct sc_op *op)
{
	if (op->kind == SC_OP_ALLOC && op->align == 0)
		return true;
	if (op->align == 0 || (op->align & (op->align - 1)))
		return parse_fail(p, "alignment 0x%" PRIx64 " is no power of two", op->align);
	return true;
}
