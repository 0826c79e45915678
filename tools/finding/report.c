#include "report.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "../picture/picture.h"
#include "environment.h"
#include "reduce.h"
#include "repro.h"

static struct picture picture;

void report_sentence(const struct finding *f, const struct crash *crash, char *text, size_t size)
{
	static const char *const side[] = {"The target", "The model"};
	const struct boot_place *place = &f->result.place;
	const struct source_place *here = &crash->frames[crash->at].place;

	if (f->result.end == TRYOUT_DIFFER) {
		char line[512];

		difference_describe(&f->result.boot.difference, line, sizeof(line));
		snprintf(text, size, "%s differ: %s.",
			 f->result.boot.difference.tree ? "The model and the kernel's own code"
							: "Target and model",
			 line);
		return;
	}
	snprintf(text, size, "%s %s in %s",
		 place->implementation < 0 ? "The comparison" : side[place->implementation],
		 f->result.end == TRYOUT_HANG ? "hangs" : "crashes",
		 crash->nr_frames ? here->function : step_name(place->step));
	if (crash->nr_lines > 1)
		snprintf(text + strlen(text), size - strlen(text), " (%s, lines %d to %d)",
			 here->file, crash->lines[0], crash->lines[crash->nr_lines - 1]);
	else if (crash->nr_frames && here->file[0])
		snprintf(text + strlen(text), size - strlen(text), " (%s:%d)", here->file,
			 here->line);
	snprintf(text + strlen(text), size - strlen(text), ", stage %s: %s",
		 stage_name(place->stage), crash->what);
	if (crash->lies_there[0])
		snprintf(text + strlen(text), size - strlen(text), "; there lies: %s",
			 crash->lies_there);
	snprintf(text + strlen(text), size - strlen(text), ".");
}

static void print_identity(struct document *d, const struct finding *f, const char *crashes)
{
	char name[320];
	bool same_machine;
	char *known = finding_known(&f->scenario, f->identity.key, crashes, &same_machine);

	identity_name(&f->identity, name, sizeof(name));
	document_paragraph(d, "Identity: %s", name);
	if (known)
		document_paragraph(d,
				   same_machine ? "Already known: %s is of this machine."
						: "Known: %s once showed the same.",
				   known);
	free(known);
	if (f->how == HOW_TWICE)
		document_paragraph(
		    d, "It shows when the machine is booted twice in a row, and not the "
		       "first time: something outlives a reset, or is read that "
		       "nobody wrote.");
	if (f->how == HOW_PAINTED)
		document_paragraph(
		    d, "It shows on a stack that was written to, as later in a fuzzer, and not in "
		       "a process that has just begun: something is read that nobody wrote.");
	if (f->how == HOW_AFTER_OTHERS)
		document_paragraph(
		    d, "It shows when other machines were booted before, as in a fuzzer, and not "
		       "alone: something outlives a reset, or is read that nobody wrote.");
	document_paragraph(d, "Entries, operations and options of the repro: %" PRIu32 "%s.",
			   scenario_items(&f->scenario), f->minimized ? "" : " (not minimized)");
	if (f->minimized)
		document_paragraph(
		    d, "Of what was found: %" PRIu32 " (minimized in %" PRIu64 " tries).",
		    f->items_before, f->tries);
}

static void print_picture(struct document *d, const struct finding *f,
			  const struct boot_result *boot, const struct machine_pair *pair)
{
	char *text = NULL;
	size_t size;
	FILE *out;

	document_heading(d, "The machine");
	picture_make(&picture, &f->scenario, pair, boot, 0, 0);
	if (d->html) {
		fputs("<div class=\"on-wide\">\n", d->out);
		picture_svg(&picture, PICTURE_COLUMNS, d->out);
		fputs("</div>\n<div class=\"on-narrow\">\n", d->out);
		picture_svg(&picture, PICTURE_NARROW, d->out);
		fputs("</div>\n", d->out);
		return;
	}
	out = open_memstream(&text, &size);
	if (!out)
		return;
	picture_print(&picture, false, out);
	fclose(out);
	document_code(d, text + strspn(text, "\n"));
	free(text);
}

static void print_commands(struct document *d, const struct finding *f, const char *repro)
{
	const char *preset = environment_preset();
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return;
	fprintf(out, "git clone MMINIT mminit && cd mminit && git checkout %.12s\n",
		environment_revision());
	fprintf(out, "cmake --preset %s && cmake --build --preset %s\n", preset, preset);
	fprintf(out, "cat >finding.mm <<'END'\n%s%sEND\n", repro,
		repro[0] && repro[strlen(repro) - 1] == '\n' ? "" : "\n");
	/* What does not show in a plain boot is for `report` to show again. */
	if (repro_expects(&f->identity, f->how))
		fprintf(out, "build/%s/mminit run finding.mm     # 0: it shows as expected\n",
			preset);
	fprintf(out, "build/%s/mminit show finding.mm\n", preset);
	fprintf(out, "build/%s/mminit report finding.mm -o finding.html\n", preset);
	fclose(out);
	document_heading(d, "To reproduce it");
	document_paragraph(d, "MMINIT is where you have the sources from.");
	if (strstr(environment_revision(), "-dirty"))
		document_paragraph(d, "The sources had changes that are not committed.");
	document_code(d, text);
	free(text);
}

static void print_environment(struct document *d, const struct finding *f)
{
	char *text =
	    f->given.environment ? strdup(f->given.environment) : environment_text(f->path);

	document_heading(d, "Versions");
	if (text)
		document_code(d, text);
	free(text);
}

static void print_all(struct document *d, struct finding *f, const char *crashes,
		      struct crash *crash, struct machine_pair *pair, const char *repro)
{
	struct boot_result boot;
	char text[1024];
	bool crashed = f->result.end != TRYOUT_DIFFER;

	if (crashed)
		crash_describe(f->tryout, &f->result, crash);
	tryout_observe(pair, &f->scenario, f->how, &f->result, &boot);
	document_begin(d, f->identity.key);
	report_sentence(f, crash, text, sizeof(text));
	document_paragraph(d, "%s", text);
	print_identity(d, f, crashes);
	if (crashed)
		report_crash(d, f, crash);
	else
		report_observations(d, &boot.difference, pair);
	document_heading(d, "Repro");
	document_code(d, repro);
	print_picture(d, f, &boot, pair);
	print_commands(d, f, repro);
	print_environment(d, f);
	document_end(d);
}

bool report_write(struct finding *f, const char *crashes, bool html, FILE *out)
{
	struct document d = {out, html};
	struct crash *crash = calloc(1, sizeof(*crash));
	struct machine_pair *pair = calloc(1, sizeof(*pair));
	char *repro = repro_text(&f->scenario, &f->identity, f->how, NULL);
	bool good = crash && pair && repro;

	if (good) {
		pair_open(pair);
		print_all(&d, f, crashes, crash, pair, repro);
		pair_close(pair);
	}
	free(repro);
	free(pair);
	free(crash);
	return good && !ferror(out);
}
