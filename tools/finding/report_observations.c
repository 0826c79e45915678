/* Both observations, side by side, around the difference. */
#include "report.h"

#include <inttypes.h>
#include <string.h>

enum { ROWS_AROUND = 2, MAX_COLUMNS = 16 };

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

static void print_pair(struct document *d, const struct obs_table_info *info, uint64_t row,
		       const uint64_t *target, const uint64_t *model)
{
	if (!target && !model)
		return;
	if (target && model && !memcmp(target, model, info->nr_columns * sizeof(*target))) {
		print_row(d, info, row, "both", target, target);
		return;
	}
	print_row(d, info, row, "target", target, model);
	print_row(d, info, row, "model", model, target);
}

static void print_table(struct document *d, const struct difference *difference,
			const struct machine_pair *pair)
{
	int table = 0;
	const struct obs_table_info *info = table_of(difference, &table);
	const char *columns[MAX_COLUMNS + 2] = {"row", "of"};
	uint64_t first = difference->row > ROWS_AROUND ? difference->row - ROWS_AROUND : 0;

	if (!info)
		return;
	document_paragraph(d, "Table %s of stage %s, around row %" PRIu64 ":", info->name,
			   stage_name(info->stage), difference->row);
	for (uint32_t i = 0; i < info->nr_columns && i < MAX_COLUMNS; i++)
		columns[i + 2] = info->columns[i];
	document_table_begin(d, columns, (int)info->nr_columns + 2);
	for (uint64_t row = first; row <= difference->row + ROWS_AROUND; row++)
		print_pair(d, info, row, row_of(&pair->observation[0], table, row),
			   row_of(&pair->observation[1], table, row));
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
		print_two(d, "target", outcome_name((enum outcome)difference->value[0]), "model",
			  outcome_name((enum outcome)difference->value[1]));
	} else {
		print_table(d, difference, pair);
	}
}
