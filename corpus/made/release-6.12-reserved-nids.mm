mminit: scenario 1
# the reserved regions get the nid of their memory: their table grows in between
mminit: release 6.12
mminit: memblock_regions 4
ACPI: SRAT: Node 0 PXM 0 [mem 0x0-0x3ffffff]
ACPI: SRAT: Node 1 PXM 1 [mem 0x4000000-0xbffffff]
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x0000000000100000-0x000000000bffffff] usable
mminit: op allow_resize
memblock_reserve: [0x3000000-0x4ffffff]
memblock_reserve: [0x5800000-0x58fffff]
memblock_reserve: [0x6800000-0x68fffff]
memblock_reserve: [0x7800000-0x78fffff]
