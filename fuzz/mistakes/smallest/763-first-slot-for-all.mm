mminit: scenario 1
# Beyond: the 20 of triage-check
mminit: geometry tiny
memblock_add: [0x0-0x3fffff]
mminit: user_map 0xffff880000200000 0x1000 ro
