/* What the tests of the later stages share: a machine described by memblock alone. */
#ifndef MMINIT_TARGET_TEST_MACHINE_H
#define MMINIT_TARGET_TEST_MACHINE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "memmap.h"
#include "mm_init.h"

static struct mm_machine *m;

static inline int machine_open(void **state)
{
	(void)state;
	m = mm_machine_create();
	return 0;
}

static inline int machine_close(void **state)
{
	(void)state;
	mm_machine_destroy(m);
	return 0;
}

static inline void power_off_release(enum geometry_name geometry, enum kernel_release_name release)
{
	mm_machine_reset(m, &(struct mm_config){
				.geometry = &geometries[geometry],
				.release = &kernel_releases[release],
				.e820_max_entries = E820_MAX_EFI,
				.max_node_memblks = NODE_MEMBLKS,
				.movable_node = true,
				.nodes_span_other_nodes = true,
				.nr_cpus = 1,
				.cpu_pse = true,
				.cpu_gbpages = true,
				.sizeof_page_ext = 8,
				.sizeof_spinlock = 4,
				.sizeof_vmap_area = 96,
				.sizeof_vm_struct = 64,
				.percpu_static_size = 0x16000,
				.percpu_reserved_size = 0x2000,
				.percpu_dyn_size = 0x7000,
				.percpu_unit_size = 0x200000,
				.slub = {.nr_cpu_ids = 1,
					 .cache_line = 64,
					 .slub_max_order = 3,
					 .word = 8,
					 .slab_min_align = 8,
					 .kmalloc_min_size = 8,
					 .sizeof_cache = 200,
					 .sizeof_cache_node = 64,
					 .sizeof_cache_cpu = 32,
					 .zone_dma = true,
					 .cpu_partial = true},
				.kaiser = {.built_in = true, .nx = true},
			    });
}

static inline void power_off(enum geometry_name geometry)
{
	power_off_release(geometry, KERNEL_4_9);
}

/* Memory [start_pfn, end_pfn) of a node. */
static inline void memory(uint64_t start_pfn, uint64_t end_pfn, int nid)
{
	assert_int_equal(memblock_add_node(&m->memblock, PFN_PHYS(start_pfn),
					   PFN_PHYS(end_pfn - start_pfn), nid),
			 0);
}

/* Reserves the page frames [start_pfn, end_pfn). */
static inline void reserve(uint64_t start_pfn, uint64_t end_pfn)
{
	assert_int_equal(
	    memblock_reserve(&m->memblock, PFN_PHYS(start_pfn), PFN_PHYS(end_pfn - start_pfn)), 0);
}

/* Sections and zones of memory below max_pfn, the nodes as memory names them. */
static inline void boot_zones(uint64_t max_pfn)
{
	m->e820.max_pfn = max_pfn;
	m->e820.max_low_pfn = max_pfn;
	numa_init_from_memblock(&m->numa, &m->memblock);
	mm_paging_init(m);
}

static inline void boot_memmap(uint64_t max_pfn)
{
	boot_zones(max_pfn);
	assert_int_equal(m->page_alloc.fault, PAGE_ALLOC_OK);
	mm_memmap_init(m);
}

/* mm_init up to and with mem_init. */
static inline void boot_mem_init(void)
{
	mm_init_step(m, MM_PAGE_EXT_INIT_FLATMEM);
	mm_init_step(m, MM_MEM_INIT);
}

static inline void boot(uint64_t max_pfn)
{
	boot_memmap(max_pfn);
	boot_mem_init();
}

static inline struct zone *zone_of(int nid, enum zone_type zone)
{
	return &m->page_alloc.node_data[nid].node_zones[zone];
}

static inline struct page *page_at(uint64_t pfn)
{
	assert_true(pfn_valid(&m->sparse, pfn));
	memmap_populate(&m->sparse, pfn);
	return pfn_to_page(&m->sparse, pfn);
}

/* The pfns of a free list, head first, must be those in the text. */
static inline void expect_list(const struct zone *zone, unsigned int order, enum migratetype type,
			       const char *pfns)
{
	const struct list_head *list = &zone->free_area[order].free_list[type];
	char text[512] = "";
	size_t length = 0;

	for (struct list_head *entry = list->next; entry != list; entry = entry->next)
		length += (size_t)snprintf(
		    text + length, sizeof(text) - length, "%s%llu", length ? " " : "",
		    (unsigned long long)page_to_pfn(&m->sparse, page_of_lru(entry)));
	assert_string_equal(text, pfns);
}

enum test_lru { ZERO, SELF, POISONED, LINKED };

static inline void expect_page(uint64_t pfn, uint64_t flags, int refcount, int mapcount,
			       uint64_t private, uint64_t index, enum test_lru lru)
{
	const struct page *page = page_at(pfn);
	const struct list_head *l = &page->lru;

	assert_int_equal(page->flags & PAGE_FLAGS_MASK, flags);
	assert_int_equal(page->_refcount, refcount);
	assert_int_equal(page->_mapcount, mapcount);
	assert_int_equal(page->private, private);
	assert_int_equal(page->index, index);
	switch (lru) {
	case ZERO:
		assert_true(!l->next && !l->prev);
		break;
	case SELF:
		assert_true(l->next == l && l->prev == l);
		break;
	case POISONED:
		assert_true(l->next == LIST_POISON_NEXT && l->prev == LIST_POISON_PREV);
		break;
	case LINKED:
		assert_true(l->next->prev == l && l->prev->next == l && l->next != l);
		break;
	}
}

static inline void expect_zone(int nid, enum zone_type zone, uint64_t start_pfn, uint64_t spanned,
			       uint64_t present)
{
	const struct zone *z = zone_of(nid, zone);

	assert_int_equal(z->zone_start_pfn, start_pfn);
	assert_int_equal(z->spanned_pages, spanned);
	assert_int_equal(z->present_pages, present);
}

#endif
