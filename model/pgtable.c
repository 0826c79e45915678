#include "pgtable.h"

#include "machine.h"

unsigned int model_pgtable_init(const struct machine *m)
{
	return m->slub.nr_listed;
}
