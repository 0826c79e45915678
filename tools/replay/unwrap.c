#define _GNU_SOURCE /* memmem */
#include "unwrap.h"

#include <stdlib.h>
#include <string.h>

enum { WRAP_COLUMN = 64 };

/* ---- Quoted-printable ---- */

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool contains(const char *data, size_t size, const char *word)
{
	return memmem(data, size, word, strlen(word));
}

/* Every equals sign is spelled =3D there; a kernel prints that only if its options do. */
static bool is_quoted_printable(const char *data, size_t size)
{
	return contains(data, size, "last_pfn =3D ") ||
	       (contains(data, size, "=3D") && contains(data, size, "=\n")) ||
	       (contains(data, size, "=20\n") && contains(data, size, "=\n"));
}

/* Returns the new end. */
static char *decode(char *at, char *end)
{
	char *out = at;

	for (; at < end; at++) {
		int high = end - at > 2 && *at == '=' ? hex_digit(at[1]) : -1;
		int low = high >= 0 ? hex_digit(at[2]) : -1;

		*out = *at;
		if (low >= 0) {
			*out = (char)(high << 4 | low);
			at += 2;
		}
		if (*out != '\n' && *out) /* one line stays one */
			out++;
	}
	return out;
}

/* ---- Web pages ---- */

static bool is_web_page(const char *data, size_t size)
{
	return contains(data, size, "=&gt;") || contains(data, size, "<br") ||
	       contains(data, size, "<pre");
}

/* The length of a tag: <br />, </pre>, but not <6>, which is a message's level. */
static size_t tag_length(const char *at, const char *end)
{
	enum { LONGEST = 200 };
	size_t left = (size_t)(end - at);
	const char *close;

	if (left < 3 || *at != '<' || !(at[1] == '/' || (at[1] >= 'a' && at[1] <= 'z')))
		return 0;
	close = memchr(at, '>', left < LONGEST ? left : LONGEST);
	return close ? (size_t)(close + 1 - at) : 0;
}

