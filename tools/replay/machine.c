#define _GNU_SOURCE /* memmem */
#include "machine_parts.h"

#include <string.h>

#include "release.h"

/* CONFIG_CMDLINE's options act too, but only "Kernel command line:" shows them. The longer of the
 * two lines it is, for either may be cut. */
static const struct fact *find_cmdline(const struct log *log)
{
	const struct fact *best = NULL;

	for (size_t i = log_next(log, 0, FACT_CMDLINE); i < log->nr;
	     i = log_next(log, i + 1, FACT_CMDLINE)) {
		const struct fact *f = &log->fact[i];

		if (!best || (f->v[0] && scan_left(&f->text) > scan_left(&best->text)))
			best = f;
	}
	return best;
}

/* 5.16-rc2 to rc6, and the 5.15 of those weeks, take options before there is a map to cut. */
static bool options_precede_map(const struct log *log)
{
	size_t map = log_next(log, 0, FACT_TABLE);

	return map < log->nr && log_next(log, 0, FACT_REMOVE) < map;
}

static void drop_mem_options(char *cmdline)
{
	for (char *word = cmdline + strspn(cmdline, " "); *word; word += strspn(word, " ")) {
		size_t length = strcspn(word, " ");

		if (!strncmp(word, "mem=", 4))
			memset(word, ' ', length);
		word += length;
	}
}

static const char *add_cmdline(const struct log *log, const struct capture *c, struct scenario *s)
{
	const struct fact *f = find_cmdline(log);
	size_t length;

	if (!f) {
		memcpy(s->cmdline, c ? c->cmdline : "", c ? sizeof(s->cmdline) : 1);
		return NULL;
	}
	length = scan_left(&f->text);
	if (length >= SC_MAX_CMDLINE)
		return "command line of more than 2047 bytes";
	memcpy(s->cmdline, f->text.at, length);
	s->cmdline[length] = '\0';
	return NULL;
}

/* What was freed after the release, as operations after boot. */
static void add_late(const struct capture *c, struct scenario *s)
{
	for (uint32_t i = 0; i < c->nr_late; i++)
		s->late_ops[s->nr_late_ops++] = (struct sc_late_op){
		    .kind = SC_LATE_FREE_LATE,
		    .range = {c->late[i].start_pfn << 12,
			      (c->late[i].end_pfn - c->late[i].start_pfn) << 12}};
}

/* Kernels that print a table without [mem are told apart by what they take for the end of all
 * memory. */
static uint64_t kernel_of_old_table(const struct log *log)
{
	const struct fact *last = log_first(log, FACT_LAST_PFN);

	if (!last)
		return KERNEL(2, 6, 32);
	if (last->v[1] == 0x3ffffffff)
		return KERNEL(2, 6, 27);
	return last->v[1] == 0x100000000 ? KERNEL(2, 6, 28) : KERNEL(2, 6, 32);
}

static bool is_of_max_pfn(const struct fact *memory)
{
	return memory && memory->v[4] & MEMORY_OF_MAX_PFN;
}

/* A zone's range goes on where RAM has ended. */
static bool zone_exceeds_ram(const struct log *log)
{
	size_t end = log_next_last_pfn(log, 0);

	for (size_t i = log_next(log, 0, FACT_ZONE_RANGE); end < log->nr && i < log->nr;
	     i = log_next(log, i + 1, FACT_ZONE_RANGE))
		if (log->fact[i].v[2] > log->fact[end].v[0])
			return true;
	return false;
}

/* Kernels from 3.5 on, by what changed in 3.9, 3.11, 3.18, 3.19 and 4.0. */
static uint64_t kernel_of_new_table(const struct log *log)
{
	const struct fact *zone = log_first(log, FACT_ZONE_RANGE);
	const struct fact *nosave = log_first(log, FACT_NOSAVE);
	size_t zones = log_next(log, 0, FACT_ZONES);

	if (is_of_max_pfn(log_first(log, FACT_MEMORY)))
		return zone && zone->v[1] >= 16 ? KERNEL(3, 8, 0) : KERNEL(3, 9, 0);
	if (nosave && nosave->v[0])
		return KERNEL(3, 13, 0);
	if (zones < log->nr && log_next(log, 0, FACT_NODE_SETUP) < zones)
		return nosave ? KERNEL(3, 18, 0) : KERNEL(3, 13, 0);
	return zone_exceeds_ram(log) ? KERNEL(3, 18, 0) : KERNEL(4, 9, 0);
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
	return log->old_table ? kernel_of_old_table(log) : kernel_of_new_table(log);
}

