/*
 * Physical memory of a machine, as far as memblock itself writes to it: its grown tables, which it
 * fills at the addresses where it has found room for them.
 *
 * An address is looked up by its 64 GiB block; each block that holds a table gets a window of
 * address space as it is first touched. Tables that overlap in physical memory overlap here too, so
 * that one overwrites the other as it would in a kernel; only at the very end of a block, where a
 * window goes on for 16 MiB, the next block's memory is not the same.
 */
#ifndef MMINIT_FUZZ_LINUX_TABLES_H
#define MMINIT_FUZZ_LINUX_TABLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	LINUX_WINDOW_SHIFT = 36,
	LINUX_MAX_WINDOWS = 64, /* more than a table can grow times within 2^64 bytes of memory */
	LINUX_MAX_TABLES = 128,
};

struct linux_tables {
	char *space;
	uint32_t nr_windows;
	uint64_t block[LINUX_MAX_WINDOWS]; /* address >> LINUX_WINDOW_SHIFT of each window */

	/* Every table that was placed since the last reset. */
	uint32_t nr_placed;
	struct {
		uint64_t addr;
		uint64_t bytes; /* at most so many were written */
	} placed[LINUX_MAX_TABLES];
};

/* False without address space. */
bool linux_tables_open(struct linux_tables *t);
void linux_tables_close(struct linux_tables *t);

/* Forgets all tables; their memory is zero again, as at power-on. */
void linux_tables_reset(struct linux_tables *t);

/* Where the memory at a physical address is, of which a table is about to take up to `bytes`; NULL
 * beyond LINUX_MAX_TABLES. */
void *linux_tables_place(struct linux_tables *t, uint64_t addr, uint64_t bytes);

/* The inverse; pointers that are no table's are their own address, as the static tables'. */
uint64_t linux_tables_address(const struct linux_tables *t, const void *pointer);

#endif
