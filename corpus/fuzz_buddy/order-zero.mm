mminit: scenario 1
# Single pages.
mminit: geometry tiny
mminit: config PAGE_TABLE_ISOLATION=0
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
memblock_reserve: [0x0000000000000000-0x0000000000000fff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
mminit: alloc_pages 0 Normal 0 Movable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: free #1
mminit: alloc_pages 0 DMA 0 Reclaimable
mminit: free #2
mminit: free #4
