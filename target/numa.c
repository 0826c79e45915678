/*
 * numa as in arch/x86/mm/numa.c of Linux 4.9; see numa.h.
 *
 * Node data and the distance table take no memory here.
 */
#include "numa.h"

#include "geometry.h"
#include "minmax.h"

#include <errno.h>
#include <string.h>

/* Nodes that span less get no pgdat: such tables were found to be wrong. */
#define NODE_MIN_SIZE (UINT64_C(4) << 20)

/* The table of nodes may miss less than this of the RAM: 1 MiB. */
#define MAX_MISSING_PAGES (UINT64_C(1) << (20 - PAGE_SHIFT))

/* The bit of a node, none for a nid that is no node. */
static uint64_t node_bit(int nid)
{
	return nid >= 0 && nid < MAX_NUMNODES ? UINT64_C(1) << nid : 0;
}

void numa_reset(struct numa *numa, uint32_t max_blks)
{
	numa->max_blks = max_blks;
	numa->node_online_map = 0;
	numa->numa_nodes_parsed = 0;
	numa->nr_blks = 0;
	numa->failed_warnings = 0;
	numa->warned_once = false;
}

/* numa_add_memblk: ignores empty blocks and those that wrap. */
static int add_memblk(struct numa *numa, int nid, uint64_t start, uint64_t end)
{
	if (start >= end)
		return 0;
	if (numa->nr_blks >= numa->max_blks)
		return -EINVAL;
	numa->blk[numa->nr_blks++] = (struct numa_memblk){start, end, nid};
	return 0;
}

/* numa_remove_memblk_from */
static void remove_memblk(struct numa *numa, uint32_t index)
{
	numa->nr_blks--;
	memmove(&numa->blk[index], &numa->blk[index + 1],
		(numa->nr_blks - index) * sizeof(numa->blk[0]));
}

static bool overlaps_memory(const struct memblock *mb, const struct numa_memblk *blk)
{
	return memblock_overlaps_region(&mb->memory, blk->start, blk->end - blk->start);
}

/* Trims all blocks to what exists, [low, high), and drops those that hold no memory. */
static void trim_memblks(struct numa *numa, const struct memblock *mb, uint64_t low, uint64_t high)
{
	for (uint32_t i = 0; i < numa->nr_blks;) {
		struct numa_memblk *blk = &numa->blk[i], whole = *blk;

		blk->start = max_u64(blk->start, low);
		blk->end = min_u64(blk->end, high);
		if (blk->start >= blk->end ||
		    !overlaps_memory(mb, mb->release->numa_untrimmed_test ? &whole : blk))
			remove_memblk(numa, i);
		else
			i++;
	}
}

/* Whether a block of another node touches [start, end). */
static bool other_node_within(const struct numa *numa, int nid, uint64_t start, uint64_t end)
{
	for (uint32_t i = 0; i < numa->nr_blks; i++) {
		const struct numa_memblk *blk = &numa->blk[i];

		if (blk->nid != nid && start < blk->end && end > blk->start)
			return true;
	}
	return false;
}

/* Joins to block i all later ones of its node that it can be joined with. */
static int join_memblks(struct numa *numa, uint32_t i)
{
	struct numa_memblk *blk = &numa->blk[i];

	for (uint32_t j = i + 1; j < numa->nr_blks;) {
		const struct numa_memblk *other = &numa->blk[j];
		uint64_t start = min_u64(blk->start, other->start);
		uint64_t end = max_u64(blk->end, other->end);

		if (blk->nid != other->nid) {
			if (blk->end > other->start && blk->start < other->end)
				return -EINVAL;
			j++;
		} else if (other_node_within(numa, blk->nid, start, end)) {
			j++;
		} else {
			blk->start = start;
			blk->end = end;
			remove_memblk(numa, j);
		}
	}
	return 0;
}

