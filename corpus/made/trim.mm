mminit: scenario 1
# memblock_trim_memory: total_size goes stale, and sub-page regions go.
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x0000000003ffffff] usable
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
memblock_add: [0x0000000005000010-0x00000000050007ff]
memblock_add: [0x0000000006000800-0x00000000061007ff]
mminit: op fill
mminit: op trim 0x1000
mminit: op trim 0x100000
