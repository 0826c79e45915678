mminit: scenario 1
# the table of reservations is full when an allocation is to be reserved: a panic
mminit: release 6.12
mminit: memblock_regions 4
mminit: op add_node [0x100000-0x7ffffff] 0
memblock_reserve: [0x200000-0x200fff]
memblock_reserve: [0x400000-0x400fff]
memblock_reserve: [0x600000-0x600fff]
memblock_reserve: [0x800000-0x800fff]
mminit: op alloc 0x1000 0x2000 0x2000000 1 0
