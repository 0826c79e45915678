/* Sections. Spec 03, 1 and 2. */
#include "sparse.h"

#include "bitmap.h"
#include "machine.h"

void model_sparse_reset(struct sparse *s)
{
	bits_clear(s->present, 0, s->end_section);
	s->end_section = 0;
	s->nr_present = 0;
	s->limit_warned = false;
}

/* memory_present */
static void memory_present(struct machine *m, int nid, uint64_t start_pfn, uint64_t end_pfn)
{
	struct sparse *s = &m->sparse;
	uint64_t limit = m->geometry->max_arch_pfn;

	start_pfn = round_down_pow2(start_pfn, pages_per_section(m->geometry));
	/* mminit_validate_memmodel_limits */
	if (start_pfn > limit || end_pfn > limit)
		s->limit_warned = true;
	end_pfn = min_u64(end_pfn, limit);
	for (uint64_t pfn = start_pfn; pfn < end_pfn; pfn += pages_per_section(m->geometry)) {
		uint64_t section = pfn >> m->geometry->section_shift;

		if (bit_test(s->present, section))
			continue;
		bit_set(s->present, section);
		s->nid[section] = (int8_t)nid;
		s->end_section = max_u64(s->end_section, section + 1);
		s->nr_present++;
	}
}

void model_memory_present(struct machine *m)
{
	uint64_t i = 0;
	uint64_t start_pfn, end_pfn;
	int nid;

	while (model_next_mem_pfn_range(m, &i, MAX_NUMNODES, &start_pfn, &end_pfn, &nid))
		memory_present(m, nid, start_pfn, end_pfn);
}

bool model_pfn_valid(const struct machine *m, uint64_t pfn)
{
	uint64_t section = pfn >> m->geometry->section_shift;

	if (m->geometry->flatmem)
		return pfn < m->geometry->max_arch_pfn &&
		       model_memblock_is_map_memory(m, pfn << m->geometry->page_shift);
	return section < m->sparse.end_section && bit_test(m->sparse.present, section);
}

static bool next_section_run(const struct machine *m, uint64_t from, uint64_t limit,
			     uint64_t *start_pfn, uint64_t *end_pfn)
{
	const struct sparse *s = &m->sparse;
	unsigned int shift = m->geometry->section_shift;
	uint64_t first =
	    bits_next(s->present, min_u64(from >> shift, s->end_section), s->end_section, true);
	uint64_t end = bits_next(s->present, first, s->end_section, false);

	*start_pfn = max_u64(from, first << shift);
	*end_pfn = min_u64(limit, end << shift);
	return *start_pfn < *end_pfn;
}

/* Page frames whose first byte is in a region that is mapped. */
static bool next_region_run(const struct machine *m, uint64_t from, uint64_t limit,
			    uint64_t *start_pfn, uint64_t *end_pfn)
{
	const struct memblock_type *memory = &m->memblock.memory;
	uint64_t mask = page_size(m->geometry) - 1;
	unsigned int shift = m->geometry->page_shift;

	for (uint64_t i = 0; i < memory->cnt; i++) {
		const struct memblock_region *r = &memory->regions[i];

		*start_pfn = max_u64(from, (r->base + mask) >> shift);
		*end_pfn = min_u64(limit, (r->base + r->size + mask) >> shift);
		if (*start_pfn < *end_pfn && !(r->flags & MEMBLOCK_NOMAP))
			return true;
	}
	return false;
}

bool model_next_valid_run(const struct machine *m, uint64_t from, uint64_t limit,
			  uint64_t *start_pfn, uint64_t *end_pfn)
{
	if (m->geometry->flatmem)
		return next_region_run(m, from, limit, start_pfn, end_pfn);
	return next_section_run(m, from, limit, start_pfn, end_pfn);
}

bool model_next_memmap_run(const struct machine *m, uint64_t from, uint64_t limit,
			   uint64_t *start_pfn, uint64_t *end_pfn)
{
	if (m->geometry->flatmem)
		return model_next_flat_run(m, from, limit, start_pfn, end_pfn);
	return next_section_run(m, from, limit, start_pfn, end_pfn);
}
