/* Sections, sizes of nodes and zones, the movable zone, struct pages, zonelists. */
#include "test_machine.h"

/* The runs of struct pages that bear the zone and node of a zone, as "start-end ...", exclusive. */
static void expect_pages_of(int nid, enum zone_type zone, const char *runs)
{
	uint64_t flags = page_flags_of(zone, (unsigned int)nid);
	char text[256] = "";
	size_t length = 0;
	uint64_t start = 0;
	bool within = false;

	memmap_populate_all(&m->sparse);
	for (uint64_t pfn = 0; pfn <= m->config.geometry->max_arch_pfn; pfn++) {
		bool is = pfn_valid(&m->sparse, pfn) &&
			  pfn_to_page(&m->sparse, pfn)->_refcount == 1 &&
			  pfn_to_page(&m->sparse, pfn)->flags == flags;

		if (within && !is)
			length += (size_t)snprintf(
			    text + length, sizeof(text) - length, "%s%llu-%llu", length ? " " : "",
			    (unsigned long long)start, (unsigned long long)pfn);
		if (is && !within)
			start = pfn;
		within = is;
	}
	assert_string_equal(text, runs);
}

static void expect_zonelist(int nid, const char *zones)
{
	const struct pglist_data *pgdat = &m->page_alloc.node_data[nid];
	char text[256] = "";
	size_t length = 0;

	for (uint32_t i = 0; i < pgdat->nr_zonelist; i++)
		length +=
		    (size_t)snprintf(text + length, sizeof(text) - length, "%s%d:%d", i ? " " : "",
				     pgdat->zonelist[i]->nid, pgdat->zonelist[i]->index);
	assert_string_equal(text, zones);
}

static void ordinary_machine(void **state)
{
	const struct pglist_data *pgdat = &m->page_alloc.node_data[0];

	(void)state;
	power_off(GEOMETRY_X86_64);
	memory(1, 0x9f, 0);
	memory(0x100, 0xbffd0, 0);
	memory(0x100000, 0x140000, 0);
	reserve(0, 16);
	boot_zones(0x140000);
	assert_int_equal(m->page_alloc.dma_reserve, 15);
	expect_zone(0, ZONE_DMA, 1, 4095, 3998);
	expect_zone(0, ZONE_DMA32, 4096, 1044480, 782288);
	expect_zone(0, ZONE_NORMAL, 0x100000, 262144, 262144);
	expect_zone(0, ZONE_MOVABLE, 0, 0, 0);
	/* 64 pages of struct pages for the span: it is within a sixteenth of what is present. */
	assert_int_equal(zone_of(0, ZONE_DMA)->managed_pages, 3998 - 64 - 15);
	assert_int_equal(zone_of(0, ZONE_DMA)->batch, 0);
	/* Not so in DMA32: 782288 / 64 are 12224 pages, rounded up. */
	assert_int_equal(zone_of(0, ZONE_DMA32)->managed_pages, 782288 - 12224);
	assert_int_equal(zone_of(0, ZONE_DMA32)->batch, 31);
	assert_int_equal(pgdat->nr_zones, 3);
	assert_int_equal(pgdat->node_start_pfn, 1);
	assert_int_equal(pgdat->node_present_pages, 1048430);
	assert_int_equal(m->page_alloc.movable_zone, ZONE_NORMAL);
	expect_zonelist(0, "0:2 0:1 0:0");
	assert_int_equal(m->page_alloc.vm_total_pages, 3919 + 770064 + 258048);
	assert_false(m->page_alloc.page_group_by_mobility_disabled);
	assert_int_equal(m->sparse.nr_present, 24 + 8);
	assert_true(pfn_valid(&m->sparse, 0));
	assert_true(pfn_valid(&m->sparse, 0xbffff));
	assert_false(pfn_valid(&m->sparse, 0xc0000));
}

static void struct_pages_and_pageblocks(void **state)
{
	(void)state;
	power_off(GEOMETRY_TINY);
	memory(1, 100, 0);
	memory(260, 300, 0);
	boot_memmap(300);
	/* Holes of the span are initialised in valid sections, and nothing outside it. */
	expect_pages_of(0, ZONE_DMA, "1-128 256-300");
	expect_page(0, 0, 0, 0, 0, 0, ZERO);
	expect_page(300, 0, 0, 0, 0, 0, ZERO);
	assert_int_equal(*pageblock_type(&m->sparse, 0, 0), MIGRATE_UNMOVABLE);
	assert_int_equal(*pageblock_type(&m->sparse, 8, 0), MIGRATE_MOVABLE);
	assert_int_equal(*pageblock_type(&m->sparse, 296, 0), MIGRATE_MOVABLE);
	assert_int_equal(*pageblock_type(&m->sparse, 304, 0), MIGRATE_UNMOVABLE);
	assert_int_equal(m->page_alloc.highest_memmap_pfn, 299);
}

