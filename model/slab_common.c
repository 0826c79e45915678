/* The kmalloc caches, kmalloc and kfree (mm/slab_common.c, mm/slub.c). Spec 06, 3d, 4, 5. */
#include "machine.h"
#include "slub.h"

/* Index 1 and 2 are the caches between the powers of two. */
static unsigned int kmalloc_size(int index)
{
	if (index == 1)
		return 96;
	if (index == 2)
		return 192;
	return 1u << index;
}

/* KMALLOC_SHIFT_HIGH: the largest cache holds two pages. */
static int shift_high(const struct machine *m)
{
	return (int)m->geometry->page_shift + 1;
}

/* KMALLOC_SHIFT_LOW: ilog2(KMALLOC_MIN_SIZE) */
static int shift_low(const struct machine *m)
{
	int shift = 3;

	while (1u << shift < m->geometry->kmalloc_minalign)
		shift++;
	return shift;
}

static void set_size_index(struct slub *s, unsigned int from, unsigned int to, int index)
{
	for (unsigned int size = from; size <= to; size += 8)
		s->size_index[(size - 1) / 8] = (uint8_t)index;
}

/* size_index as it is compiled in, then setup_kmalloc_cache_index_table: nothing lies below the
 * least size, and where it is so large that 96 and 192 are no multiples of it they do not exist. */
static void setup_kmalloc_cache_index_table(struct machine *m)
{
	struct slub *s = &m->slub;
	unsigned int min_size = 1u << shift_low(m);

	set_size_index(s, 8, 8, 3);
	set_size_index(s, 16, 16, 4);
	set_size_index(s, 24, 32, 5);
	set_size_index(s, 40, 64, 6);
	set_size_index(s, 72, 96, 1);
	set_size_index(s, 104, 128, 7);
	set_size_index(s, 136, 192, 2);
	set_size_index(s, 8, min_size - 8, shift_low(m));
	if (min_size >= 64)
		set_size_index(s, 72, 96, 7);
	if (min_size >= 128)
		set_size_index(s, 136, 192, 8);
}

/* create_kmalloc_cache */
static int create_kmalloc_cache(struct machine *m, int index, bool dma)
{
	struct slub *s = &m->slub;
	int cache;

	if (model_slab_alloc(m, BOOT_CACHE, NUMA_NO_NODE).slab == NO_SLAB)
		model_stop(m, STOP_SLAB_OUT_OF_MEMORY);
	cache = model_create_boot_cache(m, kmalloc_size(index), false, dma);
	s->caches[cache].kmalloc_index = index;
	s->slab_caches[s->nr_listed++] = cache;
	s->caches[cache].refcount = 1;
	return cache;
}

/* Bytes of "dma-kmalloc-SIZE" and the 0 behind it. */
static uint64_t dma_name_bytes(int index)
{
	uint64_t bytes = sizeof("dma-kmalloc-");

	for (unsigned int size = kmalloc_size(index); size; size /= 10)
		bytes++;
	return bytes;
}

static void create_dma_caches(struct machine *m)
{
	struct slub *s = &m->slub;

	for (int index = 0; index <= shift_high(m); index++) {
		if (s->kmalloc_caches[index] == NO_CACHE)
			continue;
		/* kasprintf */
		if (model_kmalloc(m, dma_name_bytes(index)) == KMALLOC_NULL)
			model_stop(m, STOP_SLAB_NAME);
		s->kmalloc_dma_caches[index] = create_kmalloc_cache(m, index, true);
	}
}

void model_create_kmalloc_caches(struct machine *m)
{
	struct slub *s = &m->slub;

	setup_kmalloc_cache_index_table(m);
	for (int index = shift_low(m); index <= shift_high(m); index++) {
		s->kmalloc_caches[index] = create_kmalloc_cache(m, index, false);
		if (index == 6 && shift_low(m) <= 5)
			s->kmalloc_caches[1] = create_kmalloc_cache(m, 1, false);
		if (index == 7 && shift_low(m) <= 6)
			s->kmalloc_caches[2] = create_kmalloc_cache(m, 2, false);
	}
	s->state = SLAB_UP;
	if (m->geometry->has_zone_dma)
		create_dma_caches(m);
}

int model_kmalloc_slab(const struct machine *m, uint64_t n, bool dma)
{
	const struct slub *s = &m->slub;
	int index = 0;

	if (n <= 192)
		index = s->size_index[(n - 1) / 8];
	else
		while (UINT64_C(1) << index < n)
			index++;
	return dma ? s->kmalloc_dma_caches[index] : s->kmalloc_caches[index];
}

/* kmalloc_large: a compound page. */
static uint64_t kmalloc_large(struct machine *m, uint64_t n)
{
	unsigned int order = model_get_order(m, n);
	uint64_t pfn;

	if (order >= m->geometry->max_order ||
	    !model_alloc_pages(m, order, m->geometry->highest_kernel_zone, model_boot_nid(m),
			       MIGRATE_UNMOVABLE, &pfn))
		return KMALLOC_NULL;
	if (order > 0)
		model_prep_compound_page(m, pfn, order);
	return pfn << m->geometry->page_shift;
}

uint64_t model_kmalloc(struct machine *m, uint64_t n)
{
	struct object o;

	if (n == 0)
		return ZERO_SIZE_PTR;
	if (n > UINT64_C(1) << shift_high(m))
		return kmalloc_large(m, n);
	o = model_slab_alloc(m, model_kmalloc_slab(m, n, false), NUMA_NO_NODE);
	return o.slab == NO_SLAB ? KMALLOC_NULL : model_object_address(m, o);
}

void model_kfree(struct machine *m, uint64_t addr)
{
	const struct slub *s = &m->slub;
	uint64_t pfn = addr >> m->geometry->page_shift;

	if (addr == ZERO_SIZE_PTR)
		return;
	for (uint32_t slab = 1; slab < s->nr_slabs; slab++) {
		const struct slab *p = &s->slabs[slab];
		uint64_t offset = addr - (p->pfn << m->geometry->page_shift);

		if (!p->live || pfn < p->pfn || pfn >= p->pfn + (UINT64_C(1) << p->order))
			continue;
		model_slab_free(m, slab, (uint16_t)(offset / s->caches[p->cache].size));
		return;
	}
	model_free_pages(m, pfn, model_compound_order(m, pfn));
}
