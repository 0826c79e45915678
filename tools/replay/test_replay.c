/* Real machines' logs and captures of real boots, all of the corpus. */
#define _GNU_SOURCE /* mkstemp */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "replay.h"

/* The last line that replay would have printed to standard error. */
static char message[512];

int unusable(const char *format, ...);
int unusable(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	return 2;
}

static struct machine_pair pair;
static struct replay replay;

struct tally {
	size_t exact, inexact, empty, checks, passed;
};

static void print_failures(const char *path)
{
	for (size_t i = 0; i < replay.nr_checks; i++)
		if (!replay.check[i].ok)
			print_error("%s:%u: %s\n", path, replay.check[i].line,
				    replay.check[i].what);
}

static void add_to_tally(const char *path, struct tally *t)
{
	if (!replay_run(path, &pair, &replay)) {
		if (!strstr(message, "nothing to check"))
			print_error("%s\n", message);
		t->empty++;
		return;
	}
	for (size_t i = 0; i < replay.nr_checks; i++)
		t->passed += replay.check[i].ok;
	t->checks += replay.nr_checks;
	if (replay_exact(&replay))
		t->exact++;
	else
		t->inexact++;
	print_failures(path);
	replay_free(&replay);
}

static struct tally replay_all(const char *pattern)
{
	struct tally t = {0};
	glob_t files;

	assert_int_equal(glob(pattern, 0, NULL, &files), 0);
	for (size_t i = 0; i < files.gl_pathc; i++)
		add_to_tally(files.gl_pathv[i], &t);
	globfree(&files);
	print_message(
	    "%s: %zu exact, %zu not, %zu with nothing to check; %zu of %zu checks passed\n",
	    pattern, t.exact, t.inexact, t.empty, t.passed, t.checks);
	return t;
}

static void machines(void **state)
{
	struct tally t = replay_all("corpus/machines/*.log");

	(void)state;
	assert_int_equal(t.inexact, 0);
	assert_int_equal(t.empty, 0);
	assert_true(t.exact >= 129);
}

static void captures(void **state)
{
	struct tally t = replay_all("corpus/boots/[0-9]*");

	(void)state;
	assert_int_equal(t.inexact, 0);
	assert_int_equal(t.empty, 0);
	assert_true(t.exact >= 96);
}

/* A kernel that never came up: its table is predicted, and the result says so. */
static void never_came_up(void **state)
{
	(void)state;
	assert_true(replay_run("corpus/boots/079-one", &pair, &replay));
	assert_false(replay.input.booted);
	assert_true(replay.nr_checks > 0);
	replay_free(&replay);
}

/* Writes text to a file, replays it, and returns what was wrong with it. */
static const char *wrong_with(const char *text)
{
	char path[] = "/tmp/mminit-replay-XXXXXX";
	int fd = mkstemp(path);
	FILE *out = fdopen(fd, "w");

	assert_non_null(out);
	fputs(text, out);
	fclose(out);
	message[0] = '\0';
	if (replay_run(path, &pair, &replay))
		replay_free(&replay);
	unlink(path);
	return strchr(message, ':') ? strchr(message, ':') : message;
}

#define ENTRY "BIOS-e820: [mem 0x0000000000000000-0x000000000fffffff] usable\n"

static void bad_input(void **state)
{
	(void)state;
	assert_string_equal(wrong_with(""),
			    ": nothing to check: no memory map and no memblock trace in it");
	assert_string_equal(wrong_with("\x7f\x45\x4c\x46\x02\xff\xfe"),
			    ": nothing to check: no memory map and no memblock trace in it");
	assert_string_equal(wrong_with("memblock_reserve: [0x1000-0x1fff] f+0x1/0x2\n"),
			    ": nothing to check: no memory map and no memblock trace in it");
	assert_string_equal(wrong_with("SRAT: Node 0 PXM 0 0-80000000\nZone ranges:\n"),
			    ": nothing to check: no memory map and no memblock trace in it");
	assert_string_equal(wrong_with(ENTRY), ": nothing to check in it");
	assert_string_equal(wrong_with(ENTRY "BIOS-e820: [mem 0x0000\n"),
			    ":2: a BIOS-e820 line that is not whole");
	assert_string_equal(wrong_with(ENTRY "BIOS-e820: [mem 0x10000000-0x1fffffff] usa"),
			    ":2: a BIOS-e820 line that is not whole");
	assert_string_equal(wrong_with("Linux version 6.1.0\n" ENTRY "Linux version 6.1.0\n"),
			    ":3: a second boot starts here: one boot a file");
	assert_string_equal(wrong_with("Linux version 5.0-686-pae\n" ENTRY),
			    ":1: i386 is not modelled");
	assert_string_equal(wrong_with("\x1f\x8b\x08\x00"), ": damaged or cut gzip data");
	assert_string_equal(wrong_with("000-0x0000000000000fff] reserved\n" ENTRY),
			    ":1: the log starts inside its map");
	assert_string_equal(wrong_with(ENTRY "Zone ranges:\n" ENTRY),
			    ":3: a second boot starts here: one boot a file");
	assert_string_equal(wrong_with(ENTRY "user: [mem 0x0-0xfff] usable\n" ENTRY),
			    ":3: a second boot starts here: one boot a file");
	assert_string_equal(wrong_with(ENTRY "Linux version 6.1.0\n"),
			    ":2: a second boot starts here: one boot a file");
}

