/* The slab allocator: the orders of spec 06, 2, the pages of 06, 5 and their order of 06, 3b, the
 * state of 06, 3c; freeing, by hand. */
#include "testing.h"

/* A machine of one zone, and the release; what the tests do not set are the defaults of 4.9. */
static void boot_with(struct slub_params params, uint64_t nr_pages)
{
	struct config config = m->config;

	config.slub = params;
	model_machine_reset(m, &model_geometry_x86_64, &config);
	model_memblock_add(m, PAGES(0x1000), nr_pages << 12);
	boot_to_release();
	model_setup_first_chunk(m, &(struct percpu_params){0x16000, 0x2000, 0x7000});
}

static struct slub_params cpus(unsigned int nr)
{
	struct slub_params params = default_slub_params();

	params.nr_cpu_ids = nr;
	return params;
}

static void run_kmem_cache_init(struct machine *machine, void *argument)
{
	(void)argument;
	model_kmem_cache_init(machine);
}

static void init(struct slub_params params)
{
	boot_with(params, 0x8000);
	assert_int_equal(model_run(m, run_kmem_cache_init, NULL), STOP_NONE);
}

static unsigned int order_of(int index)
{
	return m->slub.caches[m->slub.kmalloc_caches[index]].oo.order;
}

/* Spec 06, 2: the orders of kmalloc-8 to 64, then 96, 128, 192, 256, 512, 1024, 2048, 4096, 8192.
 */
static void orders(void **state)
{
	static const struct {
		unsigned int nr_cpus;
		unsigned int orders[10];
	} rows[] = {
	    {1, {0, 0, 0, 0, 0, 0, 1, 2, 3, 3}},   {2, {0, 0, 0, 0, 0, 1, 2, 3, 3, 3}},
	    {4, {0, 0, 0, 0, 0, 1, 2, 3, 3, 3}},   {8, {0, 0, 0, 0, 1, 2, 3, 3, 3, 3}},
	    {16, {0, 0, 0, 1, 1, 2, 3, 3, 3, 3}},  {128, {0, 0, 1, 1, 2, 3, 3, 3, 3, 3}},
	    {512, {0, 1, 1, 2, 2, 3, 3, 3, 3, 3}},
	};
	static const int indices[10] = {6, 1, 7, 2, 8, 9, 10, 11, 12, 13};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		init(cpus(rows[i].nr_cpus));
		for (int k = 3; k <= 6; k++)
			assert_int_equal(order_of(k), 0);
		for (int k = 0; k < 10; k++)
			assert_int_equal(order_of(indices[k]), rows[i].orders[k]);
	}
	/* Eight objects of 832 bytes fit into two pages, but 704 bytes are left: a sixteenth of
	 * four pages is more than the 576 that are left there. */
	init(cpus(1));
	assert_int_equal(model_calculate_order(m, 832), 2);
}

/* struct kmem_cache of 200 bytes and one node pointer is 208, with alignment 64 it takes 256: 16 to
 * a page, of which 28 objects need two; with 8 CPUs its slabs have order 1, with 128 order 2.
 * Beside these: a page of kmem_cache_node, of kmalloc-16 and of kmalloc-32. */
static void pages_taken(void **state)
{
	static const struct {
		unsigned int nr_cpus;
		uint64_t pages;
		uint64_t slabs; /* of kmem_cache */
	} rows[] = {{1, 2 + 3, 2}, {3, 2 + 3, 2}, {8, 2 + 3, 1}, {128, 4 + 3, 1}};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		boot_with(cpus(rows[i].nr_cpus), 0x8000);
		model_kmem_cache_init(m);
		assert_int_equal(m->buddy.nr_free_pages, 0x8000 - rows[i].pages);
		assert_int_equal(m->mmzone.nodes[0].zones[ZONE_DMA32].slab_pages, rows[i].pages);
		assert_int_equal(m->slub.caches[BOOT_CACHE].node[0].nr_slabs, rows[i].slabs);
		assert_int_equal(m->slub.nr_caches, 28);
	}
	/* 400 bytes and the pointer take 448, nine to a page: 28 objects need four. */
	struct slub_params large = cpus(1);

	large.kmem_cache_node_offset = 400;
	init(large);
	assert_int_equal(m->slub.caches[BOOT_CACHE].oo.objects, 9);
	assert_int_equal(m->buddy.nr_free_pages, 0x8000 - 4 - 3);
}

