/* Addresses of the process in words of the machine. */
#include "adapter_model_locate.h"

#include <inttypes.h>
#include <stdio.h>

/* An array: the name of what it holds, where it begins, how many of what size are in use, how many
 * there may be. */
struct array {
	const char *of;
	const void *begin;
	uint64_t bytes_each;
	uint64_t nr;
	uint64_t most;
};

static bool in_array(const struct array *array, uint64_t address, char *line, size_t room)
{
	uint64_t distance = address - (uint64_t)(uintptr_t)array->begin;
	uint64_t n = distance / array->bytes_each;

	if (!array->begin || distance >= array->bytes_each * array->most)
		return false;
	if (n < array->nr)
		snprintf(line, room, "%s %" PRIu64 " of %" PRIu64, array->of, n, array->nr);
	else
		snprintf(line, room, "%s %" PRIu64 ", where only %" PRIu64 " are in use", array->of,
			 n, array->nr);
	return true;
}

static bool in_arrays(const struct machine *m, uint64_t address, char *line, size_t room)
{
	const struct memblock *mb = &m->memblock;
	const struct array arrays[] = {
	    {"memory region", mb->memory.regions, sizeof(*mb->memory.regions), mb->memory.cnt,
	     MODEL_MAX_REGIONS},
	    {"reserved region", mb->reserved.regions, sizeof(*mb->reserved.regions),
	     mb->reserved.cnt, MODEL_MAX_REGIONS},
	    {"e820 entry", m->e820.e820.map, sizeof(m->e820.e820.map[0]), m->e820.e820.nr_map,
	     E820_X_MAX_MAXSMP},
	    {"saved e820 entry", m->e820.e820_saved.map, sizeof(m->e820.e820_saved.map[0]),
	     m->e820.e820_saved.nr_map, E820_X_MAX_MAXSMP},
	    {"numa_memblk", m->numa.blk, sizeof(m->numa.blk[0]), m->numa.nr_blks,
	     NR_NODE_MEMBLKS_MAXSMP},
	    {"place in the free lists", m->buddy.places, sizeof(*m->buddy.places),
	     UINT64_C(1) << MODEL_PFN_BITS, UINT64_C(1) << MODEL_PFN_BITS},
	    {"node and zone of pfn", m->memmap.zone_id, sizeof(*m->memmap.zone_id),
	     UINT64_C(1) << MODEL_PFN_BITS, UINT64_C(1) << MODEL_PFN_BITS},
	};

	for (size_t i = 0; i < sizeof(arrays) / sizeof(arrays[0]); i++)
		if (in_array(&arrays[i], address, line, room))
			return true;
	return false;
}

static bool in_bitmap(const struct machine *m, uint64_t address, char *line, size_t room)
{
	const struct memmap *mm = &m->memmap;
	const struct {
		const char *of;
		const uint64_t *map;
	} maps[] = {
	    {"PG_reserved", mm->reserved},
	    {"_refcount", mm->refcount_one},
	    {"_mapcount", mm->mapcount_reset},
	    {"lru to itself", mm->lru_self},
	    {"poisoned lru", mm->lru_poison},
	    {"movable index", mm->index_movable},
	    {"reclaimable index", mm->index_reclaimable},
	};

	for (size_t i = 0; i < sizeof(maps) / sizeof(maps[0]); i++) {
		uint64_t byte = address - (uint64_t)(uintptr_t)maps[i].map;

		if (byte >= UINT64_C(1) << (MODEL_PFN_BITS - 3))
			continue;
		snprintf(line, room, "bitmap %s at pfn %#" PRIx64, maps[i].of, byte / 8 * 64);
		return true;
	}
	for (int order = 0; order < MODEL_MAX_ORDER; order++) {
		uint64_t byte = address - (uint64_t)(uintptr_t)mm->buddy[order];

		if (byte >= UINT64_C(1) << (MODEL_PFN_BITS - 3))
			continue;
		snprintf(line, room, "bitmap of free blocks of order %d at pfn %#" PRIx64, order,
			 byte / 8 * 64);
		return true;
	}
	return false;
}

bool model_machine_locate(const struct machine *m, uint64_t address, char *line, size_t room)
{
	uint64_t offset = address - (uint64_t)(uintptr_t)m;

	if (in_arrays(m, address, line, room) || in_bitmap(m, address, line, room))
		return true;
	if (offset >= sizeof(*m))
		return false;
	snprintf(line, room, "struct machine + %" PRIu64, offset);
	return true;
}
