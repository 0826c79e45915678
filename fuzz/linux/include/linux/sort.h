/* Stands in for the kernel's header of this name; the function is the tree's own lib/sort.c. */
#ifndef MMINIT_LINUX_SORT_H
#define MMINIT_LINUX_SORT_H

#include <linux/types.h>

typedef void (*swap_func_t)(void *a, void *b, int size);
typedef void (*swap_r_func_t)(void *a, void *b, int size, const void *priv);
typedef int (*cmp_func_t)(const void *a, const void *b);
typedef int (*cmp_r_func_t)(const void *a, const void *b, const void *priv);

void sort_r(void *base, size_t num, size_t size, cmp_r_func_t cmp, swap_r_func_t swap,
	    const void *priv);
void sort(void *base, size_t num, size_t size, cmp_func_t cmp, swap_func_t swap);
void sort_r_nonatomic(void *base, size_t num, size_t size, cmp_r_func_t cmp, swap_r_func_t swap,
		      const void *priv);
void sort_nonatomic(void *base, size_t num, size_t size, cmp_func_t cmp, swap_func_t swap);

#endif
