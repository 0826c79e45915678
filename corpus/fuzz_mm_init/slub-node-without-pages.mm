mminit: scenario 1
# node 1 has memory, but all of it is reserved: its first slab comes from node 0
mminit: geometry tiny
ACPI: SRAT: Node 0 PXM 0 [mem 0x0-0x3fffff]
ACPI: SRAT: Node 1 PXM 1 [mem 0x400000-0x7fffff]
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
memblock_reserve: [0x400000-0x7fffff]
mminit: kmalloc 64
mminit: kmalloc 512
