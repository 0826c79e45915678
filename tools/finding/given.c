#include "given.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bundle.h"
#include "scenario_file.h"

static char *copy_of(const char *data, size_t size)
{
	char *copy = malloc(size + 1);

	if (copy) {
		memcpy(copy, data, size);
		copy[size] = '\0';
	}
	return copy;
}

static bool take_bundle(const char *path, const char *data, size_t size, struct scenario *s,
			struct given *given)
{
	struct scenario_error error;
	struct bundle b;
	const char *wrong = bundle_read(data, size, &b);
	bool good;

	if (wrong) {
		fprintf(stderr, "mminit: %s: %s\n", path, wrong);
		return false;
	}
	good = scenario_parse(b.data[PART_REPRO], b.size[PART_REPRO], s, &error);
	if (!good)
		fprintf(stderr, "mminit: %s: the repro in it, line %u: %s\n", path, error.line,
			error.message);
	if (good && b.data[PART_BYTES]) {
		given->bytes = (uint8_t *)copy_of(b.data[PART_BYTES], b.size[PART_BYTES]);
		given->size = b.size[PART_BYTES];
	}
	if (good && b.data[PART_ENVIRONMENT])
		given->environment = copy_of(b.data[PART_ENVIRONMENT], b.size[PART_ENVIRONMENT]);
	bundle_free(&b);
	return good;
}

bool given_load_all(const char *path, struct scenario *s, struct given *given)
{
	char *data;
	size_t size;
	bool good;

	memset(given, 0, sizeof(*given));
	if (!file_read(path, &data, &size)) {
		fprintf(stderr, "mminit: %s: %s\n", path, strerror(errno));
		return false;
	}
	if (bundle_is(data, size)) {
		good = take_bundle(path, data, size, s, given);
		free(data);
		return good;
	}
	good = scenario_take(path, data, size, s);
	if (good && file_is_bytes(path)) {
		given->bytes = (uint8_t *)data;
		given->size = size;
		return true;
	}
	free(data);
	return good;
}

bool given_load(const char *path, struct scenario *s)
{
	struct given given;
	bool good = given_load_all(path, s, &given);

	if (good)
		given_free(&given);
	return good;
}

void given_free(struct given *given)
{
	free(given->bytes);
	free(given->environment);
	memset(given, 0, sizeof(*given));
}
