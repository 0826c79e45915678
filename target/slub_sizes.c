/* What a slab of a cache looks like: its order, and the objects in it. */
#include "slub.h"

#include "minmax.h"

static uint32_t align_up(uint32_t value, uint32_t align)
{
	return (value + align - 1) & ~(align - 1);
}

static uint64_t page_size(const struct slub *slub)
{
	return UINT64_C(1) << slub->pa->sparse->geometry->page_shift;
}

unsigned int slub_get_order(const struct slub *slub, uint64_t size)
{
	unsigned int page_shift = slub->pa->sparse->geometry->page_shift;
	uint64_t pages = (size - 1) >> page_shift;

	return pages ? 64 - (unsigned int)__builtin_clzll(pages) : 0;
}

static uint64_t order_objects(const struct slub *slub, unsigned int order, uint32_t size)
{
	return (page_size(slub) << order & slub->pa->sparse->geometry->max_addr) / size;
}

/*
 * slab_order: the lowest order from that of slub_min_order and min_objects on that wastes no more
 * than 1/fraction of a slab; an order above max_order if there is none.
 */
static unsigned int slab_order(const struct slub *slub, uint32_t size, uint64_t min_objects,
			       unsigned int max_order, unsigned int fraction)
{
	unsigned int order = slub->config.slub_min_order;
	unsigned int first = slub_get_order(slub, min_objects * size);

	if (order_objects(slub, order, size) > SLUB_MAX_OBJECTS)
		return slub_get_order(slub, (uint64_t)size * SLUB_MAX_OBJECTS) - 1;
	for (order = order > first ? order : first; order <= max_order; order++) {
		uint64_t slab_size = page_size(slub) << order;

		if (slab_size % size <= slab_size / fraction)
			break;
	}
	return order;
}

/* fls, of a value that is not 0 */
static unsigned int last_bit(uint32_t value)
{
	return 32 - (unsigned int)__builtin_clz(value);
}

/* calculate_order: MAX_ORDER or more if no slab can hold an object. */
static unsigned int calculate_order(const struct slub *slub, uint32_t size)
{
	unsigned int max_order = slub->config.slub_max_order;
	uint64_t max_objects = order_objects(slub, max_order, size);
	uint64_t min_objects = slub->config.slub_min_objects;
	unsigned int order;

	if (!min_objects)
		min_objects = 4 * (last_bit(slub->config.nr_cpu_ids) + 1);
	for (min_objects = min_u64(min_objects, max_objects); min_objects > 1; min_objects--)
		for (unsigned int fraction = 16; fraction >= 4; fraction /= 2) {
			order = slab_order(slub, size, min_objects, max_order, fraction);
			if (order <= max_order)
				return order;
		}
	order = slab_order(slub, size, 1, max_order, 1);
	if (order <= max_order)
		return order;
	return slab_order(slub, size, 1, slub->pa->sparse->geometry->max_order, 1);
}

/* oo_make. It is a sum: more objects than fit add to the order. */
static struct kmem_cache_order_objects oo_make(const struct slub *slub, unsigned int order,
					       uint32_t size)
{
	uint64_t objects = order_objects(slub, order, size);

	return (struct kmem_cache_order_objects){
	    (uint32_t)(((uint64_t)order << OO_SHIFT) + objects)};
}

uint32_t slub_calculate_alignment(const struct slub *slub, uint32_t flags, uint32_t align,
				  uint32_t size)
{
	if (flags & SLAB_HWCACHE_ALIGN) {
		uint32_t line = slub->config.cache_line;

		while (size <= line / 2)
			line /= 2;
		align = align > line ? align : line;
	}
	align = align > slub->config.slab_min_align ? align : slub->config.slab_min_align;
	return align_up(align, slub->config.word);
}

bool slub_calculate_sizes(const struct slub *slub, struct kmem_cache *s)
{
	unsigned int order;

	s->inuse = align_up(s->object_size, slub->config.word);
	s->offset = 0;
	s->size = align_up(s->inuse, s->align);
	order = calculate_order(slub, s->size);
	if (order >= slub->pa->sparse->geometry->max_order)
		return false;
	s->allocflags =
	    (order ? SLAB_GFP_COMP : 0) | (s->flags & SLAB_CACHE_DMA ? SLAB_GFP_DMA : 0);
	s->oo = oo_make(slub, order, s->size);
	s->min = oo_make(slub, slub_get_order(slub, s->size), s->size);
	if (oo_objects(s->oo) > oo_objects(s->max))
		s->max = s->oo;
	return oo_objects(s->oo) != 0;
}
