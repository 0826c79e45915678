/* Facts that a log's lines hold, in the spellings of many kernels. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "log.h"

int unusable(const char *format, ...);
int unusable(const char *format, ...)
{
	(void)format;
	return 2;
}

static char data[8192];
static struct log log_;
static unsigned int wrong_line;

/* Reads text; returns what is wrong with it, or NULL. */
static const char *read_text(const char *text)
{
	log_free(&log_);
	snprintf(data, sizeof(data), "%s", text);
	return log_read(data, strlen(data), &log_, &wrong_line);
}

/* The kind and the values of the only fact of a line. */
static const struct fact *only_fact(const char *line)
{
	char text[512];

	snprintf(text, sizeof(text), "BIOS-provided physical RAM map:\n%s\n", line);
	assert_null(read_text(text));
	if (log_.nr != 1)
		print_error("%zu facts in: %s\n", log_.nr, line);
	assert_int_equal(log_.nr, 1);
	return &log_.fact[0];
}

struct spelling {
	const char *line;
	enum fact_kind kind;
	uint64_t v[5];
};

static const struct spelling spellings[] = {
    {"BIOS-e820: [mem 0x0000000000001000-0x0000000000001fff] usable",
     FACT_TABLE,
     {0x1000, 0x1fff, 1, TABLE_BIOS}},
    {" BIOS-e820: 0000000000000000 - 00000000000a0000 (usable)",
     FACT_TABLE,
     {0, 0x9ffff, 1, TABLE_BIOS}},
    {" BIOS-e820: 00000000dffc0000 - 00000000dffcfc00 (ACPI data)",
     FACT_TABLE,
     {0xdffc0000, 0xdffcfbff, 3, TABLE_BIOS}},
    {"BIOS-e820: [mem 0x1000-0x1fff]  device reserved", FACT_TABLE, {0x1000, 0x1fff, 2}},
    {"BIOS-e820: [mem 0x1000-0x1fff] type 20", FACT_TABLE, {0x1000, 0x1fff, 20}},
    {"BIOS-e820: [mem 0x1000-0x1fff] persistent (type 12)", FACT_TABLE, {0x1000, 0x1fff, 12}},
    {"BIOS-e820: [mem 0x1000-0x1fff] soft reserved", FACT_TABLE, {0x1000, 0x1fff, 0xefffffff}},
    {"Xen: [mem 0x1000-0x1fff] reserved", FACT_TABLE, {0x1000, 0x1fff, 2, TABLE_BIOS}},
    {"BIOS-e801: [mem 0x0-0x9efff] usable", FACT_TABLE, {0, 0x9efff, 1, TABLE_FALLBACK}},
    {"extended: [mem 0x0-0xfff] usable", FACT_TABLE, {0, 0xfff, 1, TABLE_EXTENDED}},
    {"reserve setup_data: [mem 0x0-0xfff] usable", FACT_TABLE, {0, 0xfff, 1, TABLE_SETUP_DATA}},
    {"user: [mem 0x0-0xfff] ACPI NVS", FACT_TABLE, {0, 0xfff, 4, TABLE_USER}},
    {"modified: [mem 0x0-0xfff] usable", FACT_TABLE, {0, 0xfff, 1, TABLE_MODIFIED}},
    {"BIOS-e820: [mem 0x1000-0x1f", FACT_BAD, {0}},
    {"BIOS-e820: [mem 0x1000-0x1fff] usabl", FACT_BAD, {0}},
    {"e820: update [mem 0x00000000-0x00000fff] usable ==> reserved", FACT_UPDATE, {0, 0xfff, 1, 2}},
    {"e820 update range: 0000000000000000 - 0000000000001000 (usable) ==> (reserved)",
     FACT_UPDATE,
     {0, 0xfff, 1, 2}},
    {"e820: remove [mem 0x000a0000-0x000fffff] usable", FACT_REMOVE, {0xa0000, 0xfffff, 1}},
    {"e820: remove [mem 0x01000000-0x0382ffff] ", FACT_REMOVE, {0x1000000, 0x382ffff, 0}},
    {"Reserving Intel graphics memory at [mem 0x8e000000-0x8fffffff]",
     FACT_ADDED,
     {0x8e000000, 0x8fffffff, 2}},
    {"Reserving Intel graphics stolen memory at 0x79000000-0x7cffffff",
     FACT_ADDED,
     {0x79000000, 0x7cffffff, 2}},
    {"last_pfn = 0x46e000 max_arch_pfn = 0x400000000", FACT_LAST_PFN, {0x46e000, 0x400000000}},
    {"e820: last_pfn = 0x7ec02 max_arch_pfn = 0x400000000", FACT_LAST_PFN, {0x7ec02}},
    {"end_pfn_map = 1572864", FACT_END_PFN_MAP, {1572864}},
    {"memblock_reserve: [0x1000-0x1fff] setup_arch+0x792/0xd40",
     FACT_OP,
     {0x1000, 0x1fff, 3, OP_OF_SETUP_ARCH}},
    {"memblock_reserve: [0x00000000001000-0x0000000000ffff] flags 0x0 f+0x1/0x2",
     FACT_OP,
     {0x1000, 0xffff, 3, OP_OF_OTHERS}},
    {"memblock_phys_free: [0x1000-0x1fff] f+0x1/0x2", FACT_OP, {0x1000, 0x1fff, 4}},
    {"memblock_free_late: [0x1000-0x1fff] f+0x1/0x2", FACT_FREE_LATE, {0x1000, 0x1fff}},
    {"memblock_alloc_try_nid: 4096 bytes align=0x40 nid=-1 from=0x0 max_addr=0x0 f+0x1/0x2",
     FACT_ALLOC,
     {4096, 0x40, 0, 0, UINT64_MAX}},
    {"memblock_phys_alloc_range: 28672 bytes align=0x1000 from=0x10 max_addr=0x100000 f",
     FACT_ALLOC,
     {28672, 0x1000, 0x10, 0x100000, UINT64_MAX}},
    {"memblock_alloc_try_nid: 4096 bytes align=0x40 nid=2 from=0x0 max", FACT_BAD, {0}},
    {"memblock: reserved is doubled to 256 at [0x1000-0x2fff]", FACT_DOUBLED, {256, 0x1000, 1}},
    {" memory size = 0x2ff9b000 reserved size = 0x2886000",
     FACT_DUMP_SIZE,
     {0x2ff9b000, 0x2886000}},
    {" memory size = 0x2ff9b000", FACT_DUMP_SIZE, {0x2ff9b000}},
    {" memory.cnt  = 0x3", FACT_DUMP_COUNT, {0, 3}},
    {" memory[0x1]\t[0x00000000100000-0x0000007ffdffff], 0x7fee0000 bytes",
     FACT_DUMP_REGION,
     {0, 0x100000, 0x7ffdffff, UINT64_MAX}},
    {" reserved[0x1]\t[0x9f000-0xfffff], 0x61000 bytes on node 2 flags: 0x0",
     FACT_DUMP_REGION,
     {1, 0x9f000, 0xfffff, 2, 0}},
    {" memory[0x0]\t[0x1000-0x1ffff], 0x1f000 bytes flags: 0x1",
     FACT_DUMP_REGION,
     {0, 0x1000, 0x1ffff, UINT64_MAX, 1}},
    {"ACPI: SRAT: Node 1 PXM 3 [mem 0x10000000-0x1fffffff]",
     FACT_SRAT,
     {0x10000000, 0x1fffffff, 1, 3}},
    {"SRAT: Node 1 PXM 3 [mem 0x1000-0x1fff] hotplug", FACT_SRAT, {0x1000, 0x1fff, 1, 3, 1}},
    {"SRAT: Node 0 PXM 0 0-a0000", FACT_SRAT, {0, 0x9ffff}},
    {"Node 1 MemBase 0000000140000000 Limit 00000001bfffffff",
     FACT_NORTHBRIDGE,
     {0x140000000, 0x1bfffffff, 1}},
    {"Node 0 MemBase 0000000000000000 Limit 0000000040000000",
     FACT_NORTHBRIDGE,
     {0, 0x3fffffff, 0}},
    {"AMI BIOS detected: BIOS may corrupt low RAM, working it around.", FACT_BIOS_CORRUPTS, {0}},
    {"Using GB pages for direct mapping", FACT_GB_PAGES, {0}},
    {"Scanning 1 areas for low memory corruption", FACT_CORRUPTION_SCAN, {1}},
    {"Faking a node at 0000000000000000-0000000130000000", FACT_NUMA_FAKE, {0, 0x12fffffff}},
    {"Faking a node at [mem 0x0000000000000000-0x00000000f9ffffff]",
     FACT_NUMA_FAKE,
     {0, 0xf9ffffff}},
    {"Faking node 1 at [mem 0x0000000140000000-0x000000023fffffff] (4096MB)",
     FACT_NODE_FAKED,
     {0x140000000, 0x23fffffff, 1}},
    {"Faking node 2 at 0000000040000000-0000000060000000 (512MB)",
     FACT_NODE_FAKED,
     {0x40000000, 0x60000000 - 1, 2}},
    {"Kernel command line: a", FACT_CMDLINE, {1}},
    {"SRAT: PXM 0 -> APIC 0x00 -> Node 7", FACT_CPU_NODE, {7}},
    {"Initmem setup node 0 [mem 0x1000-0x2fffffff]", FACT_NODE_SETUP, {0, 0x1000, 0x2fffffff}},
    {"On node 0, zone DMA: 96 pages in unavailable ranges", FACT_UNAVAILABLE, {0, 0, 96}},
    {"  DMA32 zone: 28300 pages in unavailable ranges", FACT_UNAVAILABLE_ZONE, {0, 1, 28300}},
    {"Zeroed struct page in unavailable ranges: 98 pages", FACT_ZEROED, {98}},
    {"On node 1 totalpages: 16777216", FACT_TOTALPAGES, {1, 16777216}},
    {"  Normal zone: 14280 pages used for memmap", FACT_MEMMAP_PAGES, {0, 2, 14280}},
    {"  DMA zone: 22 pages reserved", FACT_DMA_RESERVE, {0, 0, 22}},
    {"  DMA zone: 3995 pages, LIFO batch:0", FACT_ZONE_PAGES, {0, 0, 3995, 0}},
    {"Entering add_active_range(0, 256, 522920) 1 entries of 3200 used",
     FACT_NODE_RANGE,
     {0, 256, 522920}},
    {"Built 2 zonelists, mobility grouping on.  Total pages: 193280",
     FACT_ZONELISTS,
     {2, 193280, 1, 1}},
    {"Built 1 zonelists.  Total pages: 515000", FACT_ZONELISTS, {1, 515000, 0, 0}},
    {"Built 1 zonelists in Zone order, mobility grouping off.  Total pages: 7",
     FACT_ZONELISTS,
     {1, 7, 0}},
    {"Memory: 219820K/786028K available (1K kernel code, 65172K reserved, 4K cma-reserved)",
     FACT_MEMORY,
     {219820, 786028, 65172, 4, 1}},
    {"Memory: 16309080k/17301504k available (5540k kernel code, 524956k absent, 467468k reserved)",
     FACT_MEMORY,
     {16309080, 17301504, 467468, 0, MEMORY_RESERVED | MEMORY_OF_MAX_PFN}},
    {"PM: hibernation: Registered nosave memory: [mem 0x00000000-0x00000fff]",
     FACT_NOSAVE,
     {0, 0xfff}},
    {"PM: Registered nosave memory: [mem 0x000a0000-0x000fffff]", FACT_NOSAVE, {0xa0000, 0xfffff}},
    {"[mem 0x30000000-0xffffffff] available for PCI devices", FACT_GAP, {0x30000000, 0xffffffff}},
    {"[gap 0xaf800000-0xfed1ffff] available for PCI devices", FACT_GAP, {0xaf800000, 0xfed1ffff}},
    {"RAMDISK: 36dda000 - 37fef7b3", FACT_RAMDISK, {0x36dda000, 0x37fef7b2}},
    {"Freeing SMP alternatives memory: 36K", FACT_FREED, {36}},
};