static void add_node(struct scenario *s, uint64_t start, uint64_t last, uint64_t nid, uint64_t pxm,
		     bool hotplug)
{
	if (s->nr_srat < SC_MAX_SRAT && nid < SC_MAX_NODES)
		s->srat[s->nr_srat++] = (struct sc_srat){.range = {start, last - start + 1},
							 .nid = (uint32_t)nid,
							 .pxm = (uint32_t)pxm,
							 .hotplug = hotplug};
}

static void add_srat(const struct log *log, struct machine *m)
{
	enum { PAGE_MASK = 4095 };
	struct scenario *s = &m->scenario;
	bool faked = log_first(log, FACT_NODE_FAKED);

	for (size_t i = 0; i < log->nr; i++) {
		const struct fact *f = &log->fact[i];

		if (faked &&
		    f->kind == FACT_NODE_FAKED) /* made of the firmware's, in their place */
			add_node(s, f->v[0], f->v[1], f->v[2], f->v[2], false);
		if (faked)
			continue;
		if (f->kind == FACT_SRAT)
			add_node(s, f->v[0], f->v[1], f->v[2], f->v[3], f->v[4]);
		else if (f->kind == FACT_NORTHBRIDGE) /* which tells of the last page */
			add_node(s, f->v[0], f->v[1] | PAGE_MASK, f->v[2], f->v[2], false);
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

/* Without its memory nothing of a machine can be told: an SRAT alone makes none. */
static bool has_memory(const struct log *log, const struct machine *m)
{
	if (m->has_map)
		return true;
	for (size_t i = 0; i < log->nr; i++)
		if (log->fact[i].kind == FACT_OP && log->fact[i].v[2] == SC_OP_ADD)
			return true;
	return false;
}

/* CONFIG_MAXSMP: 8192 CPUs, 1024 nodes, and room for more e820 entries than other kernels keep. */
static bool is_maxsmp(const struct input *in, const struct log *log)
{
	static const char cpus[] = "setup_percpu: NR_CPUS:8192 ";
	enum { MAX_WITHOUT = 320 };
	uint32_t nr[NR_E820_TABLES] = {0};

	for (size_t i = log_next(log, 0, FACT_TABLE); i < log->nr;
	     i = log_next(log, i + 1, FACT_TABLE))
		if (++nr[log->fact[i].v[3]] > MAX_WITHOUT)
			return true;
	return memmem(in->log, in->log_size, cpus, sizeof(cpus) - 1);
}

const char *machine_build(const struct input *in, const struct log *log, struct machine *m,
			  unsigned int *line)
{
	struct scenario *s = &m->scenario;
	const struct release_rules *rules;
	const char *wrong;

	memset(m, 0, sizeof(*m));
	scenario_clear(s);
	*line = 0;
	m->kernel = kernel_of(log);
	m->kernel_told = log_first(log, FACT_VERSION);
	rules = release_rules(m->kernel);
	s->release = rules->boot;
	s->config.maxsmp = is_maxsmp(in, log);
	wrong = add_cmdline(log, in->capture, s);
	m->user_map_given = !in->is_capture && options_are_missing(log, s->cmdline);
	m->has_option_edits = changes_map(s->cmdline);
	if (options_precede_map(log))
		drop_mem_options(s->cmdline);
	if (!wrong)
		wrong = in->is_capture ? machine_add_map_of_capture(log, in->capture, s)
				       : machine_add_map_of_log(log, m->user_map_given, s, line);
	if (wrong)
		return wrong;
	*line = 0;
	m->has_map = s->nr_e820;
	if (log_table(log, TABLE_USER) < log->nr)
		m->user_map_line = log->fact[log_table(log, TABLE_USER)].line;
	m->has_trace = has_trace(log);
	machine_plan_low_ram(log, rules->low_ram, m);
	machine_add_edits(log, in->capture, m);
	add_srat(log, m);
	if (in->is_capture)
		m->early_predicted = machine_reserve_as_loaded(log, in->capture, m);
	m->early_reserved = m->early_predicted || machine_reserve_as_dumped(log, m);
	machine_add_trace(log, m);
	if (in->is_capture)
		add_late(in->capture, s);
	if (m->too_many_ops)
		return "more than 16384 memblock operations";
	if (!has_memory(log, m))
		return "nothing to check: no memory map and no memblock trace in it";
	return scenario_check(s);
}
