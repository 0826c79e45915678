/* What freeing (page_alloc.c) and allocating (rmqueue.c) both do to the free lists. */
#ifndef MODEL_FREE_LIST_H
#define MODEL_FREE_LIST_H

#include "mmzone.h"
#include "page_alloc.h"

/* list_add, list_add_tail: the list is named by its head's number. */
void model_list_add(struct machine *m, uint64_t pfn, uint64_t head);
void model_list_add_tail(struct machine *m, uint64_t pfn, uint64_t head);

/* Off whatever list the page is on; its lru stays as it is. */
void model_list_unlink(struct machine *m, uint64_t pfn);

void model_poison_lru(struct machine *m, uint64_t pfn);

/* A free block leaves, resp. joins, a list; z is the zone whose nr_free counts it. */
void model_remove_block(struct machine *m, struct zone *z, uint64_t pfn, unsigned int order);
void model_add_block(struct machine *m, struct zone *z, uint64_t pfn, unsigned int order,
		     uint64_t head, bool tail);

#endif
