mminit: scenario 1
# At: pfn < end|_mapcount
mminit: geometry tiny
memblock_add: [0x0-0x107fff]
mminit: alloc_pages 0 Normal 0 Movable
