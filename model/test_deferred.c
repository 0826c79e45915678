/* Struct pages that are initialised later: spec 03, 11, by hand, on a machine of 0x600 pages where
 * 0x100 are initialised early at least. */
#include "testing.h"

static void boot(bool deferred)
{
	struct config config = m->config;

	config.deferred_init = deferred;
	model_machine_reset(m, &model_geometry_tiny, &config);
	model_memblock_add_node(m, 0, PAGES(0x300), 0);
	model_memblock_add_node(m, PAGES(0x300), PAGES(0x300), 1);
	model_memblock_reserve(m, PAGES(0x5f0), PAGES(0x10));
	boot_to_release();
}

static void starts(void **state)
{
	(void)state;
	boot(true);
	/* Node 0 ends in DMA32 at 0x300: from 0x200 on it has 0x100 pages, not one too many. */
	assert_int_equal(m->mmzone.nodes[0].static_init_pgcnt, 0x100);
	assert_int_equal(m->mmzone.nodes[0].first_deferred_pfn, UINT64_MAX);
	/* Node 1: DMA32 has [0x300, 0x400), Normal [0x400, 0x600) is the last zone. Behind 0x100
	 * pages a section begins at 0x500. */
	assert_int_equal(m->mmzone.nodes[1].first_deferred_pfn, 0x500);
	assert_false(bit_test(m->memmap.refcount_one, 0x5ef));
	assert_int_equal(m->memmap.zone_id[0x5ef], 0);
	/* A reserved page is initialised nevertheless. */
	assert_true(bit_test(m->memmap.reserved, 0x5f0));
	assert_int_equal(m->memmap.zone_id[0x5f0], zone_id(1, ZONE_NORMAL));
	/* What waits is counted as RAM, but neither managed nor free. */
	assert_pair(m->buddy.totalram_pages, m->buddy.nr_free_pages, 0x5f0, 0x500);
	assert_int_equal(m->mmzone.nodes[1].zones[ZONE_NORMAL].managed, 0x100);
}

static void ends(void **state)
{
	static bool early_buddy[0x600], movable[0x600];
	const struct trace_row *row = m->deferred.threads.rows;

	(void)state;
	boot(false);
	for (uint64_t pfn = 0; pfn < 0x600; pfn++) {
		early_buddy[pfn] = bit_test(m->memmap.buddy[4], pfn);
		movable[pfn] = model_pageblock_type(m, pfn) == MIGRATE_MOVABLE;
	}
	boot(true);
	model_page_alloc_init_late(m);
	assert_int_equal(m->deferred.threads.nr, 1);
	assert_pair(row->a, row->b, 1, 0x500);
	/* 0xf0 pages in blocks of eight. */
	assert_pair(row->c, row->d, 0xf0, 0x1e);
	/* The same state as if all had been initialised at once. */
	assert_int_equal(m->buddy.nr_free_pages, 0x5f0);
	assert_int_equal(m->mmzone.nodes[1].zones[ZONE_NORMAL].managed, 0x1f0);
	for (uint64_t pfn = 0; pfn < 0x600; pfn++) {
		assert_int_equal(bit_test(m->memmap.buddy[4], pfn), early_buddy[pfn]);
		/* But a pageblock that the thread has no page of is never made movable [Q]. */
		if (pfn < 0x5f0)
			assert_int_equal(model_pageblock_type(m, pfn) == MIGRATE_MOVABLE,
					 movable[pfn]);
	}
}

/* The page at which the number is reached is initialised, though it begins a section. */
static void exact_number(void **state)
{
	struct config config = m->config;

	(void)state;
	config.deferred_init = true;
	model_machine_reset(m, &model_geometry_tiny, &config);
	model_memblock_add_node(m, 0, PAGES(0x401), 0);
	model_memblock_add_node(m, PAGES(0x401), PAGES(0x1ff), 1);
	boot_to_release();
	assert_int_equal(m->mmzone.nodes[1].first_deferred_pfn, 0x540);
}

/* The limbo page behind a reservation's last byte is nobody's, but the thread goes by memory: it is
 * free in the end [Q]. */
static void limbo_page(void **state)
{
	struct config config = m->config;

	(void)state;
	config.deferred_init = true;
	model_machine_reset(m, &model_geometry_tiny, &config);
	model_memblock_add_node(m, 0, PAGES(0x600), 0);
	model_memblock_reserve(m, PAGES(0x580), PAGES(1) + 1);
	boot_to_release();
	assert_int_equal(m->mmzone.nodes[0].first_deferred_pfn, 0x500);
	model_page_alloc_init_late(m);
	assert_true(bit_test(m->memmap.reserved, 0x580));
	assert_int_equal(m->buddy.nr_free_pages, 0x600 - 1);
	assert_int_equal(m->buddy.totalram_pages, 0x600 - 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(starts, tiny),
	    cmocka_unit_test_setup(ends, tiny),
	    cmocka_unit_test_setup(exact_number, tiny),
	    cmocka_unit_test_setup(limbo_page, tiny),
	};

	return cmocka_run_group_tests(tests, open_machine, close_machine);
}
