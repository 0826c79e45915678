/* The text form: every spelling, every refusal with its line, and writing what was read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "generate.h"
#include "scenario_file.h"
#include "scenario_text.h"

static struct scenario s, again;
static struct scenario_error error;
static char text[8 << 20];

#define HEAD "mminit: scenario 1\n"

static void must_parse_bytes(const char *what, size_t len)
{
	if (!scenario_parse(what, len, &s, &error))
		fail_msg("line %u: %s\n%s", error.line, error.message, what);
	assert_null(scenario_check(&s));

	size_t written = scenario_format(&s, text, sizeof(text));

	assert_true(written <= sizeof(text));
	if (!scenario_parse(text, written, &again, &error))
		fail_msg("written: line %u: %s", error.line, error.message);
	assert_true(scenario_equal(&s, &again));
	assert_string_equal(s.expect, again.expect);
}

static void must_parse(const char *what)
{
	must_parse_bytes(what, strlen(what));
}

static void must_fail_bytes(const char *what, size_t len, unsigned int line, const char *message)
{
	if (scenario_parse(what, len, &s, &error))
		fail_msg("accepted: %s", what);
	assert_null(scenario_check(&s));
	if (error.line != line || !strstr(error.message, message))
		fail_msg("line %u: %s, expected line %u: %s", error.line, error.message, line,
			 message);
}

static void must_fail(const char *what, unsigned int line, const char *message)
{
	must_fail_bytes(what, strlen(what), line, message);
}

static void expect_entry(uint32_t i, uint64_t addr, uint64_t size, uint32_t type)
{
	assert_true(i < s.nr_e820);
	assert_int_equal(s.e820[i].addr, addr);
	assert_int_equal(s.e820[i].size, size);
	assert_int_equal(s.e820[i].type, type);
}

static void expect_kinds(const enum sc_op_kind *kinds, uint32_t nr)
{
	assert_int_equal(s.nr_ops, nr);
	for (uint32_t i = 0; i < nr; i++)
		assert_int_equal(s.ops[i].kind, kinds[i]);
}

#define EXPECT_KINDS(...)                                                          \
	do {                                                                       \
		const enum sc_op_kind kinds[] = {__VA_ARGS__};                     \
		expect_kinds(kinds, (uint32_t)(sizeof(kinds) / sizeof(kinds[0]))); \
	} while (0)

static void e820_spellings(void **state)
{
	(void)state;
	must_parse("BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable\n"
		   "<6>[    0.000000] BIOS-e820: [mem 0x9fc00-0x9ffff] reserved\n"
		   "[    0.000000][    T0] BIOS-e820: [mem 0x1000-0xfff] type 20\r\n"
		   "BIOS-e820: [mem 0x2000-0x1fff]   System   RAM  \n"
		   "[    0.0] BIOS-e820: [gap 0x0-0x1]\n"
		   "<4> BIOS-e820: [mem 0x100000-0x1fffff]  device reserved\n"
		   " BIOS-e820: 0000000000200000 - 0000000000300000 (ACPI data)\n"
		   "BIOS-e820: 00300000 - 00400000 (ACPI NVS)\n"
		   "BIOS-e820: 400000 - 500000 type 9\n"
		   "Xen: [mem 0x0000000000500000-0x00000000005fffff] unusable\n"
		   "Xen: using vcpuop timer interface\n"
		   "BIOS-e820: [mem 0x0-0xffffffffffffffff] persistent (type 7)\n"
		   "BIOS-e820: [mem 0xfffffffffffff000-0x0] persistent  (type 12)\n"
		   "BIOS-e820: [mem 0x1-0x1] soft reserved\n"
		   "BIOS-e820: [mem 0x1-0x1] type 0xffffffff");
	assert_int_equal(s.nr_e820, 13);
	expect_entry(0, 0, 0x9fc00, 1);
	expect_entry(1, 0x9fc00, 0x400, 2);
	expect_entry(2, 0x1000, 0, 20);
	expect_entry(3, 0x2000, 0, 1);
	expect_entry(4, 0x100000, 0x100000, 2);
	expect_entry(5, 0x200000, 0x100000, 3);
	expect_entry(6, 0x300000, 0x100000, 4);
	expect_entry(7, 0x400000, 0x100000, 9);
	expect_entry(8, 0x500000, 0x100000, 5);
	expect_entry(9, 0, 0, 7);
	expect_entry(10, 0xfffffffffffff000, 0x1001, 12);
	expect_entry(11, 1, 1, 0xefffffff);
	expect_entry(12, 1, 1, 0xffffffff);
	EXPECT_KINDS(SC_OP_FILL);
}

static void log_passes_over(void **state)
{
	(void)state;
	must_parse(
	    "Linux version 6.1.0-9-amd64 (x)\n"
	    "Command line: mem=1G  quiet \n"
	    "BIOS-provided physical RAM map:\n"
	    "memblock_reserve: [0x0000000001000000-0x000000000214afff] flags 0x0 a+0x1/0x2\n"
	    "BIOS-e820: [mem 0x0-0x9ffff] usable\n"
	    "user: [mem 0x0-0x1] nonsense\nextended: x\nmodified: \nBIOS-e801: a\nBIOS-88: b\n"
	    "memblock_add: [0x0-0x9ffff] e820__memblock_setup+0x1\n"
	    "   memblock_free:   [0x00000000001000-0x00000000001fff] flags\n"
	    "memblock_alloc_try_nid: 1 bytes align=0x3 nid=99\n"
	    "memblock_virt_alloc_internal: junk\n"
	    "memblock_reserve: [0x1000-0x1fff] memblock_double_array+0x12/0x34\n"
	    "Kernel command line: another\n"
	    "SRAT: PXM 0 -> APIC 0x00 -> Node 0\n"
	    "ACPI: SRAT 0x000000006EFC6000 000CD0 (v03 DELL)\n"
	    "SRAT: Node 1 has no PXM\n"
	    "nothing to do with it\n");
	assert_int_equal(s.release, SC_RELEASE_6_1);
	assert_int_equal(s.nr_e820, 1);
	assert_string_equal(s.cmdline, "mem=1G  quiet ");
	EXPECT_KINDS(SC_OP_RESERVE, SC_OP_FILL, SC_OP_FREE);
	assert_int_equal(s.ops[0].range.start, 0x1000000);
	assert_int_equal(s.ops[0].range.size, 0x114b000);
	assert_int_equal(s.ops[2].range.size, 0x1000);
}

static void log_without_table(void **state)
{
	(void)state;
	must_parse("memblock_add: [0x1000-0x9efff] x\n"
		   "memblock_reserve: [0x2000-0x2fff] memblock_double_array+0x12/0x34\n"
		   "memblock_alloc_try_nid: 64 bytes align=0x40 nid=-1 from=0x0 max_addr=0x0 y\n");
	EXPECT_KINDS(SC_OP_ADD, SC_OP_RESERVE);
}

static void places(void **state)
{
	(void)state;
	must_parse(HEAD "memblock_reserve: [0x0-0xfff]\nBIOS-e820: [mem 0x0-0xfff] usable\n");
	EXPECT_KINDS(SC_OP_FILL, SC_OP_RESERVE);
	must_parse(HEAD "memblock_reserve: [0x0-0xfff]\nmemblock_add: [0x0-0xfff]\n"
			"BIOS-e820: [mem 0x0-0xfff] usable\n");
	EXPECT_KINDS(SC_OP_RESERVE, SC_OP_FILL, SC_OP_ADD);
	must_parse(HEAD "memblock_add: [0x0-0xfff]\nmminit: op fill\n"
			"BIOS-e820: [mem 0x0-0xfff] usable\nmminit: op fill\n");
	EXPECT_KINDS(SC_OP_ADD, SC_OP_FILL, SC_OP_FILL);
	must_parse(HEAD "SRAT: Node 0 PXM 0 [mem 0x0-0xfff]\nmemblock_add: [0x0-0xfff]\n");
	EXPECT_KINDS(SC_OP_NUMA, SC_OP_ADD);
	must_parse(HEAD "SRAT: Node 0 PXM 0 [mem 0x0-0xfff]\nmemblock_reserve: [0x0-0xfff]\n"
			"BIOS-e820: [mem 0x0-0xfff] usable\n"
			"SRAT: Node 1 PXM 0 [mem 0x0-0xfff]\nmemblock_free: [0x0-0xfff]\n");
	EXPECT_KINDS(SC_OP_FILL, SC_OP_RESERVE, SC_OP_NUMA, SC_OP_FREE);
	must_parse(HEAD "SRAT: Node 0 PXM 0 [mem 0x0-0xfff]\nmemblock_reserve: [0x0-0xfff]\n"
			"mminit: op fill\n");
	EXPECT_KINDS(SC_OP_RESERVE, SC_OP_FILL, SC_OP_NUMA);
	must_parse(HEAD "SRAT: Node 0 PXM 0 [mem 0x0-0xfff]\nBIOS-e820: [mem 0x0-0xfff] usable\n"
			"memblock_reserve: [0x0-0xfff]\nmemblock_add: [0x0-0xfff]\n");
	EXPECT_KINDS(SC_OP_RESERVE, SC_OP_FILL, SC_OP_NUMA, SC_OP_ADD);
	must_parse(HEAD "BIOS-e820: [mem 0x0-0xfff] usable\n");
	EXPECT_KINDS(SC_OP_FILL);
	must_parse(HEAD "mminit: e820_ext [mem 0x0-0xfff] usable\n");
	assert_int_equal(s.nr_ops, 0);
}

static void srat_spellings(void **state)
{
	(void)state;
	must_parse("ACPI: SRAT: Node 0 PXM 3 [mem 0x00000000-0x0009ffff]\n"
		   "SRAT: Node 63 PXM 4294967295 [mem 0x100000-0xfffff] hotplug non-volatile\n"
		   "SRAT: Node 1 PXM 1 [mem 0x0-0x0] non-volatile\n"
		   "SRAT: Node 0 PXM 0 100000-7fffffff\n"
		   "SRAT: Node 0 PXM 0 0-80000000\n"
		   "SRAT: Node 2 PXM 0 [mem 0x5-0x5] hotplug\n");
	assert_int_equal(s.nr_srat, 6);
	assert_int_equal(s.srat[0].range.size, 0xa0000);
	assert_int_equal(s.srat[0].pxm, 3);
	assert_int_equal(s.srat[1].nid, 63);
	assert_int_equal(s.srat[1].pxm, 0xffffffff);
	assert_int_equal(s.srat[1].range.size, 0);
	assert_true(s.srat[1].hotplug && s.srat[1].non_volatile);
	assert_true(!s.srat[2].hotplug && s.srat[2].non_volatile);
	assert_int_equal(s.srat[3].range.size, 0x7ff00000);
	assert_int_equal(s.srat[4].range.size, 0x80000000);
	assert_true(s.srat[5].hotplug && !s.srat[5].non_volatile);
}

static void keys(void **state)
{
	(void)state;
	must_parse("# before\n\n" HEAD
		   "mminit: geometry tiny\nmminit: release 4.9\nmminit: config CONFIG_EFI=0\n"
		   "mminit: config MOVABLE_NODE=0\nmminit: config NODES_SPAN_OTHER_NODES=0\n"
		   "mminit: config CONFIG_NUMA=1\nmminit: config CMA=0\n"
		   "mminit: expect  zone_span_wrong   spanned\n"
		   "mminit: e820_ext [mem 0x1000-0x1fff] ACPI data\nmminit: ext_mem_k 1\n"
		   "mminit: alt_mem_k 0xffffffff\nmminit: bda 0x9fc0 639\n"
		   "mminit: kernel [0x1000000-0x1ffffff]\nmminit: initrd [mem 16-31]\n"
		   "mminit: setup_data [0x10-0x1f]\nmminit: setup_data [0x10-0xf]\n");
	assert_int_equal(s.geometry, SC_TINY);
	assert_false(s.config.efi || s.config.movable_node || s.config.nodes_span_other_nodes);
	assert_string_equal(s.expect, "zone_span_wrong spanned");
	assert_int_equal(s.nr_e820_ext, 1);
	assert_int_equal(s.e820_ext[0].type, 3);
	assert_int_equal(s.ext_mem_k, 1);
	assert_int_equal(s.alt_mem_k, 0xffffffff);
	assert_true(s.has_bda && s.bda_ebda_segment == 0x9fc0 && s.bda_kib == 639);
	assert_true(s.has_kernel && s.kernel.size == 0x1000000);
	assert_true(s.has_initrd && s.initrd.start == 16 && s.initrd.size == 16);
	assert_int_equal(s.nr_setup_data, 2);
	assert_int_equal(s.setup_data[1].size, 0);
	must_parse(HEAD "mminit: expect agree\n");
	assert_string_equal(s.expect, "agree");
	must_parse(HEAD);
	scenario_clear(&again);
	assert_true(scenario_equal(&s, &again));
}

static void e820_operations(void **state)
{
	(void)state;
	must_parse(HEAD "mminit: e820_op add [mem 0x0-0xfff] type 0\n"
			"mminit: e820_op update [mem 0x0-0xfff] usable => ACPI NVS\n"
			"mminit: e820_op update [0x0-0xfff] System RAM ==> type 128\n"
			"mminit: e820_op remove [mem 0x0-0xfff] persistent (type 12) checked\n"
			"mminit: e820_op remove [mem 0x0-0xfff] reserved any\n"
			"mminit: e820_op sanitize\n"
			"mminit: e820_op any_mapped [mem 0x0-0xfff] type 0\n"
			"mminit: e820_op all_mapped [mem 0x0-0xfff] usable\n");
	assert_int_equal(s.nr_e820_ops, 8);
	assert_int_equal(s.e820_ops[1].new_type, 4);
	assert_int_equal(s.e820_ops[2].type, 1);
	assert_int_equal(s.e820_ops[2].new_type, 128);
	assert_int_equal(s.e820_ops[3].type, 12);
	assert_true(s.e820_ops[3].checktype);
	assert_false(s.e820_ops[4].checktype);
	assert_int_equal(s.e820_ops[6].kind, SC_E820_ANY_MAPPED);
}

static void operations(void **state)
{
	(void)state;
	must_parse(HEAD
		   "memblock_add: [0x0-0xfff]\nmemblock_remove: [0x0-0xfff]\n"
		   "memblock_phys_free: [0x0-0xfff]\n__memblock_free_early: [0x0-0xfff] x\n"
		   "mminit: op add_node [0x0-0xfff] 64\n"
		   "mminit: op set_node memory [0x0-0xfff] 0\n"
		   "mminit: op set_node  reserved [0x0-0xfff] 0x3f\n"
		   "mminit: op mark_hotplug [0x0-0xfff]\nmminit: op clear_hotplug [0x0-0xfff]\n"
		   "mminit: op mark_mirror [0x0-0xfff]\nmminit: op mark_nomap [0x0-0xfff]\n"
		   "mminit: op alloc 4096 0x1000 0x1 0xffffffffffffffff 2\n"
		   "memblock_virt_alloc_try_nid_nopanic: 73 bytes align=0x0 nid=-1 from=0x5 "
		   "max_addr=0x6 somebody+0x1\n"
		   "mminit: op trim 0x8000000000000000\nmminit: op enforce_limit 17\n"
		   "mminit: op bottom_up 1\nmminit: op current_limit 0xffffffffffffffff\n"
		   "mminit: op allow_resize\n");
	EXPECT_KINDS(SC_OP_ADD, SC_OP_REMOVE, SC_OP_FREE, SC_OP_FREE, SC_OP_ADD_NODE,
		     SC_OP_SET_NODE_MEMORY, SC_OP_SET_NODE_RESERVED, SC_OP_MARK_HOTPLUG,
		     SC_OP_CLEAR_HOTPLUG, SC_OP_MARK_MIRROR, SC_OP_MARK_NOMAP, SC_OP_ALLOC,
		     SC_OP_ALLOC, SC_OP_TRIM, SC_OP_ENFORCE_LIMIT, SC_OP_BOTTOM_UP,
		     SC_OP_CURRENT_LIMIT, SC_OP_ALLOW_RESIZE);
	assert_int_equal(s.ops[4].nid, 64);
	assert_int_equal(s.ops[5].nid, 0);
	assert_int_equal(s.ops[6].nid, 63);
	assert_int_equal(s.ops[11].range.size, 4096);
	assert_int_equal(s.ops[11].align, 0x1000);
	assert_int_equal(s.ops[11].range.start, 1);
	assert_true(s.ops[11].limit == UINT64_MAX && s.ops[11].nid == 2);
	assert_int_equal(s.ops[12].range.size, 73);
	assert_true(s.ops[12].align == 0 && s.ops[12].nid == -1);
	assert_true(s.ops[12].range.start == 5 && s.ops[12].limit == 6);
}

static void after_boot(void **state)
{
	(void)state;
	must_parse(HEAD "mminit: alloc_pages 10 Movable 63 Reclaimable\n"
			"mminit: alloc_pages 0 0 0x0 2\nmminit: free #2\nmminit: free #1\n"
			"mminit: free #1\nmminit: free_late [0x1000-0x1fff]\n"
			"mminit: alloc_pages 4 dma32 1 unmovable\n");
	assert_int_equal(s.nr_late_ops, 7);
	assert_true(s.late_ops[0].order == 10 && s.late_ops[0].zone == 3);
	assert_true(s.late_ops[0].nid == 63 && s.late_ops[0].migratetype == 2);
	assert_int_equal(s.late_ops[2].operation, 1);
	assert_int_equal(s.late_ops[3].operation, 0);
	assert_int_equal(s.late_ops[5].range.size, 0x1000);
	assert_true(s.late_ops[6].zone == 1 && s.late_ops[6].migratetype == 0);
}

static void command_lines(void **state)
{
	static const char crlf[] = HEAD "Command line:  a\tb\rc  \r\nmminit: geometry tiny\r";
	(void)state;

	must_parse(crlf);
	assert_string_equal(s.cmdline, " a\tb\rc  ");
	assert_int_equal(s.geometry, SC_TINY);
	must_parse(HEAD "Kernel command line:x");
	assert_string_equal(s.cmdline, "x");

	size_t len = strlen(HEAD "Command line: ") + 2047;

	memset(text, 'x', sizeof(text) / 2);
	memcpy(text, HEAD "Command line: ", strlen(HEAD "Command line: "));
	text[len] = '\0';
	char *copy = strdup(text);
	must_parse(copy);
	assert_int_equal(strlen(s.cmdline), 2047);
	text[0] = 'x';
	free(copy);
	memset(text, 'x', len + 1);
	memcpy(text, HEAD "Command line: ", strlen(HEAD "Command line: "));
	must_fail_bytes(text, len + 1, 2, "more than 2047 bytes");
	must_fail_bytes(HEAD "Command line: a\0b", sizeof(HEAD "Command line: a\0b") - 1, 2, "NUL");
	must_fail(HEAD "Command line: \nKernel command line: \n", 3, "second command line");
}

static void e820_refusals(void **state)
{
	(void)state;
	must_fail("x\nBIOS-e820: [mem 0x0-0xfff] unknown\n", 2, "unknown type \"unknown\"");
	must_fail("BIOS-e820: [mem 0x0-0xfff]\n", 1, "unknown type");
	must_fail("BIOS-e820: [mem 0x0-0xfff] usable 1\n", 1, "unknown type");
	must_fail("BIOS-e820: [mem 0x0-0xfff] type\n", 1, "unknown type");
	must_fail("BIOS-e820: [mem 0x0-0xfff] type 4294967296\n", 1, "too large");
	must_fail("BIOS-e820: [mem 0x0-0x10000000000000000] usable\n", 1, "64 bits");
	must_fail("BIOS-e820: [mem 0x0] usable\n", 1, "expected -");
	must_fail("BIOS-e820: [mem 0x0-0x1 usable\n", 1, "expected ]");
	must_fail("BIOS-e820: [mem 0-1] usable\n", 1, "0x");
	must_fail("BIOS-e820: [mem 0x-0x1] usable\n", 1, "expected a number");
	must_fail("BIOS-e820: 0 - 10g0 (usable)\n", 1, "expected a number");
	must_fail("BIOS-e820: 0 - 1000 (usabel)\n", 1, "unknown type");
	must_fail("BIOS-e820: 0 - 10000000000000000 (usable)\n", 1, "64 bits");
	must_fail("BIOS-e820:\n", 1, "expected a number");
	must_fail(HEAD "mminit: e820_op update [0x0-0xfff] usable\n", 2, "TYPE => TYPE");
	must_fail(HEAD "mminit: e820_op update [0x0-0xfff] usable => x\n", 2, "unknown type");
	must_fail(HEAD "mminit: e820_op remove [0x0-0xfff] usable\n", 2, "checked or any");
	must_fail(HEAD "mminit: e820_op sanitize 1\n", 2, "unexpected");
	must_fail(HEAD "mminit: e820_op grow\n", 2, "unknown e820 operation");
	must_fail(HEAD "mminit: e820_ext [mem 0x0-0xfff]\n", 2, "unknown type");
}

static void kernel_line_refusals(void **state)
{
	(void)state;
	must_fail("memblock_reserve: 0x0-0xfff\n", 1, "expected a range");
	must_fail("memblock_reserve: [0x0-0x11111111111111111]\n", 1, "64 bits");
	must_fail("SRAT: Node 64 PXM 0 [mem 0x0-0xfff]\n", 1, "node 64 is too large");
	must_fail("SRAT: Node 0 PXM 0 [mem 0x0-0xfff] warm\n", 1, "unexpected");
	must_fail("SRAT: Node 0 PXM 0\n", 1, "expected a number");
	must_fail(HEAD "SRAT: PXM 0 -> APIC 0\n", 2, "not understood");
	must_fail(HEAD "memblock_alloc: 5 bytes align=3 nid=0 from=0 max_addr=0\n", 2,
		  "no power of two");
	must_fail(HEAD "memblock_alloc: 5 bytes align=4 nid=65 from=0 max_addr=0\n", 2, "node 65");
	must_fail(HEAD "memblock_alloc: 5 bytes align=4 from=0 max_addr=0\n", 2, "nid=N");
	must_fail(HEAD "memblock_allocate\n", 2, "expected :");
	must_fail(HEAD "\n# x\n\nhello\n", 5, "not understood: \"hello\"");
	must_fail(HEAD "\x1b[31m\x80hello\n", 2, "not understood: \"?[31m?hello\"");
}

static void key_refusals(void **state)
{
	(void)state;
	must_fail("", 1, "nothing in it");
	must_fail("\n\n", 1, "no line of a memory map");
	must_fail("hello\nLinux version 6.1\nCommand line: mem=1G\n", 1, "no line of a memory map");
	must_fail("mminit: scenario 2\n", 1, "scenario 2 is not supported");
	must_fail("hello\nmminit: scenario 1\n", 2, "must be the first line");
	must_fail(HEAD HEAD, 2, "a second scenario");
	must_fail("BIOS-e820: [mem 0x0-0xfff] usable\n" HEAD, 2, "must be the first line");
	must_fail("mminit: colour red\n", 1, "unknown key \"colour\"");
	must_fail("mminit:\n", 1, "unknown key \"\"");
	must_fail("mminit: geometry huge\n", 1, "unknown geometry");
	must_fail("mminit: geometry tiny\nmminit: geometry tiny\n", 2, "a second geometry");
	must_fail("mminit: release 4.99\n", 1, "unexpected \"9\"");
	must_fail("mminit: release 6\n", 1, "unknown release");
	must_fail("mminit: release 5\n", 1, "unknown release");
	must_fail("mminit: config NUMA=0\n", 1, "NUMA=0 is not supported yet");
	must_fail("mminit: config EFI=2\n", 1, "too large");
	must_fail("mminit: config EFI\n", 1, "NAME=0");
	must_fail("mminit: config PREEMPT=1\n", 1, "unknown configuration");
	must_fail("mminit: expect\n", 1, "CLASS FIELD");
	must_fail("mminit: expect zone_span_wrong\n", 1, "CLASS FIELD");
	must_fail("mminit: expect agree now\n", 1, "CLASS FIELD");
	must_fail("mminit: bda 0x10000 0\n", 1, "too large");
	must_fail("mminit: kernel [0x0-0xfff] 1\n", 1, "unexpected \"1\" after kernel");
	must_fail("mminit: ext_mem_k -1\n", 1, "expected a number");
	must_fail("mminit: ext_mem_k 18446744073709551616\n", 1, "64 bits");
	must_fail("mminit: ext_mem_k 12ab\n", 1, "expected a number");
	must_fail("mminit: op fly\n", 1, "unknown operation");
	must_fail("mminit: op add_node [0x0-0xfff]\n", 1, "expected a number");
	must_fail("mminit: op add_node [0x0-0xfff] 65\n", 1, "node 65");
	must_fail("mminit: op set_node memory [0x0-0xfff] -1\n", 1, "node -1");
	must_fail("mminit: op trim 0\n", 1, "no power of two");
	must_fail("mminit: op trim 3\n", 1, "no power of two");
	must_fail("mminit: op bottom_up 2\n", 1, "0 or 1");
	must_fail("mminit: op set_node both [0x0-0xfff] 1\n", 1, "unknown operation");
	must_fail("mminit: op fill now\n", 1, "unexpected");
}

static void mm_init_keys(void **state)
{
	(void)state;
	must_parse(
	    HEAD "mminit: cpus 8192\nmminit: cpu gbpages, nx\n"
		 "mminit: percpu 2 0 0x3000 0x8000\nmminit: percpu 10 4 12288 32768\n"
		 "mminit: early_vm 0xffffc90000000000 0x1000 2\n"
		 "mminit: early_vm 0xffffffffffffffff 1 0\n"
		 "mminit: sizeof kmem_cache 1\nmminit: sizeof page 40\n"
		 "mminit: slub_min_objects 2147483647\nmminit: slub_max_order 20\n"
		 "mminit: slub_min_order 0\nmminit: user_map 0xffffffffff600000 4096 vsyscall\n"
		 "mminit: user_map 1 0x1000000 KERNEL\nmminit: bootmem_info memmap 3 [0x0-0xfff]\n"
		 "mminit: image init_text [0x10-0x1f]\nmminit: kmalloc 0\n"
		 "mminit: vmalloc 18446744073709551615\nmminit: free #1\nmminit: free #2\n"
		 "mminit: config KAISER=0\nmminit: config MAXSMP=1\n");
	assert_int_equal(s.nr_cpus, 8192);
	assert_true(!s.cpu.pse && s.cpu.gbpages && s.cpu.nx && !s.cpu.amd && !s.cpu.xenpv);
	assert_int_equal(s.percpu.static_size, 10);
	assert_int_equal(s.percpu.reserved_size, 4);
	assert_int_equal(s.nr_early_vm, 2);
	assert_int_equal(sc_sizeof(&s, SC_SIZEOF_KMEM_CACHE), 1);
	assert_int_equal(sc_sizeof(&s, SC_SIZEOF_KMEM_CACHE_NODE), 64);
	assert_int_equal(s.user_maps[0].prot, SC_PROT_VSYSCALL);
	assert_int_equal(s.bootmem_info[0].id, 3);
	assert_int_equal(s.image[SC_IMAGE_INIT_TEXT].size, 16);
	assert_int_equal(s.late_ops[1].bytes, UINT64_MAX);
	assert_int_equal(s.late_ops[3].operation, 1);
	assert_false(s.config.page_table_isolation);
	must_parse(HEAD "mminit: cpu none\nmminit: alloc_pages 0 Normal 0 0\n"
			"mminit: alloc_pages 0 DMA32 0 0\nmminit: alloc_pages 0 3 0 0\n");
	assert_true(!s.cpu.pse && !s.cpu.nx);
	assert_int_equal(s.late_ops[0].zone, 2);
	assert_int_equal(s.late_ops[1].zone, 1);
	assert_int_equal(s.late_ops[2].zone, 3);
}

static void arm_keys(void **state)
{
	(void)state;
	must_parse(HEAD "mminit: alloc_pages 0 HighMem 0 0\nmminit: alloc_pages 0 Normal 0 0\n"
			"mminit: geometry arm_flatmem\nmminit: lowmem_limit 0x2000000\n"
			"mminit: phys_offset 0x80000000\nmminit: dma_zone_size 0\n"
			"mminit: page_shift 16\nmminit: mem_map 0xffffffff\n"
			"mminit: alloc_pages 10 DMA 0 0\nmemblock_add: [0x0-0xfff]\n"
			"BIOS-e820: [mem 0x0-0xfff] usable\n");
	assert_int_equal(s.geometry, SC_ARM_FLATMEM);
	assert_int_equal(s.late_ops[0].zone, 2);
	assert_int_equal(s.late_ops[1].zone, 1);
	assert_true(s.arm.has_dma_zone && s.arm.has_mem_map && s.arm.has_lowmem_limit);
	assert_int_equal(s.arm.page_shift, 16);
	assert_int_equal(sc_sizeof(&s, SC_SIZEOF_PAGE), 32);
	must_fail(HEAD "mminit: alloc_pages 0 DMA32 0 0\nmminit: geometry arm_flatmem\n", 2,
		  "no zone DMA32");
	must_fail(HEAD "mminit: geometry arm_flatmem\nmminit: release 6.1\n", 2,
		  "only release 4.9");
	must_fail(HEAD "mminit: config DEFERRED_STRUCT_PAGE_INIT=1\n"
		       "mminit: geometry arm_flatmem\n",
		  2, "no deferred");
}

static void mm_init_refusals(void **state)
{
	(void)state;
	must_fail("mminit: cpus 0\n", 1, "no CPU");
	must_fail("mminit: cpus 8193\n", 1, "too large");
	must_fail("mminit: cpu pse,sse\n", 1, "unknown CPU flag \"sse\"");
	must_fail("mminit: cpu\n", 1, "unknown CPU flag");
	must_fail("mminit: percpu 1 2 0x3000 0x8000\n", 1, "even");
	must_fail("mminit: percpu 2 2 0x2ffe 0x8000\n", 1, "12 KiB");
	must_fail("mminit: percpu 2 2 0x3000 0x7000\n", 1, "32 KiB");
	must_fail("mminit: percpu 2 0x6000 0x3000 0x8000\n", 1, "less than what is in it");
	must_fail("mminit: percpu 2 2 0x3000\n", 1, "expected a number");
	must_fail("mminit: early_vm 1 2\n", 1, "expected a number");
	must_fail("mminit: sizeof slab 8\n", 1, "unknown struct");
	must_fail("mminit: sizeof 0 8\n", 1, "expected the name");
	must_fail("mminit: sizeof page 12\n", 1, "cannot be");
	must_fail("mminit: sizeof kmem_cache 0\n", 1, "cannot be");
	must_fail("mminit: sizeof kmem_cache 2049\n", 1, "too large");
	must_fail("mminit: slub_min_objects 2147483648\n", 1, "too large");
	must_fail("mminit: slub_max_order 21\n", 1, "too large");
	must_fail("mminit: slub_min_order 1\nmminit: slub_min_order 1\n", 2, "a second");
	must_fail("mminit: user_map 0 1 rwx\n", 1, "unknown protection");
	must_fail("mminit: user_map 0 0x1000001 kernel\n", 1, "more than");
	must_fail("mminit: user_map 0 0x1000 percpu\nmminit: cpus 8192\n"
		  "mminit: user_map 0 0x100000 percpu\n",
		  1, "too many pages");
	must_fail("mminit: bootmem_info pgd 0 [0x0-0xfff]\n", 1, "unknown kind");
	must_fail("mminit: bootmem_info node 0 [0x0-0x1000000]\n", 1, "more than");
	must_fail("mminit: image head [0x0-0xfff]\n", 1, "unknown part");
	must_fail("mminit: phys_offset 0x1000\n", 1, "64 KiB");
	must_fail("mminit: lowmem_limit 0x100000000\n", 1, "too large");
	must_fail("mminit: page_shift 11\n", 1, "at least 12");
	must_fail("mminit: page_shift 17\n", 1, "too large");
	must_fail(HEAD "mminit: kmalloc 1\nmminit: release 6.1\n", 2, "only release 4.9");
	must_fail(HEAD "mminit: config DEFERRED_STRUCT_PAGE_INIT=1\nmminit: release 6.1\n", 2,
		  "only release 4.9");
	must_fail(HEAD "mminit: free_late [0x0-0xfff]\nmminit: free #1\n", 3, "operation 1");
}

static void after_boot_refusals(void **state)
{
	(void)state;
	must_fail(HEAD "mminit: alloc_pages 11 DMA 0 0\n", 2, "order 11 is too large");
	must_fail(HEAD "mminit: alloc_pages 5 DMA 0 0\nmminit: geometry tiny\n", 2, "on tiny");
	must_fail(HEAD "mminit: alloc_pages 0 HighMem 0 0\n", 2, "only arm_flatmem");
	must_fail(HEAD "mminit: alloc_pages 0 Lowmem 0 0\n", 2, "unknown zone");
	must_fail(HEAD "mminit: alloc_pages 0 4 0 0\n", 2, "zone 4 is too large");
	must_fail(HEAD "mminit: alloc_pages 0 DMA 64 0\n", 2, "node 64");
	must_fail(HEAD "mminit: alloc_pages 0 DMA 0 Isolate\n", 2, "unknown migratetype");
	must_fail(HEAD "mminit: alloc_pages 0 DMA 0 3\n", 2, "migratetype 3");
	must_fail(HEAD "mminit: free 1\n", 2, "expected #K");
	must_fail(HEAD "mminit: free #1\n", 2, "operation 1 is no earlier allocation");
	must_fail(HEAD "mminit: alloc_pages 0 0 0 0\nmminit: free #0\n", 3, "operation 0");
	must_fail(HEAD "mminit: alloc_pages 0 0 0 0\nmminit: free #1\nmminit: free #2\n", 4,
		  "operation 2");
}

/* head, so many lines, tail: must parse; one line more must not. */
static void at_most(const char *head, const char *line, unsigned int nr, const char *tail,
		    unsigned int first_line, const char *message)
{
	char *all = malloc(strlen(head) + (nr + 1) * strlen(line) + strlen(tail) + 1);
	char *at = all + sprintf(all, "%s", head);

	for (unsigned int i = 0; i < nr; i++)
		at += sprintf(at, "%s", line);
	strcpy(at, tail);
	must_parse(all);
	sprintf(at, "%s%s", line, tail);
	must_fail(all, first_line + nr, message);
	free(all);
}

