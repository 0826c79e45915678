mminit: scenario 1
# Nodes with gaps in their numbers, one of them without a whole page: it turns to the node that the
# first one did not turn to.
mminit: geometry tiny
mminit: op add_node [0x0000000000100000-0x00000000002bffff] 0
mminit: op add_node [0x00000000002c0800-0x00000000002c0fff] 17
mminit: op add_node [0x0000000000480000-0x000000000063ffff] 40
mminit: op add_node [0x0000000000640000-0x00000000007fffff] 63
