/* A firmware of nothing but the way into the kernel: from the reset vector to protected mode, and
 * with the zero page in esi to the kernel's 32-bit entry. */
#ifndef MMINIT_TOOLS_BOOT_ROM_H
#define MMINIT_TOOLS_BOOT_ROM_H

#include <stdint.h>

enum { ROM_SIZE = 64 << 10 };

/* zero_page, load: physical addresses; the 32-bit entry is the first byte at load. */
void rom_make(unsigned char rom[ROM_SIZE], uint32_t zero_page, uint32_t load);

#endif
