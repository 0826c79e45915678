mminit: scenario 1
# A steal from a pageblock that two nodes share, when the block at the border is all that node 1 has left.
mminit: geometry tiny
mminit: config PAGE_TABLE_ISOLATION=0
mminit: op add_node [0x00000000000f0000-0x0000000000123fff] 0
mminit: op add_node [0x0000000000124000-0x000000000015ffff] 1
mminit: alloc_pages 4 DMA 1 Movable
mminit: alloc_pages 4 DMA 1 Movable
mminit: alloc_pages 3 DMA 1 Movable
mminit: alloc_pages 3 DMA 1 Unmovable
mminit: alloc_pages 2 DMA 1 Unmovable
mminit: alloc_pages 1 DMA 1 Unmovable
mminit: alloc_pages 0 DMA 1 Unmovable
mminit: alloc_pages 0 DMA 1 Unmovable
mminit: alloc_pages 0 DMA 1 Unmovable
