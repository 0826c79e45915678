#include "scenario_bytes.h"

#include <string.h>

#include "scenario_encoder.h"

void encode_u8(struct encoder *e, uint64_t v)
{
	if (e->len < e->capacity)
		e->out[e->len] = (uint8_t)v;
	e->len++;
}

void encode_number(struct encoder *e, uint64_t v, unsigned int bytes)
{
	for (unsigned int i = 0; i < bytes; i++)
		encode_u8(e, v >> (8 * i));
}

void encode_record(struct encoder *e, unsigned int record)
{
	uint8_t kind = 0;

	while (e->kinds[kind] != record)
		kind++;
	encode_u8(e, kind);
}

void encode_address(struct encoder *e, uint64_t v)
{
	struct sc_range last = recall(&e->neighbours, 0);

	if (v == 0) {
		encode_u8(e, ADDRESS_ZERO);
	} else if (e->neighbours.nr && (v == last.start || v == last.start + last.size)) {
		/* keeps touching when a mutator changes the neighbour */
		encode_u8(e,
			  v == last.start ? ADDRESS_NEIGHBOUR : ADDRESS_NEIGHBOUR | NEIGHBOUR_END);
		encode_u8(e, 0);
	} else if (v % PAGE == 0 && v / PAGE <= UINT16_MAX) {
		encode_u8(e, ADDRESS_PFN16);
		encode_number(e, v / PAGE, 2);
	} else if (v % PAGE == 0 && v / PAGE <= UINT32_MAX) {
		encode_u8(e, ADDRESS_PFN32);
		encode_number(e, v / PAGE, 4);
	} else if (v <= UINT32_MAX) {
		encode_u8(e, ADDRESS_32);
		encode_number(e, v, 4);
	} else {
		encode_u8(e, ADDRESS_64);
		encode_number(e, v, 8);
	}
}

static void put_size(struct encoder *e, uint64_t v)
{
	uint64_t pages = v / PAGE;

	if (v == 0) {
		encode_u8(e, SIZE_ZERO);
	} else if (v <= UINT8_MAX) {
		encode_u8(e, SIZE_8);
		encode_u8(e, v);
	} else if (v % PAGE == 0 && pages <= SIZE_TO - SIZE_PAGES) {
		encode_u8(e, SIZE_PAGES + pages - 1);
	} else if (v % PAGE == 0 && pages <= UINT16_MAX) {
		encode_u8(e, SIZE_PAGES16);
		encode_number(e, pages, 2);
	} else if (v % PAGE == 0 && pages <= UINT32_MAX) {
		encode_u8(e, SIZE_PAGES32);
		encode_number(e, pages, 4);
	} else if (v <= UINT32_MAX) {
		encode_u8(e, SIZE_32);
		encode_number(e, v, 4);
	} else {
		encode_u8(e, SIZE_64);
		encode_number(e, v, 8);
	}
}

void encode_range(struct encoder *e, uint64_t start, uint64_t size, enum purpose purpose)
{
	encode_address(e, start);
	if (purpose == ANY && size > UINT32_MAX && start + size == 0)
		encode_u8(e, SIZE_TO_TOP);
	else if (purpose == ANY && size > UINT32_MAX && start + size == UINT64_MAX)
		encode_u8(e, SIZE_TO_LAST);
	else
		put_size(e, size);
	remember(&e->neighbours, start, size);
}

static void put_type(struct encoder *e, uint32_t t)
{
	for (uint8_t i = 0; i < 32; i++) {
		if (type_codes[i] == t) {
			encode_u8(e, i);
			return;
		}
	}
	encode_u8(e, TYPE_32);
	encode_number(e, t, 4);
}

static void put_nid(struct encoder *e, int32_t node)
{
	if (node == SC_NID_ANY)
		encode_u8(e, NID_ANY);
	else if (node == SC_MAX_NODES)
		encode_u8(e, NID_MAX);
	else
		encode_u8(e, NID_EXACT | (uint32_t)node);
}

static void put_align(struct encoder *e, uint64_t align)
{
	unsigned int exponent = 0;

	if (align == 0) {
		encode_u8(e, 0);
		return;
	}
	while (align >> exponent != 1)
		exponent++;
	encode_u8(e, ALIGN_EXACT | exponent);
}

static void encode_entries(struct encoder *e, unsigned int record,
			   const struct sc_e820_entry *entries, uint32_t nr)
{
	for (uint32_t i = 0; i < nr; i++) {
		encode_record(e, record);
		put_type(e, entries[i].type);
		encode_range(e, entries[i].addr, entries[i].size, purpose_of_type(entries[i].type));
	}
}

static void encode_e820_op(struct encoder *e, const struct sc_e820_op *op)
{
	encode_record(e, R_E820_OP);
	encode_u8(e, op->kind);
	if (op->kind == SC_E820_SANITIZE)
		return;
	put_type(e, op->type);
	if (op->kind == SC_E820_UPDATE && op->new_type == op->type)
		encode_u8(e, TYPE_SAME);
	else if (op->kind == SC_E820_UPDATE)
		put_type(e, op->new_type);
	encode_range(e, op->range.start, op->range.size, purpose_of_e820_op(op));
	if (op->kind == SC_E820_REMOVE)
		encode_u8(e, op->checktype);
}

static void encode_mem_k(struct encoder *e, bool ext, uint32_t kib)
{
	if (!kib)
		return;
	encode_record(e, R_MEM_K);
	encode_u8(e, MEM_K_32 | (unsigned int)ext);
	encode_number(e, kib, 4);
}

