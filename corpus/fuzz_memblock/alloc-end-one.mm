mminit: scenario 1
# 1 as the end of a search is an address in 4.9
mminit: geometry tiny
memblock_add: [0x100000-0x7fffff]
mminit: op alloc 0x1000 0x1000 0x0 0x1 -1
mminit: op alloc 0x1000 0x1000 0x200000 0x1 0
