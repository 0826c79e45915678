/* The shadow page table. Spec 07, 5. */
#include "kaiser.h"

#include <string.h>

#include "early_param.h"
#include "machine.h"

#define PAGE_BYTES  UINT64_C(4096)
#define PTE_BYTES   (PAGE_BYTES * PTRS_PER_TABLE) /* 2 MiB: what a pte page maps */
#define PMD_BYTES   (PTE_BYTES * PTRS_PER_TABLE)  /* 1 GiB */
#define PUD_BYTES   (PMD_BYTES * PTRS_PER_TABLE)  /* 512 GiB */
#define KERNEL_HALF UINT64_C(0xffff800000000000)

/* The kernel's own page table: where it maps what. */
#define DIRECT_MAP   UINT64_C(0xffff880000000000)
#define IMAGE_START  UINT64_C(0xffffffff80000000)
#define IMAGE_END    UINT64_C(0xffffffffa0000000)
#define FIXMAP_START UINT64_C(0xffffffffff400000)
#define FIXMAP_END   UINT64_C(0xffffffffffe00000)

bool model_kaiser_open(struct kaiser *k)
{
	k->tables = model_map(MAX_SHADOW_TABLES * sizeof(*k->tables));
	k->ptes = model_map(MAX_SHADOW_TABLES * sizeof(*k->ptes));
	return k->tables && k->ptes;
}

void model_kaiser_close(struct kaiser *k)
{
	model_unmap(k->tables, MAX_SHADOW_TABLES * sizeof(*k->tables));
	model_unmap(k->ptes, MAX_SHADOW_TABLES * sizeof(*k->ptes));
}

void model_kaiser_reset(struct kaiser *k)
{
	*k = (struct kaiser){.tables = k->tables, .ptes = k->ptes};
}

void model_kaiser_check_boottime_disable(struct machine *m, const char *cmdline, bool xenpv,
					 bool amd)
{
	struct kaiser *k = &m->kaiser;
	char pti[5];
	bool given = model_cmdline_find_option(cmdline, "pti", pti, sizeof(pti)) > 0;

	k->enabled = false;
	if (xenpv)
		return;
	if (given && !strncmp(pti, "on", 2))
		k->enabled = true;
	else if (given && !strncmp(pti, "off", 3))
		k->enabled = false;
	else if (given && !strncmp(pti, "auto", 4))
		k->enabled = !amd;
	else
		k->enabled = !model_cmdline_find_option_bool(cmdline, "nopti") && !amd;
	k->disabled_event = !k->enabled;
}

/* The table of that level for the address: its number, or -1. The newest is the likeliest. */
static int64_t find_table(const struct kaiser *k, int level, uint64_t start)
{
	for (uint32_t i = k->nr_tables; i-- > 0;)
		if (k->tables[i].level == level && k->tables[i].start == start)
			return i;
	return -1;
}

/* A zeroed page for a table; -1 without memory. */
static int64_t new_table(struct machine *m, int level, uint64_t start, uint64_t entry_flags)
{
	struct kaiser *k = &m->kaiser;
	uint32_t number = k->nr_tables;
	uint64_t pfn;

	if (!model_alloc_pages(m, 0, m->geometry->highest_kernel_zone, model_boot_nid(m),
			       MIGRATE_UNMOVABLE, &pfn))
		return -1;
	zone_of_id(&m->mmzone, m->memmap.zone_id[pfn])->kaiser_pages++;
	k->tables[number] = (struct shadow_table){pfn, level, start, entry_flags};
	if (level == 1)
		memset(k->ptes[number], 0, sizeof(k->ptes[number]));
	k->nr_tables++;
	return number;
}

void model_kaiser_init_all_pgds(struct machine *m)
{
	for (uint64_t slot = 0; slot < PTRS_PER_TABLE / 2; slot++)
		if (new_table(m, 3, KERNEL_HALF + slot * PUD_BYTES, KERNPG_TABLE) < 0) {
			m->kaiser.warn_pgd_alloc = true;
			return;
		}
}

