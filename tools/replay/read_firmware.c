/* Lines about the kernel, its command line and the e820 table. */
#include "reader.h"

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

bool read_version(struct reader *r, struct scan *s)
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
	f = fact_add(r, FACT_VERSION);
	f->v[0] = KERNEL(major, minor, patch);
	f->text = name;
	if (scan_contains(&name, "i386") || scan_contains(&name, "i686") ||
	    scan_contains(&name, "-pae"))
		r->log->i386_line = r->line->number;
	return true;
}

bool read_cmdline(struct reader *r, struct scan *s)
{
	bool whole = scan_word(s, "Kernel command line:");
	struct fact *f;

	if (!whole && !scan_word(s, "Command line:"))
		return false;
	if (s->at < s->end && *s->at == ' ')
		s->at++;
	f = fact_set(r, FACT_CMDLINE, whole, 0, 0, 0);
	f->text = *s;
	return true;
}

bool read_old_range(struct scan *s, uint64_t *start, uint64_t *last)
{
	uint64_t end;

	if (!scan_hex(s, start) || !scan_word(s, "-") || !scan_hex(s, &end))
		return false;
	*last = end - 1;
	return true;
}

/* 0x79000000-0x7cffffff */
static bool read_bare_range(struct scan *s, uint64_t *start, uint64_t *last)
{
	return scan_hex(s, start) && scan_word(s, "-") && scan_hex(s, last);
}

bool read_table(struct reader *r, struct scan *s)
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
	if (!scan_range(s, &start, &last)) {
		if (!read_old_range(s, &start, &last))
			return fact_bad(r);
		r->log->old_table = true;
	}
	if (!scan_type(s, &type) || s->at != s->end)
		return fact_bad(r);
	return fact_put(r, FACT_TABLE, start, last, type, table);
}

/* RAM below 64 KiB that kernels before 2.6.3x cut off for fear of the BIOS. */
bool read_low_ram(struct reader *r, struct scan *s)
{
	uint64_t areas;

	if (scan_contains(s, "BIOS detected: BIOS may corrupt low RAM"))
		return fact_put(r, FACT_BIOS_CORRUPTS, 0, 0, 0, 0);
	return scan_word(s, "Scanning ") && scan_decimal(s, &areas) &&
	       scan_word(s, "areas for low memory corruption") &&
	       fact_put(r, FACT_CORRUPTION_SCAN, areas, 0, 0, 0);
}

bool read_gb_pages(struct reader *r, struct scan *s)
{
	return scan_word(s, "Using GB pages for direct mapping") &&
	       fact_put(r, FACT_GB_PAGES, 0, 0, 0, 0);
}

/* What changes the table without a line of e820's own. */
bool read_added(struct reader *r, struct scan *s)
{
	enum { RESERVED = 2, ACPI_NVS = 4, PMD = 2 << 20 };
	uint64_t start, last;
	struct scan inner = *s;

	if (scan_find(&inner, "Reserving Intel graphics memory at") ||
	    scan_find(&inner, "Reserving Intel graphics stolen memory at"))
		return scan_range(&inner, &start, &last) || read_bare_range(&inner, &start, &last)
			   ? fact_put(r, FACT_ADDED, start, last, RESERVED, 0)
			   : fact_bad(r);
	if (scan_find(&inner, "Reserving start/end of RMP table on a 2MB boundary ["))
		return scan_hex(&inner, &start)
			   ? fact_put(r, FACT_ADDED, start, start + PMD - 1, RESERVED, 1)
			   : fact_bad(r);
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
		return fact_put(r, FACT_ADDED, start, last, ACPI_NVS, 0);
	}
	return false;
}

bool read_update(struct reader *r, struct scan *s)
{
	uint64_t start, last, from, to;
	bool update = scan_word(s, "e820: update") || scan_word(s, "e820 update range:");

	if (!update && !scan_word(s, "e820: remove") && !scan_word(s, "e820 remove range:"))
		return false;
	if (!scan_range(s, &start, &last) && !read_old_range(s, &start, &last))
		return fact_bad(r);
	if (!scan_type(s, &from))
		from = 0; /* removed whatever its type */
	if (!update)
		return fact_put(r, FACT_REMOVE, start, last, from, 0);
	if (!scan_word(s, "==>") || !scan_type(s, &to))
		return fact_bad(r);
	return fact_put(r, FACT_UPDATE, start, last, from, to);
}

bool read_last_pfn(struct reader *r, struct scan *s)
{
	uint64_t pfn, max = 0;

	scan_word(s, "e820:");
	if (scan_word(s, "end_pfn_map ="))
		return scan_decimal(s, &pfn) ? fact_put(r, FACT_END_PFN_MAP, pfn, 0, 0, 0)
					     : fact_bad(r);
	if (!scan_word(s, "last_pfn ="))
		return false;
	if (!scan_hex(s, &pfn) || !scan_word(s, "max_arch_pfn =") || !scan_hex(s, &max))
		return fact_bad(r);
	/* The other limits are those of 32-bit kernels, without and with PAE. */
	if (max == 0x100000 || max == 0x1000000)
		r->log->i386_line = r->line->number;
	return fact_put(r, FACT_LAST_PFN, pfn, max, 0, 0);
}

bool read_nosave_or_gap(struct reader *r, struct scan *s)
{
	uint64_t start, last;

	if (scan_word(s, "PM: hibernation: Registered nosave memory:") ||
	    scan_word(s, "PM: Registered nosave memory:") || scan_word(s, "Nosave address range:"))
		return scan_range(s, &start, &last) || read_old_range(s, &start, &last)
			   ? fact_put(r, FACT_NOSAVE, start, last, 0, 0)
			   : fact_bad(r);
	/* ... starting at X (gap: START:SIZE), before 3.5 */
	if (scan_word(s, "Allocating PCI resources starting at"))
		return scan_find(s, "(gap:") && scan_hex(s, &start) && scan_word(s, ":") &&
			       scan_hex(s, &last) && scan_word(s, ")")
			   ? fact_put(r, FACT_GAP, start, start + last - 1, 0, 0)
			   : fact_bad(r);
	scan_word(s, "e820:");
	if (!scan_contains(s, "] available for PCI devices"))
		return false;
	return scan_range(s, &start, &last) ? fact_put(r, FACT_GAP, start, last, 0, 0)
					    : fact_bad(r);
}
