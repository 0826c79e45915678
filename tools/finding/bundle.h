/*
 * A bundle: all of a finding in one file, compressed and checksummed.
 *
 * Numbers are little endian. 16 bytes "MMINIT BUNDLE 1\n"; then 32 bits each: the CRC-32 of the
 * compressed bytes, their number, and their number once unpacked; then the compressed bytes (zlib),
 * to the end of the file. Unpacked, it is parts one after the other: a byte with the length of the
 * part's name, the name, 32 bits with the length of the part, the part. Every part is there at most
 * once; "repro" is there always.
 */
#ifndef MMINIT_TOOLS_FINDING_BUNDLE_H
#define MMINIT_TOOLS_FINDING_BUNDLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum bundle_part {
	PART_REPRO,       /* the scenario, as text */
	PART_BYTES,       /* what the fuzzer had, if it was one */
	PART_REPORT,      /* Markdown */
	PART_ENVIRONMENT, /* "KEY: VALUE" lines */
	NR_BUNDLE_PARTS
};
extern const char *const bundle_part_names[NR_BUNDLE_PARTS];

enum { BUNDLE_MAX_BYTES = 64 << 20 };

struct bundle {
	/* NULL if not there; a NUL that is not counted ends each. */
	const char *data[NR_BUNDLE_PARTS];
	size_t size[NR_BUNDLE_PARTS];
	char *memory;
};

/* Whether it begins like one, whatever follows. */
bool bundle_is(const void *data, size_t size);

/* Takes a bundle apart. NULL, or what is wrong with it, in a few words; then *b is empty. */
const char *bundle_read(const void *data, size_t size, struct bundle *b);
void bundle_free(struct bundle *b);

/* Packs b; the caller frees *data. False without memory, or if it is too large. */
bool bundle_pack(const struct bundle *b, uint8_t **data, size_t *size);

#endif
