mminit: scenario 1
# the page frames are used up: there is a vm_struct, and no vmap_area
mminit: geometry tiny
mminit: config PAGE_TABLE_ISOLATION=0
memblock_add: [0x0-0x2fffff]
memblock_reserve: [0x0-0x2bffff]
mminit: kmalloc 64
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: vmalloc 4096
mminit: free #2
mminit: vmalloc 4096
