#include "scenario_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "scenario_bytes.h"

static bool read_stream(FILE *in, char **data, size_t *size)
{
	size_t capacity = 1 << 16;

	*size = 0;
	*data = malloc(capacity);
	while (*data) {
		*size += fread(*data + *size, 1, capacity - *size, in);
		if (*size < capacity)
			break;

		char *larger = realloc(*data, capacity *= 2);

		if (!larger)
			free(*data);
		*data = larger;
	}
	if (*data && !ferror(in))
		return true;
	free(*data);
	*data = NULL;
	return false;
}

bool file_read(const char *path, char **data, size_t *size)
{
	if (strcmp(path, "-") == 0)
		return read_stream(stdin, data, size);

	FILE *in = fopen(path, "rb");

	if (!in)
		return false;

	bool good = read_stream(in, data, size);
	int error = errno;

	fclose(in);
	errno = error;
	return good;
}

bool file_is_bytes(const char *path)
{
	size_t len = strlen(path);

	return len >= 4 && strcmp(path + len - 4, ".bin") == 0;
}

bool scenario_load(const char *path, struct scenario *s)
{
	struct scenario_error err;
	char *data;
	size_t size;
	bool good = true;

	if (!file_read(path, &data, &size)) {
		fprintf(stderr, "mminit: %s: %s\n", path, strerror(errno));
		return false;
	}
	if (file_is_bytes(path)) {
		scenario_decode((const uint8_t *)data, size, s);
	} else if (!scenario_parse(data, size, s, &err)) {
		fprintf(stderr, "mminit: %s:%u: %s\n", path, err.line, err.message);
		good = false;
	}
	free(data);
	return good;
}
