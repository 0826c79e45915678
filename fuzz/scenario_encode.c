#include "scenario_bytes.h"

#include <string.h>

#include "scenario_bytes_format.h"

struct encoder {
	uint8_t *out;
	size_t capacity;
	size_t len;
	struct neighbours neighbours;
};

static void put8(struct encoder *e, uint64_t v)
{
	if (e->len < e->capacity)
		e->out[e->len] = (uint8_t)v;
	e->len++;
}

static void put_little_endian(struct encoder *e, uint64_t v, unsigned int bytes)
{
	for (unsigned int i = 0; i < bytes; i++)
		put8(e, v >> (8 * i));
}

static void put_record(struct encoder *e, unsigned int record)
{
	uint8_t kind = 0;

	while (record_of[kind] != record)
		kind++;
	put8(e, kind);
}

static void put_address(struct encoder *e, uint64_t v)
{
	struct sc_range last = recall(&e->neighbours, 0);

	if (v == 0) {
		put8(e, ADDRESS_ZERO);
	} else if (e->neighbours.nr && (v == last.start || v == last.start + last.size)) {
		/* keeps touching when a mutator changes the neighbour */
		put8(e, v == last.start ? ADDRESS_NEIGHBOUR : ADDRESS_NEIGHBOUR | NEIGHBOUR_END);
		put8(e, 0);
	} else if (v % PAGE == 0 && v / PAGE <= UINT16_MAX) {
		put8(e, ADDRESS_PFN16);
		put_little_endian(e, v / PAGE, 2);
	} else if (v % PAGE == 0 && v / PAGE <= UINT32_MAX) {
		put8(e, ADDRESS_PFN32);
		put_little_endian(e, v / PAGE, 4);
	} else if (v <= UINT32_MAX) {
		put8(e, ADDRESS_32);
		put_little_endian(e, v, 4);
	} else {
		put8(e, ADDRESS_64);
		put_little_endian(e, v, 8);
	}
}

static void put_size(struct encoder *e, uint64_t v)
{
	uint64_t pages = v / PAGE;

	if (v == 0) {
		put8(e, SIZE_ZERO);
	} else if (v <= UINT8_MAX) {
		put8(e, SIZE_8);
		put8(e, v);
	} else if (v % PAGE == 0 && pages <= SIZE_TO - SIZE_PAGES) {
		put8(e, SIZE_PAGES + pages - 1);
	} else if (v % PAGE == 0 && pages <= UINT16_MAX) {
		put8(e, SIZE_PAGES16);
		put_little_endian(e, pages, 2);
	} else if (v % PAGE == 0 && pages <= UINT32_MAX) {
		put8(e, SIZE_PAGES32);
		put_little_endian(e, pages, 4);
	} else if (v <= UINT32_MAX) {
		put8(e, SIZE_32);
		put_little_endian(e, v, 4);
	} else {
		put8(e, SIZE_64);
		put_little_endian(e, v, 8);
	}
}

static void put_range(struct encoder *e, uint64_t start, uint64_t size, enum purpose purpose)
{
	put_address(e, start);
	if (purpose == ANY && size > UINT32_MAX && start + size == 0)
		put8(e, SIZE_TO_TOP);
	else if (purpose == ANY && size > UINT32_MAX && start + size == UINT64_MAX)
		put8(e, SIZE_TO_LAST);
	else
		put_size(e, size);
	remember(&e->neighbours, start, size);
}

static void put_type(struct encoder *e, uint32_t t)
{
	for (uint8_t i = 0; i < 32; i++) {
		if (type_codes[i] == t) {
			put8(e, i);
			return;
		}
	}
	put8(e, TYPE_32);
	put_little_endian(e, t, 4);
}

static void put_nid(struct encoder *e, int32_t node)
{
	if (node == SC_NID_ANY)
		put8(e, NID_ANY);
	else if (node == SC_MAX_NODES)
		put8(e, NID_MAX);
	else
		put8(e, NID_EXACT | (uint32_t)node);
}

static void put_align(struct encoder *e, uint64_t align)
{
	unsigned int exponent = 0;

	if (align == 0) {
		put8(e, 0);
		return;
	}
	while (align >> exponent != 1)
		exponent++;
	put8(e, ALIGN_EXACT | exponent);
}

static void encode_entries(struct encoder *e, unsigned int record,
			   const struct sc_e820_entry *entries, uint32_t nr)
{
	for (uint32_t i = 0; i < nr; i++) {
		put_record(e, record);
		put_type(e, entries[i].type);
		put_range(e, entries[i].addr, entries[i].size, purpose_of_type(entries[i].type));
	}
}

static void encode_e820_op(struct encoder *e, const struct sc_e820_op *op)
{
	put_record(e, R_E820_OP);
	put8(e, op->kind);
	if (op->kind == SC_E820_SANITIZE)
		return;
	put_type(e, op->type);
	if (op->kind == SC_E820_UPDATE && op->new_type == op->type)
		put8(e, TYPE_SAME);
	else if (op->kind == SC_E820_UPDATE)
		put_type(e, op->new_type);
	put_range(e, op->range.start, op->range.size, purpose_of_e820_op(op));
	if (op->kind == SC_E820_REMOVE)
		put8(e, op->checktype);
}

static void encode_mem_k(struct encoder *e, bool ext, uint32_t kib)
{
	if (!kib)
		return;
	put_record(e, R_MEM_K);
	put8(e, MEM_K_32 | (unsigned int)ext);
	put_little_endian(e, kib, 4);
}

