mminit: scenario 1
# of two areas both lie where the first one wraps
mminit: geometry tiny
mminit: early_vm 0xfffffffffffff000 0x2000 0x2
mminit: early_vm 0xfffffffffffff800 0x100 0x2
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
