/* See area.h. */
#include "area.h"

#include <sys/mman.h>

void *area_map(size_t size)
{
	void *area = mmap(NULL, size, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	return area == MAP_FAILED ? NULL : area;
}

void area_unmap(void *area, size_t size)
{
	if (area)
		munmap(area, size);
}
