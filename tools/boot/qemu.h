/* One run of a machine under QEMU, without a file and without a process left behind. */
#ifndef MMINIT_TOOLS_BOOT_QEMU_H
#define MMINIT_TOOLS_BOOT_QEMU_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "load.h"

enum qemu_end {
	QEMU_DONE,    /* the guest handed everything back */
	QEMU_STOPPED, /* the machine ended before */
	QEMU_PANIC,   /* the serial line told of a panic */
	QEMU_TIMEOUT, /* it still ran: it hangs */
	QEMU_FAILED,  /* interrupted; or QEMU could not be run, and standard error says why */
};

/* Set by a signal handler: a run that goes on ends, and those to come end at once. */
extern volatile sig_atomic_t qemu_interrupted;

struct qemu_run {
	enum qemu_end end;
	double seconds;
	char *capture; /* what came through the debug port */
	size_t capture_size;
	char *serial;
	size_t serial_size;
};

/* Runs the machine for at most so many seconds, not counting those that it waited for a processor.
 * *r is to be freed, whatever the end. */
void qemu_run(const struct loader *l, double limit, struct qemu_run *r);
void qemu_free(struct qemu_run *r);

#endif