/* numa_cleanup_meminfo: nodes that overlap make the table useless. */
static int cleanup_meminfo(struct numa *numa, const struct memblock *mb, uint64_t max_pfn)
{
	if (mb->release->numa_by_memblock)
		trim_memblks(numa, mb, memblock_start_of_dram(mb), memblock_end_of_dram(mb));
	else
		trim_memblks(numa, mb, 0, PFN_PHYS(max_pfn));
	for (uint32_t i = 0; i < numa->nr_blks; i++)
		if (join_memblks(numa, i))
			return -EINVAL;
	return 0;
}

/* numa_clear_kernel_node_hotplug: what is reserved now the kernel itself uses, so the nodes that
 * hold any of it cannot be unplugged. */
static void clear_kernel_node_hotplug(struct numa *numa, struct memblock *mb)
{
	struct memblock_cursor cursor = {0};
	struct memblock_region region;
	uint64_t kernel_nodes = 0;

	for (uint32_t i = 0; i < numa->nr_blks; i++) {
		const struct numa_memblk *blk = &numa->blk[i];

		if (memblock_set_node(mb, blk->start, blk->end - blk->start, &mb->reserved,
				      blk->nid) &&
		    !numa->warned_once) {
			numa->warned_once = true;
			numa->failed_warnings++;
		}
	}
	while (memblock_next_region(&mb->reserved, &cursor, &region))
		kernel_nodes |= node_bit(region.nid);
	for (uint32_t i = 0; i < numa->nr_blks; i++) {
		const struct numa_memblk *blk = &numa->blk[i];

		if (kernel_nodes & node_bit(blk->nid))
			memblock_clear_hotplug(mb, blk->start, blk->end - blk->start);
	}
}

/* Whole pages of memory of the node (MAX_NUMNODES: any) within [start_pfn, end_pfn). */
static uint64_t pages_within(const struct memblock *mb, int nid, uint64_t start_pfn,
			     uint64_t end_pfn)
{
	struct memblock_cursor cursor = {0};
	uint64_t start, end, nr_pages = 0;

	while (memblock_next_mem_pfn_range(mb, &cursor, nid, &start, &end, NULL)) {
		nr_pages +=
		    clamp_u64(end, start_pfn, end_pfn) - clamp_u64(start, start_pfn, end_pfn);
	}
	return nr_pages;
}

/* memblock_validate_numa_coverage: the pages of memory that no block has given a node. */
static bool few_pages_missed(const struct memblock *mb)
{
	struct memblock_cursor cursor = {0};
	uint64_t start, end, missed = 0;
	int nid;

	while (memblock_next_mem_pfn_range(mb, &cursor, MAX_NUMNODES, &start, &end, &nid))
		if (!node_bit(nid))
			missed += end - start;
	return missed <= MAX_MISSING_PAGES;
}

/* numa_meminfo_cover_memory */
static bool covers_memory(const struct numa *numa, const struct memblock *mb, uint64_t max_pfn)
{
	uint64_t numaram = 0;

	if (mb->release->numa_by_memblock)
		return few_pages_missed(mb);
	for (uint32_t i = 0; i < numa->nr_blks; i++) {
		const struct numa_memblk *blk = &numa->blk[i];

		numaram += pages_within(mb, blk->nid, PFN_DOWN(blk->start), PFN_DOWN(blk->end));
	}
	return (int64_t)(pages_within(mb, MAX_NUMNODES, 0, max_pfn) - numaram) <
	       (int64_t)MAX_MISSING_PAGES;
}

/* Whether the blocks of a node make a node. */
static bool is_node(const struct numa *numa, const struct memblock *mb, int nid)
{
	uint64_t start = UINT64_MAX, end = 0;

	if (mb->release->numa_by_memblock)
		return pages_within(mb, nid, 0, UINT64_MAX) != 0;
	for (uint32_t i = 0; i < numa->nr_blks; i++) {
		if (numa->blk[i].nid != nid)
			continue;
		start = min_u64(start, numa->blk[i].start);
		end = max_u64(end, numa->blk[i].end);
	}
	return start < end && (mb->release->small_nodes || end - start >= NODE_MIN_SIZE);
}

