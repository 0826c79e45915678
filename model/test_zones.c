/* Zones, the movable zone, the memmap, the zonelists: spec 03. */
#include "testing.h"

/* Zones and memmap of what memblock holds. */
static void init(void)
{
	model_setup_end_of_memory(m);
	model_numa_from_regions(m);
	model_setup_zones(m);
	model_memmap_init(m);
}

static const struct zone *zone(int nid, int z)
{
	return &m->mmzone.nodes[nid].zones[z];
}

static void sizes_of_a_plain_machine(void **state)
{
	(void)state;
	model_memblock_add(m, PAGES(1), PAGES(0x9e));
	model_memblock_add(m, M(1), M(127));
	model_memblock_reserve(m, M(1), M(1));
	init();
	assert_pair(m->mmzone.low[ZONE_DMA], m->mmzone.high[ZONE_DMA], 1, 0x1000);
	assert_pair(m->mmzone.low[ZONE_NORMAL], m->mmzone.high[ZONE_NORMAL], 0x8000, 0x8000);
	assert_int_equal(m->mmzone.movable_zone, ZONE_DMA32);
	assert_int_equal(m->mmzone.dma_reserve, 0x100);
	assert_pair(zone(0, ZONE_DMA)->spanned, zone(0, ZONE_DMA)->present, 0xfff, 0xf9e);
	/* 0xfff struct pages take 0x40 pages. */
	assert_int_equal(zone(0, ZONE_DMA)->memmap_pages, 0x40);
	assert_int_equal(zone(0, ZONE_DMA)->managed, 0xf9e - 0x40 - 0x100);
	assert_int_equal(zone(0, ZONE_DMA32)->managed, 0x7000 - 0x1c0);
	assert_int_equal(m->mmzone.nodes[0].nr_zones, 2);
	assert_int_equal(m->memmap.highest_memmap_pfn, 0x7fff);
	assert_false(m->mmzone.grouping_disabled);
}

static void batch_sizes(void **state)
{
	(void)state;
	assert_int_equal(model_zone_batchsize(m, 0), 0);
	assert_int_equal(model_zone_batchsize(m, 0x3fff), 3);
	assert_int_equal(model_zone_batchsize(m, 1 << 20), 31);
	assert_int_equal(model_zone_batchsize(m, UINT64_MAX - 5), 31);
}

static void pageblocks_by_their_first_page(void **state)
{
	(void)state;
	model_memblock_add(m, PAGES(1), PAGES(0x3fff));
	init();
	assert_int_equal(model_pageblock_type(m, 1), MIGRATE_UNMOVABLE);
	assert_int_equal(model_pageblock_type(m, 0x200), MIGRATE_MOVABLE);
	/* Behind the zones, but in a valid section. */
	assert_int_equal(model_pageblock_type(m, 0x4000), MIGRATE_UNMOVABLE);
	assert_false(bit_test(m->memmap.refcount_one, 0));
	assert_true(bit_test(m->memmap.refcount_one, 1));
	assert_true(model_pfn_valid(m, 0x7fff));
	assert_false(model_pfn_valid(m, 0x8000));
}

static void sections_have_a_limit(void **state)
{
	(void)state;
	model_memblock_add(m, M(7), M(2));
	init();
	assert_int_equal(m->sparse.nr_present, 4);
	assert_true(m->sparse.limit_warned);
	assert_int_equal(m->max_pfn, 0x800);
	/* The node's end is beyond max_low_pfn, the zone's is not. */
	assert_int_equal(zone(0, ZONE_NORMAL)->spanned, 0x100);
	assert_int_equal(m->mmzone.nodes[0].present, 0x100);
}

static void kernelcore_is_spread(void **state)
{
	(void)state;
	model_memblock_add_node(m, 0, M(3), 0);
	model_memblock_add_node(m, M(3), M(5), 1);
	m->options.required_kernelcore = 0x600;
	init();
	/* usable_start is 0x400; node 0 gets its all, node 1 what is then left. */
	assert_pair(m->mmzone.movable_pfn[0], m->mmzone.movable_pfn[1], 0x300, 0x600);
	assert_pair(zone(1, ZONE_MOVABLE)->start_pfn, zone(1, ZONE_MOVABLE)->spanned, 0x600, 0x200);
	assert_int_equal(zone(1, ZONE_NORMAL)->spanned, 0x200);
	assert_int_equal(zone(0, ZONE_MOVABLE)->spanned, 0);
}

