/* What the files that encode bytes share; scenario_bytes.h is the interface. */
#ifndef MMINIT_FUZZ_SCENARIO_ENCODER_H
#define MMINIT_FUZZ_SCENARIO_ENCODER_H

#include <stddef.h>

#include "scenario_bytes_format.h"

struct encoder {
	uint8_t *out;
	size_t capacity;
	size_t len; /* may exceed capacity: then so many bytes were needed */
	const uint8_t *kinds;
	struct neighbours neighbours;
};

void encode_u8(struct encoder *e, uint64_t v);
void encode_number(struct encoder *e, uint64_t v, unsigned int bytes);

/* The kind byte of an enum record. */
void encode_record(struct encoder *e, unsigned int record);
void encode_address(struct encoder *e, uint64_t v);
void encode_range(struct encoder *e, uint64_t start, uint64_t size, enum purpose purpose);

/* What mm_init is asked (scenario_encode_mm.c). The configuration's first three options stand in
 * the header. */
void encode_mm(struct encoder *e, const struct scenario *s);

#endif
