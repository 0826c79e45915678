mminit: scenario 1
# A late release that begins and ends within pages.
mminit: geometry tiny
mminit: config PAGE_TABLE_ISOLATION=0
memblock_add: [0x0000000000100000-0x000000000013ffff]
memblock_reserve: [0x0000000000110000-0x0000000000117fff]
mminit: free_late [0x0000000000110800-0x00000000001127ff]
mminit: alloc_pages 0 DMA 0 Movable
