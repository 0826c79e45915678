mminit: scenario 1
# deferred, and memory of a node too small to be online is reserved
mminit: geometry tiny
mminit: config DEFERRED_STRUCT_PAGE_INIT=1
ACPI: SRAT: Node 0 PXM 0 [mem 0x0-0x6fffff]
ACPI: SRAT: Node 1 PXM 1 [mem 0x700000-0x7fffff]
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
memblock_reserve: [0x680000-0x683fff]
memblock_reserve: [0x700000-0x7fffff]
