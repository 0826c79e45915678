/*
 * The observation: everything of a boot's outcome that a kernel could later depend on, in one
 * neutral form. An adapter fills it from its implementation after each stage; compare.h holds
 * two of them against each other, invariants.h each against the laws of the field.
 *
 * An observation is a set of tables, each of rows of 64-bit columns. The list below is the only
 * description of them: the row types, the names in messages and JSON, and the class of a finding
 * all follow from it. What is not in a table is not compared.
 *
 * Units: addr, base, size, start, end, limit: bytes. pfn, *_pfn, nr, spanned, present, managed:
 * page frames. Ends are exclusive but where a column is called last. -1 stands for "none".
 */
#ifndef MMINIT_FUZZ_OBSERVATION_H
#define MMINIT_FUZZ_OBSERVATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum stage {
	STAGE_E820,     /* firmware tables, command line, end of RAM */
	STAGE_MEMBLOCK, /* fill, operations, NUMA: as it stands before the sections */
	STAGE_ZONES,    /* sections, zone and node sizes, zonelists */
	STAGE_MEMMAP,   /* struct pages and pageblock types before mem_init */
	STAGE_MEM_INIT, /* right after page_ext_init_flatmem and mem_init */
	STAGE_KMEM_CACHE_INIT,
	STAGE_PERCPU_INIT_LATE,
	STAGE_PGTABLE_INIT,
	STAGE_VMALLOC_INIT,
	STAGE_IOREMAP_HUGE_INIT, /* x86 only */
	STAGE_KAISER_INIT,       /* x86 only */
	STAGE_DEFERRED,          /* page_alloc_init_late, with deferred initialisation only */
	STAGE_LATE,              /* after the operations after boot */
	STAGE_FREED,             /* everything that those got is freed again */
	NR_STAGES
};

/* How a boot ended. The names are in outcome_name(); both implementations must give the same. */
enum outcome {
	OUTCOME_OK,
	PANIC_USER_MAP,            /* finish_e820_parsing: sanitize of a user map failed */
	PANIC_UPDATE_SAME_TYPE,    /* e820_update_range: BUG_ON(old == new) */
	PANIC_DOUBLE_RESERVE,      /* memblock_double_array: BUG_ON(memblock_reserve()) */
	PANIC_INSERT_FULL,         /* memblock_insert_region: BUG_ON(cnt >= max) */
	PANIC_CANNOT_RESIZE,       /* memblock_double_array before memblock_allow_resize (6.12) */
	PANIC_OTHER,               /* of a kernel tree's own code: any other panic or BUG */
	UNDEFINED_TABLE_COPY,      /* of a kernel tree's own code: memcpy of a table onto itself */
	UNDEFINED_NUMA_OVERRUN,    /* likewise: more in numa_reserved_meminfo than it holds */
	UNDEFINED_BARE_KERNELCORE, /* "kernelcore" without a value follows a null pointer */
	UNDEFINED_TRIM_WRAP,       /* memblock_trim_memory rounds a base up to 0 (spec 02 2.14) */
	UNDEFINED_MOVABLE_ZONE,    /* movable_zone is -1 and would be used as an index */
	UNDEFINED_NO_ONLINE_NODE,  /* build_all_zonelists without any node */
	UNDEFINED_OFFLINE_NODE,    /* a released page's zone is of a node without a pgdat */
	/* A released page's zone spans nothing, and its free lists are null pointers: the struct
	 * page is that of a hole, or nobody's. */
	UNDEFINED_EMPTY_ZONE,
	/* PFN_UP wraps to 0 (spec 0.4): a memory region (STEP_ZONES) or a free range
	 * (STEP_MEM_INIT, before anything is marked) that starts above 2^64 - 4096 would stand for
	 * all page frames. */
	UNDEFINED_PFN_WRAP,
	UNDEFINED_FREE_LATE, /* free_late of a range holding a page that is not PG_reserved */
	/* A released page is of a section that is not present: memblock_clear_hotplug has joined
	 * two regions within it, and neither had a whole page of that section. */
	UNDEFINED_NO_STRUCT_PAGE,
	UNDEFINED_NO_LOWMEM,        /* arm_flatmem: no page frame below the lowmem limit */
	PANIC_PAGE_EXT,             /* page_ext_init_flatmem: "Out of memory" */
	UNDEFINED_BOOTMEM_INFO,     /* get_page_bootmem of a page frame that is not valid */
	PANIC_EARLY_NODE_ALLOC,     /* early_kmem_cache_node_alloc: BUG_ON(!page) */
	PANIC_CREATE_BOOT_CACHE,    /* "Creation of kmalloc slab ... failed" */
	PANIC_SLAB_BOOTSTRAP,       /* bootstrap() follows the null pointer it got */
	PANIC_CREATE_KMALLOC_CACHE, /* "Out of memory when creating slab" */
	PANIC_DMA_CACHE_NAME,       /* create_kmalloc_caches: BUG_ON(!n) */
	PANIC_CREATE_CACHE,         /* kmem_cache_create with SLAB_PANIC */
	/* A slab page of a node that the cache has no kmem_cache_node for is put on its list. */
	UNDEFINED_SLAB_NODE,
	/* new_slab: a number of objects whose 15 bits in the struct page are all 0; the free list
	 * of such a slab is what its first object happens to hold. */
	UNDEFINED_SLAB_OBJECTS,
	PANIC_PERCPU_MAP,       /* percpu_init_late: BUG_ON(!map) */
	PANIC_EARLY_VM_OVERLAP, /* vm_area_add_early: BUG_ON */
	PANIC_VMAP_INSERT,      /* __insert_vmap_area: BUG */
	PANIC_VMALLOC_INIT,     /* vmalloc_init follows the null pointer it got */
	PANIC_KAISER_NO_PGD,    /* kaiser: the kernel's pgd entry of a mapped page is empty: BUG */
	PANIC_KAISER_USER_ADDR, /* kaiser: user protection for another page than the vsyscall page
				 */
	/* vmalloc or vfree while an area ends below its start: the order of the tree is lost. */
	UNDEFINED_VMALLOC_WRAP,
	NR_OUTCOMES
};

