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
	if (s->memblock_regions != SC_MEMBLOCK_REGIONS)
		print(w, "mminit: memblock_regions %" PRIu32 "\n", s->memblock_regions);
	for (size_t i = 0; sc_config_options[i].name; i++) {
		bool on = sc_config_value(&s->config, i);

		if (on == sc_config_options[i].on || sc_config_is_alias(i))
			continue;
		print(w, "mminit: config %s=%d\n", sc_config_options[i].name, on);
	}
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

static void write_cpu(struct writer *w, const struct scenario *s)
{
	const struct sc_cpu *cpu = &s->cpu;
	const struct {
		const char *name;
		bool has;
	} flags[] = {{"pse", cpu->pse},
		     {"gbpages", cpu->gbpages},
		     {"nx", cpu->nx},
		     {"amd", cpu->amd},
		     {"xenpv", cpu->xenpv}};
	const char *between = " ";

	if (s->nr_cpus != 1)
		print(w, "mminit: cpus %" PRIu32 "\n", s->nr_cpus);
	if (cpu->pse && cpu->gbpages && cpu->nx && !cpu->amd && !cpu->xenpv)
		return;
	print(w, "mminit: cpu");
	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
		if (!flags[i].has)
			continue;
		print(w, "%s%s", between, flags[i].name);
		between = ",";
	}
	print(w, "%s\n", *between == ' ' ? " none" : "");
}

static void write_slab(struct writer *w, const struct scenario *s)
{
	for (uint32_t i = 0; i < SC_NR_STRUCTS; i++)
		if (s->sizeof_struct[i])
			print(w, "mminit: sizeof %s %" PRIu32 "\n", name_of(struct_names, i),
			      s->sizeof_struct[i]);
	if (s->slub_min_objects)
		print(w, "mminit: slub_min_objects %" PRIu32 "\n", s->slub_min_objects);
	if (s->slub_max_order != SC_DEFAULT_SLUB_ORDER)
		print(w, "mminit: slub_max_order %" PRIu32 "\n", s->slub_max_order);
	if (s->slub_min_order)
		print(w, "mminit: slub_min_order %" PRIu32 "\n", s->slub_min_order);
}

static void write_percpu(struct writer *w, const struct sc_percpu *percpu)
{
	const struct sc_percpu *p = &sc_percpu_default;

	if (percpu->static_size != p->static_size || percpu->reserved_size != p->reserved_size ||
	    percpu->dyn_size != p->dyn_size || percpu->unit_size != p->unit_size)
		print(w, "mminit: percpu 0x%" PRIx32 " 0x%" PRIx32 " 0x%" PRIx32 " 0x%" PRIx32 "\n",
		      percpu->static_size, percpu->reserved_size, percpu->dyn_size,
		      percpu->unit_size);
}

/* What mm_init is asked, but for the configuration. */
static void write_mm_init(struct writer *w, const struct scenario *s)
{
	write_cpu(w, s);
	write_slab(w, s);
	write_percpu(w, &s->percpu);
	for (uint32_t i = 0; i < s->nr_early_vm; i++)
		print(w, "mminit: early_vm 0x%" PRIx64 " 0x%" PRIx64 " 0x%" PRIx64 "\n",
		      s->early_vm[i].addr, s->early_vm[i].size, s->early_vm[i].flags);
	for (uint32_t i = 0; i < s->nr_user_maps; i++)
		print(w, "mminit: user_map 0x%" PRIx64 " 0x%" PRIx64 " %s\n", s->user_maps[i].start,
		      s->user_maps[i].size, name_of(prot_names, s->user_maps[i].prot));
	for (uint32_t i = 0; i < s->nr_bootmem_info; i++)
		print(w, "mminit: bootmem_info %s %" PRIu32 " " SHORT_FORMAT "\n",
		      name_of(bootmem_names, s->bootmem_info[i].kind), s->bootmem_info[i].id,
		      RANGE(s->bootmem_info[i].range));
	for (uint32_t i = 0; i < SC_NR_IMAGE_PARTS; i++)
		if (s->image[i].start || s->image[i].size)
			print(w, "mminit: image %s " SHORT_FORMAT "\n", name_of(image_names, i),
			      RANGE(s->image[i]));
}

static void write_arm(struct writer *w, const struct sc_arm *arm)
{
	if (arm->has_lowmem_limit)
		print(w, "mminit: lowmem_limit 0x%" PRIx32 "\n", arm->lowmem_limit);
	if (arm->phys_offset)
		print(w, "mminit: phys_offset 0x%" PRIx32 "\n", arm->phys_offset);
	if (arm->has_dma_zone)
		print(w, "mminit: dma_zone_size 0x%" PRIx32 "\n", arm->dma_zone_size);
	if (arm->page_shift != SC_MIN_PAGE_SHIFT)
		print(w, "mminit: page_shift %" PRIu32 "\n", arm->page_shift);
	if (arm->has_mem_map)
		print(w, "mminit: mem_map 0x%" PRIx32 "\n", arm->mem_map);
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

static void write_late_op(struct writer *w, const struct scenario *s, const struct sc_late_op *op)
{
	switch (op->kind) {
	case SC_LATE_ALLOC_PAGES:
		print(w, "mminit: alloc_pages %" PRIu32 " %s %" PRIu32 " %s\n", op->order,
		      sc_zone_name(s->geometry, op->zone), op->nid,
		      name_of(migratetype_names, op->migratetype));
		break;
	case SC_LATE_FREE:
		print(w, "mminit: free #%" PRIu32 "\n", op->operation + 1);
		break;
	case SC_LATE_KMALLOC:
		print(w, "mminit: kmalloc %" PRIu64 "\n", op->bytes);
		break;
	case SC_LATE_VMALLOC:
		print(w, "mminit: vmalloc %" PRIu64 "\n", op->bytes);
		break;
	default:
		print(w, "mminit: free_late " SHORT_FORMAT "\n", RANGE(op->range));
	}
}

size_t scenario_format(const struct scenario *s, char *out, size_t capacity)
{
	struct writer w = {out, capacity, 0};

	write_settings(&w, s);
	write_arm(&w, &s->arm);
	write_mm_init(&w, s);
	write_firmware(&w, s);
	for (uint32_t i = fill_is_implied(s) ? 1 : 0; i < s->nr_ops; i++) {
		if (s->ops[i].kind == SC_OP_NUMA)
			write_srat(&w, s);
		else
			write_op(&w, &s->ops[i]);
	}
	for (uint32_t i = 0; i < s->nr_late_ops; i++)
		write_late_op(&w, s, &s->late_ops[i]);
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
