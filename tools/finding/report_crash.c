/* The part of a report that is about a crash, a sanitizer's report or a hang. */
#include "report.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "sanitized.h"

/* A text that is put together in memory; the caller frees. */
struct text {
	char *data;
	size_t size;
	FILE *out;
};

static bool text_open(struct text *t)
{
	t->data = NULL;
	t->out = open_memstream(&t->data, &t->size);
	return t->out != NULL;
}

static void text_to_document(struct text *t, struct document *d)
{
	fclose(t->out);
	if (t->data)
		document_code(d, t->data);
	free(t->data);
}

static void print_stack(struct document *d, const struct crash *crash)
{
	struct text t;

	if (!crash->nr_frames || !text_open(&t))
		return;
	document_heading(d, "Stack");
	for (uint32_t i = 0; i < crash->nr_frames; i++) {
		const struct crash_frame *f = &crash->frames[i];

		fprintf(t.out, "#%-2" PRIu32 " %s%s", f->level, f->place.function,
			f->place.inlined ? " (inlined)" : "");
		if (f->place.file[0])
			fprintf(t.out, " at %s:%d", f->place.file, f->place.line);
		fputs(i == crash->at ? "   <-- here\n" : "\n", t.out);
	}
	text_to_document(&t, d);
}

static void print_registers(struct document *d, const struct crash *crash)
{
	struct text t;

	if (!crash->has_registers || !text_open(&t))
		return;
	document_heading(d, "Registers");
	for (int i = 0; i < TRYOUT_NR_REGISTERS; i++)
		fprintf(t.out, "%-3s 0x%016" PRIx64 "%s%s\n", tryout_register_names[i],
			crash->registers[i], crash->register_means[i][0] ? "  " : "",
			crash->register_means[i]);
	text_to_document(&t, d);
}

static void print_code(struct document *d, const struct crash *crash)
{
	uint64_t start = 0, end;
	struct text t;

	if (!crash->code.nr || !text_open(&t))
		return;
	document_heading(d, "Instructions");
	symbols_function(crash->code.lines[crash->code.here].address, &start, &end);
	for (uint32_t i = 0; i < crash->code.nr; i++) {
		const struct instruction *line = &crash->code.lines[i];

		fprintf(t.out, "%s +%#06" PRIx64 "  %s\n", i == crash->code.here ? "->" : "  ",
			line->address - start, line->text);
	}
	text_to_document(&t, d);
}

static void print_loop(struct document *d, const struct crash *crash)
{
	struct text t;

	if (crash->end != TRYOUT_HANG || !crash->nr_lines || !text_open(&t))
		return;
	fprintf(t.out, "%s", crash->frames[crash->at].place.file);
	for (uint32_t i = 0; i < crash->nr_lines; i++)
		fprintf(t.out, "%c%d", i ? ' ' : ':', crash->lines[i]);
	fclose(t.out);
	document_paragraph(d, "%s does not end; seen at %s.",
			   crash->frames[crash->at].place.function, t.data);
	free(t.data);
}

static const char *at_work(const struct boot_place *place)
{
	static const char *const side[] = {"target", "model"};

	return place->implementation < 0 ? "the comparison" : side[place->implementation];
}

static void print_row(struct document *d, const char *what, const char *value)
{
	document_row_begin(d);
	document_cell(d, what, false);
	document_cell(d, value, false);
	document_row_end(d);
}

/* What of the machines the registers point to, each once: behind a null pointer stands what it was
 * read from. */
static void print_pointed_to(struct document *d, const struct crash *crash)
{
	char text[360];

	for (int i = 0; crash->has_registers && i < TRYOUT_NR_REGISTERS; i++) {
		const char *means = crash->register_means[i];
		bool seen = false;

		if (strncmp(means, "target: ", 8) && strncmp(means, "model: ", 7))
			continue;
		for (int j = 0; j < i; j++)
			seen |= !strcmp(means, crash->register_means[j]);
		snprintf(text, sizeof(text), "%s (%s)", means, tryout_register_names[i]);
		if (!seen)
			print_row(d, "at hand", text);
	}
}

static void print_facts(struct document *d, const struct finding *f, const struct crash *crash)
{
	const struct boot_place *place = &f->result.place;
	const char *columns[] = {"what", "is"};
	char text[640];

	document_table_begin(d, columns, 2);
	print_row(d, "what", crash->what);
	print_row(d, "in", at_work(place));
	snprintf(text, sizeof(text), "%s, step %s%s", stage_name(place->stage),
		 step_name(place->step), place->observing ? ", while it is observed" : "");
	if (place->step == STEP_MEMBLOCK_OP || place->step == STEP_LATE_OP ||
	    place->step == STEP_E820_OP)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), " %" PRIu32,
			 place->index + 1);
	print_row(d, "stage", text);
	if (crash->has_address) {
		snprintf(text, sizeof(text), "%#" PRIx64, crash->address);
		print_row(d, "address", text);
		print_row(d, "what lies there", crash->lies_there);
	}
	print_pointed_to(d, crash);
	document_table_end(d);
}

static void print_output(struct document *d, const struct crash *crash, const char *output)
{
	struct text t;

	if (!output[0] || !text_open(&t))
		return;
	document_heading(d, crash->end == TRYOUT_SANITIZER ? "The sanitizer's report"
							   : "What it printed");
	sanitized_print(output, t.out);
	text_to_document(&t, d);
}

void report_crash(struct document *d, const struct finding *f, const struct crash *crash)
{
	document_heading(d, "What happened");
	print_facts(d, f, crash);
	print_loop(d, crash);
	print_stack(d, crash);
	print_code(d, crash);
	print_registers(d, crash);
	print_output(d, crash, f->result.output);
}
