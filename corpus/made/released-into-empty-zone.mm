mminit: scenario 1
# Memory without a node, and a node whose only page is not whole: its zones are empty, and what is released is a hole's.
mminit: expect agree
mminit: geometry tiny
mminit: release 6.1
mminit: op add_node [0x1000-0x17ff] 0
mminit: op add_node [0x2000-0x5fff] 64
