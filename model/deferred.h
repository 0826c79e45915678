/* The struct pages that were left for later (page_alloc_init_late in mm/page_alloc.c). Spec 03, 11.
 */
#ifndef MODEL_DEFERRED_H
#define MODEL_DEFERRED_H

#include "trace.h"

struct machine;

struct deferred {
	struct trace threads; /* (nid, first_deferred_pfn, pages freed, calls that freed them) */
};

bool model_deferred_open(struct deferred *d);
void model_deferred_close(struct deferred *d);

/* page_alloc_init_late: a thread for each node with memory. They share nothing: here one follows
 * the other. */
void model_page_alloc_init_late(struct machine *m);

#endif