/* The lines of the failed checks of a text, as "N N ". */
static const char *failed_lines(const char *text)
{
	static char lines[256];
	char path[] = "/tmp/mminit-replay-XXXXXX";
	int fd = mkstemp(path);
	FILE *out = fdopen(fd, "w");
	size_t length = 0;

	assert_non_null(out);
	fputs(text, out);
	fclose(out);
	lines[0] = '\0';
	assert_true(replay_run(path, &pair, &replay));
	for (size_t i = 0; i < replay.nr_checks; i++)
		if (!replay.check[i].ok && length < sizeof(lines) - 16)
			length += (size_t)snprintf(lines + length, sizeof(lines) - length, "%u ",
						   replay.check[i].line);
	replay_free(&replay);
	unlink(path);
	return lines;
}

#define TWO      ENTRY "BIOS-e820: [mem 0xfe000000-0xffffffff] reserved\n"
#define LAST_PFN "last_pfn = 0x10000 max_arch_pfn = 0x400000000\n"

/* A copy of a capture with one file gone, or with other contents. */
static const char *wrong_with_capture(const char *file, const char *contents)
{
	static const char *const files[] = {"e820.txt", "meta.json", "dmesg.gz", "capture.gz"};
	char folder[] = "/tmp/mminit-capture-XXXXXX", path[64], from[4200], root[4096];

	assert_non_null(mkdtemp(folder));
	assert_non_null(getcwd(root, sizeof(root)));
	for (size_t i = 0; i < 4; i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, files[i]);
		snprintf(from, sizeof(from), "%s/corpus/boots/001-plain512/%s", root, files[i]);
		if (strcmp(files[i], file)) {
			assert_int_equal(symlink(from, path), 0);
		} else if (contents) {
			FILE *out = fopen(path, "w");

			assert_non_null(out);
			fputs(contents, out);
			fclose(out);
		}
	}
	message[0] = '\0';
	if (replay_run(folder, &pair, &replay))
		replay_free(&replay);
	for (size_t i = 0; i < 4; i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, files[i]);
		unlink(path);
	}
	rmdir(folder);
	return strrchr(message, '/') ? strrchr(message, '/') : message;
}

static void damaged_captures(void **state)
{
	(void)state;
	assert_string_equal(wrong_with_capture("e820.txt", NULL),
			    "/e820.txt: No such file or directory");
	assert_string_equal(wrong_with_capture("e820.txt", "0 1000 1\nxyz\n"),
			    "/e820.txt:2: expected start, size and type");
	assert_string_equal(wrong_with_capture("meta.json", NULL),
			    "/meta.json: No such file or directory");
	assert_string_equal(wrong_with_capture("meta.json", "{"), "/meta.json: no JSON object");
	assert_string_equal(wrong_with_capture("meta.json", "{\"initrd\": [\"a\", 1]}"),
			    "/meta.json: the value of initrd is not of its form");
	assert_string_equal(wrong_with_capture("meta.json", "{\"late\": [[\"a\", 2, 1]]}"),
			    "/meta.json: the value of late is not of its form");
	assert_non_null(strstr(wrong_with_capture("dmesg.gz", NULL), "neither dmesg.gz nor"));
	assert_string_equal(wrong_with_capture("dmesg.gz", ""), "/dmesg.gz: no log in it");
	assert_string_equal(wrong_with_capture("dmesg.gz", "\x1f\x8b\x08"),
			    "/dmesg.gz: damaged or cut gzip data");
	assert_string_equal(wrong_with_capture("capture.gz", "\x1f\x8b\x08"),
			    "/capture.gz: damaged or cut gzip data");
	assert_string_equal(wrong_with_capture("capture.gz", NULL), "");
}

/* What cannot be true at once fails where it stands. */
static void contradictions(void **state)
{
	(void)state;
	assert_string_equal(failed_lines(TWO LAST_PFN), "");
	assert_string_equal(failed_lines(TWO "last_pfn = 0x10001 max_arch_pfn = 0x400000000\n"),
			    "3 ");
	assert_string_equal(failed_lines(TWO TWO LAST_PFN), "3 4 4 ");
	assert_string_equal(failed_lines("BIOS-e820: [mem 0x1000000-0x1ffffff] usable\n"
					 "BIOS-e820: [mem 0x0-0xffffff] reserved\n"),
			    "1 2 ");
	assert_string_equal(
	    failed_lines(TWO "Faking a node at [mem 0x0000000000000000-0x0000000020000fff]\n"),
	    "3 ");
}

