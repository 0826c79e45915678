/* Lines of a log, freed from what loggers and terminals put around them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "lines.h"

int unusable(const char *format, ...);
int unusable(const char *format, ...)
{
	(void)format;
	return 2;
}

/* The lines of text, joined by |. */
static const char *joined(const char *text)
{
	static char data[4096], out[4096];
	struct log_lines lines;
	size_t length = 0;

	snprintf(data, sizeof(data), "%s", text);
	assert_true(lines_split(data, strlen(data), &lines));
	out[0] = '\0';
	for (size_t i = 0; i < lines.nr; i++)
		length +=
		    (size_t)snprintf(out + length, sizeof(out) - length, "%s%.*s", i ? "|" : "",
				     (int)scan_left(&lines.line[i].text), lines.line[i].text.at);
	lines_free(&lines);
	return out;
}

static void prefixes(void **state)
{
	static const char *const forms[] = {
	    "last_pfn = 0x1\n",
	    "<6>last_pfn = 0x1\n",
	    "<6>[    0.000000] last_pfn = 0x1\n",
	    "[    0.000000][    T0] last_pfn = 0x1\n",
	    "[    0.000000] [    T0] last_pfn = 0x1\n",
	    "[12345.678901] last_pfn = 0x1\r\n",
	    "\033[32m[    0.000000] \033[0m\033[1mlast_pfn = 0x1\033[0m\n",
	    "[Mon Nov 23 11:33:02 2026] last_pfn = 0x1\n",
	    "kern  :info  : [    0.000000] last_pfn = 0x1\n",
	    "Nov 23 11:33:02 host kernel: last_pfn = 0x1\n",
	    "Nov 23 11:33:02 host kernel: [    0.000000] last_pfn = 0x1\n",
	    "2026-11-23T11:33:02.123456+01:00 host kernel: [    0.000000] last_pfn = 0x1\n",
	    "[    0.000000] host kernel: last_pfn = 0x1\n",
	    "  last_pfn = 0x1  \n",
	    "> > [    0.000000] last_pfn = 0x1\n",
	    "6,123,0,-,caller=T0;last_pfn = 0x1\n",
	    "kernel: last_pfn = 0x1\n",
	    "[    0.000000 <    0.000001>] last_pfn = 0x1\n",
	    "[Nov26 02:20] last_pfn = 0x1\n",
	    "[  +0.000000] last_pfn = 0x1\n",
	    "[2026-11-23 11:33:02] [    0.051011] last_pfn = 0x1\n",
	    "<14>Nov 23 11:33:02 host kernel[0]: [    0.000000] last_pfn = 0x1\n",
	    "\xef\xbb\xbflast_pfn = 0x1\n",
	    "(early) [    0.000000] last_pfn = 0x1\n",
	    "(d12) [    0.000000] last_pfn = 0x1\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		assert_string_equal(joined(forms[i]), "last_pfn = 0x1");
}

static void ranges_stay(void **state)
{
	(void)state;
	assert_string_equal(joined("[mem 0x1-0x2] available for PCI devices\n"),
			    "[mem 0x1-0x2] available for PCI devices");
	assert_string_equal(joined("[    0.03] [mem 0x1-0x2] page 4k\n"), "[mem 0x1-0x2] page 4k");
}

static void interleaved(void **state)
{
	(void)state;
	assert_string_equal(joined("[    0.000000] one[    0.000001] two\n[    0.000002] three\n"),
			    "one|two|three");
	assert_string_equal(joined("\n\n  \na\n\nb"), "a|b");
}

static void numbers_and_the_cut_line(void **state)
{
	char data[] = "\nfirst\n[    0.000000] a[    0.000001] b\nlast";
	struct log_lines lines;

	(void)state;
	assert_true(lines_split(data, strlen(data), &lines));
	assert_int_equal(lines.nr, 4);
	assert_int_equal(lines.line[0].number, 2);
	assert_int_equal(lines.line[1].number, 3);
	assert_int_equal(lines.line[2].number, 3);
	assert_int_equal(lines.line[3].number, 4);
	assert_false(lines.line[2].cut);
	assert_true(lines.line[3].cut);
	lines_free(&lines);
}

/* A mail's text: what it wrapped, what it spelled otherwise. */
static void mails(void **state)
{
	(void)state;
	/* by the width, with quotation marks and without */
	assert_string_equal(
	    joined("> <6>[    0.000000]  BIOS-e820: 0000000077ee3000 - 0000000077ef0000 (ACPI\n"
		   "> data)\n> [    0.000000] two\n"),
	    "BIOS-e820: 0000000077ee3000 - 0000000077ef0000 (ACPI data)|two");
	assert_string_equal(
	    joined("[    0.000000] PM: Registered nosave memory: 000000000009f000 - \n"
		   "00000000000a0000\n"),
	    "PM: Registered nosave memory: 000000000009f000 -  00000000000a0000");
	/* no rest: a remark, a deeper quotation, a line that had room, a log without times */
	assert_string_equal(
	    joined("[    0.000000] BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable\n"
		   "<snip>\n"),
	    "BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable|<snip>");
	assert_string_equal(
	    joined(
		"> [    0.000000] BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable\n"
		"What about this?\n"),
	    "BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable|What about this?");
	assert_string_equal(
	    joined("[    0.000000] BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable\n"
		   "Then come the zones.\n"),
	    "BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable|Then come the zones.");
	assert_string_equal(
	    joined(
		"[    0.000000] e820: update [mem 0x0000000000000000-0x0000000000000fff] usable\n"
		"==> reserved\n"),
	    "e820: update [mem 0x0000000000000000-0x0000000000000fff] usable ==> reserved");
	assert_string_equal(joined("[    0.000000] last_pfn = 0x1\nmax\n"), "last_pfn = 0x1|max");
	assert_string_equal(
	    joined(" BIOS-e820: 0000000077ee3000 - 0000000077ef0000 (ACPI and some more text\n"
		   "data)\n"),
	    "BIOS-e820: 0000000077ee3000 - 0000000077ef0000 (ACPI and some more text|data)");
}

static void quoted_printable(void **state)
{
	(void)state;
	assert_string_equal(
	    joined("[    0.012544][    T0] last_pfn =3D 0x24=\n0000 max_arch_pfn =\n"
		   "=3D 0x1\n[ 0.1] console=3D\n[ 0.2] next =20\n"),
	    "last_pfn = 0x240000 max_arch_pfn = 0x1|console=|next");
	assert_string_equal(joined("[    0.0] a=20=\nb=3D=C2=A0c\n"), "a b= c");
	/* an option that only looks like it */
	assert_string_equal(joined("Command line: root=3D01\nx\n"), "Command line: root=3D01|x");
	assert_string_equal(joined("[\xc2\xa0\xc2\xa0 0.000000]\xc2\xa0 one\n"), "one");
}

static void web_pages(void **state)
{
	(void)state;
	assert_string_equal(
	    joined("<pre><6>[    0.000000] e820: update usable ==&gt; reserved<br />\n"
		   "&lt;6&gt;[    0.000000]&nbsp;last_pfn &amp; &unknown; <b class=\"x\">1</b>\n"),
	    "e820: update usable ==> reserved|last_pfn & &unknown; 1");
	/* no page: a driver's words */
	assert_string_equal(joined("[    0.0] <tag> &gt; b\n"), "<tag> &gt; b");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(mails),
	    cmocka_unit_test(quoted_printable),
	    cmocka_unit_test(web_pages),
	    cmocka_unit_test(prefixes),
	    cmocka_unit_test(ranges_stay),
	    cmocka_unit_test(interleaved),
	    cmocka_unit_test(numbers_and_the_cut_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
