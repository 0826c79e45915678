/* What a kernel tree's own code shows of an observation, and holding it against the model's. */
#ifndef MMINIT_FUZZ_LINUX_SEEN_H
#define MMINIT_FUZZ_LINUX_SEEN_H

#include "../compare.h"

/* Like compare_tables, of the tables and columns that a tree can show; the tree's is side 1. */
bool linux_compare_tables(const struct observation *model, const struct observation *tree,
			  struct obs_stage_tables tables, struct difference *d);

/* Whether the tree shows that column of a table. */
bool linux_shows(enum obs_table table, uint32_t column);

#endif
