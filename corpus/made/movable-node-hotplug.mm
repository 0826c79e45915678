mminit: scenario 1
# movable_node with hot-pluggable SRAT ranges: they become ZONE_MOVABLE, early allocations go
# bottom-up and avoid them.
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x000000000fffffff] usable
Command line: movable_node
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
mminit: kernel [0x0000000001000000-0x00000000017fffff]
memblock_reserve: [0x0000000001000000-0x00000000017fffff]
mminit: op alloc 0x100000 0x1000 0x0 0x0 -1
ACPI: SRAT: Node 0 PXM 0 [mem 0x0000000000000000-0x0000000007ffffff]
ACPI: SRAT: Node 1 PXM 1 [mem 0x0000000008000000-0x000000000fffffff] hotplug
mminit: op alloc 0x100000 0x1000 0x0 0x0 1
