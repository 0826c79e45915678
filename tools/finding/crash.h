/*
 * A crash, a sanitizer's report or a hang, made readable: where it happened, what was accessed,
 * what lies there; and its identity, the normalised stack.
 */
#ifndef MMINIT_TOOLS_FINDING_CRASH_H
#define MMINIT_TOOLS_FINDING_CRASH_H

#include "disassembly.h"
#include "symbols.h"
#include "tryout.h"

enum { CRASH_MAX_FRAMES = 96, CRASH_KEY_SIZE = 256, CRASH_MAX_LINES = 16 };

struct crash_frame {
	uint32_t level; /* the same for a function and what is inlined into it */
	uint64_t pc;
	uint64_t cfa; /* 0 if unknown */
	struct source_place place;
};

struct crash {
	enum tryout_end end;
	char key[CRASH_KEY_SIZE]; /* "SIGSEGV in f < g < h", "hang in f < g", ... */
	char what[320];           /* in one sentence, without its place */

	struct crash_frame frames[CRASH_MAX_FRAMES]; /* innermost first */
	uint32_t nr_frames;
	/* Index of the innermost frame of our own; of a hang, of what loops. */
	uint32_t at;
	uint32_t function; /* of a hang: index of the function that it is inlined into */

	bool has_address;
	uint64_t address;
	uint64_t bytes;        /* of the access, if a sanitizer says so, else 0 */
	char lies_there[640];  /* "" if it cannot be said */
	uint64_t stack_bottom; /* lowest address of the frames, 0 if unknown */

	bool has_registers;
	uint64_t registers[TRYOUT_NR_REGISTERS];
	char register_means[TRYOUT_NR_REGISTERS][320];
	struct disassembly code; /* nr 0: none */

	/* Of a hang: the lines of the looping function that were seen, ascending. */
	int lines[CRASH_MAX_LINES];
	uint32_t nr_lines;
};

/* Only what identifies it: frames and key. */
void crash_identify(const struct tryout_result *result, struct crash *out);

/* Everything; asks the child of t, which has just ended that way, what lies where. */
void crash_describe(struct tryout *t, const struct tryout_result *result, struct crash *out);

/* Whether it is the same crash. A hang is the same if one loop is within the other's function:
 * where exactly it was seen is a matter of chance. */
bool crash_same(const struct crash *a, const struct crash *b);

#endif
