/* The borders of a kernel's image, and the pages between them that it frees after the release. */
#ifndef MMINIT_TOOLS_BOOT_SYMBOLS_H
#define MMINIT_TOOLS_BOOT_SYMBOLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kernel.h"

enum { SYMBOLS_MAX_SIZE = 4096, LATE_MAX = 256, LATE_NAME = 80 };

/* Lines "ADDRESS TYPE NAME". */
struct symbols {
	char text[SYMBOLS_MAX_SIZE];
};

/* From the cache, by what the image holds; false if they are not there yet. */
bool symbols_load(const struct kernel *k, struct symbols *symbols);
/* From a capture that was asked for them; false if it has none. Keeps them in the cache. */
bool symbols_take(const struct kernel *k, const char *capture, struct symbols *symbols);

struct late_free {
	char name[LATE_NAME];
	uint64_t start_pfn;
	uint64_t end_pfn; /* exclusive */
};

/* What the log says was freed after the release, and the gigantic pages among the page flags of the
 * capture, which are reserved in memblock and yet nobody's reserved pages. Returns the number, or
 * -1 with *why set if it cannot be told where that lies. load: physical address of _text. */
int late_find(const char *capture, const char *log, const struct symbols *symbols, uint64_t load,
	      struct late_free late[LATE_MAX], char why[160]);

#endif
