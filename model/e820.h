/*
 * The firmware's memory map (arch/x86/kernel/e820.c). Spec 01.
 *
 * All addresses and sizes are in bytes, modulo 2^64; ranges are [start, start + size).
 */
#ifndef MODEL_E820_H
#define MODEL_E820_H

#include "geometry.h"
#include "trace.h"

struct machine;

enum e820_type {
	E820_RAM = 1,
	E820_RESERVED = 2,
	E820_ACPI = 3,
	E820_PRAM = 12,
	E820_RESERVED_KERN = 128,
};

/* No enum: it is no int. */
#define E820_SOFT_RESERVED UINT32_C(0xefffffff)

struct e820_entry {
	uint64_t addr;
	uint64_t size;
	uint32_t type;
};

/* The order of the entries counts: only sanitize sorts them. */
struct e820_table {
	uint32_t nr_map;
	struct e820_entry map[E820_X_MAX_MAXSMP];
};

/* What returned a value; rows of e820_state.calls are (call, value). */
enum e820_call {
	E820_BOOT_SANITIZE,
	E820_BOOT_APPEND,
	E820_EXT_SANITIZE,
	E820_OPTION_REMOVE,
	E820_SETUP_UPDATE,
	E820_SETUP_SANITIZE,
	E820_FINISH_SANITIZE,
	E820_KERNEL_MAPPED,
	E820_KERNEL_REMOVE,
	E820_BIOS_UPDATE,
	E820_BIOS_REMOVE,
	E820_BIOS_SANITIZE,
	E820_OP_UPDATE,
	E820_OP_REMOVE,
	E820_OP_SANITIZE,
	E820_OP_ANY_MAPPED,
	E820_OP_ALL_MAPPED,
};

struct e820_state {
	struct e820_table e820;
	struct e820_table e820_saved;
	bool userdef; /* mem= or memmap= was given */
	bool gap_found;
	uint64_t gap_start, gap_size; /* bytes */
	uint64_t pci_mem_start;
	struct trace calls;   /* (enum e820_call, value) */
	struct trace dropped; /* "too many entries; ignoring": (start, last byte) */
	struct trace nosave;  /* nosave_regions: [start_pfn, end_pfn) */
};

bool model_e820_open(struct e820_state *s);
void model_e820_close(struct e820_state *s);
void model_e820_reset(struct e820_state *s);

/* e820_add_region: appends; a full table drops the region. */
void model_e820_add_region(struct machine *m, uint64_t start, uint64_t size, uint32_t type);

/* sanitize_e820_map: sorts, resolves overlaps and merges nr_map entries in place; at most max_nr
 * come out. 0, or -1 with nothing changed: fewer than two entries, or one that wraps. */
int model_sanitize_e820_map(const struct machine *m, struct e820_entry *map, uint32_t max_nr,
			    uint32_t *nr_map);

/* sanitize_e820_map of the working table. */
int model_e820_sanitize(struct machine *m);

/* e820_update_range: retypes what is of old_type; the bytes changed. Equal types: a panic. */
uint64_t model_e820_update_range(struct machine *m, uint64_t start, uint64_t size,
				 uint32_t old_type, uint32_t new_type);

/* e820_remove_range: takes out what is of old_type, or everything without checktype; the bytes
 * removed. */
uint64_t model_e820_remove_range(struct machine *m, uint64_t start, uint64_t size,
				 uint32_t old_type, bool checktype);

/* e820_any_mapped, e820_all_mapped: of [start, end), end exclusive. type 0 is any type. */
bool model_e820_any_mapped(const struct machine *m, uint64_t start, uint64_t end, uint32_t type);
bool model_e820_all_mapped(const struct machine *m, uint64_t start, uint64_t end, uint32_t type);

/* setup_memory_map: the boot loader's nr entries (at most E820MAX), or two made up from the KiB
 * above 1 MiB that older BIOS calls report; then the copy to e820_saved. */
void model_setup_memory_map(struct machine *m, const struct e820_entry *entries, uint32_t nr,
			    uint32_t ext_mem_k, uint32_t alt_mem_k);

/* parse_e820_ext: a SETUP_E820_EXT node's entries. */
void model_parse_e820_ext(struct machine *m, const struct e820_entry *entries, uint32_t nr);

/* The two halves of e820_reserve_setup_data: for each node, then once. size: header and data. */
void model_e820_update_setup_data(struct machine *m, uint64_t pa, uint64_t size);
void model_e820_save_setup_data(struct machine *m);

/* finish_e820_parsing: panics if a map changed by the user cannot be sanitized. */
void model_finish_e820_parsing(struct machine *m);

/* e820_add_kernel_range: [pa(_text), pa(_text) + size) is RAM whatever the table said. */
void model_e820_add_kernel_range(struct machine *m, uint64_t start, uint64_t size);

/* trim_bios_range: page 0 is reserved, 640 KiB to 1 MiB is no RAM. */
void model_trim_bios_range(struct machine *m);

/* e820_end_pfn for RAM: the end (exclusive) of the highest RAM below limit_pfn. */
uint64_t model_e820_end_pfn(const struct machine *m, uint64_t limit_pfn);

/* e820_mark_nosave_regions: page frames hibernation leaves alone, below limit_pfn. */
void model_e820_mark_nosave_regions(struct machine *m, uint64_t limit_pfn);

/* e820_setup_gap: where PCI may put what has no address, from max_pfn. */
void model_e820_setup_gap(struct machine *m);

#endif