/* Rows of e820_call: which call returned the value. The order is that of the calls. */
enum e820_call_kind {
	CALL_BOOT_SANITIZE, /* sanitize of the boot loader's table: 0 or -1 */
	CALL_BOOT_APPEND,   /* append_e820_map: 0 or -1 */
	CALL_EXT_SANITIZE,  /* in parse_e820_ext: 0 or -1 */
	CALL_OPTION_REMOVE, /* mem=, memmap= where it removes: bytes removed */
	CALL_SETUP_UPDATE,  /* e820_reserve_setup_data, one a node: bytes changed */
	CALL_SETUP_SANITIZE,
	CALL_FINISH_SANITIZE,
	CALL_KERNEL_MAPPED, /* e820_all_mapped of the kernel range: 0 or 1 */
	CALL_KERNEL_REMOVE, /* bytes removed */
	CALL_BIOS_UPDATE,   /* trim_bios_range: page 0, bytes changed */
	CALL_BIOS_REMOVE,   /* bytes removed */
	CALL_BIOS_SANITIZE,
	CALL_OP_UPDATE, /* the scenario's own e820 operations */
	CALL_OP_REMOVE,
	CALL_OP_SANITIZE,
	CALL_OP_ANY_MAPPED,
	CALL_OP_ALL_MAPPED,
};

/* Rows of memblock_event. */
enum memblock_event_kind {
	EVENT_MEMORY_DOUBLED, /* new_max, addr of the new array */
	EVENT_RESERVED_DOUBLED,
	EVENT_MEMORY_FULL, /* "Failed to double": new_max = the max that stays, addr = 0 */
	EVENT_RESERVED_FULL,
};

/* Which cache: kmalloc_caches[i] and kmalloc_dma_caches[i] follow their first. */
enum slab_cache_id {
	CACHE_KMEM_CACHE_NODE = 0,
	CACHE_KMEM_CACHE = 1,
	CACHE_PTLOCK = 2, /* that of page->ptl, if no other will do */
	CACHE_KMALLOC = 16,
	CACHE_KMALLOC_DMA = 64,
};

/* Rows of slab_trace. */
enum slab_event_kind {
	SLAB_NEW,       /* new_slab: pages taken from the buddy lists */
	SLAB_DISCARDED, /* discard_slab: pages returned */
};

/* Bits of slab_cache.allocflags and slab_cache.flags. */
enum {
	SLAB_ALLOC_COMP = 1,
	SLAB_ALLOC_DMA = 2,
	SLAB_ALLOC_RECLAIMABLE = 4,
	SLAB_FLAG_HWCACHE_ALIGN = 1,
	SLAB_FLAG_CACHE_DMA = 2,
};

/* percpu_chunk.map_place */
enum map_place { MAP_STATIC, MAP_SLAB };