/* With one CPU 16 objects of kmem_cache to a slab: its second slab is due before object 17, the
 * first name before object 16, the first longer one before object 25. */
static void order_of_pages(void **state)
{
	static const struct {
		int cache; /* or the index of a kmalloc cache, with 100 */
		int nid;
	} events[] = {
	    {BOOT_CACHE_NODE, 0}, {BOOT_CACHE, -1}, {104, -1}, {BOOT_CACHE, -1}, {105, -1}};
	const struct trace *t = &m->slub.events;

	(void)state;
	init(cpus(1));
	assert_int_equal(t->nr, 5);
	for (size_t i = 0; i < 5; i++) {
		int cache = events[i].cache;

		if (cache >= 100)
			cache = m->slub.kmalloc_caches[cache - 100];
		assert_pair(t->rows[i].b, t->rows[i].c, (uint64_t)cache,
			    (uint64_t)(int64_t)events[i].nid);
		/* The highest 4 MiB of the machine is split, from its lowest page up. */
		assert_int_equal(t->rows[i].d, 0x8c00 + i);
	}
}

static void state_at_the_end(void **state)
{
	/* In the order of creation, then those for DMA in the order of their indices. */
	static const int indices[26] = {3, 4, 5, 6, 1, 7, 2, 8, 9, 10, 11, 12, 13,
					1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13};
	const struct kmem_cache *s = m->slub.caches;
	const struct slab *slabs = m->slub.slabs;

	(void)state;
	init(cpus(1));
	for (int i = 0; i < 26; i++)
		assert_pair(s[2 + i].kmalloc_index, s[2 + i].dma, indices[i], i >= 13);
	assert_pair(s[BOOT_CACHE_NODE].objects_out, s[BOOT_CACHE_NODE].node[0].nr_partial, 28, 0);
	assert_pair(s[BOOT_CACHE].objects_out, s[BOOT_CACHE].node[0].nr_partial, 28, 0);
	assert_pair(slabs[s[BOOT_CACHE].cpu_slab].inuse, slabs[s[BOOT_CACHE].cpu_slab].frozen, 16,
		    true);
	assert_int_equal(s[m->slub.kmalloc_caches[4]].objects_out, 9);
	assert_int_equal(s[m->slub.kmalloc_caches[5]].objects_out, 4);
	assert_pair(s[BOOT_CACHE].refcount, s[m->slub.kmalloc_caches[13]].refcount, -1, 1);
	/* The list's tail: the two boot caches, then the smallest. */
	assert_pair(m->slub.slab_caches[0], m->slub.slab_caches[1], BOOT_CACHE, BOOT_CACHE_NODE);
	assert_int_equal(m->slub.slab_caches[27], m->slub.kmalloc_dma_caches[13]);
	assert_pair(s[BOOT_CACHE].size, s[BOOT_CACHE].align, 256, 64);
	assert_pair(s[BOOT_CACHE_NODE].size, s[BOOT_CACHE_NODE].oo.objects, 64, 64);
	/* ilog2(256) / 2 is 4, which is less than 5; ilog2(8192) / 2 is 6. */
	assert_pair(s[BOOT_CACHE].min_partial, s[BOOT_CACHE].cpu_partial, 5, 13);
	assert_pair(s[m->slub.kmalloc_caches[13]].min_partial,
		    s[m->slub.kmalloc_caches[13]].cpu_partial, 6, 2);
}

