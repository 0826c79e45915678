/* mem_init (arch/x86/mm/init_64.c) and what it prints. Spec 05, 1 and 2. */
#ifndef MODEL_MEM_INIT_H
#define MODEL_MEM_INIT_H

#include "geometry.h"

struct machine;

/* Releases all memory. */
void model_mem_init(struct machine *m);

/* The numbers of mem_init_print_info: pages, then KiB, modulo 2^64. */
struct mem_info {
	uint64_t physpages;
	uint64_t available_kib;
	uint64_t total_kib;
	uint64_t reserved_kib;
};

struct mem_info model_mem_init_print_info(const struct machine *m);

#endif
