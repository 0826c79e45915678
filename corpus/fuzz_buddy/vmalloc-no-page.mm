mminit: scenario 1
# vmalloc runs out of pages half way.
mminit: geometry tiny
mminit: config PAGE_TABLE_ISOLATION=0
memblock_add: [0x0-0x7fffff]
memblock_reserve: [0x0-0x5fffff]
mminit: alloc_pages 4 Normal 0 Unmovable
mminit: alloc_pages 4 Normal 0 Unmovable
mminit: alloc_pages 4 Normal 0 Unmovable
mminit: alloc_pages 4 Normal 0 Unmovable
mminit: alloc_pages 4 Normal 0 Unmovable
mminit: alloc_pages 4 Normal 0 Unmovable
mminit: alloc_pages 4 Normal 0 Unmovable
mminit: alloc_pages 4 Normal 0 Unmovable
mminit: alloc_pages 4 Normal 0 Unmovable
mminit: alloc_pages 4 Normal 0 Unmovable
mminit: alloc_pages 4 Normal 0 Unmovable
mminit: alloc_pages 4 Normal 0 Unmovable
mminit: alloc_pages 4 Normal 0 Unmovable
mminit: alloc_pages 4 Normal 0 Unmovable
mminit: alloc_pages 4 Normal 0 Unmovable
mminit: alloc_pages 4 Normal 0 Unmovable
mminit: alloc_pages 4 Normal 0 Unmovable
mminit: alloc_pages 4 Normal 0 Unmovable
mminit: alloc_pages 4 Normal 0 Unmovable
mminit: alloc_pages 4 Normal 0 Unmovable
mminit: alloc_pages 4 Normal 0 Unmovable
mminit: alloc_pages 4 Normal 0 Unmovable
mminit: alloc_pages 4 Normal 0 Unmovable
mminit: alloc_pages 4 Normal 0 Unmovable
mminit: alloc_pages 4 Normal 0 Unmovable
mminit: alloc_pages 4 Normal 0 Unmovable
mminit: alloc_pages 4 Normal 0 Unmovable
mminit: alloc_pages 4 Normal 0 Unmovable
mminit: vmalloc 400000
mminit: vmalloc 300000
mminit: free #3
mminit: vmalloc 60000
