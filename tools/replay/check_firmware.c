/* What the log says of the firmware's map: tables, changes, the end of RAM. */
#include <inttypes.h>

#include "check.h"

enum { RESERVED_KERN = 128 };

static struct value entry_text(uint64_t start, uint64_t last, uint64_t type)
{
	/* RESERVED_KERN prints as usable. */
	return value_text("[mem 0x%016" PRIx64 "-0x%016" PRIx64 "] type %" PRIu64, start, last,
			  type == RESERVED_KERN ? 1 : type);
}

static struct value row_text(const struct observation *o, enum obs_table table, size_t index)
{
	/* e820_entry and e820_saved have the same columns. */
	const struct obs_e820_entry *row = (const void *)o->tables[table].rows;

	if (index >= o->tables[table].nr_rows)
		return value_none();
	row += index;
	return entry_text(row->addr, row->addr + row->size - 1, row->type);
}

static void check_table(struct replay *r, enum e820_table table, const char *name,
			enum obs_table rows)
{
	struct value by[NR_IMPLEMENTATIONS];
	const struct log *log = &r->log;
	size_t nr = 0, last = 0;

	for (size_t k = 0; k < log->nr; k++) {
		const struct fact *f = &log->fact[k];

		if (f->kind != FACT_TABLE || f->v[3] != table)
			continue;
		for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
			by[i] = row_text(observed(r, i), rows, nr);
		check(r, f->line, entry_text(f->v[0], f->v[1], f->v[2]), by, "%s entry %zu", name,
		      nr++);
		last = k;
	}
	if (!nr || !list_is_closed(r, last))
		return;
	for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
		by[i] = value_number(observed(r, i)->tables[rows].nr_rows);
	check(r, log->fact[last].line, value_number(nr), by, "%s entries", name);
}

void check_boot_table(struct replay *r)
{
	check_table(r, TABLE_BIOS, "BIOS-e820", OBS_e820_saved);
	check_table(r, TABLE_FALLBACK, "BIOS-e801", OBS_e820_saved);
}

void check_extended_table(struct replay *r)
{
	check_table(r, TABLE_EXTENDED, "extended map", OBS_e820_saved);
}

void check_user_tables(struct replay *r)
{
	check_table(r, TABLE_SETUP_DATA, "setup_data map", OBS_e820_saved);
	check_table(r, TABLE_USER, "user map", OBS_e820_saved);
}

static uint64_t count_calls(const struct observation *o, enum e820_call_kind call)
{
	uint64_t nr = 0;

	for (size_t i = 0; i < NR_ROWS(o, e820_call); i++)
		nr += ROWS(o, e820_call)[i].call == call;
	return nr;
}

static struct value edit_text(const struct fact *f)
{
	return value_text("%s [mem 0x%" PRIx64 "-0x%" PRIx64 "]",
			  f->kind == FACT_UPDATE ? "update" : "remove", f->v[0], f->v[1]);
}

/* Which of the scenario's setup_data nodes the line is about, from 1; 0 for none. */
static uint64_t setup_data_node(const struct replay *r, const struct fact *f)
{
	const struct scenario *s = &r->machine.scenario;

	for (uint32_t i = 0; i < s->nr_setup_data; i++)
		if (s->setup_data[i].start == f->v[0] &&
		    s->setup_data[i].start + s->setup_data[i].size - 1 == f->v[1])
			return i + 1;
	return 0;
}

static bool edit_is_made(const struct replay *r, const struct fact *f, enum edit_reason reason,
			 const struct observation *o)
{
	uint64_t node;

	switch (reason) {
	case EDIT_TRIM_BIOS:
		return count_calls(o, f->kind == FACT_UPDATE ? CALL_BIOS_UPDATE : CALL_BIOS_REMOVE);
	case EDIT_KERNEL:
		return count_calls(o, CALL_KERNEL_REMOVE);
	default:
		node = setup_data_node(r, f);
		return node && count_calls(o, CALL_SETUP_UPDATE) >= node;
	}
}

static void check_edits(struct replay *r)
{
	const struct log *log = &r->log;

	for (size_t k = 0; k < r->machine.late_edits; k++) {
		const struct fact *f = &log->fact[k];
		struct value by[NR_IMPLEMENTATIONS];
		enum edit_reason reason;

		if (f->kind != FACT_UPDATE && f->kind != FACT_REMOVE)
			continue;
		reason = machine_edit_reason(&r->machine, f);
		if (reason == EDIT_OPTION || reason == EDIT_GIVEN)
			continue; /* the user map and last_pfn show their effect; or input */
		for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
			by[i] = edit_is_made(r, f, reason, observed(r, i)) ? edit_text(f)
									   : value_none();
		check(r, f->line, edit_text(f), by, "e820 %s",
		      f->kind == FACT_UPDATE ? "update" : "remove");
	}
}

