mminit: scenario 1
# Unmovable and reclaimable blocks of one order to fall back to, for each type.
mminit: geometry tiny
mminit: config PAGE_TABLE_ISOLATION=0
memblock_add: [0x0000000000100000-0x000000000014ffff]
mminit: alloc_pages 0 DMA 0 Unmovable
mminit: alloc_pages 0 DMA 0 Reclaimable
mminit: alloc_pages 4 DMA 0 Movable
mminit: alloc_pages 4 DMA 0 Movable
mminit: alloc_pages 4 DMA 0 Movable
mminit: alloc_pages 0 DMA 0 Movable
mminit: alloc_pages 2 DMA 0 Movable
mminit: free #1
mminit: free #2
mminit: alloc_pages 3 DMA 0 Unmovable
mminit: alloc_pages 3 DMA 0 Reclaimable
