/* Geometry and configuration: the numbers in which one kind of machine differs from another. */
#ifndef MODEL_GEOMETRY_H
#define MODEL_GEOMETRY_H

#include <stdbool.h>
#include <stdint.h>

#include "rules.h"
#include "slub_params.h"

enum {
	MAX_NUMNODES = 64, /* NODES_SHIFT 6; as a node number: "not yet known" */
	NUMA_NO_NODE = -1,
	MODEL_MAX_ORDER = 11, /* of the largest geometry, exclusive */
	E820_X_MAX_EFI = 128 + 3 * MAX_NUMNODES,
	E820_X_MAX_MAXSMP = 128 + 3 * 1024, /* NODES_SHIFT 10 */
	E820MAX = 128,                      /* entries in boot_params */
	COMMAND_LINE_SIZE = 2048,           /* the NUL included */
	MODEL_PFN_BITS = 34,                /* page frames below 2^46 */
};

enum zone_type { ZONE_DMA, ZONE_DMA32, ZONE_NORMAL, ZONE_MOVABLE, MAX_NR_ZONES };

/* The zones of ARM. Without CONFIG_ZONE_DMA zone 0 is none of the kernel's, and stays empty. */
enum arm_zone_type { ARM_ZONE_DMA, ARM_ZONE_NORMAL, ARM_ZONE_HIGHMEM };

enum migratetype {
	MIGRATE_UNMOVABLE,
	MIGRATE_MOVABLE,
	MIGRATE_RECLAIMABLE,
	MODEL_MIGRATETYPES, /* no page ever gets another one */
	MIGRATE_TYPES = 4,  /* with HIGHATOMIC, which counts in one threshold */
};

struct geometry {
	unsigned int max_order; /* MAX_ORDER, exclusive */
	unsigned int pageblock_order;
	unsigned int section_shift; /* PAGES_PER_SECTION is 1 << section_shift */
	uint64_t max_dma_pfn;       /* end of ZONE_DMA, exclusive */
	uint64_t max_dma32_pfn;     /* end of ZONE_DMA32, exclusive */
	uint64_t max_arch_pfn;      /* no RAM is seen, and no section exists, from here on */
	unsigned int page_shift;
	unsigned int pointer_size;     /* bytes */
	unsigned int kmalloc_minalign; /* ARCH_KMALLOC_MINALIGN, bytes: a power of two */
	unsigned int slab_minalign;    /* ARCH_SLAB_MINALIGN */
	uint64_t deferred_min_pages;   /* 2 GiB, see reset_deferred_meminit */
	bool has_zone_dma;             /* CONFIG_ZONE_DMA */
	int highest_kernel_zone;       /* the highest zone that the kernel's own memory is in */
	int highest_vmalloc_zone;      /* and the highest for what it maps page by page */
	uint64_t vmalloc_start, vmalloc_end; /* of ARM the end; the start follows low memory */
	unsigned int struct_page_size;       /* sizeof(struct page), bytes */
	bool flatmem; /* one mem_map and contig_page_data: 32-bit ARM; else sections, and nodes */
};

extern const struct geometry model_geometry_x86_64;
extern const struct geometry model_geometry_tiny;
extern const struct geometry model_geometry_arm_flatmem;

struct config {
	uint32_t e820_x_max;         /* E820_X_MAX: 320 with EFI (MAXSMP: 3200), else 128 */
	uint32_t nr_node_memblks;    /* NR_NODE_MEMBLKS: 128 (MAXSMP: 2048) */
	bool movable_node;           /* CONFIG_MOVABLE_NODE */
	bool nodes_span_other_nodes; /* CONFIG_NODES_SPAN_OTHER_NODES */
	uint64_t memblock_regions;   /* INIT_MEMBLOCK_REGIONS */
	uint64_t kernel_end;       /* pa(_end), 0 without a kernel; bottom-up searches start here */
	bool deferred_init;        /* CONFIG_DEFERRED_STRUCT_PAGE_INIT */
	const struct rules *rules; /* of the release */
	struct slub_params slub;
	uint32_t vmap_area_size, vm_struct_size; /* sizeof, in bytes */
};

/* The zone that a page is in whose flags nobody has written: the kernel's first. */
static inline int first_zone(const struct geometry *g)
{
	return g->has_zone_dma ? 0 : 1;
}

static inline uint64_t page_size(const struct geometry *g)
{
	return UINT64_C(1) << g->page_shift;
}

static inline uint64_t pages_per_section(const struct geometry *g)
{
	return UINT64_C(1) << g->section_shift;
}

static inline uint64_t pageblock_nr_pages(const struct geometry *g)
{
	return UINT64_C(1) << g->pageblock_order;
}

static inline uint64_t max_order_nr_pages(const struct geometry *g)
{
	return UINT64_C(1) << (g->max_order - 1);
}

/* Whether a region's nid names a node; else it is NUMA_NO_NODE or MAX_NUMNODES. */
static inline bool is_node(int nid)
{
	return nid >= 0 && nid < MAX_NUMNODES;
}

/* A value that the kernel keeps in an unsigned long. */
static inline uint64_t word(const struct geometry *g, uint64_t x)
{
	return g->pointer_size == 4 ? x & UINT32_MAX : x;
}

/* The last address: phys_addr_t and unsigned long have the same width. */
static inline uint64_t last_addr(const struct geometry *g)
{
	return word(g, UINT64_MAX);
}

/* Rounding of spec 00, 0.4; all of it modulo 2^64, so that pfn_up() of the last page is 0. */
static inline uint64_t pfn_down(const struct geometry *g, uint64_t addr)
{
	return addr >> g->page_shift;
}

static inline uint64_t pfn_up(const struct geometry *g, uint64_t addr)
{
	return word(g, addr + page_size(g) - 1) >> g->page_shift;
}

/* Whether pfn_up() is 0 although addr is not: what starts there would claim every page frame. */
static inline bool pfn_up_wraps(const struct geometry *g, uint64_t addr)
{
	return word(g, addr + page_size(g) - 1) < addr;
}

static inline uint64_t round_up_pow2(uint64_t x, uint64_t align)
{
	return ((x - 1) | (align - 1)) + 1;
}

static inline uint64_t round_down_pow2(uint64_t x, uint64_t align)
{
	return x & ~(align - 1);
}

static inline uint64_t min_u64(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static inline uint64_t max_u64(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

/* With low > high the answer is always high, as in the kernel. */
static inline uint64_t clamp_u64(uint64_t value, uint64_t low, uint64_t high)
{
	return min_u64(max_u64(value, low), high);
}

#endif
