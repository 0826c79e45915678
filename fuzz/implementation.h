/*
 * An implementation as the harness sees it: something that boots a scenario step by step and
 * lets itself be observed. The adapters (adapter_target.c, adapter_model.c) are the only files
 * that know both a scenario and an implementation.
 */
#ifndef MMINIT_FUZZ_IMPLEMENTATION_H
#define MMINIT_FUZZ_IMPLEMENTATION_H

#include "observation.h"
#include "scenario.h"

/* The steps of a boot, numbered as in the order of the kernel's chain. boot.h decides which of
 * them a scenario takes, and when; README.md says what each one does. */
enum boot_step {
	STEP_BOOT_TABLE,   /* setup_memory_map: the boot loader's table, or e801 */
	STEP_E820_EXT,     /* parse_e820_ext */
	STEP_E820_OP,      /* e820_ops[index] */
	STEP_COMMAND_LINE, /* parse_early_param */
	STEP_SETUP_DATA,   /* memblock_reserve of each node, then e820_reserve_setup_data */
	STEP_FINISH_E820,  /* finish_e820_parsing */
	STEP_KERNEL_RANGE, /* e820_add_kernel_range, if there is a kernel */
	STEP_TRIM_BIOS,    /* trim_bios_range */
	STEP_END_OF_RAM,   /* max_pfn, max_low_pfn; e820_mark_nosave_regions, e820_setup_gap */
	STEP_FILL,        /* memblock_x86_fill under a limit of 1 MiB, then limit = max_pfn << 12 */
	STEP_MEMBLOCK_OP, /* ops[index]; never SC_OP_FILL or SC_OP_NUMA */
	STEP_NUMA,        /* initmem_init; without an e820 table see README.md */
	STEP_LOWMEM,      /* arm_flatmem: memblock_set_current_limit(lowmem limit) */
	STEP_ZONES,       /* dma_reserve, sections, zones, zonelists: everything but struct pages */
	STEP_MEMMAP,      /* the struct pages and pageblocks of every zone */
	STEP_PAGE_EXT_FLATMEM, /* page_ext_init_flatmem; arm_flatmem */
	STEP_MEM_INIT,         /* mem_init, of x86-64 or of ARM */
	STEP_KMEM_CACHE_INIT,
	STEP_PERCPU_INIT_LATE,
	STEP_PGTABLE_INIT,
	STEP_VMALLOC_INIT, /* vm_area_add_early for each early_vm, then vmalloc_init */
	STEP_IOREMAP_HUGE_INIT,
	STEP_KAISER_INIT, /* kaiser_check_boottime_disable's verdict, then kaiser_init */
	STEP_DEFERRED,    /* page_alloc_init_late: the deferred struct pages */
	STEP_LATE_OP,     /* late_ops[index] */
	STEP_FREE_HELD,   /* SC_LATE_FREE of operation `index`, if it still holds something */
	STEP_PURGE,       /* vm_unmap_aliases: the lazily freed vmap areas go */
};

/* What memblock is asked at the end of its stage. */
struct probe {
	uint64_t base;
	uint64_t size;
};

struct implementation {
	const char *name;

	/* A machine of its own; several may live in one process. NULL without memory. */
	void *(*open)(void);
	void (*close)(void *machine);

	/* Back to power-off, for the given scenario. Costs what the last boot touched. */
	void (*reset)(void *machine, const struct scenario *s);

	/* One step; anything but OUTCOME_OK ends the boot (an end within the operations after
	 * boot ends only those). index: see enum boot_step. */
	enum outcome (*step)(void *machine, const struct scenario *s, enum boot_step step,
			     uint32_t index);

	/* Adds the rows of a stage to o. Changes nothing of the machine. */
	void (*observe)(void *machine, const struct scenario *s, enum stage stage,
			struct observation *o);

	/* STAGE_MEMBLOCK without what follows from memblock's state (iterators, queries): after
	 * observation_clear_glance brings observation_glance_tables up to date. */
	void (*glance)(void *machine, struct observation *o);

	/* Adds one row of OBS_probe for each. */
	void (*probe)(void *machine, const struct probe *probes, uint32_t nr,
		      struct observation *o);

	/* What of the machine lies at an address of this process, in the implementation's own
	 * words; false if nothing does. May be asked in the midst of a step, by a handler of
	 * signals. */
	bool (*locate)(const void *machine, uint64_t address, char *text, size_t size);

	/* Pages in valid sections; to be asked after STEP_ZONES. */
	uint64_t (*valid_pages)(void *machine);
};

extern const struct implementation target_implementation;
extern const struct implementation model_implementation;

#endif
