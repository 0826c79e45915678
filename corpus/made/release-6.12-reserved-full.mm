mminit: scenario 1
# the reserved regions get the nid of their memory, and their table may not grow: a panic
mminit: release 6.12
mminit: memblock_regions 4
mminit: op add_node [0x100000-0x3ffffff] 0
mminit: op add_node [0x4000000-0x7ffffff] 1
memblock_reserve: [0x3000000-0x4ffffff]
memblock_reserve: [0x5800000-0x58fffff]
memblock_reserve: [0x6800000-0x68fffff]
memblock_reserve: [0x7800000-0x78fffff]
