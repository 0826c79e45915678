mminit: scenario 1
# Two nodes meet where their free blocks would merge.
mminit: geometry tiny
mminit: op add_node [0x0000000000100000-0x00000000003f7fff] 0
mminit: op add_node [0x00000000003f8000-0x00000000007fffff] 1
