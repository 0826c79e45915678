/* What the log says of memblock: the fill, dumps, allocations, growth, ranges of nodes. */
#include <inttypes.h>
#include <stdlib.h>

#include "check.h"

enum { MAX_NUMNODES = 64, RAM = 1, RESERVED_KERN = 128 };

/* ---- Dumps ---- */

struct region {
	uint64_t start, last, nid, flags;
};

static struct value region_text(const struct region *g)
{
	if (g->nid < MAX_NUMNODES)
		return value_text("[0x%" PRIx64 "-0x%" PRIx64 "] node %" PRIu64 " flags %" PRIu64,
				  g->start, g->last, g->nid, g->flags);
	return value_text("[0x%" PRIx64 "-0x%" PRIx64 "] flags %" PRIu64, g->start, g->last,
			  g->flags);
}

/* The regions of a table as a dump shows them. Before NUMA no region has its node, and those
 * that only a node keeps apart are one. Returns their number. */
static size_t regions_of(const struct observation *o, bool reserved, bool before_numa,
			 struct region *out, size_t max)
{
	enum obs_table table = reserved ? OBS_reserved_region : OBS_memory_region;
	const struct obs_memory_region *row = (const void *)o->tables[table].rows;
	size_t nr = 0;

	for (size_t i = 0; i < o->tables[table].nr_rows; i++, row++) {
		if (!row->size)
			continue;
		if (before_numa && nr && nr <= max && out[nr - 1].last + 1 == row->base &&
		    out[nr - 1].flags == row->flags) {
			out[nr - 1].last = row->base + row->size - 1;
			continue;
		}
		if (nr < max)
			out[nr] = (struct region){row->base, row->base + row->size - 1,
						  before_numa ? UINT64_MAX : row->nid, row->flags};
		nr++;
	}
	return nr;
}

struct dump_lists {
	struct region *region[NR_IMPLEMENTATIONS][2];
	size_t nr[NR_IMPLEMENTATIONS][2];
	size_t seen[2];
};

static void check_dump_line(struct replay *r, const struct fact *f, struct dump_lists *lists,
			    bool reserved_too)
{
	struct value by[NR_IMPLEMENTATIONS];
	bool reserved = f->v[0];
	const char *name = reserved ? "reserved" : "memory";
	struct region logged = {f->v[1], f->v[2], f->v[3], f->v[4]};
	size_t index = lists->seen[reserved];

	if (reserved && !reserved_too)
		return;
	for (int i = 0; i < NR_IMPLEMENTATIONS; i++) {
		if (f->kind == FACT_DUMP_COUNT)
			by[i] = value_number(lists->nr[i][reserved]);
		else
			by[i] = index < lists->nr[i][reserved]
				    ? region_text(&lists->region[i][reserved][index])
				    : value_none();
	}
	if (f->kind == FACT_DUMP_COUNT) {
		check(r, f->line, value_number(f->v[1]), by, "memblock %s regions", name);
	} else {
		check(r, f->line, region_text(&logged), by, "memblock %s region %zu", name, index);
		lists->seen[reserved]++;
	}
}

static void check_dump_size(struct replay *r, const struct fact *f, bool reserved_too)
{
	struct value by[NR_IMPLEMENTATIONS];

	for (int reserved = 0; reserved <= (reserved_too && f->v[2]); reserved++) {
		for (int i = 0; i < NR_IMPLEMENTATIONS; i++) {
			const struct observation *o = observed(r, i);
			const struct obs_memblock_state *s = ROWS(o, memblock_state);

			by[i] = !NR_ROWS(o, memblock_state)
				    ? value_none()
				    : value_number(reserved ? s->reserved_total : s->memory_total);
		}
		check(r, f->line, value_number(f->v[reserved]), by, "memblock %s size",
		      reserved ? "reserved" : "memory");
	}
}

void check_dump(struct replay *r, const struct dump_place *dump, bool reserved_too)
{
	struct dump_lists lists = {0};

	for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
		for (int k = 0; k < 2; k++) {
			const struct observation *o = observed(r, i);
			size_t max = k ? NR_ROWS(o, reserved_region) : NR_ROWS(o, memory_region);

			lists.region[i][k] = calloc(max + 1, sizeof(struct region));
			if (lists.region[i][k])
				lists.nr[i][k] =
				    regions_of(o, k, dump->before_numa, lists.region[i][k], max);
			else
				r->no_memory = true;
		}
	for (size_t i = dump->fact + 1; i < r->log.nr; i++) {
		const struct fact *f = &r->log.fact[i];

		if (f->kind == FACT_DUMP_SIZE)
			check_dump_size(r, f, reserved_too);
		else if (f->kind == FACT_DUMP_COUNT || f->kind == FACT_DUMP_REGION)
			check_dump_line(r, f, &lists, reserved_too);
		else
			break;
	}
	for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
		for (int k = 0; k < 2; k++)
			free(lists.region[i][k]);
}

