mminit: scenario 1
mminit: geometry tiny
memblock_add: [0x0-0x800fff]
