/*
 * Ready for numa.c (and numa_memblks.c): part of unit.c.
 *
 * Node data takes no memory here, whatever a scenario's machine is (fuzz/README.md); what numa.c
 * asks of the page allocator's code is answered from memblock, as that does.
 */
#define CONFIG_ACPI_NUMA       1
#define CONFIG_NUMA_MEMBLKS    1
#define NR_NODE_MEMBLKS        (MAX_NUMNODES * 2)
#define NUMA_NO_MEMBLK         (-1)
#define NODE_NOT_IN_PAGE_FLAGS 0
#define PAGES_PER_SECTION      (1ul << 15)
#define __initdata_or_meminfo  __initdata
#define SZ_1M                  0x100000
#undef MAX_DMA32_PFN
#define MAX_DMA32_PFN (1ul << 20)

#include <linux/nodemask.h>

static unsigned long max_pfn_mapped __maybe_unused;
nodemask_t node_possible_map;
nodemask_t node_online_map;

/* Stands for the memory of every node's data. */
static char linux_node_data[PAGE_SIZE] __maybe_unused LINUX_SCRATCH;
#define NODE_DATA(nid)                                ((struct pglist_data *)(void *)linux_node_data)
#define memblock_phys_alloc_try_nid(size, align, nid) ((phys_addr_t)PAGE_SIZE)
#undef __va
#define __va(address) ((void *)linux_node_data)

/* Where numa.c does not have them of its own. */
#ifdef LINUX_NUMA_MEMBLKS
static void alloc_node_data(int nid)
{
	(void)nid;
}
#else
static int numa_emu_cmdline(char *option)
{
	(void)option;
	return -EINVAL;
}
#endif

static inline unsigned long linux_present_pages(int nid, unsigned long start_pfn,
						unsigned long end_pfn)
{
	unsigned long start, end, pages = 0;
	int i;

	for_each_mem_pfn_range(i, nid, &start, &end, NULL) pages +=
	    clamp(end, start_pfn, end_pfn) - clamp(start, start_pfn, end_pfn);
	return pages;
}

static inline unsigned long __absent_pages_in_range(int nid, unsigned long start_pfn,
						    unsigned long end_pfn)
{
	return end_pfn - start_pfn - linux_present_pages(nid, start_pfn, end_pfn);
}

static inline unsigned long absent_pages_in_range(unsigned long start_pfn, unsigned long end_pfn)
{
	return __absent_pages_in_range(MAX_NUMNODES, start_pfn, end_pfn);
}

static inline void get_pfn_range_for_nid(unsigned int nid, unsigned long *start_pfn,
					 unsigned long *end_pfn)
{
	unsigned long start, end;
	int i;

	*start_pfn = -1ul;
	*end_pfn = 0;
	for_each_mem_pfn_range(i, (int)nid, &start, &end, NULL)
	{
		*start_pfn = min(*start_pfn, start);
		*end_pfn = max(*end_pfn, end);
	}
	if (*start_pfn == -1ul)
		*start_pfn = 0;
}

static inline unsigned long node_map_pfn_alignment(void)
{
	return 0; /* asked for only if nodes are not in the page flags */
}
