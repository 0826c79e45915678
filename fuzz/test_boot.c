/* The plan of a boot: which steps a scenario takes, in which order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "boot.h"

static struct scenario s;

/* The steps of a stage as letters. */
static const char *plan(enum stage stage)
{
	static const char letters[] = {[STEP_BOOT_TABLE] = 'B',
				       [STEP_E820_EXT] = 'X',
				       [STEP_E820_OP] = 'o',
				       [STEP_COMMAND_LINE] = 'C',
				       [STEP_SETUP_DATA] = 'S',
				       [STEP_FINISH_E820] = 'f',
				       [STEP_KERNEL_RANGE] = 'K',
				       [STEP_TRIM_BIOS] = 'T',
				       [STEP_END_OF_RAM] = 'E',
				       [STEP_FILL] = 'F',
				       [STEP_MEMBLOCK_OP] = 'm',
				       [STEP_NUMA] = 'N',
				       [STEP_ZONES] = 'Z',
				       [STEP_MEMMAP] = 'M',
				       [STEP_MEM_INIT] = 'I',
				       [STEP_LATE_OP] = 'l',
				       [STEP_LOWMEM] = 'L',
				       [STEP_PAGE_EXT_FLATMEM] = 'x',
				       [STEP_KMEM_CACHE_INIT] = 's',
				       [STEP_PERCPU_INIT_LATE] = 'p',
				       [STEP_PGTABLE_INIT] = 't',
				       [STEP_VMALLOC_INIT] = 'v',
				       [STEP_IOREMAP_HUGE_INIT] = 'i',
				       [STEP_KAISER_INIT] = 'k',
				       [STEP_DEFERRED] = 'd',
				       [STEP_FREE_HELD] = 'h',
				       [STEP_PURGE] = 'P'};
	static char text[64];
	struct plan_cursor cursor = {0};
	struct plan_step step;
	size_t nr = 0;

	while (boot_plan_next(&s, stage, &cursor, &step))
		text[nr++] = letters[step.step];
	text[nr] = '\0';
	return text;
}

static void add_op(enum sc_op_kind kind)
{
	s.ops[s.nr_ops++] = (struct sc_op){.kind = kind};
}

static void firmware_steps(void **state)
{
	(void)state;
	scenario_clear(&s);
	assert_string_equal(plan(STAGE_E820), "C");
	s.nr_e820 = 2;
	assert_string_equal(plan(STAGE_E820), "BCfTE");
	s.nr_e820_ext = 1;
	s.nr_e820_ops = 3;
	s.nr_setup_data = 2;
	s.has_kernel = true;
	assert_string_equal(plan(STAGE_E820), "BXoooCSfKTE");
}

static void fill_comes_first_unless_placed(void **state)
{
	(void)state;
	scenario_clear(&s);
	s.nr_e820 = 2;
	assert_string_equal(plan(STAGE_MEMBLOCK), "FN");
	add_op(SC_OP_RESERVE);
	add_op(SC_OP_RESERVE);
	assert_string_equal(plan(STAGE_MEMBLOCK), "FNmm");
	s.ops[1].kind = SC_OP_FILL;
	assert_string_equal(plan(STAGE_MEMBLOCK), "mFN");
	add_op(SC_OP_FILL);
	assert_string_equal(plan(STAGE_MEMBLOCK), "mFNF");
}

static void srat_takes_effect_at_its_place(void **state)
{
	(void)state;
	scenario_clear(&s);
	s.nr_e820 = 2;
	s.nr_srat = 1;
	add_op(SC_OP_RESERVE);
	add_op(SC_OP_NUMA);
	add_op(SC_OP_FREE);
	assert_string_equal(plan(STAGE_MEMBLOCK), "FmNm");
}

static void without_a_map_nodes_come_last(void **state)
{
	(void)state;
	scenario_clear(&s);
	add_op(SC_OP_ADD);
	add_op(SC_OP_RESERVE);
	assert_string_equal(plan(STAGE_MEMBLOCK), "mmN");
	s.nr_srat = 1;
	s.ops[1].kind = SC_OP_NUMA;
	assert_string_equal(plan(STAGE_MEMBLOCK), "mN");
}

static void the_other_stages(void **state)
{
	(void)state;
	scenario_clear(&s);
	assert_string_equal(plan(STAGE_ZONES), "Z");
	assert_string_equal(plan(STAGE_MEMMAP), "M");
	assert_string_equal(plan(STAGE_MEM_INIT), "xI");
	assert_string_equal(plan(STAGE_LATE), "");
	s.nr_late_ops = 2;
	assert_string_equal(plan(STAGE_LATE), "ll");
}

