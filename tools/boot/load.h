/* The boot loader's part: where kernel, initrd and tables of a scenario's machine lie in memory. */
#ifndef MMINIT_TOOLS_BOOT_LOAD_H
#define MMINIT_TOOLS_BOOT_LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "acpi.h"
#include "kernel.h"
#include "rom.h"
#include "scenario.h"

enum { LOAD_MAX_PIECES = 8 + SC_MAX_SETUP_DATA, LOAD_MAX_CPUS = 64 };

/* What stands in memory when the machine is switched on; data is the loader's. */
struct piece {
	uint64_t addr;
	unsigned char *data;
	size_t size;
};

struct loader {
	const struct scenario *scenario;
	const struct kernel *kernel;
	char cmdline[SC_MAX_CMDLINE];
	uint64_t load; /* physical address of the kernel's 32-bit entry */
	struct sc_range initrd;
	struct sc_range setup_data[SC_MAX_SETUP_DATA + 1]; /* the extension's node first */
	uint32_t nr_setup_data;
	uint64_t acpi_addr; /* 0: no tables */
	size_t acpi_size;
	uint64_t ram;      /* bytes that the machine is to have */
	bool ram_is_short; /* the map tells of usable memory where QEMU has none */

	unsigned char rom[ROM_SIZE];
	struct piece piece[LOAD_MAX_PIECES];
	size_t nr_pieces;
};

/* Places all that the scenario's machine boots with. with_symbols: the initrd asks for the kernel's
 * symbols. more: options behind the scenario's own. If the scenario has no machine to boot, prints
 * one line to standard error (naming path) and returns false. */
bool loader_place(struct loader *l, const char *path, const struct scenario *s,
		  const struct kernel *k, bool with_symbols, const char *more);
void loader_free(struct loader *l);

#endif
