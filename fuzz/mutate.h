/*
 * Mutation that knows the structure: what bytes decode to is changed, and encoded again.
 *
 * Three levels. The machine (mutate_machine): entries of the firmware's table, reservations, nodes,
 * numbers of the command line; they are split, merged, made to overlap or touch, moved to the next
 * boundary, retyped. The records of the bytes: deleted, doubled, moved, put in anew; here whatever
 * the bytes can say takes part, and what was written relative to its neighbours stays so. Single
 * bytes within a record. Engines add their own plain mutation of bytes.
 *
 * All results decode to valid scenarios, as any bytes do. All choices follow from the seed; there
 * is scratch memory of its own, so that one thread at a time may call.
 */
#ifndef MMINIT_FUZZ_MUTATE_H
#define MMINIT_FUZZ_MUTATE_H

#include <stddef.h>
#include <stdint.h>

#include "random.h"
#include "scenario.h"

/* Mutates the size bytes of data in place, which has room for capacity bytes. Returns the new size,
 * which is not 0 if capacity is not. */
size_t mutate_bytes(uint8_t *data, size_t size, size_t capacity, uint64_t seed);

/* Puts a mixture of a and b into out: records of b among those of a, or lists of b's machine (its
 * reservations, its nodes, its firmware) in place of a's or behind them. Returns its size, at most
 * capacity. */
size_t mutate_cross(const uint8_t *a, size_t size_a, const uint8_t *b, size_t size_b, uint8_t *out,
		    size_t capacity, uint64_t seed);

/* Copies data without the records first to first + nr - 1, for who looks for a smaller input. out
 * has room for size bytes. Returns the new size; size itself if there are no such records. */
size_t mutate_without_records(const uint8_t *data, size_t size, uint32_t first, uint32_t nr,
			      uint8_t *out);

/* Number of records, at most MUTATE_MAX_RECORDS: what lies behind stays as it is. */
enum { MUTATE_MAX_RECORDS = 20000 };
uint32_t mutate_nr_records(const uint8_t *data, size_t size);

/* From so many records, or elements of lists, on an input shrinks as often as it grows: what takes
 * many is in the seeds, and each costs time in every run. */
enum { MUTATE_MANY = 24 };

/* ---- The level of the machine: mutate_machine.c, mutate_lists.c ---- */

/* One change of s, which stays valid and within the bounds of bytes. */
void mutate_machine(struct scenario *s, struct random *r);

/* Takes lists from b into a. */
void mutate_machine_cross(struct scenario *a, const struct scenario *b, struct random *r);

#endif
