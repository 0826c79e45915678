/* The firmware of the machine that a log tells of, and what changed its table. */
#include "machine_parts.h"

#include <string.h>

enum { PAGE = 4096, MiB = 1 << 20, RAM = 1 };

static const char *add_entry(struct scenario *s, uint64_t start, uint64_t size, uint32_t type)
{
	if (s->nr_e820 == SC_MAX_E820)
		return "more than 128 BIOS-e820 entries";
	s->e820[s->nr_e820++] = (struct sc_e820_entry){start, size, type};
	return NULL;
}

/* An extension shows only in what came of it: with the table itself it comes to the same. */
static const char *add_extended_map(const struct log *log, struct scenario *s, unsigned int *line)
{
	for (size_t i = 0; i < log->nr; i++) {
		const struct fact *f = &log->fact[i];

		if (f->kind != FACT_TABLE || f->v[3] != TABLE_EXTENDED)
			continue;
		*line = f->line;
		if (s->nr_e820_ext == SC_MAX_E820_EXT)
			return "more than 512 entries in the extended map";
		s->e820_ext[s->nr_e820_ext++] =
		    (struct sc_e820_entry){f->v[0], f->v[1] - f->v[0] + 1, (uint32_t)f->v[2]};
	}
	return NULL;
}

/* A kernel that prints a table of one entry was given several, which merged: one is refused. */
static void split_single_entry(struct scenario *s)
{
	uint64_t half = s->e820[0].size / 2;

	if (s->nr_e820 != 1 || !half)
		return;
	s->e820[1] =
	    (struct sc_e820_entry){s->e820[0].addr + half, s->e820[0].size - half, s->e820[0].type};
	s->e820[0].size = half;
	s->nr_e820 = 2;
}

const char *machine_add_map_of_log(const struct log *log, bool user, struct scenario *s,
				   unsigned int *line)
{
	const char *wrong = NULL;

	for (size_t i = 0; i < log->nr && !wrong; i++) {
		const struct fact *f = &log->fact[i];

		*line = f->line;
		if (f->kind == FACT_TABLE &&
		    (user ? f->v[3] == TABLE_USER
			  : f->v[3] == TABLE_BIOS || f->v[3] == TABLE_FALLBACK))
			wrong = add_entry(s, f->v[0], f->v[1] - f->v[0] + 1, (uint32_t)f->v[2]);
		if (f->kind == FACT_BAD && scan_contains(&f->text, "BIOS-e8"))
			wrong = "a BIOS-e820 line that is not whole";
	}
	split_single_entry(s);
	return wrong ? wrong : add_extended_map(log, s, line);
}

const char *machine_add_map_of_capture(const struct log *log, const struct capture *c,
				       struct scenario *s)
{
	/* A node of some other kind may look like an extension: the kernel knew. */
	bool seen = log_table(log, TABLE_EXTENDED) < log->nr || !log_first(log, FACT_TABLE);
	uint32_t nr_ext = seen ? c->nr_ext : 0;
	uint32_t nr = c->nr_entries - nr_ext;
	const char *wrong = NULL;

	for (uint32_t i = 0; i < nr && !wrong; i++)
		wrong = add_entry(s, c->entry[i].addr, c->entry[i].size, c->entry[i].type);
	if (nr_ext > SC_MAX_E820_EXT)
		return "more than 512 entries in the extension";
	s->nr_e820_ext = nr_ext;
	memcpy(s->e820_ext, c->entry + nr, nr_ext * sizeof(s->e820_ext[0]));
	s->ext_mem_k = c->ext_mem_k;
	s->alt_mem_k = c->alt_mem_k;
	s->nr_setup_data = c->nr_setup_data;
	memcpy(s->setup_data, c->setup_data, sizeof(s->setup_data));
	return wrong;
}

/* ---- Changes of the e820 table ---- */

static bool is_range(const struct fact *f, uint64_t start, uint64_t last)
{
	return f->v[0] == start && f->v[1] == last;
}

enum edit_reason machine_edit_reason(const struct machine *m, const struct fact *f)
{
	if (f->kind == FACT_UPDATE && is_range(f, 0, PAGE - 1))
		return EDIT_TRIM_BIOS;
	if (f->kind == FACT_REMOVE && is_range(f, 0xa0000, MiB - 1))
		return EDIT_TRIM_BIOS;
	if (f->kind == FACT_UPDATE && f->v[2] == 1 && f->v[3] == 1)
		return EDIT_SETUP_DATA;
	if (m->has_option_edits && f->line < m->user_map_line)
		return EDIT_OPTION;
	return f->kind == FACT_REMOVE && f->v[2] == 0 ? EDIT_KERNEL : EDIT_GIVEN;
}

void machine_add_edit(struct scenario *s, const struct fact *f)
{
	struct sc_e820_op *op = &s->e820_ops[s->nr_e820_ops];

	if (s->nr_e820_ops == SC_MAX_E820_OPS || (f->kind == FACT_UPDATE && f->v[2] == f->v[3]))
		return;
	*op = (struct sc_e820_op){.range = {f->v[0], f->v[1] - f->v[0] + 1},
				  .type = (uint32_t)f->v[2]};
	if (f->kind == FACT_REMOVE) {
		op->kind = SC_E820_REMOVE;
		op->checktype = true;
	} else if (f->kind == FACT_UPDATE) {
		op->kind = SC_E820_UPDATE;
		op->new_type = (uint32_t)f->v[3];
	} else if (f->v[3]) {
		op->kind = SC_E820_UPDATE;
		op->type = RAM;
		op->new_type = (uint32_t)f->v[2];
	} else {
		op->kind = SC_E820_ADD;
	}
	s->nr_e820_ops++;
}

