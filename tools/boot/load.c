#include "load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "tools/mminit.h"

#define MiB 0x100000ull
#define GiB 0x40000000ull

/* Where things lie unless the scenario says otherwise: below 1 MiB what the kernel copies or has
 * done with early, above the kernel's own pref_address what it keeps. */
enum {
	BIOS_DATA = 0x40e,
	ACPI_TABLES = 0x20000,
	ZERO_PAGE = 0x90000,
	CMDLINE = 0x91000,
	LOAD_ALIGN = 2 << 20,
	INITRD = 72 << 20,
	EXTENSION = 76 << 20,
};

/* QEMU's memory: up to 3 GiB in one piece, more of it from 4 GiB on. */
#define LOW_RAM_END 0xc0000000ull
#define MIN_RAM     (512 * MiB)
#define MAX_RAM     (256 * GiB)

enum { E820_USABLE = 1, E820_ACPI = 3, E820_NVS = 4, E820_RESERVED_KERN = 128 };
enum { SETUP_NONE = 0, SETUP_E820_EXT = 1, NODE_HEADER = 16, E820_ENTRY = 20 };

/* What replay needs to be told, and what makes a boot fast and its end certain. */
static const char options[] =
    "memblock=debug nokaslr ignore_loglevel log_buf_len=2M iomem=relaxed panic=-1 "
    "cryptomgr.notests tsc=reliable no_timer_check rcupdate.rcu_expedited=1";

/* The program that hands the capture back: see guest/init.c. */
extern const unsigned char guest_init[], guest_init_end[];
__asm__(".pushsection .rodata\n"
	".globl guest_init, guest_init_end\n"
	"guest_init: .incbin \"" MMINIT_GUEST_INIT "\"\n"
	"guest_init_end:\n"
	".popsection\n");

static unsigned char *add_piece(struct loader *l, uint64_t addr, size_t size)
{
	unsigned char *data = calloc(1, size);

	if (data)
		l->piece[l->nr_pieces++] = (struct piece){addr, data, size};
	return data;
}

static bool overlap(uint64_t a, uint64_t a_size, uint64_t b, uint64_t b_size)
{
	return a < b + b_size && b < a + a_size;
}

/* Whether one usable entry of the raw table holds the range, and no entry of another type a part
 * of it. */
static bool is_usable(const struct scenario *s, uint64_t start, uint64_t size)
{
	bool held = false;

	for (uint32_t i = 0; i < s->nr_e820; i++) {
		const struct sc_e820_entry *e = &s->e820[i];

		if (e->addr + e->size < e->addr)
			continue;
		if (e->type != E820_USABLE && overlap(start, size, e->addr, e->size))
			return false;
		if (e->type == E820_USABLE && e->addr <= start && start + size <= e->addr + e->size)
			held = true;
	}
	return held && start + size <= LOW_RAM_END;
}

static bool is_taken(const struct loader *l, uint64_t start, uint64_t size)
{
	if (overlap(start, size, l->load, l->kernel->init_size) ||
	    overlap(start, size, l->initrd.start, l->initrd.size))
		return true;
	for (uint32_t i = 0; i < l->nr_setup_data; i++)
		if (overlap(start, size, l->setup_data[i].start, l->setup_data[i].size))
			return true;
	return false;
}

/* The lowest place from `first` on that is usable and free; if there is none, that is free: the
 * kernel then has to live with what lies outside its memory. */
static uint64_t find_place(const struct loader *l, uint64_t first, uint64_t size)
{
	for (uint64_t at = first; at < LOW_RAM_END; at += MiB)
		if (is_usable(l->scenario, at, size) && !is_taken(l, at, size))
			return at;
	while (is_taken(l, first, size))
		first += MiB;
	return first;
}

static void place_kernel(struct loader *l)
{
	const struct scenario *s = l->scenario;

	l->load = l->kernel->pref_address;
	if (s->has_kernel && s->kernel.start % LOAD_ALIGN == 0 && s->kernel.start >= l->load &&
	    s->kernel.start + l->kernel->init_size <= LOW_RAM_END)
		l->load = s->kernel.start;
	else
		for (uint64_t at = l->load; at < LOW_RAM_END; at += LOAD_ALIGN)
			if (is_usable(s, at, l->kernel->init_size)) {
				l->load = at;
				break;
			}
}

