/*
 * The early half of the adapter to target/: the steps up to STEP_NUMA, the rows of STAGE_E820 and
 * STAGE_MEMBLOCK, and the probes. adapter_target.c owns the machine and calls these.
 */
#ifndef MMINIT_FUZZ_ADAPTER_TARGET_EARLY_H
#define MMINIT_FUZZ_ADAPTER_TARGET_EARLY_H

#include "implementation.h"
#include "target/e820.h"
#include "target/early_param.h"
#include "target/kernel_release.h"
#include "target/memblock.h"
#include "target/numa.h"

/* What the early steps work on: the states of one machine, and the answers of its operations. */
struct target_early {
	struct e820 *e820;
	struct early_param *param;
	struct memblock *memblock;
	struct numa *numa;

	uint32_t nr_results; /* of memblock operations that return a value */
	struct {
		uint32_t op; /* index into scenario.ops */
		uint64_t result;
	} results[SC_MAX_OPS];
};

/* Row of target/'s table of geometries. */
const struct geometry *target_geometry(const struct scenario *s);

/* Row of its table of releases. */
const struct kernel_release *target_release(const struct scenario *s);

/* E820_X_MAX of the scenario's configuration. */
uint32_t target_e820_max(const struct scenario *s);
/* NR_NODE_MEMBLKS of the same. */
uint32_t target_node_memblks(const struct sc_config *config);

/* Back to power-off, for the given scenario; resets all four states. */
void target_early_reset(struct target_early *early, const struct scenario *s);

/* One of STEP_BOOT_TABLE to STEP_NUMA. */
enum outcome target_early_step(struct target_early *early, const struct scenario *s,
			       enum boot_step step, uint32_t index);

/* Adds the rows of STAGE_E820 or STAGE_MEMBLOCK. */
void target_early_observe(const struct target_early *early, enum stage stage,
			  struct observation *o);

/* Brings results, regions, counters, warnings and events of memblock up to date. */
void target_early_glance(const struct target_early *early, struct observation *o);

/* Adds one row of OBS_probe for each. */
void target_early_probe(const struct memblock *mb, const struct probe *probes, uint32_t nr,
			struct observation *o);

/* memblock's rows once more, for the tables of a later stage: table is OBS_memory_region or a
 * table of the same columns, and so on. Events from number `first`. */
void target_observe_regions(const struct memblock_type *type, enum obs_table table,
			    struct observation *o);
void target_observe_memblock_state(const struct memblock *mb, enum obs_table table,
				   struct observation *o);
void target_observe_memblock_events(const struct memblock *mb, uint32_t first, enum obs_table table,
				    struct observation *o);

/* The outcome that a fault of memblock stands for. */
enum outcome target_memblock_outcome(const struct memblock *mb);

#endif