static void movable_start_behind_the_node(void **state)
{
	(void)state;
	model_memblock_add(m, 0, M(8) - PAGES(8));
	m->options.required_kernelcore = 0x7f5;
	init();
	/* [Q] Rounded up to 16 pages, it lies 8 pages behind the node. */
	assert_int_equal(m->mmzone.movable_pfn[0], 0x800);
	assert_pair(zone(0, ZONE_MOVABLE)->spanned, zone(0, ZONE_MOVABLE)->present, 0, 8);
	assert_int_equal(m->mmzone.nodes[0].present, 0x7f8 + 8);
	assert_false(zone(0, ZONE_MOVABLE)->initialized);
	/* It is on the list for the pages that it does not have. */
	assert_int_equal(zone(0, ZONE_MOVABLE)->managed, 8);
	assert_int_equal(m->mmzone.nodes[0].zonelist[0], zone_id(0, ZONE_MOVABLE));
}

static void no_movable_start_behind_the_node(void **state)
{
	(void)state;
	model_memblock_add(m, 0, M(8) - PAGES(8));
	m->options.required_kernelcore = 0x7f5;
	init();
	assert_int_equal(m->mmzone.movable_pfn[0], 0);
	assert_pair(zone(0, ZONE_NORMAL)->spanned, zone(0, ZONE_NORMAL)->present, 0x3f8, 0x3f8);
	assert_int_equal(zone(0, ZONE_MOVABLE)->present, 0);
}

static void zones_begin_with_the_first_byte(void **state)
{
	(void)state;
	model_memblock_add(m, 0x800, PAGES(0x100));
	init();
	assert_int_equal(m->mmzone.low[ZONE_DMA], 0);
	assert_pair(zone(0, ZONE_DMA)->start_pfn, zone(0, ZONE_DMA)->spanned, 1, 0xff);
	power_on(&model_geometry_tiny, &model_rules_4_9);
	model_memblock_add(m, 0x800, PAGES(0x100));
	init();
	assert_int_equal(m->mmzone.low[ZONE_DMA], 1);
}

static void plain_estimates(void **state)
{
	(void)state;
	model_memblock_add(m, PAGES(0x10), PAGES(0x20));
	model_memblock_add(m, PAGES(0x40), PAGES(0x100) - 1);
	model_memblock_reserve(m, PAGES(0x10), PAGES(8) + 1);
	init();
	assert_int_equal(m->mmzone.dma_reserve, 0);
	assert_pair(zone(0, ZONE_DMA)->present, zone(0, ZONE_DMA)->managed, 0x11f, 0x11f);
	assert_int_equal(zone(0, ZONE_DMA)->memmap_pages, 0);
	/* What is free, in whole pages. */
	assert_pair(m->mmzone.nr_kernel_pages, m->mmzone.nr_all_pages, 0x11f - 9, 0x11f - 9);
}

static void a_node_spans_its_extent(void **state)
{
	(void)state;
	model_memblock_add(m, 0, M(8));
	m->options.mirrored_kernelcore = true;
	model_memblock_mark_mirror(m, 0, M(6));
	init();
	assert_int_equal(zone(0, ZONE_MOVABLE)->spanned, 0x200);
	assert_int_equal(m->mmzone.nodes[0].spanned, 0x800);
	power_on(&model_geometry_tiny, &model_rules_6_1);
	model_memblock_add(m, 0, M(8));
	m->options.mirrored_kernelcore = true;
	model_memblock_mark_mirror(m, 0, M(6));
	init();
	/* NORMAL and MOVABLE both count the last quarter. */
	assert_int_equal(m->mmzone.nodes[0].spanned, 0xa00);
}

/* The hotpluggable region's first page is partial, and where MOVABLE would begin. */
static uint64_t present_behind_a_partial_page(const struct rules *rules)
{
	power_on(&model_geometry_tiny, rules);
	model_memblock_add_node(m, 0, M(1), 0);
	model_memblock_add_node(m, M(5) + 0x800, M(3) - 0x800, 1);
	model_memblock_mark_hotplug(m, M(5), M(3));
	m->movable_node_enabled = true;
	init();
	assert_int_equal(m->mmzone.movable_pfn[1], 0x500);
	assert_int_equal(zone(1, ZONE_MOVABLE)->spanned, 0x2ff);
	return zone(1, ZONE_MOVABLE)->present;
}

static void absent_pages_of_the_span(void **state)
{
	(void)state;
	assert_int_equal(present_behind_a_partial_page(&model_rules_4_9), 0x2fe);
	assert_int_equal(present_behind_a_partial_page(&model_rules_6_1), 0x2fe);
	assert_int_equal(present_behind_a_partial_page(&model_rules_6_12), 0x2ff);
}

