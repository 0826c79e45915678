/* The machine that a log tells of: the scenarios that both implementations are booted on. */
#ifndef MMINIT_TOOLS_REPLAY_MACHINE_H
#define MMINIT_TOOLS_REPLAY_MACHINE_H

#include "input.h"
#include "log.h"
#include "scenario.h"

enum { MAX_DUMPS = 16, NO_FACT = -1 };

/* A "MEMBLOCK configuration" of the log. */
struct dump_place {
	size_t fact;
	uint32_t nr_ops;  /* how many operations precede it */
	bool before_numa; /* no region has its node yet */
};

struct machine {
	uint64_t kernel;  /* KERNEL(x, y, z) */
	bool kernel_told; /* false: guessed from the log's spelling */
	bool has_map;
	bool has_trace;        /* the operations are those of memblock=debug, from the first on */
	bool early_reserved;   /* what was reserved before the trace is known */
	bool early_predicted;  /* and follows from where the boot loader put things */
	bool has_option_edits; /* the command line changes the map */
	unsigned int user_map_line; /* where the map is printed that they made; 0 if it is not */
	bool page_0_is_ram;         /* the kernel did not cut it off, as the implementations do */
	bool cuts_64k;              /* it cut off the first 64 KiB, and the log does not show it */
	bool low_unknown;           /* what it did to them is not known */
	bool user_map_given;        /* the map is the user map: the options are not in the log */
	bool too_many_ops;

	/* The operations with the addresses that the kernel chose. */
	struct scenario scenario;
	/* For each operation: the FACT_OP of a reservation that an allocation chose, or NO_FACT;
	 * and the FACT_ALLOC that asked for it. */
	int32_t chosen[SC_MAX_OPS];
	int32_t asked[SC_MAX_OPS];
	struct dump_place dump[MAX_DUMPS];
	uint32_t nr_dumps;
	/* memblock_find_dma_reserve: before sparse_init allocates, and much else. */
	struct dump_place dma_count;
	/* Index of the first FACT_UPDATE or FACT_REMOVE that no longer changes memory: the maps
	 * of hibernation and PCI still see it. */
	size_t late_edits;
};

/* Returns NULL, or what is wrong, with *line set to where (0: nowhere). */
const char *machine_build(const struct input *in, const struct log *log, struct machine *m,
			  unsigned int *line);

/* How the scenario differs for one question. *out is a scenario of its own. */
enum e820_cut {
	CUT_BOOT_TABLE, /* as the table was handed over */
	CUT_EXTENDED,   /* with its extension */
	CUT_USER,       /* after the command line and setup_data */
	CUT_FIRMWARE,   /* all of the e820 stage, and nothing after it */
};
void machine_cut_e820(const struct machine *m, enum e820_cut cut, struct scenario *out);

/* Makes the e820 operations of a scenario those of the log's changes that come before fact
 * `until`. */
void machine_edits_until(const struct machine *m, const struct log *log, size_t until,
			 struct scenario *out);

/* The table with the log's changes before fact `until`, and page 0 with what type it had. Returns
 * false if that cannot be put into a table. */
bool machine_cut_untrimmed(const struct machine *m, const struct log *log, size_t until,
			   struct scenario *out);

/* Only what precedes a dump. */
void machine_cut_dump(const struct machine *m, const struct dump_place *dump, struct scenario *out);

/* With allocations in place of the reservations that they chose. */
void machine_with_allocations(const struct machine *m, const struct log *log, struct scenario *out);

enum edit_reason {
	EDIT_TRIM_BIOS,  /* trim_bios_range */
	EDIT_SETUP_DATA, /* e820_reserve_setup_data */
	EDIT_KERNEL,     /* e820_add_kernel_range */
	EDIT_OPTION,     /* mem= or memmap= */
	EDIT_GIVEN,      /* MTRRs, EFI, quirks: taken from the log */
};

/* Why the kernel printed a FACT_UPDATE or FACT_REMOVE. */
enum edit_reason machine_edit_reason(const struct machine *m, const struct fact *f);

#endif
