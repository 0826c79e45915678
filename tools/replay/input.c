#define _GNU_SOURCE /* memmem */
#include "input.h"

#include <errno.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

#include "tools/mminit.h"
#include "scan.h"
#include "scenario_file.h"

/* A log that inflates beyond this is no boot log. */
enum { MAX_LOG = 1 << 28 };

/* Replaces *data, if it is gzip'd, by what it holds. Returns NULL or what is wrong. */
static const char *inflate_all(char **data, size_t *size)
{
	const unsigned char *head = (const unsigned char *)*data;
	z_stream stream = {0};
	size_t capacity = *size * 8 + 4096;
	char *out;
	int status = Z_OK;

	if (*size < 2 || head[0] != 0x1f || head[1] != 0x8b)
		return NULL;
	out = malloc(capacity);
	if (!out || inflateInit2(&stream, 15 + 16) != Z_OK) {
		free(out);
		return "out of memory";
	}
	stream.next_in = (unsigned char *)*data;
	stream.avail_in = (unsigned int)*size;
	while (status == Z_OK && stream.total_out < MAX_LOG) {
		if (stream.total_out == capacity) {
			char *larger = realloc(out, capacity *= 2);

			if (!larger) {
				status = Z_MEM_ERROR;
				break;
			}
			out = larger;
		}
		stream.next_out = (unsigned char *)out + stream.total_out;
		stream.avail_out = (unsigned int)(capacity - stream.total_out);
		status = inflate(&stream, Z_NO_FLUSH);
	}
	inflateEnd(&stream);
	free(*data);
	*data = out;
	*size = stream.total_out;
	if (status == Z_STREAM_END)
		return NULL;
	return status == Z_MEM_ERROR ? "out of memory" : "damaged or cut gzip data";
}

enum read { READ_OK, READ_MISSING, READ_BAD };

/* Reads a file, unpacked. Says what is wrong unless it is only missing. */
static enum read read_optional(const char *path, char **data, size_t *size)
{
	const char *wrong;

	*data = NULL;
	*size = 0;
	if (!file_read(path, data, size)) {
		if (errno == ENOENT)
			return READ_MISSING;
		unusable("%s: %s", path, strerror(errno));
		return READ_BAD;
	}
	wrong = inflate_all(data, size);
	if (!wrong)
		return READ_OK;
	unusable("%s: %s", path, wrong);
	free(*data);
	*data = NULL;
	*size = 0;
	return READ_BAD;
}

static bool read_unpacked(const char *path, char **data, size_t *size)
{
	enum read result = read_optional(path, data, size);

	if (result == READ_MISSING)
		unusable("%s: %s", path, strerror(ENOENT));
	return result == READ_OK;
}

/* Lines of start, size, type, in hexadecimal without 0x; the extension's may be marked. */
static bool parse_entries(const char *path, const char *data, size_t size, struct capture *c)
{
	const char *end = data + size;
	unsigned int number = 1;

	for (const char *at = data; at < end; number++) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		struct scan s = {at, newline ? newline : end};
		uint64_t addr, bytes, type;

		at = newline ? newline + 1 : end;
		if (scan_word(&s, "# SETUP_E820_EXT"))
			c->nr_ext++;
		if (s.at == s.end || *s.at == '#')
			continue;
		if (c->nr_entries == INPUT_MAX_ENTRIES) {
			unusable("%s:%u: too many entries", path, number);
			return false;
		}
		if (!scan_hex(&s, &addr) || !scan_hex(&s, &bytes) || !scan_hex(&s, &type) ||
		    type > UINT32_MAX) {
			unusable("%s:%u: expected start, size and type", path, number);
			return false;
		}
		c->entry[c->nr_entries++] = (struct sc_e820_entry){addr, bytes, (uint32_t)type};
	}
	return true;
}

static bool get(struct json_object *object, const char *key, struct json_object **value)
{
	return json_object_object_get_ex(object, key, value) && *value;
}

static uint64_t number(struct json_object *object)
{
	return (uint64_t)json_object_get_int64(object);
}

