mminit: scenario 1
# An extension.
mminit: geometry tiny
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
mminit: e820_ext [mem 0x200000-0x2fffff] reserved
mminit: e820_ext [mem 0x280000-0x27ffff] usable
