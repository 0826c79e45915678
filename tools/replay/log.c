#include "log.h"

#include <stdlib.h>
#include <string.h>

#include "reader.h"

struct fact *fact_add(struct reader *r, enum fact_kind kind)
{
	static struct fact nowhere;
	struct log *log = r->log;

	if (log->nr == r->capacity) {
		size_t more = r->capacity ? r->capacity * 2 : 1024;
		struct fact *larger = realloc(log->fact, more * sizeof(*larger));

		if (!larger) {
			r->no_memory = true;
			return &nowhere;
		}
		log->fact = larger;
		r->capacity = more;
	}
	log->fact[log->nr] = (struct fact){.kind = kind, .line = r->line->number};
	return &log->fact[log->nr++];
}

struct fact *fact_set(struct reader *r, enum fact_kind kind, uint64_t a, uint64_t b, uint64_t c,
		      uint64_t d)
{
	struct fact *f = fact_add(r, kind);

	f->v[0] = a;
	f->v[1] = b;
	f->v[2] = c;
	f->v[3] = d;
	return f;
}

bool fact_bad(struct reader *r)
{
	fact_add(r, FACT_BAD)->text = r->line->text;
	return true;
}

static void look_for_i386(struct reader *r)
{
	static const char *const only[] = {
	    "MB HIGHMEM available",
	    "MB LOWMEM available",
	    "k highmem",
	    "non-PAE kernel",
	    "Warning only 4GB will be used",
	    "Use a HIGHMEM",
	    "kernel, i386 kernel",
	    ", i386 kernel",
	    "  HighMem  ",
	    "Notice: NX",
	};

	for (size_t i = 0; i < sizeof(only) / sizeof(only[0]); i++)
		if (scan_contains(&r->line->text, only[i]) && !r->log->i386_line)
			r->log->i386_line = r->line->number;
}

static void read_line(struct reader *r)
{
	static bool (*const readers[])(struct reader *, struct scan *) = {
	    read_list,      read_memblock_op, read_alloc,         read_dump,       read_table,
	    read_version,   read_cmdline,     read_added,         read_low_ram,    read_gb_pages,
	    read_update,    read_last_pfn,    read_doubled,       read_srat,       read_northbridge,
	    read_numa,      read_header,      read_active_range,  read_zone_pages, read_node_pages,
	    read_zonelists, read_memory,      read_nosave_or_gap, read_late,
	};

	look_for_i386(r);
	if (*r->line->text.at == '#')
		return;
	for (size_t i = 0; i < sizeof(readers) / sizeof(readers[0]); i++) {
		struct scan s = r->line->text;

		if (readers[i](r, &s))
			return;
	}
}

/* What only comes after the firmware's map. */
static bool follows_map(const struct fact *f)
{
	return f->kind == FACT_ZONES || f->kind == FACT_LAST_PFN || f->kind == FACT_MEMORY ||
	       (f->kind == FACT_TABLE && f->v[3] == TABLE_USER);
}

static const char *second_boot(const struct log *log, unsigned int *line)
{
	size_t second = log_next(log, log_next(log, 0, FACT_TABLE), FACT_VERSION);
	bool beyond_map = false;

	/* Without the line that names its kernel it still begins with its map. */
	for (size_t i = 0; i < second && i < log->nr; i++) {
		beyond_map |= follows_map(&log->fact[i]);
		if (beyond_map && log->fact[i].kind == FACT_TABLE &&
		    log->fact[i].v[3] == TABLE_BIOS)
			second = i;
	}
	if (second >= log->nr)
		return NULL;
	*line = log->fact[second].line;
	return "a second boot starts here: one boot a file";
}

/* The kernel names itself first. What comes before is the end of another boot, or a mail's words
 * about this one; with a map before it would be a second boot. */
static void drop_what_precedes(struct log *log)
{
	size_t first = log_next(log, 0, FACT_VERSION);

	if (first == log->nr || log_next(log, 0, FACT_TABLE) < first)
		return;
	for (size_t i = 0; i < first; i++)
		if (log->fact[i].kind != FACT_BAD)
			log->precedes_line = log->fact[i].line;
	log->nr -= first;
	memmove(log->fact, log->fact + first, log->nr * sizeof(*log->fact));
}

