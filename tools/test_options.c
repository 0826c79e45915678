/* Command lines: what is taken, what is refused, and in which words. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "mminit.h"
#include "options.h"

static char message[200];

int unusable(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	return EXIT_UNUSABLE;
}

static bool json;
static const char *out, *name;
static uint64_t number;
static const struct option_spec options[] = {{"json", .flag = &json},
					     {"o", .value = &out},
					     {"name", .value = &name},
					     {"n", .number = &number, .least = 1, .most = 16},
					     {.name = NULL}};
static struct command_line line;
static char *words[16];

/* The words of a command line, separated by blanks; `least` to `most` operands. */
static int read_line(const char *text, int least, int most)
{
	static char copy[200];
	int nr = 0;

	snprintf(copy, sizeof(copy), "%s", text);
	for (char *word = strtok(copy, " "); word; word = strtok(NULL, " "))
		words[nr++] = word;
	words[nr] = NULL;
	json = false;
	out = name = NULL;
	message[0] = '\0';
	line = (struct command_line){.help = "",
				     .options = options,
				     .operand = "FILE",
				     .least_operands = least,
				     .most_operands = most};
	return command_line_read(nr, words, &line);
}

static void test_any_order(void **state)
{
	(void)state;
	assert_int_equal(read_line("run a --json - -o x b --name=y", 1, 0), COMMAND_GOES_ON);
	assert_true(json);
	assert_string_equal(out, "x");
	assert_string_equal(name, "y");
	assert_int_equal(line.nr_operands, 3);
	assert_string_equal(line.operands[0], "a");
	assert_string_equal(line.operands[1], "-");
	assert_string_equal(line.operands[2], "b");
	assert_int_equal(read_line("run -- --json", 1, 0), COMMAND_GOES_ON);
	assert_false(json);
	assert_string_equal(line.operands[0], "--json");
}

static void test_one_operand(void **state)
{
	const char *file = NULL;

	(void)state;
	words[0] = (char[]){"show"};
	words[1] = (char[]){"a"};
	assert_int_equal(command_line_read_one(2, words, "", options, "FILE", &file),
			 COMMAND_GOES_ON);
	assert_string_equal(file, "a");
	file = NULL;
	assert_int_equal(command_line_read_one(1, words, "", options, "FILE", &file),
			 EXIT_UNUSABLE);
	assert_null(file);
}

static void test_help_ends(void **state)
{
	(void)state;
	assert_int_equal(read_line("run --help --nonsense", 1, 0), EXIT_AGREE);
	assert_int_equal(read_line("run -h", 1, 0), EXIT_AGREE);
}

static void test_refused(void **state)
{
	static const struct {
		const char *line, *message;
	} refused[] = {
	    {"run", "run: which FILE? mminit run --help"},
	    {"run a b c", "run: c: only FILE, and no more"},
	    {"run a --what", "run: --what: no such option"},
	    {"run a --what=x", "run: --what=x: no such option"},
	    {"run -jo x", "run: -j: no such option"},
	    {"run a --json=x", "run: --json=x: no such option"},
	    {"run a -o", "run: -o: its value is missing"},
	    {"run a --name", "run: --name: its value is missing"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		assert_int_equal(read_line(refused[i].line, 1, 2), EXIT_UNUSABLE);
		assert_string_equal(message, refused[i].message);
	}
	/* A command that takes no operand. */
	read_line("enumerate", 0, 0);
	words[1] = (char[]){"x"};
	line.operand = NULL;
	assert_int_equal(command_line_read(2, words, &line), EXIT_UNUSABLE);
	assert_string_equal(message, "enumerate: x: no such option");
}

static void test_numbers(void **state)
{
	static const char *const wrong[] = {"run -n 17",
					    "run -n 0",
					    "run -n -1",
					    "run -n +1",
					    "run -n 1x",
					    "run -n x1",
					    "run -n 18446744073709551617"};

	(void)state;
	assert_int_equal(read_line("run -n 0x10", 0, 0), COMMAND_GOES_ON);
	assert_int_equal(number, 16);
	assert_int_equal(read_line("run -n 1", 0, 0), COMMAND_GOES_ON);
	assert_int_equal(number, 1);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(read_line(wrong[i], 0, 0), EXIT_UNUSABLE);
	assert_string_equal(message, "run: -n 18446744073709551617: a number, 1 to 16");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_any_order), cmocka_unit_test(test_one_operand),
	    cmocka_unit_test(test_help_ends), cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
