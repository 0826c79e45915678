/* mminit convert: a scenario from one form into another. */
#include "mminit.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "finding/given.h"
#include "options.h"
#include "output.h"
#include "scenario_bytes.h"
#include "scenario_file.h"

static const char help[] =
    "usage: mminit convert IN OUT\n"
    "\n"
    "Reads the scenario IN and writes it to OUT. A name that ends in .bin is the bytes of a\n"
    "fuzzer, any other the text form; - is standard input or output; IN may be a bundle. Bytes\n"
    "hold machines of release 4.9 with up to 2^21 pages (8 GiB) in valid sections, and no\n"
    "expectation.\n"
    "\n"
    "The text form is a kernel's boot log (lines that say nothing of memory are passed over)\n"
    "or, with `mminit: scenario 1` as its first line, a scenario, where every line counts.\n"
    "S, E, A, N: numbers, 0x or decimal; E is the last byte; any S and E, modulo 2^64.\n"
    "\n"
    "The kernel's lines (<N> and [time] in front are passed over):\n"
    "  BIOS-e820: [mem 0xS-0xE] TYPE           raw e820 entry, at most 128; also S - E (TYPE),\n"
    "                                          hexadecimal with E exclusive; also Xen:\n"
    "  Command line: ...                       also Kernel command line:\n"
    "  memblock_add: [0xS-0xE]                 likewise memblock_remove, memblock_reserve,\n"
    "                                          memblock_free, memblock_phys_free\n"
    "  memblock_alloc...: N bytes align=0xA nid=N from=0xF max_addr=0xM\n"
    "                                          in a scenario: mminit: op alloc; also\n"
    "                                          memblock_virt_alloc...\n"
    "  SRAT: Node N PXM P [mem 0xS-0xE][ hotplug][ non-volatile]\n"
    "                                          also ACPI: SRAT:, also S-E in hexadecimal\n"
    "  BIOS-e801:, BIOS-88:, extended:, user:, modified:, Linux version\n"
    "                                          understood, and no part of a scenario\n"
    "TYPE: usable, System RAM, reserved, device reserved, ACPI data, ACPI NVS, unusable,\n"
    "  persistent (type 7), persistent (type 12), soft reserved, type N\n"
    "In a log with BIOS-e820 lines, memblock_add, memblock_alloc... and the memblock_reserve\n"
    "lines of memblock_double_array are what that kernel did, and no operations.\n"
    "\n"
    "Our own lines, mminit: KEY VALUE... (R stands for [0xS-0xE] or [mem 0xS-0xE]):\n"
    "  scenario 1                              the first line of a scenario\n"
    "  geometry x86_64|tiny|arm_flatmem\n"
    "  release 4.9|6.1|6.12\n"
    "  config NAME=0|1                         EFI, MOVABLE_NODE, NODES_SPAN_OTHER_NODES,\n"
    "                                          SLUB_CPU_PARTIAL, PAGE_TABLE_ISOLATION (or "
    "KAISER):\n"
    "                                          1 unless given; MAXSMP, MEMORY_HOTPLUG,\n"
    "                                          HAVE_BOOTMEM_INFO_NODE, PAGE_EXTENSION,\n"
    "                                          DEFERRED_STRUCT_PAGE_INIT: 0\n"
    "  expect agree | expect CLASS FIELD       the verdict that makes mminit run exit with 0\n"
    "  e820_ext R TYPE                         SETUP_E820_EXT, at most 512\n"
    "  e820_op add R TYPE                      calls on the e820 table after its extension\n"
    "  e820_op update R TYPE => TYPE\n"
    "  e820_op remove R TYPE checked|any       any: whatever its type\n"
    "  e820_op sanitize\n"
    "  e820_op any_mapped R TYPE               likewise all_mapped\n"
    "  ext_mem_k N, alt_mem_k N                KiB above 1 MiB, if the table is refused\n"
    "  bda EBDA_SEGMENT KIB\n"
    "  kernel R, initrd R, setup_data R\n"
    "  op fill                                 memblock_x86_fill at this place; without it\n"
    "                                          before the first memblock_add line, else first\n"
    "  op add_node R NID                       NID: a node, 64 for none yet\n"
    "  op set_node memory|reserved R NID\n"
    "  op mark_hotplug R                       likewise clear_hotplug, mark_mirror, mark_nomap\n"
    "  op alloc SIZE ALIGN MIN MAX NID         NID -1: any\n"
    "  op trim ALIGN\n"
    "  op enforce_limit N, op current_limit A\n"
    "  op bottom_up 0|1\n"
    "  op allow_resize\n"
    "mm_init (release 4.9):\n"
    "  cpus N                                  possible CPUs, 1 to 8192\n"
    "  cpu pse,gbpages,nx,amd,xenpv            what is not named the CPU has not; none for none\n"
    "  percpu STATIC RESERVED DYN UNIT         sizes of the first chunk; the last line counts\n"
    "  early_vm ADDR SIZE FLAGS                vm_area_add_early, at most 1024\n"
    "  sizeof NAME N                           kmem_cache (up to its node pointers),\n"
    "                                          kmem_cache_node, vmap_area, vm_struct, page_ext,\n"
    "                                          page (on arm_flatmem), spinlock\n"
    "  slub_min_objects N, slub_max_order N, slub_min_order N\n"
    "  user_map START SIZE PROT                what kaiser_init maps; PROT: kernel, ro, rx,\n"
    "                                          vsyscall, percpu (once for each CPU)\n"
    "  bootmem_info KIND ID R                  what lies in R: node, table, memmap or usemap; ID:\n"
    "                                          the node, or the section\n"
    "  image PART R                            text, data, rodata, init_data, init_text, bss\n"
    "arm_flatmem:\n"
    "  lowmem_limit A, phys_offset A           phys_offset: a multiple of 64 KiB\n"
    "  dma_zone_size N                         ZONE_DMA, and how much is in it\n"
    "  page_shift N                            12 to 16\n"
    "  mem_map A                               where the struct pages lie\n"
    "After boot:\n"
    "  alloc_pages ORDER ZONE NID MIGRATETYPE  ZONE: DMA, DMA32, Normal, Movable, on arm_flatmem\n"
    "                                          DMA, Normal, HighMem, Movable;\n"
    "                                          MIGRATETYPE: Unmovable, Movable, Reclaimable\n"
    "  kmalloc N, vmalloc N\n"
    "  free #K                                 what the K-th operation after boot got\n"
    "  free_late R\n"
    "\n"
    "Exit status: 0 done, 2 unusable arguments or input.\n";

