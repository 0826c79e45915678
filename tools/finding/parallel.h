/* Work on numbered things, shared among processes. */
#ifndef MMINIT_TOOLS_FINDING_PARALLEL_H
#define MMINIT_TOOLS_FINDING_PARALLEL_H

#include <stdbool.h>
#include <stdint.h>

/* Calls work(context, i) for every i below nr, in `jobs` child processes (0: one a processor); each
 * takes the next number when it is done with one. start(context), if not NULL, is called once in
 * each child. What work writes must be in memory that is shared. Prints progress, with `what` is
 * done, to standard error. Returns false if a child did not end well. */
bool parallel_for(uint32_t nr, uint32_t jobs, const char *what, void (*start)(void *context),
		  void (*work)(void *context, uint32_t i), void *context);

#endif
