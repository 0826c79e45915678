#include "replay.h"

#include <stdlib.h>
#include <string.h>

#include "tools/mminit.h"

static struct scenario variant;

/* Boots a scenario in each implementation, whether or not they agree. */
static void boot(struct replay *r, const struct scenario *s, enum stage last_stage)
{
	for (int i = 0; i < NR_IMPLEMENTATIONS; i++) {
		r->pair->observation[i].pageblock_nr_pages = 512;
		boot_alone(r->pair->implementation[i], r->pair->machine[i], s, last_stage, true,
			   &r->pair->observation[i]);
	}
}

/* The same of the e820 stage alone, up to and with a step of it. */
static void boot_to(struct replay *r, enum boot_step last)
{
	for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
		boot_firmware(r->pair->implementation[i], r->pair->machine[i], &variant, last,
			      &r->pair->observation[i]);
}

/* Boots the e820 stage, up to a step of it, with the changes that the log shows before fact
 * `until`. Without such a fact there is nothing to ask. */
static bool boot_until(struct replay *r, enum e820_cut cut, enum boot_step last, size_t until)
{
	if (until == r->log.nr)
		return false;
	machine_cut_e820(&r->machine, cut, &variant);
	if (cut == CUT_USER || cut == CUT_FIRMWARE)
		machine_edits_until(&r->machine, &r->log, until, &variant);
	boot_to(r, last);
	return true;
}

/* Whether the log goes on to NUMA or beyond after fact `index`. */
static bool reaches_numa(const struct replay *r, size_t index)
{
	static const enum fact_kind later[] = {FACT_SRAT,      FACT_NUMA_FAKE, FACT_NODE_DATA,
					       FACT_ZONES,     FACT_NOSAVE,    FACT_GAP,
					       FACT_ZONELISTS, FACT_MEMORY};

	for (size_t i = 0; i < sizeof(later) / sizeof(later[0]); i++)
		if (log_next(&r->log, index, later[i]) < r->log.nr)
			return true;
	return false;
}

static void replay_boot_table(struct replay *r)
{
	size_t first = log_table(&r->log, TABLE_BIOS);

	/* A table of one entry is refused; but more may have followed where the log ends. */
	if (!r->input.is_capture && log_next(&r->log, 0, FACT_TABLE) == first &&
	    log_next(&r->log, first + 1, FACT_TABLE) == r->log.nr && !list_is_closed(r, first)) {
		lacks(r, 0, "the map: the log ends after its first entry");
		return;
	}
	if (!r->machine.user_map_given && boot_until(r, CUT_BOOT_TABLE, STEP_BOOT_TABLE, 0))
		check_boot_table(r);
}

/* memmap=exactmap asks where RAM ends before it takes the map away. */
static void replay_end_before_options(struct replay *r)
{
	size_t at = log_next(&r->log, 0, FACT_LAST_PFN);

	if (at == log_next_last_pfn(&r->log, 0))
		return;
	if (r->machine.user_map_given)
		lacks(r, r->log.fact[at].line, "last_pfn: of the map before the options");
	else if (boot_until(r, CUT_BOOT_TABLE, STEP_END_OF_RAM, at))
		check_last_pfn_before_options(r, at);
}

static void replay_modified_table(struct replay *r, size_t at)
{
	if (at == r->log.nr)
		return;
	/* Where ACPI's tables went is printed later. */
	if (!reaches_numa(r, at)) {
		lacks(r, r->log.fact[at].line, "modified map: the log ends too soon after it");
		return;
	}
	if (!r->machine.page_0_is_ram) {
		boot_until(r, CUT_FIRMWARE, STEP_END_OF_RAM, at);
		check_modified_table(r);
	} else if (machine_cut_untrimmed(&r->machine, &r->log, at, &variant)) {
		boot_to(r, STEP_BOOT_TABLE);
		check_modified_table(r);
	} else {
		lacks(r, r->log.fact[at].line, "modified map: page 0 is RAM in it");
	}
}

/* The tables that are printed on the way to the final one. */
static void replay_tables(struct replay *r)
{
	const struct log *log = &r->log;
	size_t nosave = log_next(log, 0, FACT_NOSAVE);
	size_t gap = log_next(log, 0, FACT_GAP);

	replay_boot_table(r);
	if (r->input.is_capture &&
	    boot_until(r, CUT_EXTENDED, STEP_E820_EXT, log_table(log, TABLE_EXTENDED)))
		check_extended_table(r);
	if (boot_until(r, CUT_USER, STEP_SETUP_DATA, log_table(log, TABLE_SETUP_DATA)))
		check_setup_data_table(r);
	if (!r->machine.user_map_given &&
	    boot_until(r, CUT_USER, STEP_FINISH_E820, log_table(log, TABLE_USER)))
		check_user_table(r);
	replay_end_before_options(r);
	if (boot_until(r, CUT_FIRMWARE, STEP_END_OF_RAM, log_next_last_pfn(log, 0)))
		check_first_last_pfn(r);
	replay_modified_table(r, log_table(log, TABLE_MODIFIED));
	if (boot_until(r, CUT_FIRMWARE, STEP_END_OF_RAM, nosave < log->nr ? nosave : gap))
		check_nosave_and_gap(r);
}

