mminit: scenario 1
mminit: geometry tiny
memblock_add: [0x0-0xfffff]
mminit: early_vm 0xffffc90000000000 0x1000 0
mminit: early_vm 0xffffc90000001000 0x1000 0