static void memory_beyond_the_last_section(void **state)
{
	(void)state;
	power_off(GEOMETRY_TINY);
	memory(0x7f0, 0x810, 3);
	memory(0x900, 0x910, 3);
	boot_zones(0x800);
	assert_int_equal(m->sparse.nr_present, 1);
	assert_int_equal(m->sparse.present[0], 31);
	assert_int_equal(m->sparse.sections[31].nid, 3);
	assert_true(m->sparse.limit_warned);
	assert_false(pfn_valid(&m->sparse, 0x800));
	/* ZONE_DMA ends below the first memory: it is empty. */
	expect_zone(3, ZONE_DMA, 0, 0, 0);
	expect_zone(3, ZONE_NORMAL, 0x7f0, 0x10, 0x10);
}

/* Nodes A B A: with CONFIG_NODES_SPAN_OTHER_NODES each keeps off the other's memory, without it the
 * later node takes all of its span. */
static void interleaved_nodes(void **state)
{
	(void)state;
	for (int span = 0; span < 2; span++) {
		power_off(GEOMETRY_TINY);
		m->config.nodes_span_other_nodes = span;
		memory(16, 32, 0);
		memory(40, 48, 1);
		memory(48, 56, 0);
		memory(60, 64, 1);
		boot_memmap(64);
		expect_zone(0, ZONE_DMA, 16, 40, 24);
		expect_zone(1, ZONE_DMA, 40, 24, 12);
		expect_pages_of(0, ZONE_DMA, span ? "16-40 48-56" : "16-40");
		expect_pages_of(1, ZONE_DMA, span ? "40-48 56-64" : "40-64");
	}
}

/* Node 1's region begins within page 40, whose first byte is in no region: node 0 takes it. */
static void partial_page_of_another_node(void **state)
{
	(void)state;
	power_off(GEOMETRY_TINY);
	memory(16, 32, 0);
	memblock_add_node(&m->memblock, PFN_PHYS(40) + 512, PFN_PHYS(8) - 512, 1);
	memory(50, 52, 0);
	memory(52, 60, 1);
	boot_memmap(60);
	expect_pages_of(0, ZONE_DMA,
			"16-41 50-52"); /* 48 and 49 are both nodes': the later one's */
	expect_pages_of(1, ZONE_DMA, "41-50 52-60");
}

/* The same with page 1060, but when ZONE_MOVABLE comes to it, the region is still the one that the
 * walk over ZONE_NORMAL found last: the page then counts as node 1's, and stays NORMAL. */
static void partial_page_of_the_last_region(void **state)
{
	(void)state;
	power_off(GEOMETRY_TINY);
	m->early_param.mirrored_kernelcore = true;
	memory(1, 1041, 0);
	memblock_mark_mirror(&m->memblock, 0, PFN_PHYS(1041));
	memory(1041, 1042, 0);
	memblock_add_node(&m->memblock, PFN_PHYS(1060) + 512, PFN_PHYS(40) - 512, 1);
	memory(1100, 1200, 0);
	boot_memmap(1100);
	assert_int_equal(m->page_alloc.zone_movable_pfn[0], 1056);
	expect_pages_of(0, ZONE_NORMAL, "1024-1056 1060-1061");
	expect_pages_of(0, ZONE_MOVABLE, "1056-1060");
	expect_pages_of(1, ZONE_NORMAL, "1061-1072");
}

static void movablecore(void **state)
{
	(void)state;
	power_off(GEOMETRY_TINY);
	m->early_param.required_movablecore = 100;
	memory(1, 2000, 0);
	boot_zones(2000);
	/* 1999 - 112 pages of kernelcore from 1 on, rounded up to 16 pages. */
	assert_int_equal(m->page_alloc.zone_movable_pfn[0], 1888);
	expect_zone(0, ZONE_NORMAL, 1024, 864, 864);
	expect_zone(0, ZONE_MOVABLE, 1888, 112, 112);
	assert_int_equal(m->page_alloc.n_normal_memory, 1);
	expect_zonelist(0, "0:3 0:2 0:1 0:0");
}

/* The movable start is rounded up beyond the node's end: present pages without a span. */
static void movable_overshoot(void **state)
{
	(void)state;
	power_off(GEOMETRY_TINY);
	m->early_param.required_kernelcore = 1890;
	memory(1, 1896, 0);
	boot_zones(1896);
	assert_int_equal(m->page_alloc.zone_movable_pfn[0], 1904);
	expect_zone(0, ZONE_NORMAL, 1024, 872, 872);
	expect_zone(0, ZONE_MOVABLE, 0, 0, 8);
	assert_int_equal(m->page_alloc.node_data[0].node_present_pages, 1895 + 8);
	expect_zonelist(0, "0:3 0:2 0:1 0:0");
	assert_false(zone_of(0, ZONE_MOVABLE)->initialized);
	mm_memmap_init(m);
	boot_mem_init();
	assert_int_equal(alloc_pages(&m->page_alloc, 4, ZONE_MOVABLE, 0, MIGRATE_MOVABLE), 1872);
}

