mminit: scenario 1
mminit: geometry tiny
memblock_add: [0x1000-0x8fff]
