mminit: scenario 1
# RAM that ends one page beyond, at, and one page before the borders of zones and sections.
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x0000000000100000-0x0000000001000fff] usable
BIOS-e820: [mem 0x0000000007fff000-0x0000000008000fff] usable
BIOS-e820: [mem 0x00000000ffffe000-0x00000000ffffefff] usable
BIOS-e820: [mem 0x0000000100000000-0x0000000100002fff] usable
BIOS-e820: [mem 0x0000000107fff000-0x0000000109ffffff] usable
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