/* lru of a struct page. LRU_TAIL: its place holds the head of the compound page. */
enum lru_class { LRU_NULL, LRU_SELF, LRU_POISON, LRU_LINKED, LRU_OTHER, LRU_TAIL };

/* clang-format off */
/* Column lists. C(name) is one column. */
#define COLS_E820_ENTRY(C) C(addr) C(size) C(type)
#define COLS_E820_CALL(C) C(call) C(result)
/* "too many entries; ignoring": the region that was dropped, last byte inclusive mod 2^64. */
#define COLS_E820_DROPPED(C) C(addr) C(last)
#define COLS_PFN_RANGE(C) C(start_pfn) C(end_pfn)
/* max_low_pfn: as of setup_arch step 12. required_*: pages, from kernelcore= and movablecore=.
 * gap_*: e820_search_gap as called by e820_setup_gap; gap_found 0 leaves start and size as given. */
#define COLS_E820_SCALARS(C)                                                                   \
	C(userdef) C(max_pfn) C(max_possible_pfn) C(max_low_pfn) C(required_kernelcore)        \
	C(required_movablecore) C(mirrored_kernelcore) C(movable_node_enabled) C(numa_off)     \
	C(gap_found) C(gap_start) C(gap_size) C(pci_mem_start)

/* cnt, max: regions; *_total: total_size in bytes, stale after a trim as in the kernel. */
#define COLS_MEMBLOCK(C)                                                                       \
	C(memory_cnt) C(memory_max) C(memory_total) C(reserved_cnt) C(reserved_max)            \
	C(reserved_total) C(current_limit) C(bottom_up) C(can_resize) C(has_mirror)            \
	C(start_of_dram) C(end_of_dram)
/* A table's dummy entry is a row too: {0, 0, 0, nid}. nid 64 is MAX_NUMNODES. */
#define COLS_REGION(C) C(base) C(size) C(flags) C(nid)
/* One row for each operation of the scenario that returns a value, in order: index into ops;
 * 0 or -12 (-ENOMEM), for an allocation its address or 0. */
#define COLS_MEMBLOCK_OP(C) C(op) C(result)
/* Number of warnings by site since the boot began (ONCE sites: 0 or 1). */
#define COLS_MEMBLOCK_WARN(C)                                                                  \
	C(nid_mismatch) C(flags_mismatch) C(nonempty_dummy) C(total_size) C(alloc_nid)         \
	C(bottom_up_failed) C(numa_failed)
#define COLS_MEMBLOCK_EVENT(C) C(event) C(new_max) C(addr)
#define COLS_RANGE(C) C(start) C(end)
#define COLS_RESERVED_RANGE(C) C(start) C(last)
#define COLS_NODE_PFN_RANGE(C) C(start_pfn) C(end_pfn) C(nid)
/* Answers about the range [base, base + size) that the harness asks after; nid, start_pfn,
 * end_pfn: memblock_search_pfn_nid(base >> 12), -1 0 0 if in no region; mem_size: bytes below
 * pfn base >> 12. */
#define COLS_PROBE(C)                                                                          \
	C(base) C(size) C(is_memory) C(is_reserved) C(is_map_memory) C(is_region_memory)       \
	C(is_region_reserved) C(nid) C(start_pfn) C(end_pfn) C(mem_size) C(reserved_within)

#define COLS_SECTION(C) C(section) C(valid) C(nid)
#define COLS_ZONE_LIMIT(C) C(zone) C(low_pfn) C(high_pfn)
#define COLS_ZONES_SCALARS(C)                                                                  \
	C(max_pfn) C(max_low_pfn) C(dma_reserve) C(movable_zone) C(nr_kernel_pages)            \
	C(nr_all_pages) C(nr_online_nodes) C(vm_total_pages) C(grouping_disabled)              \
	C(section_limit_warned)
/* Every node that is online or has a movable start, ascending. */
#define COLS_NODE(C)                                                                           \
	C(nid) C(online) C(start_pfn) C(spanned) C(present) C(nr_zones) C(movable_pfn)         \
	C(has_memory) C(has_normal_memory)
/* Every zone of every online node, empty ones too. managed: the estimate before the release. */
#define COLS_ZONE(C)                                                                           \
	C(nid) C(zone) C(start_pfn) C(spanned) C(present) C(managed) C(memmap_pages)           \
	C(initialized) C(batch)
/* The FALLBACK list of node nid, in order. */
#define COLS_ZONELIST(C) C(nid) C(position) C(zone_nid) C(zone)

/* Maximal runs of consecutive valid pfns that look the same. flags: PG_* bits only. */
#define COLS_PAGE_RUN(C)                                                                       \
	C(pfn) C(nr) C(zone) C(node) C(flags) C(refcount) C(mapcount) C(private) C(index) C(lru)
