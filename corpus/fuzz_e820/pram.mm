mminit: scenario 1
# Cuts within persistent memory.
mminit: geometry tiny
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
BIOS-e820: [mem 0x0000000000200000-0x00000000003fffff] persistent (type 12)
BIOS-e820: [mem 0x0000000000240000-0x000000000027ffff] usable
BIOS-e820: [mem 0x0000000000300000-0x00000000004fffff] persistent (type 12)
