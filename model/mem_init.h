/* mem_init of x86-64 (arch/x86/mm/init_64.c), and what it prints. Spec 05, 1 and 2. */
#ifndef MODEL_MEM_INIT_H
#define MODEL_MEM_INIT_H

#include "geometry.h"
#include "trace.h"

struct machine;

/* Parts of the kernel image, in virtual addresses. */
enum image_part {
	IMAGE_TEXT,      /* _stext to _etext */
	IMAGE_DATA,      /* _sdata to _edata */
	IMAGE_RODATA,    /* __start_rodata to __end_rodata */
	IMAGE_INIT_DATA, /* __init_begin to __init_end */
	IMAGE_INIT_TEXT, /* _sinittext to _einittext */
	IMAGE_BSS,       /* __bss_start to __bss_stop */
	NR_IMAGE_PARTS
};

struct image_range {
	uint64_t start;
	uint64_t size; /* bytes */
};

/* What register_page_bootmem_info finds a page of, and its type there. */
enum bootmem_kind { BOOTMEM_NODE, BOOTMEM_TABLE, BOOTMEM_MEMMAP, BOOTMEM_USEMAP };

/* Where something of a node or section lies: bytes, physical. */
struct bootmem_info {
	enum bootmem_kind kind;
	uint32_t of; /* the number of the node, resp. section */
	uint64_t start;
	uint64_t size;
};

struct mem_init {
	bool after_bootmem;
	bool has_kcore_area; /* kcore_vsyscall is registered */
	uint64_t overcommit_memory;
	uint64_t max_mapnr;
	uint64_t totalhigh_pages;
	struct trace bootmem_pages; /* (pfn, type, of) */
	struct trace freed_memmap; /* free_unused_memmap: (start_pfn, end_pfn, start, end, freed) */
};

bool model_mem_init_open(struct mem_init *i);
void model_mem_init_close(struct mem_init *i);
void model_mem_init_reset(struct mem_init *i);

/* register_page_bootmem_info: info lists all there is. */
void model_register_page_bootmem_info(struct machine *m, const struct bootmem_info *info,
				      uint32_t nr);

/* mem_init: releases all memory. */
void model_mem_init(struct machine *m);

/* The numbers of mem_init_print_info: pages, then KiB, modulo 2^64 (of ARM 2^32). */
struct mem_info {
	uint64_t physpages;
	uint64_t available_kib;
	uint64_t total_kib;
	uint64_t reserved_kib;
	uint64_t code_kib, rwdata_kib, rodata_kib, init_kib, bss_kib;
	uint64_t highmem_kib;
};

struct mem_info model_mem_init_print_info(const struct machine *m,
					  const struct image_range image[NR_IMAGE_PARTS]);

#endif
