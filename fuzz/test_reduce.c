/* Reducing: what is not needed goes, what is needed stays, and doing it again changes nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "generate.h"
#include "reduce.h"
#include "scenario_text.h"

static struct scenario s, again, empty;

static bool anything(void *context, const struct scenario *candidate)
{
	(void)context;
	assert_null(scenario_check(candidate));
	return true;
}

static void nothing_needed_nothing_left(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < 200; seed++) {
		struct reduction r = {.shows = anything};

		generate_scenario(seed, &s);
		assert_true(scenario_reduce(&s, &r));
		scenario_clear(&empty);
		empty.geometry = SC_TINY;
		assert_true(scenario_equal(&s, &empty));
		assert_int_equal(scenario_items(&s), 0);
	}
}

static void parse(const char *text)
{
	struct scenario_error error;

	if (!scenario_parse(text, strlen(text), &s, &error))
		fail_msg("line %u: %s", error.line, error.message);
}

static void expect_text(const char *text)
{
	char line[4096];
	size_t len = scenario_format(&s, line, sizeof(line) - 1);

	line[len] = '\0';
	assert_string_equal(line, text);
}

/* A free that needs its allocation, a reservation that needs a byte, a word of the command line. */
static bool needs_three(void *context, const struct scenario *c)
{
	bool has_free = false, has_byte = false;

	(void)context;
	for (uint32_t i = 0; i < c->nr_late_ops; i++)
		if (c->late_ops[i].kind == SC_LATE_FREE)
			has_free |= c->late_ops[c->late_ops[i].operation].order == 3;
	for (uint32_t i = 0; i < c->nr_ops; i++)
		if (c->ops[i].kind == SC_OP_RESERVE)
			has_byte |= 0x123456 - c->ops[i].range.start < c->ops[i].range.size;
	return has_free && has_byte && strstr(c->cmdline, "mem=64");
}

static void what_is_needed_stays(void **state)
{
	struct reduction r = {.shows = needs_three};

	(void)state;
	parse("mminit: scenario 1\n"
	      "BIOS-e820: [mem 0x0-0x9fbff] usable\n"
	      "BIOS-e820: [mem 0x100000-0x7ffffff] usable\n"
	      "mminit: alt_mem_k 7168\n"
	      "Command line: root=/dev/sda mem=640M quiet\n"
	      "memblock_reserve: [0x9f000-0xfffff]\n"
	      "memblock_reserve: [0x111111-0x133333]\n"
	      "ACPI: SRAT: Node 0 PXM 0 [mem 0x0-0x7ffffff]\n"
	      "mminit: alloc_pages 1 DMA 0 Movable\n"
	      "mminit: alloc_pages 3 Movable 2 Movable\n"
	      "mminit: free #1\n"
	      "mminit: free #2\n");
	assert_true(scenario_reduce(&s, &r));
	assert_int_equal(scenario_items(&s), 4);
	expect_text("mminit: scenario 1\n"
		    "mminit: geometry tiny\n"
		    "Command line: mem=64M\n"
		    "memblock_reserve: [0x0000000000000000-0x00000000001fffff]\n"
		    "mminit: alloc_pages 3 DMA 0 Unmovable\n"
		    "mminit: free #1\n");
}

/* A condition without sense or order, so that the way to the end is as odd as can be. */
static bool odd(void *context, const struct scenario *c)
{
	uint64_t sum = c->nr_srat + *(uint64_t *)context;

	for (uint32_t i = 0; i < c->nr_e820; i++)
		sum = sum * 31 + (c->e820[i].addr >> 12) + c->e820[i].type;
	for (uint32_t i = 0; i < c->nr_ops; i++)
		sum = sum * 17 + c->ops[i].range.size + (uint64_t)c->ops[i].kind;
	return sum % 5 != 1;
}

