/* Tables of an observation: storage, runs, digests, names. */
#define _GNU_SOURCE
#include "observation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define COLUMN_NAME(name) #name,
#define COLUMN_NAMES(table, stage, cls, cols) \
	static const char *const columns_##table[] = {cols(COLUMN_NAME)};
OBS_TABLES(COLUMN_NAMES)

#define TABLE_INFO(table, stg, cls, cols)                                          \
	[OBS_##table] = {                                                          \
	    .name = #table,                                                        \
	    .stage = STAGE_##stg,                                                  \
	    .finding_class = #cls,                                                 \
	    .columns = columns_##table,                                            \
	    .nr_columns = sizeof(columns_##table) / sizeof(columns_##table[0]),    \
	    .is_run = sizeof(struct obs_##table) == sizeof(struct obs_page_run) || \
		      OBS_##table == OBS_pageblock_run ||                          \
		      OBS_##table == OBS_released_pageblock_run ||                 \
		      OBS_##table == OBS_late_pageblock_run,                       \
	},
const struct obs_table_info obs_table_info[OBS_NR_TABLES] = {OBS_TABLES(TABLE_INFO)};

#define COLUMNS_FIT(table, stg, cls, cols)                                                      \
	_Static_assert(sizeof(columns_##table) / sizeof(columns_##table[0]) <= OBS_MAX_COLUMNS, \
		       #table);
OBS_TABLES(COLUMNS_FIT)

struct obs_stage_tables observation_stage_tables(enum stage stage)
{
	static struct obs_stage_tables tables[NR_STAGES];

	if (!tables[STAGE_E820].end)
		for (int t = OBS_NR_TABLES - 1; t >= 0; t--) {
			struct obs_stage_tables *of = &tables[obs_table_info[t].stage];

			of->first = t;
			of->end = of->end ? of->end : t + 1;
		}
	return tables[stage];
}

/* One table's first mapping; most tables of most machines never need a second. */
enum { FIRST_CAPACITY_BYTES = 64 << 10 };

void observation_init(struct observation *o)
{
	memset(o, 0, sizeof(*o));
	observation_clear(o);
}

void observation_free(struct observation *o)
{
	for (int t = 0; t < OBS_NR_TABLES; t++) {
		struct obs_rows *table = &o->tables[t];

		if (table->rows)
			munmap(table->rows, table->capacity_bytes);
	}
	memset(o, 0, sizeof(*o));
}

void observation_clear(struct observation *o)
{
	for (int t = 0; t < OBS_NR_TABLES; t++) {
		o->tables[t].nr_rows = 0;
		o->tables[t].nr_columns = obs_table_info[t].nr_columns;
	}
	o->outcome = OUTCOME_OK;
	o->late_outcome = OUTCOME_OK;
	o->last_stage = STAGE_E820;
	o->stages = 0;
}

void observation_clear_stage(struct observation *o, enum stage stage)
{
	struct obs_stage_tables tables = observation_stage_tables(stage);

	for (int t = tables.first; t < tables.end; t++)
		o->tables[t].nr_rows = 0;
}

void observation_clear_glance(struct observation *o)
{
	for (int t = OBS_memory_region; t <= OBS_memblock_warn; t++)
		o->tables[t].nr_rows = 0;
}

void observation_grow(struct obs_rows *table)
{
	size_t bytes = table->rows ? table->capacity_bytes * 2 : FIRST_CAPACITY_BYTES;
	void *rows = table->rows ? mremap(table->rows, table->capacity_bytes, bytes, MREMAP_MAYMOVE)
				 : mmap(NULL, bytes, PROT_READ | PROT_WRITE,
					MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (rows == MAP_FAILED) {
		fprintf(stderr, "mminit: out of memory for an observation of %zu bytes\n", bytes);
		exit(2);
	}
	table->rows = rows;
	table->capacity_bytes = bytes;
}

void observation_run(struct observation *o, enum obs_table t, const void *run,
		     uint64_t pages_per_unit)
{
	const uint64_t *next = run;
	uint32_t nr_columns = obs_table_info[t].nr_columns;
	struct obs_rows *table = &o->tables[t];

	if (table->nr_rows) {
		uint64_t *last = table->rows + (table->nr_rows - 1) * nr_columns;
		uint32_t column = 2;

		while (column < nr_columns && last[column] == next[column])
			column++;
		if (column == nr_columns && last[0] + last[1] * pages_per_unit == next[0]) {
			last[1] += next[1];
			return;
		}
	}
	memcpy(observation_row(o, t), next, nr_columns * sizeof(uint64_t));
}

static uint64_t mix(uint64_t hash, uint64_t value)
{
	hash = (hash ^ value) * 0x9e3779b97f4a7c15u;
	return hash ^ hash >> 29;
}

static uint64_t mix_table(uint64_t hash, const struct observation *o, int t)
{
	const struct obs_rows *table = &o->tables[t];
	size_t nr = table->nr_rows * obs_table_info[t].nr_columns;

	hash = mix(hash, table->nr_rows);
	for (size_t i = 0; i < nr; i++)
		hash = mix(hash, table->rows[i]);
	return hash;
}

uint64_t observation_stage_digest(const struct observation *o, enum stage stage)
{
	struct obs_stage_tables tables = observation_stage_tables(stage);
	uint64_t hash = mix(0x6d6d696e6974u, stage);

	for (int t = tables.first; t < tables.end; t++)
		hash = mix_table(hash, o, t);
	return hash;
}

uint64_t observation_digest(const struct observation *o)
{
	uint64_t hash = mix(mix(mix(0, o->outcome), o->late_outcome), o->last_stage);

	for (int stage = 0; stage < NR_STAGES; stage++)
		hash = mix(hash, observation_stage_digest(o, (enum stage)stage));
	return hash;
}

const char *stage_name(enum stage stage)
{
	static const char *const names[NR_STAGES] = {
	    [STAGE_E820] = "e820",
	    [STAGE_MEMBLOCK] = "memblock",
	    [STAGE_ZONES] = "zones",
	    [STAGE_MEMMAP] = "memmap",
	    [STAGE_MEM_INIT] = "mem_init",
	    [STAGE_KMEM_CACHE_INIT] = "kmem_cache_init",
	    [STAGE_PERCPU_INIT_LATE] = "percpu_init_late",
	    [STAGE_PGTABLE_INIT] = "pgtable_init",
	    [STAGE_VMALLOC_INIT] = "vmalloc_init",
	    [STAGE_IOREMAP_HUGE_INIT] = "ioremap_huge_init",
	    [STAGE_KAISER_INIT] = "kaiser_init",
	    [STAGE_DEFERRED] = "page_alloc_init_late",
	    [STAGE_LATE] = "late",
	    [STAGE_FREED] = "freed",
	};

	return names[stage];
}

const char *outcome_name(enum outcome outcome)
{
	static const char *const names[NR_OUTCOMES] = {
	    [OUTCOME_OK] = "ok",
	    [PANIC_USER_MAP] = "panic: Invalid user supplied memory map",
	    [PANIC_UPDATE_SAME_TYPE] = "panic: BUG in e820_update_range, old type equals new type",
	    [PANIC_INSERT_FULL] = "panic: BUG in memblock_insert_region, the array is full",
	    [PANIC_CANNOT_RESIZE] = "panic: memblock: cannot resize an array",
	    [PANIC_OTHER] = "panic: of a kernel tree's code, see standard error",
	    [UNDEFINED_TABLE_COPY] = "undefined: a kernel tree's code copies a table onto itself",
	    [UNDEFINED_NUMA_OVERRUN] =
		"undefined: a kernel tree's code writes beyond numa_reserved_meminfo",
	    [PANIC_DOUBLE_RESERVE] = "panic: BUG in memblock_double_array, reserving the new array",
	    [UNDEFINED_BARE_KERNELCORE] = "undefined: kernelcore without a value",
	    [UNDEFINED_TRIM_WRAP] = "undefined: memblock_trim_memory wraps at 2^64",
	    [UNDEFINED_MOVABLE_ZONE] = "undefined: no zone to take movable memory from",
	    [UNDEFINED_NO_ONLINE_NODE] = "undefined: no online node",
	    [UNDEFINED_OFFLINE_NODE] = "undefined: page released into an offline node",
	    [UNDEFINED_EMPTY_ZONE] = "undefined: page released into an empty zone",
	    [UNDEFINED_PFN_WRAP] = "undefined: PFN_UP wraps at 2^64",
	    [UNDEFINED_FREE_LATE] = "undefined: free_late of a page that is not reserved",
	    [UNDEFINED_NO_STRUCT_PAGE] = "undefined: released page without a struct page",
	    [UNDEFINED_NO_LOWMEM] = "undefined: no memory below the lowmem limit",
	    [PANIC_PAGE_EXT] = "panic: Out of memory for page_ext",
	    [UNDEFINED_BOOTMEM_INFO] = "undefined: bootmem info of a page without a struct page",
	    [PANIC_EARLY_NODE_ALLOC] = "panic: BUG in early_kmem_cache_node_alloc, no page",
	    [PANIC_CREATE_BOOT_CACHE] = "panic: Creation of a boot slab cache failed",
	    [PANIC_SLAB_BOOTSTRAP] = "panic: null pointer in bootstrap",
	    [PANIC_CREATE_KMALLOC_CACHE] = "panic: Out of memory when creating slab",
	    [PANIC_DMA_CACHE_NAME] = "panic: BUG in create_kmalloc_caches, no name",
	    [PANIC_CREATE_CACHE] = "panic: kmem_cache_create",
	    [UNDEFINED_SLAB_OBJECTS] = "undefined: slab with more objects than can be counted",
	    [UNDEFINED_SLAB_NODE] = "undefined: slab page of a node without kmem_cache_node",
	    [PANIC_PERCPU_MAP] = "panic: BUG in percpu_init_late, no map",
	    [PANIC_EARLY_VM_OVERLAP] = "panic: BUG in vm_area_add_early",
	    [PANIC_VMAP_INSERT] = "panic: BUG in __insert_vmap_area",
	    [PANIC_VMALLOC_INIT] = "panic: null pointer in vmalloc_init",
	    [PANIC_KAISER_NO_PGD] = "panic: BUG in kaiser, no kernel pgd entry",
	    [PANIC_KAISER_USER_ADDR] =
		"panic: BUG in kaiser, user mapping is not the vsyscall page",
	    [UNDEFINED_VMALLOC_WRAP] = "undefined: vmalloc among areas that wrap",
	};

	return names[outcome];
}
