mminit: scenario 1
# Type 128 in the firmware's own table: RAM for memblock, but not for the end of RAM; the pages
# above max_pfn belong to no zone.
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x0000000000100000-0x0000000003ffffff] usable
BIOS-e820: [mem 0x0000000004000000-0x00000000047fffff] type 128
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
