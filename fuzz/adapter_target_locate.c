/* See adapter_target_locate.h. */
#include "adapter_target_locate.h"

#include "../target/memmap.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct answer {
	uint64_t address;
	char *text;
	size_t size;
};

__attribute__((format(printf, 2, 3))) static bool say(struct answer *a, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(a->text, a->size, format, args);
	va_end(args);
	return true;
}

/* Whether the address is within [start, start + bytes); then *offset is how far. */
static bool within(const struct answer *a, const void *start, uint64_t bytes, uint64_t *offset)
{
	*offset = a->address - (uint64_t)(uintptr_t)start;
	return start && *offset < bytes;
}

/* An entry of a table of which `used` entries are in use and `room` are there. */
static bool say_entry(struct answer *a, const char *table, uint64_t offset, uint64_t entry_bytes,
		      uint64_t used, uint64_t room)
{
	uint64_t index = offset / entry_bytes;

	if (index < used)
		return say(a, "%s[%" PRIu64 "] + %" PRIu64 ", one of %" PRIu64 " in use", table,
			   index, offset % entry_bytes, used);
	return say(a,
		   "%s[%" PRIu64 "] + %" PRIu64 ": %" PRIu64 " bytes beyond the end of the %" PRIu64
		   " in use (room for %" PRIu64 ")",
		   table, index, offset % entry_bytes, offset - used * entry_bytes, used, room);
}

static const char *page_member(uint64_t offset)
{
	static const struct {
		size_t offset;
		const char *name;
	} members[] = {
	    {offsetof(struct page, mem_cgroup), "mem_cgroup"},
	    {offsetof(struct page, private), "private"},
	    {offsetof(struct page, lru.prev), "lru.prev"},
	    {offsetof(struct page, lru), "lru.next"},
	    {offsetof(struct page, _refcount), "_refcount"},
	    {offsetof(struct page, _mapcount), "_mapcount"},
	    {offsetof(struct page, index), "index"},
	    {offsetof(struct page, mapping), "mapping"},
	};

	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		if (offset >= members[i].offset)
			return members[i].name;
	return "flags";
}

static bool locate_page(const struct sparse *sparse, struct answer *a)
{
	uint64_t offset, pfn;

	if (!within(a, sparse->vmemmap, (uint64_t)MAX_SECTIONS * LEAF_BYTES, &offset))
		return false;
	pfn = offset / sizeof(struct page);
	if (pfn >= sparse->geometry->max_arch_pfn)
		return say(a,
			   "struct page of pfn %#" PRIx64 ", member %s: beyond the last page frame "
			   "there can be, %#" PRIx64,
			   pfn, page_member(offset % sizeof(struct page)),
			   sparse->geometry->max_arch_pfn - 1);
	return say(a, "struct page of pfn %#" PRIx64 ", member %s, in section %" PRIu64 "%s", pfn,
		   page_member(offset % sizeof(struct page)),
		   pfn >> sparse->geometry->section_shift_pages,
		   pfn_valid(sparse, pfn) ? "" : ", which is not present");
}

static bool locate_sparse(const struct sparse *sparse, struct answer *a)
{
	uint64_t offset;

	if (locate_page(sparse, a))
		return true;
	if (within(a, sparse->sections, (uint64_t)MAX_SECTIONS * sizeof(*sparse->sections),
		   &offset))
		return say(
		    a, "mem_section %" PRIu64 " of pfn %#" PRIx64 ", %spresent",
		    offset / sizeof(*sparse->sections),
		    offset / sizeof(*sparse->sections) << sparse->geometry->section_shift_pages,
		    sparse->sections[offset / sizeof(*sparse->sections)].present ? "" : "not ");
	if (within(a, sparse->present, MAX_SECTIONS * sizeof(*sparse->present), &offset))
		return say_entry(a, "sparse.present", offset, sizeof(*sparse->present),
				 sparse->nr_present, MAX_SECTIONS);
	if (within(a, sparse->runs, MEMMAP_MAX_RUNS * sizeof(*sparse->runs), &offset))
		return say_entry(a, "sparse.runs", offset, sizeof(*sparse->runs), sparse->nr_runs,
				 MEMMAP_MAX_RUNS);
	return false;
}

static bool locate_leaf(const struct memblock_type *type, const char *name, uint64_t offset,
			struct answer *a)
{
	uint64_t leaf = offset / sizeof(struct memblock_leaf);
	uint64_t index = offset % sizeof(struct memblock_leaf) / sizeof(struct memblock_region);

	if (leaf >= type->nr_leaves)
		return say(a,
			   "memblock.%s, leaf %" PRIu64 ": %" PRIu64
			   " bytes beyond the end of its %" PRIu32 " leaves (cnt %" PRIu64 ")",
			   name, leaf, offset - type->nr_leaves * sizeof(struct memblock_leaf),
			   type->nr_leaves, type->cnt);
	for (uint32_t i = 0; i < type->nr_slots; i++) {
		if (type->slots[i].leaf != leaf)
			continue;
		if (index < type->slots[i].nr)
			return say(a,
				   "memblock.%s, region %" PRIu64 " of leaf %" PRIu64 " (%" PRIu32
				   " in use)",
				   name, index, leaf, type->slots[i].nr);
		return say(a,
			   "memblock.%s, leaf %" PRIu64 ", region %" PRIu64 ": %" PRIu64
			   " beyond the last of the %" PRIu32 " in use",
			   name, leaf, index, index + 1 - type->slots[i].nr, type->slots[i].nr);
	}
	return say(a, "memblock.%s, leaf %" PRIu64 ", which is not in use", name, leaf);
}