static void reducing_again_changes_nothing(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < 300; seed++) {
		struct reduction r = {.shows = odd, .context = &seed};

		generate_scenario(seed, &s);
		if (!odd(&seed, &s))
			continue;
		r.jumps = seed % 2 ? 200 : 0;
		r.steps = seed % 2 ? 50 : 0;
		assert_true(scenario_reduce(&s, &r));
		scenario_copy(&again, &s);
		r.successes = 0;
		assert_true(scenario_reduce(&again, &r));
		assert_int_equal(r.successes, 0);
		assert_true(scenario_equal(&s, &again));
	}
}

/* Pages of RAM, one more than a multiple of four: it is not enough to drop, or to change, one. */
static bool one_page_left_over(void *context, const struct scenario *candidate)
{
	uint64_t bytes = 0;

	(void)context;
	for (uint32_t i = 0; i < candidate->nr_e820; i++)
		bytes += candidate->e820[i].size;
	return bytes % 0x4000 == 0x1000;
}

static void several_changes_at_once(void **state)
{
	static const char map[] = "mminit: scenario 1\n"
				  "mminit: geometry tiny\n"
				  "BIOS-e820: [mem 0x0-0x2fff] usable\n"
				  "BIOS-e820: [mem 0x8000-0xafff] usable\n"
				  "BIOS-e820: [mem 0x10000-0x12fff] usable\n";
	struct reduction r = {.shows = one_page_left_over};

	(void)state;
	parse(map);
	assert_true(scenario_reduce(&s, &r));
	assert_int_equal(scenario_items(&s), 3);
	r.jumps = 1000;
	assert_true(scenario_reduce(&s, &r));
	assert_int_equal(scenario_items(&s), 1);
	parse(map);
	r.jumps = 0;
	r.steps = 1000;
	assert_true(scenario_reduce(&s, &r));
	assert_int_equal(scenario_items(&s), 1);
}

static bool has_the_part(void *context, const struct scenario *candidate)
{
	(void)context;
	return strstr(candidate->cmdline, "memmap=") && strstr(candidate->cmdline, "8K@2M");
}

static void parts_of_a_list_go(void **state)
{
	static const char *const lines[] = {"memmap=4K@1M,8K@2M,12K@3M,16K@4M",
					    "memmap=12345K@3M,8K@2M", "memmap=8K@2M,4K@1M",
					    "quiet memmap=,,8K@2M,"};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct reduction r = {.shows = has_the_part};

		scenario_clear(&s);
		strcpy(s.cmdline, lines[i]);
		assert_true(scenario_reduce(&s, &r));
		assert_string_equal(s.cmdline, "memmap=8K@2M");
	}
}

/* As a table of regions that is full when one more comes. */
static bool overflows(void *context, const struct scenario *candidate)
{
	(void)context;
	return candidate->nr_ops > candidate->memblock_regions;
}

static void a_full_table_gets_small(void **state)
{
	struct reduction r = {.shows = overflows};

	(void)state;
	for (uint32_t regions = 8; regions <= SC_MEMBLOCK_REGIONS; regions *= 2) {
		scenario_clear(&s);
		s.memblock_regions = regions;
		s.nr_ops = regions + 3;
		for (uint32_t i = 0; i < s.nr_ops; i++)
			s.ops[i] = (struct sc_op){.kind = SC_OP_RESERVE,
						  .range = {(uint64_t)i << 13, 4096}};
		assert_true(scenario_reduce(&s, &r));
		assert_int_equal(s.memblock_regions, 4);
		assert_int_equal(s.nr_ops, 5);
	}
}

/* As slabs that have to be full, of as many objects of a page as an order has pages. */
static bool fills_slabs(void *context, const struct scenario *c)
{
	uint32_t objects = 0;

	(void)context;
	for (uint32_t i = 0; i < c->nr_late_ops; i++)
		objects += c->late_ops[i].kind == SC_LATE_KMALLOC && c->late_ops[i].bytes;
	return objects >= 3u << c->slub_max_order;
}

