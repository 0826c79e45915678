mminit: scenario 1
# The partial first page of a region is known to be of node 1 only because ZONE_NORMAL ended in that
# region, before ZONE_MOVABLE began in the hole below it.
mminit: geometry tiny
BIOS-e820: [mem 0x0000000000100000-0x00000000003fffff] usable
BIOS-e820: [mem 0x0000000000401000-0x0000000000402fff] usable
BIOS-e820: [mem 0x0000000000421000-0x00000000005fffff] usable
Command line: kernelcore=mirror
memblock_add: [0x0000000000420800-0x0000000000420fff]
mminit: op set_node memory [0x0000000000420800-0x00000000005fffff] 1
mminit: op add_node [0x0000000000600000-0x00000000006fffff] 0
