mminit: scenario 1
# A steal brings several single pages to the list of another type.
mminit: geometry tiny
mminit: config PAGE_TABLE_ISOLATION=0
memblock_add: [0x0000000000100000-0x000000000013ffff]
mminit: alloc_pages 0 DMA 0 Unmovable
mminit: alloc_pages 4 DMA 0 Movable
mminit: alloc_pages 4 DMA 0 Movable
mminit: alloc_pages 4 DMA 0 Movable
mminit: alloc_pages 3 DMA 0 Unmovable
mminit: alloc_pages 0 DMA 0 Unmovable
mminit: alloc_pages 0 DMA 0 Unmovable
mminit: alloc_pages 0 DMA 0 Unmovable
mminit: alloc_pages 0 DMA 0 Unmovable
mminit: alloc_pages 0 DMA 0 Unmovable
mminit: alloc_pages 0 DMA 0 Unmovable
mminit: alloc_pages 0 DMA 0 Unmovable
mminit: free #1
mminit: free #7
mminit: free #9
mminit: free #11
mminit: alloc_pages 0 DMA 0 Reclaimable
mminit: alloc_pages 0 DMA 0 Reclaimable
