/* The part of the generator that mm_init, arm_flatmem and the two allocators are about. */
#ifndef MMINIT_FUZZ_GENERATE_MM_H
#define MMINIT_FUZZ_GENERATE_MM_H

#include "generate_internal.h"

/* Settings of mm_init; most machines keep most defaults. */
void generate_mm_init(struct generator *g);

/* Makes the empty scenario a machine of arm_flatmem: banks of RAM, holes,
 * reservations, its limits. */
void generate_arm(struct generator *g);

/* A size for kmalloc, at the edges of caches and beyond them; bytes. */
uint64_t generate_kmalloc_size(struct generator *g);

/* A size for vmalloc, a few pages to some hundred; bytes. */
uint64_t generate_vmalloc_size(struct generator *g);

#endif
