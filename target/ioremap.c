#include "ioremap.h"

void ioremap_huge_init(struct ioremap *ioremap, bool gbpages, bool pse, bool huge_disabled)
{
	ioremap->pud_capable = gbpages && !huge_disabled;
	ioremap->pmd_capable = pse && !huge_disabled;
}
