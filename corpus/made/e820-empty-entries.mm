mminit: scenario 1
# Entries of size 0 vanish; one of them lies where two others meet.
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x0000000000100000-0x0000000001ffffff] usable
BIOS-e820: [mem 0x0000000002000000-0x0000000001ffffff] reserved
BIOS-e820: [mem 0x0000000002000000-0x0000000003ffffff] usable
BIOS-e820: [mem 0x0000000000000000-0xffffffffffffffff] usable
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
