/* Bytes: any string is a valid scenario, every scenario within the bounds comes back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "generate.h"
#include "scenario_bytes.h"
#include "scenario_file.h"

static struct scenario s, again;
static uint8_t bytes[SC_MAX_BYTES];

static uint64_t state = UINT64_C(0x9e3779b97f4a7c15);

static uint64_t next(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static size_t random_bytes(uint8_t *out, size_t max)
{
	size_t len = next() % (max + 1);

	for (size_t i = 0; i < len; i++)
		out[i] = (uint8_t)(next() >> 32);
	return len;
}

/* ---- Whether a scenario is valid: written apart from scenario_check() ---- */

static bool power_of_two(uint64_t v)
{
	return __builtin_popcountll(v) == 1;
}

static void check_op(const struct sc_op *op)
{
	assert_in_range(op->kind, 0, SC_NR_OPS - 1);
	assert_true(op->nid >= (op->kind == SC_OP_ALLOC ? -1 : 0) && op->nid <= 64);
	if (op->kind == SC_OP_ALLOC)
		assert_true(op->align == 0 || power_of_two(op->align));
	if (op->kind == SC_OP_TRIM)
		assert_true(power_of_two(op->align));
	if (op->kind == SC_OP_BOTTOM_UP)
		assert_in_range(op->limit, 0, 1);
}

static void check_late_op(const struct scenario *v, uint32_t i)
{
	const struct sc_late_op *op = &v->late_ops[i];

	assert_in_range(op->kind, 0, SC_NR_LATE_OPS - 1);
	if (op->kind == SC_LATE_FREE) {
		assert_true(op->operation < i);
		enum sc_late_op_kind kind = v->late_ops[op->operation].kind;

		assert_true(kind != SC_LATE_FREE && kind != SC_LATE_FREE_LATE);
	}
	assert_in_range(op->order, 0, v->geometry == SC_TINY ? 4 : 10);
	assert_in_range(op->zone, 0, 3);
	assert_in_range(op->nid, 0, 63);
	assert_in_range(op->migratetype, 0, 2);
}

static void check(const struct scenario *v)
{
	unsigned int nr_numa = 0, nr_fill = 0;

	assert_in_range(v->geometry, 0, SC_NR_GEOMETRIES - 1);
	assert_in_range(v->nr_e820, 0, 128);
	assert_in_range(v->nr_e820_ext, 0, 512);
	assert_in_range(v->nr_e820_ops, 0, SC_MAX_E820_OPS);
	assert_in_range(v->nr_setup_data, 0, SC_MAX_SETUP_DATA);
	assert_in_range(v->nr_srat, 0, SC_MAX_SRAT);
	assert_in_range(v->nr_late_ops, 0, 4096);
	assert_in_range(v->nr_ops, 0, SC_MAX_OPS);
	assert_true(strnlen(v->cmdline, SC_MAX_CMDLINE) < SC_MAX_CMDLINE);
	assert_null(strchr(v->cmdline, '\n'));
	assert_in_range(v->bda_ebda_segment, 0, 0xffff);
	assert_in_range(v->bda_kib, 0, 0xffff);
	for (uint32_t i = 0; i < v->nr_e820_ops; i++)
		assert_in_range(v->e820_ops[i].kind, 0, SC_NR_E820_OPS - 1);
	for (uint32_t i = 0; i < v->nr_srat; i++)
		assert_in_range(v->srat[i].nid, 0, 63);
	for (uint32_t i = 0; i < v->nr_ops; i++) {
		check_op(&v->ops[i]);
		nr_fill += v->ops[i].kind == SC_OP_FILL;
		nr_numa += v->ops[i].kind == SC_OP_NUMA;
		if (nr_numa)
			assert_true(nr_fill || !v->nr_e820);
	}
	assert_int_equal(nr_numa, v->nr_srat > 0);
	assert_true(nr_fill || !v->nr_e820);
	for (uint32_t i = 0; i < v->nr_late_ops; i++)
		check_late_op(v, i);
	assert_in_range(v->nr_cpus, 1, 8192);
	assert_in_range(v->nr_early_vm, 0, 1024);
	assert_in_range(v->nr_user_maps, 0, 1024);
	assert_in_range(v->nr_bootmem_info, 0, 1024);
	assert_in_range(v->slub_max_order, 0, 20);
	assert_in_range(v->slub_min_order, 0, 20);
	assert_in_range(v->arm.page_shift, 12, 16);
	assert_true(v->percpu.static_size && v->percpu.dyn_size >= 12288);
	assert_true((uint64_t)v->percpu.static_size + v->percpu.reserved_size +
			v->percpu.dyn_size <=
		    v->percpu.unit_size);
	assert_null(scenario_check(v));
}

