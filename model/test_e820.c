/* The firmware's map and the command line: the golden vectors of spec 01, and its quirks. */
#include "testing.h"

struct vector {
	struct e820_entry in[4];
	uint32_t nr_in;
	struct e820_entry out[4];
	uint32_t nr_out;
	int result;
};

static void sanitize_golden_vectors(void **state)
{
	static const struct vector vectors[] = {
	    {{{0, 100, 1}, {40, 20, 2}}, 2, {{0, 40, 1}, {40, 20, 2}, {60, 40, 1}}, 3, 0},
	    {{{0, 50, 1}, {50, 50, 1}}, 2, {{0, 100, 1}}, 1, 0},
	    {{{0, 50, 12}, {50, 50, 12}}, 2, {{0, 50, 12}, {50, 50, 12}}, 2, 0},
	    {{{0, 100, 12}, {20, 10, 1}}, 2, {{0, 20, 12}, {20, 10, 12}, {30, 70, 12}}, 3, 0},
	    {{{0, 100, 1}, {20, 0, 9}}, 2, {{0, 100, 1}}, 1, 0},
	    {{{5, 0, 1}, {9, 0, 2}}, 2, {{0}}, 0, 0},
	    {{{7, 0, 1}}, 1, {{7, 0, 1}}, 1, -1},
	    /* Type 0 covers nothing; unsorted input; an entry that ends at 2^64. */
	    {{{0, 10, 0}, {20, 10, 3}, {5, 10, 1}}, 3, {{5, 10, 1}, {20, 10, 3}}, 2, 0},
	    {{{0, 1, 1}, {UINT64_MAX, 1, 1}}, 2, {{0, 1, 1}, {UINT64_MAX, 1, 1}}, 2, -1},
	};

	(void)state;
	for (size_t v = 0; v < sizeof(vectors) / sizeof(vectors[0]); v++) {
		struct vector vector = vectors[v];

		assert_int_equal(model_sanitize_e820_map(m, vector.in, 4, &vector.nr_in),
				 vector.result);
		assert_int_equal(vector.nr_in, vector.nr_out);
		for (uint32_t i = 0; i < vector.nr_out; i++) {
			assert_int_equal(vector.in[i].addr, vector.out[i].addr);
			assert_int_equal(vector.in[i].size, vector.out[i].size);
			assert_int_equal(vector.in[i].type, vector.out[i].type);
		}
	}
}

static void sanitize_keeps_what_fits(void **state)
{
	struct e820_entry map[3] = {{0, 30, 1}, {10, 10, 2}, {40, 5, 1}};
	uint32_t nr = 3;

	(void)state;
	assert_int_equal(model_sanitize_e820_map(m, map, 3, &nr), 0);
	assert_int_equal(nr, 3);
	assert_pair(map[2].addr, map[2].size, 20, 10);
}

static void add(uint64_t addr, uint64_t size, uint32_t type)
{
	model_e820_add_region(m, addr, size, type);
}

static void assert_entry(uint32_t i, uint64_t addr, uint64_t size, uint32_t type)
{
	const struct e820_entry *e = &m->e820.e820.map[i];

	assert_true(i < m->e820.e820.nr_map);
	assert_pair(e->addr, e->size, addr, size);
	assert_int_equal(e->type, type);
}

static void update_range_cases(void **state)
{
	(void)state;
	add(0, 100, 1);
	assert_int_equal(model_e820_update_range(m, 40, 20, 1, 2), 20);
	assert_int_equal(m->e820.e820.nr_map, 3);
	assert_entry(0, 0, 40, 1);
	assert_entry(1, 40, 20, 2);
	assert_entry(2, 60, 40, 1);
	assert_int_equal(model_e820_update_range(m, 30, 40, 1, 3), 20);
	assert_entry(0, 0, 30, 1);
	assert_entry(2, 70, 30, 1);
	assert_entry(3, 30, 10, 3);
	assert_entry(4, 60, 10, 3);
	/* The last byte of the address space is never reached. */
	assert_int_equal(model_e820_update_range(m, 0, UINT64_MAX, 1, 4), 60);
}

static void full_table_loses_the_tail(void **state)
{
	(void)state;
	add(0, 1000, 1);
	while (m->e820.e820.nr_map < E820_X_MAX_EFI)
		add(5000, 10, 9);
	assert_int_equal(model_e820_remove_range(m, 400, 100, 1, true), 100);
	assert_entry(0, 0, 400, 1);
	assert_int_equal(m->e820.dropped.nr, 1);
	assert_pair(m->e820.dropped.rows[0].a, m->e820.dropped.rows[0].b, 500, 999);
}

