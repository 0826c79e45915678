#define _GNU_SOURCE
#include "trace.h"

#include <stdlib.h>
#include <sys/mman.h>

void *model_map(size_t bytes)
{
	void *area = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	return area == MAP_FAILED ? NULL : area;
}

void model_unmap(void *area, size_t bytes)
{
	if (area)
		munmap(area, bytes);
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
