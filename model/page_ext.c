#include "page_ext.h"

#include "machine.h"

void model_page_ext_init_flatmem(struct machine *m, uint64_t entry_size, uint64_t min_addr)
{
	const struct geometry *g = m->geometry;
	const struct node *node = &m->mmzone.nodes[0];
	uint64_t block = max_order_nr_pages(g);
	uint64_t nr_pages = node->spanned;
	struct page_ext *e = &m->page_ext;

	/* The buddy allocator looks at struct pages up to the ends of the largest blocks. */
	if (node->start_pfn % block != 0 || (node->start_pfn + node->spanned) % block != 0)
		nr_pages += block;
	e->size = word(g, entry_size * nr_pages);
	e->addr = model_memblock_alloc(m, e->size, page_size(g), min_addr, 0, 0);
	if (e->addr == 0)
		model_stop(m, STOP_PAGE_EXT);
	e->allocated = true;
}
