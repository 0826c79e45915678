/*
 * The parser of the text form, with any bytes: it may refuse them, but never crash, and what it
 * takes must be written and read again as the same scenario.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "scenario_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct scenario first;
static struct scenario second;

_Noreturn __attribute__((noinline)) static void text_round_trip(const char *field,
								const char *detail)
{
	fprintf(stderr, "ASSERTION FAILED: text_round_trip %s\n%s\n", field, detail);
	abort();
}

/* Room for a text of so many bytes, kept from run to run. */
static char *room(size_t size)
{
	static char *text;
	static size_t capacity;

	if (size <= capacity)
		return text;
	if (text)
		munmap(text, capacity);
	capacity = size * 2;
	text = mmap(NULL, capacity, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (text == MAP_FAILED)
		abort();
	return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct scenario_error error;

	if (!scenario_parse((const char *)data, size, &first, &error)) {
		if (error.line == 0 || error.message[0] == '\0')
			text_round_trip("error", "refused without a line or a reason");
		return 0;
	}

	const char *wrong = scenario_check(&first);

	if (wrong)
		text_round_trip("rules", wrong);

	size_t len = scenario_format(&first, NULL, 0);
	char *text = room(len);

	if (scenario_format(&first, text, len) != len)
		text_round_trip("length", "written with another length");
	if (!scenario_parse(text, len, &second, &error))
		text_round_trip("refused", error.message);
	if (!scenario_equal(&first, &second))
		text_round_trip("scenario", "another scenario after writing and reading");
	if (strcmp(first.expect, second.expect) != 0)
		text_round_trip("expect", second.expect);
	return 0;
}
