/* See adapter_target_locate.h. */
#include "adapter_target_locate.h"

#include "../target/memmap.h"
#include "scenario.h"

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

/* What of a free_area lies at an offset from the first one. */
static bool say_free_area(struct answer *a, const char *zone, uint64_t offset, uint64_t max_order)
{
	static const char *const types[MIGRATE_TYPES] = {
	    [MIGRATE_UNMOVABLE] = "Unmovable",
	    [MIGRATE_MOVABLE] = "Movable",
	    [MIGRATE_RECLAIMABLE] = "Reclaimable",
	    [MIGRATE_HIGHATOMIC] = "HighAtomic",
	};
	uint64_t order = offset / sizeof(struct free_area);
	uint64_t in_area = offset % sizeof(struct free_area);
	uint64_t type = in_area / sizeof(struct list_head);
	char member[48] = "nr_free";

	if (in_area < offsetof(struct free_area, nr_free))
		snprintf(member, sizeof(member), "free_list of %s pages",
			 types[type] ? types[type] : "no type's");
	return say(a, "%s, free_area[%" PRIu64 "] + %" PRIu64 ", %s%s", zone, order, in_area,
		   member, order < max_order ? "" : ": beyond the list of the highest order");
}

static bool locate_zone(const struct page_alloc *pa, unsigned int nid, uint64_t offset,
			struct answer *a)
{
	const struct geometry *geometry = pa->sparse->geometry;
	enum sc_geometry names = geometry->flatmem ? SC_ARM_FLATMEM : SC_X86_64;
	uint64_t in_zone = offset % sizeof(struct zone);
	char zone[32];

