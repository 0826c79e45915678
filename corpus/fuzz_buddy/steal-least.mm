mminit: scenario 1
# A movable page is taken from a block of half the order of a pageblock.
mminit: geometry tiny
mminit: config PAGE_TABLE_ISOLATION=0
memblock_add: [0x0000000000100000-0x000000000013ffff]
mminit: alloc_pages 0 DMA 0 Unmovable
mminit: alloc_pages 4 DMA 0 Movable
mminit: alloc_pages 4 DMA 0 Movable
mminit: alloc_pages 4 DMA 0 Movable
mminit: alloc_pages 3 DMA 0 Unmovable
mminit: alloc_pages 2 DMA 0 Unmovable
mminit: alloc_pages 0 DMA 0 Movable
mminit: free #7
