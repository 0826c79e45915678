/* The firmware's map by hand: sanitizing, ranges, the steps of setup_arch, the command line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "e820.h"
#include "early_param.h"

#define MIB (UINT64_C(1) << 20)
#define GIB (UINT64_C(1) << 30)

static struct e820 e820;
static struct memblock mb;
static struct early_param param;

static int reset(void **state)
{
	(void)state;
	e820_reset(&e820, E820_MAX_EFI);
	memblock_reset(&mb);
	mb.movable_node_config = true;
	param = (struct early_param){0};
	return 0;
}

struct range_of_type {
	uint64_t start, end;
	uint32_t type;
};

/* The table must be just these, up to one that is all zero. */
static void assert_table(const struct range_of_type *expected)
{
	uint32_t i;

	for (i = 0; expected[i].start || expected[i].end; i++) {
		assert_true(i < e820.table.nr_map);
		assert_int_equal(e820.table.map[i].addr, expected[i].start);
		assert_int_equal(e820.table.map[i].size, expected[i].end - expected[i].start);
		assert_int_equal(e820.table.map[i].type, expected[i].type);
	}
	assert_int_equal(e820.table.nr_map, i);
}

#define ASSERT_TABLE(...) assert_table((const struct range_of_type[]){__VA_ARGS__, {0, 0, 0}})

static void set_table(const struct range_of_type *ranges)
{
	e820.table.nr_map = 0;
	for (; ranges->start || ranges->end; ranges++)
		e820_add_region(&e820, ranges->start, ranges->end - ranges->start, ranges->type);
}

#define SET_TABLE(...) set_table((const struct range_of_type[]){__VA_ARGS__, {0, 0, 0}})

static void sanitize_vectors(void **state)
{
	(void)state;
	SET_TABLE({0, 100, 1}, {40, 60, 2});
	assert_int_equal(e820_sanitize(&e820), 0);
	ASSERT_TABLE({0, 40, 1}, {40, 60, 2}, {60, 100, 1});
	SET_TABLE({0, 50, 1}, {50, 100, 1});
	assert_int_equal(e820_sanitize(&e820), 0);
	ASSERT_TABLE({0, 100, 1});
	SET_TABLE({0, 50, 12}, {50, 100, 12});
	assert_int_equal(e820_sanitize(&e820), 0);
	ASSERT_TABLE({0, 50, 12}, {50, 100, 12});
	SET_TABLE({0, 100, 12}, {20, 30, 1});
	assert_int_equal(e820_sanitize(&e820), 0);
	ASSERT_TABLE({0, 20, 12}, {20, 30, 12}, {30, 100, 12});
	SET_TABLE({0, 100, 1}, {20, 20, 9});
	assert_int_equal(e820_sanitize(&e820), 0);
	ASSERT_TABLE({0, 100, 1});
	SET_TABLE({5, 5, 1}, {9, 9, 2});
	assert_int_equal(e820_sanitize(&e820), 0);
	assert_int_equal(e820.table.nr_map, 0);
	SET_TABLE({5, 5, 1});
	assert_int_equal(e820_sanitize(&e820), -1);
	ASSERT_TABLE({5, 5, 1});
	/* Type 0 never wins; the order does not matter. */
	SET_TABLE({40, 60, 0}, {10, 50, 7}, {0, 20, 3});
	assert_int_equal(e820_sanitize(&e820), 0);
	ASSERT_TABLE({0, 10, 3}, {10, 50, 7});
	/* What ends at 2^64 is refused, but from 0 on. */
	SET_TABLE({0, 100, 1}, {-UINT64_C(100), 0, 1});
	assert_int_equal(e820_sanitize(&e820), -1);
	SET_TABLE({0, UINT64_MAX, 1}, {7, 9, 1});
	assert_int_equal(e820_sanitize(&e820), 0);
	ASSERT_TABLE({0, UINT64_MAX, 1});
}

