#include "sanitizer.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Copies up to any of the characters in `until`, or the end of the line. */
static void take_until(const char *from, const char *until, char *out, size_t size)
{
	size_t len = strcspn(from, until);
	size_t line = strcspn(from, "\n");

	len = len < line ? len : line;
	snprintf(out, size, "%.*s", (int)len, from);
}

static const char *next_line(const char *at)
{
	at = strchr(at, '\n');
	return at ? at + 1 : NULL;
}

uint64_t sanitizer_frame(const char *line)
{
	line += strspn(line, " ");
	if (*line != '#')
		return 0;
	line += strcspn(line, " \n");
	line += strspn(line, " ");
	return strncmp(line, "0x", 2) ? 0 : strtoull(line, NULL, 16);
}

/* To the first line that is no frame. */
static void take_frames(const char *text, struct sanitizer_report *out)
{
	const char *at = strstr(text, "    #0 0x");

	for (; at && out->nr_frames < SANITIZER_MAX_FRAMES; at = next_line(at)) {
		uint64_t pc = sanitizer_frame(at);

		if (!pc)
			return;
		/* What is inlined may have a line of its own, with the same address. */
		if (!out->nr_frames || out->pc[out->nr_frames - 1] != pc)
			out->pc[out->nr_frames++] = pc;
	}
}

/* "[48, 3120) 'boot_map' (line 455) <== Memory access at offset 3120 overflows this variable",
 * offsets in a stack frame. */
static void take_variable(const char *text, struct sanitizer_report *out)
{
	const char *mark = strstr(text, " <== Memory access at offset ");
	const char *frame = strstr(text, " is located in stack of ");
	const char *line = mark, *name;
	uint64_t start, end;

	if (!mark || !frame || frame > mark)
		return;
	while (line > frame && line[-1] != '\n')
		line--;
	name = strchr(line, '\'');
	if (!name || name > mark || sscanf(line, " [%" SCNu64 ", %" SCNu64 ")", &start, &end) != 2)
		return;
	out->object = SANITIZER_VARIABLE;
	take_until(name + 1, "'", out->object_name, sizeof(out->object_name));
	out->object_bytes = end - start;
	out->object_offset =
	    (int64_t)(strtoull(mark + strlen(" <== Memory access at offset "), NULL, 10) - start);
	frame = next_line(frame);
	out->object_pc = frame ? sanitizer_frame(frame) : 0;
}

/* "4 bytes to the right of ..." and the like, of what has so many bytes. Newer ones say "after". */
static int64_t offset_from(const char *distance, uint64_t bytes)
{
	char *where;
	int64_t value = strtoll(distance, &where, 10);

	if (!strncmp(where, " bytes to the left", 18) || !strncmp(where, " bytes before", 13))
		return -value;
	return !strncmp(where, " bytes inside", 13) ? value : (int64_t)bytes + value;
}

/* "0x10 is located 4 bytes to the right of global variable 'x' defined in 'f.c:1:2' (0x8) of size
 * 4"
 */
static bool take_global(const char *distance, struct sanitizer_report *out)
{
	const char *name = strstr(distance, " global variable '");
	const char *bytes = name ? strstr(name, ") of size ") : NULL;

	if (!bytes || bytes > distance + strcspn(distance, "\n"))
		return false;
	out->object = SANITIZER_GLOBAL;
	take_until(strchr(name, '\'') + 1, "'", out->object_name, sizeof(out->object_name));
	out->object_bytes = strtoull(bytes + strlen(") of size "), NULL, 10);
	out->object_offset = offset_from(distance, out->object_bytes);
	return true;
}

/* "0x10 is located 4 bytes to the right of 8-byte region [0x4,0xc)", and who allocated it. */
static void take_block(const char *distance, struct sanitizer_report *out)
{
	const char *end = strstr(distance, "-byte region [");
	const char *frame = strstr(distance, "allocated by thread ");

	if (!end || end > distance + strcspn(distance, "\n"))
		return;
	while (end > distance && isdigit((unsigned char)end[-1]))
		end--;
	out->object = SANITIZER_BLOCK;
	out->object_bytes = strtoull(end, NULL, 10);
	out->object_offset = offset_from(distance, out->object_bytes);
	frame = frame ? next_line(frame) : NULL; /* the library's function */
	frame = frame ? next_line(frame) : NULL;
	out->object_pc = frame ? sanitizer_frame(frame) : 0;
}

static void take_object(const char *text, struct sanitizer_report *out)
{
	static const char is_located[] = " is located ";
	const char *located = strstr(text, is_located);

	take_variable(text, out);
	if (out->object || !located)
		return;
	located += strlen(is_located);
	if (isdigit((unsigned char)*located) && !take_global(located, out))
		take_block(located, out);
}

static bool take_asan(const char *text, struct sanitizer_report *out)
{
	const char *error = strstr(text, "ERROR: AddressSanitizer: ");
	const char *access;
	char kind[64];

	if (!error)
		return false;
	take_until(error + strlen("ERROR: AddressSanitizer: "), " :(", kind, sizeof(kind));
	snprintf(out->kind, sizeof(out->kind), "AddressSanitizer %s", kind);
	access = strstr(error, "\nREAD of size ");
	if (!access)
		access = strstr(error, "\nWRITE of size ");
	if (access) {
		char *address;

		out->writes = access[1] == 'W';
		out->bytes = strtoull(strstr(access, " size ") + strlen(" size "), NULL, 10);
		take_until(access + 1, "", out->detail, sizeof(out->detail));
		address = strstr(out->detail, " at 0x");
		if (address) {
			out->has_address = true;
			out->address = strtoull(address + strlen(" at "), NULL, 16);
			*address = '\0';
		}
	} else {
		take_until(error + strlen("ERROR: "), "", out->detail, sizeof(out->detail));
	}
	take_frames(error, out);
	take_object(error, out);
	return true;
}

static bool take_ubsan(const char *text, struct sanitizer_report *out)
{
	const char *error = strstr(text, ": runtime error: ");

	if (!error)
		return false;
	snprintf(out->kind, sizeof(out->kind), "UndefinedBehaviorSanitizer");
	take_until(error + strlen(": runtime error: "), "", out->detail, sizeof(out->detail));
	take_frames(error, out);
	return true;
}

bool sanitizer_parse(const char *text, struct sanitizer_report *out)
{
	memset(out, 0, sizeof(*out));
	return take_asan(text, out) || take_ubsan(text, out);
}
