/* The slab allocator: what kmem_cache_init makes, and objects taken and given back after it. */
#include "test_machine.h"

#include <string.h>

/* [16, 16384), one node, all free: zones DMA and DMA32. */
static void boot_slub(uint32_t nr_cpus, enum mm_init_step last)
{
	power_off(GEOMETRY_X86_64);
	m->slub.config.nr_cpu_ids = nr_cpus;
	memory(16, 16384, 0);
	boot_memmap(16384);
	for (int step = 0; step <= (int)last; step++)
		mm_init_step(m, (enum mm_init_step)step);
	assert_false(mm_has_fault(m));
}

static void expect_orders(uint32_t nr_cpus, const char *orders)
{
	/* By index: 8, 16, 32, 64, 96, 128, 192, 256, ... 8192. */
	static const int order[] = {3, 4, 5, 6, 1, 7, 2, 8, 9, 10, 11, 12, 13};
	char text[sizeof(order) / sizeof(order[0]) + 1] = "";

	boot_slub(nr_cpus, MM_KMEM_CACHE_INIT);
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		const struct kmem_cache *s = m->slub.kmalloc_caches[order[i]];

		text[i] = (char)('0' + oo_order(s->oo));
		assert_int_equal(s->size, s->object_size);
		assert_int_equal(oo_objects(s->oo), (4096u << oo_order(s->oo)) / s->size);
		assert_int_equal(oo_order(s->min), s->size > 4096);
	}
	assert_string_equal(text, orders);
}

/* By hand from calculate_order: at least 8, 12, 16, 20, 24, 36 and 44 objects a slab. */
static void orders_by_number_of_cpus(void **state)
{
	(void)state;
	expect_orders(1, "0000000001233");
	expect_orders(2, "0000000012333");
	expect_orders(4, "0000000012333");
	expect_orders(8, "0000000123333");
	expect_orders(16, "0000001123333");
	expect_orders(128, "0000011233333");
	expect_orders(512, "0000112233333");
}

static void expect_slabs(const char *text)
{
	char found[512] = "";
	size_t length = 0;

	for (uint32_t i = 0; i < m->slub.nr_events; i++) {
		const struct slab_event *event = &m->slub.events[i];

		length += (size_t)snprintf(found + length, sizeof(found) - length, "%s%s%s:%u",
					   length ? " " : "", event->discarded ? "-" : "",
					   event->cache->name, event->order);
	}
	assert_string_equal(found, text);
}

static uint64_t pages_taken(void)
{
	return m->page_alloc.totalram_pages - m->page_alloc.nr_free_pages;
}

/* kmem_cache is of 200 + 8 bytes, 256 with its alignment: 16 objects a page, 28 are needed. */
static void pages_taken_at_boot(void **state)
{
	(void)state;
	boot_slub(1, MM_KMEM_CACHE_INIT);
	expect_slabs("kmem_cache_node:0 kmem_cache:0 kmalloc-16:0 kmem_cache:0 kmalloc-32:0");
	assert_int_equal(pages_taken(), 5);
	boot_slub(8, MM_KMEM_CACHE_INIT);
	expect_slabs("kmem_cache_node:0 kmem_cache:1 kmalloc-16:0 kmalloc-32:0");
	assert_int_equal(pages_taken(), 5);
	boot_slub(128, MM_PERCPU_INIT_LATE);
	/* The two maps of percpu: kmalloc-512, order 3. */
	expect_slabs("kmem_cache_node:0 kmem_cache:2 kmalloc-16:0 kmalloc-32:0 kmalloc-512:3");
	assert_int_equal(pages_taken(), 15);
	assert_int_equal(zone_of(0, ZONE_DMA32)->nr_slab_unreclaimable, 15);
}

static void bootstrap_states(void **state)
{
	const struct slub *slub = &m->slub;
	const struct kmem_cache *cache = slub->kmem_cache, *node;
	const struct page *page;

	(void)state;
	boot_slub(1, MM_KMEM_CACHE_INIT);
	cache = slub->kmem_cache;
	node = slub->kmem_cache_node;
	assert_int_equal(slub->state, SLAB_UP);
	assert_int_equal(cache->refcount, -1);
	assert_int_equal(node->refcount, -1);
	assert_int_equal(cache->size, 256);
	assert_int_equal(cache->align, 64);
	assert_int_equal(node->size, 64);
	assert_int_equal(node->min_partial, 5);
	assert_int_equal(node->cpu_partial, 30);
	assert_int_equal(cache->cpu_partial, 13);
	/* 28 structures of the node are handed out, of a slab that is the CPU's by now. */
	page = node->cpu_slab->page;
	assert_ptr_equal(page->slab_cache, node);
	assert_int_equal(page->inuse, 64);
	assert_int_equal(page->frozen, 1);
	assert_int_equal(slab_list_length(page, node->cpu_slab->freelist), 64 - 28);
	assert_int_equal(node->node[0]->nr_slabs, 1);
	assert_int_equal(node->node[0]->total_objects, 64);
	assert_int_equal(node->node[0]->nr_partial, 0);
	/* The first slab of kmem_cache is full and on no list, the second has 12 of 16. */
	page = pfn_to_page(&m->sparse, slub->events[1].pfn);
	assert_ptr_equal(page->slab_cache, cache);
	assert_int_equal(page->inuse, 16);
	assert_int_equal(page->frozen, 0);
	assert_int_equal(cache->node[0]->nr_partial, 0);
	assert_int_equal(slab_list_length(cache->cpu_slab->page, cache->cpu_slab->freelist), 4);
}

