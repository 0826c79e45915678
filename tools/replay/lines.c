#include "lines.h"

#include <stdlib.h>
#include <string.h>

#include "unwrap.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Removes terminal sequences (ESC [ ... letter), carriage returns, NUL bytes and a byte order mark.
 * Returns the new size. */
static size_t strip_controls(char *data, size_t size)
{
	size_t out = 0;
	size_t start = size >= 3 && !memcmp(data, "\xef\xbb\xbf", 3) ? 3 : 0;

	for (size_t i = start; i < size; i++) {
		if (data[i] == '\033' && i + 1 < size && data[i + 1] == '[') {
			i += 2;
			while (i < size && data[i] != '\n' && !(data[i] >= '@' && data[i] <= '~'))
				i++;
			if (i < size && data[i] == '\n')
				data[out++] = '\n';
			continue;
		}
		if (data[i] != '\r' && data[i])
			data[out++] = data[i];
	}
	return out;
}

/* [   12.345678], also with T123 or C1 before it, [  +0.000001] of dmesg --reltime, and
 * [   12.345678 <    0.000001>] of dmesg -d: the length, or 0. */
static size_t time_length(const char *at, const char *end)
{
	const char *p = at;
	const char *digits;

	if (p == end || *p++ != '[')
		return 0;
	while (p < end && *p == ' ')
		p++;
	if (p < end && (*p == 'T' || *p == 'C' || *p == '+'))
		p++;
	for (digits = p; p < end && (is_digit(*p) || *p == '.');)
		p++;
	while (p < end && (*p == ' ' || *p == '<') && p > digits) /* [    T0] */
		p++;
	while (p < end && p > digits && (is_digit(*p) || *p == '.' || *p == '>'))
		p++;
	return p > digits && p < end && *p == ']' ? (size_t)(p + 1 - at) : 0;
}

/* [Mon Nov 23 11:33:02 2026] of dmesg -T, [2026-11-23 11:33:02] of console loggers */
static size_t date_length(const char *at, const char *end)
{
	const char *close;

	if (end - at < 10 || at[0] != '[')
		return 0;
	close = memchr(at, ']', (size_t)(end - at));
	if (!close || close - at > 40 || !memchr(at, ':', (size_t)(close - at)))
		return 0;
	if ((at[1] < 'A' || at[1] > 'Z') && !(is_digit(at[1]) && at[5] == '-'))
		return 0;
	return (size_t)(close + 1 - at);
}

static void skip_level(struct scan *s)
{
	struct scan try = *s;
	uint64_t level;

	if (scan_word(&try, "<") && scan_decimal(&try, &level) && scan_word(&try, ">"))
		*s = try;
}

static bool skip_time(struct scan *s)
{
	size_t length;

	while (s->at < s->end && (*s->at == ' ' || *s->at == '\t'))
		s->at++;
	length = time_length(s->at, s->end);
	if (!length)
		length = date_length(s->at, s->end);
	s->at += length;
	return length;
}

/* /dev/kmsg: level, sequence, microseconds, flags[, more]; */
static bool skip_kmsg(struct scan *s)
{
	enum { LONGEST = 80 };
	struct scan try = *s;
	uint64_t level, sequence, time;

	if (!scan_decimal(&try, &level) || !scan_word(&try, ",") ||
	    !scan_decimal(&try, &sequence) || !scan_word(&try, ",") || !scan_decimal(&try, &time) ||
	    !scan_word(&try, ","))
		return false;
	if (scan_left(&try) > LONGEST)
		try.end = try.at + LONGEST;
	if (!scan_find(&try, ";"))
		return false;
	s->at = try.at;
	return true;
}

/* What dmesg -x (kern  :info  :), journalctl and syslog (date, host, kernel:) put before. */
static void skip_logger(struct scan *s)
{
	enum { LONGEST = 100 };
	struct scan head = *s;

	if (skip_kmsg(s) || scan_word(s, "kernel: "))
		return;
	if (scan_word(&head, "kern :")) {
		if (scan_find(&head, ": "))
			s->at = head.at;
		return;
	}
	if (scan_left(&head) > LONGEST)
		head.end = head.at + LONGEST;
	if (scan_find(&head, " kernel: ") || scan_find(&head, " kernel[0]: "))
		s->at = head.at;
}

/* (early), (d12): what Xen's console puts before a guest's lines */
static void skip_guest(struct scan *s)
{
	struct scan try = *s;
	uint64_t domain;

	if (scan_word(&try, "(early) ") ||
	    (scan_word(&try, "(d") && scan_decimal(&try, &domain) && scan_word(&try, ") ")))
		*s = try;
}

static void skip_prefix(struct scan *s)
{
	while (scan_word(s, "> ")) /* quoted in a mail */
		;
	skip_guest(s);
	skip_level(s);
	while (skip_time(s))
		;
	skip_logger(s);
	skip_level(s);
	while (skip_time(s))
		;
	while (s->end > s->at && (s->end[-1] == ' ' || s->end[-1] == '\t'))
		s->end--;
}

/* Where a second message starts in the line, or its end. */
static const char *next_message(const char *at, const char *end)
{
	for (const char *p = at + 1; p < end; p++) {
		size_t length = *p == '[' ? time_length(p, end) : 0;

		if (length >= 10 && memchr(p, '.', length))
			return p;
	}
	return end;
}

/* The kernel's text may start with a time or with a logger's words and a time. */
static const char *first_text(const char *at, const char *end)
{
	struct scan s = {at, end};

	skip_prefix(&s);
	return s.at < end ? s.at : end;
}

static bool add_line(struct log_lines *lines, size_t *capacity, const struct log_line *line)
{
	if (lines->nr == *capacity) {
		size_t more = *capacity ? *capacity * 2 : 1024;
		struct log_line *larger = realloc(lines->line, more * sizeof(*larger));

		if (!larger)
			return false;
		lines->line = larger;
		*capacity = more;
	}
	lines->line[lines->nr++] = *line;
	return true;
}

/* Whether something was put before the kernel's text. */
static bool is_logged(const char *at, const char *end)
{
	struct scan s = {at, end}, bare;

	while (scan_word(&s, "> "))
		;
	bare = s;
	skip_prefix(&s);
	while (bare.at < bare.end && (*bare.at == ' ' || *bare.at == '\t'))
		bare.at++;
	return s.at != bare.at;
}

/* The messages of a line: several if the kernel's own lines ran into one another. */
static bool add_messages(struct log_lines *lines, size_t *capacity, const struct raw_line *raw)
{
	for (const char *at = raw->at; at < raw->end;) {
		const char *next = next_message(first_text(at, raw->end), raw->end);
		struct log_line line = {{at, next}, raw->number, raw->last && next == raw->end};

		skip_prefix(&line.text);
		if (line.text.at < line.text.end && !add_line(lines, capacity, &line))
			return false;
		at = next;
	}
	return true;
}

bool lines_split(char *data, size_t size, struct log_lines *lines)
{
	struct raw_line *raw;
	size_t capacity = 0, nr;
	bool good = true;

	*lines = (struct log_lines){NULL, 0};
	if (!size)
		return true; /* data may be NULL */
	raw = unwrap(data, strip_controls(data, size), is_logged, &nr);
	for (size_t i = 0; raw && good && i < nr; i++)
		good = add_messages(lines, &capacity, &raw[i]);
	free(raw);
	if (!good)
		lines_free(lines);
	return raw && good;
}

void lines_free(struct log_lines *lines)
{
	free(lines->line);
	*lines = (struct log_lines){NULL, 0};
}
