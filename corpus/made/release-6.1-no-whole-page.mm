mminit: scenario 1
# memory without a whole page
mminit: release 6.1
mminit: op add_node [0x100400-0x100bff] 0
