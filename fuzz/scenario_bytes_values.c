/* Decoding what records are made of: numbers, addresses, ranges, nodes. */
#include "scenario_decoder.h"

uint8_t decode_u8(struct decoder *d)
{
	return d->at < d->end ? *d->at++ : 0;
}

uint64_t decode_number(struct decoder *d, unsigned int bytes)
{
	uint64_t v = 0;

	for (unsigned int i = 0; i < bytes; i++)
		v |= (uint64_t)decode_u8(d) << (8 * i);
	return v;
}

/* A small offset; half of all bytes mean none, for things that touch exactly. */
static uint64_t delta(struct decoder *d)
{
	const struct geometry *g = d->geometry;
	const uint64_t offsets[16] = {
	    1,          2,         16,       0x400,    0x800, PAGE - 1,     PAGE,
	    2 * PAGE,   PAGE + 1,  3 * PAGE, 7 * PAGE, 64,    g->pageblock, g->max_order_block,
	    g->section, 16 * PAGE,
	};
	uint8_t b = decode_u8(d);

	if (!(b & 0x20))
		return 0;
	return b & 0x10 ? -offsets[b & 0xf] : offsets[b & 0xf];
}

static uint64_t neighbour_address(const struct decoder *d, uint8_t form)
{
	struct sc_range r = recall(&d->neighbours, form & 0xf);

	switch ((form >> 4) & 3) {
	case 0:
		return r.start;
	case 1:
		return r.start + r.size;
	case 2:
		return r.start + r.size / 2;
	default:
		return (r.start + r.size - 1) & ~(PAGE - 1);
	}
}

uint64_t decode_address(struct decoder *d)
{
	uint8_t form = decode_u8(d);

	if (form >= ADDRESS_BLOCK)
		return geometry_block_address(d->s->geometry, form & 0x3f);
	if (form >= ADDRESS_PAGE)
		return geometry_page_address(d->s->geometry,
					     (uint32_t)(form & 0x3f) << 8 | decode_u8(d));
	if (form >= ADDRESS_NEIGHBOUR)
		return neighbour_address(d, form) + delta(d);
	if (form >= ADDRESS_EDGE)
		return d->geometry->edges[(form - ADDRESS_EDGE) % d->geometry->nr_edges] + delta(d);
	switch (form) {
	case ADDRESS_64:
		return decode_number(d, 8);
	case ADDRESS_32:
		return decode_number(d, 4);
	case ADDRESS_PFN16:
		return decode_number(d, 2) * PAGE;
	case ADDRESS_PFN32:
		return decode_number(d, 4) * PAGE;
	default:
		return 0;
	}
}

/* The range between two addresses in either order, or as much of it, next to one of them, as the
 * purpose allows. */
static struct sc_range range_between(const struct decoder *d, uint64_t a, uint64_t b,
				     enum purpose purpose, bool next_to_end)
{
	uint64_t most = d->geometry->most[purpose];
	struct sc_range r = {a < b ? a : b, a < b ? b - a : a - b};

	if (r.size > most) {
		if (next_to_end)
			r.start += r.size - most;
		r.size = most;
	}
	return r;
}

uint64_t decode_size(struct decoder *d, uint64_t *start, enum purpose purpose)
{
	uint8_t form = decode_u8(d);
	struct sc_range r;

	if (form >= SIZE_SECTIONS)
		return ((form & 0x3fu) + 1) * d->geometry->large_step[purpose];
	if (form >= SIZE_BLOCKS)
		return ((form & 0x3fu) + 1) * d->geometry->small_step[purpose];
	if (form >= SIZE_TO) {
		r = range_between(d, *start, decode_address(d), purpose, form & 1);
		*start = r.start;
		return r.size;
	}
	if (form >= SIZE_PAGES)
		return (form - SIZE_PAGES + 1u) * PAGE;
	switch (form) {
	case SIZE_64:
		return decode_number(d, 8);
	case SIZE_32:
		return decode_number(d, 4);
	case SIZE_PAGES16:
		return decode_number(d, 2) * PAGE;
	case SIZE_PAGES32:
		return decode_number(d, 4) * PAGE;
	case SIZE_TO_TOP:
		return range_between(d, *start, UINT64_MAX, purpose, false).size + 1;
	case SIZE_TO_LAST:
		return range_between(d, *start, UINT64_MAX, purpose, false).size;
	case SIZE_8:
		return decode_u8(d);
	default:
		return 0;
	}
}

struct sc_range decode_range(struct decoder *d, enum purpose purpose)
{
	struct sc_range r;

	r.start = decode_address(d);
	r.size = decode_size(d, &r.start, purpose);
	remember(&d->neighbours, r.start, r.size);
	return r;
}

uint32_t decode_type(struct decoder *d)
{
	uint8_t b = decode_u8(d);

	return b == TYPE_32 ? (uint32_t)decode_number(d, 4) : type_codes[b % 32];
}

/* Most machines have one or two nodes. */
static uint8_t usual_nid(uint8_t b)
{
	static const uint8_t nids[8] = {0, 1, 0, 1, 0, 0, 2, 3};

	return nids[b % 8];
}

uint32_t decode_small_nid(struct decoder *d)
{
	uint8_t b = decode_u8(d);

	return b & NID_EXACT ? b & 0x3fu : usual_nid(b);
}

int32_t decode_nid(struct decoder *d)
{
	uint8_t b = decode_u8(d);

	if (b & NID_EXACT)
		return b & 0x3f;
	if (b >= NID_MAX)
		return SC_MAX_NODES;
	return b >= NID_ANY ? SC_NID_ANY : usual_nid(b);
}

uint64_t decode_alignment(struct decoder *d)
{
	static const uint64_t usual[8] = {0, 64, PAGE, 8, 8 * PAGE, 2 * MIB, 128 * MIB, 1};
	uint8_t b = decode_u8(d);

	return b & ALIGN_EXACT ? UINT64_C(1) << (b & 0x3f) : usual[b % 8];
}
