/*
 * The struct pages and pageblocks of a machine of target/, as runs. They are read where they are:
 * nothing is taken from what the code that wrote them meant to write.
 */
#ifndef MMINIT_FUZZ_ADAPTER_TARGET_PAGES_H
#define MMINIT_FUZZ_ADAPTER_TARGET_PAGES_H

#include "observation.h"
#include "../target/mm_init.h"

/* Adds rows of `pages`, OBS_page_run or a table of its columns, and of `pageblocks`, likewise
 * OBS_pageblock_run, for all valid page frames; of
 * arm_flatmem for all of mem_map that there is, and for the pageblocks zone by zone. */
void target_observe_pages(struct mm_machine *mm, enum obs_table pages, enum obs_table pageblocks,
			  struct observation *o);

#define NO_STRUCT_PAGE UINT64_MAX

/* The page frame whose struct page has its lru there, NO_STRUCT_PAGE if there is none: a list that
 * the code has broken leads anywhere, and is not followed further. */
uint64_t target_pfn_of_lru(const struct sparse *sparse, const struct list_head *lru);

#endif
