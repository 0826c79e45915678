#define _GNU_SOURCE /* memmem */
#include "machine.h"

#include <string.h>

#include "release.h"

enum { PAGE = 4096, MiB = 1 << 20, RAM = 1, ACPI_NVS = 4 };

/* ---- The firmware ---- */

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

static const char *add_map_of_log(const struct log *log, bool user, struct scenario *s,
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

static const char *add_map_of_capture(const struct capture *c, struct scenario *s)
{
	uint32_t nr = c->nr_entries - c->nr_ext;
	const char *wrong = NULL;

	for (uint32_t i = 0; i < nr && !wrong; i++)
		wrong = add_entry(s, c->entry[i].addr, c->entry[i].size, c->entry[i].type);
	if (c->nr_ext > SC_MAX_E820_EXT)
		return "more than 512 entries in the extension";
	s->nr_e820_ext = c->nr_ext;
	memcpy(s->e820_ext, c->entry + nr, c->nr_ext * sizeof(s->e820_ext[0]));
	s->ext_mem_k = c->ext_mem_k;
	s->alt_mem_k = c->alt_mem_k;
	s->nr_setup_data = c->nr_setup_data;
	memcpy(s->setup_data, c->setup_data, sizeof(s->setup_data));
	return wrong;
}

static const char *add_cmdline(const struct log *log, const struct capture *c, struct scenario *s)
{
	const struct fact *f = log_first(log, FACT_CMDLINE);
	size_t length;

	if (!f) {
		memcpy(s->cmdline, c ? c->cmdline : "", c ? sizeof(s->cmdline) : 1);
		return NULL;
	}
	length = scan_left(&f->text);
	if (length >= SC_MAX_CMDLINE)
		return "command line of more than 2047 bytes";
	if (memchr(f->text.at, '\0', length))
		return "NUL byte in the command line";
	memcpy(s->cmdline, f->text.at, length);
	s->cmdline[length] = '\0';
	return NULL;
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

static void add_edit(struct scenario *s, const struct fact *f)
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
 * RAM cut it before. */
static size_t last_edit_that_counts(const struct log *log)
{
	size_t end = 0;

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

static void add_edits(const struct log *log, const struct capture *c, struct machine *m)
{
	struct scenario *s = &m->scenario;

	m->late_edits = last_edit_that_counts(log);
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
			add_edit(s, f);
			break;
		default:
			break;
		}
	}
	if (!c && !s->nr_setup_data)
		setup_data_of_table(log, s);
}

/* ---- memblock ---- */

/* Steps of the boot that have a place among the operations. */
static bool is_place(const struct sc_op *op)
{
	return op->kind == SC_OP_FILL || op->kind == SC_OP_NUMA;
}

static struct sc_op *add_op(struct machine *m, enum sc_op_kind kind, uint64_t start, uint64_t size)
{
	struct scenario *s = &m->scenario;
	struct sc_op *op = &s->ops[s->nr_ops];

	if (s->nr_ops >= SC_MAX_OP_LINES) {
		m->too_many_ops = true;
		return NULL;
	}
	*op = (struct sc_op){.kind = kind, .range = {start, size}};
	m->chosen[s->nr_ops] = NO_FACT;
	m->asked[s->nr_ops] = NO_FACT;
	s->nr_ops++;
	return op;
}

static bool is_reserve(const struct fact *f)
{
	return f->kind == FACT_OP && f->v[2] == SC_OP_RESERVE;
}

/* The reservation of the brk area: it starts where the kernel's own ends. */
static const struct fact *find_brk(const struct log *log, uint64_t load)
{
	for (size_t i = 0; i < log->nr; i++) {
		const struct fact *f = &log->fact[i];

		if (f->kind == FACT_OP && f->v[2] == SC_OP_ADD)
			break;
		if (is_reserve(f) && f->v[3] == OP_OF_SETUP_ARCH && f->v[0] > load &&
		    f->v[0] - load < 256 * MiB)
			return f;
	}
	return NULL;
}

/* With KASLR the kernel lies where /proc/iomem of the capture says. */
static uint64_t find_load(const struct capture *c)
{
	const char *start, *end;
	uint64_t load = c->load;

	if (capture_section(c, "/proc/iomem", &start, &end)) {
		const char *code = memmem(start, (size_t)(end - start), ": Kernel code", 13);
		const char *line = code;
		uint64_t found;

		while (line && line > start && line[-1] != '\n')
			line--;
		if (line) {
			struct scan s = {line, code};

			if (scan_hex(&s, &found) && found)
				load = found;
		}
	}
	return load;
}

/* Where the area of the BIOS below 1 MiB starts: the rule of reserve_bios_regions. */
static uint64_t bios_start(const struct capture *c)
{
	enum { LOWEST = 0x20000, HIGHEST = 0x9f000 };
	uint64_t start = c->has_bda ? (uint64_t)c->bda_kib << 10 : 0;
	uint64_t ebda = c->has_bda ? (uint64_t)c->ebda_segment << 4 : 0;

	if (start < LOWEST || start > HIGHEST)
		start = HIGHEST;
	return ebda >= LOWEST && ebda < start ? ebda : start;
}

static uint64_t page_align(uint64_t addr)
{
	return (addr + PAGE - 1) & ~(uint64_t)(PAGE - 1);
}

/* What is reserved before memblock=debug is read, from where the boot loader put things. */
static bool reserve_as_loaded(const struct log *log, const struct capture *c, struct machine *m)
{
	const struct fact *ramdisk = log_first(log, FACT_RAMDISK);
	uint64_t load = find_load(c);
	const struct fact *brk = find_brk(log, load);

	if (!c->has_load || !brk)
		return false;
	add_op(m, SC_OP_RESERVE, load, brk->v[0] - load);
	add_op(m, SC_OP_RESERVE, 0, 64 << 10);
	if (c->has_initrd)
		add_op(m, SC_OP_RESERVE, c->initrd.start,
		       page_align(c->initrd.start + c->initrd.size) - c->initrd.start);
	else if (ramdisk)
		add_op(m, SC_OP_RESERVE, ramdisk->v[0], ramdisk->v[1] - ramdisk->v[0] + 1);
	add_op(m, SC_OP_RESERVE, bios_start(c), MiB - bios_start(c));
	if (!m->scenario.has_kernel) {
		m->scenario.has_kernel = true;
		m->scenario.kernel = (struct sc_range){load, brk->v[1] + 1 - load};
	}
	return true;
}

/* The same from the first dump of the log. */
static bool reserve_as_dumped(const struct log *log, struct machine *m)
{
	size_t i = log_next(log, 0, FACT_DUMP);

	if (i == log->nr)
		return false;
	for (i++; i < log->nr && log->fact[i].kind != FACT_DUMP; i++) {
		const struct fact *f = &log->fact[i];

		if (f->kind == FACT_DUMP_REGION && f->v[0] && f->v[2] >= f->v[1])
			add_op(m, SC_OP_RESERVE, f->v[1], f->v[2] - f->v[1] + 1);
	}
	return true;
}

/* initmem_init comes before the first node's data is reserved. */
static size_t find_numa_place(const struct log *log)
{
	size_t node_data = log_next(log, 0, FACT_NODE_DATA);
	size_t place = log->nr;

	for (size_t i = 0; i < log->nr && i < node_data; i++)
		if (log->fact[i].kind == FACT_SRAT || log->fact[i].kind == FACT_NUMA_FAKE)
			place = i + 1;
	if (node_data == log->nr)
		return place;
	for (size_t i = node_data; i-- > 0 && (place == log->nr || i >= place);)
		if (is_reserve(&log->fact[i]))
			return i;
	return place;
}

struct trace {
	const struct log *log;
	struct machine *m;
	int32_t asked; /* the allocation that the next reservation may answer */
	bool filled;
	uint32_t fill_at;
	size_t numa_place;
	uint32_t numa_at;
};

static void trace_fill(struct trace *t)
{
	if (!t->filled)
		t->fill_at = t->m->scenario.nr_ops;
	t->filled = true;
}

static void trace_op(struct trace *t, size_t index)
{
	const struct fact *f = &t->log->fact[index];
	struct machine *m = t->m;
	uint64_t size = f->v[1] - f->v[0] + 1;
	int32_t asked = t->asked;

	t->asked = NO_FACT;
	if (f->v[3] == OP_OF_GROWTH) {
		t->asked = asked;
		return;
	}
	if (f->v[2] == SC_OP_ADD && m->has_map) {
		trace_fill(t);
		return;
	}
	if (f->v[3] == OP_OF_FILL && m->has_map)
		return; /* soft reserved memory: the fill's own doing */
	if (!add_op(m, (enum sc_op_kind)f->v[2], f->v[0], size))
		return;
	if (asked != NO_FACT && is_reserve(f) && size == t->log->fact[asked].v[0]) {
		m->asked[m->scenario.nr_ops - 1] = asked;
		m->chosen[m->scenario.nr_ops - 1] = (int32_t)index;
	}
}

static void trace_dump(struct trace *t, size_t index)
{
	struct machine *m = t->m;

	trace_fill(t);
	if (m->nr_dumps < MAX_DUMPS)
		m->dump[m->nr_dumps++] =
		    (struct dump_place){index, m->scenario.nr_ops, index < t->numa_place};
}

/* The fill and NUMA were put among the operations: what is known of these moves along. */
static void shift_places(struct machine *m, uint32_t nr_logged)
{
	for (uint32_t i = m->scenario.nr_ops; i-- > 0;) {
		bool place = is_place(&m->scenario.ops[i]);

		m->asked[i] = place ? NO_FACT : m->asked[--nr_logged];
		m->chosen[i] = place ? NO_FACT : m->chosen[nr_logged];
	}
}

static void add_trace(const struct log *log, struct machine *m)
{
	struct trace t = {.log = log, .m = m, .asked = NO_FACT, .numa_place = find_numa_place(log)};
	uint32_t nr_logged;

	for (size_t i = 0; i < log->nr; i++) {
		if (i == t.numa_place)
			t.numa_at = m->scenario.nr_ops;
		if (log->fact[i].kind == FACT_OP)
			trace_op(&t, i);
		else if (log->fact[i].kind == FACT_ALLOC)
			t.asked = (int32_t)i;
		else if (log->fact[i].kind == FACT_DUMP)
			trace_dump(&t, i);
	}
	if (t.numa_place == log->nr)
		t.numa_at = m->scenario.nr_ops;
	trace_fill(&t);
	if (!m->has_map)
		t.fill_at = 0;
	nr_logged = m->scenario.nr_ops;
	scenario_place(&m->scenario, t.fill_at, t.numa_at);
	shift_places(m, nr_logged);
}

/* ---- All of it ---- */

/* What was freed after the release, as operations after boot. */
static void add_late(const struct capture *c, struct scenario *s)
{
	for (uint32_t i = 0; i < c->nr_late; i++)
		s->late_ops[s->nr_late_ops++] = (struct sc_late_op){
		    .kind = SC_LATE_FREE_LATE,
		    .range = {c->late[i].start_pfn << 12,
			      (c->late[i].end_pfn - c->late[i].start_pfn) << 12}};
}

/* A log that does not name its kernel still spells as some kernels do. */
static uint64_t kernel_of(const struct log *log)
{
	const struct fact *version = log_first(log, FACT_VERSION);

	if (version)
		return version->v[0];
	if (log_first(log, FACT_UNAVAILABLE))
		return KERNEL(5, 13, 0);
	if (log_first(log, FACT_UNAVAILABLE_ZONE))
		return KERNEL(5, 12, 0);
	if (log_first(log, FACT_ZEROED))
		return KERNEL(5, 5, 0);
	if (log_first(log, FACT_END_PFN_MAP))
		return KERNEL(2, 6, 18);
	return KERNEL(4, 9, 0);
}

static void add_srat(const struct log *log, struct machine *m)
{
	struct scenario *s = &m->scenario;

	for (size_t i = 0; i < log->nr; i++) {
		const struct fact *f = &log->fact[i];

		if (f->kind != FACT_SRAT || s->nr_srat == SC_MAX_SRAT || f->v[2] >= SC_MAX_NODES)
			continue;
		s->srat[s->nr_srat++] = (struct sc_srat){.range = {f->v[0], f->v[1] - f->v[0] + 1},
							 .nid = (uint32_t)f->v[2],
							 .pxm = (uint32_t)f->v[3],
							 .hotplug = f->v[4] != 0};
	}
	/* One node of all memory is what the dummy makes, but it has a place among the operations.
	 */
	if (!s->nr_srat && m->has_trace && m->has_map)
		s->srat[s->nr_srat++] = (struct sc_srat){.range = {0, 1ull << 46}};
}

static bool changes_map(const char *cmdline)
{
	return strstr(cmdline, "memmap=") || !strncmp(cmdline, "mem=", 4) ||
	       strstr(cmdline, " mem=");
}

/* Someone took options out of the log, and with them those that made the user map. */
static bool options_are_missing(const struct log *log, const char *cmdline)
{
	return log_table(log, TABLE_USER) < log->nr && !changes_map(cmdline);
}

static bool has_trace(const struct log *log)
{
	return log_first(log, FACT_OP) && log_first(log, FACT_ALLOC);
}

const char *machine_build(const struct input *in, const struct log *log, struct machine *m,
			  unsigned int *line)
{
	struct scenario *s = &m->scenario;
	const char *wrong;

	memset(m, 0, sizeof(*m));
	scenario_clear(s);
	*line = 0;
	m->kernel = kernel_of(log);
	m->kernel_told = log_first(log, FACT_VERSION);
	s->release = release_rules(m->kernel)->boot;
	wrong = add_cmdline(log, in->capture, s);
	m->user_map_given = !in->is_capture && options_are_missing(log, s->cmdline);
	if (!wrong)
		wrong = in->is_capture ? add_map_of_capture(in->capture, s)
				       : add_map_of_log(log, m->user_map_given, s, line);
	if (wrong)
		return wrong;
	*line = 0;
	m->has_map = s->nr_e820;
	m->has_option_edits = changes_map(s->cmdline);
	if (log_table(log, TABLE_USER) < log->nr)
		m->user_map_line = log->fact[log_table(log, TABLE_USER)].line;
	m->has_trace = has_trace(log);
	add_edits(log, in->capture, m);
	add_srat(log, m);
	if (in->is_capture)
		m->early_predicted = reserve_as_loaded(log, in->capture, m);
	m->early_reserved = m->early_predicted || reserve_as_dumped(log, m);
	add_trace(log, m);
	if (in->is_capture)
		add_late(in->capture, s);
	if (m->too_many_ops)
		return "more than 16384 memblock operations";
	if (!m->has_map && !s->nr_ops)
		return "nothing to check: no memory map and no memblock trace in it";
	return scenario_check(s);
}

/* ---- Cuts ---- */

/* A node of no bytes where none is: the kernel then sanitizes the table and copies it to
 * e820_saved, where it can be seen; nothing else changes. */
static void copy_to_saved(struct scenario *s)
{
	s->setup_data[0] = (struct sc_range){UINT64_MAX, 0};
	s->nr_setup_data = 1;
}

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
	if (cut == CUT_USER) {
		if (!out->nr_setup_data)
			copy_to_saved(out);
		return;
	}
	out->cmdline[0] = '\0';
	out->nr_setup_data = 0;
	out->nr_e820_ops = 0;
	if (cut == CUT_EXTENDED)
		copy_to_saved(out);
	else
		out->nr_e820_ext = 0;
}

