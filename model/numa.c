/* Memory affinity. Spec 02, 2.16. */
#include "numa.h"

#include "machine.h"

#define NODE_MIN_SIZE (UINT64_C(4) << 20)

/* Of the RAM that the nodes miss, less than 1 MiB is forgiven. */
#define COVER_SLACK_PAGES 256

void model_numa_reset(struct numa *n)
{
	n->nr_blks = 0;
	n->nr_node_ids = 1;
	for (int nid = 0; nid < MAX_NUMNODES; nid++)
		n->online[nid] = false;
}

uint32_t model_num_online_nodes(const struct machine *m)
{
	uint32_t nr = 0;

	for (int nid = 0; nid < MAX_NUMNODES; nid++)
		nr += m->numa.online[nid];
	return nr;
}

int model_boot_nid(const struct machine *m)
{
	int nid = 0;

	while (nid < MAX_NUMNODES - 1 && !m->numa.online[nid])
		nid++;
	return nid;
}

static uint64_t max_addr(const struct machine *m)
{
	return m->max_pfn << m->geometry->page_shift;
}

/* numa_add_memblk: empty and wrapping ranges are passed over. Never more than nr_node_memblks. */
static void add_memblk(struct numa *n, uint64_t start, uint64_t end, int nid)
{
	if (start < end)
		n->blk[n->nr_blks++] = (struct numa_memblk){start, end, nid};
}

static void remove_memblk(struct numa *n, uint32_t at)
{
	n->nr_blks--;
	for (uint32_t i = at; i < n->nr_blks; i++)
		n->blk[i] = n->blk[i + 1];
}

/* x86_acpi_numa_init. The ACPI parser of old hands over no more entries than numa_meminfo holds;
 * later the first block without room makes the table a bad one, and parsing ends. */
static bool parse_srat(struct machine *m, const struct srat_entry *srat, uint32_t nr)
{
	uint32_t room = m->config.nr_node_memblks;

	if (!m->config.rules->whole_srat)
		nr = nr < room ? nr : room;
	for (uint32_t i = 0; i < nr; i++) {
		uint64_t end = srat[i].start + srat[i].size;

		if (srat[i].start < end && m->numa.nr_blks == room)
			return false;
		add_memblk(&m->numa, srat[i].start, end, srat[i].nid);
		m->numa.nr_node_ids =
		    (unsigned int)max_u64(m->numa.nr_node_ids, (uint64_t)srat[i].nid + 1);
		if (srat[i].hotplug)
			model_memblock_mark_hotplug(m, srat[i].start, srat[i].size);
	}
	return true;
}

static bool holds_memory(const struct machine *m, const struct numa_memblk *b)
{
	return model_memblock_overlaps_region(&m->memblock.memory, b->start, b->end - b->start);
}

/* The first step of numa_cleanup_meminfo: blocks end at max_pfn, or with memory, and hold some. */
static void trim_memblks(struct machine *m)
{
	bool dram_limits = m->config.rules->dram_limits;
	uint64_t low = dram_limits ? model_memblock_start_of_dram(m) : 0;
	uint64_t high = dram_limits ? model_memblock_end_of_dram(m) : max_addr(m);
	struct numa *n = &m->numa;
	uint32_t i = 0;

	while (i < n->nr_blks) {
		struct numa_memblk *b = &n->blk[i];
		bool held_memory = holds_memory(m, b);

		b->start = max_u64(b->start, low);
		b->end = min_u64(b->end, high);
		if (b->start < b->end &&
		    (m->config.rules->whole_block ? held_memory : holds_memory(m, b)))
			i++;
		else
			remove_memblk(n, i);
	}
}

static bool touches_other_node(const struct numa *n, uint64_t start, uint64_t end, int nid)
{
	for (uint32_t i = 0; i < n->nr_blks; i++)
		if (n->blk[i].nid != nid && start < n->blk[i].end && end > n->blk[i].start)
			return true;
	return false;
}

/* The second step: blocks of a node are joined if no other node has one in between. False if two
 * nodes overlap. */
static bool join_memblks(struct numa *n)
{
	for (uint32_t i = 0; i < n->nr_blks; i++) {
		struct numa_memblk *a = &n->blk[i];
		uint32_t j = i + 1;

		while (j < n->nr_blks) {
			const struct numa_memblk *b = &n->blk[j];
			uint64_t start = min_u64(a->start, b->start);
			uint64_t end = max_u64(a->end, b->end);

			if (a->nid != b->nid && a->end > b->start && a->start < b->end)
				return false;
			if (a->nid != b->nid || touches_other_node(n, start, end, a->nid)) {
				j++;
				continue;
			}
			a->start = start;
			a->end = end;
			remove_memblk(n, j);
		}
	}
	return true;
}

/* Pages of memory within [start_pfn, end_pfn); nid MAX_NUMNODES is any node. */
static uint64_t present_pages(const struct machine *m, int nid, uint64_t start_pfn,
			      uint64_t end_pfn)
{
	uint64_t pages = 0;
	uint64_t i = 0;
	uint64_t start, end;
	int region_nid;

	while (model_next_mem_pfn_range(m, &i, nid, &start, &end, &region_nid))
		pages += clamp_u64(end, start_pfn, end_pfn) - clamp_u64(start, start_pfn, end_pfn);
	return pages;
}

/* numa_meminfo_cover_memory */
static bool nodes_cover_memory(const struct machine *m)
{
	const struct numa *n = &m->numa;
	uint64_t ram = present_pages(m, MAX_NUMNODES, 0, m->max_pfn);
	uint64_t numa_ram = 0;

	for (uint32_t i = 0; i < n->nr_blks; i++)
		numa_ram += present_pages(m, n->blk[i].nid, pfn_down(m->geometry, n->blk[i].start),
					  pfn_down(m->geometry, n->blk[i].end));
	return (int64_t)(ram - numa_ram) < COVER_SLACK_PAGES;
}

