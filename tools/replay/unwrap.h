/* Lines as the kernel wrote them, of a text that mailers broke: quoted-printable, and lines wrapped
 * at some 72 columns. */
#ifndef MMINIT_TOOLS_REPLAY_UNWRAP_H
#define MMINIT_TOOLS_REPLAY_UNWRAP_H

#include <stdbool.h>
#include <stddef.h>

struct raw_line {
	char *at;
	char *end;
	unsigned int number; /* in the file, from 1: where it starts */
	bool last;           /* the file ends in it, without a newline */
};

/* Whether a logger or printk put something before the text of a line. */
typedef bool logged_test(const char *at, const char *end);

/* Cuts a text, which it changes and which must stay, into lines. A line of a logger that a mailer
 * wrapped is one with those that follow it without a logger's words. Returns an array of *nr lines
 * to be freed, or NULL without memory. */
struct raw_line *unwrap(char *data, size_t size, logged_test *is_logged, size_t *nr);

#endif