/* ---- Addresses that memblock chose ---- */

/* The result of operation op; *row moves along, for operations are asked for in order. */
static struct value result_of(const struct observation *o, uint32_t op, size_t *row)
{
	while (*row < NR_ROWS(o, memblock_op) && ROWS(o, memblock_op)[*row].op < op)
		++*row;
	if (*row == NR_ROWS(o, memblock_op) || ROWS(o, memblock_op)[*row].op != op)
		return value_none();
	return value_text("0x%016" PRIx64, ROWS(o, memblock_op)[*row].result);
}

void check_allocations(struct replay *r)
{
	const struct machine *m = &r->machine;
	size_t row[NR_IMPLEMENTATIONS] = {0};
	struct value by[NR_IMPLEMENTATIONS];

	for (uint32_t op = 0; op < m->scenario.nr_ops; op++) {
		const struct fact *f;

		if (m->chosen[op] == NO_FACT)
			continue;
		f = &r->log.fact[m->chosen[op]];
		for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
			by[i] = result_of(observed(r, i), op, &row[i]);
		check(r, f->line, value_text("0x%016" PRIx64, f->v[0]), by,
		      "memblock allocation of %" PRIu64 " bytes", r->log.fact[m->asked[op]].v[0]);
	}
}

/* ---- The fill, and growing tables ---- */

/* The k-th entry that memblock_x86_fill adds. */
static struct value filled_entry(const struct observation *o, size_t k)
{
	for (size_t i = 0; i < NR_ROWS(o, e820_entry); i++) {
		const struct obs_e820_entry *e = &ROWS(o, e820_entry)[i];

		if ((e->type == RAM || e->type == RESERVED_KERN) && !k--)
			return value_text("[0x%016" PRIx64 "-0x%016" PRIx64 "]", e->addr,
					  e->addr + e->size - 1);
	}
	return value_none();
}

static uint64_t nr_filled(const struct observation *o)
{
	uint64_t nr = 0;

	for (size_t i = 0; i < NR_ROWS(o, e820_entry); i++)
		nr += ROWS(o, e820_entry)[i].type == RAM ||
		      ROWS(o, e820_entry)[i].type == RESERVED_KERN;
	return nr;
}

static void check_fill(struct replay *r)
{
	struct value by[NR_IMPLEMENTATIONS];
	size_t nr = 0, last = 0;

	for (size_t k = 0; k < r->log.nr; k++) {
		const struct fact *f = &r->log.fact[k];

		if (f->kind != FACT_OP || f->v[2] != SC_OP_ADD)
			continue;
		for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
			by[i] = filled_entry(observed(r, i), nr);
		check(r, f->line,
		      value_text("[0x%016" PRIx64 "-0x%016" PRIx64 "]", f->v[0], f->v[1]), by,
		      "memblock_add %zu", nr++);
		last = k;
	}
	/* A table that grows puts other lines between; a dump follows the last. */
	if (!nr || (log_next(&r->log, last, FACT_DUMP) == r->log.nr &&
		    log_next(&r->log, last, FACT_ZONES) == r->log.nr))
		return;
	for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
		by[i] = value_number(nr_filled(observed(r, i)));
	check(r, r->log.fact[last].line, value_number(nr), by, "memblock_add calls");
}

static struct value growth(const struct observation *o, uint64_t event, size_t k)
{
	for (size_t i = 0; i < NR_ROWS(o, memblock_event); i++) {
		const struct obs_memblock_event *e = &ROWS(o, memblock_event)[i];

		if (e->event == event && !k--)
			return value_text("%" PRIu64 " at 0x%" PRIx64, e->new_max, e->addr);
	}
	return value_none();
}

