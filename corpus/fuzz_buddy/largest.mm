mminit: scenario 1
# The largest blocks, until none is left.
mminit: geometry tiny
mminit: config PAGE_TABLE_ISOLATION=0
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
memblock_reserve: [0x0000000000000000-0x00000000006fffff]
mminit: alloc_pages 4 Movable 0 Movable
mminit: alloc_pages 4 Movable 0 Movable
mminit: alloc_pages 4 Movable 0 Movable
mminit: alloc_pages 4 Movable 0 Movable
mminit: alloc_pages 4 Movable 0 Movable
mminit: alloc_pages 4 Movable 0 Movable
mminit: alloc_pages 4 Movable 0 Movable
mminit: alloc_pages 4 Movable 0 Movable
mminit: alloc_pages 4 Movable 0 Movable
mminit: alloc_pages 4 Movable 0 Movable
mminit: alloc_pages 4 Movable 0 Movable
mminit: alloc_pages 4 Movable 0 Movable
mminit: alloc_pages 4 Movable 0 Movable
mminit: alloc_pages 4 Movable 0 Movable
mminit: alloc_pages 4 Movable 0 Movable
mminit: alloc_pages 4 Movable 0 Movable
mminit: alloc_pages 4 Movable 0 Movable
mminit: alloc_pages 4 Movable 0 Movable
mminit: free #3
mminit: free #1
mminit: free #2
mminit: alloc_pages 3 Normal 0 Unmovable
