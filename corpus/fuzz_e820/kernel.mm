mminit: scenario 1
# A kernel outside RAM.
mminit: geometry tiny
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
BIOS-e820: [mem 0x0000000000300000-0x00000000003fffff] reserved
mminit: kernel [0x00000000002ff800-0x00000000003ff7ff]
