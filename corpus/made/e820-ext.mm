mminit: scenario 1
# A table extended by SETUP_E820_EXT: overlapping the first one, unsorted, one entry empty.
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x0000000003ffffff] usable
mminit: e820_ext [mem 0x0000000006000000-0x0000000007ffffff] usable
mminit: e820_ext [mem 0x0000000003c00000-0x00000000063fffff] reserved
mminit: e820_ext [mem 0x5000-0x4fff] usable
mminit: e820_ext [mem 0x0000000000200000-0x0000000003ffffff] usable
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
