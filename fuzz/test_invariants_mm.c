/* The laws of mm_init and of what comes after it; see damage.h. */
#include <string.h>

#include "damage.h"

static void add_late(enum sc_late_op_kind kind, uint64_t bytes)
{
	s.late_ops[s.nr_late_ops++] = (struct sc_late_op){.kind = kind, .bytes = bytes, .zone = 2};
}

/* A tiny machine with early areas, mappings for kaiser, and all allocators used after boot. */
static int boot(void **state)
{
	(void)state;
	scenario_clear(&s);
	s.geometry = SC_TINY;
	s.nr_cpus = 4;
	s.e820[s.nr_e820++] = (struct sc_e820_entry){.size = 0x9f000, .type = 1};
	s.e820[s.nr_e820++] = (struct sc_e820_entry){0x100000, 0x700000, 1};
	for (uint64_t i = 0; i < 2; i++)
		s.early_vm[s.nr_early_vm++] =
		    (struct sc_early_vm){0xffffc90000000000 + i * 0x4000, 0x2000, 2};
	s.user_maps[s.nr_user_maps++] =
	    (struct sc_user_map){0xffffffff81000000, 0x3000, SC_PROT_KERNEL_RX};
	s.user_maps[s.nr_user_maps++] =
	    (struct sc_user_map){0xffffffffff600000, 0x1000, SC_PROT_VSYSCALL};
	for (int i = 0; i < 40; i++)
		add_late(SC_LATE_KMALLOC, 500);
	add_late(SC_LATE_VMALLOC, 0x5000);
	add_late(SC_LATE_ALLOC_PAGES, 0);
	add_late(SC_LATE_KMALLOC, 20000);
	for (uint32_t i = 0; i < 20; i++) {
		add_late(SC_LATE_FREE, 0);
		s.late_ops[s.nr_late_ops - 1].operation = i;
	}
	boot_scenario();
	return 0;
}

static int boot_deferred(void **state)
{
	(void)state;
	scenario_clear(&s);
	s.geometry = SC_TINY;
	s.e820[s.nr_e820++] = (struct sc_e820_entry){.size = 0x9f000, .type = 1};
	s.e820[s.nr_e820++] = (struct sc_e820_entry){0x100000, 0x700000, 1};
	s.config.deferred_init = true;
	boot_scenario();
	return 0;
}

static void add_op(enum sc_op_kind kind, uint64_t start, uint64_t size)
{
	s.ops[s.nr_ops++] = (struct sc_op){.kind = kind, .range = {start, size}};
}

static int boot_arm(void **state)
{
	(void)state;
	scenario_clear(&s);
	s.geometry = SC_ARM_FLATMEM;
	add_op(SC_OP_ADD, 0, 0x800000);
	add_op(SC_OP_ADD, 0xc00000, 0x800000);
	add_op(SC_OP_RESERVE, 0x8000, 0x200000);
	s.arm.has_lowmem_limit = true;
	s.arm.lowmem_limit = 0x1000000;
	boot_scenario();
	return 0;
}

static void caches(void **state)
{
	(void)state;
	ROW(slab_zone_stat, 1)->free--;
	assert_broken("slab_pages_left_buddy", STAGE_KMEM_CACHE_INIT);
	boot(NULL);
	LAST(slab_cache)->align = 24;
	assert_broken("objects_fit_their_slab", STAGE_KMEM_CACHE_INIT);
	boot(NULL);
	LAST(slab_cache)->oo_objects++;
	assert_broken("objects_fit_their_slab", STAGE_KMEM_CACHE_INIT);
	boot(NULL);
	ROW(slab_cache, 5)->size = 2056; /* of an order 0 slab, where order 1 wastes less */
	ROW(slab_cache, 5)->oo_order = ROW(slab_cache, 5)->max_order = 0;
	ROW(slab_cache, 5)->oo_objects = ROW(slab_cache, 5)->max_objects = 1;
	ROW(slab_cache, 5)->min_order = 0;
	ROW(slab_cache, 5)->min_objects = 1;
	assert_broken("slab_waste_is_bounded", STAGE_KMEM_CACHE_INIT);
	boot(NULL);
	s.slub_min_objects = 1;
	boot_scenario();
	LAST(slab_cache)->oo_order++;
	LAST(slab_cache)->max_order++;
	assert_broken("slab_waste_is_bounded", STAGE_KMEM_CACHE_INIT);
	boot(NULL);
	ROW(slab_index, 8)->index = 7; /* 72 bytes fit into 96 */
	assert_broken("kmalloc_takes_smallest_cache", STAGE_KMEM_CACHE_INIT);
	boot(NULL);
	ROW(slab_cache, 0)->refcount = UINT64_MAX;
	assert_broken("caches_are_complete", STAGE_KMEM_CACHE_INIT);
	boot(NULL);
	o->tables[OBS_slab_cache].nr_rows--;
	assert_broken("caches_are_complete", STAGE_KMEM_CACHE_INIT);
}

