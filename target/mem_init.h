/*
 * mem_init: the buddy allocator takes over, as in arch/x86/mm/init_64.c and arch/arm/mm/init.c of
 * Linux 4.9.
 *
 *   mem_init.c      of x86-64, and what both share
 *   mem_init_arm.c  of 32-bit ARM with FLATMEM
 *
 * Page counts and KiB are modulo the word of the machine.
 */
#ifndef MMINIT_TARGET_MEM_INIT_H
#define MMINIT_TARGET_MEM_INIT_H

#include "bootmem_info.h"
#include "memblock.h"
#include "nobootmem.h"
#include "page_alloc.h"

#include <stdbool.h>
#include <stdint.h>

/* Sizes in bytes of the parts of the kernel image, and where those lie that may overlap. */
struct image_part {
	uint64_t start;
	uint64_t size;
};

struct kernel_image {
	struct image_part text;      /* [_stext, _etext) */
	struct image_part data;      /* [_sdata, _edata) */
	struct image_part rodata;    /* [__start_rodata, __end_rodata) */
	struct image_part init_data; /* [__init_begin, __init_end) */
	struct image_part init_text; /* [_sinittext, _einittext) */
	struct image_part bss;       /* [__bss_start, __bss_stop) */
};

/* "Memory: %luK/%luK available (%luK kernel code, ... %luK reserved ...)": KiB. */
struct mem_init_info {
	uint64_t returned;  /* pages that free_all_bootmem released */
	uint64_t physpages; /* get_num_physpages: pages present, of all nodes online */
	uint64_t available_kib;
	uint64_t total_kib;
	uint64_t reserved_kib;
	uint64_t code_kib;
	uint64_t rwdata_kib;
	uint64_t rodata_kib;
	uint64_t init_kib; /* data and text */
	uint64_t bss_kib;
	uint64_t highmem_kib;
};

/* An area that /proc/kcore shows: kclist_add. */
struct kcore_area {
	uint64_t addr;
	uint64_t size;
	uint32_t type; /* enum kcore_type */
};

enum { KCORE_OTHER = 4 };

/* A gap in memory, whose struct pages nobody needs. */
struct unused_memmap {
	uint64_t start_pfn;
	uint64_t end_pfn;
	uint64_t start; /* the whole pages of struct pages in it, in bytes of physical memory */
	uint64_t end;
	bool freed; /* given back to memblock */
};

enum { MAX_UNUSED_MEMMAP = 1 << 20 };

struct mem_init {
	struct mem_init_info info;
	bool after_bootmem;
	bool has_kcore; /* there is a kcore area */
	struct kcore_area kcore;

	/* ARM only. */
	uint64_t max_mapnr;
	uint64_t totalhigh_pages;
	uint32_t overcommit_memory;   /* sysctl_overcommit_memory: 0 guess, 1 always */
	struct unused_memmap *unused; /* in the order of free_unused_memmap; an area */
	uint32_t nr_unused;
};

/* Maps the area (the rest being zero-initialised by the caller). */
void mem_init_create(struct mem_init *mi);
void mem_init_destroy(struct mem_init *mi);
void mem_init_reset(struct mem_init *mi);

/* mem_init of x86-64 with mem_init_print_info. Every struct page of a valid page frame holds its
 * value afterwards. bootmem_info: NULL without HAVE_BOOTMEM_INFO_NODE. A fault that is set in pa or
 * mb ends it early. */
void mem_init_x86(struct mem_init *mi, struct nobootmem *nb, struct page_alloc *pa,
		  struct memblock *mb, uint64_t max_low_pfn, struct bootmem_info *bootmem_info,
		  const struct kernel_image *image);

/* What ARM's mem_init has to know of the machine. */
struct arm_memory {
	struct arm_limits limits;
	uint64_t phys_pfn_offset; /* PHYS_PFN_OFFSET */
	bool has_mem_map;         /* the mem_map lies in memory that memblock knows */
	uint64_t mem_map;         /* physical address of its first struct page */
	uint32_t page_size;       /* sizeof(struct page) */
};

/* mem_init of ARM. */
void mem_init_arm(struct mem_init *mi, struct nobootmem *nb, struct page_alloc *pa,
		  struct memblock *mb, const struct arm_memory *arm,
		  const struct kernel_image *image);

/* mem_init_print_info; for both. */
void mem_init_print_info(struct mem_init *mi, const struct page_alloc *pa,
			 const struct kernel_image *image);

#endif
