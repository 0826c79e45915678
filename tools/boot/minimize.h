/* The smallest machine on which a kernel still does what it did. */
#ifndef MMINIT_TOOLS_BOOT_MINIMIZE_H
#define MMINIT_TOOLS_BOOT_MINIMIZE_H

#include "trial.h"

/* Makes *s smaller as long as its boot ends with the same identity, tries times at most, and writes
 * it to the file `to` as text. Progress goes to standard error, the result to standard output.
 * Returns the exit status of the contract: 1 for a finding, 0 if there was none to begin with. */
int minimize_boot(const struct trial_options *how, struct scenario *s, const struct kernel *k,
		  struct machine_pair *pair, uint64_t tries, const char *to);

#endif
