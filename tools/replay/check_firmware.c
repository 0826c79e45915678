/* What the log says of the firmware's map: tables, changes, the end of RAM. */
#include <inttypes.h>
#include <stdlib.h>

#include "check.h"

enum { RAM = 1, RESERVED_KERN = 128 };

static struct value entry_text(uint64_t start, uint64_t last, uint64_t type)
{
	/* RESERVED_KERN prints as usable. */
	return value_text("[mem 0x%016" PRIx64 "-0x%016" PRIx64 "] type %" PRIu64, start, last,
			  type == RESERVED_KERN ? 1 : type);
}

static struct value row_text(const struct observation *o, size_t index)
{
	const struct obs_e820_entry *row = ROWS(o, e820_entry);

	if (index >= NR_ROWS(o, e820_entry))
		return value_none();
	row += index;
	return entry_text(row->addr, row->addr + row->size - 1, row->type);
}

static size_t last_entry(const struct log *log, enum e820_table table)
{
	size_t last = 0;

	for (size_t k = 0; k < log->nr; k++)
		if (log->fact[k].kind == FACT_TABLE && log->fact[k].v[3] == table)
			last = k;
	return last;
}

static void check_table(struct replay *r, enum e820_table table, const char *name)
{
	struct value by[NR_IMPLEMENTATIONS];
	const struct log *log = &r->log;
	size_t nr = 0, last = last_entry(log, table);

	for (size_t k = 0; k < log->nr; k++) {
		const struct fact *f = &log->fact[k];

		if (f->kind != FACT_TABLE || f->v[3] != table)
			continue;
		/* A node that cuts RAM is read from what follows: see setup_data_of_table(). */
		if (k == last && table == TABLE_SETUP_DATA && !list_is_closed(r, k))
			break;
		for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
			by[i] = row_text(observed(r, i), nr);
		check(r, f->line, entry_text(f->v[0], f->v[1], f->v[2]), by, "%s entry %zu", name,
		      nr++);
	}
	if (!nr || !list_is_closed(r, last))
		return;
	for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
		by[i] = value_number(observed(r, i)->tables[OBS_e820_entry].nr_rows);
	check(r, log->fact[last].line, value_number(nr), by, "%s entries", name);
}

/* Of a log, whose table was sanitized before it was printed: to do that again changes nothing. */
void check_boot_table(struct replay *r)
{
	check_table(r, TABLE_BIOS, "BIOS-e820");
	check_table(r, TABLE_FALLBACK, "BIOS-e801");
}

void check_extended_table(struct replay *r)
{
	check_table(r, TABLE_EXTENDED, "extended map");
}

void check_setup_data_table(struct replay *r)
{
	check_table(r, TABLE_SETUP_DATA, "setup_data map");
}

void check_user_table(struct replay *r)
{
	check_table(r, TABLE_USER, "user map");
}

void check_modified_table(struct replay *r)
{
	check_table(r, TABLE_MODIFIED, "modified map");
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
		if (reason == EDIT_SETUP_DATA && !r->input.is_capture)
			continue; /* input */
		for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
			by[i] = edit_is_made(r, f, reason, observed(r, i)) ? edit_text(f)
									   : value_none();
		check(r, f->line, edit_text(f), by, "e820 %s",
		      f->kind == FACT_UPDATE ? "update" : "remove");
	}
}

