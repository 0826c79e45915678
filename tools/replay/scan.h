/* Words and numbers of one line. A function that finds what it looks for moves the scan behind it
 * and returns true; otherwise the scan stays where it was. Blanks before a word are skipped. */
#ifndef MMINIT_TOOLS_REPLAY_SCAN_H
#define MMINIT_TOOLS_REPLAY_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct scan {
	const char *at;
	const char *end;
};

static inline size_t scan_left(const struct scan *s)
{
	return (size_t)(s->end - s->at);
}

/* The literal; a blank in it stands for any number of blanks, none included. */
bool scan_word(struct scan *s, const char *literal);

/* Moves behind the first occurrence of the literal. */
bool scan_find(struct scan *s, const char *literal);
bool scan_contains(const struct scan *s, const char *literal);

bool scan_decimal(struct scan *s, uint64_t *value);

/* Hexadecimal, with or without 0x. */
bool scan_hex(struct scan *s, uint64_t *value);

/* [mem 0xS-0xE], [gap 0xS-0xE], [0xS-0xE], both ends inclusive; old kernels print [S-E] without 0x.
 */
bool scan_range(struct scan *s, uint64_t *start, uint64_t *last);

/* An e820 type by the name that a kernel prints, in brackets or not. RESERVED_KERN prints as
 * "usable": it is read as 1. */
bool scan_type(struct scan *s, uint64_t *type);

/* DMA, DMA32, Normal, HighMem, Movable, Device: the index of x86-64; ZONE_OTHER for those that
 * x86-64 has not. */
enum { ZONE_MOVABLE = 3, ZONE_OTHER = 9 };
bool scan_zone(struct scan *s, uint64_t *zone);

#endif
