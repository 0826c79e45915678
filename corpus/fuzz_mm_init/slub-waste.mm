mminit: scenario 1
# an order that wastes a sixteenth at most, not the first that wastes a quarter
mminit: geometry tiny
mminit: sizeof kmem_cache 820
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
