mminit: scenario 1
# pti=off comes last
mminit: geometry tiny
Command line: pti=on nopti pti=off
mminit: user_map 0xffffffffff600000 0x1000 vsyscall
mminit: user_map 0xffff880000400000 0x3000 percpu
mminit: user_map 0xffffffff81800000 0x2000 rx
mminit: user_map 0xffffffffff579000 0x1000 ro
mminit: user_map 0xffffffff81f0b010 10 kernel
mminit: user_map 0xffffffff82000000 0x1000 kernel
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
