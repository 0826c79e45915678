/* What the parts of crash share. */
#ifndef MMINIT_TOOLS_FINDING_CRASH_INTERNAL_H
#define MMINIT_TOOLS_FINDING_CRASH_INTERNAL_H

#include "crash.h"

bool crash_is_canonical(uint64_t address);

/* The words for what of a machine lies at an address; false if it is nothing of a machine. */
bool crash_locate_in_machine(struct tryout *t, uint64_t address, char *text, size_t size);

/* Whatever can be said of an address; false and "" if nothing can. `pointer`: it is known to be
 * one, so that even a wild value is worth a word. */
bool crash_locate(struct tryout *t, const struct crash *c, uint64_t address, bool pointer,
		  char *text, size_t size);

#endif
