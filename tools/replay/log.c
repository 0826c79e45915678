#include "log.h"

#include <stdlib.h>
#include <string.h>

#include "scenario.h"

struct reader {
	struct log *log;
	size_t capacity;
	bool no_memory;
	const struct log_line *line;
	enum fact_kind list; /* the header that the lines of a list stand under */
	uint64_t acpi_bytes; /* of the tables found in the initrd */
	uint64_t nid;        /* of the last "On node N totalpages" */
};

static struct fact *add(struct reader *r, enum fact_kind kind)
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

/* One more fact with up to four values. */
static bool put(struct reader *r, enum fact_kind kind, uint64_t a, uint64_t b, uint64_t c,
		uint64_t d)
{
	struct fact *f = add(r, kind);

	f->v[0] = a;
	f->v[1] = b;
	f->v[2] = c;
	f->v[3] = d;
	return true;
}

/* A line of a known kind that does not read as one: cut short, or mixed with another. */
static bool bad(struct reader *r)
{
	add(r, FACT_BAD)->text = r->line->text;
	return true;
}

/* ---- The firmware's tables ---- */

/* Debian's own number hides the patch level, which stands at the end: ... Debian 6.1.192-2 (...) */
static uint64_t debian_patch(struct scan s, uint64_t major, uint64_t minor)
{
	uint64_t x, y, patch;

	while (scan_find(&s, "Debian "))
		if (scan_decimal(&s, &x) && scan_word(&s, ".") && scan_decimal(&s, &y) &&
		    scan_word(&s, ".") && scan_decimal(&s, &patch) && x == major && y == minor)
			return patch;
	return 0;
}

static bool read_version(struct reader *r, struct scan *s)
{
	struct scan name, number;
	uint64_t major = 0, minor = 0, patch = 0;
	struct fact *f;

	if (!scan_word(s, "Linux version "))
		return false;
	name = *s;
	while (s->at < s->end && *s->at != ' ')
		s->at++;
	name.end = s->at;
	number = name;
	if (scan_decimal(&number, &major) && scan_word(&number, ".") &&
	    scan_decimal(&number, &minor) && scan_word(&number, "."))
		scan_decimal(&number, &patch);
	if (!patch)
		patch = debian_patch(*s, major, minor);
	f = add(r, FACT_VERSION);
	f->v[0] = KERNEL(major, minor, patch);
	f->text = name;
	if (scan_contains(&name, "i386") || scan_contains(&name, "i686") ||
	    scan_contains(&name, "-pae"))
		r->log->i386_line = r->line->number;
	return true;
}

static bool read_cmdline(struct reader *r, struct scan *s)
{
	if (!scan_word(s, "Command line:") && !scan_word(s, "Kernel command line:"))
		return false;
	if (s->at < s->end && *s->at == ' ')
		s->at++;
	add(r, FACT_CMDLINE)->text = *s;
	return true;
}

/* S - E of kernels before 3.x: E exclusive. */
static bool old_range(struct scan *s, uint64_t *start, uint64_t *last)
{
	uint64_t end;

	if (!scan_hex(s, start) || !scan_word(s, "-") || !scan_hex(s, &end))
		return false;
	*last = end - 1;
	return true;
}

static bool read_table(struct reader *r, struct scan *s)
{
	static const struct {
		const char *prefix;
		enum e820_table table;
	} tables[] = {
	    {"BIOS-e820:", TABLE_BIOS},     {"BIOS-provided", NR_E820_TABLES},
	    {"BIOS-e801:", TABLE_FALLBACK}, {"BIOS-88:", TABLE_FALLBACK},
	    {"extended:", TABLE_EXTENDED},  {"reserve setup_data:", TABLE_SETUP_DATA},
	    {"user:", TABLE_USER},          {"modified:", TABLE_MODIFIED},
	};
	uint64_t start, last, type;
	enum e820_table table = NR_E820_TABLES;
	struct scan xen = *s;

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		if (scan_word(s, tables[i].prefix)) {
			table = tables[i].table;
			break;
		}
	if (scan_word(&xen, "Xen:") &&
	    (scan_contains(&xen, "[mem") || scan_contains(&xen, " - "))) {
		table = TABLE_BIOS;
		*s = xen;
	}
	if (table == NR_E820_TABLES)
		return false;
	if (scan_word(s, "[gap"))
		return true;
	if (!scan_range(s, &start, &last) && !old_range(s, &start, &last))
		return bad(r);
	if (!scan_type(s, &type) || s->at != s->end)
		return bad(r);
	return put(r, FACT_TABLE, start, last, type, table);
}

