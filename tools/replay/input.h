/* What replay is given: a log, or a folder that holds a capture of a boot. */
#ifndef MMINIT_TOOLS_REPLAY_INPUT_H
#define MMINIT_TOOLS_REPLAY_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "scenario.h"

enum { INPUT_MAX_LATE = 256, INPUT_MAX_ENTRIES = SC_MAX_E820 + SC_MAX_E820_EXT };

/* Pages that were freed after the release. */
struct late_range {
	uint64_t start_pfn;
	uint64_t end_pfn; /* exclusive */
};

/* What a capture folder knows besides the log. */
struct capture {
	struct sc_e820_entry entry[INPUT_MAX_ENTRIES]; /* the raw table, then its extension */
	uint32_t nr_entries;
	uint32_t nr_ext; /* how many of them are the SETUP_E820_EXT node's */
	bool has_load;
	uint64_t load; /* physical load address of the kernel */
	bool has_initrd;
	struct sc_range initrd;
	struct sc_range setup_data[SC_MAX_SETUP_DATA];
	uint32_t nr_setup_data;
	struct late_range late[INPUT_MAX_LATE];
	uint32_t nr_late;
	bool has_late;
	bool has_bda;
	uint32_t ebda_segment, bda_kib;
	uint32_t ext_mem_k, alt_mem_k;
	char cmdline[SC_MAX_CMDLINE];
	char *text; /* sections @@name; NULL if there is none */
	size_t text_size;
};

struct input {
	char *log;
	size_t log_size;
	bool is_capture;
	bool booted; /* false: a capture whose kernel never came up */
	struct capture *capture;
};

/* Reads a log (`-` is standard input; gzip is told by its first bytes) or a folder. If that fails,
 * prints one line to standard error and returns false. */
bool input_read(const char *path, struct input *in);
void input_free(struct input *in);

/* The lines of the section @@NAME of a capture, e.g. "kpageflags"; false if it has none. */
bool capture_section(const struct capture *c, const char *name, const char **start,
		     const char **end);

#endif
