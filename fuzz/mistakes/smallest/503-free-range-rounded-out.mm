mminit: scenario 1
mminit: geometry tiny
memblock_add: [0x800-0x1fff]