/* Maximal runs of pageblocks of valid sections: pfn of the first block's first page. */
#define COLS_PAGEBLOCK_RUN(C) C(pfn) C(nr) C(migratetype)
#define COLS_MEMMAP_SCALARS(C) C(highest_memmap_pfn)

/* physpages, total_kib, available_kib, reserved_kib: as mem_init_print_info prints them. */
#define COLS_RELEASE(C)                                                                        \
	C(returned) C(totalram) C(physpages) C(free) C(pgfree_events) C(available_kib)         \
	C(total_kib) C(reserved_kib)
#define COLS_ZONE_FREE(C) C(nid) C(zone) C(managed) C(free) C(pcp_count)
#define COLS_FREE_AREA(C) C(nid) C(zone) C(order) C(nr_free)
/* free_list[order][migratetype] of each zone, head first; lists in that index order. */
#define COLS_FREE_BLOCK(C) C(nid) C(zone) C(order) C(migratetype) C(pfn)
#define COLS_CHUNK(C) C(pfn) C(order)
/* reason: 1 _mapcount, 2 mapping, 4 _refcount, 8 flags (bits may add up). */
#define COLS_BAD_PAGE(C) C(pfn) C(reason)
/* alloc_pages: the first pfn or -1; free: 0 or -1 (nothing to free); free_late: pages freed. */
#define COLS_LATE_OP(C) C(op) C(result)
#define COLS_LATE(C) C(totalram) C(free)

/*
 * What follows is described row by row in README.md, "mm_init".
 */
#define COLS_PAGE_EXT(C) C(nid) C(addr) C(size)
/* KiB, as mem_init_print_info prints them. */
#define COLS_MEMORY_LINE(C)                                                                    \
	C(code_kib) C(rwdata_kib) C(rodata_kib) C(init_kib) C(bss_kib) C(cma_kib) C(highmem_kib)
#define COLS_MEM_INIT_STATE(C)                                                                 \
	C(after_bootmem) C(max_mapnr) C(totalhigh_pages) C(overcommit_memory)
#define COLS_KCORE(C) C(addr) C(size) C(type)
/* get_page_bootmem, in order: type as in the kernel (12 to 14), what it is of. */
#define COLS_BOOTMEM_PAGE(C) C(pfn) C(type) C(of)
/* free_unused_memmap: the gap, the part of mem_map in whole pages (physical, end exclusive; equal
 * if there is none), and whether memblock_free was called for it. */
#define COLS_MEMMAP_FREED(C) C(start_pfn) C(end_pfn) C(start) C(end) C(freed)
#define COLS_DEFERRED_NODE(C) C(nid) C(static_init_pgcnt) C(first_deferred_pfn)

/* Every zone of every online node, in NR_* pages. */
#define COLS_ZONE_STAT(C) C(nid) C(zone) C(free) C(slab_unreclaimable) C(kaisertable)

#define COLS_SLAB_SCALARS(C)                                                                   \
	C(slab_state) C(nr_cpu_ids) C(nr_node_ids) C(cache_line) C(min_order) C(max_order)     \
	C(min_objects) C(nr_caches) C(useless_nodes)
/* slab_caches, head first. */
#define COLS_SLAB_CACHE(C)                                                                     \
	C(cache) C(object_size) C(size) C(align) C(inuse) C(offset) C(reserved) C(oo_order)    \
	C(oo_objects) C(min_order) C(min_objects) C(max_order) C(max_objects) C(allocflags)    \
	C(flags) C(refcount) C(min_partial) C(cpu_partial)
/* size_index[], in order. */
#define COLS_SLAB_INDEX(C) C(bytes) C(index)
#define COLS_SLAB_NODE(C)                                                                      \
	C(cache) C(nid) C(nr_slabs) C(total_objects) C(nr_partial)
#define COLS_SLAB_PARTIAL(C) C(cache) C(nid) C(pfn)
#define COLS_SLAB_CPU(C) C(cache) C(pfn) C(free_objects) C(in_use)
#define COLS_SLAB_CPU_PARTIAL(C) C(cache) C(pfn) C(pages) C(pobjects)
/* boot_struct: slab_cache still is the static structure that a boot cache began as. */
#define COLS_SLAB_PAGE(C)                                                                      \
	C(pfn) C(order) C(cache) C(boot_struct) C(objects) C(inuse) C(frozen) C(free_objects)
