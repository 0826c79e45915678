/* The model's adapter, in parts: a machine as the harness keeps it, and who observes what of it. */
#ifndef MMINIT_FUZZ_ADAPTER_MODEL_H
#define MMINIT_FUZZ_ADAPTER_MODEL_H

#include "../model/bitmap.h"
#include "../model/machine.h"
#include "implementation.h"

#define NONE UINT64_MAX

/* What an operation after boot holds. */
struct holding {
	enum { HOLDS_NOTHING, HOLDS_PAGES, HOLDS_KMALLOC, HOLDS_VMALLOC } kind;
	uint64_t what; /* the first page frame, resp. the address */
};

/* A machine, and what only the harness wants to remember of its boot. */
struct model_machine {
	struct machine *m;
	struct geometry geometry; /* of arm_flatmem, as the scenario has it */
	struct trace ops;         /* (index, result) of each memblock operation with a result */
	struct trace late_ops;    /* (index, result) of each operation after boot */
	struct trace freed_ops;   /* (index, result) of what was still held at the end */
	struct holding held[SC_MAX_LATE_OPS]; /* by operation */
	size_t nr_boot_events;                /* memblock events before mem_init */
	size_t nr_boot_bad_pages;             /* bad pages before the operations after boot */
	size_t nr_boot_slab_events;           /* slabs that kmem_cache_init took */
	struct percpu percpu_before;          /* before percpu_init_late */
};

/* The steps behind mem_init, and what it says beside the release, are those of 4.9. */
static inline bool has_mm_init(const struct scenario *s)
{
	return s->release == SC_RELEASE_4_9;
}

static inline uint64_t as_u64(int64_t value)
{
	return (uint64_t)value;
}

/* Rows from..nr of a trace, of which the table has the first nr_columns columns. */
void model_add_trace(struct observation *o, enum obs_table table, const struct trace *t,
		     size_t from);

void model_add_regions(struct observation *o, enum obs_table table, const struct memblock_type *t);
void model_add_memblock_state(struct observation *o, enum obs_table table, const struct machine *m);

/* Up to the zones (adapter_model_early.c). */
void model_observe_e820(const struct machine *m, struct observation *o);
void model_glance(void *machine, struct observation *o);
void model_observe_memblock(struct model_machine *mm, struct observation *o);
void model_observe_zones(const struct machine *m, struct observation *o);
void model_probe(void *machine, const struct probe *probes, uint32_t nr, struct observation *o);

/* Pages and free lists (adapter_model_pages.c): which tables those of a stage go to. */
struct free_tables {
	enum obs_table zone_free, free_area, free_block, page_run, pageblock_run;
};

void model_observe_memmap(const struct machine *m, struct observation *o);
void model_observe_zone_free(const struct machine *m, enum obs_table table, struct observation *o);
void model_observe_free(const struct machine *m, const struct free_tables *to,
			struct observation *o);

/* The rest of mm_init and the operations after boot (adapter_model_late.c): step is one of theirs.
 */
void model_late_step(struct model_machine *mm, const struct scenario *s, enum boot_step step,
		     uint32_t index);
void model_observe_late_stage(const struct model_machine *mm, const struct scenario *s,
			      enum stage stage, struct observation *o);

/* The slab allocator's tables (adapter_model_slub.c). */
struct slab_tables {
	enum obs_table node, partial, cpu, cpu_partial, page;
};

void model_observe_ptlock_cache(const struct machine *m, struct observation *o);
void model_observe_caches(const struct machine *m, struct observation *o);
void model_observe_slabs(const struct machine *m, const struct slab_tables *to,
			 struct observation *o);
void model_observe_slab_cpus(const struct machine *m, enum obs_table table, struct observation *o);
void model_observe_slab_events(const struct machine *m, enum obs_table table, size_t from,
			       struct observation *o);

#endif
