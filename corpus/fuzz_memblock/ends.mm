mminit: scenario 1
# Both ends of the address space.
mminit: geometry tiny
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
memblock_reserve: [0xffffffffffffffff-0xffffffffffffffff]
memblock_reserve: [0xfffffffffffffff0-0x0000000000000010]
memblock_reserve: [0x0000000000000000-0xfffffffffffffffe]
memblock_free: [0xfffffffffffff000-0xffffffffffffffff]