/* What changes the table without a line of e820's own. */
static bool read_added(struct reader *r, struct scan *s)
{
	enum { RESERVED = 2, ACPI_NVS = 4, PMD = 2 << 20 };
	uint64_t start, last;
	struct scan inner = *s;

	if (scan_find(&inner, "Reserving Intel graphics memory at") ||
	    scan_find(&inner, "Reserving Intel graphics stolen memory at"))
		return scan_range(&inner, &start, &last)
			   ? put(r, FACT_ADDED, start, last, RESERVED, 0)
			   : bad(r);
	if (scan_find(&inner, "Reserving start/end of RMP table on a 2MB boundary ["))
		return scan_hex(&inner, &start)
			   ? put(r, FACT_ADDED, start, start + PMD - 1, RESERVED, 1)
			   : bad(r);
	/* Tables that replace the firmware's: [NAME][SIZE] each, then where they begin. */
	if (scan_find(&inner, "ACPI table found in initrd [") && scan_find(&inner, "][") &&
	    scan_hex(&inner, &last)) {
		r->acpi_bytes += last;
		return true;
	}
	if (r->acpi_bytes && scan_find(&inner, "override, new table:") &&
	    scan_hex(&inner, &start)) {
		last = start + r->acpi_bytes - 1;
		r->acpi_bytes = 0;
		return put(r, FACT_ADDED, start, last, ACPI_NVS, 0);
	}
	return false;
}

static bool read_update(struct reader *r, struct scan *s)
{
	uint64_t start, last, from, to;
	bool update = scan_word(s, "e820: update") || scan_word(s, "e820 update range:");

	if (!update && !scan_word(s, "e820: remove") && !scan_word(s, "e820 remove range:"))
		return false;
	if (!scan_range(s, &start, &last) && !old_range(s, &start, &last))
		return bad(r);
	if (!scan_type(s, &from))
		from = 0; /* removed whatever its type */
	if (!update)
		return put(r, FACT_REMOVE, start, last, from, 0);
	if (!scan_word(s, "==>") || !scan_type(s, &to))
		return bad(r);
	return put(r, FACT_UPDATE, start, last, from, to);
}

static bool read_last_pfn(struct reader *r, struct scan *s)
{
	uint64_t pfn, max = 0;

	scan_word(s, "e820:");
	if (scan_word(s, "end_pfn_map ="))
		return scan_decimal(s, &pfn) ? put(r, FACT_END_PFN_MAP, pfn, 0, 0, 0) : bad(r);
	if (!scan_word(s, "last_pfn ="))
		return false;
	if (!scan_hex(s, &pfn) || !scan_word(s, "max_arch_pfn =") || !scan_hex(s, &max))
		return bad(r);
	/* The other limits are those of 32-bit kernels, without and with PAE. */
	if (max == 0x100000 || max == 0x1000000)
		r->log->i386_line = r->line->number;
	return put(r, FACT_LAST_PFN, pfn, max, 0, 0);
}

static bool read_nosave_or_gap(struct reader *r, struct scan *s)
{
	uint64_t start, last;

	if (scan_word(s, "PM: hibernation: Registered nosave memory:") ||
	    scan_word(s, "PM: Registered nosave memory:"))
		return scan_range(s, &start, &last) || old_range(s, &start, &last)
			   ? put(r, FACT_NOSAVE, start, last, 0, 0)
			   : bad(r);
	scan_word(s, "e820:");
	if (!scan_contains(s, "] available for PCI devices"))
		return false;
	return scan_range(s, &start, &last) ? put(r, FACT_GAP, start, last, 0, 0) : bad(r);
}

/* ---- memblock ---- */

static enum op_origin op_origin(const struct scan *rest)
{
	if (scan_contains(rest, "memblock_double_array"))
		return OP_OF_GROWTH;
	if (scan_contains(rest, "e820__memblock_setup") || scan_contains(rest, "memblock_x86_fill"))
		return OP_OF_FILL;
	return scan_contains(rest, "setup_arch") ? OP_OF_SETUP_ARCH : OP_OF_OTHERS;
}