static void order_of_slab_caches(void **state)
{
	static const char *const names[] = {"dma-kmalloc-8192", "dma-kmalloc-4096",
					    "dma-kmalloc-2048"};
	struct list_head *e;

	(void)state;
	boot_slub(1, MM_KMEM_CACHE_INIT);
	e = m->slub.slab_caches.next;
	for (int i = 0; i < 3; i++, e = e->next)
		assert_string_equal(cache_of_list(e)->name, names[i]);
	e = m->slub.slab_caches.prev;
	assert_string_equal(cache_of_list(e)->name, "kmem_cache");
	assert_string_equal(cache_of_list(e->prev)->name, "kmem_cache_node");
	assert_string_equal(cache_of_list(e->prev->prev)->name, "kmalloc-8");
}

static void sizes_and_their_caches(void **state)
{
	static const uint32_t sizes[][2] = {
	    {1, 8},    {8, 8},     {9, 16},    {24, 32},   {64, 64},   {65, 96},     {96, 96},
	    {97, 128}, {129, 192}, {192, 192}, {193, 256}, {257, 512}, {4097, 8192}, {8192, 8192}};

	(void)state;
	boot_slub(1, MM_KMEM_CACHE_INIT);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		assert_int_equal(kmalloc_slab(&m->slub, sizes[i][0])->size, sizes[i][1]);
	assert_true(kmalloc(&m->slub, 0) == ZERO_SIZE_PTR);
	assert_true(kmalloc(&m->slub, UINT64_MAX) == SLUB_NULL);
}

/* Orders that do not exist; and 32,768 objects a slab, which 15 bits do not hold. */
static void options(void **state)
{
	(void)state;
	power_off(GEOMETRY_X86_64);
	m->slub.config.slub_min_order = 11;
	memory(16, 16384, 0);
	boot(16384);
	mm_init_step(m, MM_KMEM_CACHE_INIT);
	assert_int_equal(m->slub.fault, SLUB_PANIC_CACHE);

	power_off(GEOMETRY_X86_64);
	m->slub.config.slub_min_objects = 32768;
	m->slub.config.slub_max_order = 10;
	memory(16, 16384, 0);
	boot(16384);
	mm_init_step(m, MM_KMEM_CACHE_INIT);
	assert_int_equal(m->slub.fault, SLUB_NO_OBJECTS);
}

/* Node 1 has a zone but no free page: its first slab is from node 0. */
static void useless_node(void **state)
{
	(void)state;
	power_off(GEOMETRY_X86_64);
	memory(16, 8192, 0);
	memory(8192, 16384, 1);
	reserve(8192, 16384);
	boot(16384);
	mm_init_step(m, MM_KMEM_CACHE_INIT);
	assert_int_equal(m->slub.fault, SLUB_OK);
	assert_int_equal(m->slub.useless_nodes, 1);
	/* It is counted where it is and where it was wanted; from the third cache on each structure
	 * for node 1 takes a slab of its own. */
	assert_int_equal(m->slub.kmem_cache_node->node[0]->nr_slabs, 2 + 26);
	assert_int_equal(m->slub.kmem_cache_node->node[1]->nr_slabs, 1);
}

static void no_memory(void **state)
{
	(void)state;
	power_off(GEOMETRY_X86_64);
	memory(16, 8192, 0);
	reserve(16, 8192);
	boot(8192);
	mm_init_step(m, MM_KMEM_CACHE_INIT);
	assert_int_equal(m->slub.fault, SLUB_BUG_EARLY_NODE);

	for (uint64_t free = 1; free <= 5; free++) {
		static const enum slub_fault faults[] = {
		    [1] = SLUB_NULL_BOOTSTRAP, /* kmem_cache */
		    [2] = SLUB_BUG_NAME,       /* kmalloc-16 */
		    [3] = SLUB_PANIC_KMALLOC,  /* a second slab of kmem_cache */
		    [4] = SLUB_BUG_NAME,       /* kmalloc-32 */
		    [5] = SLUB_OK,
		};

		power_off(GEOMETRY_X86_64);
		memory(16, 8192, 0);
		reserve(16, 8192);
		memblock_free(&m->memblock, PFN_PHYS(4200), PFN_PHYS(free));
		boot(8192);
		mm_init_step(m, MM_KMEM_CACHE_INIT);
		assert_int_equal(m->slub.fault, faults[free]);
	}
}

