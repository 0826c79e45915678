/* See others.h. */
#include "others.h"

#include <stdlib.h>
#include <string.h>

#include "generate.h"
#include "scenario_text.h"

enum { GENERATED = 8 };

/* Options, a user's map, a table of the firmware that overflows, mirrored and hot-pluggable memory,
 * tables of memblock that grow, nodes, and something of every step behind them. */
static const char everything[] = "mminit: scenario 1\n"
				 "mminit: geometry tiny\n"
				 "mminit: config EFI=0\n"
				 "mminit: config DEFERRED_STRUCT_PAGE_INIT=1\n"
				 "mminit: config MEMORY_HOTPLUG=1\n"
				 "mminit: config HAVE_BOOTMEM_INFO_NODE=1\n"
				 "mminit: cpus 4\n"
				 "mminit: memblock_regions 4\n"
				 "Command line: memmap=exactmap memmap=640K@0 memmap=7M@1M "
				 "kernelcore=mirror movable_node nohugeiomap pti=on\n"
				 "BIOS-e820: [mem 0x0-0xfff] usable\n"
				 "mminit: e820_op add [mem 0x0-0xffffff] usable\n"
				 "mminit: e820_op add [mem 0x0-0xffffff] usable\n"
				 "mminit: e820_op add [mem 0x0-0xffffff] usable\n"
				 "mminit: e820_op add [mem 0x0-0xffffff] usable\n"
				 "mminit: e820_op add [mem 0x0-0xffffff] usable\n"
				 "mminit: e820_op add [mem 0x0-0xffffff] usable\n"
				 "mminit: e820_op add [mem 0x0-0xffffff] usable\n"
				 "mminit: e820_op add [mem 0x0-0xffffff] usable\n"
				 "mminit: e820_op update [mem 0x10000-0x10fff] usable => reserved\n"
				 "mminit: e820_op update [mem 0x20000-0x20fff] usable => reserved\n"
				 "mminit: e820_op update [mem 0x30000-0x30fff] usable => reserved\n"
				 "mminit: e820_op update [mem 0x40000-0x40fff] usable => reserved\n"
				 "mminit: e820_op update [mem 0x50000-0x50fff] usable => reserved\n"
				 "mminit: e820_op update [mem 0x60000-0x60fff] usable => reserved\n"
				 "mminit: e820_op update [mem 0x70000-0x70fff] usable => reserved\n"
				 "mminit: e820_op update [mem 0x80000-0x80fff] usable => reserved\n"
				 "mminit: e820_op update [mem 0x90000-0x90fff] usable => reserved\n"
				 "mminit: op allow_resize\n"
				 "mminit: op fill\n"
				 "memblock_add: [0x0-0x7fffff]\n"
				 "memblock_reserve: [0x10000-0x10fff]\n"
				 "memblock_reserve: [0x20000-0x20fff]\n"
				 "memblock_reserve: [0x30000-0x30fff]\n"
				 "memblock_reserve: [0x40000-0x407ff]\n"
				 "memblock_reserve: [0x50000-0x50fff]\n"
				 "mminit: op mark_mirror [0x0-0x3fffff]\n"
				 "mminit: op alloc 0x2000 0x1000 0x0 0x0 -1\n"
				 "mminit: op bottom_up 1\n"
				 "SRAT: Node 3 PXM 3 [mem 0x0-0x3fffff]\n"
				 "SRAT: Node 5 PXM 5 [mem 0x400000-0x7fffff] hotplug\n"
				 "mminit: early_vm 0xffffc90000000000 0x1000 0\n"
				 "mminit: bootmem_info memmap 0 [0x1000-0x1fff]\n"
				 "mminit: user_map 0xffff880000000000 0x1000 ro\n"
				 "mminit: alloc_pages 0 Normal 3 Movable\n"
				 "mminit: kmalloc 100\n"
				 "mminit: vmalloc 0x5000\n"
				 "mminit: free #1\n"
				 "mminit: free #3\n";

/* All page frames there can be in a small machine, of the last node, and some that there cannot be
 * in any. */
static const char all_memory[] = "mminit: scenario 1\n"
				 "mminit: op add_node [0x0-0xfffffff] 63\n"
				 "mminit: op add_node [0x400000000000-0x400000000fff] 63\n";
static const char all_memory_of_arm[] = "mminit: scenario 1\n"
					"mminit: geometry arm_flatmem\n"
					"memblock_add: [0x0-0xfffffff]\n";

static const char all_reserved[] = "mminit: scenario 1\n"
				   "memblock_reserve: [0x0-0xfffffff]\n";

bool other_machine(uint32_t number, enum sc_geometry g, struct scenario *s)
{
	/* Of the others first: the last memory is that of the geometry asked for. */
	const struct {
		const char *text;
		enum sc_geometry geometry;
	} machines[] = {
	    {everything, SC_TINY},
	    {all_memory, SC_TINY},
	    {g == SC_ARM_FLATMEM ? all_memory_of_arm : all_memory, g},
	    {all_reserved, g},
	};
	struct scenario_error error;

	if (number < GENERATED) {
		generate_scenario(number, s);
		return true;
	}
	number -= GENERATED;
	if (number >= sizeof(machines) / sizeof(machines[0]))
		return false;
	if (!scenario_parse(machines[number].text, strlen(machines[number].text), s, &error))
		abort(); /* they are constants, and tested */
	s->geometry = machines[number].geometry;
	return true;
}
