mminit: scenario 1
# Memory of no node beside node 1: its pages look as if they were of node 0, which is offline.
mminit: geometry tiny
mminit: op add_node [0x0000000000100000-0x00000000003fffff] 1
memblock_add: [0x0000000000500000-0x00000000005fffff]
