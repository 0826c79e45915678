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

/* The laws of each stage, by their place in the table: found once, looked at after every stage. */
static const uint8_t *laws_of(enum stage stage, uint32_t *nr)
{
	enum { NR_LAWS = sizeof(laws) / sizeof(laws[0]) };
	static uint8_t of_stage[NR_STAGES][NR_LAWS];
	static uint32_t nr_of_stage[NR_STAGES];

	_Static_assert(NR_LAWS <= UINT8_MAX, "the number of a law");
	if (!nr_of_stage[STAGE_E820])
		for (uint8_t i = 0; i < NR_LAWS; i++)
			of_stage[laws[i].stage][nr_of_stage[laws[i].stage]++] = i;
	*nr = nr_of_stage[stage];
	return of_stage[stage];
}

bool invariants_check(const struct observation *o, const struct scenario *s, enum stage stage,
		      struct difference *d)
{
	uint32_t nr;
	const uint8_t *list = laws_of(stage, &nr);

	if (s->release != SC_RELEASE_4_9 && stage > STAGE_MEMBLOCK)
		return false;
	for (uint32_t i = 0; i < nr; i++) {
		const struct law *law = &laws[list[i]];
		struct broken b;

		if (!holds_on(law->on, s->geometry) || law->holds(o, s, &b))
			continue;
		memset(d, 0, sizeof(*d));
		d->stage = stage;
		d->finding_class = law->name;
		d->field = b.what;
		d->has_pfn = b.has_pfn;
		d->pfn = b.pfn;
		d->value[0] = b.is;
		d->value[1] = b.should_be;
		return true;
	}
	return false;
}
