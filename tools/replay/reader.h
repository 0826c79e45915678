/* Readers of a log's lines: each knows some kinds of line. Internal to log.c and read_*.c. */
#ifndef MMINIT_TOOLS_REPLAY_READER_H
#define MMINIT_TOOLS_REPLAY_READER_H

#include "log.h"

struct reader {
	struct log *log;
	size_t capacity;
	bool no_memory;
	const struct log_line *line;
	enum fact_kind list; /* the header that the lines of a list stand under */
	uint64_t acpi_bytes; /* of the tables found in the initrd */
	uint64_t nid;        /* that the lines of zones are about */
};

/* One more fact, of the reader's line. Never NULL: without memory it is one that is thrown away. */
struct fact *fact_add(struct reader *r, enum fact_kind kind);

/* One more fact with up to four values. */
struct fact *fact_set(struct reader *r, enum fact_kind kind, uint64_t a, uint64_t b, uint64_t c,
		      uint64_t d);

/* The same, for a reader that has nothing to add. */
static inline bool fact_put(struct reader *r, enum fact_kind kind, uint64_t a, uint64_t b,
			    uint64_t c, uint64_t d)
{
	return fact_set(r, kind, a, b, c, d);
}

/* A line of a known kind that does not read as one: cut short, or mixed with another. Returns
 * true. */
bool fact_bad(struct reader *r);

/* S - E of kernels before 3.x: E exclusive. */
bool read_old_range(struct scan *s, uint64_t *start, uint64_t *last);

/* Each returns whether the line was one of its kind. */
bool read_table(struct reader *r, struct scan *s);
bool read_version(struct reader *r, struct scan *s);
bool read_cmdline(struct reader *r, struct scan *s);
bool read_low_ram(struct reader *r, struct scan *s);
bool read_gb_pages(struct reader *r, struct scan *s);
bool read_added(struct reader *r, struct scan *s);
bool read_update(struct reader *r, struct scan *s);
bool read_last_pfn(struct reader *r, struct scan *s);
bool read_nosave_or_gap(struct reader *r, struct scan *s);
bool read_memblock_op(struct reader *r, struct scan *s);
bool read_alloc(struct reader *r, struct scan *s);
bool read_doubled(struct reader *r, struct scan *s);
bool read_dump(struct reader *r, struct scan *s);
bool read_srat(struct reader *r, struct scan *s);
bool read_northbridge(struct reader *r, struct scan *s);
bool read_numa(struct reader *r, struct scan *s);
bool read_list(struct reader *r, struct scan *s);
bool read_header(struct reader *r, struct scan *s);
bool read_active_range(struct reader *r, struct scan *s);
bool read_zone_pages(struct reader *r, struct scan *s);
bool read_node_pages(struct reader *r, struct scan *s);
bool read_zonelists(struct reader *r, struct scan *s);
bool read_memory(struct reader *r, struct scan *s);
bool read_late(struct reader *r, struct scan *s);

#endif
