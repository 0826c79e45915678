/*
 * Stands in for the kernel's header of this name: of what a boot loader hands over, the part that
 * e820.c reads. Layouts are those of the boot protocol where it walks them in memory.
 */
#ifndef MMINIT_LINUX_BOOTPARAM_H
#define MMINIT_LINUX_BOOTPARAM_H

#include <linux/types.h>

#define E820_MAX_ENTRIES_ZEROPAGE 128

enum {
	SETUP_NONE,
	SETUP_E820_EXT,
	SETUP_DTB,
	SETUP_PCI,
	SETUP_EFI,
	SETUP_APPLE_PROPERTIES,
	SETUP_JAILHOUSE,
	SETUP_CC_BLOB,
	SETUP_IMA,
	SETUP_RNG_SEED,
};

#define SETUP_INDIRECT (1u << 31)

struct boot_e820_entry {
	__u64 addr;
	__u64 size;
	__u32 type;
} __attribute__((packed));

struct setup_data {
	__u64 next;
	__u32 type;
	__u32 len;
	__u8 data[];
};

struct setup_indirect {
	__u32 type;
	__u32 reserved;
	__u64 len;
	__u64 addr;
};

struct boot_params {
	struct {
		__u32 ext_mem_k; /* 16 bits there; a scenario may say more */
	} screen_info;
	__u32 alt_mem_k;
	struct {
		__u64 setup_data;
	} hdr;
	__u8 e820_entries;
	struct boot_e820_entry e820_table[E820_MAX_ENTRIES_ZEROPAGE];
};

extern struct boot_params boot_params;

#endif
