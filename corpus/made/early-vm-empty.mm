mminit: scenario 1
# two areas of size 0 at one address: __insert_vmap_area finds no place
mminit: geometry tiny
mminit: early_vm 0xffffc90000002000 0 0x2
mminit: early_vm 0xffffc90000002000 0 0x2
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
