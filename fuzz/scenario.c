#include "scenario.h"

#include <string.h>

#include "scenario_mm.h"

static const char *const geometry_names[SC_NR_GEOMETRIES] = {
    [SC_X86_64] = "x86_64",
    [SC_TINY] = "tiny",
    [SC_ARM_FLATMEM] = "arm_flatmem",
};

const char *sc_geometry_name(enum sc_geometry g)
{
	return geometry_names[g];
}

bool sc_geometry_parse(const char *name, enum sc_geometry *g)
{
	for (int i = 0; i < SC_NR_GEOMETRIES; i++) {
		if (strcmp(name, geometry_names[i]) == 0) {
			*g = (enum sc_geometry)i;
			return true;
		}
	}
	return false;
}

static const struct {
	const char *name;
	unsigned int major, minor;
} releases[SC_NR_RELEASES] = {
    [SC_RELEASE_4_9] = {"4.9", 4, 9},
    [SC_RELEASE_6_1] = {"6.1", 6, 1},
    [SC_RELEASE_6_12] = {"6.12", 6, 12},
};

const char *sc_release_name(enum sc_release r)
{
	return releases[r].name;
}

enum sc_release sc_release_of(unsigned int major, unsigned int minor)
{
	int r = SC_NR_RELEASES - 1;

	while (r > 0 && (major < releases[r].major ||
			 (major == releases[r].major && minor < releases[r].minor)))
		r--;
	return (enum sc_release)r;
}

uint32_t sc_max_order(enum sc_geometry g)
{
	return g == SC_TINY ? 5 : 11;
}

unsigned int sc_op_fields(enum sc_op_kind kind)
{
	static const unsigned char fields[SC_NR_OPS] = {
	    [SC_OP_ADD] = SC_HAS_RANGE,
	    [SC_OP_ADD_NODE] = SC_HAS_RANGE | SC_HAS_NID,
	    [SC_OP_REMOVE] = SC_HAS_RANGE,
	    [SC_OP_RESERVE] = SC_HAS_RANGE,
	    [SC_OP_FREE] = SC_HAS_RANGE,
	    [SC_OP_SET_NODE_MEMORY] = SC_HAS_RANGE | SC_HAS_NID,
	    [SC_OP_SET_NODE_RESERVED] = SC_HAS_RANGE | SC_HAS_NID,
	    [SC_OP_MARK_HOTPLUG] = SC_HAS_RANGE,
	    [SC_OP_CLEAR_HOTPLUG] = SC_HAS_RANGE,
	    [SC_OP_MARK_MIRROR] = SC_HAS_RANGE,
	    [SC_OP_MARK_NOMAP] = SC_HAS_RANGE,
	    [SC_OP_ALLOC] = SC_HAS_RANGE | SC_HAS_NID | SC_HAS_ALIGN | SC_HAS_LIMIT,
	    [SC_OP_TRIM] = SC_HAS_ALIGN,
	    [SC_OP_ENFORCE_LIMIT] = SC_HAS_LIMIT,
	    [SC_OP_BOTTOM_UP] = SC_HAS_LIMIT,
	    [SC_OP_CURRENT_LIMIT] = SC_HAS_LIMIT,
	};

	return fields[kind];
}

void scenario_clear(struct scenario *s)
{
	s->geometry = SC_X86_64;
	s->release = SC_RELEASE_4_9;
	s->memblock_regions = SC_MEMBLOCK_REGIONS;
	scenario_clear_mm(s);
	s->nr_e820 = 0;
	s->nr_e820_ext = 0;
	s->ext_mem_k = 0;
	s->alt_mem_k = 0;
	s->nr_e820_ops = 0;
	s->cmdline[0] = '\0';
	s->nr_setup_data = 0;
	s->has_kernel = false;
	s->kernel = (struct sc_range){0, 0};
	s->has_initrd = false;
	s->initrd = (struct sc_range){0, 0};
	s->has_bda = false;
	s->bda_ebda_segment = 0;
	s->bda_kib = 0;
	s->nr_ops = 0;
	s->nr_srat = 0;
	s->nr_late_ops = 0;
	s->expect[0] = '\0';
}

static void insert_op(struct scenario *s, uint32_t index, enum sc_op_kind kind)
{
	memmove(&s->ops[index + 1], &s->ops[index], (s->nr_ops - index) * sizeof(s->ops[0]));
	s->ops[index] = (struct sc_op){.kind = kind};
	s->nr_ops++;
}

void scenario_place(struct scenario *s, uint32_t fill_at, uint32_t numa_at)
{
	uint32_t first_fill = 0;

	while (first_fill < s->nr_ops && s->ops[first_fill].kind != SC_OP_FILL)
		first_fill++;
	if (s->nr_e820 && first_fill == s->nr_ops) {
		first_fill = fill_at;
		insert_op(s, fill_at, SC_OP_FILL);
		if (numa_at >= fill_at)
			numa_at++;
	}
	if (!s->nr_srat)
		return;
	if (first_fill < s->nr_ops && numa_at <= first_fill)
		numa_at = first_fill + 1;
	insert_op(s, numa_at, SC_OP_NUMA);
}

