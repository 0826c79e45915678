mminit: scenario 1
# the table pages run out
mminit: geometry tiny
memblock_add: [0x0-0x7fffff]
memblock_reserve: [0x0-0x5fffff]
memblock_reserve: [0x660000-0x7fffff]
mminit: user_map 0xffffffffff600000 0x1000 vsyscall
mminit: user_map 0xffff880000400000 0x3000 percpu
mminit: user_map 0xffffffff81800000 0x2000 rx
mminit: user_map 0xffffffffff579000 0x1000 ro
mminit: user_map 0xffffffff81f0b010 10 kernel
mminit: user_map 0xffffffff82000000 0x1000 kernel
