/* mminit bundle: all of a finding in one file. */
#include "mminit.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "finding/bundle.h"
#include "finding/environment.h"
#include "finding/finding.h"
#include "finding/report.h"
#include "finding/repro.h"
#include "options.h"
#include "output.h"

static const char help[] =
    "usage: mminit bundle [--as-is] [--crashes DIR] IN -o OUT\n"
    "\n"
    "Packs the finding IN into one compressed and checksummed file: the minimized repro, the "
    "bytes\n"
    "that the fuzzer had, the report, and the versions of all that had a part in it. mminit run,\n"
    "show, convert, minimize, report and keep take a bundle like any other file.\n"
    "\n"
    "  --as-is        do not minimize it\n"
    "  --crashes DIR  where known repros are (default: crashes)\n"
    "\n"
    "Exit status: 0 done, 1 IN does not reproduce: nothing is written; 2 unusable arguments or\n"
    "input.\n";

static char *report_of(struct finding *f, const char *crashes)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	bool good = out && report_write(f, crashes, false, out);

	if (out && fclose(out) != 0)
		good = false;
	if (good)
		return text;
	free(text);
	return NULL;
}

static void set_part(struct bundle *b, enum bundle_part part, const char *text)
{
	b->data[part] = text;
	b->size[part] = text ? strlen(text) : 0;
}

static bool pack(struct finding *f, const char *crashes, uint8_t **data, size_t *size)
{
	struct bundle b = {.memory = NULL};
	char *repro = repro_text(&f->scenario, &f->identity, f->how, NULL);
	char *report = report_of(f, crashes);
	char *environment =
	    f->given.environment ? strdup(f->given.environment) : environment_text(f->path);
	bool good = repro && report && environment;

	set_part(&b, PART_REPRO, repro);
	set_part(&b, PART_REPORT, report);
	set_part(&b, PART_ENVIRONMENT, environment);
	b.data[PART_BYTES] = (const char *)f->given.bytes;
	b.size[PART_BYTES] = f->given.size;
	good = good && bundle_pack(&b, data, size);
	free(repro);
	free(report);
	free(environment);
	return good;
}

static int write_bundle(struct finding *f, const char *crashes, const char *out)
{
	uint8_t *data = NULL;
	size_t size = 0;
	bool good = pack(f, crashes, &data, &size) && output_write(out, data, size);
	int error = errno;

	free(data);
	if (!good)
		return unusable("%s: %s", out, strerror(error));
	fprintf(strcmp(out, "-") ? stdout : stderr, "%s: %s\n  %zu bytes: %s\n", f->path,
		f->identity.key, size, out);
	return EXIT_AGREE;
}

static int bundle(struct finding *f, const char *in, const char *out, const char *crashes,
		  bool as_is)
{
	int status = finding_open(f, in);

	if (status == EXIT_AGREE && !as_is)
		status = finding_minimize(f, NULL);
	if (status == EXIT_AGREE || f->minimized)
		status = write_bundle(f, crashes, out);
	return status;
}

int cmd_bundle(int argc, char **argv)
{
	const char *in, *out = NULL, *crashes = "crashes";
	bool as_is = false;
	const struct option_spec options[] = {{"o", .value = &out},
					      {"crashes", .value = &crashes},
					      {"as-is", .flag = &as_is},
					      {.name = NULL}};
	int status = command_line_read_one(argc, argv, help, options, "IN", &in);
	struct finding *f;

	if (status != COMMAND_GOES_ON)
		return status;
	if (!out)
		return unusable("bundle: needs -o OUT; mminit bundle --help");
	if (!output_possible(out))
		return unusable("%s: %s", out, strerror(errno));
	f = finding_new();
	if (!f)
		return unusable("%s: %s", in, strerror(errno));
	status = bundle(f, in, out, crashes, as_is);
	finding_free(f);
	return status;
}
