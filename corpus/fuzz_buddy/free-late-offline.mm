mminit: scenario 1
# pages of a node that is not online are released late
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
memblock_reserve: [0x0000000000000000-0x00000000006fffff]
ACPI: SRAT: Node 0 PXM 0 [mem 0x0000000000000000-0x00000000002fffff]
ACPI: SRAT: Node 2 PXM 0 [mem 0x0000000000300000-0x0000000000a7ffff]
mminit: free_late [0x0000000000200000-0x000000000023ffff]
