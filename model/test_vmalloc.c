/* Early areas, vmalloc and vfree: spec 07, 3 and the rules of Linux 4.9, by hand. */
#include "testing.h"

#define START UINT64_C(0xffffc90000000000)

static void boot(void)
{
	model_memblock_add(m, PAGES(0x1000), PAGES(0x4000));
	boot_to_release();
	model_setup_first_chunk(m, &(struct percpu_params){0x16000, 0x2000, 0x7000});
	model_kmem_cache_init(m);
}

static void add_step(struct machine *machine, void *argument)
{
	model_vm_area_add_early(machine, argument);
}

static enum stop add(uint64_t addr, uint64_t size)
{
	struct early_vm vm = {addr, size, 2};

	return model_run(m, add_step, &vm);
}

static void init_step(struct machine *machine, void *argument)
{
	(void)argument;
	model_vmalloc_init(machine);
}

static void early_list(void **state)
{
	uint64_t off = 0;

	(void)state;
	assert_int_equal(add(0x3000, 0x1000), STOP_NONE);
	assert_int_equal(add(0x1000, 0x1000), STOP_NONE);
	assert_int_equal(add(0x2000, 0x1001), STOP_EARLY_VM_OVERLAP);
	assert_int_equal(add(0x1fff, 1), STOP_EARLY_VM_OVERLAP);
	assert_int_equal(add(0x2000, 0x1000), STOP_NONE);
	/* Of the same address only what is empty, and it goes first. */
	assert_int_equal(add(0x2000, 0), STOP_NONE);
	assert_pair(m->vmalloc.vmlist[1].size, m->vmalloc.vmlist[2].size, 0, 0x1000);
	assert_int_equal(m->vmalloc.nr_vmlist, 4);
	/* Registered areas follow each other, each from a page on. */
	assert_int_equal(model_vm_area_register_early(m, 0x1800, 0x1000, 2, &off), START);
	assert_int_equal(model_vm_area_register_early(m, 0x1000, 0x4000, 2, &off), START + 0x4000);
	assert_int_equal(off, 0x5000);
}

static void imported(void **state)
{
	(void)state;
	boot();
	add(START + 0x8000, 0x4000);
	add(START, 0x2000);
	model_vmalloc_init(m);
	assert_int_equal(m->vmalloc.nr_areas, 2);
	assert_pair(m->vmalloc.areas[m->vmalloc.list[1]].start,
		    m->vmalloc.areas[m->vmalloc.list[1]].flags, START + 0x8000, VM_VM_AREA);
	assert_int_equal(m->slub.caches[m->slub.kmalloc_caches[1]].objects_out, 2);
}

/* Two empty areas at one address belong nowhere. */
static void nowhere(void **state)
{
	(void)state;
	boot();
	add(START, 0);
	add(START, 0);
	assert_int_equal(model_run(m, init_step, NULL), STOP_VMAP_INSERT);
}

/* Four pages and the guard page; the hole below the early area is used by what fits. */
static void first_fit(void **state)
{
	uint64_t a, b, c, d, free;

	(void)state;
	boot();
	add(START + 0x8000, 0x4000);
	model_vmalloc_init(m);
	/* Slabs of what vmalloc itself needs: vm_struct, vmap_area, arrays of four, ten, one. */
	model_kmalloc(m, 64);
	model_kmalloc(m, 96);
	model_kmalloc(m, 32);
	model_kmalloc(m, 80);
	model_kmalloc(m, 8);
	free = m->buddy.nr_free_pages;
	a = model_vmalloc(m, 4 * 4096);
	assert_pair(a, free - m->buddy.nr_free_pages, START, 4);
	b = model_vmalloc(m, 10 * 4096);
	assert_int_equal(b, START + 0xc000);
	/* The hole that was seen below has three pages: what has as many, with its guard, does not
	 * go there, what has fewer does. */
	d = model_vmalloc(m, 2 * 4096);
	assert_int_equal(d, START + 0x17000);
	c = model_vmalloc(m, 4096);
	assert_int_equal(c, START + 0x5000);
	assert_int_equal(model_vmalloc(m, 0), 0);
	assert_int_equal(model_vmalloc(m, PAGES(0x4001)), 0);
	model_vfree(m, a);
	model_vfree(m, b);
	model_vfree(m, c);
	model_vfree(m, d);
	assert_pair(free - m->buddy.nr_free_pages, m->vmalloc.lazy_pages, 0, 5 + 11 + 2 + 3);
	/* Their addresses are still taken. */
	assert_int_equal(m->vmalloc.nr_areas, 5);
	assert_int_equal(model_vmalloc(m, 4096), START + 0x1a000);
	model_purge_vmap_areas(m);
	model_vmalloc_rcu(m);
	assert_pair(m->vmalloc.nr_areas, m->vmalloc.lazy_pages, 2, 0);
	/* Two areas, and the two objects from above. */
	assert_int_equal(m->slub.caches[m->slub.kmalloc_caches[1]].objects_out, 4);
}

/* 513 pointers do not fit into a page: the array is vmalloc's, two pages behind the area. */
static void large_array(void **state)
{
	uint64_t a;

	(void)state;
	boot();
	model_vmalloc_init(m);
	a = model_vmalloc(m, 513 * 4096);
	assert_pair(a, m->vmalloc.nr_areas, START, 2);
	assert_int_equal(m->vmalloc.areas[m->vmalloc.list[1]].nr_pages, 2);
	model_vfree(m, a);
	assert_int_equal(m->vmalloc.lazy_pages, 514 + 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(early_list, x86_64),  cmocka_unit_test_setup(imported, x86_64),
	    cmocka_unit_test_setup(nowhere, x86_64),     cmocka_unit_test_setup(first_fit, x86_64),
	    cmocka_unit_test_setup(large_array, x86_64),
	};

	return cmocka_run_group_tests(tests, open_machine, close_machine);
}