static void slabs_get_small(void **state)
{
	struct reduction r = {.shows = fills_slabs};

	(void)state;
	scenario_clear(&s);
	s.nr_late_ops = 24;
	for (uint32_t i = 0; i < s.nr_late_ops; i++)
		s.late_ops[i] = (struct sc_late_op){.kind = SC_LATE_KMALLOC, .bytes = 100};
	assert_true(scenario_reduce(&s, &r));
	assert_int_equal(s.slub_max_order, 0);
	assert_int_equal(s.nr_late_ops, 3);
}

/* Nothing can be dropped, whatever the order of slabs. */
static bool as_it_is_but_for_orders(void *context, const struct scenario *c)
{
	static struct scenario other;

	scenario_copy(&other, c);
	other.slub_max_order = ((const struct scenario *)context)->slub_max_order;
	return scenario_equal(context, &other);
}

/* As a table of the firmware that overflows. */
static bool fills_e820(void *context, const struct scenario *c)
{
	(void)context;
	return c->nr_e820_ext > (c->config.efi ? 320 : 128);
}

static void the_firmwares_table_gets_small(void **state)
{
	struct reduction r = {.shows = fills_e820};

	(void)state;
	scenario_clear(&s);
	s.nr_e820_ext = 321;
	for (uint32_t i = 0; i < s.nr_e820_ext; i++)
		s.e820_ext[i] = (struct sc_e820_entry){.addr = i << 13, .size = 4096, .type = 1};
	assert_true(scenario_reduce(&s, &r));
	assert_false(s.config.efi);
	assert_int_equal(s.nr_e820_ext, 129);
	/* What is longer in the end is not taken. */
	scenario_clear(&s);
	s.nr_late_ops = 5;
	for (uint32_t i = 0; i < s.nr_late_ops; i++)
		s.late_ops[i] = (struct sc_late_op){.kind = SC_LATE_KMALLOC, .bytes = 100};
	again = s;
	r = (struct reduction){.shows = as_it_is_but_for_orders, .context = &again};
	assert_true(scenario_reduce(&s, &r));
	assert_true(scenario_equal(&s, &again));
	assert_int_equal(r.successes, 0);
}

static bool holds(struct sc_range range, uint64_t address)
{
	return address - range.start < range.size;
}

/* Memory at an address, of node 1 if `context` is not NULL, in whatever form. */
static bool has_memory(void *context, const struct scenario *c)
{
	const uint64_t address = 0x234567;
	bool memory = false, node = !context;

	for (uint32_t i = 0; i < c->nr_e820; i++)
		memory |= c->e820[i].type == 1 &&
			  holds((struct sc_range){c->e820[i].addr, c->e820[i].size}, address);
	for (uint32_t i = 0; i < c->nr_srat; i++)
		node |= c->srat[i].nid == 1 && holds(c->srat[i].range, address);
	for (uint32_t i = 0; i < c->nr_ops; i++) {
		const struct sc_op *op = &c->ops[i];
		bool add = op->kind == SC_OP_ADD || op->kind == SC_OP_ADD_NODE;

		if (!holds(op->range, address))
			continue;
		memory |= add;
		node |= op->nid == 1 && (add || op->kind == SC_OP_SET_NODE_MEMORY);
	}
	return memory && node;
}