/* A node is printed once for each table that it is marked in. */
static void add_setup_data(struct scenario *s, const struct fact *f)
{
	struct sc_range r = {f->v[0], f->v[1] - f->v[0] + 1};

	for (uint32_t i = 0; i < s->nr_setup_data; i++)
		if (s->setup_data[i].start == r.start && s->setup_data[i].size == r.size)
			return;
	if (s->nr_setup_data < SC_MAX_SETUP_DATA)
		s->setup_data[s->nr_setup_data++] = r;
}

/* Where edits stop to matter for memory: the last last_pfn line, for MTRRs that do not cover all
 * RAM cut it before. Kernels before memblock told their zones of the table's RAM later. */
static size_t last_edit_that_counts(const struct log *log, uint64_t kernel)
{
	size_t end = 0;

	if (kernel < KERNEL(2, 6, 36) || !log_first(log, FACT_LAST_PFN)) {
		while (end < log->nr && log->fact[end].kind != FACT_ZONES &&
		       log->fact[end].kind != FACT_NODE_RANGE)
			end++;
		return end;
	}
	for (size_t i = 0; i < log->nr; i++)
		if (log->fact[i].kind == FACT_LAST_PFN)
			end = i;
	return end;
}

/* Logs without KERN_DEBUG show a setup_data node only in the table: it lies between RAM and RAM. */
static void setup_data_of_table(const struct log *log, struct scenario *s)
{
	const struct fact *before = NULL;
	bool inside = false;

	for (size_t i = 0; i < log->nr; i++) {
		const struct fact *f = &log->fact[i];

		if (f->kind != FACT_TABLE || f->v[3] != TABLE_SETUP_DATA)
			continue;
		inside = before && before->v[2] == RAM && f->v[2] == RAM &&
			 before->v[1] + 1 == f->v[0] && !inside;
		if (inside)
			add_setup_data(s, f);
		before = f;
	}
}

/* ---- RAM below 64 KiB ---- */

void machine_cut_low_ram(struct scenario *s)
{
	enum { RESERVED = 2, LOW_64K = 64 << 10 };

	if (s->nr_e820_ops < SC_MAX_E820_OPS)
		s->e820_ops[s->nr_e820_ops++] = (struct sc_e820_op){.kind = SC_E820_UPDATE,
								    .range = {0, LOW_64K},
								    .type = RAM,
								    .new_type = RESERVED};
}

/* Whether an area that the kernel watches is taken from RAM by a line that is not in the log. */
static bool hides_watched_areas(const struct log *log, uint64_t kernel)
{
	const struct fact *areas = log_first(log, FACT_CORRUPTION_SCAN);

	if (!areas || !areas->v[0] || kernel >= KERNEL(2, 6, 36))
		return false;
	for (size_t i = 0; i < log->nr; i++)
		if (log->fact[i].kind == FACT_UPDATE && log->fact[i].v[0] &&
		    log->fact[i].v[0] < MiB)
			return false;
	return true;
}

/* Kernels before memblock took the first range that was registered for the lowest. */
static bool srat_starts_high(const struct log *log)
{
	const struct fact *first = log_first(log, FACT_SRAT);

	for (size_t i = 0; first && i < log->nr; i++)
		if (log->fact[i].kind == FACT_SRAT && log->fact[i].v[0] < first->v[0])
			return true;
	return false;
}

void machine_plan_low_ram(const struct log *log, enum low_ram rule, struct machine *m)
{
	bool corrupts = log_first(log, FACT_BIOS_CORRUPTS);
	bool told = false, shows_edits = false, lost = log_first(log, FACT_BAD);

	for (size_t i = 0; i < log->nr; i++) {
		const struct fact *f = &log->fact[i];

		if (f->kind != FACT_UPDATE && f->kind != FACT_REMOVE)
			continue;
		shows_edits = true;
		told |= f->kind == FACT_UPDATE && !f->v[0] && f->v[2] == RAM;
	}
	m->low_unknown = (lost && !told && rule != LOW_RAM_PAGE) ||
			 hides_watched_areas(log, m->kernel) ||
			 (rule == LOW_RAM_KEPT && srat_starts_high(log));
	if (told || rule == LOW_RAM_PAGE)
		return;
	if (rule == LOW_RAM_64K) {
		m->cuts_64k = !strstr(m->scenario.cmdline, "reservelow=");
		m->low_unknown |= !m->cuts_64k;
	} else if (corrupts) {
		m->cuts_64k = true;
	} else if (rule == LOW_RAM_KEPT || shows_edits) {
		m->page_0_is_ram = true;
	} else {
		m->low_unknown = true;
	}
}

/* ---- All changes ---- */

void machine_add_edits(const struct log *log, const struct capture *c, struct machine *m)
{
	struct scenario *s = &m->scenario;

	m->late_edits = last_edit_that_counts(log, m->kernel);
	for (size_t i = 0; i < m->late_edits; i++) {
		const struct fact *f = &log->fact[i];

		if (f->kind != FACT_UPDATE && f->kind != FACT_REMOVE)
			continue;
		switch (machine_edit_reason(m, f)) {
		case EDIT_SETUP_DATA:
			if (!c)
				add_setup_data(s, f);
			break;
		case EDIT_KERNEL:
			s->has_kernel = true;
			s->kernel = (struct sc_range){f->v[0], f->v[1] - f->v[0] + 1};
			break;
		case EDIT_GIVEN:
			machine_add_edit(s, f);
			break;
		default:
			break;
		}
	}
	if (m->cuts_64k)
		machine_cut_low_ram(s);
	if (!c && !s->nr_setup_data)
		setup_data_of_table(log, s);
}
