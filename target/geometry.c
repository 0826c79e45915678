#include "geometry.h"

/* tiny is the same machine in small, so that a whole boot takes microseconds; what lies below 1 MiB
 * is the same in both. Of ARM, the size of pages may be another: see mm_config. */
const struct geometry geometries[NR_GEOMETRIES] = {
    [GEOMETRY_X86_64] =
	{
	    .page_shift = PAGE_SHIFT,
	    .word = 8,
	    .max_order = 11,
	    .pageblock_order = 9,
	    .section_shift_pages = 15,
	    .max_dma_pfn = 0x1000,
	    .max_dma32_pfn = 0x100000,
	    .max_arch_pfn = 0x400000000,
	    .max_addr = UINT64_MAX,
	    .zone_normal = 2,
	    .zone_highmem = 2,
	},
    [GEOMETRY_TINY] =
	{
	    .page_shift = PAGE_SHIFT,
	    .word = 8,
	    .max_order = 5,
	    .pageblock_order = 3,
	    .section_shift_pages = 6,
	    .max_dma_pfn = 0x200,
	    .max_dma32_pfn = 0x400,
	    .max_arch_pfn = 0x800,
	    .max_addr = UINT64_MAX,
	    .zone_normal = 2,
	    .zone_highmem = 2,
	},
    [GEOMETRY_ARM_FLATMEM] =
	{
	    .page_shift = PAGE_SHIFT,
	    .word = 4,
	    .max_order = 11,
	    .pageblock_order = 10,
	    .section_shift_pages = 10,
	    .max_arch_pfn = 0x100000,
	    .max_addr = UINT32_MAX,
	    .flatmem = true,
	    .zone_normal = 1,
	    .zone_highmem = 2,
	},
};