static void movable_node(void **state)
{
	(void)state;
	power_off(GEOMETRY_TINY);
	m->early_param.movable_node_enabled = true;
	memory(1, 1024, 0);
	memory(1024, 1536, 0);
	memory(1536, 2048, 1);
	memblock_mark_hotplug(&m->memblock, PFN_PHYS(1536), PFN_PHYS(512));
	boot_zones(2048);
	expect_zone(0, ZONE_NORMAL, 1024, 512, 512);
	expect_zone(1, ZONE_NORMAL, 0, 0, 0);
	expect_zone(1, ZONE_MOVABLE, 1536, 512, 512);
	assert_int_equal(m->page_alloc.n_memory, 3);
	assert_int_equal(m->page_alloc.n_normal_memory, 1);
}

/* kernelcore=mirror: NORMAL is not cut where MOVABLE begins; mirrored memory stays NORMAL, and so
 * does the first page after it. */
static void mirrored_kernelcore(void **state)
{
	(void)state;
	power_off(GEOMETRY_TINY);
	m->early_param.mirrored_kernelcore = true;
	memory(1, 1280, 0);
	memory(1280, 1408, 0);
	memory(1408, 1600, 0);
	memblock_mark_mirror(&m->memblock, PFN_PHYS(1), PFN_PHYS(1055));
	memblock_mark_mirror(&m->memblock, PFN_PHYS(1280), PFN_PHYS(128));
	boot_memmap(1600);
	assert_int_equal(m->page_alloc.zone_movable_pfn[0], 1056);
	expect_zone(0, ZONE_NORMAL, 1024, 576, 160);
	expect_zone(0, ZONE_MOVABLE, 1056, 544, 416);
	expect_pages_of(0, ZONE_NORMAL, "1024-1056 1280-1409");
	expect_pages_of(0, ZONE_MOVABLE, "1056-1280 1409-1600");
}

static void zonelists_of_three_nodes(void **state)
{
	(void)state;
	power_off(GEOMETRY_TINY);
	memory(1, 600, 0);
	memory(600, 1300, 1);
	memory(1300, 1900, 4);
	boot_zones(1900);
	expect_zonelist(0, "0:1 0:0 1:2 1:1 4:2");
	/* Nodes with a lower number than one's own come last. */
	expect_zonelist(1, "1:2 1:1 4:2 0:1 0:0");
	expect_zonelist(4, "4:2 0:1 0:0 1:2 1:1");
}

static void small_machine_is_not_grouped(void **state)
{
	(void)state;
	power_off(GEOMETRY_TINY);
	memory(1, 30, 0);
	boot_memmap(30);
	assert_true(m->page_alloc.page_group_by_mobility_disabled);
	/* The struct pages come before the zonelists, in the kernel. */
	assert_int_equal(*pageblock_type(&m->sparse, 8, 0), MIGRATE_MOVABLE);
}

static void undefined_inputs(void **state)
{
	(void)state;
	power_off(GEOMETRY_TINY);
	m->e820.max_low_pfn = 64;
	mm_paging_init(m);
	assert_int_equal(m->page_alloc.fault, PAGE_ALLOC_NO_ONLINE_NODE);

	power_off(GEOMETRY_TINY);
	m->early_param.required_kernelcore = 1;
	memory(100, 200, 0);
	boot_zones(100);
	assert_int_equal(m->page_alloc.fault, PAGE_ALLOC_NO_MOVABLE_ZONE);

	power_off(GEOMETRY_TINY);
	memory(100, 200, 0);
	boot_zones(100);
	assert_int_equal(m->page_alloc.fault, PAGE_ALLOC_OK);
	assert_int_equal(m->page_alloc.movable_zone, -1);

	power_off(GEOMETRY_TINY);
	memory(16, 64, 0);
	memblock_add_node(&m->memblock, UINT64_MAX - 100, 100, 0);
	boot_zones(64);
	assert_int_equal(m->page_alloc.fault, PAGE_ALLOC_PFN_WRAP);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(ordinary_machine),
	    cmocka_unit_test(struct_pages_and_pageblocks),
	    cmocka_unit_test(memory_beyond_the_last_section),
	    cmocka_unit_test(interleaved_nodes),
	    cmocka_unit_test(partial_page_of_another_node),
	    cmocka_unit_test(partial_page_of_the_last_region),
	    cmocka_unit_test(movablecore),
	    cmocka_unit_test(movable_overshoot),
	    cmocka_unit_test(movable_node),
	    cmocka_unit_test(mirrored_kernelcore),
	    cmocka_unit_test(zonelists_of_three_nodes),
	    cmocka_unit_test(small_machine_is_not_grouped),
	    cmocka_unit_test(undefined_inputs),
	};

	return cmocka_run_group_tests(tests, machine_open, machine_close);
}