static bool locate_regions(const struct memblock_type *type, const char *name, struct answer *a)
{
	uint64_t offset;
	char table[32];

	if (within(a, type->leaves, MEMBLOCK_MAX_LEAVES * sizeof(*type->leaves), &offset))
		return locate_leaf(type, name, offset, a);
	if (!within(a, type->slots, MEMBLOCK_MAX_LEAVES * sizeof(*type->slots), &offset))
		return false;
	snprintf(table, sizeof(table), "memblock.%s.slots", name);
	return say_entry(a, table, offset, sizeof(*type->slots), type->nr_slots,
			 MEMBLOCK_MAX_LEAVES);
}

static bool locate_e820(const struct e820 *e820, struct answer *a)
{
	uint64_t offset;

	if (within(a, e820->table.map, sizeof(e820->table.map), &offset))
		return say_entry(a, "e820.table.map", offset, sizeof(e820->table.map[0]),
				 e820->table.nr_map, e820->max_entries);
	if (within(a, e820->saved.map, sizeof(e820->saved.map), &offset))
		return say_entry(a, "e820.saved.map", offset, sizeof(e820->saved.map[0]),
				 e820->saved.nr_map, e820->max_entries);
	if (within(a, e820->nosave, sizeof(e820->nosave), &offset))
		return say_entry(a, "e820.nosave", offset, sizeof(e820->nosave[0]), e820->nr_nosave,
				 E820_MAX_NOSAVE);
	if (within(a, e820->drops, E820_MAX_DROPS * sizeof(*e820->drops), &offset))
		return say_entry(a, "e820.drops", offset, sizeof(*e820->drops), e820->nr_drops,
				 E820_MAX_DROPS);
	if (within(a, e820, sizeof(*e820), &offset))
		return say(a, "struct e820 + %" PRIu64, offset);
	return false;
}

static bool locate_zone(const struct page_alloc *pa, unsigned int nid, uint64_t offset,
			struct answer *a)
{
	static const char *const names[MAX_NR_ZONES] = {"DMA", "DMA32", "Normal", "Movable"};
	uint64_t zone = offset / sizeof(struct zone);
	uint64_t in_zone = offset % sizeof(struct zone);
	uint64_t area, max_order = pa->sparse->geometry->max_order;

	if (in_zone < offsetof(struct zone, free_area))
		return say(a, "node %u zone %s + %" PRIu64, nid, names[zone], in_zone);
	area = (in_zone - offsetof(struct zone, free_area)) / sizeof(struct free_area);
	return say(a, "node %u zone %s, free_area[%" PRIu64 "] + %" PRIu64 "%s", nid, names[zone],
		   area, (in_zone - offsetof(struct zone, free_area)) % sizeof(struct free_area),
		   area < max_order ? "" : ": beyond the list of the highest order");
}

static bool locate_node(const struct page_alloc *pa, struct answer *a)
{
	uint64_t offset;

	for (unsigned int nid = 0; nid < MAX_NUMNODES; nid++) {
		const struct pglist_data *node = &pa->node_data[nid];

		if (within(a, node->node_zones, sizeof(node->node_zones), &offset))
			return locate_zone(pa, nid, offset, a);
		if (within(a, node->zonelist, sizeof(node->zonelist), &offset)) {
			char table[40];

			snprintf(table, sizeof(table), "zonelist of node %u, ", nid);
			return say_entry(a, table, offset, sizeof(node->zonelist[0]),
					 node->nr_zonelist, MAX_NUMNODES * MAX_NR_ZONES);
		}
		if (within(a, node, sizeof(*node), &offset))
			return say(a, "pgdat of node %u + %" PRIu64, nid, offset);
	}
	return false;
}

/* The members of a machine that have no more to say than where. */
static bool say_member(struct answer *a, uint64_t offset)
{
#define MEMBER(name)                                                                             \
	{                                                                                        \
#name, offsetof(struct mm_machine, name), sizeof(((struct mm_machine *)0)->name) \
	}
	static const struct {
		const char *name;
		size_t offset;
		size_t size;
	} members[] = {
	    MEMBER(early_param), MEMBER(memblock), MEMBER(page_alloc), MEMBER(nobootmem),
	    MEMBER(page_ext),    MEMBER(mem_init), MEMBER(percpu),     MEMBER(slub),
	    MEMBER(pgtable),     MEMBER(vmalloc),  MEMBER(ioremap),    MEMBER(kaiser),
	};
#undef MEMBER

	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		if (offset - members[i].offset < members[i].size)
			return say(a, "struct %s + %" PRIu64 " of %zu bytes", members[i].name,
				   offset - members[i].offset, members[i].size);
	return say(a, "struct mm_machine + %" PRIu64, offset);
}

bool mm_machine_locate(const struct mm_machine *m, uint64_t address, char *text, size_t size)
{
	struct answer a = {address, text, size};
	uint64_t offset;

	if (locate_sparse(&m->sparse, &a) || locate_regions(&m->memblock.memory, "memory", &a) ||
	    locate_regions(&m->memblock.reserved, "reserved", &a) || locate_e820(&m->e820, &a) ||
	    locate_node(&m->page_alloc, &a))
		return true;
	if (within(&a, m->numa.blk, sizeof(m->numa.blk), &offset))
		return say_entry(&a, "numa_meminfo.blk", offset, sizeof(m->numa.blk[0]),
				 m->numa.nr_blks, m->numa.max_blks);
	if (within(&a, &m->numa, sizeof(m->numa), &offset))
		return say(&a, "struct numa + %" PRIu64 ", behind its blk[]", offset);
	if (within(&a, m, sizeof(*m), &offset))
		return say_member(&a, offset);
	return false;
}
