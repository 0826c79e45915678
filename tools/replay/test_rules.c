/*
 * Each rule that replay relies on, broken on purpose: at least one log or capture notices.
 *
 * A row names the rule, how it is broken, and a file that is exact with the rule and is not
 * without it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "replay.h"

int unusable(const char *format, ...);
int unusable(const char *format, ...)
{
	(void)format;
	return 2;
}

static struct machine_pair pair;
static struct replay replay;

/* ---- The table of releases ---- */

static struct release_rules rules;

static struct release_rules *own_rules(struct replay *r)
{
	rules = *r->rules;
	r->rules = &rules;
	return &rules;
}

#define FLIP(rule)                                    \
	static void flip_##rule(struct replay *r)     \
	{                                             \
		own_rules(r)->rule = !r->rules->rule; \
	}

FLIP(totalpages_with_holes)
FLIP(zone_limits_fixed)
FLIP(memmap_rounds_down)
FLIP(memmap_of_spanned)
FLIP(zone_pages_after_memmap)
FLIP(total_is_present)
FLIP(memory_printed_late)
FLIP(node_setup_of_ram)
FLIP(nosave_from_second)

static void memory_is_of_ram(struct replay *r)
{
	for (size_t i = 0; i < r->log.nr; i++)
		if (r->log.fact[i].kind == FACT_MEMORY)
			r->log.fact[i].v[4] &= ~(uint64_t)MEMORY_OF_MAX_PFN;
}

static void memory_is_of_max_pfn(struct replay *r)
{
	for (size_t i = 0; i < r->log.nr; i++)
		if (r->log.fact[i].kind == FACT_MEMORY)
			r->log.fact[i].v[4] |= MEMORY_OF_MAX_PFN;
}

static void page_0_is_cut_off(struct replay *r)
{
	r->machine.page_0_is_ram = false;
}

static void low_ram_is_kept(struct replay *r)
{
	r->machine.scenario.nr_e820_ops = 0;
}

static void low_ram_is_known(struct replay *r)
{
	r->machine.low_unknown = false;
}

static void no_northbridge(struct replay *r)
{
	for (size_t i = 0; i < r->log.nr; i++)
		if (r->log.fact[i].kind == FACT_NORTHBRIDGE)
			r->log.fact[i].kind = FACT_BAD;
}

static void nodes_of_4_9(struct replay *r)
{
	r->machine.kernel = KERNEL(4, 9, 0);
}

static void dummy_ends_early(struct replay *r)
{
	for (size_t i = 0; i < r->log.nr; i++)
		if (r->log.fact[i].kind == FACT_NUMA_FAKE)
			r->log.fact[i].v[1]--;
}

static void entry_is_lost(struct replay *r)
{
	r->machine.scenario.nr_e820--;
}

static void struct_page_of_64(struct replay *r)
{
	own_rules(r)->struct_page.min = 64;
}

static void struct_page_without_locks(struct replay *r)
{
	own_rules(r)->struct_page.max = 64;
}

static void quarter_batch(struct replay *r)
{
	own_rules(r)->batch_limit /= 4;
}

static void unavailable_by_zone(struct replay *r)
{
	own_rules(r)->unavailable = UNAVAILABLE_BY_ZONE;
}

static void unavailable_by_hole(struct replay *r)
{
	own_rules(r)->unavailable = UNAVAILABLE_BY_HOLE;
}

static void unavailable_without_tail(struct replay *r)
{
	own_rules(r)->unavailable = UNAVAILABLE_ZEROED_WITHOUT_TAIL;
}

static void unavailable_with_tail(struct replay *r)
{
	own_rules(r)->unavailable = UNAVAILABLE_ZEROED;
}

static void before_nosave_of_gaps(struct replay *r)
{
	r->machine.kernel = KERNEL(6, 1, 100);
}

static void nosave_of_gaps(struct replay *r)
{
	r->machine.kernel = KERNEL(6, 15, 0);
}

/* ---- What the implementations boot ---- */

static void boot_4_9(struct replay *r)
{
	r->machine.scenario.release = SC_RELEASE_4_9;
}

static void boot_6_1(struct replay *r)
{
	r->machine.scenario.release = SC_RELEASE_6_1;
}

/* ---- The firmware's map ---- */

static void no_options(struct replay *r)
{
	r->machine.scenario.cmdline[0] = '\0';
}

static void no_extension(struct replay *r)
{
	r->machine.scenario.nr_e820_ext = 0;
}

static void no_setup_data(struct replay *r)
{
	r->machine.scenario.nr_setup_data = 0;
}

static void no_fallback_size(struct replay *r)
{
	r->machine.scenario.alt_mem_k = 0;
}

static void no_kernel_range(struct replay *r)
{
	r->machine.scenario.has_kernel = false;
}

