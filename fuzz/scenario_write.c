#include "scenario_text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "scenario_names.h"

struct writer {
	char *out;
	size_t capacity;
	size_t len;
};

static void put(struct writer *w, const char *text, size_t len)
{
	if (w->len < w->capacity) {
		size_t room = w->capacity - w->len;

		memcpy(w->out + w->len, text, len < room ? len : room);
	}
	w->len += len;
}

__attribute__((format(printf, 2, 3))) static void print(struct writer *w, const char *format, ...)
{
	char text[256]; /* longer than any line but the command line */
	va_list args;

	va_start(args, format);
	int len = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	put(w, text, (size_t)len);
}

/* A range as an argument of RANGE_FORMAT. */
#define RANGE_FORMAT "[mem 0x%016" PRIx64 "-0x%016" PRIx64 "]"
#define RANGE(r)     (r).start, (r).start + (r).size - 1
#define SHORT_FORMAT "[0x%016" PRIx64 "-0x%016" PRIx64 "]"

static void write_settings(struct writer *w, const struct scenario *s)
{
	print(w, "mminit: scenario 1\n");
	if (s->expect[0])
		print(w, "mminit: expect %s\n", s->expect);
	if (s->geometry != SC_X86_64)
		print(w, "mminit: geometry %s\n", sc_geometry_name(s->geometry));
	if (s->release != SC_RELEASE_4_9)
		print(w, "mminit: release %s\n", sc_release_name(s->release));
	if (!s->config.efi)
		print(w, "mminit: config EFI=0\n");
	if (!s->config.movable_node)
		print(w, "mminit: config MOVABLE_NODE=0\n");
	if (s->config.maxsmp)
		print(w, "mminit: config MAXSMP=1\n");
	if (!s->config.nodes_span_other_nodes)
		print(w, "mminit: config NODES_SPAN_OTHER_NODES=0\n");
}

static void write_entries(struct writer *w, const char *key, const struct sc_e820_entry *entries,
			  uint32_t nr)
{
	char buf[16];

	for (uint32_t i = 0; i < nr; i++)
		print(w, "%s [mem 0x%016" PRIx64 "-0x%016" PRIx64 "] %s\n", key, entries[i].addr,
		      entries[i].addr + entries[i].size - 1, sc_type_name(entries[i].type, buf));
}

static void write_e820_op(struct writer *w, const struct sc_e820_op *op)
{
	char buf[16], new_buf[16];
	const char *type_text = sc_type_name(op->type, buf);

	print(w, "mminit: e820_op %s", name_of(e820_op_names, op->kind));
	if (op->kind != SC_E820_SANITIZE)
		print(w, " " RANGE_FORMAT " %s", RANGE(op->range), type_text);
	if (op->kind == SC_E820_UPDATE)
		print(w, " => %s", sc_type_name(op->new_type, new_buf));
	if (op->kind == SC_E820_REMOVE)
		print(w, " %s", op->checktype ? "checked" : "any");
	print(w, "\n");
}

static void write_firmware(struct writer *w, const struct scenario *s)
{
	write_entries(w, "BIOS-e820:", s->e820, s->nr_e820);
	write_entries(w, "mminit: e820_ext", s->e820_ext, s->nr_e820_ext);
	if (s->ext_mem_k)
		print(w, "mminit: ext_mem_k %" PRIu32 "\n", s->ext_mem_k);
	if (s->alt_mem_k)
		print(w, "mminit: alt_mem_k %" PRIu32 "\n", s->alt_mem_k);
	if (s->has_bda)
		print(w, "mminit: bda 0x%" PRIx32 " %" PRIu32 "\n", s->bda_ebda_segment,
		      s->bda_kib);
	for (uint32_t i = 0; i < s->nr_e820_ops; i++)
		write_e820_op(w, &s->e820_ops[i]);
	if (s->cmdline[0]) {
		print(w, "Command line: ");
		put(w, s->cmdline, strlen(s->cmdline));
		print(w, "\n");
	}
	for (uint32_t i = 0; i < s->nr_setup_data; i++)
		print(w, "mminit: setup_data " SHORT_FORMAT "\n", RANGE(s->setup_data[i]));
	if (s->has_kernel)
		print(w, "mminit: kernel " SHORT_FORMAT "\n", RANGE(s->kernel));
	if (s->has_initrd)
		print(w, "mminit: initrd " SHORT_FORMAT "\n", RANGE(s->initrd));
}

