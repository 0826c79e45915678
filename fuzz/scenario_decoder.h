/* What the files that decode bytes share; scenario_bytes.h is the interface. */
#ifndef MMINIT_FUZZ_SCENARIO_DECODER_H
#define MMINIT_FUZZ_SCENARIO_DECODER_H

#include "scenario_bytes_format.h"

struct decoder {
	const uint8_t *at;
	const uint8_t *end;
	struct scenario *s;
	const struct geometry *geometry;
	struct neighbours neighbours;
	size_t cmdline_len;
	bool has_fill;
	uint32_t nr_op_records; /* without the first FILL */
	uint32_t numa_at;
	uint32_t nr_allocations;
	uint16_t allocations[SC_MAX_LATE_OPS]; /* indices of the alloc_pages operations */
};

/* Bytes that are not there are 0. */
uint8_t decode_u8(struct decoder *d);
uint64_t decode_number(struct decoder *d, unsigned int bytes);
uint64_t decode_address(struct decoder *d);

/* A range, which later ones can refer to. */
struct sc_range decode_range(struct decoder *d, enum purpose purpose);

/* Appends an operation after boot, if there is room. */
void decode_add_late_op(struct decoder *d, const struct sc_late_op *op);

/* One of the records R_KMALLOC to R_IMAGE (scenario_bytes_mm.c). */
void decode_mm_record(struct decoder *d, uint8_t record);

/* Drops what takes all of it together beyond a bound. */
void decode_mm_end(struct scenario *s);

#endif
