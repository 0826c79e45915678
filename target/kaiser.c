/* See kaiser.h. */
#include "kaiser.h"

#include "area.h"
#include "memmap.h"
#include "minmax.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TABLES_BYTES (sizeof(struct kaiser_table) * KAISER_MAX_TABLES)
#define ROWS_BYTES   (sizeof(uint64_t) * PTRS_PER_TABLE * KAISER_MAX_TABLES)

#define VSYSCALL_ADDR UINT64_C(0xffffffffff600000)
#define KERNEL_HALF   UINT64_C(0xffff800000000000)

enum { LEVEL_PTE = 1, LEVEL_PMD, LEVEL_PUD, LEVEL_PGD };

void kaiser_create(struct kaiser *kaiser)
{
	kaiser->tables = area_map(TABLES_BYTES);
	kaiser->rows = area_map(ROWS_BYTES);
}

void kaiser_destroy(struct kaiser *kaiser)
{
	area_unmap(kaiser->tables, TABLES_BYTES);
	area_unmap(kaiser->rows, ROWS_BYTES);
}

void kaiser_reset(struct kaiser *kaiser, struct page_alloc *pa)
{
	memset(kaiser, 0, offsetof(struct kaiser, tables));
	kaiser->pa = pa;
}

/*
 * Whether it is wanted.
 */

static bool is_space(char c)
{
	return (unsigned char)c <= ' ';
}

/* The next word of a command line, which blanks end whatever quotes there are; its length, 0 at the
 * end. */
static size_t next_word(const char **line)
{
	size_t length = 0;

	while (**line && is_space(**line))
		(*line)++;
	while ((*line)[length] && !is_space((*line)[length]))
		length++;
	return length;
}

/* cmdline_find_option of "pti": the value given last, NULL if there is none. */
static const char *find_pti(const char *cmdline, size_t *length)
{
	const char *found = NULL;
	size_t word;

	while ((word = next_word(&cmdline))) {
		if (word >= strlen("pti=") && !strncmp(cmdline, "pti=", strlen("pti="))) {
			found = cmdline + strlen("pti=");
			*length = word - strlen("pti=");
		}
		cmdline += word;
	}
	return found;
}

/* cmdline_find_option_bool of "nopti" */
static bool find_nopti(const char *cmdline)
{
	size_t word;

	while ((word = next_word(&cmdline))) {
		if (word == strlen("nopti") && !strncmp(cmdline, "nopti", word))
			return true;
		cmdline += word;
	}
	return false;
}

/* What the command line says; *skip_nopti: it is for the CPU to decide. */
static bool pti_value(const char *cmdline, bool *on, bool *automatic)
{
	size_t length = 0;
	const char *value = find_pti(cmdline, &length);

	*on = value && length >= 2 && !strncmp(value, "on", 2);
	*automatic = value && length >= 4 && !strncmp(value, "auto", 4);
	return value && length >= 3 && !strncmp(value, "off", 3);
}

void kaiser_check_boottime_disable(struct kaiser *kaiser, const struct kaiser_config *config,
				   const char *cmdline)
{
	bool on, automatic, off;

	kaiser->config = *config;
	if (!config->built_in || config->xenpv)
		return;
	off = pti_value(cmdline, &on, &automatic);
	if (!on && !off && !automatic)
		off = find_nopti(cmdline);
	kaiser->enabled = on || (!off && !config->amd);
	kaiser->reported_disabled = !kaiser->enabled;
}

/*
 * The kernel's page tables.
 */

struct mapped_range {
	uint64_t start;
	uint64_t size; /* bytes */
	uint64_t phys;
};

/* Whether any page of the aligned 2^shift bytes that hold addr is mapped. */
static bool any_mapped(const struct mapped_range *ranges, int nr, uint64_t addr, unsigned int shift)
{
	uint64_t first = addr >> shift;

	for (int i = 0; i < nr; i++)
		if (ranges[i].size && first >= ranges[i].start >> shift &&
		    first <= (ranges[i].start + ranges[i].size - 1) >> shift)
			return true;
	return false;
}

