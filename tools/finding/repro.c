#include "repro.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../output.h"
#include "reduce.h"
#include "scenario_bytes.h"
#include "scenario_file.h"

static void print_comments(FILE *out, const char *history)
{
	while (history && *history) {
		size_t len = strcspn(history, "\n");

		fprintf(out, "# %.*s\n", (int)len, history);
		history += len + (history[len] == '\n');
	}
}

bool repro_expects(const struct identity *id, enum how how)
{
	return id->end == TRYOUT_DIFFER && (how == HOW_PLAIN || how == HOW_THOROUGH);
}

/* What has to be done for it to show, if a plain boot does not do. */
static const char *condition(enum how how)
{
	switch (how) {
	case HOW_TWICE:
		return "# Only when it is booted twice in a row.\n";
	case HOW_PAINTED:
		return "# Only on a stack that was written to.\n";
	case HOW_AFTER_OTHERS:
		return "# Only after other machines were booted.\n";
	default:
		return "";
	}
}

/* The comments stand behind the first line, which says that this is a scenario. */
static void print_repro(FILE *out, const char *text, const struct identity *id, enum how how,
			const char *history)
{
	size_t first = strcspn(text, "\n") + 1;

	fwrite(text, 1, first, out);
	print_comments(out, history);
	if (!repro_expects(id, how))
		fprintf(out, "# Shows: %s\n%s", id->key, condition(how));
	fputs(text + first, out);
}

char *repro_text(const struct scenario *s, const struct identity *id, enum how how,
		 const char *history)
{
	struct scenario *copy = malloc(sizeof(*copy));
	char *text = NULL, *result = NULL;
	size_t len, size;
	FILE *out;

	if (!copy)
		return NULL;
	scenario_copy(copy, s);
	copy->expect[0] = '\0';
	if (repro_expects(id, how))
		snprintf(copy->expect, sizeof(copy->expect), "%.95s", id->key);
	len = scenario_format(copy, NULL, 0);
	text = malloc(len + 1);
	out = text ? open_memstream(&result, &size) : NULL;
	if (out) {
		scenario_format(copy, text, len);
		text[len] = '\0';
		print_repro(out, text, id, how, history);
		fclose(out);
	}
	free(text);
	free(copy);
	return result;
}

static bool write_bytes(const char *path, const struct scenario *s)
{
	uint8_t *bytes = malloc(SC_MAX_BYTES);
	size_t size = bytes ? scenario_encode(s, bytes, SC_MAX_BYTES) : 0;
	bool good = size && output_write(path, bytes, size);

	if (bytes && !size)
		errno = EDOM; /* beyond the bounds of bytes */
	free(bytes);
	return good;
}

bool repro_write(const char *path, const struct scenario *s, const struct identity *id,
		 enum how how, const char *history)
{
	char *text;
	bool good;

	if (file_is_bytes(path))
		return write_bytes(path, s);
	text = repro_text(s, id, how, history);
	good = text && output_write(path, text, strlen(text));
	free(text);
	return good;
}
