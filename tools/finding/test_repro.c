/* What a repro says of itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "repro.h"
#include "scenario.h"

static struct scenario s;
static struct identity id;

static void expect_text(enum how how, const char *text)
{
	char *repro;

	scenario_clear(&s);
	repro = repro_text(&s, &id, how, "Once: a mistake.");
	assert_non_null(repro);
	assert_string_equal(repro, text);
	free(repro);
}

#define HEAD "mminit: scenario 1\n# Once: a mistake.\n"

/* An expectation that `mminit run` could not keep is none. */
static void what_a_plain_boot_shows_is_expected(void **state)
{
	(void)state;
	id = (struct identity){.end = TRYOUT_DIFFER, .key = "zone_span_wrong managed"};
	expect_text(HOW_PLAIN, HEAD "mminit: expect zone_span_wrong managed\n");
	expect_text(HOW_THOROUGH, HEAD "mminit: expect zone_span_wrong managed\n");
	expect_text(HOW_TWICE, HEAD "# Shows: zone_span_wrong managed\n"
				    "# Only when it is booted twice in a row.\n");
	expect_text(HOW_AFTER_OTHERS, HEAD "# Shows: zone_span_wrong managed\n"
					   "# Only after other machines were booted.\n");
}

static void a_crash_is_not_expected(void **state)
{
	(void)state;
	id = (struct identity){.end = TRYOUT_CRASH, .key = "SIGSEGV in f"};
	expect_text(HOW_PLAIN, HEAD "# Shows: SIGSEGV in f\n");
	expect_text(HOW_PAINTED, HEAD "# Shows: SIGSEGV in f\n"
				      "# Only on a stack that was written to.\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_a_plain_boot_shows_is_expected),
	    cmocka_unit_test(a_crash_is_not_expected),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
