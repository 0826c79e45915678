/* Areas of per-CPU memory. Spec 07, 1. */
#include "percpu.h"

#include "machine.h"

#define IN_USE 1

void model_percpu_reset(struct percpu *p)
{
	p->first.exists = p->reserved.exists = false;
}

static void init_chunk(struct pcpu_chunk *c, int free_size)
{
	*c = (struct pcpu_chunk){
	    .exists = true,
	    .map_alloc = PERCPU_DYNAMIC_EARLY_SLOTS,
	    .free_size = free_size,
	    .contig_hint = free_size,
	};
}

/* [0, used) is in use, what is behind it free, up to end. */
static void init_map(struct pcpu_chunk *c, int used, int end)
{
	c->map[0] = IN_USE;
	c->map[1] = used;
	c->map_used = 1;
	if (end > used)
		c->map[++c->map_used] = end;
	c->map[c->map_used] |= IN_USE;
}

/* With a reserved area the static chunk holds that, and a second chunk the dynamic area; without
 * one there is one chunk. */
void model_setup_first_chunk(struct machine *m, const struct percpu_params *params)
{
	struct percpu *p = &m->percpu;
	int static_size = (int)params->static_size;
	int reserved_size = (int)params->reserved_size;
	int dyn_size = (int)params->dyn_size;

	if (reserved_size == 0) {
		init_chunk(&p->first, dyn_size);
		init_map(&p->first, static_size, static_size + dyn_size);
		return;
	}
	init_chunk(&p->reserved, reserved_size);
	init_map(&p->reserved, static_size, static_size + reserved_size);
	init_chunk(&p->first, dyn_size);
	init_map(&p->first, static_size + reserved_size, static_size + reserved_size + dyn_size);
}

static int max_int(int a, int b)
{
	return a > b ? a : b;
}

static bool is_used(const struct pcpu_chunk *c, int i)
{
	return c->map[i] & IN_USE;
}

static int area_end(const struct pcpu_chunk *c, int i)
{
	return c->map[i + 1] & ~IN_USE;
}

/* Makes room for nr entries behind entry i. */
static void insert_entries(struct pcpu_chunk *c, int i, int nr)
{
	for (int j = c->map_used; j > i; j--)
		c->map[j + nr] = c->map[j];
	c->map_used += nr;
}

/*
 * Area i, which is free, gives size bytes behind its first head bytes: those stay a free area, as
 * does what is left at the end. Ends of less than an int stay with the area before, resp. this one.
 * The number of the area in use; *largest: the largest free piece seen.
 */
static int take_area(struct pcpu_chunk *c, int i, int head, int size, int *largest)
{
	int tail;

	if (head != 0 && (head < (int)sizeof(int) || !is_used(c, i - 1))) {
		c->map[i] += head;
		if (is_used(c, i - 1))
			c->free_size -= head;
		else
			*largest = max_int(*largest, c->map[i] - c->map[i - 1]);
		head = 0;
	}
	tail = area_end(c, i) - c->map[i] - head - size;
	if (tail < (int)sizeof(int)) {
		size += tail;
		tail = 0;
	}
	if (head != 0) {
		insert_entries(c, i, 1);
		i++;
		c->map[i] = c->map[i - 1] + head;
		*largest = max_int(*largest, head);
	}
	if (tail != 0) {
		insert_entries(c, i, 1);
		c->map[i + 1] = c->map[i] + size;
		*largest = max_int(*largest, tail);
	}
	c->map[i] |= IN_USE;
	c->free_size -= size;
	return i;
}

/* pcpu_alloc_area: the first free area that fits. */
static int alloc_area(struct pcpu_chunk *c, int size, int align)
{
	int largest = 0;
	bool seen_free = false;

	for (int i = c->first_free; i < c->map_used; i++) {
		int start = c->map[i];
		int head = ((start + align - 1) & ~(align - 1)) - start;
		int used;

		if (is_used(c, i))
			continue;
		if (head + size > area_end(c, i) - start) {
			if (!seen_free)
				c->first_free = i;
			seen_free = true;
			largest = max_int(largest, area_end(c, i) - start);
			continue;
		}
		used = take_area(c, i, head, size, &largest);
		if (used > i && !seen_free) {
			c->first_free = i;
			seen_free = true;
		}
		if (!seen_free)
			c->first_free = used + 1;
		/* Only then has everything been seen. */
		c->contig_hint =
		    used + 1 == c->map_used ? largest : max_int(c->contig_hint, largest);
		return c->map[used] & ~IN_USE;
	}
	c->contig_hint = largest;
	return -1;
}

int model_alloc_percpu(struct machine *m, unsigned int size, unsigned int align)
{
	struct pcpu_chunk *c = &m->percpu.first;

	if (!c->exists || (int)size > c->contig_hint)
		return -1;
	return alloc_area(c, (int)round_up_pow2(size, 2), (int)align);
}

/* The new map holds what the old one did: pcpu_mem_zalloc, then a copy. */
static void move_map(struct machine *m, struct pcpu_chunk *c)
{
	c->map_addr = model_kmalloc(m, sizeof(c->map));
	if (c->map_addr == KMALLOC_NULL)
		model_stop(m, STOP_PERCPU_MAP);
	c->map_in_slab = true;
}

void model_percpu_init_late(struct machine *m)
{
	struct percpu *p = &m->percpu;

	if (!p->first.exists)
		return;
	move_map(m, &p->first);
	if (p->reserved.exists)
		move_map(m, &p->reserved);
}