static void small_nodes_go_online(void **state)
{
	const struct srat_entry srat[] = {{0, M(3), 0, false}, {M(3), M(5), 1, false}};

	(void)state;
	model_memblock_add(m, 0, M(8));
	model_setup_end_of_memory(m);
	model_x86_numa_init(m, srat, 2);
	assert_true(m->numa.online[0] && m->numa.online[1]);
	power_on(&model_geometry_tiny, &model_rules_4_9);
	model_memblock_add(m, 0, M(8));
	model_setup_end_of_memory(m);
	model_x86_numa_init(m, srat, 2);
	assert_true(!m->numa.online[0] && m->numa.online[1]);
}

static void kernelcore_in_percent(void **state)
{
	(void)state;
	model_memblock_add(m, 0, M(8));
	model_parse_early_param(m, "movablecore=1M kernelcore=75% movablecore=0x4%");
	init();
	assert_pair(m->options.kernelcore_percent, m->options.movablecore_percent, 75, 4);
	/* 4 % of 2048 pages, rounded up, are 96: that leaves more than 75 %. */
	assert_int_equal(m->mmzone.movable_pfn[0], 0x7a0);
	power_on(&model_geometry_tiny, &model_rules_6_1);
	model_memblock_add(m, 0, M(8));
	model_parse_early_param(m, "kernelcore=75% kernelcore=5M");
	init();
	assert_int_equal(m->mmzone.movable_pfn[0], 0x500);
}

static void movablecore_is_rounded(void **state)
{
	(void)state;
	model_memblock_add(m, 0, M(8));
	m->options.required_movablecore = 0x11;
	init();
	assert_int_equal(m->mmzone.movable_pfn[0], 0x7e0);
	m->options.required_movablecore = 0x10000;
	model_mmzone_reset(m);
	model_setup_zones(m);
	assert_int_equal(m->mmzone.movable_pfn[0], 0);
}

static void hotplug_memory_is_movable(void **state)
{
	(void)state;
	model_memblock_add(m, 0, M(8));
	model_memblock_mark_hotplug(m, M(6) + 0x800, M(1));
	model_memblock_set_node(m, &m->memblock.memory, 0, M(8), 0);
	m->movable_node_enabled = true;
	init();
	assert_int_equal(m->mmzone.movable_pfn[0], 0x600);
	assert_int_equal(zone(0, ZONE_MOVABLE)->spanned, 0x200);
}

static void mirrored_memory(void **state)
{
	(void)state;
	model_memblock_add(m, 0, M(8));
	model_memblock_mark_mirror(m, 0, M(5));
	model_memblock_mark_mirror(m, M(6), M(1));
	m->options.mirrored_kernelcore = true;
	init();
	assert_int_equal(m->mmzone.movable_pfn[0], 0x500);
	/* NORMAL keeps its span and lacks what is not mirrored; MOVABLE the other way round. */
	assert_pair(zone(0, ZONE_NORMAL)->spanned, zone(0, ZONE_NORMAL)->present, 0x400, 0x200);
	assert_pair(zone(0, ZONE_MOVABLE)->spanned, zone(0, ZONE_MOVABLE)->present, 0x300, 0x200);
	assert_int_equal(m->memmap.zone_id[0x5ff], ZONE_MOVABLE);
	assert_int_equal(m->memmap.zone_id[0x600], ZONE_NORMAL);
	assert_int_equal(m->memmap.zone_id[0x6ff], ZONE_NORMAL);
	/* [Q] One page too many. */
	assert_int_equal(m->memmap.zone_id[0x700], ZONE_NORMAL);
	assert_int_equal(m->memmap.zone_id[0x701], ZONE_MOVABLE);
}

static void no_page_behind_a_mirror_is_lost(void **state)
{
	(void)state;
	model_memblock_add(m, 0, M(8));
	m->options.mirrored_kernelcore = true;
	model_memblock_mark_mirror(m, 0, M(5));
	model_memblock_mark_mirror(m, M(6), M(1));
	init();
	assert_int_equal(m->memmap.zone_id[0x6ff], ZONE_NORMAL);
	assert_int_equal(m->memmap.zone_id[0x700], ZONE_MOVABLE);
}

