/* Walks over the lists of regions, and questions to them. Spec 02, 2.10 and 2.15. */
#include "memblock.h"

#include "machine.h"

static uint64_t region_end(const struct memblock_region *r)
{
	return r->base + r->size;
}

/* Whether a walk over free memory passes the region over. */
static bool skipped(const struct machine *m, const struct memblock_region *r, int nid,
		    uint32_t flags)
{
	if (nid != NUMA_NO_NODE && nid != r->nid)
		return true;
	if (m->movable_node_enabled && (r->flags & MEMBLOCK_HOTPLUG))
		return true;
	if ((flags & MEMBLOCK_MIRROR) && !(r->flags & MEMBLOCK_MIRROR))
		return true;
	return !(flags & MEMBLOCK_NOMAP) && (r->flags & MEMBLOCK_NOMAP);
}

/* Gap number g of the reserved list: from the end of region g - 1 to the start of region g. */
static uint64_t gap_start(const struct memblock_type *reserved, uint64_t g)
{
	return g == 0 ? 0 : region_end(&reserved->regions[g - 1]);
}

static uint64_t gap_end(const struct machine *m, uint64_t g)
{
	const struct memblock_type *reserved = &m->memblock.reserved;

	return g == reserved->cnt ? last_addr(m->geometry) : reserved->regions[g].base;
}

/* What of the region lies within the gap. An empty gap strictly inside counts. */
static bool free_part(const struct machine *m, const struct memblock_region *r, uint64_t gap,
		      uint64_t *start, uint64_t *end)
{
	const struct memblock_type *reserved = &m->memblock.reserved;

	if (gap_start(reserved, gap) >= region_end(r) || gap_end(m, gap) <= r->base)
		return false;
	*start = max_u64(gap_start(reserved, gap), r->base);
	*end = min_u64(gap_end(m, gap), region_end(r));
	return true;
}

bool model_next_free_range(const struct machine *m, struct free_cursor *c, int nid, uint32_t flags,
			   uint64_t *start, uint64_t *end)
{
	const struct memblock_type *memory = &m->memblock.memory;
	const struct memblock_type *reserved = &m->memblock.reserved;

	while (c->region < memory->cnt && c->gap <= reserved->cnt) {
		const struct memblock_region *r = &memory->regions[c->region];
		bool found = !skipped(m, r, nid, flags) && free_part(m, r, c->gap, start, end);

		/* Whichever ends first is done with. */
		if (region_end(r) <= gap_end(m, c->gap))
			c->region++;
		else
			c->gap++;
		if (found)
			return true;
	}
	return false;
}

bool model_prev_free_range(const struct machine *m, struct free_cursor *c, int nid, uint32_t flags,
			   uint64_t *start, uint64_t *end)
{
	const struct memblock_type *memory = &m->memblock.memory;
	const struct memblock_type *reserved = &m->memblock.reserved;

	if (!c->started)
		*c = (struct free_cursor){true, memory->cnt, reserved->cnt + 1};
	/* region and gap are numbers plus one here. */
	while (c->region > 0 && c->gap > 0) {
		const struct memblock_region *r = &memory->regions[c->region - 1];
		uint64_t gap = c->gap - 1;
		bool found = !skipped(m, r, nid, flags) && free_part(m, r, gap, start, end);

		if (r->base >= gap_start(reserved, gap))
			c->region--;
		else
			c->gap--;
		if (found)
			return true;
	}
	return false;
}

bool model_next_mem_pfn_range(const struct machine *m, uint64_t *i, int nid, uint64_t *start_pfn,
			      uint64_t *end_pfn, int *region_nid)
{
	const struct memblock_type *memory = &m->memblock.memory;

	while (*i < memory->cnt) {
		const struct memblock_region *r = &memory->regions[(*i)++];
		uint64_t start = pfn_up(m->geometry, r->base);
		uint64_t end = pfn_down(m->geometry, region_end(r));

		if (start >= end || (nid != MAX_NUMNODES && nid != r->nid))
			continue;
		*start_pfn = start;
		*end_pfn = end;
		*region_nid = r->nid;
		return true;
	}
	/* What the last one gave stays, which memmap_init of newer kernels goes on with. */
	return false;
}

const struct memblock_region *model_memblock_search(const struct memblock_type *type, uint64_t addr)
{
	for (uint64_t i = 0; i < type->cnt && type->regions[i].base <= addr; i++)
		if (addr < region_end(&type->regions[i]))
			return &type->regions[i];
	return NULL;
}

bool model_memblock_is_map_memory(const struct machine *m, uint64_t addr)
{
	const struct memblock_region *r = model_memblock_search(&m->memblock.memory, addr);

	return r && !(r->flags & MEMBLOCK_NOMAP);
}

bool model_memblock_is_region_memory(const struct machine *m, uint64_t base, uint64_t size)
{
	const struct memblock_region *r = model_memblock_search(&m->memblock.memory, base);

	return r && region_end(r) >= base + min_u64(size, last_addr(m->geometry) - base);
}

bool model_memblock_overlaps_region(const struct memblock_type *type, uint64_t base, uint64_t size)
{
	for (uint64_t i = 0; i < type->cnt; i++)
		if (base < region_end(&type->regions[i]) && type->regions[i].base < base + size)
			return true;
	return false;
}

bool model_memblock_is_region_reserved(const struct machine *m, uint64_t base, uint64_t size)
{
	return model_memblock_overlaps_region(&m->memblock.reserved, base,
					      min_u64(size, last_addr(m->geometry) - base));
}

int model_memblock_search_pfn_nid(const struct machine *m, uint64_t pfn, uint64_t *start_pfn,
				  uint64_t *end_pfn)
{
	const struct memblock_region *r =
	    model_memblock_search(&m->memblock.memory, pfn << m->geometry->page_shift);

	*start_pfn = r ? pfn_down(m->geometry, r->base) : 0;
	*end_pfn = r ? pfn_down(m->geometry, region_end(r)) : 0;
	return r ? r->nid : -1;
}

uint64_t model_memblock_mem_size(const struct machine *m, uint64_t limit_pfn)
{
	const struct memblock_type *memory = &m->memblock.memory;
	uint64_t pages = 0;

	for (uint64_t i = 0; i < memory->cnt; i++)
		pages +=
		    min_u64(pfn_down(m->geometry, region_end(&memory->regions[i])), limit_pfn) -
		    min_u64(pfn_up(m->geometry, memory->regions[i].base), limit_pfn);
	return word(m->geometry, pages << m->geometry->page_shift);
}

uint64_t model_memblock_reserved_within(const struct machine *m, uint64_t start, uint64_t end)
{
	const struct memblock_type *reserved = &m->memblock.reserved;
	uint64_t bytes = 0;

	for (uint64_t i = 0; i < reserved->cnt; i++)
		if (region_end(&reserved->regions[i]) >= start && reserved->regions[i].base <= end)
			bytes += reserved->regions[i].size;
	return word(m->geometry, bytes);
}

uint64_t model_memblock_start_of_dram(const struct machine *m)
{
	return m->memblock.memory.regions[0].base;
}

uint64_t model_memblock_end_of_dram(const struct machine *m)
{
	const struct memblock_type *memory = &m->memblock.memory;

	return memory->cnt == 0 ? 0 : region_end(&memory->regions[memory->cnt - 1]);
}
