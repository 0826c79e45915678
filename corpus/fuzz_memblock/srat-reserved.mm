mminit: scenario 1
# A reservation above all nodes is of none.
mminit: geometry tiny
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
memblock_reserve: [0x0000000000500000-0x000000000050ffff]
memblock_reserve: [0x0000000000900000-0x000000000090ffff]
ACPI: SRAT: Node 0 PXM 0 [mem 0x0000000000000000-0x00000000003fffff]
ACPI: SRAT: Node 1 PXM 1 [mem 0x0000000000400000-0x00000000007fffff]
