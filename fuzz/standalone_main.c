/*
 * main() of a driver that is built without a fuzzing engine: runs each file given, or standard
 * input, once. This is how seeds and repros are tried in any build.
 *
 * Exit status: 0 every input passed, 2 a file could not be read; a finding aborts.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__attribute__((weak)) int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Reads all of file; the caller frees. NULL without memory or on a read error. */
static uint8_t *read_all(FILE *file, size_t *size)
{
	size_t capacity = 1 << 16;
	uint8_t *data = malloc(capacity);
	*size = 0;
	while (data != NULL) {
		*size += fread(data + *size, 1, capacity - *size, file);
		if (*size < capacity)
			break;
		uint8_t *larger = realloc(data, capacity *= 2);
		if (larger == NULL)
			free(data);
		data = larger;
	}
	if (data != NULL && ferror(file)) {
		free(data);
		data = NULL;
	}
	return data;
}

static int run_file(FILE *file, const char *name)
{
	size_t size = 0;
	uint8_t *data = file != NULL ? read_all(file, &size) : NULL;
	if (data == NULL) {
		fprintf(stderr, "%s: %s\n", name, strerror(errno));
		return 2;
	}
	/* A copy of the exact size, so that a read beyond the input does not go unnoticed. */
	uint8_t *input = realloc(data, size > 0 ? size : 1);
	LLVMFuzzerTestOneInput(input != NULL ? input : data, size);
	free(input != NULL ? input : data);
	return 0;
}

int main(int argc, char **argv)
{
	int status = 0;
	if (LLVMFuzzerInitialize)
		LLVMFuzzerInitialize(&argc, &argv);
	if (argc < 2)
		return run_file(stdin, "standard input");
	for (int i = 1; i < argc; i++) {
		FILE *file = fopen(argv[i], "rb");
		int result = run_file(file, argv[i]);
		if (result > status)
			status = result;
		if (file != NULL)
			fclose(file);
	}
	printf("%d inputs, exit status %d\n", argc - 1, status);
	return status;
}