/*
 * After boot: objects of 2048 bytes, 8 of them a slab of order 2; min_partial 5, cpu_partial 6.
 */

enum { NR_OBJECTS = 96 };
static uint64_t objects[NR_OBJECTS];

static struct kmem_cache *boot_with_objects(int nr)
{
	boot_slub(1, MM_PERCPU_INIT_LATE);
	for (int i = 0; i < nr; i++)
		objects[i] = kmalloc(&m->slub, 2000);
	return m->slub.kmalloc_caches[11];
}

static struct page *slab_of(uint64_t object)
{
	return compound_head(pfn_to_page(&m->sparse, PFN_DOWN(object)));
}

static void objects_come_in_order(void **state)
{
	const struct kmem_cache *s = boot_with_objects(9);

	(void)state;
	for (int i = 1; i < 8; i++)
		assert_int_equal(objects[i], objects[0] + 2048 * (uint64_t)i);
	/* The first slab was left when its last object had gone. */
	assert_int_equal(slab_of(objects[0])->frozen, 0);
	assert_int_equal(slab_of(objects[0])->inuse, 8);
	assert_ptr_equal(s->cpu_slab->page, slab_of(objects[8]));
	kfree(&m->slub, objects[8]);
	assert_int_equal(kmalloc(&m->slub, 2048), objects[8]);
}

static void full_slab_becomes_partial(void **state)
{
	const struct kmem_cache *s = boot_with_objects(16);
	struct page *slab = slab_of(objects[0]);

	(void)state;
	kfree(&m->slub, objects[3]);
	assert_ptr_equal(s->cpu_slab->partial, slab);
	assert_int_equal(slab->frozen, 1);
	assert_int_equal(slab->inuse, 7);
	assert_int_equal(slab->pages, 1);
	assert_int_equal(slab->pobjects, 1);
	kfree(&m->slub, objects[5]);
	assert_int_equal(slab->inuse, 6);
	assert_int_equal(slab->pobjects, 1);
	/* The CPU's slab is full: the next objects are those freed, the latest first. */
	assert_int_equal(kmalloc(&m->slub, 2048), objects[5]);
	assert_ptr_equal(s->cpu_slab->page, slab);
	assert_null(s->cpu_slab->partial);
	assert_int_equal(kmalloc(&m->slub, 2048), objects[3]);
}

/* One object of each of nine full slabs: with the eighth there are 7 > 6 objects on the CPU's list.
 */
static void cpu_partial_list_overflows(void **state)
{
	const struct kmem_cache *s = boot_with_objects(80);
	const struct kmem_cache_node *n = s->node[0];

	(void)state;
	for (int i = 0; i < 7; i++)
		kfree(&m->slub, objects[8 * i]);
	assert_int_equal(n->nr_partial, 0);
	assert_int_equal(s->cpu_slab->partial->pages, 7);
	kfree(&m->slub, objects[56]);
	/* The latest first, each to the tail. */
	assert_int_equal(n->nr_partial, 7);
	assert_ptr_equal(page_of_lru(n->partial.next), slab_of(objects[48]));
	assert_ptr_equal(page_of_lru(n->partial.prev), slab_of(objects[0]));
	assert_int_equal(s->cpu_slab->partial->pages, 1);
	assert_int_equal(slab_of(objects[0])->frozen, 0);
}

static void empty_slab_is_given_back(void **state)
{
	const struct kmem_cache *s = boot_with_objects(80);
	const struct kmem_cache_node *n = s->node[0];
	uint64_t free;

	(void)state;
	for (int i = 0; i < 8; i++)
		kfree(&m->slub, objects[8 * i]);
	free = m->page_alloc.nr_free_pages;
	for (int i = 1; i < 8; i++)
		kfree(&m->slub, objects[i]);
	assert_int_equal(n->nr_partial, 6);
	assert_int_equal(n->nr_slabs, 9);
	assert_int_equal(m->page_alloc.nr_free_pages, free + 4);
	assert_null(page_at(PFN_DOWN(objects[0]) + 1)->lru.next);
	/* Six partial slabs are left of seven; down to five the next empty one goes too, then no
	 * more. */
	for (int i = 9; i < 16; i++)
		kfree(&m->slub, objects[i]);
	assert_int_equal(n->nr_partial, 5);
	for (int i = 17; i < 24; i++)
		kfree(&m->slub, objects[i]);
	assert_int_equal(n->nr_partial, 4);
	for (int i = 25; i < 32; i++)
		kfree(&m->slub, objects[i]);
	assert_int_equal(n->nr_partial, 4);
	assert_int_equal(slab_of(objects[24])->inuse, 0);
}

