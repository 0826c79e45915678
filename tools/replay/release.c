#include "release.h"

#include <stddef.h>

#include "log.h"

enum { KiB = 1024 };

/* Ascending; a row is good until the next. Each says what is new in it. */
static const struct release_rules table[] = {
    {
	.since = 0,
	.low_ram = LOW_RAM_KEPT,
	.totalpages_with_holes = true,
	.nosave_from_second = true,
	.zone_limits_fixed = true,
    },
    {
	/* add_active_range: holes are known */
	.since = KERNEL(2, 6, 18),
	.low_ram = LOW_RAM_KEPT,
	.nosave_from_second = true,
	.zone_limits_fixed = true,
    },
    {
	/* memmap is taken off the zones' pages */
	.since = KERNEL(2, 6, 19),
	.low_ram = LOW_RAM_KEPT,
	.zone_details = true,
	.memmap_of_spanned = true,
	.zone_pages_after_memmap = true,
	.batch_limit = 512 * KiB,
	.nosave_from_second = true,
	.struct_page = {56, 128},
	.zone_limits_fixed = true,
	.memmap_rounds_down = true,
    },
    {
	/* a zone's memmap is whole pages */
	.since = KERNEL(2, 6, 27),
	.low_ram = LOW_RAM_KEPT,
	.zone_details = true,
	.memmap_of_spanned = true,
	.zone_pages_after_memmap = true,
	.batch_limit = 512 * KiB,
	.nosave_from_second = true,
	.struct_page = {56, 128},
	.zone_limits_fixed = true,
    },
    {
	/* trim_bios_range: 2.6.34, but stable kernels before have it too */
	.since = KERNEL(2, 6, 32),
	.low_ram = LOW_RAM_TOLD,
	.zone_details = true,
	.memmap_of_spanned = true,
	.zone_pages_after_memmap = true,
	.batch_limit = 512 * KiB,
	.nosave_from_second = true,
	.struct_page = {56, 128},
	.zone_limits_fixed = true,
    },
    {
	/* CONFIG_X86_RESERVE_LOW: 2.6.37, some stable kernels before */
	.since = KERNEL(2, 6, 37),
	.low_ram = LOW_RAM_64K,
	.zone_details = true,
	.memmap_of_spanned = true,
	.zone_pages_after_memmap = true,
	.batch_limit = 512 * KiB,
	.nosave_from_second = true,
	.struct_page = {56, 128},
	.zone_limits_fixed = true,
    },
    {
	/* calc_memmap_size */
	.since = KERNEL(3, 8, 0),
	.low_ram = LOW_RAM_64K,
	.zone_details = true,
	.zone_pages_after_memmap = true,
	.batch_limit = 512 * KiB,
	.nosave_from_second = true,
	.struct_page = {56, 128},
	.zone_limits_fixed = true,
    },
    {
	/* present, managed and spanned pages of a zone are told apart; the first 64 KiB are
	 * reserved by memblock */
	.since = KERNEL(3, 9, 0),
	.zone_details = true,
	.batch_limit = 512 * KiB,
	.nosave_from_second = true,
	.struct_page = {56, 128},
	.zone_limits_fixed = true,
    },
    {
	/* spinlocks of debug kernels are not in struct page */
	.since = KERNEL(3, 13, 0),
	.zone_details = true,
	.batch_limit = 512 * KiB,
	.nosave_from_second = true,
	.struct_page = {56, 64},
	.zone_limits_fixed = true,
    },
    {
	/* the first entry need not be RAM: nosave ranges begin at page 0 */
	.since = KERNEL(3, 18, 0),
	.zone_details = true,
	.batch_limit = 512 * KiB,
	.struct_page = {56, 64},
	.zone_limits_fixed = true,
    },
    {
	/* "Initmem setup node" moves to free_area_init_nodes */
	.since = KERNEL(3, 19, 0),
	.zone_details = true,
	.batch_limit = 512 * KiB,
	.node_setup_of_ram = true,
	.struct_page = {56, 64},
	.zone_limits_fixed = true,
    },
    {
	/* zones DMA and DMA32 end where RAM does */
	.since = KERNEL(4, 0, 0),
	.zone_details = true,
	.batch_limit = 512 * KiB,
	.node_setup_of_ram = true,
	.struct_page = {56, 64},
    },
    {
	/* zone_batchsize doubles */
	.since = KERNEL(4, 19, 0),
	.zone_details = true,
	.batch_limit = 1024 * KiB,
	.struct_page = {64, 64},
	.node_setup_of_ram = true,
    },
    {
	/* "Zeroed struct page in unavailable ranges" */
	.since = KERNEL(5, 0, 0),
	.zone_details = true,
	.batch_limit = 1024 * KiB,
	.struct_page = {64, 64},
	.node_setup_of_ram = true,
	.unavailable = UNAVAILABLE_ZEROED_WITHOUT_TAIL,
    },
    {
	/* the tail of the last section is zeroed too, from some 5.4.y on */
	.since = KERNEL(5, 4, 0),
	.zone_details = true,
	.batch_limit = 1024 * KiB,
	.struct_page = {64, 64},
	.node_setup_of_ram = true,
	.unavailable = UNAVAILABLE_UNCERTAIN,
    },
    {
	.since = KERNEL(5, 5, 0),
	.zone_details = true,
	.batch_limit = 1024 * KiB,
	.struct_page = {64, 64},
	.node_setup_of_ram = true,
	.unavailable = UNAVAILABLE_ZEROED,
    },
    {
	/* unavailable pages belong to a zone */
	.since = KERNEL(5, 12, 0),
	.zone_details = true,
	.batch_limit = 1024 * KiB,
	.struct_page = {64, 64},
	.node_setup_of_ram = true,
	.unavailable = UNAVAILABLE_BY_ZONE,
    },
    {
	/* memmap_init walks the memory, hole by hole */
	.since = KERNEL(5, 13, 0),
	.zone_details = true,
	.batch_limit = 1024 * KiB,
	.struct_page = {64, 64},
	.node_setup_of_ram = true,
	.unavailable = UNAVAILABLE_BY_HOLE,
    },
    {
	.since = KERNEL(6, 1, 0),
	.boot = SC_RELEASE_6_1,
	.zone_details = true,
	.batch_limit = 1024 * KiB,
	.struct_page = {64, 80},
	.node_setup_of_ram = true,
	.unavailable = UNAVAILABLE_BY_HOLE,
    },
    {
	/* the estimate before the release is what is present */
	.since = KERNEL(6, 10, 0),
	.boot = SC_RELEASE_6_1,
	.zone_details = true,
	.batch_limit = 1024 * KiB,
	.struct_page = {64, 80},
	.total_is_present = true,
	.memory_printed_late = true,
	.node_setup_of_ram = true,
	.unavailable = UNAVAILABLE_BY_HOLE,
    },
    {
	.since = KERNEL(6, 12, 0),
	.boot = SC_RELEASE_6_12,
	.zone_details = true,
	.batch_limit = 1024 * KiB,
	.struct_page = {64, 80},
	.total_is_present = true,
	.memory_printed_late = true,
	.node_setup_of_ram = true,
	.unavailable = UNAVAILABLE_BY_HOLE,
    },
};

const struct release_rules *release_rules(uint64_t kernel)
{
	size_t i = sizeof(table) / sizeof(table[0]) - 1;

	while (table[i].since > kernel)
		i--;
	return &table[i];
}

bool release_nosave_of_gaps(uint64_t kernel)
{
	static const struct {
		uint64_t since, until;
	} fixed[] = {
	    {KERNEL(6, 1, 135), KERNEL(6, 2, 0)},
	    {KERNEL(6, 6, 88), KERNEL(6, 7, 0)},
	    {KERNEL(6, 12, 24), KERNEL(6, 13, 0)},
	    {KERNEL(6, 15, 0), UINT64_MAX},
	};

	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		if (kernel >= fixed[i].since && kernel < fixed[i].until)
			return true;
	return false;
}
