/* The plan of a boot, and two machines taken through it side by side. */
#include "boot.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "invariants.h"

/* Of a sequence of memblock operations, at least; see struct machine_pair. */
enum { FULL_LOOKS = 16 };

const char *step_name(enum boot_step step)
{
	static const char *const names[] = {
	    [STEP_BOOT_TABLE] = "setup_memory_map of the boot loader's table",
	    [STEP_E820_EXT] = "parse_e820_ext",
	    [STEP_E820_OP] = "e820 operation",
	    [STEP_COMMAND_LINE] = "parse_early_param",
	    [STEP_SETUP_DATA] = "e820_reserve_setup_data",
	    [STEP_FINISH_E820] = "finish_e820_parsing",
	    [STEP_KERNEL_RANGE] = "e820_add_kernel_range",
	    [STEP_TRIM_BIOS] = "trim_bios_range",
	    [STEP_END_OF_RAM] = "end of RAM, nosave regions, PCI gap",
	    [STEP_FILL] = "memblock_x86_fill",
	    [STEP_MEMBLOCK_OP] = "memblock operation",
	    [STEP_NUMA] = "initmem_init",
	    [STEP_LOWMEM] = "the limit of lowmem",
	    [STEP_ZONES] = "sections, zones, zonelists",
	    [STEP_MEMMAP] = "memmap_init",
	    [STEP_PAGE_EXT_FLATMEM] = "page_ext_init_flatmem",
	    [STEP_MEM_INIT] = "mem_init",
	    [STEP_KMEM_CACHE_INIT] = "kmem_cache_init",
	    [STEP_PERCPU_INIT_LATE] = "percpu_init_late",
	    [STEP_PGTABLE_INIT] = "pgtable_init",
	    [STEP_VMALLOC_INIT] = "vmalloc_init",
	    [STEP_IOREMAP_HUGE_INIT] = "ioremap_huge_init",
	    [STEP_KAISER_INIT] = "kaiser_init",
	    [STEP_DEFERRED] = "page_alloc_init_late",
	    [STEP_FREE_HELD] = "freeing what is still held",
	    [STEP_PURGE] = "purging vmap areas",
	    [STEP_LATE_OP] = "operation after boot",
	};

	return names[step];
}

static bool has_fill(const struct scenario *s)
{
	for (uint32_t i = 0; i < s->nr_ops; i++)
		if (s->ops[i].kind == SC_OP_FILL)
			return true;
	return false;
}

/* The e820 stage as a row of steps; those that take an index are asked for it in turn. */
static bool plan_e820(const struct scenario *s, struct plan_cursor *c, struct plan_step *out)
{
	static const enum boot_step order[] = {STEP_BOOT_TABLE,   STEP_E820_EXT,   STEP_E820_OP,
					       STEP_COMMAND_LINE, STEP_SETUP_DATA, STEP_FINISH_E820,
					       STEP_KERNEL_RANGE, STEP_TRIM_BIOS,  STEP_END_OF_RAM};
	const uint32_t nr = sizeof(order) / sizeof(order[0]);

	for (; c->position < nr; c->position++) {
		enum boot_step step = order[c->position];

		if (!s->nr_e820 && step != STEP_COMMAND_LINE)
			continue;
		if ((step == STEP_E820_EXT && !s->nr_e820_ext) ||
		    (step == STEP_SETUP_DATA && !s->nr_setup_data) ||
		    (step == STEP_KERNEL_RANGE && !s->has_kernel))
			continue;
		*out = (struct plan_step){.step = step};
		if (step == STEP_E820_OP) {
			if (c->op == s->nr_e820_ops)
				continue;
			out->index = c->op++;
			return true;
		}
		c->position++;
		return true;
	}
	return false;
}

static bool give(struct plan_step *out, enum boot_step step, uint32_t index)
{
	*out = (struct plan_step){.step = step, .index = index};
	return true;
}

/* Regions of arm_flatmem have no node, and no table to be filled from. */
static bool plan_memblock_arm(const struct scenario *s, struct plan_cursor *c,
			      struct plan_step *out)
{
	if (c->position == 0) {
		c->position = 1;
		return give(out, STEP_LOWMEM, 0);
	}
	while (c->op < s->nr_ops) {
		uint32_t index = c->op++;

		switch (s->ops[index].kind) {
		case SC_OP_FILL:
		case SC_OP_NUMA:
		case SC_OP_SET_NODE_MEMORY:
		case SC_OP_SET_NODE_RESERVED:
			break;
		default:
			return give(out, STEP_MEMBLOCK_OP, index);
		}
	}
	return false;
}

