mminit: scenario 1
# Single pages of a pageblock that is stolen: which of them comes first on the list.
mminit: geometry tiny
mminit: config PAGE_TABLE_ISOLATION=0
memblock_add: [0x0000000000100000-0x000000000013ffff]
mminit: alloc_pages 4 DMA 0 Movable
mminit: alloc_pages 4 DMA 0 Movable
mminit: alloc_pages 3 DMA 0 Movable
mminit: alloc_pages 0 DMA 0 Movable
mminit: alloc_pages 0 DMA 0 Movable
mminit: alloc_pages 0 DMA 0 Movable
mminit: alloc_pages 0 DMA 0 Movable
mminit: alloc_pages 0 DMA 0 Movable
mminit: alloc_pages 0 DMA 0 Movable
mminit: alloc_pages 0 DMA 0 Movable
mminit: alloc_pages 0 DMA 0 Movable
mminit: alloc_pages 0 DMA 0 Unmovable
mminit: alloc_pages 0 DMA 0 Unmovable
mminit: alloc_pages 0 DMA 0 Unmovable
mminit: alloc_pages 0 DMA 0 Unmovable
mminit: alloc_pages 0 DMA 0 Unmovable
mminit: alloc_pages 0 DMA 0 Unmovable
mminit: alloc_pages 0 DMA 0 Unmovable
mminit: alloc_pages 0 DMA 0 Unmovable
mminit: alloc_pages 0 DMA 0 Unmovable
mminit: alloc_pages 0 DMA 0 Unmovable
mminit: alloc_pages 0 DMA 0 Unmovable
mminit: alloc_pages 0 DMA 0 Unmovable
mminit: alloc_pages 0 DMA 0 Unmovable
mminit: alloc_pages 0 DMA 0 Unmovable
mminit: free #4
mminit: free #6
mminit: free #8
mminit: alloc_pages 0 DMA 0 Unmovable