/* ---- The bound of pages: sections counted in a bitmap, options by another reading ---- */

static uint8_t present[(1 << 19) / 8];
static uint32_t touched;

static void touch(uint64_t start, uint64_t size)
{
	uint64_t top = UINT64_C(1) << 46;
	uint64_t end = start + size < start ? top : start + size;

	if (end > top)
		end = top;
	for (uint64_t n = start >> 27; start < end && n <= (end - 1) >> 27; n++) {
		if (!(present[n / 8] & 1u << n % 8))
			touched++;
		present[n / 8] |= (uint8_t)(1u << n % 8);
	}
}

/* Returns what follows the number and its unit. */
static const char *number_with_unit(const char *at, uint64_t *number)
{
	static const char units[] = "KMGTPEkmgtpe";
	char *end;
	const char *unit;

	*number = strtoull(at, &end, 0);
	unit = *end ? strchr(units, *end) : NULL;
	if (!unit)
		return end;
	*number <<= 10 * ((unit - units) % 6 + 1);
	return end + 1;
}

static void touch_options(const char *cmdline)
{
	for (const char *at = cmdline; (at = strstr(at, "memmap=")) != NULL;) {
		at += strlen("memmap=");
		for (bool more = true; more;) {
			uint64_t size, start;

			at = number_with_unit(at, &size);
			if (*at == '@') {
				at = number_with_unit(at + 1, &start);
				touch(start, size);
			}
			at += strcspn(at, ", \t");
			more = *at == ',';
			at += more;
		}
	}
}

static void touch_table(const struct scenario *v)
{
	for (uint32_t i = 0; i < v->nr_e820; i++) {
		if (v->e820[i].type == 1 || v->e820[i].type == 128)
			touch(v->e820[i].addr, v->e820[i].size);
	}
	for (uint32_t i = 0; i < v->nr_e820_ext; i++) {
		if (v->e820_ext[i].type == 1 || v->e820_ext[i].type == 128)
			touch(v->e820_ext[i].addr, v->e820_ext[i].size);
	}
	for (uint32_t i = 0; i < v->nr_e820_ops; i++) {
		const struct sc_e820_op *op = &v->e820_ops[i];
		uint32_t type = op->kind == SC_E820_UPDATE ? op->new_type : op->type;

		if ((op->kind == SC_E820_ADD || op->kind == SC_E820_UPDATE) &&
		    (type == 1 || type == 128))
			touch(op->range.start, op->range.size);
	}

	uint64_t kib = v->ext_mem_k > v->alt_mem_k ? v->ext_mem_k : v->alt_mem_k;

	touch(0, 0x9f000);
	touch(0x100000, kib << 10);
	if (v->has_kernel)
		touch(v->kernel.start, v->kernel.size);
}

static void check_bound(const struct scenario *v)
{
	if (v->geometry != SC_X86_64)
		return;
	memset(present, 0, sizeof(present));
	touched = 0;
	if (v->nr_e820)
		touch_table(v);
	for (uint32_t i = 0; i < v->nr_ops; i++) {
		if (v->ops[i].kind == SC_OP_ADD || v->ops[i].kind == SC_OP_ADD_NODE)
			touch(v->ops[i].range.start, v->ops[i].range.size);
	}
	touch_options(v->cmdline);
	assert_in_range(touched, 0, 64);
	assert_in_range(scenario_max_pages(v), (uint64_t)touched << 15, 1 << 21);
}

static void must_return(const struct scenario *v)
{
	size_t len = scenario_encode(v, bytes, sizeof(bytes));

	assert_true(len > 0);
	scenario_decode(bytes, len, &again);
	if (!scenario_equal(v, &again)) {
		fail_msg("another scenario after encoding and decoding");
	}
	assert_int_equal(scenario_encode(v, bytes, len - 1), 0);
}

static void any_bytes_are_valid(void **unused)
{
	static uint8_t input[2048];

	(void)unused;
	for (int i = 0; i < 100000; i++) {
		size_t len = random_bytes(input, i % 16 ? 160 : sizeof(input));

		scenario_decode(input, len, &s);
		check(&s);
		check_bound(&s);
		if (i % 4 == 0)
			must_return(&s);
	}
}

static void same_bytes_same_scenario(void **unused)
{
	static uint8_t input[512];

	(void)unused;
	for (int i = 0; i < 1000; i++) {
		size_t len = random_bytes(input, sizeof(input));

		memset(&s, 0xa5, sizeof(s));
		memset(&again, 0x5a, sizeof(again));
		scenario_decode(input, len, &s);
		scenario_decode(input, len, &again);
		assert_true(scenario_equal(&s, &again));
	}
	scenario_decode(NULL, 0, &s);
	check(&s);
}

