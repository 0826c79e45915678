#include "list.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

bool linux_list_open(struct linux_list *list, size_t row_bytes)
{
	void *rows = mmap(NULL, LINUX_LIST_ROWS * row_bytes, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (rows == MAP_FAILED)
		return false;
	*list = (struct linux_list){.rows = rows, .row_bytes = row_bytes};
	return true;
}

void linux_list_close(struct linux_list *list)
{
	if (list->rows)
		munmap(list->rows, LINUX_LIST_ROWS * list->row_bytes);
}

void *linux_list_add(struct linux_list *list)
{
	if (list->nr == LINUX_LIST_ROWS) {
		fprintf(stderr, "mminit: the kernel did something more than %zu times\n",
			LINUX_LIST_ROWS);
		abort();
	}
	return (char *)list->rows + list->nr++ * list->row_bytes;
}
