#include "symbols.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

/* The pieces of the image, by the name in "Freeing NAME memory: nK". */
static const struct {
	const char *name, *start, *end;
} pieces[] = {
    {"SMP alternatives", "__smp_locks", "__smp_locks_end"},
    {"unused decrypted", "__start_bss_decrypted_unused", "__end_bss_decrypted"},
    {"unused kernel image (initmem)", "__init_begin", "__init_end"},
    {"unused kernel image (text/rodata gap)", "_etext", "__start_rodata"},
    {"unused kernel image (rodata/data gap)", "__end_rodata", "_sdata"},
};

static bool cache_file(const struct kernel *k, char path[4096])
{
	char cache[2048];

	if (!cache_folder(cache))
		return false;
	snprintf(path, 4096, "%s/symbols-%08lx-%zx", cache, crc32_z(0, k->image, k->size), k->size);
	return true;
}

bool symbols_load(const struct kernel *k, struct symbols *symbols)
{
	char path[4096];
	size_t size;
	FILE *file;

	if (!cache_file(k, path) || !(file = fopen(path, "r")))
		return false;
	size = fread(symbols->text, 1, sizeof(symbols->text) - 1, file);
	symbols->text[size] = '\0';
	fclose(file);
	return size > 0;
}

bool symbols_take(const struct kernel *k, const char *capture, struct symbols *symbols)
{
	static const char mark[] = "\n@@symbols\n";
	const char *start = strstr(capture, mark);
	const char *end;
	char path[4096], part[4200];
	FILE *file;
	bool written;

	if (!start)
		return false;
	start += sizeof(mark) - 1;
	end = strstr(start, "@@");
	if (!end || end == start || end - start >= SYMBOLS_MAX_SIZE)
		return false;
	snprintf(symbols->text, sizeof(symbols->text), "%.*s", (int)(end - start), start);
	if (!cache_file(k, path))
		return true;
	snprintf(part, sizeof(part), "%s.%ld", path, (long)getpid());
	file = fopen(part, "w");
	if (!file)
		return true;
	written = fputs(symbols->text, file) >= 0;
	if (fclose(file) || !written || rename(part, path))
		unlink(part);
	return true;
}

static bool address_of(const struct symbols *symbols, const char *name, uint64_t *addr)
{
	size_t length = strlen(name);

	for (const char *at = symbols->text; at && *at; at = strchr(at, '\n'), at += at != NULL) {
		const char *end = strchr(at, '\n');

		if (end && end - at == (ptrdiff_t)(19 + length) && !memcmp(at + 19, name, length)) {
			*addr = strtoull(at, NULL, 16);
			return true;
		}
	}
	return false;
}

static uint64_t pfn_up(uint64_t addr)
{
	return (addr + 4095) >> 12;
}

/* Where the image's piece lies. */
static bool find_piece(const struct symbols *symbols, uint64_t load, struct late_free *late)
{
	uint64_t text, start, end;

	for (size_t i = 0; symbols && i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		if (strcmp(pieces[i].name, late->name))
			continue;
		if (!address_of(symbols, "_text", &text) ||
		    !address_of(symbols, pieces[i].start, &start) ||
		    !address_of(symbols, pieces[i].end, &end))
			return false;
		late->start_pfn = pfn_up(start - text + load);
		late->end_pfn = (end - text + load) >> 12;
		return true;
	}
	return false;
}

/* [mem 0xS-0xE] or [0xS-0xE] behind a mark in the log, the last of them up to `until`. */
static bool find_range(const char *log, const char *until, const char *mark, uint64_t *start,
		       uint64_t *last)
{
	bool found = false;

	for (const char *at = strstr(log, mark); at && at < until; at = strstr(at + 1, mark))
		if (sscanf(at + strlen(mark), "%" SCNx64 "-%" SCNx64, start, last) == 2)
			found = true;
	return found;
}

static bool find_initrd(const char *log, const char *until, struct late_free *late)
{
	uint64_t start, last;

	/* "RAMDISK:", "Allocated new RAMDISK:": the last one is where it lay in the end. */
	if (!find_range(log, until, "RAMDISK: [mem ", &start, &last))
		return false;
	late->start_pfn = pfn_up(start);
	late->end_pfn = pfn_up(last + 1);
	return true;
}

/* "Freeing NAME memory: nK" */
static bool parse_freeing(const char *log, const char *at, const struct symbols *symbols,
			  uint64_t load, struct late_free *late)
{
	const char *line_end = at + strcspn(at, "\n");
	const char *behind = strstr(at, " memory: ");
	uint64_t kib;

	if (!behind || behind > line_end || behind - at >= LATE_NAME)
		return false;
	snprintf(late->name, sizeof(late->name), "%.*s", (int)(behind - at), at);
	kib = strtoull(behind + 9, NULL, 10);
	if (!strcmp(late->name, "initrd") ? !find_initrd(log, at, late)
					  : !find_piece(symbols, load, late))
		return false;
	return (late->end_pfn - late->start_pfn) * 4 == kib;
}

static bool parse_free_late(const char *at, struct late_free *late)
{
	uint64_t start, last;

	if (sscanf(at, "[%" SCNx64 "-%" SCNx64, &start, &last) != 2)
		return false;
	snprintf(late->name, sizeof(late->name), "memblock_free_late");
	late->start_pfn = pfn_up(start);
	late->end_pfn = (last + 1) >> 12;
	return true;
}

/* Runs "START NUMBER FLAGS" of the tails of a page of 1 GiB; its head is the page before. */
static int find_gigantic(const char *capture, struct late_free late[LATE_MAX])
{
	enum { NR_TAILS = (1 << 18) - 1, TAIL_OF_HUGE = 1 << 16 | 1 << 17 };
	static const char mark[] = "@@kpageflags\n";
	const char *line = strstr(capture, mark);
	int nr = 0;

	for (line = line ? line + sizeof(mark) - 1 : ""; nr < LATE_MAX && *line != '@'; line++) {
		char *at;
		uint64_t start = strtoull(line, &at, 16);
		uint64_t nr_pages = strtoull(at, &at, 16);
		uint64_t flags = strtoull(at, &at, 16);

		if (nr_pages == NR_TAILS && (flags & TAIL_OF_HUGE) == TAIL_OF_HUGE)
			late[nr++] =
			    (struct late_free){"gigantic page", start - 1, start + NR_TAILS};
		if (*at != '\n')
			break;
		line = at;
	}
	return nr;
}

int late_find(const char *capture, const char *log, const struct symbols *symbols, uint64_t load,
	      struct late_free late[LATE_MAX], char why[160])
{
	static const char freeing[] = "] Freeing ", free_late[] = "] memblock_free_late: ";
	int nr = find_gigantic(capture, late);

	for (const char *line = log; *line; line += strcspn(line, "\n"), line += *line == '\n') {
		const char *end = line + strcspn(line, "\n");
		const char *at = strchr(line, ']');
		bool good = true;

		if (!at || at > end)
			continue;
		if (!strncmp(at, freeing, sizeof(freeing) - 1))
			good = nr < LATE_MAX && parse_freeing(log, at + sizeof(freeing) - 1,
							      symbols, load, &late[nr]);
		else if (!strncmp(at, free_late, sizeof(free_late) - 1))
			good =
			    nr < LATE_MAX && parse_free_late(at + sizeof(free_late) - 1, &late[nr]);
		else
			continue;
		if (!good) {
			snprintf(why, 160, "where this lies is not known: %.*s",
				 (int)(end - at - 2 < 100 ? end - at - 2 : 100), at + 2);
			return -1;
		}
		nr++;
	}
	return nr;
}
