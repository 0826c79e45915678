mminit: scenario 1
# Reservations that touch and overlap.
mminit: geometry tiny
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
memblock_reserve: [0x0000000000200000-0x00000000002fffff]
memblock_reserve: [0x0000000000300000-0x00000000003fffff]
memblock_reserve: [0x0000000000280000-0x000000000047ffff]
memblock_reserve: [0x0000000000600001-0x0000000000600fff]
memblock_reserve: [0x0000000000500000-0x0000000000500000]
