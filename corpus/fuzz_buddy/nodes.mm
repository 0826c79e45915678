mminit: scenario 1
# Two nodes and their fallback lists.
mminit: geometry tiny
mminit: config PAGE_TABLE_ISOLATION=0
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
memblock_reserve: [0x0000000000000000-0x0000000000000fff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
ACPI: SRAT: Node 0 PXM 0 [mem 0x0000000000000000-0x00000000003fffff]
ACPI: SRAT: Node 1 PXM 1 [mem 0x0000000000400000-0x00000000007fffff]
mminit: alloc_pages 4 Normal 0 Movable
mminit: alloc_pages 4 Normal 1 Movable
mminit: alloc_pages 4 Normal 0 Movable
mminit: alloc_pages 4 Normal 1 Movable
mminit: alloc_pages 4 Normal 0 Movable
mminit: alloc_pages 4 Normal 1 Movable
mminit: free #2
mminit: alloc_pages 0 DMA 1 Movable
