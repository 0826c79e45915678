mminit: scenario 1
mminit: geometry tiny
Command line: kernelcore=4K
memblock_add: [0x0-0xfffff]
