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

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(prefixes),
	    cmocka_unit_test(ranges_stay),
	    cmocka_unit_test(interleaved),
	    cmocka_unit_test(numbers_and_the_cut_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
