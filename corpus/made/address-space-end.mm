mminit: scenario 1
# memblock operations at both ends of the address space: sizes are capped, the last byte cannot be
# covered.
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x0000000003ffffff] usable
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
memblock_reserve: [0xffffffffffffffff-0xffffffffffffffff]
memblock_reserve: [0xfffffffffffffff0-0x0000000000000010]
memblock_reserve: [0x0000000000001000-0x0000000000000fff]
memblock_reserve: [0x0000000000000000-0xffffffffffffffff]
memblock_free: [0x0000000000100000-0xfffffffffffffffe]