#define COLS_SLAB_TRACE(C) C(event) C(cache) C(nid) C(pfn) C(order)

#define COLS_PERCPU_CHUNK(C)                                                                   \
	C(chunk) C(map_used) C(map_alloc) C(free_size) C(contig_hint) C(first_free)            \
	C(map_place) C(map_pfn) C(map_offset)
#define COLS_PERCPU_MAP(C) C(chunk) C(entry) C(value)

/* ptlock_cache: the number of the cache of page->ptl, -1 where locks lie in struct page. */
#define COLS_PGTABLE(C) C(nr_caches) C(ptlock_cache)

#define COLS_VMALLOC_SCALARS(C)                                                                \
	C(vmap_initialized) C(pcpu_hole) C(nr_queues) C(lazy_pages)
#define COLS_VMAP_AREA(C) C(start) C(end) C(flags) C(has_vm) C(vm_flags) C(nr_pages)

#define COLS_IOREMAP(C) C(pud_capable) C(pmd_capable)

#define COLS_KAISER(C)                                                                         \
	C(enabled) C(disabled_event) C(nr_table_pages) C(nr_mapped) C(failed_segments)         \
	C(warn_pgd_alloc) C(warn_pud_none) C(warn_pmd_none) C(warn_pte_none)                   \
	C(warn_shadow_pgd_none) C(warn_differs)
/* level 3: a pud page (start: of its 512 GiB), 2: a pmd page (1 GiB), 1: a pte page (2 MiB). */
#define COLS_KAISER_TABLE(C) C(pfn) C(level) C(start) C(entry_flags)
#define COLS_KAISER_RUN(C) C(start) C(nr_pages) C(phys) C(pte_flags)

#define COLS_DEFERRED_THREAD(C) C(nid) C(first_pfn) C(nr_pages) C(nr_chunks)

/*
 * T(table, stage, name of the finding's class, columns). Row type: struct obs_<table>.
 * The class is also the function that aborts, so the names are kept unlike each other.
 */
