/* mem_init. Spec 05, 1 and 2. */
#include "mem_init.h"

#include "machine.h"

#define KIB_PER_PAGE (PAGE_SIZE / 1024)

void model_mem_init(struct machine *m)
{
	model_free_all_bootmem(m);
}

/* get_num_physpages: pages present on the nodes online. */
static uint64_t num_physpages(const struct machine *m)
{
	uint64_t pages = 0;

	for (int nid = 0; nid < MAX_NUMNODES; nid++)
		if (m->numa.online[nid])
			pages += m->mmzone.nodes[nid].present;
	return pages;
}

struct mem_info model_mem_init_print_info(const struct machine *m)
{
	uint64_t physpages = num_physpages(m);

	return (struct mem_info){
	    .physpages = physpages,
	    .available_kib = m->buddy.nr_free_pages * KIB_PER_PAGE,
	    .total_kib = physpages * KIB_PER_PAGE,
	    .reserved_kib = (physpages - m->buddy.totalram_pages) * KIB_PER_PAGE,
	};
}
