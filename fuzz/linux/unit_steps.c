/* The tree as an implementation: part of unit.c. */

static void *tree_open(void)
{
	return linux_machine_open(&linux_image);
}

static void tree_close(void *machine)
{
	linux_machine_close(machine);
}

static void tree_reset(void *machine, const struct scenario *s)
{
	linux_machine_reset(machine);
	linux_max_order = sc_max_order(s->geometry);
	linux_max_arch_pfn = s->geometry == SC_TINY ? TINY_MAX_ARCH_PFN : X86_64_MAX_ARCH_PFN;
	movable_node_configured = s->config.movable_node;
	pci_mem_start = 0; /* rather than a poison, until it is set */
	memblock.memory.max = s->memblock_regions;
	memblock.reserved.max = s->memblock_regions;
	/* What lies beyond the tables as this machine has them is nobody's. */
	LINUX_POISON(memblock_memory_init_regions, s->memblock_regions);
	LINUX_POISON(memblock_reserved_init_regions, s->memblock_regions);
	LINUX_UNPOISON(&numa_reserved_meminfo + 1, sizeof(numa_reserved_meminfo.blk[0]));
}

static enum outcome take_step(const struct scenario *s, enum boot_step step, u32 index)
{
	struct linux_machine *m = running();

	switch (step) {
	case STEP_BOOT_TABLE:
		step_boot_table(s);
		break;
	case STEP_E820_EXT:
		step_e820_ext(s);
		break;
	case STEP_E820_OP:
		step_e820_op(&s->e820_ops[index]);
		break;
	case STEP_COMMAND_LINE:
		return step_command_line(s);
	case STEP_SETUP_DATA:
		step_setup_data(s);
		break;
	case STEP_FINISH_E820:
		e820__finish_early_params();
		break;
	case STEP_KERNEL_RANGE:
		step_kernel_range(s);
		break;
	case STEP_TRIM_BIOS:
		step_trim_bios();
		break;
	case STEP_END_OF_RAM:
		step_end_of_ram(s);
		break;
	case STEP_FILL:
		step_fill(s);
		break;
	case STEP_MEMBLOCK_OP:
		step_memblock_op(&s->ops[index], index);
		break;
	case STEP_NUMA:
		step_numa(s);
		break;
	case STEP_MEM_INIT:
		m->nr_early_events = m->events.nr;
		memblock_free_all();
		break;
	default:
		break;
	}
	return OUTCOME_OK;
}

static enum outcome tree_step(void *machine, const struct scenario *s, enum boot_step step,
			      u32 index)
{
	struct linux_machine *m = machine;
	enum outcome outcome;

	linux_machine_run(m);
	if (setjmp(m->stop))
		outcome = m->outcome;
	else
		outcome = take_step(s, step, index);
	name_placed_table();
	return outcome;
}

static void tree_observe(void *machine, const struct scenario *s, enum stage stage,
			 struct observation *o)
{
	(void)s;
	linux_machine_run(machine);
	if (stage == STAGE_E820)
		observe_e820(o);
	else if (stage == STAGE_MEMBLOCK) {
		glance_at_memblock(o);
		observe_iterators(o);
	} else if (stage == STAGE_MEM_INIT)
		observe_release(o);
}

static void tree_glance(void *machine, struct observation *o)
{
	linux_machine_run(machine);
	glance_at_memblock(o);
}

static void tree_probe(void *machine, const struct probe *probes, u32 nr, struct observation *o)
{
	linux_machine_run(machine);
	for (u32 i = 0; i < nr; i++)
		observe_probe(&probes[i], o);
}

static uint64_t tree_valid_pages(void *machine)
{
	(void)machine;
	return 0; /* sections are not of this lane */
}

static const char *tree_known_finding(void *machine)
{
	return ((struct linux_machine *)machine)->known;
}

static const char *tree_last_words(void *machine)
{
	return ((struct linux_machine *)machine)->last_words;
}

static const char *tree_limit(void *machine)
{
	return ((struct linux_machine *)machine)->limit;
}

const struct linux_tree LINUX_TREE = {
    .implementation =
	{
	    .name = "linux",
	    .open = tree_open,
	    .close = tree_close,
	    .reset = tree_reset,
	    .step = tree_step,
	    .observe = tree_observe,
	    .glance = tree_glance,
	    .probe = tree_probe,
	    .valid_pages = tree_valid_pages,
	},
    .known_finding = tree_known_finding,
    .last_words = tree_last_words,
    .limit = tree_limit,
    .version = LINUX_TREE_VERSION,
    .release = LINUX_TREE_RELEASE,
};
