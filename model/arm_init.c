/* Memory of 32-bit ARM. Spec 05, 3. */
#include "arm_init.h"

#include "machine.h"

#define PAGE_OFFSET        UINT64_C(0xc0000000)
#define VMALLOC_OFFSET     (UINT64_C(8) << 20)
#define OVERCOMMIT_ALWAYS  1
#define OVERCOMMIT_PAGES   128
#define OVERCOMMIT_PAGE_KB 16

/* Pages of each zone, and how many of them are in holes. */
struct zone_sizes {
	uint64_t size[MAX_NR_ZONES];
	uint64_t hole[MAX_NR_ZONES];
};

/* zone_sizes_init: [min, max_low) is low, [max_low, max_high) is high. */
static void zone_sizes_init(const struct machine *m, uint64_t min, uint64_t max_low,
			    uint64_t max_high, struct zone_sizes *s)
{
	const struct memblock_type *memory = &m->memblock.memory;
	int low = first_zone(m->geometry);
	uint64_t dma_pages = m->flat.params.dma_zone_size >> m->geometry->page_shift;

	*s = (struct zone_sizes){0};
	s->size[low] = s->hole[low] = max_low - min;
	s->size[ARM_ZONE_HIGHMEM] = s->hole[ARM_ZONE_HIGHMEM] = max_high - max_low;
	for (uint64_t i = 0; i < memory->cnt; i++) {
		uint64_t start = pfn_up(m->geometry, memory->regions[i].base);
		uint64_t end =
		    pfn_down(m->geometry, memory->regions[i].base + memory->regions[i].size);

		if (start < max_low)
			s->hole[low] -= min_u64(end, max_low) - start;
		if (end > max_low)
			s->hole[ARM_ZONE_HIGHMEM] -= end - max_u64(start, max_low);
	}
	/* arm_adjust_dma_zone: all holes are taken to be above the DMA zone [Q]. */
	if (m->flat.params.dma_zone_size != 0 && s->size[low] > dma_pages) {
		s->size[ARM_ZONE_NORMAL] = s->size[ARM_ZONE_DMA] - dma_pages;
		s->hole[ARM_ZONE_NORMAL] = s->hole[ARM_ZONE_DMA];
		s->size[ARM_ZONE_DMA] = dma_pages;
		s->hole[ARM_ZONE_DMA] = 0;
	}
}

/* free_area_init_node, of the only node. */
static void free_area_init_node(struct machine *m, uint64_t start_pfn, const struct zone_sizes *s)
{
	const struct geometry *g = m->geometry;
	struct node *node = &m->mmzone.nodes[0];
	uint64_t zone_start = start_pfn;

	/* Without nodes, node 0 is in every mask from the start. */
	*node = (struct node){.start_pfn = start_pfn,
			      .first_deferred_pfn = UINT64_MAX,
			      .has_memory = true,
			      .has_normal_memory = true};
	for (int zone = 0; zone < MAX_NR_ZONES; zone++) {
		struct zone *z = &node->zones[zone];

		z->spanned = s->size[zone];
		z->present = word(g, s->size[zone] - s->hole[zone]);
		if (z->spanned != 0) {
			z->start_pfn = zone_start;
			m->mmzone.low[zone] = zone_start;
			m->mmzone.high[zone] = zone_start + z->spanned;
		}
		zone_start += z->spanned;
		node->spanned += z->spanned;
		node->present = word(g, node->present + z->present);
	}
	for (int zone = 0; zone < MAX_NR_ZONES; zone++)
		model_init_zone(m, 0, zone);
}

/* alloc_node_mem_map: the ends are multiples of the largest block. */
static void set_flat_memmap(struct machine *m)
{
	uint64_t block = max_order_nr_pages(m->geometry);
	const struct node *node = &m->mmzone.nodes[0];

	m->flat.start_pfn = round_down_pow2(node->start_pfn, block);
	m->flat.end_pfn = round_up_pow2(node->start_pfn + node->spanned, block);
}

void model_arm_bootmem_init(struct machine *m, const struct arm_params *params)
{
	const struct geometry *g = m->geometry;
	struct memblock *mb = &m->memblock;
	uint64_t min, high_memory;
	struct zone_sizes sizes;

	m->flat.params = *params;
	/* adjust_lowmem_bounds */
	mb->current_limit = min_u64(mb->current_limit, model_memblock_end_of_dram(m));
	mb->can_resize = true;
	for (uint64_t i = 0; i < mb->memory.cnt; i++)
		if (pfn_up_wraps(g, mb->memory.regions[i].base))
			model_stop(m, STOP_PFN_WRAP);
	min = pfn_up(g, model_memblock_start_of_dram(m));
	m->max_low_pfn = pfn_down(g, mb->current_limit);
	m->max_pfn = pfn_down(g, model_memblock_end_of_dram(m));
	if (m->max_low_pfn <= min)
		model_stop(m, STOP_NO_LOWMEM);
	m->numa.online[0] = true;
	zone_sizes_init(m, min, m->max_low_pfn, m->max_pfn, &sizes);
	free_area_init_node(m, min, &sizes);
	set_flat_memmap(m);
	m->mmzone.movable_zone = 0;
	model_build_all_zonelists(m);
	high_memory = word(g, mb->current_limit - params->phys_offset + PAGE_OFFSET);
	m->vmalloc.start = word(g, high_memory + VMALLOC_OFFSET) & ~(VMALLOC_OFFSET - 1);
}

