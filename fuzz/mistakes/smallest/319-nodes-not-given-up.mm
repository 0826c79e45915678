mminit: scenario 1
# At: share|required|usable_nodes|spread_over_node
mminit: geometry tiny
Command line: kernelcore=64K
mminit: op add_node [0x0-0xfff] 0
memblock_add: [0x1000-0xfffff]