/* numa_register_memblks */
static int register_memblks(struct numa *numa, struct memblock *mb, uint64_t max_pfn)
{
	for (uint32_t i = 0; i < numa->nr_blks; i++) {
		const struct numa_memblk *blk = &numa->blk[i];

		memblock_set_node(mb, blk->start, blk->end - blk->start, &mb->memory, blk->nid);
	}
	clear_kernel_node_hotplug(numa, mb);
	if (!covers_memory(numa, mb, max_pfn))
		return -EINVAL;
	for (int nid = 0; nid < MAX_NUMNODES; nid++)
		if (numa->numa_nodes_parsed & node_bit(nid) && is_node(numa, mb, nid))
			numa->node_online_map |= node_bit(nid);
	return 0;
}

/* numa_init, before the attempt's own part: forgets what an earlier attempt has left. */
static void begin_attempt(struct numa *numa, struct memblock *mb)
{
	int unknown = mb->release->numa_by_memblock ? NUMA_NO_NODE : MAX_NUMNODES;

	numa->numa_nodes_parsed = 0;
	numa->node_online_map = 0;
	numa->nr_blks = 0;
	numa->failed_warnings += memblock_set_node(mb, 0, UINT64_MAX, &mb->memory, unknown) != 0;
	numa->failed_warnings += memblock_set_node(mb, 0, UINT64_MAX, &mb->reserved, unknown) != 0;
	numa->failed_warnings += memblock_clear_hotplug(mb, 0, UINT64_MAX) != 0;
}

/* numa_init, after it. */
static int finish_attempt(struct numa *numa, struct memblock *mb, uint64_t max_pfn)
{
	memblock_set_bottom_up(mb, false);
	if (cleanup_meminfo(numa, mb, max_pfn))
		return -EINVAL;
	return register_memblks(numa, mb, max_pfn);
}

/* x86_acpi_numa_init. In 4.9 ACPI hands on no more entries than numa_meminfo has room for. */
static int parse_srat(struct numa *numa, struct memblock *mb, const struct numa_srat_entry *srat,
		      uint32_t nr_srat)
{
	for (uint32_t i = 0; i < nr_srat; i++) {
		if (i >= numa->max_blks && !mb->release->srat_without_limit)
			break;
		if (add_memblk(numa, (int)srat[i].nid, srat[i].base, srat[i].base + srat[i].size))
			return -EINVAL;
		numa->numa_nodes_parsed |= node_bit((int)srat[i].nid);
		if (srat[i].hotplug)
			memblock_mark_hotplug(mb, srat[i].base, srat[i].size);
	}
	return 0;
}

void numa_init(struct numa *numa, struct memblock *mb, const struct numa_srat_entry *srat,
	       uint32_t nr_srat, bool numa_off, uint64_t max_pfn)
{
	if (nr_srat && !numa_off) {
		begin_attempt(numa, mb);
		if (parse_srat(numa, mb, srat, nr_srat) == 0 &&
		    finish_attempt(numa, mb, max_pfn) == 0)
			return;
	}
	begin_attempt(numa, mb);
	numa->numa_nodes_parsed = node_bit(0);
	add_memblk(numa, 0, 0, PFN_PHYS(max_pfn));
	finish_attempt(numa, mb, max_pfn);
}

void numa_init_from_memblock(struct numa *numa, struct memblock *mb)
{
	struct memblock_cursor cursor = {0};
	struct memblock_region region;
	uint64_t named = 0;

	while (memblock_next_region(&mb->memory, &cursor, &region))
		named |= node_bit(region.nid);
	if (!named) {
		memblock_set_node(mb, 0, UINT64_MAX, &mb->memory, 0);
		named = node_bit(0);
	}
	numa->node_online_map = named;
}
