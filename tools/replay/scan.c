#define _GNU_SOURCE /* memmem */
#include "scan.h"

#include <string.h>

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static void skip_blanks(struct scan *s)
{
	while (s->at < s->end && is_blank(*s->at))
		s->at++;
}

bool scan_word(struct scan *s, const char *literal)
{
	struct scan try = *s;

	skip_blanks(&try);
	for (; *literal; literal++) {
		if (*literal == ' ')
			skip_blanks(&try);
		else if (try.at < try.end && *try.at == *literal)
			try.at++;
		else
			return false;
	}
	*s = try;
	return true;
}

bool scan_find(struct scan *s, const char *literal)
{
	const char *found = memmem(s->at, scan_left(s), literal, strlen(literal));

	if (!found)
		return false;
	s->at = found + strlen(literal);
	return true;
}

bool scan_contains(const struct scan *s, const char *literal)
{
	struct scan rest = *s;

	return scan_find(&rest, literal);
}

static unsigned int digit(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned int)(c - '0');
	if (c >= 'a' && c <= 'f')
		return (unsigned int)(c - 'a') + 10;
	if (c >= 'A' && c <= 'F')
		return (unsigned int)(c - 'A') + 10;
	return 16;
}

static bool number(struct scan *s, unsigned int base, uint64_t *value)
{
	struct scan try = *s;
	uint64_t v = 0;

	skip_blanks(&try);
	if (base == 16 && scan_left(&try) > 2 && try.at[0] == '0' && (try.at[1] | 0x20) == 'x')
		try.at += 2;

	const char *first = try.at;

	for (; try.at < try.end && digit(*try.at) < base; try.at++) {
		if (v > (UINT64_MAX - digit(*try.at)) / base)
			return false;
		v = v * base + digit(*try.at);
	}
	if (try.at == first)
		return false;
	*value = v;
	*s = try;
	return true;
}

bool scan_decimal(struct scan *s, uint64_t *value)
{
	return number(s, 10, value);
}

bool scan_hex(struct scan *s, uint64_t *value)
{
	return number(s, 16, value);
}

bool scan_range(struct scan *s, uint64_t *start, uint64_t *last)
{
	struct scan try = *s;

	if (!scan_word(&try, "["))
		return false;
	if (!scan_word(&try, "mem"))
		scan_word(&try, "gap");
	if (!scan_hex(&try, start) || !scan_word(&try, "-") || !scan_hex(&try, last) ||
	    !scan_word(&try, "]"))
		return false;
	*s = try;
	return true;
}

struct name {
	const char *name;
	uint64_t value;
};

static bool one_of(struct scan *s, const struct name *names, uint64_t *value)
{
	for (; names->name; names++) {
		if (scan_word(s, names->name)) {
			*value = names->value;
			return true;
		}
	}
	return false;
}

bool scan_type(struct scan *s, uint64_t *type)
{
	static const struct name names[] = {
	    {"usable", 1},
	    {"System RAM", 1},
	    {"reserved", 2},
	    {"device reserved", 2},
	    {"ACPI data", 3},
	    {"ACPI NVS", 4},
	    {"unusable", 5},
	    {"persistent (type 7)", 7},
	    {"persistent (type 12)", 12},
	    {"soft reserved", 0xefffffff},
	    {NULL, 0},
	};
	struct scan try = *s;
	bool bracket = scan_word(&try, "(");

	if (!one_of(&try, names, type) && !(scan_word(&try, "type") && scan_decimal(&try, type)))
		return false;
	if (bracket && !scan_word(&try, ")"))
		return false;
	*s = try;
	return true;
}

bool scan_zone(struct scan *s, uint64_t *zone)
{
	static const struct name names[] = {
	    {"DMA32", 1},
	    {"DMA", 0},
	    {"Normal", 2},
	    {"Movable", ZONE_MOVABLE},
	    {"HighMem", ZONE_OTHER},
	    {"Device", ZONE_OTHER},
	    {NULL, 0},
	};

	return one_of(s, names, zone);
}
