/* The steps of the e820 stage by the tree's e820.c, and what it shows: part of unit.c. */

static void record_call(enum e820_call_kind call, u64 result)
{
	*LINUX_ADD(&running()->calls, obs_e820_call) =
	    (struct obs_e820_call){.call = call, .result = result};
}

static u64 as_result(int status)
{
	return (u64)(s64)status;
}

static const struct scenario *boot_scenario;

/* What early_memremap maps: the node that the next call asks for. The extension's is mapped with
 * its entries, of the others only the header is looked at. */
static union {
	struct setup_data header;
	char bytes[sizeof(struct setup_data) + SC_MAX_E820_EXT * sizeof(struct boot_e820_entry)];
} mapped_node LINUX_SCRATCH;
static u32 next_node;

static void boot_entries(struct boot_e820_entry *to, const struct sc_e820_entry *from, u32 nr)
{
	for (u32 i = 0; i < nr; i++)
		to[i] = (struct boot_e820_entry){from[i].addr, from[i].size, from[i].type};
}

static void map_setup_data(u32 node)
{
	const struct scenario *s = boot_scenario;

	mapped_node.header.next = node + 1 < s->nr_setup_data ? s->setup_data[node + 1].start : 0;
	mapped_node.header.type = SETUP_PCI;
	mapped_node.header.len = (u32)(s->setup_data[node].size - sizeof(struct setup_data));
}

void *early_memremap(u64 phys_addr, unsigned long size)
{
	(void)phys_addr, (void)size;
	if (boot_scenario)
		map_setup_data(next_node++);
	return &mapped_node;
}

void early_memunmap(void *addr, unsigned long size)
{
	(void)addr, (void)size;
}

static void step_boot_table(const struct scenario *s)
{
	boot_entries(boot_params.e820_table, s->e820, s->nr_e820);
	boot_params.e820_entries = (u8)s->nr_e820;
	boot_params.alt_mem_k = s->alt_mem_k;
	boot_params.screen_info.ext_mem_k = s->ext_mem_k;
	e820__memory_setup();
}

static void step_e820_ext(const struct scenario *s)
{
	boot_entries((struct boot_e820_entry *)(void *)mapped_node.header.data, s->e820_ext,
		     s->nr_e820_ext);
	mapped_node.header.type = SETUP_E820_EXT;
	mapped_node.header.len = s->nr_e820_ext * (u32)sizeof(struct boot_e820_entry);
	e820__memory_setup_extended(PAGE_SIZE, mapped_node.header.len);
}

static void step_setup_data(const struct scenario *s)
{
	for (u32 i = 0; i < s->nr_setup_data; i++)
		memblock_reserve(s->setup_data[i].start, s->setup_data[i].size);
	boot_params.hdr.setup_data = s->setup_data[0].start;
	boot_scenario = s;
	e820__reserve_setup_data();
}

/*
 * The command line, by the tree's next_arg, as parse_early_param takes it apart.
 */

static int early_kernelcore(char *value)
{
	linux_mirrored_kernelcore |= parse_option_str(value, "mirror");
	return 0;
}

static int early_movable_node(char *value)
{
	(void)value;
	if (movable_node_configured) {
		movable_node_enabled = true;
		memblock_set_bottom_up(true);
	}
	return 0;
}

static const struct early_option {
	const char *name;
	int (*setup)(char *value);
} early_options[] = {
    {"mem", parse_memopt},
    {"memmap", parse_memmap_opt},
    {"numa", numa_setup},
    {"kernelcore", early_kernelcore},
    {"movable_node", early_movable_node},
};

/* Dashes and underscores are the same. */
static bool same_name(const char *a, const char *b)
{
	for (; *a && *b; a++, b++)
		if ((*a == '-' ? '_' : *a) != (*b == '-' ? '_' : *b))
			return false;
	return *a == *b;
}

static enum outcome early_option(char *name, char *value)
{
	for (u32 i = 0; i < ARRAY_SIZE(early_options); i++) {
		if (!same_name(name, early_options[i].name))
			continue;
		if (!value && early_options[i].setup == early_kernelcore)
			return UNDEFINED_BARE_KERNELCORE;
		early_options[i].setup(value);
	}
	return OUTCOME_OK;
}

static enum outcome step_command_line(const struct scenario *s)
{
	static char line[SC_MAX_CMDLINE] LINUX_SCRATCH;
	enum outcome outcome = OUTCOME_OK;
	char *rest, *name, *value;

	strcpy(line, s->cmdline);
	rest = skip_spaces(line);
	while (*rest && outcome == OUTCOME_OK) {
		rest = next_arg(rest, &name, &value);
		if (!value && !strcmp(name, "--"))
			break;
		outcome = early_option(name, value);
	}
	return outcome;
}

/*
 * Of setup.c.
 */

static void step_kernel_range(const struct scenario *s)
{
	u64 start = s->kernel.start, size = s->kernel.size;
	bool mapped = e820__mapped_all(start, start + size, E820_TYPE_RAM);

	record_call(CALL_KERNEL_MAPPED, mapped);
	if (mapped)
		return;
	record_call(CALL_KERNEL_REMOVE, e820__range_remove(start, size, E820_TYPE_RAM, false));
	e820__range_add(start, size, E820_TYPE_RAM);
}

