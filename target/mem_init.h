/*
 * mem_init: as in arch/x86/mm/init_64.c of Linux 4.9, without memory hot-plug: the buddy allocator
 * takes over.
 */
#ifndef MMINIT_TARGET_MEM_INIT_H
#define MMINIT_TARGET_MEM_INIT_H

#include "memblock.h"
#include "nobootmem.h"
#include "page_alloc.h"

#include <stdint.h>

/* "Memory: %luK/%luK available (... %luK reserved ...)", the sizes of the kernel's sections aside.
 * KiB, modulo 2^64. */
struct mem_init_info {
	uint64_t returned;  /* pages that free_all_bootmem released */
	uint64_t physpages; /* get_num_physpages: pages present, of all nodes online */
	uint64_t available_kib;
	uint64_t total_kib;
	uint64_t reserved_kib;
};

/* mem_init with mem_init_print_info. Every struct page of a valid page frame holds its value
 * afterwards. A fault that is set in pa or mb ends it early. */
void mem_init(struct mem_init_info *info, struct nobootmem *nb, struct page_alloc *pa,
	      struct memblock *mb, uint64_t max_low_pfn);

#endif
