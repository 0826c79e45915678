/* Lines about zones, zonelists and what is released. */
#include <string.h>

#include "reader.h"

bool read_header(struct reader *r, struct scan *s)
{
	static const struct {
		const char *text;
		enum fact_kind kind;
	} headers[] = {
	    {"Zone ranges:", FACT_ZONES},         {"Zone PFN ranges:", FACT_ZONES},
	    {"Movable zone start", FACT_MOVABLE}, {"Early memory node ranges", FACT_NODES},
	    {"early_node_map[", FACT_NODES},      {"Early memory PFN ranges", FACT_NODES},
	};

	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++)
		if (scan_word(s, headers[i].text)) {
			r->list = headers[i].kind;
			return fact_put(r, headers[i].kind, 0, 0, 0, 0);
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
		return fact_put(r, FACT_ZONE_RANGE, zone, 0, 0, 0);
	if (arrow(s, &start, &last))
		return fact_put(r, FACT_ZONE_RANGE, zone, start, last, 0);
	if (!scan_range(s, &start, &last))
		return false;
	return fact_put(r, FACT_ZONE_RANGE, zone, start >> 12, (last + 1) >> 12, 0);
}

static bool read_node_range(struct reader *r, struct scan *s)
{
	uint64_t nid, start, last;

	scan_word(s, "node");
	if (!scan_decimal(s, &nid) || !scan_word(s, ":"))
		return false;
	if (arrow(s, &start, &last))
		return fact_put(r, FACT_NODE_RANGE, nid, start, last, 0);
	if (!scan_range(s, &start, &last))
		return false;
	return fact_put(r, FACT_NODE_RANGE, nid, start >> 12, (last + 1) >> 12, 0);
}

static bool read_movable(struct reader *r, struct scan *s)
{
	uint64_t nid, addr;

	if (!scan_word(s, "Node") || !scan_decimal(s, &nid) || !scan_word(s, ":"))
		return false;
	if (!scan_hex(s, &addr))
		return fact_bad(r);
	return fact_put(r, FACT_MOVABLE_NODE, nid, addr >> 12, 0, 0);
}

bool read_list(struct reader *r, struct scan *s)
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
bool read_active_range(struct reader *r, struct scan *s)
{
	uint64_t nid, start, end;

	if (!scan_word(s, "Entering add_active_range("))
		return false;
	if (!scan_decimal(s, &nid) || !scan_word(s, ",") || !scan_decimal(s, &start) ||
	    !scan_word(s, ",") || !scan_decimal(s, &end) || !scan_word(s, ")"))
		return fact_bad(r);
	return fact_put(r, FACT_NODE_RANGE, nid, start, end, 1);
}

bool read_zone_pages(struct reader *r, struct scan *s)
{
	uint64_t zone, pages, batch;

	if (!scan_zone(s, &zone) || !scan_word(s, "zone:") || !scan_decimal(s, &pages) ||
	    !scan_word(s, "pages"))
		return false;
	if (scan_word(s, "used for memmap"))
		return fact_put(r, FACT_MEMMAP_PAGES, r->nid, zone, pages, 0);
	if (scan_word(s, "reserved"))
		return fact_put(r, FACT_DMA_RESERVE, r->nid, zone, pages, 0);
	if (scan_word(s, "in unavailable ranges"))
		return fact_put(r, FACT_UNAVAILABLE_ZONE, r->nid, zone, pages, 0);
	if (!scan_word(s, ", LIFO batch:") || !scan_decimal(s, &batch))
		return fact_bad(r);
	if (zone == ZONE_OTHER && pages)
		r->log->i386_line = r->line->number;
	return fact_put(r, FACT_ZONE_PAGES, r->nid, zone, pages, batch);
}

