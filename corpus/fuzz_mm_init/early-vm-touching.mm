mminit: scenario 1
# areas that touch, from both sides
mminit: geometry tiny
mminit: early_vm 0xffffc90000002000 0x1000 0x2
mminit: early_vm 0xffffc90000003000 0x1000 0x1
mminit: early_vm 0xffffc90000001000 0x1000 0x2
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