/* Long inputs reach every bound of the arrays. */
static void full_arrays(void **unused)
{
	static uint8_t input[1 << 18];

	(void)unused;
	for (int i = 0; i < 20; i++) {
		for (size_t k = 0; k < sizeof(input); k++)
			input[k] = (uint8_t)(next() >> 32);
		scenario_decode(input, sizeof(input), &s);
		check(&s);
		check_bound(&s);
		assert_int_equal(s.nr_e820, SC_MAX_E820);
		must_return(&s);
	}
	for (int kind = 0; kind < 256; kind++) {
		memset(input, kind, sizeof(input));
		scenario_decode(input, sizeof(input), &s);
		check(&s);
		must_return(&s);
	}
}

static void generated_machines_return(void **unused)
{
	(void)unused;
	for (uint64_t seed = 0; seed < 20000; seed++) {
		generate_scenario(seed, &s);
		must_return(&s);
	}
}

static uint64_t odd_number(void)
{
	uint64_t v = next() >> next() % 64;

	return next() % 2 ? v : -v;
}

static uint32_t below(uint32_t bound)
{
	return (uint32_t)(next() % bound);
}

static struct sc_range odd_range(void)
{
	return (struct sc_range){odd_number(), odd_number()};
}

/* Likewise for what mm_init is asked. */
static void odd_settings(void)
{
	for (int i = 0; sc_config_options[i].name; i++)
		*sc_config_option(&s.config, (size_t)i) = below(2);
	s.config.deferred_init &= s.geometry != SC_ARM_FLATMEM;
	s.nr_cpus = 1 + below(8192);
	s.cpu = (struct sc_cpu){below(2), below(2), below(2), below(2), below(2)};
	for (int i = 0; i < SC_NR_STRUCTS; i++)
		s.sizeof_struct[i] = next() % (sc_sizeof_max((enum sc_struct)i) + 1) & ~7u;
	s.slub_min_objects = (uint32_t)odd_number() & INT32_MAX;
	s.slub_max_order = below(21);
	s.slub_min_order = below(21);
	s.percpu.static_size = 2 + (below(0x1000000) & ~1u);
	s.percpu.reserved_size = below(0x1000000) & ~1u;
	s.percpu.dyn_size = 0x3000 + (below(0x1000000) & ~1u);
	s.percpu.unit_size = 0x3004000 + (below(0x1000000) & ~0xfffu);
	for (uint32_t k = 0; k < s.nr_early_vm; k++)
		s.early_vm[k] = (struct sc_early_vm){odd_number(), odd_number(), odd_number()};
	s.nr_user_maps = below(3);
	for (uint32_t k = 0; k < s.nr_user_maps; k++)
		s.user_maps[k] = (struct sc_user_map){odd_number(), below(0x1000),
						      (enum sc_prot)(below(SC_NR_PROTS))};
	for (uint32_t k = 0; k < s.nr_bootmem_info; k++) {
		s.bootmem_info[k].id = (uint32_t)odd_number();
		s.bootmem_info[k].range = (struct sc_range){odd_number(), below(0x1000001)};
	}
	for (int i = 0; i < SC_NR_IMAGE_PARTS; i++)
		s.image[i] = odd_range();
	s.arm = (struct sc_arm){.has_lowmem_limit = below(2),
				.lowmem_limit = (uint32_t)odd_number(),
				.phys_offset = (uint32_t)odd_number() & 0xffff0000,
				.has_dma_zone = below(2),
				.dma_zone_size = (uint32_t)odd_number(),
				.page_shift = 12 + below(5),
				.has_mem_map = below(2),
				.mem_map = (uint32_t)odd_number()};
	for (uint32_t k = 0; k < s.nr_late_ops; k++)
		s.late_ops[k].bytes = odd_number();
}