bool read_node_pages(struct reader *r, struct scan *s)
{
	uint64_t nid, zone, pages;

	if (scan_word(s, "Zeroed struct page in unavailable ranges:"))
		return scan_decimal(s, &pages) ? fact_put(r, FACT_ZEROED, pages, 0, 0, 0)
					       : fact_bad(r);
	if (!scan_word(s, "On node ") || !scan_decimal(s, &nid))
		return false;
	r->list = NR_FACTS;
	if (scan_word(s, "totalpages:")) {
		r->nid = nid;
		return scan_decimal(s, &pages) ? fact_put(r, FACT_TOTALPAGES, nid, pages, 0, 0)
					       : fact_bad(r);
	}
	if (!scan_word(s, ", zone ") || !scan_zone(s, &zone) || !scan_word(s, ":") ||
	    !scan_decimal(s, &pages) || !scan_word(s, "pages in unavailable ranges"))
		return fact_bad(r);
	return fact_put(r, FACT_UNAVAILABLE, nid, zone, pages, 0);
}

/* ---- The end of mm_init and later ---- */

bool read_zonelists(struct reader *r, struct scan *s)
{
	uint64_t number, total, nid;

	if (scan_word(s, "Built ") && scan_decimal(s, &number) && scan_word(s, "zonelists")) {
		bool on = scan_contains(s, "mobility grouping on");
		bool off = scan_contains(s, "mobility grouping off");

		r->list = NR_FACTS;
		if (!scan_find(s, "Total pages:"))
			return !r->line->cut; /* kernels before 2.6.19 tell no more */
		/* Mobility came with 2.6.24. */
		if (!scan_decimal(s, &total) ||
		    (scan_contains(&r->line->text, "mobility") && on == off))
			return fact_bad(r);
		fact_set(r, FACT_ZONELISTS, number, total, on, 0)->v[3] = on || off;
		return true;
	}
	if (scan_word(s, "Fallback order for Node ") && scan_decimal(s, &nid) &&
	    scan_word(s, ":")) {
		fact_set(r, FACT_FALLBACK, nid, 0, 0, 0)->text = *s;
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

bool read_memory(struct reader *r, struct scan *s)
{
	uint64_t available, total, reserved = 0, cma = 0, highmem = 0;
	uint64_t form = 0;

	if (!scan_word(s, "Memory:") || !scan_decimal(s, &available))
		return false;
	/* mem_init_print_info, which came with 3.11, spells it K. */
	if (scan_word(s, "k"))
		form = MEMORY_OF_MAX_PFN;
	else if (!scan_word(s, "K"))
		return fact_bad(r);
	if (!scan_word(s, "/") || !scan_decimal(s, &total) || !scan_contains(s, "available"))
		return fact_bad(r);
	if (kib_before(s, " reserved", &reserved))
		form |= MEMORY_RESERVED;
	kib_before(s, " cma-reserved", &cma);
	if (kib_before(s, " highmem", &highmem)) /* only kernels with CONFIG_HIGHMEM print it */
		r->log->i386_line = r->line->number;
	fact_set(r, FACT_MEMORY, available, total, reserved, cma)->v[4] = form;
	return true;
}

bool read_late(struct reader *r, struct scan *s)
{
	uint64_t start, last, kib;
	struct scan what;

	if (scan_word(s, "RAMDISK:"))
		return scan_range(s, &start, &last) || read_old_range(s, &start, &last)
			   ? fact_put(r, FACT_RAMDISK, start, last, 0, 0)
			   : fact_bad(r);
	if (scan_word(s, "HugeTLB: registered 1.00 GiB page size, pre-allocated"))
		return scan_decimal(s, &kib) ? fact_put(r, FACT_GIGANTIC, kib, 0, 0, 0)
					     : fact_bad(r);
	if (!scan_word(s, "Freeing "))
		return false;
	what = *s;
	if (!scan_find(s, " memory: ") || !scan_decimal(s, &kib))
		return false;
	fact_set(r, FACT_FREED, kib, 0, 0, 0)->text = what;
	return true;
}
