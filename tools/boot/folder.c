#include "folder.h"

#include <errno.h>
#include <glob.h>
#include <inttypes.h>
#include <json-c/json.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "join.h"
#include "scenario_text.h"
#include "tools/mminit.h"

static const char *const files[] = {"machine.mm", "e820.txt",   "meta.json", "acpi.gz",
				    "dmesg.gz",   "capture.gz", "serial.gz"};

static void name_of(const char *folder, const char *file, char path[4096])
{
	snprintf(path, 4096, "%s/%s", folder, file);
}

static bool failed(const char *path)
{
	unusable("%s: %s", path, strerror(errno));
	return false;
}

static bool write_packed(const char *folder, const char *file, const void *data, size_t size)
{
	char path[4096];
	gzFile out;
	bool good;

	name_of(folder, file, path);
	out = gzopen(path, "wb6");
	if (!out)
		return failed(path);
	good = !size || gzwrite(out, data, (unsigned int)size) == (int)size;
	return (gzclose(out) == Z_OK && good) || failed(path);
}

static void print_entries(FILE *out, const char *mark, const struct sc_e820_entry *e, uint32_t nr)
{
	for (uint32_t i = 0; i < nr; i++)
		fprintf(out, "%s%016" PRIx64 " %016" PRIx64 " %" PRIx32 "\n", mark, e[i].addr,
			e[i].size, e[i].type);
}

static bool write_table(const char *folder, const struct scenario *s)
{
	char path[4096];
	FILE *out;
	bool good;

	name_of(folder, "e820.txt", path);
	out = fopen(path, "w");
	if (!out)
		return failed(path);
	fputs("# start size type\n", out);
	print_entries(out, "", s->e820, s->nr_e820);
	print_entries(out, "# SETUP_E820_EXT ", s->e820_ext, s->nr_e820_ext);
	good = !ferror(out);
	return (!fclose(out) && good) || failed(path);
}

static bool write_machine(const char *folder, const struct scenario *s)
{
	char path[4096];
	FILE *out;
	bool good;

	name_of(folder, "machine.mm", path);
	out = fopen(path, "w");
	if (!out)
		return failed(path);
	good = scenario_write(s, out);
	return (!fclose(out) && good) || failed(path);
}

static struct json_object *pair_json(uint64_t a, uint64_t b)
{
	struct json_object *pair = json_object_new_array();

	json_object_array_add(pair, json_object_new_int64((int64_t)a));
	json_object_array_add(pair, json_object_new_int64((int64_t)b));
	return pair;
}

static void add_number(struct json_object *meta, const char *key, uint64_t value)
{
	json_object_object_add(meta, key, json_object_new_int64((int64_t)value));
}

static void add_late(struct json_object *meta, const char *capture, const char *log,
		     const struct loader *l, const struct symbols *symbols)
{
	static struct late_free late[LATE_MAX];
	struct json_object *list = json_object_new_array();
	char why[160];
	int nr = late_find(capture, log, symbols, l->load, late, why);

	for (int i = 0; i < nr; i++) {
		struct json_object *item = json_object_new_array();

		json_object_array_add(item, json_object_new_string(late[i].name));
		json_object_array_add(item, json_object_new_int64((int64_t)late[i].start_pfn));
		json_object_array_add(item, json_object_new_int64((int64_t)late[i].end_pfn));
		json_object_array_add(list, item);
	}
	if (nr >= 0) {
		json_object_object_add(meta, "late", list);
		return;
	}
	json_object_put(list);
	json_object_object_add(meta, "late_unknown", json_object_new_string(why));
}

static struct json_object *make_meta(const char *name, const struct loader *l)
{
	struct json_object *meta = json_object_new_object();
	struct json_object *nodes = json_object_new_array();
	const struct scenario *s = l->scenario;
	const char *slash = strrchr(l->kernel->path, '/');