static void check_growth(struct replay *r)
{
	struct value by[NR_IMPLEMENTATIONS];
	size_t seen[2] = {0};

	for (size_t k = 0; k < r->log.nr; k++) {
		const struct fact *f = &r->log.fact[k];

		if (f->kind != FACT_DOUBLED)
			continue;
		for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
			by[i] = growth(observed(r, i),
				       f->v[2] ? EVENT_RESERVED_DOUBLED : EVENT_MEMORY_DOUBLED,
				       seen[f->v[2]]);
		seen[f->v[2]]++;
		check(r, f->line, value_text("%" PRIu64 " at 0x%" PRIx64, f->v[0], f->v[1]), by,
		      "memblock %s doubled", f->v[2] ? "reserved" : "memory");
	}
}

/* ---- Ranges of nodes ---- */

/* The ranges of all nodes. RAM of page 0 belongs to the first, or is one of its own. */
static uint64_t nr_node_ranges(const struct replay *r, const struct observation *o)
{
	uint64_t nr = NR_ROWS(o, mem_pfn_range);

	return nr + (nr && page_0(r) && ROWS(o, mem_pfn_range)->start_pfn != 1);
}

static struct value node_range(const struct replay *r, const struct observation *o, size_t k)
{
	bool own = nr_node_ranges(r, o) != NR_ROWS(o, mem_pfn_range);
	const struct obs_mem_pfn_range *g = ROWS(o, mem_pfn_range);
	uint64_t start, end;

	if (k >= nr_node_ranges(r, o))
		return value_none();
	g += own && k ? k - 1 : k;
	start = !k && page_0(r) ? 0 : g->start_pfn;
	end = own && !k ? 1 : g->end_pfn;
	return value_text("node %" PRIu64 ": 0x%" PRIx64 "-0x%" PRIx64, g->nid, start, end);
}

static void check_node_ranges(struct replay *r)
{
	bool has_nodes = log_first(&r->log, FACT_SRAT) || log_first(&r->log, FACT_NORTHBRIDGE);
	struct value by[NR_IMPLEMENTATIONS];
	const struct fact *before = NULL;
	size_t nr = 0, last = 0;

	for (size_t k = 0; k < r->log.nr; k++) {
		const struct fact *f = &r->log.fact[k];

		/* Nodes register their ranges in their own order, after all were node 0's. */
		if (f->kind != FACT_NODE_RANGE || (f->v[3] && has_nodes))
			continue;
		if (before && f->v[1] <= before->v[1])
			nr = 0; /* kernels before 2.6.3x print the list more than once */
		before = f;
		for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
			by[i] = node_range(r, observed(r, i), nr);
		check(r, f->line,
		      value_text("node %" PRIu64 ": 0x%" PRIx64 "-0x%" PRIx64, f->v[0], f->v[1],
				 f->v[2]),
		      by, "node range %zu", nr++);
		last = k;
	}
	if (!nr || !list_is_closed(r, last))
		return;
	for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
		by[i] = value_number(nr_node_ranges(r, observed(r, i)));
	check(r, r->log.fact[last].line, value_number(nr), by, "node ranges");
}

static struct value node_setup(const struct observation *o, uint64_t nid)
{
	uint64_t start = UINT64_MAX, end = 0;

	for (size_t i = 0; i < NR_ROWS(o, mem_pfn_range); i++) {
		const struct obs_mem_pfn_range *g = &ROWS(o, mem_pfn_range)[i];

		if (g->nid != nid)
			continue;
		start = g->start_pfn < start ? g->start_pfn : start;
		end = g->end_pfn > end ? g->end_pfn : end;
	}
	if (!end)
		return value_text("[mem 0x0-0x0]");
	return value_text("[mem 0x%" PRIx64 "-0x%" PRIx64 "]", start << 12, (end << 12) - 1);
}

static void check_node_setup(struct replay *r)
{
	struct value by[NR_IMPLEMENTATIONS];

	if (!r->rules->node_setup_of_ram)
		return;
	for (size_t k = 0; k < r->log.nr; k++) {
		const struct fact *f = &r->log.fact[k];

		if (f->kind != FACT_NODE_SETUP)
			continue;
		for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
			by[i] = node_setup(observed(r, i), f->v[0]);
		check(r, f->line, value_text("[mem 0x%" PRIx64 "-0x%" PRIx64 "]", f->v[1], f->v[2]),
		      by, "node %" PRIu64 " setup", f->v[0]);
	}
}

void check_memblock(struct replay *r)
{
	if (r->machine.has_map)
		check_fill(r);
	check_growth(r);
	if (r->machine.low_unknown && log_first(&r->log, FACT_NODE_RANGE))
		lacks(r, 0, "node ranges: how much low RAM counts is not in the log");
	else
		check_node_ranges(r);
	check_node_setup(r);
}
