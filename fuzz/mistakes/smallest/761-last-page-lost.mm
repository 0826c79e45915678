mminit: scenario 1
mminit: geometry tiny
memblock_add: [0x0-0x3fffff]
mminit: user_map 0xffff880000000800 0x1000 ro