static void write_srat(struct writer *w, const struct scenario *s)
{
	for (uint32_t i = 0; i < s->nr_srat; i++) {
		const struct sc_srat *e = &s->srat[i];

		print(w, "ACPI: SRAT: Node %" PRIu32 " PXM %" PRIu32 " " RANGE_FORMAT "%s%s\n",
		      e->nid, e->pxm, RANGE(e->range), e->hotplug ? " hotplug" : "",
		      e->non_volatile ? " non-volatile" : "");
	}
}

static void write_op(struct writer *w, const struct sc_op *op)
{
	const char *kernel_name = name_of(memblock_names, op->kind);
	unsigned int fields = sc_op_fields(op->kind);

	if (kernel_name) {
		print(w, "%s " SHORT_FORMAT "\n", kernel_name, RANGE(op->range));
		return;
	}
	print(w, "mminit: op %s", name_of(op_names, op->kind));
	if (op->kind == SC_OP_ALLOC) {
		print(w, " 0x%" PRIx64 " 0x%" PRIx64 " 0x%" PRIx64 " 0x%" PRIx64 " %" PRId32 "\n",
		      op->range.size, op->align, op->range.start, op->limit, op->nid);
		return;
	}
	if (fields & SC_HAS_RANGE)
		print(w, " " SHORT_FORMAT, RANGE(op->range));
	if (fields & SC_HAS_NID)
		print(w, " %" PRId32, op->nid);
	if (fields & SC_HAS_ALIGN)
		print(w, " 0x%" PRIx64, op->align);
	if (op->kind == SC_OP_BOTTOM_UP)
		print(w, " %" PRIu64, op->limit);
	else if (fields & SC_HAS_LIMIT)
		print(w, " 0x%" PRIx64, op->limit);
	print(w, "\n");
}

/* The fill needs no line where the parser puts it by itself. */
static bool fill_is_implied(const struct scenario *s)
{
	if (!s->nr_e820 || !s->nr_ops || s->ops[0].kind != SC_OP_FILL)
		return false;
	for (uint32_t i = 1; i < s->nr_ops; i++) {
		if (s->ops[i].kind == SC_OP_FILL || s->ops[i].kind == SC_OP_ADD)
			return false;
	}
	return true;
}

static void write_late_op(struct writer *w, const struct sc_late_op *op)
{
	switch (op->kind) {
	case SC_LATE_ALLOC_PAGES:
		print(w, "mminit: alloc_pages %" PRIu32 " %s %" PRIu32 " %s\n", op->order,
		      name_of(zone_names, op->zone), op->nid,
		      name_of(migratetype_names, op->migratetype));
		break;
	case SC_LATE_FREE:
		print(w, "mminit: free #%" PRIu32 "\n", op->operation + 1);
		break;
	default:
		print(w, "mminit: free_late " SHORT_FORMAT "\n", RANGE(op->range));
	}
}

size_t scenario_format(const struct scenario *s, char *out, size_t capacity)
{
	struct writer w = {out, capacity, 0};

	write_settings(&w, s);
	write_firmware(&w, s);
	for (uint32_t i = fill_is_implied(s) ? 1 : 0; i < s->nr_ops; i++) {
		if (s->ops[i].kind == SC_OP_NUMA)
			write_srat(&w, s);
		else
			write_op(&w, &s->ops[i]);
	}
	for (uint32_t i = 0; i < s->nr_late_ops; i++)
		write_late_op(&w, &s->late_ops[i]);
	return w.len;
}

bool scenario_write(const struct scenario *s, FILE *out)
{
	size_t len = scenario_format(s, NULL, 0);
	char *text = malloc(len);

	if (!text)
		return false;
	scenario_format(s, text, len);

	bool written = fwrite(text, 1, len, out) == len && fflush(out) == 0;

	free(text);
	return written;
}
