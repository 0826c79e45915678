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

/* scenario_bytes_values.c. Bytes that are not there are 0. */
uint8_t decode_u8(struct decoder *d);
uint64_t decode_number(struct decoder *d, unsigned int bytes);
uint64_t decode_address(struct decoder *d);
uint64_t decode_alignment(struct decoder *d);
uint32_t decode_type(struct decoder *d);

/* The size of a range that begins at *start, which a range to another address may change. */
uint64_t decode_size(struct decoder *d, uint64_t *start, enum purpose purpose);

/* A range, which later ones can refer to. */
struct sc_range decode_range(struct decoder *d, enum purpose purpose);

/* A node below 64; decode_nid() also SC_NID_ANY and SC_MAX_NODES. */
uint32_t decode_small_nid(struct decoder *d);
int32_t decode_nid(struct decoder *d);

/* The command line (scenario_bytes_cmdline.c), which decode_cmdline_end() ends. */
void decode_option(struct decoder *d);
void decode_text(struct decoder *d);
void decode_cmdline_end(struct decoder *d);

/* Any record but its kind, an enum record (scenario_bytes_records.c). */
void decode_record(struct decoder *d, uint8_t record);

/* Appends an operation after boot, if there is room. */
void decode_add_late_op(struct decoder *d, const struct sc_late_op *op);

/* One of the records R_KMALLOC to R_IMAGE (scenario_bytes_mm.c). */
void decode_mm_record(struct decoder *d, uint8_t record);

/* Drops what takes all of it together beyond a bound. */
void decode_mm_end(struct scenario *s);

#endif
