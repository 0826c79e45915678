/* mminit minimize: the smallest scenario that still shows the same. */
#include "mminit.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "finding/finding.h"
#include "finding/repro.h"
#include "options.h"
#include "output.h"
#include "reduce.h"

static const char help[] =
    "usage: mminit minimize IN -o OUT\n"
    "\n"
    "Makes the finding IN smaller: drops entries, operations and options, then simplifies "
    "numbers,\n"
    "as long as the same difference, crash or hang shows. The result is written to OUT, as a\n"
    "scenario, or as bytes if the name ends in .bin. IN is text, the bytes of a fuzzer as any\n"
    "engine names them, or a bundle; - is standard input.\n"
    "\n"
    "Every try boots in a child process. Ctrl-C ends it early: OUT then holds the best so far.\n"
    "\n"
    "Exit status: 0 done, 1 IN does not reproduce, or interrupted, 2 unusable arguments or "
    "input.\n";

static int minimize_file(struct finding *f, const char *in, const char *out)
{
	int status = finding_open(f, in);

	if (status != EXIT_AGREE)
		return status;
	status = finding_minimize(f, out);
	if (!f->minimized)
		return status;
	if (!repro_write(out, &f->scenario, &f->identity, f->how, NULL))
		return unusable("%s: %s", out, strerror(errno));
	fprintf(strcmp(out, "-") ? stdout : stderr,
		"%s: %s\n  %" PRIu32 " entries, operations and options of %" PRIu32 ", %" PRIu64
		" tries%s: %s\n",
		in, f->identity.key, scenario_items(&f->scenario), f->items_before, f->tries,
		status == EXIT_AGREE ? "" : ", interrupted", out);
	return status;
}

int cmd_minimize(int argc, char **argv)
{
	const char *in, *out = NULL;
	const struct option_spec options[] = {{"o", .value = &out}, {.name = NULL}};
	int status = command_line_read_one(argc, argv, help, options, "IN", &in);
	struct finding *f;

	if (status != COMMAND_GOES_ON)
		return status;
	if (!out)
		return unusable("minimize: needs -o OUT; mminit minimize --help");
	if (!output_possible(out))
		return unusable("%s: %s", out, strerror(errno));
	f = finding_new();
	if (!f)
		return unusable("%s: %s", in, strerror(errno));
	status = minimize_file(f, in, out);
	finding_free(f);
	return status;
}
