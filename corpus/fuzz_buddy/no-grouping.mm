mminit: scenario 1
# Too small for mobility grouping: all is unmovable, whatever is asked for.
mminit: geometry tiny
mminit: config PAGE_TABLE_ISOLATION=0
memblock_add: [0x0000000000100000-0x0000000000117fff]
mminit: alloc_pages 0 DMA 0 Movable
mminit: alloc_pages 1 DMA 0 Reclaimable
mminit: free #1
mminit: alloc_pages 2 DMA 0 Unmovable
