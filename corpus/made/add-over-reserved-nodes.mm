mminit: scenario 1
# memblock_add over regions that bear other nodes: warnings, and regions that touch but do not
# merge.
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x0000000003ffffff] usable
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
mminit: op set_node memory [0x0000000001000000-0x0000000001ffffff] 1
mminit: op add_node [0x0000000001800000-0x0000000004ffffff] 2
mminit: op set_node reserved [0x0000000000000000-0x00000000000fffff] 3
memblock_reserve: [0x0000000000008000-0x0000000000017fff]
