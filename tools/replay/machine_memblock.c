/* What memblock did on the machine that a log tells of. */
#define _GNU_SOURCE /* memmem */
#include "machine_parts.h"

#include <string.h>

enum { PAGE = 4096, MiB = 1 << 20 };

/* Steps of the boot that have a place among the operations. */
bool machine_is_place(const struct sc_op *op)
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
bool machine_reserve_as_loaded(const struct log *log, const struct capture *c, struct machine *m)
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
bool machine_reserve_as_dumped(const struct log *log, struct machine *m)
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

/* Whether one region of the dump holds the range. */
static bool is_region_memory(const struct log *log, size_t dump, uint64_t start, uint64_t end)
{
	for (size_t i = dump + 1; i < log->nr && log->fact[i].kind != FACT_DUMP; i++) {
		const struct fact *f = &log->fact[i];

		if (f->kind == FACT_DUMP_REGION && !f->v[0] && f->v[1] <= start &&
		    end - 1 <= f->v[2])
			return true;
	}
	return false;
}

/* max_pfn: above 4 GiB the end of low RAM is printed after it. */
static uint64_t max_pfn_of(const struct log *log, size_t before)
{
	enum { PFN_4G = 1 << 20 };
	uint64_t max_pfn = 0;

	for (size_t i = log_next_last_pfn(log, 0); i < before; i++)
		if (log->fact[i].kind == FACT_LAST_PFN &&
		    (max_pfn <= PFN_4G || log->fact[i].v[0] > PFN_4G))
			max_pfn = log->fact[i].v[0];
	return max_pfn;
}

/* get_max_mapped: memory is mapped up to max_pfn, but since 3.9 with a large page if all of that is
 * memory (adjust_range_page_size_mask). Only memory of type 128 can lie above max_pfn. */
static uint64_t mapped_end(const struct log *log, size_t dump)
{
	static const uint64_t page[] = {2 * MiB, 1024 * MiB};
	size_t nr = log_first(log, FACT_GB_PAGES) ? 2 : 1;
	uint64_t ram_end = max_pfn_of(log, dump) * PAGE;
	uint64_t end = ram_end;

	for (size_t i = 0; ram_end && i < nr; i++) {
		uint64_t start = (ram_end - 1) & ~(page[i] - 1);

		if (is_region_memory(log, dump, start, start + page[i]))
			end = start + page[i];
	}
	return end;
}

struct trace {
	const struct log *log;
	struct machine *m;
	int32_t asked; /* the allocation that the next reservation may answer */
	bool filled;
	bool limited; /* the limit after the fill is known */
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

/* The first dump follows the fill, after which the limit of allocations is what is mapped. The
 * implementations take the end of RAM for it. */
static void trace_limit(struct trace *t, size_t dump)
{
	uint64_t limit = mapped_end(t->log, dump);
	struct sc_op *op;

	t->limited = true;
	if (t->m->kernel < KERNEL(3, 9, 0) || limit == max_pfn_of(t->log, dump) * PAGE)
		return;
	op = add_op(t->m, SC_OP_CURRENT_LIMIT, 0, 0);
	if (op)
		op->limit = limit;
}

static void trace_dump(struct trace *t, size_t index)
{
	struct machine *m = t->m;

	trace_fill(t);
	if (m->nr_dumps < MAX_DUMPS)
		m->dump[m->nr_dumps++] =
		    (struct dump_place){index, m->scenario.nr_ops, index < t->numa_place};
	if (!t->limited && m->has_map)
		trace_limit(t, index);
}

/* Where the kernel counts what is reserved in zone DMA; only the first call counts. */
static void trace_dma_count(struct trace *t, size_t index)
{
	if (!t->m->dma_count.fact)
		t->m->dma_count = (struct dump_place){index, t->m->scenario.nr_ops, false};
}

/* The fill and NUMA were put among the operations: what is known of these moves along. */
static void shift_places(struct machine *m, uint32_t nr_logged)
{
	for (uint32_t i = m->scenario.nr_ops; i-- > 0;) {
		bool place = machine_is_place(&m->scenario.ops[i]);

		m->asked[i] = place ? NO_FACT : m->asked[--nr_logged];
		m->chosen[i] = place ? NO_FACT : m->chosen[nr_logged];
	}
}

void machine_add_trace(const struct log *log, struct machine *m)
{
	struct trace t = {.log = log, .m = m, .asked = NO_FACT, .numa_place = find_numa_place(log)};
	uint32_t nr_logged;

	for (size_t i = 0; i < log->nr; i++) {
		if (i == t.numa_place)
			t.numa_at = m->scenario.nr_ops;
		if (log->fact[i].kind == FACT_ZONES ||
		    (log->fact[i].kind == FACT_ALLOC &&
		     scan_contains(&log->fact[i].text, "sparse_init")))
			trace_dma_count(&t, i);
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
