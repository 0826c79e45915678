mminit: scenario 1
# Nodes by hand.
mminit: geometry tiny
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
memblock_reserve: [0x0000000000000000-0x0000000000000fff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
mminit: op set_node memory [0x0000000000200000-0x00000000003fffff] 1
mminit: op add_node [0x0000000000300000-0x00000000008fffff] 2
mminit: op set_node reserved [0x0000000000000000-0x00000000000fffff] 3
mminit: op set_node memory [0x0000000000000000-0xffffffffffffffff] 64