static void remove_range_leaves_zeroes(void **state)
{
	(void)state;
	add(100, 50, 7);
	add(200, 50, 1);
	assert_int_equal(model_e820_remove_range(m, 100, 120, 1, false), 70);
	assert_entry(0, 0, 0, 0);
	assert_entry(1, 220, 30, 1);
}

static void boot_table_of_one_entry_falls_back(void **state)
{
	const struct e820_entry entry = {0, G(1), 1};

	(void)state;
	model_setup_memory_map(m, &entry, 1, 1024, 2048);
	assert_int_equal(m->e820.e820.nr_map, 2);
	assert_entry(0, 0, 0x9f000, E820_RAM);
	assert_entry(1, M(1), M(2), E820_RAM);
	assert_int_equal(m->e820.e820_saved.nr_map, 2);
}

static void append_takes_what_precedes_a_wrap(void **state)
{
	const struct e820_entry entries[] = {
	    {UINT64_MAX - 9, 10, 2}, {M(1), M(1), 1}, {UINT64_MAX, 2, 1}, {0, M(1), 1}};

	(void)state;
	/* sanitize refuses the first entry, append takes it; the third is refused by both. */
	model_parse_e820_ext(m, entries, 4);
	assert_int_equal(m->e820.e820.nr_map, 2);
	assert_entry(0, UINT64_MAX - 9, 10, 2);
}

static void queries(void **state)
{
	(void)state;
	add(0, 100, 1);
	add(100, 100, 1);
	add(300, 100, 2);
	assert_true(model_e820_all_mapped(m, 50, 150, 1));
	assert_false(model_e820_all_mapped(m, 50, 250, 1));
	assert_false(model_e820_all_mapped(m, 250, 250, 1));
	assert_true(model_e820_any_mapped(m, 250, 301, 0));
	assert_false(model_e820_any_mapped(m, 250, 301, 1));
}

static void end_of_ram_counts_only_ram(void **state)
{
	(void)state;
	add(0, M(16), E820_RAM);
	add(M(16), M(1), E820_RESERVED_KERN);
	add(G(4), G(1), E820_RAM);
	assert_int_equal(model_e820_end_pfn(m, 0x400000000), 0x140000);
	assert_int_equal(model_e820_end_pfn(m, 0x100000), 0x1000);
	assert_int_equal(model_e820_end_pfn(m, 0x800), 0x800);
}

static void bios_range_is_trimmed(void **state)
{
	(void)state;
	add(0, M(2), E820_RAM);
	add(M(4), M(1), E820_RESERVED);
	model_trim_bios_range(m);
	assert_int_equal(m->e820.e820.nr_map, 4);
	assert_entry(0, 0, PAGE_SIZE, E820_RESERVED);
	assert_entry(1, PAGE_SIZE, 0x9f000, E820_RAM);
	assert_entry(2, M(1), M(1), E820_RAM);
}

static void nosave_regions_are_joined(void **state)
{
	(void)state;
	add(0, PAGES(1), E820_RESERVED);
	add(PAGES(1), PAGES(0x9e) + 0xc00, E820_RAM);
	add(PAGES(0x9f) + 0xc00, 0x400, E820_RESERVED);
	add(PAGES(0xf0), PAGES(0x10), E820_RESERVED);
	add(M(1), M(1), E820_RAM);
	model_e820_mark_nosave_regions(m, 0x200);
	assert_int_equal(m->e820.nosave.nr, 2);
	assert_pair(m->e820.nosave.rows[0].a, m->e820.nosave.rows[0].b, 0, 1);
	assert_pair(m->e820.nosave.rows[1].a, m->e820.nosave.rows[1].b, 0x9f, 0x100);
}

static void lowest_of_equal_gaps_wins(void **state)
{
	(void)state;
	add(0, G(1), E820_RAM);
	add(G(2), G(1), E820_RESERVED);
	model_e820_setup_gap(m);
	assert_true(m->e820.gap_found);
	assert_pair(m->e820.gap_start, m->e820.gap_size, G(1), G(1));
}

static void memparse_units(void **state)
{
	const char *end;

	(void)state;
	assert_int_equal(model_memparse("0x10k", &end), 0x4000);
	assert_int_equal(*end, '\0');
	assert_int_equal(model_memparse("010M@", &end), M(8));
	assert_int_equal(*end, '@');
	assert_int_equal(model_memparse("089", &end), 0);
	assert_string_equal(end, "89");
	assert_int_equal(model_memparse("0xg", &end), 0);
	assert_string_equal(end, "xg");
	assert_int_equal(model_memparse("E", &end), 0);
	assert_string_equal(end, "");
	assert_int_equal(model_memparse("18446744073709551617", &end), 1);
}