/* [a, b] */
static bool get_pair(struct json_object *object, uint64_t pair[2])
{
	if (!json_object_is_type(object, json_type_array) || json_object_array_length(object) < 2)
		return false;
	for (size_t i = 0; i < 2; i++) {
		struct json_object *item = json_object_array_get_idx(object, i);

		if (!json_object_is_type(item, json_type_int))
			return false;
		pair[i] = number(item);
	}
	return true;
}

/* [name, first pfn, end pfn) each. Returns false if one is not. */
static bool parse_late(struct json_object *list, struct capture *c)
{
	c->has_late = true;
	for (size_t i = 0; i < json_object_array_length(list); i++) {
		struct json_object *item = json_object_array_get_idx(list, i);
		struct late_range *late = &c->late[c->nr_late];

		if (!json_object_is_type(item, json_type_array) ||
		    json_object_array_length(item) < 3 || c->nr_late == INPUT_MAX_LATE)
			return false;
		late->start_pfn = number(json_object_array_get_idx(item, 1));
		late->end_pfn = number(json_object_array_get_idx(item, 2));
		if (late->start_pfn > late->end_pfn || late->end_pfn > UINT64_MAX >> 12)
			return false;
		c->nr_late++;
	}
	return true;
}

static bool parse_setup_data(struct json_object *list, struct capture *c)
{
	uint64_t pair[2];

	for (size_t i = 0; i < json_object_array_length(list); i++) {
		if (!get_pair(json_object_array_get_idx(list, i), pair) ||
		    c->nr_setup_data == SC_MAX_SETUP_DATA)
			return false;
		c->setup_data[c->nr_setup_data++] = (struct sc_range){pair[0], pair[1]};
	}
	return true;
}

/* Which entries are the extension's, if none is marked: told by `ext`; else those that the zero
 * page has no room for, or as many as a setup_data node (a header of 16 bytes, entries of 20) can
 * hold them all. */
static void find_extension(struct capture *c, uint32_t told)
{
	if (c->nr_ext)
		return;
	if (told)
		c->nr_ext = told;
	else if (c->nr_entries > SC_MAX_E820)
		c->nr_ext = c->nr_entries - SC_MAX_E820;
	for (uint32_t i = 0; i < c->nr_setup_data && !c->nr_ext; i++) {
		uint64_t size = c->setup_data[i].size;

		if (size > 16 && (size - 16) % 20 == 0 && (size - 16) / 20 < c->nr_entries)
			c->nr_ext = (uint32_t)((size - 16) / 20);
	}
	if (c->nr_ext > c->nr_entries)
		c->nr_ext = c->nr_entries;
}

/* The number under a key, 0 if there is none; *wrong becomes the key if it is no number. */
static uint64_t get_number(struct json_object *meta, const char *key, const char **wrong)
{
	struct json_object *value;

	if (!get(meta, key, &value))
		return 0;
	if (!json_object_is_type(value, json_type_int))
		*wrong = key;
	return number(value);
}

/* The pair under a key; false if there is none. */
static bool get_pair_of(struct json_object *meta, const char *key, const char **wrong,
			uint64_t pair[2])
{
	struct json_object *value;

	if (!get(meta, key, &value))
		return false;
	if (get_pair(value, pair))
		return true;
	*wrong = key;
	return false;
}

/* Returns NULL, or the key whose value is not what it should be. */
static const char *parse_keys(struct json_object *meta, struct capture *c)
{
	struct json_object *value;
	const char *wrong = NULL;
	uint64_t pair[2];

	if (get(meta, "cmdline", &value))
		snprintf(c->cmdline, sizeof(c->cmdline), "%s", json_object_get_string(value));
	c->load = get_number(meta, "load", &wrong);
	c->has_load = c->load;
	c->has_initrd = get_pair_of(meta, "initrd", &wrong, pair);
	if (c->has_initrd)
		c->initrd = (struct sc_range){pair[0], pair[1]};
	if (get(meta, "setup_ranges", &value) &&
	    !(json_object_is_type(value, json_type_array) && parse_setup_data(value, c)))
		wrong = "setup_ranges";
	if (get(meta, "late", &value) &&
	    !(json_object_is_type(value, json_type_array) && parse_late(value, c)))
		wrong = "late";
	c->has_bda = get_pair_of(meta, "bda", &wrong, pair);
	if (c->has_bda) {
		c->ebda_segment = (uint32_t)pair[0];
		c->bda_kib = (uint32_t)pair[1];
	}
	c->ext_mem_k = (uint32_t)get_number(meta, "ext_mem_k", &wrong);
	c->alt_mem_k = (uint32_t)get_number(meta, "alt_mem_k", &wrong);
	find_extension(c, (uint32_t)get_number(meta, "ext", &wrong));
	return wrong;
}

