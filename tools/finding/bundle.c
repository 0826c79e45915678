#include "bundle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

const char *const bundle_part_names[NR_BUNDLE_PARTS] = {
    [PART_REPRO] = "repro",
    [PART_BYTES] = "bytes",
    [PART_REPORT] = "report",
    [PART_ENVIRONMENT] = "environment",
};

static const char magic[] = "MMINIT BUNDLE 1\n";
enum { MAGIC_BYTES = sizeof(magic) - 1, HEADER_BYTES = MAGIC_BYTES + 12 };

/* What all versions begin with. */
static const char any_version[] = "MMINIT BUNDLE ";

static uint32_t get32(const uint8_t *at)
{
	return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
	       (uint32_t)at[3] << 24;
}

static void put32(uint8_t *at, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		at[i] = (uint8_t)(value >> (8 * i));
}

bool bundle_is(const void *data, size_t size)
{
	return size >= strlen(any_version) && !memcmp(data, any_version, strlen(any_version));
}

static int part_of(const uint8_t *name, size_t len)
{
	for (int i = 0; i < NR_BUNDLE_PARTS; i++)
		if (strlen(bundle_part_names[i]) == len && !memcmp(bundle_part_names[i], name, len))
			return i;
	return -1;
}

/* Copies the parts of raw to b->memory, each with a NUL behind it. */
static const char *split(const uint8_t *raw, size_t left, struct bundle *b)
{
	char *to = b->memory;

	while (left) {
		size_t name_len = raw[0], len;
		int part;

		if (left < 1 + name_len + 4)
			return "a part of it is cut off";
		part = part_of(raw + 1, name_len);
		len = get32(raw + 1 + name_len);
		if (part < 0)
			return "it has a part that is not known";
		if (b->data[part])
			return "a part is there twice";
		raw += 1 + name_len + 4;
		left -= 1 + name_len + 4;
		if (left < len)
			return "a part of it is cut off";
		memcpy(to, raw, len);
		to[len] = '\0';
		b->data[part] = to;
		b->size[part] = len;
		to += len + 1;
		raw += len;
		left -= len;
	}
	return b->data[PART_REPRO] ? NULL : "there is no repro in it";
}

static const char *unpack(const uint8_t *packed, uint32_t packed_size, uint32_t raw_size,
			  struct bundle *b)
{
	uint8_t *raw = malloc((size_t)raw_size + 1);
	uLongf got = raw_size;
	const char *wrong;

	/* A NUL for every part; each has at least 5 bytes besides what it holds. */
	b->memory = malloc((size_t)raw_size + 1);
	if (!raw || !b->memory)
		wrong = "out of memory";
	else if (uncompress(raw, &got, packed, packed_size) != Z_OK || got != raw_size)
		wrong = "its compressed data is damaged";
	else
		wrong = split(raw, raw_size, b);
	free(raw);
	return wrong;
}

const char *bundle_read(const void *data, size_t size, struct bundle *b)
{
	const uint8_t *at = data;
	const char *wrong;
	uint32_t packed_size;

	memset(b, 0, sizeof(*b));
	if (!bundle_is(data, size))
		return "not a bundle";
	if (size < MAGIC_BYTES || memcmp(at, magic, MAGIC_BYTES))
		return "a bundle of a version that is not known";
	if (size < HEADER_BYTES)
		return "a bundle that is cut off";
	packed_size = get32(at + MAGIC_BYTES + 4);
	if (size - HEADER_BYTES < packed_size)
		return "a bundle that is cut off";
	if (size - HEADER_BYTES > packed_size)
		return "a bundle with something behind its end";
	if (crc32(0, at + HEADER_BYTES, packed_size) != get32(at + MAGIC_BYTES))
		return "a damaged bundle: its checksum does not fit";
	if (get32(at + MAGIC_BYTES + 8) > BUNDLE_MAX_BYTES)
		return "a bundle of more than 64 MiB";
	wrong = unpack(at + HEADER_BYTES, packed_size, get32(at + MAGIC_BYTES + 8), b);
	if (wrong)
		bundle_free(b);
	return wrong;
}

void bundle_free(struct bundle *b)
{
	free(b->memory);
	memset(b, 0, sizeof(*b));
}

static size_t raw_bytes(const struct bundle *b)
{
	size_t size = 0;

	for (int i = 0; i < NR_BUNDLE_PARTS; i++)
		if (b->data[i])
			size += 1 + strlen(bundle_part_names[i]) + 4 + b->size[i];
	return size;
}

static void join(const struct bundle *b, uint8_t *to)
{
	for (int i = 0; i < NR_BUNDLE_PARTS; i++) {
		size_t name_len = strlen(bundle_part_names[i]);

		if (!b->data[i])
			continue;
		*to++ = (uint8_t)name_len;
		memcpy(to, bundle_part_names[i], name_len);
		put32(to + name_len, (uint32_t)b->size[i]);
		memcpy(to + name_len + 4, b->data[i], b->size[i]);
		to += name_len + 4 + b->size[i];
	}
}

bool bundle_pack(const struct bundle *b, uint8_t **data, size_t *size)
{
	size_t raw_size = raw_bytes(b);
	uLongf packed_size = compressBound(raw_size);
	uint8_t *raw;

	*data = NULL;
	if (raw_size > BUNDLE_MAX_BYTES)
		return false;
	raw = malloc(raw_size + 1);
	*data = malloc(HEADER_BYTES + packed_size);
	if (raw && *data) {
		join(b, raw);
		if (compress2(*data + HEADER_BYTES, &packed_size, raw, raw_size,
			      Z_BEST_COMPRESSION) == Z_OK) {
			free(raw);
			memcpy(*data, magic, MAGIC_BYTES);
			put32(*data + MAGIC_BYTES,
			      (uint32_t)crc32(0, *data + HEADER_BYTES, (uInt)packed_size));
			put32(*data + MAGIC_BYTES + 4, (uint32_t)packed_size);
			put32(*data + MAGIC_BYTES + 8, (uint32_t)raw_size);
			*size = HEADER_BYTES + packed_size;
			return true;
		}
	}
	free(raw);
	free(*data);
	*data = NULL;
	return false;
}
