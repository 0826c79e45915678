/*
 * A machine of a kernel tree's own code, and what the code has been seen to do: the part that knows
 * no kernel header and is compiled once, whatever the number of trees.
 *
 * The code of a tree keeps its state in variables of its own. The build gathers those of a tree in
 * one section (trees.cmake); a machine that is not the tree's running one keeps a copy of that
 * section. A reset copies the section as it was at the start of the program.
 */
#ifndef MMINIT_FUZZ_LINUX_MACHINE_H
#define MMINIT_FUZZ_LINUX_MACHINE_H

#include <setjmp.h>

#include "../implementation.h"
#include "list.h"
#include "tables.h"

/* The variables of a tree. */
struct linux_image {
	char *start;
	char *end;
	char *at_power_on; /* a copy of them; NULL until the first machine */
	uint32_t *lines;   /* those of LINUX_LINE_BYTES that are not zero there */
	size_t nr_lines;
	struct linux_machine *running; /* whose they are now; NULL: nobody's */
};

struct linux_machine {
	struct linux_image *image;
	char *variables; /* while another machine runs */
	struct linux_tables tables;

	/* A finding of crashes/kernel/ that this machine has come upon; NULL: none. */
	const char *known;

	/* The scenario gave back memory that holds a table in use, or limited memory below it. The
	 * caller's mistake, and no matter until another table is put there: then `limit` says so.
	 */
	bool table_given_back;
	const char *limit;

	/* Where a panic or BUG of the kernel leads, and why it came there. */
	jmp_buf stop;
	enum outcome outcome;
	char last_words[128]; /* of PANIC_OTHER */

	/* What has happened since the reset, in order; rows are those of the observation. */
	struct linux_list calls;   /* obs_e820_call */
	struct linux_list dropped; /* obs_e820_dropped */
	struct linux_list nosave;  /* obs_nosave_range */
	struct linux_list results; /* obs_memblock_op */
	struct linux_list events;  /* obs_memblock_event */
	struct linux_list marks;   /* obs_reserve_mark */
	struct linux_list chunks;  /* obs_chunk */
	size_t nr_early_events;    /* those before the release */
	struct obs_memblock_warn warn;
	uint64_t released_pages;
	bool gap_found;
	uint64_t gap_start;
	uint64_t gap_size;
	uint64_t max_low_pfn; /* as of setup_arch's step 12 */
};

struct linux_machine *linux_machine_open(struct linux_image *image);
void linux_machine_close(struct linux_machine *m);

/* Makes m the machine whose variables are in the image; what another had there is kept for it. */
void linux_machine_run(struct linux_machine *m);

/* m is as at power-on, and runs. */
void linux_machine_reset(struct linux_machine *m);

#endif
