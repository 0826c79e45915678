/*
 * kaiser: the page tables that user space runs on, which map no more of the kernel than an entry
 * needs, as in arch/x86/mm/kaiser.c of Linux 4.9.115.
 *
 * Virtual addresses are in bytes. Of the kernel's own page tables only what they map where is
 * known: the direct map, the kernel image and the fixmap with the vsyscall page.
 */
#ifndef MMINIT_TARGET_KAISER_H
#define MMINIT_TARGET_KAISER_H

#include "page_alloc.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	KAISER_FIRST_SLOT = 256, /* of a pgd: those before are user space's */
	KAISER_SLOTS = 256,
	PTRS_PER_TABLE = 512,
	KAISER_MAX_TABLES = 1 << 20,
};

/* Flags of a page table entry. */
#define X86_PAGE_PRESENT (UINT64_C(1) << 0)
#define X86_PAGE_USER    (UINT64_C(1) << 2)
#define X86_PAGE_GLOBAL  (UINT64_C(1) << 8)
#define X86_PAGE_NX      (UINT64_C(1) << 63)
#define KERNPG_TABLE     UINT64_C(0x63)
#define X86_PAGE_TABLE   UINT64_C(0x67)
#define X86_PFN_MASK     UINT64_C(0x000ffffffffff000)

/* What a mapping is made with. */
#define X86_PAGE_KERNEL          UINT64_C(0x8000000000000163)
#define X86_PAGE_KERNEL_RO       UINT64_C(0x8000000000000161)
#define X86_PAGE_KERNEL_RX       UINT64_C(0x161)
#define X86_PAGE_KERNEL_VSYSCALL UINT64_C(0x165)

enum kaiser_fault {
	KAISER_OK,
	KAISER_BUG_NO_PGD,    /* a page is to be mapped whose kernel pgd entry is empty */
	KAISER_BUG_USER_ADDR, /* user protection for another page than the vsyscall page */
};

/* Shadow page table of a level: 3 a pud page, 2 a pmd page, 1 a pte page. */
struct kaiser_table {
	uint64_t pfn;
	uint64_t start;       /* first address that it is for */
	uint64_t entry_flags; /* of the entry that points to it */
	uint32_t level;
	uint32_t entries; /* its row of entries; NO_ENTRIES: all are empty so far */
};

/* An entry is 0 (none), flags and address of a page, or 1 + the number of a table. */
enum { NO_ENTRIES = 0xffffffff };

struct kaiser_warnings {
	bool pgd_alloc; /* no page for a slot: the rest stay empty */
	bool pud_none;  /* the kernel does not map what is to be mapped; once, as the others */
	bool pmd_none;
	bool pte_none;
	bool shadow_pgd_none; /* the slot has no pud page */
	bool differs;         /* a page is mapped already, in another way */
};

struct kaiser_config {
	bool built_in; /* CONFIG_PAGE_TABLE_ISOLATION */
	bool xenpv;    /* of the CPU, as the next two */
	bool amd;
	bool nx;
};

struct kaiser {
	struct page_alloc *pa;
	enum kaiser_fault fault;
	struct kaiser_config config;
	uint64_t max_pfn; /* end of the direct map */
	bool enabled;     /* kaiser_enabled */
	bool reported_disabled;
	uint64_t nr_mapped;       /* pages */
	uint64_t failed_segments; /* that were not mapped whole */
	struct kaiser_warnings warnings;
	uint32_t slots[KAISER_SLOTS]; /* table of each slot of the shadow pgd, + 1; 0: none */
	uint32_t nr_tables;
	uint32_t nr_rows;
	struct kaiser_table *tables; /* in the order they were taken; an area, as the next one */
	uint64_t (*rows)[PTRS_PER_TABLE];
};

/* Maps the areas (the rest being zero-initialised by the caller). */
void kaiser_create(struct kaiser *kaiser);
void kaiser_destroy(struct kaiser *kaiser);

/* Back to power-off. */
void kaiser_reset(struct kaiser *kaiser, struct page_alloc *pa);

/* kaiser_check_boottime_disable. */
void kaiser_check_boottime_disable(struct kaiser *kaiser, const struct kaiser_config *config,
				   const char *cmdline);

/* kaiser_init without the segments: kaiser_init_all_pgds, if kaiser is enabled. max_pfn: end of the
 * direct map. */
void kaiser_init_all_pgds(struct kaiser *kaiser, uint64_t max_pfn);

/* kaiser_add_user_map_early, as kaiser_init calls it for each segment: maps [start, start + size)
 * with `flags`. Does nothing if kaiser is not enabled. May set a fault. */
void kaiser_add_user_map(struct kaiser *kaiser, uint64_t start, uint64_t size, uint64_t flags);

#endif
