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
	assert_int_equal(report.bytes, 24);
	assert_int_equal(report.object, SANITIZER_NOTHING);
	assert_int_equal(report.nr_frames, 2);
	assert_int_equal(report.pc[0], 0x55aa);
	assert_int_equal(report.pc[1], 0x55bb);
}

/* What is inlined has a line of its own when a sanitizer looks up symbols. */
static void asan_inlined(void **state)
{
	(void)state;
	assert_true(sanitizer_parse("==7==ERROR: AddressSanitizer: SEGV on unknown address\n"
				    "    #0 0x55aa in close_type /src/target/e820.c:283:2\n"
				    "    #1 0x55aa in sweep /src/target/e820.c:311:4\n"
				    "    #2 0x55bb in sanitize_map /src/target/e820.c:365:6\n",
				    &report));
	assert_int_equal(report.nr_frames, 2);
	assert_int_equal(report.pc[1], 0x55bb);
}

#define ACCESS(kind)                                                    \
	"==77==ERROR: AddressSanitizer: " kind " on address 0x1010 at " \
	"pc 0x1 bp 0x2 sp 0x3\n"                                        \
	"READ of size 8 at 0x1010 thread T0\n"                          \
	"    #0 0x55aa  (/build/mminit+0x55aa)\n"                       \
	"\n"

static void asan_variable(void **state)
{
	(void)state;
	assert_true(sanitizer_parse(
	    ACCESS("stack-buffer-overflow") "Address 0x1010 is located in stack of thread T0 at "
					    "offset 3124 in frame\n"
					    "    #0 0x7777  (/build/mminit+0x7777)\n"
					    "\n"
					    "  This frame has 2 object(s):\n"
					    "    [32, 36) 'nr.addr'\n"
					    "    [48, 3120) 'boot_map' (line 455) <== Memory "
					    "access at offset 3124 overflows this "
					    "variable\n"
					    "HINT: this may be\n",
	    &report));
	assert_int_equal(report.object, SANITIZER_VARIABLE);
	assert_string_equal(report.object_name, "boot_map");
	assert_int_equal(report.object_bytes, 3072);
	assert_int_equal(report.object_offset, 3076);
	assert_int_equal(report.object_pc, 0x7777);
}

static void asan_global(void **state)
{
	(void)state;
	assert_true(sanitizer_parse(
	    ACCESS("global-buffer-overflow") "0x1010 is located 4 bytes to the right of global "
					     "variable 'names' defined in "
					     "'/src/target/e820.c:12:3' (0xff8) of size 20\n",
	    &report));
	assert_int_equal(report.object, SANITIZER_GLOBAL);
	assert_string_equal(report.object_name, "names");
	assert_int_equal(report.object_bytes, 20);
	assert_int_equal(report.object_offset, 24);
	/* The words of later versions. */
	assert_true(sanitizer_parse(
	    ACCESS("global-buffer-overflow") "0x1010 is located 16 bytes before global variable "
					     "'names' "
					     "defined in 'e820.c:12' (0x1020) of size 20\n",
	    &report));
	assert_int_equal(report.object, SANITIZER_GLOBAL);
	assert_int_equal(report.object_offset, -16);
}

static void asan_block(void **state)
{
	(void)state;
	assert_true(sanitizer_parse(
	    ACCESS("heap-use-after-free") "0x1010 is located 16 bytes inside of 32-byte region "
					  "[0x1000,0x1020)\n"
					  "freed by thread T0 here:\n"
					  "    #0 0x66  (/build/mminit+0x66)\n"
					  "\n"
					  "previously allocated by thread T0 here:\n"
					  "    #0 0x77  (/build/mminit+0x77)\n"
					  "    #1 0x88  (/build/mminit+0x88)\n",
	    &report));
	assert_int_equal(report.object, SANITIZER_BLOCK);
	assert_int_equal(report.object_bytes, 32);
	assert_int_equal(report.object_offset, 16);
	assert_int_equal(report.object_pc, 0x88);
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
	/* Cut off anywhere. */
	assert_true(sanitizer_parse(ACCESS("x") "0x1010 is located ", &report));
	assert_true(
	    sanitizer_parse(ACCESS("x") "0x1010 is located 4 bytes inside of 8-by", &report));
	assert_int_equal(report.object, SANITIZER_NOTHING);
	assert_true(sanitizer_parse(
	    ACCESS("x") "0x1 is located in stack of thread T0 at offset 4 in frame", &report));
	assert_true(sanitizer_parse(ACCESS("x") "0x1 is located in stack of thread T0\n [4, 8) 'x' "
						"<== Memory access at offset ",
				    &report));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(asan_overflow), cmocka_unit_test(asan_inlined),
	    cmocka_unit_test(asan_variable), cmocka_unit_test(asan_global),
	    cmocka_unit_test(asan_block),    cmocka_unit_test(asan_without_symbols),
	    cmocka_unit_test(ubsan),         cmocka_unit_test(cut_off_and_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
