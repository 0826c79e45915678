/* The scenario of a machine as one question needs it. */
#include "machine_parts.h"

enum { RAM = 1, ACPI_NVS = 4 };

static void drop_memblock(struct scenario *s)
{
	s->nr_ops = 0;
	s->nr_srat = 0;
	scenario_place(s, 0, 0);
}

void machine_cut_e820(const struct machine *m, enum e820_cut cut, struct scenario *out)
{
	*out = m->scenario;
	drop_memblock(out);
	if (cut == CUT_FIRMWARE)
		return;
	out->has_kernel = false;
	if (cut == CUT_USER)
		return;
	out->cmdline[0] = '\0';
	out->nr_setup_data = 0;
	out->nr_e820_ops = 0;
	if (cut != CUT_EXTENDED)
		out->nr_e820_ext = 0;
}

void machine_edits_until(const struct machine *m, const struct log *log, size_t until,
			 struct scenario *out)
{
	size_t modified = log_table(log, TABLE_MODIFIED);

	out->nr_e820_ops = 0;
	if (m->cuts_64k)
		machine_cut_low_ram(out);
	for (size_t i = 0; i < log->nr; i++) {
		const struct fact *f = &log->fact[i];

		/* Where ACPI's tables went is printed after the map that they changed. */
		if (f->kind == FACT_ADDED &&
		    (i < until || (f->v[2] == ACPI_NVS && modified <= until)))
			machine_add_edit(out, f);
		if (i >= until || (f->kind != FACT_UPDATE && f->kind != FACT_REMOVE))
			continue;
		if (i >= m->late_edits || machine_edit_reason(m, f) == EDIT_GIVEN)
			machine_add_edit(out, f);
	}
}

/* RAM of the firmware's table becomes what the fact says, as entries on top of it: of two types the
 * higher wins. Returns false if the table has no room for them. */
static bool overlay(const struct scenario *s, const struct fact *f, struct scenario *out)
{
	for (uint32_t i = 0; i < s->nr_e820; i++) {
		const struct sc_e820_entry *e = &s->e820[i];
		uint64_t start = f->v[0] > e->addr ? f->v[0] : e->addr;
		uint64_t end = f->v[1] + 1 < e->addr + e->size ? f->v[1] + 1 : e->addr + e->size;

		if (e->type != RAM || start >= end)
			continue;
		if (out->nr_e820 == SC_MAX_E820)
			return false;
		out->e820[out->nr_e820++] =
		    (struct sc_e820_entry){start, end - start, (uint32_t)f->v[3]};
	}
	return true;
}

bool machine_cut_untrimmed(const struct machine *m, const struct log *log, size_t until,
			   struct scenario *out)
{
	machine_cut_e820(m, CUT_BOOT_TABLE, out);
	for (size_t i = 0; i < until; i++) {
		const struct fact *f = &log->fact[i];

		if (f->kind == FACT_REMOVE || f->kind == FACT_ADDED)
			return false;
		if (f->kind == FACT_UPDATE && (f->v[2] != RAM || f->v[3] <= RAM))
			return false;
		if (f->kind == FACT_UPDATE && !overlay(&m->scenario, f, out))
			return false;
	}
	return true;
}

void machine_cut_dump(const struct machine *m, const struct dump_place *dump, struct scenario *out)
{
	uint32_t nr = 0;
	uint32_t taken = 0;

	*out = m->scenario;
	/* dump->nr_ops counts without the places of the fill and of NUMA. */
	for (uint32_t i = 0; i < m->scenario.nr_ops; i++) {
		const struct sc_op *op = &m->scenario.ops[i];

		if (!machine_is_place(op) && taken++ == dump->nr_ops)
			break;
		if (op->kind != SC_OP_NUMA || !dump->before_numa)
			out->ops[nr++] = *op;
	}
	out->nr_ops = nr;
	out->nr_late_ops = 0;
	if (dump->before_numa)
		out->nr_srat = 0;
}

void machine_with_allocations(const struct machine *m, const struct log *log, struct scenario *out)
{
	*out = m->scenario;
	for (uint32_t i = 0; i < out->nr_ops; i++) {
		const struct fact *f;
		uint64_t min;

		if (m->asked[i] == NO_FACT)
			continue;
		f = &log->fact[m->asked[i]];
		min = f->v[2];
		/* On this node and no other: what lies below min was found in a second round. */
		if (scan_contains(&f->text, "exact_nid") && log->fact[m->chosen[i]].v[0] < min)
			min = 0;
		out->ops[i] = (struct sc_op){.kind = SC_OP_ALLOC,
					     .nid = (int32_t)(int64_t)f->v[4],
					     .range = {min, f->v[0]},
					     .align = f->v[1],
					     .limit = f->v[3]};
	}
}
