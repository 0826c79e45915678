/* See area.h. */
#include "area.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

enum { GUARD_BYTES = 1 << 16 };

/* What is mapped for an area of `size` bytes, with a guard at either end. */
static size_t mapped_bytes(size_t size)
{
	return size + 2 * (size_t)GUARD_BYTES;
}

void *area_map(size_t size)
{
	uint8_t *mapped = mmap(NULL, mapped_bytes(size), PROT_NONE,
			       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (mapped == MAP_FAILED ||
	    mprotect(mapped + GUARD_BYTES, size, PROT_READ | PROT_WRITE) < 0) {
		fprintf(stderr, "mminit: no address space for an area of %zu bytes\n", size);
		exit(2);
	}
	return mapped + GUARD_BYTES;
}

void area_unmap(void *area, size_t size)
{
	munmap((uint8_t *)area - GUARD_BYTES, mapped_bytes(size));
}
