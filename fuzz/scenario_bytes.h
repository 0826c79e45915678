/*
 * The bytes of a fuzzer as a scenario. Any byte string decodes to a scenario that scenario_check()
 * accepts, the same everywhere; every scenario within the bounds of bytes encodes to a string that
 * decodes to it again.
 *
 * Five bytes of header, then records: a kind byte, then operands of the length that the kind and
 * their own first bytes ask for. Addresses name their neighbours relative to the record they stand
 * in, so that records may be inserted and deleted; what is folded and how is in
 * scenario_bytes_format.h. The durable form of a scenario is the text: this one carries no version.
 *
 * Bounds of bytes: no more than 2^21 pages (64 sections of x86_64) can become valid. It is an upper
 * bound over every range that can become RAM (scenario_limit.c).
 */
#ifndef MMINIT_FUZZ_SCENARIO_BYTES_H
#define MMINIT_FUZZ_SCENARIO_BYTES_H

#include <stddef.h>

#include "scenario.h"

enum { SC_MAX_BYTES_PAGES = 1 << 21 };

void scenario_decode(const uint8_t *data, size_t size, struct scenario *s);

/* Decodes likewise, and says where the records are: each begins at an offset and ends where the
 * next one begins, the last at size. The first SC_BYTES_HEADER bytes belong to none. Notes the
 * offsets of the first max records and returns how many they are. */
enum { SC_BYTES_HEADER = 5 };
uint32_t scenario_decode_records(const uint8_t *data, size_t size, struct scenario *s,
				 uint32_t *offsets, uint32_t max);

/* Returns the number of bytes written to out, or 0 if s is beyond the bounds of bytes, breaks a
 * rule of scenario_check(), or needs more than capacity bytes.
 * `expect` is not encoded. */
size_t scenario_encode(const struct scenario *s, uint8_t *out, size_t capacity);

/* Enough for every scenario. */
enum { SC_MAX_BYTES = 1 << 20 };

/* Shrinks, in the order of the boot, what would take s beyond the bounds of bytes. Returns whether
 * anything had to change. Of a tiny machine nothing has to. */
bool scenario_limit(struct scenario *s);

/* Whether s is within the bounds of bytes as it is. */
bool scenario_within_limit(const struct scenario *s);

/* At most so many pages are in valid sections, or have a struct page; 2^64 - 1 beyond the bounds of
 * bytes. */
uint64_t scenario_max_pages(const struct scenario *s);

#endif