static void slabs(void **state)
{
	(void)state;
	ROW(slab_page, 0)->frozen ^= 1;
	assert_broken("slab_is_in_one_place", STAGE_KMEM_CACHE_INIT);
	boot(NULL);
	ROW(slab_node, 0)->nr_partial++;
	assert_broken("slab_is_in_one_place", STAGE_KMEM_CACHE_INIT);
	boot(NULL);
	ROW(slab_cpu, 0)->in_use++;
	assert_broken("objects_in_use_add_up", STAGE_KMEM_CACHE_INIT);
	boot(NULL);
	LAST(late_slab_page)->inuse--;
	assert_broken("late_slab_is_in_one_place", STAGE_LATE);
	boot(NULL);
	LAST(late_slab_cpu)->in_use++;
	assert_broken("late_objects_in_use_add_up", STAGE_LATE);
}

static void percpu_and_page_tables(void **state)
{
	(void)state;
	ROW(percpu_map, 2)->value += 2;
	assert_broken("area_maps_unchanged", STAGE_PERCPU_INIT_LATE);
	boot(NULL);
	ROW(percpu_chunk, 0)->map_place = MAP_STATIC;
	assert_broken("area_maps_unchanged", STAGE_PERCPU_INIT_LATE);
	boot(NULL);
	ROW(percpu_chunk, 0)->free_size--;
	assert_broken("area_map_is_sound", STAGE_PERCPU_INIT_LATE);
	boot(NULL);
	ROW(percpu_chunk, 1)->contig_hint = 0;
	assert_broken("area_map_is_sound", STAGE_PERCPU_INIT_LATE);
	boot(NULL);
	ROW(pgtable, 0)->nr_caches++;
	assert_broken("page_table_caches_are_for_locks", STAGE_PGTABLE_INIT);
}

static void areas_and_capabilities(void **state)
{
	(void)state;
	ROW(vmap_area, 1)->start = ROW(vmap_area, 0)->start;
	assert_broken("early_areas_imported", STAGE_VMALLOC_INIT);
	boot(NULL);
	ROW(vmap_area, 0)->flags = 0;
	assert_broken("early_areas_imported", STAGE_VMALLOC_INIT);
	boot(NULL);
	s.cpu.gbpages = false;
	assert_broken("huge_mapping_needs_cpu_flag", STAGE_IOREMAP_HUGE_INIT);
}

static void kaiser(void **state)
{
	(void)state;
	ROW(kaiser_zone_stat, 1)->kaisertable++;
	assert_broken("table_pages_left_buddy", STAGE_KAISER_INIT);
	boot(NULL);
	ROW(kaiser, 0)->enabled = 0;
	assert_broken("table_pages_left_buddy", STAGE_KAISER_INIT);
	boot(NULL);
	ROW(kaiser, 0)->nr_mapped++;
	assert_broken("tables_for_what_is_mapped", STAGE_KAISER_INIT);
	boot(NULL);
	ROW(kaiser_run, 0)->start -= UINT64_C(1) << 12; /* into another 2 MiB */
	assert_broken("tables_for_what_is_mapped", STAGE_KAISER_INIT);
}

static void deferred(void **state)
{
	(void)state;
	assert_true(NR_ROWS(o, deferred_thread) == 1);
	ROW(deferred_thread, 0)->nr_pages++;
	assert_broken("deferred_pages_all_freed", STAGE_DEFERRED);
}

static void at_the_end(void **state)
{
	(void)state;
	ROW(late, 0)->free++;
	assert_broken("pages_conserved", STAGE_LATE);
	boot(NULL);
	ROW(late_zone_free, 1)->managed++;
	assert_broken("managed_pages_stay", STAGE_LATE);
	boot(NULL);
	ROW(freed_zone_stat, 1)->free--;
	assert_broken("freed_pages_are_back", STAGE_FREED);
	boot(NULL);
	ROW(freed_zone_stat, 1)->kaisertable--;
	assert_broken("freed_pages_are_back", STAGE_FREED);
	boot(NULL);
	LAST(freed_slab_cpu)->in_use++;
	assert_broken("freed_objects_are_back", STAGE_FREED);
	boot(NULL);
	LAST(freed_vmap_area)->end++;
	assert_broken("freed_areas_are_back", STAGE_FREED);
}

static void reservations_of_arm(void **state)
{
	uint64_t i = 0;

	(void)state;
	while (!(ROW(released_page_run, i)->flags & 1 << 10))
		i++;
	ROW(released_page_run, i)->flags = 0;
	assert_broken("reserved_memory_is_flagged", STAGE_MEM_INIT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(caches, boot),
	    cmocka_unit_test_setup(slabs, boot),
	    cmocka_unit_test_setup(percpu_and_page_tables, boot),
	    cmocka_unit_test_setup(areas_and_capabilities, boot),
	    cmocka_unit_test_setup(kaiser, boot),
	    cmocka_unit_test_setup(deferred, boot_deferred),
	    cmocka_unit_test_setup(at_the_end, boot),
	    cmocka_unit_test_setup(reservations_of_arm, boot_arm),
	};

	return cmocka_run_group_tests(tests, open_pair, close_pair);
}
