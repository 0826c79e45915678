/*
 * What of a machine of target/ lies at an address, for who has caught a wild access and wants to
 * know what it hit.
 */
#ifndef MMINIT_FUZZ_ADAPTER_TARGET_LOCATE_H
#define MMINIT_FUZZ_ADAPTER_TARGET_LOCATE_H

#include "../target/mm_init.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Writes into text, of `size` bytes, what lies at the address: the struct page of which page frame,
 * which entry of which table, and how far beyond what is in use. False, and nothing written, if
 * the address is of none of the machine's areas. Reads but the machine's own counters, so that it
 * may be asked while a step is under way, even by a handler of signals. */
bool mm_machine_locate(const struct mm_machine *m, uint64_t address, char *text, size_t size);

#endif
