/* Holding two observations against each other. */
#include "compare.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const uint64_t *row_of(const struct observation *o, enum obs_table t, uint64_t row)
{
	return o->tables[t].rows + row * obs_table_info[t].nr_columns;
}

static void set_side(struct difference *d, int side, const uint64_t *row, uint32_t nr_columns)
{
	d->present[side] = row != NULL;
	if (row)
		memcpy(d->rows[side], row, nr_columns * sizeof(*row));
}

/* Fills in the field in which the two rows differ; a missing row differs as a whole. */
static void set_field(struct difference *d, enum obs_table t, const uint64_t *a, const uint64_t *b,
		      uint32_t first_column)
{
	const struct obs_table_info *info = &obs_table_info[t];
	uint32_t column = first_column;

	set_side(d, 0, a, info->nr_columns);
	set_side(d, 1, b, info->nr_columns);
	if (!a || !b) {
		d->field = "row";
		d->value[0] = a ? a[0] : UINT64_MAX;
		d->value[1] = b ? b[0] : UINT64_MAX;
		return;
	}
	while (column < info->nr_columns - 1 && a[column] == b[column])
		column++;
	d->field = info->columns[column];
	d->value[0] = a[column];
	d->value[1] = b[column];
}

static int pfn_column(const struct obs_table_info *info)
{
	for (uint32_t i = 0; i < info->nr_columns; i++)
		if (!strcmp(info->columns[i], "pfn"))
			return (int)i;
	return -1;
}

/* The row that describes page frame pfn, if row number `row` does so. */
static const uint64_t *run_at(const struct observation *o, enum obs_table t, uint64_t row,
			      uint64_t pfn)
{
	const uint64_t *r;

	if (row >= o->tables[t].nr_rows)
		return NULL;
	r = row_of(o, t, row);
	return r[0] == pfn ? r : NULL;
}

/* Runs say what every page frame looks like; the first row that differs may do so in its length
 * only, and then it is the page behind the shorter run that differs. */
static void differ_in_run(struct difference *d, const struct observation *a,
			  const struct observation *b, enum obs_table t, uint64_t row)
{
	const uint64_t *ra = row < a->tables[t].nr_rows ? row_of(a, t, row) : NULL;
	const uint64_t *rb = row < b->tables[t].nr_rows ? row_of(b, t, row) : NULL;
	uint32_t nr_columns = obs_table_info[t].nr_columns;

	d->has_pfn = true;
	if (!ra || !rb || ra[0] != rb[0]) {
		if (ra && rb && ra[0] < rb[0])
			rb = NULL;
		else if (ra && rb)
			ra = NULL;
		d->pfn = ra ? ra[0] : rb[0];
	} else if (memcmp(ra + 2, rb + 2, (nr_columns - 2) * sizeof(*ra))) {
		d->pfn = ra[0];
	} else {
		uint64_t unit = nr_columns == sizeof(struct obs_page_run) / sizeof(uint64_t)
				    ? 1
				    : a->pageblock_nr_pages;

		if (ra[1] < rb[1]) {
			d->pfn = ra[0] + ra[1] * unit;
			ra = run_at(a, t, row + 1, d->pfn);
		} else {
			d->pfn = rb[0] + rb[1] * unit;
			rb = run_at(b, t, row + 1, d->pfn);
		}
	}
	set_field(d, t, ra, rb, 2);
}

static void differ_in_row(struct difference *d, const struct observation *a,
			  const struct observation *b, enum obs_table t, uint64_t row)
{
	const struct obs_table_info *info = &obs_table_info[t];
	const uint64_t *ra = row < a->tables[t].nr_rows ? row_of(a, t, row) : NULL;
	const uint64_t *rb = row < b->tables[t].nr_rows ? row_of(b, t, row) : NULL;
	int column = pfn_column(info);

	set_field(d, t, ra, rb, 0);
	if (column >= 0) {
		d->has_pfn = true;
		d->pfn = ra ? ra[column] : rb[column];
	}
}

/* No sanitizer: rows lie in mappings of their own, without red zones, and this is a seventh of the
 * time of fuzz_memblock. */
__attribute__((no_sanitize("address", "undefined"))) bool
compare_words_equal(const uint64_t *a, const uint64_t *b, size_t nr)
{
	uint64_t differing = 0;
	size_t i = 0;

	for (; i + 8 <= nr && !differing; i += 8)
		for (size_t j = i; j < i + 8; j++)
			differing |= a[j] ^ b[j];
	for (; i < nr; i++)
		differing |= a[i] ^ b[i];
	return !differing;
}

static bool compare_table(const struct observation *a, const struct observation *b,
			  enum obs_table t, struct difference *d)
{
	const struct obs_table_info *info = &obs_table_info[t];
	uint64_t nr_a = a->tables[t].nr_rows;
	uint64_t nr_b = b->tables[t].nr_rows;
	uint64_t common = nr_a < nr_b ? nr_a : nr_b;
	uint64_t row = 0;