static bool range_equal(struct sc_range a, struct sc_range b)
{
	return a.start == b.start && a.size == b.size;
}

static bool entries_equal(const struct sc_e820_entry *a, const struct sc_e820_entry *b, uint32_t nr)
{
	for (uint32_t i = 0; i < nr; i++) {
		if (a[i].addr != b[i].addr || a[i].size != b[i].size || a[i].type != b[i].type)
			return false;
	}
	return true;
}

static bool e820_op_equal(const struct sc_e820_op *a, const struct sc_e820_op *b)
{
	if (a->kind != b->kind)
		return false;
	if (a->kind == SC_E820_SANITIZE)
		return true;
	if (a->kind == SC_E820_UPDATE && a->new_type != b->new_type)
		return false;
	if (a->kind == SC_E820_REMOVE && a->checktype != b->checktype)
		return false;
	return range_equal(a->range, b->range) && a->type == b->type;
}

static bool op_equal(const struct sc_op *a, const struct sc_op *b)
{
	unsigned int fields = sc_op_fields(a->kind);

	if (a->kind != b->kind)
		return false;
	if ((fields & SC_HAS_RANGE) && !range_equal(a->range, b->range))
		return false;
	if ((fields & SC_HAS_NID) && a->nid != b->nid)
		return false;
	if ((fields & SC_HAS_ALIGN) && a->align != b->align)
		return false;
	return !(fields & SC_HAS_LIMIT) || a->limit == b->limit;
}

static bool srat_equal(const struct sc_srat *a, const struct sc_srat *b)
{
	return range_equal(a->range, b->range) && a->nid == b->nid && a->pxm == b->pxm &&
	       a->hotplug == b->hotplug && a->non_volatile == b->non_volatile;
}

static bool late_op_equal(const struct sc_late_op *a, const struct sc_late_op *b)
{
	if (a->kind != b->kind)
		return false;
	if (a->kind == SC_LATE_FREE)
		return a->operation == b->operation;
	if (a->kind == SC_LATE_FREE_LATE)
		return range_equal(a->range, b->range);
	if (a->kind == SC_LATE_KMALLOC || a->kind == SC_LATE_VMALLOC)
		return a->bytes == b->bytes;
	return a->order == b->order && a->zone == b->zone && a->nid == b->nid &&
	       a->migratetype == b->migratetype;
}

static bool settings_equal(const struct scenario *a, const struct scenario *b)
{
	return a->geometry == b->geometry && a->release == b->release &&
	       a->memblock_regions == b->memblock_regions && scenario_equal_mm(a, b) &&
	       a->ext_mem_k == b->ext_mem_k && a->alt_mem_k == b->alt_mem_k &&
	       a->has_kernel == b->has_kernel &&
	       (!a->has_kernel || range_equal(a->kernel, b->kernel)) &&
	       a->has_initrd == b->has_initrd &&
	       (!a->has_initrd || range_equal(a->initrd, b->initrd)) && a->has_bda == b->has_bda &&
	       (!a->has_bda ||
		(a->bda_ebda_segment == b->bda_ebda_segment && a->bda_kib == b->bda_kib)) &&
	       strcmp(a->cmdline, b->cmdline) == 0;
}

bool scenario_equal(const struct scenario *a, const struct scenario *b)
{
	if (!settings_equal(a, b) || a->nr_e820 != b->nr_e820 || a->nr_e820_ext != b->nr_e820_ext ||
	    a->nr_e820_ops != b->nr_e820_ops || a->nr_setup_data != b->nr_setup_data ||
	    a->nr_ops != b->nr_ops || a->nr_srat != b->nr_srat || a->nr_late_ops != b->nr_late_ops)
		return false;
	if (!entries_equal(a->e820, b->e820, a->nr_e820) ||
	    !entries_equal(a->e820_ext, b->e820_ext, a->nr_e820_ext))
		return false;
	for (uint32_t i = 0; i < a->nr_e820_ops; i++) {
		if (!e820_op_equal(&a->e820_ops[i], &b->e820_ops[i]))
			return false;
	}
	for (uint32_t i = 0; i < a->nr_setup_data; i++) {
		if (!range_equal(a->setup_data[i], b->setup_data[i]))
			return false;
	}
	for (uint32_t i = 0; i < a->nr_ops; i++) {
		if (!op_equal(&a->ops[i], &b->ops[i]))
			return false;
	}
	for (uint32_t i = 0; i < a->nr_srat; i++) {
		if (!srat_equal(&a->srat[i], &b->srat[i]))
			return false;
	}
	for (uint32_t i = 0; i < a->nr_late_ops; i++) {
		if (!late_op_equal(&a->late_ops[i], &b->late_ops[i]))
			return false;
	}
	return true;
}

static bool power_of_two(uint64_t v)
{
	return v != 0 && (v & (v - 1)) == 0;
}