static void bounds(void **state)
{
	(void)state;
	at_most("x\n", "BIOS-e820: [mem 0x0-0xfff] usable\n", 128, "", 2, "more than 128");
	at_most(HEAD, "mminit: e820_ext [mem 0x0-0xfff] usable\n", 512, "", 2, "more than 512");
	at_most(HEAD "BIOS-e820: [mem 0x0-0xfff] usable\nmminit: op fill\n"
		     "SRAT: Node 0 PXM 0 [mem 0x0-0xfff]\n",
		"memblock_reserve: [0x0-0xfff]\n", 16384, "", 5, "more than 16384");
	at_most(HEAD, "memblock_add: [0x0-0xfff]\n", 16384,
		"BIOS-e820: [mem 0x0-0xfff] usable\nSRAT: Node 0 PXM 0 [mem 0x0-0xfff]\n", 2,
		"more than 16384");
	at_most(HEAD, "SRAT: Node 0 PXM 0 [mem 0x0-0xfff]\n", 256, "", 2, "more than 256");
	at_most(HEAD, "mminit: alloc_pages 0 DMA 0 0\n", 4096, "", 2, "more than 4096");
	at_most(HEAD, "mminit: setup_data [0x0-0xfff]\n", 64, "", 2, "more than 64");
	at_most(HEAD, "mminit: early_vm 1 2 3\n", 1024, "", 2, "more than 1024");
	at_most(HEAD, "mminit: percpu 2 0 0x3000 0x8000\n", 1024, "", 2, "more than 1024");
	at_most(HEAD, "mminit: user_map 0 1 ro\n", 1024, "", 2, "more than 1024");
	at_most(HEAD, "mminit: bootmem_info node 0 [0x0-0xfff]\n", 1024, "", 2, "more than 1024");
	at_most(HEAD, "mminit: kmalloc 8\n", 4096, "", 2, "more than 4096");
	at_most(HEAD, "mminit: e820_op sanitize\n", 1024, "", 2, "more than 1024");
}

