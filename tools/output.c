#include "output.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool write_stream(FILE *out, const void *data, size_t size)
{
	return fwrite(data, 1, size, out) == size && fflush(out) == 0;
}

/* A name beside path for what is not whole yet; the caller frees. */
static char *temporary_name(const char *path)
{
	size_t size = strlen(path) + sizeof(".XXXXXX");
	char *name = malloc(size);

	if (name)
		snprintf(name, size, "%s.XXXXXX", path);
	return name;
}

/* Opens a new file beside path, with the permissions that path would get. */
static FILE *open_beside(char *name)
{
	mode_t mask = umask(0);
	int fd = mkstemp(name);
	FILE *out;

	umask(mask);
	if (fd < 0)
		return NULL;
	out = fchmod(fd, 0666 & ~mask) == 0 ? fdopen(fd, "wb") : NULL;
	if (!out)
		close(fd);
	return out;
}

/* With a full disk the old file stays. */
static bool replace_file(const char *path, const void *data, size_t size)
{
	char *name = temporary_name(path);
	FILE *out = name ? open_beside(name) : NULL;
	bool good = out && write_stream(out, data, size);
	int error;

	if (out)
		good &= fclose(out) == 0;
	good = good && rename(name, path) == 0;
	error = errno;
	if (out && !good)
		unlink(name);
	free(name);
	errno = error;
	return good;
}

bool output_write(const char *path, const void *data, size_t size)
{
	struct stat old;
	bool good;
	FILE *out;

	if (strcmp(path, "-") == 0)
		return write_stream(stdout, data, size);
	if (stat(path, &old) != 0 || S_ISREG(old.st_mode))
		return replace_file(path, data, size);
	out = fopen(path, "wb");
	good = out && write_stream(out, data, size);
	if (out)
		good &= fclose(out) == 0;
	return good;
}

bool output_possible(const char *path)
{
	struct stat old;
	char *name;
	FILE *out;
	int error;

	if (strcmp(path, "-") == 0)
		return true;
	if (stat(path, &old) == 0 && !S_ISREG(old.st_mode)) {
		errno = EISDIR;
		return !S_ISDIR(old.st_mode);
	}
	name = temporary_name(path);
	out = name ? open_beside(name) : NULL;
	error = errno;
	if (out) {
		fclose(out);
		unlink(name);
	}
	free(name);
	errno = error;
	return out != NULL;
}

bool same_file(const char *a, const char *b)
{
	struct stat of_a, of_b;

	return strcmp(a, "-") != 0 && strcmp(b, "-") != 0 && stat(a, &of_a) == 0 &&
	       stat(b, &of_b) == 0 && S_ISREG(of_a.st_mode) && of_a.st_dev == of_b.st_dev &&
	       of_a.st_ino == of_b.st_ino;
}