	snprintf(zone, sizeof(zone), "node %u zone %s", nid,
		 sc_zone_name(names, (uint32_t)(offset / sizeof(struct zone))));
	if (in_zone < offsetof(struct zone, free_area))
		return say(a, "%s + %" PRIu64, zone, in_zone);
	return say_free_area(a, zone, in_zone - offsetof(struct zone, free_area),
			     geometry->max_order);
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

/* What list_del leaves in an entry points nowhere: who follows it is on a list that lost its way.
 */
static bool locate_poison(struct answer *a)
{
	static const char *const members[] = {"next", "prev"};
	const struct list_head *const poisons[] = {LIST_POISON_NEXT, LIST_POISON_PREV};
	uint64_t offset;

	for (int i = 0; i < 2; i++)
		if (within(a, poisons[i], sizeof(struct list_head), &offset))
			return say(a,
				   "LIST_POISON%d + %" PRIu64
				   ": the %s of an entry that list_del took off its list",
				   i + 1, offset, members[i]);
	return false;
}

/* A table that a step fills. */
struct table {
	const char *name;
	const void *start;
	uint64_t entry_bytes;
	uint64_t used;
	uint64_t room;
};

#define TABLE(name, member, used, room)                     \
	{                                                   \
		name, member, sizeof(*(member)), used, room \
	}

static bool locate_table(struct answer *a, const struct table *tables, size_t nr)
{
	uint64_t offset;

	for (size_t i = 0; i < nr; i++) {
		const struct table *t = &tables[i];

		if (within(a, t->start, t->entry_bytes * t->room, &offset))
			return say_entry(a, t->name, offset, t->entry_bytes, t->used, t->room);
	}
	return false;
}

/* Up to the release. */
static bool locate_early_tables(const struct mm_machine *m, struct answer *a)
{
	const struct table tables[] = {
	    TABLE("memblock.events", m->memblock.events, m->memblock.nr_events,
		  MEMBLOCK_MAX_EVENTS),
	    TABLE("numa_meminfo.blk", m->numa.blk, m->numa.nr_blks, m->numa.max_blks),
	    TABLE("bootmem_info.pages", m->bootmem_info.pages, m->bootmem_info.nr_pages,
		  BOOTMEM_MAX_PAGES),
	    TABLE("nobootmem.marks", m->nobootmem.marks, m->nobootmem.nr_marks, MAX_RESERVE_MARKS),
	    TABLE("nobootmem.chunks", m->nobootmem.chunks, m->nobootmem.nr_chunks,
		  MAX_RELEASED_CHUNKS),
	    TABLE("page_alloc.bad_pages", m->page_alloc.bad_pages, m->page_alloc.nr_bad_pages,
		  MAX_BAD_PAGES),
	    TABLE("mem_init.unused", m->mem_init.unused, m->mem_init.nr_unused, MAX_UNUSED_MEMMAP),
	};

	return locate_table(a, tables, sizeof(tables) / sizeof(tables[0]));
}

/* What the kernel has in objects and in pages of its own. */
static bool locate_late_tables(const struct mm_machine *m, struct answer *a)
{
	const struct slub *slub = &m->slub;
	const struct vmalloc *vm = &m->vmalloc;
	const struct kaiser *kaiser = &m->kaiser;
	const struct table tables[] = {
	    TABLE("slub.events", slub->events, slub->nr_events, 2 * SLUB_MAX_SLABS),
	    TABLE("slub.slabs", slub->slabs, slub->nr_slabs, SLUB_MAX_SLABS),
	    TABLE("slub.free_pointers", slub->free_pointers, slub->nr_free_pointers,
		  (SLUB_MAX_OBJECTS + UINT64_C(1)) * SLUB_MAX_SLABS),
	    TABLE("boot_kmem_cache", &slub->boot_kmem_cache, 1, 1),
	    TABLE("boot_kmem_cache_node", &slub->boot_kmem_cache_node, 1, 1),
	    TABLE("slub.caches", slub->caches, slub->nr_caches, SLUB_MAX_CACHES),
	    TABLE("slub.cpus", slub->cpus, slub->nr_caches, SLUB_MAX_CACHES),
	    TABLE("slub.nodes", slub->nodes, slub->nr_nodes, SLUB_MAX_CACHES * MAX_NUMNODES),
	    TABLE("vmlist", vm->early, vm->nr_early, VMALLOC_MAX_EARLY),
	    TABLE("vmap_area_root", vm->areas, vm->nr_areas, VMALLOC_MAX_AREAS),
	    TABLE("vmap_area", vm->va_pool, vm->nr_vas, VMALLOC_MAX_AREAS),
	    TABLE("vm_struct", vm->vm_pool, vm->nr_vms, VMALLOC_MAX_AREAS),
	    TABLE("kaiser.slots", kaiser->slots, KAISER_SLOTS, KAISER_SLOTS),
	    TABLE("kaiser.tables", kaiser->tables, kaiser->nr_tables, KAISER_MAX_TABLES),
	    TABLE("kaiser.rows", kaiser->rows, kaiser->nr_rows, KAISER_MAX_TABLES),
	    TABLE("user_maps", m->user_maps, m->nr_user_maps, MM_MAX_USER_MAPS),
	};

	return locate_table(a, tables, sizeof(tables) / sizeof(tables[0]));
}

static bool locate_percpu(const struct percpu *percpu, struct answer *a)
{
	const struct pcpu_chunk *stat = &percpu->static_chunk, *dyn = &percpu->dynamic_chunk;
	const struct table tables[] = {
	    TABLE("static chunk's map", stat->static_map, stat->map_used + 1, PCPU_EARLY_SLOTS),
	    TABLE("static chunk's map", stat->slab_map, stat->map_used + 1, PCPU_EARLY_SLOTS),
	    TABLE("dynamic chunk's map", dyn->static_map, dyn->map_used + 1, PCPU_EARLY_SLOTS),
	    TABLE("dynamic chunk's map", dyn->slab_map, dyn->map_used + 1, PCPU_EARLY_SLOTS),
	};

	return locate_table(a, tables, sizeof(tables) / sizeof(tables[0]));
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
	    locate_node(&m->page_alloc, &a) || locate_early_tables(m, &a) ||
	    locate_late_tables(m, &a) || locate_percpu(&m->percpu, &a) || locate_poison(&a))
		return true;
	if (within(&a, &m->numa, sizeof(m->numa), &offset))
		return say(&a, "struct numa + %" PRIu64 ", behind its blk[]", offset);
	if (within(&a, m, sizeof(*m), &offset))
		return say_member(&a, offset);
	return false;
}