static bool read_memblock_op(struct reader *r, struct scan *s)
{
	static const struct {
		const char *prefix;
		enum sc_op_kind kind;
	} ops[] = {
	    {"memblock_add:", SC_OP_ADD},        {"memblock_reserve:", SC_OP_RESERVE},
	    {"memblock_remove:", SC_OP_REMOVE},  {"memblock_free:", SC_OP_FREE},
	    {"memblock_phys_free:", SC_OP_FREE}, {"__memblock_free_early:", SC_OP_FREE},
	};
	uint64_t start, last;

	if (scan_word(s, "memblock_free_late:") || scan_word(s, "__memblock_free_late:"))
		return scan_range(s, &start, &last) ? put(r, FACT_FREE_LATE, start, last, 0, 0)
						    : bad(r);
	for (size_t i = 0; i < sizeof(ops) / sizeof(ops[0]); i++) {
		if (!scan_word(s, ops[i].prefix))
			continue;
		if (!scan_range(s, &start, &last))
			return bad(r);
		return put(r, FACT_OP, start, last, ops[i].kind, op_origin(s));
	}
	return false;
}

/* NAME: N bytes align=0xA [nid=N] from=0xF max_addr=0xM */
static bool read_alloc(struct reader *r, struct scan *s)
{
	uint64_t size, align, nid = 0, min, max;
	bool minus = false;

	if (!scan_word(s, "memblock_alloc") && !scan_word(s, "memblock_virt_alloc") &&
	    !scan_word(s, "memblock_phys_alloc"))
		return false;
	if (!scan_find(s, ":") || !scan_decimal(s, &size) || !scan_word(s, "bytes align=") ||
	    !scan_hex(s, &align))
		return bad(r);
	if (scan_word(s, "nid=")) {
		minus = scan_word(s, "-");
		if (!scan_decimal(s, &nid))
			return bad(r);
	} else {
		nid = 1;
		minus = true;
	}
	if (!scan_word(s, "from=") || !scan_hex(s, &min) || !scan_word(s, "max_addr=") ||
	    !scan_hex(s, &max))
		return bad(r);
	put(r, FACT_ALLOC, size, align, min, max);
	r->log->fact[r->log->nr - 1].v[4] = minus ? 0 - nid : nid;
	return true;
}

static bool read_doubled(struct reader *r, struct scan *s)
{
	uint64_t max, start, last, reserved;

	if (!scan_word(s, "memblock:") || !scan_contains(s, "is doubled to"))
		return false;
	reserved = scan_word(s, "reserved");
	if (!scan_find(s, "is doubled to") || !scan_decimal(s, &max) || !scan_word(s, "at") ||
	    !scan_range(s, &start, &last))
		return bad(r);
	return put(r, FACT_DOUBLED, max, start, reserved, 0);
}

/* NAME[0xI] [0xS-0xE], 0xN bytes [on node N] flags: 0xF */
static bool read_dump_region(struct reader *r, struct scan *s, uint64_t reserved)
{
	uint64_t index, start, last, size, nid = 0, flags = 0;
	bool has_nid;
	struct fact *f;

	if (!scan_hex(s, &index) || !scan_word(s, "]") || !scan_range(s, &start, &last) ||
	    !scan_word(s, ",") || !scan_hex(s, &size) || !scan_word(s, "bytes"))
		return bad(r);
	has_nid = scan_word(s, "on node") && scan_decimal(s, &nid);
	if (!scan_word(s, "flags:") || !scan_hex(s, &flags))
		return bad(r);
	f = add(r, FACT_DUMP_REGION);
	f->v[0] = reserved;
	f->v[1] = start;
	f->v[2] = last;
	f->v[3] = has_nid ? nid : UINT64_MAX;
	f->v[4] = flags;
	return true;
}

static bool read_dump(struct reader *r, struct scan *s)
{
	uint64_t memory, reserved;

	if (scan_word(s, "MEMBLOCK configuration:"))
		return put(r, FACT_DUMP, 0, 0, 0, 0);
	if (scan_word(s, "memory size ="))
		return scan_hex(s, &memory) && scan_word(s, "reserved size =") &&
			       scan_hex(s, &reserved)
			   ? put(r, FACT_DUMP_SIZE, memory, reserved, 0, 0)
			   : bad(r);
	for (reserved = 0; reserved < 2; reserved++) {
		if (scan_word(s, reserved ? "reserved.cnt =" : "memory.cnt ="))
			return scan_hex(s, &memory)
				   ? put(r, FACT_DUMP_COUNT, reserved, memory, 0, 0)
				   : bad(r);
		if (scan_word(s, reserved ? "reserved[" : "memory["))
			return read_dump_region(r, s, reserved);
	}
	return false;
}