/* Every field of every kind with any value it may have. */
static void any_values_return(void **unused)
{
	(void)unused;
	for (int i = 0; i < 20000; i++) {
		generate_scenario((uint64_t)i, &s);
		for (uint32_t k = 0; k < s.nr_e820; k++) {
			s.e820[k].addr = odd_number();
			s.e820[k].size = odd_number();
			s.e820[k].type = (uint32_t)odd_number();
		}
		for (uint32_t k = 0; k < s.nr_e820_ops; k++) {
			s.e820_ops[k].range = odd_range();
			s.e820_ops[k].new_type = (uint32_t)odd_number();
		}
		for (uint32_t k = 0; k < s.nr_ops; k++) {
			s.ops[k].range = odd_range();
			s.ops[k].nid = (int32_t)(next() % 65);
			s.ops[k].align = UINT64_C(1) << next() % 64;
			s.ops[k].limit = s.ops[k].kind == SC_OP_BOTTOM_UP ? 1 : odd_number();
		}
		for (uint32_t k = 0; k < s.nr_srat; k++) {
			s.srat[k].range = odd_range();
			s.srat[k].nid = next() % 64;
			s.srat[k].pxm = (uint32_t)odd_number();
		}
		for (uint32_t k = 0; k < s.nr_setup_data; k++)
			s.setup_data[k] = odd_range();
		odd_settings();
		if (sc_needs_4_9(&s))
			s.release = SC_RELEASE_4_9;
		s.kernel = odd_range();
		s.initrd = odd_range();
		s.ext_mem_k = (uint32_t)odd_number();
		s.alt_mem_k = (uint32_t)odd_number();
		for (char *c = s.cmdline; *c; c++) {
			if (next() % 256 == 0)
				*c = '@';
		}
		if (scenario_limit(&s)) {
			assert_true(scenario_within_limit(&s));
			assert_false(scenario_limit(&s));
		}
		check_bound(&s);
		must_return(&s);
	}
}

static void beyond_the_bounds(void **unused)
{
	(void)unused;
	scenario_clear(&s);
	s.e820[0] = (struct sc_e820_entry){0, UINT64_C(1) << 33, 1};
	s.nr_e820 = 1;
	assert_int_equal(scenario_encode(&s, bytes, sizeof(bytes)), 0); /* no fill */
	scenario_place(&s, 0, 0);
	must_return(&s);
	s.e820[0].size++;
	assert_int_equal(scenario_encode(&s, bytes, sizeof(bytes)), 0);
	assert_true(scenario_limit(&s));
	assert_int_equal(s.e820[0].size, UINT64_C(1) << 33);
	must_return(&s);
	s.e820[0].size = 0; /* section 0 counts all the same */
	strcpy(s.cmdline, "memmap=8064M@128M");
	must_return(&s);
	strcpy(s.cmdline, "memmap=0x1f8000000@0x8000001");
	assert_int_equal(scenario_encode(&s, bytes, sizeof(bytes)), 0);
	assert_true(scenario_limit(&s));
	assert_string_equal(s.cmdline, "memmap=0x1f8000000$0x8000001");
	s.geometry = SC_TINY;
	s.e820[0].size = UINT64_MAX;
	must_return(&s);
}

/* Machines from few random bytes are mostly worth booting. */
static void machines_have_ram(void **unused)
{
	unsigned int with_ram = 0, nr = 0;

	(void)unused;
	for (int i = 0; i < 10000; i++) {
		uint8_t input[48];
		uint64_t ram = 0;

		for (size_t k = 0; k < sizeof(input); k++)
			input[k] = (uint8_t)(next() >> 32);
		scenario_decode(input, sizeof(input), &s);
		for (uint32_t k = 0; k < s.nr_e820; k++) {
			if (s.e820[k].type == 1)
				ram += s.e820[k].size;
		}
		for (uint32_t k = 0; k < s.nr_ops && s.geometry == SC_ARM_FLATMEM; k++) {
			if (s.ops[k].kind == SC_OP_ADD)
				ram += s.ops[k].range.size;
		}
		nr++;
		with_ram +=
		    ram >= (s.geometry == SC_X86_64 ? UINT64_C(32) << 20 : UINT64_C(4) << 20);
	}
	assert_true(with_ram > nr / 10 * 9);
}

static void corpus_returns(void **unused)
{
	glob_t files;
	unsigned int returned = 0;

	(void)unused;
	assert_int_equal(glob("corpus/*/*.mm", 0, NULL, &files), 0);
	for (size_t i = 0; i < files.gl_pathc; i++) {
		assert_true(scenario_load(files.gl_pathv[i], &s));
		if (!scenario_within_limit(&s)) {
			assert_int_equal(scenario_encode(&s, bytes, sizeof(bytes)), 0);
			continue;
		}
		must_return(&s);
		returned++;
	}
	globfree(&files);
	assert_true(returned > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(any_bytes_are_valid), cmocka_unit_test(same_bytes_same_scenario),
	    cmocka_unit_test(full_arrays),         cmocka_unit_test(generated_machines_return),
	    cmocka_unit_test(any_values_return),   cmocka_unit_test(beyond_the_bounds),
	    cmocka_unit_test(machines_have_ram),   cmocka_unit_test(corpus_returns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
