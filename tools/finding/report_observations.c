/* Both observations, side by side, around the difference. */
#include "report.h"

#include <inttypes.h>
#include <string.h>

enum { ROWS_AROUND = 2 };

static const struct obs_table_info *table_of(const struct difference *d, int *number)
{
	for (int t = 0; d->table && t < OBS_NR_TABLES; t++)
		if (!strcmp(obs_table_info[t].name, d->table)) {
			*number = t;
			return &obs_table_info[t];
		}
	return NULL;
}

/* As in a kernel's own words: addresses and page frames in hexadecimal, counts in decimal. */
static void value_text(const char *column, uint64_t value, char *text, size_t size)
{
	static const char *const hexadecimal[] = {"addr", "base",      "size",   "start",
						  "end",  "last",      "flags",  "limit",
						  "pfn",  "start_pfn", "end_pfn"};

	if (value == UINT64_MAX) {
		snprintf(text, size, "-1");
		return;
	}
	for (size_t i = 0; i < sizeof(hexadecimal) / sizeof(hexadecimal[0]); i++)
		if (!strcmp(column, hexadecimal[i])) {
			snprintf(text, size, "%#" PRIx64, value);
			return;
		}
	snprintf(text, size, value < 1 << 20 ? "%" PRIu64 : "%#" PRIx64, value);
}

static const uint64_t *row_of(const struct observation *o, int table, uint64_t row)
{
	if (row >= o->tables[table].nr_rows)
		return NULL;
	return o->tables[table].rows + row * obs_table_info[table].nr_columns;
}

/* The names of the sides: a kernel tree may be one of them. */
static const char *side_name(const struct difference *difference, int side)
{
	static char tree[48];

	if (!difference->tree)
		return side ? "model" : "target";
	snprintf(tree, sizeof(tree), "Linux %s", difference->tree);
	return side ? tree : "model";
}

static void print_row(struct document *d, const struct obs_table_info *info, uint64_t row,
		      const char *side, const uint64_t *values, const uint64_t *other)
{
	char text[32];

	document_row_begin(d);
	snprintf(text, sizeof(text), "%" PRIu64, row);
	document_cell(d, text, false);
	document_cell(d, side, false);
	for (uint32_t i = 0; i < info->nr_columns; i++) {
		if (values)
			value_text(info->columns[i], values[i], text, sizeof(text));
		else
			snprintf(text, sizeof(text), "none");
		document_cell(d, text, !values || !other || values[i] != other[i]);
	}
	document_row_end(d);
}

static void print_pair(struct document *d, const struct obs_table_info *info,
		       const struct difference *difference, uint64_t row, const uint64_t *a,
		       const uint64_t *b)
{
	if (!a && !b)
		return;
	if (a && b && !memcmp(a, b, info->nr_columns * sizeof(*a))) {
		print_row(d, info, row, "both", a, a);
		return;
	}
	print_row(d, info, row, side_name(difference, 0), a, b);
	print_row(d, info, row, side_name(difference, 1), b, a);
}

/* Of a kernel tree only the row that differs is at hand; of the model all are. */
static void print_rows(struct document *d, const struct obs_table_info *info, int table,
		       const struct difference *difference, const struct machine_pair *pair)
{
	uint64_t at = difference->row;

	for (uint64_t row = at > ROWS_AROUND ? at - ROWS_AROUND : 0; row <= at + ROWS_AROUND;
	     row++) {
		const uint64_t *a = row_of(&pair->observation[0], table, row);
		const uint64_t *b = row_of(&pair->observation[1], table, row);

		if (!difference->tree)
			print_pair(d, info, difference, row, a, b);
		else if (row == at)
			print_pair(d, info, difference, row,
				   difference->present[0] ? difference->rows[0] : NULL,
				   difference->present[1] ? difference->rows[1] : NULL);
		else if (b)
			print_row(d, info, row, "model", b, b);
	}
}

static void print_table(struct document *d, const struct difference *difference,
			const struct machine_pair *pair)
{
	int table = 0;
	const struct obs_table_info *info = table_of(difference, &table);
	const char *columns[OBS_MAX_COLUMNS + 2] = {"row", "of"};

	if (!info)
		return;
	document_paragraph(d, "Table %s of stage %s, around row %" PRIu64 ":", info->name,
			   stage_name(info->stage), difference->row);
	for (uint32_t i = 0; i < info->nr_columns; i++)
		columns[i + 2] = info->columns[i];
	document_table_begin(d, columns, (int)info->nr_columns + 2);
	print_rows(d, info, table, difference, pair);
	document_table_end(d);
}

static void print_two(struct document *d, const char *a, const char *what_a, const char *b,
		      const char *what_b)
{
	const char *columns[] = {"of", "says"};

	document_table_begin(d, columns, 2);
	document_row_begin(d);
	document_cell(d, a, false);
	document_cell(d, what_a, true);
	document_row_end(d);
	document_row_begin(d);
	document_cell(d, b, false);
	document_cell(d, what_b, true);
	document_row_end(d);
	document_table_end(d);
}

/* A third opinion: what a kernel's own code says. */
static void print_witness(struct document *d, const struct difference *difference)
{
	char text[32] = "no such row";

	if (difference->witness_present)
		value_text(difference->field, difference->witness_value, text, sizeof(text));
	document_paragraph(d, "Linux %s itself says: %s", difference->witness, text);
}

void report_observations(struct document *d, const struct difference *difference,
			 const struct machine_pair *pair)
{
	static const char *const side[] = {"target", "model"};
	char found[32], must[32];

	document_heading(d, "Both observations");
	if (difference->broken_by >= 0) {
		value_text("", difference->value[0], found, sizeof(found));
		value_text("", difference->value[1], must, sizeof(must));
		document_paragraph(d, "Law %s, subject %s:", difference->finding_class,
				   difference->field);
		print_two(d, side[difference->broken_by], found, "the law", must);
	} else if (!difference->table) {
		document_paragraph(d, "How stage %s ended:", stage_name(difference->stage));
		print_two(
		    d, side_name(difference, 0), outcome_name((enum outcome)difference->value[0]),
		    side_name(difference, 1), outcome_name((enum outcome)difference->value[1]));
	} else {
		print_table(d, difference, pair);
	}
	if (difference->witness)
		print_witness(d, difference);
}
