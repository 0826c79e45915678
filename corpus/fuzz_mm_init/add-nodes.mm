mminit: scenario 1
# No firmware table, two nodes.
mminit: geometry tiny
mminit: op add_node [0x0000000000100000-0x00000000003fffff] 1
mminit: op add_node [0x0000000000400000-0x00000000007fffff] 0
memblock_reserve: [0x00000000003f0000-0x000000000040ffff]