static void spelled(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++) {
		const struct spelling *s = &spellings[i];
		const struct fact *f = only_fact(s->line);

		if (f->kind != s->kind)
			print_error("kind %d: %s\n", f->kind, s->line);
		assert_int_equal(f->kind, s->kind);
		for (int k = 0; k < 5; k++) {
			if (f->v[k] != s->v[k] && s->v[k])
				print_error("value %d is 0x%" PRIx64 ": %s\n", k, f->v[k], s->line);
			assert_true(!s->v[k] || f->v[k] == s->v[k]);
		}
	}
}

static void lists(void **state)
{
	(void)state;
	assert_null(
	    read_text("Zone ranges:\n  DMA      [mem 0x1000-0xffffff]\n  Normal   empty\n"
		      "Movable zone start for each node\n  Node 0: 0x0000000100000000\n"
		      "Early memory node ranges\n  node   0: [mem 0x1000-0x9ffff]\n"
		      "early_node_map[1] active PFN ranges\n    0: 0x00000001 -> 0x000000a0\n"
		      "Initmem setup node 0 [mem 0x1000-0x9ffff]\n"));
	assert_int_equal(log_.nr, 9 + 1);
	assert_int_equal(log_.fact[1].kind, FACT_ZONE_RANGE);
	assert_int_equal(log_.fact[1].v[2], 0x1000);
	assert_int_equal(log_.fact[4].v[1], 0x100000);
	assert_int_equal(log_.fact[6].v[2], 0xa0);
	assert_int_equal(log_.fact[8].v[1], 1);
}

