/*
 * e820: the firmware's memory map, as in arch/x86/kernel/e820.c and setup.c of Linux 4.9.
 *
 * Addresses and sizes are in bytes, modulo 2^64. The order of a table's entries is significant.
 * The values that the kernel's calls return, though often ignored, are recorded in `calls`.
 */
#ifndef MMINIT_TARGET_E820_H
#define MMINIT_TARGET_E820_H

#include "geometry.h"
#include "kernel_release.h"
#include "memblock.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	E820_RAM = 1,
	E820_RESERVED = 2,
	E820_ACPI = 3,
	E820_PRAM = 12,
	E820_RESERVED_KERN = 128, /* RAM that holds the boot loader's setup_data */
};

#define E820_SOFT_RESERVED UINT32_C(0xefffffff)

enum {
	E820_MAX_BOOT = 128,    /* E820MAX: what boot_params holds */
	E820_MAX_EFI = 320,     /* E820_X_MAX with EFI: 128 + 3 a node */
	E820_MAX_MAXSMP = 3200, /* the same with the 1024 nodes of CONFIG_MAXSMP */
};

struct e820_entry {
	uint64_t addr;
	uint64_t size;
	uint32_t type;
};

struct e820_table {
	uint32_t nr_map;
	struct e820_entry map[E820_MAX_MAXSMP];
};

enum e820_call_type {
	E820_BOOT_SANITIZE, /* sanitize_e820_map of the boot loader's table */
	E820_BOOT_APPEND,   /* append_e820_map */
	E820_EXT_SANITIZE,  /* in parse_e820_ext */
	E820_OPTION_REMOVE, /* e820_remove_range for mem= and memmap= */
	E820_SETUP_UPDATE,  /* e820_update_range in e820_reserve_setup_data */
	E820_SETUP_SANITIZE,
	E820_FINISH_SANITIZE, /* in finish_e820_parsing */
	E820_KERNEL_MAPPED,   /* e820_all_mapped in e820_add_kernel_range */
	E820_KERNEL_REMOVE,
	E820_BIOS_UPDATE, /* in trim_bios_range */
	E820_BIOS_REMOVE,
	E820_BIOS_SANITIZE,
	E820_CALLER_UPDATE, /* the primitives, recorded by whoever called them */
	E820_CALLER_REMOVE,
	E820_CALLER_SANITIZE,
	E820_CALLER_ANY_MAPPED,
	E820_CALLER_ALL_MAPPED,
	E820_NR_CALL_TYPES
};

struct e820_call {
	enum e820_call_type type;
	uint64_t result; /* bytes, 0 or 1, or 0 or -1 */
};

struct e820_drop { /* "too many entries; ignoring" */
	uint64_t addr;
	uint64_t last; /* last byte */
};

struct e820_pfn_range {
	uint64_t start_pfn;
	uint64_t end_pfn;
};

struct e820_range {
	uint64_t start;
	uint64_t size;
};

enum e820_fault {
	E820_OK,
	E820_PANIC_USER_MAP,       /* finish_e820_parsing: a user's map cannot be sanitized */
	E820_BUG_UPDATE_SAME_TYPE, /* e820_update_range from a type to itself */
};

enum {
	E820_MAX_CALLS = 4096,
	E820_MAX_NOSAVE = 2 * E820_MAX_MAXSMP,
	E820_MAX_DROPS = 1 << 21,
};

struct e820 {
	const struct kernel_release *release;
	uint32_t max_entries;    /* E820_X_MAX: one of the E820_MAX_ above */
	struct e820_table table; /* e820 */
	struct e820_table saved; /* e820_saved */
	bool userdef;            /* the command line changed the map */
	uint64_t max_pfn;        /* end of RAM */
	uint64_t max_possible_pfn;
	uint64_t low_ram_pfn; /* max_low_pfn as found in the map, setup_arch step 12 */
	uint64_t max_low_pfn; /* max_low_pfn now: raised to max_pfn once RAM is mapped */

	bool gap_found; /* e820_setup_gap: what e820_search_gap answered */
	uint64_t gap_start;
	uint64_t gap_size;
	uint64_t pci_mem_start;

