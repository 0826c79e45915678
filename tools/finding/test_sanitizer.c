/* Reports of sanitizers, as clang 14 prints them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sanitizer.h"

static struct sanitizer_report report;

static void asan_overflow(void **state)
{
	(void)state;
	assert_true(sanitizer_parse(
	    "some words of the program\n"
	    "=================================================================\n"
	    "==77==ERROR: AddressSanitizer: stack-buffer-overflow on address 0x7ffd10 at pc 0x55aa "
	    "bp 0x7ffd00 sp 0x7ffcf8\n"
	    "WRITE of size 24 at 0x7ffd10 thread T0\n"
	    "    #0 0x55aa in sweep /src/target/e820.c:300:9\n"
	    "    #1 0x55bb in e820_sanitize /src/target/e820.c:350:9\n"
	    "\n"
	    "Address 0x7ffd10 is located in stack of thread T0\n"
	    "    #0 0x9999 in other /src/x.c:1\n",
	    &report));
	assert_string_equal(report.kind, "AddressSanitizer stack-buffer-overflow");
	assert_string_equal(report.detail, "WRITE of size 24");
	assert_true(report.has_address);
	assert_int_equal(report.address, 0x7ffd10);
	assert_true(report.writes);
	assert_int_equal(report.nr_frames, 2);
	assert_int_equal(report.pc[0], 0x55aa);
	assert_int_equal(report.pc[1], 0x55bb);
}

static void asan_without_symbols(void **state)
{
	(void)state;
	assert_true(
	    sanitizer_parse("==1==ERROR: AddressSanitizer: global-buffer-overflow on address "
			    "0x1234 at pc 0x1 bp 0x2 sp 0x3\n"
			    "READ of size 1 at 0x1234 thread T0\n"
			    "    #0 0x5577  (/build/mminit+0x5577) (BuildId: 12ab)\n",
			    &report));
	assert_string_equal(report.detail, "READ of size 1");
	assert_int_equal(report.bytes, 1);
	assert_false(report.writes);
	assert_int_equal(report.nr_frames, 1);
}

static void ubsan(void **state)
{
	(void)state;
	assert_true(sanitizer_parse(
	    "../../target/memblock.c:12:5: runtime error: shift exponent 64 is too large for "
	    "64-bit type 'uint64_t'\n"
	    "    #0 0xabc in f target/memblock.c:12:5\n",
	    &report));
	assert_string_equal(report.kind, "UndefinedBehaviorSanitizer");
	assert_string_equal(report.detail,
			    "shift exponent 64 is too large for 64-bit type 'uint64_t'");
	assert_false(report.has_address);
	assert_int_equal(report.nr_frames, 1);
}

static void cut_off_and_none(void **state)
{
	(void)state;
	assert_false(sanitizer_parse("", &report));
	assert_false(sanitizer_parse("words\n    #0 0x12 in f\n", &report));
	assert_true(sanitizer_parse("==1==ERROR: AddressSanitizer: ", &report));
	assert_int_equal(report.nr_frames, 0);
	assert_true(sanitizer_parse("x: runtime error: ", &report));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(asan_overflow),
	    cmocka_unit_test(asan_without_symbols),
	    cmocka_unit_test(ubsan),
	    cmocka_unit_test(cut_off_and_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