/* The steps of all stages that a boot has from mem_init on. */
static const char *plan_of_mm_init(void)
{
	static char text[64];

	text[0] = '\0';
	for (int stage = STAGE_MEM_INIT; stage < NR_STAGES; stage++)
		if (boot_has_stage(&s, (enum stage)stage))
			strcat(text, plan((enum stage)stage));
	return text;
}

static void mm_init_in_its_order(void **state)
{
	(void)state;
	scenario_clear(&s);
	assert_string_equal(plan_of_mm_init(), "xIsptvik");
	s.config.deferred_init = true;
	assert_string_equal(plan_of_mm_init(), "xIsptvikd");
	s.nr_late_ops = 3;
	s.late_ops[0].kind = SC_LATE_KMALLOC;
	s.late_ops[1] = (struct sc_late_op){.kind = SC_LATE_FREE, .operation = 0};
	s.late_ops[2].kind = SC_LATE_VMALLOC;
	assert_string_equal(plan_of_mm_init(), "xIsptvikdlllhhP");
	s.config.deferred_init = false;
	s.release = SC_RELEASE_6_1;
	s.nr_late_ops = 0;
	assert_string_equal(plan_of_mm_init(), "I");
}

static void arm_has_no_firmware_and_no_kaiser(void **state)
{
	(void)state;
	scenario_clear(&s);
	s.geometry = SC_ARM_FLATMEM;
	s.nr_e820 = 2;
	s.nr_srat = 1;
	assert_false(boot_has_stage(&s, STAGE_E820));
	add_op(SC_OP_FILL);
	add_op(SC_OP_NUMA);
	add_op(SC_OP_ADD);
	add_op(SC_OP_SET_NODE_MEMORY);
	add_op(SC_OP_RESERVE);
	assert_string_equal(plan(STAGE_MEMBLOCK), "Lmm");
	assert_string_equal(plan_of_mm_init(), "xIsptv");
}

/* The target, but that one counter is off by one after the 33rd of the results, and only then. */
static void spoil(struct observation *o)
{
	if (NR_ROWS(o, memblock_op) == 33)
		o->tables[OBS_memblock_state].rows[1]++;
}

static void spoilt_glance(void *machine, struct observation *o)
{
	target_implementation.glance(machine, o);
	spoil(o);
}

static void spoilt_observe(void *machine, const struct scenario *scenario, enum stage stage,
			   struct observation *o)
{
	target_implementation.observe(machine, scenario, stage, o);
	if (stage == STAGE_MEMBLOCK)
		spoil(o);
}

static void a_glance_misses_no_operation(void **state)
{
	struct implementation spoilt = target_implementation;
	static struct machine_pair pair;
	struct boot_result result;

	(void)state;
	scenario_clear(&s);
	for (uint64_t i = 0; i < 200; i++)
		s.ops[s.nr_ops++] = (struct sc_op){.kind = i % 2 ? SC_OP_RESERVE : SC_OP_ADD,
						   .range = {i << 13, 0x1000}};
	spoilt.glance = spoilt_glance;
	spoilt.observe = spoilt_observe;
	pair_open(&pair);
	pair.glances = true;
	pair_boot(&pair, &s, STAGE_MEMBLOCK, STAGE_MEMBLOCK, &result);
	assert_false(result.differs);
	pair.implementation[0] = &spoilt;
	pair_boot(&pair, &s, STAGE_MEMBLOCK, STAGE_MEMBLOCK, &result);
	assert_true(result.differs);
	assert_string_equal(result.difference.table, "memblock_state");
	assert_string_equal(result.difference.field, "memory_max");
	pair_boot(&pair, &s, STAGE_MEMBLOCK, NR_STAGES, &result);
	assert_false(result.differs);
	pair_close(&pair);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(firmware_steps),
	    cmocka_unit_test(fill_comes_first_unless_placed),
	    cmocka_unit_test(srat_takes_effect_at_its_place),
	    cmocka_unit_test(without_a_map_nodes_come_last),
	    cmocka_unit_test(the_other_stages),
	    cmocka_unit_test(mm_init_in_its_order),
	    cmocka_unit_test(arm_has_no_firmware_and_no_kaiser),
	    cmocka_unit_test(a_glance_misses_no_operation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
