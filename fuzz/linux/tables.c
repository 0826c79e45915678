#include "tables.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define BLOCK_BYTES  (UINT64_C(1) << LINUX_WINDOW_SHIFT)
#define WINDOW_BYTES (BLOCK_BYTES + (UINT64_C(16) << 20))

bool linux_tables_open(struct linux_tables *t)
{
	void *space = mmap(NULL, LINUX_MAX_WINDOWS * WINDOW_BYTES, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (space == MAP_FAILED)
		return false;
	*t = (struct linux_tables){.space = space};
	return true;
}

void linux_tables_close(struct linux_tables *t)
{
	if (t->space)
		munmap(t->space, LINUX_MAX_WINDOWS * WINDOW_BYTES);
}

static char *at(struct linux_tables *t, uint64_t addr)
{
	uint32_t i = 0;

	while (i < t->nr_windows && t->block[i] != addr >> LINUX_WINDOW_SHIFT)
		i++;
	if (i == LINUX_MAX_WINDOWS) {
		fprintf(stderr, "mminit: tables of memblock in more than %d blocks of memory\n",
			LINUX_MAX_WINDOWS);
		abort();
	}
	if (i == t->nr_windows)
		t->block[t->nr_windows++] = addr >> LINUX_WINDOW_SHIFT;
	return t->space + i * WINDOW_BYTES + addr % BLOCK_BYTES;
}

void linux_tables_reset(struct linux_tables *t)
{
	for (uint32_t i = 0; i < t->nr_placed; i++)
		memset(at(t, t->placed[i].addr), 0, t->placed[i].bytes);
	t->nr_placed = 0;
	t->nr_windows = 0;
}

void *linux_tables_place(struct linux_tables *t, uint64_t addr, uint64_t bytes)
{
	if (t->nr_placed == LINUX_MAX_TABLES)
		return NULL;
	t->placed[t->nr_placed].addr = addr;
	t->placed[t->nr_placed++].bytes = bytes;
	return at(t, addr);
}

uint64_t linux_tables_address(const struct linux_tables *t, const void *pointer)
{
	uint64_t offset = (uint64_t)((const char *)pointer - t->space);
	uint64_t window = offset / WINDOW_BYTES;

	if ((const char *)pointer < t->space || window >= t->nr_windows)
		return (uint64_t)(uintptr_t)pointer;
	return (t->block[window] << LINUX_WINDOW_SHIFT) + offset % WINDOW_BYTES;
}
