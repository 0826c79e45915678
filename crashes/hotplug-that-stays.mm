mminit: scenario 1
# memblock_clear_hotplug finds no room for its table and fails: with movable_node those regions
# are never released. A law held otherwise.
mminit: geometry tiny
mminit: memblock_regions 8
mminit: config PAGE_TABLE_ISOLATION=0
mminit: image text [0x000000000009f000-0x000000000109efff]
BIOS-e820: [mem 0x0000000000000000-0x00000000003fffff] usable
BIOS-e820: [mem 0x0000000000400000-0x0000000000401fff] type 20
BIOS-e820: [mem 0x0000000000402000-0x00000000007fffff] usable
BIOS-e820: [mem 0x00000000004a0000-0x0000000000511fff] reserved
mminit: alt_mem_k 7168
Command line: movable_node
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
ACPI: SRAT: Node 0 PXM 0 [mem 0x0000000000000000-0x0000000000227fff]
ACPI: SRAT: Node 1 PXM 1 [mem 0x0000000000228000-0x00000000003fffff] hotplug
ACPI: SRAT: Node 0 PXM 0 [mem 0x0000000000400000-0x00000000005d7fff]
ACPI: SRAT: Node 1 PXM 1 [mem 0x00000000005d8000-0x00000000007fffff] hotplug
mminit: op current_limit 0xb000
mminit: op add_node [0x8000000000000000-0x8000000080001e01] 0
mminit: expect agree
