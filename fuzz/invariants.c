/* The table of laws, and the check of a stage. */
#include "invariants_internal.h"

#include <string.h>

struct law {
	const char *name;
	enum stage stage;
	int on;
	bool (*holds)(const struct observation *o, const struct scenario *s, struct broken *b);
};

/* Where a law holds. */
enum { WHERE_ALL, WHERE_X86, WHERE_ARM };

static bool holds_on(int where, enum sc_geometry g)
{
	return where == WHERE_ALL || where == (g == SC_ARM_FLATMEM ? WHERE_ARM : WHERE_X86);
}

#define LAW(law, in_stage, where) \
	{.name = #law, .stage = STAGE_##in_stage, .on = WHERE_##where, .holds = law_##law},
static const struct law laws[] = {INVARIANTS(LAW)};

bool invariants_check(const struct observation *o, const struct scenario *s, enum stage stage,
		      struct difference *d)
{
	for (size_t i = 0; i < sizeof(laws) / sizeof(laws[0]); i++) {
		struct broken b;

		if (laws[i].stage != stage || s->release != SC_RELEASE_4_9 ||
		    !holds_on(laws[i].on, s->geometry) || laws[i].holds(o, s, &b))
			continue;
		memset(d, 0, sizeof(*d));
		d->stage = stage;
		d->finding_class = laws[i].name;
		d->field = b.what;
		d->has_pfn = b.has_pfn;
		d->pfn = b.pfn;
		d->value[0] = b.is;
		d->value[1] = b.should_be;
		return true;
	}
	return false;
}