static bool plan_memblock(const struct scenario *s, struct plan_cursor *c, struct plan_step *out)
{
	bool numa_follows_fill = s->nr_e820 && !s->nr_srat;

	if (c->position == 0) {
		c->position = 1;
		c->fill_done = s->nr_e820 && !has_fill(s);
		if (c->fill_done)
			return give(out, STEP_FILL, 0);
	}
	if (c->fill_done && numa_follows_fill && !c->numa_done) {
		c->numa_done = true;
		return give(out, STEP_NUMA, 0);
	}
	if (c->op < s->nr_ops) {
		uint32_t index = c->op++;

		switch (s->ops[index].kind) {
		case SC_OP_FILL:
			c->fill_done = true;
			return give(out, STEP_FILL, 0);
		case SC_OP_NUMA:
			c->numa_done = true;
			return give(out, STEP_NUMA, 0);
		default:
			return give(out, STEP_MEMBLOCK_OP, index);
		}
	}
	if (!c->numa_done) {
		c->numa_done = true;
		return give(out, STEP_NUMA, 0);
	}
	return false;
}

static bool plan_mem_init(const struct scenario *s, struct plan_cursor *c, struct plan_step *out)
{
	static const enum boot_step order[] = {STEP_PAGE_EXT_FLATMEM, STEP_MEM_INIT};

	if (c->position == 0 && s->release != SC_RELEASE_4_9)
		c->position = 1;
	return c->position < 2 && give(out, order[c->position++], 0);
}

static bool plan_freed(const struct scenario *s, struct plan_cursor *c, struct plan_step *out)
{
	while (c->op < s->nr_late_ops) {
		uint32_t index = c->op++;

		if (sc_late_op_allocates(s->late_ops[index].kind))
			return give(out, STEP_FREE_HELD, index);
	}
	return c->position++ == 0 && give(out, STEP_PURGE, 0);
}

bool boot_has_stage(const struct scenario *s, enum stage stage)
{
	bool mm_init = s->release == SC_RELEASE_4_9;

	switch (stage) {
	case STAGE_E820:
		return s->geometry != SC_ARM_FLATMEM;
	case STAGE_IOREMAP_HUGE_INIT:
	case STAGE_KAISER_INIT:
		return mm_init && s->geometry != SC_ARM_FLATMEM;
	case STAGE_KMEM_CACHE_INIT:
	case STAGE_PERCPU_INIT_LATE:
	case STAGE_PGTABLE_INIT:
	case STAGE_VMALLOC_INIT:
		return mm_init;
	case STAGE_DEFERRED:
		return s->config.deferred_init;
	case STAGE_FREED:
		return mm_init && s->nr_late_ops;
	default:
		return true;
	}
}

bool boot_plan_next(const struct scenario *s, enum stage stage, struct plan_cursor *c,
		    struct plan_step *out)
{
	static const enum boot_step single[NR_STAGES] = {
	    [STAGE_ZONES] = STEP_ZONES,
	    [STAGE_MEMMAP] = STEP_MEMMAP,
	    [STAGE_KMEM_CACHE_INIT] = STEP_KMEM_CACHE_INIT,
	    [STAGE_PERCPU_INIT_LATE] = STEP_PERCPU_INIT_LATE,
	    [STAGE_PGTABLE_INIT] = STEP_PGTABLE_INIT,
	    [STAGE_VMALLOC_INIT] = STEP_VMALLOC_INIT,
	    [STAGE_IOREMAP_HUGE_INIT] = STEP_IOREMAP_HUGE_INIT,
	    [STAGE_KAISER_INIT] = STEP_KAISER_INIT,
	    [STAGE_DEFERRED] = STEP_DEFERRED,
	};

	switch (stage) {
	case STAGE_E820:
		return plan_e820(s, c, out);
	case STAGE_MEMBLOCK:
		return s->geometry == SC_ARM_FLATMEM ? plan_memblock_arm(s, c, out)
						     : plan_memblock(s, c, out);
	case STAGE_MEM_INIT:
		return plan_mem_init(s, c, out);
	case STAGE_LATE:
		return c->op < s->nr_late_ops && give(out, STEP_LATE_OP, c->op++);
	case STAGE_FREED:
		return plan_freed(s, c, out);
	default:
		return c->position++ == 0 && give(out, single[stage], 0);
	}
}

static uint32_t add_probe(struct probe *probes, uint32_t nr, uint64_t base, uint64_t size)
{
	if (nr == MAX_PROBES)
		return nr;
	probes[nr] = (struct probe){.base = base, .size = size};
	return nr + 1;
}

/* What memblock is asked: the ranges of the scenario itself, and their edges. */
static uint32_t choose_probes(const struct scenario *s, struct probe *probes)
{
	uint32_t nr = 0;

	for (uint32_t i = 0; i < s->nr_ops && nr < MAX_PROBES / 2; i++) {
		const struct sc_range *r = &s->ops[i].range;

		if (!r->size)
			continue;
		nr = add_probe(probes, nr, r->start, r->size);
		nr = add_probe(probes, nr, r->start + r->size - 1, 2);
	}
	for (uint32_t i = 0; i < s->nr_e820 && nr < MAX_PROBES; i++)
		nr = add_probe(probes, nr, s->e820[i].addr, s->e820[i].size);
	return nr;
}

