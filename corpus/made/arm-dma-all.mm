mminit: scenario 1
# all low memory is in ZONE_DMA
mminit: geometry arm_flatmem
mminit: dma_zone_size 0
memblock_add: [0x0-0x1ffffff]
mminit: kmalloc 0
mminit: kmalloc 8
mminit: kmalloc 97
mminit: kmalloc 4097
mminit: kmalloc 8193
mminit: vmalloc 1
mminit: vmalloc 20480
mminit: alloc_pages 0 DMA 0 Unmovable
mminit: alloc_pages 2 DMA 0 Movable
mminit: free #6
mminit: vmalloc 4096
mminit: free #2
mminit: kmalloc 7
mminit: free #5
mminit: free #9
mminit: free #1
mminit: vmalloc 0
mminit: free #17
mminit: kmalloc 100000
mminit: free #4
mminit: free #3
mminit: free #7
