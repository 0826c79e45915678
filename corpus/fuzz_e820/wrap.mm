mminit: scenario 1
# An entry that wraps.
mminit: geometry tiny
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
BIOS-e820: [mem 0xfffffffffffff000-0x0000000000000fff] usable
mminit: alt_mem_k 4096
