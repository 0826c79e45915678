/* What the code of a tree calls of the rest of the kernel, as far as it does something; see
 * unit_hooks.c. Names begin with linux_ where a macro of internal.h leads here. */
#ifndef MMINIT_LINUX_UNIT_HOOKS_H
#define MMINIT_LINUX_UNIT_HOOKS_H

#include <linux/types.h>

/* Variables of ours that need no reset: whoever reads them has written them just before. */
#define LINUX_SCRATCH __attribute__((section("linux_scratch")))

/* Of the geometry, and of the command line. */
extern unsigned int linux_max_order;
extern unsigned long linux_max_arch_pfn;
extern bool linux_mirrored_kernelcore;

void linux_warn(const char *condition);
void linux_error(const char *format, ...);
_Noreturn void linux_stop(const char *how, const char *why, ...);
void *linux_table_at(phys_addr_t address);
unsigned long linux_address_of(const void *pointer);
void *linux_copy_table(void *to, const void *from, size_t bytes);
void linux_free_pages(unsigned long pfn, unsigned int order);
void linux_reserve_region(phys_addr_t start, phys_addr_t end);
void linux_totalram_add(unsigned long pages);

#endif