/* get_pa_from_mapping: physical address of a page and, in *end, where its neighbours in virtual
 * memory are no longer so in physical memory. False and a warning or a fault if it is not mapped.
 */
static bool kernel_mapping(struct kaiser *kaiser, uint64_t addr, uint64_t *phys, uint64_t *end)
{
	const struct mapped_range ranges[] = {
	    {UINT64_C(0xffff880000000000), PFN_PHYS(kaiser->max_pfn), 0},
	    {UINT64_C(0xffffffff80000000), UINT64_C(0x20000000), 0},
	    {UINT64_C(0xffffffffff400000), UINT64_C(0xa00000), 0},
	};
	const int nr = sizeof(ranges) / sizeof(ranges[0]);

	for (int i = 0; i < nr; i++)
		if (addr - ranges[i].start < ranges[i].size) {
			*phys = addr - ranges[i].start + ranges[i].phys;
			*end = ranges[i].start + ranges[i].size;
			return true;
		}
	if (addr < KERNEL_HALF || !any_mapped(ranges, nr, addr, 39))
		kaiser->fault = KAISER_BUG_NO_PGD;
	else if (!any_mapped(ranges, nr, addr, 30))
		kaiser->warnings.pud_none = true;
	else if (!any_mapped(ranges, nr, addr, 21))
		kaiser->warnings.pmd_none = true;
	else
		kaiser->warnings.pte_none = true;
	return false;
}

/*
 * The shadow page tables.
 */

static unsigned int level_shift(unsigned int level)
{
	return PAGE_SHIFT + 9 * (level - 1);
}

/* Makes a zeroed page the table of a level; its number. */
static uint32_t add_table(struct kaiser *kaiser, uint64_t pfn, unsigned int level, uint64_t addr,
			  uint64_t flags)
{
	struct page_alloc *pa = kaiser->pa;
	uint64_t span = UINT64_C(1) << level_shift(level + 1);

	if (kaiser->nr_tables == KAISER_MAX_TABLES) {
		fputs("mminit: more shadow page tables than provided for\n", stderr);
		abort();
	}
	page_zone(pa, pfn_to_page(pa->sparse, pfn))->nr_kaisertable++;
	kaiser->tables[kaiser->nr_tables] = (struct kaiser_table){
	    .pfn = pfn,
	    .start = addr & ~(span - 1),
	    .entry_flags = flags,
	    .level = level,
	    .entries = NO_ENTRIES,
	};
	return kaiser->nr_tables++;
}

/* A page for a table of a level; its number, or NO_ENTRIES if there is none. */
static uint32_t new_table(struct kaiser *kaiser, unsigned int level, uint64_t addr, uint64_t flags)
{
	struct page_alloc *pa = kaiser->pa;
	uint64_t pfn = alloc_pages(pa, 0, pa->sparse->geometry->zone_normal, numa_mem_id(pa),
				   MIGRATE_UNMOVABLE);

	return pfn == UINT64_MAX ? NO_ENTRIES : add_table(kaiser, pfn, level, addr, flags);
}

/* The entry of a table for addr. */
static uint64_t *entry_of(struct kaiser *kaiser, uint32_t table, uint64_t addr)
{
	struct kaiser_table *t = &kaiser->tables[table];

	if (t->entries == NO_ENTRIES) {
		t->entries = kaiser->nr_rows++;
		memset(kaiser->rows[t->entries], 0, sizeof(kaiser->rows[0]));
	}
	return &kaiser->rows[t->entries][addr >> level_shift(t->level) & (PTRS_PER_TABLE - 1)];
}

/* The table below an entry, taken if there is none yet; NO_ENTRIES if there is no memory. */
static uint32_t table_below(struct kaiser *kaiser, uint64_t *entry, unsigned int level,
			    uint64_t addr, uint64_t flags)
{
	if (!*entry) {
		uint32_t table = new_table(kaiser, level, addr, flags);

		if (table == NO_ENTRIES)
			return NO_ENTRIES;
		*entry = (uint64_t)table + 1;
	}
	return (uint32_t)*entry - 1;
}

/* kaiser_pagetable_walk: the pte page for addr, NO_ENTRIES if it cannot be had. Only tables that
 * are made now get the user bit; above them the pgd entry. */
