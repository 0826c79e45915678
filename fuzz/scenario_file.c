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

/* A digest as libFuzzer writes it. */
static bool is_digest(const char *name)
{
	return strspn(name, "0123456789abcdef") == 40 && !name[40];
}

static bool is_of_an_engine(const char *name)
{
	static const char *const prefixes[] = {"crash-", "timeout-",   "oom-",
					       "leak-",  "slow-unit-", "minimized-from-"};

	if (!strncmp(name, "id:0", 4) || !strncmp(name, "id_0", 4) || is_digest(name))
		return true;
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		if (!strncmp(name, prefixes[i], strlen(prefixes[i])) &&
		    is_digest(name + strlen(prefixes[i])))
			return true;
	return false;
}

bool file_is_bytes(const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t len = strlen(path);

	return (len >= 4 && strcmp(path + len - 4, ".bin") == 0) ||
	       is_of_an_engine(slash ? slash + 1 : path);
}

bool scenario_take(const char *path, const char *data, size_t size, struct scenario *s)
{
	struct scenario_error err;

	if (file_is_bytes(path)) {
		scenario_decode((const uint8_t *)data, size, s);
		return true;
	}
	if (scenario_parse(data, size, s, &err))
		return true;
	fprintf(stderr, "mminit: %s:%u: %s\n", path, err.line, err.message);
	return false;
}

bool scenario_load(const char *path, struct scenario *s)
{
	char *data;
	size_t size;
	bool good;

	if (!file_read(path, &data, &size)) {
		fprintf(stderr, "mminit: %s: %s\n", path, strerror(errno));
		return false;
	}
	good = scenario_take(path, data, size, s);
	free(data);
	return good;
}
