/* A kernel's log from two halves. */
#ifndef MMINIT_TOOLS_BOOT_JOIN_H
#define MMINIT_TOOLS_BOOT_JOIN_H

/* Until a kernel has memory for a larger log, it keeps the last 128 KiB of what it said; and when
 * it moves to the larger one, a console misses some. So of a kernel that says more, what came over
 * the serial line is the beginning, and what the kernel kept is the rest. Returns both as one log,
 * for the caller to free; NULL if they do not meet, or without memory. */
char *logs_join(const char *serial, const char *kept);

#endif