/* Lines of zones are about the node that was named last. */
static void nodes_of_zones(void **state)
{
	(void)state;
	assert_null(read_text("Early memory PFN ranges\n    0: 0x00000010 -> 0x0000009f\n"
			      "Initmem setup node 1 [mem 0x80000000-0x13fffffff]\n"
			      "  DMA32 zone: 33 pages in unavailable ranges\n"
			      "On node 2 totalpages: 0\n  Normal zone: 1 pages reserved\n"));
	assert_int_equal(log_.nr, 6);
	assert_int_equal(log_.fact[1].kind, FACT_NODE_RANGE);
	assert_int_equal(log_.fact[1].v[2], 0x9f);
	assert_int_equal(log_.fact[3].v[0], 1);
	assert_int_equal(log_.fact[5].v[0], 2);
}

/* The end of another boot before this one, a mail's remarks. */
static void what_precedes(void **state)
{
	(void)state;
	assert_null(read_text("Built 2 zonelists, mobility grouping on.  Total pages: 7\n"
			      "Linux version 6.8.0\nlast_pfn = 0x1 max_arch_pfn = 0x400000000\n"));
	assert_int_equal(log_.nr, 2);
	assert_int_equal(log_.fact[0].kind, FACT_VERSION);
	assert_int_equal(log_.precedes_line, 1);
}

