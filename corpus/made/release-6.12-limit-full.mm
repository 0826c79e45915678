mminit: scenario 1
# a limit cuts a region of a table that is full: a panic
mminit: release 6.12
mminit: memblock_regions 4
mminit: op add_node [0x100000-0x1ffffff] 0
mminit: op add_node [0x3000000-0x3ffffff] 0
mminit: op add_node [0x5000000-0x5ffffff] 0
mminit: op enforce_limit 0x3800000