	json_object_object_add(meta, "name", json_object_new_string(name));
	json_object_object_add(meta, "cmdline", json_object_new_string(l->cmdline));
	json_object_object_add(meta, "kernel",
			       json_object_new_string(slash ? slash + 1 : l->kernel->path));
	add_number(meta, "load", l->load);
	json_object_object_add(meta, "initrd", pair_json(l->initrd.start, l->initrd.size));
	for (uint32_t i = 0; i < l->nr_setup_data; i++)
		json_object_array_add(nodes,
				      pair_json(l->setup_data[i].start, l->setup_data[i].size));
	json_object_object_add(meta, "setup_ranges", nodes);
	add_number(meta, "ext", s->nr_e820_ext);
	if (s->has_bda)
		json_object_object_add(meta, "bda", pair_json(s->bda_ebda_segment, s->bda_kib));
	add_number(meta, "ext_mem_k", s->ext_mem_k);
	add_number(meta, "alt_mem_k", s->alt_mem_k);
	add_number(meta, "acpi_addr", l->acpi_addr);
	return meta;
}

static bool write_meta(const char *folder, struct json_object *meta)
{
	char path[4096];
	bool good;

	name_of(folder, "meta.json", path);
	good = !json_object_to_file_ext(path, meta,
					JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE);
	json_object_put(meta);
	return good || failed(path);
}

static bool write_acpi(const char *folder, const struct loader *l)
{
	for (size_t i = 0; i < l->nr_pieces; i++)
		if (l->acpi_addr && l->piece[i].addr == l->acpi_addr)
			return write_packed(folder, "acpi.gz", l->piece[i].data, l->acpi_size);
	return true;
}

/* The sections without the symbols and the log, which are its last. */
static bool write_capture(const char *folder, const char *text)
{
	const char *end = strstr(text, "\n@@symbols\n");

	if (!end)
		end = strstr(text, "\n@@dmesg\n");
	return write_packed(folder, "capture.gz", text, (size_t)(end + 1 - text));
}

static void remove_files(const char *folder)
{
	char path[4096];

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		name_of(folder, files[i], path);
		unlink(path);
	}
}

bool folder_write(const char *folder, const char *name, const struct loader *l,
		  const struct qemu_run *r, const struct symbols *symbols)
{
	static const char first[] = "Linux version ";
	struct json_object *meta = make_meta(name, l);
	char *log = r->end == QEMU_DONE ? strstr(r->capture, "\n@@dmesg\n") : NULL;
	char *log_end = log ? strstr(log, "\n@@end\n") : NULL;
	char *joined = NULL;
	bool good;

	remove_files(folder); /* of an earlier boot */
	if (!log_end) {
		good = write_packed(folder, "serial.gz", r->serial, r->serial_size);
	} else {
		log += 9;
		log_end++;
		*log_end = '\0';
		if (!strstr(log, first) && r->serial)
			joined = logs_join(r->serial, log);
		log = joined ? joined : log;
		good = write_capture(folder, r->capture) &&
		       write_packed(folder, "dmesg.gz", log, strlen(log));
		add_late(meta, r->capture, log, l, symbols);
		*log_end = '@';
		free(joined);
	}
	return write_meta(folder, meta) && good && write_machine(folder, l->scenario) &&
	       write_table(folder, l->scenario) && write_acpi(folder, l);
}

/* Of a process that is no more. */
static void remove_left(const char *cache)
{
	char pattern[4096];
	glob_t found = {0};

	snprintf(pattern, sizeof(pattern), "%s/boot-*", cache);
	if (!glob(pattern, 0, NULL, &found))
		for (size_t i = 0; i < found.gl_pathc; i++) {
			int pid = atoi(strrchr(found.gl_pathv[i], '-') + 1);

			if (pid > 0 && kill(pid, 0) && errno == ESRCH)
				folder_remove(found.gl_pathv[i]);
		}
	globfree(&found);
}

bool folder_make_own(char path[4096])
{
	char cache[2048];

	if (!cache_folder(cache))
		return false;
	remove_left(cache);
	snprintf(path, 4096, "%s/boot-%ld", cache, (long)getpid());
	return !mkdir(path, 0700) || errno == EEXIST || failed(path);
}

void folder_remove(const char *folder)
{
	remove_files(folder);
	rmdir(folder);
}
