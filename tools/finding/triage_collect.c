/* What of a folder is to be sorted. */
#define _GNU_SOURCE
#include "triage.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bundle.h"
#include "given.h"
#include "scenario_file.h"

enum { MAX_BYTES = 64 << 20 }; /* of a file: many times what the largest scenario needs */

static bool is_beside(const char *name)
{
	static const char *const others[] = {".", "..", "queue", ".state", ".synced", ".git"};

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (!strcmp(name, others[i]))
			return true;
	return false;
}

static bool unreadable(struct triage *t, const char *path, const char *why)
{
	fprintf(stderr, "mminit: %s: %s\n", path, why);
	t->nr_unreadable++;
	return true;
}

/* By its name, or by what a bundle begins with. What cannot be opened may be one. */
static bool is_finding(const char *path)
{
	char start[32];
	size_t len = strlen(path), got;
	FILE *file;

	if (file_is_bytes(path) || (len > 3 && !strcmp(path + len - 3, ".mm")))
		return true;
	file = fopen(path, "rb");
	if (!file)
		return true;
	got = fread(start, 1, sizeof(start), file);
	fclose(file);
	return bundle_is(start, got);
}

/* False without memory, as everything here that goes on with a line about a bad file. */
static bool add_file(struct triage *t, const char *path, uint64_t bytes)
{
	struct triage_file *larger;

	if (!is_finding(path)) {
		t->nr_passed_over++;
		return true;
	}
	if (bytes > MAX_BYTES)
		return unreadable(t, path, "too large for a finding");
	if ((t->nr_files & (t->nr_files - 1)) == 0) {
		larger = realloc(t->files, (t->nr_files ? 2 * t->nr_files : 1) * sizeof(*t->files));
		if (!larger)
			return false;
		t->files = larger;
	}
	t->files[t->nr_files] = (struct triage_file){strdup(path), bytes, TRIAGE_LEFT_OUT};
	return t->files[t->nr_files++].path != NULL;
}

static bool collect(struct triage *t, DIR *dir, const char *folder);

static bool collect_entry(struct triage *t, const char *path)
{
	struct stat info, target;
	DIR *dir;

	if (lstat(path, &info) < 0 || stat(path, &target) < 0)
		return unreadable(t, path, strerror(errno));
	if (S_ISREG(target.st_mode))
		return add_file(t, path, (uint64_t)target.st_size);
	if (!S_ISDIR(info.st_mode)) {
		t->nr_passed_over++;
		return true;
	}
	dir = opendir(path);
	return dir ? collect(t, dir, path) : unreadable(t, path, strerror(errno));
}

/* Closes dir. */
static bool collect(struct triage *t, DIR *dir, const char *folder)
{
	struct dirent *entry;
	bool good = true;

	while (good && (entry = readdir(dir))) {
		char *path;

		if (is_beside(entry->d_name))
			continue;
		if (asprintf(&path, "%s/%s", folder, entry->d_name) < 0) {
			closedir(dir);
			return false;
		}
		good = collect_entry(t, path);
		free(path);
	}
	closedir(dir);
	return good;
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct triage_file *)a)->path, ((const struct triage_file *)b)->path);
}

/* Says of each new file that cannot be read what is wrong, in their order, and drops it. */
static void drop_unreadable(struct triage *t, uint32_t first)
{
	static struct scenario scenario;
	uint32_t kept = first;

	for (uint32_t i = first; i < t->nr_files; i++) {
		if (given_load(t->files[i].path, &scenario)) {
			t->files[kept++] = t->files[i];
		} else {
			t->nr_unreadable++;
			free(t->files[i].path);
		}
	}
	t->nr_files = kept;
}

bool triage_collect(struct triage *t, const char *folder)
{
	uint32_t first = t->nr_files;
	DIR *dir = opendir(folder);

	if (!dir || !collect(t, dir, folder))
		return false;
	if (t->nr_files > first)
		qsort(t->files + first, t->nr_files - first, sizeof(*t->files), by_path);
	drop_unreadable(t, first);
	return true;
}
