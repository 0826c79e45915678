/*
 * For the tests of the laws: a machine is booted for real, its observation damaged in one place,
 * and the law that this place belongs to must speak up.
 */
#ifndef MMINIT_FUZZ_DAMAGE_H
#define MMINIT_FUZZ_DAMAGE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "boot.h"
#include "invariants.h"

static struct machine_pair pair;
static struct scenario s;
static struct boot_result result;
static struct observation *o; /* of the target, to be damaged */

static int open_pair(void **state)
{
	(void)state;
	pair_open(&pair);
	return 0;
}

static int close_pair(void **state)
{
	(void)state;
	pair_close(&pair);
	return 0;
}

/* Boots s to the end; nothing is wrong with it. */
static void boot_scenario(void)
{
	pair_boot(&pair, &s, STAGE_FREED, NR_STAGES, &result);
	o = &pair.observation[0];
	assert_false(result.differs);
	assert_true(result.complete);
}

/* The law `name` speaks up, as the first or, with the earlier ones mended, by itself. */
static void assert_broken(const char *name, enum stage stage)
{
	struct difference d;

	if (!invariants_check(o, &s, stage, &d))
		fail_msg("%s was not noticed", name);
	assert_string_equal(d.finding_class, name);
}

#define ROW(table, i) (&((struct obs_##table *)(void *)o->tables[OBS_##table].rows)[i])
#define LAST(table)   ROW(table, o->tables[OBS_##table].nr_rows - 1)

#endif
