mminit: scenario 1
mminit: geometry tiny
mminit: op add_node [0x0-0x7fffff] 0