/* numa_clear_kernel_node_hotplug: reservations learn their node, and a node that has any cannot be
 * unplugged. */
static void clear_kernel_node_hotplug(struct machine *m)
{
	const struct numa *n = &m->numa;
	const struct memblock_type *reserved = &m->memblock.reserved;
	bool has_reserved[MAX_NUMNODES] = {false};
	bool failed = false;

	for (uint32_t i = 0; i < n->nr_blks; i++)
		if (model_memblock_set_node(m, &m->memblock.reserved, n->blk[i].start,
					    n->blk[i].end - n->blk[i].start, n->blk[i].nid))
			failed = true;
	if (failed && !m->reserved_set_node_warned) {
		m->reserved_set_node_warned = true;
		m->memblock.warn.numa_failed++;
	}
	for (uint64_t i = 0; i < reserved->cnt; i++)
		if (is_node(reserved->regions[i].nid))
			has_reserved[reserved->regions[i].nid] = true;
	for (uint32_t i = 0; i < n->nr_blks; i++)
		if (has_reserved[n->blk[i].nid])
			model_memblock_clear_hotplug(m, n->blk[i].start,
						     n->blk[i].end - n->blk[i].start);
}

/* memblock_validate_numa_coverage: up to 1 MiB may be left without a node. */
static bool memory_has_nodes(const struct machine *m)
{
	uint64_t pages = 0;
	uint64_t i = 0;
	uint64_t start, end;
	int nid;

	while (model_next_mem_pfn_range(m, &i, MAX_NUMNODES, &start, &end, &nid))
		if (!is_node(nid))
			pages += end - start;
	return pages <= COVER_SLACK_PAGES;
}

/* The last step of numa_register_memblks: nodes with blocks go online, once only those of some
 * size.
 */
static void register_nodes(struct machine *m)
{
	uint64_t min_size = m->config.rules->small_nodes ? 0 : NODE_MIN_SIZE;
	struct numa *n = &m->numa;

	for (int nid = 0; nid < MAX_NUMNODES; nid++) {
		uint64_t start = max_addr(m);
		uint64_t end = 0;

		for (uint32_t i = 0; i < n->nr_blks; i++) {
			if (n->blk[i].nid != nid)
				continue;
			start = min_u64(start, n->blk[i].start);
			end = max_u64(end, n->blk[i].end);
		}
		if (start < end && end - start >= min_size)
			n->online[nid] = true;
	}
}

/* The same by pages. */
static void register_nodes_with_pages(struct machine *m)
{
	uint64_t start_pfn, end_pfn;

	for (int nid = 0; nid < MAX_NUMNODES; nid++) {
		model_node_pfn_range(m, nid, &start_pfn, &end_pfn);
		m->numa.online[nid] = start_pfn < end_pfn;
	}
}

/* numa_register_memblks */
static bool register_memblks(struct machine *m)
{
	const struct numa *n = &m->numa;

	for (uint32_t i = 0; i < n->nr_blks; i++)
		model_memblock_set_node(m, &m->memblock.memory, n->blk[i].start,
					n->blk[i].end - n->blk[i].start, n->blk[i].nid);
	clear_kernel_node_hotplug(m);
	if (!(m->config.rules->dram_limits ? memory_has_nodes(m) : nodes_cover_memory(m)))
		return false;
	if (m->config.rules->nodes_by_pages)
		register_nodes_with_pages(m);
	else
		register_nodes(m);
	return true;
}

/* One attempt of numa_init. Without entries: the dummy, all memory on node 0. */
static bool numa_init(struct machine *m, const struct srat_entry *srat, uint32_t nr)
{
	struct memblock *mb = &m->memblock;
	int no_node = m->config.rules->any_invalid ? NUMA_NO_NODE : MAX_NUMNODES;

	model_numa_reset(&m->numa);
	if (model_memblock_set_node(m, &mb->memory, 0, UINT64_MAX, no_node))
		mb->warn.numa_failed++;
	if (model_memblock_set_node(m, &mb->reserved, 0, UINT64_MAX, no_node))
		mb->warn.numa_failed++;
	if (model_memblock_clear_hotplug(m, 0, UINT64_MAX))
		mb->warn.numa_failed++;
	if (nr == 0)
		add_memblk(&m->numa, 0, max_addr(m), 0);
	else if (!parse_srat(m, srat, nr))
		return false;
	model_memblock_set_bottom_up(m, false);
	trim_memblks(m);
	return join_memblks(&m->numa) && register_memblks(m);
}

void model_x86_numa_init(struct machine *m, const struct srat_entry *srat, uint32_t nr)
{
	if (nr > 0 && !m->options.numa_off && numa_init(m, srat, nr))
		return;
	numa_init(m, NULL, 0);
}

void model_numa_from_regions(struct machine *m)
{
	const struct memblock_type *memory = &m->memblock.memory;

	for (uint64_t i = 0; i < memory->cnt; i++)
		if (memory->regions[i].size && is_node(memory->regions[i].nid))
			m->numa.online[memory->regions[i].nid] = true;
	if (model_num_online_nodes(m) == 0) {
		model_memblock_set_node(m, &m->memblock.memory, 0, UINT64_MAX, 0);
		m->numa.online[0] = true;
	}
	for (int nid = 0; nid < MAX_NUMNODES; nid++)
		if (m->numa.online[nid])
			m->numa.nr_node_ids = (unsigned int)nid + 1;
}
