/*
 * ioremap: how large the pages may be that ioremap maps with, as in lib/ioremap.c of Linux 4.9.
 */
#ifndef MMINIT_TARGET_IOREMAP_H
#define MMINIT_TARGET_IOREMAP_H

#include <stdbool.h>

struct ioremap {
	bool pud_capable; /* ioremap_pud_capable: pages of 1 GiB */
	bool pmd_capable; /* ioremap_pmd_capable: pages of 2 MiB */
};

/* ioremap_huge_init: with the CPU's gbpages and pse, unless nohugeiomap was given. */
void ioremap_huge_init(struct ioremap *ioremap, bool gbpages, bool pse, bool huge_disabled);

#endif