static void odd_bytes(void **state)
{
	static const char nul[] = "a\0b\nBIOS-e820: [mem 0x0-0xfff] usable\n\0";
	static const char nul_in_scenario[] = HEAD "a\0b\n";
	(void)state;

	must_parse_bytes(nul, sizeof(nul) - 1);
	must_fail_bytes(nul_in_scenario, sizeof(nul_in_scenario) - 1, 2, "not understood");
	memset(text, 'x', sizeof(text));
	must_fail_bytes(text, sizeof(text), 1, "no line of a memory map");
	memcpy(text, HEAD "mminit: ext_mem_k 0", strlen(HEAD "mminit: ext_mem_k 0"));
	memset(text + strlen(HEAD "mminit: ext_mem_k 0"), '0', 1 << 20);
	must_parse_bytes(text, 1 << 20);
}

static void every_file(const char *pattern, bool empty_allowed)
{
	glob_t files;

	if (glob(pattern, 0, NULL, &files) != 0) {
		assert_true(empty_allowed);
		return;
	}
	for (size_t i = 0; i < files.gl_pathc; i++) {
		char *data;
		size_t size;

		assert_true(file_read(files.gl_pathv[i], &data, &size));
		if (!scenario_parse(data, size, &s, &error))
			fail_msg("%s:%u: %s", files.gl_pathv[i], error.line, error.message);
		must_parse_bytes(data, size);
		free(data);
	}
	globfree(&files);
}

