mminit: scenario 1
# Reservations in holes, above RAM, at the end of the address space, and over everything.
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x0000000003ffffff] usable
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
memblock_reserve: [0x00000000f8000000-0x00000000fbffffff]
memblock_reserve: [0x0000000006400000-0x0000000012bfffff]
memblock_reserve: [0xfffffffffffff000-0xffffffffffffffff]
memblock_reserve: [0x0000400000000000-0x00004000ffffffff]
