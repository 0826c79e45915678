/* Trying in a child process: verdicts, limits, what lies at an address; and what is read of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "disassembly.h"
#include "minimize.h"
#include "../picture/picture.h"
#include "scenario_text.h"
#include "symbols.h"
#include "tryout_internal.h"

static struct scenario s;
static struct tryout_result result;
static struct picture picture;

static void parse(const char *text)
{
	struct scenario_error error;

	if (!scenario_parse(text, strlen(text), &s, &error))
		fail_msg("line %u: %s", error.line, error.message);
}

#define MACHINE                                       \
	"mminit: scenario 1\n"                        \
	"mminit: geometry tiny\n"                     \
	"BIOS-e820: [mem 0x0-0x9ffff] usable\n"       \
	"BIOS-e820: [mem 0x100000-0x7fffff] usable\n" \
	"memblock_reserve: [0x300000-0x300fff]\n"     \
	"memblock_reserve: [0x400000-0x4007ff]\n"

static void a_machine_that_agrees(void **state)
{
	struct tryout *t = tryout_open();
	struct tryout_limits limits;
	struct identity id;
	enum how how;

	(void)state;
	parse(MACHINE);
	limits = tryout_limits_of(&s);
	for (int i = 0; i < NR_HOW; i++) {
		tryout_run(t, &s, (enum how)i, i == 2, &limits, &result);
		assert_int_equal(result.end, TRYOUT_AGREE);
		assert_true(result.boot.complete);
	}
	assert_int_equal(reproduce(t, &s, &how, &result, &id), AGREES);
	tryout_close(t);
}

/* A machine of so many reservations that it takes minutes to compare each step of its boot. */
static void parse_many_operations(void)
{
	enum { OPERATIONS = 8000, ROOM = 64 };
	char *text = malloc((OPERATIONS + 1) * ROOM);
	size_t at;

	assert_non_null(text);
	at = (size_t)sprintf(text, "mminit: scenario 1\nmemblock_add: [0x0-0xfffffff]\n");
	for (unsigned int i = 0; i < OPERATIONS; i++)
		at += (size_t)sprintf(text + at, "memblock_reserve: [0x%x-0x%x]\n", i << 13,
				      (i << 13) + 0xfff);
	parse(text);
	free(text);
}

/* What is allowed less than a boot takes is a hang, and the child can still be asked. However
 * little of a processor this process gets, the boot is not over before that is noticed. */
static void a_limit_that_is_passed(void **state)
{
	struct tryout_limits none = {
	    .cpu_ms = 0, .memory_bytes = UINT64_C(4) << 30, .last_stage = STAGE_FREED};
	struct tryout *t = tryout_open();
	struct tryout_limits limits;
	struct identity id;

	(void)state;
	parse_many_operations();
	limits = tryout_limits_of(&s);
	tryout_run(t, &s, HOW_THOROUGH, true, &none, &result);
	assert_int_equal(result.end, TRYOUT_HANG);
	assert_int_equal(result.nr_stacks, TRYOUT_MAX_SAMPLES);
	none.closely = true;
	tryout_run(t, &s, HOW_THOROUGH, true, &none, &result);
	assert_int_equal(result.nr_stacks, TRYOUT_MAX_SAMPLES + 1);
	identity_of(&result, &id);
	assert_memory_equal(id.key, "hang in ", 8);
	/* The next one is none the worse for it. */
	tryout_run(t, &s, HOW_PLAIN, false, &limits, &result);
	assert_int_equal(result.end, TRYOUT_AGREE);
	tryout_close(t);
}

/* A pair whose target's steps go through `step`. */
static void open_looking(struct machine_pair *pair, struct implementation *looking,
			 enum outcome (*step)(void *machine, const struct scenario *scenario,
					      enum boot_step step, uint32_t index))
{
	parse(MACHINE);
	pair_open(pair);
	*looking = target_implementation;
	looking->step = step;
	pair->implementation[0] = looking;
}

enum { DEEP = 1 << 18, PAINTED = 0xaa };
static int deep_below;

/* What lies on the stack deep below the first step, where nobody has written yet. */
__attribute__((no_sanitize("address", "undefined"))) static enum outcome
look_below(void *machine, const struct scenario *scenario, enum boot_step step, uint32_t index)
{
	const volatile unsigned char *here = __builtin_frame_address(0);

	if (deep_below < 0)
		deep_below = *(here - DEEP);
	return target_implementation.step(machine, scenario, step, index);
}

