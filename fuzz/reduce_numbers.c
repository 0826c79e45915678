/* Numbers, and what is within a word of the command line: round, short, or dropped. */
#include "reduce_internal.h"

#include <ctype.h>
#include <string.h>

#include "reduce_parts.h"

enum { MAX_CANDIDATES = 64 };

/* Fills in the numbers that are simpler than value, the simplest first. */
static uint32_t simpler_numbers(uint64_t value, uint64_t out[MAX_CANDIDATES])
{
	static const uint64_t round[] = {0,         1,         0x1000,     0x2000,
					 0x10000,   0x100000,  0x200000,   0x400000,
					 0x1000000, 0x8000000, 0x100000000};
	uint64_t cost = number_cost(value);
	uint32_t nr = 0;

	for (uint32_t i = 0; i < sizeof(round) / sizeof(round[0]); i++)
		if (number_cost(round[i]) < cost)
			out[nr++] = round[i];
	for (int shift = 60; shift > 0; shift -= 4) {
		uint64_t down = value >> shift << shift;
		uint64_t up = down + (UINT64_C(1) << shift);

		if (down && number_cost(down) < cost)
			out[nr++] = down;
		if (number_cost(up) < cost && up > value)
			out[nr++] = up;
	}
	return nr;
}

static void collect_value(struct reduce_work *w, uint64_t value)
{
	for (uint32_t i = 0; i < w->nr_values; i++)
		if (w->values[i] == value)
			return;
	if (w->nr_values < REDUCE_MAX_VALUES)
		w->values[w->nr_values++] = value;
}

static void collect_values(void *context, const struct part_field *field, char *at)
{
	uint64_t range[2];

	if (field->kind == FIELD_RANGE) {
		memcpy(range, at, sizeof(range));
		collect_value(context, range[0]);
		collect_value(context, range[0] + range[1]);
	} else if (field->kind == FIELD_U64) {
		memcpy(range, at, sizeof(range[0]));
		collect_value(context, range[0]);
	}
}

struct replacement {
	uint64_t from;
	uint64_t to;
};

static void replace_value(void *context, const struct part_field *field, char *at)
{
	const struct replacement *r = context;
	uint64_t range[2];

	if (field->kind == FIELD_RANGE) {
		memcpy(range, at, sizeof(range));
		range[1] += range[0];
		for (int i = 0; i < 2; i++)
			range[i] = range[i] == r->from ? r->to : range[i];
		range[1] -= range[0];
		memcpy(at, range, sizeof(range));
	} else if (field->kind == FIELD_U64) {
		memcpy(range, at, sizeof(range[0]));
		if (range[0] == r->from)
			memcpy(at, &r->to, sizeof(r->to));
	}
}

/* Each address of the scenario goes to a rounder one, wherever it stands: what touches goes on
 * touching. */
static void simplify_addresses(struct reduce_work *w)
{
	uint64_t to[MAX_CANDIDATES];

	w->nr_values = 0;
	parts_each_field(w->best, collect_values, w);
	for (uint32_t i = 0; i < w->nr_values && !w->stopped; i++) {
		uint32_t nr = simpler_numbers(w->values[i], to);

		for (uint32_t j = 0; j < nr; j++) {
			struct replacement r = {w->values[i], to[j]};

			reduce_start_over(w);
			parts_each_field(&w->candidate, replace_value, &r);
			if (reduce_attempt(w))
				break;
		}
	}
}

enum range_change { MOVE, MOVE_START, MOVE_END, NR_RANGE_CHANGES };

static bool attempt_range(struct reduce_work *w, size_t offset, enum range_change change,
			  uint64_t value)
{
	uint64_t range[2];

	reduce_start_over(w);
	memcpy(range, (char *)&w->candidate + offset, sizeof(range));
	if (change == MOVE_START)
		range[1] += range[0] - value;
	if (change == MOVE_END)
		range[1] = value - range[0];
	else
		range[0] = value;
	memcpy((char *)&w->candidate + offset, range, sizeof(range));
	return reduce_attempt(w);
}

static void simplify_range(struct reduce_work *w, size_t offset)
{
	uint64_t to[MAX_CANDIDATES];
	uint64_t range[2];

	for (int change = 0; change < NR_RANGE_CHANGES && !w->stopped; change++) {
		uint32_t nr;

		memcpy(range, (char *)w->best + offset, sizeof(range));
		range[1] += range[0];
		/* An end of 2^64 reads as one of many digits. */
		nr = simpler_numbers(change != MOVE_END ? range[0]
				     : range[1]         ? range[1]
							: UINT64_MAX,
				     to);
		for (uint32_t i = 0; i < nr; i++)
			if (attempt_range(w, offset, (enum range_change)change, to[i]))
				break;
	}
}