static void encode_cmdline(struct encoder *e, const char *cmdline)
{
	size_t left = strlen(cmdline);

	while (left) {
		size_t n = left < UINT8_MAX ? left : UINT8_MAX;

		encode_record(e, R_TEXT);
		encode_u8(e, n);
		for (size_t i = 0; i < n; i++)
			encode_u8(e, (uint8_t)cmdline[i]);
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
		encode_record(e, R_SETUP_DATA);
		encode_range(e, s->setup_data[i].start, s->setup_data[i].size, ANY);
	}
	if (s->has_kernel) {
		encode_record(e, R_KERNEL);
		encode_range(e, s->kernel.start, s->kernel.size, RAM);
	}
	if (s->has_initrd) {
		encode_record(e, R_INITRD);
		encode_range(e, s->initrd.start, s->initrd.size, ANY);
	}
	if (s->has_bda) {
		encode_record(e, R_BDA);
		encode_number(e, s->bda_ebda_segment, 2);
		encode_number(e, s->bda_kib, 2);
	}
}

static void encode_srat(struct encoder *e, const struct sc_srat *entry)
{
	encode_record(e, R_SRAT);
	encode_u8(e, SRAT_RANGE | (entry->hotplug ? SRAT_HOTPLUG : 0u) |
			 (entry->non_volatile ? SRAT_NON_VOLATILE : 0u));
	encode_u8(e, NID_EXACT | entry->nid);
	encode_u8(e, entry->pxm < PXM_32 ? entry->pxm : PXM_32);
	if (entry->pxm >= PXM_32)
		encode_number(e, entry->pxm, 4);
	encode_range(e, entry->range.start, entry->range.size, ANY);
}

static void encode_op(struct encoder *e, const struct sc_op *op)
{
	unsigned int fields = sc_op_fields(op->kind);

	encode_record(e, R_OP + op->kind);
	if (op->kind == SC_OP_ALLOC) {
		bool anywhere = op->limit == UINT64_MAX;

		encode_u8(e, (op->range.start ? ALLOC_MIN : 0u) | (anywhere    ? ALLOC_ANYWHERE
								   : op->limit ? ALLOC_MAX
									       : 0u));
		if (op->range.start)
			encode_address(e, op->range.start);
		if (op->limit && !anywhere)
			encode_address(e, op->limit);
		put_size(e, op->range.size);
	} else if (fields & SC_HAS_RANGE) {
		encode_range(e, op->range.start, op->range.size, purpose_of_op(op->kind));
	} else if (op->kind == SC_OP_BOTTOM_UP) {
		encode_u8(e, op->limit);
	} else if (fields & SC_HAS_LIMIT) {
		encode_address(e, op->limit);
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
		nr_allocations += sc_late_op_allocates(op->kind);
		if (op->kind == SC_LATE_ALLOC_PAGES) {
			encode_record(e, R_ALLOC_PAGES);
			encode_u8(e, op->order | op->zone << 4 | op->migratetype << 6);
			encode_u8(e, NID_EXACT | op->nid);
		} else if (op->kind == SC_LATE_FREE) {
			unsigned int back = nr_allocations - 1u - number[op->operation];

			encode_record(e, R_FREE);
			if (back >= BACK_LONG)
				encode_u8(e, BACK_LONG | back >> 8);
			encode_u8(e, back);
		} else if (op->kind == SC_LATE_KMALLOC || op->kind == SC_LATE_VMALLOC) {
			encode_record(e, op->kind == SC_LATE_KMALLOC ? R_KMALLOC : R_VMALLOC);
			encode_u8(e, BYTES_EXACT);
			encode_number(e, op->bytes, 8);
		} else {
			encode_record(e, R_FREE_LATE);
			encode_u8(e, FREE_LATE_RANGE);
			encode_range(e, op->range.start, op->range.size, ANY);
		}
	}
}

static unsigned int flags_of_geometry(enum sc_geometry g)
{
	static const uint8_t flags[SC_NR_GEOMETRIES] = {
	    [SC_X86_64] = FLAGS_X86_64, [SC_ARM_FLATMEM] = FLAGS_ARM_FLATMEM};

	return flags[g];
}

static unsigned int kernel_regions(const struct scenario *s)
{
	unsigned int i = 0;

	while (init_regions[i] != s->memblock_regions)
		i++;
	return i;
}

size_t scenario_encode(const struct scenario *s, uint8_t *out, size_t capacity)
{
	struct encoder e = {.out = out, .capacity = capacity, .kinds = record_kinds(s->geometry)};

	if (scenario_check(s) || !scenario_within_limit(s))
		return 0;
	encode_u8(&e, flags_of_geometry(s->geometry) |
			  (s->config.page_table_isolation ? FLAGS_ISOLATION : 0u) |
			  (s->config.efi ? 0u : FLAG_NO_EFI) |
			  (s->config.movable_node ? 0u : FLAG_NO_MOVABLE_NODE) |
			  (s->config.nodes_span_other_nodes ? 0u : FLAG_NO_SPAN_OTHER_NODES));
	encode_u8(&e, (unsigned int)s->release + kernel_regions(s) * SC_NR_RELEASES);
	encode_number(&e, 0, 3); /* no layout */
	encode_mm(&e, s);
	encode_machine(&e, s);
	encode_ops(&e, s);
	encode_late_ops(&e, s);
	return e.len <= capacity ? e.len : 0;
}