static void encode_cmdline(struct encoder *e, const char *cmdline)
{
	size_t left = strlen(cmdline);

	while (left) {
		size_t n = left < UINT8_MAX ? left : UINT8_MAX;

		put_record(e, R_TEXT);
		put8(e, n);
		for (size_t i = 0; i < n; i++)
			put8(e, (uint8_t)cmdline[i]);
		cmdline += n;
		left -= n;
	}
}

static void encode_machine(struct encoder *e, const struct scenario *s)
{
	encode_entries(e, R_E820, s->e820, s->nr_e820);
	encode_entries(e, R_E820_EXT, s->e820_ext, s->nr_e820_ext);
	for (uint32_t i = 0; i < s->nr_e820_ops; i++)
		encode_e820_op(e, &s->e820_ops[i]);
	encode_mem_k(e, true, s->ext_mem_k);
	encode_mem_k(e, false, s->alt_mem_k);
	encode_cmdline(e, s->cmdline);
	for (uint32_t i = 0; i < s->nr_setup_data; i++) {
		put_record(e, R_SETUP_DATA);
		put_range(e, s->setup_data[i].start, s->setup_data[i].size, ANY);
	}
	if (s->has_kernel) {
		put_record(e, R_KERNEL);
		put_range(e, s->kernel.start, s->kernel.size, RAM);
	}
	if (s->has_initrd) {
		put_record(e, R_INITRD);
		put_range(e, s->initrd.start, s->initrd.size, ANY);
	}
	if (s->has_bda) {
		put_record(e, R_BDA);
		put_little_endian(e, s->bda_ebda_segment, 2);
		put_little_endian(e, s->bda_kib, 2);
	}
}

static void encode_srat(struct encoder *e, const struct sc_srat *entry)
{
	put_record(e, R_SRAT);
	put8(e, SRAT_RANGE | (entry->hotplug ? SRAT_HOTPLUG : 0u) |
		    (entry->non_volatile ? SRAT_NON_VOLATILE : 0u));
	put8(e, NID_EXACT | entry->nid);
	put8(e, entry->pxm < PXM_32 ? entry->pxm : PXM_32);
	if (entry->pxm >= PXM_32)
		put_little_endian(e, entry->pxm, 4);
	put_range(e, entry->range.start, entry->range.size, ANY);
}

static void encode_op(struct encoder *e, const struct sc_op *op)
{
	unsigned int fields = sc_op_fields(op->kind);

	put_record(e, R_OP + op->kind);
	if (op->kind == SC_OP_ALLOC) {
		bool anywhere = op->limit == UINT64_MAX;

		put8(e, (op->range.start ? ALLOC_MIN : 0u) | (anywhere    ? ALLOC_ANYWHERE
							      : op->limit ? ALLOC_MAX
									  : 0u));
		if (op->range.start)
			put_address(e, op->range.start);
		if (op->limit && !anywhere)
			put_address(e, op->limit);
		put_size(e, op->range.size);
	} else if (fields & SC_HAS_RANGE) {
		put_range(e, op->range.start, op->range.size, purpose_of_op(op->kind));
	} else if (op->kind == SC_OP_BOTTOM_UP) {
		put8(e, op->limit);
	} else if (fields & SC_HAS_LIMIT) {
		put_address(e, op->limit);
	}
	if (fields & SC_HAS_NID)
		put_nid(e, op->nid);
	if (fields & SC_HAS_ALIGN)
		put_align(e, op->align);
}

static void encode_ops(struct encoder *e, const struct scenario *s)
{
	for (uint32_t i = 0; i < s->nr_ops; i++) {
		if (s->ops[i].kind != SC_OP_NUMA) {
			encode_op(e, &s->ops[i]);
			continue;
		}
		for (uint32_t k = 0; k < s->nr_srat; k++)
			encode_srat(e, &s->srat[k]);
	}
}

static void encode_late_ops(struct encoder *e, const struct scenario *s)
{
	uint16_t number[SC_MAX_LATE_OPS]; /* of the allocations up to each operation */
	uint16_t nr_allocations = 0;

	for (uint32_t i = 0; i < s->nr_late_ops; i++) {
		const struct sc_late_op *op = &s->late_ops[i];

		number[i] = nr_allocations;
		if (op->kind == SC_LATE_ALLOC_PAGES) {
			nr_allocations++;
			put_record(e, R_ALLOC_PAGES);
			put8(e, op->order | op->zone << 4 | op->migratetype << 6);
			put8(e, NID_EXACT | op->nid);
		} else if (op->kind == SC_LATE_FREE) {
			unsigned int back = nr_allocations - 1u - number[op->operation];

			put_record(e, R_FREE);
			if (back >= BACK_LONG)
				put8(e, BACK_LONG | back >> 8);
			put8(e, back);
		} else {
			put_record(e, R_FREE_LATE);
			put8(e, FREE_LATE_RANGE);
			put_range(e, op->range.start, op->range.size, ANY);
		}
	}
}

size_t scenario_encode(const struct scenario *s, uint8_t *out, size_t capacity)
{
	struct encoder e = {.out = out, .capacity = capacity};

	if (scenario_check(s) || !scenario_within_limit(s) || s->release != SC_RELEASE_4_9 ||
	    s->config.maxsmp)
		return 0;
	put8(&e, (s->geometry == SC_X86_64 ? FLAGS_X86_64 : 0u) |
		     (s->config.efi ? 0u : FLAG_NO_EFI) |
		     (s->config.movable_node ? 0u : FLAG_NO_MOVABLE_NODE) |
		     (s->config.nodes_span_other_nodes ? 0u : FLAG_NO_SPAN_OTHER_NODES));
	put_little_endian(&e, 0, 3); /* no layout */
	encode_machine(&e, s);
	encode_ops(&e, s);
	encode_late_ops(&e, s);
	return e.len <= capacity ? e.len : 0;
}