/* Whether any page of [start, start + size) is mapped by the kernel; size divides start. */
static bool kernel_maps_any(const struct machine *m, uint64_t start, uint64_t size)
{
	const uint64_t ranges[][2] = {
	    {DIRECT_MAP, DIRECT_MAP + (m->max_pfn << m->geometry->page_shift)},
	    {IMAGE_START, IMAGE_END},
	    {FIXMAP_START, FIXMAP_END},
	};

	for (int i = 0; i < 3; i++)
		if (ranges[i][0] < ranges[i][1] && start < ranges[i][1] &&
		    ranges[i][0] <= start + (size - 1))
			return true;
	return false;
}

/* get_pa_from_mapping. False with a warning if the kernel has not mapped the page. */
static bool kernel_pa(struct machine *m, uint64_t addr, uint64_t *pa)
{
	struct kaiser *k = &m->kaiser;

	if (!kernel_maps_any(m, round_down_pow2(addr, PUD_BYTES), PUD_BYTES))
		model_stop(m, STOP_KAISER_NO_PGD);
	if (!kernel_maps_any(m, round_down_pow2(addr, PMD_BYTES), PMD_BYTES))
		k->warn_pud_none = true;
	else if (!kernel_maps_any(m, round_down_pow2(addr, PTE_BYTES), PTE_BYTES))
		k->warn_pmd_none = true;
	else if (!kernel_maps_any(m, addr, PAGE_BYTES))
		k->warn_pte_none = true;
	if (addr < IMAGE_START)
		*pa = addr - DIRECT_MAP;
	else
		*pa = addr - (addr < IMAGE_END ? IMAGE_START : FIXMAP_START);
	return kernel_maps_any(m, addr, PAGE_BYTES);
}

/* kaiser_pagetable_walk: the pte for the page, through tables that are made where there are none.
 * NULL without memory, or without a pud page. */
static uint64_t *shadow_pte(struct machine *m, uint64_t addr, bool user)
{
	struct kaiser *k = &m->kaiser;
	/* The pud pages were the first to be taken, in their order. */
	uint64_t pud = (addr - KERNEL_HALF) / PUD_BYTES;
	uint64_t prot = KERNPG_TABLE;
	int64_t pmd, pte;

	if (pud >= k->nr_tables || k->tables[pud].level != 3) {
		k->warn_shadow_pgd_none = true;
		return NULL;
	}
	if (user) {
		if (addr != VSYSCALL_ADDR)
			model_stop(m, STOP_KAISER_USER_ADDR);
		k->tables[pud].entry_flags |= PTE_USER;
		prot = PAGE_TABLE;
	}
	pmd = find_table(k, 2, round_down_pow2(addr, PMD_BYTES));
	if (pmd < 0 && new_table(m, 2, round_down_pow2(addr, PMD_BYTES), prot) < 0)
		return NULL;
	pte = find_table(k, 1, round_down_pow2(addr, PTE_BYTES));
	if (pte < 0)
		pte = new_table(m, 1, round_down_pow2(addr, PTE_BYTES), prot);
	return pte < 0 ? NULL : &k->ptes[pte][addr / PAGE_BYTES % PTRS_PER_TABLE];
}

/* One page of a range. False if it cannot be mapped. */
static bool add_page(struct machine *m, uint64_t addr, uint64_t flags)
{
	uint64_t pa;
	uint64_t *pte;

	if (!kernel_pa(m, addr, &pa))
		return false;
	pte = shadow_pte(m, addr, flags & PTE_USER);
	if (!pte)
		return false;
	if (*pte == 0) {
		*pte = flags | pa;
		m->kaiser.nr_mapped++;
	} else if (*pte != (flags | pa)) {
		m->kaiser.warn_differs = true;
	}
	return true;
}

void model_kaiser_add_user_map(struct machine *m, const struct user_map *map, bool nx)
{
	uint64_t addr = round_down_pow2(map->start, PAGE_BYTES);
	uint64_t end = round_down_pow2(map->start + map->size + PAGE_BYTES - 1, PAGE_BYTES);
	uint64_t flags = map->flags & ~PTE_GLOBAL;

	if (!nx)
		flags &= ~PTE_NX;
	/* [Q] An end of 2^64 is 0: nothing is mapped. */
	for (; addr < end; addr += PAGE_BYTES)
		if (!add_page(m, addr, flags)) {
			m->kaiser.failed_segments++;
			return;
		}
}