static void index_table(void **state)
{
	static const uint8_t expected[24] = {3, 4, 5, 5, 6, 6, 6, 6, 1, 1, 1, 1,
					     7, 7, 7, 7, 2, 2, 2, 2, 2, 2, 2, 2};

	(void)state;
	init(cpus(1));
	assert_memory_equal(m->slub.size_index, expected, sizeof(expected));
	assert_int_equal(model_kmalloc_slab(m, 193, false), m->slub.kmalloc_caches[8]);
	assert_int_equal(model_kmalloc_slab(m, 8192, true), m->slub.kmalloc_dma_caches[13]);
}

/* With few pages left each step has its own end: kmem_cache_node, kmem_cache, "dma-kmalloc-96", the
 * kmem_cache of object 17, "dma-kmalloc-1024". */
static void no_memory(void **state)
{
	static const enum stop stops[] = {STOP_SLAB_EARLY_NODE, STOP_SLAB_BOOTSTRAP,
					  STOP_SLAB_NAME,       STOP_SLAB_OUT_OF_MEMORY,
					  STOP_SLAB_NAME,       STOP_NONE};
	uint64_t pfn;

	(void)state;
	for (uint64_t pages = 0; pages < 6; pages++) {
		boot_with(cpus(1), 256);
		while (m->buddy.nr_free_pages > pages)
			assert_true(
			    model_alloc_pages(m, 0, ZONE_NORMAL, 0, MIGRATE_UNMOVABLE, &pfn));
		assert_int_equal(model_run(m, run_kmem_cache_init, NULL), stops[pages]);
	}
}

/* 8-byte objects, 65536 or more to a slab, count as orders [Q]; an order that is out of reach. */
static void options(void **state)
{
	struct slub_params params = cpus(1);

	(void)state;
	params.slub_min_order = 11;
	boot_with(params, 0x8000);
	assert_int_equal(model_run(m, run_kmem_cache_init, NULL), STOP_SLAB_CREATE);
	/* 100000 objects of 8 bytes take order 8, which holds 131072: two orders and none left. */
	params = cpus(1);
	params.slub_max_order = 10;
	params.slub_min_objects = 100000;
	boot_with(params, 0x8000);
	assert_int_equal(model_run(m, run_kmem_cache_init, NULL), STOP_SLAB_CREATE);
	/* slub_max_order 0: what needs more than a page falls back on its own order. */
	params = cpus(1);
	params.slub_max_order = 0;
	init(params);
	assert_pair(order_of(12), order_of(13), 0, 1);
}

/* kmalloc-1024 with one CPU: order 1, eight objects, cpu_partial 6, min_partial 5. */
static void freeing(void **state)
{
	uint64_t addr[80];
	struct kmem_cache *s;
	uint64_t before;

	(void)state;
	init(cpus(1));
	s = &m->slub.caches[m->slub.kmalloc_caches[10]];
	before = m->buddy.nr_free_pages;
	for (int i = 0; i < 80; i++)
		addr[i] = model_kmalloc(m, 1000);
	assert_pair(s->node[0].nr_slabs, before - m->buddy.nr_free_pages, 10, 20);
	assert_int_equal(addr[1] - addr[0], 1024);
	/* The first object of a full slab freezes it: onto the CPU's list. */
	model_kfree(m, addr[0]);
	assert_int_equal(m->slub.slabs[s->cpu_partial_first].cpu_objects, 1);
	for (int i = 8; i < 56; i += 8)
		model_kfree(m, addr[i]);
	/* Seven slabs of one free object each: more than six, so the next one empties the list. */
	assert_pair(m->slub.slabs[s->cpu_partial_first].cpu_pages, s->node[0].nr_partial, 7, 0);
	model_kfree(m, addr[56]);
	assert_pair(m->slub.slabs[s->cpu_partial_first].cpu_pages, s->node[0].nr_partial, 1, 7);
	/* A slab of the node's list that becomes empty goes while five others are there. */
	for (int i = 1; i < 8; i++)
		model_kfree(m, addr[i]);
	assert_pair(s->node[0].nr_partial, s->node[0].nr_slabs, 6, 9);
	/* The CPU slab takes what is freed to it back at once, newest first. */
	model_kfree(m, addr[79]);
	assert_int_equal(model_kmalloc(m, 1024), addr[79]);
	for (int i = 8; i < 80; i++)
		if (i % 8 != 0 || i > 56)
			model_kfree(m, addr[i]);
	assert_int_equal(s->objects_out, 0);
	/* Two more have gone. Four are on the node's list, two on the CPU's, one is the CPU slab.
	 */
	assert_pair(s->node[0].nr_partial, s->node[0].nr_slabs, 4, 7);
	assert_int_equal(before - m->buddy.nr_free_pages, 2 * s->node[0].nr_slabs);
}

