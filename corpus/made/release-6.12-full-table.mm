mminit: scenario 1
# memory's table is full at the release, and may not grow: a panic
mminit: release 6.12
mminit: memblock_regions 4
mminit: op add_node [0x100000-0x1ffffff] 0
mminit: op add_node [0x2000000-0x3ffffff] 0
mminit: op mark_hotplug [0x2000000-0x3ffffff]
mminit: op add_node [0x5000000-0x5ffffff] 0
mminit: op add_node [0x7000000-0x7ffffff] 0
