#define _GNU_SOURCE
#include "trace.h"

#include <stdlib.h>
#include <sys/mman.h>

/* Most work looks at the beginning of many areas at once. They shall not push each other out of the
 * cache, and so begin a few cache lines further into a page each. */
enum { PAGE_BYTES = 4096, STAGGER_BYTES = 5 * 64 };

static size_t next_stagger(void)
{
	static _Atomic size_t areas;

	return areas++ * STAGGER_BYTES % PAGE_BYTES;
}

void *model_map(size_t bytes)
{
	char *pages = mmap(NULL, bytes + PAGE_BYTES, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	return pages == MAP_FAILED ? NULL : pages + next_stagger();
}

void model_unmap(void *area, size_t bytes)
{
	if (area)
		munmap((char *)area - (uintptr_t)area % PAGE_BYTES, bytes + PAGE_BYTES);
}

bool model_trace_open(struct trace *t, size_t capacity)
{
	t->rows = model_map(capacity * sizeof(*t->rows));
	t->nr = 0;
	t->capacity = capacity;
	return t->rows != NULL;
}

void model_trace_close(struct trace *t)
{
	model_unmap(t->rows, t->capacity * sizeof(*t->rows));
}

void model_trace_add(struct trace *t, uint64_t a, uint64_t b, uint64_t c)
{
	model_trace_add_row(t, (struct trace_row){a, b, c, 0, 0});
}

void model_trace_add_row(struct trace *t, struct trace_row row)
{
	if (t->nr == t->capacity)
		abort();
	t->rows[t->nr++] = row;
}
