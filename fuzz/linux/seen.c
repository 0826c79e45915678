#include "seen.h"

#include <string.h>

/* Tables that a tree shows, with the columns that it does not: those are of code that is not
 * compiled in, or that later kernels no longer have. */
static const struct {
	enum obs_table table;
	const char *hidden[8];
} shown[] = {
    {OBS_e820_call, {0}},
    {OBS_e820_entry, {0}},
    {OBS_e820_saved, {0}},
    {OBS_e820_dropped, {0}},
    {OBS_e820_scalars, {"required_kernelcore", "required_movablecore"}},
    {OBS_nosave_range, {0}},
    {OBS_memblock_op, {0}},
    {OBS_memory_region, {0}},
    {OBS_reserved_region, {0}},
    {OBS_memblock_state, {0}},
    {OBS_memblock_warn, {0}},
    {OBS_memblock_event, {0}},
    {OBS_free_range, {0}},
    {OBS_free_range_rev, {0}},
    {OBS_reserved_range, {0}},
    {OBS_mem_pfn_range, {0}},
    {OBS_probe, {"mem_size", "reserved_within"}},
    {OBS_reserve_mark, {0}},
    {OBS_chunk, {0}},
    {OBS_release,
     {"totalram", "physpages", "free", "pgfree_events", "available_kib", "total_kib",
      "reserved_kib"}},
    {OBS_final_memory_region, {0}},
    {OBS_final_reserved_region, {0}},
    {OBS_final_memblock_state, {0}},
    {OBS_final_memblock_event, {0}},
};

static bool is_hidden(const char *const hidden[8], const char *column)
{
	for (int i = 0; i < 8 && hidden[i]; i++)
		if (!strcmp(hidden[i], column))
			return true;
	return false;
}

/* Calls inside the tree's own functions return to the tree. */
static bool shows_call(uint64_t call)
{
	switch (call) {
	case CALL_BOOT_SANITIZE:
	case CALL_BOOT_APPEND:
	case CALL_EXT_SANITIZE:
	case CALL_OPTION_REMOVE:
	case CALL_SETUP_UPDATE:
	case CALL_SETUP_SANITIZE:
	case CALL_FINISH_SANITIZE:
		return false;
	default:
		return true;
	}
}

/* The same by table, bit by column; worked out once. */
struct sight {
	bool shown;
	uint32_t hidden;
};

static const struct sight *sight_of(enum obs_table table)
{
	static struct sight sights[OBS_NR_TABLES];

	if (!sights[OBS_e820_call].shown)
		for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++) {
			const struct obs_table_info *info = &obs_table_info[shown[i].table];
			struct sight *sight = &sights[shown[i].table];

			sight->shown = true;
			for (uint32_t c = 0; c < info->nr_columns; c++)
				if (is_hidden(shown[i].hidden, info->columns[c]))
					sight->hidden |= 1u << c;
		}
	return &sights[table];
}

bool linux_shows(enum obs_table table, uint32_t column)
{
	const struct sight *sight = sight_of(table);

	return sight->shown && !(sight->hidden >> column & 1);
}

/* The next row of the model's that the tree has too. */
static uint64_t next_row(const struct observation *model, enum obs_table table, uint64_t row)
{
	const struct obs_rows *rows = &model->tables[table];

	if (table == OBS_e820_call)
		while (row < rows->nr_rows && !shows_call(ROWS(model, e820_call)[row].call))
			row++;
	return row;
}

static bool same_row(const uint64_t *a, const uint64_t *b, enum obs_table table)
{
	uint32_t hidden = sight_of(table)->hidden;

	for (uint32_t c = 0; c < obs_table_info[table].nr_columns; c++)
		if (a[c] != b[c] && !(hidden >> c & 1))
			return false;
	return true;
}

/* Whether all rows are the same, of a table that is shown whole. */
static bool same_rows(const struct observation *model, const struct observation *tree,
		      enum obs_table table)
{
	const struct obs_rows *a = &model->tables[table], *b = &tree->tables[table];

	return a->nr_rows == b->nr_rows && !sight_of(table)->hidden &&
	       compare_words_equal(a->rows, b->rows, a->nr_rows * a->nr_columns);
}

static const uint64_t *row_of(const struct observation *o, enum obs_table table, uint64_t row)
{
	const struct obs_rows *rows = &o->tables[table];

	return row < rows->nr_rows ? rows->rows + row * obs_table_info[table].nr_columns : NULL;
}

/* The first column in which two rows differ, and the tree would show it. */
static uint32_t first_column(const uint64_t *a, const uint64_t *b, enum obs_table table)
{
	uint32_t c = 0;

	while (a[c] == b[c] || !linux_shows(table, c))
		c++;
	return c;
}

static bool differ(struct difference *d, enum obs_table table, uint64_t row, const uint64_t *a,
		   const uint64_t *b)
{
	const struct obs_table_info *info = &obs_table_info[table];
	size_t bytes = info->nr_columns * sizeof(*a);

	memset(d, 0, sizeof(*d));
	d->stage = info->stage;
	d->finding_class = info->finding_class;
	d->table = info->name;
	d->row = row;
	d->broken_by = -1;
	d->present[0] = a != NULL;
	d->present[1] = b != NULL;
	if (a)
		memcpy(d->rows[0], a, bytes);
	if (b)
		memcpy(d->rows[1], b, bytes);
	if (a && b) {
		uint32_t column = first_column(a, b, table);

		d->field = info->columns[column];
		d->value[0] = a[column];
		d->value[1] = b[column];
	} else {
		d->field = "row";
		d->value[0] = a ? a[0] : UINT64_MAX;
		d->value[1] = b ? b[0] : UINT64_MAX;
	}
	return true;
}

static bool compare_table(const struct observation *model, const struct observation *tree,
			  enum obs_table table, struct difference *d)
{
	uint64_t row = 0;

	if (same_rows(model, tree, table))
		return false;
	for (uint64_t i = 0;; i++) {
		const uint64_t *a, *b = row_of(tree, table, i);

		row = next_row(model, table, row);
		a = row_of(model, table, row);
		if (!a && !b)
			return false;
		if (!a || !b || !same_row(a, b, table))
			return differ(d, table, i, a, b);
		row++;
	}
}

bool linux_compare_tables(const struct observation *model, const struct observation *tree,
			  struct obs_stage_tables tables, struct difference *d)
{
	for (int t = tables.first; t < tables.end; t++)
		if (sight_of((enum obs_table)t)->shown &&
		    compare_table(model, tree, (enum obs_table)t, d))
			return true;
	return false;
}
