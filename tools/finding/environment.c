#include "environment.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "revision.h"

const char *environment_revision(void)
{
	return MMINIT_REVISION;
}

const char *environment_preset(void)
{
	return MMINIT_PRESET;
}

/* The line of AFL++'s own statistics, which lie beside the folder of the crashes. */
static bool afl_version(const char *path, char *version, size_t size)
{
	char name[4096], line[256];
	const char *slash = strrchr(path, '/');
	FILE *stats;
	bool found = false;

	snprintf(name, sizeof(name), "%.*s/../fuzzer_stats", slash ? (int)(slash - path) : 1,
		 slash ? path : ".");
	stats = fopen(name, "r");
	while (stats && !found && fgets(line, sizeof(line), stats)) {
		found = !strncmp(line, "afl_version", strlen("afl_version"));
		if (found) {
			line[strcspn(line, "\n")] = '\0';
			snprintf(version, size, "%s",
				 strchr(line, ':') ? strchr(line, ':') + 2 : "");
		}
	}
	if (stats)
		fclose(stats);
	return found;
}

static void print_engine(const char *path, FILE *out)
{
	static const char *const prefixes[] = {"crash-", "timeout-", "oom-", "leak-", "slow-unit-"};
	const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	char version[64] = "";

	if (!strncmp(name, "id:", 3) || !strncmp(name, "id_", 3)) {
		if (!afl_version(path, version, sizeof(version)))
			snprintf(version, sizeof(version), "of unknown version");
		fprintf(out, "engine: AFL++ %s\n", version);
		return;
	}
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		if (!strncmp(name, prefixes[i], strlen(prefixes[i]))) {
#ifdef __clang__
			fprintf(out, "engine: libFuzzer of clang %d.%d.%d\n", __clang_major__,
				__clang_minor__, __clang_patchlevel__);
#else
			fputs("engine: libFuzzer\n", out);
#endif
			return;
		}
}

char *environment_text(const char *path)
{
	struct utsname system;
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	fprintf(out, "mminit: %s, sources %s\n", MMINIT_VERSION, MMINIT_REVISION);
	fprintf(out, "compiler: %s\n",
#ifdef __clang__
		__VERSION__
#else
		"gcc " __VERSION__
#endif
	);
	fprintf(out, "build: %s, %s%s%s\n", MMINIT_PRESET, MMINIT_BUILD_TYPE,
		MMINIT_SANITIZED[0] ? ", -fsanitize=" : "", MMINIT_SANITIZED);
	print_engine(path, out);
	if (uname(&system) == 0)
		fprintf(out, "system: %s %s %s\n", system.sysname, system.release, system.machine);
	fclose(out);
	return text;
}