/* Two slabs with three objects each are within cpu_partial / 2, a third is not. */
static void several_partial_slabs_at_once(void **state)
{
	struct kmem_cache *s = boot_with_objects(80);

	(void)state;
	for (int i = 0; i < 8; i++)
		kfree(&m->slub, objects[8 * i]);
	slub_flush_cpu_slab(&m->slub, s);
	assert_int_equal(s->node[0]->nr_partial, 8);
	/* One object of each: more slabs are taken while there are at most 3. */
	(void)kmalloc(&m->slub, 2048);
	assert_int_equal(s->node[0]->nr_partial, 4);
	assert_int_equal(s->cpu_slab->partial->pages, 3);
	assert_int_equal(s->cpu_slab->partial->pobjects, 3);
}

static void without_cpu_partial(void **state)
{
	struct kmem_cache *s;

	(void)state;
	power_off(GEOMETRY_X86_64);
	m->slub.config.cpu_partial = false;
	memory(16, 16384, 0);
	boot_memmap(16384);
	mm_init(m);
	s = m->slub.kmalloc_caches[11];
	assert_int_equal(s->cpu_partial, 0);
	for (int i = 0; i < 24; i++)
		objects[i] = kmalloc(&m->slub, 2048);
	kfree(&m->slub, objects[0]);
	assert_int_equal(s->node[0]->nr_partial, 1);
	assert_int_equal(slab_of(objects[0])->frozen, 0);
}

static void large_objects_are_compound_pages(void **state)
{
	uint64_t address, pfn, free;

	(void)state;
	boot_slub(1, MM_PERCPU_INIT_LATE);
	free = m->page_alloc.nr_free_pages;
	address = kmalloc(&m->slub, 8193);
	pfn = PFN_DOWN(address);
	assert_int_equal(m->page_alloc.nr_free_pages, free - 4);
	expect_page(pfn, PG_HEAD, 1, -1, 0, 0, POISONED);
	assert_ptr_equal(compound_head(page_at(pfn + 3)), page_at(pfn));
	assert_int_equal(page_at(pfn + 2)->_refcount, 0);
	assert_int_equal(compound_order(page_at(pfn)), 2);
	kfree(&m->slub, address);
	assert_int_equal(m->page_alloc.nr_free_pages, free);
	assert_int_equal(m->page_alloc.nr_bad_pages, 0);
	assert_int_equal(page_at(pfn)->flags & PAGE_FLAGS_MASK, 0);
	assert_null(page_at(pfn + 3)->mapping);
}

static void locks_in_a_cache_of_their_own(void **state)
{
	struct kmem_cache *s;
	uint16_t next;

	(void)state;
	boot_slub(1, MM_PGTABLE_INIT);
	assert_null(m->pgtable.ptlock_cache);
	pgtable_init(&m->pgtable, &m->slub, 72);
	s = m->pgtable.ptlock_cache;
	assert_string_equal(s->name, "page->ptl");
	assert_int_equal(s->size, 72);
	assert_int_equal(s->refcount, 1);
	assert_ptr_equal(m->slub.slab_caches.next, &s->list);
	/* An object of 64 bytes is as good as one of kmalloc-64; sysfs keeps 24 bytes for it. */
	assert_null(m->slub.kmalloc_caches[5]->cpu_slab->partial);
	next = m->slub.kmalloc_caches[5]->cpu_slab->freelist;
	pgtable_init(&m->pgtable, &m->slub, 60);
	assert_int_not_equal(m->slub.kmalloc_caches[5]->cpu_slab->freelist, next);
	assert_string_equal(m->pgtable.ptlock_cache->name, "kmalloc-64");
	assert_int_equal(m->pgtable.ptlock_cache->refcount, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(orders_by_number_of_cpus),
	    cmocka_unit_test(pages_taken_at_boot),
	    cmocka_unit_test(bootstrap_states),
	    cmocka_unit_test(order_of_slab_caches),
	    cmocka_unit_test(sizes_and_their_caches),
	    cmocka_unit_test(options),
	    cmocka_unit_test(useless_node),
	    cmocka_unit_test(no_memory),
	    cmocka_unit_test(objects_come_in_order),
	    cmocka_unit_test(full_slab_becomes_partial),
	    cmocka_unit_test(cpu_partial_list_overflows),
	    cmocka_unit_test(empty_slab_is_given_back),
	    cmocka_unit_test(several_partial_slabs_at_once),
	    cmocka_unit_test(without_cpu_partial),
	    cmocka_unit_test(large_objects_are_compound_pages),
	    cmocka_unit_test(locks_in_a_cache_of_their_own),
	};

	return cmocka_run_group_tests(tests, machine_open, machine_close);
}
