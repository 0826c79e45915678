/* page_ext_init_flatmem (mm/page_ext.c). Spec 05, 4. With sections it does nothing. */
#ifndef MODEL_PAGE_EXT_H
#define MODEL_PAGE_EXT_H

#include <stdbool.h>
#include <stdint.h>

struct machine;

struct page_ext {
	bool allocated;
	uint64_t addr; /* of node 0's table, bytes */
	uint64_t size;
};

/* For users that need entries of entry_size bytes; min_addr is pa(MAX_DMA_ADDRESS). */
void model_page_ext_init_flatmem(struct machine *m, uint64_t entry_size, uint64_t min_addr);

#endif
