/* The report of a sanitizer, as it is printed, taken apart. */
#ifndef MMINIT_TOOLS_FINDING_SANITIZER_H
#define MMINIT_TOOLS_FINDING_SANITIZER_H

#include <stdbool.h>
#include <stdint.h>

enum { SANITIZER_MAX_FRAMES = 64 };

enum sanitizer_object {
	SANITIZER_NOTHING,
	SANITIZER_VARIABLE, /* on the stack */
	SANITIZER_GLOBAL,
	SANITIZER_BLOCK, /* of the heap */
};

struct sanitizer_report {
	char kind[96]; /* "AddressSanitizer heap-buffer-overflow", "UndefinedBehaviorSanitizer" */
	char detail[192]; /* "READ of size 8", or what is undefined: numbers are left in */
	bool has_address; /* it is an access */
	uint64_t address; /* the first byte that may not be accessed */
	uint64_t bytes;   /* of the access, which may begin far below the address */
	bool writes;
	uint64_t pc[SANITIZER_MAX_FRAMES]; /* of the first stack, innermost first */
	uint32_t nr_frames;

	/* What it says of the address: it is `object_offset` bytes behind the object's start. */
	enum sanitizer_object object;
	char object_name[96]; /* of a variable */
	uint64_t object_bytes;
	int64_t object_offset;
	uint64_t object_pc; /* of the function whose variable it is, or that allocated it; else 0 */
};

/* False if text, ended by a NUL, holds no report. */
bool sanitizer_parse(const char *text, struct sanitizer_report *out);

/* The address in a line of a stack, "    #0 0x55d0c4 in f file.c:12:3"; 0 if it is none. */
uint64_t sanitizer_frame(const char *line);

#endif
