/*
 * Areas: address space that costs memory only where it is written.
 *
 * The stages keep their tables in areas large enough for the worst case, mapped once and kept
 * from boot to boot, so that booting allocates nothing. What runs over either end of an area faults
 * there, whatever else the process has mapped.
 */
#ifndef MMINIT_TARGET_AREA_H
#define MMINIT_TARGET_AREA_H

#include <stddef.h>

/* Returns `size` bytes that read as zero, page aligned. Without address space for them nothing can
 * be done: it says so and ends the process, with status 2. */
void *area_map(size_t size);

/* Gives an area back. */
void area_unmap(void *area, size_t size);

#endif