	if (compare_words_equal(a->tables[t].rows, b->tables[t].rows, common * info->nr_columns)) {
		if (nr_a == nr_b)
			return false;
		row = common;
	} else {
		while (compare_words_equal(row_of(a, t, row), row_of(b, t, row), info->nr_columns))
			row++;
	}
	memset(d, 0, sizeof(*d));
	d->stage = info->stage;
	d->finding_class = info->finding_class;
	d->table = info->name;
	d->row = row;
	d->broken_by = -1;
	if (info->is_run)
		differ_in_run(d, a, b, t, row);
	else
		differ_in_row(d, a, b, t, row);
	return true;
}

bool compare_tables(const struct observation *a, const struct observation *b,
		    struct obs_stage_tables tables, struct difference *d)
{
	for (int t = tables.first; t < tables.end; t++)
		if (compare_table(a, b, (enum obs_table)t, d))
			return true;
	return false;
}

bool compare_stage(const struct observation *a, const struct observation *b, enum stage stage,
		   struct difference *d)
{
	return compare_tables(a, b, observation_stage_tables(stage), d);
}

bool compare_outcome(enum outcome a, enum outcome b, enum stage stage, struct difference *d)
{
	if (a == b)
		return false;
	memset(d, 0, sizeof(*d));
	d->stage = stage;
	d->finding_class = "boot_ended_otherwise";
	d->field = "outcome";
	d->broken_by = -1;
	d->present[0] = d->present[1] = true;
	d->value[0] = a;
	d->value[1] = b;
	return true;
}

/* Appends to line; what does not fit is cut off. */
__attribute__((format(printf, 3, 4))) static void append(char *line, size_t size,
							 const char *format, ...)
{
	size_t used = strlen(line);
	va_list args;

	va_start(args, format);
	vsnprintf(line + used, size - used, format, args);
	va_end(args);
}

static void describe_value(uint64_t value, char *line, size_t size)
{
	if (value == UINT64_MAX)
		append(line, size, "-1");
	else if (value < 4096)
		append(line, size, "%" PRIu64, value);
	else
		append(line, size, "%#" PRIx64, value);
}

/* The columns in front of the field say which row it is. */
static void describe_row(const struct difference *d, char *line, size_t size)
{
	for (int t = 0; t < OBS_NR_TABLES; t++) {
		const struct obs_table_info *info = &obs_table_info[t];
		int side = d->present[0] ? 0 : 1;

		if (strcmp(info->name, d->table))
			continue;
		append(line, size, " row %" PRIu64, d->row);
		for (uint32_t i = 0; i < info->nr_columns && !info->is_run; i++) {
			if (!strcmp(info->columns[i], d->field))
				break;
			append(line, size, ", %s ", info->columns[i]);
			describe_value(d->rows[side][i], line, size);
		}
	}
}

static void describe_side(const char *name, bool present, uint64_t value, char *line, size_t size)
{
	append(line, size, "%s ", name);
	if (present)
		describe_value(value, line, size);
	else
		append(line, size, "has none");
}

void difference_describe(const struct difference *d, char *line, size_t size)
{
	char tree[40] = "";
	const char *const side[2] = {d->tree ? "model" : "target", d->tree ? tree : "model"};

	snprintf(tree, sizeof(tree), "Linux %s", d->tree ? d->tree : d->witness);
	line[0] = '\0';
	append(line, size, "stage %s", stage_name(d->stage));
	if (d->broken_by >= 0) {
		append(line, size, ", %s breaks the law %s", side[d->broken_by], d->finding_class);
		if (d->has_pfn)
			append(line, size, " at pfn %#" PRIx64, d->pfn);
		append(line, size, ": %s ", d->field);
		describe_value(d->value[0], line, size);
		append(line, size, ", must be ");
		describe_value(d->value[1], line, size);
		return;
	}
	if (!d->table) {
		append(line, size, ": outcome: %s %s, %s %s", side[0],
		       outcome_name((enum outcome)d->value[0]), side[1],
		       outcome_name((enum outcome)d->value[1]));
		return;
	}
	append(line, size, ", %s", d->table);
	if (d->has_pfn)
		append(line, size, ", pfn %#" PRIx64, d->pfn);
	describe_row(d, line, size);
	append(line, size, ": %s: ", d->field);
	describe_side(side[0], d->present[0], d->value[0], line, size);
	append(line, size, ", ");
	describe_side(side[1], d->present[1], d->value[1], line, size);
	if (d->witness) {
		append(line, size, ", ");
		describe_side(tree, d->witness_present, d->witness_value, line, size);
	}
}
