/*
 * The bounds of bytes: an upper bound of the sections that a boot of x86_64 could find RAM in.
 *
 * RAM comes from e820 entries of type RAM or RESERVED_KERN, from updates to these types, from
 * memmap=SIZE@START, from the kernel's own range, from the e801 fallback and from memblock_add.
 * An update to RAM stays within its own range but for entries that wrap, which it may take whole.
 * A region in the last page of all, where PFN_UP wraps to pfn 0, ends a boot before its sections.
 */
#include <string.h>

#include "scenario_bytes.h"

enum {
	SECTION_SHIFT = 27,     /* SECTION_SIZE_BITS */
	MAX_PHYSMEM_SHIFT = 46, /* MAX_PHYSMEM_BITS: there are no sections above */
	MAX_SECTIONS = SC_MAX_BYTES_PAGES >> (SECTION_SHIFT - 12),
	TINY_PAGES = 0x800, /* max_arch_pfn */
	ARM_PAGES = 1 << 20,
};

enum { E820_RAM = 1, E820_RESERVED_KERN = 128 };

struct budget {
	uint32_t sections[MAX_SECTIONS];
	uint32_t nr;
};

static bool admit(struct budget *b, uint32_t section)
{
	for (uint32_t i = b->nr; i-- > 0;) {
		if (b->sections[i] == section)
			return true;
	}
	if (b->nr == MAX_SECTIONS)
		return false;
	b->sections[b->nr++] = section;
	return true;
}

/* How many bytes of the range the budget allows. */
static uint64_t granted(struct budget *b, uint64_t start, uint64_t size)
{
	const uint64_t limit = UINT64_C(1) << MAX_PHYSMEM_SHIFT;
	uint64_t last = start + size - 1;

	if (size == 0 || start >= limit)
		return size;
	if (last < start || last >= limit)
		last = limit - 1;
	for (uint64_t n = start >> SECTION_SHIFT; n <= last >> SECTION_SHIFT; n++) {
		uint64_t edge = n << SECTION_SHIFT;

		if (!admit(b, (uint32_t)n))
			return edge > start ? edge - start : 0;
	}
	return size;
}

/* Whether the whole range is granted. If not, *shrunk is what is, unless shrunk is NULL. */
static bool fits(struct budget *b, uint64_t start, uint64_t size, uint64_t *shrunk)
{
	uint64_t bytes = granted(b, start, size);

	if (bytes == size)
		return true;
	if (shrunk)
		*shrunk = bytes;
	return false;
}

static bool is_ram(uint32_t type)
{
	return type == E820_RAM || type == E820_RESERVED_KERN;
}

static bool retypes_to_ram(const struct scenario *s)
{
	for (uint32_t i = 0; i < s->nr_e820_ops; i++) {
		if (s->e820_ops[i].kind == SC_E820_UPDATE && is_ram(s->e820_ops[i].new_type))
			return true;
	}
	return false;
}

static bool may_be_ram(uint64_t start, uint64_t size, uint32_t type, bool retyped)
{
	return is_ram(type) || (retyped && start + size < start);
}

static bool bound_entries(struct budget *b, const struct sc_e820_entry *entries, uint32_t nr,
			  bool retyped, struct sc_e820_entry *out)
{
	bool good = true;

	for (uint32_t i = 0; i < nr; i++) {
		const struct sc_e820_entry *e = &entries[i];

		if (may_be_ram(e->addr, e->size, e->type, retyped))
			good &= fits(b, e->addr, e->size, out ? &out[i].size : NULL);
	}
	return good;
}

static bool bound_e820_ops(struct budget *b, const struct scenario *s, bool retyped,
			   struct scenario *out)
{
	bool good = true;

	for (uint32_t i = 0; i < s->nr_e820_ops; i++) {
		const struct sc_e820_op *op = &s->e820_ops[i];
		const struct sc_range *r = &op->range;

		if ((op->kind == SC_E820_ADD && may_be_ram(r->start, r->size, op->type, retyped)) ||
		    (op->kind == SC_E820_UPDATE && is_ram(op->new_type)))
			good &=
			    fits(b, r->start, r->size, out ? &out->e820_ops[i].range.size : NULL);
	}
	return good;
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 16;
}