static void corpus(void **state)
{
	(void)state;
	every_file("corpus/machines/*.log", false);
	every_file("corpus/*/*.mm", false);
	every_file("crashes/*.mm", true);
}

static void generated(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < 2000; seed++) {
		static struct scenario made;

		generate_scenario(seed, &made);

		size_t len = scenario_format(&made, text, sizeof(text));

		if (!scenario_parse(text, len, &s, &error))
			fail_msg("seed %d line %u: %s", (int)seed, error.line, error.message);
		assert_true(scenario_equal(&made, &s));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(e820_spellings),      cmocka_unit_test(log_passes_over),
	    cmocka_unit_test(log_without_table),   cmocka_unit_test(places),
	    cmocka_unit_test(srat_spellings),      cmocka_unit_test(keys),
	    cmocka_unit_test(e820_operations),     cmocka_unit_test(operations),
	    cmocka_unit_test(after_boot),          cmocka_unit_test(command_lines),
	    cmocka_unit_test(e820_refusals),       cmocka_unit_test(kernel_line_refusals),
	    cmocka_unit_test(key_refusals),        cmocka_unit_test(mm_init_keys),
	    cmocka_unit_test(mm_init_refusals),    cmocka_unit_test(arm_keys),
	    cmocka_unit_test(after_boot_refusals), cmocka_unit_test(bounds),
	    cmocka_unit_test(odd_bytes),           cmocka_unit_test(corpus),
	    cmocka_unit_test(generated),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