	struct e820_pfn_range nosave[E820_MAX_NOSAVE]; /* e820_mark_nosave_regions */
	uint32_t nr_nosave;

	enum e820_fault fault;
	struct e820_call calls[E820_MAX_CALLS]; /* in order */
	uint32_t nr_calls;
	struct e820_drop *drops; /* in order; an area */
	uint32_t nr_drops;
};

/* Maps the area of an e820 (zero-initialised by the caller) and resets it. */
void e820_create(struct e820 *e820);
void e820_destroy(struct e820 *e820);

/* Back to power-off, with the rules of 4.9: `release` may be set next. max_entries: one of the
 * E820_MAX_ above. */
void e820_reset(struct e820 *e820, uint32_t max_entries);

/*
 * The primitives.
 */

/* e820_add_region: appends to the working table; a full one drops the region. */
void e820_add_region(struct e820 *e820, uint64_t start, uint64_t size, uint32_t type);

/* e820_update_range: retypes what of [start, start + size) is old_type; bytes changed. */
uint64_t e820_update_range(struct e820 *e820, uint64_t start, uint64_t size, uint32_t old_type,
			   uint32_t new_type);

/* e820_remove_range: takes out [start, start + size), of old_type only if checktype; bytes
 * removed. */
uint64_t e820_remove_range(struct e820 *e820, uint64_t start, uint64_t size, uint32_t old_type,
			   bool checktype);

/* sanitize_e820_map of the working table: 0, or -1 and the table is as it was. */
int e820_sanitize(struct e820 *e820);

/* e820_any_mapped, e820_all_mapped: is some of, is all of [start, end) of this type (0: any)? */
bool e820_any_mapped(const struct e820 *e820, uint64_t start, uint64_t end, uint32_t type);
bool e820_all_mapped(const struct e820 *e820, uint64_t start, uint64_t end, uint32_t type);

/* Records what a call returned; beyond E820_MAX_CALLS nothing is. */
void e820_record_call(struct e820 *e820, enum e820_call_type type, uint64_t result);

/*
 * The steps of setup_arch, in its order.
 */

/* setup_memory_map: the boot loader's table (at most E820_MAX_BOOT entries), or if that is of no
 * use the sizes above 1 MiB, in KiB, that BIOS-88 and BIOS-e801 gave. */
void e820_setup_memory_map(struct e820 *e820, const struct e820_entry *map, uint32_t nr,
			   uint32_t ext_mem_k, uint32_t alt_mem_k);

/* parse_e820_ext: appends the entries of a SETUP_E820_EXT node. */
void e820_parse_ext(struct e820 *e820, const struct e820_entry *map, uint32_t nr);

/* e820_reserve_setup_data: ranges hold header and data of each node; nr is not 0. */
void e820_reserve_setup_data(struct e820 *e820, const struct e820_range *nodes, uint32_t nr);

/* finish_e820_parsing: may set E820_PANIC_USER_MAP. */
void e820_finish_parsing(struct e820 *e820);

/* e820_add_kernel_range: [start, start + size) is [pa(_text), pa(_end)). */
void e820_add_kernel_range(struct e820 *e820, uint64_t start, uint64_t size);

/* trim_bios_range */
void e820_trim_bios_range(struct e820 *e820);

/* e820_end_of_ram_pfn and e820_end_of_low_ram_pfn: sets max_pfn, max_possible_pfn, low_ram_pfn and
 * max_low_pfn. */
void e820_end_of_ram(struct e820 *e820, const struct geometry *geometry);

/* e820_mark_nosave_regions: page frames below limit_pfn that hibernation leaves out. */
void e820_mark_nosave_regions(struct e820 *e820, uint64_t limit_pfn);

/* e820_setup_gap: where PCI devices get their addresses. */
void e820_setup_gap(struct e820 *e820);

/* memblock_x86_fill: every entry that is RAM becomes memory, trimmed to whole pages; what is set
 * aside for drivers is reserved if the release knows of it. */
void memblock_x86_fill(const struct e820 *e820, struct memblock *mb);

#endif
