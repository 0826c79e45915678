/*
 * The struct pages and pageblocks of a machine of target/, as runs. They are read where they are:
 * nothing is taken from what the code that wrote them meant to write.
 */
#ifndef MMINIT_FUZZ_ADAPTER_TARGET_PAGES_H
#define MMINIT_FUZZ_ADAPTER_TARGET_PAGES_H

#include "observation.h"
#include "../target/sparse.h"

/* Adds rows of `pages`, OBS_page_run or a table of its columns, and of `pageblocks`, likewise
 * OBS_pageblock_run, for all valid page frames. */
void target_observe_pages(struct sparse *sparse, enum obs_table pages, enum obs_table pageblocks,
			  struct observation *o);

#endif
