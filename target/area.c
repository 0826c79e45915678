/* See area.h. */
#include "area.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

void *area_map(size_t size)
{
	void *area = mmap(NULL, size, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (area == MAP_FAILED) {
		fprintf(stderr, "mminit: no address space for an area of %zu bytes\n", size);
		exit(2);
	}
	return area;
}

void area_unmap(void *area, size_t size)
{
	munmap(area, size);
}
