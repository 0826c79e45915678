/* The ACPI tables of a machine with several CPUs or nodes: RSDP, XSDT, MADT, and SRAT for nodes. */
#ifndef MMINIT_TOOLS_BOOT_ACPI_H
#define MMINIT_TOOLS_BOOT_ACPI_H

#include <stddef.h>
#include <stdint.h>

#include "scenario.h"

enum { ACPI_MAX_SIZE = 16 << 10 };

/* Makes the tables for the physical address addr, with the RSDP first. Returns their size. */
size_t acpi_make(unsigned char tables[ACPI_MAX_SIZE], uint64_t addr, const struct scenario *s);

#endif