static bool is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* memparse: a number in C's notation and one unit, modulo 2^64. Returns what follows it. */
static const char *parse_size(const char *text, uint64_t *value)
{
	static const char units[] = "kmgtpe";
	int base = 10;

	if (text[0] == '0') {
		base = 8;
		if ((text[1] == 'x' || text[1] == 'X') && digit(text[2]) < 16) {
			base = 16;
			text += 2;
		}
	}
	*value = 0;
	for (; digit(*text) < base; text++)
		*value = *value * (uint64_t)base + (uint64_t)digit(*text);

	const char *unit = *text ? strchr(units, *text | 0x20) : NULL;

	if (!unit)
		return text;
	*value <<= 10 * (unit - units + 1);
	return text + 1;
}

/* SIZE@START wherever it stands, whatever the option: more than the kernel would take, never less.
 * What does not fit becomes SIZE$START, which is no RAM. */
static bool bound_cmdline(struct budget *b, const struct scenario *s, struct scenario *out)
{
	bool good = true;

	for (const char *at = strchr(s->cmdline, '@'); at; at = strchr(at + 1, '@')) {
		const char *text = at;
		uint64_t start, size;

		while (text > s->cmdline && is_alnum(text[-1]))
			text--;
		if (text == at || parse_size(text, &size) != at)
			continue;
		parse_size(at + 1, &start);
		if (fits(b, start, size, NULL))
			continue;
		good = false;
		if (out)
			out->cmdline[at - s->cmdline] = '$';
	}
	return good;
}

static bool bound_ops(struct budget *b, const struct scenario *s, struct scenario *out)
{
	bool good = true;

	for (uint32_t i = 0; i < s->nr_ops; i++) {
		const struct sc_op *op = &s->ops[i];

		if (op->kind == SC_OP_ADD || op->kind == SC_OP_ADD_NODE)
			good &= fits(b, op->range.start, op->range.size,
				     out ? &out->ops[i].range.size : NULL);
	}
	return good;
}

/* What the kernel takes for the table if it cannot be used: above 1 MiB so many KiB. */
static bool bound_fallback(struct budget *b, const struct scenario *s, struct scenario *out)
{
	uint64_t kib = s->ext_mem_k > s->alt_mem_k ? s->ext_mem_k : s->alt_mem_k;
	uint64_t bytes = granted(b, 1 << 20, kib << 10);

	if (bytes == kib << 10)
		return true;
	if (out) {
		kib = bytes >> 10;
		if (out->ext_mem_k > kib)
			out->ext_mem_k = (uint32_t)kib;
		if (out->alt_mem_k > kib)
			out->alt_mem_k = (uint32_t)kib;
	}
	return false;
}

/* Whether s is within the bounds; b is left with its sections. out, if not NULL, is s, to be
 * brought within them. */
static bool bound(struct budget *b, const struct scenario *s, struct scenario *out)
{
	bool good = true;

	b->nr = 0;
	if (s->geometry != SC_X86_64)
		return true; /* the sections of all its address space are few enough */
	if (s->nr_e820) {
		granted(b, 0, 4096); /* the fallback's memory below 1 MiB */

		bool retyped = retypes_to_ram(s);

		good &= bound_entries(b, s->e820, s->nr_e820, retyped, out ? out->e820 : NULL);
		good &= bound_entries(b, s->e820_ext, s->nr_e820_ext, retyped,
				      out ? out->e820_ext : NULL);
		good &= bound_e820_ops(b, s, retyped, out);
	}
	good &= bound_cmdline(b, s, out);
	if (s->nr_e820 && s->has_kernel)
		good &= fits(b, s->kernel.start, s->kernel.size, out ? &out->kernel.size : NULL);
	good &= bound_ops(b, s, out);
	if (s->nr_e820)
		good &= bound_fallback(b, s, out);
	return good;
}

bool scenario_limit(struct scenario *s)
{
	struct budget b;

	return !bound(&b, s, s);
}

bool scenario_within_limit(const struct scenario *s)
{
	struct budget b;

	return bound(&b, s, NULL);
}

uint64_t scenario_max_pages(const struct scenario *s)
{
	struct budget b;

	if (s->geometry == SC_TINY)
		return TINY_PAGES;
	if (s->geometry == SC_ARM_FLATMEM)
		return ARM_PAGES;
	return bound(&b, s, NULL) ? (uint64_t)b.nr << (SECTION_SHIFT - 12) : UINT64_MAX;
}