static void *open_machine(const struct implementation *impl)
{
	void *machine = impl->open();

	if (!machine) {
		fprintf(stderr, "mminit: no address space for a machine of %s\n", impl->name);
		exit(2);
	}
	return machine;
}

void pair_open(struct machine_pair *pair)
{
	memset(pair, 0, sizeof(*pair));
	pair->implementation[0] = &target_implementation;
	pair->implementation[1] = &model_implementation;
	for (int i = 0; i < NR_IMPLEMENTATIONS; i++) {
		pair->machine[i] = open_machine(pair->implementation[i]);
		observation_init(&pair->observation[i]);
	}
	linux_lanes_open(&pair->trees);
}

void pair_close(struct machine_pair *pair)
{
	for (int i = 0; i < NR_IMPLEMENTATIONS; i++) {
		pair->implementation[i]->close(pair->machine[i]);
		observation_free(&pair->observation[i]);
	}
	linux_lanes_close(&pair->trees);
}

void pair_reset(struct machine_pair *pair, const struct scenario *s)
{
	for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
		pair->implementation[i]->reset(pair->machine[i], s);
	linux_lanes_reset(&pair->trees, s);
}

static void set_outcome(struct observation *o, enum stage stage, enum outcome outcome)
{
	o->last_stage = stage;
	o->stages |= 1u << stage;
	if (stage > STAGE_MEM_INIT)
		o->late_outcome = outcome;
	else
		o->outcome = outcome;
}

static void observe(const struct implementation *impl, void *machine, const struct scenario *s,
		    enum stage stage, const struct probe *probes, uint32_t nr_probes,
		    struct observation *o)
{
	observation_clear_stage(o, stage);
	impl->observe(machine, s, stage, o);
	if (stage == STAGE_MEMBLOCK)
		impl->probe(machine, probes, nr_probes, o);
}

/* Observes both, asks the laws of each, then compares. True at the first difference. */
static bool judge(struct machine_pair *pair, const struct scenario *s, enum stage stage,
		  bool complete, struct difference *d)
{
	struct observation *o = pair->observation;
	struct probe probes[MAX_PROBES];
	uint32_t nr_probes = stage == STAGE_MEMBLOCK ? choose_probes(s, probes) : 0;

	pair->place.observing = true;
	for (int i = 0; i < NR_IMPLEMENTATIONS; i++) {
		pair->place.implementation = i;
		observe(pair->implementation[i], pair->machine[i], s, stage, probes, nr_probes,
			&o[i]);
	}
	pair->place.implementation = -1;
	if (compare_stage(&o[0], &o[1], stage, d)) {
		linux_lanes_witness(&pair->trees, s, probes, nr_probes, d);
		return true;
	}
	if (linux_lanes_judge(&pair->trees, s, stage, probes, nr_probes, &o[1], d))
		return true;
	/* The two are equal by now, and so is what a law says of them. */
	if (!complete || !invariants_check(&o[0], s, stage, d))
		return false;
	d->broken_by = 0;
	return true;
}

/* In short sequences all; else a sixteenth of the operations, others in sequences of other length.
 */
static bool is_looked_at_whole(const struct scenario *s, const struct plan_step *step)
{
	uint32_t stride = s->nr_ops / FULL_LOOKS + 1;

	return step->step != STEP_MEMBLOCK_OP || step->index % stride == s->nr_ops % stride;
}

/* Whether memblock's state, which everything else follows from, is the same everywhere. */
static bool same_at_a_glance(struct machine_pair *pair)
{
	struct observation *o = pair->observation;
	struct difference d;

	pair->place.observing = true;
	for (int i = 0; i < NR_IMPLEMENTATIONS; i++) {
		pair->place.implementation = i;
		observation_clear_glance(&o[i]);
		pair->implementation[i]->glance(pair->machine[i], &o[i]);
	}
	pair->place.implementation = -1;
	return !compare_tables(&o[0], &o[1], observation_glance_tables(), &d) &&
	       !linux_lanes_glance(&pair->trees, &o[1]);
}

/* After a step of a stage that is compared step by step. */
static bool judge_step(struct machine_pair *pair, const struct scenario *s, enum stage stage,
		       const struct plan_step *step, struct difference *d)
{
	if (pair->glances && stage == STAGE_MEMBLOCK && !is_looked_at_whole(s, step) &&
	    same_at_a_glance(pair))
		return false;
	return judge(pair, s, stage, false, d);
}

