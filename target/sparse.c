#include "sparse.h"

#include "area.h"
#include "memmap.h"

#include <string.h>
#include <sys/mman.h>

#define VMEMMAP_BYTES    ((size_t)MAX_LEAVES * LEAF_BYTES)
#define AREA_BYTES(p, n) (sizeof(*(p)) * (size_t)(n))

void sparse_create(struct sparse *sparse)
{
	uintptr_t start;

	sparse->vmemmap_area = area_map(VMEMMAP_BYTES + LEAF_BYTES);
	sparse->sections = area_map(AREA_BYTES(sparse->sections, MAX_SECTIONS));
	sparse->present = area_map(AREA_BYTES(sparse->present, MAX_SECTIONS));
	sparse->runs = area_map(AREA_BYTES(sparse->runs, MEMMAP_MAX_RUNS));
	sparse->leaf_boot = area_map(AREA_BYTES(sparse->leaf_boot, MAX_LEAVES));
	sparse->leaves = area_map(AREA_BYTES(sparse->leaves, MAX_LEAVES));
	start = ((uintptr_t)sparse->vmemmap_area + LEAF_BYTES - 1) & ~(uintptr_t)(LEAF_BYTES - 1);
	sparse->vmemmap = (struct page *)start;
	/* Only a hint; without huge pages it is the same memmap. */
	(void)madvise(sparse->vmemmap, VMEMMAP_BYTES, MADV_HUGEPAGE);
}

void sparse_destroy(struct sparse *sparse)
{
	area_unmap(sparse->vmemmap_area, VMEMMAP_BYTES + LEAF_BYTES);
	area_unmap(sparse->sections, AREA_BYTES(sparse->sections, MAX_SECTIONS));
	area_unmap(sparse->present, AREA_BYTES(sparse->present, MAX_SECTIONS));
	area_unmap(sparse->runs, AREA_BYTES(sparse->runs, MEMMAP_MAX_RUNS));
	area_unmap(sparse->leaf_boot, AREA_BYTES(sparse->leaf_boot, MAX_LEAVES));
	area_unmap(sparse->leaves, AREA_BYTES(sparse->leaves, MAX_LEAVES));
}

void sparse_reset(struct sparse *sparse, const struct geometry *geometry)
{
	for (uint32_t i = 0; i < sparse->nr_present; i++)
		memset(&sparse->sections[sparse->present[i]], 0, sizeof(struct mem_section));
	sparse->geometry = geometry;
	sparse->nr_present = 0;
	sparse->limit_warned = false;
	sparse->nr_runs = 0;
	sparse->last_run = 0;
	sparse->boot++;
	if (!sparse->boot)
		sparse->boot = 1;
}

void memory_present(struct sparse *sparse, int nid, uint64_t start_pfn, uint64_t end_pfn)
{
	uint64_t limit = sparse->geometry->max_arch_pfn;

	start_pfn &= ~(pages_per_section(sparse) - 1);
	/* mminit_validate_memmodel_limits */
	if (start_pfn > limit || end_pfn > limit)
		sparse->limit_warned = true;
	if (end_pfn > limit)
		end_pfn = limit;
	for (uint64_t pfn = start_pfn; pfn < end_pfn; pfn += pages_per_section(sparse)) {
		struct mem_section *section = pfn_to_section(sparse, pfn);

		if (section->present)
			continue;
		section->present = true;
		section->nid = (int8_t)nid;
		sparse->present[sparse->nr_present++] =
		    (uint32_t)(pfn >> sparse->geometry->section_shift_pages);
	}
}

void sparse_memory_present_with_active_regions(struct sparse *sparse, const struct memblock *mb)
{
	struct memblock_cursor cursor = {0};
	uint64_t start_pfn, end_pfn;
	int nid;

	while (memblock_next_mem_pfn_range(mb, &cursor, MAX_NUMNODES, &start_pfn, &end_pfn, &nid))
		memory_present(sparse, nid, start_pfn, end_pfn);
	sparse_keep_memory(sparse);
}

uint64_t next_valid_pfn(const struct sparse *sparse, uint64_t pfn)
{
	unsigned int shift = sparse->geometry->section_shift_pages;
	uint32_t low = 0;
	uint32_t high = sparse->nr_present;

	if (pfn_valid(sparse, pfn))
		return pfn;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (sparse->present[middle] < pfn >> shift)
			low = middle + 1;
		else
			high = middle;
	}
	return low == sparse->nr_present ? UINT64_MAX : (uint64_t)sparse->present[low] << shift;
}
