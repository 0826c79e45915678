mminit: scenario 1
# Ranges that allocations fill, from below and from above, and page 0, which is not given out.
mminit: geometry tiny
memblock_add: [0x0000000000000000-0x0000000000001fff]
memblock_add: [0x0000000000100000-0x0000000000103fff]
memblock_add: [0x0000000000200000-0x00000000002fffff]
mminit: op bottom_up 1
mminit: op alloc 0x4000 0x1000 0x2000 0x0 -1
mminit: op bottom_up 0
mminit: op alloc 0x100000 0x1000 0x0 0x0 -1
mminit: op alloc 0x1800 0x100 0x0 0x0 -1
