mminit: scenario 1
# No firmware table, nodes named by the operations.
mminit: op add_node [0x0000000000100000-0x0000000001ffffff] 1
mminit: op add_node [0x0000000002000000-0x0000000003ffffff] 0
memblock_reserve: [0x0000000001f00000-0x00000000020fffff]
