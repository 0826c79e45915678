mminit: scenario 1
# whole blocks of the largest order behind memory of no node, whose number is cut to that of a node that is offline
mminit: release 6.1
memblock_add: [0x0000000008000000-0x000000000fffffff]
mminit: op add_node [0x0000000000000000-0x0000000003ffffff] 1
mminit: op set_node memory [0x0000000000000000-0x0000000003ffffff] 1