/* Elementary intervals of a small address space, each asked on its own. */
static void sanitize_random(void **state)
{
	uint64_t seed = 1;

	(void)state;
	for (int round = 0; round < 2000; round++) {
		uint32_t types[64] = {0}, nr;

		e820.table.nr_map = 0;
		nr = 2 + (uint32_t)(seed >> 60);
		for (uint32_t i = 0; i < nr; i++) {
			uint64_t start, size;
			uint32_t type;

			seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
			start = (seed >> 40) % 60;
			size = (seed >> 50) % (64 - start);
			type = (uint32_t)(seed >> 33) % 5;
			e820_add_region(&e820, start, size, type);
			for (uint64_t at = start; at < start + size; at++)
				types[at] = type > types[at] ? type : types[at];
		}
		assert_int_equal(e820_sanitize(&e820), 0);
		for (uint32_t i = 0; i < e820.table.nr_map; i++) {
			const struct e820_entry *entry = &e820.table.map[i];

			assert_true(entry->size > 0 && entry->type > 0);
			if (i)
				assert_true(entry[-1].addr + entry[-1].size < entry->addr ||
					    (entry[-1].addr + entry[-1].size == entry->addr &&
					     entry[-1].type != entry->type));
			for (uint64_t at = entry->addr; at < entry->addr + entry->size; at++) {
				assert_int_equal(types[at], entry->type);
				types[at] = 0;
			}
		}
		for (uint32_t at = 0; at < 64; at++)
			assert_int_equal(types[at], 0);
	}
}

static void sanitize_stops_at_a_full_table(void **state)
{
	(void)state;
	e820_reset(&e820, E820_MAX_BOOT);
	for (uint64_t i = 0; i < 128; i++)
		e820_add_region(&e820, i * 100, 50, i == 127 ? 2 : 1);
	e820.table.map[0].addr = 20;
	e820.table.map[127] = (struct e820_entry){30, 5, 2};
	assert_int_equal(e820_sanitize(&e820), 0);
	/* 127 pieces of the first two, and the table is full before the last one. */
	assert_int_equal(e820.table.nr_map, 128);
	assert_int_equal(e820.table.map[127].addr, 12500);
	e820_add_region(&e820, 5, 10, 3);
	assert_int_equal(e820.table.nr_map, 128);
	assert_int_equal(e820.nr_drops, 1);
	assert_int_equal(e820.drops[0].addr, 5);
	assert_int_equal(e820.drops[0].last, 14);
}

static void update_range(void **state)
{
	(void)state;
	SET_TABLE({10, 20, 1}, {30, 60, 1}, {70, 80, 2});
	assert_int_equal(e820_update_range(&e820, 10, 10, 1, 5), 10);
	ASSERT_TABLE({10, 20, 5}, {30, 60, 1}, {70, 80, 2});
	/* Within, then head, then tail. */
	assert_int_equal(e820_update_range(&e820, 40, 5, 1, 6), 5);
	ASSERT_TABLE({10, 20, 5}, {30, 40, 1}, {70, 80, 2}, {40, 45, 6}, {45, 60, 1});
	assert_int_equal(e820_update_range(&e820, 35, 15, 1, 7), 10);
	ASSERT_TABLE({10, 20, 5}, {30, 35, 1}, {70, 80, 2}, {40, 45, 6}, {50, 60, 1}, {35, 40, 7},
		     {45, 50, 7});
	assert_int_equal(e820_update_range(&e820, 0, 1, 1, 1), 0);
	assert_int_equal(e820.fault, E820_BUG_UPDATE_SAME_TYPE);
}

/* Size 0 within an entry splits it, and adds an empty one. */
static void update_nothing(void **state)
{
	(void)state;
	SET_TABLE({10, 20, 1});
	assert_int_equal(e820_update_range(&e820, 15, 0, 1, 2), 0);
	ASSERT_TABLE({10, 15, 1}, {15, 15, 2}, {15, 20, 1});
}

