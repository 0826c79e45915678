mminit: scenario 1
# memory of a node that is offline, and of none
mminit: release 6.1
ACPI: SRAT: Node 0 PXM 0 [mem 0x0-0x8ffffff]
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x0000000000100000-0x0000000008ffffff] usable
mminit: op set_node memory [0x4000000-0x4ffffff] 5
mminit: op set_node memory [0x6000000-0x6ffffff] 64
memblock_reserve: [0x4000000-0x4ffffff]
memblock_reserve: [0x6000000-0x6ffffff]
