mminit: scenario 1
# Removals, with and without a look at the type.
mminit: geometry tiny
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
mminit: e820_op remove [mem 0x200000-0x2fffff] usable checked
mminit: e820_op remove [mem 0x0-0xffffffffffffffff] reserved any
mminit: e820_op add [mem 0x400000-0x4fffff] usable
mminit: e820_op remove [mem 0x480000-0x47ffff] usable any
mminit: e820_op sanitize