/* memblock on the way to its final state. */
static void replay_trace(struct replay *r)
{
	const struct machine *m = &r->machine;

	for (uint32_t i = 0; i < m->nr_dumps; i++) {
		machine_cut_dump(m, &m->dump[i], &variant);
		boot(r, &variant, STAGE_MEMBLOCK);
		check_dump(r, &m->dump[i], i ? m->has_trace : m->early_predicted);
	}
	if (!m->has_trace)
		return;
	machine_with_allocations(m, &r->log, &variant);
	boot(r, &variant, STAGE_MEMBLOCK);
	check_allocations(r);
}

/* What is reserved in zone DMA at the time that counts. */
static void count_dma_reserve(struct replay *r)
{
	if (!r->machine.dma_count.fact)
		return;
	machine_cut_dump(&r->machine, &r->machine.dma_count, &variant);
	boot(r, &variant, STAGE_ZONES);
	for (int i = 0; i < NR_IMPLEMENTATIONS; i++) {
		const struct observation *o = observed(r, i);

		r->counted_dma_reserve[i] =
		    NR_ROWS(o, zones_scalars) ? ROWS(o, zones_scalars)->dma_reserve : 0;
	}
}

static void replay_boot(struct replay *r)
{
	const struct machine *m = &r->machine;
	bool to_the_end = m->has_trace && m->early_reserved;

	if (to_the_end)
		count_dma_reserve(r);
	boot(r, &m->scenario, to_the_end ? STAGE_LATE : STAGE_ZONES);
	join_zones_without_dma(r);
	check_firmware(r);
	check_memblock(r);
	check_zone_layout(r);
	check_unavailable(r);
	check_zone_sizes(r);
	check_zonelists(r);
	check_memory_line(r);
	if (!r->input.is_capture)
		return;
	if (!log_first(&r->log, FACT_MEMORY))
		lacks(r, 0, "zones as they were in the end: the log ends before the release");
	else if (!check_zoneinfo(r))
		lacks(r, 0, "zones as they were in the end: no /proc/zoneinfo in the capture");
	if (release_unknown(r))
		lacks(r, 0, "page flags: %s", release_unknown(r));
	else if (!r->input.capture->has_late)
		lacks(r, 0, "page flags: what was freed late is not told");
	else if (!check_page_flags(r))
		lacks(r, 0, "page flags: none in the capture");
}

/* By line, those without a line last; those of a line in the order they were made. */
static int by_line(const void *a, const void *b)
{
	const struct check *x = a, *y = b;

	if (!x->line != !y->line)
		return x->line ? -1 : 1;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static void name_lacks(struct replay *r)
{
	const struct log *log = &r->log;

	for (size_t i = 0; i < log->nr; i++)
		if (log->fact[i].kind == FACT_BAD)
			lacks(r, log->fact[i].line,
			      "not a whole line, or after one in its list: not looked at");
	if (log->precedes_line)
		lacks(r, log->precedes_line, "before the kernel names itself: of another boot");
	if (!r->input.booted)
		lacks(r, 0, "the kernel never came up: its table is predicted, no more");
	if (!r->machine.kernel_told)
		lacks(r, 0, "which kernel: read as %u.%u by its spelling",
		      (unsigned int)(r->machine.kernel >> 32),
		      (unsigned int)(r->machine.kernel >> 16 & 0xffff));
	if (r->machine.user_map_given)
		lacks(r, 0, "the options that made the user map: the user map is the input");
	if (r->machine.has_trace && !r->machine.early_reserved)
		lacks(r, 0, "what was reserved before the trace is not in the log");
}

static bool give_up(const char *path, unsigned int line, const char *wrong)
{
	if (line)
		unusable("%s:%u: %s", path, line, wrong);
	else
		unusable("%s: %s", path, wrong);
	return false;
}

static bool replay_input(const char *path, void (*breaks)(struct replay *), struct replay *r)
{
	unsigned int line = 0;
	const char *wrong = log_read(r->input.log, r->input.log_size, &r->log, &line);

	if (!wrong)
		wrong = machine_build(&r->input, &r->log, &r->machine, &line);
	if (wrong)
		return give_up(path, line, wrong);
	r->rules = release_rules(r->machine.kernel);
	name_lacks(r);
	if (breaks)
		breaks(r);
	if (r->machine.has_map)
		replay_tables(r);
	replay_trace(r);
	if (r->input.booted)
		replay_boot(r);
	if (r->no_memory)
		return give_up(path, 0, "out of memory");
	if (!r->nr_checks)
		return give_up(path, r->log.cut_line, "nothing to check in it");
	qsort(r->check, r->nr_checks, sizeof(*r->check), by_line);
	return true;
}

bool replay_run(const char *path, struct machine_pair *pair, struct replay *r)
{
	return replay_run_broken(path, pair, NULL, r);
}

bool replay_run_broken(const char *path, struct machine_pair *pair, void (*breaks)(struct replay *),
		       struct replay *r)
{
	bool good;

	memset(r, 0, sizeof(*r));
	r->pair = pair;
	if (!input_read(path, &r->input))
		return false;
	good = replay_input(path, breaks, r);
	if (!good)
		replay_free(r);
	return good;
}

void replay_free(struct replay *r)
{
	log_free(&r->log);
	input_free(&r->input);
	free(r->check);
	free(r->lack);
	r->check = NULL;
	r->lack = NULL;
}

bool replay_exact(const struct replay *r)
{
	for (size_t i = 0; i < r->nr_checks; i++)
		if (!r->check[i].ok)
			return false;
	return r->nr_checks;
}
