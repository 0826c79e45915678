/* memcpy and memset that no sanitizer looks at: the variables of a tree lie between red zones. */
#ifndef MMINIT_FUZZ_LINUX_COPY_H
#define MMINIT_FUZZ_LINUX_COPY_H

#include <stddef.h>

enum { LINUX_LINE_BYTES = 64 };

/* All aligned to 8 bytes, the size a multiple of a line: the linker script of a tree sees to it. */
void linux_copy(void *to, const void *from, size_t bytes);
void linux_zero(void *to, size_t bytes);

#endif
