/* mminit report: from a raw finding to a bug report. */
#include "mminit.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "finding/finding.h"
#include "finding/report.h"
#include "options.h"
#include "output.h"
#include "reduce.h"

static const char help[] =
    "usage: mminit report [--as-is] [--crashes DIR] IN -o OUT\n"
    "\n"
    "Writes a bug report of the finding IN to OUT: one self-contained page if the name ends in\n"
    ".html, else Markdown; - is standard output. IN is text, the bytes of a fuzzer as any engine\n"
    "names them, or a bundle. The finding is minimized first, as by mminit minimize.\n"
    "\n"
    "What differs, both observations around it, the repro, the machine with the spot marked, the\n"
    "commands that reproduce it, versions. Of a crash or a hang the stack, the instructions, the\n"
    "registers, what was accessed and what lies there; a sanitizer's report if there is one.\n"
    "\n"
    "  --as-is        do not minimize it\n"
    "  --crashes DIR  where known repros are (default: crashes)\n"
    "\n"
    "A crash is best reported by the mminit of the build that found it, build/PRESET/mminit.\n"
    "Exit status: 0 done, 1 IN does not reproduce: nothing is written; 2 unusable arguments or\n"
    "input.\n";

struct report_options {
	const char *in;
	const char *out;
	const char *crashes;
	bool as_is;
};

static bool ends_in(const char *name, const char *ending)
{
	size_t len = strlen(name), of_ending = strlen(ending);

	return len >= of_ending && !strcmp(name + len - of_ending, ending);
}

static int write_report(struct finding *f, const struct report_options *o)
{
	bool html = ends_in(o->out, ".html") || ends_in(o->out, ".htm");
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	bool good = out && report_write(f, o->crashes, html, out);
	int error = errno;

	if (out && fclose(out) != 0)
		good = false;
	if (good) {
		good = output_write(o->out, text, size);
		error = errno;
	}
	free(text);
	if (!good)
		return unusable("%s: %s", o->out, strerror(error));
	fprintf(strcmp(o->out, "-") ? stdout : stderr, "%s: %s\n  %s\n", o->in, f->identity.key,
		o->out);
	return EXIT_AGREE;
}

static int report(struct finding *f, const struct report_options *o)
{
	int status = finding_open(f, o->in);

	if (status == EXIT_AGREE && !o->as_is)
		status = finding_minimize(f, NULL);
	/* Ended early is good enough for a report. */
	if (status == EXIT_AGREE || f->minimized)
		status = write_report(f, o);
	return status;
}

int cmd_report(int argc, char **argv)
{
	struct report_options o = {.crashes = "crashes"};
	const struct option_spec options[] = {{"o", .value = &o.out},
					      {"crashes", .value = &o.crashes},
					      {"as-is", .flag = &o.as_is},
					      {.name = NULL}};
	int status = command_line_read_one(argc, argv, help, options, "IN", &o.in);
	struct finding *f;

	if (status != COMMAND_GOES_ON)
		return status;
	if (!o.out)
		return unusable("report: needs -o OUT; mminit report --help");
	if (!output_possible(o.out))
		return unusable("%s: %s", o.out, strerror(errno));
	f = finding_new();
	if (!f)
		return unusable("%s: %s", o.in, strerror(errno));
	status = report(f, &o);
	finding_free(f);
	return status;
}
