/* The checks of a replay: what the log says against what each implementation does. */
#ifndef MMINIT_TOOLS_REPLAY_CHECK_H
#define MMINIT_TOOLS_REPLAY_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "boot.h"
#include "input.h"
#include "log.h"
#include "machine.h"
#include "release.h"

struct value {
	enum { VALUE_NONE, VALUE_NUMBER, VALUE_TEXT } kind;
	uint64_t number;
	char text[64];
};

struct check {
	char what[96];
	unsigned int line; /* of the log; 0 for what a capture folder gives */
	struct value log;
	struct value by[NR_IMPLEMENTATIONS];
	size_t order; /* how many checks were made before it */
	bool ok;
};

/* Something that was not checked, and why. */
struct lack {
	unsigned int line;
	char text[160];
};

struct replay {
	struct input input;
	struct log log;
	struct machine machine;
	const struct release_rules *rules;
	struct machine_pair *pair;
	/* By each implementation: pages reserved in zone DMA when the kernel counted them. */
	uint64_t counted_dma_reserve[NR_IMPLEMENTATIONS];

	struct check *check;
	size_t nr_checks, check_capacity;
	struct lack *lack;
	size_t nr_lacks, lack_capacity;
	bool no_memory;
};

/* The observation of implementation i. */
static inline const struct observation *observed(const struct replay *r, int i)
{
	return &r->pair->observation[i];
}

struct value value_none(void);
struct value value_number(uint64_t number);
__attribute__((format(printf, 1, 2))) struct value value_text(const char *format, ...);

/* Adds a check: ok if all three are there and equal. */
__attribute__((format(printf, 5, 6))) void check(struct replay *r, unsigned int line,
						 struct value log,
						 const struct value by[NR_IMPLEMENTATIONS],
						 const char *format, ...);

__attribute__((format(printf, 3, 4))) void lacks(struct replay *r, unsigned int line,
						 const char *format, ...);

/* How many pages page 0 adds to the RAM that the implementations have: 1 if the kernel did not cut
 * it off. It is of the node and the zone that the lowest RAM is of. */
uint64_t page_0(const struct replay *r);

/* A zone's pages as the kernel counts them, page 0 with them if it is RAM. */
struct zone_size {
	uint64_t spanned, present;
};
struct zone_size zone_size(const struct replay *r, const struct observation *o,
			   const struct obs_zone *z);

/* Whether the log goes on after fact `index`, so that a list that ends there is whole. */
bool list_is_closed(const struct replay *r, size_t index);

/* Each asks its questions of what was booted last; what they need booted is in replay.c. */
void check_boot_table(struct replay *r);
void check_extended_table(struct replay *r);
void check_setup_data_table(struct replay *r);
void check_user_table(struct replay *r);
void check_modified_table(struct replay *r);
void check_last_pfn_before_options(struct replay *r, size_t index);
void check_first_last_pfn(struct replay *r);
void check_firmware(struct replay *r);
void check_nosave_and_gap(struct replay *r);
void check_dump(struct replay *r, const struct dump_place *dump, bool reserved_too);
void check_allocations(struct replay *r);
void check_memblock(struct replay *r);
/* Without CONFIG_ZONE_DMA, which the implementations have, DMA's pages are DMA32's. Changes what
 * was observed. */
void join_zones_without_dma(struct replay *r);
void check_zone_layout(struct replay *r);
void check_unavailable(struct replay *r);
void check_zone_sizes(struct replay *r);
void check_zonelists(struct replay *r);
/* Why it is not known what was released; NULL if it is. */
const char *release_unknown(const struct replay *r);

void check_memory_line(struct replay *r);
/* Return false if the capture has none. */
bool check_zoneinfo(struct replay *r);
bool check_page_flags(struct replay *r);

#endif