static void nodes_that_interleave(void **state)
{
	(void)state;
	model_memblock_add_node(m, M(4), M(1), 0);
	model_memblock_add_node(m, M(5), M(1), 1);
	model_memblock_add_node(m, M(6), M(1), 0);
	init();
	assert_pair(zone(0, ZONE_NORMAL)->spanned, zone(0, ZONE_NORMAL)->present, 0x300, 0x200);
	assert_int_equal(m->memmap.zone_id[0x500], zone_id(1, ZONE_NORMAL));
	m->config.nodes_span_other_nodes = false;
	model_memmap_init(m);
	assert_int_equal(m->memmap.zone_id[0x500], zone_id(1, ZONE_NORMAL));
	assert_int_equal(m->memmap.zone_id[0x600], zone_id(0, ZONE_NORMAL));
}

static void zonelists(void **state)
{
	const struct node *nodes = m->mmzone.nodes;

	(void)state;
	model_memblock_add_node(m, 0, M(2), 0);
	model_memblock_add_node(m, M(2), M(2), 1);
	model_memblock_add_node(m, M(4), M(4), 2);
	init();
	/* Node 0: itself, then the lowest of the others. */
	assert_pair(nodes[0].nr_zonelist, nodes[0].zonelist[0], 3, zone_id(0, ZONE_DMA));
	assert_int_equal(nodes[0].zonelist[1], zone_id(1, ZONE_DMA32));
	/* Node 1: higher nodes before lower ones. Node 2: node 0 bears less load than node 1. */
	assert_int_equal(nodes[1].zonelist[1], zone_id(2, ZONE_NORMAL));
	assert_int_equal(nodes[2].zonelist[1], zone_id(0, ZONE_DMA));
	assert_int_equal(m->mmzone.vm_total_pages,
			 zone(0, 0)->managed + zone(1, 1)->managed + zone(2, 2)->managed);
}

static void all_zones(struct machine *machine, void *argument)
{
	(void)argument;
	model_setup_zones(machine);
}

static void no_node(void **state)
{
	(void)state;
	assert_int_equal(model_run(m, all_zones, NULL), STOP_NO_ONLINE_NODE);
	m->numa.online[0] = true;
	assert_int_equal(model_run(m, all_zones, NULL), STOP_NONE);
	model_memblock_add_node(m, 0, M(8), 0);
	m->options.required_kernelcore = 1;
	/* max_low_pfn is still 0. */
	assert_int_equal(model_run(m, all_zones, NULL), STOP_MOVABLE_ZONE);
	model_memblock_add_node(m, UINT64_MAX - 0xfff, 16, 0);
	assert_int_equal(model_run(m, all_zones, NULL), STOP_MOVABLE_ZONE);
	model_memblock_add_node(m, UINT64_MAX - 0xf00, 16, 0);
	assert_int_equal(model_run(m, all_zones, NULL), STOP_PFN_WRAP);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(sizes_of_a_plain_machine, x86_64),
	    cmocka_unit_test_setup(batch_sizes, x86_64),
	    cmocka_unit_test_setup(pageblocks_by_their_first_page, x86_64),
	    cmocka_unit_test_setup(sections_have_a_limit, tiny),
	    cmocka_unit_test_setup(kernelcore_is_spread, tiny),
	    cmocka_unit_test_setup(movable_start_behind_the_node, tiny),
	    cmocka_unit_test_setup(no_movable_start_behind_the_node, tiny_6_1),
	    cmocka_unit_test_setup(zones_begin_with_the_first_byte, tiny_6_1),
	    cmocka_unit_test_setup(plain_estimates, tiny_6_12),
	    cmocka_unit_test_setup(a_node_spans_its_extent, tiny_6_12),
	    cmocka_unit_test(absent_pages_of_the_span),
	    cmocka_unit_test_setup(small_nodes_go_online, tiny_6_12),
	    cmocka_unit_test_setup(small_nodes_go_online, tiny_6_1),
	    cmocka_unit_test_setup(kernelcore_in_percent, tiny_6_1),
	    cmocka_unit_test_setup(movablecore_is_rounded, tiny),
	    cmocka_unit_test_setup(hotplug_memory_is_movable, tiny),
	    cmocka_unit_test_setup(mirrored_memory, tiny),
	    cmocka_unit_test_setup(no_page_behind_a_mirror_is_lost, tiny_6_1),
	    cmocka_unit_test_setup(nodes_that_interleave, tiny),
	    cmocka_unit_test_setup(zonelists, tiny),
	    cmocka_unit_test_setup(no_node, tiny),
	};

	return cmocka_run_group_tests(tests, open_machine, close_machine);
}
