mminit: scenario 1
# one chunk for all, a static size that is no multiple of 16
mminit: percpu 0x1234e 0 0x3000 0x20000
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x0000000007ffffff] usable
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