/* One member of a newc archive; returns its size, to a multiple of 4. */
static size_t add_member(unsigned char *at, const char *name, unsigned int mode,
			 const unsigned char *data, size_t size)
{
	enum { HEADER = 110 };
	size_t name_size = strlen(name) + 1;
	size_t data_at = (HEADER + name_size + 3) & ~(size_t)3;
	char header[HEADER + 1];

	snprintf(header, sizeof(header),
		 "070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x", 1u, mode, 0u, 0u, 1u,
		 0u, (uint32_t)size, 0u, 0u, 0u, 0u, (uint32_t)name_size, 0u);
	memcpy(at, header, HEADER);
	memcpy(at + HEADER, name, name_size);
	if (size)
		memcpy(at + data_at, data, size);
	return data_at + ((size + 3) & ~(size_t)3);
}

static bool add_initrd(struct loader *l, bool with_symbols)
{
	enum { ROOM = 1024, PROGRAM = 0100755, FILE = 0100644 };
	const struct scenario *s = l->scenario;
	size_t program = (size_t)(guest_init_end - guest_init);
	size_t size = (program + ROOM + 1023) & ~(size_t)1023;
	unsigned char *at;

	if (s->has_initrd && s->initrd.size > size && s->initrd.size < 64 * MiB)
		size = (size_t)s->initrd.size;
	if (s->has_initrd && s->initrd.start + size <= LOW_RAM_END && s->initrd.start >= MiB &&
	    !is_taken(l, s->initrd.start, size))
		l->initrd.start = s->initrd.start;
	else
		l->initrd.start = find_place(l, INITRD, size);
	l->initrd.size = size;
	at = add_piece(l, l->initrd.start, size);
	if (!at)
		return false;
	if (with_symbols)
		at += add_member(at, "symbols", FILE, NULL, 0);
	at += add_member(at, "init", PROGRAM, guest_init, program);
	add_member(at, "TRAILER!!!", 0, NULL, 0);
	return true;
}

static void put_entry(unsigned char *at, const struct sc_e820_entry *e)
{
	put64(at, e->addr);
	put64(at + 8, e->size);
	put32(at + 16, e->type);
}

/* The list of setup_data: the table's extension, then the scenario's own nodes. */
static bool add_setup_data(struct loader *l)
{
	const struct scenario *s = l->scenario;
	size_t first_piece = l->nr_pieces;
	unsigned char *at;

	if (s->nr_e820_ext) {
		size_t size = NODE_HEADER + s->nr_e820_ext * (size_t)E820_ENTRY;
		uint64_t addr = find_place(l, EXTENSION, size);

		at = add_piece(l, addr, size);
		if (!at)
			return false;
		for (uint32_t i = 0; i < s->nr_e820_ext; i++)
			put_entry(at + NODE_HEADER + i * (size_t)E820_ENTRY, &s->e820_ext[i]);
		l->setup_data[l->nr_setup_data++] = (struct sc_range){addr, size};
	}
	for (uint32_t i = 0; i < s->nr_setup_data; i++) {
		struct sc_range r = s->setup_data[i];

		if (r.size < NODE_HEADER || r.size > MiB || r.start + r.size > LOW_RAM_END ||
		    is_taken(l, r.start, r.size))
			continue;
		if (!add_piece(l, r.start, (size_t)r.size))
			return false;
		l->setup_data[l->nr_setup_data++] = r;
	}
	for (uint32_t i = 0; i < l->nr_setup_data; i++) {
		at = l->piece[first_piece + i].data;
		put64(at, i + 1 < l->nr_setup_data ? l->setup_data[i + 1].start : 0);
		put32(at + 8, i == 0 && s->nr_e820_ext ? SETUP_E820_EXT : SETUP_NONE);
		put32(at + 12, (uint32_t)(l->setup_data[i].size - NODE_HEADER));
	}
	return true;
}

