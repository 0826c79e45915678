#include "acpi.h"

#include <stdbool.h>
#include <string.h>

#include "bytes.h"

enum { RSDP_SIZE = 36, RSDP_V1_SIZE = 20, HEADER_SIZE = 36, ALIGN = 64 };
enum { SRAT_CPU = 0, SRAT_MEMORY = 1, SRAT_CPU_SIZE = 16, SRAT_MEMORY_SIZE = 40 };
enum { SRAT_ENABLED = 1, SRAT_HOTPLUG = 2, SRAT_NON_VOLATILE = 4 };

/* The byte that makes the sum of all 0. */
static unsigned char checksum(const unsigned char *data, size_t size)
{
	unsigned int sum = 0;

	for (size_t i = 0; i < size; i++)
		sum += data[i];
	return (unsigned char)(0x100 - (sum & 0xff));
}

static void make_header(unsigned char *table, const char *signature, unsigned char revision,
			size_t size)
{
	memcpy(table, signature, 4);
	put32(table + 4, (uint32_t)size);
	table[8] = revision;
	memcpy(table + 10, "MMINITMMINIT  ", 14);
	put32(table + 24, 1);
	memcpy(table + 28, "MMIN", 4);
	put32(table + 32, 1);
	table[9] = checksum(table, size);
}

/* A local APIC a CPU, the I/O APIC where QEMU has it, and the timer's interrupt 0 at its input
 * 2: without that, no timer interrupt arrives and the kernel waits forever. */
static size_t make_madt(unsigned char *table, uint32_t nr_cpus)
{
	enum { LAPIC_SIZE = 8, IOAPIC_SIZE = 12, OVERRIDE_SIZE = 10 };
	unsigned char *at = table + HEADER_SIZE;

	put32(at, 0xfee00000);
	put32(at + 4, 1); /* PC/AT 8259s too */
	at += 8;
	for (uint32_t cpu = 0; cpu < nr_cpus; cpu++) {
		at[0] = 0;
		at[1] = LAPIC_SIZE;
		at[2] = at[3] = (unsigned char)cpu;
		put32(at + 4, 1);
		at += LAPIC_SIZE;
	}
	at[0] = 1;
	at[1] = IOAPIC_SIZE;
	put32(at + 4, 0xfec00000);
	at += IOAPIC_SIZE;
	at[0] = 2;
	at[1] = OVERRIDE_SIZE;
	put32(at + 4, 2);
	at += OVERRIDE_SIZE;
	make_header(table, "APIC", 3, (size_t)(at - table));
	return (size_t)(at - table);
}

static size_t make_srat(unsigned char *table, const struct scenario *s)
{
	unsigned char *at = table + HEADER_SIZE;

	put32(at, 1);
	at += 12;
	/* The CPUs go round the nodes in the order of their memory. */
	for (uint32_t cpu = 0; cpu < s->nr_cpus; cpu++) {
		uint32_t pxm = s->srat[cpu % s->nr_srat].pxm;

		at[0] = SRAT_CPU;
		at[1] = SRAT_CPU_SIZE;
		at[2] = (unsigned char)pxm;
		at[3] = (unsigned char)cpu;
		put32(at + 4, SRAT_ENABLED);
		for (int byte = 1; byte < 4; byte++)
			at[8 + byte] = (unsigned char)(pxm >> 8 * byte);
		at += SRAT_CPU_SIZE;
	}
	for (uint32_t i = 0; i < s->nr_srat; i++) {
		const struct sc_srat *m = &s->srat[i];

		at[0] = SRAT_MEMORY;
		at[1] = SRAT_MEMORY_SIZE;
		put32(at + 2, m->pxm);
		put64(at + 8, m->range.start);
		put64(at + 16, m->range.size);
		put32(at + 28, SRAT_ENABLED | (m->hotplug ? (uint32_t)SRAT_HOTPLUG : 0) |
				   (m->non_volatile ? (uint32_t)SRAT_NON_VOLATILE : 0));
		at += SRAT_MEMORY_SIZE;
	}
	make_header(table, "SRAT", 3, (size_t)(at - table));
	return (size_t)(at - table);
}

static size_t aligned(size_t offset)
{
	return (offset + ALIGN - 1) & ~(size_t)(ALIGN - 1);
}

size_t acpi_make(unsigned char tables[ACPI_MAX_SIZE], uint64_t addr, const struct scenario *s)
{
	enum { XSDT_SIZE = HEADER_SIZE + 2 * 8 };
	size_t xsdt = aligned(RSDP_SIZE);
	size_t madt = aligned(xsdt + XSDT_SIZE);
	size_t end;

	memset(tables, 0, ACPI_MAX_SIZE);
	end = madt + make_madt(tables + madt, s->nr_cpus);
	put64(tables + xsdt + HEADER_SIZE, addr + madt);
	if (s->nr_srat) {
		size_t srat = aligned(end);

		end = srat + make_srat(tables + srat, s);
		put64(tables + xsdt + HEADER_SIZE + 8, addr + srat);
	}
	make_header(tables + xsdt, "XSDT", 1, s->nr_srat ? XSDT_SIZE : XSDT_SIZE - 8);

	memcpy(tables, "RSD PTR ", 8);
	memcpy(tables + 9, "MMINIT", 6);
	tables[15] = 2;
	put32(tables + 20, RSDP_SIZE);
	put64(tables + 24, addr + xsdt);
	tables[8] = checksum(tables, RSDP_V1_SIZE);
	tables[32] = checksum(tables, RSDP_SIZE);
	return end;
}
