mminit: scenario 1
# Low and high memory, vmalloc takes high pages first.
mminit: geometry arm_flatmem
mminit: lowmem_limit 0x800000
memblock_add: [0x0-0x7fffff]
memblock_add: [0xc00000-0xffffff]
mminit: vmalloc 20000
mminit: kmalloc 100
mminit: kmalloc 5000
mminit: alloc_pages 2 HighMem 0 Unmovable
mminit: alloc_pages 0 Normal 0 Movable
mminit: free #1
mminit: vmalloc 3000000
mminit: free #2
mminit: kmalloc 64
mminit: free #4
mminit: free #7
mminit: free #3
mminit: free #5
