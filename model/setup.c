#include "setup.h"

#include "machine.h"

/* ISA_END_ADDRESS: what is mapped when memblock is filled. */
#define ISA_END_ADDRESS UINT64_C(0x100000)

void model_setup_end_of_ram(struct machine *m)
{
	m->max_pfn = model_e820_end_pfn(m, m->geometry->max_arch_pfn);
	m->max_possible_pfn = m->max_pfn;
	m->max_low_pfn = m->max_pfn;
	if (m->max_pfn > m->geometry->max_dma32_pfn)
		m->max_low_pfn = model_e820_end_pfn(m, m->geometry->max_dma32_pfn);
	m->max_low_pfn_parsed = m->max_low_pfn;
	/* By then init_mem_mapping has raised max_low_pfn. */
	model_e820_mark_nosave_regions(m, max_u64(m->max_low_pfn, m->max_pfn));
	model_e820_setup_gap(m);
}

void model_setup_fill(struct machine *m, bool has_firmware_map)
{
	m->memblock.current_limit = ISA_END_ADDRESS;
	model_memblock_x86_fill(m);
	m->max_low_pfn = max_u64(m->max_low_pfn, m->max_pfn);
	m->memblock.current_limit =
	    has_firmware_map ? m->max_pfn << m->geometry->page_shift : UINT64_MAX;
}

void model_setup_end_of_memory(struct machine *m)
{
	m->max_pfn = min_u64(pfn_down(m->geometry, model_memblock_end_of_dram(m)),
			     m->geometry->max_arch_pfn);
	m->max_possible_pfn = m->max_low_pfn = m->max_pfn;
}

void model_setup_zones(struct machine *m)
{
	const struct memblock_type *memory = &m->memblock.memory;

	for (uint64_t i = 0; i < memory->cnt; i++)
		if (pfn_up_wraps(m->geometry, memory->regions[i].base))
			model_stop(m, STOP_PFN_WRAP);
	if (!m->config.rules->plain_estimate)
		model_find_dma_reserve(m);
	model_memory_present(m);
	model_free_area_init_nodes(m);
	model_build_all_zonelists(m);
}
