mminit: scenario 1
# RAM in fragments smaller than a page, some of which add up to one after merging.
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x0000000000100000-0x00000000001007ff] usable
BIOS-e820: [mem 0x0000000000100800-0x0000000000100fff] usable
BIOS-e820: [mem 0x0000000000101800-0x00000000001027ff] usable
BIOS-e820: [mem 0x0000000000103001-0x0000000000103fff] usable
BIOS-e820: [mem 0x0000000000200000-0x0000000001ffffff] usable
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
