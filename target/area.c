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

/* Of AddressSanitizer's runtime; null in a build without it. */
__attribute__((weak)) void __asan_poison_memory_region(const volatile void *start, size_t bytes);
__attribute__((weak)) void __asan_unpoison_memory_region(const volatile void *start, size_t bytes);

/* AddressSanitizer reports an access that comes upon a guard there, and not where one of many bytes
 * happens to come upon something else. */
static void set_guards(uint8_t *mapped, size_t size, void (*set)(const volatile void *, size_t))
{
	uint8_t *above = mapped + GUARD_BYTES + size;

	if (!set)
		return;
	set(mapped, GUARD_BYTES);
	set(above, (size_t)(mapped + mapped_bytes(size) - above));
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
	set_guards(mapped, size, __asan_poison_memory_region);
	return mapped + GUARD_BYTES;
}

void area_unmap(void *area, size_t size)
{
	uint8_t *mapped = (uint8_t *)area - GUARD_BYTES;

	set_guards(mapped, size, __asan_unpoison_memory_region);
	munmap(mapped, mapped_bytes(size));
}
