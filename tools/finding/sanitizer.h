/* The report of a sanitizer, as it is printed, taken apart. */
#ifndef MMINIT_TOOLS_FINDING_SANITIZER_H
#define MMINIT_TOOLS_FINDING_SANITIZER_H

#include <stdbool.h>
#include <stdint.h>

enum { SANITIZER_MAX_FRAMES = 64 };

struct sanitizer_report {
	char kind[96]; /* "AddressSanitizer heap-buffer-overflow", "UndefinedBehaviorSanitizer" */
	char detail[192]; /* "READ of size 8", or what is undefined: numbers are left in */
	bool has_address;
	uint64_t address; /* the first byte that may not be accessed */
	uint64_t bytes;   /* of the access, which may begin far below the address */
	bool writes;
	uint64_t pc[SANITIZER_MAX_FRAMES]; /* of the first stack, innermost first */
	uint32_t nr_frames;
};

/* False if text, ended by a NUL, holds no report. */
bool sanitizer_parse(const char *text, struct sanitizer_report *out);

#endif
