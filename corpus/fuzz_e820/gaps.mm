mminit: scenario 1
# Two gaps of one size.
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x0000000000100000-0x000000003fffffff] usable
BIOS-e820: [mem 0x0000000060000000-0x000000009fffffff] reserved
BIOS-e820: [mem 0x00000000c0000000-0x00000000ffffffff] reserved