static void full_table_loses_the_tail(void **state)
{
	(void)state;
	e820_reset(&e820, E820_MAX_BOOT);
	for (uint64_t i = 0; i < 128; i++)
		e820_add_region(&e820, i * 100, 50, 1);
	assert_int_equal(e820_update_range(&e820, 10, 10, 1, 2), 10);
	assert_int_equal(e820.table.map[0].size, 10);
	assert_int_equal(e820.table.nr_map, 128);
	assert_int_equal(e820.nr_drops, 2);
	assert_int_equal(e820.drops[0].addr, 10);
	assert_int_equal(e820.drops[1].addr, 20);
	assert_int_equal(e820.drops[1].last, 49);
}

static void remove_range(void **state)
{
	(void)state;
	SET_TABLE({10, 20, 1}, {30, 60, 1}, {70, 80, 2});
	assert_int_equal(e820_remove_range(&e820, 5, 30, 1, true), 15);
	assert_int_equal(e820.table.map[0].size, 0);
	assert_int_equal(e820.table.map[0].type, 0);
	assert_int_equal(e820.table.map[1].addr, 35);
	assert_int_equal(e820_remove_range(&e820, 40, UINT64_MAX, 9, false), 20 + 10);
	assert_int_equal(e820.table.nr_map, 3);
	assert_int_equal(e820_sanitize(&e820), 0);
	ASSERT_TABLE({35, 40, 1});
}

static void mapped(void **state)
{
	(void)state;
	SET_TABLE({10, 20, 1}, {20, 60, 1}, {70, 80, 2});
	assert_true(e820_all_mapped(&e820, 10, 60, 1));
	assert_false(e820_all_mapped(&e820, 10, 61, 1));
	assert_false(e820_all_mapped(&e820, 10, 60, 2));
	assert_true(e820_any_mapped(&e820, 65, 71, 0));
	assert_false(e820_any_mapped(&e820, 65, 71, 1));
	assert_false(e820_any_mapped(&e820, 60, 70, 0));
	/* Nothing at all is mapped only where something overlaps it. */
	assert_true(e820_all_mapped(&e820, 15, 15, 1));
	assert_false(e820_all_mapped(&e820, 65, 65, 1));
	/* Table order counts. */
	SET_TABLE({20, 60, 1}, {10, 20, 1});
	assert_false(e820_all_mapped(&e820, 10, 60, 1));
}

static const struct e820_entry ordinary[] = {
    {0, 0x9fc00, 1}, {0x9fc00, 0x400, 2}, {0xf0000, 0x10000, 2}, {MIB, 511 * MIB, 1}};

static void an_ordinary_boot(void **state)
{
	static const struct e820_range node = {2 * MIB, 0x100};

	(void)state;
	e820_setup_memory_map(&e820, ordinary, 4, 0, 0);
	assert_int_equal(e820.saved.nr_map, 4);
	e820_reserve_setup_data(&e820, &node, 1);
	e820_finish_parsing(&e820);
	e820_add_kernel_range(&e820, 16 * MIB, 8 * MIB);
	e820_trim_bios_range(&e820);
	ASSERT_TABLE({0, 0x1000, 2}, {0x1000, 0x9fc00, 1}, {0x9fc00, 0xa0000, 2}, {0xf0000, MIB, 2},
		     {MIB, 2 * MIB, 1}, {2 * MIB, 2 * MIB + 0x100, 128},
		     {2 * MIB + 0x100, 512 * MIB, 1});
	assert_int_equal(e820.saved.nr_map, 6);
	e820_end_of_ram(&e820, &geometries[GEOMETRY_X86_64]);
	assert_int_equal(e820.max_pfn, 0x20000);
	assert_int_equal(e820.max_low_pfn, 0x20000);
	e820_mark_nosave_regions(&e820, e820.max_pfn);
	assert_int_equal(e820.nr_nosave, 3);
	assert_int_equal(e820.nosave[0].start_pfn, 0);
	assert_int_equal(e820.nosave[0].end_pfn, 1);
	assert_int_equal(e820.nosave[1].start_pfn, 0x9f);
	assert_int_equal(e820.nosave[1].end_pfn, 0x100);
	e820_setup_gap(&e820);
	assert_true(e820.gap_found);
	assert_int_equal(e820.gap_start, 512 * MIB);
	assert_int_equal(e820.gap_size, 4 * GIB - 512 * MIB);
	memblock_x86_fill(&e820, &mb);
	assert_int_equal(mb.memory.cnt, 2);
	assert_int_equal(memblock_end_of_dram(&mb), 512 * MIB);
	assert_int_equal(memblock_start_of_dram(&mb), 0x1000);
	assert_int_equal(e820.nr_drops, 0);
	assert_int_equal(e820.fault, E820_OK);
}

