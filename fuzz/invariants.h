/*
 * Laws that every right observation obeys, whoever made it: an error that both implementations
 * share is still caught. Numbers in brackets are those of the catalogue the laws were taken from.
 *
 * Each law is checked at the end of its stage, from the observation (and the scenario) alone. From
 * the zones on they are the laws of 4.9: machines of a newer release are compared only there.
 */
#ifndef MMINIT_FUZZ_INVARIANTS_H
#define MMINIT_FUZZ_INVARIANTS_H

#include "compare.h"
#include "observation.h"
#include "scenario.h"

/* L(name, stage, where it holds: ALL geometries, those of X86, or ARM). The name is also the class
 * of the finding and the function that aborts. */
/* clang-format off */
#define INVARIANTS(L)                                                                          \
	/* [1] A sanitized map is ascending and disjoint, without size 0 or type 0. */         \
	L(sanitized_map_ascends, E820, X86)                                                    \
	/* [4] Neighbours of one type touch only if they are PRAM. */                          \
	L(equal_neighbours_merged, E820, X86)                                                  \
	/* [1] No more entries than the table holds. */                                        \
	L(firmware_map_within_bounds, E820, X86)                                               \
	/* [7] max_pfn is the highest end of RAM, max_low_pfn no higher. */                    \
	L(last_pfn_is_end_of_ram, E820, X86)                                                   \
	/* Page 0 and [640K, 1M) are not RAM behind trim_bios_range. */                        \
	L(bios_ranges_not_ram, E820, X86)                                                      \
	/* What hibernation leaves out holds no whole page of RAM. */                          \
	L(nosave_avoids_ram, E820, X86)                                                        \
	/* [8] Regions ascend, are disjoint, not empty, and end below 2^64. */                 \
	L(memory_regions_ascend, MEMBLOCK, ALL)                                                \
	L(reserved_regions_ascend, MEMBLOCK, ALL)                                              \
	/* [11] 1 <= cnt <= max, the initial max times 2^k, and cnt rows. */                   \
	L(region_counts_bounded, MEMBLOCK, ALL)                                                \
	/* [10] reserved.total_size is the sum, memory.total_size at least that. */            \
	L(total_size_sums_up, MEMBLOCK, ALL)                                                   \
	/* A table that has grown lies in memory, and is reserved. */                          \
	L(grown_tables_are_kept, MEMBLOCK, X86)                                                \
	/* [14] The backward walk is the forward walk reversed. */                             \
	L(reverse_is_reversal, MEMBLOCK, ALL)                                                  \
	/* [14] Free is memory less reserved: ascending, disjoint, complete. */                \
	L(free_is_memory_less_reserved, MEMBLOCK, ALL)                                         \
	/* Whole pages of each memory region, and nothing else. */                             \
	L(pfn_ranges_round_inward, MEMBLOCK, ALL)                                              \
	/* [15] What was allocated is aligned and never in the first page. */                  \
	L(allocation_is_aligned, MEMBLOCK, ALL)                                                \
	/* [17] Zone limits follow one another without a gap. */                               \
	L(zone_limits_contiguous, ZONES, X86)                                                  \
	/* [18] present <= spanned, but for the movable start beyond a node's end. */          \
	L(present_within_spanned, ZONES, X86)                                                  \
	/* [19] The zones of a node do not overlap. */                                         \
	L(zones_of_node_disjoint, ZONES, ALL)                                                  \
	/* [19] present pages are the node's whole pages below the end of the zones. */        \
	L(present_counts_ram, ZONES, X86)                                                      \
	/* A node spans and holds what its zones do. */                                        \
	L(node_is_sum_of_zones, ZONES, ALL)                                                    \
	/* [22] The estimate leaves out the memmap, so it is at most present. */               \
	L(estimate_below_present, ZONES, ALL)                                                  \
	/* [23] Movable starts are multiples of MAX_ORDER_NR_PAGES. */                         \
	L(movable_start_aligned, ZONES, ALL)                                                   \
	/* Every section that RAM touches is present, and no other. */                         \
	L(sections_cover_ram, ZONES, X86)                                                      \
	/* vm_total_pages adds up the zonelist. */                                             \
	L(zonelist_pages_add_up, ZONES, ALL)                                                   \
	/* The struct pages that exist are those of the valid sections. */                     \
	L(memmap_covers_sections, MEMMAP, X86)                                                 \
	/* [20] Initialised: refcount 1, mapcount -1, own lru, no flags; else all zero. */     \
	L(struct_page_is_fresh, MEMMAP, ALL)                                                   \
	/* [20] A page's zone and node are those of a zone that spans it. */                   \
	L(page_lies_in_its_zone, MEMMAP, ALL)                                                  \
	/* [21] A pageblock is MOVABLE iff its first page is initialised. */                   \
	L(movable_block_rule, MEMMAP, X86)                                                     \
	/* [8] memory and reserved are sound after the release too. */                         \
	L(final_regions_ascend, MEM_INIT, ALL)                                                 \
	/* [25] Released is what memory less reserved holds in whole pages. */                 \
	L(released_pages_are_free_ranges, MEM_INIT, ALL)                                       \
	/* The chunks ascend, are aligned, do not overlap, and sum up. */                      \
	L(chunks_partition_release, MEM_INIT, ALL)                                             \
	/* [27] managed, free, total RAM and freed events agree. */                            \
	L(release_counts_agree, MEM_INIT, ALL)                                                 \
	/* [28] nr_free is the length of the lists. */                                         \
	L(nr_free_is_list_length, MEM_INIT, ALL)                                               \
	/* [24] Free blocks are aligned and inside their zone's node and number. */            \
	L(free_blocks_well_formed, MEM_INIT, ALL)                                              \
	/* [24, 31] Every free page is in exactly one block. */                                \
	L(free_pages_in_one_block, MEM_INIT, ALL)                                              \
	/* [26] Two buddies are never both free. */                                            \
	L(buddies_are_merged, MEM_INIT, ALL)                                                   \
	/* [29, 30] Every page is in one of the known states, reserved or free, not both. */   \
	L(page_state_is_known, MEM_INIT, ALL)                                                  \
	/* [29] PG_reserved is on the reserved pages of valid sections and on no other. */     \
	L(reserved_flag_matches_list, MEM_INIT, X86)                                           \
	L(reserved_memory_is_flagged, MEM_INIT, ARM)                                           \
	/* [38] The figures of the "Memory:" line follow from the counters. */                 \
	L(memory_line_adds_up, MEM_INIT, ALL)                                                  \
	/* [45] After boot: pages free and owned add up to what was released. */               \
	L(pages_conserved, LATE, ALL)                                                          \
	L(late_nr_free_is_list_length, LATE, ALL)                                              \
	L(late_free_blocks_well_formed, LATE, ALL)                                             \
	L(late_buddies_are_merged, LATE, ALL)                                                  \
	/* [40] What the buddy lists lost since mem_init is what the slabs hold. */            \
	L(slab_pages_left_buddy, KMEM_CACHE_INIT, ALL)                                         \
	/* [41] Objects fit their slab, sizes their alignment. */                              \
	L(objects_fit_their_slab, KMEM_CACHE_INIT, ALL)                                        \
	/* [42] A slab for more than one object: no order that wastes less than a quarter was  \
	 * passed over. */                                                                     \
	L(slab_waste_is_bounded, KMEM_CACHE_INIT, ALL)                                         \
	/* [43] kmalloc(n) takes the smallest cache that n fits in. */                         \
	L(kmalloc_takes_smallest_cache, KMEM_CACHE_INIT, ALL)                                  \
	/* [44] As many caches as there are, and only the two first cannot be merged. */       \
	L(caches_are_complete, KMEM_CACHE_INIT, ALL)                                           \
	/* [49] Each slab is the CPU slab, on one partial list, or full. */                    \
	L(slab_is_in_one_place, KMEM_CACHE_INIT, ALL)                                          \
	/* Objects handed out are what the slabs have in use. */                               \
	L(objects_in_use_add_up, KMEM_CACHE_INIT, ALL)                                         \
	/* [46] Moving the maps changes nothing but their place. */                            \
	L(area_maps_unchanged, PERCPU_INIT_LATE, ALL)                                          \
	/* [50] Offsets ascend, the free sizes add up, the hint is no smaller than the largest. */ \
	L(area_map_is_sound, PERCPU_INIT_LATE, ALL)                                            \
	/* No cache is added. */                                                               \
	L(page_table_caches_are_for_locks, PGTABLE_INIT, ALL)                                  \
	/* Areas ascend and are disjoint; each early area is there. */                         \
	L(early_areas_imported, VMALLOC_INIT, ALL)                                             \
	/* A capability needs its CPU flag. */                                                 \
	L(huge_mapping_needs_cpu_flag, IOREMAP_HUGE_INIT, X86)                                 \
	/* [47] The table pages are what the buddy lists lost. */                              \
	L(table_pages_left_buddy, KAISER_INIT, X86)                                            \
	/* As many table pages as the mapped ranges need. */                                   \
	L(tables_for_what_is_mapped, KAISER_INIT, X86)                                         \
	/* Threads free what mem_init passed over, and nothing of it is left. */               \
	L(deferred_pages_all_freed, DEFERRED, X86)                                             \
	/* [51] managed changes by deferred pages and free_late only. */                       \
	L(managed_pages_stay, LATE, ALL)                                                       \
	/* [49] */                                                                             \
	L(late_slab_is_in_one_place, LATE, ALL)                                                \
	L(late_objects_in_use_add_up, LATE, ALL)                                               \
	/* With everything freed: pages, objects and areas are those of the end of boot. */    \
	L(freed_pages_are_back, FREED, ALL)                                                    \
	L(freed_objects_are_back, FREED, ALL)                                                  \
	L(freed_areas_are_back, FREED, ALL)
/* clang-format on */

/* Whether a law of this stage is broken; the first in *d (broken_by is the caller's to set). */
bool invariants_check(const struct observation *o, const struct scenario *s, enum stage stage,
		      struct difference *d);

#endif
