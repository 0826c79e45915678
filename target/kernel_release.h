/*
 * kernel_release: what newer kernels do otherwise than Linux 4.9, as data.
 *
 * The same code boots every row of the table. A switch that is false, and what the comments of the
 * other headers say, is 4.9; each switch names one rule that changed. Whoever resets a machine
 * chooses the row.
 */
#ifndef MMINIT_TARGET_KERNEL_RELEASE_H
#define MMINIT_TARGET_KERNEL_RELEASE_H

#include <stdbool.h>
#include <stdint.h>

struct kernel_release {
	/*
	 * e820
	 */

	/* e820__memory_setup_default: the boot loader's table is appended as it is, which takes two
	 * raw entries, and sanitized in its place, whatever comes of that. */
	bool boot_table_appended_first;
	/* Type 0xefffffff, set aside for drivers: neighbours are not merged, and
	 * e820__memblock_setup reserves it. */
	bool soft_reserved;
	/* The table has room for three more entries a node without EFI too. */
	bool e820_room_without_efi;
	/* memmap=nn%ss[-from][+to] changes the type of a range. */
	bool memmap_retypes;
	/* e820__end_ram_pfn: ACPI data ends RAM too. */
	bool acpi_data_ends_ram;
	/* e820__memory_setup_extended: the saved table, for kexec, is copied again. */
	bool saved_extended;
	/* e820__reserve_setup_data: how setup_data comes into the saved table. */
	enum setup_data_saving {
		SAVED_BY_COPY,   /* it becomes a copy of the table */
		SAVED_BY_UPDATE, /* it is updated and sanitized as the table is */
		SAVED_NOT_AT_ALL,
	} setup_data_saving;
	/* e820__register_nosave_regions: looks at RAM only; what lies between, rounded outwards,
	 * and behind it up to the limit is left out. */
	bool nosave_between_ram;

	/*
	 * memblock
	 */

	/* sizeof(struct memblock_region): bytes of an array to be had when it grows. */
	uint32_t memblock_region_size;
	/* memblock_add_range: a table is filled in the first pass if it had room for
	 * 2 * cnt + one_pass_room regions. 0: there are always two passes, and two warnings. */
	uint32_t one_pass_room;
	/* memblock_double_array panics before memblock_allow_resize. */
	bool panic_if_full;
	/* An empty table has no regions at all. */
	bool no_dummy_region;
	/* A bottom-up search takes all of the range, and is the only one; memblock_set_bottom_up is
	 * there in every configuration. */
	bool plain_bottom_up;
	/* memblock_alloc_range_nid: a try gives up the node, then mirrored memory; only then is it
	 * repeated without a lower limit. What cannot be reserved counts as not found. */
	bool alloc_by_tries;
	/* An allocation for MAX_NUMNODES is one for any node, without a warning. */
	bool any_invalid_nid;
	/* memblock_mark_mirror does nothing without kernelcore=mirror. */
	bool mirror_if_asked_for;

	/*
	 * Nodes and zones
	 */

	/* numa_cleanup_meminfo: a NUMA block stays if as a whole, before it is trimmed, it overlaps
	 * memory. */
	bool numa_untrimmed_test;
	/* acpi_numa_init hands on every memory entry: one too many for numa_meminfo, and the SRAT
	 * is not used. */
	bool srat_without_limit;
	/* A node may be smaller than 4 MiB. */
	bool small_nodes;
	/* numa_memblks: NUMA blocks are cut to where memory starts and ends, not to [0, max_pfn);
	 * memory that they miss bears NUMA_NO_NODE, and 1 MiB of it is allowed; a node is online if
	 * it has a whole page. */
	bool numa_by_memblock;
	/* kernelcore=nn% and movablecore=nn% are parts of all pages. */
	bool core_percent;
	/* kernelcore=mirror is for nothing if there is no mirrored memory. */
	bool mirror_needs_memory;
	/* A movable start at or beyond the end of its node counts as none. */
	bool movable_within_node;
	/* The lowest zone starts where memory does, rounded down, whole page or not. */
	bool lowest_pfn_of_dram;
	/* zone_spanned_pages_in_node clamps the node to the zone first. */
	bool span_clamped_first;
	/* zone_absent_pages_in_node looks at the span alone. */
	bool absent_of_span;
	/* node_spanned_pages is what lies between the node's ends. */
	bool node_span_by_ends;
	/* The estimate of managed pages is what is present. nr_kernel_pages and nr_all_pages count
	 * what memblock has free. */
	bool managed_is_present;
	/* The zonelists take zones that have pages present, and the load of a node adds up. */
	bool zonelist_of_present;

	/*
	 * The memmap and the release
	 */

	/* memmap_init: only memory is initialised as such; the holes between, before and (up to the
	 * end of the section) behind it are initialised as PG_reserved, of the zone above. */
	bool holes_unavailable;
	/* Regions are marked PG_reserved up to their end, exclusive; so is NOMAP memory. */
	bool reserve_end_exclusive;
	/* memmap_init_reserved_pages: reserved regions get the nid of the memory they lie in, and
	 * NOMAP memory is marked first. */
	bool reserved_nids_of_memory;
	/* A freed block goes to the tail of its list, whatever its neighbours. */
	bool free_to_tail;
	/* __free_pages_core: single pages are released like blocks, not by way of the pageset. */
	bool release_past_pageset;
	/* A pageblock that is merged into a freed block takes its type. */
	bool merge_retypes;
};

enum kernel_release_name { KERNEL_4_9, KERNEL_6_1, KERNEL_6_12, NR_KERNEL_RELEASES };

extern const struct kernel_release kernel_releases[NR_KERNEL_RELEASES];

#endif