static void two_megabytes_of_ram(void)
{
	power_on(&model_geometry_x86_64, &model_rules_4_9);
	add(0, M(2), E820_RAM);
	add(M(3), M(1), E820_RESERVED);
}

static void option_mem(void **state)
{
	(void)state;
	two_megabytes_of_ram();
	model_parse_early_param(m, "quiet mem=1M");
	assert_true(m->e820.userdef);
	assert_entry(0, 0, M(1), E820_RAM);
	two_megabytes_of_ram();
	model_parse_early_param(m, "mem=nopentium mem");
	assert_false(m->e820.userdef);
	model_parse_early_param(m, "mem=0");
	assert_true(m->e820.userdef);
	assert_entry(0, 0, M(2), E820_RAM);
}

static void option_memmap(void **state)
{
	(void)state;
	two_megabytes_of_ram();
	model_parse_early_param(m, "memmap=1M$8M,2M#16M,3M!32Mjunk,,4M@64M");
	assert_int_equal(m->e820.e820.nr_map, 6);
	assert_entry(2, M(8), M(1), E820_RESERVED);
	assert_entry(3, M(16), M(2), E820_ACPI);
	assert_entry(4, M(32), M(3), E820_PRAM);
	assert_entry(5, M(64), M(4), E820_RAM);
	model_parse_early_param(m, "memmap=exactmapsomething,1M@0");
	assert_int_equal(m->e820.e820.nr_map, 1);
	/* The e of "exact" is a unit: size 0, no start; all RAM goes. */
	model_parse_early_param(m, "memmap=exact");
	assert_entry(0, 0, 0, 0);
}

static void option_words(void **state)
{
	(void)state;
	model_parse_early_param(m, "\"kernelcore=64M\" movablecore=\"1M\"\tmovable-node=x "
				   "numa=offline -- kernelcore=1M");
	assert_int_equal(m->options.required_kernelcore, 0x4000);
	assert_int_equal(m->options.required_movablecore, 0x100);
	assert_true(m->movable_node_enabled);
	assert_true(m->memblock.bottom_up);
	assert_true(m->options.numa_off);
	model_parse_early_param(m, "kernelcore=1,mirror movablecore");
	assert_true(m->options.mirrored_kernelcore);
	assert_int_equal(m->options.required_movablecore, 0x100);
}

static void bare_kernelcore(struct machine *machine, void *argument)
{
	(void)argument;
	model_parse_early_param(machine, "mem=1M kernelcore");
}

static void finish(struct machine *machine, void *argument)
{
	(void)argument;
	model_finish_e820_parsing(machine);
}

static void same_type(struct machine *machine, void *argument)
{
	(void)argument;
	model_e820_update_range(machine, 0, 1, 5, 5);
}

static void panics(void **state)
{
	(void)state;
	two_megabytes_of_ram();
	assert_int_equal(model_run(m, bare_kernelcore, NULL), STOP_BARE_KERNELCORE);
	assert_entry(0, 0, M(1), E820_RAM);
	assert_int_equal(model_run(m, same_type, NULL), STOP_UPDATE_SAME_TYPE);
	assert_int_equal(model_run(m, finish, NULL), STOP_NONE);
	m->e820.e820.nr_map = 1;
	assert_int_equal(model_run(m, finish, NULL), STOP_USER_MAP);
}

static void one_raw_entry_is_not_enough(void **state)
{
	const struct e820_entry halves[] = {{0, G(1), 1}, {G(1), G(1), 1}};
	const struct e820_entry wraps[] = {{0, G(1), 1}, {UINT64_MAX, 2, 1}};

	(void)state;
	/* What merges to one entry was two. */
	model_setup_memory_map(m, halves, 2, 1024, 2048);
	assert_int_equal(m->e820.e820.nr_map, 1);
	assert_entry(0, 0, G(2), E820_RAM);
	assert_pair(m->e820.calls.rows[0].a, m->e820.calls.rows[0].b, E820_BOOT_APPEND, 0);
	assert_pair(m->e820.calls.rows[1].a, m->e820.calls.rows[1].b, E820_BOOT_SANITIZE, 0);
	model_setup_memory_map(m, halves, 1, 1024, 2048);
	assert_entry(1, M(1), M(2), E820_RAM);
	model_setup_memory_map(m, wraps, 2, 4096, 2048);
	assert_int_equal(m->e820.e820.nr_map, 2);
	assert_entry(1, M(1), M(4), E820_RAM);
}

