mminit: scenario 1
# Once: a walk over a node's memory left the last region it had looked at in the caller's range, and an online node
# without memory started there instead of at 0.
mminit: geometry tiny
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
mminit: op fill
memblock_remove: [0x0000000000000000-0x00000000007fffff]
mminit: op add_node [0x0000000000300000-0x00000000005fffff] 64
mminit: expect agree
