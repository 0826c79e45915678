#include "percpu.h"

#include "slub.h"

#include <string.h>

void percpu_reset(struct percpu *percpu)
{
	percpu->fault = PERCPU_OK;
	percpu->first_chunk = NULL;
	percpu->reserved_chunk = NULL;
	percpu->late = false;
}

static void init_chunk(struct pcpu_chunk *chunk, int32_t used, int32_t free)
{
	memset(chunk->static_map, 0, sizeof(chunk->static_map));
	chunk->map = chunk->static_map;
	chunk->map_object = PCPU_NO_OBJECT;
	chunk->map_alloc = PCPU_EARLY_SLOTS;
	chunk->free_size = chunk->contig_hint = free;
	chunk->first_free = 0;
	chunk->map[0] = 1;
	chunk->map[1] = used;
	chunk->map_used = 1;
	if (free)
		chunk->map[++chunk->map_used] = used + free;
	chunk->map[chunk->map_used] |= 1;
}

void pcpu_setup_first_chunk(struct percpu *percpu, int32_t static_size, int32_t reserved_size,
			    int32_t dyn_size)
{
	percpu->first_chunk = &percpu->static_chunk;
	if (!reserved_size) {
		init_chunk(&percpu->static_chunk, static_size, dyn_size);
		return;
	}
	init_chunk(&percpu->static_chunk, static_size, reserved_size);
	percpu->reserved_chunk = &percpu->static_chunk;
	if (dyn_size) {
		init_chunk(&percpu->dynamic_chunk, static_size + reserved_size, dyn_size);
		percpu->first_chunk = &percpu->dynamic_chunk;
	}
}

static int32_t max_i32(int32_t a, int32_t b)
{
	return a > b ? a : b;
}

/* Takes `size` bytes of the free area at index i, `head` bytes behind its start: what is left
 * before and behind becomes areas of their own. Returns the index of the area taken. */
static uint32_t split_area(struct pcpu_chunk *chunk, uint32_t i, int32_t head, int32_t size,
			   int32_t tail)
{
	int32_t *p = chunk->map + i;
	uint32_t extra = (head ? 1u : 0u) + (tail ? 1u : 0u);

	memmove(p + extra + 1, p + 1, sizeof(*p) * (chunk->map_used - i));
	chunk->map_used += extra;
	if (head) {
		p[1] = p[0] + head;
		p++;
		i++;
	}
	if (tail)
		p[1] = p[0] + size;
	return i;
}

/* pcpu_alloc_area of the free area at index i, of which `head` bytes are padding. max_contig: the
 * largest free piece that the search has seen. Returns the offset. */
static int32_t take_area(struct pcpu_chunk *chunk, uint32_t i, int32_t head, int32_t size,
			 int32_t max_contig, bool seen_free)
{
	const int32_t small = sizeof(int32_t);
	int32_t *p = chunk->map + i;
	int32_t this_size = (p[1] & ~1) - p[0];
	int32_t tail;

	/* Little padding, or padding behind a free area, goes to the area before. */
	if (head && (head < small || !(p[-1] & 1))) {
		*p += head;
		if (p[-1] & 1)
			chunk->free_size -= head;
		else
			max_contig = max_i32(p[0] - p[-1], max_contig);
		this_size -= head;
		head = 0;
	}
	tail = this_size - head - size;
	if (tail < small) {
		tail = 0;
		size = this_size - head;
	}
	if (head && !seen_free) {
		chunk->first_free = i;
		seen_free = true;
	}
	max_contig = max_i32(max_contig, max_i32(head, tail));
	i = split_area(chunk, i, head, size, tail);
	if (!seen_free)
		chunk->first_free = i + 1;
	/* Only a search that has seen the whole map knows better than the hint. */
	if (i + 1 == chunk->map_used)
		chunk->contig_hint = max_contig;
	else
		chunk->contig_hint = max_i32(chunk->contig_hint, max_contig);
	chunk->free_size -= size;
	chunk->map[i] |= 1;
	return chunk->map[i] & ~1;
}

/* pcpu_alloc_area */
static int32_t alloc_area(struct pcpu_chunk *chunk, int32_t size, int32_t align)
{
	int32_t max_contig = 0;
	bool seen_free = false;

	for (uint32_t i = chunk->first_free; i < chunk->map_used; i++) {
		int32_t off = chunk->map[i];
		int32_t this_size = (chunk->map[i + 1] & ~1) - off;
		int32_t head = ((off + align - 1) & -align) - off;

		if (off & 1)
			continue;
		if (head + size <= this_size)
			return take_area(chunk, i, head, size, max_contig, seen_free);
		if (!seen_free) {
			chunk->first_free = i;
			seen_free = true;
		}
		max_contig = max_i32(this_size, max_contig);
	}
	chunk->contig_hint = max_contig;
	return -1;
}

int32_t alloc_percpu(struct percpu *percpu, int32_t size, int32_t align)
{
	struct pcpu_chunk *chunk = percpu->first_chunk;

	if (!chunk || size > chunk->contig_hint ||
	    chunk->map_alloc < chunk->map_used + PCPU_MAP_MARGIN)
		return -1;
	return alloc_area(chunk, size, align);
}

void percpu_init_late(struct percpu *percpu, struct slub *slub)
{
	struct pcpu_chunk *chunks[] = {percpu->first_chunk, percpu->reserved_chunk};

	percpu->late = true;
	for (int i = 0; i < 2 && chunks[i]; i++) {
		struct pcpu_chunk *chunk = chunks[i];

		chunk->map_object = kmalloc(slub, PCPU_MAP_BYTES);
		if (chunk->map_object == SLUB_NULL) {
			percpu->fault = PERCPU_BUG_NO_MAP;
			return;
		}
		memcpy(chunk->slab_map, chunk->map, PCPU_MAP_BYTES);
		chunk->map = chunk->slab_map;
	}
}
