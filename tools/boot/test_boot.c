/* What can be told of boots without booting: identities, joined logs, tables, places. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acpi.h"
#include "bytes.h"
#include "generate.h"
#include "identity.h"
#include "join.h"
#include "load.h"

/* The last line that would have been printed to standard error. */
static char message[512];

int unusable(const char *format, ...);
int unusable(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	return 2;
}

static struct scenario scenario, other;
static struct loader loader;

static void assert_identity(const char *text, const char *wanted)
{
	char identity[IDENTITY_SIZE] = "";

	identity_add(identity, text, strlen(text));
	assert_string_equal(identity, wanted);
}

static void identities(void **state)
{
	const char *line;

	(void)state;
	assert_identity("Oops: 0000 [#1] PREEMPT SMP NOPTI", "Oops: N [#N] PREEMPT SMP NOPTI");
	assert_identity("BUG: unable to handle page fault for address: ffffea0000400000",
			"BUG: unable to handle page fault for address: N");
	assert_identity("RIP: free_area_init+0xa72/0xbda", "RIP: free_area_init+N/N");
	assert_identity("reserved 512K at 16M \x01\xff", "reserved NK at NM");
	assert_identity("dead face added", "dead face added"); /* words, not numbers */
	assert_identity("PXM 3 node17", "PXM N node17");
	assert_int_equal(log_last_line("[    0.1] one\r\n[    0.2] two \r\n\n", &line), 3);
	assert_memory_equal(line, "two", 3);
	assert_int_equal(log_last_line("", &line), 0);
	assert_int_equal(log_complaint("[0] fine\n[1] WARNING: CPU: 0\n[2] BUG: y\n", &line), 6);
	assert_memory_equal(line, "BUG: y", 6);
	assert_int_equal(log_complaint("[0] fine\n[1] WARNING: CPU: 0\n", &line), 15);
	assert_int_equal(log_complaint("[0] fine\n", &line), 0);
}

static void long_identities(void **state)
{
	char text[1000], identity[IDENTITY_SIZE] = "panic: ";

	(void)state;
	memset(text, 'x', sizeof(text));
	identity_add(identity, text, sizeof(text));
	assert_int_equal(strlen(identity), IDENTITY_SIZE - 1);
	identity_add_function(identity, "RIP: 0010:f+0x1/0x2");
	assert_int_equal(strlen(identity), IDENTITY_SIZE - 1);
}

static void functions(void **state)
{
	char identity[IDENTITY_SIZE] = "panic: x";

	(void)state;
	identity_add_function(identity, "a\nRIP: 0010:free_area_init+0xa72/0xbda\n");
	assert_string_equal(identity, "panic: x in free_area_init");
	identity_add_function(identity, "RIP: 0010:0xffffffff81000000\n"); /* no symbol */
	assert_string_equal(identity, "panic: x in free_area_init");
}

static void joined_logs(void **state)
{
	char *whole = logs_join("a\r\nb\r\nc\r\nd\r\ne\r\n", "<6>b\n<4>c\n<6>d\n<5>e\n<6>f\n");

	(void)state;
	assert_string_equal(whole, "a\r\n<6>b\n<4>c\n<6>d\n<5>e\n<6>f\n");
	free(whole);
	/* The first of equal lines is not the place if what follows differs. */
	whole = logs_join("x\nb\nz\nx\nb\nc\nd\n", "x\nb\nc\nd\n");
	assert_string_equal(whole, "x\nb\nz\nx\nb\nc\nd\n");
	free(whole);
	assert_null(logs_join("a\nb\n", "c\nd\ne\nf\n"));
	assert_null(logs_join("", "c\n"));
}

static unsigned int sum(const unsigned char *at, size_t size)
{
	unsigned int total = 0;

	while (size--)
		total += *at++;
	return total & 0xff;
}

/* A table that the XSDT names, checked for its sum. */
static const unsigned char *table_at(const unsigned char *tables, unsigned int index,
				     const char *signature)
{
	const unsigned char *xsdt = tables + (get32(tables + 24) - 0x20000);
	const unsigned char *table = tables + (get32(xsdt + 36 + 8 * index) - 0x20000);

	assert_int_equal(sum(xsdt, get32(xsdt + 4)), 0);
	assert_memory_equal(table, signature, 4);
	assert_int_equal(sum(table, get32(table + 4)), 0);
	return table;
}

static void acpi_tables(void **state)
{
	static unsigned char tables[ACPI_MAX_SIZE];
	const unsigned char *srat;

	(void)state;
	scenario_clear(&scenario);
	scenario.nr_cpus = LOAD_MAX_CPUS;
	scenario.nr_srat = SC_MAX_SRAT;
	for (uint32_t i = 0; i < SC_MAX_SRAT; i++)
		scenario.srat[i] = (struct sc_srat){.range = {i << 20, 1 << 20}, .pxm = i / 8};
	assert_true(acpi_make(tables, 0x20000, &scenario) <= ACPI_MAX_SIZE);
	assert_int_equal(sum(tables, 36), 0);
	assert_int_equal(get32(table_at(tables, 0, "APIC") + 4), 44 + 8 * LOAD_MAX_CPUS + 12 + 10);
	srat = table_at(tables, 1, "SRAT");
	assert_int_equal(get32(srat + 4), 48 + 16 * LOAD_MAX_CPUS + 40 * SC_MAX_SRAT);
	/* CPU 9 is on the node of the tenth piece of memory. */
	assert_int_equal(srat[48 + 16 * 9 + 2], 1);
}

static void acpi_without_nodes(void **state)
{
	static unsigned char tables[ACPI_MAX_SIZE];

	(void)state;
	scenario_clear(&scenario);
	scenario.nr_cpus = 2;
	acpi_make(tables, 0x20000, &scenario);
	table_at(tables, 0, "APIC");
	assert_int_equal(get32(tables + (get32(tables + 24) - 0x20000) + 4),
			 36 + 8); /* one table */
}

/* All that a kernel is to find lies in memory that the machine has, and nothing on something else.
 */
static void random_machines(void **state)
{
	static unsigned char image[14 << 20];
	static const struct kernel kernel = {.image = image,
					     .size = sizeof(image),
					     .setup_size = 0x4000,
					     .init_size = 0x35f8000,
					     .pref_address = 16 << 20,
					     .cmdline_size = 2047};

	(void)state;
	for (uint64_t seed = 1; seed <= 2000; seed++) {
		generate_machine(seed, &scenario);
		generate_machine(seed, &other);
		assert_true(scenario_equal(&scenario, &other));
		assert_null(scenario_check(&scenario));
		assert_true(loader_place(&loader, "seed", &scenario, &kernel, false, ""));
		assert_false(loader.ram_is_short);
		for (size_t i = 0; i < loader.nr_pieces; i++) {
			const struct piece *p = &loader.piece[i];

			assert_true(p->addr + p->size <= loader.ram);
			for (size_t k = 0; k < i; k++)
				assert_true(p->addr + p->size <= loader.piece[k].addr ||
					    loader.piece[k].addr + loader.piece[k].size <= p->addr);
		}
		loader_free(&loader);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(identities),      cmocka_unit_test(long_identities),
	    cmocka_unit_test(functions),       cmocka_unit_test(joined_logs),
	    cmocka_unit_test(acpi_tables),     cmocka_unit_test(acpi_without_nodes),
	    cmocka_unit_test(random_machines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