#define OBS_TABLES(T)                                                                          \
	T(e820_call, E820, firmware_call_returned, COLS_E820_CALL)                             \
	T(e820_entry, E820, e820_map_wrong, COLS_E820_ENTRY)                                   \
	T(e820_saved, E820, saved_map_strays, COLS_E820_ENTRY)                                 \
	T(e820_dropped, E820, overflow_of_firmware_map, COLS_E820_DROPPED)                     \
	T(e820_scalars, E820, last_pfn_or_option_off, COLS_E820_SCALARS)                       \
	T(nosave_range, E820, hibernation_range_wrong, COLS_PFN_RANGE)                         \
	T(memblock_op, MEMBLOCK, memblock_call_returned, COLS_MEMBLOCK_OP)                     \
	T(memory_region, MEMBLOCK, ram_regions_differ, COLS_REGION)                            \
	T(reserved_region, MEMBLOCK, reservation_list_differs, COLS_REGION)                    \
	T(memblock_state, MEMBLOCK, bookkeeping_of_memblock, COLS_MEMBLOCK)                    \
	T(memblock_warn, MEMBLOCK, warning_count_unequal, COLS_MEMBLOCK_WARN)                  \
	T(memblock_event, MEMBLOCK, table_growth_differs, COLS_MEMBLOCK_EVENT)                 \
	T(free_range, MEMBLOCK, free_iterator_strayed, COLS_RANGE)                             \
	T(free_range_rev, MEMBLOCK, backward_walk_wrong, COLS_RANGE)                           \
	T(reserved_range, MEMBLOCK, reserved_iterator_off, COLS_RESERVED_RANGE)                \
	T(mem_pfn_range, MEMBLOCK, pfn_range_iterator, COLS_NODE_PFN_RANGE)                    \
	T(probe, MEMBLOCK, query_answered_wrong, COLS_PROBE)                                   \
	T(section, ZONES, sections_disagree, COLS_SECTION)                                     \
	T(zone_limit, ZONES, arch_zone_limits, COLS_ZONE_LIMIT)                                \
	T(node, ZONES, node_extent_wrong, COLS_NODE)                                           \
	T(zone, ZONES, zone_span_wrong, COLS_ZONE)                                             \
	T(zones_scalars, ZONES, page_totals_before_release, COLS_ZONES_SCALARS)                \
	T(zonelist, ZONES, fallback_order_mixed_up, COLS_ZONELIST)                             \
	T(page_run, MEMMAP, struct_page_misinitialised, COLS_PAGE_RUN)                         \
	T(pageblock_run, MEMMAP, pageblock_type_wrong, COLS_PAGEBLOCK_RUN)                     \
	T(memmap_scalars, MEMMAP, highest_page_differs, COLS_MEMMAP_SCALARS)                   \
	T(deferred_node, MEMMAP, deferred_start_wrong, COLS_DEFERRED_NODE)                     \
	T(page_ext, MEM_INIT, page_ext_table_strays, COLS_PAGE_EXT)                            \
	T(bootmem_page, MEM_INIT, bootmem_info_registered, COLS_BOOTMEM_PAGE)                  \
	T(memmap_freed, MEM_INIT, unused_memmap_differs, COLS_MEMMAP_FREED)                    \
	T(reserve_mark, MEM_INIT, reserve_trace_differs, COLS_PFN_RANGE)                       \
	T(chunk, MEM_INIT, released_chunk_wrong, COLS_CHUNK)                                   \
	T(bad_page, MEM_INIT, refused_page_differs, COLS_BAD_PAGE)                             \
	T(release, MEM_INIT, free_pages_miscount, COLS_RELEASE)                                \
	T(zone_free, MEM_INIT, managed_count_wrong, COLS_ZONE_FREE)                            \
	T(free_area, MEM_INIT, nr_free_by_order, COLS_FREE_AREA)                               \
	T(free_block, MEM_INIT, buddy_list_out_of_order, COLS_FREE_BLOCK)                      \
	T(released_page_run, MEM_INIT, page_flags_diverged, COLS_PAGE_RUN)                     \
	T(released_pageblock_run, MEM_INIT, migratetype_after_release, COLS_PAGEBLOCK_RUN)     \
	T(final_memory_region, MEM_INIT, ram_list_after_hotplug_clear, COLS_REGION)            \
	T(final_reserved_region, MEM_INIT, late_reservations_unequal, COLS_REGION)             \
	T(final_memblock_state, MEM_INIT, final_memblock_counters, COLS_MEMBLOCK)              \
	T(final_memblock_event, MEM_INIT, growth_during_release, COLS_MEMBLOCK_EVENT)          \
	T(memory_line, MEM_INIT, image_sizes_printed, COLS_MEMORY_LINE)                        \
	T(mem_init_state, MEM_INIT, mem_init_globals, COLS_MEM_INIT_STATE)                     \
	T(kcore, MEM_INIT, kcore_area_differs, COLS_KCORE)                                     \
	T(slab_trace, KMEM_CACHE_INIT, slab_pages_taken, COLS_SLAB_TRACE)                      \
	T(slab_scalars, KMEM_CACHE_INIT, slub_parameters_off, COLS_SLAB_SCALARS)               \
	T(slab_cache, KMEM_CACHE_INIT, cache_geometry_wrong, COLS_SLAB_CACHE)                  \
	T(slab_index, KMEM_CACHE_INIT, size_index_wrong, COLS_SLAB_INDEX)                      \
	T(slab_node, KMEM_CACHE_INIT, slab_count_per_node, COLS_SLAB_NODE)                     \
	T(slab_partial, KMEM_CACHE_INIT, partial_list_misordered, COLS_SLAB_PARTIAL)           \
	T(slab_cpu, KMEM_CACHE_INIT, active_slab_differs, COLS_SLAB_CPU)                       \
	T(slab_cpu_partial, KMEM_CACHE_INIT, cpu_partial_at_boot, COLS_SLAB_CPU_PARTIAL)       \
	T(slab_page, KMEM_CACHE_INIT, slab_page_state, COLS_SLAB_PAGE)                         \
	T(slab_zone_stat, KMEM_CACHE_INIT, counters_after_slab, COLS_ZONE_STAT)                \
	T(percpu_before, PERCPU_INIT_LATE, percpu_chunk_before, COLS_PERCPU_CHUNK)             \
	T(percpu_chunk, PERCPU_INIT_LATE, chunk_of_percpu_wrong, COLS_PERCPU_CHUNK)            \
	T(percpu_map_before, PERCPU_INIT_LATE, area_map_before, COLS_PERCPU_MAP)               \
	T(percpu_map, PERCPU_INIT_LATE, moved_area_map_differs, COLS_PERCPU_MAP)               \
	T(percpu_zone_stat, PERCPU_INIT_LATE, counters_after_percpu, COLS_ZONE_STAT)           \
	T(pgtable, PGTABLE_INIT, page_table_caches, COLS_PGTABLE)                              \
	T(pgtable_cache, PGTABLE_INIT, ptlock_cache_geometry, COLS_SLAB_CACHE)                 \
	T(pgtable_chunk, PGTABLE_INIT, ptlock_percpu_chunk, COLS_PERCPU_CHUNK)                 \
	T(pgtable_map, PGTABLE_INIT, ptlock_percpu_area, COLS_PERCPU_MAP)                      \
	T(pgtable_slab_cpu, PGTABLE_INIT, objects_for_ptlock_cache, COLS_SLAB_CPU)             \
	T(pgtable_zone_stat, PGTABLE_INIT, counters_after_pgtable, COLS_ZONE_STAT)             \
	T(vmap_area, VMALLOC_INIT, vmap_area_imported, COLS_VMAP_AREA)                         \
	T(vmalloc_scalars, VMALLOC_INIT, vmalloc_globals, COLS_VMALLOC_SCALARS)                \
	T(vmalloc_zone_stat, VMALLOC_INIT, counters_after_vmalloc, COLS_ZONE_STAT)             \
	T(ioremap, IOREMAP_HUGE_INIT, huge_ioremap_capability, COLS_IOREMAP)                   \
	T(kaiser_table, KAISER_INIT, shadow_table_pages, COLS_KAISER_TABLE)                    \
	T(kaiser, KAISER_INIT, kaiser_verdict_or_count, COLS_KAISER)                           \
	T(kaiser_run, KAISER_INIT, user_mapping_differs, COLS_KAISER_RUN)                      \
	T(kaiser_zone_stat, KAISER_INIT, counters_after_kaiser, COLS_ZONE_STAT)                \
	T(deferred_thread, DEFERRED, deferred_thread_work, COLS_DEFERRED_THREAD)               \
	T(deferred_zone_free, DEFERRED, zone_after_deferred, COLS_ZONE_FREE)                   \
	T(late_op, LATE, page_allocation_differs, COLS_LATE_OP)                                \
	T(late_bad_page, LATE, rejected_by_late_free, COLS_BAD_PAGE)                           \
	T(late, LATE, totals_after_operations, COLS_LATE)                                      \
	T(late_zone_free, LATE, zone_counters_late, COLS_ZONE_FREE)                            \
	T(late_free_area, LATE, order_counts_late, COLS_FREE_AREA)                             \
	T(late_free_block, LATE, late_list_disordered, COLS_FREE_BLOCK)                        \
	T(late_page_run, LATE, owned_page_state, COLS_PAGE_RUN)                                \
	T(late_pageblock_run, LATE, stolen_block_type, COLS_PAGEBLOCK_RUN)                     \
	T(late_slab_trace, LATE, slabs_come_and_go, COLS_SLAB_TRACE)                           \
	T(late_slab_node, LATE, late_slab_count, COLS_SLAB_NODE)                               \
	T(late_slab_partial, LATE, node_partial_late, COLS_SLAB_PARTIAL)                       \
	T(late_slab_cpu, LATE, cpu_slab_late, COLS_SLAB_CPU)                                   \
	T(late_slab_cpu_partial, LATE, cpu_partial_list, COLS_SLAB_CPU_PARTIAL)                \
	T(late_slab_page, LATE, late_slab_state, COLS_SLAB_PAGE)                               \
	T(late_vmap_area, LATE, vmap_area_late, COLS_VMAP_AREA)                                \
	T(late_vmalloc_scalars, LATE, lazy_vmalloc_count, COLS_VMALLOC_SCALARS)                \
	T(late_zone_stat, LATE, counters_at_the_end, COLS_ZONE_STAT)                           \
	T(freed_op, FREED, final_free_returned, COLS_LATE_OP)                                  \
	T(freed_zone_stat, FREED, pages_not_returned, COLS_ZONE_STAT)                          \
	T(freed_slab_cpu, FREED, objects_not_returned, COLS_SLAB_CPU)                          \
	T(freed_vmap_area, FREED, areas_not_returned, COLS_VMAP_AREA)