static struct scenario scenario;

static int write_text(const char *path)
{
	size_t len = scenario_format(&scenario, NULL, 0);
	char *text = malloc(len);
	bool good =
	    text && scenario_format(&scenario, text, len) == len && output_write(path, text, len);
	int error = errno;

	free(text);
	return good ? EXIT_AGREE : unusable("%s: %s", path, strerror(error));
}

static int convert(const char *in, const char *out)
{
	if (same_file(in, out))
		return unusable("%s: is IN and OUT at once", out);
	if (!given_load(in, &scenario))
		return EXIT_UNUSABLE;
	if (!file_is_bytes(out))
		return write_text(out);

	uint8_t *bytes = malloc(SC_MAX_BYTES);

	if (!bytes)
		return unusable("%s: %s", out, strerror(errno));

	size_t size = scenario_encode(&scenario, bytes, SC_MAX_BYTES);
	int status;

	if (size)
		status = output_write(out, bytes, size) ? EXIT_AGREE
							: unusable("%s: %s", out, strerror(errno));
	else
		status = unusable("%s: more than bytes hold: 2^21 pages in valid sections", in);

	free(bytes);
	return status;
}

int cmd_convert(int argc, char **argv)
{
	struct command_line line = {
	    .help = help, .operand = "IN and OUT", .least_operands = 2, .most_operands = 2};
	int status = command_line_read(argc, argv, &line);

	if (status != COMMAND_GOES_ON)
		return status;
	return convert(line.operands[0], line.operands[1]);
}