static bool parse_meta(const char *path, const char *data, size_t size, struct capture *c)
{
	struct json_tokener *tokener = json_tokener_new();
	struct json_object *meta = tokener ? json_tokener_parse_ex(tokener, data, (int)size) : NULL;
	const char *wrong = NULL;
	bool object = json_object_is_type(meta, json_type_object);

	if (tokener)
		json_tokener_free(tokener);
	if (object)
		wrong = parse_keys(meta, c);
	if (!object)
		unusable("%s: no JSON object", path);
	else if (wrong)
		unusable("%s: the value of %s is not of its form", path, wrong);
	json_object_put(meta);
	return object && !wrong;
}

static void file_in(const char *folder, const char *name, char path[4096])
{
	snprintf(path, 4096, "%s/%s", folder, name);
}

/* What came of the boot: the log, or the serial console of a kernel that never came up. */
static bool read_results(const char *folder, struct input *in)
{
	char path[4096];
	enum read result;

	file_in(folder, "capture.gz", path);
	if (read_optional(path, &in->capture->text, &in->capture->text_size) == READ_BAD)
		return false;
	file_in(folder, "dmesg.gz", path);
	result = read_optional(path, &in->log, &in->log_size);
	in->booted = result == READ_OK;
	if (in->booted && !in->log_size) {
		unusable("%s: no log in it", path);
		return false;
	}
	if (result != READ_MISSING)
		return in->booted;
	file_in(folder, "serial.gz", path);
	result = read_optional(path, &in->log, &in->log_size);
	if (result == READ_MISSING)
		unusable("%s: neither dmesg.gz nor serial.gz in it", folder);
	return result == READ_OK;
}

static bool read_folder(const char *folder, struct input *in)
{
	char path[4096];
	char *data;
	size_t size;
	bool good;

	in->is_capture = true;
	in->capture = calloc(1, sizeof(*in->capture));
	if (!in->capture)
		return unusable("%s: out of memory", folder), false;
	file_in(folder, "e820.txt", path);
	if (!read_unpacked(path, &data, &size))
		return false;
	good = parse_entries(path, data, size, in->capture);
	free(data);
	if (!good)
		return false;
	file_in(folder, "meta.json", path);
	if (!read_unpacked(path, &data, &size))
		return false;
	good = parse_meta(path, data, size, in->capture);
	free(data);
	if (!good)
		return false;
	return read_results(folder, in);
}

bool input_read(const char *path, struct input *in)
{
	struct stat st;
	bool good;

	*in = (struct input){.booted = true};
	if (strcmp(path, "-") && !stat(path, &st) && S_ISDIR(st.st_mode))
		good = read_folder(path, in);
	else
		good = read_unpacked(path, &in->log, &in->log_size);
	if (!good)
		input_free(in);
	return good;
}

void input_free(struct input *in)
{
	if (in->capture)
		free(in->capture->text);
	free(in->capture);
	free(in->log);
	*in = (struct input){0};
}

bool capture_section(const struct capture *c, const char *name, const char **start,
		     const char **end)
{
	const char *limit = c->text ? c->text + c->text_size : NULL;
	size_t length = strlen(name);

	for (const char *at = c->text; at && at < limit;) {
		const char *newline = memchr(at, '\n', (size_t)(limit - at));
		const char *next = newline ? newline + 1 : limit;

		if (next - at > 2 && at[0] == '@' && at[1] == '@' &&
		    (size_t)(next - at) >= length + 2 && !memcmp(at + 2, name, length)) {
			*start = next;
			*end = memmem(next, (size_t)(limit - next), "\n@@", 3);
			*end = *end ? *end + 1 : limit;
			return true;
		}
		at = next;
	}
	return false;
}
