/* What the files of the machine's mutation share; mutate.h is the interface. */
#ifndef MMINIT_FUZZ_MUTATE_INTERNAL_H
#define MMINIT_FUZZ_MUTATE_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>

#include "mutate.h"
#include "reduce_parts.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* ---- Lists: mutate_lists.c ---- */

/* The lists of reduce_parts.h, by their number, and two more of one element or none. */
enum { LIST_KERNEL = NR_PART_LISTS, LIST_INITRD, NR_LISTS };

struct element {
	unsigned int list;
	uint32_t index;
};

/* Number of elements of a list, and of all. */
uint32_t list_length(const struct scenario *s, unsigned int list);
uint32_t nr_elements(const struct scenario *s);

/* Any element of any list, each as likely as any other; false if there is none. */
bool some_element(const struct scenario *s, struct random *r, struct element *e);

/* The range of an element: pointers into s, or NULL if it has none. */
struct range_ref {
	uint64_t *start;
	uint64_t *size;
};
bool range_of(struct scenario *s, struct element e, struct range_ref *range);

/* Puts a copy of element `index` in at `at` of the same list; removes one; swaps two. Return false
 * if the list has no room, or is none whose order can be changed. */
bool list_copy(struct scenario *s, unsigned int list, uint32_t index, uint32_t at);
bool list_remove(struct scenario *s, unsigned int list, uint32_t index);
bool list_swap(struct scenario *s, unsigned int list, uint32_t a, uint32_t b);

/* Appends elements of b's list to a's, as many as there is room for. */
void list_append(struct scenario *a, const struct scenario *b, unsigned int list);

/* Takes the marks of SRAT out of ops, for the time of a change, and where it stood. */
uint32_t lift_numa(struct scenario *s);

/* Makes s valid and within the bounds of bytes again; numa_at as from lift_numa(). */
void settle(struct scenario *s, uint32_t numa_at);

/* ---- Ranges: mutate_ranges.c ---- */

/* Mostly 0; rarely a byte, half a page or a page, either way. */
uint64_t slack(struct random *r);

/* Some range, and the element that has it; false if none was found. */
bool some_range(struct scenario *s, struct random *r, struct element *e, struct range_ref *range);

/* An address where something is already: a border of a range, a place within it. */
bool known_address(struct scenario *s, struct random *r, uint64_t *address);

/* The next address above, or below, where something changes: the border of a page, pageblock,
 * MAX_ORDER block or section; or of a zone, 4 GiB, 2^46, 2^64. */
uint64_t next_boundary(const struct scenario *s, struct random *r, uint64_t v);

/* The changes, each of something chosen at random; where it has nothing to work on it does
 * nothing. NUMA's mark is not among the operations meanwhile. */
void change_shift_to_boundary(struct scenario *s, struct random *r);
void change_nudge(struct scenario *s, struct random *r);
void change_resize(struct scenario *s, struct random *r);
void change_touch(struct scenario *s, struct random *r);
void change_split(struct scenario *s, struct random *r);
void change_merge(struct scenario *s, struct random *r);
void change_duplicate(struct scenario *s, struct random *r);
void change_series(struct scenario *s, struct random *r);
void change_reorder(struct scenario *s, struct random *r);
void change_remove_one(struct scenario *s, struct random *r);

/* ---- Kinds: mutate_kinds.c ---- */

void change_retype(struct scenario *s, struct random *r);
void change_fit_request(struct scenario *s, struct random *r);

#endif
