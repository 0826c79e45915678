mminit: scenario 1
# Reservations whose last byte is the first of a page: that page is neither reserved nor released.
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x0000000003ffffff] usable
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
memblock_reserve: [0x0000000000800000-0x0000000000801000]
memblock_reserve: [0x0000000000905000-0x0000000000905000]
memblock_reserve: [0x0000000000a00123-0x0000000000a02000]
memblock_reserve: [0x0000000000b00000-0x0000000000c00000]
