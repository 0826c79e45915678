mminit: scenario 1
mminit: geometry tiny
memblock_add: [0x1000-0x7fffff]
memblock_reserve: [0x800000-0x800fff]
SRAT: Node 0 PXM 0 [mem 0x1000-0x7fffff]
