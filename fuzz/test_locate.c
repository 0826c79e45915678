/* What lies at an address of the target, in words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "adapter_target_locate.h"
#include "adapter_target_pages.h"

#include <stdio.h>
#include <string.h>

static struct mm_machine *machine;

static void reset(enum geometry_name name)
{
	const struct mm_config config = {
	    .geometry = &geometries[name],
	    .release = &kernel_releases[KERNEL_4_9],
	    .e820_max_entries = E820_MAX_EFI,
	    .max_node_memblks = NODE_MEMBLKS,
	};

	mm_machine_reset(machine, &config);
}

static int open_machine(void **state)
{
	(void)state;
	machine = mm_machine_create();
	return !machine;
}

static int close_machine(void **state)
{
	(void)state;
	mm_machine_destroy(machine);
	return 0;
}

static void expect_at(const void *address, const char *words)
{
	char text[256] = "";

	if (!mm_machine_locate(machine, (uint64_t)(uintptr_t)address, text, sizeof(text)))
		fail_msg("nothing lies there, not %s", words);
	assert_string_equal(text, words);
}

static void zones_by_their_names(void **state)
{
	const struct zone *zones = machine->page_alloc.node_data[2].node_zones;
	const struct free_area *area = &zones[1].free_area[3];

	(void)state;
	reset(GEOMETRY_TINY);
	expect_at(&zones[1], "node 2 zone DMA32 + 0");
	expect_at(&area->free_list[MIGRATE_MOVABLE].prev,
		  "node 2 zone DMA32, free_area[3] + 24, free_list of Movable pages");
	expect_at(&area->nr_free, "node 2 zone DMA32, free_area[3] + 64, nr_free");
	expect_at(&zones[0].free_area[5], "node 2 zone DMA, free_area[5] + 0, free_list of "
					  "Unmovable pages: beyond the list of the highest order");
	reset(GEOMETRY_ARM_FLATMEM);
	expect_at(&zones[1], "node 2 zone Normal + 0");
	expect_at(&zones[2], "node 2 zone HighMem + 0");
}

static void tables_and_what_lies_behind(void **state)
{
	(void)state;
	reset(GEOMETRY_TINY);
	machine->nobootmem.nr_chunks = 2;
	machine->slub.nr_caches = 3;
	machine->kaiser.nr_tables = 1;
	expect_at(&machine->nobootmem.chunks[1], "nobootmem.chunks[1] + 0, one of 2 in use");
	expect_at(&machine->nobootmem.chunks[3].order,
		  "nobootmem.chunks[3] + 8: 24 bytes beyond the end of the 2 in use "
		  "(room for 67108864)");
	expect_at(&machine->slub.caches[2].size, "slub.caches[2] + 24, one of 3 in use");
	expect_at(&machine->kaiser.tables[0], "kaiser.tables[0] + 0, one of 1 in use");
	expect_at(&machine->numa.blk[0], "numa_meminfo.blk[0] + 0: 0 bytes beyond the end of the 0 "
					 "in use (room for 128)");
	expect_at(&machine->percpu.dynamic_chunk.static_map[0],
		  "dynamic chunk's map[0] + 0, one of 1 in use");
}

/* Of no machine, and yet it says what was followed. */
static void pointers_of_what_is_on_no_list(void **state)
{
	char text[64];

	(void)state;
	expect_at(LIST_POISON_NEXT,
		  "LIST_POISON1 + 0: the next of an entry that list_del took off its list");
	expect_at((const char *)LIST_POISON_PREV + 8,
		  "LIST_POISON2 + 8: the prev of an entry that list_del took off its list");
	assert_false(mm_machine_locate(machine, 0xdead000000000110, text, sizeof(text)));
	assert_false(mm_machine_locate(machine, (uint64_t)(uintptr_t)&machine, text, sizeof(text)));
}

/* What the observation of lists goes by. */
static void page_frames_of_entries_of_lists(void **state)
{
	struct page *page = machine->sparse.vmemmap + 0x123;

	(void)state;
	reset(GEOMETRY_TINY);
	assert_int_equal(target_pfn_of_lru(&machine->sparse, &page->lru), 0x123);
	assert_int_equal(target_pfn_of_lru(&machine->sparse, (struct list_head *)page),
			 NO_STRUCT_PAGE);
	assert_int_equal(target_pfn_of_lru(&machine->sparse, NULL), NO_STRUCT_PAGE);
	assert_int_equal(target_pfn_of_lru(&machine->sparse, LIST_POISON_NEXT), NO_STRUCT_PAGE);
	assert_int_equal(target_pfn_of_lru(&machine->sparse, &page[-0x124].lru), NO_STRUCT_PAGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(zones_by_their_names),
	    cmocka_unit_test(tables_and_what_lies_behind),
	    cmocka_unit_test(pointers_of_what_is_on_no_list),
	    cmocka_unit_test(page_frames_of_entries_of_lists),
	};

	return cmocka_run_group_tests(tests, open_machine, close_machine);
}
