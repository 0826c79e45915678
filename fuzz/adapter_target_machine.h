/*
 * The machine of the adapter to target/, as its files share it. adapter_target.c owns it and takes
 * its steps; the others add rows of it to an observation.
 */
#ifndef MMINIT_FUZZ_ADAPTER_TARGET_MACHINE_H
#define MMINIT_FUZZ_ADAPTER_TARGET_MACHINE_H

#include "adapter_target_early.h"
#include "target/mm_init.h"

/* What an operation after boot got, and whether it still has it. */
struct allocation {
	uint64_t value; /* first pfn, or address */
	bool held;
};

struct target_machine {
	struct mm_machine *mm;
	struct target_early early;
	struct geometry geometry; /* of arm_flatmem, with the machine's own size of pages */

	uint32_t nr_early_events;           /* events of memblock before mem_init */
	uint32_t nr_boot_bad;               /* bad pages until mem_init was done */
	uint32_t nr_boot_slabs;             /* events of slabs until kmem_cache_init was done */
	struct pcpu_chunk percpu_before[2]; /* before percpu_init_late: first, reserved */

	struct allocation allocations[SC_MAX_LATE_OPS]; /* by operation; of those done */
	struct obs_late_op late_results[SC_MAX_LATE_OPS];
	uint32_t nr_late_results;
	struct obs_late_op freed_results[SC_MAX_LATE_OPS];
	uint32_t nr_freed_results;

	struct slab_objects *slabs[SLUB_MAX_SLABS]; /* room to sort them */
};

/* Rows of STAGE_ZONES to STAGE_MEM_INIT. */
void target_observe_zones(struct target_machine *t, struct observation *o);
void target_observe_memmap(struct target_machine *t, struct observation *o);
void target_observe_mem_init(struct target_machine *t, struct observation *o);

/* Rows of one of the stages after it. */
void target_observe_mm_init(struct target_machine *t, enum stage stage, struct observation *o);

/* What later stages show once more. */
void target_observe_bad_pages(const struct page_alloc *pa, uint32_t first, uint32_t end,
			      enum obs_table table, struct observation *o);

/* The tables of zone_free, free_area and free_block, of either stage. */
struct free_tables {
	enum obs_table zone_free;
	enum obs_table free_area;
	enum obs_table free_block;
};
void target_observe_free(const struct mm_machine *mm, const struct free_tables *tables,
			 struct observation *o);
void target_observe_zone_free(const struct mm_machine *mm, enum obs_table table,
			      struct observation *o);

/* The slab allocator: its caches; its slabs, with what was taken and given back since event number
 * first_event; the boot CPU's own, and its lists of partial ones. */
/* The tables of slabs, of either stage. */
struct slab_tables {
	enum obs_table trace;
	enum obs_table node;
	enum obs_table partial;
	enum obs_table cpu;
	enum obs_table cpu_partial;
	enum obs_table page;
};
uint64_t target_count_caches(const struct slub *slub);
void target_observe_pgtable(const struct mm_machine *mm, struct observation *o);
void target_observe_slub(struct slub *slub, struct observation *o);
void target_observe_slabs(struct target_machine *t, uint32_t first_event,
			  const struct slab_tables *tables, struct observation *o);
void target_observe_cpu_slabs(const struct slub *slub, enum obs_table table, struct observation *o);

#endif