/* clang-format on */

#define OBS_ENUM(table, stage, cls, cols) OBS_##table,
enum obs_table { OBS_TABLES(OBS_ENUM) OBS_NR_TABLES };
#undef OBS_ENUM

#define OBS_FIELD(name) uint64_t name;
#define OBS_STRUCT(table, stage, cls, cols) \
	struct obs_##table {                \
		cols(OBS_FIELD)             \
	};
OBS_TABLES(OBS_STRUCT)
#undef OBS_STRUCT
#undef OBS_FIELD

/* What is known of a table without its rows. */
struct obs_table_info {
	const char *name;
	enum stage stage;
	const char *finding_class;
	const char *const *columns;
	uint32_t nr_columns;
	bool is_run; /* the first two columns are pfn and nr */
};
extern const struct obs_table_info obs_table_info[OBS_NR_TABLES];

/* The tables of a stage are [first, end): they stand together in OBS_TABLES. */
struct obs_stage_tables {
	int first, end;
};
struct obs_stage_tables observation_stage_tables(enum stage stage);

/* Those of STAGE_MEMBLOCK that hold its state; the rest of the stage follows from them. */
static inline struct obs_stage_tables observation_glance_tables(void)
{
	return (struct obs_stage_tables){OBS_memblock_op, OBS_memblock_event + 1};
}

