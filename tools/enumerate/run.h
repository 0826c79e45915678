/* Runs the passes of a search: starts the processes, watches them, says how far they are. */
#ifndef MMINIT_TOOLS_ENUMERATE_RUN_H
#define MMINIT_TOOLS_ENUMERATE_RUN_H

#include "search.h"

enum run_end { RUN_COMPLETE, RUN_FINDING, RUN_STOPPED, RUN_FAILED };

/* From where the search stands to its end. state: the file of its state, or NULL. Progress goes to
 * standard error. RUN_STOPPED: by a signal, the state is saved. RUN_FAILED: *wrong says why. */
enum run_end run_search(struct search *search, const char *state, const char **wrong);

#endif
