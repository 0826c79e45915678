/*
 * What a sanitizer does to a crash, undone: its own frames, its checks in front of an access, its
 * names for what lies at an address.
 */
#ifndef MMINIT_TOOLS_FINDING_SANITIZED_H
#define MMINIT_TOOLS_FINDING_SANITIZED_H

#include <stdio.h>

#include "disassembly.h"
#include "sanitizer.h"
#include "tryout.h"

/* Takes the frames of the sanitizer's own, innermost, off a stack; those of the report if it has
 * none that is the same. Returns the lowest address of the stack that is left, 0 if unknown. */
uint64_t sanitized_stack(const struct sanitizer_report *report, struct tryout_stack *stack);

/* What the report says of the address, in words; "" if nothing. */
void sanitized_object(const struct sanitizer_report *report, char *text, size_t size);

/* After a run that ended with a sanitizer's report whose innermost frame is `pc`: boots once more,
 * up to the report, for registers and the instruction that it is about. False if there is none:
 * the child is again as it was. */
bool sanitized_registers(struct tryout *t, const struct sanitizer_report *report, uint64_t pc,
			 uint64_t registers[TRYOUT_NR_REGISTERS], struct disassembly *code);

/* A check of an access may crash itself, on a wild address. True if `code` does; then *address and
 * the operand in code are those of the access. */
bool sanitized_check(const uint64_t registers[TRYOUT_NR_REGISTERS], struct disassembly *code,
		     uint64_t *address);

/* A report with the frames in our words, to where it was begun. */
void sanitized_print(const char *text, FILE *out);

#endif