static void step_trim_bios(void)
{
	record_call(CALL_BIOS_UPDATE,
		    e820__range_update(0, PAGE_SIZE, E820_TYPE_RAM, E820_TYPE_RESERVED));
	record_call(CALL_BIOS_REMOVE,
		    e820__range_remove(BIOS_BEGIN, BIOS_END - BIOS_BEGIN, E820_TYPE_RAM, true));
	record_call(CALL_BIOS_SANITIZE, as_result(e820__update_table(e820_table)));
}

/* setup_arch asks for it only where it differs. e820__end_of_low_ram_pfn knows 4 GiB only; in the
 * tiny geometry the limit is lower, and the same search is asked by way of the other limit. */
static unsigned long end_of_low_ram(const struct scenario *s)
{
	unsigned long max_arch_pfn = linux_max_arch_pfn, end;
	unsigned long limit = s->geometry == SC_TINY ? TINY_MAX_DMA32_PFN : MAX_DMA32_PFN;

	if (max_pfn <= limit)
		return max_pfn;
	if (s->geometry == SC_X86_64)
		return e820__end_of_low_ram_pfn();
	linux_max_arch_pfn = limit;
	end = e820__end_of_ram_pfn();
	linux_max_arch_pfn = max_arch_pfn;
	return end;
}

static void step_end_of_ram(const struct scenario *s)
{
	struct linux_machine *m = running();
	unsigned long gap_start = 0x10000000, gap_size = 0x400000;

	max_pfn = e820__end_of_ram_pfn();
	max_possible_pfn = max_pfn;
	max_low_pfn = end_of_low_ram(s);
	m->max_low_pfn = max_low_pfn;
	e820__register_nosave_regions(max_pfn);
	m->gap_found = e820_search_gap(&gap_start, &gap_size);
	m->gap_start = gap_start;
	m->gap_size = gap_size;
	e820__setup_pci_gap();
}

static void step_e820_op(const struct sc_e820_op *op)
{
	u64 start = op->range.start, size = op->range.size;

	switch (op->kind) {
	case SC_E820_ADD:
		e820__range_add(start, size, op->type);
		break;
	case SC_E820_UPDATE:
		record_call(CALL_OP_UPDATE,
			    e820__range_update(start, size, op->type, op->new_type));
		break;
	case SC_E820_REMOVE:
		record_call(CALL_OP_REMOVE,
			    e820__range_remove(start, size, op->type, op->checktype));
		break;
	case SC_E820_SANITIZE:
		record_call(CALL_OP_SANITIZE, as_result(e820__update_table(e820_table)));
		break;
	case SC_E820_ANY_MAPPED:
		record_call(CALL_OP_ANY_MAPPED, e820__mapped_any(start, start + size, op->type));
		break;
	case SC_E820_ALL_MAPPED:
		record_call(CALL_OP_ALL_MAPPED, e820__mapped_all(start, start + size, op->type));
		break;
	case SC_NR_E820_OPS:
		break;
	}
}

/*
 * Rows.
 */

static void observe_e820_table(const struct e820_table *t, enum obs_table table,
			       struct observation *o)
{
	for (u32 i = 0; i < t->nr_entries; i++) {
		struct obs_e820_entry *row = observation_row(o, table);

		row->addr = t->entries[i].addr;
		row->size = t->entries[i].size;
		row->type = t->entries[i].type;
	}
}

/* All rows of a list, which has those of the table. */
static void observe_list(const struct linux_list *list, size_t from, size_t to,
			 enum obs_table table, struct observation *o)
{
	for (size_t i = from; i < to; i++)
		memcpy(observation_row(o, table), (char *)list->rows + i * list->row_bytes,
		       list->row_bytes);
}

static void observe_e820(struct observation *o)
{
	const struct linux_machine *m = running();

	observe_list(&m->calls, 0, m->calls.nr, OBS_e820_call, o);
	observe_e820_table(e820_table, OBS_e820_entry, o);
	observe_e820_table(e820_table_kexec, OBS_e820_saved, o);
	observe_list(&m->dropped, 0, m->dropped.nr, OBS_e820_dropped, o);
	*OBS_ADD(o, e820_scalars) = (struct obs_e820_scalars){
	    .userdef = (u64)userdef,
	    .max_pfn = max_pfn,
	    .max_possible_pfn = max_possible_pfn,
	    .max_low_pfn = m->max_low_pfn,
	    .mirrored_kernelcore = linux_mirrored_kernelcore,
	    .movable_node_enabled = movable_node_enabled,
	    .numa_off = (u64)numa_off,
	    .gap_found = m->gap_found,
	    .gap_start = m->gap_start,
	    .gap_size = m->gap_size,
	    .pci_mem_start = pci_mem_start,
	};
	observe_list(&m->nosave, 0, m->nosave.nr, OBS_nosave_range, o);
}