/* memmap=exactmap asks for the end of RAM before the user map. */
static void end_of_ram_before_options(void **state)
{
	static const char map[] = "Command line: memmap=exactmap memmap=640K@0K memmap=1M@1M\n"
				  "BIOS-e820: [mem 0x0-0x9ffff] usable\n"
				  "BIOS-e820: [mem 0x100000-0xfffffff] usable\n";
	static const char user[] = "user: [mem 0x0-0x9ffff] usable\n"
				   "user: [mem 0x100000-0x1fffff] usable\n"
				   "last_pfn = 0x200 max_arch_pfn = 0x400000000\n";
	char text[512];

	(void)state;
	snprintf(text, sizeof(text), "%s%s%s", map, LAST_PFN, user);
	assert_string_equal(failed_lines(text), "");
	snprintf(text, sizeof(text), "%s%s%s", map, "last_pfn = 0x200 max_arch_pfn = 0x400000000\n",
		 user);
	assert_string_equal(failed_lines(text), "4 ");
}

/* The weeks when mem= found no map to cut. */
static void options_before_map(void **state)
{
	static const char options[] = "Command line: ro mem=1M quiet\n";
	static const char cut[] = "e820: remove [mem 0x100000-0xfffffffffffffffe] usable\n";
	static const char map[] = "BIOS-e820: [mem 0x0-0x9ffff] usable\n"
				  "BIOS-e820: [mem 0x100000-0xfffffff] usable\n";
	static const char user[] = "user: [mem 0x0-0x9ffff] usable\n"
				   "user: [mem 0x100000-0xfffffff] usable\n";
	char text[512];

	(void)state;
	snprintf(text, sizeof(text), "%s%s%s%s%s", options, cut, map, user, LAST_PFN);
	assert_string_equal(failed_lines(text), "");
	snprintf(text, sizeof(text), "%s%s%s%s%s", options, map, cut, user, LAST_PFN);
	assert_string_equal(failed_lines(text), "6 6 7 ");
}

/* Who writes to the console too breaks lines: the rest of such a list is not looked at. */
static void broken_list(void **state)
{
	static const char map[] = "Linux version 6.8.0\n" ENTRY
				  "e820: update [mem 0x00000000-0x00000fff] usable ==> reserved\n"
				  "last_pfn = 0x10000 max_arch_pfn = 0x400000000\n"
				  "Registered nosave memory: [mem 0x00000000-0x00000fff]\n"
				  "Registered nosave memory:serialport: Connected\n";
	char text[512];

	(void)state;
	snprintf(text, sizeof(text), "%s%s", map,
		 "Registered nosave memory: [mem 0x7000-0x8fff]\nMemory: 1K/1K available\n");
	assert_string_equal(failed_lines(text), "8 ");
	snprintf(text, sizeof(text), "%sPolicy zone: Normal\n", map);
	assert_string_equal(failed_lines(text), "");
}

/* Without the line that names it a kernel is known by its spelling, as far as it matters. */
static void unnamed_kernels(void **state)
{
	static const char *const logs[] = {
	    "071-supermicro-x9dri-ln4-x9dr3-ln4-x9dri-ln4-x9d",
	    "162-3nod-tgs215db-4g-4.1",
	    "204-asrock-z77-8g-3.8",
	    "206-dell-r410-8g-2node-4.18-el8",
	    "212-amd-warthog-1g-2node-mem-3.9",
	    "223-hyperv-2g-2node-3.15",
	};
	static char text[1 << 20];
	char path[128], line[4096];

	(void)state;
	for (size_t i = 0; i < sizeof(logs) / sizeof(logs[0]); i++) {
		size_t length = 0;
		FILE *in;

		snprintf(path, sizeof(path), "corpus/machines/%s.log", logs[i]);
		in = fopen(path, "r");
		assert_non_null(in);
		while (fgets(line, sizeof(line), in) && length < sizeof(text) - sizeof(line))
			if (!strstr(line, "Linux version"))
				length += (size_t)snprintf(text + length, sizeof(text) - length,
							   "%s", line);
		fclose(in);
		assert_string_equal(failed_lines(text), "");
	}
}

static int start(void **state)
{
	(void)state;
	pair_open(&pair);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	pair_close(&pair);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(machines),
	    cmocka_unit_test(captures),
	    cmocka_unit_test(never_came_up),
	    cmocka_unit_test(bad_input),
	    cmocka_unit_test(damaged_captures),
	    cmocka_unit_test(contradictions),
	    cmocka_unit_test(end_of_ram_before_options),
	    cmocka_unit_test(options_before_map),
	    cmocka_unit_test(unnamed_kernels),
	    cmocka_unit_test(broken_list),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