static struct value range_text(uint64_t start, uint64_t end)
{
	return value_text("[mem 0x%08" PRIx64 "-0x%08" PRIx64 "]", start, end - 1);
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

void check_last_pfn_before_options(struct replay *r, size_t index)
{
	check_pfn(r, index, false);
}

void check_first_last_pfn(struct replay *r)
{
	size_t first = log_next_last_pfn(&r->log, 0);

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

/* The dummy node: all up to the end of RAM. */
static void check_dummy_node(struct replay *r)
{
	const struct fact *f = log_first(&r->log, FACT_NUMA_FAKE);
	struct value by[NR_IMPLEMENTATIONS];

	if (!f)
		return;
	for (int i = 0; i < NR_IMPLEMENTATIONS; i++) {
		const struct observation *o = observed(r, i);

		by[i] = NR_ROWS(o, e820_scalars)
			    ? range_text(0, ROWS(o, e820_scalars)->max_pfn << 12)
			    : value_none();
	}
	check(r, f->line, range_text(f->v[0], f->v[1] + 1), by, "dummy node");
}

void check_firmware(struct replay *r)
{
	const struct fact *before = NULL;

	check_edits(r);
	for (size_t k = log_next_last_pfn(&r->log, 0); k < r->log.nr;
	     k = log_next(&r->log, k + 1, FACT_LAST_PFN)) {
		if (before) /* the first was checked before the changes that follow it */
			check_pfn(r, k, is_low_pfn(&r->log, k, before));
		before = &r->log.fact[k];
	}
	check_end_pfn_map(r);
	check_dummy_node(r);
}

/* A list of ranges in pfns, of which those that touch are one: kernels differ in how many pieces
 * they print. */
struct merged {
	struct merged_range {
		uint64_t start, end;
		unsigned int line;
	} * range;
	size_t nr;
};

static bool merged_init(struct merged *m, size_t max)
{
	m->nr = 0;
	m->range = calloc(max + 1, sizeof(*m->range));
	return m->range;
}

/* Ranges come in ascending order; one of an aperture that comes later lies in those before. */
static void merged_add(struct merged *m, uint64_t start, uint64_t end, unsigned int line)
{
	if (m->nr && start <= m->range[m->nr - 1].end) {
		if (end > m->range[m->nr - 1].end)
			m->range[m->nr - 1].end = end;
		return;
	}
	m->range[m->nr++] = (struct merged_range){start, end, line};
}

static struct value merged_text(const struct merged *m, size_t k, bool start_only)
{
	if (k >= m->nr)
		return value_none();
	if (start_only)
		return value_text("0x%08" PRIx64, m->range[k].start << 12);
	return range_text(m->range[k].start << 12, m->range[k].end << 12);
}

/* What kernels before release_nosave_of_gaps() leave out, from entry to entry. The implementations
 * do otherwise by the rules of the releases that have it. */
static void nosave_of_entries(const struct observation *o, struct merged *m)
{
	uint64_t limit = NR_ROWS(o, e820_scalars) ? ROWS(o, e820_scalars)->max_pfn : 0;
	uint64_t pfn = 0;

	for (size_t k = 0; k < NR_ROWS(o, e820_entry); k++) {
		const struct obs_e820_entry *e = &ROWS(o, e820_entry)[k];
		uint64_t start = (e->addr + 4095) >> 12, end = (e->addr + e->size) >> 12;

		if (pfn < start)
			merged_add(m, pfn, start, 0);
		if (e->type != RAM && e->type != RESERVED_KERN && start < end)
			merged_add(m, start, end, 0);
		pfn = end;
		if (pfn >= limit)
			break;
	}
}

static void predict_nosave(const struct replay *r, const struct observation *o, struct merged *m)
{
	uint64_t skip = 0;

	if (r->machine.scenario.release >= SC_RELEASE_6_1 &&
	    !release_nosave_of_gaps(r->machine.kernel)) {
		nosave_of_entries(o, m);
		return;
	}
	if (r->rules->nosave_from_second && NR_ROWS(o, e820_entry))
		skip = (ROWS(o, e820_entry)->addr + ROWS(o, e820_entry)->size) >> 12;
	for (size_t k = 0; k < NR_ROWS(o, nosave_range); k++)
		if (ROWS(o, nosave_range)[k].end_pfn > skip)
			merged_add(m, ROWS(o, nosave_range)[k].start_pfn,
				   ROWS(o, nosave_range)[k].end_pfn, 0);
}

static void compare_nosave(struct replay *r, const struct merged *logged,
			   const struct merged by_whom[NR_IMPLEMENTATIONS], bool closed)
{
	struct value by[NR_IMPLEMENTATIONS];

	for (size_t k = 0; k < logged->nr; k++) {
		/* More of the last may have followed where the log ends. */
		bool open = !closed && k + 1 == logged->nr;

		for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
			by[i] = merged_text(&by_whom[i], k, open);
		check(r, logged->range[k].line, merged_text(logged, k, open), by,
		      open ? "nosave range %zu starts" : "nosave range %zu", k);
	}
	for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
		by[i] = value_number(by_whom[i].nr);
	if (logged->nr && closed)
		check(r, logged->range[logged->nr - 1].line, value_number(logged->nr), by,
		      "nosave ranges");
}

/* With memblock=debug other lines stand between those of the list: the gap for PCI comes next. */
static bool nosave_is_closed(const struct replay *r, size_t last)
{
	const struct log *log = &r->log;

	if (!log_first(log, FACT_OP) && !log_first(log, FACT_ALLOC))
		return list_is_closed(r, last);
	return log_next(log, last, FACT_GAP) < log->nr ||
	       log_next(log, last, FACT_ZONELISTS) < log->nr ||
	       log_next(log, last, FACT_MEMORY) < log->nr;
}

static void check_nosave(struct replay *r)
{
	struct merged logged, by_whom[NR_IMPLEMENTATIONS];
	size_t last = 0;
	bool good = merged_init(&logged, r->log.nr);

	for (size_t k = 0; good && k < r->log.nr; k++) {
		const struct fact *f = &r->log.fact[k];

		if (f->kind != FACT_NOSAVE)
			continue;
		merged_add(&logged, f->v[0] >> 12, (f->v[1] + 1) >> 12, f->line);
		last = k;
	}
	for (int i = 0; i < NR_IMPLEMENTATIONS; i++) {
		const struct observation *o = observed(r, i);

		good &= merged_init(&by_whom[i], NR_ROWS(o, nosave_range) + NR_ROWS(o, e820_entry));
		if (by_whom[i].range)
			predict_nosave(r, o, &by_whom[i]);
	}
	if (good)
		compare_nosave(r, &logged, by_whom, nosave_is_closed(r, last));
	else
		r->no_memory = true;
	free(logged.range);
	for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
		free(by_whom[i].range);
}

/* Every kernel since 2.6.3x trims the BIOS area: without that line others are missing too. What
 * kernels before changed below 64 KiB is not in the implementations' map if page 0 is. */
static bool shows_edits(const struct replay *r)
{
	if (r->machine.page_0_is_ram)
		return !log_first(&r->log, FACT_UPDATE) && !r->machine.low_unknown;
	for (size_t k = 0; k < r->log.nr; k++) {
		const struct fact *f = &r->log.fact[k];

		if ((f->kind == FACT_UPDATE || f->kind == FACT_REMOVE) &&
		    machine_edit_reason(&r->machine, f) == EDIT_TRIM_BIOS)
			return true;
	}
	return false;
}

void check_nosave_and_gap(struct replay *r)
{
	const struct fact *f = log_first(&r->log, FACT_GAP);
	struct value by[NR_IMPLEMENTATIONS];

	if (!r->machine.kernel_told && r->machine.kernel >= KERNEL(5, 5, 0))
		lacks(r, 0, "nosave ranges: the rule of which kernel is not in the log");
	else if (shows_edits(r))
		check_nosave(r);
	else
		lacks(r, 0, "nosave ranges: changes of the map, KERN_DEBUG, are not in the log");
	if (!f)
		return;
	for (size_t k = 0; k < r->log.nr; k++)
		if (r->log.fact[k].kind == FACT_ADDED && r->log.fact[k].v[3]) {
			lacks(r, f->line,
			      "gap for PCI devices: the RMP table left the map unsorted");
			return;
		}
	for (int i = 0; i < NR_IMPLEMENTATIONS; i++) {
		const struct observation *o = observed(r, i);
		const struct obs_e820_scalars *s = ROWS(o, e820_scalars);

		by[i] = NR_ROWS(o, e820_scalars)
			    ? range_text(s->pci_mem_start, s->pci_mem_start + s->gap_size)
			    : value_none();
	}
	check(r, f->line, range_text(f->v[0], f->v[1] + 1), by, "gap for PCI devices");
}