static void large(void **state)
{
	uint64_t before, addr, pfn;

	(void)state;
	init(cpus(1));
	before = m->buddy.nr_free_pages;
	addr = model_kmalloc(m, 8193);
	pfn = addr >> 12;
	assert_int_equal(before - m->buddy.nr_free_pages, 4);
	assert_int_equal(m->memmap.traits[pfn], PAGE_HEAD);
	assert_int_equal(m->memmap.traits[pfn + 3], PAGE_TAIL | PAGE_LRU_OTHER);
	assert_int_equal(model_compound_order(m, pfn), 2);
	model_kfree(m, addr);
	assert_int_equal(before, m->buddy.nr_free_pages);
	assert_int_equal(m->memmap.traits[pfn + 3], PAGE_LRU_OTHER);
	assert_int_equal(model_kmalloc(m, 0), ZERO_SIZE_PTR);
	model_kfree(m, ZERO_SIZE_PTR);
	/* Order 11 does not exist. */
	assert_int_equal(model_kmalloc(m, M(4) + 1), KMALLOC_NULL);
}

static void locks(void **state)
{
	struct slub *s;
	uint64_t used;

	(void)state;
	init(cpus(1));
	s = &m->slub;
	model_pgtable_init(m, 8);
	assert_pair((uint64_t)s->nr_listed, (uint64_t)s->ptlock_cache, 28, (uint64_t)NO_CACHE);
	/* kmalloc-96 is too much for 72 bytes. */
	model_pgtable_init(m, 72);
	assert_pair((uint64_t)s->nr_listed, s->caches[s->ptlock_cache].size, 29, 72);
	assert_int_equal(s->caches[s->ptlock_cache].refcount, 1);
	/* kmalloc-64 will do, and the name takes three words. */
	used = s->caches[s->kmalloc_caches[5]].objects_out;
	model_pgtable_init(m, 60);
	assert_pair((uint64_t)s->nr_listed, (uint64_t)s->ptlock_cache, 29,
		    (uint64_t)s->kmalloc_caches[6]);
	assert_pair((uint64_t)s->caches[s->ptlock_cache].refcount,
		    s->caches[s->kmalloc_caches[5]].objects_out, 2, used + 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(orders, x86_64),
	    cmocka_unit_test_setup(pages_taken, x86_64),
	    cmocka_unit_test_setup(order_of_pages, x86_64),
	    cmocka_unit_test_setup(state_at_the_end, x86_64),
	    cmocka_unit_test_setup(index_table, x86_64),
	    cmocka_unit_test_setup(no_memory, x86_64),
	    cmocka_unit_test_setup(options, x86_64),
	    cmocka_unit_test_setup(freeing, x86_64),
	    cmocka_unit_test_setup(large, x86_64),
	    cmocka_unit_test_setup(locks, x86_64),
	};

	return cmocka_run_group_tests(tests, open_machine, close_machine);
}
