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

/* Lines "    #0 0x55d0c4 in f file.c:12:3", to the first line that is no frame. */
static void take_frames(const char *text, struct sanitizer_report *out)
{
	const char *at = strstr(text, "    #0 0x");

	while (at && out->nr_frames < SANITIZER_MAX_FRAMES) {
		while (*at == ' ')
			at++;
		if (*at != '#')
			return;
		at += strcspn(at, " \n");
		while (*at == ' ')
			at++;
		if (strncmp(at, "0x", 2))
			return;
		out->pc[out->nr_frames++] = strtoull(at, NULL, 16);
		at = strchr(at, '\n');
		at = at ? at + 1 : NULL;
	}
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
		out->bytes = strtoull(strstr(access, "size ") + strlen("size "), NULL, 10);
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
