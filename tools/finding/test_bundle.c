/* Bundles: what goes in comes out, and what is damaged is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "bundle.h"

static uint8_t *file;
static size_t file_size;

static int pack(void **state)
{
	static const char bytes[] = {0, 1, 2, 0, (char)255};
	struct bundle b = {.memory = NULL};

	(void)state;
	b.data[PART_REPRO] = "mminit: scenario 1\nmemblock_reserve: [0x0-0xfff]\n";
	b.size[PART_REPRO] = strlen(b.data[PART_REPRO]);
	b.data[PART_BYTES] = bytes;
	b.size[PART_BYTES] = sizeof(bytes);
	b.data[PART_ENVIRONMENT] = "";
	return bundle_pack(&b, &file, &file_size) ? 0 : -1;
}

static int drop(void **state)
{
	(void)state;
	free(file);
	return 0;
}

static void parts_come_out_again(void **state)
{
	struct bundle b;

	(void)state;
	assert_true(bundle_is(file, file_size));
	assert_null(bundle_read(file, file_size, &b));
	assert_string_equal(b.data[PART_REPRO],
			    "mminit: scenario 1\nmemblock_reserve: [0x0-0xfff]\n");
	assert_int_equal(b.size[PART_BYTES], 5);
	assert_memory_equal(b.data[PART_BYTES], "\0\1\2\0\377", 5);
	assert_string_equal(b.data[PART_ENVIRONMENT], "");
	assert_null(b.data[PART_REPORT]);
	bundle_free(&b);
}

static void cut_off_anywhere(void **state)
{
	struct bundle b;

	(void)state;
	for (size_t size = 0; size < file_size; size++)
		assert_non_null(bundle_read(file, size, &b));
	assert_string_equal(bundle_read(file, file_size - 1, &b), "a bundle that is cut off");
}

static void every_damaged_bit(void **state)
{
	struct bundle b;

	(void)state;
	for (size_t bit = 0; bit < file_size * 8; bit++) {
		file[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_non_null(bundle_read(file, file_size, &b));
		assert_null(b.memory);
		file[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
}

static void what_is_none(void **state)
{
	static const char later[] = "MMINIT BUNDLE 2\nand so on, as it will be";
	uint8_t *longer = malloc(file_size + 1);
	struct bundle b;

	(void)state;
	assert_non_null(longer);
	memcpy(longer, file, file_size);
	longer[file_size] = 0;
	assert_string_equal(bundle_read(longer, file_size + 1, &b),
			    "a bundle with something behind its end");
	assert_string_equal(bundle_read(later, sizeof(later), &b),
			    "a bundle of a version that is not known");
	assert_string_equal(bundle_read("PK\3\4 a foreign archive", 22, &b), "not a bundle");
	free(longer);
}

static void without_a_repro(void **state)
{
	struct bundle b = {.memory = NULL};
	uint8_t *data;
	size_t size;

	(void)state;
	b.data[PART_REPORT] = "words";
	b.size[PART_REPORT] = 5;
	assert_true(bundle_pack(&b, &data, &size));
	assert_string_equal(bundle_read(data, size, &b), "there is no repro in it");
	free(data);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(parts_come_out_again), cmocka_unit_test(cut_off_anywhere),
	    cmocka_unit_test(every_damaged_bit),    cmocka_unit_test(what_is_none),
	    cmocka_unit_test(without_a_repro),
	};

	return cmocka_run_group_tests(tests, pack, drop);
}
