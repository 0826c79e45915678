mminit: scenario 1
# segments that begin in one page table and end in another
mminit: geometry tiny
mminit: user_map 0xffff8800003ff800 0x2000 kernel
mminit: user_map 0xffffffff81dff000 0x402000 rx
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