/* Lines that are checked by their place among those of their kind. */
static bool is_of_list(const struct fact *f)
{
	switch (f->kind) {
	case FACT_TABLE:
		return f->v[3] != TABLE_BIOS;
	case FACT_MOVABLE_NODE:
	case FACT_NODE_RANGE:
	case FACT_UNAVAILABLE:
	case FACT_UNAVAILABLE_ZONE:
	case FACT_NOSAVE:
		return true;
	default:
		return false;
	}
}

static void end_list(struct log *log, size_t from, const struct fact *bad)
{
	enum fact_kind kind = log->fact[from].kind;
	uint64_t table = log->fact[from].v[3];

	for (size_t i = from; i < log->nr; i++) {
		struct fact *f = &log->fact[i];

		if (f->kind != kind || (kind == FACT_TABLE && f->v[3] != table))
			continue;
		f->kind = FACT_BAD;
		f->text = bad->text;
	}
}

/* Behind a line that is not whole the place of the next in its list is not known. */
static void end_lists_at_bad_lines(struct log *log)
{
	for (size_t i = 1; i < log->nr; i++)
		if (log->fact[i - 1].kind == FACT_BAD && is_of_list(&log->fact[i]))
			end_list(log, i, &log->fact[i - 1]);
}

static bool has_map_header(const struct log *log)
{
	struct scan s;

	for (size_t i = 0; i < log->lines.nr; i++) {
		s = log->lines.line[i].text;
		if (scan_find(&s, "-provided physical RAM map:"))
			return true;
	}
	return false;
}

static bool maps_page_0(const struct log *log)
{
	for (size_t i = log_next(log, 0, FACT_TABLE); i < log->nr;
	     i = log_next(log, i + 1, FACT_TABLE))
		if (!log->fact[i].v[0])
			return true;
	return false;
}

/* The buffer that the log is from had lost its beginning, and with it who knows how much of the
 * map: what is left starts with the rest of a line, or without the map's header and page 0. */
static bool starts_inside_map(const struct log *log)
{
	const struct fact *first = log->fact;
	struct scan s;
	uint64_t type;

	if (!log->nr || first->kind != FACT_TABLE || first->v[3] != TABLE_BIOS)
		return false;
	if (!maps_page_0(log) && !has_map_header(log))
		return true;
	if (first->line == log->lines.line[0].number || log->lines.line[0].number != 1)
		return false;
	s = log->lines.line[0].text;
	if (*s.at == '#')
		return false;
	return (scan_find(&s, "] ") || scan_find(&s, " (")) && scan_type(&s, &type) &&
	       (!scan_left(&s) || scan_word(&s, ")"));
}

const char *log_read(char *data, size_t size, struct log *log, unsigned int *line)
{
	struct reader r = {.log = log, .list = NR_FACTS};

	*log = (struct log){0};
	*line = 1;
	if (!lines_split(data, size, &log->lines))
		return "out of memory";
	for (size_t i = 0; i < log->lines.nr; i++) {
		r.line = &log->lines.line[i];
		if (r.line->cut) {
			log->cut_line = r.line->number;
			fact_bad(&r);
		} else {
			read_line(&r);
		}
	}
	if (r.no_memory)
		return "out of memory";
	*line = log->i386_line;
	if (log->i386_line)
		return "i386 is not modelled";
	*line = 1;
	if (starts_inside_map(log))
		return "the log starts inside its map";
	drop_what_precedes(log);
	end_lists_at_bad_lines(log);
	return second_boot(log, line);
}

void log_free(struct log *log)
{
	lines_free(&log->lines);
	free(log->fact);
	*log = (struct log){0};
}

size_t log_next(const struct log *log, size_t from, enum fact_kind kind)
{
	while (from < log->nr && log->fact[from].kind != kind)
		from++;
	return from;
}

size_t log_table(const struct log *log, enum e820_table table)
{
	size_t i = 0;

	while (i < log->nr && !(log->fact[i].kind == FACT_TABLE && log->fact[i].v[3] == table))
		i++;
	return i;
}

size_t log_next_last_pfn(const struct log *log, size_t from)
{
	size_t user = log_table(log, TABLE_USER);

	return log_next(log, user < log->nr && from < user ? user : from, FACT_LAST_PFN);
}

const struct fact *log_first(const struct log *log, enum fact_kind kind)
{
	size_t i = log_next(log, 0, kind);

	return i < log->nr ? &log->fact[i] : NULL;
}