/* ---- NUMA ---- */

static bool read_srat(struct reader *r, struct scan *s)
{
	uint64_t nid, pxm, start, last, end;
	struct fact *f;

	scan_word(s, "ACPI:");
	if (scan_word(s, "SRAT: PXM") && scan_find(s, "-> Node ") && scan_decimal(s, &nid))
		return put(r, FACT_CPU_NODE, nid, 0, 0, 0);
	if (!scan_word(s, "SRAT: Node ") || !scan_decimal(s, &nid) || !scan_word(s, "PXM"))
		return false;
	if (!scan_decimal(s, &pxm))
		return bad(r);
	if (!scan_range(s, &start, &last)) {
		if (!scan_hex(s, &start) || !scan_word(s, "-") || !scan_hex(s, &end))
			return bad(r);
		/* Exclusive from 2.6.15 on, the last byte, which is odd, before. */
		last = end & 1 ? end : end - 1;
	}
	if (s->at < s->end && *s->at >= '0' && *s->at <= 'z' && !scan_word(s, "hotplug") &&
	    !scan_word(s, "non-volatile"))
		return bad(r);
	put(r, FACT_SRAT, start, last, nid, pxm);
	f = &r->log->fact[r->log->nr - 1];
	f->v[4] = scan_contains(&r->line->text, "hotplug");
	return true;
}

/* K8's northbridge: Node N MemBase S Limit E, E the last byte. */
static bool read_northbridge(struct reader *r, struct scan *s)
{
	uint64_t nid, start, last;

	if (!scan_word(s, "Node ") || !scan_decimal(s, &nid) || !scan_word(s, "MemBase"))
		return false;
	if (!scan_hex(s, &start) || !scan_word(s, "Limit") || !scan_hex(s, &last))
		return bad(r);
	return put(r, FACT_SRAT, start, last | 0xfff, nid, nid);
}

static bool read_numa(struct reader *r, struct scan *s)
{
	uint64_t nid;
	struct scan inner = *s;

	if (scan_word(s, "Faking a node at"))
		return put(r, FACT_NUMA_FAKE, 0, 0, 0, 0);
	if (scan_word(s, "NODE_DATA"))
		return put(r, FACT_NODE_DATA, 0, 0, 0, 0);
	if (scan_word(s, "NUMA: Initialized distance table"))
		return put(r, FACT_SLIT, 0, 0, 0, 0);
	if (scan_word(&inner, "Initmem setup node") && scan_decimal(&inner, &nid)) {
		uint64_t start, last;

		if (scan_range(&inner, &start, &last))
			return put(r, FACT_NODE_SETUP, nid, start, last, 0);
	}
	return false;
}

/* ---- Zones ---- */

static bool read_header(struct reader *r, struct scan *s)
{
	static const struct {
		const char *text;
		enum fact_kind kind;
	} headers[] = {
	    {"Zone ranges:", FACT_ZONES},         {"Zone PFN ranges:", FACT_ZONES},
	    {"Movable zone start", FACT_MOVABLE}, {"Early memory node ranges", FACT_NODES},
	    {"early_node_map[", FACT_NODES},
	};

	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++)
		if (scan_word(s, headers[i].text)) {
			r->list = headers[i].kind;
			return put(r, headers[i].kind, 0, 0, 0, 0);
		}
	return false;
}

/* pfn -> pfn, as kernels before 3.x print it; hexadecimal from 2.6.27 on */
static bool arrow(struct scan *s, uint64_t *start, uint64_t *end)
{
	struct scan try = *s;
	bool hex = scan_word(&try, "0x");

	if (hex ? !scan_hex(s, start) : !scan_decimal(s, start))
		return false;
	return scan_word(s, "->") && (hex ? scan_hex(s, end) : scan_decimal(s, end));
}