static void an_entry_may_end_at_the_top(void **state)
{
	const struct e820_entry entries[] = {{M(1), M(1), 1}, {0, M(1), 1}, {UINT64_MAX, 1, 2}};

	(void)state;
	model_setup_memory_map(m, entries, 3, 1024, 2048);
	/* Appended, but never sanitized. */
	assert_int_equal(m->e820.e820.nr_map, 3);
	assert_entry(0, M(1), M(1), E820_RAM);
	assert_pair(m->e820.calls.rows[1].a, m->e820.calls.rows[1].b, E820_BOOT_SANITIZE,
		    UINT64_MAX);
}

static void soft_reserved_entries(void **state)
{
	const struct memblock_type *reserved = &m->memblock.reserved;

	(void)state;
	add(0, M(1), E820_SOFT_RESERVED);
	add(M(1), M(1), E820_SOFT_RESERVED);
	add(M(4), M(4), E820_RAM);
	assert_int_equal(model_e820_sanitize(m), 0);
	assert_int_equal(m->e820.e820.nr_map, 3);
	model_memblock_x86_fill(m);
	assert_int_equal(m->memblock.memory.total_size, M(4));
	assert_int_equal(reserved->cnt, 1);
	assert_pair(reserved->regions[0].base, reserved->regions[0].size, 0, M(2));
}

static void option_memmap_retypes(void **state)
{
	(void)state;
	add(0, M(8), E820_RAM);
	model_parse_early_param(m, "memmap=1M%1M-1+2,1M%3M+0xefffffff,1M%2M-3,1M%7M-1,1M%6M-1x");
	assert_true(m->e820.userdef);
	assert_int_equal(m->e820.e820.nr_map, 4);
	assert_entry(0, 0, M(1), E820_RAM);
	assert_entry(1, M(1), M(1), E820_RESERVED);
	assert_entry(2, M(2), M(5), E820_RAM);
	assert_entry(3, M(3), M(1), E820_SOFT_RESERVED);
	assert_int_equal(m->e820.calls.nr, 2); /* the removals */
	/* Without a type everything goes. */
	model_parse_early_param(m, "memmap=8M%0");
	for (uint32_t i = 0; i < 4; i++)
		assert_entry(i, 0, 0, 0);
}

static void percent_is_no_retype_yet(void **state)
{
	(void)state;
	add(0, M(8), E820_RAM);
	model_parse_early_param(m, "memmap=1M%1M-1+2");
	assert_int_equal(m->e820.e820.nr_map, 1);
	assert_entry(0, 0, M(1), E820_RAM);
}

static void acpi_data_may_end_ram(void **state)
{
	(void)state;
	add(0, M(16), E820_RAM);
	add(M(16), M(1), E820_ACPI);
	assert_int_equal(model_e820_end_pfn(m, 0x400000000), 0x1100);
	power_on(&model_geometry_x86_64, &model_rules_6_1);
	add(0, M(16), E820_RAM);
	add(M(16), M(1), E820_ACPI);
	assert_int_equal(model_e820_end_pfn(m, 0x400000000), 0x1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(sanitize_golden_vectors, x86_64),
	    cmocka_unit_test_setup(sanitize_keeps_what_fits, x86_64),
	    cmocka_unit_test_setup(update_range_cases, x86_64),
	    cmocka_unit_test_setup(full_table_loses_the_tail, x86_64),
	    cmocka_unit_test_setup(remove_range_leaves_zeroes, x86_64),
	    cmocka_unit_test_setup(boot_table_of_one_entry_falls_back, x86_64),
	    cmocka_unit_test_setup(append_takes_what_precedes_a_wrap, x86_64),
	    cmocka_unit_test_setup(queries, x86_64),
	    cmocka_unit_test_setup(end_of_ram_counts_only_ram, x86_64),
	    cmocka_unit_test_setup(bios_range_is_trimmed, x86_64),
	    cmocka_unit_test_setup(nosave_regions_are_joined, x86_64),
	    cmocka_unit_test_setup(lowest_of_equal_gaps_wins, x86_64),
	    cmocka_unit_test_setup(memparse_units, x86_64),
	    cmocka_unit_test_setup(option_mem, x86_64),
	    cmocka_unit_test_setup(option_memmap, x86_64),
	    cmocka_unit_test_setup(option_words, x86_64),
	    cmocka_unit_test_setup(panics, x86_64),
	    cmocka_unit_test_setup(one_raw_entry_is_not_enough, release_6_1),
	    cmocka_unit_test_setup(an_entry_may_end_at_the_top, release_6_1),
	    cmocka_unit_test_setup(soft_reserved_entries, release_6_1),
	    cmocka_unit_test_setup(option_memmap_retypes, release_6_1),
	    cmocka_unit_test_setup(percent_is_no_retype_yet, x86_64),
	    cmocka_unit_test_setup(acpi_data_may_end_ram, release_6_12),
	};

	return cmocka_run_group_tests(tests, open_machine, close_machine);
}