static void releases(void **state)
{
	(void)state;
	assert_true(only_fact("Linux version 2.6.32-754.27.1.el6.x86_64")->v[0] ==
		    KERNEL(2, 6, 32));
	assert_true(only_fact("Linux version 7.0.0-rc2-next (x)")->v[0] == KERNEL(7, 0, 0));
	assert_true(
	    only_fact("Linux version 6.1.0-56-cloud-amd64 (gcc-12 (Debian 12.2.0-14) 12.2.0)"
		      " #1 SMP Debian 6.1.192-2 (2026-11-16)")
		->v[0] == KERNEL(6, 1, 192));
}

static void unusable_logs(void **state)
{
	const char *entry = "BIOS-e820: [mem 0x0-0xfff] usable\n";
	char text[512];

	(void)state;
	snprintf(text, sizeof(text), "Linux version 6.1.0\n%sLinux version 6.1.0\n", entry);
	assert_string_equal(read_text(text), "a second boot starts here: one boot a file");
	assert_int_equal(wrong_line, 3);
	snprintf(text, sizeof(text), "%slast_pfn = 0x1 max_arch_pfn = 0x1000000\n", entry);
	assert_string_equal(read_text(text), "i386 is not modelled");
	assert_int_equal(wrong_line, 2);
	assert_string_equal(read_text("BIOS-e820: [mem 0x100000-0xffffff] usable\n"),
			    "the log starts inside its map");
	assert_null(read_text("BIOS-provided physical RAM map:\n"
			      "BIOS-e820: [mem 0x100000-0xffffff] usable\n"));
}

static void cut_lines_are_not_read(void **state)
{
	(void)state;
	assert_null(read_text("last_pfn = 0x46e000 max_arch_pfn = 0x400000000"));
	assert_int_equal(log_.nr, 1);
	assert_int_equal(log_.fact[0].kind, FACT_BAD);
	assert_int_equal(log_.cut_line, 1);
}

static int forget(void **state)
{
	(void)state;
	log_free(&log_);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(spelled),
	    cmocka_unit_test(lists),
	    cmocka_unit_test(nodes_of_zones),
	    cmocka_unit_test(what_precedes),
	    cmocka_unit_test(releases),
	    cmocka_unit_test(unusable_logs),
	    cmocka_unit_test(cut_lines_are_not_read),
	};

	return cmocka_run_group_tests(tests, NULL, forget);
}