static uint32_t walk_shadow(struct kaiser *kaiser, uint64_t addr, bool user)
{
	uint32_t *slot = &kaiser->slots[(addr >> level_shift(LEVEL_PGD)) % KAISER_SLOTS];
	uint64_t flags = user ? X86_PAGE_TABLE : KERNPG_TABLE;
	uint32_t table;

	if (!*slot) {
		kaiser->warnings.shadow_pgd_none = true;
		return NO_ENTRIES;
	}
	table = *slot - 1;
	if (user && addr != VSYSCALL_ADDR) {
		kaiser->fault = KAISER_BUG_USER_ADDR;
		return NO_ENTRIES;
	}
	if (user)
		kaiser->tables[table].entry_flags |= X86_PAGE_USER;
	table = table_below(kaiser, entry_of(kaiser, table, addr), LEVEL_PMD, addr, flags);
	if (table == NO_ENTRIES)
		return NO_ENTRIES;
	return table_below(kaiser, entry_of(kaiser, table, addr), LEVEL_PTE, addr, flags);
}

/* Maps the pages [addr, end) of one pte page. An entry that is there stays. */
static void map_pages(struct kaiser *kaiser, uint32_t table, uint64_t addr, uint64_t end,
		      uint64_t pte)
{
	uint64_t *entry = entry_of(kaiser, table, addr);

	for (; addr != end; addr += PAGE_SIZE, pte += PAGE_SIZE, entry++) {
		if (!*entry) {
			*entry = pte;
			kaiser->nr_mapped++;
		} else if (*entry != pte) {
			kaiser->warnings.differs = true;
		}
	}
}

void kaiser_init_all_pgds(struct kaiser *kaiser, uint64_t max_pfn)
{
	struct page_alloc *pa = kaiser->pa;
	uint64_t pfns[KAISER_SLOTS];
	uint32_t nr;

	kaiser->max_pfn = max_pfn;
	if (!kaiser->enabled)
		return;
	nr = alloc_single_pages(pa, pa->sparse->geometry->zone_normal, numa_mem_id(pa),
				MIGRATE_UNMOVABLE, KAISER_SLOTS, pfns);
	for (uint64_t i = 0; i < nr; i++) {
		uint64_t addr = KERNEL_HALF + (i << level_shift(LEVEL_PGD));

		kaiser->slots[i] = add_table(kaiser, pfns[i], LEVEL_PUD, addr, KERNPG_TABLE) + 1;
	}
	kaiser->warnings.pgd_alloc = nr < KAISER_SLOTS;
}

/* kaiser_add_user_map, pte page by pte page; false if not all of it was mapped. */
static bool add_user_map(struct kaiser *kaiser, uint64_t addr, uint64_t end, uint64_t flags)
{
	const uint64_t span = UINT64_C(1) << level_shift(LEVEL_PMD);
	bool user = flags & X86_PAGE_USER;

	while (addr < end) {
		uint64_t phys, mapped_end, stop;
		uint32_t table;

		if (!kernel_mapping(kaiser, addr, &phys, &mapped_end))
			return false;
		table = walk_shadow(kaiser, addr, user);
		if (table == NO_ENTRIES)
			return false;
		stop = min_u64(min_u64((addr | (span - 1)) + 1, mapped_end), end);
		/* The next user page is looked at on its own, and found wrong. */
		if (user)
			stop = addr + PAGE_SIZE;
		map_pages(kaiser, table, addr, stop, flags | phys);
		addr = stop;
	}
	return true;
}

void kaiser_add_user_map(struct kaiser *kaiser, uint64_t start, uint64_t size, uint64_t flags)
{
	const uint64_t in_page = PAGE_SIZE - 1;
	uint64_t end = (start + size + in_page) & ~in_page;

	if (!kaiser->enabled || kaiser->fault)
		return;
	flags &= ~X86_PAGE_GLOBAL;
	if (!kaiser->config.nx)
		flags &= ~X86_PAGE_NX;
	if (!add_user_map(kaiser, start & ~in_page, end, flags))
		kaiser->failed_segments++;
}