static void edits_count_forever(struct replay *r)
{
	machine_edits_until(&r->machine, &r->log, r->log.nr, &r->machine.scenario);
}

/* ---- memblock ---- */

static void drop_op(struct replay *r, uint64_t start)
{
	struct scenario *s = &r->machine.scenario;

	for (uint32_t i = 0; i < s->nr_ops; i++)
		if (s->ops[i].kind == SC_OP_RESERVE && s->ops[i].range.start == start) {
			s->ops[i].range.size = 0;
			return;
		}
}

static void no_low_64k(struct replay *r)
{
	drop_op(r, 0);
}

static void no_bios_area(struct replay *r)
{
	drop_op(r, 0x9f000);
}

static void no_ebda(struct replay *r)
{
	struct scenario *s = &r->machine.scenario;

	for (uint32_t i = 0; i < s->nr_ops; i++)
		if (s->ops[i].range.start == 0x90000)
			s->ops[i].range = (struct sc_range){0x9f000, 0x61000};
}

static void kernel_elsewhere(struct replay *r)
{
	r->machine.scenario.ops[0].range.start += 2 << 20;
}

static void initrd_not_aligned(struct replay *r)
{
	struct scenario *s = &r->machine.scenario;

	for (uint32_t i = 0; i < s->nr_ops; i++)
		if (s->ops[i].range.start == r->input.capture->initrd.start)
			s->ops[i].range.size = r->input.capture->initrd.size;
}

static void free_is_forgotten(struct replay *r)
{
	struct scenario *s = &r->machine.scenario;

	for (uint32_t i = 0; i < s->nr_ops; i++)
		if (s->ops[i].kind == SC_OP_FREE)
			s->ops[i].range.size = 0;
}

static void last_operation_is_lost(struct replay *r)
{
	struct scenario *s = &r->machine.scenario;

	s->ops[s->nr_ops - 1].range.size = 0;
}

static void numa_at_the_end(struct replay *r)
{
	struct scenario *s = &r->machine.scenario;
	uint32_t at = 0;

	while (s->ops[at].kind != SC_OP_NUMA)
		at++;
	for (; at + 1 < s->nr_ops; at++)
		s->ops[at] = s->ops[at + 1];
	s->ops[at] = (struct sc_op){.kind = SC_OP_NUMA};
}

static void one_node(struct replay *r)
{
	r->machine.scenario.nr_srat = 1;
	r->machine.scenario.srat[0] = (struct sc_srat){.range = {0, 1ull << 46}};
}

static void other_alignment(struct replay *r)
{
	for (size_t i = 0; i < r->log.nr; i++)
		if (r->log.fact[i].kind == FACT_ALLOC)
			r->log.fact[i].v[1] <<= 1;
}

static void no_upper_limit(struct replay *r)
{
	for (size_t i = 0; i < r->log.nr; i++)
		if (r->log.fact[i].kind == FACT_ALLOC)
			r->log.fact[i].v[3] = 0;
}

static void no_lower_limit(struct replay *r)
{
	for (size_t i = 0; i < r->log.nr; i++)
		if (r->log.fact[i].kind == FACT_ALLOC)
			r->log.fact[i].v[2] = 0;
}

static void any_node(struct replay *r)
{
	for (size_t i = 0; i < r->log.nr; i++)
		if (r->log.fact[i].kind == FACT_ALLOC)
			r->log.fact[i].v[4] = UINT64_MAX;
}

static void any_other_node_too(struct replay *r)
{
	for (size_t i = 0; i < r->log.nr; i++)
		if (r->log.fact[i].kind == FACT_ALLOC)
			r->log.fact[i].text.end = r->log.fact[i].text.at;
}

static void limit_is_end_of_ram(struct replay *r)
{
	struct scenario *s = &r->machine.scenario;

	for (uint32_t i = 0; i < s->nr_ops; i++)
		if (s->ops[i].kind == SC_OP_CURRENT_LIMIT)
			s->ops[i].limit = log_first(&r->log, FACT_LAST_PFN)->v[0] << 12;
}

static void zone_dma_counted_late(struct replay *r)
{
	r->machine.dma_count.nr_ops = r->machine.scenario.nr_ops;
}

static void without_maxsmp(struct replay *r)
{
	r->machine.scenario.config.maxsmp = false;
}

/* ---- After the release ---- */

static void a_late_free_is_lost(struct replay *r)
{
	r->machine.scenario.nr_late_ops--;
}

