/* What follows from the release: "Memory:", the zones' final pages, the flags of page frames. */
#include <inttypes.h>
#include <string.h>

#include "check.h"

enum {
	PG_RESERVED = 10,
	KPF_NOPAGE = 20,
	KPF_RESERVED = 32,
	PAGES_PER_SUBSECTION = 512,
	PAGES_PER_SECTION = 32768
};

/* ---- Memory: x/y available (..., z reserved) ---- */

static uint64_t present_pages(const struct observation *o)
{
	uint64_t present = 0;

	for (size_t i = 0; i < NR_ROWS(o, node); i++)
		if (ROWS(o, node)[i].online)
			present += ROWS(o, node)[i].present;
	return present;
}

static void check_total(struct replay *r, const struct fact *f)
{
	struct value by[NR_IMPLEMENTATIONS];

	for (int i = 0; i < NR_IMPLEMENTATIONS; i++) {
		const struct observation *o = observed(r, i);

		if (!NR_ROWS(o, node))
			by[i] = value_none();
		else if (f->v[4] & MEMORY_OF_MAX_PFN)
			by[i] = value_number(ROWS(o, zones_scalars)->max_pfn * 4);
		else
			by[i] = value_number(present_pages(o) * 4);
	}
	check(r, f->line, value_number(f->v[1]), by, "Memory: total KiB");
}

/* KiB freed before the line, and after mem_init. When it is printed late, pages of 1 GiB have
 * been taken out of what is reserved too. */
static uint64_t freed_before(const struct replay *r, const struct fact *line)
{
	const struct log *log = &r->log;
	const struct fact *gigantic = log_first(log, FACT_GIGANTIC);
	uint64_t kib = r->rules->memory_printed_late && gigantic ? gigantic->v[0] << 20 : 0;

	for (size_t k = 0; k < log->nr && &log->fact[k] < line; k++)
		if (log->fact[k].kind == FACT_FREED)
			kib += log->fact[k].v[0];
	return kib;
}

static void check_reserved(struct replay *r, const struct fact *f)
{
	struct value by[NR_IMPLEMENTATIONS];
	uint64_t freed = freed_before(r, f);

	for (int i = 0; i < NR_IMPLEMENTATIONS; i++) {
		const struct observation *o = observed(r, i);
		const struct obs_release *row = ROWS(o, release);

		by[i] = NR_ROWS(o, release)
			    ? value_number((present_pages(o) - row->totalram) * 4 - freed - f->v[3])
			    : value_none();
	}
	check(r, f->line, value_number(f->v[2]), by, "Memory: reserved KiB");
}

const char *release_unknown(const struct replay *r)
{
	const struct observation *o = observed(r, 0);

	if (!r->machine.has_trace || !r->machine.early_reserved)
		return "the log is not one of memblock=debug";
	if (!log_first(&r->log, FACT_MEMORY))
		return "the log ends before the release";
	if (!NR_ROWS(o, release) && o->outcome == OUTCOME_OK && NR_ROWS(o, zone))
		return "a machine of more than 256 GiB is booted up to its zones";
	return NULL;
}

void check_memory_line(struct replay *r)
{
	const struct fact *f = log_first(&r->log, FACT_MEMORY);

	if (!f)
		return;
	check_total(r, f);
	if (release_unknown(r))
		lacks(r, f->line, "released pages: %s", release_unknown(r));
	else if (f->v[4] & MEMORY_RESERVED)
		check_reserved(r, f);
}

/* ---- /proc/zoneinfo ---- */

struct zone_pages {
	uint64_t nid, zone, spanned, present, managed;
	uint64_t start_pfn; /* UINT64_MAX if it is not told: the zone is not populated */
};

static const struct obs_zone *find_zone(const struct observation *o, const struct zone_pages *p)
{
	for (size_t i = 0; i < NR_ROWS(o, zone); i++)
		if (ROWS(o, zone)[i].nid == p->nid && ROWS(o, zone)[i].zone == p->zone)
			return &ROWS(o, zone)[i];
	return NULL;
}

static struct value final_managed(const struct observation *o, const struct zone_pages *p)
{
	for (size_t i = 0; i < NR_ROWS(o, late_zone_free); i++) {
		const struct obs_late_zone_free *z = &ROWS(o, late_zone_free)[i];

		if (z->nid == p->nid && z->zone == p->zone && o->late_outcome == OUTCOME_OK)
			return value_number(z->managed);
	}
	return value_none();
}

