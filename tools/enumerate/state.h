/* The state of a search in a file, so that one that was stopped goes on where it was. */
#ifndef MMINIT_TOOLS_ENUMERATE_STATE_H
#define MMINIT_TOOLS_ENUMERATE_STATE_H

#include "search.h"

/* Writes the state of the current pass, while processes may be at work: what they have finished.
 * Replaces the file at once and as a whole. NULL, or what went wrong. */
const char *state_save(const struct search *search, const char *file);

/* Begins the pass that the file is about and marks what is finished. *search is of the same space;
 * it is opened, but no pass has begun. Without a file it begins the first pass. NULL, or why the
 * file is of no use. */
const char *state_load(struct search *search, const char *file);

#endif
