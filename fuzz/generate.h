/*
 * Plausible machines, and some odd ones, from a number: firmware maps as PCs have them (holes,
 * ACPI areas, entries that overlap or end within a page), nodes, reservations, options, and
 * operations after boot. For tests and tools; a fuzzer has scenario_decode().
 */
#ifndef MMINIT_FUZZ_GENERATE_H
#define MMINIT_FUZZ_GENERATE_H

#include "scenario.h"

/* The same seed makes the same scenario everywhere; it is within the bounds of bytes. */
void generate_scenario(uint64_t seed, struct scenario *s);

/* A machine for a real kernel: its firmware, options and nodes, and where a boot loader puts
 * things; no operations. The map may be as odd as it likes, but what it calls usable lies where
 * QEMU has memory, and mostly there is enough of it for the kernel to come up. The same seed makes
 * the same machine everywhere. */
void generate_machine(uint64_t seed, struct scenario *s);

#endif
