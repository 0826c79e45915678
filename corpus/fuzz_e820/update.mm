mminit: scenario 1
# Updates that split, cover, and touch.
mminit: geometry tiny
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
mminit: e820_op update [mem 0x200000-0x2fffff] usable => type 128
mminit: e820_op update [mem 0x280800-0x3807ff] usable => reserved
mminit: e820_op sanitize
mminit: e820_op update [mem 0x0-0xffffffffffffffff] reserved => usable
mminit: e820_op sanitize
