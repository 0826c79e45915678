#define _GNU_SOURCE /* asprintf */
#include "join.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* The line without the <N> that only the kernel's own log has; its length without \r. */
static size_t bare_line(const char **line)
{
	size_t length;

	if (**line == '<')
		*line += strcspn(*line, ">\n") + 1;
	length = strcspn(*line, "\n");
	while (length && (*line)[length - 1] == '\r')
		length--;
	return length;
}

static const char *next_line(const char *line)
{
	line += strcspn(line, "\n");
	return *line ? line + 1 : line;
}

/* Whether the next lines are the same: one alone might be said twice. */
static bool meet(const char *a, const char *b)
{
	enum { ENOUGH = 4 };

	for (int i = 0; i < ENOUGH; i++, a = next_line(a), b = next_line(b)) {
		size_t length = bare_line(&a);

		if (length != bare_line(&b) || memcmp(a, b, length))
			return false;
	}
	return true;
}

char *logs_join(const char *serial, const char *kept)
{
	char *whole;

	for (const char *at = serial; *at; at = next_line(at)) {
		if (!meet(at, kept))
			continue;
		if (asprintf(&whole, "%.*s%s", (int)(at - serial), serial, kept) < 0)
			return NULL;
		return whole;
	}
	return NULL;
}