/* Takes both through one stage. False if the boot ends here: by a difference, or by an outcome
 * that both share. */
static bool pair_stage(struct machine_pair *pair, const struct scenario *s, enum stage stage,
		       bool step_by_step, struct boot_result *result)
{
	struct plan_cursor cursor = {0};
	struct plan_step step;
	enum outcome outcome[NR_IMPLEMENTATIONS] = {OUTCOME_OK, OUTCOME_OK};

	for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
		set_outcome(&pair->observation[i], stage, OUTCOME_OK);
	while (outcome[0] == OUTCOME_OK && boot_plan_next(s, stage, &cursor, &step)) {
		for (int i = 0; i < NR_IMPLEMENTATIONS; i++) {
			pair->place = (struct boot_place){stage, step.step, step.index, i, false};
			outcome[i] = pair->implementation[i]->step(pair->machine[i], s, step.step,
								   step.index);
			set_outcome(&pair->observation[i], stage, outcome[i]);
		}
		result->differs =
		    compare_outcome(outcome[0], outcome[1], stage, &result->difference) ||
		    linux_lanes_step(&pair->trees, s, step.step, step.index, stage, outcome[1],
				     &result->difference);
		if (!result->differs && step_by_step && outcome[0] == OUTCOME_OK)
			result->differs = judge_step(pair, s, stage, &step, &result->difference);
		if (result->differs)
			return false;
	}
	/* A call that never returned leaves its stage half done; only the firmware's table, which
	 * every call leaves whole, can still be looked at. */
	if (outcome[0] == OUTCOME_OK || stage == STAGE_E820)
		result->differs =
		    judge(pair, s, stage, outcome[0] == OUTCOME_OK, &result->difference);
	return !result->differs && outcome[0] == OUTCOME_OK;
}

/* The sizes have been compared already; too many pages end the boot before the struct pages. */
static bool small_enough(struct machine_pair *pair)
{
	return pair->implementation[1]->valid_pages(pair->machine[1]) <= BOOT_MAX_PAGES;
}

static uint64_t pageblock_nr_pages(const struct scenario *s)
{
	return UINT64_C(1) << sc_pageblock_order(s->geometry);
}

void pair_boot(struct machine_pair *pair, const struct scenario *s, enum stage last_stage,
	       enum stage step_by_step, struct boot_result *result)
{
	result->differs = result->memmap = result->complete = false;
	pair_reset(pair, s);
	for (int i = 0; i < NR_IMPLEMENTATIONS; i++) {
		observation_clear(&pair->observation[i]);
		pair->observation[i].pageblock_nr_pages = pageblock_nr_pages(s);
	}
	for (int stage = STAGE_E820; stage <= (int)last_stage; stage++) {
		if (!boot_has_stage(s, (enum stage)stage))
			continue;
		if (stage == STAGE_MEMMAP) {
			result->memmap = small_enough(pair);
			if (!result->memmap)
				return;
		}
		if (!pair_stage(pair, s, (enum stage)stage, stage == (int)step_by_step, result)) {
			result->step = pair->place.step;
			return;
		}
	}
	result->complete = true;
}

void boot_alone(const struct implementation *impl, void *machine, const struct scenario *s,
		enum stage last_stage, bool look, struct observation *o)
{
	struct plan_step step;

	impl->reset(machine, s);
	observation_clear(o);
	for (int stage = STAGE_E820; stage <= (int)last_stage; stage++) {
		struct plan_cursor cursor = {0};

		if (!boot_has_stage(s, (enum stage)stage))
			continue;
		while (boot_plan_next(s, (enum stage)stage, &cursor, &step)) {
			enum outcome outcome = impl->step(machine, s, step.step, step.index);

			set_outcome(o, (enum stage)stage, outcome);
			if (outcome != OUTCOME_OK)
				return;
		}
		if (look) {
			struct probe probes[MAX_PROBES];

			observe(impl, machine, s, (enum stage)stage, probes,
				choose_probes(s, probes), o);
		}
		if (stage == STAGE_ZONES && impl->valid_pages(machine) > BOOT_MAX_PAGES)
			return;
	}
}

void boot_firmware(const struct implementation *impl, void *machine, const struct scenario *s,
		   enum boot_step last, struct observation *o)
{
	struct plan_cursor cursor = {0};
	struct plan_step step;
	enum outcome outcome = OUTCOME_OK;

	impl->reset(machine, s);
	observation_clear(o);
	while (outcome == OUTCOME_OK && boot_plan_next(s, STAGE_E820, &cursor, &step) &&
	       step.step <= last) {
		outcome = impl->step(machine, s, step.step, step.index);
		set_outcome(o, STAGE_E820, outcome);
	}
	observe(impl, machine, s, STAGE_E820, NULL, 0, o);
}
