#include "mm_init.h"

#include "area.h"

struct mm_machine *mm_machine_create(void)
{
	struct mm_machine *m = area_map(sizeof(*m));

	if (!m)
		return NULL;
	if (!e820_create(&m->e820) && !memblock_create(&m->memblock) &&
	    !sparse_create(&m->sparse) && !page_alloc_create(&m->page_alloc) &&
	    !nobootmem_create(&m->nobootmem))
		return m;
	mm_machine_destroy(m);
	return NULL;
}

void mm_machine_destroy(struct mm_machine *m)
{
	nobootmem_destroy(&m->nobootmem);
	page_alloc_destroy(&m->page_alloc);
	sparse_destroy(&m->sparse);
	memblock_destroy(&m->memblock);
	e820_destroy(&m->e820);
	area_unmap(m, sizeof(*m));
}

void mm_machine_reset(struct mm_machine *m, const struct mm_config *config)
{
	m->config = *config;
	e820_reset(&m->e820, config->e820_max_entries);
	m->e820.release = config->release;
	m->early_param = (struct early_param){0};
	memblock_reset(&m->memblock);
	memblock_set_release(&m->memblock, config->release);
	numa_reset(&m->numa);
	sparse_reset(&m->sparse, config->geometry);
	page_alloc_reset(&m->page_alloc, &m->sparse);
	m->page_alloc.release = config->release;
	nobootmem_reset(&m->nobootmem);
	m->mem_init_info = (struct mem_init_info){0};
}

/* zone_sizes_init of x86-64 */
static void zone_sizes_init(struct mm_machine *m)
{
	const struct geometry *geometry = m->config.geometry;
	uint64_t max_low_pfn = m->e820.max_low_pfn;
	uint64_t max_zone_pfns[MAX_NR_ZONES] = {
	    [ZONE_DMA] = geometry->max_dma_pfn,
	    [ZONE_DMA32] = geometry->max_dma32_pfn,
	    [ZONE_NORMAL] = max_low_pfn,
	};

	for (int i = 0; i < ZONE_NORMAL; i++)
		if (max_zone_pfns[i] > max_low_pfn)
			max_zone_pfns[i] = max_low_pfn;
	free_area_init_nodes(&m->page_alloc, &m->memblock, m->numa.node_online_map, max_zone_pfns);
}

static bool memory_wraps(const struct memblock *mb)
{
	struct memblock_cursor cursor = {0};
	struct memblock_region region = {0};

	if (!pfn_up_wraps(mb, memblock_end_of_dram(mb)))
		return false;
	while (memblock_next_region(&mb->memory, &cursor, &region))
		;
	return pfn_up_wraps(mb, region.base);
}

void mm_paging_init(struct mm_machine *m)
{
	struct page_alloc *pa = &m->page_alloc;

	if (memory_wraps(&m->memblock)) {
		pa->fault = PAGE_ALLOC_PFN_WRAP;
		return;
	}
	pa->options = (struct page_alloc_options){
	    .nodes_span_other_nodes = m->config.nodes_span_other_nodes,
	    .movable_node = m->config.movable_node,
	    .movable_node_enabled = m->early_param.movable_node_enabled,
	    .mirrored_kernelcore = m->early_param.mirrored_kernelcore,
	    .required_kernelcore = m->early_param.required_kernelcore,
	    .required_movablecore = m->early_param.required_movablecore,
	    .required_kernelcore_percent = m->early_param.required_kernelcore_percent,
	    .required_movablecore_percent = m->early_param.required_movablecore_percent,
	};
	if (!pa->release->managed_is_present)
		memblock_find_dma_reserve(pa, &m->memblock);
	sparse_memory_present_with_active_regions(&m->sparse, &m->memblock);
	zone_sizes_init(m);
	if (!pa->fault)
		build_all_zonelists(pa);
}

void mm_memmap_init(struct mm_machine *m)
{
	memmap_init_nodes(&m->page_alloc, &m->memblock);
}

void mm_init(struct mm_machine *m)
{
	mem_init(&m->mem_init_info, &m->nobootmem, &m->page_alloc, &m->memblock,
		 m->e820.max_low_pfn);
}