void machine_edits_until(const struct machine *m, const struct log *log, size_t until,
			 struct scenario *out)
{
	size_t modified = log_table(log, TABLE_MODIFIED);

	out->nr_e820_ops = 0;
	for (size_t i = 0; i < log->nr; i++) {
		const struct fact *f = &log->fact[i];

		/* Where ACPI's tables went is printed after the map that they changed. */
		if (f->kind == FACT_ADDED &&
		    (i < until || (f->v[2] == ACPI_NVS && modified <= until)))
			add_edit(out, f);
		if (i >= until || (f->kind != FACT_UPDATE && f->kind != FACT_REMOVE))
			continue;
		if (i >= m->late_edits || machine_edit_reason(m, f) == EDIT_GIVEN)
			add_edit(out, f);
	}
}

void machine_cut_dump(const struct machine *m, const struct dump_place *dump, struct scenario *out)
{
	uint32_t nr = 0;
	uint32_t taken = 0;

	*out = m->scenario;
	/* dump->nr_ops counts without the places of the fill and of NUMA. */
	for (uint32_t i = 0; i < m->scenario.nr_ops; i++) {
		const struct sc_op *op = &m->scenario.ops[i];

		if (!is_place(op) && taken++ == dump->nr_ops)
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

		if (m->asked[i] == NO_FACT)
			continue;
		f = &log->fact[m->asked[i]];
		out->ops[i] = (struct sc_op){.kind = SC_OP_ALLOC,
					     .nid = (int32_t)(int64_t)f->v[4],
					     .range = {f->v[2], f->v[0]},
					     .align = f->v[1],
					     .limit = f->v[3]};
	}
}
