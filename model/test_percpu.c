/* The maps of the first per-CPU chunks: the results of spec 07, 1, by hand. */
#include "testing.h"

static struct pcpu_chunk *chunk;

/* Sets up the chunks and takes nr areas of 32 bytes, aligned to 16, as kmem_cache_init does. */
static void take(uint32_t static_size, uint32_t reserved_size, uint32_t dyn_size, int nr)
{
	const struct percpu_params params = {static_size, reserved_size, dyn_size};

	model_percpu_reset(&m->percpu);
	model_setup_first_chunk(m, &params);
	chunk = &m->percpu.first;
	for (int i = 0; i < nr; i++)
		assert_true(model_alloc_percpu(m, 32, 16) >= 0);
}

static void assert_map(const int *map, int map_used)
{
	assert_int_equal(chunk->map_used, map_used);
	for (int i = 0; i <= map_used; i++)
		assert_int_equal(chunk->map[i], map[i]);
}

static void first_maps(void **state)
{
	static const int static_map[] = {1, 0x1000, 0x3001};
	static const int dynamic_map[] = {1, 0x3000, 0x6001};

	(void)state;
	take(0x1000, 0x2000, 0x3000, 0);
	assert_map(dynamic_map, 2);
	assert_pair(chunk->free_size, chunk->contig_hint, 0x3000, 0x3000);
	chunk = &m->percpu.reserved;
	assert_map(static_map, 2);
	take(0x1000, 0, 0x2000, 0);
	assert_map(static_map, 2);
	assert_false(m->percpu.reserved.exists);
}

/* S is a multiple of 16: h is 0. */
static void aligned(void **state)
{
	static const int map[] = {1, 0x1001, 0x1021, 0x1041, 0x1060, 0x4001};

	(void)state;
	take(0x1000, 0, 0x3000, 3);
	assert_map(map, 5);
	assert_pair(chunk->first_free, chunk->free_size, 4, 0x3000 - 96);
	/* The hint is stale. */
	assert_int_equal(chunk->contig_hint, 0x3000);
}

/* S is 14 more: h is 2, and lost. */
static void small_head(void **state)
{
	static const int map[] = {1, 0x1011, 0x1031, 0x1051, 0x1070, 0x400f};

	(void)state;
	take(0x100e, 0, 0x3000, 3);
	assert_map(map, 5);
	assert_pair(chunk->first_free, chunk->free_size, 4, 0x3000 - 2 - 96);
	assert_int_equal(chunk->contig_hint, 0x3000);
}

/* S is 8 more: h is 8, a free area of its own that nothing ever fits into. */
static void large_head(void **state)
{
	static const int map[] = {1, 0x1008, 0x1011, 0x1031, 0x1051, 0x1070, 0x4009};

	(void)state;
	take(0x1008, 0, 0x3000, 3);
	assert_map(map, 6);
	assert_pair(chunk->first_free, chunk->free_size, 1, 0x3000 - 96);
	assert_int_equal(chunk->contig_hint, 0x3000);
}

/* A tail of less than an int stays with the area; what is full has no hint left. */
static void swallowed_tail(void **state)
{
	static const int map[] = {1, 0x1001, 0x1023};

	(void)state;
	take(0x1000, 0, 34, 1);
	assert_map(map, 2);
	assert_pair(chunk->free_size, chunk->contig_hint, 0, 0);
	assert_int_equal(model_alloc_percpu(m, 32, 16), -1);
}

/* The maps move to kmalloc-512: one slab, two objects of it with a reserved chunk. */
static void late(void **state)
{
	const struct kmem_cache *s;
	struct percpu before;
	uint64_t free;

	(void)state;
	model_memblock_add(m, PAGES(0x1000), PAGES(0x1000));
	boot_to_release();
	take(0x16000, 0x2000, 0x7000, 0);
	model_kmem_cache_init(m);
	before = m->percpu;
	free = m->buddy.nr_free_pages;
	model_percpu_init_late(m);
	s = &m->slub.caches[m->slub.kmalloc_caches[9]];
	assert_pair(s->objects_out, free - m->buddy.nr_free_pages, 2, 1);
	assert_int_equal(m->percpu.reserved.map_addr - m->percpu.first.map_addr, 512);
	assert_memory_equal(m->percpu.first.map, before.first.map, sizeof(before.first.map));
	assert_true(m->percpu.first.map_in_slab && m->percpu.reserved.map_in_slab);
	/* 28 caches behind 0x18000, which is a multiple of 16. */
	assert_pair(m->percpu.first.map_used, m->percpu.first.first_free, 2 + 28, 1 + 28);
	assert_int_equal(m->percpu.first.free_size, 0x7000 - 28 * 32);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(first_maps, x86_64),
	    cmocka_unit_test_setup(aligned, x86_64),
	    cmocka_unit_test_setup(small_head, x86_64),
	    cmocka_unit_test_setup(large_head, x86_64),
	    cmocka_unit_test_setup(swallowed_tail, x86_64),
	    cmocka_unit_test_setup(late, x86_64),
	};

	return cmocka_run_group_tests(tests, open_machine, close_machine);
}
