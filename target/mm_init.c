#include "mm_init.h"

#include "area.h"

struct mm_machine *mm_machine_create(void)
{
	struct mm_machine *m = area_map(sizeof(*m));

	e820_create(&m->e820);
	memblock_create(&m->memblock);
	sparse_create(&m->sparse);
	page_alloc_create(&m->page_alloc);
	nobootmem_create(&m->nobootmem);
	bootmem_info_create(&m->bootmem_info);
	mem_init_create(&m->mem_init);
	slub_create(&m->slub);
	kaiser_create(&m->kaiser);
	return m;
}

void mm_machine_destroy(struct mm_machine *m)
{
	kaiser_destroy(&m->kaiser);
	slub_destroy(&m->slub);
	mem_init_destroy(&m->mem_init);
	bootmem_info_destroy(&m->bootmem_info);
	nobootmem_destroy(&m->nobootmem);
	page_alloc_destroy(&m->page_alloc);
	sparse_destroy(&m->sparse);
	memblock_destroy(&m->memblock);
	e820_destroy(&m->e820);
	area_unmap(m, sizeof(*m));
}

static void reset_late(struct mm_machine *m)
{
	m->arm = (struct arm_memory){0};
	m->page_ext = (struct page_ext){0};
	bootmem_info_reset(&m->bootmem_info);
	mem_init_reset(&m->mem_init);
	percpu_reset(&m->percpu);
	slub_reset(&m->slub, &m->page_alloc, &m->percpu, &m->config.slub);
	m->pgtable = (struct pgtable){0};
	vmalloc_reset(&m->vmalloc, &m->slub);
	m->ioremap = (struct ioremap){0};
	kaiser_reset(&m->kaiser, &m->page_alloc);
	m->cmdline = "";
	m->nr_user_maps = 0;
}

