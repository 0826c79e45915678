/* memcpy that no sanitizer looks at: the variables of a tree lie between red zones. */
#ifndef MMINIT_FUZZ_LINUX_COPY_H
#define MMINIT_FUZZ_LINUX_COPY_H

#include <stddef.h>

/* Both aligned to 8 bytes, the size a multiple of 64: the linker script of a tree sees to it. */
void linux_copy(void *to, const void *from, size_t bytes);

#endif