static void useless_tables(void **state)
{
	static const struct e820_entry wrapping[] = {{0, 0x9f000, 1}, {UINT64_MAX, 2, 1}};
	static const struct e820_entry at_end[] = {{0, 0x9f000, 1}, {-UINT64_C(4096), 4096, 2}};

	(void)state;
	e820_setup_memory_map(&e820, ordinary, 1, 1024, 2048);
	ASSERT_TABLE({0, 0x9f000, 1}, {MIB, 3 * MIB, 1});
	e820_setup_memory_map(&e820, wrapping, 2, 2048, 1024);
	ASSERT_TABLE({0, 0x9f000, 1}, {MIB, 3 * MIB, 1});
	/* An entry that ends at 2^64 cannot be sanitized, but is appended. */
	e820.table.nr_map = 0;
	e820_setup_memory_map(&e820, at_end, 2, 0, 0);
	assert_int_equal(e820.table.nr_map, 2);
	assert_int_equal(e820.calls[4].type, E820_BOOT_SANITIZE);
	assert_int_equal(e820.calls[4].result, UINT64_MAX);
	assert_int_equal(e820.calls[5].result, 0);
}

static void ends_of_ram(void **state)
{
	const struct geometry *tiny = &geometries[GEOMETRY_TINY];

	(void)state;
	SET_TABLE({MIB, 6 * MIB, 1}, {6 * MIB, 7 * MIB, 128}, {7 * MIB + 1, 7 * MIB + 2, 2});
	e820_end_of_ram(&e820, tiny);
	assert_int_equal(e820.max_pfn, 0x600);
	assert_int_equal(e820.max_low_pfn, 0x400);
	SET_TABLE({MIB, 16 * MIB, 1});
	e820_end_of_ram(&e820, tiny);
	assert_int_equal(e820.max_pfn, 0x800);
	/* No room below 4 GiB for PCI: above the RAM. */
	SET_TABLE({MIB, 4 * GIB - 3 * MIB, 1}, {4 * GIB, 5 * GIB, 1});
	e820_end_of_ram(&e820, &geometries[GEOMETRY_X86_64]);
	e820_setup_gap(&e820);
	assert_false(e820.gap_found);
	assert_int_equal(e820.gap_start, 0x10000000);
	assert_int_equal(e820.pci_mem_start, 5 * GIB + MIB);
}

static bool take(const char *cmdline)
{
	return early_param_parse(&param, &e820, &mb, cmdline);
}

