#include "machine.h"

#define X86_VMALLOC_START UINT64_C(0xffffc90000000000)
#define X86_VMALLOC_END   UINT64_C(0xffffe8ffffffffff)

const struct geometry model_geometry_x86_64 = {
    .max_order = 11,
    .pageblock_order = 9,
    .section_shift = 15,
    .max_dma_pfn = 0x1000,
    .max_dma32_pfn = 0x100000,
    .max_arch_pfn = UINT64_C(0x400000000),
    .deferred_min_pages = 0x80000,
    .page_shift = 12,
    .pointer_size = 8,
    .kmalloc_minalign = 8,
    .slab_minalign = 8,
    .has_zone_dma = true,
    .highest_kernel_zone = ZONE_NORMAL,
    .highest_vmalloc_zone = ZONE_NORMAL,
    .vmalloc_start = X86_VMALLOC_START,
    .vmalloc_end = X86_VMALLOC_END,
    .struct_page_size = 64,
};

const struct geometry model_geometry_tiny = {
    .max_order = 5,
    .pageblock_order = 3,
    .section_shift = 6,
    .max_dma_pfn = 0x200,
    .max_dma32_pfn = 0x400,
    .max_arch_pfn = 0x800,
    .deferred_min_pages = 0x100,
    .page_shift = 12,
    .pointer_size = 8,
    .kmalloc_minalign = 8,
    .slab_minalign = 8,
    .has_zone_dma = true,
    .highest_kernel_zone = ZONE_NORMAL,
    .highest_vmalloc_zone = ZONE_NORMAL,
    .vmalloc_start = X86_VMALLOC_START,
    .vmalloc_end = X86_VMALLOC_END,
    .struct_page_size = 64,
};

const struct geometry model_geometry_arm_flatmem = {
    .max_order = 11,
    .pageblock_order = 10,
    .max_arch_pfn = UINT64_C(1) << 20,
    .page_shift = 12,
    .pointer_size = 4,
    .kmalloc_minalign = 64,
    .slab_minalign = 8,
    .highest_kernel_zone = ARM_ZONE_NORMAL,
    .highest_vmalloc_zone = ARM_ZONE_HIGHMEM,
    .vmalloc_end = 0xff800000,
    .struct_page_size = 32,
    .flatmem = true,
};

struct machine *model_machine_open(void)
{
	struct machine *m = model_map(sizeof(*m));

	if (!m)
		return NULL;
	if (model_e820_open(&m->e820) && model_memblock_open(&m->memblock) &&
	    model_memmap_open(&m->memmap) && model_buddy_open(&m->buddy) &&
	    model_release_open(&m->release) && model_slub_open(&m->slub) &&
	    model_mem_init_open(&m->mem_init) && model_vmalloc_open(&m->vmalloc) &&
	    model_kaiser_open(&m->kaiser) && model_deferred_open(&m->deferred)) {
		model_machine_reset(
		    m, &model_geometry_x86_64,
		    &(struct config){.memblock_regions = 128, .rules = &model_rules_4_9});
		return m;
	}
	model_machine_close(m);
	return NULL;
}

void model_machine_close(struct machine *m)
{
	model_e820_close(&m->e820);
	model_memblock_close(&m->memblock);
	model_memmap_close(&m->memmap);
	model_buddy_close(&m->buddy);
	model_release_close(&m->release);
	model_slub_close(&m->slub);
	model_mem_init_close(&m->mem_init);
	model_vmalloc_close(&m->vmalloc);
	model_kaiser_close(&m->kaiser);
	model_deferred_close(&m->deferred);
	model_unmap(m, sizeof(*m));
}

void model_machine_reset(struct machine *m, const struct geometry *geometry,
			 const struct config *config)
{
	m->geometry = geometry;
	m->config = *config;
	m->options = (struct options){0};
	m->movable_node_enabled = false;
	m->max_pfn = m->max_possible_pfn = m->max_low_pfn = m->max_low_pfn_parsed = 0;
	m->reserved_set_node_warned = false;
	model_e820_reset(&m->e820);
	model_memblock_reset(m);
	model_numa_reset(&m->numa);
	model_sparse_reset(&m->sparse);
	model_mmzone_reset(m);
	m->flat = (struct flat_memmap){0};
	m->page_ext = (struct page_ext){0};
	model_buddy_reset(&m->buddy);
	model_release_reset(&m->release);
	model_slub_reset(&m->slub, &config->slub);
	model_percpu_reset(&m->percpu);
	model_mem_init_reset(&m->mem_init);
	model_vmalloc_reset(m);
	m->ioremap = (struct ioremap){false, false};
	model_kaiser_reset(&m->kaiser);
	m->deferred.threads.nr = 0;
}

enum stop model_run(struct machine *m, void (*step)(struct machine *m, void *argument),
		    void *argument)
{
	m->stopped = STOP_NONE;
	if (setjmp(m->stop_point) == 0)
		step(m, argument);
	return m->stopped;
}

_Noreturn void model_stop(struct machine *m, enum stop why)
{
	m->stopped = why;
	longjmp(m->stop_point, 1);
}
