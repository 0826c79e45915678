/*
 * What memblock.c includes last, and by quotes: ours is found in its place. Here what the headers
 * before it have defined is defined once more, so that the code compiled from here on ends in our
 * hooks (unit_hooks.h): its warnings are counted, its panics end the machine, its tables lie at
 * physical addresses, and what it releases or marks is written down.
 */
#ifndef MMINIT_LINUX_INTERNAL_H
#define MMINIT_LINUX_INTERNAL_H

#include "unit_hooks.h"

/* A warning by the text of its condition, which tells the sites of add_range apart. */
#undef WARN_ON
#undef WARN_ON_ONCE
#undef WARN_ONCE
#undef WARN
#define WARN_ON(condition)                        \
	({                                        \
		int linux_warned = !!(condition); \
		if (linux_warned)                 \
			linux_warn(#condition);   \
		linux_warned;                     \
	})
#define WARN(condition, ...) WARN_ON(condition)
#define WARN_ON_ONCE(condition)                          \
	({                                               \
		static bool linux_warned_once;           \
		int linux_warns = !!(condition);         \
		if (linux_warns && !linux_warned_once) { \
			linux_warned_once = true;        \
			linux_warn(#condition);          \
		}                                        \
		linux_warns;                             \
	})
#define WARN_ONCE(condition, ...) WARN_ON_ONCE(condition)

#undef BUG
#undef BUG_ON
#undef panic
#define BUG() linux_stop("BUG", "")
#define BUG_ON(condition)                                 \
	({                                                \
		if (condition)                            \
			linux_stop("BUG_ON", #condition); \
	})
#define panic(...) linux_stop("panic", __VA_ARGS__)

#undef printk
#undef pr_info
#undef pr_debug
#undef pr_cont
#undef pr_warn
#undef pr_warn_once
#undef pr_warn_ratelimited
#undef pr_err
#define printk(...)              ((void)0)
#define pr_info(...)             ((void)0)
#define pr_debug(...)            ((void)0)
#define pr_cont(...)             ((void)0)
#define pr_warn(...)             ((void)0)
#define pr_warn_once(...)        ((void)0)
#define pr_warn_ratelimited(...) ((void)0)
#define pr_err(...)              linux_error(__VA_ARGS__)

/* Grown tables: memblock.c turns physical addresses into pointers for nothing else, and copies
 * nothing else; unit.c takes memcpy back behind it. */
#undef __va
#undef __pa
#define memcpy(to, from, bytes) linux_copy_table(to, from, bytes)
#define __va(address)           linux_table_at(address)
#define __pa(pointer)           linux_address_of(pointer)

/* The release. memblock_free_pages has lost its page over the years, reserve_bootmem_region has
 * gained a node. */
#undef MAX_ORDER
#undef MAX_PAGE_ORDER
#define MAX_ORDER                          linux_max_order
#define MAX_PAGE_ORDER                     (linux_max_order - 1)
#define memblock_free_pages(...)           LINUX_FREE(__VA_ARGS__, 3, 2)
#define LINUX_FREE(a, b, c, nr, ...)       LINUX_FREE_##nr(a, b, c)
#define LINUX_FREE_3(page, pfn, order)     linux_free_pages(pfn, order)
#define LINUX_FREE_2(pfn, order, nothing)  linux_free_pages(pfn, order)
#define reserve_bootmem_region(start, ...) LINUX_RESERVE(start, __VA_ARGS__, 0)
#define LINUX_RESERVE(start, end, ...)     linux_reserve_region(start, end)
#define totalram_pages_add(pages)          linux_totalram_add(pages)

#define mirrored_kernelcore   linux_mirrored_kernelcore
#define accept_memory(...)    ((void)0)
#define early_pfn_to_nid(pfn) NUMA_NO_NODE

#undef SMP_CACHE_BYTES
#define SMP_CACHE_BYTES 64

#ifndef fallthrough
#define fallthrough __attribute__((fallthrough))
#endif

/* x86_64: e820.c says MAXMEM >> PAGE_SHIFT, without parentheses. */
#define MAXMEM (linux_max_arch_pfn << PAGE_SHIFT)

#endif
