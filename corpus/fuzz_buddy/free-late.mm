mminit: scenario 1
# Late frees of reservations.
mminit: geometry tiny
mminit: config PAGE_TABLE_ISOLATION=0
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
memblock_reserve: [0x0000000000000000-0x0000000000000fff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
memblock_reserve: [0x0000000000200000-0x00000000002fffff]
memblock_reserve: [0x0000000000400800-0x00000000004017ff]
mminit: free_late [0x0000000000200000-0x000000000023ffff]
mminit: alloc_pages 3 DMA32 0 Unmovable
mminit: free_late [0x0000000000250000-0x000000000025ffff]
mminit: free #2