static const struct rule {
	const char *name;
	void (*breaks)(struct replay *);
	const char *path;
} table[] = {
    {"page 0 before 2.6.32", page_0_is_cut_off, "corpus/machines/176-apple-4g-2.6.24.log"},
    {"page 0 in a modified map", page_0_is_cut_off,
     "corpus/machines/202-intel-dg43nb-2g-2.6.31.log"},
    {"changes after last_pfn before 2.6.36", low_ram_is_kept,
     "corpus/machines/202-intel-dg43nb-2g-2.6.31.log"},
    {"64 KiB cut off, 2.6.37 to 3.8", low_ram_is_kept,
     "corpus/machines/210-hp-dv7-6g-3.2-info.log"},
    {"an SRAT that starts high before memblock", low_ram_is_known,
     "corpus/machines/205-opteron-8g-4node-2.6.19.log"},
    {"zone limits before 4.0", flip_zone_limits_fixed,
     "corpus/machines/202-intel-dg43nb-2g-2.6.31.log"},
    {"the northbridge's last bytes", no_northbridge,
     "corpus/machines/095-asus-k8-2node-2.6.13.log"},
    {"numa=fake", one_node, "corpus/machines/213-gce-8g-numa-fake-6.8.log"},
    {"numa=fake of the dummy node", one_node, "corpus/machines/214-qemu-4g-numa-fake-5.12.log"},
    {"nodes without memory before 4.9", nodes_of_4_9,
     "corpus/machines/212-amd-warthog-1g-2node-mem-3.9.log"},
    {"Memory: by its spelling", memory_is_of_max_pfn,
     "corpus/machines/212-amd-warthog-1g-2node-mem-3.9.log"},
    {"the dummy node", dummy_ends_early, "corpus/machines/150-xen-pv-4g-2.6.27.log"},
    {"the printed table is sanitized", entry_is_lost, "corpus/machines/087-ibm-blade-2.6.17.log"},
    {"a memmap's last page before 2.6.27", flip_memmap_rounds_down,
     "corpus/machines/209-asus-core2-2g-2.6.22.log"},
    {"memmap of present pages, 3.8", flip_memmap_of_spanned,
     "corpus/machines/204-asrock-z77-8g-3.8.log"},
    {"zone pages less memmap, 3.8", flip_zone_pages_after_memmap,
     "corpus/machines/204-asrock-z77-8g-3.8.log"},
    {"batches doubled before 4.19", quarter_batch,
     "corpus/machines/208-supermicro-h8dcl-xen-dom0-4.12-suse.log"},
    {"totalpages before 2.6.18", flip_totalpages_with_holes,
     "corpus/machines/183-athlon64-1g-2.6.8.log"},
    {"memmap of spanned pages", flip_memmap_of_spanned,
     "corpus/machines/156-dell-pe2850-16g-2.6.32.log"},
    {"zone pages less memmap", flip_zone_pages_after_memmap,
     "corpus/machines/156-dell-pe2850-16g-2.6.32.log"},
    {"struct page of 56 bytes", struct_page_of_64,
     "corpus/machines/156-dell-pe2850-16g-2.6.32.log"},
    {"struct page of 88 bytes", struct_page_without_locks,
     "corpus/machines/219-ibm-x460-10g-2node-2.6.19.log"},
    {"Memory: of max_pfn", memory_is_of_ram, "corpus/machines/156-dell-pe2850-16g-2.6.32.log"},
    {"batch of 4.9", quarter_batch, "corpus/machines/158-dell-pe2970-64g-2node-4.4.log"},
    {"batch of 4.19", quarter_batch, "corpus/machines/011-dell-inc-latitude-5495.log"},
    {"node setup before 3.19", flip_node_setup_of_ram,
     "corpus/machines/167-ibm-8737-128g-2node-kexec-3.15.log"},
    {"Total pages from 6.10 on", flip_total_is_present, "corpus/boots/081-k612-plain"},
    {"Total pages before 6.10", flip_total_is_present, "corpus/boots/001-plain512"},
    {"Memory: is late from 6.10 on", flip_memory_printed_late, "corpus/boots/109-k612-huge"},
    {"unavailable without the tail", unavailable_with_tail,
     "corpus/machines/057-micro-star-international-co-ltd-ms-7a37-b350.log"},
    {"unavailable with the tail", unavailable_without_tail,
     "corpus/machines/011-dell-inc-latitude-5495.log"},
    {"unavailable by zone", unavailable_by_hole,
     "corpus/machines/030-hp-hp-desktop-m01-f1xxx-87d6.log"},
    {"unavailable by hole", unavailable_by_zone, "corpus/boots/231-fuzz31"},
    {"nosave from the second entry", flip_nosave_from_second,
     "corpus/machines/059-nutanix-ahv-rhel-av.log"},
    {"nosave from the second entry up to 3.17", flip_nosave_from_second,
     "corpus/machines/223-hyperv-2g-2node-3.15.log"},
    {"nosave from page 0 from 3.18 on", flip_nosave_from_second,
     "corpus/machines/224-pc-specialist-w65-8g-4.2.log"},
    {"nosave of gaps", before_nosave_of_gaps, "corpus/boots/059-setup"},
    {"nosave of entries", nosave_of_gaps,
     "corpus/machines/075-to-be-filled-by-o-e-m-to-be-filled-by-o-e-m.log"},
    {"6.1: table appended, then sanitized", boot_4_9, "corpus/boots/005-low3"},
    {"6.1: soft reserved memory is reserved", boot_4_9, "corpus/boots/029-high0"},
    {"6.1: memmap=%", boot_4_9, "corpus/boots/039-memmap-pct"},
    {"6.1: kernelcore=%", boot_4_9, "corpus/boots/043-kc-pct"},
    {"6.1: no movable start beyond the node", boot_4_9, "corpus/boots/241-fuzz41"},
    {"6.1: holes are reserved", boot_4_9, "corpus/boots/033-mem-odd"},
    {"6.12: last_pfn of ACPI data too", boot_6_1, "corpus/boots/237-fuzz37"},
    {"6.12: nodes start at RAM", boot_6_1, "corpus/boots/081-k612-plain"},
    {"6.1: nodes of any size", boot_4_9, "corpus/boots/304-small-node"},
    {"room for 3200 entries", without_maxsmp, "corpus/boots/302-many-ext"},
    {"an allocation on exactly one node", any_other_node_too, "corpus/boots/301-exact-nid"},
    {"what is mapped limits allocations", limit_is_end_of_ram, "corpus/boots/310-kern-above-ram"},
    {"pages of 1 GiB are mapped whole", limit_is_end_of_ram, "corpus/boots/311-kern-gib"},
    {"room for 2048 blocks of nodes", without_maxsmp, "corpus/boots/312-srat-129"},
    {"zone DMA is counted before sparse_init", zone_dma_counted_late,
     "corpus/boots/303-swiotlb-dma"},
    {"the command line", no_options, "corpus/boots/033-mem-odd"},
    {"SETUP_E820_EXT", no_extension, "corpus/boots/061-ext-over"},
    {"setup_data", no_setup_data, "corpus/boots/059-setup"},
    {"alt_mem_k", no_fallback_size, "corpus/boots/097-wrap-e801"},
    {"the kernel's own range", no_kernel_range, "corpus/boots/053-load-res"},
    {"changes after the fill", edits_count_forever,
     "corpus/machines/030-hp-hp-desktop-m01-f1xxx-87d6.log"},
    {"the first 64 KiB", no_low_64k, "corpus/boots/001-plain512"},
    {"the BIOS area", no_bios_area, "corpus/boots/001-plain512"},
    {"the EBDA", no_ebda, "corpus/boots/093-bda-ebda"},
    {"the load address", kernel_elsewhere, "corpus/boots/001-plain512"},
    {"the load address with KASLR", kernel_elsewhere, "corpus/boots/103-kaslr0"},
    {"the initrd's end", initrd_not_aligned, "corpus/boots/001-plain512"},
    {"memblock_phys_free", free_is_forgotten, "corpus/boots/001-plain512"},
    {"the last reservation", last_operation_is_lost, "corpus/boots/001-plain512"},
    {"the place of initmem_init", numa_at_the_end, "corpus/boots/001-plain512"},
    {"the SRAT", one_node, "corpus/boots/063-numa-il"},
    {"alignment of an allocation", other_alignment, "corpus/boots/001-plain512"},
    {"upper limit of an allocation", no_upper_limit, "corpus/boots/001-plain512"},
    {"lower limit of an allocation", no_lower_limit, "corpus/boots/221-fuzz21"},
    {"node of an allocation", any_node, "corpus/boots/063-numa-il"},
    {"late frees", a_late_free_is_lost, "corpus/boots/001-plain512"},
};

static bool is_exact(const char *path, void (*breaks)(struct replay *))
{
	bool exact;

	if (!replay_run_broken(path, &pair, breaks, &replay)) {
		print_error("%s: unusable\n", path);
		return false;
	}
	exact = replay_exact(&replay);
	replay_free(&replay);
	return exact;
}

static void broken_rules_are_noticed(void **state)
{
	size_t unnoticed = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		bool good = is_exact(table[i].path, NULL);
		bool broken = is_exact(table[i].path, table[i].breaks);

		if (good && !broken)
			continue;
		unnoticed++;
		print_error("%s (%s): %s\n", table[i].name, table[i].path,
			    good ? "nobody notices" : "not exact to begin with");
	}
	assert_int_equal(unnoticed, 0);
}

static int start(void **state)
{
	(void)state;
	pair_open(&pair);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	pair_close(&pair);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(broken_rules_are_noticed)};

	return cmocka_run_group_tests(tests, start, stop);
}
