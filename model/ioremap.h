/* ioremap_huge_init (lib/ioremap.c): how large a page ioremap may map. Spec 07, 4. */
#ifndef MODEL_IOREMAP_H
#define MODEL_IOREMAP_H

#include <stdbool.h>

struct machine;

struct ioremap {
	bool pud_capable; /* 1 GiB */
	bool pmd_capable; /* 2 MiB */
};

/* Of a CPU with the flags GBPAGES and PSE. */
void model_ioremap_huge_init(struct machine *m, bool gbpages, bool pse);

#endif