/* No table has more. */
enum { OBS_MAX_COLUMNS = 18 };

struct obs_rows {
	uint64_t *rows; /* nr_rows * nr_columns */
	size_t nr_rows;
	size_t capacity_bytes;
	uint32_t nr_columns; /* as in obs_table_info, at hand for every row */
};

struct observation {
	struct obs_rows tables[OBS_NR_TABLES];
	enum outcome outcome;      /* of the stages up to and with mem_init */
	enum outcome late_outcome; /* of what follows mem_init; meaningful once that was left */
	enum stage last_stage;     /* the last stage that was entered */
	uint32_t stages;           /* bit by stage: those that were entered */
	/* Pages of one pageblock of the machine; set by boot.c. */
	uint64_t pageblock_nr_pages;
};

/* Sets up an observation without rows. Memory for rows is mapped as it is first needed and kept. */
void observation_init(struct observation *o);
void observation_free(struct observation *o);

/* Forgets all rows, and the outcome. Cost: one store a table. */
void observation_clear(struct observation *o);

/* Forgets the rows of one stage, so that it can be observed again. */
void observation_clear_stage(struct observation *o, enum stage stage);

/* Forgets the rows that an operation of memblock may rewrite: regions, counters, warnings. Those of
 * results and events before them stay; glance (implementation.h) adds what is new. */
void observation_clear_glance(struct observation *o);

/* Makes room for more rows. */
void observation_grow(struct obs_rows *table);

/* Appends a row and returns it: cast to struct obs_<table> *, every column is to be set.
 * The pointer is good until the next row of the same table. Ends the process if there is no memory.
 */
static inline void *observation_row(struct observation *o, enum obs_table t)
{
	struct obs_rows *table = &o->tables[t];
	size_t at = table->nr_rows * table->nr_columns;

	if ((at + table->nr_columns) * sizeof(uint64_t) > table->capacity_bytes)
		observation_grow(table);
	table->nr_rows++;
	return table->rows + at;
}

#define OBS_ADD(o, table) ((struct obs_##table *)observation_row((o), OBS_##table))

/* The rows of a table as an array of struct obs_<table>, and their number. */
#define ROWS(o, table)    ((const struct obs_##table *)(const void *)(o)->tables[OBS_##table].rows)
#define NR_ROWS(o, table) ((o)->tables[OBS_##table].nr_rows)

/* Appends the run *run (any of the page or pageblock tables), or extends the last run of the
 * table when it continues there: runs are maximal whatever the order of calls within ascending
 * pfns. pages_per_unit: how many pfns one unit of nr stands for. */
void observation_run(struct observation *o, enum obs_table table, const void *run,
		     uint64_t pages_per_unit);

/* The same for the tables of page frames, of whose runs each boot has hundreds: a run is written
 * where a row was appended, and joined with the row before if it continues that. */
static inline void observation_join_page_run(struct observation *o, enum obs_table table)
{
	enum { COLUMNS = sizeof(struct obs_page_run) / sizeof(uint64_t) };
	struct obs_rows *rows = &o->tables[table];
	uint64_t *next = rows->rows + (rows->nr_rows - 1) * COLUMNS;
	uint64_t *last = next - COLUMNS;
	int column = COLUMNS;

	if (rows->nr_rows < 2 || last[0] + last[1] != next[0])
		return;
	while (column-- > 2)
		if (last[column] != next[column])
			return;
	last[1] += next[1];
	rows->nr_rows--;
}

/* 64-bit digest of all rows of a stage, resp. of everything and the outcomes; the same on every
 * machine and with every compiler. */
uint64_t observation_stage_digest(const struct observation *o, enum stage stage);
uint64_t observation_digest(const struct observation *o);

const char *stage_name(enum stage stage);       /* "e820", "memblock", ... */
const char *outcome_name(enum outcome outcome); /* "ok", "panic: ...", "undefined: ..." */

#endif
