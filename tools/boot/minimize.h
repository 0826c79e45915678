/* The smallest machine on which a kernel still does what it did. */
#ifndef MMINIT_TOOLS_BOOT_MINIMIZE_H
#define MMINIT_TOOLS_BOOT_MINIMIZE_H

#include "trial.h"

/* Writes to the file `to`, as text, the smallest machine found in so many tries whose boot ends
 * with the same identity as that of s. Progress goes to standard error, the result to standard
 * output. Returns the exit status of the contract: 1 for a finding, 0 if there was none to begin
 * with. */
int minimize_boot(const struct trial_options *how, const struct scenario *s, const struct kernel *k,
		  struct machine_pair *pair, uint64_t tries, const char *to);

#endif
