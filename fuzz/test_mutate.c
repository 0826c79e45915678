/* The mutators: whatever they make is valid, depends on the seed alone, and keeps to the room. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "generate.h"
#include "mutate.h"
#include "scenario_bytes.h"

enum { NR_SEEDS = 120, ROOM = 8192 };

static struct scenario scenario;
static struct scenario again;
static uint8_t bytes[SC_MAX_BYTES];

/* Bytes of a generated machine, or, of every fourth seed, bytes without sense. The bytes are in
 * memory of exactly `room` bytes, so that a sanitizer sees what goes beyond. */
static uint8_t *make_input(uint64_t seed, size_t room, size_t *size)
{
	uint8_t *data = malloc(room ? room : 1);

	assert_non_null(data);
	if (seed % 4 == 3) {
		struct random r = {.state = seed};

		*size = random_below(&r, room + 1);
		for (size_t i = 0; i < *size; i++)
			data[i] = (uint8_t)random_next(&r);
		return data;
	}
	generate_scenario(seed, &scenario);
	*size = scenario_encode(&scenario, bytes, sizeof(bytes));
	if (*size > room)
		*size = room;
	memcpy(data, bytes, *size);
	return data;
}

/* What bytes decode to is valid, and so are its own bytes. */
static void assert_round_trip(const uint8_t *data, size_t size)
{
	size_t encoded;

	scenario_decode(data, size, &scenario);
	assert_null(scenario_check(&scenario));
	encoded = scenario_encode(&scenario, bytes, sizeof(bytes));
	assert_int_not_equal(encoded, 0);
	scenario_decode(bytes, encoded, &again);
	assert_true(scenario_equal(&scenario, &again));
}

static void mutations_are_valid(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < NR_SEEDS; seed++) {
		size_t size;
		uint8_t *data = make_input(seed, ROOM, &size);

		for (uint64_t i = 0; i < 20; i++) {
			size = mutate_bytes(data, size, ROOM, seed * 1000 + i);
			assert_in_range(size, 1, ROOM);
			assert_round_trip(data, size);
		}
		free(data);
	}
}

/* One change of a machine after the other, without the way through bytes. */
static void machines_stay_valid(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < NR_SEEDS; seed++) {
		struct random r = {.state = seed};

		generate_scenario(seed, &scenario);
		for (int i = 0; i < 50; i++) {
			const char *wrong;

			mutate_machine(&scenario, &r);
			wrong = scenario_check(&scenario);
			if (wrong)
				fail_msg("seed %d, change %d: %s", (int)seed, i, wrong);
			assert_true(scenario_within_limit(&scenario));
		}
	}
}

static void crossing_is_valid(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < NR_SEEDS; seed++) {
		size_t room = seed % 8 == 7 ? seed : ROOM;
		size_t size_a, size_b, size;
		uint8_t *a = make_input(seed, ROOM, &size_a);
		uint8_t *b = make_input(seed * 7 + 1, ROOM, &size_b);
		uint8_t *out = malloc(room ? room : 1);

		assert_non_null(out);
		size = mutate_cross(a, size_a, b, size_b, out, room, seed);
		assert_true(size <= room);
		assert_round_trip(out, size);
		free(a);
		free(b);
		free(out);
	}
}

static void same_seed_same_bytes(void **state)
{
	int changed = 0;

	(void)state;
	for (uint64_t seed = 0; seed < NR_SEEDS; seed++) {
		size_t size_a, size_b, size_other;
		uint8_t *a = make_input(seed, ROOM, &size_a);
		uint8_t *before = make_input(seed, ROOM, &size_a);
		uint8_t *b = make_input(seed, ROOM, &size_b);
		uint8_t *other = make_input(seed + 1, ROOM, &size_other);
		size_t size = size_a;

		size_a = mutate_bytes(a, size_a, ROOM, seed);
		mutate_bytes(other, size_other, ROOM, seed + 1); /* leaves nothing behind */
		size_b = mutate_bytes(b, size_b, ROOM, seed);
		assert_int_equal(size_a, size_b);
		assert_memory_equal(a, b, size_a);
		changed += size != size_a || memcmp(a, before, size) != 0;
		free(a);
		free(before);
		free(b);
		free(other);
	}
	assert_in_range(changed, NR_SEEDS * 8 / 10, NR_SEEDS); /* hardly ever in vain */
}

static void little_room_is_kept(void **state)
{
	(void)state;
	for (size_t room = 0; room < 64; room++)
		for (uint64_t seed = 0; seed < 40; seed++) {
			size_t size;
			uint8_t *data = make_input(seed, room, &size);

			size = mutate_bytes(data, size, room, seed);
			assert_true(size <= room);
			assert_true(size > 0 || room == 0);
			assert_round_trip(data, size);
			free(data);
		}
}

/* Records can be left out one by one until there are none. */
static void records_are_left_out(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < NR_SEEDS; seed++) {
		size_t size;
		uint8_t *data = make_input(seed, ROOM, &size);
		uint8_t *out = malloc(ROOM);
		uint32_t nr = mutate_nr_records(data, size);

		assert_non_null(out);
		while (nr > 0) {
			size_t left =
			    mutate_without_records(data, size, (uint32_t)(seed % nr), 1, out);

			assert_true(left < size);
			assert_round_trip(out, left);
			size = left;
			memcpy(data, out, left);
			nr = mutate_nr_records(data, size);
		}
		assert_true(size <= SC_BYTES_HEADER);
		free(data);
		free(out);
	}
}

/* Each of the two machines of a crossing leaves traces in the results. */
static void reservations_cross(void **state)
{
	struct random r = {.state = 1};
	int both = 0;

	(void)state;
	for (uint64_t seed = 0; seed < NR_SEEDS; seed++) {
		bool of_a = false, of_b = false;

		scenario_clear(&scenario);
		scenario_clear(&again);
		scenario.ops[scenario.nr_ops++] =
		    (struct sc_op){.kind = SC_OP_RESERVE, .range = {0x1000, 0x1000}};
		again.ops[again.nr_ops++] =
		    (struct sc_op){.kind = SC_OP_RESERVE, .range = {0x5000, 0x2000}};
		mutate_machine_cross(&scenario, &again, &r);
		assert_null(scenario_check(&scenario));
		for (uint32_t i = 0; i < scenario.nr_ops; i++) {
			of_a |= scenario.ops[i].range.size == 0x1000;
			of_b |= scenario.ops[i].range.size == 0x2000;
		}
		assert_true(of_a || of_b);
		both += of_a && of_b;
	}
	assert_in_range(both, NR_SEEDS / 8, NR_SEEDS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(mutations_are_valid), cmocka_unit_test(machines_stay_valid),
	    cmocka_unit_test(crossing_is_valid),   cmocka_unit_test(same_seed_same_bytes),
	    cmocka_unit_test(little_room_is_kept), cmocka_unit_test(records_are_left_out),
	    cmocka_unit_test(reservations_cross),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