static void options(void **state)
{
	(void)state;
	SET_TABLE({MIB, GIB, 1}, {GIB, 2 * GIB, 2});
	assert_true(take("root=/dev/sda1 mem=512M quiet"));
	ASSERT_TABLE({MIB, 512 * MIB, 1}, {GIB, 2 * GIB, 2});
	assert_true(e820.userdef);
	assert_true(take(" memmap=64K$0x100000,4M#16M memmap=exactmapx,8M@1M,1M!32M"));
	ASSERT_TABLE({MIB, 9 * MIB, 1}, {32 * MIB, 33 * MIB, 12});
	assert_true(take("\"kernelcore=1G\" movablecore=\"512M\" movable-node numa=offline"));
	assert_int_equal(param.required_kernelcore, 0x40000);
	assert_int_equal(param.required_movablecore, 0x20000);
	assert_true(param.movable_node_enabled && mb.movable_node_enabled && mb.bottom_up);
	assert_true(param.numa_off);
	assert_false(param.mirrored_kernelcore);
	assert_true(take("kernelcore=1,mirror -- kernelcore"));
	assert_true(param.mirrored_kernelcore);
	assert_int_equal(param.required_kernelcore, 0x40000);
	assert_true(take("kernel_core x\"kernelcore movablecore mem memmap numa"));
	assert_false(take("mem=0x1 kernelcore mem=1"));
	assert_int_equal(e820.table.map[0].size, 0);
}

/* The quirks of numbers. */
static void numbers(void **state)
{
	static const struct {
		const char *text;
		uint64_t pages;
	} vectors[] = {
	    {"010000", 1},
	    {"0x1000", 1},
	    {"0X1k", 0},
	    {"4k", 1},
	    {"1e", UINT64_C(1) << 48},
	    {"0x1e", 0},
	    {"0x1eK", 7},
	    {"0xg", 0},
	    {"09M", 0},
	    {"18446744073709551616M", 0},
	    {"18446744073709555712", 1},
	    {"1P", UINT64_C(1) << 38},
	    {"-1", 0},
	    {"M", 0},
	};
	char option[64];

	(void)state;
	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		strcpy(option, "movablecore=");
		strcat(option, vectors[i].text);
		param.required_movablecore = 99;
		assert_true(take(option));
		assert_int_equal(param.required_movablecore, vectors[i].pages);
	}
}

static void options_without_a_number(void **state)
{
	(void)state;
	SET_TABLE({MIB, GIB, 1}, {GIB, 2 * GIB, 1});
	assert_true(take("mem=nopentium memmap=,@16M mem"));
	assert_false(e820.userdef);
	assert_true(take("mem="));
	assert_true(e820.userdef);
	assert_int_equal(e820.nr_calls, 0);
	/* A unit alone is the number 0; so is the e of an option misspelt. */
	assert_true(take("memmap=exact"));
	assert_int_equal(e820.nr_calls, 1);
	assert_int_equal(e820.table.map[0].size, 0);
	assert_int_equal(e820.table.map[1].size, 0);
	e820_finish_parsing(&e820);
	assert_int_equal(e820.table.nr_map, 0);
	assert_int_equal(e820.fault, E820_OK);
	assert_true(take("memmap=1M@1M"));
	e820_finish_parsing(&e820);
	assert_int_equal(e820.fault, E820_PANIC_USER_MAP);
}

static int open_all(void **state)
{
	(void)state;
	e820_create(&e820);
	memblock_create(&mb);
	return 0;
}

static int close_all(void **state)
{
	(void)state;
	e820_destroy(&e820);
	memblock_destroy(&mb);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(sanitize_vectors, reset),
	    cmocka_unit_test_setup(sanitize_random, reset),
	    cmocka_unit_test_setup(sanitize_stops_at_a_full_table, reset),
	    cmocka_unit_test_setup(update_range, reset),
	    cmocka_unit_test_setup(update_nothing, reset),
	    cmocka_unit_test_setup(full_table_loses_the_tail, reset),
	    cmocka_unit_test_setup(remove_range, reset),
	    cmocka_unit_test_setup(mapped, reset),
	    cmocka_unit_test_setup(an_ordinary_boot, reset),
	    cmocka_unit_test_setup(useless_tables, reset),
	    cmocka_unit_test_setup(ends_of_ram, reset),
	    cmocka_unit_test_setup(options, reset),
	    cmocka_unit_test_setup(numbers, reset),
	    cmocka_unit_test_setup(options_without_a_number, reset),
	};

	return cmocka_run_group_tests(tests, open_all, close_all);
}
