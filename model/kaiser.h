/*
 * The shadow page table that user mode runs on (arch/x86/mm/kaiser.c). Spec 07, 5.
 *
 * Addresses are virtual, and bytes, modulo 2^64.
 */
#ifndef MODEL_KAISER_H
#define MODEL_KAISER_H

#include "geometry.h"

struct machine;

enum {
	PTRS_PER_TABLE = 512,
	MAX_SHADOW_TABLES = 1 << 20,
};

/* Bits of page table entries. */
#define PTE_USER      UINT64_C(4)
#define PTE_GLOBAL    UINT64_C(0x100)
#define PTE_NX        (UINT64_C(1) << 63)
#define KERNPG_TABLE  UINT64_C(0x63)
#define PAGE_TABLE    UINT64_C(0x67)
#define VSYSCALL_ADDR UINT64_C(0xffffffffff600000)

/* A page of the shadow table. */
struct shadow_table {
	uint64_t pfn;
	int level; /* 3: pud entries, of 512 GiB; 2: pmd entries, of 1 GiB; 1: ptes, of 2 MiB */
	uint64_t start;       /* the first address it is for */
	uint64_t entry_flags; /* of the entry that points to it */
};

/* A range to be mapped; flags are those of its ptes. */
struct user_map {
	uint64_t start;
	uint64_t size;
	uint64_t flags;
};

struct kaiser {
	bool enabled;
	bool disabled_event; /* "Kernel/User page tables isolation: disabled" */
	uint32_t nr_tables;
	struct shadow_table *tables;      /* in the order they were taken */
	uint64_t (*ptes)[PTRS_PER_TABLE]; /* [table]: those of level 1; 0 is none */
	uint64_t nr_mapped;               /* pages */
	uint64_t failed_segments;
	bool warn_pgd_alloc; /* no page for a pud table */
	/* The kernel's own table has no entry for a page: */
	bool warn_pud_none, warn_pmd_none, warn_pte_none;
	bool warn_shadow_pgd_none; /* a slot of the shadow pgd is empty */
	bool warn_differs;         /* a page is mapped already, otherwise */
};

bool model_kaiser_open(struct kaiser *k);
void model_kaiser_close(struct kaiser *k);
void model_kaiser_reset(struct kaiser *k);

/* kaiser_check_boottime_disable: whether there is a shadow table at all. */
void model_kaiser_check_boottime_disable(struct machine *m, const char *cmdline, bool xenpv,
					 bool amd);

/* The first part of kaiser_init: a pud page for every slot of the kernel's half. */
void model_kaiser_init_all_pgds(struct machine *m);

/* kaiser_add_user_map; nx: the CPU knows the NX bit. What cannot be mapped is warned about. */
void model_kaiser_add_user_map(struct machine *m, const struct user_map *map, bool nx);

#endif
