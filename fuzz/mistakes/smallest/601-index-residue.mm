mminit: scenario 1
mminit: geometry tiny
memblock_add: [0x0-0x15efff]
mminit: alloc_pages 0 DMA 0 Movable