/* Where the struct page of a page frame lies. */
static uint64_t pa_of_page(const struct machine *m, uint64_t pfn)
{
	uint64_t offset = (pfn - m->flat.start_pfn) * m->geometry->struct_page_size;
	uint64_t mem_map = m->flat.params.has_mem_map ? m->flat.params.mem_map : 0;

	return word(m->geometry, mem_map + offset);
}

/* free_memmap: the whole pages of struct pages that are for [start_pfn, end_pfn) only. */
static void free_memmap(struct machine *m, uint64_t start_pfn, uint64_t end_pfn)
{
	uint64_t mask = page_size(m->geometry) - 1;
	uint64_t start = word(m->geometry, pa_of_page(m, start_pfn) + mask) & ~mask;
	uint64_t end = max_u64(pa_of_page(m, end_pfn) & ~mask, start);
	bool freed = m->flat.params.has_mem_map && start < end;

	model_trace_add_row(&m->mem_init.freed_memmap,
			    (struct trace_row){start_pfn, end_pfn, start, end, freed});
	if (freed)
		model_memblock_free(m, start, end - start);
}

/* free_unused_memmap: of the gaps between memory regions. */
static void free_unused_memmap(struct machine *m)
{
	const struct memblock_type *memory = &m->memblock.memory;
	uint64_t block = max_order_nr_pages(m->geometry);
	uint64_t prev_end = 0;

	for (uint64_t i = 0; i < memory->cnt; i++) {
		const struct memblock_region *r = &memory->regions[i];
		uint64_t start = round_down_pow2(pfn_up(m->geometry, r->base), block);

		if (prev_end != 0 && prev_end < start)
			free_memmap(m, prev_end, start);
		prev_end = round_up_pow2(pfn_down(m->geometry, r->base + r->size), block);
	}
}

/* Page frames [*first, *end) of a gap whose struct page lies in what free_memmap has freed. */
static void lost_pages(const struct machine *m, const struct trace_row *gap, uint64_t *first,
		       uint64_t *end)
{
	uint64_t size = m->geometry->struct_page_size;
	uint64_t mem_map = m->flat.params.mem_map;

	*first = *end = m->flat.start_pfn;
	if (!gap->e)
		return;
	*first += word(m->geometry, gap->c - mem_map) / size;
	*end += (word(m->geometry, gap->d - mem_map) + size - 1) / size;
}

bool model_next_flat_run(const struct machine *m, uint64_t from, uint64_t limit,
			 uint64_t *start_pfn, uint64_t *end_pfn)
{
	const struct trace *gaps = &m->mem_init.freed_memmap;

	*start_pfn = max_u64(from, m->flat.start_pfn);
	*end_pfn = min_u64(limit, m->flat.end_pfn);
	for (size_t i = 0; i < gaps->nr; i++) {
		uint64_t first, end;

		lost_pages(m, &gaps->rows[i], &first, &end);
		if (first <= *start_pfn && *start_pfn < end)
			*start_pfn = end;
		else if (*start_pfn < first && first < *end_pfn)
			*end_pfn = first < end ? first : *end_pfn;
	}
	return *start_pfn < *end_pfn;
}

/* free_area_high */
static void free_area_high(struct machine *m, uint64_t pfn, uint64_t end_pfn)
{
	for (; pfn < end_pfn; pfn++) {
		model_free_highmem_page(m, pfn);
		m->mem_init.totalhigh_pages++;
	}
}

/* free_highpages of one memory region, [start, end) page frames: what is not reserved. */
static void free_high_region(struct machine *m, uint64_t start, uint64_t end)
{
	const struct memblock_type *reserved = &m->memblock.reserved;

	for (uint64_t i = 0; i < reserved->cnt; i++) {
		const struct memblock_region *r = &reserved->regions[i];
		uint64_t res_start = pfn_down(m->geometry, r->base);
		uint64_t res_end = pfn_up(m->geometry, r->base + r->size);

		if (res_end < start)
			continue;
		res_start = min_u64(max_u64(res_start, start), end);
		res_end = min_u64(res_end, end);
		if (res_start != start)
			free_area_high(m, start, res_start);
		start = res_end;
		if (start == end)
			break;
	}
	free_area_high(m, start, end);
}

static void free_highpages(struct machine *m)
{
	const struct memblock_type *memory = &m->memblock.memory;

	for (uint64_t i = 0; i < memory->cnt; i++) {
		const struct memblock_region *r = &memory->regions[i];
		uint64_t start = pfn_up(m->geometry, r->base);
		uint64_t end = pfn_down(m->geometry, r->base + r->size);

		if (end > m->max_low_pfn && !(r->flags & MEMBLOCK_NOMAP))
			free_high_region(m, max_u64(start, m->max_low_pfn), end);
	}
}

void model_arm_mem_init(struct machine *m)
{
	const struct geometry *g = m->geometry;
	struct mem_init *i = &m->mem_init;

	i->max_mapnr = word(g, m->max_pfn - pfn_down(g, m->flat.params.phys_offset));
	free_unused_memmap(m);
	model_free_all_bootmem(m);
	free_highpages(m);
	if (page_size(g) >= OVERCOMMIT_PAGE_KB * 1024 &&
	    m->mmzone.nodes[0].present <= OVERCOMMIT_PAGES)
		i->overcommit_memory = OVERCOMMIT_ALWAYS;
}