/* What the firmware says is more to read than the memory that comes of it. */
static void a_machine_in_another_form(void **state)
{
	static const char machine[] = "mminit: scenario 1\n"
				      "BIOS-e820: [mem 0x0-0x9fbff] usable\n"
				      "BIOS-e820: [mem 0xf0000-0xfffff] reserved\n"
				      "BIOS-e820: [mem 0x100000-0x7ffffff] usable\n"
				      "ACPI: SRAT: Node 0 PXM 0 [mem 0x0-0x1fffff]\n"
				      "ACPI: SRAT: Node 1 PXM 1 [mem 0x200000-0x7ffffff]\n";
	struct reduction r = {.shows = has_memory};

	(void)state;
	parse(machine);
	assert_true(scenario_reduce(&s, &r));
	expect_text("mminit: scenario 1\n"
		    "mminit: geometry tiny\n"
		    "memblock_add: [0x0000000000000000-0x00000000003fffff]\n");
	parse(machine);
	r.context = &r;
	assert_true(scenario_reduce(&s, &r));
	expect_text("mminit: scenario 1\n"
		    "mminit: geometry tiny\n"
		    "mminit: op add_node [0x0000000000000000-0x00000000003fffff] 1\n");
}

/* Neighbours in a list that is too long for any two to be tried. */
static bool covers(void *context, const struct scenario *c)
{
	uint64_t first = UINT64_MAX, end = 0;

	(void)context;
	for (uint32_t i = 0; i < c->nr_ops; i++) {
		if (c->ops[i].kind != SC_OP_RESERVE || !c->ops[i].range.size)
			continue;
		first = c->ops[i].range.start < first ? c->ops[i].range.start : first;
		end += c->ops[i].range.size;
	}
	return end >= 0x40000 && first >= 0x1000;
}

/* Every reservation as it is, so that nothing can be done. */
static bool as_it_is(void *context, const struct scenario *c)
{
	return scenario_equal(context, c);
}

static void a_long_list_is_joined(void **state)
{
	struct reduction r = {.shows = covers};
	char text[8192] = "mminit: scenario 1\n";
	size_t at = strlen(text);

	(void)state;
	for (unsigned int i = 1; i <= 64; i++)
		at += (size_t)sprintf(text + at, "memblock_reserve: [0x%x000-0x%xfff]\n",
				      i * 5 % 64 + 1, i * 5 % 64 + 1);
	parse(text);
	assert_true(scenario_reduce(&s, &r));
	assert_int_equal(scenario_items(&s), 1);
	parse(text);
	r = (struct reduction){.shows = as_it_is, .context = &again};
	again = s;
	assert_true(scenario_reduce(&s, &r));
	assert_in_range(r.tries, 1, 11000); /* any two: 13,000 */
}

struct limited {
	uint64_t tries;
	uint32_t last_items;
};

static bool limited_shows(void *context, const struct scenario *candidate)
{
	struct limited *limited = context;

	limited->tries++;
	return candidate->nr_e820 > 1;
}

static void limited_smaller(void *context, const struct scenario *best)
{
	((struct limited *)context)->last_items = scenario_items(best);
}

static bool limited_stop(void *context)
{
	return ((struct limited *)context)->tries >= 3;
}

static void stopped_early_is_still_a_result(void **state)
{
	struct limited limited = {0};
	struct reduction r = {.shows = limited_shows,
			      .smaller = limited_smaller,
			      .stop = limited_stop,
			      .context = &limited};

	(void)state;
	generate_scenario(1, &s);
	assert_true(s.nr_e820 > 1);
	assert_false(scenario_reduce(&s, &r));
	assert_int_equal(r.tries, 3);
	assert_true(s.nr_e820 > 1);
	assert_int_equal(limited.last_items, scenario_items(&s));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nothing_needed_nothing_left),
	    cmocka_unit_test(what_is_needed_stays),
	    cmocka_unit_test(reducing_again_changes_nothing),
	    cmocka_unit_test(several_changes_at_once),
	    cmocka_unit_test(parts_of_a_list_go),
	    cmocka_unit_test(slabs_get_small),
	    cmocka_unit_test(the_firmwares_table_gets_small),
	    cmocka_unit_test(a_full_table_gets_small),
	    cmocka_unit_test(a_machine_in_another_form),
	    cmocka_unit_test(a_long_list_is_joined),
	    cmocka_unit_test(stopped_early_is_still_a_result),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