static void check_zone_pages(struct replay *r, const struct zone_pages *p)
{
	static const char *const name[] = {"DMA", "DMA32", "Normal", "Movable"};
	struct value spanned[NR_IMPLEMENTATIONS], present[NR_IMPLEMENTATIONS];
	struct value start[NR_IMPLEMENTATIONS], managed[NR_IMPLEMENTATIONS];

	for (int i = 0; i < NR_IMPLEMENTATIONS; i++) {
		const struct observation *o = observed(r, i);
		const struct obs_zone *z = find_zone(o, p);

		spanned[i] = z ? value_number(z->spanned) : value_none();
		present[i] = z ? value_number(z->present) : value_none();
		start[i] = z ? value_number(z->start_pfn) : value_none();
		managed[i] = final_managed(o, p);
	}
	check(r, 0, value_number(p->spanned), spanned, "node %" PRIu64 " zone %s spanned", p->nid,
	      name[p->zone]);
	check(r, 0, value_number(p->present), present, "node %" PRIu64 " zone %s present", p->nid,
	      name[p->zone]);
	if (p->start_pfn != UINT64_MAX)
		check(r, 0, value_number(p->start_pfn), start, "node %" PRIu64 " zone %s start_pfn",
		      p->nid, name[p->zone]);
	if (!release_unknown(r) && r->input.capture->has_late)
		check(r, 0, value_number(p->managed), managed, "node %" PRIu64 " zone %s managed",
		      p->nid, name[p->zone]);
}

static void zoneinfo_value(struct scan s, struct zone_pages *p)
{
	static const struct {
		const char *name;
		size_t offset;
	} values[] = {
	    {"spanned ", offsetof(struct zone_pages, spanned)},
	    {"present ", offsetof(struct zone_pages, present)},
	    {"managed ", offsetof(struct zone_pages, managed)},
	    {"start_pfn:", offsetof(struct zone_pages, start_pfn)},
	};

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		struct scan try = s;
		uint64_t value;

		if (scan_word(&try, values[i].name) && scan_decimal(&try, &value))
			memcpy((char *)p + values[i].offset, &value, sizeof(value));
	}
}

bool check_zoneinfo(struct replay *r)
{
	struct zone_pages p = {.zone = ZONE_OTHER, .start_pfn = UINT64_MAX};
	const char *at, *end;

	if (!capture_section(r->input.capture, "/proc/zoneinfo", &at, &end))
		return false;
	while (at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		struct scan s = {at, newline ? newline : end};
		uint64_t nid;

		at = newline ? newline + 1 : end;
		if (scan_word(&s, "Node ") && scan_decimal(&s, &nid) && scan_word(&s, ", zone ")) {
			if (p.zone != ZONE_OTHER)
				check_zone_pages(r, &p);
			p = (struct zone_pages){
			    .nid = nid, .zone = ZONE_OTHER, .start_pfn = UINT64_MAX};
			scan_zone(&s, &p.zone);
		} else {
			zoneinfo_value(s, &p);
		}
	}
	if (p.zone != ZONE_OTHER)
		check_zone_pages(r, &p);
	return true;
}

/* ---- /proc/kpageflags ---- */

/* Walks the page frames of an implementation, ascending. */
struct frames {
	const struct observation *o;
	size_t page; /* row of late_page_run */
	size_t region;
};

/* Whether the page frame is reserved; *until: how far that is so, at most. */
static bool is_reserved(struct frames *w, uint64_t pfn, uint64_t *until)
{
	const struct obs_late_page_run *run = ROWS(w->o, late_page_run);
	size_t nr = NR_ROWS(w->o, late_page_run);

	while (w->page < nr && run[w->page].pfn + run[w->page].nr <= pfn)
		w->page++;
	if (w->page == nr)
		return false;
	if (run[w->page].pfn > pfn) {
		if (run[w->page].pfn < *until)
			*until = run[w->page].pfn;
		return false;
	}
	if (run[w->page].pfn + run[w->page].nr < *until)
		*until = run[w->page].pfn + run[w->page].nr;
	return run[w->page].flags >> PG_RESERVED & 1;
}

/* Whether a struct page is shown: memory touches its subsection of 2 MiB. */
static bool is_shown(struct frames *w, uint64_t pfn, uint64_t *until)
{
	const struct obs_memory_region *g = ROWS(w->o, memory_region);
	size_t nr = NR_ROWS(w->o, memory_region);
	uint64_t start = pfn / PAGES_PER_SUBSECTION * PAGES_PER_SUBSECTION;
	uint64_t next = start + PAGES_PER_SUBSECTION;
	bool shown;

	while (w->region < nr && g[w->region].base + g[w->region].size <= start << 12)
		w->region++;
	if (w->region == nr || !g[w->region].size)
		return false;
	shown = g[w->region].base < next << 12;
	if (!shown)
		next = (g[w->region].base >> 12) / PAGES_PER_SUBSECTION * PAGES_PER_SUBSECTION;
	if (next < *until)
		*until = next;
	return shown;
}

