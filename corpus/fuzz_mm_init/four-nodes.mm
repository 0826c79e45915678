mminit: scenario 1
# Four nodes: each turns to another one first.
mminit: geometry tiny
mminit: op add_node [0x0000000000100000-0x00000000002bffff] 0
mminit: op add_node [0x00000000002c0000-0x000000000047ffff] 1
mminit: op add_node [0x0000000000480000-0x000000000063ffff] 2
mminit: op add_node [0x0000000000640000-0x00000000007fffff] 3