static bool read_zone_range(struct reader *r, struct scan *s)
{
	uint64_t zone, start, last;

	if (!scan_zone(s, &zone))
		return false;
	if (scan_word(s, "empty"))
		return put(r, FACT_ZONE_RANGE, zone, 0, 0, 0);
	if (arrow(s, &start, &last))
		return put(r, FACT_ZONE_RANGE, zone, start, last, 0);
	if (!scan_range(s, &start, &last))
		return false;
	return put(r, FACT_ZONE_RANGE, zone, start >> 12, (last + 1) >> 12, 0);
}

static bool read_node_range(struct reader *r, struct scan *s)
{
	uint64_t nid, start, last;

	scan_word(s, "node");
	if (!scan_decimal(s, &nid) || !scan_word(s, ":"))
		return false;
	if (arrow(s, &start, &last))
		return put(r, FACT_NODE_RANGE, nid, start, last, 0);
	if (!scan_range(s, &start, &last))
		return false;
	return put(r, FACT_NODE_RANGE, nid, start >> 12, (last + 1) >> 12, 0);
}

static bool read_movable(struct reader *r, struct scan *s)
{
	uint64_t nid, addr;

	if (!scan_word(s, "Node") || !scan_decimal(s, &nid) || !scan_word(s, ":"))
		return false;
	if (!scan_hex(s, &addr))
		return bad(r);
	return put(r, FACT_MOVABLE_NODE, nid, addr >> 12, 0, 0);
}

static bool read_list(struct reader *r, struct scan *s)
{
	switch (r->list) {
	case FACT_ZONES:
		return read_zone_range(r, s);
	case FACT_MOVABLE:
		return read_movable(r, s);
	case FACT_NODES:
		return read_node_range(r, s);
	default:
		return false;
	}
}

/* Entering add_active_range(NID, START, END) ... of kernels before 2.6.3x */
static bool read_active_range(struct reader *r, struct scan *s)
{
	uint64_t nid, start, end;

	if (!scan_word(s, "Entering add_active_range("))
		return false;
	if (!scan_decimal(s, &nid) || !scan_word(s, ",") || !scan_decimal(s, &start) ||
	    !scan_word(s, ",") || !scan_decimal(s, &end) || !scan_word(s, ")"))
		return bad(r);
	return put(r, FACT_NODE_RANGE, nid, start, end, 0);
}

static bool read_zone_pages(struct reader *r, struct scan *s)
{
	uint64_t zone, pages, batch;

	if (!scan_zone(s, &zone) || !scan_word(s, "zone:") || !scan_decimal(s, &pages) ||
	    !scan_word(s, "pages"))
		return false;
	if (scan_word(s, "used for memmap"))
		return put(r, FACT_MEMMAP_PAGES, r->nid, zone, pages, 0);
	if (scan_word(s, "reserved"))
		return put(r, FACT_DMA_RESERVE, r->nid, zone, pages, 0);
	if (scan_word(s, "in unavailable ranges"))
		return put(r, FACT_UNAVAILABLE_ZONE, r->nid, zone, pages, 0);
	if (!scan_word(s, ", LIFO batch:") || !scan_decimal(s, &batch))
		return bad(r);
	if (zone == ZONE_OTHER && pages)
		r->log->i386_line = r->line->number;
	return put(r, FACT_ZONE_PAGES, r->nid, zone, pages, batch);
}

static bool read_node_pages(struct reader *r, struct scan *s)
{
	uint64_t nid, zone, pages;

	if (scan_word(s, "Zeroed struct page in unavailable ranges:"))
		return scan_decimal(s, &pages) ? put(r, FACT_ZEROED, pages, 0, 0, 0) : bad(r);
	if (!scan_word(s, "On node ") || !scan_decimal(s, &nid))
		return false;
	r->list = NR_FACTS;
	if (scan_word(s, "totalpages:")) {
		r->nid = nid;
		return scan_decimal(s, &pages) ? put(r, FACT_TOTALPAGES, nid, pages, 0, 0) : bad(r);
	}
	if (!scan_word(s, ", zone ") || !scan_zone(s, &zone) || !scan_word(s, ":") ||
	    !scan_decimal(s, &pages) || !scan_word(s, "pages in unavailable ranges"))
		return bad(r);
	return put(r, FACT_UNAVAILABLE, nid, zone, pages, 0);
}

/* ---- The end of mm_init and later ---- */