struct flag_count {
	uint64_t frames, reserved, hidden;
	uint64_t next; /* where the next run should start */
	uint64_t hole; /* where one did not; UINT64_MAX if all did */
	uint64_t reserved_by[NR_IMPLEMENTATIONS], hidden_by[NR_IMPLEMENTATIONS];
	uint64_t differs_at[NR_IMPLEMENTATIONS]; /* the first frame; UINT64_MAX if none */
};

/* Page frames [pfn, end) look the same in the capture. */
static void count_run(struct flag_count *c, int i, struct frames *w, uint64_t pfn, uint64_t end,
		      bool reserved, bool hidden)
{
	while (pfn < end) {
		uint64_t until = end;
		bool hidden_here = !is_shown(w, pfn, &until);
		bool reserved_here = !hidden_here && is_reserved(w, pfn, &until);

		c->reserved_by[i] += reserved_here ? until - pfn : 0;
		c->hidden_by[i] += hidden_here ? until - pfn : 0;
		if ((reserved_here != reserved || hidden_here != hidden) &&
		    c->differs_at[i] == UINT64_MAX)
			c->differs_at[i] = pfn;
		pfn = until;
	}
}

/* /proc/kpageflags goes on to the end of the last section. */
static uint64_t frames_shown(const struct observation *o)
{
	uint64_t max_pfn = NR_ROWS(o, zones_scalars) ? ROWS(o, zones_scalars)->max_pfn : 0;

	return (max_pfn + PAGES_PER_SECTION - 1) / PAGES_PER_SECTION * PAGES_PER_SECTION;
}

static void report_frames(struct replay *r, const struct flag_count *c)
{
	struct value reserved[NR_IMPLEMENTATIONS], hidden[NR_IMPLEMENTATIONS];
	struct value first[NR_IMPLEMENTATIONS], frames[NR_IMPLEMENTATIONS];
	struct value covered = c->hole == UINT64_MAX
				   ? value_number(c->frames)
				   : value_text("0x%" PRIx64 " is missing", c->hole);

	for (int i = 0; i < NR_IMPLEMENTATIONS; i++) {
		const struct observation *o = observed(r, i);

		frames[i] = value_number(frames_shown(o));
		reserved[i] = value_number(c->reserved_by[i]);
		hidden[i] = value_number(c->hidden_by[i]);
		first[i] = c->differs_at[i] == UINT64_MAX
			       ? value_text("none")
			       : value_text("0x%" PRIx64, c->differs_at[i]);
	}
	check(r, 0, covered, frames, "page frames");
	check(r, 0, value_number(c->reserved), reserved, "reserved page frames of %" PRIu64,
	      c->frames);
	check(r, 0, value_number(c->hidden), hidden, "page frames without a page");
	check(r, 0, value_text("none"), first, "first page frame whose flags differ");
}

bool check_page_flags(struct replay *r)
{
	struct flag_count c = {.hole = UINT64_MAX};
	struct frames w[NR_IMPLEMENTATIONS];
	const char *at, *end;

	if (!capture_section(r->input.capture, "kpageflags", &at, &end))
		return false;
	for (int i = 0; i < NR_IMPLEMENTATIONS; i++) {
		w[i] = (struct frames){.o = observed(r, i)};
		c.differs_at[i] = UINT64_MAX;
	}
	while (at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		struct scan s = {at, newline ? newline : end};
		uint64_t start, nr, flags;

		at = newline ? newline + 1 : end;
		if (!scan_hex(&s, &start) || !scan_hex(&s, &nr) || !scan_hex(&s, &flags))
			continue;
		if (start + nr < start)
			nr = UINT64_MAX - start;
		if (start != c.next && c.hole == UINT64_MAX)
			c.hole = c.next;
		c.next = start + nr;
		c.frames += nr;
		c.reserved += flags >> KPF_RESERVED & 1 ? nr : 0;
		c.hidden += flags >> KPF_NOPAGE & 1 ? nr : 0;
		for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
			count_run(&c, i, &w[i], start, start + nr, flags >> KPF_RESERVED & 1,
				  flags >> KPF_NOPAGE & 1);
	}
	report_frames(r, &c);
	return true;
}
