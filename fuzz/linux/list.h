/* A list of rows that grows into address space of its own: no row is ever moved, and nothing is
 * allocated once the list has been as long before. */
#ifndef MMINIT_FUZZ_LINUX_LIST_H
#define MMINIT_FUZZ_LINUX_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct linux_list {
	void *rows;
	size_t nr;
	size_t row_bytes;
};

/* Rows that a list can hold: one for each page of the largest machine. */
#define LINUX_LIST_ROWS ((size_t)1 << 26)

/* False without address space. */
bool linux_list_open(struct linux_list *list, size_t row_bytes);
void linux_list_close(struct linux_list *list);

/* The next row, to be filled in; ends the process if there are LINUX_LIST_ROWS already. */
void *linux_list_add(struct linux_list *list);

#define LINUX_ADD(list, type) ((struct type *)linux_list_add(list))

#endif