/* e820__end_of_low_ram_pfn is asked if there is RAM above 4 GiB. */
static bool is_low_pfn(const struct log *log, size_t index, const struct fact *before)
{
	enum { PFN_4G = 1 << 20 };

	return before && before->v[0] > PFN_4G && log->fact[index].v[0] <= PFN_4G;
}

static void check_pfn(struct replay *r, size_t index, bool low)
{
	const struct fact *f = &r->log.fact[index];
	struct value by[NR_IMPLEMENTATIONS];

	for (int i = 0; i < NR_IMPLEMENTATIONS; i++) {
		const struct observation *o = observed(r, i);
		const struct obs_e820_scalars *s = ROWS(o, e820_scalars);

		by[i] = !NR_ROWS(o, e820_scalars) ? value_none()
						  : value_number(low ? s->max_low_pfn : s->max_pfn);
	}
	check(r, f->line, value_number(f->v[0]), by, low ? "last_pfn below 4 GiB" : "last_pfn");
}

void check_first_last_pfn(struct replay *r)
{
	size_t first = log_next(&r->log, 0, FACT_LAST_PFN);

	if (first < r->log.nr)
		check_pfn(r, first, false);
}

static void check_end_pfn_map(struct replay *r)
{
	const struct fact *f = log_first(&r->log, FACT_END_PFN_MAP);
	struct value by[NR_IMPLEMENTATIONS];

	if (!f)
		return;
	for (int i = 0; i < NR_IMPLEMENTATIONS; i++) {
		const struct observation *o = observed(r, i);
		uint64_t end = 0;

		for (size_t k = 0; k < NR_ROWS(o, e820_entry); k++) {
			const struct obs_e820_entry *e = &ROWS(o, e820_entry)[k];

			if (e->addr + e->size > end)
				end = e->addr + e->size;
		}
		by[i] = value_number(end >> 12);
	}
	check(r, f->line, value_number(f->v[0]), by, "end_pfn_map");
}

void check_firmware(struct replay *r)
{
	const struct fact *before = NULL;

	check_edits(r);
	for (size_t k = 0; k < r->log.nr; k++) {
		if (r->log.fact[k].kind != FACT_LAST_PFN)
			continue;
		if (before) /* the first was checked before the changes that follow it */
			check_pfn(r, k, is_low_pfn(&r->log, k, before));
		before = &r->log.fact[k];
	}
	check_end_pfn_map(r);
	check_table(r, TABLE_MODIFIED, "modified map", OBS_e820_entry);
}

static struct value range_text(uint64_t start, uint64_t end)
{
	return value_text("[mem 0x%08" PRIx64 "-0x%08" PRIx64 "]", start, end - 1);
}

static void check_nosave(struct replay *r)
{
	size_t nr = 0, last = 0;
	struct value by[NR_IMPLEMENTATIONS];

	for (size_t k = 0; k < r->log.nr; k++) {
		const struct fact *f = &r->log.fact[k];

		if (f->kind != FACT_NOSAVE)
			continue;
		for (int i = 0; i < NR_IMPLEMENTATIONS; i++) {
			const struct observation *o = observed(r, i);
			const struct obs_nosave_range *row = ROWS(o, nosave_range) + nr;

			by[i] = nr < NR_ROWS(o, nosave_range)
				    ? range_text(row->start_pfn << 12, row->end_pfn << 12)
				    : value_none();
		}
		check(r, f->line, range_text(f->v[0], f->v[1] + 1), by, "nosave range %zu", nr++);
		last = k;
	}
	if (!nr || !list_is_closed(r, last))
		return;
	for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
		by[i] = value_number(NR_ROWS(observed(r, i), nosave_range));
	check(r, r->log.fact[last].line, value_number(nr), by, "nosave ranges");
}

void check_nosave_and_gap(struct replay *r)
{
	const struct fact *f = log_first(&r->log, FACT_GAP);
	struct value by[NR_IMPLEMENTATIONS];

	check_nosave(r);
	if (!f)
		return;
	for (int i = 0; i < NR_IMPLEMENTATIONS; i++) {
		const struct observation *o = observed(r, i);
		const struct obs_e820_scalars *s = ROWS(o, e820_scalars);

		by[i] = NR_ROWS(o, e820_scalars)
			    ? range_text(s->pci_mem_start, s->pci_mem_start + s->gap_size)
			    : value_none();
	}
	check(r, f->line, range_text(f->v[0], f->v[1] + 1), by, "gap for PCI devices");
}
