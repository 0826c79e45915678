/*
 * The reader of kernel logs, with any bytes: it may refuse them, but never crash, and the machine
 * that it makes of them must be a valid scenario.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "input.h"
#include "log.h"
#include "machine.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What reading files would call: here nothing is read. */
int unusable(const char *format, ...);
int unusable(const char *format, ...)
{
	(void)format;
	return 2;
}

_Noreturn __attribute__((noinline)) static void machine_of_a_log(const char *field, const char *why)
{
	fprintf(stderr, "ASSERTION FAILED: machine_of_a_log %s\n%s\n", field, why);
	abort();
}

static void build(const struct input *input, const struct log *log, unsigned int *line)
{
	static struct machine machine;
	const char *wrong = machine_build(input, log, &machine, line);

	if (wrong && !*wrong)
		machine_of_a_log("refusal", "without a reason");
	if (wrong)
		return;
	wrong = scenario_check(&machine.scenario);
	if (wrong)
		machine_of_a_log("scenario", wrong);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* A copy, for reading changes it; of the exact size, so that what lies behind is not read.
	 */
	char *text = malloc(size ? size : 1);
	struct input input = {.log = text, .log_size = size, .booted = true};
	unsigned int line = 0;
	const char *wrong;
	struct log log;

	if (!text)
		abort();
	memcpy(text, data, size);
	wrong = log_read(text, size, &log, &line);
	if (wrong && !*wrong)
		machine_of_a_log("log", "refused without a reason");
	if (!wrong)
		build(&input, &log, &line);
	log_free(&log);
	free(text);
	return 0;
}
