mminit: scenario 1
# Once: the late laws did not know that stealing a pageblock moves free blocks of another zone to the thief's lists
# where two nodes meet within the pageblock.
BIOS-e820: [mem 0x0000000000000000-0x000000000009d3ff] usable
BIOS-e820: [mem 0x000000000009d400-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000e0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x0000000009480fff] usable
BIOS-e820: [mem 0x0000000009481000-0x0000000009494fff] reserved
BIOS-e820: [mem 0x0000000009495000-0x00000000143fcfff] usable
BIOS-e820: [mem 0x00000000e0000000-0x00000000efffffff] reserved
BIOS-e820: [mem 0x00000000fec00000-0x00000000fec00fff] reserved
BIOS-e820: [mem 0x00000000fee00000-0x00000000fee00fff] reserved
BIOS-e820: [mem 0x00000000ffc00000-0x00000000ffffffff] reserved
BIOS-e820: [mem 0x0000000100000000-0x00000001003bfc6b] usable
BIOS-e820: [mem 0x00000001003f7c6c-0x00000001007fffff] usable
BIOS-e820: [mem 0x0000000005df7785-0x0000000005ff7784] soft reserved
BIOS-e820: [mem 0x0000000013b16000-0x0000000014115fff] usable
mminit: kernel [0x0000000001000000-0x000000000214afff]
memblock_reserve: [0x0000000001000000-0x000000000214afff]
mminit: op fill
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
mminit: op alloc 0x5a7000 0x20000 0xde00000 0x0 2
memblock_reserve: [0x000000000b000000-0x000000000b027fff]
memblock_free: [0x00000000057d4dbc-0x00000000057e3dbb]
ACPI: SRAT: Node 0 PXM 0 [mem 0x0000000000000000-0x0000000007c04fff] hotplug
ACPI: SRAT: Node 3 PXM 3 [mem 0x0000000007c05000-0x0000000007e56fff]
ACPI: SRAT: Node 0 PXM 0 [mem 0x0000000007e57000-0x0000000100727fff]
ACPI: SRAT: Node 3 PXM 3 [mem 0x0000000100728000-0x00000001007fffff]
memblock_reserve: [0x00000000079a7000-0x00000000079bcfff]
memblock_free: [0x0000000003a00000-0x0000000003bfffff]
memblock_reserve: [0x0000000000971d3b-0x000000000097305e]
mminit: op alloc 0x600000 0x0 0x12e00000 0x0 0
memblock_free: [0x0000000005a6a000-0x0000000006269fff]
memblock_reserve: [0x00000001005e96bc-0x00000001005f26bb]
mminit: alloc_pages 3 Movable 0 Movable
mminit: alloc_pages 0 DMA 2 Unmovable
mminit: free #1
mminit: alloc_pages 7 Normal 2 Unmovable
mminit: alloc_pages 1 DMA 0 Movable
mminit: free #5
mminit: alloc_pages 1 DMA 0 Unmovable
mminit: free #2
mminit: free #4
mminit: alloc_pages 1 DMA 0 Reclaimable
mminit: free #7
mminit: alloc_pages 2 DMA32 0 Movable
mminit: alloc_pages 6 DMA 0 Reclaimable
mminit: alloc_pages 2 Normal 0 Reclaimable
mminit: alloc_pages 6 DMA32 0 Unmovable
mminit: free #2
mminit: alloc_pages 2 DMA32 1 Reclaimable
mminit: alloc_pages 1 Movable 0 Movable
mminit: free #18
mminit: free #4
mminit: alloc_pages 7 DMA32 0 Unmovable
mminit: alloc_pages 8 DMA 0 Unmovable
mminit: alloc_pages 0 Normal 0 Reclaimable
mminit: free #21
mminit: free #10
mminit: alloc_pages 8 Normal 0 Movable
mminit: alloc_pages 10 Movable 0 Unmovable
mminit: free #27
mminit: free #14
mminit: alloc_pages 3 DMA32 0 Reclaimable
mminit: alloc_pages 1 DMA32 0 Movable
mminit: alloc_pages 6 Movable 0 Reclaimable
mminit: alloc_pages 4 DMA 0 Unmovable
mminit: alloc_pages 7 Movable 0 Unmovable
mminit: alloc_pages 7 Normal 0 Unmovable
mminit: alloc_pages 8 Movable 1 Reclaimable
mminit: free #7
mminit: alloc_pages 10 DMA 0 Movable
mminit: free #17
mminit: alloc_pages 6 Movable 3 Movable
mminit: alloc_pages 0 Normal 3 Reclaimable
mminit: free #12
mminit: alloc_pages 6 Movable 0 Movable
mminit: alloc_pages 0 DMA32 0 Unmovable
mminit: alloc_pages 6 DMA 0 Reclaimable
mminit: alloc_pages 1 DMA 0 Movable
mminit: expect agree
