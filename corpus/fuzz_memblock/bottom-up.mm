mminit: scenario 1
# Bottom-up allocations.
mminit: geometry tiny
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
mminit: kernel [0x0000000000200000-0x00000000002fffff]
memblock_reserve: [0x0000000000000000-0x0000000000000fff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
mminit: op bottom_up 1
mminit: op alloc 0x1000 0x1000 0x0 0x0 -1
mminit: op alloc 0x480000 0x1000 0x0 0x0 -1
mminit: op alloc 0x500000 0x1000 0x0 0x0 -1
