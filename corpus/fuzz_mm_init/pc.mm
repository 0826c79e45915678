mminit: scenario 1
# An ordinary machine.
mminit: geometry tiny
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
memblock_reserve: [0x0000000000000000-0x0000000000000fff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
mminit: kernel [0x0000000000200000-0x00000000002fffff]
memblock_reserve: [0x0000000000200000-0x00000000002fffff]
