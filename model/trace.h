/* Traces: what happened, in order, for those who compare (events, return values, pieces released).
 */
#ifndef MODEL_TRACE_H
#define MODEL_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct trace_row {
	uint64_t a, b, c, d, e; /* what they are: see the trace's owner */
};

struct trace {
	struct trace_row *rows;
	size_t nr;
	size_t capacity;
};

/* Reserves address space for `capacity` rows. False without it. */
bool model_trace_open(struct trace *t, size_t capacity);
void model_trace_close(struct trace *t);

/* Appends a row. The capacity of each trace is more than any machine can fill. */
void model_trace_add(struct trace *t, uint64_t a, uint64_t b, uint64_t c);

void model_trace_add_row(struct trace *t, struct trace_row row);

/* Address space that costs memory only where it is touched; reads as zero. NULL without it. */
void *model_map(size_t bytes);
void model_unmap(void *area, size_t bytes);

#endif
