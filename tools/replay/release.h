/* What changed between kernel releases in what is printed, in one place. What changed in what is
 * done (enum sc_release) is the implementations' own. */
#ifndef MMINIT_TOOLS_REPLAY_RELEASE_H
#define MMINIT_TOOLS_REPLAY_RELEASE_H

#include <stdbool.h>
#include <stdint.h>

#include "scenario.h"

enum unavailable_form {
	UNAVAILABLE_NONE,
	UNAVAILABLE_ZEROED_WITHOUT_TAIL, /* one sum, up to the last page of RAM */
	UNAVAILABLE_UNCERTAIN,           /* either, by the patch level or the distribution */
	UNAVAILABLE_ZEROED,              /* one sum, up to the end of the last section */
	UNAVAILABLE_BY_ZONE,             /* a sum for each zone */
	UNAVAILABLE_BY_HOLE,             /* a line for each hole */
};

enum low_ram {
	LOW_RAM_PAGE, /* page 0: trim_bios_range */
	LOW_RAM_64K,  /* 64 KiB: CONFIG_X86_RESERVE_LOW in the e820 table */
	LOW_RAM_TOLD, /* either or nothing, by the patch level or the distribution */
	LOW_RAM_KEPT, /* nothing */
};

struct release_rules {
	uint64_t since; /* KERNEL(x, y, z) */

	/* The rules that the implementations boot. */
	enum sc_release boot;

	/* What is cut off the RAM below 64 KiB, unless the log shows it. */
	enum low_ram low_ram;
	/* "On node N totalpages" and the zones' pages count holes. */
	bool totalpages_with_holes;
	/* Zones DMA and DMA32 are printed up to 16 MiB and 4 GiB, wherever RAM ends. */
	bool zone_limits_fixed;
	/* The zones' numbers are worked out by the rules of 4.9 (zone_sizes, memmap, batch). */
	bool zone_details;
	/* The last page of a zone's memmap does not count if it is not full. */
	bool memmap_rounds_down;
	/* memmap pages follow from the spanned pages, however many are holes. */
	bool memmap_of_spanned;
	/* "ZONE zone: N pages" is what is left after memmap and DMA reserve. */
	bool zone_pages_after_memmap;
	/* zone_batchsize: at most so many bytes a quarter of which is a batch. */
	uint32_t batch_limit;
	/* "Total pages" is what is present; before, less memmap and DMA reserve. */
	bool total_is_present;
	/* "Memory:" is printed after the first late frees and with allocations made. */
	bool memory_printed_late;
	/* "Initmem setup node" tells the node's own RAM; before, the NUMA block. */
	bool node_setup_of_ram;
	/* struct page in bytes, at least and at most; 64 is usual. Without SLUB it is not aligned
	 * to 64, debug kernels have spinlocks in it (before 3.13), KMSAN two pointers (from 6.1
	 * on). */
	struct {
		uint32_t min, max;
	} struct_page;
	enum unavailable_form unavailable;
	/* e820_mark_nosave_regions starts behind the first entry. */
	bool nosave_from_second;
};

/* The rules of a kernel: those of the nearest row at or below it. */
const struct release_rules *release_rules(uint64_t kernel);

/* Whether the nosave ranges are what lies between RAM and RAM: a fix of 6.15 that went into stable
 * kernels too. */
bool release_nosave_of_gaps(uint64_t kernel);

#endif
