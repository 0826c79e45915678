mminit: scenario 1
# movable_node.
mminit: geometry tiny
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
Command line: movable_node
memblock_reserve: [0x0000000000000000-0x0000000000000fff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
mminit: op alloc 0x1000 0x1000 0x0 0x0 -1
ACPI: SRAT: Node 0 PXM 0 [mem 0x0000000000000000-0x00000000003fffff]
ACPI: SRAT: Node 1 PXM 1 [mem 0x0000000000400000-0x00000000007fffff] hotplug