static const char *check_counts(const struct scenario *s)
{
	if ((unsigned int)s->geometry >= SC_NR_GEOMETRIES)
		return "geometry";
	if ((unsigned int)s->release >= SC_NR_RELEASES)
		return "release";
	if (!power_of_two(s->memblock_regions) || s->memblock_regions < 4 ||
	    s->memblock_regions > SC_MEMBLOCK_REGIONS)
		return "initial regions of memblock's tables";
	if (s->nr_e820 > SC_MAX_E820 || s->nr_e820_ext > SC_MAX_E820_EXT ||
	    s->nr_e820_ops > SC_MAX_E820_OPS || s->nr_setup_data > SC_MAX_SETUP_DATA ||
	    s->nr_ops > SC_MAX_OPS || s->nr_srat > SC_MAX_SRAT || s->nr_late_ops > SC_MAX_LATE_OPS)
		return "more entries than there is room for";
	return NULL;
}

static const char *check_cmdline(const struct scenario *s)
{
	const char *end = memchr(s->cmdline, '\0', SC_MAX_CMDLINE);

	if (!end)
		return "command line without an end";
	if (memchr(s->cmdline, '\n', (size_t)(end - s->cmdline)))
		return "newline in the command line";
	if (end != s->cmdline && end[-1] == '\r')
		return "carriage return at the end of the command line";
	return NULL;
}

static const char *check_op(const struct sc_op *op)
{
	if ((unsigned int)op->kind >= SC_NR_OPS)
		return "kind of a memblock operation";

	unsigned int fields = sc_op_fields(op->kind);

	if ((fields & SC_HAS_NID) && (op->nid < SC_NID_ANY || op->nid > SC_MAX_NODES))
		return "node of a memblock operation";
	/* Any node can be asked for, but no region is on it. */
	if ((fields & SC_HAS_NID) && op->nid == SC_NID_ANY && op->kind != SC_OP_ALLOC)
		return "node -1 as the node of a region";
	if ((fields & SC_HAS_ALIGN) && !power_of_two(op->align) &&
	    !(op->kind == SC_OP_ALLOC && op->align == 0))
		return "alignment that is no power of two";
	if (op->kind == SC_OP_BOTTOM_UP && op->limit > 1)
		return "bottom_up that is neither 0 nor 1";
	return NULL;
}

static const char *check_ops(const struct scenario *s)
{
	uint32_t nr_fill = 0, nr_numa = 0;

	for (uint32_t i = 0; i < s->nr_ops; i++) {
		const char *wrong = check_op(&s->ops[i]);

		if (wrong)
			return wrong;
		if (s->ops[i].kind == SC_OP_NUMA)
			nr_numa++;
		if (s->ops[i].kind == SC_OP_FILL && nr_fill++ == 0 && nr_numa)
			return "NUMA before the first fill";
	}
	if (nr_numa != (s->nr_srat > 0))
		return "SRAT entries and one NUMA operation go together";
	if (s->nr_e820 && !nr_fill)
		return "e820 entries without a fill";
	if (s->nr_ops - nr_numa - (nr_fill > 0) > SC_MAX_OP_LINES)
		return "too many memblock operations";
	return NULL;
}

static const char *check_late_op(const struct scenario *s, uint32_t index)
{
	const struct sc_late_op *op = &s->late_ops[index];

	switch (op->kind) {
	case SC_LATE_ALLOC_PAGES:
		if (op->order >= sc_max_order(s->geometry))
			return "order";
		if (op->zone > 3 || op->nid >= SC_MAX_NODES || op->migratetype > 2)
			return "zone, node or migratetype of an allocation";
		return NULL;
	case SC_LATE_FREE:
		if (op->operation >= index ||
		    !sc_late_op_allocates(s->late_ops[op->operation].kind))
			return "free of what is no earlier allocation";
		return NULL;
	case SC_LATE_FREE_LATE:
		return NULL;
	case SC_LATE_KMALLOC:
	case SC_LATE_VMALLOC:
		return s->release == SC_RELEASE_4_9 ? NULL
						    : "kmalloc or vmalloc of another release";
	default:
		return "kind of an operation after boot";
	}
}

const char *scenario_check(const struct scenario *s)
{
	const char *wrong = check_counts(s);

	if (!wrong)
		wrong = check_cmdline(s);
	for (uint32_t i = 0; !wrong && i < s->nr_e820_ops; i++) {
		if ((unsigned int)s->e820_ops[i].kind >= SC_NR_E820_OPS)
			wrong = "kind of an e820 operation";
	}
	if (!wrong)
		wrong = scenario_check_mm(s);
	if (!wrong)
		wrong = check_ops(s);
	for (uint32_t i = 0; !wrong && i < s->nr_srat; i++) {
		if (s->srat[i].nid >= SC_MAX_NODES)
			wrong = "node of an SRAT entry";
	}
	for (uint32_t i = 0; !wrong && i < s->nr_late_ops; i++)
		wrong = check_late_op(s, i);
	if (!wrong && !memchr(s->expect, '\0', sizeof(s->expect)))
		wrong = "expectation without an end";
	return wrong;
}
