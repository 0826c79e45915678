mminit: scenario 1
# nopti: an option of its own
mminit: geometry tiny
Command line: nopti
mminit: user_map 0xffff880000100000 0x2000 kernel
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