/* In memory that the map gives to ACPI, if there is any; else where the kernel comes late. */
static bool add_acpi(struct loader *l)
{
	const struct scenario *s = l->scenario;
	unsigned char *tables;

	if (!s->nr_srat && s->nr_cpus == 1)
		return true;
	l->acpi_addr = ACPI_TABLES;
	for (uint32_t i = 0; i < s->nr_e820; i++) {
		const struct sc_e820_entry *e = &s->e820[i];
		uint64_t start = (e->addr + 63) & ~63ull;

		if ((e->type == E820_ACPI || e->type == E820_NVS) && start >= 0x1000 &&
		    start < LOW_RAM_END && e->size < LOW_RAM_END &&
		    start + ACPI_MAX_SIZE <= e->addr + e->size &&
		    !is_taken(l, start, ACPI_MAX_SIZE) &&
		    !overlap(start, ACPI_MAX_SIZE, ZERO_PAGE, MiB - ZERO_PAGE)) {
			l->acpi_addr = start;
			break;
		}
	}
	tables = add_piece(l, l->acpi_addr, ACPI_MAX_SIZE);
	if (!tables)
		return false;
	l->acpi_size = acpi_make(tables, l->acpi_addr, s);
	l->piece[l->nr_pieces - 1].size = l->acpi_size;
	return true;
}

static bool add_bios_data(struct loader *l)
{
	enum { SIZE = 7, KIB_AT = 5 };
	unsigned char *data;

	if (!l->scenario->has_bda)
		return true;
	data = add_piece(l, BIOS_DATA, SIZE);
	if (!data)
		return false;
	put16(data, (uint16_t)l->scenario->bda_ebda_segment);
	put16(data + KIB_AT, (uint16_t)l->scenario->bda_kib);
	return true;
}

/* struct boot_params, as Documentation/x86/zero-page has it. */
static bool add_zero_page(struct loader *l)
{
	const struct scenario *s = l->scenario;
	const unsigned char *header = l->kernel->image;
	unsigned char *z = add_piece(l, ZERO_PAGE, 4096);

	if (!z)
		return false;
	memcpy(z + 0x1f1, header + 0x1f1, 0x202u + header[0x201] - 0x1f1);
	put16(z + 0x002, (uint16_t)s->ext_mem_k);
	put64(z + 0x070, l->acpi_addr);
	put32(z + 0x1e0, s->alt_mem_k);
	z[0x1e8] = (unsigned char)s->nr_e820;
	z[0x1ef] = 0;    /* the sentinel: this page was cleared */
	z[0x210] = 0xff; /* a boot loader without a number */
	z[0x211] |= 1;   /* the kernel is loaded high */
	put32(z + 0x214, (uint32_t)l->load);
	put32(z + 0x218, (uint32_t)l->initrd.start);
	put32(z + 0x21c, (uint32_t)l->initrd.size);
	put32(z + 0x228, CMDLINE);
	put64(z + 0x250, l->nr_setup_data ? l->setup_data[0].start : 0);
	for (uint32_t i = 0; i < s->nr_e820; i++)
		put_entry(z + 0x2d0 + i * (size_t)E820_ENTRY, &s->e820[i]);
	return true;
}

static bool add_kernel(struct loader *l)
{
	size_t size = l->kernel->size - l->kernel->setup_size;
	unsigned char *data = add_piece(l, l->load, size);

	if (data)
		memcpy(data, l->kernel->image + l->kernel->setup_size, size);
	return data;
}

/* What the kernel takes for memory has to be there. */
static void raise_ram(struct loader *l, const struct sc_e820_entry *e)
{
	uint64_t end = e->addr + e->size;

	if ((e->type != E820_USABLE && e->type != E820_RESERVED_KERN) || end <= e->addr)
		return;
	if (e->addr < 4 * GiB && end > LOW_RAM_END)
		l->ram_is_short = true;
	/* What lies from 4 GiB on comes behind the 3 GiB below. */
	if (end > 4 * GiB)
		end -= GiB;
	if (end > MAX_RAM) {
		end = MAX_RAM;
		l->ram_is_short = true;
	}
	if (end > l->ram)
		l->ram = end;
}

