/* The generator: valid, the same for the same seed, and varied. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "generate.h"
#include "scenario_bytes.h"

static struct scenario s, again;

static void valid_and_within_bounds(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < 50000; seed++) {
		const char *wrong;

		generate_scenario(seed, &s);
		wrong = scenario_check(&s);
		if (wrong)
			fail_msg("seed %d: %s", (int)seed, wrong);
		assert_true(scenario_within_limit(&s));
	}
}

static void same_seed_same_machine(void **state)
{
	unsigned int equal = 0;

	(void)state;
	for (uint64_t seed = 0; seed < 1000; seed++) {
		memset(&s, 0xa5, sizeof(s));
		generate_scenario(seed, &s);
		memset(&again, 0x5a, sizeof(again));
		generate_scenario(seed, &again);
		assert_true(scenario_equal(&s, &again));
		generate_scenario(seed + 1, &again);
		equal += scenario_equal(&s, &again);
	}
	assert_int_equal(equal, 0);
}

/* Each kind of thing occurs in a thousand machines. */
static void everything_occurs(void **state)
{
	unsigned int ops[SC_NR_OPS] = {0}, e820_ops[SC_NR_E820_OPS] = {0};
	unsigned int late_ops[SC_NR_LATE_OPS] = {0}, geometries[SC_NR_GEOMETRIES] = {0};
	unsigned int ext = 0, cmdline = 0, setup_data = 0, kernel = 0, fallback = 0, high = 0;

	(void)state;
	for (uint64_t seed = 0; seed < 1000; seed++) {
		generate_scenario(seed, &s);
		geometries[s.geometry]++;
		for (uint32_t i = 0; i < s.nr_ops; i++)
			ops[s.ops[i].kind]++;
		for (uint32_t i = 0; i < s.nr_e820_ops; i++)
			e820_ops[s.e820_ops[i].kind]++;
		for (uint32_t i = 0; i < s.nr_late_ops; i++)
			late_ops[s.late_ops[i].kind]++;
		for (uint32_t i = 0; i < s.nr_e820; i++)
			high += s.e820[i].addr >> 32 == 1;
		ext += s.nr_e820_ext > 0;
		cmdline += s.cmdline[0] != '\0';
		setup_data += s.nr_setup_data > 0;
		kernel += s.has_kernel;
		fallback += s.nr_e820 == 1;
	}
	for (int i = 0; i < SC_NR_OPS; i++) {
		if (i != SC_OP_SET_NODE_RESERVED && i != SC_OP_CLEAR_HOTPLUG &&
		    i != SC_OP_BOTTOM_UP && i != SC_OP_CURRENT_LIMIT && i != SC_OP_ALLOW_RESIZE)
			assert_true(ops[i] > 0);
	}
	for (int i = 0; i < SC_NR_E820_OPS; i++)
		assert_true(e820_ops[i] > 0);
	for (int i = 0; i < SC_NR_LATE_OPS; i++)
		assert_true(late_ops[i] > 0);
	assert_true(geometries[SC_X86_64] > 200 && geometries[SC_TINY] > 200 &&
		    geometries[SC_ARM_FLATMEM] > 200);
	assert_true(ext && cmdline && setup_data && kernel && fallback && high);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(valid_and_within_bounds),
	    cmocka_unit_test(same_seed_same_machine),
	    cmocka_unit_test(everything_occurs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