static void simplify_number(struct reduce_work *w, size_t offset, size_t size)
{
	uint64_t to[MAX_CANDIDATES];
	uint64_t value = 0;
	uint32_t nr;

	memcpy(&value, (char *)w->best + offset, size); /* little endian */
	nr = simpler_numbers(value, to);
	for (uint32_t i = 0; i < nr && !w->stopped; i++) {
		reduce_start_over(w);
		memcpy((char *)&w->candidate + offset, &to[i], size);
		if (reduce_attempt(w))
			break;
	}
}

static void simplify_type(struct reduce_work *w, size_t offset)
{
	for (uint32_t type = 0; type <= 2; type++) {
		reduce_start_over(w);
		memcpy((char *)&w->candidate + offset, &type, sizeof(type));
		if (type && reduce_attempt(w))
			break;
	}
}

static void simplify_field(void *context, const struct part_field *field, char *at)
{
	struct reduce_work *w = context;
	size_t offset = (size_t)(at - (char *)w->best);

	switch (field->kind) {
	case FIELD_RANGE:
		simplify_range(w, offset);
		break;
	case FIELD_TYPE:
		simplify_type(w, offset);
		break;
	case FIELD_FLAG:
		simplify_number(w, offset, sizeof(bool));
		break;
	case FIELD_U64:
		simplify_number(w, offset, sizeof(uint64_t));
		break;
	default:
		simplify_number(w, offset, sizeof(uint32_t));
	}
}

/* Puts `text` in place of the characters [start, end) of the command line. */
static bool attempt_text(struct reduce_work *w, size_t start, size_t end, const char *text)
{
	char *line = w->candidate.cmdline;

	reduce_start_over(w);
	if (start + strlen(text) + strlen(w->best->cmdline + end) >= SC_MAX_CMDLINE)
		return false;
	strcpy(line + start, text);
	strcat(line, w->best->cmdline + end);
	return reduce_attempt(w);
}

/* Zero, then only the first digits, with or without zeros in place of the others. */
static void simplify_digits(struct reduce_work *w, size_t start, size_t end)
{
	char digits[SC_MAX_CMDLINE];

	if (attempt_text(w, start, end, "0"))
		return;
	for (size_t kept = 1; kept < end - start; kept++) {
		memcpy(digits, w->best->cmdline + start, kept);
		digits[kept] = '\0';
		if (attempt_text(w, start, end, digits))
			return;
		memset(digits + kept, '0', end - start - kept);
		digits[end - start] = '\0';
		if (attempt_text(w, start, end, digits))
			return;
	}
}

static void simplify_cmdline(struct reduce_work *w)
{
	for (size_t start = 0; w->best->cmdline[start] && !w->stopped; start++) {
		const char *line = w->best->cmdline;
		size_t end;

		if (!isdigit((unsigned char)line[start]))
			continue;
		if (line[start] == '0' && line[start + 1] == 'x' &&
		    isxdigit((unsigned char)line[start + 2]))
			start += 2;
		for (end = start; isxdigit((unsigned char)line[end]);)
			end++;
		simplify_digits(w, start, end);
		while (isxdigit((unsigned char)w->best->cmdline[start + 1]))
			start++;
	}
}

/* Of each two neighbours in a list, as in memmap=A,B,C, the second or the first, the last first. */
static void drop_list_parts(struct reduce_work *w)
{
	for (size_t comma = strlen(w->best->cmdline); comma-- > 0 && !w->stopped;) {
		const char *line = w->best->cmdline;
		size_t start = comma, end = comma + 1;

		if (comma >= strlen(line) || line[comma] != ',')
			continue;
		while (start > 0 && !strchr(",= ", line[start - 1]))
			start--;
		end += strcspn(line + end, ", ");
		if (!attempt_text(w, comma, end, ""))
			attempt_text(w, start, comma + 1, "");
	}
}

void reduce_numbers(struct reduce_work *w)
{
	drop_list_parts(w);
	simplify_addresses(w);
	parts_each_field(w->best, simplify_field, w);
	simplify_cmdline(w);
}