/* What is read of a stack that nobody wrote shows, without booting others. */
static void a_stack_that_was_written_to(void **state)
{
	struct implementation looking;
	struct machine_pair pair;
	struct boot_result boot;
	bool preparing;

	(void)state;
	open_looking(&pair, &looking, look_below);
	deep_below = -1;
	tryout_boot(&pair, &s, HOW_PLAIN, STAGE_FREED, &preparing, &boot);
	assert_int_not_equal(deep_below, PAINTED);
	deep_below = -1;
	tryout_boot(&pair, &s, HOW_PAINTED, STAGE_FREED, &preparing, &boot);
	assert_int_equal(deep_below, PAINTED);
	assert_false(boot.differs);
	/* The next one finds nothing of it. */
	deep_below = -1;
	tryout_boot(&pair, &s, HOW_PLAIN, STAGE_FREED, &preparing, &boot);
	assert_int_equal(deep_below, 0);
	pair_close(&pair);
}

static enum boot_step furthest;

static enum outcome look_how_far(void *machine, const struct scenario *scenario,
				 enum boot_step step, uint32_t index)
{
	furthest = step > furthest ? step : furthest;
	return target_implementation.step(machine, scenario, step, index);
}

/* What a candidate does behind the stage of its finding is not waited for. */
static void a_boot_that_goes_no_further(void **state)
{
	struct implementation looking;
	struct machine_pair pair;
	struct boot_result boot;
	bool preparing;

	(void)state;
	open_looking(&pair, &looking, look_how_far);
	assert_int_equal(tryout_limits_of(&s).last_stage, STAGE_FREED);
	assert_int_equal(candidate_limits(&s, HOW_PLAIN, STAGE_ZONES).last_stage, STAGE_ZONES);
	for (int thorough = 0; thorough < 2; thorough++) {
		furthest = STEP_BOOT_TABLE;
		tryout_boot(&pair, &s, thorough ? HOW_THOROUGH : HOW_PLAIN, STAGE_ZONES, &preparing,
			    &boot);
		assert_true(boot.complete);
		assert_int_equal(furthest, STEP_ZONES);
	}
	pair_close(&pair);
}

static void own_functions_have_names_and_lines(void **state)
{
	struct source_place places[SYMBOL_MAX_INLINED];
	uint64_t address = (uint64_t)(uintptr_t)own_functions_have_names_and_lines;
	uint32_t nr = symbols_places(address, true, places);
	struct disassembly code;
	uint64_t registers[TRYOUT_NR_REGISTERS] = {0};

	(void)state;
	assert_string_equal(places[nr - 1].function, "own_functions_have_names_and_lines");
	assert_string_equal(places[0].file, "tools/finding/test_tryout.c");
	assert_true(places[0].ours && places[0].line > 0);
	assert_true(disassemble(address, registers, &code));
	assert_int_equal(code.lines[code.here].address, address);
	assert_int_equal(symbols_places(0, true, places), 1);
	assert_false(places[0].ours);
}

/* Not a try that was made, but what comes of the place where one goes. */
static void a_boot_that_stops_at_an_instruction(void **state)
{
	uint64_t place = (uint64_t)(uintptr_t)target_implementation.step;
	struct tryout *t = tryout_open();
	struct tryout_limits limits;

	(void)state;
	parse(MACHINE);
	limits = tryout_limits_of(&s);
	tryout_run(t, &s, HOW_PLAIN, true, &limits, &result);
	assert_int_equal(result.end, TRYOUT_AGREE);
	assert_true(tryout_run_to(t, place, &result));
	assert_int_equal(result.stack[0].registers[TRYOUT_NR_REGISTERS - 1], place);
	assert_int_equal(result.stack[0].pc[0], place);
	/* What nobody comes by. */
	assert_false(tryout_run_to(t, (uint64_t)(uintptr_t)difference_abort, &result));
	assert_int_equal(result.end, TRYOUT_AGREE);
	tryout_close(t);
}

/* Here the straight piece of code after the jump is one that does not return. */
__attribute__((noinline)) static int checked(const int *volatile at, int index, int limit)
{
	if (index >= limit)
		abort();
	return at[index];
}

