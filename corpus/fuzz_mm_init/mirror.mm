mminit: scenario 1
# kernelcore=mirror.
mminit: geometry tiny
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
Command line: kernelcore=mirror
mminit: op mark_mirror [0x0000000000000000-0x00000000001fffff]
mminit: op mark_mirror [0x0000000000500000-0x00000000005fffff]
memblock_reserve: [0x0000000000000000-0x0000000000000fff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
