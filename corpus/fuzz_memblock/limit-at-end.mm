mminit: scenario 1
# The memory limit is met at the end of a region; what is reserved in the hole behind it goes too.
mminit: geometry tiny
memblock_add: [0x0000000000100000-0x00000000003fffff]
memblock_add: [0x0000000000500000-0x00000000006fffff]
memblock_reserve: [0x0000000000410000-0x000000000041ffff]
mminit: op enforce_limit 0x300000
