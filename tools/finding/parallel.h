/* Work on numbered things, shared among processes. */
#ifndef MMINIT_TOOLS_FINDING_PARALLEL_H
#define MMINIT_TOOLS_FINDING_PARALLEL_H

#include <stdbool.h>
#include <stdint.h>

struct parallel_work {
	const char *what; /* is done to each: "booted" */
	/* Called once in each process before its first number, if not NULL. */
	void (*start)(void *context);
	/* Does number i. What it writes must be in memory that is shared. */
	void (*work)(void *context, uint32_t i);
	/* Called here: the process that was at number i has ended before it was done with it. */
	void (*lost)(void *context, uint32_t i);
	void *context;
};

enum parallel_end {
	PARALLEL_DONE,
	PARALLEL_STOPPED, /* by Ctrl-C: some numbers are left out */
	PARALLEL_FAILED,  /* no process can be started */
};

/* Does the work for every i below nr, in `jobs` child processes (0: one a processor); each takes
 * the next number when it is done with one, and is replaced if it ends before. Prints progress to
 * standard error. SIGINT and SIGTERM end it early, a second one at once. */
enum parallel_end parallel_for(uint32_t nr, uint32_t jobs, const struct parallel_work *work);

/* In a child: whether it is to end early. Long work asks this. */
bool parallel_stopping(void);

#endif
