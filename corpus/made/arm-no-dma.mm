mminit: scenario 1
# ZONE_DMA is not configured, RAM does not begin at 0
mminit: geometry arm_flatmem
mminit: phys_offset 0x80000000
mminit: lowmem_limit 0x81000000
memblock_add: [0x80000000-0x811fffff]
memblock_add: [0x81800000-0x81ffffff]
memblock_reserve: [0x80008000-0x801fffff]
mminit: kmalloc 0
mminit: kmalloc 8
mminit: kmalloc 97
mminit: kmalloc 4097
mminit: kmalloc 8193
mminit: vmalloc 1
mminit: vmalloc 20480
mminit: alloc_pages 0 HighMem 0 Unmovable
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
