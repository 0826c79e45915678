/*
 * A verdict depends on its input alone: the same bytes give the same observation in machines that
 * were never used, twice in a row, and after a thousand others.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "boot.h"
#include "generate.h"
#include "scenario_bytes.h"

enum { NR_INPUTS = 60, NR_OTHERS = 1000 };

static struct scenario s;
static uint8_t bytes[SC_MAX_BYTES];

/* A generated machine by way of bytes; small ones, most of them tiny. */
static void make_input(uint64_t seed)
{
	size_t size;

	generate_scenario(seed, &s);
	size = scenario_encode(&s, bytes, sizeof(bytes));
	assert_int_not_equal(size, 0);
	scenario_decode(bytes, size, &s);
}

/* Digests of both observations as one number; they must agree anyway. */
static uint64_t digest_in(struct machine_pair *pair)
{
	struct boot_result result;

	pair_boot(pair, &s, STAGE_FREED, NR_STAGES, &result);
	assert_false(result.differs);
	assert_int_equal(observation_digest(&pair->observation[0]),
			 observation_digest(&pair->observation[1]));
	return observation_digest(&pair->observation[0]);
}

static uint64_t digest_alone(uint64_t seed)
{
	struct machine_pair pair;
	uint64_t digest;

	make_input(seed);
	pair_open(&pair);
	digest = digest_in(&pair);
	pair_close(&pair);
	return digest;
}

static void the_run_before_does_not_matter(void **state)
{
	static uint64_t alone[NR_INPUTS];
	struct machine_pair pair;

	(void)state;
	for (uint64_t seed = 0; seed < NR_INPUTS; seed++)
		alone[seed] = digest_alone(seed);
	pair_open(&pair);
	for (uint64_t seed = 0; seed < NR_INPUTS; seed++) {
		make_input(seed);
		assert_int_equal(digest_in(&pair), alone[seed]);
		assert_int_equal(digest_in(&pair), alone[seed]);
	}
	for (uint64_t seed = NR_INPUTS; seed < NR_INPUTS + NR_OTHERS; seed++) {
		make_input(seed);
		digest_in(&pair);
	}
	for (uint64_t seed = 0; seed < NR_INPUTS; seed++) {
		make_input(seed);
		assert_int_equal(digest_in(&pair), alone[seed]);
	}
	pair_close(&pair);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_run_before_does_not_matter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