static size_t entity(const char *at, const char *end, char *meaning)
{
	static const struct {
		const char *name;
		char meaning;
	} entities[] = {
	    {"&gt;", '>'}, {"&lt;", '<'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&nbsp;", ' '}};

	for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++) {
		size_t length = strlen(entities[i].name);

		if ((size_t)(end - at) >= length && !memcmp(at, entities[i].name, length)) {
			*meaning = entities[i].meaning;
			return length;
		}
	}
	return 0;
}

/* Returns the new end. */
static char *read_page(char *at, char *end)
{
	char *out = at;

	while (at < end) {
		size_t tag = tag_length(at, end), length;

		at += tag;
		if (tag)
			continue;
		length = entity(at, end, out);
		if (!length)
			*out = *at;
		out++;
		at += length ? length : 1;
	}
	return out;
}

/* ---- Lines ---- */

struct spelling {
	bool quoted_printable;
	bool web_page;
};

/* No-break spaces (UTF-8) of mails and web pages become blanks. Returns the new end. */
static char *blank_out(char *at, char *end)
{
	char *out = at;

	for (; at < end; at++) {
		bool no_break = end - at > 1 && at[0] == '\xc2' && at[1] == '\xa0';

		*out++ = no_break ? ' ' : *at;
		at += no_break;
	}
	return out;
}

/* The end of the line at `at`: the newline, or the end of all. */
static char *line_end(char *at, char *end)
{
	char *newline = memchr(at, '\n', (size_t)(end - at));

	return newline ? newline : end;
}

static char *append(char *to, const char *from, const char *end)
{
	memmove(to, from, (size_t)(end - from));
	return to + (end - from);
}

/* Lines broken by an equals sign at their end are one. Returns where the next line starts. */
static char *read_line(char *at, char *end, const struct spelling *spelling, struct raw_line *line,
		       unsigned int *number)
{
	char *stop = line_end(at, end);

	line->at = line->end = at;
	line->number = *number;
	for (;;) {
		bool soft =
		    spelling->quoted_printable && stop > at && stop[-1] == '=' && stop < end;
		char *tail = line->end;

		++*number;
		line->end = append(line->end, at, soft ? stop - 1 : stop);
		if (spelling->quoted_printable)
			line->end = decode(tail, line->end);
		if (spelling->web_page)
			line->end = read_page(tail, line->end);
		line->end = blank_out(tail, line->end);
		line->last = stop == end;
		at = line->last ? end : stop + 1;
		if (!soft)
			return at;
		stop = line_end(at, end);
	}
}

/* ---- Wrapped lines ---- */

/* Behind the marks of a quotation, of which *depth is the number. */
static char *skip_quotes(const struct raw_line *line, size_t *depth)
{
	char *text = line->at;

	*depth = 0;
	for (char *p = line->at; p < line->end && (*p == '>' || *p == ' ' || *p == '\t'); p++)
		if (*p == '>') {
			++*depth;
			text = p + 1;
		}
	while (*depth && text < line->end && *text == ' ')
		text++;
	return text;
}

static size_t first_word(const char *at, const char *end)
{
	const char *p = at;

	while (p < end && *p != ' ')
		p++;
	return (size_t)(p - at);
}

/* What people write between the lines of a log: [...], <snip>, ---, ```. */
static bool is_remark(const char *at, const char *end)
{
	static const char *const ranges[] = {"[mem", "[0x", "[ffff"};
	size_t left = (size_t)(end - at);

	if (*at == '[')
		for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
			if (left >= strlen(ranges[i]) && !memcmp(at, ranges[i], strlen(ranges[i])))
				return false;
	return strchr("[<.#$*`\t", *at) || (left > 1 && at[0] == '-' && at[1] == '-');
}

static bool ends_with(const char *at, const char *end, const char *word)
{
	size_t length = strlen(word);

	return (size_t)(end - at) >= length && !memcmp(end - length, word, length);
}

/* An entry of a map up to its type: what follows is no part of it, unless that changes. */
static bool is_whole_entry(const char *at, const char *end, const char *rest)
{
	static const char *const types[] = {" usable",     " reserved",   " ACPI NVS",
					    " ACPI data",  " (usable)",   " (reserved)",
					    " (ACPI NVS)", " (ACPI data)"};

	if (*rest == '=')
		return false;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (ends_with(at, end, types[i]))
			return true;
	return false;
}

/* Whether next is the rest of a line that did not fit. */
static bool is_rest(const struct raw_line *line, const struct raw_line *next,
		    logged_test *is_logged)
{
	size_t depth, next_depth;
	char *text = skip_quotes(line, &depth);
	char *rest = skip_quotes(next, &next_depth);
	size_t length = (size_t)(line->end - text);

	if (depth != next_depth || rest == next->end || *rest == ' ')
		return false;
	if (length + 1 + first_word(rest, next->end) <= WRAP_COLUMN)
		return false;
	return is_logged(line->at, line->end) && !is_logged(next->at, next->end) &&
	       !is_remark(rest, next->end) && !is_whole_entry(text, line->end, rest);
}

static size_t count_lines(const char *data, size_t size)
{
	size_t nr = 1;

	for (size_t i = 0; i < size; i++)
		nr += data[i] == '\n';
	return nr;
}

struct raw_line *unwrap(char *data, size_t size, logged_test *is_logged, size_t *nr)
{
	struct spelling spelling = {is_quoted_printable(data, size), is_web_page(data, size)};
	struct raw_line *line = calloc(count_lines(data, size), sizeof(*line));
	unsigned int number = 1;

	*nr = 0;
	for (char *at = data, *end = data + size; line && at < end;) {
		struct raw_line next, *before = *nr ? &line[*nr - 1] : NULL;

		at = read_line(at, end, &spelling, &next, &number);
		if (before && is_rest(before, &next, is_logged)) {
			size_t depth;
			const char *rest = skip_quotes(&next, &depth);

			*before->end = ' '; /* where the newline was */
			before->end = append(before->end + 1, rest, next.end);
			before->last = next.last;
			continue;
		}
		line[(*nr)++] = next;
	}
	return line;
}
