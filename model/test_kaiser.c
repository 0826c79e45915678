/* The shadow page table, huge ioremaps and early_vm areas: spec 07, 3 to 5, by hand. */
#include "testing.h"

#define IMAGE  UINT64_C(0xffffffff80000000)
#define DIRECT UINT64_C(0xffff880000000000)
#define FLAGS  UINT64_C(0x8000000000000063)

static void boot(void)
{
	model_memblock_add(m, PAGES(0x1000), PAGES(0x1000));
	boot_to_release();
	model_setup_first_chunk(m, &(struct percpu_params){0x16000, 0x2000, 0x7000});
	model_kmem_cache_init(m);
}

static void verdicts(void **state)
{
	static const struct {
		const char *cmdline;
		bool amd;
		bool enabled;
	} rows[] = {
	    {"", false, true},
	    {"", true, false},
	    {"nopti", false, false},
	    {"xnopti nopti=1", false, true},
	    {"pti=on nopti", true, true},
	    {"pti=off", false, false},
	    {"pti=off pti=onwards", false, true},
	    {"pti=auto nopti", false, true},
	    {"pti=auto", true, false},
	    {"pti= nopti", false, false},
	    {"pti=On nopti", false, false},
	    {"pti=autumn", true, false},
	    {"pti=aut nopti", false, false},
	    {"quiet \"pti=off\"", false, true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		model_kaiser_check_boottime_disable(m, rows[i].cmdline, false, rows[i].amd);
		assert_int_equal(m->kaiser.enabled, rows[i].enabled);
		assert_int_equal(m->kaiser.disabled_event, !rows[i].enabled);
	}
	model_kaiser_reset(&m->kaiser);
	model_kaiser_check_boottime_disable(m, "pti=on", true, false);
	assert_false(m->kaiser.enabled || m->kaiser.disabled_event);
}

static void map(uint64_t start, uint64_t size, uint64_t flags)
{
	const struct user_map range = {start, size, flags};

	model_kaiser_add_user_map(m, &range, true);
}

/* 256 pud pages, one page for each GiB and one for each 2 MiB that is touched. */
static void page_counts(void **state)
{
	uint64_t before;

	(void)state;
	boot();
	before = m->buddy.nr_free_pages;
	model_kaiser_init_all_pgds(m);
	assert_int_equal(m->kaiser.nr_tables, 256);
	/* Two pages on a border of 2 MiB: one pmd and two pte pages. */
	map(IMAGE + M(2) - 4096, 8192, FLAGS);
	assert_pair(m->kaiser.nr_tables, m->kaiser.nr_mapped, 256 + 1 + 2, 2);
	assert_pair(m->kaiser.tables[256].level, m->kaiser.tables[257].level, 2, 1);
	/* A byte of another page that lies in the same 2 MiB. */
	map(IMAGE + 1, 1, FLAGS);
	assert_pair(m->kaiser.nr_tables, m->kaiser.nr_mapped, 259, 3);
	/* The direct map: another 512 GiB, whose pud page is there. */
	map(DIRECT + PAGES(0x1000), 4096, FLAGS);
	assert_pair(m->kaiser.nr_tables, m->kaiser.tables[260].start, 261, DIRECT + M(16));
	assert_int_equal(before - m->buddy.nr_free_pages, 261);
	assert_int_equal(m->mmzone.nodes[0].zones[ZONE_DMA32].kaiser_pages, 261);
	/* Size 0 at a page's start maps nothing, elsewhere its page. */
	map(IMAGE + M(4), 0, FLAGS);
	assert_int_equal(m->kaiser.nr_mapped, 4);
	/* An end that is 2^64 maps nothing [Q]. */
	map(VSYSCALL_ADDR, UINT64_C(0) - VSYSCALL_ADDR, FLAGS);
	assert_pair(m->kaiser.nr_mapped, m->kaiser.failed_segments, 4, 0);
}

static void protection(void **state)
{
	(void)state;
	boot();
	model_kaiser_init_all_pgds(m);
	map(VSYSCALL_ADDR, 4096, 0x165);
	assert_int_equal(m->kaiser.tables[255].entry_flags, PAGE_TABLE);
	assert_pair(m->kaiser.tables[256].entry_flags, m->kaiser.tables[257].entry_flags,
		    PAGE_TABLE, PAGE_TABLE);
	/* GLOBAL is masked; the fixmap's physical address is its own. */
	assert_int_equal(m->kaiser.ptes[257][0], 0x200000 | 0x65);
	map(VSYSCALL_ADDR, 4096, 0x161);
	assert_true(m->kaiser.warn_differs);
	assert_int_equal(m->kaiser.ptes[257][0], 0x200000 | 0x65);
}

static void map_step(struct machine *machine, void *argument)
{
	model_kaiser_add_user_map(machine, argument, true);
}

static void not_mapped(void **state)
{
	struct user_map hole = {DIRECT + G(1), 4096, FLAGS};
	struct user_map low = {0x1000, 4096, FLAGS};
	struct user_map user = {IMAGE, 4096, 0x67};

	(void)state;
	boot();
	model_kaiser_init_all_pgds(m);
	assert_int_equal(model_run(m, map_step, &hole), STOP_NONE);
	assert_true(m->kaiser.warn_pud_none && !m->kaiser.warn_pmd_none);
	hole.start = DIRECT + M(512);
	assert_int_equal(model_run(m, map_step, &hole), STOP_NONE);
	assert_true(m->kaiser.warn_pmd_none && !m->kaiser.warn_pte_none);
	assert_pair(m->kaiser.failed_segments, m->kaiser.nr_tables, 2, 256);
	assert_int_equal(model_run(m, map_step, &low), STOP_KAISER_NO_PGD);
	assert_int_equal(model_run(m, map_step, &user), STOP_KAISER_USER_ADDR);
}

static void huge_ioremap(void **state)
{
	(void)state;
	model_ioremap_huge_init(m, true, false);
	assert_pair(m->ioremap.pud_capable, m->ioremap.pmd_capable, true, false);
	model_parse_early_param(m, "nohugeiomap");
	model_ioremap_huge_init(m, true, true);
	assert_pair(m->ioremap.pud_capable, m->ioremap.pmd_capable, false, false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(verdicts, x86_64),
	    cmocka_unit_test_setup(page_counts, x86_64),
	    cmocka_unit_test_setup(protection, x86_64),
	    cmocka_unit_test_setup(not_mapped, x86_64),
	    cmocka_unit_test_setup(huge_ioremap, x86_64),
	};

	return cmocka_run_group_tests(tests, open_machine, close_machine);
}