void mm_machine_reset(struct mm_machine *m, const struct mm_config *config)
{
	m->config = *config;
	e820_reset(&m->e820, config->e820_max_entries);
	m->e820.release = config->release;
	m->early_param = (struct early_param){0};
	memblock_reset(&m->memblock);
	memblock_set_release(&m->memblock, config->release);
	if (config->geometry->flatmem)
		memblock_set_arm(&m->memblock, config->geometry->page_shift);
	numa_reset(&m->numa, config->max_node_memblks);
	sparse_reset(&m->sparse, config->geometry);
	page_alloc_reset(&m->page_alloc, &m->sparse);
	m->page_alloc.release = config->release;
	nobootmem_reset(&m->nobootmem);
	reset_late(m);
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

static void paging_init_x86(struct mm_machine *m)
{
	struct page_alloc *pa = &m->page_alloc;

	if (memory_wraps(&m->memblock)) {
		pa->fault = PAGE_ALLOC_PFN_WRAP;
		return;
	}
	pa->options = (struct page_alloc_options){
	    .nodes_span_other_nodes = m->config.nodes_span_other_nodes,
	    .movable_node = m->config.movable_node,
	    .deferred_init = m->config.deferred_init,
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
}

void mm_lowmem_limit(struct mm_machine *m)
{
	memblock_set_current_limit(&m->memblock, m->config.arm.lowmem_limit);
}

static void paging_init_arm(struct mm_machine *m)
{
	const struct mm_arm_config *config = &m->config.arm;
	struct arm_memory *arm = &m->arm;

	bootmem_init(&m->page_alloc, &m->memblock, &config->zones, &arm->limits);
	arm->phys_pfn_offset = config->phys_offset >> m->config.geometry->page_shift;
	arm->has_mem_map = config->has_mem_map;
	arm->mem_map = config->has_mem_map ? config->mem_map : 0;
	arm->page_size = config->zones.page_size;
	m->e820.max_pfn = arm->limits.max_pfn;
	m->e820.max_low_pfn = arm->limits.max_low_pfn;
}

void mm_paging_init(struct mm_machine *m)
{
	if (m->config.geometry->flatmem)
		paging_init_arm(m);
	else
		paging_init_x86(m);
	if (!m->page_alloc.fault)
		build_all_zonelists(&m->page_alloc);
}

void mm_memmap_init(struct mm_machine *m)
{
	memmap_init_nodes(&m->page_alloc, &m->memblock);
}

/*
 * mm_init.
 */

/* pa(MAX_DMA_ADDRESS) of ARM: the end of the DMA zone, or else of the direct map as it may be. */
static uint64_t arm_max_dma_address(const struct mm_arm_config *arm)
{
	if (arm->zones.zone_dma && arm->zones.dma_zone_size)
		return (arm->phys_offset + arm->zones.dma_zone_size) & UINT32_MAX;
	return (arm->phys_offset + 0x3fffffff) & UINT32_MAX;
}

static void step_page_ext(struct mm_machine *m)
{
	if (m->config.geometry->flatmem && m->config.page_extension)
		page_ext_init_flatmem(&m->page_ext, &m->page_alloc, &m->memblock,
				      m->config.sizeof_page_ext,
				      arm_max_dma_address(&m->config.arm));
}

static void step_mem_init(struct mm_machine *m)
{
	if (m->config.geometry->flatmem)
		mem_init_arm(&m->mem_init, &m->nobootmem, &m->page_alloc, &m->memblock, &m->arm,
			     &m->config.image);
	else
		mem_init_x86(&m->mem_init, &m->nobootmem, &m->page_alloc, &m->memblock,
			     m->e820.max_low_pfn, m->config.bootmem_info ? &m->bootmem_info : NULL,
			     &m->config.image);
}

/* setup_nr_node_ids: of what was named as a node, or else is one. */
static uint32_t nr_node_ids(const struct numa *numa)
{
	uint64_t possible =
	    numa->numa_nodes_parsed ? numa->numa_nodes_parsed : numa->node_online_map | 1;

	return 64 - (uint32_t)__builtin_clzll(possible);
}

/* The first chunk of per-CPU memory is there since setup_arch. */
static void step_kmem_cache_init(struct mm_machine *m)
{
	pcpu_setup_first_chunk(&m->percpu, (int32_t)m->config.percpu_static_size,
			       (int32_t)m->config.percpu_reserved_size,
			       (int32_t)m->config.percpu_dyn_size);
	m->slub.config.nr_node_ids = nr_node_ids(&m->numa);
	kmem_cache_init(&m->slub);
}

static void step_percpu_init_late(struct mm_machine *m)
{
	percpu_init_late(&m->percpu, &m->slub);
}

static void step_pgtable_init(struct mm_machine *m)
{
	pgtable_init(&m->pgtable, &m->slub, m->config.sizeof_spinlock);
}

static void step_vmalloc_init(struct mm_machine *m)
{
	struct vmalloc_config config = {
	    .start = UINT64_C(0xffffc90000000000),
	    .end = UINT64_C(0xffffe8ffffffffff),
	    .nr_cpus = m->config.nr_cpus,
	    .sizeof_vmap_area = m->config.sizeof_vmap_area,
	    .sizeof_vm_struct = m->config.sizeof_vm_struct,
	};

	if (m->config.geometry->flatmem) {
		/* 8 MiB above the end of low memory, where that is mapped. */
		const uint64_t offset = 8 << 20;
		uint64_t high_memory =
		    m->memblock.current_limit - m->config.arm.phys_offset + 0xc0000000;

		config.start = (high_memory + offset) & ~(offset - 1) & UINT32_MAX;
		config.end = 0xff800000;
	}
	vmalloc_init(&m->vmalloc, &config);
}

static void step_ioremap_huge_init(struct mm_machine *m)
{
	if (!m->config.geometry->flatmem)
		ioremap_huge_init(&m->ioremap, m->config.cpu_gbpages, m->config.cpu_pse,
				  m->early_param.nohugeiomap);
}

static void step_kaiser_init(struct mm_machine *m)
{
	struct kaiser *kaiser = &m->kaiser;

	if (m->config.geometry->flatmem)
		return;
	kaiser_check_boottime_disable(kaiser, &m->config.kaiser, m->cmdline);
	kaiser_init_all_pgds(kaiser, m->e820.max_pfn);
	for (uint32_t i = 0; i < m->nr_user_maps; i++) {
		const struct mm_user_map *map = &m->user_maps[i];
		uint64_t start = map->start;
		uint32_t times = map->every_cpu ? m->config.nr_cpus : 1;

		for (; times; times--, start += m->config.percpu_unit_size)
			kaiser_add_user_map(kaiser, start, map->size, map->flags);
	}
}

void mm_init_step(struct mm_machine *m, enum mm_init_step step)
{
	static void (*const steps[NR_MM_INIT_STEPS])(struct mm_machine * m) = {
	    [MM_PAGE_EXT_INIT_FLATMEM] = step_page_ext,
	    [MM_MEM_INIT] = step_mem_init,
	    [MM_KMEM_CACHE_INIT] = step_kmem_cache_init,
	    [MM_PERCPU_INIT_LATE] = step_percpu_init_late,
	    [MM_PGTABLE_INIT] = step_pgtable_init,
	    [MM_VMALLOC_INIT] = step_vmalloc_init,
	    [MM_IOREMAP_HUGE_INIT] = step_ioremap_huge_init,
	    [MM_KAISER_INIT] = step_kaiser_init,
	};

	steps[step](m);
}

bool mm_has_fault(const struct mm_machine *m)
{
	return m->page_alloc.fault || m->memblock.fault || m->page_ext.panicked || m->slub.fault ||
	       m->percpu.fault || m->vmalloc.fault || m->kaiser.fault;
}

void mm_init(struct mm_machine *m)
{
	for (int step = 0; step < NR_MM_INIT_STEPS && !mm_has_fault(m); step++)
		mm_init_step(m, (enum mm_init_step)step);
}

void mm_page_alloc_init_late(struct mm_machine *m, unsigned int nr_threads)
{
	page_alloc_init_late(&m->page_alloc, &m->memblock, m->deferred, nr_threads);
}
