/*
 * early_param: the options of the command line that change the memory initialisation, as
 * parse_early_param of Linux 4.9 and the handlers behind it take them.
 */
#ifndef MMINIT_TARGET_EARLY_PARAM_H
#define MMINIT_TARGET_EARLY_PARAM_H

#include "e820.h"
#include "memblock.h"

#include <stdbool.h>
#include <stdint.h>

struct early_param {
	uint64_t required_kernelcore; /* pages, of kernelcore= */
	uint64_t required_movablecore;
	/* kernelcore=nn%, movablecore=nn%, in releases that know them: percent of all pages; goes
	 * before the above if not 0. */
	uint64_t required_kernelcore_percent;
	uint64_t required_movablecore_percent;
	bool mirrored_kernelcore;  /* kernelcore=mirror */
	bool movable_node_enabled; /* movable_node */
	bool numa_off;             /* numa=off */
	bool nohugeiomap;          /* ioremap is to use small pages only */
};

/* Takes the options of `cmdline` in their order: mem= and memmap= change the e820 table,
 * movable_node, if the kernel has it, turns memblock's search direction. Ends where a fault is set
 * in the e820 table. Returns false where the kernel follows a null pointer: kernelcore without a
 * value. */
bool early_param_parse(struct early_param *param, struct e820 *e820, struct memblock *mb,
		       const char *cmdline);

#endif
