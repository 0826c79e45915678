mminit: scenario 1
# a DMA zone of no size
mminit: geometry arm_flatmem
mminit: dma_zone_size 0
mminit: config PAGE_EXTENSION=1
memblock_add: [0x0-0x7fffff]
