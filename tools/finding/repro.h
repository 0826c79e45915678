/* A repro: a scenario as text, with what it shows. */
#ifndef MMINIT_TOOLS_FINDING_REPRO_H
#define MMINIT_TOOLS_FINDING_REPRO_H

#include "identity.h"
#include "scenario.h"

/* Whether a plain boot, that of `mminit run`, shows it: a difference, and not only as `how` says.
 */
bool repro_expects(const struct identity *id, enum how how);

/* The text of s with the expectation of a difference; with a comment instead if it is a crash, or
 * shows only in the way that `how` says. The lines of `history`, comments without their "# ", come
 * first, if not NULL. The caller frees; NULL without memory. */
char *repro_text(const struct scenario *s, const struct identity *id, enum how how,
		 const char *history);

/* Writes it to path, or the bytes of s if the name says so. False with errno set. */
bool repro_write(const char *path, const struct scenario *s, const struct identity *id,
		 enum how how, const char *history);

#endif
