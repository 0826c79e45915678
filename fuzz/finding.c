/*
 * The end of a fuzz run that found something: an abort in a function of its own for each class.
 * Engines tell findings apart by the topmost frames and by the line ASSERTION FAILED; one shared
 * abort would make all differences one bug.
 */
#include "compare.h"
#include "invariants.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void difference_key(const struct difference *d, char *key, size_t size)
{
	size_t field;

	snprintf(key, size, "%s ", d->finding_class);
	field = strlen(key);
	snprintf(key + field, size - field, "%s", d->field);
	for (char *c = key + field; *c; c++)
		if (*c == ' ')
			*c = '_';
}

/* The class stands in each function's own text, so that the linker cannot fold two into one. */
#define ABORT_OF(cls)                                                                            \
	_Noreturn __attribute__((noinline)) static void cls(const char *field, const char *line) \
	{                                                                                        \
		fprintf(stderr, "ASSERTION FAILED: " #cls " %s\n%s\n", field, line);             \
		abort();                                                                         \
	}

#define ABORT_OF_TABLE(table, stage, cls, cols) ABORT_OF(cls)
#define ABORT_OF_LAW(name, stage, where)        ABORT_OF(name)
OBS_TABLES(ABORT_OF_TABLE)
INVARIANTS(ABORT_OF_LAW)
ABORT_OF(boot_ended_otherwise)

#define CLASS_OF_TABLE(table, stage, cls, cols) {#cls, cls},
#define CLASS_OF_LAW(name, stage, where)        {#name, name},
static const struct {
	const char *name;
	void (*abort_in)(const char *field, const char *line);
} classes[] = {
    OBS_TABLES(CLASS_OF_TABLE)
	INVARIANTS(CLASS_OF_LAW){"boot_ended_otherwise", boot_ended_otherwise},
};

_Noreturn void difference_abort(const struct difference *d)
{
	char key[160];
	char line[512];

	difference_key(d, key, sizeof(key));
	difference_describe(d, line, sizeof(line));
	fflush(NULL);
	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		if (!strcmp(classes[i].name, d->finding_class))
			classes[i].abort_in(strchr(key, ' ') + 1, line);
	fprintf(stderr, "ASSERTION FAILED: unnamed_class %s\n%s\n", key, line);
	abort();
}
