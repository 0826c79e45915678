/* A log as lines, freed from what is not the kernel's: the prefixes of printk, dmesg, journalctl
 * and syslog, colours, carriage returns. */
#ifndef MMINIT_TOOLS_REPLAY_LINES_H
#define MMINIT_TOOLS_REPLAY_LINES_H

#include <stddef.h>

#include "scan.h"

struct log_line {
	struct scan text;
	unsigned int number; /* in the file, from 1 */
	bool cut;            /* the file ends in it: it may be longer than what is here */
};

struct log_lines {
	struct log_line *line;
	size_t nr;
};

/* Cuts data, which it changes and which must stay, into lines. Two messages that share a line are
 * two lines of one number. Returns false without memory. */
bool lines_split(char *data, size_t size, struct log_lines *lines);
void lines_free(struct log_lines *lines);

#endif