static bool read_zonelists(struct reader *r, struct scan *s)
{
	uint64_t number, total, nid;

	if (scan_word(s, "Built ") && scan_decimal(s, &number) && scan_word(s, "zonelists")) {
		bool on = scan_contains(s, "mobility grouping on");
		bool off = scan_contains(s, "mobility grouping off");

		r->list = NR_FACTS;
		if (!scan_find(s, "Total pages:"))
			return !r->line->cut; /* kernels before 2.6.24 tell no more */
		return scan_decimal(s, &total) && on != off
			   ? put(r, FACT_ZONELISTS, number, total, on, 0)
			   : bad(r);
	}
	if (scan_word(s, "Fallback order for Node ") && scan_decimal(s, &nid) &&
	    scan_word(s, ":")) {
		put(r, FACT_FALLBACK, nid, 0, 0, 0);
		r->log->fact[r->log->nr - 1].text = *s;
		return true;
	}
	return false;
}

/* The number before the first occurrence of "K WHAT" or "k WHAT". */
static bool kib_before(const struct scan *s, const char *what, uint64_t *kib)
{
	struct scan rest = *s;
	struct scan number;

	if (!scan_find(&rest, what))
		return false;
	rest.at -= strlen(what) + 1;
	if (rest.at < s->at || (*rest.at | 0x20) != 'k')
		return false;
	for (number.at = number.end = rest.at; number.at > s->at; number.at--)
		if (number.at[-1] < '0' || number.at[-1] > '9')
			break;
	return scan_decimal(&number, kib);
}

static bool read_memory(struct reader *r, struct scan *s)
{
	uint64_t available, total, reserved = 0, cma = 0, highmem = 0;
	bool told;

	if (!scan_word(s, "Memory:") || !scan_decimal(s, &available))
		return false;
	if (!(scan_word(s, "K") || scan_word(s, "k")) || !scan_word(s, "/") ||
	    !scan_decimal(s, &total) || !scan_contains(s, "available"))
		return bad(r);
	told = kib_before(s, " reserved", &reserved);
	kib_before(s, " cma-reserved", &cma);
	if (kib_before(s, " highmem", &highmem)) /* only kernels with CONFIG_HIGHMEM print it */
		r->log->i386_line = r->line->number;
	put(r, FACT_MEMORY, available, total, reserved, cma);
	r->log->fact[r->log->nr - 1].v[4] = told;
	return true;
}

static bool read_late(struct reader *r, struct scan *s)
{
	uint64_t start, last, kib;
	struct scan what;

	if (scan_word(s, "RAMDISK:"))
		return scan_range(s, &start, &last) || old_range(s, &start, &last)
			   ? put(r, FACT_RAMDISK, start, last, 0, 0)
			   : bad(r);
	if (scan_word(s, "HugeTLB: registered 1.00 GiB page size, pre-allocated"))
		return scan_decimal(s, &kib) ? put(r, FACT_GIGANTIC, kib, 0, 0, 0) : bad(r);
	if (!scan_word(s, "Freeing "))
		return false;
	what = *s;
	if (!scan_find(s, " memory: ") || !scan_decimal(s, &kib))
		return false;
	put(r, FACT_FREED, kib, 0, 0, 0);
	r->log->fact[r->log->nr - 1].text = what;
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
	    read_list,          read_memblock_op, read_alloc,       read_dump,      read_table,
	    read_version,       read_cmdline,     read_added,       read_update,    read_last_pfn,
	    read_doubled,       read_srat,        read_northbridge, read_numa,      read_header,
	    read_active_range,  read_zone_pages,  read_node_pages,  read_zonelists, read_memory,
	    read_nosave_or_gap, read_late,
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

static const char *second_boot(const struct log *log, unsigned int *line)
{
	size_t first = log_next(log, 0, FACT_VERSION);
	size_t map = log_next(log, 0, FACT_TABLE);
	size_t second = log_next(log, (map > first ? map : first) + 1, FACT_VERSION);

	if (map >= log->nr || second >= log->nr)
		return NULL;
	*line = log->fact[second].line;
	return "a second boot starts here: one boot a file";
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
			bad(&r);
		} else {
			read_line(&r);
		}
	}
	if (r.no_memory)
		return "out of memory";
	*line = log->i386_line;
	if (log->i386_line)
		return "i386 is not modelled";
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

const struct fact *log_first(const struct log *log, enum fact_kind kind)
{
	size_t i = log_next(log, 0, kind);

	return i < log->nr ? &log->fact[i] : NULL;
}