/* A number of the command line, with K, M or G. */
static uint64_t parse_size(const char **at)
{
	static const char units[] = "kKmMgG";
	char *end;
	uint64_t value = strtoull(*at, &end, 0);
	const char *unit = *end ? strchr(units, *end) : NULL;

	*at = unit ? end + 1 : end;
	return unit ? value << 10 * ((unit - units) / 2 + 1) : value;
}

/* What memmap=SIZE@START and memmap=SIZE%START... may make of it: there has to be memory. */
static void raise_ram_by_options(struct loader *l)
{
	static const char option[] = "memmap=";

	for (const char *at = l->cmdline; (at = strstr(at, option));) {
		struct sc_e820_entry e = {.type = E820_USABLE};

		at += sizeof(option) - 1;
		e.size = parse_size(&at);
		if (*at != '@' && *at != '%')
			continue;
		at++;
		e.addr = parse_size(&at);
		raise_ram(l, &e);
	}
}

static void find_ram(struct loader *l)
{
	l->ram = MIN_RAM;
	for (uint32_t i = 0; i < l->scenario->nr_e820; i++)
		raise_ram(l, &l->scenario->e820[i]);
	for (uint32_t i = 0; i < l->scenario->nr_e820_ext; i++)
		raise_ram(l, &l->scenario->e820_ext[i]);
	/* What a kernel falls back to that does not take the table. */
	raise_ram(l, &(struct sc_e820_entry){MiB, l->scenario->alt_mem_k * 1024ull, E820_USABLE});
	raise_ram_by_options(l);
	if (l->load + l->kernel->init_size > l->ram)
		l->ram = l->load + l->kernel->init_size;
	for (size_t i = 0; i < l->nr_pieces; i++)
		if (l->piece[i].addr + l->piece[i].size > l->ram)
			l->ram = l->piece[i].addr + l->piece[i].size;
	l->ram = (l->ram + MiB - 1) & ~(MiB - 1);
}

static bool make_cmdline(struct loader *l, const char *path, const char *more)
{
	const char *own = l->scenario->cmdline;
	int length = snprintf(l->cmdline, sizeof(l->cmdline), "%s%s%s%s", options, *own ? " " : "",
			      own, more);

	if (length < (int)sizeof(l->cmdline) && length <= (int)l->kernel->cmdline_size)
		return true;
	unusable("%s: with the options that a boot takes, the command line is too long: %d bytes",
		 path, length);
	return false;
}

static bool add_pieces(struct loader *l, bool with_symbols)
{
	unsigned char *cmdline;

	if (!add_initrd(l, with_symbols) || !add_setup_data(l) || !add_acpi(l) ||
	    !add_bios_data(l) || !add_zero_page(l) || !add_kernel(l))
		return false;
	cmdline = add_piece(l, CMDLINE, strlen(l->cmdline) + 1);
	if (cmdline)
		strcpy((char *)cmdline, l->cmdline);
	return cmdline;
}

bool loader_place(struct loader *l, const char *path, const struct scenario *s,
		  const struct kernel *k, bool with_symbols, const char *more)
{
	*l = (struct loader){.scenario = s, .kernel = k};
	if (s->geometry != SC_X86_64) {
		unusable("%s: a real kernel boots no other geometry than x86_64", path);
		return false;
	}
	if (s->nr_cpus > LOAD_MAX_CPUS) {
		unusable("%s: more than %d CPUs", path, LOAD_MAX_CPUS);
		return false;
	}
	if (!s->nr_e820) {
		unusable("%s: no e820 table to boot with", path);
		return false;
	}
	if (!make_cmdline(l, path, more))
		return false;
	place_kernel(l);
	if (!add_pieces(l, with_symbols)) {
		loader_free(l);
		unusable("%s: out of memory", path);
		return false;
	}
	find_ram(l);
	rom_make(l->rom, ZERO_PAGE, (uint32_t)l->load);
	return true;
}

void loader_free(struct loader *l)
{
	for (size_t i = 0; i < l->nr_pieces; i++)
		free(l->piece[i].data);
	l->nr_pieces = 0;
}
