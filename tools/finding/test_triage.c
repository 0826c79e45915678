/* Work in several processes; a folder of findings that are none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "parallel.h"
#include "tools/shared_memory.h"
#include "triage.h"

enum { NUMBERS = 100, JOBS = 4, BAD = 7 };

struct counts {
	uint32_t done[NUMBERS];
	uint32_t lost[NUMBERS];
};

static void count(void *context, uint32_t i)
{
	struct counts *counts = context;

	counts->done[i]++;
}

static void count_lost(void *context, uint32_t i)
{
	struct counts *counts = context;

	counts->lost[i]++;
}

static void end_at_some(void *context, uint32_t i)
{
	if (i % BAD == 0)
		_exit(0);
	count(context, i);
}

static void interrupt_at_one(void *context, uint32_t i)
{
	if (i == BAD)
		kill(getppid(), SIGINT);
	while (i >= BAD && !parallel_stopping())
		usleep(1000);
	count(context, i);
}

static void every_number_once(void **state)
{
	struct counts *counts = shared_memory(sizeof(*counts));
	const struct parallel_work work = {"done", NULL, count, count_lost, counts};

	(void)state;
	assert_int_equal(parallel_for(NUMBERS, JOBS, &work), PARALLEL_DONE);
	for (uint32_t i = 0; i < NUMBERS; i++) {
		assert_int_equal(counts->done[i], 1);
		assert_int_equal(counts->lost[i], 0);
	}
	assert_int_equal(parallel_for(0, JOBS, &work), PARALLEL_DONE);
}

/* A process that ends takes one number with it. */
static void a_process_that_ends(void **state)
{
	struct counts *counts = shared_memory(sizeof(*counts));
	const struct parallel_work work = {"done", NULL, end_at_some, count_lost, counts};

	(void)state;
	assert_int_equal(parallel_for(NUMBERS, JOBS, &work), PARALLEL_DONE);
	for (uint32_t i = 0; i < NUMBERS; i++) {
		assert_int_equal(counts->done[i], i % BAD != 0);
		assert_int_equal(counts->lost[i], i % BAD == 0);
	}
}

static void an_interruption(void **state)
{
	struct counts *counts = shared_memory(sizeof(*counts));
	const struct parallel_work work = {"done", NULL, interrupt_at_one, count_lost, counts};

	(void)state;
	assert_int_equal(parallel_for(NUMBERS, JOBS, &work), PARALLEL_STOPPED);
	for (uint32_t i = 0; i <= BAD; i++)
		assert_int_equal(counts->done[i], 1); /* what was begun is done */
	assert_int_equal(counts->done[NUMBERS - 1], 0);
}

static void put(const char *folder, const char *name, const char *text)
{
	char path[512];
	FILE *out;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	out = fopen(path, "w");
	assert_non_null(out);
	fputs(text, out);
	assert_int_equal(fclose(out), 0);
}

static void put_large(const char *folder, const char *name)
{
	char path[256];

	put(folder, name, "");
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	assert_int_equal(truncate(path, (off_t)1 << 32), 0);
}

static void fill_folder(const char *folder)
{
	char path[256];

	put(folder, "a.mm",
	    "mminit: scenario 1\nmminit: geometry tiny\nmemblock_add: [0x0-0xffff]\n");
	put(folder, "bad.mm", "mminit: scenario 1\nthis is none\n");
	put(folder, "damaged", "MMINIT BUNDLE 1\nxyz");
	put(folder, "README.txt", "What lies here");
	put_large(folder, "large.bin");
	put_large(folder, "large");
	snprintf(path, sizeof(path), "%s/default", folder);
	assert_int_equal(mkdir(path, 0777), 0);
	snprintf(path, sizeof(path), "%s/default/crashes", folder);
	assert_int_equal(mkdir(path, 0777), 0);
	put(path, "id:000000,sig:11,src:000000,time:1,execs:1,op:havoc,rep:2", "");
	put(path, "README.txt", "What lies here");
	snprintf(path, sizeof(path), "%s/default/loop", folder);
	assert_int_equal(symlink("..", path), 0);
	snprintf(path, sizeof(path), "%s/gone.bin", folder);
	assert_int_equal(symlink("nowhere", path), 0);
}

static void a_folder_of_all_sorts(void **state)
{
	char folder[] = "/tmp/mminit-triage-XXXXXX";
	char remove[64];
	struct triage t = {.files = NULL};

	(void)state;
	assert_non_null(mkdtemp(folder));
	fill_folder(folder);
	assert_true(triage_collect(&t, folder));
	assert_int_equal(t.nr_files, 2);
	assert_int_equal(t.nr_unreadable, 4);  /* bad, damaged, large, gone */
	assert_int_equal(t.nr_passed_over, 4); /* two READMEs, large, loop */
	triage_sort(&t, 2);
	assert_int_equal(t.nr_agree, 2);
	assert_int_equal(t.nr_buckets, 0);
	for (uint32_t i = 0; i < t.nr_files; i++)
		assert_int_equal(t.files[i].bucket, TRIAGE_AGREES);
	triage_free(&t);
	assert_false(triage_collect(&t, "/nonexistent"));
	snprintf(remove, sizeof(remove), "rm -rf %s", folder);
	assert_int_equal(system(remove), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_number_once),
	    cmocka_unit_test(a_process_that_ends),
	    cmocka_unit_test(an_interruption),
	    cmocka_unit_test(a_folder_of_all_sorts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
