/*
 * The reader of bundles, with any bytes: it may refuse them, but never crash, and what it takes
 * must be packed and read again as the same parts, and its repro be a text that the parser may
 * refuse too.
 *
 * The checksum would keep a fuzzer out of what it protects: bytes that do not begin like a bundle
 * are taken as what one holds, and are packed first, with a checksum that fits.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "bundle.h"
#include "scenario_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

_Noreturn __attribute__((noinline)) static void bundle_round_trip(const char *field)
{
	fprintf(stderr, "ASSERTION FAILED: bundle_round_trip %s\n", field);
	abort();
}

static void put32(uint8_t *at, size_t value)
{
	for (int i = 0; i < 4; i++)
		at[i] = (uint8_t)(value >> (8 * i));
}

/* The file format as bundle.h describes it, around any bytes. */
static uint8_t *wrapped(const uint8_t *raw, size_t size, size_t *packed)
{
	static const char magic[] = "MMINIT BUNDLE 1\n";
	uLongf compressed = compressBound(size);
	uint8_t *file = malloc(28 + compressed);

	if (!file || compress2(file + 28, &compressed, raw, size, 1) != Z_OK)
		abort();
	memcpy(file, magic, 16);
	put32(file + 16, crc32(0, file + 28, (uInt)compressed));
	put32(file + 20, compressed);
	put32(file + 24, size);
	*packed = 28 + compressed;
	return file;
}

static void check_parts(const struct bundle *b)
{
	struct bundle again;
	uint8_t *data;
	size_t size;

	if (!bundle_pack(b, &data, &size))
		bundle_round_trip("packing");
	if (bundle_read(data, size, &again))
		bundle_round_trip("reading");
	for (int i = 0; i < NR_BUNDLE_PARTS; i++) {
		if (!b->data[i] != !again.data[i] || b->size[i] != again.size[i])
			bundle_round_trip(bundle_part_names[i]);
		if (b->data[i] && memcmp(b->data[i], again.data[i], b->size[i]))
			bundle_round_trip(bundle_part_names[i]);
	}
	bundle_free(&again);
	free(data);
}

static void check_file(const uint8_t *data, size_t size)
{
	static struct scenario scenario;
	struct scenario_error error;
	struct bundle b;
	const char *wrong = bundle_read(data, size, &b);

	if (wrong) {
		if (b.memory || !*wrong)
			bundle_round_trip("refusal");
		return;
	}
	check_parts(&b);
	scenario_parse(b.data[PART_REPRO], b.size[PART_REPRO], &scenario, &error);
	bundle_free(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *file;
	size_t packed;

	check_file(data, size);
	if (bundle_is(data, size))
		return 0;
	file = wrapped(data, size, &packed);
	check_file(file, packed);
	free(file);
	return 0;
}
