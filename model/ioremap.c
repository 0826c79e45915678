#include "ioremap.h"

#include "machine.h"

void model_ioremap_huge_init(struct machine *m, bool gbpages, bool pse)
{
	m->ioremap.pud_capable = !m->options.nohugeiomap && gbpages;
	m->ioremap.pmd_capable = !m->options.nohugeiomap && pse;
}
