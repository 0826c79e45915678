/*
 * What freeing (page_alloc.c) and allocating (rmqueue.c) both do to the free lists. A list is named
 * by its head's number. Inline: a boot does this for most of its pages.
 */
#ifndef MODEL_FREE_LIST_H
#define MODEL_FREE_LIST_H

#include "bitmap.h"
#include "machine.h"

static inline void model_list_insert(struct buddy *b, uint64_t place, uint64_t prev, uint64_t next)
{
	b->places[place] = (struct list_place){.next = next, .prev = prev};
	b->places[prev].next = place;
	b->places[next].prev = place;
}

static inline void model_list_add(struct machine *m, uint64_t pfn, uint64_t head)
{
	model_list_insert(&m->buddy, pfn, head, m->buddy.places[head].next);
}

static inline void model_list_add_tail(struct machine *m, uint64_t pfn, uint64_t head)
{
	model_list_insert(&m->buddy, pfn, m->buddy.places[head].prev, head);
}

/* __list_del: off whatever list the page is on; its lru stays as it is. */
static inline void model_list_unlink(struct machine *m, uint64_t pfn)
{
	struct list_place *places = m->buddy.places;

	places[places[pfn].prev].next = places[pfn].next;
	places[places[pfn].next].prev = places[pfn].prev;
}

/* What list_del leaves in lru. */
static inline void model_poison_lru(struct machine *m, uint64_t pfn)
{
	bit_clear(m->memmap.lru_self, pfn);
	bit_set(m->memmap.lru_poison, pfn);
	m->memmap.traits[pfn] &= (uint8_t)~PAGE_LRU_OTHER;
}

/* Takes a free block off its list; it is no block any more. z is the zone whose nr_free counts it.
 */
static inline void model_remove_block(struct machine *m, struct zone *z, uint64_t pfn,
				      unsigned int order)
{
	model_list_unlink(m, pfn);
	model_poison_lru(m, pfn);
	bit_clear(m->memmap.buddy[order], pfn);
	z->nr_free[order]--;
}

/* Makes pfn the head of a free block: list_add or list_add_tail, set_page_order. */
static inline void model_add_block(struct machine *m, struct zone *z, uint64_t pfn,
				   unsigned int order, uint64_t head, bool tail)
{
	if (tail)
		model_list_add_tail(m, pfn, head);
	else
		model_list_add(m, pfn, head);
	bit_clear(m->memmap.lru_self, pfn);
	bit_clear(m->memmap.lru_poison, pfn);
	m->memmap.traits[pfn] &= (uint8_t) ~(PAGE_LRU_OTHER | PAGE_HAS_PRIVATE);
	bit_set(m->memmap.buddy[order], pfn);
	z->nr_free[order]++;
}

#endif
