mminit: scenario 1
# setup_data nodes.
mminit: geometry tiny
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
mminit: setup_data [0x0000000000090010-0x000000000009008f]
mminit: setup_data [0x00000000007ff000-0x00000000007fffff]
