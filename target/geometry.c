#include "geometry.h"

/* tiny is the same machine in small, so that a whole boot takes microseconds; what lies below 1 MiB
 * is the same in both. */
const struct geometry geometries[NR_GEOMETRIES] = {
    [GEOMETRY_X86_64] =
	{
	    .max_order = 11,
	    .pageblock_order = 9,
	    .section_shift_pages = 15,
	    .max_dma_pfn = 0x1000,
	    .max_dma32_pfn = 0x100000,
	    .max_arch_pfn = 0x400000000,
	},
    [GEOMETRY_TINY] =
	{
	    .max_order = 5,
	    .pageblock_order = 3,
	    .section_shift_pages = 6,
	    .max_dma_pfn = 0x200,
	    .max_dma32_pfn = 0x400,
	    .max_arch_pfn = 0x800,
	},
};
