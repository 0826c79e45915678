mminit: scenario 1
# Freeing across reservations, freeing what is not reserved, freeing everything.
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x0000000003ffffff] usable
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
memblock_reserve: [0x0000000000800000-0x0000000000ffffff]
memblock_free: [0x0000000000a00000-0x0000000000afffff]
memblock_free: [0x0000000001400000-0x00000000014fffff]
memblock_reserve: [0x0000000000400000-0x0000000000bfffff]
memblock_free: [0x0000000000000000-0xffffffffffffffff]
