mminit: scenario 1
# Four nodes with gaps in their numbers: each turns to another one first.
mminit: geometry tiny
mminit: op add_node [0x0000000000100000-0x00000000002bffff] 0
mminit: op add_node [0x00000000002c0000-0x000000000047ffff] 17
mminit: op add_node [0x0000000000480000-0x000000000063ffff] 40
mminit: op add_node [0x0000000000640000-0x00000000007fffff] 63