static void the_way_to_a_call(void **state)
{
	const int one = 1;
	uint64_t start, end;
	struct jump jump = {0, 0};

	(void)state;
	assert_int_equal(checked(&one, 0, 1), 1);
	assert_true(symbols_function((uint64_t)(uintptr_t)checked, &start, &end));
	for (uint64_t at = start; at < end && !jump.address; at++)
		jump = disassembly_way_to(at);
	assert_in_range(jump.address, start, end - 1);
	assert_int_not_equal(jump.target, 0);
	assert_int_equal(disassembly_way_to(1).address, 0);
}

/* Two jumps out, the first to the place behind the straight piece of the second. */
__asm__(".text\n"
	".type two_ways, @function\n"
	"two_ways: test %edi, %edi\n"
	"first_jump: jz first_end\n"
	"test %esi, %esi\n"
	"second_jump: jz second_end\n"
	"straight_on: ret\n"
	"first_end: ud2\n"
	"second_end: ud2\n"
	".size two_ways, . - two_ways\n");
extern const char first_jump[], second_jump[], straight_on[], first_end[], second_end[];

static void expect_way(const char *to, const char *jump, const char *target)
{
	struct jump found = disassembly_way_to((uint64_t)(uintptr_t)to);

	assert_int_equal(found.address, (uint64_t)(uintptr_t)jump);
	assert_int_equal(found.target, (uint64_t)(uintptr_t)target);
}

static void the_way_is_the_closest_jump(void **state)
{
	(void)state;
	expect_way(first_end, first_jump, first_end);
	expect_way(second_end, second_jump, second_end);
	expect_way(straight_on, second_jump, second_end);
	expect_way(second_jump, first_jump, first_end);
}

static char cell_at(enum picture_row row, int side, uint64_t pfn)
{
	for (uint32_t i = 0; i < picture.nr_columns; i++)
		if (picture.columns[i].start_pfn <= pfn && pfn < picture.columns[i].end_pfn)
			return picture.cells[row][side][i];
	return '?';
}

static void a_picture_of_a_machine(void **state)
{
	struct machine_pair pair;
	struct boot_result boot;

	(void)state;
	parse(MACHINE);
	pair_open(&pair);
	pair_boot(&pair, &s, STAGE_FREED, NR_STAGES, &boot);
	assert_false(boot.differs);
	picture_make(&picture, &s, &pair, &boot, 0, 0);
	assert_int_equal(picture.end_pfn, 0x800);
	for (int side = 0; side < NR_IMPLEMENTATIONS; side++) {
		assert_int_equal(cell_at(ROW_E820, side, 0x10), 'U');
		assert_int_equal(cell_at(ROW_E820, side, 0xc0), '.');
		assert_int_equal(cell_at(ROW_MEMORY, side, 0x500), '#');
		assert_int_equal(cell_at(ROW_ZONE, side, 0x1ff), 'D');
		assert_int_equal(cell_at(ROW_ZONE, side, 0x200), '3');
		assert_int_equal(cell_at(ROW_ZONE, side, 0x7ff), 'N');
		assert_int_equal(cell_at(ROW_RESERVED, side, 0x300), '#');
		assert_int_equal(cell_at(ROW_RESERVED, side, 0x301), '.');
		assert_int_equal(cell_at(ROW_FREE, side, 0x300), '.');
		assert_int_equal(cell_at(ROW_FREE, side, 0x310), '4');
	}
	/* Only what was asked for. */
	picture_make(&picture, &s, &pair, &boot, 0x2ff, 0x302);
	assert_int_equal(picture.nr_columns, 3);
	assert_int_equal(cell_at(ROW_RESERVED, 0, 0x2ff), '.');
	assert_int_equal(cell_at(ROW_RESERVED, 0, 0x300), '#');
	pair_close(&pair);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_machine_that_agrees),
	    cmocka_unit_test(a_limit_that_is_passed),
	    cmocka_unit_test(a_stack_that_was_written_to),
	    cmocka_unit_test(a_boot_that_goes_no_further),
	    cmocka_unit_test(a_boot_that_stops_at_an_instruction),
	    cmocka_unit_test(the_way_to_a_call),
	    cmocka_unit_test(the_way_is_the_closest_jump),
	    cmocka_unit_test(own_functions_have_names_and_lines),
	    cmocka_unit_test(a_picture_of_a_machine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
