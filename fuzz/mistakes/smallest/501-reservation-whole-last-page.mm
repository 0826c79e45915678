mminit: scenario 1
mminit: geometry tiny
memblock_reserve: [0x0-0x1000]
